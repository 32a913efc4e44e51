"""Every synthetic export gives exactly the tables and the ledger that lie beside it."""

import json
import os
from functools import cache

import pytest
from export_files import EXPORTS, SYNTHETIC, case_of, own_key  # noqa: F401 - a fixture
from export_files import read_case as read_anew

from shopkit.readers import readers
from shopkit.schema import problems

read_case = cache(read_anew)


def _outputs(path):
    shop, stem = read_case(path), case_of(path)
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
            (path.parent / name).write_text(text, encoding="utf-8", newline="\n")
        assert text == (path.parent / name).read_text(encoding="utf-8"), name
    for name in shop.tables:
        assert problems(name, shop.table(name)).empty, name


def test_every_golden_file_belongs_to_an_export():
    wanted = {(path.parent / name) for path in SYNTHETIC for name in _outputs(path)[1]}
    assert set(EXPORTS.glob("*/*.golden.*")) == wanted


@pytest.mark.parametrize("path", SYNTHETIC, ids=lambda p: p.name)
def test_ledger_adds_up(path):
    for entry in read_case(path).ledger:
        numbers = [n for reason in entry.reasons for n in reason.row_numbers]
        assert len(numbers) == len(set(numbers)) == entry.rows_set_aside
        assert entry.rows_read == entry.rows_kept + entry.rows_set_aside
        money = entry.money()
        assert money is None or money["read"] == pytest.approx(money["kept"] + money["set_aside"], abs=0.011)
        if path.is_file() and path.suffix in (".csv", ".txt") and not path.read_bytes().startswith((b"\xff\xfe", b"PK")):
            lines = path.read_bytes().splitlines()
            assert all(1 < n <= len(lines) and lines[n - 1].strip() for n in numbers)


def test_every_report_has_an_export():
    """A reader without a fixture is a claim without a proof."""
    read = {(entry.platform, entry.report) for path in SYNTHETIC for entry in read_case(path).ledger}
    assert {(r.platform, r.report) for r in readers() if not r.instead} == read


def test_every_report_is_told_apart():
    names = [(r.platform, r.report) for r in readers()]
    assert len(names) == len(set(names))
    for reader in readers():
        assert reader.title.en and reader.title.zh and len({f.name for f in reader.fields}) == len(reader.fields)
        assert any(f.must for f in reader.fields)
