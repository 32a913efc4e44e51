"""Charts of conversions draw the numbers of their tables, in both languages, with nothing running into anything."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from shopkit import plots
from shopkit.labels import LANGUAGES, Label, UserError, set_language
from shopkit.lessons import lesson_03 as lesson
from shopkit.metrics.conversion import against_peers, interval
from shopkit.metrics.items import judge_changes
from shopkit.metrics.presale import pre_sale_days, pre_sales
from tests.test_plots import drawn

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
TITLE = Label("What was found", "发现了什么")


def legible(ax):
    """No two tick labels of an axis overlap, the legend stands beside the chart, and the title is what was asked."""
    for axis in (ax.xaxis, ax.yaxis):
        low, high = sorted(axis.get_view_interval())
        boxes = [t.get_window_extent() for t, at in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True) if low <= at <= high and t.get_text()]
        assert not any(a.overlaps(b) for a, b in combinations(boxes, 2))
    if ax.get_legend():
        assert ax.get_legend().get_window_extent().x0 >= ax.get_window_extent().x1
    return ax.get_title(loc="left")


def dots(ax):
    """x and y of the error bars' dots, in order, and the ends of their bars."""
    told = []
    for container in ax.containers:
        line, _, (bars, *_) = container
        told += list(zip(*line.get_data(), [s for s in bars.get_segments()], strict=True))
    return told


@BOTH
def test_plot_peers(lang, demo):
    set_language(lang)
    table = against_peers(demo.shop_days)
    ax = drawn(plots.plot_peers(table, TITLE))
    assert legible(ax) == getattr(TITLE, lang)
    for (x, y, ends), row in zip(dots(ax), table.to_dict("records"), strict=True):
        assert y == row["pay_conversion"] and sorted(e[1] for e in ends) == pytest.approx([row["conversion_low"], row["conversion_high"]])
        assert ends[0][0] == x
    drawn_lines = [line.get_ydata().tolist() for line in ax.lines if len(line.get_ydata()) == len(table)]
    for name in ("peer_top_conversion", "peer_average_conversion"):
        assert table[name].tolist() in drawn_lines
    assert ax.get_ylim()[0] == 0 and [t.get_text() for t in ax.xaxis.get_ticklabels()] == table["month"].tolist()
    assert len(ax.get_legend().get_texts()) == 3 and ax.get_ylabel()
    # files without the top of the tier
    assert len(drawn(plots.plot_peers(table.drop(columns="peer_top_conversion"))).get_legend().get_texts()) == 2


@BOTH
def test_plot_landings(lang, demo):
    set_language(lang)
    table = lesson.item_landings(demo)
    ax = drawn(plots.plot_landings(table, TITLE, most=8))
    assert legible(ax) == getattr(TITLE, lang)
    rows = table.head(8)
    low, high = interval(rows["landing_buyers"].to_numpy(), rows["landed_visitors"].to_numpy())
    for (x, y, ends), rate, a, b, n in zip(dots(ax), rows["landing_conversion"], low, high, range(8), strict=True):
        assert (x, y) == (rate, n) and sorted(e[0] for e in ends) == pytest.approx([a, b])
    assert any(np.allclose(line.get_xdata(), table.attrs["conversion"]) for line in ax.lines)
    names = [t.get_text() for t in ax.yaxis.get_ticklabels()]
    assert all("\n" in n and "%" in n for n in names) and ax.yaxis_inverted()
    # nobody bought: an interval from nothing to little, and no bar below nothing
    none = rows.assign(landing_buyers=0, landing_conversion=0.0)
    assert min(e[0][0] for *_, e in dots(drawn(plots.plot_landings(none)))) >= 0


@BOTH
def test_plot_effects(lang, demo):
    set_language(lang)
    made = demo.changes
    table = judge_changes(made[made["product_id"].isin(demo.items["product_id"])], demo.items)
    ax = drawn(plots.plot_effects(table, TITLE))
    assert legible(ax) == getattr(TITLE, lang)
    found = {y: (x, sorted(e[0] for e in ends)) for x, y, ends in dots(ax)}
    for n, row in enumerate(table.to_dict("records")):
        assert found[n][0] == row["change_effect"] and found[n][1] == pytest.approx([row["effect_low"], row["effect_high"]])
    alone = next(line for line in ax.lines if line.get_marker() == "x")
    assert alone.get_xdata().tolist() == table["change_alone"].tolist()
    sure = {line.get_color() for (line, *_), s in zip(ax.containers, table["beyond_chance"], strict=True) if s}
    rest = {line.get_color() for (line, *_), s in zip(ax.containers, table["beyond_chance"], strict=True) if not s}
    assert sure == {plots.BLUE} and rest == {plots.GREY}
    assert ax.get_xlim()[0] < min(table["effect_low"].min(), 0) and ax.get_xlim()[1] > table["effect_high"].max()
    drawn(plots.plot_effects(table[:0], TITLE))


@BOTH
def test_plot_presale(lang, demo):
    set_language(lang)
    days, whole = pre_sale_days(demo.orders, demo.items), pre_sales(demo.orders, demo.items)["presale_conversion"].iloc[0]
    ax = drawn(plots.plot_presale(days, whole, TITLE))
    assert legible(ax) == getattr(TITLE, lang)
    lines = [list(line.get_ydata()) for line in ax.lines]
    assert days["pay_conversion"].tolist() in lines and days["order_conversion"].tolist() in lines and [whole, whole] in lines
    assert len(ax.patches) == (days["phase"] == "deposit").sum()
    bare = drawn(plots.plot_presale(days.drop(columns="order_conversion")))
    assert len(bare.lines) == 1


@pytest.mark.parametrize("plot", [plots.plot_peers, plots.plot_landings, plots.plot_effects, plots.plot_presale])
def test_a_table_without_its_columns_is_told(plot):
    with pytest.raises(UserError, match="needs the column"):
        plot(pd.DataFrame({"other": [1]}))
