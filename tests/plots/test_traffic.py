"""Charts of traffic draw their table's numbers, name what they show in both languages, and keep their labels apart."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from shopkit import plots
from shopkit.labels import LANGUAGES, UserError, set_language
from shopkit.metrics.attribution import RULES, attribution
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.mix import mix_and_rate
from shopkit.metrics.response import Curve, best_split, budget_table
from shopkit.metrics.traffic import source_table
from shopkit.schema import SOURCES
from tests.test_plots import drawn

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
NAMES = ["free_search", "search_ads", "audience_ads", "content", "platform_event", "direct"]
CROWDED = pd.DataFrame({"date": [pd.Timestamp("2026-11-01")] * 6, "source": NAMES, "visitors": [14_473, 6_976, 4_295, 4_698, 2_116, 9_037],
                        "buyers": [511, 130, 43, 74, 35, 671], "paid_amount": [67_783.0, 18_130.0, 5_884.0, 9_727.0, 4_245.0, 98_169.0],
                        "cost": [0.0, 4_767.0, 2_525.0, 0.0, 0.0, 0.0]})


def in_lang(names, lang):
    return [getattr(SOURCES[n], lang) for n in names]


@BOTH
def test_plot_sources(lang):
    set_language(lang)
    table = source_table(CROWDED, 0.27)
    ax = drawn(plots.plot_sources(table, "Title"))
    bubbles = [c for c in ax.collections if hasattr(c, "get_sizes")]
    dots = {tuple(map(float, p)) for c in bubbles for p in c.get_offsets()}
    assert dots == set(zip(table["visitors"].astype(float), table["pay_conversion"], strict=True))
    assert {t.get_text() for t in ax.texts} == set(in_lang(NAMES, lang))
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert len(legend) == 3 and ax.get_ylabel() == getattr(PAY_CONVERSION.label, lang)
    # money is area, and who loses has another colour than who earns
    areas = np.concatenate([c.get_sizes() for c in bubbles])
    assert areas.max() / areas.min() > 8 and len({tuple(c.get_facecolor()[0]) for c in bubbles}) == 3
    assert ax.get_title(loc="left") == "Title"


@BOTH
def test_names_of_bubbles_do_not_run_into_each_other(lang):
    set_language(lang)
    ax = drawn(plots.plot_sources(source_table(CROWDED, 0.27)))
    boxes = [t.get_window_extent() for t in ax.texts]
    assert not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
    inside = ax.get_window_extent()
    assert all(b.x0 >= inside.x0 - 1 and b.x1 <= inside.x1 + 1 for b in boxes)


def test_names_of_many_small_sources_do_not_run_into_each_other():
    """Old shops have a dozen sources with hardly a visitor, all in one corner."""
    few = pd.concat([CROWDED, *[CROWDED.assign(source=[f"{name} {n}" for name in NAMES], visitors=CROWDED["visitors"] // 400 + n, buyers=1, cost=0.0) for n in range(3)]])
    ax = drawn(plots.plot_sources(source_table(few, 0.27)))
    boxes = [t.get_window_extent() for t in ax.texts]
    assert len(boxes) > len(NAMES) and not [1 for a, b in combinations(boxes, 2) if a.overlaps(b)]
    # a name that stands away from its bubble has a line to it
    assert ax.get_lines()


def test_a_source_nobody_came_by_has_no_bubble():
    table = source_table(CROWDED.assign(visitors=[0, *CROWDED["visitors"][1:]], buyers=[0, *CROWDED["buyers"][1:]]), 0.27)
    assert "Free search" not in {t.get_text() for t in drawn(plots.plot_sources(table)).texts}


@BOTH
def test_plot_mix_and_rate(lang):
    set_language(lang)
    after = CROWDED.assign(visitors=[14_000, 2_000, 4_000, 4_700, 2_100, 9_000])
    table = mix_and_rate(CROWDED.drop(columns="date"), after.drop(columns="date"), "source", PAY_CONVERSION)
    ax = drawn(plots.plot_mix_and_rate(table, "source"))
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([*table["mix_part"], table["mix_part"].sum(), *table["rate_part"], table["rate_part"].sum()])
    ticks = [t.get_text() for t in ax.get_yticklabels()]
    assert ticks[:-1] == in_lang(table["source"], lang)
    assert all(t.get_text().startswith(("+", "−", "0.00")) for t in ax.texts) and len(ax.texts) == len(widths)
    low, high = ax.get_xlim()
    assert low < min(widths) and max(widths) < high and ax.yaxis_inverted()


@BOTH
def test_plot_response(lang):
    set_language(lang)
    curves = {"search_ads": Curve(4.8, 0.67, 0.64, 0.7, 20, 140, 20), "audience_ads": Curve(2.0, 0.85, 0.8, 0.9, 10, 30, 20)}
    worth, now = {"search_ads": 0.75, "audience_ads": 0.6}, {"search_ads": 60.0, "audience_ads": 17.0}
    tables = {"now": budget_table(curves, worth, now), "best": budget_table(curves, worth, best_split(curves, worth))}
    tried = {"search_ads": pd.DataFrame({"daily_cost": [30.0, 90.0], "daily_clicks": [45.0, 97.0]})}
    ax = drawn(plots.plot_response(tables, curves, worth, tried=tried, currency="CNY"))
    points = {(round(float(x), 6), round(float(y), 6)) for line in ax.lines for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)}
    for table in tables.values():
        assert {(round(x, 6), round(y, 6)) for x, y in zip(table["daily_cost"], table["left_amount"], strict=True)} <= points
    assert {(30.0, round(0.75 * 45, 6)), (90.0, round(0.75 * 97, 6))} <= points
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend[:2] == in_lang(curves, lang) and len(legend) == 5
    assert "CNY" in ax.get_xlabel() and "CNY" in ax.get_ylabel()
    assert ax.get_xlim()[1] >= 140


@BOTH
def test_plot_attribution(lang):
    set_language(lang)
    rows = [(1, 1, "content", 5, 1), (1, 2, "direct", 5, 1), (2, 1, "search_ads", 3, 1), (2, 2, "direct", 3, 1), (3, 1, "direct", 0, 9), (4, 1, "content", 0, 9)]
    table = attribution(pd.DataFrame(rows, columns=["visitor_id", "position", "source", "purchases", "times"]).assign(journey=1))
    ax = drawn(plots.plot_attribution(table))
    # every bar is whole
    for y in range(len(RULES)):
        assert sum(b.get_width() for b in ax.patches if abs(b.get_y() + b.get_height() / 2 - y) < 0.01) == pytest.approx(1)
    shares = [b.get_width() for b in ax.patches]
    assert shares == pytest.approx([v for _, row in table.iterrows() for v in (row[list(RULES)] / 8).tolist()])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == in_lang(table["source"], lang)
    assert len(ax.get_yticklabels()) == 5


def test_a_table_that_is_no_such_result_is_told():
    for draw in (plots.plot_sources, plots.plot_attribution, lambda t: plots.plot_mix_and_rate(t, "source")):
        with pytest.raises(UserError, match="needs the column"):
            draw(pd.DataFrame({"source": ["a"]}))
