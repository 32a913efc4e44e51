"""Charts of profit draw the numbers of their tables, name the three margins and stay legible, in both languages."""

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

from shopkit import plots
from shopkit.labels import LANGUAGES, Label, UserError, set_language
from shopkit.metrics.factors import FACTORS
from shopkit.metrics.price import best_price
from shopkit.metrics.profit import ALL_LINES
from shopkit.metrics.waterfall import LEVERS, TOTALS, sensitivity, waterfall
from tests.conftest import small_shop
from tests.test_plots import drawn, overlapping, texts, ticks, title_of

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
TITLE = Label("Where it went", "钱去哪了")


def told(label, lang):
    return getattr(label, lang)


def table_of(**changed):
    lines = {"list_amount": 1000.0, "discounts": -200.0, "coupons": -10.5, "paid_amount": 789.5, "refunds": -89.5, "net_paid": 700.0, "coupon_subsidy": 0.0, "goods": -420.0,
             "gross": 280.0, "fees": -35.0, "labour": -300.0, "contribution": 245.0, "net": -55.0} | changed
    order = [line for line in ALL_LINES if line in lines]
    table = pd.DataFrame({"line": order, "line_amount": [lines[line] for line in order], "share": [lines[line] / 700 for line in order]})
    table.attrs["currency"] = "CNY"
    return table


@BOTH
def test_waterfall(lang):
    set_language(lang)
    table = table_of()
    ax = drawn(plots.plot_waterfall(table, TITLE))
    shown = [line for line in table["line"] if line != "coupon_subsidy"]
    assert ticks(ax.yaxis) == [told(ALL_LINES[line], lang) for line in shown]
    amounts = table.set_index("line")["line_amount"][shown]
    assert [bar.get_width() for bar in ax.patches] == amounts.tolist()
    # totals stand on the axis, each cost hangs where the line before ended
    end = 0.0
    for line, bar in zip(shown, ax.patches, strict=True):
        assert bar.get_x() == pytest.approx(0 if line in TOTALS else end)
        end = amounts[line] if line in TOTALS else end + amounts[line]
    said = dict(zip(shown, texts(ax), strict=True))
    for line, en, zh, rate in (("gross", "gross margin", "毛利率", "40.0%"), ("contribution", "contribution rate", "贡献利润率", "35.0%"), ("net", "profit rate", "净利润率", "-7.86%")):
        assert {"en": en, "zh": zh}[lang] in said[line] and rate in said[line]
    assert said["goods"] == "-¥420.00" and title_of(ax) == told(TITLE, lang) and "CNY" in ax.get_xlabel() and ax.yaxis_inverted()
    # a loss has another colour than a profit
    colours = {line: mpl.colors.to_hex(bar.get_facecolor()).upper() for line, bar in zip(shown, ax.patches, strict=True)}
    assert colours["net"] == plots.RED and colours["gross"] == plots.BLUE and colours["goods"] == plots.GREY


@BOTH
def test_waterfall_of_a_shop_is_legible(lang):
    set_language(lang)
    shop = small_shop(1, "lesson_02")
    ax = drawn(plots.plot_waterfall(waterfall(shop.orders, shop.costs, shop.traffic, items=shop.items)))
    assert not overlapping(ax, ax.xaxis) and not overlapping(ax, ax.yaxis)
    assert max(t.get_window_extent().x1 for t in ax.texts) <= ax.get_window_extent().x1


@BOTH
def test_sensitivity(lang):
    set_language(lang)
    found = sensitivity(table_of(), 0.1)
    ax = drawn(plots.plot_sensitivity(found, TITLE))
    assert ticks(ax.yaxis) == [told(LEVERS[lever], lang) for lever in found["lever"]]
    assert [bar.get_width() for bar in ax.patches] == found["profit_change"].tolist()
    assert texts(ax)[0].replace("\\", "") == "¥66.50" and not overlapping(ax, ax.yaxis)


@BOTH
def test_items(lang):
    set_language(lang)
    table = pd.DataFrame({"units": [3.0, 40.0, 200.0], "unit_margin": [0.5, 0.3, 0.4], "category": ["$a", "b", "b"]})
    ax = drawn(plots.plot_items(table, "units", title=TITLE, group="category", log=True))
    assert sorted(np.concatenate([line.get_xdata() for line in ax.lines])) == [3, 40, 200] and ax.get_xscale() == "log"
    assert [t.get_text().replace("\\", "") for t in ax.get_legend().get_texts()] == ["$a", "b"]
    assert all(t.endswith("%") for t in ticks(ax.yaxis)) and ax.get_ylabel() == {"en": "Margin at the usual price", "zh": "日常价毛利率"}[lang]


@BOTH
def test_price(lang):
    set_language(lang)
    table = best_price(-2.5, 80, 100, 40, 0.1, tried=(70, 90))
    ax = drawn(plots.plot_price(table, TITLE, currency="CNY"))
    lines = {line.get_label(): line for line in ax.lines if not line.get_label().startswith("_")}
    marks = {label: line.get_xdata()[0] for label, line in lines.items()}
    assert len(marks) == 2 and 80 in marks.values()
    assert any("74.07" in label for label in marks)  # 40 ÷ 0.9 × 2.5 ÷ 1.5
    band = ax.patches[0].get_extents().transformed(ax.transData.inverted())
    assert (round(band.x0), round(band.x1)) == (70, 90)
    assert "CNY" in ax.get_xlabel() and "CNY" in ax.get_ylabel()
    drawn(plots.plot_price(best_price(-2.5, 80, 100, 40)))  # nothing was tried


@BOTH
def test_factors(lang):
    set_language(lang)
    table = pd.DataFrame({"factor": list(FACTORS), "explained_share": [0.3, 0.1, 0.4, 0.05], "share_low": [0.1, 0.02, 0.2, 0.06], "share_high": [0.5, 0.2, 0.6, 0.2]})
    so = table[["factor"]].assign(explained_share=[0.35, 0.12, 0.38, 0.07]).iloc[::-1]
    ax = drawn(plots.plot_factors(table, TITLE, truth=so))
    assert [bar.get_width() for bar in ax.patches] == table["explained_share"].tolist()
    diamonds = next(line for line in ax.lines if line.get_marker() == "D")
    assert diamonds.get_xdata().tolist() == [0.35, 0.12, 0.38, 0.07]
    assert ticks(ax.yaxis) == [told(label, lang) for label in FACTORS.values()] and len(ax.get_legend().get_texts()) == 2
    assert drawn(plots.plot_factors(table)).get_legend() is None


@pytest.mark.parametrize("plot, args", [(plots.plot_waterfall, ()), (plots.plot_sensitivity, ()), (plots.plot_items, ("units",)), (plots.plot_price, ()), (plots.plot_factors, ())])
def test_a_table_of_another_kind_is_named(plot, args):
    with pytest.raises(UserError, match="needs the column"):
        plot(pd.DataFrame({"x": [1]}), *args)
