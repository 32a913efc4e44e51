"""What a report of the shop's days does not say of them, and its orders do: how many orders there were."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Part
from shopkit.shop import RULES, Shop

# by the days of placing, of payment and of the refund; no report of days that gives people gives these as well
_COUNTS = ("orders", "paid_orders", "refunded_orders")


def assemble(tables: dict[str, pd.DataFrame], parts: list[Part]) -> dict[str, pd.DataFrame]:
    """The tables with the counts of orders in shop_days that only the orders tell, on the days that the orders span.

    Of one platform only: its days are not completed by another one's orders. refunded_orders only where the orders
    say when money went back; the order's own day would be another one. The first and the last day of an export of orders
    may be a part of a day: they are as the export has them.
    """
    orders, days = tables.get("orders"), tables.get("shop_days")
    if orders is None or days is None or not len(orders) or not len(days):
        return tables
    sold = {part.entry.platform for part in parts if "orders" in part.tables}
    if sold != {part.entry.platform for part in parts if "shop_days" in part.tables}:
        return tables
    counted = RULES["shop_days"].derive(Shop({"orders": orders})).set_index("date")
    wanted = [name for name in _COUNTS if name in counted and not (name in days and days[name].notna().any())]
    if "refunded_at" not in orders or not orders["refunded_at"].notna().any():
        wanted = [name for name in wanted if name != "refunded_orders"]
    if not wanted or not days["date"].isin(counted.index).any():
        return tables
    for name in wanted:
        days = days.assign(**{name: days["date"].map(counted[name])})
    entry = next(part.entry for part in parts if "shop_days" in part.tables)
    entry.note("orders_counted", Label(
        "How many orders a day had is counted in the export of orders ({first:date} to {last:date}).",
        "每天的订单数按订单导出统计（{first:date} 至 {last:date}）。",
    ).fill(first=counted.index.min(), last=counted.index.max()))
    return tables | {"shop_days": days}
