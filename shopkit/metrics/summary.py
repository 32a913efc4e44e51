"""The numbers a shop owner asks first, and the metrics of money per buyer, per order and per visitor."""

from __future__ import annotations

import math

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit import engine
from shopkit.labels import Label
from shopkit.metric import Metric, Ratio, Total
from shopkit.schema import Column, column

_ADVISOR = "Taobao and Tmall Business Advisor (生意参谋)"
_NO_MONEY = Label(
    "Paid amount is never negative; where this is, refunds or corrections were booked into it.",
    "支付金额不会为负；若为负，说明退款或冲正被记进了支付金额。",
)
SPEND_PER_BUYER = Metric(
    "spend_per_buyer", Label("Spend per buyer", "客单价"), Ratio("paid_amount", "buyers"), "money", "higher",
    (0, math.inf), _NO_MONEY, f"{_ADVISOR}: paid amount ÷ paying buyers of the same period",
)
SPEND_PER_ORDER = Metric(
    "spend_per_order", Label("Spend per order", "笔单价"), Ratio("paid_amount", "paid_orders"), "money", "higher",
    (0, math.inf), _NO_MONEY, f"{_ADVISOR}: paid amount ÷ paid orders of the same period",
)
VALUE_PER_VISITOR = Metric(
    "value_per_visitor", Label("Value per visitor", "UV价值"), Ratio("paid_amount", "visitors"), "money", "higher",
    (0, math.inf), _NO_MONEY, f"{_ADVISOR}: paid amount ÷ visitors of the same period",
)
NET_PAID_AMOUNT = Metric(
    "net_paid_amount", Label("Net paid amount", "净支付金额"), Total("paid_amount", minus=("refund_amount",)), "money", "higher",
    (0, math.inf),
    Label(
        "Refunds are dated by the day they were made, payments by the day of payment: after a large campaign a quiet period can "
        "pay back more than it takes.",
        "退款按退款日、支付按支付日统计：大促之后的淡季，退回去的可能比收进来的还多。",
    ),
    "usual accounting: what was paid less what was refunded in the same period",
)
REFUND_RATE = Metric(
    "refund_rate", Label("Refund rate (of paid orders)", "退款率（占支付订单）"), Ratio("refunded_orders", "paid_orders"), "rate", "lower",
    (0, 1),
    Label(
        "Refunds are dated by the day they were made, orders by the day of payment: a period may refund orders of an earlier one.",
        "退款按退款日、订单按支付日统计：本期退的可能是前期的订单。",
    ),
    f"{_ADVISOR}: refunded orders ÷ paid orders; partly refunded orders count",
)
COLUMNS = (
    Column("metric", "text", Label("Number", "指标")),
    Column("value", "number", Label("Value", "数值")),
    Column("ad_cost", "money", Label("Ad spend", "花费"), "money"),
    Column("conversion_basis", "text", Label("Conversion counts", "转化率口径"),
           values={"people": Label("people", "人数"), "days": Label("visitor-days", "访客日")}),
    Column("first_day", "date", Label("First day", "第一天")),
    Column("last_day", "date", Label("Last day", "最后一天")),
    Column("currency", "text", Label("Currency", "货币")),
)
KEYS = (
    "orders", "paid_orders", "refunded_orders", "units", "order_amount", "paid_amount", "refund_amount", "net_paid_amount",
    "fee_amount", "buyers", "visitors", "conversion_basis", "pay_conversion", "spend_per_buyer", "spend_per_order",
    "value_per_visitor", "impressions", "clicks", "ad_cost", "first_day", "last_day", "currency",
)


def summary(shop) -> dict:
    """The numbers a shop owner asks first, by the names of KEYS; None where the shop's tables cannot say.

    Orders and money from `orders`, else from `shop_days`. Money is rounded to cents; paid_* counts orders with a
    payment, refunded_orders those of which anything went back. visitors and buyers are distinct persons
    (`conversion_basis` "people") where events or orders name persons, else sums over days ("days": visitor-days).
    buyers are those of the orders where they name persons, else those with a step "pay". Days are "YYYY-MM-DD".

    >>> import pandas as pd
    >>> from shopkit.shop import Shop
    >>> days = pd.DataFrame({"date": ["2026-11-01", "2026-11-02"], "visitors": [100, 300], "buyers": [5, 3]})
    >>> summary(Shop({"shop_days": days}))["pay_conversion"]
    0.02
    """
    money = _from_orders(shop.orders) if "orders" in shop.tables else _from_days(shop)
    people, basis = _people(shop)
    numbers = dict.fromkeys(KEYS) | money | people
    paid, refund = numbers["paid_amount"], numbers["refund_amount"]
    numbers["net_paid_amount"] = None if paid is None or refund is None else paid - refund
    numbers["conversion_basis"] = basis if numbers["visitors"] is not None else None
    numbers["pay_conversion"] = _divide(people.get("payers"), numbers["visitors"])
    # buyers of one platform did not pay another's orders
    shared = len(shop.platforms) < 2
    numbers["spend_per_buyer"] = _divide(paid, numbers["buyers"]) if shared else None
    numbers["value_per_visitor"] = _divide(paid, numbers["visitors"]) if shared else None
    numbers["spend_per_order"] = _divide(paid, numbers["paid_orders"])
    numbers["impressions"] = _first_sum(shop, ("shop_days", "impressions"), ("items", "impressions"), ("ads", "impressions"))
    numbers["clicks"] = _first_sum(shop, ("shop_days", "clicks"), ("items", "clicks"), ("ads", "clicks"))
    numbers["ad_cost"] = _first_sum(shop, ("ads", "cost"), ("traffic", "cost"))
    numbers["first_day"], numbers["last_day"] = _span(shop)
    numbers["currency"] = shop.currency
    return {key: _written(key, numbers[key]) for key in KEYS}


def five_numbers(shop) -> pd.DataFrame:
    """Visitors × pay conversion × spend per buyer = paid amount; without visitors, paid orders × spend per order.

    Columns out: `metric` (a name of the book), `value`, `kind` (how to write it). `attrs`: basis, currency.
    """
    numbers = summary(shop)
    names = ("visitors", "pay_conversion", "spend_per_buyer", "paid_amount")
    if numbers["visitors"] is None:
        names = ("paid_orders", "spend_per_order", "paid_amount")
    values = [math.nan if numbers[name] is None else numbers[name] for name in names]
    table = pd.DataFrame({"metric": names, "value": values, "kind": [kind_of(name) for name in names]})
    table.attrs.update(basis=numbers["conversion_basis"], currency=shop.currency)
    return table


def label_of(key: str, basis: str | None = None) -> Label:
    """What a key of the summary is called; with basis "days", people are called what they are."""
    if basis == "days" and key in ("visitors", "buyers"):
        return Label("Visitor-days", "访客日") if key == "visitors" else Label("Buyer-days", "买家日")
    return _declared(key).label


def kind_of(key: str) -> str:
    """How a key of the summary is written: count, money, rate, date or text."""
    return _declared(key).kind


def _declared(key: str) -> Column:
    from shopkit.metrics import describe

    return describe(key)


def _from_orders(orders: pd.DataFrame) -> dict:
    paid = orders[orders["paid_at"].notna()] if "paid_at" in orders else orders
    return {
        "orders": orders["order_id"].nunique(),
        "paid_orders": paid["order_id"].nunique(),
        "refunded_orders": orders.loc[orders["refund_amount"] > 0, "order_id"].nunique() if _known(orders, "refund_amount") else None,
        "units": _sum(paid, "quantity"),
        "order_amount": _sum(orders, "order_amount"),
        "paid_amount": _sum(paid, "paid_amount"),
        "refund_amount": _sum(orders, "refund_amount"),
        "fee_amount": _sum(orders, "fee_amount"),
    }


def _from_days(shop) -> dict:
    days = shop.shop_days if "shop_days" in shop.tables else pd.DataFrame()
    names = ("orders", "paid_orders", "refunded_orders", "order_amount", "paid_amount", "refund_amount")
    return {name: _sum(days, name) for name in names} | {"units": _first_sum(shop, ("items", "units"))}


def _people(shop) -> tuple[dict, str]:
    """visitors, buyers and payers (the buyers that pay_conversion divides), and whether they are people or days."""
    customers = _customers(shop)
    if "events" in shop.tables:
        events = engine.table(shop.source("events"))
        who = nw.col("visitor_id")
        counted = engine.collect(events.group_by("step").agg(people=who.n_unique())).set_index("step")["people"]
        visitors = int(engine.collect(events.select(who.n_unique().alias("people")))["people"].iloc[0])
        payers = int(counted["pay"]) if "pay" in counted.index else customers
        return {"visitors": visitors, "payers": payers, "buyers": payers if customers is None else customers}, "people"
    days = shop.shop_days if "shop_days" in shop.tables and "shop_days" not in shop.derived else pd.DataFrame()
    visitors, buyers = _sum(days, "visitors"), _sum(days, "buyers")
    if visitors is None:
        return {"buyers": buyers if customers is None else customers}, "people"
    # a day's visitors divide a day's buyers, never a period's distinct ones
    return {"visitors": visitors, "payers": buyers, "buyers": buyers}, "days"


def _customers(shop) -> int | None:
    if shop.missing("orders.customer_id"):
        return None
    orders = shop.orders
    paid = orders[orders["paid_at"].notna()] if "paid_at" in orders else orders
    # orders of nobody in particular are bought by somebody: how many people, the table cannot say
    return None if paid["customer_id"].isna().any() else int(paid["customer_id"].nunique())


def _span(shop) -> tuple[str | None, str | None]:
    times = [("orders", "ordered_at"), ("events", "at"), ("shop_days", "date"), ("items", "date"), ("traffic", "date"), ("ads", "date")]
    found = next(((table, name) for table, name in times if table in shop.tables), None)
    if found is None:
        return None, None
    spans = [found] if found[0] not in ("orders", "events") else [t for t in times[:2] if t[0] in shop.tables]
    ends = pd.to_datetime(pd.concat([_ends(shop, table, name) for table, name in spans]))
    return ends.min().strftime("%Y-%m-%d"), ends.max().strftime("%Y-%m-%d")


def _ends(shop, table, name) -> pd.Series:
    at = nw.col(name)
    return engine.collect(engine.table(shop.source(table)).select(at.min().alias("first"), at.max().alias("last"))).iloc[0]


def _first_sum(shop, *places) -> float | None:
    """The sum of the first of these columns that the shop has."""
    for table, name in places:
        if not shop.missing(f"{table}.{name}"):
            return _sum(shop.table(table), name)
    return None


def _known(table: pd.DataFrame, name: str) -> bool:
    return name in table and bool(table[name].notna().any())


def _sum(table: pd.DataFrame, name: str):
    return table[name].sum() if _known(table, name) else None


def _divide(top, bottom) -> float | None:
    return None if top is None or not bottom else float(top) / float(bottom)


def _written(key: str, value):
    """As JSON takes it: plain Python numbers, money in cents."""
    if value is None or isinstance(value, str):
        return value
    declared = column(key) or _declared(key)
    if declared.kind == "money":
        return round(float(value), 2)
    return int(value) if declared.kind == "count" else float(value)
