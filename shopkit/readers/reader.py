"""A Reader as declared columns: recognise a report by its header, read its rows, account for every one of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.readers import cells, files
from shopkit.readers.dates import Moments
from shopkit.readers.files import problem
from shopkit.readers.ledger import Entry, Ignored, Note
from shopkit.readers.text import Row
from shopkit.schema import conform

_BAD = {"time": "unreadable_date", "money": "unreadable_amount", "count": "unreadable_number", "id": "missing_id",
        "person": "missing_id", "text": "unknown_value"}
_TOTAL = re.compile(r"\s*(?:(?:grand\s+)?totals?\s*(?:[:：].*)?$|合计|总计|汇总|小计)", re.IGNORECASE)


@dataclass(frozen=True)
class Field:
    """One column of a report.

    name: what the reader calls it. kind: id, person, time, money, count or text. seen: the names that platforms give
    it, of which the first in the header counts. must: without it the report is not this one. filled: a row without
    a value is set aside. values: what the platform writes → what we write; anything else sets the row aside.
    """

    name: str
    kind: str
    seen: tuple[str, ...]
    must: bool = False
    filled: bool = False
    values: dict[str, str] = field(default_factory=dict)


def column(name: str, kind: str, *seen: str, must: bool = False, filled: bool = False, values=None) -> Field:
    return Field(name, kind, tuple(map(cells.normal, seen)), must, filled, values or {})


@dataclass(frozen=True)
class Reader:
    """One report of one platform: its columns, and how its rows become canonical tables.

    build: Rows → (tables, currency or None); the index of the table `main` are the file's row numbers. personal:
    names of columns that say who somebody is; never read. encodings: in the order in which they are tried.
    utc_offset: hours of the shop's clock, where the report has seconds since 1970. instead: for a report that is
    known but not read, the sentence that says which one to give.
    """

    platform: str
    report: str
    title: Label
    fields: tuple[Field, ...]
    main: str = ""
    build: Callable[[Rows], tuple[dict[str, pd.DataFrame], str | None]] | None = None
    personal: tuple[str, ...] = ()
    encodings: tuple[str, ...] = files.ENCODINGS
    utc_offset: int | None = None
    instead: Label | None = None


@dataclass(frozen=True)
class Found:
    """A report recognised in a sheet: the reader, the header, where its fields stand, which columns are personal."""

    reader: Reader
    sheet: object
    header: Row
    places: dict[str, int]
    personal: tuple[str, ...]


@dataclass
class Part:
    """What one sheet gave: its ledger entry, its tables, the currency it names, the personal columns left out."""

    entry: Entry
    main: str
    tables: dict[str, pd.DataFrame]
    currency: str | None
    personal: tuple[str, ...]


class Rows:
    """The rows of a report while it is read: clean columns by field name, indexed by row number, and their ledger."""

    def __init__(self, frame: pd.DataFrame, entry: Entry, by_the_hour=()):
        self.frame, self.entry, self.by_the_hour = frame, entry, tuple(by_the_hour)

    def __getitem__(self, name: str) -> pd.Series:
        return self.frame[name]

    def __contains__(self, name: str) -> bool:
        return name in self.frame.columns

    def set_aside(self, mask: pd.Series, code: str) -> None:
        """Take the rows of `mask` out, counted under `code`."""
        mask = mask.fillna(False).astype(bool)
        self.entry.set_aside(code, self.frame.index[mask])
        self.frame = self.frame[~mask]

    def note(self, code: str, label: Label, mask: pd.Series | None = None) -> None:
        """Say something about the file, or about the rows of `mask`, which stay."""
        numbers = () if mask is None else tuple(map(int, self.frame.index[mask.fillna(False).astype(bool)]))
        self.entry.notes.append(Note(code, label, numbers))


def read_file(path: Path, readers, dates: str | None = None) -> tuple[list[Part], list[Ignored]]:
    """Every report that a file holds, and its sheets that hold none. Raises UserError if it holds none at all."""
    parts, others = [], []
    for ways in files.sheets(path):
        try:
            found = identify(path, ways, readers)
        except UserError as error:
            others.append((getattr(ways[0], "section", ""), error))
        else:
            parts.append(read(path, found, dates))
    if not parts:
        # of several sheets that cannot be used, the first that is more than unknown speaks for the file
        raise next((e for _, e in others if e.code != "unknown_table"), _unknown(path, readers))
    return parts, [Ignored(f"{path.name} · {section}", error.code, error.label) for section, error in others]


def identify(path: Path, ways, readers) -> Found:
    """The report in a sheet, by the names in its first rows, never by the file's name. Raises UserError if none fits."""
    near: tuple[int, Reader, list[str]] | None = None
    for way in ways:
        head = way.head(files.HEAD_LINES)
        if not head:
            continue
        if max(len(row.cells) for row in head) > files.MAX_COLUMNS:
            raise problem("too_large", f"{path.name}: a row has more than {files.MAX_COLUMNS:,} columns; that is no report of a shop.",
                          f"{path.name}：有一行超过 {files.MAX_COLUMNS:,} 列，这不是店铺的报表。")
        matches = [m for row in head if row.whole for r in readers if way.encoding in ("", *r.encodings) for m in [_match(r, row)]]
        best = max(matches, key=lambda m: (not m[2], m[0]), default=None)
        if best and not best[2] and way.decodes():
            _refuse_rows_above(path, head, best[3])
            return _found(path, way, *best)
        if best and best[2] and (near is None or best[0] > near[0]):
            near = best[0], best[1], best[2]
    if near and near[0] >= 3 and near[0] > len(near[2]):
        reader, lacking = near[1], ", ".join(near[2])
        raise problem(
            "missing_columns", f"{path.name}: this looks like {reader.title.en}, but it lacks the column {lacking}. Export it again with all columns.",
            f"{path.name}：看起来是{reader.title.zh}，但缺少列 {lacking}。请勾选全部列重新导出。")
    raise _unknown(path, readers)


def _match(reader: Reader, row: Row):
    """How many of a reader's columns a row names, and which of those it must name are not there."""
    names = {cells.normal(cell) for cell in row.cells} - {""}
    there = [f for f in reader.fields if names.intersection(f.seen)]
    lacking = [f.seen[0] for f in reader.fields if f.must and f not in there]
    return len(there), reader, lacking, row


def _refuse_rows_above(path: Path, head: list[Row], header: Row) -> None:
    """Titles and notes above a header are passed over; rows of data there are not, for they would be lost unseen."""
    full = max(3, sum(bool(cell.strip()) for cell in header.cells) / 2)
    above = [row.number for row in head if row.number < header.number and sum(bool(c.strip()) for c in row.cells) >= full]
    if above:
        raise problem(
            "rows_above_header", f"{path.name}: rows of data stand above the header (first in row {above[0]}, header in row {header.number}). "
            f"A spreadsheet has probably sorted it in: export the file again.",
            f"{path.name}：表头上方还有数据（最早在第 {above[0]} 行，表头在第 {header.number} 行），多半是电子表格排序时混进去的，请重新导出。")


def _found(path, way, score, reader, lacking, header) -> Found:
    if reader.instead:
        raise UserError(Label(*(f"{path.name}{colon}{getattr(reader.instead, lang)}" for lang, colon in (("en", ": "), ("zh", "：")))),
                        code="not_read_yet")
    names = [cells.normal(cell) for cell in header.cells]
    places = {}
    for f in reader.fields:
        name = next((name for name in f.seen if name in names), None)
        if name is None:
            continue
        if names.count(name) > 1:
            raise problem("column_twice", f"{path.name}: the column '{name}' stands twice in the header; which one counts cannot be told.",
                          f"{path.name}：表头里有两个“{name}”列，分不清以哪个为准。")
        places[f.name] = names.index(name)
    personal = {cells.normal(name) for name in reader.personal} | {n for f in reader.fields if f.kind == "person" for n in f.seen}
    left_out = tuple(cell.strip() for cell, name in zip(header.cells, names, strict=True) if name in personal)
    return Found(reader, way, header, places, left_out)


def read(path: Path, found: Found, dates: str | None = None) -> Part:
    """The tables of a recognised report, with every row accounted for. Raises UserError where none can be used."""
    reader = found.reader
    entry = Entry(path.name, found.sheet.section, reader.platform, reader.report, reader.title)
    entry.rows_read = found.sheet.count(found.header)
    if not entry.rows_read:
        raise problem("no_rows", f"{entry.place}: {reader.title.en} with a header and no rows. Choose another period and export again.",
                      f"{entry.place}：{reader.title.zh}，只有表头、没有数据。请换个时间段重新导出。")
    texts = _collect(found, entry)
    rows = _clean(texts, found, entry, dates)
    tables, currency = reader.build(rows) if len(rows.frame) else ({}, None)
    entry.rows_kept = len(tables.get(reader.main, ()))
    entry.check()
    if not entry.rows_kept:
        reasons = [reason.sentence() for reason in entry.reasons]
        raise problem("nothing_kept", f"{entry.place}: none of its rows can be used. {' '.join(r.en for r in reasons)}",
                      f"{entry.place}：没有一行能用。{''.join(r.zh for r in reasons)}")
    if found.sheet.lossy or found.sheet.encoding not in ("", "utf-8-sig", *reader.encodings[:1]):
        name = found.sheet.encoding.upper().removesuffix("-SIG")
        rows.note("encoding", Label(f"The file is not UTF-8; it was read as {name}.", f"文件不是 UTF-8 编码，按 {name} 读取。"))
    tables = {name: conform(name, table) for name, table in tables.items() if len(table)}
    entry.tables = tuple(tables)
    return Part(entry, reader.main, tables, currency, found.personal)


def _collect(found: Found, entry: Entry) -> pd.DataFrame:
    """The texts of the declared columns, and no others, of the rows that are whole."""
    header, places = found.header.cells, found.places
    width = len(header)
    least = max(i for i, cell in enumerate(header) if cell.strip()) + 1
    fields = [f for f in found.reader.fields if f.name in places]
    keys = [places[f.name] for f in fields if f.kind in ("id", "time")]
    date = next((places[f.name] for f in fields if f.kind == "time"), 0)
    pick = itemgetter(*(places[f.name] for f in fields), 0)
    numbers, picked, aside = [], [], {}
    for number, row, whole, _ in found.sheet.rows(found.header):
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            row = row[:width]
        if _is_total(row, keys, date):
            aside.setdefault("totals_row", []).append(number)
        elif not whole or not least <= len(row) <= width:
            aside.setdefault("broken_row", []).append(number)
        elif row == header:
            aside.setdefault("repeated_header", []).append(number)
        else:
            cut = pick(row + [""] * (width - len(row)))
            if found.sheet.lossy and any("\ufffd" in cell for cell in cut):
                aside.setdefault("unreadable_characters", []).append(number)
            else:
                numbers.append(number)
                picked.append(cut[:-1])
    texts = pd.DataFrame(picked, columns=[f.name for f in fields], index=numbers, dtype="str")
    last = next((f for f in fields if places[f.name] == width - 1), None)
    if last and last.kind == "time" and len(texts) > 1 and found.sheet.unterminated():
        shapes = texts[last.name].str.replace(r"\d", "9", regex=True)
        # the file ends inside its last cell: a date cut short may still read as another date
        if shapes.iloc[-1] not in set(shapes.iloc[:-1]):
            aside.setdefault("broken_row", []).append(numbers[-1])
            texts = texts.iloc[:-1]
    for code, rows in aside.items():
        entry.set_aside(code, rows)
    return texts


def _is_total(row, keys, date) -> bool:
    if any(key < len(row) and _TOTAL.match(row[key]) for key in keys):
        return True
    return bool(row and _TOTAL.match(row[0]) and (date >= len(row) or not row[date].strip()))


def _clean(texts: pd.DataFrame, found: Found, entry: Entry, dates: str | None) -> Rows:
    """Every cell in its own kind; rows with a cell that cannot be read, or that must be there and is not, set aside."""
    fields = [f for f in found.reader.fields if f.name in found.places]
    there = {f.name: cells.plain(texts[f.name]) for f in fields}
    moments = Moments({f.name: there[f.name] for f in fields if f.kind == "time"}, entry.place, dates, found.reader.utc_offset)
    clean = {}
    for f in fields:
        text = there[f.name]
        if f.kind == "time":
            clean[f.name] = moments.values[f.name]
        elif f.kind in ("money", "count"):
            number = cells.numbers(text)
            clean[f.name] = number if f.kind == "money" else number.where((number >= 0) & (number % 1 == 0))
        elif f.kind in ("id", "person"):
            clean[f.name] = cells.ids(text)
            _refuse_destroyed(clean[f.name], f, entry)
        else:
            clean[f.name] = text.str.casefold().map(f.values).astype("str") if f.values else text
    rows = Rows(pd.DataFrame(clean, index=texts.index), entry, moments.by_the_hour)
    for f in fields:
        unread = rows[f.name].isna()
        there_now = there[f.name].loc[rows.frame.index].notna()
        rows.set_aside(unread & (there_now | f.filled), _BAD[f.kind])
    return rows


def _refuse_destroyed(ids: pd.Series, f: Field, entry: Entry) -> None:
    lost = cells.destroyed(ids)
    if lost.any():
        row = int(ids.index[lost][0])
        raise problem(
            "ids_destroyed",
            f"{entry.place}: the column '{f.seen[0]}' holds ids that a spreadsheet has turned into numbers (first in row {row:,}); "
            f"their last digits are lost. Export again and give that file as it is, without opening it in a spreadsheet.",
            f"{entry.place}：“{f.seen[0]}”列的编号被电子表格转成了科学计数（最早在第 {row:,} 行），末尾数字已经丢失。"
            f"请重新导出，不要用电子表格打开，直接给原文件。")


def _unknown(path: Path, readers) -> UserError:
    known = [r.title for r in readers if not r.instead]
    return problem(
        "unknown_table", f"{path.name}: no known report is recognised in this table. Read so far: {'; '.join(t.en for t in known)}.",
        f"{path.name}：认不出这是哪种报表。目前能读：{'；'.join(t.zh for t in known)}。")
