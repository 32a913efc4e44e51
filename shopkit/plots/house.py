"""The house style: colours, glyphs, how axes, bars and titles are finished; no analysis of its own."""

from __future__ import annotations

import unicodedata
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd

from shopkit.labels import Label, format_value
from shopkit.metrics import describe

_FONTS = ("DejaVu Sans", "Shopkit Sans SC")
FONT = Path(__file__).parents[1] / "fonts" / "ShopkitSansSC-Regular.otf"
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
        "font.family": [*_FONTS],
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


def look(i: int) -> dict:
    """Colour and mark of the i-th of several groups: where there are more groups than colours, the mark tells them apart."""
    return {"color": PALETTE[i % len(PALETTE)], "marker": "os^D"[i // len(PALETTE) % 4]}


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
    """A text as charts can show it: "$" starts no formula, a character that no font of ours draws is 〓, and a picture none at all."""
    drawn = _drawn()
    return "".join("\\$" if c == "$" else c if c.isspace() or ord(c) in drawn else "〓" if unicodedata.category(c)[0] in "LN" else "" for c in text)


@cache
def _drawn() -> frozenset[int]:
    """The characters that charts have glyphs of."""
    from matplotlib import font_manager, ft2font

    _register_font()
    return frozenset().union(*(ft2font.FT2Font(font_manager.findfont(name)).get_charmap() for name in _FONTS))


def bars(ax, names, values, texts, colours, room: float, kind: str):
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


def percent(value, _=None) -> str:
    """A share as an axis shows it: "5%", not "5.00%"; takes the position that matplotlib hands over too."""
    return format_value(round(value, 6), "rate").replace(".00%", "%").replace(".0%", "%")


def kind_of(name: str) -> str:
    declared = describe(name)
    return declared.kind if declared else "number"


def words(table: pd.DataFrame, name: str) -> list[str]:
    declared = describe(name)
    values = declared.values if declared else {}
    return [plain(" / ".join(str(values.get(part, part)) for part in str(v).split(" / "))) for v in table[name]]


def axis_label(name: str, table: pd.DataFrame | None = None) -> str:
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
def shade_campaigns(ax, days: pd.DataFrame):
    """Shade the days on which a daily table names a campaign, once in the legend."""
    named = days[days["campaign"].notna()] if "campaign" in days else days.iloc[:0]
    for i, date in enumerate(named["date"]):
        ax.axvspan(date - pd.Timedelta(hours=12), date + pd.Timedelta(hours=12), color=ORANGE, alpha=0.25, lw=0,
                   label=None if i else str(Label("campaign", "活动日")))
