"""Charts of positioning: reasons to buy, demand per seller, rivals by price and rating, break-even visitors."""

from __future__ import annotations

import pandas as pd

from shopkit import engine
from shopkit.labels import Label, format_value
from shopkit.metrics.positioning import OWN
from shopkit.metrics.reasons import NONE
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
    percent,
    plain,
    style,
    words,
)

# where a rival's name may stand beside its dot, tried in this order: right, left, above, below
_PLACES = (((7, 0), "left", "center"), ((-7, 0), "right", "center"), ((0, 8), "center", "bottom"), ((0, -8), "center", "top"))


def plot_reasons(table: pd.DataFrame, title=None, ax=None):
    """Share of pleased buyers who name each reason of `buying_reasons()`; those you had named stand out."""
    engine.need(table, ["reason", "praised_share", "yours"], "plot_reasons()")
    with style():
        ax = ax or axes(height=0.42 * len(table) + 1.3)
        colours = [GREY if reason == NONE else ORANGE if yours else BLUE for reason, yours in zip(table["reason"], table["yours"], strict=True)]
        texts = [format_value(v, "rate") for v in table["praised_share"]]
        bars(ax, words(table, "reason"), table["praised_share"].to_list(), texts, colours, room=1.12, kind="rate")
        ax.xaxis.set_major_formatter(percent)
        if table["yours"].any():
            for colour, label in ((ORANGE, Label("one of yours", "你列出的")), (BLUE, Label("not yours", "你没列出的"))):
                ax.barh([0], [0], color=colour, label=str(label))
            # below the axis: any of the bars may be the longest
            ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.14), ncol=2)
        finish(ax, title, xlabel=axis_label("praised_share"), grid="x")
    return ax


def plot_niches(table: pd.DataFrame, title=None, ax=None, highlight=None):
    """Searches per seller of `niches()`, one bar per row, rising demand marked; the row named `highlight` (category, segment) stands out."""
    engine.need(table, ["category", "segment", "searches_per_seller", "trend_low", "trend_high"], "plot_niches()")
    with style():
        ax = ax or axes(height=0.34 * len(table) + 1.3)
        names = [plain(f"{c} · {s}") for c, s in zip(table["category"], table["segment"], strict=True)]
        texts = []
        for row in table.itertuples():
            grows = str(Label(f"   ↗ +{format_value(row.demand_trend, 'rate')} in 30 days", f"   ↗ 30 天 +{format_value(row.demand_trend, 'rate')}")) if row.trend_low > 0 else ""
            texts.append(format_value(round(row.searches_per_seller, 1), "number") + grows)
        colours = [ORANGE if highlight is not None and tuple(highlight) == (c, s) else BLUE for c, s in zip(table["category"], table["segment"], strict=True)]
        bars(ax, names, table["searches_per_seller"].to_list(), texts, colours, room=1.28, kind="number")
        if ORANGE in colours:
            ax.barh([0], [0], color=ORANGE, label=str(Label("where this shop sells most", "本店卖得最多的一块")))
            ax.legend(frameon=False, loc="lower right")
        finish(ax, title, xlabel=axis_label("searches_per_seller"), grid="x")
    return ax


def plot_price_quality(table: pd.DataFrame, title=None, ax=None):
    """Shops of `price_quality()` by price index and rating: this shop as a star with its interval, rivals of another tier hollow."""
    engine.need(table, ["rival", "is_own", "same_tier", "price_index", "dsr_item", "rating_low", "rating_high"], "plot_price_quality()")
    with style():
        ax = ax or axes(height=4.2)
        rivals, own = table[~table["is_own"]], table[table["is_own"]]
        for alike, face in ((True, BLUE), (False, "white")):
            rows = rivals[rivals["same_tier"] == alike]
            label = Label("rival of the same tier", "同层竞店") if alike else Label("rival of another tier", "不同层竞店")
            if len(rows):
                ax.plot(rows["price_index"], rows["dsr_item"], "o", ms=9, mfc=face, mec=BLUE if alike else GREY, ls="", label=str(label))
        gap = [(own["dsr_item"] - own["rating_low"]).to_list(), (own["rating_high"] - own["dsr_item"]).to_list()]
        ax.errorbar(own["price_index"], own["dsr_item"], yerr=gap, fmt="*", ms=16, color=ORANGE, ecolor=ORANGE, capsize=3, label=str(Label("this shop, 95 % interval", "本店（95% 区间）")))
        # room at the sides for the names
        low, high = table["price_index"].min(), table["price_index"].max()
        spare = max((high - low) * 0.28, 6)
        ax.set_xlim(low - spare, high + spare)
        ratings = pd.concat([table[c] for c in ("dsr_item", "rating_low", "rating_high")]).dropna()
        ax.set_ylim(ratings.min() - 0.05, min(ratings.max() + 0.05, 5.02))
        _name_dots(ax, table)
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.17), ncol=3, fontsize=9.5)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "number"))
        finish(ax, title, xlabel=str(Label("Price index (100 = average): cheaper ←  → dearer", "价格指数（100 为平均）：便宜 ←  → 贵")), ylabel=str(Label("Rating of the item (1–5)", "描述相符评分（1–5）")), grid="both")
    return ax


def _name_dots(ax, table: pd.DataFrame):
    """Each rival's name beside its dot, on the side where it covers no other name, dot or interval."""
    figure = ax.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    dots = [ax.transData.transform((row.price_index, row.dsr_item)) for row in table.itertuples()]
    taken = []
    for (x, y), row in zip(dots, table.itertuples(), strict=True):
        if row.is_own:
            # the interval stands in the way of names over its whole length
            ends = [ax.transData.transform((row.price_index, v))[1] for v in (row.rating_low, row.rating_high) if v == v]
            taken.append((x - 9, min([y - 9, *ends]), x + 9, max([y + 9, *ends])))
        else:
            taken.append((x - 5, y - 5, x + 5, y + 5))
    inside = ax.get_window_extent(renderer)
    for row in table.itertuples():
        if row.rival == OWN:
            continue
        best = None
        for offset, across, up in _PLACES:
            text = ax.annotate(plain(row.rival), (row.price_index, row.dsr_item), xytext=offset, textcoords="offset points", ha=across, va=up, fontsize=9.5)
            box = text.get_window_extent(renderer)
            edges = (box.x0, box.y0, box.x1, box.y1)
            out = max(inside.x0 - box.x0, 0) + max(box.x1 - inside.x1, 0)
            cost = sum(_overlap(edges, other) for other in taken) + out * 100
            if best is None or cost < best[0]:
                if best is not None:
                    best[1].remove()
                best = (cost, text, edges)
            else:
                text.remove()
            if best[0] == 0:
                break
        taken.append(best[2])


def _overlap(a, b) -> float:
    return max(0.0, min(a[2], b[2]) - max(a[0], b[0])) * max(0.0, min(a[3], b[3]) - max(a[1], b[1]))


def plot_break_even(fixed_per_day: float, gap_per_visitor: float, visitors_now: float, currency=None, title=None, ax=None):
    """What visitors of a day leave, against the fixed cost of a day; where the two meet is the break-even."""
    with style():
        ax = ax or axes(height=3.6)
        meet = fixed_per_day / gap_per_visitor if gap_per_visitor > 0 else float("nan")
        reach = max(v for v in (visitors_now * 1.5, meet * 1.25, 10) if v == v)
        # a break-even far beyond what the shop has would press everything else into the corner
        reach = min(reach, visitors_now * 6) if visitors_now else reach
        ax.plot([0, reach], [0, gap_per_visitor * reach], color=BLUE, lw=2.5, label=str(Label("what the visitors leave", "访客剩下的钱")))
        ax.axhline(fixed_per_day, color=RED, lw=2, ls="--", label=str(Label("rent, wages and the like", "房租、工资等固定费用")))
        ax.axvline(visitors_now, color=GREY, lw=1.5, ls=":", label=str(Label("visitors today", "现在的访客数")))
        if meet <= reach:
            ax.plot([meet], [fixed_per_day], "o", ms=10, color=GREEN, label=str(Label("break-even", "保本点")), zorder=5)
            ax.annotate(format_value(round(meet), "count"), (meet, fixed_per_day), xytext=(8, -14), textcoords="offset points", fontsize=12)
        ax.set_xlim(0, reach)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.yaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.legend(frameon=False, loc="upper center", bbox_to_anchor=(0.5, -0.17), ncol=2, fontsize=9.5)
        unit = f" ({currency})" if currency else ""
        finish(ax, title, xlabel=str(Label("Visitors a day", "每天访客数")), ylabel=plain(f"{Label('a day', '每天')}{unit}"), grid="y")
    return ax
