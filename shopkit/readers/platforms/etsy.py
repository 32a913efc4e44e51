"""Etsy's sold orders, one row per order, and their items, one row per item; money without tax and shipping."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.report import Reader, Rows, column
from shopkit.readers.staged import spread

# what a spreadsheet of US or UK English calls the columns; the UK forms of state and country are extrapolated
_PERSONAL = (
    "Full Name", "First Name", "Last Name", "Street 1", "Street 2", "Ship Zipcode", "Delivery Zipcode", "Delivery Postcode",
    "Ship Name", "Ship Address1", "Ship Address2", "Email", "Phone",
)
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per order.

    order_amount = paid_amount = Order Value − Discount Amount (goods, without tax and shipping; Etsy takes payment at
    the sale, so paid_at = Sale Date). refund_amount = (Order Net + fees) − (Adjusted Net Order Amount + adjusted
    fees) where the export has an adjustment, within 0 and paid_amount. fee_amount = the adjusted card processing fee,
    else the first one. An order is `refunded` when all of its goods' money went back.
    """
    currency = rows.one_currency()
    rows.set_aside(rows["order_id"].duplicated(), "repeated_order")
    paid = (rows["order_value"] - rows.or_zero("discount")).round(2)
    impossible = (paid < 0) | (rows.or_zero("discount") < 0)
    rows.set_aside(impossible, "impossible_amount")
    paid = paid[~impossible]
    _note_totals(rows, currency)
    refund = _refund(rows, paid, currency)
    fee = rows.column("adjusted_fee").fillna(rows.column("fee"))
    table = {
        "order_id": rows["order_id"],
        "line_no": 1,
        "ordered_at": rows["sale_date"],
        "paid_at": rows["sale_date"],
        "quantity": rows["items"],
        "list_amount": rows["order_value"].round(2),
        "order_amount": paid,
        "paid_amount": paid,
        "refund_amount": refund,
        "fee_amount": fee.where(fee >= 0).round(2),
        "status": _status(rows, paid, refund),
    }
    table |= {name: rows[name] for name in ("province", "city", "shipped_at") if name in rows}
    buyer = next((name for name in ("buyer_id", "buyer") if name in rows), None)
    if buyer:
        table["customer_id"] = people.hashed(rows[buyer], "etsy")
    rows.note("paid_at_sale", Label(
        "Etsy takes payment at the sale: paid_at is the Sale Date, and every order counts as paid.",
        "Etsy 在成交时收款：支付时间取 Sale Date，每笔订单都算已支付。"))
    rows.note("fees_card_only", Label(
        "fee_amount is the card processing fee only; Etsy's listing, transaction and advertising fees stand in its monthly statement.",
        "fee_amount 只含刷卡手续费；上架费、交易费和广告费在 Etsy 的月结单里。"))
    return {"orders": pd.DataFrame(table, index=rows.frame.index)}, currency


def _refund(rows: Rows, paid: pd.Series, currency: str | None) -> pd.Series:
    """What went back to the buyer for goods; missing where the export adjusts an order and does not say to what."""
    net, adjusted = rows.column("net"), rows.column("adjusted_net")
    fee, adjusted_fee = rows.or_zero("fee"), rows.column("adjusted_fee")
    total, adjusted_total = rows.column("total"), rows.column("adjusted_total")
    refund = (net + fee) - (adjusted + adjusted_fee.fillna(fee))
    by_total = refund.isna() & adjusted_total.notna()
    refund = refund.where(~by_total, total - adjusted_total)
    touched = adjusted.notna() | adjusted_fee.notna() | adjusted_total.notna()
    refund = refund.where(touched, 0.0).round(2)
    if by_total.any():
        rows.note("refund_from_total", Label(
            "Orders whose refund is Order Total − Adjusted Order Total, which may hold tax and shipping: {rows:count}.",
            "{rows:count} 笔订单的退款按 Order Total − Adjusted Order Total 计算，可能含税费和运费。",
        ).fill(rows=int(by_total.sum())), by_total)
    if refund.isna().any():
        rows.note("refund_unknown", Label(
            "Orders that were adjusted while the file does not say to what, so that their refund is unknown: {rows:count}.",
            "{rows:count} 笔订单有调整，但文件没有写调整后的金额，退款未知。",
        ).fill(rows=int(refund.isna().sum())), refund.isna())
    return orders.within_paid(rows, refund, paid, currency)


def _note_totals(rows: Rows, currency: str | None) -> None:
    """Say where the file's own Order Total does not follow from its own columns."""
    parts = ("total", "shipping", "tax", "order_value")
    if any(name not in rows for name in parts):
        return
    own = (rows["order_value"] - rows.or_zero("discount") - rows.or_zero("shipping_discount")
           + rows.or_zero("shipping") + rows.or_zero("tax"))
    difference = (rows["total"] - own).round(2)
    differs = difference.abs() > 0.005
    if differs.any():
        rows.note("total_differs", Label(
            "The file's own Order Total is not always Order Value − Discount Amount − Shipping Discount + Shipping + Sales Tax. "
            "Rows on which it differs: {rows:count}; the differences add up to {amount:money}. Of these rows, {untaxed:count} "
            "show a Sales Tax of 0: probably tax that Etsy collects itself. paid_amount does not use Order Total.",
            "有 {rows:count} 行的 Order Total 不等于 Order Value − Discount Amount − Shipping Discount + Shipping + Sales Tax，"
            "差额合计 {amount:money}；其中 {untaxed:count} 行的 Sales Tax 为 0，多半是 Etsy 代收的税。支付金额不使用 Order Total。",
        ).fill(currency, rows=int(differs.sum()), amount=round(float(difference[differs].sum()), 2),
               untaxed=int((rows.or_zero("tax")[differs] == 0).sum())), differs)


def _status(rows: Rows, paid: pd.Series, refund: pd.Series) -> pd.Series:
    status = pd.Series("paid", index=rows.frame.index)
    if "shipped_at" in rows:
        status = status.where(rows["shipped_at"].isna(), "shipped")
    return status.where(~((refund >= paid) & (refund > 0)), "refunded")


def _items(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """order_lines, one per item sold, for the orders of the Orders report; and the same as orders, for when it is not there.

    product_id = Listing ID. list_amount = Price × Quantity. What the line weighs in its order, and without the Orders
    report its order_amount and paid_amount, is Price × Quantity − Discount Amount; a Discount Amount that is the same
    on all lines of an order, though their amounts are not, is the order's and is spread over them. Order Shipping and
    Order Sales Tax repeat on each line and are not used. Without the Orders report: paid_at = Date Paid, else Sale
    Date; refunds and fees are unknown.
    """
    currency = rows.one_currency()
    rows.set_aside(rows["transaction_id"].duplicated(), "repeated_line")
    value = (rows["price"] * rows["quantity"]).round(2)
    discount = _own_discount(rows, value)
    impossible = (value - discount < -0.005) | (discount < 0) | (rows["price"] < 0)
    rows.set_aside(impossible, "impossible_amount")
    if rows.frame.empty:
        return {}, currency
    goods, value = ((value - discount)[~impossible].round(2).clip(lower=0), value[~impossible])
    _note_item_totals(rows, value, goods, currency)
    at, order = rows.frame.index, rows["order_id"]
    line = {"order_id": order, "line_no": orders.line_numbers(order), "product_id": rows["listing_id"], "quantity": rows["quantity"], "list_amount": value}
    paid_at = rows["sale_date"] if "paid_at" not in rows else rows["paid_at"].fillna(rows["sale_date"])
    status = pd.Series("paid", index=at) if "shipped_at" not in rows else rows["shipped_at"].isna().map({True: "paid", False: "shipped"})
    lone = line | {"ordered_at": rows["sale_date"], "paid_at": paid_at, "order_amount": goods, "paid_amount": goods, "status": status}
    lone |= {name: rows[name] for name in ("province", "city", "shipped_at") if name in rows}
    if "buyer" in rows:
        lone["customer_id"] = people.hashed(rows["buyer"], "etsy")
    rows.note("orders_report_completes", Label(
        "Refunds and fees are not in this report: give the Orders report along with it, and its amounts are spread over these items.",
        "这份报表里没有退款和手续费：请把 Orders 报表一起给，其中的金额会分摊到这些商品上。"))
    lines = pd.DataFrame(line | {"title": rows["item_name"], "weight": goods}, index=at)
    return {"order_lines": lines, "lone_orders": pd.DataFrame(lone, index=at)}, currency


def _own_discount(rows: Rows, value: pd.Series) -> pd.Series:
    """Each line's own part of the discount."""
    discount, order = rows.or_zero("discount"), rows["order_id"]
    of_order = pd.DataFrame({"value": value, "discount": discount}).groupby(order)
    varied = of_order.transform("nunique")
    repeated = (discount > 0) & (varied["discount"] == 1) & (varied["value"] > 1)
    if repeated.any():
        rows.note("discount_of_order", Label(
            "Lines whose Discount Amount is the same all over their order though their amounts are not, and was taken for the order's: {rows:count}.",
            "有 {rows:count} 行的 Discount Amount 在同一订单内完全相同而金额不同，按整单优惠分摊。").fill(rows=int(repeated.sum())), repeated)
    return discount.where(~repeated, spread(discount, value, order)).round(2)


def _note_item_totals(rows: Rows, value: pd.Series, goods: pd.Series, currency: str | None) -> None:
    if "item_total" not in rows:
        return
    total = rows["item_total"]
    differs = ((total - value).abs() > 0.005) & ((total - goods).abs() > 0.005)
    if differs.any():
        rows.note("item_total_differs", Label(
            "Rows whose Item Total is neither Price × Quantity nor that less the discount: {rows:count}, {amount:money} in sum. Item Total is not used.",
            "有 {rows:count} 行的 Item Total 既不等于 Price × Quantity，也不等于再减优惠，合计相差 {amount:money}。没有使用 Item Total。",
        ).fill(currency, rows=int(differs.sum()), amount=round(float((total - value)[differs].sum()), 2)), differs)


ORDERS = Reader(
    platform="etsy",
    report="sold_orders",
    feeds=("orders",),
    title=Label("Etsy, sold orders", "Etsy 已售订单"),
    main="orders",
    amount="order_value",
    genuine=True,
    build=_build,
    personal=_PERSONAL,
    encodings=_ENCODINGS,
    fields=(
        column("sale_date", "time", "Sale Date", must=True, filled=True),
        column("order_id", "id", "Order ID", must=True, filled=True),
        column("items", "count", "Number of Items", must=True, filled=True),
        column("order_value", "money", "Order Value", must=True, filled=True),
        column("discount", "money", "Discount Amount", must=True),
        column("currency", "text", "Currency"),
        column("shipped_at", "time", "Date Shipped", "Date Posted"),
        column("city", "text", "Ship City", "Delivery City"),
        column("province", "text", "Ship State", "Delivery State", "Delivery County"),
        column("shipping_discount", "money", "Shipping Discount", "Delivery Discount"),
        column("shipping", "money", "Shipping", "Delivery"),
        column("tax", "money", "Sales Tax"),
        column("total", "money", "Order Total"),
        column("fee", "money", "Card Processing Fees"),
        column("net", "money", "Order Net"),
        column("adjusted_total", "money", "Adjusted Order Total"),
        column("adjusted_fee", "money", "Adjusted Card Processing Fees"),
        column("adjusted_net", "money", "Adjusted Net Order Amount"),
        column("buyer_id", "person", "Buyer User ID"),
        column("buyer", "person", "Buyer"),
    ),
)
ITEMS = Reader(
    platform="etsy",
    report="sold_order_items",
    feeds=("orders", "products"),
    title=Label("Etsy, sold order items", "Etsy 已售商品明细"),
    main="order_lines",
    amount="price",
    build=_items,
    personal=_PERSONAL,
    encodings=_ENCODINGS,
    fields=(
        column("sale_date", "time", "Sale Date", must=True, filled=True),
        column("item_name", "text", "Item Name", must=True),
        column("transaction_id", "id", "Transaction ID", must=True, filled=True),
        column("listing_id", "id", "Listing ID", must=True, filled=True),
        column("order_id", "id", "Order ID", must=True, filled=True),
        column("quantity", "count", "Quantity", must=True, filled=True),
        column("price", "money", "Price", must=True, filled=True),
        column("discount", "money", "Discount Amount"),
        column("item_total", "money", "Item Total"),
        column("currency", "text", "Currency"),
        column("paid_at", "time", "Date Paid"),
        column("shipped_at", "time", "Date Shipped", "Date Posted"),
        column("city", "text", "Ship City", "Delivery City"),
        column("province", "text", "Ship State", "Delivery State", "Delivery County"),
        column("buyer", "person", "Buyer"),
    ),
)
READERS = (ORDERS, ITEMS)
