"""Charts of funnels: people per step, step conversions of groups, what leaks are worth."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label, format_value
from shopkit.plots.house import BLUE, PALETTE, axes, axis_label, bars, finish, need, style, words


def plot_funnel(funnel_table: pd.DataFrame, title=None, ax=None):
    """Bars of people per step of `funnel()`, each with its count and its share of the step before."""
    need(funnel_table, "plot_funnel()", "step", "visitors", "step_conversion")
    with style():
        ax = ax or axes(height=0.62 * len(funnel_table) + 1.2)
        people, names = funnel_table["visitors"].to_list(), words(funnel_table, "step")
        texts = []
        for count, share in zip(people, funnel_table["step_conversion"], strict=True):
            text = format_value(count, "count")
            if share == share:
                text += str(Label(f"   {format_value(share, 'rate')} of the step before",
                                  f"   上一步的 {format_value(share, 'rate')}"))
            texts.append(text)
        bars(ax, names, people, texts, BLUE, room=1.42, kind="count")
        finish(ax, title, xlabel=axis_label("visitors"), grid="x")
    return ax


def plot_funnel_by(funnel_table: pd.DataFrame, by: str, title=None, ax=None):
    """Step conversions of `funnel(…, by=…)`, one line of dots per step, one colour per group."""
    need(funnel_table, "plot_funnel_by()", by, "step_no", "step", "step_conversion")
    with style():
        steps = funnel_table[funnel_table["step_no"] > 1]
        ax = ax or axes(height=0.75 * steps["step_no"].nunique() + 1.4)
        groups, names = steps[by].unique(), list(dict.fromkeys(words(steps, "step")))
        for i, group in enumerate(groups):
            rows = steps[steps[by] == group]
            y = [r + (i - (len(groups) - 1) / 2) * 0.16 for r in range(len(rows))]
            ax.plot(rows["step_conversion"], y, "o", ms=9, color=PALETTE[i % len(PALETTE)],
                    label=words(rows, by)[0])
        ax.set_yticks(range(len(names)), names)
        ax.invert_yaxis()
        ax.set_xlim(0, None)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "rate").replace(".0%", "%").replace(".00%", "%"))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, xlabel=axis_label("step_conversion"), grid="x")
    return ax


def plot_leaks(leaks_table: pd.DataFrame, title=None, ax=None):
    """Money won per leak of `leaks()`, a bar per transition."""
    need(leaks_table, "plot_leaks()", "from_step", "step", "extra_paid_amount")
    with style():
        ax = ax or axes(height=0.62 * len(leaks_table) + 1.2)
        money = leaks_table["extra_paid_amount"].to_list()
        names = [f"{a} → {b}" for a, b in zip(words(leaks_table, "from_step"), words(leaks_table, "step"), strict=True)]
        texts = [format_value(v, "money", leaks_table.attrs.get("currency")) for v in money]
        bars(ax, names, money, texts, BLUE, room=1.25, kind="count")
        finish(ax, title, xlabel=axis_label("extra_paid_amount", leaks_table), grid="x")
    return ax
