"""The market around lesson 05's shop, drawn again and again from one plan: the truth of it is known."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pandas as pd

from shopkit.world import plan_of
from shopkit.world.rates import rates
from shopkit.world.rivals import draw_changes, draw_competitors
from shopkit.world.words import Words


@cache
def plan():
    return plan_of("lesson_05")


@cache
def _levers():
    return rates(plan())


@cache
def _words():
    return Words(plan())


@cache
def competitors(seed: int) -> pd.DataFrame:
    """The competitors table of a market of its own; the levers are the plan's, the chance is the seed's."""
    return draw_competitors(replace(plan(), seed=seed), _levers(), _words())


@cache
def changes() -> pd.DataFrame:
    return draw_changes(plan(), _words())


def names() -> list[str]:
    """The rivals' names in the language of the tables, in the plan's order."""
    return [_words().text(r.name) for r in plan().rivals]


def cause(name: str):
    return next(c for c in plan().causes if c.name == name)


def rival_of(name: str) -> str:
    """The rival at which a cause was planted."""
    english = [r.name.en for r in plan().rivals]
    return names()[english.index(cause(name).where["rival"])]


def falls_out_at() -> dict[str, float]:
    return {name: r.pay_conversion * r.spend * r.margin for name, r in zip(names(), plan().rivals, strict=True)}


def honest(seed: int) -> pd.DataFrame:
    """The market without what the rival with the faked orders shows from the week in which it begins."""
    table = competitors(seed)
    since = pd.Timestamp(cause("faked_orders").days[0]) - pd.Timedelta(days=7)
    return table[(table["rival"] != rival_of("faked_orders")) | (table["date"] < since)]
