"""What changes nothing of a report changes nothing of its tables: line ends, a column more, columns in another order."""

import csv
import io

import pandas as pd
import pytest
from export_files import FILES, own_key  # noqa: F401 - a fixture

from shopkit.readers import files, known, read_shop
from shopkit.readers.identify import identify

TEXTS = [p for p in FILES if p.suffix in (".csv", ".txt", ".tsv") and not p.read_bytes().startswith((b"PK", b"\xff\xfe", b"<"))]


def _order(path):
    return next((part for part in path.name.split(".") if part in ("dmy", "mdy")), None)


def _tables(path, order):
    shop = read_shop([path], dates=order)
    return {name: shop.table(name) for name in shop.tables if name not in shop.derived}, [(e.rows_read, e.rows_kept) for e in shop.ledger]


def _same(one, other):
    assert one[1] == other[1] and list(one[0]) == list(other[0])
    for name, table in one[0].items():
        pd.testing.assert_frame_equal(table, other[0][name])


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_line_ends(path, tmp_path):
    data = path.read_bytes().replace(b"\r\n", b"\n")
    plain = tmp_path / path.name
    plain.write_bytes(data)
    here = _tables(plain, _order(path))
    (tmp_path / "windows").mkdir()
    windows = tmp_path / "windows" / path.name  # some reports have their days in their names only
    windows.write_bytes(data.replace(b"\n", b"\r\n"))
    _same(here, _tables(windows, _order(path)))


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_columns_more_and_in_another_order(path, tmp_path):
    (ways,) = [ways for ways in files.sheets(path)][:1]
    found = identify(path, ways, known())
    if not hasattr(found.sheet, "path") or found.reader.ends_after:
        pytest.skip("tables below each other, or rows that end early: their columns have their places")
    lines = list(csv.reader(io.StringIO(path.read_bytes().decode(found.sheet.encoding), newline=""), delimiter=found.sheet.delimiter))
    at = next(i for i, row in enumerate(lines) if row == found.header.cells)
    width = len(found.header.cells)
    # what marks a totals row or a remark stays in front
    rows = [[row[0], "note to self" if i == 0 else "x", *row[:0:-1]] if len(row) == width and any(row) else row for i, row in enumerate(lines[at:])]
    shuffled = tmp_path / path.name
    with shuffled.open("w", encoding=found.sheet.encoding, newline="") as file:
        csv.writer(file, delimiter=found.sheet.delimiter, lineterminator="\r\n").writerows([*lines[:at], *rows])
    plain = tmp_path / "plain"
    plain.mkdir()
    with (plain / path.name).open("w", encoding=found.sheet.encoding, newline="") as file:
        csv.writer(file, delimiter=found.sheet.delimiter, lineterminator="\r\n").writerows(lines)
    _same(_tables(plain / path.name, _order(path)), _tables(shuffled, _order(path)))
