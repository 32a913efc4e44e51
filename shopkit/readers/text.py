"""Delimited text: lines → rows of cells with the line numbers an editor shows, and a count of rows apart from that."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

# a quotation mark that is not closed within so many lines is out of place: its line is broken, the rest is used
MULTILINE = 100
BLOCK = 1 << 20
HEAD_BYTES = 1 << 18
_LINES = 5_000
_BLANK = ' \t\r\n\v\f"\xa0\u3000\ufeff'


class Row(NamedTuple):
    """One row: its number, its cells, whether its quotation marks close, and the last line it stands on."""

    number: int
    cells: list[str]
    whole: bool
    last: int


class Block(NamedTuple):
    """Rows that follow each other, each on a line of its own: the number of the first, and their cells."""

    number: int
    rows: list[list[str]]

    def each(self) -> Iterator[Row]:
        return (Row(at, row, True, at) for at, row in enumerate(self.rows, self.number))


class TextSheet:
    """A text file read with one encoding and one delimiter. `lossy`: bytes that do not decode become U+FFFD."""

    section = ""

    def __init__(self, path: Path, encoding: str, delimiter: str, lossy: bool = False):
        self.path, self.encoding, self.delimiter, self.lossy = path, encoding, delimiter, lossy
        # of the rows given so far by blocks(): how many, counted without the parser, and their share of the file
        self.counter, self.share = RowCounter(delimiter), 0.0

    @property
    def counted(self) -> int:
        return self.counter.rows

    def head(self, lines: int) -> list[Row] | None:
        """The rows of the first `lines` lines; None where the encoding does not fit."""
        with self.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        decoder = codecs.getincrementaldecoder(self.encoding)("replace" if self.lossy else "strict")
        try:
            decoded = decoder.decode(head, final=len(head) < HEAD_BYTES)
        except UnicodeError:
            return None
        return list(_rows(list(islice(io.StringIO(decoded, newline=None), lines)), self.delimiter))

    def blocks(self, header: Row) -> Iterator[Block | list[Row]]:
        """The rows after the header, blank ones included: many at a time where each is a line, else one by one.

        Raises UnicodeDecodeError where the encoding does not fit.
        """
        size, self.counter = max(self.path.stat().st_size, 1), RowCounter(self.delimiter)
        # newline=None reads \r\n, \n and \r alike, and no other character ends a line
        with open(self.path, encoding=self.encoding, errors="replace" if self.lossy else "strict", newline=None) as file:
            for block in _blocks(chain(islice(file, header.last), self.counter.passing(file)), self.delimiter):
                self.share = file.buffer.tell() / size
                if isinstance(block, Block):
                    before = max(header.last + 1 - block.number, 0)
                    yield Block(block.number + before, block.rows[before:]) if before else block
                else:
                    yield [row for row in block if row.number > header.last]

    def unterminated(self) -> bool:
        """Whether the last line has no line end: the file may have been cut there."""
        size = self.path.stat().st_size
        with self.path.open("rb") as file:
            file.seek(max(size - 4, 0))
            return not file.read().replace(b"\0", b"").endswith((b"\n", b"\r"))


class TextBlock:
    """One of several tables that stand below each other in a text file, with the line numbers of the file."""

    encoding, lossy, delimiter, share = "utf-8-sig", False, ",", 1.0

    def __init__(self, section: str, rows: list[Row], lines: list[str], first: int):
        self.section, self._rows, self._lines, self._first = section, rows, lines, first
        self.counted = 0

    def head(self, lines: int) -> list[Row]:
        return self._rows[:lines]

    def blocks(self, header: Row) -> Iterator[list[Row]]:
        counter = RowCounter(self.delimiter)
        deque(counter.passing(self._lines[header.last + 1 - self._first:]), maxlen=0)
        self.counted = counter.rows
        yield [row for row in self._rows if row.number > header.last]

    def unterminated(self) -> bool:
        return False


def blocks(path: Path) -> Iterator[TextBlock]:
    """The tables of a file that stacks them: each begins after lines that are blank or start with #, which stay above it."""
    with open(path, encoding="utf-8-sig", errors="replace", newline=None) as file:
        lines = list(file)
    starts, above, inside = [], 0, False
    for at, line in enumerate(lines):
        bare = not line.strip(_BLANK + ",") or line.startswith("#")
        if not bare and not inside:
            starts.append((above, at))
        if bare and inside:
            above = at
        inside = not bare
    for number, (above, _) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(lines)
        # what all tables share stands above the first: their days, for one
        preamble = [Row(at, [line], True, at) for at, line in enumerate(lines[:starts[0][1]], 1) if line.startswith("#")] if number else []
        rows = [row._replace(number=row.number + above, last=row.last + above) for row in _rows(lines[above:end], ",")]
        yield TextBlock(f"{above + 1}–{end}" if len(starts) > 1 else "", [*preamble, *rows], lines[above:end], above + 1)


def longest_line_fits(path: Path) -> bool:
    """Whether no line is so long that it has to be refused: every block of the file ends some line."""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            if len(block) == BLOCK and b"\n" not in block and b"\r" not in block:
                return False
    return True


def rows_of(sheet, header: Row) -> Iterator[Row]:
    """The rows of a sheet of any kind after its header, blank ones left out."""
    for block in sheet.blocks(header):
        yield from (row for row in (block.each() if isinstance(block, Block) else block) if not is_blank(row.cells))


def is_blank(cells: list[str]) -> bool:
    return not "".join(cells).strip(_BLANK)


def _rows(lines, delimiter) -> Iterator[Row]:
    """Every row, blank ones included. A line whose quotation marks do not close is a row by itself."""
    for block in _blocks(lines, delimiter):
        yield from block.each() if isinstance(block, Block) else block


def _blocks(lines, delimiter) -> Iterator[Block | list[Row]]:
    source = iter(lines)
    number = 0
    while block := list(islice(source, _LINES)):
        cells = _one_row_a_line(block, delimiter)
        if cells is not None:
            yield Block(number + 1, cells)
            number += len(block)
            continue
        waiting, rows = deque(block), []
        while waiting:
            if len(waiting) <= MULTILINE:
                waiting.extend(islice(source, _LINES))
            row, used = _row(waiting, delimiter)
            rows.append(Row(number + 1, row.cells, row.whole, number + used))
            number += used
            for _ in range(used):
                waiting.popleft()
            if len(rows) == _LINES:
                yield rows
                rows = []
        yield rows


def _one_row_a_line(block, delimiter):
    """The rows of a block of lines, if each line is a row; None if a row may span lines."""
    try:
        rows = list(csv.reader(block, delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows if len(rows) == len(block) else None


def _row(waiting, delimiter) -> tuple[Row, int]:
    """The row that begins at the first waiting line, and how many lines it takes."""
    reader = csv.reader(islice(waiting, MULTILINE), delimiter=delimiter, strict=True)
    try:
        return Row(0, next(reader), True, 0), reader.line_num
    except csv.Error:
        pass
    # a mark put behind the line shows whether its last quotation mark closes: then the mark is a cell of its own
    line, mark = waiting[0].rstrip("\n"), "\x1f"
    try:
        cells = next(csv.reader([line + delimiter + mark], delimiter=delimiter))
    except csv.Error:  # a cell above the parser's limit
        return Row(0, [], False, 0), 1
    if cells[-1] == mark:
        return Row(0, cells[:-1], True, 0), 1
    return Row(0, [*cells[:-1], cells[-1].removesuffix(delimiter + mark)], False, 0), 1


class RowCounter:
    """Counts the rows of the lines that pass through it, by their quotation marks alone and not with the parser; no blank ones."""

    def __init__(self, delimiter: str):
        self.rows = 0
        d = re.escape(delimiter)
        inside = '(?:[^"]|"")*+'
        cell = rf'(?:"{inside}"|[^"{d}\n][^{d}\n]*+|)'
        # most lines: every quotation mark opens a cell, closes it, or is doubled within it
        self._plain = re.compile(rf'(?:(?:[^"]*+(?<={d})|)"(?:[^"]++|"")*+"(?=[{d}\n]|\Z))*+[^"]*+\Z')
        self._row = re.compile(rf"{cell}(?:{d}{cell})*+\n?\Z")
        self._opens = re.compile(rf'(?:{cell}{d})*+"{inside}\Z')
        self._closes = re.compile(rf'{inside}"(?:{d}{cell})*+\n?\Z')
        self._closes_and_opens = re.compile(rf'{inside}"{d}(?:{cell}{d})*+"{inside}\Z')
        self._still = re.compile(rf"{inside}\Z")
        self._blank = _BLANK + delimiter

    def passing(self, lines: Iterable[str]) -> Iterator[str]:
        """The lines themselves, counted before they are handed on."""
        source, waiting = iter(lines), deque()
        for line in source:
            # its quotation marks close: no need to look at what follows
            if '"' not in line or self._plain.match(line) or self._row.match(line):
                self.rows += bool(line.strip(self._blank))
                yield line
                continue
            waiting.append(line)
            while waiting:
                if '"' not in waiting[0]:
                    used = 1
                else:
                    waiting.extend(islice(source, max(MULTILINE - len(waiting), 0)))
                    used = self._span(waiting)
                self.rows += any(text.strip(self._blank) for text in islice(waiting, used))
                for _ in range(used):
                    yield waiting.popleft()

    def _span(self, waiting) -> int:
        """How many lines the row that begins at the first waiting line takes."""
        if not self._opens.match(waiting[0]) or self._row.match(waiting[0]):
            return 1
        for number, line in enumerate(islice(waiting, 1, MULTILINE), 2):
            if self._closes.match(line):
                return number
            if not self._still.match(line) and not self._closes_and_opens.match(line):
                return 1
        return 1
