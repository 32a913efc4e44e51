"""The parser and the counter of rows know nothing of each other and always agree."""

import csv
import io
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.readers.text import _BLANK, MULTILINE, Block, LineBlock, RowCounter, _blocks, _rows


def _count(lines, delimiter):
    counter = RowCounter(delimiter)
    counter.add(LineBlock(1, lines, delimiter))
    counter.finish()
    return counter.rows


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet='a1,"\n\r; \t', max_size=80), st.sampled_from([",", ";", "\t"]))
def test_parser_and_counter_agree(text, delimiter):
    lines = list(io.StringIO(text, newline=None))
    rows = list(_rows(lines, delimiter))
    assert _count(lines, delimiter) == sum(bool("".join(r.cells).strip(_BLANK + delimiter)) for r in rows)
    # every line stands in exactly one row
    assert [r.number for r in rows] == [1, *(r.last + 1 for r in rows)][: len(rows)]
    assert not rows or rows[-1].last == len(lines)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet='a1,"\n ', max_size=120), st.integers(1, 4), st.integers(2, 5))
def test_where_lines_are_cut_into_blocks_does_not_matter(text, lines, ahead):
    whole = list(io.StringIO(text))
    counter = RowCounter(",")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("shopkit.readers.text.MULTILINE", ahead)
        expected = list(_rows(whole, ","))
        patch.setattr("shopkit.readers.text._LINES", lines)
        rows = [row for block in _blocks(whole, counter) for row in (block.each() if isinstance(block, Block) else block)]
    assert rows == expected
    assert counter.rows == sum(bool("".join(r.cells).strip(_BLANK + ",")) for r in expected)


def test_a_row_of_several_lines_does_not_keep_those_behind_it_from_being_read_many_at_a_time():
    lines = ["a,b\n"] * 15_000 + ['"c\n', 'd",e\n'] + ["f,g\n"] * 45_000
    blocks = list(_blocks(lines, counter := RowCounter(",")))
    assert sum(len(block.lines) for block in blocks if isinstance(block, LineBlock)) == 50_002
    assert counter.rows == 60_001


def test_a_line_is_a_row_where_the_parser_says_so():
    """Every line of up to seven characters, held against the parser's own strict rule."""
    counter = RowCounter(",")
    for length in range(8):
        for characters in product('a",=', repeat=length):
            line = "".join(characters) + "\n"
            try:
                closes = len(list(csv.reader([line], strict=True))) == 1
            except csv.Error:
                closes = False
            assert counter.stand_alone(line) == closes, line


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "1", 'a""b', '"x,y"', '="7"', "\ufeffé", '""', " ", '"say ""so"""', "a\0"]), min_size=2, max_size=4), min_size=1, max_size=12),
       st.sampled_from([",", ";", "\t"]))
def test_columns_are_those_of_the_rows(table, delimiter):
    path_lines = [delimiter.join(cell.replace(",", delimiter) for cell in row) + "\n" for row in table]
    sheet_blocks = list(_blocks(path_lines, RowCounter(delimiter), 1))
    rows = [row for block in sheet_blocks for row in (block.each() if isinstance(block, Block) else block)]
    assert [row.cells for row in rows] == list(csv.reader(path_lines, delimiter=delimiter)) and [row.number for row in rows] == list(range(2, len(table) + 2))
    for block in sheet_blocks:
        if isinstance(block, Block):
            width = len(block.rows[0])
            columns = block.columns([0, width - 1], width)
            # a mark of byte order, or a NUL: read row by row
            odd = isinstance(block, LineBlock) and (block.text.startswith("\ufeff") or "\0" in block.text)
            if odd or any(len(row) != width for row in block.rows):
                assert columns is None
            else:
                assert {at: cells.tolist() for at, cells in columns.items()} == {at: [row[at] for row in block.rows] for at in (0, width - 1)}


def test_columns_of_lines_that_hold_the_mark_of_their_end():
    """A row of one cell too many, whose last one looks like the mark that is put behind each row."""
    lines = ["a,b,\x1f\n", "c,d\n"]
    assert LineBlock(1, lines, ",").columns([0], 2) is None and LineBlock(1, ["a\n", "b\n"], ",").columns([0], 3) is None


def test_rows_over_several_lines_and_marks_out_of_place():
    lines = ['a,"b\n', 'c",d\n', 'e,"f\n', "g,h\n", 'i,"j ""k""",l\n', '12" pipe,m\n']
    assert [(r.number, r.cells, r.whole) for r in _rows(lines, ",")] == [
        (1, ["a", "b\nc", "d"], True),
        (3, ["e", "f"], False),
        (4, ["g", "h"], True),
        (5, ["i", 'j "k"', "l"], True),
        (6, ['12" pipe', "m"], True),
    ]
    assert _count(lines, ",") == 5


def test_a_row_whose_cells_of_several_lines_follow_each_other():
    lines = ['a,"b\n', 'c","d\n', 'e",f\n', 'g,"h\n', 'i",,"j\n', 'k"\n']
    assert [r.cells for r in _rows(lines, ",")] == [["a", "b\nc", "d\ne", "f"], ["g", "h\ni", "", "j\nk"]]
    assert _count(lines, ",") == 2


def test_a_mark_that_never_closes_is_given_up_soon():
    lines = ['a,"b\n', *["c,d\n"] * (3 * MULTILINE)]
    assert len(list(_rows(lines, ","))) == _count(lines, ",") == len(lines)
