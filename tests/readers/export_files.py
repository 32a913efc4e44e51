"""What the tests of readers share: the synthetic exports, what is planted in them, and a key of their own."""

import io
import zipfile
from pathlib import Path

import pytest

from shopkit.readers import read_shop

EXPORTS = Path(__file__).resolve().parents[1] / "exports"
# one export each: a file, or a folder of files that belong to one shop
SYNTHETIC = sorted(EXPORTS.glob("*/*.synthetic*"))
FILES = [path for path in SYNTHETIC if path.is_file()]
KEY = bytes(range(32))
# stand in every synthetic export (a name or a place) and may stand in nothing that shopkit writes
PLANTED = ("Zebrafish", "Quillon", "quillonz77", "Plantmarker", "555-0147-7731", "9q8plantzz", "Ottoline", "Peregrine", "Tansy",
           "斑马鱼", "13955501477", "栽标路")


def case_of(path: Path) -> str:
    return path.name.split(".")[0]


def read_case(path: Path):
    """The shop of an export; in NAME.dmy.synthetic.csv the file itself leaves the order of day and month open."""
    order = next((part for part in path.name.split(".") if part in ("dmy", "mdy")), None)
    return read_shop([path], dates=order)


def words_in(path: Path) -> str:
    """All text of an export, whatever its kind: what is planted in it can be found there."""
    if path.is_dir():
        return "\n".join(words_in(p) for p in sorted(path.iterdir()))
    return _decoded(path.read_bytes())


def _decoded(data: bytes) -> str:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(name + _decoded(parts.read(name)) for name in parts.namelist())
    return "\n".join(data.decode(encoding, "ignore") for encoding in ("utf-8", "gb18030", "utf-16-le", "latin-1"))


@pytest.fixture(autouse=True)
def own_key(tmp_path_factory, monkeypatch):
    """People's numbers are the same in every run, and nobody's own key is used or made."""
    folder = tmp_path_factory.mktemp("data")
    (folder / "people.key").write_bytes(KEY)
    monkeypatch.setenv("SHOPKIT_DATA", str(folder))
    return folder
