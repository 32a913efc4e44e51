"""WooCommerce orders: the wide export of its export plugin, and the export that scripts make from its API."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.files import problem
from shopkit.readers.report import Reader, Rows, column
from shopkit.readers.staged import spread

_STATES = {"cancel|failed|trash": "cancelled", "refunded": "refunded", "completed": "completed", "processing": "paid",
           "on[ -]?hold|pending|draft|待": "unpaid"}
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_OF_ORDER = ("status", "created_at", "paid_at", "completed_at", "subtotal", "cart_discount", "shipping", "tax", "refunded", "currency", "email",
             "city", "province", "billing_city", "billing_province", "code")


def _wide(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per item of an order; products by SKU, else by name.

    paid_amount = order_amount = Order Line (w/o tax), else Order Line Total, else Item Cost × Quantity: each is after
    discounts and without tax and shipping; where none stands, Order Subtotal Amount − Cart Discount Amount over the
    units. Unpaid orders (pending, on hold, cancelled, failed) have no paid_amount and no paid_at. list_amount = Order
    Line Subtotal. refund_amount = Order Line Total Refunded; else Order Refund Amount without tax over the lines with
    refunded units, else over all; else the share of units that went back; within 0 and paid_amount. paid_at = Paid
    Date, else Order Date. product_id = SKU, else Name.
    """
    if "line_id" in rows:
        rows.set_aside(rows["line_id"].notna() & rows.frame.duplicated(["order_id", "line_id"]), "repeated_line")
    rows.fill_down("order_id", *_OF_ORDER)
    currency = rows.one_currency()
    goods = _line_goods(rows)
    rows.set_aside(goods.loc[rows.frame.index] < 0, "impossible_amount")
    if rows.frame.empty:
        return {}, currency
    at, order = rows.frame.index, rows["order_id"]
    goods = goods.loc[at]
    _note_subtotals(rows, goods, currency)
    state, paid, paid_at = _state(rows)
    product = rows.first_of("sku", "item")
    table = {
        "order_id": order, "line_no": orders.line_numbers(order), "product_id": product, "ordered_at": rows["created_at"],
        "paid_at": paid_at, "quantity": rows["quantity"], "order_amount": goods, "paid_amount": goods.where(paid), "status": state,
    }
    if "line_subtotal" in rows:
        table["list_amount"] = rows["line_subtotal"].round(2)
    refund = _refund(rows, goods, paid)
    if refund is not None:
        table["refund_amount"] = orders.within_paid(rows, refund, goods.where(paid, 0.0), currency)
    if "completed_at" in rows:
        table["shipped_at"] = rows["completed_at"]
    for name in ("city", "province"):
        if name in rows or f"billing_{name}" in rows:
            table[name] = rows.first_of(name, f"billing_{name}")
    if "email" in rows:
        table["customer_id"] = people.hashed(rows["email"], "woocommerce")
    if "code" in rows:
        table["coupon_id"] = rows["code"]
    products = pd.DataFrame({"product_id": product, "title": rows["item"]}).dropna(subset="product_id").drop_duplicates("product_id", keep="last")
    return {"orders": pd.DataFrame(table, index=at), "products": products}, currency


def _line_goods(rows: Rows) -> pd.Series:
    """What each line costs after discounts, without tax. Raises UserError where no column of the file tells it."""
    goods = rows.column("line").fillna(rows.column("line_total"))
    if "item_cost" in rows:
        goods = goods.fillna(rows["item_cost"] * rows["quantity"])
    if "subtotal" in rows and goods.isna().any():
        without = goods.isna().groupby(rows["order_id"]).transform("any")
        over = spread(rows["subtotal"] - rows.or_zero("cart_discount"), rows["quantity"].astype("float64"), rows["order_id"])
        goods = goods.where(~without, over)
        rows.note("subtotal_over_units", Label(
            "Lines without an amount of their own: {rows:count}. Order Subtotal Amount − Cart Discount Amount was spread over the order's units, so that "
            "an item's own share is a rough one; export Order Line (w/o tax) as well.",
            "有 {rows:count} 行没有自己的金额，按订单的 Order Subtotal Amount − Cart Discount Amount 平摊到件，单品金额只是粗略值；请同时导出 Order Line (w/o tax)。",
        ).fill(rows=int(without.sum())), without)
    if goods.isna().all():
        place = rows.entry.place
        raise problem("no_amounts", f"{place}: no column tells what a line cost. Export again with the column Order Line (w/o tax).",
                      f"{place}：没有任何一列给出每行的金额。请勾选 Order Line (w/o tax) 列重新导出。")
    rows.set_aside(goods.isna(), "unreadable_amount")
    return goods.round(2)


def _note_subtotals(rows: Rows, goods: pd.Series, currency: str | None) -> None:
    if "subtotal" not in rows or "cart_discount" not in rows:
        return
    order, first = rows["order_id"], ~rows["order_id"].duplicated()
    difference = (rows["subtotal"] - rows["cart_discount"].fillna(0.0) - goods.groupby(order).transform("sum")).round(2)
    differs = first & (difference.abs() > 0.015)
    if differs.any():
        rows.note("subtotal_differs", Label(
            "Orders whose Order Subtotal Amount − Cart Discount Amount is not the sum of their lines (prices with tax, or a line that could not be "
            "used): {orders:count}; the differences add up to {amount:money}. The lines are used.",
            "有 {orders:count} 笔订单的 Order Subtotal Amount − Cart Discount Amount 不等于各行之和（含税价，或有明细行无法采用），"
            "差额合计 {amount:money}。以各行为准。").fill(currency, orders=int(differs.sum()), amount=round(float(difference[differs].sum()), 2)), differs)


def _state(rows: Rows) -> tuple[pd.Series, pd.Series, pd.Series]:
    """The order's state, whether it was paid, and when."""
    state = orders.status(rows, "status", _STATES)
    paid = state.isin(["paid", "completed", "refunded"])
    at = rows.column("paid_at", missing=pd.NaT).astype("datetime64[us]")
    untimed = paid & at.isna()
    if untimed.any():
        rows.note("paid_at_missing", Label(
            "Rows of paid orders without a time of payment; the time of the order stands for it: {rows:count}.",
            "已付款订单中有 {rows:count} 行没有支付时间，以下单时间代替。").fill(rows=int(untimed.sum())), untimed)
    return state, paid, at.fillna(rows["created_at"]).where(paid)


def _refund(rows: Rows, goods: pd.Series, paid: pd.Series) -> pd.Series | None:
    """What went back for each line's goods; None where no column tells."""
    back = ((rows["quantity"] - rows["kept_quantity"]) / rows["quantity"]).clip(0, 1).fillna(0.0) if "kept_quantity" in rows else None
    if "line_refunded" in rows:
        return rows["line_refunded"].abs().fillna(0.0).where(paid, 0.0)
    if "refunded" in rows:
        order = rows["order_id"]
        total, shipping = goods.groupby(order).transform("sum"), rows.or_zero("shipping")
        taxed = total + (rows.or_zero("tax") * total / (total + shipping)).where(total + shipping > 0, 0.0)
        refund = (rows["refunded"].abs().fillna(0.0) * (total / taxed).where(taxed > 0, 1.0)).clip(upper=total)
        of_units = goods * back if back is not None else goods
        known = of_units.groupby(order).transform("sum") > 0
        rows.note("refund_without_tax", Label(
            "refund_amount is the Order Refund Amount without its tax, at most the goods: what went back for shipping cannot be told apart.",
            "退款取 Order Refund Amount 扣税后的金额，不超过货款：其中的运费无法分开。"))
        return spread(refund, of_units.where(known, goods), order).where(paid, 0.0)
    if back is None:
        return None
    rows.note("refund_by_units", Label("The file has no refunded amounts: refund_amount is the share of units that went back (Quantity (- Refund)).",
                                       "文件没有退款金额：退款按退回的件数占比计算（Quantity (- Refund)）。"))
    return (goods * back).where(paid, 0.0).round(2)


def _api(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per item; products.

    Total Amount is the order's, repeated on each line, and holds shipping and tax, which the file does not have apart:
    order_amount = paid_amount = Total Amount in equal parts over the lines. list_amount = the same with Total Discount.
    The file has neither quantities nor refunds. product_id = Product ID, else Product Name. paid_at = Date Paid, else
    Date Created, for processing, completed and refunded orders; all others have neither paid_at nor paid_amount.
    """
    order = rows["order_id"]
    rows.set_aside((rows["total"].groupby(order).transform("nunique") > 1) | (rows["total"] < 0), "impossible_amount")
    if rows.frame.empty:
        return {}, rows.currency
    order = rows["order_id"]
    equal = pd.Series(1.0, index=order.index)
    amount = spread(rows["total"], equal, order)
    state, paid, paid_at = _state(rows)
    product = rows.first_of("product", "item")
    table = {
        "order_id": order, "line_no": orders.line_numbers(order), "product_id": product, "ordered_at": rows["created_at"], "paid_at": paid_at,
        "order_amount": amount, "paid_amount": amount.where(paid), "status": state,
    }
    if "discount" in rows:
        table["list_amount"] = spread(rows["total"] + rows.or_zero("discount"), equal, order)
    guests = rows.column("customer", missing=pd.NA).isin(["0"])
    who = rows.column("customer", missing=pd.NA).where(~guests)
    if "email" in rows or "customer" in rows:
        table["customer_id"] = people.hashed(rows["email"].fillna(who) if "email" in rows else who, "woocommerce")
    rows.note("total_with_shipping", Label(
        "Total Amount is the whole order's, with shipping and tax, which the file does not have apart: paid_amount holds them, and stands in equal "
        "parts on the order's lines. For amounts per item use the export plugin with Order Line (w/o tax).",
        "Total Amount 是整笔订单的金额，含运费和税，文件里没有分开：支付金额也含这些，并平均记在各行上。要每件商品的金额，请用导出插件并勾选 Order Line (w/o tax)。"))
    products = pd.DataFrame({"product_id": product, "title": rows["item"]} | ({"category": rows["category"]} if "category" in rows else {}))
    products = products.dropna(subset="product_id").drop_duplicates("product_id", keep="last")
    return {"orders": pd.DataFrame(table, index=rows.frame.index), "products": products}, rows.currency


WIDE = Reader(
    platform="woocommerce",
    report="orders",
    feeds=("orders", "products"),
    title=Label("WooCommerce, orders (export plugin)", "WooCommerce 订单（导出插件）"),
    main="orders",
    amount="line",
    build=_wide,
    encodings=_ENCODINGS,
    fields=(
        column("order_id", "id", "Order Number", must=True, filled=True),
        column("status", "text", "Order Status", must=True),
        column("created_at", "time", "Order Date", must=True, filled=True),
        column("item", "text", "Name", "Item Name", must=True),
        column("quantity", "count", "Quantity", must=True, filled=True),
        column("kept_quantity", "count", "Quantity (- Refund)"),
        column("line_id", "id", "Item #"),
        column("sku", "id", "SKU"),
        column("item_cost", "money", "Item Cost", spare=True),
        column("line", "money", "Order Line (w/o tax)"),
        column("line_total", "money", "Order Line Total"),
        column("line_subtotal", "money", "Order Line Subtotal"),
        column("line_refunded", "money", "Order Line Total Refunded"),
        column("paid_at", "time", "Paid Date", "Date Paid"),
        column("completed_at", "time", "Completed Date"),
        column("subtotal", "money", "Order Subtotal Amount"),
        column("cart_discount", "money", "Cart Discount Amount"),
        column("shipping", "money", "Order Shipping Amount"),
        column("tax", "money", "Order Total Tax Amount"),
        column("refunded", "money", "Order Refund Amount"),
        column("currency", "text", "Order Currency", "Currency"),
        column("email", "person", "Email (Billing)"),
        column("city", "text", "City (Shipping)"),
        column("province", "text", "State Code (Shipping)", "State Name (Shipping)"),
        column("billing_city", "text", "City (Billing)"),
        column("billing_province", "text", "State Code (Billing)", "State Name (Billing)"),
        column("code", "text", "Coupon Code", "Coupons Used"),
    ),
)
API = Reader(
    platform="woocommerce",
    report="orders_from_api",
    feeds=("orders", "products"),
    title=Label("WooCommerce, orders (made from its API)", "WooCommerce 订单（由接口导出）"),
    main="orders",
    build=_api,
    personal=("Name", "Customer Name"),
    encodings=_ENCODINGS,
    fields=(
        column("order_id", "id", "Order ID", must=True, filled=True),
        column("created_at", "time", "Date Created", must=True, filled=True),
        column("status", "text", "Status", must=True),
        column("total", "money", "Total Amount", must=True, filled=True),
        column("item", "text", "Product Name", must=True),
        column("product", "id", "Product ID"),
        column("category", "text", "Category"),
        column("discount", "money", "Total Discount"),
        column("paid_at", "time", "Date Paid"),
        column("customer", "person", "Customer ID"),
        column("email", "person", "Email"),
    ),
)
READERS = (WIDE, API)
