"""The book of metrics: each said once, whole and in both languages, within its bounds; every example runs."""

import doctest
import importlib
import math
import pkgutil

import pandas as pd
import pytest

import shopkit
from shopkit import schema
from shopkit.labels import LANGUAGES, UserError
from shopkit.lessons.lesson_00 import last_month, margins_of
from shopkit.metric import Metric, Ratio
from shopkit.metrics import book, describe
from shopkit.metrics.competition import concentration, market_shares
from shopkit.metrics.funnel import funnel
from shopkit.metrics.profit import LINES
from shopkit.metrics.traffic import rate_before_ads, source_table
from shopkit.schema import DIMENSIONS, DTYPES
from shopkit.tables import glossary
from tests.conftest import small_shop

BOOK = list(book().values())
MODULES = [m.name for m in pkgutil.walk_packages(shopkit.__path__, "shopkit.") if not m.name.endswith("__main__")]


@pytest.mark.parametrize("metric", BOOK, ids=lambda m: m.name)
def test_a_metric_is_said_whole(metric):
    assert book()[metric.name] is metric and [m.name for m in BOOK].count(metric.name) == 1
    assert metric.name == metric.name.lower() and metric.name.isidentifier()
    for label in (metric.label, metric.if_out_of_bounds):
        assert all(getattr(label, lang).strip() for lang in LANGUAGES)
        assert any("一" <= c <= "鿿" for c in label.zh) and label.en.isascii()
    assert metric.better in ("higher", "lower", "neither")
    low, high = metric.bounds
    assert low < high and not math.isnan(low + high)
    assert metric.unit in DTYPES and metric.source.strip()
    assert isinstance(metric.formula, Ratio) or metric.unit in ("money", "count")
    # the column of a table, the metric and the key of the glossary are one name that means one thing
    assert describe(metric.name).label == metric.label and describe(metric.name).kind == metric.unit
    column = schema.column(metric.name)
    assert column is None or (column.label, column.kind) == (metric.label, metric.unit)
    row = glossary(metric.name).iloc[0]
    assert row.tolist() == [metric.name, metric.label.en, metric.label.zh, metric.text.removeprefix(f"{metric.name} = ")]
    # a formula divides what is declared, and never a rate
    for name in metric.formula.columns:
        assert describe(name) is not None, f"{metric.text}: nobody declared {name!r}"
        assert describe(name).kind in ("count", "money")


def test_no_two_metrics_are_called_alike():
    for lang in LANGUAGES:
        labels = [getattr(m.label, lang) for m in BOOK]
        assert len(set(labels)) == len(labels)


def test_a_name_used_twice_is_found(monkeypatch):
    twin = Metric(**{f: getattr(BOOK[0], f) for f in Metric.__dataclass_fields__})
    monkeypatch.setattr(importlib.import_module("shopkit.metrics.summary"), "TWIN", twin, raising=False)
    with pytest.raises(ValueError, match=BOOK[0].name):
        book.__wrapped__()


def values_of(metric, shop):
    """The metric wherever the shop's tables allow it, in groups as fine as people may be counted."""
    for name in shop.tables:
        if not set(metric.formula.columns) <= set(shop.columns(name)):
            continue
        table = shop.table(name)
        for by in [[], *([d] for d in DIMENSIONS if d in table)]:
            try:
                result = metric.of(table, by=by)
            except UserError as error:
                assert error.code == "people_added"
            else:
                yield from [result] if not by else result[metric.name]
    if metric.name in ("step_conversion", "overall_conversion"):
        yield from funnel(shop.events, ["detail", "cart", "order", "pay"], by="device")[metric.name]
    if set(metric.formula.columns) <= set(LINES):
        sums = margins_of(shop, last_month(shop)).set_index("line")["line_amount"]
        yield metric.of(pd.DataFrame([sums]))
    # what no table holds, but a result does
    if metric.name == "roi":
        yield from source_table(shop.traffic, rate_before_ads(shop.orders, shop.costs, by="source"))["roi"]
    if metric.name in ("market_share", "hhi"):
        shares = market_shares(shop.competitors, by="category")
        yield from (shares if metric.name == "market_share" else concentration(shares, by="category"))[metric.name]


@pytest.mark.parametrize("metric", BOOK, ids=lambda m: m.name)
def test_values_stay_within_bounds(metric):
    for seed in range(1, 6):
        values = [v for v in values_of(metric, small_shop(seed)) if not math.isnan(v)]
        assert values, "no shop of ours computes it"
        assert all(metric.bounds[0] <= v <= metric.bounds[1] for v in values), (seed, values)


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_every_analysis_has_an_example():
    for module in ("funnel", "leaks", "profit", "summary"):
        assert doctest.testmod(importlib.import_module(f"shopkit.metrics.{module}")).attempted >= 2
