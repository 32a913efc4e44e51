"""Order lines → orders: one row per order, newest first, as platforms list them."""

from __future__ import annotations

import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.tables import devices, table, titles

_FIRST = ("customer_id", "visit_id", "ordered_at", "paid_at", "shipped_at", "delivered_at", "source", "province", "city", "coupon_id")
_SUM = ("quantity", "list_amount", "order_amount", "paid_amount", "refund_amount")


def order_lines(shop: Shop) -> pd.DataFrame | None:
    """Order lines with title and device, newest order first, lines of an order in their order; None without orders."""
    orders = table(shop, "orders")
    if orders is None or orders.empty:
        return None
    orders["line_no"] = orders["line_no"].fillna(orders.groupby("order_id").cumcount() + 1)
    orders["status"] = orders["status"].fillna(orders["paid_at"].notna().map({True: "paid", False: "unpaid"}))
    orders["title"], orders["device"] = titles(shop, orders["product_id"]), devices(shop, orders["visit_id"])
    # an export may date the lines of one order apart; they stay together
    newest = orders.groupby("order_id")["ordered_at"].transform("max")
    by = orders.assign(newest=newest).sort_values(["newest", "order_id", "line_no"], ascending=[False, False, True], kind="stable")
    return by.drop(columns="newest").reset_index(drop=True)


def order_heads(lines: pd.DataFrame) -> pd.DataFrame:
    """One row per order, in the order of `lines`: sums of money and units, first of the rest.

    status: refunded only where every line is; else that of the lines which were not refunded.
    """
    by = lines.groupby("order_id", sort=False)
    heads = by[list(_FIRST)].first().join(by[list(_SUM)].sum())
    heads[["lines", "device"]] = by.agg(lines=("line_no", "size"), device=("device", "first"))
    heads["titles"] = by["title"].agg(list)
    kept_first = lines.assign(gone=lines["status"] == "refunded").sort_values("gone", kind="stable")
    heads["status"] = kept_first.groupby("order_id")["status"].first()
    return heads.round(dict.fromkeys(_SUM[1:], 2)).reset_index()
