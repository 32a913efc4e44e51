"""Every synthetic export gives exactly the tables and the ledger that lie beside it."""

import json
import os

import pytest
from export_files import EXPORTS, SYNTHETIC, own_key  # noqa: F401 - a fixture

from shopkit.readers import read_shop
from shopkit.schema import problems


def _outputs(path):
    shop = read_shop([path])
    stem = path.name.removesuffix(".synthetic.csv")
    tables = [name for name in shop.tables if name not in shop.derived]
    outputs = {f"{stem}.{name}.golden.csv": shop.table(name).to_csv(index=False, lineterminator="\n") for name in tables}
    card = {"currency": shop.currency, "personal_columns": shop.personal_columns, "ledger": [e.as_dict() for e in shop.ledger]}
    outputs[f"{stem}.ledger.golden.json"] = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    return shop, outputs


@pytest.mark.parametrize("path", SYNTHETIC, ids=lambda p: p.name)
def test_golden(path):
    shop, outputs = _outputs(path)
    for name, text in outputs.items():
        if os.environ.get("SHOPKIT_WRITE_GOLDEN"):
            (EXPORTS / name).write_text(text, encoding="utf-8", newline="\n")
        assert text == (EXPORTS / name).read_text(encoding="utf-8"), name
    for name in shop.tables:
        assert problems(name, shop.table(name)).empty, name


def test_every_golden_file_belongs_to_an_export():
    wanted = {name for path in SYNTHETIC for name in _outputs(path)[1]}
    assert {p.name for p in EXPORTS.glob("*.golden.*")} == wanted


@pytest.mark.parametrize("path", SYNTHETIC, ids=lambda p: p.name)
def test_ledger_adds_up(path):
    shop = read_shop([path])
    for entry in shop.ledger:
        numbers = [n for reason in entry.reasons for n in reason.row_numbers]
        assert len(numbers) == len(set(numbers)) == entry.rows_set_aside
        assert entry.rows_read == entry.rows_kept + entry.rows_set_aside
        assert entry.rows_kept == len(shop.events if "events" in entry.tables else shop.orders)
        lines = path.read_bytes().splitlines()
        assert all(1 < n <= len(lines) and lines[n - 1].strip() for n in numbers)
