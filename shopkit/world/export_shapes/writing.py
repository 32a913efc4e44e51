"""How platforms write their cells and files."""

from __future__ import annotations

import csv
import io
import math
from pathlib import Path

from shopkit.labels import Label, UserError

MISSING = "-"
# xlwt keeps the author's name and no time, so that the same cells give the same bytes
_AUTHOR = "Java Excel API v2.6.12"


def undefined(value) -> bool:
    """None, NaN and pandas' NA."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True  # NA will not say whether it equals itself


def divided(part, of):
    """part ÷ of; None where that is undefined."""
    return None if undefined(part) or undefined(of) or of <= 0 else part / of


def count(value) -> str:
    """1234 → "1,234"."""
    return MISSING if undefined(value) else f"{round(value):,}"


def money(value) -> str:
    """1234.5 → "1,234.50"."""
    return MISSING if undefined(value) or math.isinf(value) else f"{value:,.2f}"


def percent(value) -> str:
    """0.1234 → "12.34%"."""
    return MISSING if undefined(value) or math.isinf(value) else f"{value:.2%}"


def plain(value, digits: int = 2) -> str:
    """A number without thousands marks; "" where nothing is known."""
    return "" if undefined(value) or math.isinf(value) else f"{value:.{digits}f}"


def moment(value, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """A time; "" where there is none."""
    return "" if undefined(value) else f"{value:{form}}"


def text(value) -> str:
    """A text; "" where there is none."""
    return "" if undefined(value) else str(value)


def excel_id(value) -> str:
    """An id as ="…", so that Excel keeps its digits."""
    return "" if undefined(value) else f'="{value}"'


def write_csv(path: Path, rows, encoding: str, line_end: str = "\r\n") -> Path:
    """Rows of texts as csv. What the encoding does not have becomes "?", as the platforms write it."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=line_end).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding, errors="replace"))
    return path


def write_xls(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """Sheets of rows of texts as a BIFF workbook; every cell is a string, even one that looks like a formula."""
    try:
        import xlwt
    except ImportError as error:
        raise UserError(
            Label("Writing .xls workbooks needs the package xlwt, which only development needs: pip install xlwt",
                  "写 .xls 工作簿需要 xlwt 包（只有开发时才用）：pip install xlwt"),
            code="missing_package",
        ) from error
    book = xlwt.Workbook(encoding="utf-8")
    book.owner = _AUTHOR
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if cell != "":
                    sheet.write(r, c, cell)
    book.save(str(path))
    return path
