"""Amazon's All Orders report: one row per line of an order, tax and shipping apart from the price."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders
from shopkit.readers.report import Reader, Rows, column

# the first that is found counts; "Shipped - Delivered to Buyer" and its like stand in India's copy
_STATUSES = {
    "cancel": "cancelled",
    "unfulfillable": "cancelled",
    "pending|unconfirmed": "unpaid",
    "delivered|picked up|^complete": "completed",
    "^unshipped|^shipping|invoice": "paid",
    "shipped": "shipped",
}


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one row per line, and products.

    order_amount = item-price − item-promotion-discount: item-price is for the line, not for a unit, and tax and shipping
    stand in columns of their own. paid_amount is the same where the order waits for its shipment or is shipped; paid_at is
    purchase-date there, for Amazon has the buyer's payment before it ships. A cancelled line has no price: its amounts
    stay missing. product_id = SKU, else ASIN. Refunds and fees stand in the settlement report.
    """
    currency = rows.one_currency()
    rows.set_aside(rows.column("sales_channel", pd.NA).astype("str").str.contains("^non-amazon", case=False, na=False), "sold_elsewhere")
    discount = rows.or_zero("discount").abs()
    amount = (rows["price"] - discount).round(2)
    rows.set_aside((amount < 0) | (rows["price"] < 0), "impossible_amount")
    amount = amount[rows.frame.index]
    status = orders.status(rows, "status", _STATUSES)
    if "item_status" in rows:
        # a line may be cancelled in an order that is shipped
        status = status.where(~rows["item_status"].str.contains("cancel", case=False, na=False), "cancelled")
    paid = status.isin(["paid", "shipped", "completed"])
    unpriced = paid & amount.isna()
    if unpriced.any():
        rows.note("no_price", Label(
            "Lines of paid orders that have no price: {rows:count}. What was paid for them is unknown and stays empty "
            "(replacements cost nothing).",
            "有 {rows:count} 行属于已付款订单，却没有价格：支付金额未知，留空（换货补发本来就不收钱）。",
        ).fill(rows=int(unpriced.sum())), unpriced)
    again = rows.frame.duplicated()
    if again.any():
        rows.note("equal_rows", Label(
            "Rows that equal an earlier one in every column that is read: {rows:count}. An order may have the same item on two lines, so they are kept.",
            "有 {rows:count} 行在所读的各列上与前面某行完全相同。同一订单可能有两行相同商品，因此保留。",
        ).fill(rows=int(again.sum())), again)
    table = {
        "order_id": rows["order_id"],
        "line_no": orders.line_numbers(rows["order_id"]),
        "product_id": rows.first_of("sku", "asin"),
        "ordered_at": rows["at"],
        "paid_at": rows["at"].where(paid),
        "quantity": rows["quantity"],
        "list_amount": rows["price"].round(2),
        "order_amount": amount,
        "paid_amount": amount.where(paid),
        "status": status,
    }
    table |= {name: rows[name] for name in ("province", "city") if name in rows}
    rows.note("paid_at_purchase", Label(
        "Amazon's report has no time of payment: paid_at is purchase-date, for every order that waits for its shipment or is shipped. "
        "Refunds and fees stand in the settlement report.",
        "报表没有付款时间：待发货和已发货的订单，支付时间取 purchase-date。退款和扣费在结算报告里。"))
    frame = pd.DataFrame(table, index=rows.frame.index)
    tables = {"orders": frame}
    if {"title", "category"} & set(rows.frame):
        named = pd.DataFrame({"product_id": frame["product_id"], **{n: rows[n] for n in ("title", "category") if n in rows}})
        tables["products"] = named.dropna(subset="product_id").drop_duplicates("product_id").reset_index(drop=True)
    return tables, currency


ALL_ORDERS = Reader(
    platform="amazon",
    report="all_orders",
    feeds=("orders", "products"),
    title=Label("Amazon, All Orders", "Amazon 所有订单报告"),
    main="orders",
    build=_build,
    amount="price",
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    ends_after="price",
    personal=("purchase-order-number",),
    fields=(
        column("order_id", "id", "amazon-order-id", "Order ID", must=True, filled=True),
        column("at", "time", "purchase-date", "Date", must=True, filled=True),
        column("status", "text", "order-status", "Status", must=True, filled=True),
        column("sales_channel", "text", "sales-channel", "Sales Channel"),
        column("title", "text", "product-name"),
        column("sku", "id", "sku"),
        column("category", "text", "Category"),
        column("asin", "id", "asin", must=True),
        column("item_status", "text", "item-status"),
        column("quantity", "count", "quantity", "Qty", must=True, filled=True),
        column("currency", "text", "currency"),
        column("price", "money", "item-price", "Amount", must=True),
        column("discount", "money", "item-promotion-discount"),
        column("city", "text", "ship-city"),
        column("province", "text", "ship-state"),
    ),
)
READERS = (ALL_ORDERS,)
