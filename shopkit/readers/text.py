"""Delimited text: lines → rows of cells with the line numbers an editor shows, and a count of rows apart from that."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

# a quotation mark that is not closed within so many lines is out of place: its line is broken, the rest is used
MULTILINE = 100
BLOCK = 1 << 20
HEAD_BYTES = 1 << 18
_LINES = 10_000
_BLANK = ' \t\r\n\v\f"\xa0\u3000\ufeff'
# a cell put behind a row, to see where it ends
_END = "\x1f"


class Row(NamedTuple):
    """One row: its number, its cells, whether its quotation marks close, and the last line it stands on."""

    number: int
    cells: list[str]
    whole: bool
    last: int


class Block:
    """Rows that follow each other, each on a line of its own: the number of the first, and their cells."""

    def __init__(self, number: int, rows: list[list[str]]):
        self.number, self.rows = number, rows

    def each(self) -> Iterator[Row]:
        return (Row(at, row, True, at) for at, row in enumerate(self.rows, self.number))

    def columns(self, places: list[int], width: int) -> dict[int, np.ndarray] | None:
        """The cells in these places, column by column; None where a row has not `width` cells."""
        if any(len(row) != width for row in self.rows):
            return None
        return {at: np.array([row[at] for row in self.rows], dtype=object) for at in places}


class LineBlock(Block):
    """The same of lines of text that are not taken apart yet."""

    def __init__(self, number: int, lines: list[str], delimiter: str):
        self.number, self.lines, self.delimiter = number, lines, delimiter
        self.text = "".join(lines)

    @cached_property
    def rows(self) -> list[list[str]]:
        return list(csv.reader(self.lines, delimiter=self.delimiter))

    def fits(self) -> bool:
        """Whether no cell is longer than the parser takes."""
        return max(map(len, self.lines)) < csv.field_size_limit()

    def columns(self, places: list[int], width: int) -> dict[int, np.ndarray] | None:
        data, end = self.text.encode(), f"{self.delimiter}{_END}\n".encode()
        # these the two parsers read in different ways
        if data.startswith(codecs.BOM_UTF8) or b"\0" in data or _END.encode() in data:
            return None
        # pandas is fast, and fills short rows up in silence: a cell more behind each row shows which had so many
        data = (data if data.endswith(b"\n") else data + b"\n").replace(b"\n", end)
        try:
            table = pd.read_csv(io.BytesIO(data), sep=self.delimiter, header=None, names=range(width + 1), usecols=[*places, width], dtype=object,
                                na_filter=False, skip_blank_lines=False, lineterminator="\n", engine="c", index_col=False)
        except pd.errors.ParserError:  # no row has so many
            return None
        if len(table) != len(self.lines) or not (table[width] == _END).all():
            return None
        return {at: table[at].to_numpy() for at in places}


class TextSheet:
    """A text file read with one encoding and one delimiter. `lossy`: bytes that do not decode become U+FFFD."""

    section = ""

    def __init__(self, path: Path, encoding: str, delimiter: str, lossy: bool = False):
        self.path, self.encoding, self.delimiter, self.lossy = path, encoding, delimiter, lossy
        # of the rows that blocks() gave: how many, counted without the parser; and which share of the file they are so far
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
            deque(islice(file, header.last), maxlen=0)
            for block in _blocks(file, self.counter, header.last):
                self.share = file.buffer.tell() / size
                yield block

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
        counter.add(LineBlock(0, self._lines[header.last + 1 - self._first:], self.delimiter))
        counter.finish()
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
    for block in _blocks(lines, RowCounter(delimiter)):
        yield from block.each() if isinstance(block, Block) else block


def _blocks(lines: Iterable[str], counter: RowCounter, number: int = 0) -> Iterator[Block | list[Row]]:
    """The rows of lines, of which the first stands after `number` others; all lines pass the counter."""
    source, waiting = iter(lines), deque()
    for some in chain(iter(lambda: list(islice(source, _LINES)), []), [[]]):
        block = LineBlock(number + 1, some, counter.delimiter)
        if counter.add(block) and not waiting and some and block.fits():
            number += len(some)
            yield block
            continue
        waiting.extend(some)
        rows = []
        # a row that does not end in its line may go on in lines that are still to come
        while waiting and (len(waiting) >= MULTILINE or not some or counter.stand_alone(waiting[0])):
            row, used = _row(waiting, counter.delimiter)
            rows.append(Row(number + 1, row.cells, row.whole, number + used))
            number += used
            for _ in range(used):
                waiting.popleft()
        yield rows
    counter.finish()


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
    """Counts the rows of lines by their quotation marks alone and not with the parser; no blank ones."""

    def __init__(self, delimiter: str):
        self.delimiter, self.rows, self._waiting = delimiter, 0, deque()
        d = re.escape(delimiter)
        inside = '(?:[^"]|"")*+'
        cell = rf'(?:"{inside}"|[^"{d}\n][^{d}\n]*+|)'
        # lines that are rows: from one quotation mark to the next, each opens a cell that closes, or stands within a cell without
        self._alone = re.compile(rf'(?:[^"]*+(?:(?:(?<={d})|(?<!.))"(?:[^"\n]++|"")*+"(?=[{d}\n]|\Z)|(?<=[^{d}\n])"[^{d}\n]*+))*+[^"]*+\Z')
        self._opens = re.compile(rf'(?:{cell}{d})*+"{inside}\Z')
        self._closes = re.compile(rf'{inside}"(?:{d}{cell})*+\n?\Z')
        self._closes_and_opens = re.compile(rf'{inside}"{d}(?:{cell}{d})*+"{inside}\Z')
        self._still = re.compile(rf"{inside}\Z")
        self._blank = _BLANK + delimiter

    def stand_alone(self, lines: str) -> bool:
        """Whether each of these lines is a row for itself: its quotation marks close, with no need to look at what follows."""
        return '"' not in lines or bool(self._alone.match(lines))

    def add(self, block: LineBlock) -> bool:
        """The next lines; whether each of them is a row for itself."""
        if not self._waiting and self.stand_alone(block.text):
            self.rows += sum(bool(line.strip(self._blank)) for line in block.lines)
            return True
        self._waiting.extend(block.lines)
        self._count(MULTILINE)
        return False

    def finish(self) -> None:
        """No lines follow."""
        self._count(1)

    def _count(self, ahead: int) -> None:
        waiting = self._waiting
        while waiting and ((alone := self.stand_alone(waiting[0])) or len(waiting) >= ahead):
            used = 1 if alone else self._span(waiting)
            self.rows += any(line.strip(self._blank) for line in islice(waiting, used))
            for _ in range(used):
                waiting.popleft()

    def _span(self, waiting) -> int:
        """How many lines the row that begins at the first waiting line takes."""
        if not self._opens.match(waiting[0]):
            return 1
        for number, line in enumerate(islice(waiting, 1, MULTILINE), 2):
            if self._closes.match(line):
                return number
            if not self._still.match(line) and not self._closes_and_opens.match(line):
                return 1
        return 1
