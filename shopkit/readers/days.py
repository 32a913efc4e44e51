"""The shop report by day lacks numbers that the orders and ads of the same shop can give: they are filled in from there."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Part
from shopkit.schema import column
from shopkit.shop import RULES, Shop

# what a day's orders and ads tell; people of a day are the report's own business
_FROM_ORDERS = ("orders", "paid_orders", "refunded_orders", "order_amount", "paid_amount", "refund_amount")
_FROM_ADS = ("impressions", "clicks")


def complete(tables: dict[str, pd.DataFrame], parts: list[Part]) -> dict[str, pd.DataFrame]:
    """`tables` with the columns that shop_days lacks and its platform's orders and ads have, on the days that those cover."""
    days = tables.get("shop_days")
    whose = {name: {part.entry.platform for part in parts if name in part.tables} for name in ("shop_days", "orders", "ads")}
    given = {name: tables[name] for name, columns in (("orders", _FROM_ORDERS), ("ads", _FROM_ADS))
             if name in tables and whose[name] == whose["shop_days"] and not set(columns) <= set(tables.get("shop_days", ()))}
    if days is None or "orders" not in given:
        return tables
    derived = RULES["shop_days"].derive(Shop(given)).set_index("date")
    wanted = [*_FROM_ORDERS, *(_FROM_ADS if "ads" in given else ())]
    missing = [name for name in wanted if name in derived and name not in days]
    if not missing:
        return tables
    # outside the days of the orders nothing is known, which is not nothing sold
    covered = days["date"].between(given["orders"]["ordered_at"].min().normalize(), given["orders"]["ordered_at"].max())
    filled = days.assign(**{name: days["date"].map(derived[name]).where(covered) for name in missing})
    names = [column(name, "shop_days").label for name in missing]
    next(part for part in parts if "shop_days" in part.tables).entry.note("completed_from_orders", Label(
        f"The report does not give these; they come from the other files, on the days that they cover: {', '.join(n.en for n in names)}.",
        f"报表里没有这些数，由其他文件在其覆盖的日期内补上：{'、'.join(n.zh for n in names)}。"))
    return {**tables, "shop_days": filled}
