"""The parser and the counter of rows know nothing of each other and always agree."""

import io

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.readers.text import _BLANK, MULTILINE, RowCounter, _rows


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
