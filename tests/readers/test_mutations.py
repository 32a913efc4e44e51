"""Whatever is done to an export, it ends in tables with a true ledger or in a clear error: no traceback, no silence."""

import io
import os

import pytest
from export_files import FILES, PLANTED, own_key  # noqa: F401 - a fixture
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkit.labels import LANGUAGES, UserError
from shopkit.readers import read_shop
from shopkit.schema import problems

EXPORTS = {f"{path.parent.name}/{path.name}": path.read_bytes() for path in FILES}
TABLES_OF_TEXT = [name for name, data in EXPORTS.items() if not data.startswith((b"PK", b"\xd0\xcf", b"\xff\xfe", b"<"))]
# at least 5,000 cases in all; on CI the same ones each time, so that a change is judged by itself
CASES = settings(derandomize=os.environ.get("CI") == "true", max_examples=-(-5_000 // (len(EXPORTS) + len(TABLES_OF_TEXT))), deadline=None, database=None,
                 suppress_health_check=[HealthCheck.function_scoped_fixture])


def _lines_with_text(data: bytes, header: int, delimiter: str) -> int:
    text = io.TextIOWrapper(io.BytesIO(data), encoding="latin-1", newline=None)
    return sum(bool(line.strip(delimiter + ' \t\r\n\v\f"\xa0\xef\xbb\xbf')) for line in list(text)[header:])


def _check(data: bytes, path):
    path.write_bytes(data)
    try:
        shop = read_shop([path])
    except UserError as error:
        said = [error.label.en, error.label.zh]
        assert error.code and all(said)
    else:
        for entry in shop.ledger:
            assert entry.rows_read == entry.rows_kept + entry.rows_set_aside
            numbers = [n for reason in entry.reasons for n in reason.row_numbers]
            assert len(numbers) == len(set(numbers)) == entry.rows_set_aside
        if len(shop.ledger) == 1 and b'"' not in data and not data.startswith((b"PK", b"\xd0\xcf", b"\xff\xfe", b"\xfe\xff", b"<", b"# ---")):
            # without quotation marks a row is a line: counted here once more, with none of the readers' code
            # (a comma alone is an empty row between commas, and a cell with text between semicolons)
            counts = {_lines_with_text(data, header, delimiter) for header in range(1, 31) for delimiter in ",;\t"}
            assert shop.ledger[0].rows_read in counts
        assert any(len(shop.table(name)) for name in shop.tables if name not in shop.derived)
        for name in shop.tables:
            assert name in shop.derived or problems(name, shop.table(name)).empty, name
        said = [getattr(line, lang) for entry in shop.ledger for line in [entry.sentence(), *entry.lines()] for lang in LANGUAGES]
    assert not [word for word in PLANTED for text in said if word in text]


@pytest.mark.parametrize("name", EXPORTS)
@CASES
@given(data=st.data())
def test_bytes(name, data, tmp_path):
    changed = bytearray(EXPORTS[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(len(changed) - 1, 0)))
        what = data.draw(st.sampled_from(["flip", "insert", "delete", "cut", "repeat"]))
        if what == "flip" and changed:
            changed[at] = data.draw(st.one_of(st.integers(0, 255), st.sampled_from(b'",;\t\r\n\0')))
        elif what == "insert":
            changed[at:at] = data.draw(st.binary(min_size=1, max_size=6))
        elif what == "delete":
            del changed[at:at + data.draw(st.integers(1, 40))]
        elif what == "cut":
            del changed[at:]
        elif what == "repeat":
            changed[at:at] = changed[at:at + data.draw(st.integers(1, 300))]
    _check(bytes(changed), tmp_path / "export.csv")


@pytest.mark.parametrize("name", TABLES_OF_TEXT)
@CASES
@given(data=st.data())
def test_rows_and_columns(name, data, tmp_path):
    rows = [line.split(b"\t" if b"\t" in line else b",") for line in EXPORTS[name].splitlines()]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(rows) - 1))
        what = data.draw(st.sampled_from(["drop row", "swap rows", "repeat row", "drop column", "shuffle columns", "blank", "cell"]))
        if what == "drop row" and len(rows) > 1:
            del rows[at]
        elif what == "swap rows":
            other = data.draw(st.integers(0, len(rows) - 1))
            rows[at], rows[other] = rows[other], rows[at]
        elif what == "repeat row":
            rows.insert(at, list(rows[at]))
        elif what == "blank":
            rows.insert(at, [b""] * data.draw(st.integers(0, 5)))
        elif what == "drop column":
            column = data.draw(st.integers(0, len(rows[0])))
            rows = [row[:column] + row[column + 1:] for row in rows]
        elif what == "shuffle columns" and rows[0]:
            order = data.draw(st.permutations(range(len(rows[0]))))
            rows = [[row[i] for i in order] if len(row) == len(order) else row for row in rows]
        elif what == "cell" and rows[at]:
            cell = data.draw(st.integers(0, len(rows[at]) - 1))
            rows[at][cell] = data.draw(st.sampled_from([b"", b"-", b"Total", b"1e400", b"99999999999999999999", b"=1+1", b"31/31/2026",
                                                        b"0000-00-00", b"nan", b"inf", b"\xff\xfe", b"<script>", b"2.02606E+27"]))
    delimiter = data.draw(st.sampled_from([b",", b"\t", b";"]))
    end = data.draw(st.sampled_from([b"\n", b"\r\n", b"\r"]))
    _check(end.join(delimiter.join(row) for row in rows) + data.draw(st.sampled_from([end, b""])), tmp_path / "export.csv")
