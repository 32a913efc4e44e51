"""The cells that a report declares, and no others, of the rows that are whole; every other row under its reason."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from operator import itemgetter

import numpy as np
import pandas as pd

from shopkit.readers import cells
from shopkit.readers.ledger import Entry
from shopkit.readers.report import Found
from shopkit.readers.text import Block, is_blank
from shopkit.readers.totals import TOTAL, total_among

# one cell under or between the data that is a sentence about it
_REMARK = re.compile(r"[^\S\n]*(?:#|-{3,}|\*|\d{1,2}[.、．]\s*[^\d\s]|[(（]?(?:注|说明|备注|提示|共\s?\d|\d*\s*record\(s\)|seller id\b|统计|导出|以上|note\b|generated\b|report\b))", re.IGNORECASE)
VALUES = ("money", "time", "count", "people", "number")


def collect(found: Found, entry: Entry, progress=lambda share: None) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
    """The texts of the rows that can be read on, and those of totals rows, both indexed by row number; and the remarks.

    What is set aside here goes into `entry`. progress: told which share of the sheet has been looked at.
    """
    taker = _Taker(found)
    with _without_collector():
        for block in found.sheet.blocks(found.header):
            columns = taker.plain(block) if isinstance(block, Block) else None
            if columns:
                taker.take_all(block.number, columns)
            else:
                for number, row, whole, _ in block.each() if isinstance(block, Block) else block:
                    if not is_blank(row):
                        taker.take(number, row, whole)
            progress(found.sheet.share)
    return taker.finish(entry)


@contextmanager
def _without_collector():
    """Rows are lists by the million, none of which is in a circle: looking for circles takes time and finds none."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


class _Taker:
    """What has been taken from the rows so far."""

    def __init__(self, found: Found):
        self.found, self.header = found, found.header.cells
        self.fields = [f for f in found.reader.fields if f.name in found.places]
        self.places = [found.places[f.name] for f in self.fields]
        self.width = len(self.header)
        self.least = max(i for i, cell in enumerate(self.header) if cell.strip()) + 1
        ends_after = found.places.get(found.reader.ends_after)
        # rows of some reports end where they have nothing more to say
        self.shortest = self.least if ends_after is None else ends_after + 1
        self.short: int | None = None
        self.keys = sorted({found.places[f.name] for f in self.fields if f.kind in ("id", "time", "period") or f.name in found.reader.levels})
        self.date = next((found.places[f.name] for f in self.fields if f.kind in ("time", "period")), 0)
        # a row without one of these is looked at by itself
        self.filled = sorted({found.places[f.name] for f in self.fields if f.filled})
        self.pick = itemgetter(*self.places, 0)
        # rows that were taken one by one, with their numbers, and pieces of the table: row numbers, and the cells of each column
        self.rows: list[tuple[str, ...]] = []
        self.pieces: list[tuple[np.ndarray, list[np.ndarray]]] = []
        self.wanted = sorted({0, *self.places, *self.keys, *self.filled})
        self.numbers: list[int] = []
        self.aside: dict[str, list[int]] = {}
        self.sums: dict[int, tuple[str, ...]] = {}
        self.describes = found.reader.described
        self.remarks: list[str] = []

    def plain(self, block: Block) -> dict[int, np.ndarray] | None:
        """The columns of rows of which none asks for a closer look: no totals, remarks, headers, blanks or broken rows; else None."""
        if self.describes or self.found.sheet.lossy or not self.filled:
            return None
        columns = block.columns(self.wanted, self.width)
        if columns is None:
            return None
        # each text once: columns repeat their texts
        texts = {at: set(columns[at]) for at in {0, *self.keys, *self.filled}}
        if any("" in texts[at] or any(map(str.isspace, texts[at])) for at in self.filled):
            return None
        if self.header[0] in texts[0] or any(total_among(texts[at]) for at in {0, *self.keys}):
            return None
        # a remark has one cell; in a table with only one that must be filled each row is looked at for it
        return None if self.filled == [0] and any(map(self._is_remark, block.rows)) else columns

    def take_all(self, number: int, columns: dict[int, np.ndarray]) -> None:
        self.short = None
        self._close_rows()
        self.pieces.append((np.arange(number, number + len(columns[0])), [columns[at] for at in self.places]))

    def _close_rows(self) -> None:
        """The rows that were taken one by one, as a piece."""
        if self.rows:
            self.pieces.append((np.array(self.numbers), [np.array(column, dtype=object) for column in zip(*self.rows, strict=True)]))
            self.rows, self.numbers = [], []

    def take(self, number: int, row: list[str], whole: bool) -> None:
        if self._is_total(row):
            self.aside.setdefault("totals_row", []).append(number)
            partial = self.found.reader.partial_totals
            if not (partial and re.match(partial, row[0], re.IGNORECASE)):
                self.sums[number] = self.pick((row + [""] * self.width)[:self.width])[:-1]
            return
        if len(row) > self.width and not any(cell.strip() for cell in row[self.width:]):
            row = row[:self.width]
        if code := self._reason(row, whole):
            self.aside.setdefault(code, []).append(number)
            if code == "remark":
                self.remarks.append(row[0])
        else:
            self.short = number if len(row) < self.least else None
            self.numbers.append(number)
            self.rows.append(self.pick(row + [""] * (self.width - len(row)))[:-1])
        self.describes = False

    def _reason(self, row, whole) -> str | None:
        """Why a row cannot be read on, if it cannot."""
        if self._is_remark(row):
            return "remark"
        if not whole or not self.shortest <= len(row) <= self.width:
            return "broken_row"
        if row == self.header:
            return "repeated_header"
        cut = self.pick(row + [""] * (self.width - len(row)))
        values = (cell for cell, f in zip(cut, self.fields, strict=False) if f.kind in VALUES)
        if self.describes and not any(c.isdigit() for cell in values for c in cell):
            return "description_row"
        if self.found.sheet.lossy and any("\ufffd" in cell for cell in cut):
            return "unreadable_characters"
        return None

    def _is_remark(self, row) -> bool:
        """A sentence under the data: one cell that reads like one, in a table of several columns."""
        return self.width > 3 and bool(row) and bool(_REMARK.match(row[0])) and not any(cell.strip() for cell in row[1:])

    def _is_total(self, row) -> bool:
        if any(key < len(row) and TOTAL.match(row[key]) for key in self.keys) or any(TOTAL.match(cell) for cell in row[self.width:]):
            return True
        if not row or not TOTAL.match(row[0]):
            return False
        return self.date >= len(row) or row[self.date].strip().casefold() in cells.MISSING or bool(TOTAL.match(row[self.date]))

    def finish(self, entry: Entry) -> tuple[pd.DataFrame, pd.DataFrame, list[str]]:
        names = [f.name for f in self.fields]
        self._close_rows()
        index = pd.Index(np.concatenate([np.array([], dtype="int64"), *(numbers for numbers, _ in self.pieces)]))
        columns: dict[str, pd.Series] = {}
        for place, name in enumerate(names):
            # no column is held twice
            parts = [np.array([], dtype=object)]
            for _, piece in self.pieces:
                parts.append(piece[place])
                piece[place] = None
            columns[name] = pd.Series(np.concatenate(parts), index=index, dtype="str")
        texts = pd.DataFrame(columns, index=index, columns=names, copy=False)
        reader = self.found.reader
        if reader.totals and len(texts):
            more = reader.totals(texts).fillna(False).astype(bool)
            self.aside.setdefault("totals_row", []).extend(texts.index[more])
            self.sums |= {number: tuple(row) for number, row in zip(texts.index[more], texts[more].itertuples(index=False), strict=True)}
            texts = texts[~more]
        last = next((f for f in self.fields if self.found.places[f.name] == self.width - 1), None)
        if last and last.kind == "time" and len(texts) > 1 and self.found.sheet.unterminated():
            shapes = texts[last.name].str.replace(r"\d", "9", regex=True)
            # the file ends inside its last cell: a date cut short may still read as another date
            if shapes.iloc[-1] not in set(shapes.iloc[:-1]):
                self.aside.setdefault("broken_row", []).append(texts.index[-1])
                texts = texts.iloc[:-1]
        elif self.short is not None and len(texts) and self.short == texts.index[-1] and self.found.sheet.unterminated():
            # rows may end early, but a file that ends in one may have been cut there
            self.aside.setdefault("broken_row", []).append(self.short)
            texts = texts.iloc[:-1]
        for code, rows in self.aside.items():
            entry.set_aside(code, rows)
        return texts, pd.DataFrame(self.sums.values(), columns=names, index=list(self.sums), dtype="str"), self.remarks
