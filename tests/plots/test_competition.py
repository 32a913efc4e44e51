"""Charts of competition draw the numbers of their table, legibly, in both languages."""

from itertools import combinations

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from shopkit import plots
from shopkit.labels import LANGUAGES, Label, UserError, set_language
from shopkit.metrics.competition import concentration, market_shares
from shopkit.metrics.event_study import change_lines
from shopkit.metrics.positioning import OWN
from shopkit.metrics.price_war import Side, price_war
from shopkit.metrics.survivors import picture_prices
from tests.test_plots import drawn, texts, ticks, title_of

TITLE = Label("Who stands", "谁还站着")


@pytest.fixture(params=LANGUAGES)
def lang(request):
    set_language(request.param)
    return request.param


def clash(artists):
    boxes = [(t.get_text(), t.get_window_extent()) for t in artists if t.get_text()]
    return [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.overlaps(other)]


def colour(patch):
    return mpl.colors.to_hex(patch.get_facecolor()).upper()


def falls(**columns):
    table = pd.DataFrame({"rival": ["灯巷", OWN, "Tea Hour"], "falls_out_at": [0.5, 1.0, 2.0], "falls_out_low": [0.4, 0.8, 1.9], "falls_out_high": [0.6, 1.2, 2.1]} | columns)
    table.attrs["currency"] = "CNY"
    return table


def test_plot_survivors(lang):
    ax = drawn(plots.plot_survivors(falls(), title=TITLE))
    assert [bar.get_width() for bar in ax.patches] == [2.0, 1.0, 0.5]
    own = {"en": "Your shop", "zh": "你的店"}[lang]
    assert ticks(ax.yaxis) == ["Tea Hour", own, "灯巷"] and ax.yaxis_inverted()
    assert texts(ax) == ["¥2.00", "¥1.00", "¥0.50"] and title_of(ax) == {"en": "Who stands", "zh": "谁还站着"}[lang]
    assert [colour(bar) for bar in ax.patches] == [plots.BLUE, plots.ORANGE, plots.BLUE]
    # the ends of the intervals are drawn
    segments = [segment for collection in ax.collections for segment in collection.get_segments()]
    assert sorted((round(min(s[:, 0]), 6), round(max(s[:, 0]), 6)) for s in segments) == [(0.4, 0.6), (0.8, 1.2), (1.9, 2.1)]
    assert not clash(ax.texts) and ax.get_xlabel().endswith("(CNY)")


@pytest.mark.parametrize(("price", "standing"), [(0.3, 3), (0.5, 2), (1.5, 1), (2.6, 0)])
def test_those_who_fell_are_grey(lang, price, standing):
    ax = drawn(plots.plot_survivors(falls(), price))
    assert sum(colour(bar) != plots.GREY for bar in ax.patches) == standing
    assert any(line.get_xdata()[0] == price for line in ax.lines if len(set(line.get_xdata())) == 1)
    low, high = ax.get_xlim()
    assert low <= price <= high and f"{price:.2f}" in texts(ax)[-1]
    words = ax.texts[-1].get_window_extent()
    assert words.x1 <= ax.get_window_extent().x1 and words.x0 >= ax.get_window_extent().x0


def test_a_shop_that_loses_on_every_visitor_and_one_unknown():
    ax = drawn(plots.plot_survivors(falls(falls_out_at=[-0.5, 1.0, np.nan], falls_out_low=[np.nan] * 3, falls_out_high=[np.nan] * 3)))
    assert [bar.get_width() for bar in ax.patches] == [1.0, -0.5] and ax.get_xlim()[0] < -0.5


def test_plot_multiples(lang):
    table = pd.DataFrame({"month": ["2026-08", "2026-09"] * 2, "compared_rate": ["click_rate"] * 2 + ["pay_conversion"] * 2, "multiple": [1.1, 0.9, 1.3, np.nan],
                          "multiple_low": [1.0, 0.8, 1.1, np.nan], "multiple_high": [1.2, 1.0, 1.6, np.nan]})
    ax = drawn(plots.plot_multiples(table, title=TITLE))
    assert ticks(ax.xaxis) == ["2026-08", "2026-09"]
    labels = [t.get_text() for t in ax.get_legend().get_texts()]
    assert labels == {"en": ["Click rate", "Pay conversion"], "zh": ["点击率", "支付转化率"]}[lang]
    dots = [line.get_ydata().tolist() for line in ax.lines if line.get_marker() == "o"]
    np.testing.assert_equal(dots, [[1.1, 0.9], [1.3, np.nan]])
    # the average stands on the chart
    assert any(set(line.get_ydata()) == {1} for line in ax.lines)


def test_plot_shares(lang):
    sellers = pd.DataFrame({"month": ["2026-08"] * 3 + ["2026-09"] * 3, "rival": ["A", "B", OWN] * 2, "paid_amount": [60.0, 30.0, 10.0, 50.0, 0.0, 50.0]})
    shares = market_shares(sellers, by="month")
    ax = drawn(plots.plot_shares(shares, concentration(shares, by="month"), most=2, title=TITLE))
    lines = {line.get_label(): line.get_ydata().tolist() for line in ax.lines}
    own = {"en": "Your shop", "zh": "你的店"}[lang]
    assert lines == {"A": [0.6, 0.5], own: [0.1, 0.5], "HHI": pytest.approx([0.46, 0.5])}
    assert ax.get_ylim() == (0, 1) and all(t.endswith("%") for t in ticks(ax.yaxis))


def test_plot_picture_prices(lang):
    ads = pd.DataFrame({"campaign": ["a", "a"], "creative": ["x", "y"], "impressions": 1000, "clicks": [20, 40], "cost": [20.0, 30.0]})
    table = picture_prices(ads)
    ax = drawn(plots.plot_picture_prices(table, TITLE))
    dots, curve = ax.lines[0], ax.lines[1]
    np.testing.assert_allclose(dots.get_xdata(), table["click_rate_ratio"])
    np.testing.assert_allclose(dots.get_ydata(), table["click_price_ratio"])
    np.testing.assert_allclose(curve.get_xdata() * curve.get_ydata(), 1)
    low, high = ax.get_ylim()
    assert low <= table["click_price_ratio"].min() and high >= table["click_price_ratio"].max()


def test_plot_change(lang):
    dates = pd.date_range("2026-09-01", periods=20)
    rivals = pd.concat([pd.DataFrame({"date": dates, "rival": name, "visitors": [100.0] * 10 + [after] * 10}) for name, after in (("灯巷", 150.0), ("B", 90.0))])
    ax = drawn(plots.plot_change(change_lines(rivals, "灯巷", "2026-09-11", days=10), TITLE))
    lines = {line.get_label(): line for line in ax.lines}
    np.testing.assert_allclose(lines["灯巷"].get_ydata(), [1.0] * 10 + [1.5] * 10)
    np.testing.assert_allclose(lines[{"en": "rivals that changed nothing", "zh": "没有改动的竞店"}[lang]].get_ydata(), [1.0] * 10 + [0.9] * 10)
    marked = lines[{"en": "the change", "zh": "改动当天"}[lang]].get_xdata(orig=True)[0]
    assert pd.Timestamp(marked) == pd.Timestamp("2026-09-11")
    assert ax.get_ylim()[0] == 0 and not clash([t for t in ax.get_xticklabels()])


def test_plot_price_war(lang):
    table = price_war(Side(10, 100.0, 90.0), Side(40, 100.0, 60.0), 0.2, 0.2)
    figure = plots.plot_price_war(table, "CNY", TITLE)
    figure.canvas.draw()
    left, right = figure.axes
    assert [bar.get_width() for bar in left.patches] == pytest.approx([10, 40, *table["units_a_day"]])
    assert [bar.get_width() for bar in right.patches] == pytest.approx([100, 1600, *table["daily_contribution"]])
    # a loss is red
    assert [colour(bar) == plots.RED for bar in right.patches] == [False, False, True, False]
    assert ticks(left.yaxis) == {"en": ["You", "The rival"], "zh": ["你", "对手"]}[lang] and left.yaxis_inverted()
    assert right.get_xlabel().endswith("(CNY)")
    for ax in (left, right):
        assert not clash(ax.texts) and max(t.get_window_extent().x1 for t in ax.texts) <= ax.get_window_extent().x1


def test_plot_cuts(lang):
    table = pd.DataFrame({"rival": ["A", "灯巷"], "daily_profit_usual": [11_759.58, 811.0], "daily_profit_cut": [-5_338.78, -286.0]})
    table.attrs["currency"] = "CNY"
    ax = drawn(plots.plot_cuts(table, TITLE))
    assert [bar.get_width() for bar in ax.patches] == [11_759.58, 811.0, -5_338.78, -286.0]
    assert texts(ax) == ["¥11,759.58", "¥811.00", "-¥5,338.78", "-¥286.00"] and not clash(ax.texts)
    assert max(t.get_window_extent().x1 for t in ax.texts) <= ax.get_window_extent().x1
    assert len(ax.get_legend().get_texts()) == 2


EVERY = {
    "survivors": lambda ax: plots.plot_survivors(falls(), ax=ax),
    "cuts": lambda ax: plots.plot_cuts(pd.DataFrame({"rival": ["A"], "daily_profit_usual": [1.0], "daily_profit_cut": [-1.0]}), ax=ax),
    "pictures": lambda ax: plots.plot_picture_prices(pd.DataFrame({"click_rate_ratio": [0.9, 1.1], "click_price_ratio": [1.0, 1.0]}), ax=ax),
}


@pytest.mark.parametrize("name", EVERY)
def test_a_plot_goes_where_it_is_told(name):
    import matplotlib.pyplot as plt

    figure, (left, right) = plt.subplots(1, 2)
    assert EVERY[name](right) is right and right.has_data() and not left.has_data()


@pytest.mark.parametrize("name", ["plot_multiples", "plot_survivors", "plot_picture_prices", "plot_change", "plot_price_war", "plot_cuts"])
def test_a_column_that_is_not_there_is_named(name):
    with pytest.raises(UserError) as caught:
        getattr(plots, name)(pd.DataFrame({"rival": []}))
    assert caught.value.code == "missing_column"
