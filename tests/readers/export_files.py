"""What the tests of readers share: the synthetic exports, what is planted in them, and a key of their own."""

from pathlib import Path

import pytest

EXPORTS = Path(__file__).resolve().parents[1] / "exports"
SYNTHETIC = sorted(EXPORTS.glob("*.synthetic.csv"))
KEY = bytes(range(32))
# stand in every synthetic export (a name or a place) and may stand in nothing that shopkit writes
PLANTED = ("Zebrafish", "Quillon", "quillonz77", "Plantmarker", "555-0147-7731", "9q8plantzz", "Ottoline", "Peregrine", "Tansy")


@pytest.fixture(autouse=True)
def own_key(tmp_path_factory, monkeypatch):
    """People's numbers are the same in every run, and nobody's own key is used or made."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "people.key").write_bytes(KEY)
    monkeypatch.setenv("SHOPKIT_DATA", str(folder))
    return folder
