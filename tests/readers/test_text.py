"""The parser and the counter of rows know nothing of each other and always agree."""

import csv
import io
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.readers.text import _BLANK, MULTILINE, Block, RowCounter, _blocks, _rows


def _count(lines, delimiter):
    counter = RowCounter(delimiter)
    assert list(counter.passing(lines)) == lines
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


def test_a_line_is_a_row_where_the_parser_says_so():
    """Every line of up to seven characters, held against the parser's own strict rule."""
    row = RowCounter(",")._row
    for length in range(8):
        for characters in product('a",=', repeat=length):
            line = "".join(characters) + "\n"
            try:
                closes = len(list(csv.reader([line], strict=True))) == 1
            except csv.Error:
                closes = False
            assert bool(row.match(line)) == closes, line


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "1", 'a""b', '"x,y"', '="7"', "\ufeffé", '""', " ", '"say ""so"""', "a\0"]), min_size=2, max_size=4), min_size=1, max_size=12),
       st.sampled_from([",", ";", "\t"]))
def test_columns_are_those_of_the_rows(table, delimiter):
    path_lines = [delimiter.join(cell.replace(",", delimiter) for cell in row) + "\n" for row in table]
    sheet_blocks = list(_blocks((counter := RowCounter(delimiter)).passing(path_lines), delimiter, 1, counter))
    rows = [row for block in sheet_blocks for row in (block.each() if isinstance(block, Block) else block)]
    assert [row.cells for row in rows] == list(csv.reader(path_lines, delimiter=delimiter)) and [row.number for row in rows] == list(range(2, len(table) + 2))
    for block in sheet_blocks:
        if isinstance(block, Block):
            width = len(block.rows[0])
            columns = block.columns([0, width - 1], width)
            if any(len(row) != width for row in block.rows):
                assert columns is None
            else:
                assert columns == {at: [row[at] for row in block.rows] for at in (0, width - 1)}


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
