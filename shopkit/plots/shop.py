"""Charts that fit any table: a column over days, bars by name; and the waterfall from paid amount to net profit."""

from __future__ import annotations

import pandas as pd

from shopkit import engine
from shopkit.labels import Label, format_value
from shopkit.plots.house import (
    BLUE,
    GREY,
    ORANGE,
    RED,
    axes,
    axis_label,
    bars,
    date_axis,
    finish,
    kind_of,
    shade_campaigns,
    style,
    words,
)


def plot_days(days: pd.DataFrame, column: str, title=None, ax=None, smooth=7):
    """One column of a daily table over time: the days as dots, their rolling mean of `smooth` days as a line.

    Days on which the table names a campaign are shaded.
    """
    engine.need(days, ["date", column], "plot_days()")
    with style():
        ax = ax or axes(height=3.2)
        shade_campaigns(ax, days)
        ax.plot(days["date"], days[column], ".", color=GREY, ms=5, label=str(Label("a day", "每天")))
        mean = days[column].astype(float).rolling(smooth).mean()
        ax.plot(days["date"], mean, color=BLUE, lw=2, label=str(Label(f"mean of {smooth} days", f"{smooth} 天平均")))
        if not (days[column] < 0).any():
            ax.set_ylim(0, None)
        kind = kind_of(column)
        ax.yaxis.set_major_formatter(lambda v, _: format_value(v, "count" if kind == "money" else kind))
        date_axis(ax)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        # said above the chart: a long label beside a low chart would run out of it
        finish(ax, title if title is not None else axis_label(column, days), grid="y")
    return ax


def plot_bars(table: pd.DataFrame, name: str, value: str, title=None, ax=None, highlight=None):
    """One bar per row: `value` by `name`; the row whose name is `highlight` stands out."""
    engine.need(table, [name, value], "plot_bars()")
    with style():
        ax = ax or axes(height=0.5 * len(table) + 1.2)
        kind, currency = kind_of(value), table.attrs.get("currency")
        values, names = table[value].astype(float).to_list(), words(table, name)
        colours = [ORANGE if n == highlight else BLUE for n in table[name]]
        texts = [format_value(v, kind, currency) for v in values]
        bars(ax, names, values, texts, colours, room=1.2, kind="count" if kind == "money" else kind)
        finish(ax, title, xlabel=axis_label(value, table), grid="x")
    return ax


def plot_margins(margins_table: pd.DataFrame, title=None, ax=None):
    """From paid amount to net profit as a waterfall: costs fall from where the line before ended."""
    engine.need(margins_table, ["line", "line_amount"], "plot_margins()")
    with style():
        rows = margins_table[(margins_table["line_amount"] != 0) | margins_table["line"].isin(["net", "contribution"])]
        ax = ax or axes(height=0.42 * len(rows) + 1.2)
        names, end = words(rows, "line"), 0.0
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
        finish(ax, title, xlabel=axis_label("line_amount", rows), grid="x")
    return ax
