"""The lessons' own code: exercises, sentences with figures in them, and what-if functions, three modules per lesson."""

from __future__ import annotations

from importlib import import_module

from shopkit.exercise import Words
from shopkit.labels import Label
from shopkit.panel import Questions


def exercises(lesson: str, shop) -> Questions:
    """The exercises of a lesson ("03") on a shop: `check = exercises("03", shop)`, then `check(2, answer)`."""
    return Questions(_module("exercises", lesson).EXERCISES, shop)


def sentences(lesson: str, shop):
    """The sentences of a lesson: `say("funnel", table)` gives the one called so, its figures computed from `table`."""
    known = _module("words", lesson).SENTENCES

    def say(key: str, *args, **values) -> Words:
        sentence = known[key]
        label = sentence if isinstance(sentence, Label) else sentence(*args)
        return Words(label.fill(shop.currency, **values) if values or isinstance(sentence, Label) else label)

    return say


def _module(kind: str, lesson: str):
    return import_module(f"{__name__}.{kind}_{lesson}")
