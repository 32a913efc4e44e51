"""A price war: what a cut does to units, margin and contribution, who can stand it how long; and one as it was seen."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metrics.competition import tell_buyers
from shopkit.metrics.conversion import LEVEL
from shopkit.metrics.survivors import NEAR, usual_days
from shopkit.schema import Column

DAYS_A_MONTH = 30
SIDES = {"you": Label("You", "你"), "rival": Label("The rival", "对手")}
CHOICES = {
    "nobody": Label("Nobody cuts", "都不降"), "you": Label("Only you cut", "只有你降"), "rival": Label("Only the rival cuts", "只有对手降"),
    "both": Label("Both cut", "都降")}
COLUMNS = (
    Column("side", "text", Label("Who", "谁"), values=SIDES),
    Column("who_cuts", "text", Label("Who cuts", "谁降价"), values=CHOICES),
    Column("units_a_day_before", "number", Label("Units a day, before", "原来每天件数")),
    Column("units_a_day", "number", Label("Units a day", "每天件数")),
    Column("units_share_before", "rate", Label("Share of the units of both, before", "两家件数占比（原来）")),
    Column("units_share", "rate", Label("Share of the units of both", "两家件数占比")),
    Column("kept_rate", "rate", Label("Left of the price", "每件留下的比例")),
    Column("daily_contribution_before", "money", Label("Contribution a day, before", "原来每天贡献利润"), "money"),
    Column("daily_contribution", "money", Label("Contribution a day", "每天贡献利润"), "money"),
    Column("daily_result", "money", Label("After fixed cost and visitors, a day", "扣固定费用和访客成本后，每天"), "money"),
    Column("months_left", "number", Label("Can bear it for (months)", "能撑几个月"), "months"),
    Column("your_contribution", "money", Label("Your contribution a day", "你每天的贡献利润"), "money"),
    Column("rival_contribution", "money", Label("The rival's contribution a day", "对手每天的贡献利润"), "money"),
    Column("cut_days", "count", Label("Days with the price cut", "降价天数"), "days"),
    Column("cut_first", "date", Label("Cut from", "降价从")),
    Column("cut_last", "date", Label("Cut until", "降价到")),
    Column("price_ratio", "number", Label("Price, cut ÷ usual", "价格：降后 ÷ 平时")),
    Column("conversion_ratio", "number", Label("Conversion, cut ÷ usual", "转化率：降后 ÷ 平时")),
    Column("value_ratio", "number", Label("Value per visitor, cut ÷ usual", "UV价值：降后 ÷ 平时")),
    Column("daily_profit_usual", "money", Label("Profit a day at the usual price (estimate)", "平时每天利润（估算）"), "money"),
    Column("daily_profit_cut", "money", Label("Profit a day in the war (estimate)", "价格战中每天利润（估算）"), "money"),
)


@dataclass(frozen=True)
class Side:
    """One side of a price war: units a day and price today; unit_cost: all that grows with a unit (goods, fees, shipping); fixed: a day, all that
    does not (visitors, wages, rent); reserve: money that it can lose."""

    units: float
    price: float
    unit_cost: float
    fixed: float = 0.0
    reserve: float = 0.0


def price_war(you: Side, rival: Side, your_cut: float = 0.0, rival_cut: float = 0.0, elasticity: float = 1.3, pull: float = 0.5) -> pd.DataFrame:
    """Units, margin and contribution of both sides when one or both cut their price, and how long each can bear it.

        units = units today × (1 − own cut) ** −elasticity × (1 − the other's cut) ** pull
        contribution = units × (price × (1 − cut) − unit_cost);   months_left = reserve ÷ (30 × loss a day), ∞ without a loss

    What you sell more is partly taken from the rival (pull), partly from those who would not have bought or bought elsewhere. The two
    exponents are assumptions: lesson 02 estimates the first from prices drawn by lot.

    you, rival: Side. your_cut, rival_cut: shares of the price, 0 to under 1. elasticity: percent more units per percent of an own cut, roughly. pull:
    percent fewer units per percent of the other's cut.
    Returns two rows, "you" and "rival": side, price (after the cut), units_a_day_before, units_a_day, units_share_before, units_share, kept_rate (left of the
    price), daily_contribution_before, daily_contribution, daily_result (after fixed), months_left (NaN where there is no loss). Raises UserError for a cut outside
    0 to 1, and a price that is not positive.
    Source: constant elasticities, the usual first model of demand.

    >>> you, rival = Side(10, 100.0, 70.0, reserve=900.0), Side(30, 100.0, 60.0)
    >>> table = price_war(you, rival, your_cut=0.2, rival_cut=0.2)
    >>> table[["side", "units_a_day", "kept_rate", "daily_contribution"]].round(3).values.tolist()
    [['you', 11.954, 0.125, 119.544], ['rival', 35.863, 0.25, 717.264]]
    """
    cuts = {"you": your_cut, "rival": rival_cut}
    sides = {"you": you, "rival": rival}
    if not all(0 <= cut < 1 for cut in cuts.values()):
        raise UserError(Label("A cut is a share of the price between 0 and 1: 0.2 for 20 %.", "降价幅度是价格的一个比例，在 0 到 1 之间：降 20% 写 0.2。"), code="not_a_share")
    if not all(side.price > 0 for side in sides.values()):
        raise UserError(Label("A price war needs prices above 0 on both sides.", "价格战的双方都要有大于 0 的价格。"), code="no_price")
    rows = []
    for (name, side), other in zip(sides.items(), ("rival", "you"), strict=True):
        price = side.price * (1 - cuts[name])
        units = side.units * (1 - cuts[name]) ** -elasticity * (1 - cuts[other]) ** pull
        before, now = side.units * (side.price - side.unit_cost), units * (price - side.unit_cost)
        result = now - side.fixed
        rows.append({"side": name, "price": price, "units_a_day_before": side.units, "units_a_day": units, "kept_rate": 1 - side.unit_cost / price,
                     "daily_contribution_before": before, "daily_contribution": now, "daily_result": result,
                     "months_left": side.reserve / (-result * DAYS_A_MONTH) if result < 0 else math.nan})
    table = pd.DataFrame(rows)
    for name in ("units_a_day_before", "units_a_day"):
        total = table[name].sum()
        table[name.replace("units_a_day", "units_share")] = table[name] / total if total else np.nan
    return table[["side", "price", "units_a_day_before", "units_a_day", "units_share_before", "units_share", "kept_rate", "daily_contribution_before",
                  "daily_contribution", "daily_result", "months_left"]]


def who_cuts(you: Side, rival: Side, cut: float, elasticity: float = 1.3, pull: float = 0.5) -> pd.DataFrame:
    """The four ways a price war can go: nobody cuts, one does, both do; contribution a day of both sides.

    Parameters and errors as price_war(). Returns who_cuts, your_contribution, rival_contribution (money a day).

    >>> who_cuts(Side(10, 100.0, 70.0), Side(10, 100.0, 70.0), 0.2).round(0).values.tolist()
    [['nobody', 300.0, 300.0], ['you', 134.0, 268.0], ['rival', 268.0, 134.0], ['both', 120.0, 120.0]]
    """
    rows = []
    for choice, cuts in {"nobody": (0, 0), "you": (cut, 0), "rival": (0, cut), "both": (cut, cut)}.items():
        money = price_war(you, rival, *cuts, elasticity, pull)["daily_contribution"]
        rows.append({"who_cuts": choice, "your_contribution": money[0], "rival_contribution": money[1]})
    return pd.DataFrame(rows)


def units_needed(kept_rate: float, cut: float) -> float:
    """How many times the units of today a price cut must sell to leave as much as today: kept_rate ÷ (kept_rate − cut).

    kept_rate: left of the price today, after all that grows with a unit. cut: share of the price. ∞ where the cut takes all that is left. Raises UserError
    for a cut outside 0 to 1.

    >>> units_needed(0.4, 0.2), units_needed(0.2, 0.2)
    (2.0, inf)
    """
    if not 0 <= cut < 1:
        raise UserError(Label("A cut is a share of the price between 0 and 1: 0.2 for 20 %.", "降价幅度是价格的一个比例，在 0 到 1 之间：降 20% 写 0.2。"), code="not_a_share")
    return kept_rate / (kept_rate - cut) if kept_rate > cut else math.inf


def price_cuts_seen(rivals, at_least: float = 0.1) -> pd.DataFrame:
    """Rivals that sold far below their usual price for a week or more, and what it brought them.

        each ratio = of the days at the cut price ÷ of the days at the usual price, added first, then divided

    The cut price is the median of the days on which the price lay `at_least` below the usual one; days further off than NEAR from it (a campaign on top) are left
    out, so are campaigns at the usual price.

    rivals: competitors with date, rival, price_index, visitors, pay_conversion, paid_amount; category and profit_rate where known. at_least: share of the price.
    Returns one row per such rival, the deepest cut first: rival, category, cut_first, cut_last, cut_days, price_ratio, conversion_ratio, value_ratio, daily_profit_usual,
    daily_profit_cut (NaN without profit_rate). attrs: currency. Empty where nobody cut so far. Raises UserError where a column is missing.

    >>> dates = pd.date_range("2026-10-01", periods=40)
    >>> rivals = pd.DataFrame({"date": dates, "rival": "A", "price_index": [100.0] * 25 + [80.0] * 15, "visitors": 1000, "pay_conversion": [0.03] * 25 + [0.036] * 15,
    ...     "paid_amount": [3000.0] * 25 + [2880.0] * 15})
    >>> price_cuts_seen(rivals)[["rival", "cut_days", "price_ratio", "conversion_ratio", "value_ratio"]].round(2).values.tolist()
    [['A', 15, 0.8, 1.2, 0.96]]
    """
    engine.need(rivals, ["date", "rival", "price_index", "visitors", "pay_conversion", "paid_amount"], "price_cuts_seen()")
    rows = tell_buyers(rivals).astype({"visitors": float})
    rows["profit"] = rows["paid_amount"] * rows["profit_rate"] if "profit_rate" in rows else np.nan
    found = []
    for rival, days in rows.groupby("rival", sort=False):
        ratio = days["price_index"] / days["price_index"].median()
        low = ratio[ratio <= 1 - at_least]
        cut = days[(ratio / low.median() - 1).abs() <= NEAR]
        usual = usual_days(days)
        if len(cut) < 7 or not len(usual):
            continue
        sums, before = (part[["visitors", "buyers", "paid_amount"]].sum() for part in (cut, usual))
        found.append({
            "rival": rival, "category": days["category"].iloc[0] if "category" in days else None, "cut_first": cut["date"].min(), "cut_last": cut["date"].max(),
            "cut_days": len(cut), "price_ratio": cut["price_index"].mean() / usual["price_index"].mean(),
            "conversion_ratio": sums["buyers"] / sums["visitors"] / (before["buyers"] / before["visitors"]),
            "value_ratio": sums["paid_amount"] / sums["visitors"] / (before["paid_amount"] / before["visitors"]),
            "daily_profit_usual": usual["profit"].mean(), "daily_profit_cut": cut["profit"].mean()})
    names = ["rival", "category", "cut_first", "cut_last", "cut_days", "price_ratio", "conversion_ratio", "value_ratio", "daily_profit_usual", "daily_profit_cut"]
    table = pd.DataFrame(found, columns=names).sort_values("price_ratio", ignore_index=True)
    table.attrs["currency"] = getattr(rivals, "attrs", {}).get("currency")
    return table


def own_in_a_war(items, products, category: str, first, last, level: float = LEVEL) -> pd.Series:
    """What a rivals' price war did to the shop's own conversion in that category, against its other categories.

        effect = (buyers ÷ visitors of the category, in the war ÷ before) ÷ (the same of the other categories)

    Each day is compared with itself: of its buyers, how many bought the category, given its share of the visitors (binomial regression with that share as offset).
    So campaigns and seasons drop out; what moved only one category at the same time does not. Days of a pre-sale and the day after, on which a category's payments
    stand elsewhere, are left out.

    items: day × item (date, product_id, visitors, buyers; is_presale where known). products: product_id, category. first, last: days of the war. level: of the
    interval. Returns a Series: category, days_before, days_war, effect, effect_low, effect_high, beyond_chance; NaN where there is too little to compare.
    Raises UserError where a column is missing.
    Source: logistic regression as in statsmodels.

    >>> days = pd.date_range("2026-10-01", periods=20)
    >>> items = pd.concat([pd.DataFrame({"date": days, "product_id": item, "visitors": 1000, "buyers": [n + day % 3 for day, n in enumerate([before] * 10 + [after] * 10)]}) for item, before, after in (("1", 40, 20), ("2", 40, 40))])
    >>> products = pd.DataFrame({"product_id": ["1", "2"], "category": ["lamps", "kettles"]})
    >>> round(own_in_a_war(items, products, "lamps", "2026-10-11", "2026-10-20")["effect"], 2)
    0.51
    """
    from statsmodels.genmod.families import Binomial
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools import add_constant

    engine.need(items, ["date", "product_id", "visitors", "buyers"], "own_in_a_war()")
    engine.need(products, ["product_id", "category"], "own_in_a_war()")
    first, last = pd.Timestamp(first), pd.Timestamp(last)
    rows = items.merge(products[["product_id", "category"]], on="product_id").astype({"visitors": float, "buyers": float})
    if "is_presale" in rows:
        deposit = rows.loc[rows["is_presale"].fillna(False).astype(bool), "date"].unique()
        rows = rows[~rows["date"].isin([day + pd.Timedelta(days=n) for day in deposit for n in (0, 1)])]
    rows = rows[rows["date"] <= last].assign(own=rows["category"] == category)
    days = rows.groupby(["date", "own"])[["visitors", "buyers"]].sum().unstack("own").reindex(columns=[(c, o) for c in ("visitors", "buyers") for o in (True, False)]).dropna()
    days = days[(days["visitors"] > 0).all(axis=1) & (days["buyers"].sum(axis=1) > 0)]
    war = pd.Series((days.index >= first).astype(float), index=days.index, name="war")
    told = {"category": category, "days_before": int((war == 0).sum()), "days_war": int(war.sum())}
    bought = days["buyers"]
    if min(told["days_before"], told["days_war"]) < 7 or not all(bought[side][war == when].sum() > 0 for side in (True, False) for when in (0, 1)):
        return pd.Series(told | {"effect": math.nan, "effect_low": math.nan, "effect_high": math.nan, "beyond_chance": False})
    offset = np.log(days["visitors"][True] / days["visitors"][False])
    fit = GLM(np.column_stack([bought[True], bought[False]]), add_constant(war).to_numpy(), family=Binomial(), offset=offset.to_numpy()).fit()
    low, high = np.exp(fit.conf_int(alpha=1 - level)[1])
    return pd.Series(told | {"effect": float(np.exp(fit.params[1])), "effect_low": float(low), "effect_high": float(high), "beyond_chance": bool(not low <= 1 <= high)})
