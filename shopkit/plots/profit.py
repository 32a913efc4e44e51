"""Charts of profit: the waterfall with its three margins, what each lever is worth, margins of items, prices, factors."""

from __future__ import annotations

import pandas as pd

from shopkit import engine
from shopkit.labels import Label, format_value
from shopkit.metrics.waterfall import TOTALS
from shopkit.plots.house import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    axes,
    axis_label,
    bars,
    finish,
    kind_of,
    look,
    percent,
    plain,
    style,
    words,
)

_MARGINS = {"gross": Label("gross margin", "毛利率"), "contribution": Label("contribution rate", "贡献利润率"), "net": Label("profit rate", "净利润率")}


def plot_waterfall(waterfall_table: pd.DataFrame, title=None, ax=None):
    """From list price to net profit: each cost hangs where the line before ended; the three margins are named on their bars."""
    engine.need(waterfall_table, ["line", "line_amount", "share"], "plot_waterfall()")
    with style():
        rows = waterfall_table[(waterfall_table["line_amount"] != 0) | waterfall_table["line"].isin(TOTALS)]
        ax = ax or axes(height=0.34 * len(rows) + 1.2)
        end, span, low = 0.0, rows["line_amount"].abs().max() or 1, 0.0
        for y, (line, amount, share) in enumerate(zip(rows["line"], rows["line_amount"], rows["share"], strict=True)):
            left = 0 if line in TOTALS else end
            colour = (BLUE if amount >= 0 else RED) if line in TOTALS else GREY
            ax.barh(y, amount, left=left, color=colour, height=0.7)
            end = amount if line in TOTALS else end + amount
            low = min(low, end)
            text = format_value(amount, "money", rows.attrs.get("currency"))
            if line in _MARGINS and share == share:
                text += f"   {_MARGINS[line]} {format_value(share, 'rate')}"
            ax.text(max(left, left + amount, 0) + span * 0.01, y, plain(text), va="center")
        ax.axvline(0, color="#333", lw=1)
        ax.set_yticks(range(len(rows)), words(rows, "line"))
        ax.set_xlim(low * 1.15, span * 1.22)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.invert_yaxis()
        finish(ax, title, xlabel=axis_label("line_amount", rows), grid="x")
    return ax


def plot_sensitivity(sensitivity_table: pd.DataFrame, title=None, ax=None):
    """A bar per lever of `sensitivity()`: what net profit gains by it."""
    engine.need(sensitivity_table, ["lever", "profit_change"], "plot_sensitivity()")
    with style():
        ax = ax or axes(height=0.36 * len(sensitivity_table) + 1.2)
        values = sensitivity_table["profit_change"].to_list()
        texts = [plain(format_value(v, "money", sensitivity_table.attrs.get("currency"))) for v in values]
        colours = [ORANGE if lever in ("price", "units") else BLUE for lever in sensitivity_table["lever"]]
        bars(ax, words(sensitivity_table, "lever"), values, texts, colours, room=1.2, kind="count")
        finish(ax, title, xlabel=axis_label("profit_change", sensitivity_table), grid="x")
    return ax


def plot_items(table: pd.DataFrame, x: str, y: str = "unit_margin", title=None, ax=None, group: str | None = None, log: bool = False):
    """A dot per item: `y` (its margin, if nothing else is said) against `x`; one colour per `group`."""
    engine.need(table, [x, y, *([group] if group else [])], "plot_items()")
    with style():
        ax = ax or axes(height=3.7)
        for i, name in enumerate(sorted(table[group].unique()) if group else [None]):
            rows = table if name is None else table[table[group] == name]
            ax.plot(rows[x].astype(float), rows[y].astype(float), linestyle="none", ms=8, alpha=0.85, **look(i), label=None if name is None else plain(str(name)))
        if log:
            ax.set_xscale("log")
            ax.minorticks_off()
        for axis, name in ((ax.xaxis, x), (ax.yaxis, y)):
            kind = kind_of(name)
            axis.set_major_formatter(percent if kind == "rate" else lambda v, _, kind=kind: format_value(v, "count" if kind == "money" else kind))
        if group:
            ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, xlabel=axis_label(x, table), ylabel=axis_label(y, table), grid="both")
    return ax


def plot_price(price_table: pd.DataFrame, title=None, ax=None, currency=None):
    """What each price of `best_price()` would leave; the prices that were tried are shaded, today's and the best of them marked."""
    engine.need(price_table, ["price", "profit", "tried"], "plot_price()")
    with style():
        ax = ax or axes(height=3.4)
        tried, told = price_table[price_table["tried"]], price_table.attrs
        if len(tried):
            ax.axvspan(tried["price"].min(), tried["price"].max(), color=ORANGE, alpha=0.2, lw=0, label=str(Label("prices tried", "试过的价格")))
        ax.plot(price_table["price"], price_table["profit"], color=GREY, lw=2, ls="--")
        ax.plot(tried["price"], tried["profit"], color=BLUE, lw=3)
        marks = [(told["price"], GREY, Label("today", "现价"))]
        if told["best_tried"] == told["best_tried"]:
            marks.append((told["best_tried"], GREEN, Label("best of those tried", "试过的里最好")))
        for price, colour, label in marks:
            row = price_table.iloc[(price_table["price"] - price).abs().argmin()]
            ax.plot([row["price"]], [row["profit"]], "o", ms=10, color=colour, label=f"{label}: {plain(format_value(price, 'money', currency))}")
        ax.axhline(0, color="#333", lw=1)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        unit = f" ({currency})" if currency else ""
        finish(ax, title, xlabel=f"{Label('Price', '售价')}{unit}", ylabel=f"{Label('Left before fixed cost', '扣固定费用前剩下的')}{unit}", grid="both")
    return ax


def plot_factors(shares_table: pd.DataFrame, title=None, ax=None, truth: pd.DataFrame | None = None):
    """A bar per factor of `explained_share()` with its 95 % interval; beside it a diamond for the truth, where it is given."""
    engine.need(shares_table, ["factor", "explained_share", "share_low", "share_high"], "plot_factors()")
    with style():
        ax = ax or axes(height=0.6 * len(shares_table) + 1.3)
        share = shares_table["explained_share"]
        reach = [(share - shares_table["share_low"]).clip(lower=0), (shares_table["share_high"] - share).clip(lower=0)]
        y = range(len(shares_table))
        ax.barh(y, share, xerr=reach, color=BLUE, height=0.55, error_kw={"ecolor": "#333", "capsize": 4, "lw": 1.3}, label=str(Label("found (with 95 % interval)", "算出来的（95% 区间）")))
        if truth is not None:
            so = truth.set_index("factor")["explained_share"].reindex(shares_table["factor"])
            ax.plot(so.to_numpy(), y, "D", color=ORANGE, ms=9, mec="#333", ls="", label=str(Label("really so", "真相")))
            ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        ax.set_yticks(list(y), words(shares_table, "factor"))
        ax.set_xlim(0, None)
        ax.xaxis.set_major_formatter(percent)
        ax.invert_yaxis()
        finish(ax, title, xlabel=axis_label("explained_share"), grid="x")
    return ax
