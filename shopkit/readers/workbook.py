"""Workbooks (xlsx, xls, xlsb, ods) → sheets of text cells with the row numbers a spreadsheet shows."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.readers.text import Block, Row

# a workbook that unpacks to more than this, or whose parts shrink more than a table can, is refused unopened
MAX_UNPACKED = 2_000_000_000
MAX_RATIO = 500
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROWS = 5_000


class GridSheet:
    """One sheet of a workbook; its rows may end where they have no more cells."""

    encoding, lossy = "", False

    def __init__(self, name: str, grid: list[list]):
        self.section, self._grid = name, grid
        # of the rows given so far by blocks(): how many, counted in the sheet's own cells, and their share of the sheet
        self.counted, self.share = 0, 0.0

    def head(self, lines: int) -> list[Row]:
        """The first `lines` rows."""
        return [Row(i, _texts(row), True, i) for i, row in enumerate(self._grid[:lines], 1)]

    def blocks(self, header: Row) -> Iterator[Block]:
        """The rows after the header, blank ones included, many at a time."""
        self.counted = sum(any(str(cell).strip() for cell in row) for row in self._grid[header.last:])
        for at in range(header.last, len(self._grid), _ROWS):
            self.share = min((at + _ROWS) / len(self._grid), 1.0)
            yield Block(at + 1, [_texts(row) + [""] * (len(header.cells) - len(row)) for row in self._grid[at:at + _ROWS]])

    def unterminated(self) -> bool:
        return False


def open_workbook(path: Path) -> list[GridSheet]:
    """The sheets of a workbook; raises UserError for one that is damaged, locked or too large to unpack."""
    import python_calamine

    with path.open("rb") as file:
        if file.read(8) == OLE:
            return _open_xls(path)
    _refuse_bombs(path)
    try:
        with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
            return [GridSheet(name, _grid(book.get_sheet_by_name(name))) for name in book.sheet_names]
    except python_calamine.PasswordError as error:
        raise locked(path) from error
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a damaged workbook may end in a panic of the parser, which is no Exception
        raise damaged(path) from error


def _grid(sheet) -> list[list]:
    """The cells of a sheet from its first row and column on; equal texts are kept once, for a grid of their own objects is the most memory."""
    if sheet.start is None:
        return []
    shared: dict[str, str] = {}
    once, left = shared.setdefault, [""] * sheet.start[1]
    return [[*left, *[once(cell, cell) if cell.__class__ is str else cell for cell in row]] for row in sheet.iter_rows()]


def _open_xls(path: Path) -> list[GridSheet]:
    """An .xls: read cell by cell, since a reader of whole grids believes what a damaged cell says of its place, and runs out of memory."""
    import xlrd

    try:
        with xlrd.open_workbook(path, ragged_rows=True, on_demand=True, logfile=io.StringIO()) as book:
            return [GridSheet(sheet.name, [[_xls_cell(cell, book.datemode) for cell in sheet.row(at)] for at in range(sheet.nrows)])
                    for sheet in map(book.sheet_by_index, range(book.nsheets))]
    except xlrd.XLRDError as error:
        raise (locked if "encrypted" in str(error) else damaged)(path) from error
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except Exception as error:  # damaged bytes end in whatever the parser trips over
        raise damaged(path) from error


def _xls_cell(cell, datemode):
    import xlrd

    if cell.ctype == xlrd.XL_CELL_DATE:
        return xlrd.xldate_as_datetime(cell.value, datemode)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    return "" if cell.ctype == xlrd.XL_CELL_ERROR else cell.value


def locked(path: Path) -> UserError:
    return UserError(
        Label(
            f"{path.name}: this workbook is protected by a password. Open it in Excel or WPS, take the password off, "
            f"save it and read it again.",
            f"{path.name}：这个工作簿有密码保护。请用 Excel 或 WPS 打开，去掉密码后另存，再读一次。",
        ),
        code="password",
    )


def damaged(path: Path) -> UserError:
    return UserError(
        Label(
            f"{path.name}: this workbook cannot be opened: it is damaged, cut off or another kind of document. "
            f"Download it again.",
            f"{path.name}：这个工作簿打不开：已损坏、下载不完整，或其实是别的文档。请重新下载。",
        ),
        code="broken_workbook",
    )


def _refuse_bombs(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        return
    try:
        with zipfile.ZipFile(path) as parts:
            sizes = [(part.file_size, part.compress_size) for part in parts.infolist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(path) from error
    if sum(size for size, _ in sizes) > MAX_UNPACKED or any(
        size > 50_000_000 and size > MAX_RATIO * packed for size, packed in sizes
    ):
        raise UserError(
            Label(
                f"{path.name}: this workbook would unpack to an absurd size and was not opened. Save it as csv.",
                f"{path.name}：这个工作簿解开后大得不合常理，没有打开。请另存为 csv。",
            ),
            code="too_large",
        )


def _texts(row) -> list[str]:
    return [_text(cell) for cell in row]


def _text(cell) -> str:
    """A cell as the text it would have in a csv: dates in ISO order, whole numbers without a point."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, float):
        # beyond 15 digits a spreadsheet has lost the rest: shown so that an id among them is refused
        return f"{cell:.0f}" if cell.is_integer() and abs(cell) < 1e15 else f"{cell:.15G}"
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return str(cell)
