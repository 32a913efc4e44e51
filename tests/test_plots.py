"""Charts draw the numbers of their table and say what they are, in both languages, legibly; nbval sees no pictures."""

import subprocess
import sys
from itertools import combinations

import matplotlib as mpl
import matplotlib.dates as mdates
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from shopkit import plots
from shopkit.labels import LANGUAGES, Label, UserError, set_language
from shopkit.lessons.lesson_00 import nothing_changed, plot_nothing
from shopkit.metrics.funnel import funnel, leaks
from shopkit.metrics.profit import LINES, margins
from shopkit.plots.house import style
from shopkit.schema import DEVICES, STEPS
from tests.conftest import small_shop

BOTH = pytest.mark.parametrize("lang", LANGUAGES)
TITLE = Label("Where people leave", "人在哪里离开")


def word(label, lang):
    return getattr(label, lang)


def drawn(ax):
    """The axes after its figure was drawn: a missing glyph would have raised."""
    ax.figure.canvas.draw()
    return ax


def ticks(axis):
    return [t.get_text() for t in axis.get_ticklabels()]


def texts(ax):
    return [t.get_text() for t in ax.texts]


def title_of(ax):
    return ax.get_title(loc="left")


def overlapping(ax, axis):
    """Pairs of neighbouring tick labels of one axis that run into each other, within the view."""
    low, high = sorted(axis.get_view_interval())
    shown = [t for t, at in zip(axis.get_ticklabels(), axis.get_ticklocs(), strict=True) if low <= at <= high and t.get_text()]
    assert len(shown) > 1
    boxes = [(t.get_text(), t.get_window_extent()) for t in shown]
    return [(a, b) for (a, box), (b, other) in combinations(boxes, 2) if box.overlaps(other)]


def funnel_table(**columns):
    return pd.DataFrame({"step_no": [1, 2, 3], "step": ["home / search", "cart", "pay"], "visitors": [12_000, 900, 45],
                         "step_conversion": [np.nan, 0.075, 0.05]} | columns)


@BOTH
def test_plot_funnel(lang):
    set_language(lang)
    ax = drawn(plots.plot_funnel(funnel_table(), TITLE))
    assert [bar.get_width() for bar in ax.patches] == [12_000, 900, 45]
    first = f"{word(STEPS['home'], lang)} / {word(STEPS['search'], lang)}"
    assert ticks(ax.yaxis) == [first, word(STEPS["cart"], lang), word(STEPS["pay"], lang)]
    of = {"en": "{}   {} of the step before", "zh": "{}   上一步的 {}"}[lang]
    assert texts(ax) == ["12,000", of.format("900", "7.50%"), of.format("45", "5.00%")]
    assert title_of(ax) == word(TITLE, lang)
    assert ax.get_xlabel() == word(Label("Visitors", "访客数"), lang)
    # the first step stands on top
    assert ax.yaxis_inverted()


@BOTH
def test_the_words_behind_long_bars_stay_inside_the_chart(lang):
    set_language(lang)
    alike = funnel_table(visitors=[12_000, 10_200, 10_100], step_conversion=[np.nan, 0.85, 0.9902])
    money = pd.DataFrame({"from_step": "detail", "step": ["cart", "pay"], "extra_paid_amount": [9_876_543.21, 9_876_543.2]})
    money.attrs["currency"] = "CNY"
    lines = pd.DataFrame({"line": ["paid_amount", "goods", "net"], "line_amount": [9_876_543.21, -1.0, 9_876_542.21]})
    for ax in (plots.plot_funnel(alike), plots.plot_leaks(money), plots.plot_margins(lines)):
        drawn(ax)
        assert max(t.get_window_extent().x1 for t in ax.texts) <= ax.get_window_extent().x1


@BOTH
def test_plot_funnel_of_a_shop(lang):
    set_language(lang)
    table = funnel(small_shop(1).events, ["detail", "cart", "order", "pay"])
    ax = drawn(plots.plot_funnel(table))
    assert [bar.get_width() for bar in ax.patches] == table["visitors"].tolist()
    assert title_of(ax) == "" and not overlapping(ax, ax.xaxis) and not overlapping(ax, ax.yaxis)


@BOTH
def test_plot_funnel_by(lang):
    set_language(lang)
    table = funnel(small_shop(1).events, ["detail", "cart", "pay"], by="device")
    ax = drawn(plots.plot_funnel_by(table, "device", TITLE))
    lines = {line.get_label(): line for line in ax.lines}
    later = table[table["step_no"] > 1]
    assert list(lines) == [word(DEVICES[d], lang) for d in later["device"].unique()]
    for device, rows in later.groupby("device"):
        np.testing.assert_array_equal(lines[word(DEVICES[device], lang)].get_xdata(), rows["step_conversion"])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == list(lines)
    assert len({line.get_color() for line in lines.values()}) == len(lines)
    assert ticks(ax.yaxis) == [word(STEPS[s], lang) for s in ("cart", "pay")]
    assert ax.get_xlabel() == word(Label("Step conversion", "单步转化率"), lang)
    assert all(t.endswith("%") for t in ticks(ax.xaxis)) and not overlapping(ax, ax.xaxis)


@BOTH
def test_plot_leaks(lang):
    set_language(lang)
    table = leaks(funnel_table(), 80, win_back=0.5)
    table.attrs["currency"] = "USD"
    ax = drawn(plots.plot_leaks(table, TITLE))
    assert table["extra_paid_amount"].tolist() == [11_100 * 0.05 * 40, 855 * 40]
    assert [bar.get_width() for bar in ax.patches] == table["extra_paid_amount"].tolist()
    assert texts(ax) == ["$22,200.00", "$34,200.00"]
    # a leak is between two steps: which one is "lost at the cart" would be anybody's guess
    home, search, cart, pay = (word(STEPS[s], lang) for s in ("home", "search", "cart", "pay"))
    assert ticks(ax.yaxis) == [f"{home} / {search} → {cart}", f"{cart} → {pay}"]
    assert ax.get_xlabel() == word(Label("Extra paid amount (USD)", "可挽回支付金额 (USD)"), lang)


def days(count, first="2026-08-01", **columns):
    frame = pd.DataFrame({"date": pd.date_range(first, periods=count, unit="us"), "visitors": range(100, 100 + count)} | columns)
    frame.attrs["currency"] = "CNY"
    return frame


@BOTH
def test_plot_days(lang):
    set_language(lang)
    table = days(31, paid_amount=np.arange(31) * 1000.0)
    ax = drawn(plots.plot_days(table, "paid_amount", smooth=7))
    dots, mean = ax.lines
    assert dots.get_ydata().tolist() == table["paid_amount"].tolist()
    assert mdates.num2date(dots.get_xdata(orig=False)[0]).strftime("%Y-%m-%d") == "2026-08-01"
    # the mean of a day is that of the seven days that end with it: the line must not know the future
    assert np.isnan(mean.get_ydata()[:6]).all()
    np.testing.assert_allclose(mean.get_ydata()[6:], [np.mean(table["paid_amount"][i - 6 : i + 1]) for i in range(6, 31)])
    assert [t.get_text() for t in ax.get_legend().get_texts()] == {"en": ["a day", "mean of 7 days"], "zh": ["每天", "7 天平均"]}[lang]
    assert title_of(ax) == word(Label("Paid amount (later refunds included) (CNY)", "支付金额 (CNY)"), lang)
    assert ax.get_ylim()[0] == 0 and "10,000" in ticks(ax.yaxis)
    assert title_of(plots.plot_days(table, "paid_amount", TITLE)) == word(TITLE, lang)


@BOTH
def test_days_of_a_campaign_are_shaded(lang):
    set_language(lang)
    ax = drawn(plots.plot_days(days(5, campaign=[None, "11.11", "11.11", None, None]), "visitors"))
    shaded = [(patch.get_x() + patch.get_width() / 2, patch.get_width()) for patch in ax.patches]
    assert [mdates.num2date(middle).strftime("%m-%d") for middle, _ in shaded] == ["08-02", "08-03"] and {w for _, w in shaded} == {1.0}
    assert [t.get_text() for t in ax.get_legend().get_texts()].count(word(Label("campaign", "活动日"), lang)) == 1
    assert not plots.plot_days(days(5), "visitors").patches


def test_a_day_below_zero_is_not_cut_off():
    ax = plots.plot_days(days(10, net_paid_amount=[-50.0] + [10.0] * 9), "net_paid_amount")
    assert ax.get_ylim()[0] < -50


@BOTH
@pytest.mark.parametrize("count", [7, 10, 31, 61, 92, 311, 365, 800])
def test_dates_do_not_run_into_each_other(lang, count):
    set_language(lang)
    ax = drawn(plots.plot_days(days(count), "visitors"))
    assert not overlapping(ax, ax.xaxis) and not overlapping(ax, ax.yaxis)
    shown = [t for t in ticks(ax.xaxis) if t]
    assert 3 <= len(shown) <= 10 and len(set(shown)) == len(shown)
    # days are written month-day, months with their year: nothing that is read differently in two countries
    assert all(t.replace("-", "").isdigit() for t in shown)


@BOTH
def test_plot_margins(lang):
    set_language(lang)
    orders = pd.DataFrame({"paid_amount": [1000.0], "refund_amount": [100.0], "unit_cost": [40.0], "quantity": [10], "fee_amount": [50.0], "shipping_cost": [60.0]})
    costs = pd.DataFrame({"amount": [300.0, 40.0], "is_fixed": [True, False]})
    table = margins(orders, costs, pd.DataFrame({"cost": [80.0]}))
    table.attrs["currency"] = "EUR"
    ax = drawn(plots.plot_margins(table, TITLE))
    lines = [line for line in LINES if line != "gifts"]  # a cost of nothing has no bar
    assert ticks(ax.yaxis) == [word(LINES[line], lang) for line in lines]
    spans = {line: (min(b.get_x(), b.get_x() + b.get_width()), max(b.get_x(), b.get_x() + b.get_width())) for line, b in zip(lines, ax.patches, strict=True)}
    # costs fall from where the line before ended; sums stand on 0
    assert spans == {
        "paid_amount": (0, 1000), "refunds": (900, 1000), "net_paid": (0, 900), "goods": (500, 900), "gross": (0, 500), "fees": (450, 500),
        "shipping": (390, 450), "advertising": (310, 390), "variable": (270, 310), "contribution": (0, 270), "fixed": (-30, 270), "net": (-30, 0),
    }
    assert texts(ax)[0] == "€1,000.00" and texts(ax)[-1] == "-€30.00"
    # a loss is red
    assert mpl.colors.to_hex(ax.patches[-1].get_facecolor()).upper() == plots.RED
    assert ax.get_xlim()[0] <= -30 and ax.get_xlabel() == word(Label("Amount (EUR)", "金额 (EUR)"), lang)


@BOTH
def test_plot_nothing(lang):
    set_language(lang)
    table = nothing_changed(small_shop(1))
    ax = drawn(plot_nothing(table, days(62), TITLE))
    np.testing.assert_allclose([bar.get_height() for bar in ax.patches], table["difference"] * 100)
    assert ax.get_ylabel() == word(Label("percentage points", "百分点"), lang)
    assert not overlapping(ax, ax.xaxis) and not overlapping(ax, ax.yaxis)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("values", [[np.nan, 3.0], [np.nan, np.nan], [0.0, 0.0], [-5.0, -1.0], [-5.0, 3.0], []], ids=str)
def test_undefined_zero_and_negative_bars(values):
    table = pd.DataFrame({"extra_paid_amount": values}).assign(from_step="detail", step="cart")
    ax = drawn(plots.plot_leaks(table))
    assert [bar.get_width() for bar in ax.patches] == [0 if v != v else v for v in values]
    assert [t == "—" for t in texts(ax)] == [v != v for v in values]
    # two rows that are called alike, two groups of one step, stand beside each other
    assert [round(bar.get_y() + bar.get_height() / 2, 6) for bar in ax.patches] == list(range(len(values)))
    low, high = ax.get_xlim()
    assert low <= min([0, *(v for v in values if v == v)]) and high >= max([0, *(v for v in values if v == v)])


@pytest.mark.filterwarnings("error")
def test_a_funnel_that_nobody_entered():
    ax = drawn(plots.plot_funnel(funnel_table(visitors=[0, 0, 0], step_conversion=np.nan)))
    assert texts(ax) == ["0", "0", "0"]
    drawn(plots.plot_leaks(leaks(funnel_table(visitors=[5, 0, 0]), 10)))


@BOTH
def test_a_dollar_starts_no_formula(lang):
    set_language(lang)
    for title in ("from $5 to $9", Label("from $5 to $9", "从 $5 到 $9")):
        lines = pd.DataFrame({"title": ["mug $5 and $9"] * 2, "step_no": [1, 2], "step": ["cart", "pay"], "step_conversion": [np.nan, 0.5]})
        for ax in (plots.plot_funnel(funnel_table(), title), plots.plot_days(days(5), "visitors", title),
                   plots.plot_leaks(leaks(funnel_table(step=["a", "mug $5 and $9", "b"]), 80), title), plots.plot_funnel_by(lines, "title", title)):
            drawn(ax)
            said = [ax.title, ax._left_title, *ax.texts, *ax.get_yticklabels(), *(ax.get_legend().get_texts() if ax.get_legend() else ())]
            parsed = {t.get_text(): t._preprocess_math(t.get_text()) for t in said}
            assert any("$5" in text.replace("\\", "") for text in parsed)
            assert not [text for text, (_, is_math) in parsed.items() if is_math is True]


@pytest.mark.parametrize(
    "draw, missing",
    [
        (lambda t: plots.plot_funnel(t), "visitors"),
        (lambda t: plots.plot_funnel_by(t, "device"), "device"),
        (lambda t: plots.plot_leaks(t), "extra_paid_amount"),
        (lambda t: plots.plot_days(t, "colour"), "colour"),
        (lambda t: plots.plot_margins(t), "line_amount"),
    ],
)
def test_a_column_that_is_not_there_is_named_beside_those_that_are(draw, missing):
    with pytest.raises(UserError) as caught:
        draw(pd.DataFrame({"date": [], "step_no": [], "step": []}))
    assert caught.value.code == "missing_column"
    for text in (caught.value.label.en, caught.value.label.zh):
        assert repr(missing) in text and "[date, step_no, step]" in text
    assert not plt.get_fignums()


@BOTH
def test_a_column_nobody_declared_is_drawn_under_its_own_name(lang):
    set_language(lang)
    assert title_of(drawn(plots.plot_days(days(9, weight=1.5), "weight"))) == "weight"


EVERY = {
    "funnel": lambda ax=None: plots.plot_funnel(funnel_table(), TITLE, ax=ax),
    "leaks": lambda ax=None: plots.plot_leaks(leaks(funnel_table(), 80), TITLE, ax=ax),
    "days": lambda ax=None: plots.plot_days(days(20), "visitors", TITLE, ax=ax),
    "margins": lambda ax=None: plots.plot_margins(pd.DataFrame({"line": ["paid_amount", "goods"], "line_amount": [5.0, -2.0]}), TITLE, ax=ax),
    "funnel by": lambda ax=None: plots.plot_funnel_by(funnel_table(device="phone"), "device", TITLE, ax=ax),
}


@pytest.mark.parametrize("name", EVERY)
def test_the_users_own_settings_are_left_alone(name):
    with mpl.rc_context({"font.size": 7.25, "axes.prop_cycle": mpl.cycler(color=["#123456"])}):
        before = dict(mpl.rcParams)
        drawn(EVERY[name]())
        assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", EVERY)
def test_a_plot_goes_where_it_is_told(name):
    figure, (left, right) = plt.subplots(1, 2)
    assert EVERY[name](ax=right) is right
    assert right.has_data() and not left.has_data() and plt.get_fignums() == [figure.number]


def test_the_table_is_left_alone():
    bars, lost, daily = funnel_table(), leaks(funnel_table(), 80), days(20)
    kept = [t.copy() for t in (bars, lost, daily)]
    plots.plot_funnel(bars), plots.plot_leaks(lost), plots.plot_days(daily, "visitors")
    for table, before in zip((bars, lost, daily), kept, strict=True):
        pd.testing.assert_frame_equal(table, before)


@pytest.mark.parametrize("backend", ["agg", "svg", "pdf", "template"])
def test_the_numbers_are_the_same_on_every_backend(backend):
    expected = [(bar.get_width(), bar.get_y()) for bar in EVERY["funnel"]().patches]
    plt.close("all")
    try:
        plt.switch_backend(backend)
        ax = drawn(EVERY["funnel"]())
        assert [(bar.get_width(), bar.get_y()) for bar in ax.patches] == expected
    finally:
        plt.switch_backend("agg")


def test_the_house_style_can_be_put_on_for_plots_of_ones_own():
    with mpl.rc_context():
        plots.use_style()
        assert "Shopkit Sans SC" in mpl.rcParams["font.family"]
        axes = plt.subplots()[1]
        axes.set_title("访客数与支付转化率 −5")
        drawn(axes)


def test_a_title_with_characters_that_no_font_draws():
    """Sellers write pictures and rare characters into titles; what is drawn has no box in their place."""
    title = "🔥爆款 喆家 $x^2$ 囍👍🏽"
    assert plots.plain(title) == "爆款 〓家 \\$x^2\\$ 〓"
    with style():
        ax = plots.axes(2)
        plots.finish(ax, title, xlabel=plots.plain(title))
        drawn(ax)


def test_the_font_has_the_charts_chinese():
    from fontTools.ttLib import TTFont

    glyphs = TTFont(plots.FONT).getBestCmap()
    words = [label.zh for label in [*STEPS.values(), *LINES.values(), *DEVICES.values(), TITLE]]
    assert not {c for word in words for c in word if "一" <= c <= "鿿"} - {chr(g) for g in glyphs}


def test_importing_registers_no_font_and_changes_no_setting():
    code = ("import matplotlib as mpl; before = dict(mpl.rcParams); import shopkit.plots; assert dict(mpl.rcParams) == before; "
            "from matplotlib import font_manager as f; assert 'Shopkit Sans SC' not in {e.name for e in f.fontManager.ttflist}")
    subprocess.run([sys.executable, "-c", code], check=True)
