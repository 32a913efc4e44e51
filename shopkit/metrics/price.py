"""Price: how carts answer to it, which price leaves most, and what stacked offers leave of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.schema import Column

COLUMNS = (
    Column("elasticity", "number", Label("Elasticity", "价格弹性")),
    Column("elasticity_low", "number", Label("Elasticity, at least (95 %)", "价格弹性下限（95%）")),
    Column("elasticity_high", "number", Label("Elasticity, at most (95 %)", "价格弹性上限（95%）")),
    Column("how", "text", Label("Read from", "依据"), values={
        "drawn": Label("prices drawn by lot", "随机定价"), "drawn_low": Label("drawn by lot, lower end", "随机定价，区间下端"),
        "drawn_high": Label("drawn by lot, upper end", "随机定价，区间上端"), "ordinary": Label("ordinary discounts", "平时的折扣")}),
    Column("units_after", "rate", Label("Change of units", "销量变化")),
    Column("paid_after", "rate", Label("Change of paid amount", "支付金额变化")),
    Column("profit_after", "rate", Label("Change of profit before fixed cost", "扣固定费用前利润变化")),
    Column("days", "count", Label("Days", "天数"), "days"),
    Column("prices", "count", Label("Different prices", "不同价格数"), "prices"),
    Column("counted", "count", Label("Carts or units counted", "计入的加购或件数"), "times"),
    Column("profit", "money", Label("Left before fixed cost", "扣固定费用前剩下的"), "money"),
    Column("tried", "flag", Label("Within the prices tried", "在试过的价格之内")),
    Column("offer", "text", Label("Offer", "优惠")),
    Column("buyer_pays", "money", Label("Buyer pays", "买家实付"), "money"),
    Column("seller_gets", "money", Label("Seller gets", "卖家实收"), "money"),
    Column("left_over", "money", Label("Left after cost", "扣成本后剩下"), "money"),
)


def price_elasticity(items, product_id: str | None = None, count: str = "cart_adders", traffic: str = "visitors", without=()) -> pd.DataFrame:
    """By how many percent the count per visitor changes where the price is one percent higher: −1.6 is 1.6 % fewer.

        log(count ÷ visitors) = level + elasticity × log(price) [+ b × log(the same rate of the shop's other items that day)]

    Poisson regression (statsmodels GLM) with visitors as exposure; its intervals allow for days that differ by more than
    chance (Pearson's χ² as scale). For one item the day's mood is held still by the rate of all other items. Only where the price was
    set by lot is the slope an effect. Ordinary discounts fall on campaign days, which sell more for other reasons too: over
    all items (product_id None, each with a level of its own) the slope mixes both.

    The count is of carts, because the price of the day decides them and they are many; units follow later, and some are only
    added to another order. items: day × item (date, product_id, price, visitors, cart_adders, or the columns named).
    without: dates to leave out (campaign days). Returns one row: elasticity, elasticity_low and elasticity_high (95 %), days,
    prices (different ones), counted. Raises UserError where a column is missing, or the price never changed.
    Source: textbook constant-elasticity demand; McCullagh & Nelder, Generalized Linear Models, ch. 6.

    >>> days = pd.DataFrame({"date": pd.date_range("2026-09-01", periods=40), "product_id": "lamp", "price": [80.0, 100.0] * 20,
    ...     "visitors": 1000, "cart_adders": [101, 64, 99, 65] * 10})
    >>> price_elasticity(days, "lamp").round(1)[["elasticity", "days", "prices", "counted"]].values.tolist()
    [[-2.0, 40.0, 2.0, 3290.0]]
    """
    # not statsmodels.api, which loads all of it
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    found = engine.table(items)
    engine.need(found, ["date", "product_id", "price", count, traffic], "price_elasticity()")
    table = engine.collect(found.select("date", "product_id", "price", count, traffic)).astype({"price": float, count: float, traffic: float})
    table = table[~table["date"].isin(pd.to_datetime(list(without)))].dropna()
    table = table[(table[traffic] > 0) & (table["price"] > 0)]
    design, rows = _all(table, count, traffic) if product_id is None else _one(table, product_id, count, traffic)
    if rows.empty or rows.groupby("product_id")["price"].nunique().max() < 2:
        raise UserError(Label("price_elasticity(): the price never changed on these days, so nothing can be read from it.",
                              "price_elasticity()：这些天里价格从没变过，看不出顾客怎么反应。"), code="one_price")
    fitted = GLM(rows[count], design, family=Poisson(), offset=np.log(rows[traffic])).fit(scale="X2", use_t=True)
    low, high = fitted.conf_int().loc["log_price"]
    days = (table if product_id is None else rows)["date"].nunique()
    return pd.DataFrame({"elasticity": [float(fitted.params["log_price"])], "elasticity_low": [float(low)], "elasticity_high": [float(high)],
                         "days": [days], "prices": [len(rows.drop_duplicates(["product_id", "price"]))], "counted": [int(rows[count].sum())]})


def _one(table, product_id, count, traffic):
    rows = table[table["product_id"] == product_id]
    others = table[table["product_id"] != product_id].groupby("date")[[count, traffic]].sum()
    mood = np.log((others[count] / others[traffic].where(others[traffic] > 0)).where(others[count] > 0)).reindex(rows["date"]).to_numpy()
    design = pd.DataFrame({"level": 1.0, "log_price": np.log(rows["price"])}, index=rows.index)
    known = mood[np.isfinite(mood)]
    if len(known) and np.ptp(known) > 0:  # a day on which nothing else was sold is taken for an ordinary one
        design["mood"] = np.nan_to_num(mood - known.mean())
    return design, rows


def _all(table, count, traffic):
    """Days of one item at one price are one cell: the same slope, from a hundred rows instead of thousands."""
    rows = table.groupby(["product_id", "price"], as_index=False)[[count, traffic]].sum()
    rows = rows[rows.groupby("product_id")[count].transform("sum") > 0].reset_index(drop=True)  # nothing at all has no level
    return pd.get_dummies(rows["product_id"], dtype=float).assign(log_price=np.log(rows["price"])), rows


def best_price(elasticity: float, price: float, units: float, unit_cost: float, taken: float = 0.0, low: float | None = None,
               high: float | None = None, tried: tuple[float, float] | None = None, steps: int = 61) -> pd.DataFrame:
    """What each price would leave, if units follow a constant elasticity; and the price that leaves most.

        units(p) = units × (p ÷ price) ^ elasticity;   profit(p) = units(p) × (p × (1 − taken) − unit_cost)
        with an elasticity below −1 the best price is unit_cost ÷ (1 − taken) × elasticity ÷ (1 + elasticity)

    price, units: those of today (money, units per day or month). unit_cost: goods and all that one more unit takes (money).
    taken: share of the price that goes with it (fees, commission, tax, refunds). low, high: ends of the curve (half and
    twice the price). tried: lowest and highest price that were really asked; outside of it the curve is a guess.

    Returns one row per price: price, units, paid_amount, profit (money), tried. attrs: best (price of the row with most
    profit; NaN where none leaves anything), formula (inf where the elasticity is not below −1: then the dearer the better,
    as far as the curve holds), best_tried (the best price within `tried`), at_edge (whether that is an end of it).
    Raises UserError for a price that is not positive. Source: textbook monopoly pricing (Lerner 1934).

    >>> table = best_price(-2.0, price=80, units=100, unit_cost=40, tried=(70, 90))
    >>> table.attrs["formula"], table.attrs["best_tried"], table.attrs["at_edge"]
    (80.0, 80.0, False)
    """
    if not (price > 0 and 0 <= taken < 1):
        raise UserError(Label("best_price(): price must be above 0 and `taken` a share below 1.", "best_price()：price 要大于 0，taken 是小于 1 的比例。"), code="bad_price")
    low, high = low or price / 2, high or price * 2
    prices = np.unique(np.concatenate([np.linspace(low, high, steps), [price], tried or []]))
    sold = units * (prices / price) ** elasticity
    table = pd.DataFrame({"price": prices, "units": sold, "paid_amount": sold * prices, "profit": sold * (prices * (1 - taken) - unit_cost)})
    table["tried"] = table["price"].between(*tried) if tried else False
    cost = unit_cost / (1 - taken)
    formula = cost * elasticity / (1 + elasticity) if elasticity < -1 else float("inf")
    inside = table[table["tried"]]
    best_tried = float(inside.loc[inside["profit"].idxmax(), "price"]) if tried else float("nan")
    if tried and tried[0] <= formula <= tried[1]:
        best_tried = float(formula)
    profit = table["profit"].max()
    table.attrs.update(best=float(table.loc[table["profit"].idxmax(), "price"]) if profit > 0 else float("nan"), formula=float(formula),
                       best_tried=best_tried, at_edge=bool(tried and best_tried in tried), price=price, elasticity=elasticity)
    return table


def stack_offers(list_price: float, offers, unit_cost: float = 0.0, taken: float = 0.0) -> pd.DataFrame:
    """What is left of a list price after one offer upon the other, and what the seller gets of it.

    A share comes off what is left by then, an amount off the sum; the order matters, and rates do not add up: 10 % and then
    20 % leave 72 %, not 70 %. seller_gets = buyer_pays + what the platform bears of the offers; left_over = seller_gets × (1 − taken) − unit_cost.

    list_price, unit_cost: money (unit_cost with all that one more unit takes). taken: share of the price that goes with it.
    offers: (name, off, share of it that the seller bears) in their order; off below 1 is a share, from 1 on an amount.
    Returns a row for the list price and one after each offer: offer, buyer_pays, seller_gets, left_over (money).
    Raises UserError where an offer is no share and no amount.

    >>> stack_offers(100, [("campaign", 0.15, 1.0), ("coupon of 10", 10, 1.0), ("platform coupon", 0.10, 0.5)], unit_cost=60, taken=0.1)
                 offer  buyer_pays  seller_gets  left_over
    0                        100.0       100.00     30.000
    1         campaign        85.0        85.00     16.500
    2     coupon of 10        75.0        75.00      7.500
    3  platform coupon        67.5        71.25      4.125
    """
    rows, pays, gets = [("", float(list_price), float(list_price))], float(list_price), float(list_price)
    for name, off, share in offers:
        if off < 0 or not 0 <= share <= 1:
            raise UserError(Label(f"stack_offers(): {name}: an offer is a share below 1 or an amount, and the seller bears 0 to 1 of it.",
                                  f"stack_offers()：{name}：优惠是小于 1 的比例或一个金额，卖家承担的比例在 0 到 1 之间。"), code="bad_offer")
        amount = min(pays * off if off < 1 else off, pays)
        pays, gets = pays - amount, gets - amount * share
        rows.append((name, pays, gets))
    table = pd.DataFrame(rows, columns=["offer", "buyer_pays", "seller_gets"])
    return table.assign(left_over=table["seller_gets"] * (1 - taken) - unit_cost)
