"""Lazada's order export: one row per unit, so that three of an item are three rows."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders
from shopkit.readers.countries import currency_of
from shopkit.readers.report import Reader, Rows, column

_STATES = {
    "cancel": "cancelled",
    "unpaid": "unpaid",
    "return|refund": "refunded",
    "fail|lost|damage": "cancelled",
    "delivered|confirmed|completed": "completed",
    "shipped(?!.*ready)|in.?transit|out.for.delivery": "shipped",
    "pending|pack|ready.?to.?ship|toship|topack": "paid",
}


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per unit (quantity 1), and products by sellerSku.

    list_amount = unitPrice. order_amount = paidPrice, the unit's price after what the seller (sellerDiscountTotal, negative)
    and Lazada took off, without shippingFee. paid_amount = the same of units that are paid: those not unpaid and not
    cancelled; where payMethod is cash on delivery, those delivered. There is no time of payment: paid_at = createTime, or
    deliveredDate for cash on delivery. refund_amount = refundAmount, else paidPrice of returned units.
    """
    currency = rows.currency or (currency_of(rows["country"]) if "country" in rows else None)
    rows.set_aside(rows["unit_id"].duplicated(), "repeated_line")
    rows.set_aside((rows["paid"] < 0) | (rows.or_zero("price") < 0), "impossible_amount")
    _note_discounts(rows, currency)
    status = orders.status(rows, "status", _STATES)
    cash = rows.column("method", pd.NA).astype("str").str.contains(r"\bcod\b|cash", case=False, na=False)
    paid_at = rows["ordered_at"].where(~cash, rows.column("delivered_at", pd.NaT)).where(~status.isin(("unpaid", "cancelled")) & status.notna())
    paid = rows["paid"].round(2)
    back = rows.or_zero("refund")
    back = back.where(~((status == "refunded") & (back == 0)), paid).where(paid_at.notna())
    table = {
        "order_id": rows["order_id"],
        "line_no": orders.line_numbers(rows["order_id"]),
        "ordered_at": rows["ordered_at"],
        "paid_at": paid_at.astype("datetime64[us]"),
        "quantity": 1,
        "list_amount": rows.column("price").round(2),
        "order_amount": paid,
        "paid_amount": paid.where(paid_at.notna()),
        "refund_amount": orders.within_paid(rows, back, paid.where(paid_at.notna()), currency),
        "status": status,
    }
    table |= {name: rows[name] for name in ("province", "city", "delivered_at") if name in rows}
    tables = {}
    if "sku" in rows:
        table["product_id"] = rows["sku"]
        named = pd.DataFrame({"product_id": rows["sku"], "title": rows.column("title", pd.NA)}).dropna(subset="product_id")
        tables["products"] = named.drop_duplicates("product_id", keep="last").reset_index(drop=True)
    rows.note("no_payment_time", Label(
        "Lazada gives no time of payment: paid_at is the time of the order, of cash on delivery that of delivery.",
        "Lazada 不给支付时间：支付时间取下单时间，货到付款的取签收时间。"))
    return {"orders": pd.DataFrame(table, index=rows.frame.index), **tables}, currency


def _note_discounts(rows: Rows, currency: str | None) -> None:
    """Say where a unit's paidPrice does not follow from its own price and discounts."""
    if "price" not in rows or "seller_discount" not in rows:
        return
    own = rows["price"] - rows["seller_discount"].fillna(0.0).abs() - rows.or_zero("platform_discount").abs()
    difference = (rows["paid"] - own).round(2)
    differs = difference.abs() > 0.005
    if differs.any():
        rows.note("discounts_differ", Label(
            "Units of which paidPrice is not unitPrice less the discounts named: {rows:count}, {amount:money} in sum. paidPrice is used.",
            "有 {rows:count} 件的 paidPrice 不等于 unitPrice 减去所列优惠，合计相差 {amount:money}。以 paidPrice 为准。",
        ).fill(currency, rows=int(differs.sum()), amount=float(difference[differs].sum().round(2))), differs)


ORDERS = Reader(
    platform="lazada",
    report="orders",
    feeds=("orders", "products"),
    title=Label("Lazada orders", "Lazada 订单"),
    main="orders",
    amount="paid",
    build=_build,
    personal=("nationalRegistrationNumber", "taxCode", "branchNumber"),
    fields=(
        column("unit_id", "id", "orderItemId", "Order Item Id", must=True, filled=True),
        column("order_id", "id", "orderNumber", "Order Number", must=True, filled=True),
        column("ordered_at", "time", "createTime", "Created at", must=True, filled=True),
        column("paid", "money", "paidPrice", "Paid Price", must=True, filled=True),
        column("status", "text", "status", must=True),
        column("price", "money", "unitPrice", "Unit Price"),
        column("seller_discount", "money", "sellerDiscountTotal"),
        column("platform_discount", "money", "platformDiscountTotal"),
        column("refund", "money", "refundAmount"),
        column("method", "text", "payMethod", "Payment Method"),
        column("delivered_at", "time", "deliveredDate"),
        column("sku", "id", "sellerSku", "Seller SKU"),
        column("title", "text", "itemName", "Item Name"),
        column("province", "text", "shippingRegion"),
        column("city", "text", "shippingCity"),
        column("country", "text", "shippingCountry"),
    ),
)
READERS = (ORDERS,)
