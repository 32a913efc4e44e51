"""Charts of positioning draw the numbers of their table, legibly, in both languages."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest

from shopkit import plots
from shopkit.labels import LANGUAGES, Label, UserError, set_language
from shopkit.lessons import lesson_01
from shopkit.metrics.positioning import OWN, niches, price_quality
from shopkit.metrics.reasons import buying_reasons
from tests.conftest import small_shop
from tests.test_plots import drawn, texts


@pytest.fixture(params=LANGUAGES)
def lang(request):
    set_language(request.param)
    return request.param


@pytest.fixture(scope="module")
def shop():
    return small_shop(1)


def overlapping(boxes):
    return [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.overlaps(other)]


def legend(ax):
    return [t.get_text() for t in ax.get_legend().get_texts()]


def test_plot_reasons(lang, shop):
    table = buying_reasons(shop.market_reviews, yours=["price", "looks"])
    ax = drawn(plots.plot_reasons(table, Label("Why", "为什么")))
    assert [bar.get_width() for bar in ax.patches[:len(table)]] == table["praised_share"].tolist()
    colours = [bar.get_facecolor() for bar in ax.patches[:len(table)]]
    yours = table["yours"].tolist()
    assert len({c for c, mine in zip(colours, yours, strict=True) if mine}) == 1
    # the silent ones are drawn as no reason of anybody's
    assert colours[-1] not in colours[:-1]
    assert len(texts(ax)) == len(table) and all(t.endswith("%") for t in texts(ax))
    assert ax.get_title(loc="left") == {"en": "Why", "zh": "为什么"}[lang]
    box = ax.get_legend().get_window_extent()
    assert not [t.get_text() for t in ax.texts if t.get_window_extent().overlaps(box)]
    assert box.y1 < ax.xaxis.label.get_window_extent().y1


def test_plot_reasons_of_nobodys_needs_no_legend(lang, shop):
    ax = drawn(plots.plot_reasons(buying_reasons(shop.market_reviews)))
    assert ax.get_legend() is None


def test_plot_niches(lang, shop):
    table = niches(shop.market)
    first = (table["category"].iloc[2], table["segment"].iloc[2])
    ax = drawn(plots.plot_niches(table, highlight=first))
    assert [bar.get_width() for bar in ax.patches[:len(table)]] == table["searches_per_seller"].tolist()
    marked = [t for t in texts(ax) if "↗" in t]
    assert len(marked) == (table["trend_low"] > 0).sum()
    colours = [bar.get_facecolor() for bar in ax.patches[:len(table)]]
    assert colours.count(colours[2]) == 1 and len(legend(ax)) == 1
    assert max(t.get_window_extent().x1 for t in ax.texts) <= ax.figure.bbox.x1
    assert ax.get_xlabel()
    labels = [(t.get_text(), t.get_window_extent()) for t in ax.yaxis.get_ticklabels()]
    assert not overlapping(labels)


def test_plot_price_quality(lang, shop):
    table = price_quality(shop.competitors, shop.items, shop.products, shop.reviews)
    for category, here in table.groupby("category"):
        ax = drawn(plots.plot_price_quality(here))
        rivals = here[~here["is_own"]]
        xy = np.concatenate([line.get_xydata() for line in ax.lines if line.get_marker() == "o"])
        assert sorted(map(tuple, xy)) == sorted(zip(rivals["price_index"], rivals["dsr_item"], strict=True)), category
        names = [t for t in ax.texts if t.get_text()]
        assert sorted(t.get_text() for t in names) == sorted(rivals["rival"])
        boxes = [(t.get_text(), t.get_window_extent()) for t in names]
        assert not overlapping(boxes), category
        inside = ax.get_window_extent()
        assert all(inside.x0 <= box.x0 and box.x1 <= inside.x1 for _, box in boxes), category
        assert "100" in ax.get_xlabel() and "5" in ax.get_ylabel()


def test_plot_price_quality_of_one_shop_alone(lang):
    table = pd.DataFrame({"category": ["lamps"], "rival": [OWN], "is_own": [True], "same_tier": [True], "price_index": [100.0], "dsr_item": [4.8],
                          "rating_low": [np.nan], "rating_high": [np.nan]})
    ax = drawn(plots.plot_price_quality(table))
    assert texts(ax) == []


@pytest.mark.parametrize(("gap", "meets"), [(1.0, True), (0.02, False), (0.0, False), (-0.3, False)])
def test_plot_break_even(lang, gap, meets):
    ax = drawn(plots.plot_break_even(300.0, gap, 400.0, "CNY"))
    line = next(line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_xdata()[1] > 1)
    x, y = line.get_xdata()[1], line.get_ydata()[1]
    assert y == pytest.approx(gap * x)
    # where they meet beyond all reach, no dot pretends to be there
    dots = [d for d in ax.lines if d.get_marker() == "o"]
    assert len(dots) == meets and texts(ax) == (["300"] if meets else [])
    if meets:
        assert dots[0].get_xydata().tolist() == [[300.0, 300.0]]
    assert 0 < ax.get_xlim()[1] <= 2400
    assert "CNY" in ax.get_ylabel()
    low, high = ax.get_ylim()
    assert low <= 300 <= high


def test_the_panels_picture_is_both(lang, shop):
    panel = lesson_01.panel(shop)
    figure = panel.draw(panel.what_if(**panel.start))
    figure.canvas.draw()
    left, right = figure.axes
    assert left.get_xlabel() and right.get_xlabel()
    assert left.get_window_extent().x1 < right.yaxis.label.get_window_extent().x0
    assert not left.get_legend().get_window_extent().overlaps(right.get_legend().get_window_extent())


def test_a_missing_column_is_named():
    for plot in (plots.plot_reasons, plots.plot_niches, plots.plot_price_quality):
        with pytest.raises(UserError):
            plot(pd.DataFrame({"category": []}))
