"""Each idea of the curriculum is taught in a cell and practised by an exercise or a panel."""

import pytest

from shopkit.publish import ideas
from shopkit.publish.source import sources


@pytest.mark.parametrize("lesson", [lesson for lesson in sources() if lesson in ideas.IDEAS])
def test_every_idea_is_taught_and_practised(lesson):
    wanted = ideas.ideas_of(lesson)
    where, how = ideas.taught(lesson), ideas.practised(lesson)
    assert [i for i in wanted if i not in where] == [], "no cell teaches it"
    assert [i for i in wanted if i not in how] == [], "nothing practises it"
    assert all(s["en"] and s["zh"] for sections in where.values() for s in sections)
    letter = ideas.IDEAS[lesson][0]
    unknown = [i for i in {**where, **how} if i.startswith(letter) and i not in wanted]
    assert unknown == []


def test_only_the_lesson_on_your_own_files_has_no_ideas_of_its_own():
    assert [lesson for lesson in sources() if lesson not in ideas.IDEAS] == ["12"]
    assert ideas.ideas_of("12") == [] and ideas.taught("12") == {} == ideas.practised("12")


def test_the_page_is_as_the_sources_say():
    assert ideas.TARGET.read_text(encoding="utf-8") == ideas.table(), "run python -m shopkit.publish --ideas"
