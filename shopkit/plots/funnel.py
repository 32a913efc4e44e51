"""Charts of funnels and conversions: people per step, leaks, intervals beside peers and items, effects of changes, a pre-sale."""

from __future__ import annotations

import textwrap

import pandas as pd

from shopkit import engine
from shopkit.labels import Label, format_value
from shopkit.metrics.conversion import interval
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
    look,
    percent,
    style,
    words,
)


def plot_funnel(funnel_table: pd.DataFrame, title=None, ax=None):
    """Bars of people per step of `funnel()`, each with its count and its share of the step before."""
    engine.need(funnel_table, ["step", "visitors", "step_conversion"], "plot_funnel()")
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
    engine.need(funnel_table, [by, "step_no", "step", "step_conversion"], "plot_funnel_by()")
    with style():
        steps = funnel_table[funnel_table["step_no"] > 1]
        groups, names = steps[by].unique(), list(dict.fromkeys(words(steps, "step")))
        ax = ax or axes(height=max(0.75, 0.13 * len(groups)) * len(names) + 1.4)
        apart = min(0.16, 0.8 / max(len(groups), 1))
        for i, group in enumerate(groups):
            rows = steps[steps[by] == group]
            y = [r + (i - (len(groups) - 1) / 2) * apart for r in range(len(rows))]
            ax.plot(rows["step_conversion"], y, linestyle="none", ms=9, **look(i), label=words(rows, by)[0])
        ax.set_yticks(range(len(names)), names)
        ax.invert_yaxis()
        ax.set_xlim(0, None)
        ax.xaxis.set_major_formatter(percent)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, xlabel=axis_label("step_conversion"), grid="x")
    return ax


def plot_leaks(leaks_table: pd.DataFrame, title=None, ax=None):
    """Money won per leak of `leaks()`, a bar per transition."""
    engine.need(leaks_table, ["from_step", "step", "extra_paid_amount"], "plot_leaks()")
    with style():
        ax = ax or axes(height=0.62 * len(leaks_table) + 1.2)
        money = leaks_table["extra_paid_amount"].to_list()
        names = [f"{a} → {b}" for a, b in zip(words(leaks_table, "from_step"), words(leaks_table, "step"), strict=True)]
        texts = [format_value(v, "money", leaks_table.attrs.get("currency")) for v in money]
        bars(ax, names, money, texts, BLUE, room=1.25, kind="count")
        finish(ax, title, xlabel=axis_label("extra_paid_amount", leaks_table), grid="x")
    return ax


def plot_peers(peers_table: pd.DataFrame, title=None, ax=None, by: str = "month"):
    """The shop's conversion per period of `against_peers()` with its interval, beside average and top of its tier."""
    engine.need(peers_table, [by, "pay_conversion", "conversion_low", "conversion_high", "peer_average_conversion"], "plot_peers()")
    with style():
        ax = ax or axes(height=3.4)
        x, rate = range(len(peers_table)), peers_table["pay_conversion"]
        # an end may lie a hair on the wrong side of the rate itself
        reach = [(rate - peers_table["conversion_low"]).clip(lower=0), (peers_table["conversion_high"] - rate).clip(lower=0)]
        for name, colour, label in (("peer_top_conversion", GREY, Label("top of the tier", "同层优秀")), ("peer_average_conversion", ORANGE, Label("average of the tier", "同层平均"))):
            if name in peers_table:
                ax.step(x, peers_table[name], where="mid", color=colour, lw=2.2, label=str(label))
        ax.errorbar(x, rate, yerr=reach, fmt="o", color=BLUE, ms=8, capsize=5, lw=2, label=str(Label("this shop, with its 95 % interval", "本店，含 95% 区间")))
        ax.set_xticks(list(x), words(peers_table, by))
        ax.set_ylim(0, None)
        ax.yaxis.set_major_formatter(percent)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, ylabel=axis_label("pay_conversion"), grid="y")
    return ax


def plot_landings(landings_table: pd.DataFrame, title=None, ax=None, most: int = 10, name: str = "title"):
    """Items of `landings()` with most visitors first: conversion with its 95 % interval, share beside the name, the shop as a line."""
    engine.need(landings_table, ["landing_share", "landing_conversion", "landed_visitors", "landing_buyers"], "plot_landings()")
    with style():
        rows = landings_table.head(most)
        ax = ax or axes(height=0.5 * len(rows) + 1.2)
        low, high = interval(rows["landing_buyers"].to_numpy(), rows["landed_visitors"].to_numpy())
        rate, y = rows["landing_conversion"], range(len(rows))
        ax.errorbar(rate, y, xerr=[(rate - low).clip(lower=0), (high - rate).clip(lower=0)], fmt="o", color=BLUE, ms=8, capsize=4, lw=2)
        whole = landings_table.attrs.get("conversion")
        if whole is not None and whole == whole:
            ax.axvline(whole, color=ORANGE, lw=2.2, label=str(Label(f"the shop: {format_value(whole, 'rate')}", f"全店：{format_value(whole, 'rate')}")))
            ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        shares = [format_value(v, "rate") for v in rows["landing_share"]]
        names = words(rows, name if name in rows else "product_id")
        ax.set_yticks(list(y), [f"{_short(n)}\n{Label(f'{s} of visitors', f'{s} 的访客')}" for n, s in zip(names, shares, strict=True)], fontsize=9)
        ax.invert_yaxis()
        ax.set_xlim(0, None)
        ax.xaxis.set_major_formatter(percent)
        finish(ax, title, xlabel=axis_label("landing_conversion"), grid="x")
    return ax


def plot_effects(effects_table: pd.DataFrame, title=None, ax=None, name: str = "title"):
    """Changes of `judge_changes()`: what is left of each after the other items are taken off, with its interval; before/after alone in grey."""
    engine.need(effects_table, ["changed_on", "kind", "change_alone", "change_effect", "effect_low", "effect_high", "beyond_chance"], "plot_effects()")
    with style():
        ax = ax or axes(height=0.62 * len(effects_table) + 1.4)
        y = range(len(effects_table))
        names = words(effects_table, "note") if "note" in effects_table else words(effects_table, "kind")
        seen = set()
        for i, sure in zip(y, effects_table["beyond_chance"], strict=True):
            row = effects_table.iloc[i]
            label = Label("more than chance", "不像碰巧") if sure else Label("chance would do it too", "碰巧也会这样")
            ax.errorbar([row["change_effect"]], [i], xerr=[[row["change_effect"] - row["effect_low"]], [row["effect_high"] - row["change_effect"]]], fmt="o",
                        color=BLUE if sure else GREY, ms=8, capsize=4, lw=2, label=None if sure in seen else str(label))
            seen.add(sure)
        ax.plot(effects_table["change_alone"], y, "x", color=RED, ms=8, mew=2, label=str(Label("before and after alone", "只看前后")))
        ax.axvline(0, color="#333", lw=1)
        ax.set_yticks(list(y), [f"{_short(n)}\n{d:%m-%d}" for n, d in zip(names, effects_table["changed_on"], strict=True)], fontsize=9.5)
        ax.invert_yaxis()
        ends = [0.0, *effects_table[["effect_low", "effect_high", "change_alone"]].stack()]
        room = (max(ends) - min(ends)) * 0.05 or 0.01
        ax.set_xlim(min(ends) - room, max(ends) + room)
        ax.xaxis.set_major_formatter(percent)
        if len(effects_table):
            ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, xlabel=axis_label("change_effect"), grid="x")
    return ax


def plot_presale(days_table: pd.DataFrame, whole: float | None = None, title=None, ax=None):
    """Daily pay and order conversion around a pre-sale of `pre_sale_days()`, its deposit days shaded; `whole`: the pre-sale as one."""
    engine.need(days_table, ["date", "phase", "pay_conversion"], "plot_presale()")
    with style():
        ax = ax or axes(height=3.4)
        for i, date in enumerate(days_table.loc[days_table["phase"] == "deposit", "date"]):
            ax.axvspan(date - pd.Timedelta(hours=12), date + pd.Timedelta(hours=12), color=ORANGE, alpha=0.25, lw=0,
                       label=None if i else str(Label("deposit days", "定金期")))
        if "order_conversion" in days_table:
            ax.plot(days_table["date"], days_table["order_conversion"], "o-", color=GREY, ms=5, lw=1.5, label=axis_label("order_conversion"))
        ax.plot(days_table["date"], days_table["pay_conversion"], "o-", color=BLUE, ms=6, lw=2, label=axis_label("pay_conversion"))
        if whole is not None and whole == whole:
            ax.axhline(whole, color=RED, lw=2, ls="--", label=axis_label("presale_conversion"))
        ax.set_ylim(0, None)
        ax.yaxis.set_major_formatter(percent)
        date_axis(ax)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, ylabel=str(Label("of the day's visitors", "占当天访客")), grid="y")
    return ax


def _short(name: str) -> str:
    return textwrap.shorten(name, 36, placeholder=" …") if " " in name else name[:20]
