"""Result table → matplotlib Axes, in one house style, with Chinese glyphs from the font that shopkit ships."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd

from shopkit.labels import Label, UserError, format_value
from shopkit.metrics import describe

FONT = Path(__file__).parent / "fonts" / "ShopkitSansSC-Regular.otf"
# Okabe–Ito: told apart with any colour vision, also on a bad projector
BLUE, ORANGE, GREEN, RED, GREY = "#0072B2", "#E69F00", "#009E73", "#D55E00", "#8A8F98"
PALETTE = [BLUE, ORANGE, GREEN, RED, "#CC79A7", "#56B4E9", "#6B6B6B", "#F0E442"]


def use_style() -> None:
    """Put the house style on for plots of your own (seaborn, pandas): colours, sizes, Chinese glyphs."""
    import matplotlib as mpl
    import seaborn as sns

    sns.set_theme(style="whitegrid", palette=PALETTE)
    # fonts after set_theme, which puts its own back
    mpl.rcParams.update(_settings())


def plot_funnel(funnel_table: pd.DataFrame, title=None, ax=None):
    """Bars of people per step of `funnel()`, each with its count and its share of the step before."""
    _need(funnel_table, "plot_funnel()", "step", "visitors", "step_conversion")
    with style():
        ax = ax or axes(height=0.62 * len(funnel_table) + 1.2)
        people, names = funnel_table["visitors"].to_list(), _words(funnel_table, "step")
        texts = []
        for count, share in zip(people, funnel_table["step_conversion"], strict=True):
            text = format_value(count, "count")
            if share == share:
                text += str(Label(f"   {format_value(share, 'rate')} of the step before",
                                  f"   上一步的 {format_value(share, 'rate')}"))
            texts.append(text)
        _bars(ax, names, people, texts, BLUE, room=1.42, kind="count")
        finish(ax, title, xlabel=_axis("visitors"), grid="x")
    return ax


def plot_funnel_by(funnel_table: pd.DataFrame, by: str, title=None, ax=None):
    """Step conversions of `funnel(…, by=…)`, one line of dots per step, one colour per group."""
    _need(funnel_table, "plot_funnel_by()", by, "step_no", "step", "step_conversion")
    with style():
        steps = funnel_table[funnel_table["step_no"] > 1]
        ax = ax or axes(height=0.75 * steps["step_no"].nunique() + 1.4)
        groups, names = steps[by].unique(), list(dict.fromkeys(_words(steps, "step")))
        for i, group in enumerate(groups):
            rows = steps[steps[by] == group]
            y = [r + (i - (len(groups) - 1) / 2) * 0.16 for r in range(len(rows))]
            ax.plot(rows["step_conversion"], y, "o", ms=9, color=PALETTE[i % len(PALETTE)],
                    label=_words(rows, by)[0])
        ax.set_yticks(range(len(names)), names)
        ax.invert_yaxis()
        ax.set_xlim(0, None)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "rate").replace(".0%", "%").replace(".00%", "%"))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, xlabel=_axis("step_conversion"), grid="x")
    return ax


def plot_leaks(leaks_table: pd.DataFrame, title=None, ax=None):
    """Money won per leak of `leaks()`, a bar per transition."""
    _need(leaks_table, "plot_leaks()", "from_step", "step", "extra_paid_amount")
    with style():
        ax = ax or axes(height=0.62 * len(leaks_table) + 1.2)
        money = leaks_table["extra_paid_amount"].to_list()
        names = [f"{a} → {b}" for a, b in zip(_words(leaks_table, "from_step"), _words(leaks_table, "step"), strict=True)]
        texts = [format_value(v, "money", leaks_table.attrs.get("currency")) for v in money]
        _bars(ax, names, money, texts, BLUE, room=1.25, kind="count")
        finish(ax, title, xlabel=_axis("extra_paid_amount", leaks_table), grid="x")
    return ax


def plot_days(days: pd.DataFrame, column: str, title=None, ax=None, smooth=7):
    """One column of a daily table over time: the days as dots, their rolling mean of `smooth` days as a line.

    Days on which the table names a campaign are shaded.
    """
    _need(days, "plot_days()", "date", column)
    with style():
        ax = ax or axes(height=3.2)
        shade_campaigns(ax, days)
        ax.plot(days["date"], days[column], ".", color=GREY, ms=5, label=str(Label("a day", "每天")))
        mean = days[column].astype(float).rolling(smooth).mean()
        ax.plot(days["date"], mean, color=BLUE, lw=2, label=str(Label(f"mean of {smooth} days", f"{smooth} 天平均")))
        if not (days[column] < 0).any():
            ax.set_ylim(0, None)
        kind = _kind(column)
        ax.yaxis.set_major_formatter(lambda v, _: format_value(v, "count" if kind == "money" else kind))
        date_axis(ax)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        # said above the chart: a long label beside a low chart would run out of it
        finish(ax, title if title is not None else _axis(column, days), grid="y")
    return ax


def shade_campaigns(ax, days: pd.DataFrame):
    """Shade the days on which a daily table names a campaign, once in the legend."""
    named = days[days["campaign"].notna()] if "campaign" in days else days.iloc[:0]
    for i, date in enumerate(named["date"]):
        ax.axvspan(date - pd.Timedelta(hours=12), date + pd.Timedelta(hours=12), color=ORANGE, alpha=0.25, lw=0,
                   label=None if i else str(Label("campaign", "活动日")))


def plot_margins(margins_table: pd.DataFrame, title=None, ax=None):
    """From paid amount to net profit as a waterfall: costs fall from where the line before ended."""
    _need(margins_table, "plot_margins()", "line", "line_amount")
    with style():
        rows = margins_table[(margins_table["line_amount"] != 0) | margins_table["line"].isin(["net", "contribution"])]
        ax = ax or axes(height=0.42 * len(rows) + 1.2)
        names, end = _words(rows, "line"), 0.0
        totals = {"paid_amount", "net_paid", "gross", "contribution", "net"}
        span = rows["line_amount"].abs().max() or 1
        for y, (line, amount) in enumerate(zip(rows["line"], rows["line_amount"], strict=True)):
            left = 0 if line in totals else end
            colour = (BLUE if amount >= 0 else RED) if line in totals else GREY
            ax.barh(y, amount, left=left, color=colour, height=0.66)
            end = amount if line in totals else end + amount
            ax.text(max(left, left + amount, 0) + span * 0.01, y,
                    format_value(amount, "money", rows.attrs.get("currency")), va="center")
        ax.axvline(0, color="#333", lw=1)
        ax.set_yticks(range(len(names)), names)
        ax.set_xlim(min(0, end * 1.2), span * 1.25)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.invert_yaxis()
        finish(ax, title, xlabel=_axis("line_amount", rows), grid="x")
    return ax


def plot_bars(table: pd.DataFrame, name: str, value: str, title=None, ax=None, highlight=None):
    """One bar per row: `value` by `name`; the row whose name is `highlight` stands out."""
    _need(table, "plot_bars()", name, value)
    with style():
        ax = ax or axes(height=0.5 * len(table) + 1.2)
        kind, currency = _kind(value), table.attrs.get("currency")
        values, names = table[value].astype(float).to_list(), _words(table, name)
        colours = [ORANGE if n == highlight else BLUE for n in table[name]]
        texts = [format_value(v, kind, currency) for v in values]
        _bars(ax, names, values, texts, colours, room=1.2, kind="count" if kind == "money" else kind)
        finish(ax, title, xlabel=_axis(value, table), grid="x")
    return ax


def _bars(ax, names, values, texts, colours, room: float, kind: str):
    """Bars from above, each with its text at the end; an undefined value has its text and no bar."""
    # by position, not by name: two rows may be called alike
    lengths = [0 if v != v else v for v in values]
    low, high = min([0, *lengths]), max([0, *lengths])
    reach = high - low or 1
    ax.barh(range(len(names)), lengths, color=colours, height=0.62)
    for y, (length, text) in enumerate(zip(lengths, texts, strict=True)):
        ax.text(max(length, 0) + reach * 0.01, y, text, va="center")
    ax.set_yticks(range(len(names)), names)
    ax.set_xlim(low * 1.05, high + reach * (room - 1))
    ax.xaxis.set_major_formatter(lambda v, _: format_value(v, kind))
    ax.invert_yaxis()


def _need(table: pd.DataFrame, what: str, *columns: str):
    missing = [c for c in columns if c not in table]
    if missing:
        names, there = ", ".join(map(repr, missing)), ", ".join(map(str, table.columns))
        raise UserError(Label(f"{what} needs the column {names}; this table has [{there}].",
                              f"{what} 需要列 {names}；这张表只有 [{there}]。"), code="missing_column")


def _kind(name: str) -> str:
    declared = describe(name)
    return declared.kind if declared else "number"


@contextmanager
def style():
    import matplotlib as mpl
    import seaborn as sns

    # choosing the backend turns interactive drawing on; inside the context that would be undone again
    mpl.get_backend()
    with mpl.rc_context({**sns.axes_style("whitegrid"), **_settings()}):
        yield


def _settings():
    _register_font()
    from cycler import cycler

    return {
        "font.family": ["DejaVu Sans", "Shopkit Sans SC"],
        "axes.unicode_minus": True,
        "axes.prop_cycle": cycler(color=PALETTE),
        "axes.titlelocation": "left",
        "axes.titlesize": 13,
        "axes.labelsize": 11,
        "xtick.labelsize": 10.5,
        "ytick.labelsize": 10.5,
        "font.size": 10.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "savefig.dpi": 96,
        "figure.dpi": 96,
    }


@cache
def _register_font():
    from matplotlib import font_manager

    font_manager.fontManager.addfont(str(FONT))


def axes(height: float):
    import matplotlib.pyplot as plt

    return plt.subplots(figsize=(8.2, height))[1]


def finish(ax, title, xlabel="", ylabel="", grid="x"):
    """Labels, title and the light grid of the house, along one axis."""
    ax.grid(False)
    ax.grid(True, axis=grid, color="#e3e5e8", lw=0.8)
    ax.set_axisbelow(True)
    ax.set_xlabel(xlabel)
    ax.set_ylabel(ylabel)
    if title is not None:
        # titles are prose, perhaps with a product's name in it: "$" must not start a formula
        ax.set_title(plain(str(title)), pad=10, wrap=True)


def plain(text: str) -> str:
    return text.replace("$", r"\$")


def _words(table: pd.DataFrame, name: str) -> list[str]:
    declared = describe(name)
    values = declared.values if declared else {}
    return [plain(" / ".join(str(values.get(part, part)) for part in str(v).split(" / "))) for v in table[name]]


def _axis(name: str, table: pd.DataFrame | None = None) -> str:
    declared = describe(name)
    if declared is None:
        return name
    currency = table.attrs.get("currency") if table is not None else None
    unit = f" ({currency})" if declared.kind == "money" and currency else ""
    return plain(f"{declared.label}{unit}")


def date_axis(ax):
    """Dates along the bottom, as many as do not run into each other."""
    import matplotlib.dates as mdates

    # the formatter's locator is not the axis's own: both must be the same one
    locator = mdates.AutoDateLocator(minticks=3, maxticks=8)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(mdates.ConciseDateFormatter(
        locator, formats=["%Y", "%Y-%m", "%m-%d", "%H:%M", "%H:%M", "%S"],
        zero_formats=["", "%Y-%m", "%m-%d", "%m-%d", "%H:%M", "%H:%M"], show_offset=False))
