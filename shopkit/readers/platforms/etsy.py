"""Etsy's sold-orders export: one row per order, money without its tax and shipping."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.report import Reader, Rows, column

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


ORDERS = Reader(
    platform="etsy",
    report="sold_orders",
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
    title=Label("Etsy, sold order items", "Etsy 已售商品明细"),
    encodings=_ENCODINGS,
    fields=(
        column("sale_date", "time", "Sale Date", must=True),
        column("item_name", "text", "Item Name", must=True),
        column("transaction_id", "id", "Transaction ID", must=True),
        column("listing_id", "id", "Listing ID", must=True),
        column("order_id", "id", "Order ID"),
        column("quantity", "count", "Quantity"),
        column("price", "money", "Price"),
        column("item_total", "money", "Item Total"),
    ),
    instead=Label(
        "this is Etsy's Order Items report, which is not read yet. Download Orders instead: Shop Manager → Settings → Options → "
        "Download Data, CSV type Orders.",
        "这是 Etsy 的 Order Items 报表，目前还不能读。请改下载 Orders：Shop Manager → Settings → Options → Download Data，"
        "CSV type 选 Orders。",
    ),
)
READERS = (ORDERS, ITEMS)
