"""Events and orders → the daily tables: what follows from them, and the columns that the world alone knows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.shop import RULES, Shop
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates
from shopkit.world.stream import stream
from shopkit.world.words import Words

# what follows from events and orders; a shop so small that nobody ordered still has the columns
_COUNTED = ["visitors", "page_views", "favourites", "cart_adders", "orderers", "buyers", "orders", "paid_orders",
            "refunded_orders", "order_amount", "paid_amount", "refund_amount"]


def daily_tables(plan: ShopPlan, rates: Rates, events, orders, customers_first, words: Words) -> dict[str, pd.DataFrame]:
    """shop_days, traffic and items. customers_first: visitor_id → day first seen (a Series of dates)."""
    known = Shop({"events": events, "orders": orders})
    days = pd.DatetimeIndex([pd.Timestamp(d) for d in plan.calendar], name="date").as_unit("us")
    dated = events.assign(date=events["at"].dt.floor("D"))
    items = _items(plan, rates, dated, orders, days, words)
    traffic = _traffic(plan, rates, known, dated, days, words)
    shop_days = _shop_days(plan, rates, known, dated, items, customers_first, days)
    return {"shop_days": shop_days, "traffic": traffic, "items": items}


def _shop_days(plan, rates, known, dated, items, first_seen, days):
    table = RULES["shop_days"].derive(known).set_index("date").reindex(index=days, columns=_COUNTED, fill_value=0)
    visitors = dated[["date", "visitor_id"]].drop_duplicates()
    new = visitors["visitor_id"].map(first_seen) == visitors["date"]
    table["new_visitors"] = visitors[new].groupby("date").size().reindex(days, fill_value=0)
    table["returning_visitors"] = table["visitors"] - table["new_visitors"]
    seen = items.groupby("date")[["impressions", "clicks"]].sum()
    table[["impressions", "clicks"]] = seen.reindex(days, fill_value=0)
    noise = {name: np.empty(len(days)) for name in ("followers", "average", "top", "click")}
    for i, day in enumerate(days):
        draw = stream(plan.seed, "shop days", day.toordinal())
        noise["followers"][i] = draw.poisson(table["visitors"].iloc[i] * 0.012)
        noise["average"][i], noise["top"][i], noise["click"][i] = draw.normal(1, [0.035, 0.03, 0.025])
    table["followers"] = noise["followers"].astype(np.int64)
    table["campaign"] = [getattr(c, plan.language) if c else None for c in rates.campaign[rates.day0:]]
    # peers sell more on the platform's campaign days too
    lift = 1 + 0.5 * (rates.intent[rates.day0:] - 1)
    for name, about, wobble in (("peer_average_conversion", "average_conversion", "average"),
                                ("peer_top_conversion", "top_conversion", "top"),
                                ("peer_average_click_rate", "average_click_rate", "click")):
        level = np.array([getattr([p for p in plan.peers if p.since <= d][-1], about) for d in plan.calendar])
        table[name] = np.round(level * noise[wobble] * (lift if "conversion" in name else 1), 4)
    return table.reset_index()


def _traffic(plan, rates, known, dated, days, words):
    table = RULES["traffic"].derive(known)
    every = pd.MultiIndex.from_product([days, words.sources], names=["date", "source"])
    counted = ["visitors", "orderers", "buyers", "orders", "paid_amount"]
    table = table.set_index(["date", "source"]).reindex(index=every, columns=counted, fill_value=0)
    visits = dated.groupby(["date", "source"])["visit_id"].nunique().reindex(every, fill_value=0)
    cost = np.zeros((len(days), len(plan.sources)))
    for i, day in enumerate(days):
        draw = stream(plan.seed, "click prices", day.toordinal())
        price = np.array([s.click for s in plan.sources]) * np.clip(draw.normal(1, 0.06, len(plan.sources)), 0.7, 1.3)
        # some clicks are paid and never arrive: closed while loading, or clicked twice
        lost = draw.binomial(200, 0.07, len(plan.sources)) / 200
        clicks = np.round(visits.loc[day].to_numpy() * (1 + lost))
        cost[i] = np.round(clicks * price * 100) / 100
    table["cost"] = cost.reshape(-1)
    return table.reset_index()


def _items(plan, rates, dated, orders, days, words):
    """Day × item. A click is a visit that came from outside straight or by search to this item's page."""
    keys = ["date", "product_id"]
    every = pd.MultiIndex.from_product([days, words.product_ids], names=keys)
    pages = dated[dated["step"].isin(["detail", "compare"])]
    looks = dated[dated["step"] == "detail"]
    landed = looks[looks["source"] != "direct"].drop_duplicates("visit_id")

    def people(rows):
        return rows.drop_duplicates([*keys, "visitor_id"]).groupby(keys).size()

    placed = orders.assign(date=orders["ordered_at"].dt.floor("D")).groupby(keys)
    paid = orders.assign(date=orders["paid_at"].dt.floor("D"))[orders["paid_at"].notna()].groupby(keys)
    columns = {
        "clicks": landed.groupby(keys).size(), "visitors": people(looks), "page_views": pages.groupby(keys).size(),
        "cart_adders": people(dated[dated["step"] == "cart"]), "orderers": placed["customer_id"].nunique(),
        "buyers": paid["customer_id"].nunique(), "units": paid["quantity"].sum(), "paid_amount": paid["paid_amount"].sum(),
    }
    table = pd.DataFrame({name: values.reindex(every, fill_value=0) for name, values in columns.items()}, index=every)
    rate = _click_rate(plan, landed, every)
    shape = (len(days), len(plan.products))
    clicks = table["clicks"].to_numpy().reshape(shape)
    impressions, stock, rank = (np.zeros(shape, np.int64) for _ in range(3))
    sold = np.cumsum(table["units"].to_numpy().reshape(shape), axis=0)
    launched = rates.looks[rates.day0:] > 0
    for i, day in enumerate(days):
        draw = stream(plan.seed, "items seen", day.toordinal())
        shown = draw.gamma(30, 1 / 30, shape[1]) * (clicks[i] + 0.5) / rate[i]
        impressions[i] = np.where(launched[i], np.maximum(np.round(shown), clicks[i]), 0)
        wobble = draw.normal(1, 0.1, shape[1])
        rank[i] = np.maximum(1, np.round(3 + 0.9 / np.maximum(rates.looks[rates.day0 + i], 0.012) * wobble))
    # a supplier brings two months' worth on the first of each month
    month = np.array([d.year * 12 + d.month for d in plan.calendar])
    for m in np.unique(month):
        on = np.flatnonzero(month == m)
        start = sold[on[0] - 1] if on[0] else np.zeros(shape[1], np.int64)
        need = sold[on[-1]] - start
        stock[on] = np.ceil(need * 1.4 / 10) * 10 + 20 - (sold[on] - start)
    table["impressions"] = impressions.reshape(-1)
    table["price"] = rates.price[rates.day0:].reshape(-1) / 100
    table["search_rank"] = rank.reshape(-1).astype(float)
    table["stock"] = stock.reshape(-1)
    table["is_presale"] = False
    return table[launched.reshape(-1)].reset_index()


def _click_rate(plan, landed, every):
    """Expected click rate per day and item: that of its sources, weighted by the clicks they brought."""
    rate = {s.name: s.click_rate or 0.05 for s in plan.sources}
    views = (1 / landed["source"].map(rate)).groupby([landed["date"], landed["product_id"]]).mean()
    shape = (len(every.levels[0]), len(plan.products))
    return 1 / views.reindex(every).fillna(1 / 0.042).to_numpy().reshape(shape)


def monthly_costs(plan: ShopPlan, orders: pd.DataFrame) -> pd.DataFrame:
    """The costs table. A month that the shop has only in part bears its part of the fixed costs; they go with scale."""
    paid = orders[orders["paid_at"].notna()]
    month = paid["paid_at"].dt.strftime("%Y-%m")
    rows = []
    for name in dict.fromkeys(d.strftime("%Y-%m") for d in plan.calendar):
        first = pd.Timestamp(f"{name}-01")
        part = sum(d.strftime("%Y-%m") == name for d in plan.calendar) / first.days_in_month
        here = paid[month == name]
        for cost in plan.costs:
            net = round(here["paid_amount"].sum() * 100) - round(here["refund_amount"].sum() * 100)
            cents = round(cost.amount * plan.scale * 100 * part) + round(cost.per_order * 100) * here["order_id"].nunique()
            cents += round(cost.of_paid * net)
            rows.append({"month": first, "kind": cost.kind, "amount": cents / 100, "is_fixed": cost.is_fixed})
    return pd.DataFrame(rows)
