"""Charts of traffic: the map of sources, mix and rate, response curves with their best budget, credit by rule."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, format_value
from shopkit.metrics.attribution import RULES
from shopkit.plots.house import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALETTE,
    RED,
    axes,
    axis_label,
    finish,
    percent,
    style,
    words,
)

_EARNS, _LOSES, _FREE = Label("paid for, left more than its cost", "付费，挣回了花费"), Label("paid for, left less", "付费，没挣回花费"), Label("costs nothing", "不花钱")


def plot_sources(source_table: pd.DataFrame, title=None, ax=None, by: str = "source"):
    """The map of sources: visitors × conversion with its interval; the bubble is the amount paid, its colour says whether
    the source leaves more than it costs."""
    visitors = "visitor_days" if "visitor_days" in source_table else "visitors"
    engine.need(source_table, [by, visitors, "pay_conversion", "conversion_low", "conversion_high", "paid_amount", "cost", "gap_per_visitor"], "plot_sources()")
    with style():
        ax = ax or axes(height=4.6)
        rows = source_table[source_table["pay_conversion"].notna()].reset_index(drop=True)
        x, y = (rows[c].astype(float).to_numpy() for c in (visitors, "pay_conversion"))
        kinds = [_FREE if not cost > 0 else _EARNS if gap > 0 else _LOSES for cost, gap in zip(rows["cost"], rows["gap_per_visitor"], strict=True)]
        area = 1800 * rows["paid_amount"].astype(float).to_numpy() / max(rows["paid_amount"].max(), 1e-9) + 30
        ends = [np.maximum(y - rows["conversion_low"].to_numpy(float), 0), np.maximum(rows["conversion_high"].to_numpy(float) - y, 0)]
        ax.errorbar(x, y, yerr=ends, fmt="none", ecolor="#555", elinewidth=1.2, capsize=3, zorder=3)
        for kind, colour in ((_FREE, GREY), (_EARNS, BLUE), (_LOSES, RED)):
            here = [k is kind for k in kinds]
            if any(here):
                ax.scatter(x[here], y[here], s=area[here], color=colour, alpha=0.65, lw=0, label=str(kind))
        reach = (x.max() if len(x) else 1) * 1.3
        ax.set_xlim(0, reach)
        ax.set_ylim(0, (rows["conversion_high"].max() if len(rows) else 0.1) * 1.12)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.yaxis.set_major_formatter(percent)
        legend = ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1), title=str(Label("bubble: paid amount", "气泡大小：支付金额")))
        legend._legend_box.align = "left"
        for handle in legend.legend_handles:
            handle.set_sizes([90])
        finish(ax, title, xlabel=axis_label(visitors), ylabel=axis_label("pay_conversion"), grid="both")
        _name_bubbles(ax, x, y, area, ends, words(rows, by))
    return ax


def _name_bubbles(ax, x, y, area, ends, names):
    """Each name on the first side of its bubble where it meets no other name, bubble or interval; far off with a line to it.

    A name for which no place is left is not written: two on top of each other tell nothing, and the table has it.
    """
    from matplotlib.transforms import Bbox

    ax.figure.canvas.draw()
    # the radius in points is half the root of the area
    centre, radius = ax.transData.transform(np.column_stack([x, y])), np.sqrt(area) / 2 * ax.figure.dpi / 72
    low, high = (ax.transData.transform(np.column_stack([x, y + sign * end]))[:, 1] for sign, end in zip((-1, 1), ends, strict=True))
    taken = [Bbox([[c[0] - r, c[1] - r], [c[0] + r, c[1] + r]]) for c, r in zip(centre, radius, strict=True)]
    taken += [Bbox([[c[0] - 4, a], [c[0] + 4, b]]) for c, a, b in zip(centre, low, high, strict=True)]
    inside = ax.get_window_extent()
    for n in np.argsort(-area):
        text = ax.text(x[n], y[n], names[n], fontsize=10)
        size, (cx, cy), r = text.get_window_extent(), centre[n], radius[n] + 5
        places = [(cx + r, cy - size.height / 2), (cx - r - size.width, cy - size.height / 2), (cx - size.width / 2, max(high[n], cy + r) + 3),
                  (cx - size.width / 2, min(low[n], cy - r) - size.height - 3)]
        places += [(cx + away if right else cx - away - size.width, cy + away / 2 if up else cy - away / 2 - size.height)
                   for away in (r, *(r + size.height * step for step in range(2, 13))) for right in (True, False) for up in (True, False)]
        boxes = (Bbox.from_bounds(a, b, size.width, size.height) for a, b in places)
        chosen = next((b for b in boxes if not any(b.overlaps(t) for t in taken) and inside.x0 <= b.x0 and b.x1 <= inside.x1 and inside.y0 <= b.y0 and b.y1 <= inside.y1), None)
        if chosen is None:
            text.remove()
            continue
        taken.append(chosen)
        # kept where it is in data, so that it stays there when the picture is saved at another size
        in_data = ax.transData.inverted().transform
        text.set_position(in_data((chosen.x0, chosen.y0)))
        near = (min(max(cx, chosen.x0), chosen.x1), min(max(cy, chosen.y0), chosen.y1))
        if np.hypot(near[0] - cx, near[1] - cy) > 2 * r:
            ax.plot(*zip(in_data(near), (x[n], y[n]), strict=True), color="#999", lw=0.7, zorder=2)


def plot_mix_and_rate(table: pd.DataFrame, by: str, title=None, ax=None):
    """Two bars a group of `mix_and_rate()`, in points: what its share did to the whole, and what its own rate did."""
    engine.need(table, [by, "mix_part", "rate_part"], "plot_mix_and_rate()")
    with style():
        rows = table.reset_index(drop=True)
        ax = ax or axes(height=0.55 * (len(rows) + 1) + 1.3)
        names = [*words(rows, by), str(Label("all together", "全店合计"))]
        parts = {"mix_part": (ORANGE, -0.19), "rate_part": (BLUE, 0.19)}
        span = max(float(rows[list(parts)].abs().max().max()), *(abs(float(rows[c].sum())) for c in parts), 1e-9)
        for column, (colour, shift) in parts.items():
            values = [*rows[column].astype(float), float(rows[column].sum())]
            ax.barh(np.arange(len(values)) + shift, values, height=0.36, color=colour, label=axis_label(column))
            for at, value in enumerate(values):
                ax.text(value + np.copysign(span * 0.02, value), at + shift, _points(value), va="center", ha="left" if value >= 0 else "right", fontsize=9)
        ax.axvline(0, color="#333", lw=1)
        ax.axhline(len(rows) - 0.5, color="#333", lw=0.8)
        ax.set_yticks(range(len(names)), names)
        low = min(0.0, float(rows[list(parts)].min().min()), *(float(rows[c].sum()) for c in parts))
        high = max(0.0, float(rows[list(parts)].max().max()), *(float(rows[c].sum()) for c in parts))
        ax.set_xlim(low - 0.16 * (high - low + span), high + 0.16 * (high - low + span))
        ax.invert_yaxis()
        ax.xaxis.set_major_formatter(lambda v, _: _points(v))
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.13), ncols=2)
        finish(ax, title, xlabel=str(Label("percentage points", "百分点")), grid="x")
    return ax


def plot_response(budget_tables: dict[str, pd.DataFrame], curves, worth, title=None, ax=None, tried=None, currency=None):
    """What a budget leaves before advertising, per source, against what it costs.

    budget_tables: "now" and "best", two results of budget_table(); curves, worth: as it takes them. tried: source → table of
    daily_cost and daily_clicks, drawn as dots. Above the dashed line a source leaves more than it costs; where its curve
    runs as steep as the line, one more unit of money only brings itself back.
    """
    now, best = (budget_tables[k].set_index("source") for k in ("now", "best"))
    engine.need(budget_tables["now"], ["daily_cost", "left_amount"], "plot_response()")
    with style():
        ax = ax or axes(height=4.2)
        top = max(now["daily_cost"].max(), best["daily_cost"].max(), *(c.most for c in curves.values())) * 1.05
        spend, high = np.linspace(0, top, 300), 0.0
        for i, (source, curve) in enumerate(curves.items()):
            colour, left = (BLUE, ORANGE, *PALETTE[2:])[i], worth[source] * curve.at(spend)
            high = max(high, float(left.max()))
            # thick where budgets were tried, thin where the curve is only continued
            ax.plot(spend, left, color=colour, lw=1, alpha=0.7)
            known = (spend >= curve.least) & (spend <= curve.most)
            ax.plot(spend[known], left[known], color=colour, lw=2.6, label=words(pd.DataFrame({"source": [source]}), "source")[0])
            if tried and source in tried:
                ax.plot(tried[source]["daily_cost"], worth[source] * tried[source]["daily_clicks"], ".", color=colour, ms=8, alpha=0.55)
            ax.plot(now.loc[source, "daily_cost"], now.loc[source, "left_amount"], "o", ms=10, mfc="white", mec=colour, mew=2, zorder=4, clip_on=False)
            ax.plot(best.loc[source, "daily_cost"], best.loc[source, "left_amount"], "*", ms=16, color=colour, zorder=5, clip_on=False)
        ax.plot(spend, spend, "--", color=GREY, lw=1.2, label=str(Label("what it costs", "花掉的钱")))
        ax.plot([], [], "o", ms=9, mfc="white", mec="#333", mew=2, label=str(Label("now", "现在")))
        ax.plot([], [], "*", ms=14, color="#333", label=str(Label("best", "最优")))
        ax.set_xlim(0, top)
        ax.set_ylim(0, max(high, 1e-9) * 1.1)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        unit = pd.DataFrame()
        unit.attrs["currency"] = currency
        finish(ax, title, xlabel=axis_label("daily_cost", unit), ylabel=axis_label("left_amount", unit), grid="both")
    return ax


def plot_attribution(attribution_table: pd.DataFrame, title=None, ax=None):
    """One bar a rule, cut into the sources' shares: the same purchases, told five ways."""
    rules = [r for r in RULES if r in attribution_table]
    engine.need(attribution_table, ["source", *(rules or RULES)], "plot_attribution()")
    with style():
        ax = ax or axes(height=0.55 * len(rules) + 1.9)
        rows = attribution_table.reset_index(drop=True)
        colours = (BLUE, GREEN, RED, ORANGE, *PALETTE[4:])
        left = np.zeros(len(rules))
        for i, name in enumerate(words(rows, "source")):
            share = np.array([float(rows.loc[i, r]) / (rows[r].sum() or np.nan) for r in rules])
            ax.barh(range(len(rules)), share, left=left, color=colours[i % len(colours)], height=0.66, label=name)
            for y, (at, part) in enumerate(zip(left, share, strict=True)):
                if part >= 0.045:
                    ax.text(at + part / 2, y, percent(round(part, 2)), ha="center", va="center", fontsize=9,
                            color="white" if i % len(colours) in (0, 1, 2, 6) else "#222")
            left = left + np.nan_to_num(share)
        ax.set_yticks(range(len(rules)), words(pd.DataFrame({"rule": rules}), "rule"))
        ax.set_xlim(0, 1)
        ax.invert_yaxis()
        ax.xaxis.set_major_formatter(percent)
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.45, -0.16), ncols=3, fontsize=9.5)
        of = attribution_table.attrs.get("of", "purchases")
        finish(ax, title, xlabel=str(Label(f"share of the {'amount paid' if of == 'paid_amount' else 'purchases'}", "占支付金额的比例" if of == "paid_amount" else "占成交笔数的比例")), grid="x")
    return ax


def _points(value) -> str:
    """A difference of rates in percentage points, signed."""
    text = f"{100 * value:+.2f}"
    return text.replace("-", "−") if set(text) & set("123456789") else "0.00"
