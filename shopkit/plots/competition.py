"""Charts of competition: multiples of the average, shares and HHI, who survives dearer traffic, a change beside its control, a price war."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, format_value
from shopkit.metrics.positioning import OWN
from shopkit.metrics.price_war import SIDES
from shopkit.plots.house import (
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    PALETTE,
    RED,
    axes,
    axis_label,
    date_axis,
    finish,
    look,
    percent,
    plain,
    style,
    words,
)

YOU = Label("Your shop", "你的店")


def plot_multiples(table: pd.DataFrame, by: str = "month", title=None, ax=None):
    """`multiples(…, by=…)`: own rate ÷ same-tier average, a dot with its interval for each period; 1 is the average."""
    engine.need(table, [by, "compared_rate", "multiple", "multiple_low", "multiple_high"], "plot_multiples()")
    with style():
        ax = ax or axes(height=3.4)
        periods, rates = list(dict.fromkeys(table[by])), list(dict.fromkeys(table["compared_rate"]))
        names = dict(zip(table["compared_rate"], words(table, "compared_rate"), strict=True))
        ax.axhline(1, color="#333", lw=1)
        for i, rate in enumerate(rates):
            rows = table[table["compared_rate"] == rate]
            x = [periods.index(p) + (i - (len(rates) - 1) / 2) * 0.22 for p in rows[by]]
            reach = np.abs(rows[["multiple_low", "multiple_high"]].to_numpy().T - rows["multiple"].to_numpy())
            ax.errorbar(x, rows["multiple"], yerr=reach, fmt="o", ms=7, capsize=3, color=PALETTE[i], label=names[rate])
        ax.set_xticks(range(len(periods)), [plain(str(p)) for p in periods])
        ax.set_xlim(-0.5, len(periods) - 0.5)
        ax.yaxis.set_major_formatter(lambda v, _: format_value(v, "number"))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, ylabel=axis_label("multiple"), grid="y")
    return ax


def plot_shares(shares: pd.DataFrame, hhi: pd.DataFrame, by: str = "month", most: int = 5, title=None, ax=None):
    """Share lines of `market_shares(…, by=…)` for the `most` largest shops, and the HHI of `concentration()` as a dotted line, both from 0 to 1."""
    engine.need(shares, [by, "rival", "market_share", "paid_amount"], "plot_shares()")
    engine.need(hhi, [by, "hhi"], "plot_shares()")
    with style():
        ax = ax or axes(height=3.8)
        periods = sorted(shares[by].unique())
        largest = shares.groupby("rival")["paid_amount"].sum().nlargest(most).index
        for i, rival in enumerate(largest):
            rows = shares[shares["rival"] == rival].set_index(by)["market_share"].reindex(periods)
            ax.plot(range(len(periods)), rows, **look(i), label=plain(_name(rival)))
        ax.plot(range(len(periods)), hhi.set_index(by)["hhi"].reindex(periods), "s:", color="#333", label="HHI")
        ax.set_xticks(range(len(periods)), [plain(str(p)) for p in periods])
        ax.set_ylim(0, 1)
        ax.yaxis.set_major_formatter(percent)
        right = ax.secondary_yaxis("right")
        right.set_ylabel("HHI")
        right.spines["right"].set_visible(False)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1.1, 1))
        finish(ax, title, ylabel=axis_label("market_share"), grid="y")
    return ax


def plot_survivors(fall_out_table: pd.DataFrame, price: float | None = None, title=None, ax=None):
    """`fall_out()`: how dear a visitor may get for each shop, with its interval; a line at `price`, those who have fallen out in grey."""
    engine.need(fall_out_table, ["rival", "falls_out_at", "falls_out_low", "falls_out_high"], "plot_survivors()")
    with style():
        rows = fall_out_table.dropna(subset=["falls_out_at"]).sort_values("falls_out_at", ascending=False, ignore_index=True)
        ax = ax or axes(height=0.36 * len(rows) + 1.3)
        at, currency = rows["falls_out_at"].to_numpy(float), fall_out_table.attrs.get("currency")
        standing = np.full(len(rows), True) if price is None else at > price
        own = (rows["rival"] == OWN).to_numpy()
        colours = [(ORANGE if mine else BLUE) if stands else GREY for stands, mine in zip(standing, own, strict=True)]
        ax.barh(range(len(rows)), at, height=0.62, color=colours)
        reach = np.abs(rows[["falls_out_low", "falls_out_high"]].to_numpy(float).T - at)
        ax.errorbar(at, range(len(rows)), xerr=np.nan_to_num(reach), fmt="none", ecolor="#333", elinewidth=1, capsize=2)
        far = np.nanmax([0.01, *rows["falls_out_high"], *at])
        for y, (value, high) in enumerate(zip(at, rows["falls_out_high"].fillna(rows["falls_out_at"]), strict=True)):
            ax.text(max(value, high, 0) + far * 0.015, y, plain(format_value(value, "money", currency)), va="center")
        if price is not None:
            ax.axvline(price, color=RED, lw=2)
            ax.text(price + far * (0.012 if price < far * 0.6 else -0.012), -0.75, plain(str(Label(f"a visitor costs {format_value(price, 'money', currency)}", f"访客成本 {format_value(price, 'money', currency)}"))), color=RED,
                    ha="left" if price < far * 0.6 else "right", va="bottom")
        ax.set_yticks(range(len(rows)), [plain(_name(r)) for r in rows["rival"]])
        ax.set_ylim(len(rows) - 0.4, -1.4 if price is not None else -0.6)
        ax.set_xlim(min(0, np.nanmin([0, *at])) * 1.05, max(far * 1.16, (price or 0) * 1.05))
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "number"))
        finish(ax, title, xlabel=axis_label("falls_out_at", fall_out_table), grid="x")
    return ax


def plot_picture_prices(table: pd.DataFrame, title=None, ax=None):
    """`picture_prices()`: each picture's click rate against its cost per click, both ÷ those of its ad plan, with the line of "by just as much cheaper"."""
    engine.need(table, ["click_rate_ratio", "click_price_ratio"], "plot_picture_prices()")
    with style():
        ax = ax or axes(height=3.4)
        ax.plot(table["click_rate_ratio"], table["click_price_ratio"], "o", ms=7, color=BLUE, label=str(Label("a picture", "一张图")))
        low, high = table["click_rate_ratio"].min(), table["click_rate_ratio"].max()
        x = np.linspace(low, high, 30)
        ax.plot(x, 1 / x, "--", color=GREY, label=str(Label("if twice the click rate halved the price", "假如点击率翻倍、价格减半")))
        ax.axhline(1, color="#333", lw=1)
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(lambda v, _: format_value(v, "number"))
        ax.set_ylim(min(0.7, table["click_price_ratio"].min() * 0.95), max(1.3, table["click_price_ratio"].max() * 1.05))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        finish(ax, title, xlabel=axis_label("click_rate_ratio"), ylabel=axis_label("click_price_ratio"), grid="both")
    return ax


def plot_change(lines: pd.DataFrame, title=None, ax=None):
    """`change_lines()`: the rival and the others, each ÷ its own mean before the change; the day of the change marked."""
    engine.need(lines, ["date", "index_itself", "index_others"], "plot_change()")
    with style():
        ax = ax or axes(height=3.4)
        changed, name = lines.attrs["changed_on"], plain(_name(lines.attrs["rival"]))
        ax.plot(lines["date"], lines["index_others"], "o-", ms=3, color=GREY, label=str(Label("rivals that changed nothing", "没有改动的竞店")))
        ax.plot(lines["date"], lines["index_itself"], "o-", ms=4, color=BLUE, label=name)
        ax.axvline(changed, color=ORANGE, lw=2, label=str(Label("the change", "改动当天")))
        ax.axhline(1, color="#333", lw=1)
        ax.set_ylim(0, None)
        ax.yaxis.set_major_formatter(lambda v, _: format_value(v, "number"))
        date_axis(ax)
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        column = lines.attrs["column"]
        finish(ax, title, ylabel=str(Label(f"{axis_label(column)}, mean before = 1", f"{axis_label(column)}（改动前平均 = 1）")), grid="y")
    return ax


def plot_price_war(table: pd.DataFrame, currency: str | None = None, title=None):
    """`price_war()`: units and contribution a day of both sides, before and now, side by side. Returns the figure."""
    import matplotlib.pyplot as plt

    engine.need(table, ["side", "units_a_day_before", "units_a_day", "daily_contribution_before", "daily_contribution"], "plot_price_war()")
    with style():
        figure, pair = plt.subplots(1, 2, figsize=(8.6, 2.7), sharey=True)
        names = [str(SIDES[side]) for side in table["side"]]
        for ax, name, kind in ((pair[0], "units_a_day", "count"), (pair[1], "daily_contribution", "money")):
            reach = float(table[[f"{name}_before", name]].abs().max().max()) or 1.0
            for shift, column, colour, label in ((-0.2, f"{name}_before", GREY, Label("before", "原来")), (0.2, name, BLUE, Label("now", "现在"))):
                values = table[column].to_numpy(float)
                ax.barh(np.arange(len(names)) + shift, values, height=0.36, color=[RED if v < 0 else colour for v in values], label=str(label))
                for y, value in zip(np.arange(len(names)) + shift, values, strict=True):
                    text = format_value(round(value, 1), "count") if kind == "count" else format_value(value, kind, currency)
                    ax.text(max(value, 0) + reach * 0.02, y, plain(text), va="center", fontsize=9)
            ax.axvline(0, color="#333", lw=1)
            ax.set_yticks(range(len(names)), names)
            ax.set_xlim(min(0, float(table[[f"{name}_before", name]].min().min())) * 1.1, reach * 1.45)
            ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
            ax.xaxis.set_major_locator(plt.MaxNLocator(4))
            shown = pd.DataFrame()
            shown.attrs["currency"] = currency
            finish(ax, None, xlabel=axis_label(name, shown), grid="x")
        pair[0].invert_yaxis()
        pair[1].legend(*pair[0].get_legend_handles_labels(), frameon=False, loc="upper left", bbox_to_anchor=(1, 1), labelcolor="#333")
        if title is not None:
            figure.suptitle(plain(str(title)), x=0.01, ha="left", fontsize=13, wrap=True)
        figure.tight_layout()
    return figure


def plot_cuts(table: pd.DataFrame, title=None, ax=None):
    """`price_cuts_seen()`: estimated profit a day of each rival at its usual price and in the war."""
    engine.need(table, ["rival", "daily_profit_usual", "daily_profit_cut"], "plot_cuts()")
    with style():
        ax = ax or axes(height=0.62 * len(table) + 1.3)
        currency, both = table.attrs.get("currency"), table[["daily_profit_usual", "daily_profit_cut"]]
        low, high = min(0.0, float(both.min().min())), max(0.0, float(both.max().max()))
        for shift, column, colour, label in ((-0.2, "daily_profit_usual", GREEN, Label("at the usual price", "平时价格")), (0.2, "daily_profit_cut", RED, Label("in the price war", "价格战中"))):
            y = np.arange(len(table)) + shift
            ax.barh(y, table[column], height=0.36, color=colour, label=str(label))
            for at, value in zip(y, table[column], strict=True):
                ax.text(max(value, 0) + (high - low) * 0.01, at, plain(format_value(value, "money", currency)), va="center", fontsize=9)
        ax.axvline(0, color="#333", lw=1)
        ax.set_yticks(range(len(table)), [plain(_name(r)) for r in table["rival"]])
        ax.set_xlim(low * 1.05, high + (high - low or 1) * 0.25)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.invert_yaxis()
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        unit = f" ({currency})" if currency else ""
        finish(ax, title, xlabel=plain(str(Label(f"Profit a day, estimated{unit}", f"每天利润（估算）{unit}"))), grid="x")
    return ax


def _name(rival: str) -> str:
    return str(YOU) if rival == OWN else str(rival)
