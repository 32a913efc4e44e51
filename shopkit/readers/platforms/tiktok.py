"""TikTok Shop's order list: one row per item of an order, with a second row that describes the columns."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.report import Reader, Rows, column
from shopkit.readers.staged import spread

_STATUS = {
    "cancel|取消": "cancelled", "unpaid|待付款|未付款": "unpaid", "completed|delivered|已完成|已送达": "completed",
    "awaiting|to ship|on hold|待发货|待出库": "paid", "shipped|in transit|已发货|运输中": "shipped",
}
_PERSONAL = (
    "Buyer Username", "Recipient", "Phone #", "Zipcode", "Post Code", "Detail Address", "Address Line 1", "Address Line 2", "District",
    "Districts", "Villages", "Barangay", "Additional address information", "Delivery Instruction", "Buyer Message", "Seller Note",
    "Checked Marked by", "Creator Handle", "Tax ID",
)


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per row, and products.

    list_amount = SKU Subtotal Before Discount. order_amount = list_amount − SKU Seller Discount: what the shop gets for the
    goods; what TikTok's own discount takes off is paid to the shop. paid_amount = the same where there is a Paid Time and
    the order was not cancelled. Order Refund Amount stands on each line of its order: it is spread over the lines by what
    was paid, within it (it may hold shipping and tax); once the buyer has back all that he paid for the goods, TikTok has
    its part back too, and the refund is the whole paid_amount. A paid order that was cancelled and paid back is `refunded`.
    """
    rows.set_aside(rows.frame.duplicated([n for n in ("order_id", "sku_id", "product_id", "title", "variation") if n in rows]), "repeated_order")
    goods = (rows["list_amount"] - _discount(rows)).round(2)
    rows.set_aside((goods < 0) | (rows["list_amount"] < 0), "impossible_amount")
    goods = goods.loc[rows.frame.index]
    status = orders.status(rows, "status", _STATUS)
    total_back = _of_order(rows, rows.or_zero("refund"), "max")
    by_buyer = _of_order(rows, goods - rows.or_zero("platform_discount").abs(), "sum")
    total_back = total_back.where((total_back == 0) | (total_back < by_buyer - 0.005), total_back.clip(lower=_of_order(rows, goods, "sum")))
    paid_at = rows["paid_at"] if "paid_at" in rows else rows["ordered_at"].where(~status.isin(["unpaid", "cancelled"]))
    status = status.mask((status == "cancelled") & paid_at.notna() & (total_back > 0), "refunded")
    is_paid = paid_at.notna() & ~status.isin(["unpaid", "cancelled"])
    paid = goods.where(is_paid)
    _note_formula(rows)
    refund = orders.within_paid(rows, spread(total_back, paid, rows["order_id"]).where(is_paid), paid, rows.currency)
    table = {
        "order_id": rows["order_id"], "line_no": orders.line_numbers(rows["order_id"]), "ordered_at": rows["ordered_at"],
        "paid_at": paid_at.where(is_paid), "list_amount": rows["list_amount"].round(2), "order_amount": goods, "paid_amount": paid,
        "refund_amount": refund, "status": status,
    }
    table |= {name: rows[name] for name in ("quantity", "province", "city", "shipped_at", "delivered_at") if name in rows}
    if "order_type" in rows:
        table["is_presale"] = rows["order_type"].str.contains("pre-?order|预售", case=False).astype("boolean")
    item = next((name for name in ("product_id", "sku_id") if name in rows), None)
    if item:
        table["product_id"] = rows[item]
    if "buyer" in rows:
        table["customer_id"] = people.hashed(rows["buyer"], "tiktok")
    tables = {"orders": pd.DataFrame(table, index=rows.frame.index)}
    products = orders.titles(rows.frame.assign(product_id=rows[item])) if item else None
    return tables if products is None else tables | {"products": products}, rows.currency


def _of_order(rows: Rows, amounts: pd.Series, how: str) -> pd.Series:
    return amounts.groupby(rows["order_id"]).transform(how)


def _discount(rows: Rows) -> pd.Series:
    """The shop's part of the discount; some markets write discounts as negative numbers."""
    return rows.or_zero("seller_discount").abs()


def _note_formula(rows: Rows) -> None:
    amount = round(float(rows.or_zero("platform_discount").abs().sum()), 2)
    rows.note("paid_amount_formula", Label(
        "paid_amount is SKU Subtotal Before Discount − SKU Seller Discount: what the shop gets for the goods. What TikTok takes off at its own "
        "cost is in it ({amount:money} on these rows); shipping and tax are not.",
        "支付金额 = SKU Subtotal Before Discount − SKU Seller Discount，即店铺因这些商品应得的钱：含平台承担的优惠（本文件共 {amount:money}），不含运费和税。",
    ).fill(rows.currency, amount=amount))
    if "after_discount" in rows:
        own = rows["list_amount"] - _discount(rows) - rows.or_zero("platform_discount").abs()
        difference = (rows["after_discount"] - own).round(2)
        differs = difference.abs() > 0.005
        if differs.any():
            rows.note("total_differs", Label(
                "Rows on which SKU Subtotal After Discount is not what its own columns make: {rows:count}, {amount:money} in sum. It is not used.",
                "有 {rows:count} 行的 SKU Subtotal After Discount 与它自己的各列对不上，合计相差 {amount:money}；计算不使用它。",
            ).fill(rows.currency, rows=int(differs.sum()), amount=round(float(difference[differs].sum()), 2)), differs)


ORDERS = Reader(
    platform="tiktok",
    report="orders",
    feeds=("orders", "products"),
    title=Label("TikTok Shop, order list", "TikTok Shop 订单列表"),
    main="orders",
    amount="list_amount",
    build=_build,
    described=True,
    personal=_PERSONAL,
    encodings=("utf-8-sig", "utf-16", "gb18030", "cp1252"),
    fields=(
        column("order_id", "id", "Order ID", must=True, filled=True),
        column("status", "text", "Order Status", must=True),
        column("order_type", "text", "Normal or Pre-order"),
        column("sku_id", "id", "SKU ID"),
        column("product_id", "id", "Product ID"),
        column("title", "text", "Product Name"),
        column("variation", "text", "Variation"),
        column("quantity", "count", "Quantity"),
        column("list_amount", "money", "SKU Subtotal Before Discount", must=True, filled=True),
        column("platform_discount", "money", "SKU Platform Discount"),
        column("seller_discount", "money", "SKU Seller Discount", must=True),
        column("after_discount", "money", "SKU Subtotal After Discount"),
        column("refund", "money", "Order Refund Amount"),
        column("ordered_at", "time", "Created Time", must=True, filled=True),
        column("paid_at", "time", "Paid Time"),
        column("shipped_at", "time", "Shipped Time"),
        column("delivered_at", "time", "Delivered Time"),
        column("province", "text", "State", "Province", "Region"),
        column("city", "text", "City", "Regency and City", "Municipality"),
        column("buyer", "person", "Buyer Username"),
    ),
)
READERS = (ORDERS,)
