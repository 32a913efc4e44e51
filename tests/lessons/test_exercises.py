"""Every exercise of every lesson on 20 shops: the solution passes, each mistake is told by its own words."""

import inspect
import re
from dataclasses import replace

import pandas as pd
import pytest

from shopkit.exercise import Choice, Figure, judge
from shopkit.labels import LANGUAGES
from shopkit.lessons import exercises, sentences
from shopkit.publish.source import sources
from tests.conftest import SEEDS, small_shop

LESSONS = list(sources())
ALL = [(lesson, e) for lesson in LESSONS for e in exercises(lesson, None).exercises.values()]
NAMES = [f"{lesson}-{e.number}" for lesson, e in ALL]


def _scenario(lesson) -> str:
    """The shop that a lesson's own notebook opens; its exports are those of the demo."""
    named = re.search(r'^SHOP = "(.+)"$', sources()[lesson].read_text(encoding="utf-8"), re.M).group(1)
    return "demo" if named.startswith("exports/") else named


def _forms(exercise, value):
    """The same answer as different people give it."""
    if isinstance(exercise.answer, Choice):
        return [value, exercise.answer.options[value].zh, exercise.answer.options[value].en]
    forms = [value, pd.Series([value])]
    if isinstance(exercise.answer, Figure):
        digits = exercise.answer.decimals + (2 if exercise.answer.kind == "rate" else 0)
        forms += [round(value, digits), f"{value:.{digits + 1}f}"]
        if exercise.answer.kind == "rate":
            forms += [f"{value:.{exercise.answer.decimals}%}", round(value * 100, exercise.answer.decimals)]
    return forms


@pytest.mark.parametrize(("lesson", "exercise"), ALL, ids=NAMES)
def test_solutions_pass_and_mistakes_are_named(lesson, exercise):
    differs = [0] * len(exercise.mistakes)
    own_words = [0] * len(exercise.mistakes)
    for seed in SEEDS:
        shop = small_shop(seed, _scenario(lesson))
        solution, values = exercise.solution(shop), [m.value(shop) for m in exercise.mistakes]
        # judged many times below: the values are computed once a shop
        fixed = replace(exercise, solution=lambda _, v=solution: v, mistakes=tuple(
            replace(m, value=lambda _, v=v: v) for m, v in zip(exercise.mistakes, values, strict=True)))
        for form in _forms(exercise, solution):
            assert judge(fixed, shop, form).kind == "right", (seed, form)
        for i, value in enumerate(values):
            verdict = judge(fixed, shop, value)
            differs[i] += verdict.kind == "mistake"
            own_words[i] += verdict.mistake is fixed.mistakes[i]
            if verdict.kind == "right":
                assert "usual mistake" in verdict.text.en
    # a mistake that gives the right answer on many shops teaches nothing
    assert min(differs) >= 18, differs
    # two mistakes may meet on a shop, but each must have its own message somewhere
    assert min(own_words) > 0, own_words


@pytest.mark.parametrize(("lesson", "exercise"), ALL, ids=NAMES)
@pytest.mark.parametrize("answer", [None, "???", object(), [], pd.DataFrame(), float("nan")], ids=["none", "text", "object", "list", "frame", "nan"])
def test_other_answers_are_met_kindly(lesson, exercise, answer):
    verdict = judge(exercise, small_shop(1), answer)
    assert verdict.kind in ("not_tried", "wrong_type", "not_yet")
    assert verdict.text.en and verdict.text.zh


@pytest.mark.parametrize(("lesson", "exercise"), ALL, ids=NAMES)
def test_texts_are_whole_in_both_languages(lesson, exercise):
    labels = [exercise.question, exercise.because, *exercise.hints, *(m.reply for m in exercise.mistakes)]
    for label in labels:
        for lang in LANGUAGES:
            assert getattr(label, lang).strip()
        # a hint that is a line of code is the same in both
        assert any("一" <= c <= "鿿" for c in label.zh) or label.zh == label.en
    assert len({m.reply.en for m in exercise.mistakes}) == len(exercise.mistakes) >= 2
    # a hint must not be the answer itself
    assert len(set(exercise.hints)) == 3


def test_numbers_run_from_one():
    for lesson in LESSONS:
        numbers = list(exercises(lesson, None).exercises)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) >= (4 if lesson == "00" else 5)


def test_every_exercise_is_asked_in_its_lesson():
    for lesson, path in sources().items():
        text = path.read_text(encoding="utf-8")
        for number in exercises(lesson, None).exercises:
            assert f"check.ask({number})" in text, (lesson, number)


def test_every_sentence_is_said_in_its_lesson():
    from importlib import import_module

    for lesson, path in sources().items():
        text = path.read_text(encoding="utf-8")
        for key in import_module(f"shopkit.lessons.words_{lesson}").SENTENCES:
            assert f'"{key}"' in text, (lesson, key)


def test_say_fills_both_languages():
    shop = small_shop(1)
    words = sentences("03", shop)("log", shop.events)
    assert "{" not in words.label.en + words.label.zh
    assert inspect.signature(sentences).parameters
