"""Shopify's orders export: one row per order line, what belongs to the order on its first line only."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.files import problem
from shopkit.readers.report import Reader, Rows, column
from shopkit.readers.staged import spread

# stand on the first line of an order only
_OF_ORDER = ("financial_status", "paid_at", "shipped_at", "cancelled_at", "currency", "subtotal", "shipping", "tax", "duties", "total", "code",
             "discount", "refunded", "email", "city", "province", "province_name")
_STATES = {r"^(voided|expired)": "cancelled", r"^refunded": "refunded", r"^(paid|partially_refunded)": "paid",
           r"^(pending|authorized|partially_paid|unpaid|overdue)": "unpaid"}
# amounts are whole cents: what a sum of a few of them may be off by
_CENT = 0.015


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per line of the order.

    order_id = Name (#1001), which stands on every line and in Shopify's other exports. product_id = Lineitem sku, else
    Lineitem name ("Title - Option"), as `shopify_products` has it.
    order_amount = Subtotal (goods after discounts) without the tax in it, spread over the lines by price × quantity − Lineitem discount;
    without Subtotal, Σ price × quantity − Discount Amount. Tax is in the Subtotal where Total = Subtotal + Shipping
    + Duties, and not where Total = that + Taxes; of the Taxes, the goods' part is Subtotal ÷ (Subtotal + Shipping).
    paid_amount = order_amount where Financial Status says paid, partially_refunded or refunded, else missing (pending,
    authorized, partially_paid, voided), and so is paid_at. list_amount = the higher of price and compare-at price ×
    quantity, without tax. refund_amount = Refunded Amount without tax (in the proportion of the order's goods), within
    0 and paid_amount, spread over the lines by paid_amount. shipped_at = Fulfilled at. coupon_id = Discount Code.
    """
    _set_aside_repeated(rows)
    headed = _first(rows, "financial_status", "total", "subtotal", "currency", "paid_at")
    if headed is not None:
        rows.set_aside(~headed.groupby(rows["order_id"]).transform("any"), "headless_line")
    rows.fill_down("order_id", *_OF_ORDER)
    currency = rows.one_currency()
    impossible = (rows.or_zero("price") < 0) | (rows.or_zero("subtotal") < 0) | (rows.or_zero("discount") < 0)
    rows.set_aside(impossible.groupby(rows["order_id"]).transform("any"), "impossible_amount")
    if rows.frame.empty:
        return {}, currency
    order, first = rows["order_id"], ~rows["order_id"].duplicated()
    state, paid = _state(rows, first)
    table = {
        "order_id": order, "line_no": orders.line_numbers(order), "product_id": rows.first_of("sku", "item"),
        "ordered_at": rows["created_at"], "paid_at": _paid_at(rows, paid, first), "quantity": rows["quantity"], "status": state,
    }
    goods, subtotal, with_tax = _goods(rows, first, currency)
    if goods is not None:
        weights = _gross(rows) if "price" in rows else rows["quantity"].astype("float64")
        table["order_amount"] = spread(goods, weights, order)
        table["paid_amount"] = table["order_amount"].where(paid)
        if "price" in rows:
            compare = rows.column("compare_at")
            each = rows["price"].where(~(compare > rows["price"]), compare)
            table["list_amount"] = (each * rows["quantity"] * _share(goods, subtotal)).round(2)
        if "refunded" in rows:
            back = (rows.or_zero("refunded") * _share(goods, with_tax)).where(first & paid, 0.0)
            back = orders.within_paid(rows, back, goods.where(first & paid, 0.0), currency)
            table["refund_amount"] = spread(back.groupby(order).transform("sum"), table["paid_amount"], order).round(2)
    table |= {new: rows[name] for new, name in (("city", "city"), ("shipped_at", "shipped_at")) if name in rows}
    if "province" in rows or "province_name" in rows:
        table["province"] = rows.first_of("province_name", "province")
    if "email" in rows:
        table["customer_id"] = people.hashed(rows["email"], "shopify")
    if "code" in rows:
        table["coupon_id"] = rows["code"].where(~rows["code"].str.upper().eq("AUTOMATIC DISCOUNTS").fillna(False))
    rows.note("not_in_file", Label(
        "Fees, shipping costs and the day of a refund are not in this export; Shopify Payments' payouts have the fees, Products → Export the unit costs.",
        "这份导出里没有手续费、运费成本和退款日期；手续费在 Shopify Payments 的结算明细里，商品成本在 Products → Export 里。"))
    return {"orders": pd.DataFrame(table, index=rows.frame.index)}, currency


def _first(rows: Rows, *names: str) -> pd.Series | None:
    """Which rows have a cell of those that stand on an order's first line; None where the file has none of the columns."""
    there = [rows[name].notna() for name in names if name in rows]
    return pd.concat(there, axis=1).any(axis=1) if there else None


def _set_aside_repeated(rows: Rows) -> None:
    """An order that comes a second time, apart from its first, with its head; or the same row twice, head and all."""
    headed = _first(rows, "financial_status", "total", "subtotal", "currency", "paid_at")
    if headed is None:
        return
    key = rows["order_id"]
    block = (key != key.shift()).cumsum()
    starts = headed.groupby(block).transform("first") & ~block.duplicated()
    begun = starts.groupby(key).cumsum().groupby(block).transform("max")
    rows.set_aside((begun > 1) & headed.groupby(block).transform("any") | (headed & rows.frame.duplicated()), "repeated_order")


def _state(rows: Rows, first: pd.Series) -> tuple[pd.Series, pd.Series]:
    """The order's state, and whether it was paid."""
    state = orders.status(rows, "financial_status", _STATES)
    paid = state.isin(["paid", "refunded"]) | (state.isna() & rows.column("paid_at").notna())
    state = state.where(state.notna() | ~paid, "paid").where(state.notna() | paid, "unpaid")
    cancelled = rows.column("cancelled_at").notna()
    kept = cancelled & (state == "paid") & first
    if kept.any():
        rows.note("cancelled_but_paid", Label(
            "Orders that were cancelled while their money was not (or not wholly) given back; what was kept counts as paid: {orders:count}.",
            "有 {orders:count} 笔订单已取消，但款项没有（或没有全部）退回，留下的部分按已支付计。").fill(orders=int(kept.sum())), kept)
    shipped = rows.column("shipped_at").notna() & (state == "paid")
    return state.where(~shipped, "shipped").where(~(cancelled & (state != "refunded")), "cancelled"), paid


def _paid_at(rows: Rows, paid: pd.Series, first: pd.Series) -> pd.Series:
    at = rows.column("paid_at", missing=pd.NaT).astype("datetime64[us]").where(paid)
    untimed = paid & at.isna()
    if untimed.any():
        rows.note("paid_at_missing", Label(
            "Paid orders without a time of payment; the time of the order stands for it: {orders:count}.",
            "有 {orders:count} 笔已付款订单没有支付时间，以下单时间代替。").fill(orders=int((untimed & first).sum())), untimed)
    return at.fillna(rows["created_at"].where(untimed))


def _gross(rows: Rows) -> pd.Series:
    """Price × quantity without the line's own discount; a price that is missing counts as nothing."""
    return (rows.or_zero("price") * rows["quantity"] - rows.or_zero("line_discount")).clip(lower=0).round(2)


def _share(part: pd.Series, whole: pd.Series) -> pd.Series:
    """What is left of an amount when the tax in it is taken off; all of it where the order cost nothing."""
    return (part / whole).where((whole > 0) | whole.isna(), 1.0)


def _goods(rows: Rows, first: pd.Series, currency: str | None) -> tuple[pd.Series | None, ...]:
    """Per line, its order's goods after discounts: without tax, as the Subtotal has them, with tax; None where the file has no prices."""
    if "subtotal" not in rows and "price" not in rows:
        rows.note("no_amounts", Label("The file has neither Subtotal nor Lineitem price: its orders have no amounts.",
                                      "文件里没有 Subtotal，也没有 Lineitem price：订单没有金额。"))
        return None, None, None
    order = rows["order_id"]
    summed = None
    if "price" in rows:
        # a discount on shipping may take more off than the goods cost
        full = (rows.or_zero("price") * rows["quantity"]).groupby(order).transform("sum")
        summed = (full - rows.or_zero("discount")).clip(lower=0).round(2)
    subtotal = rows["subtotal"].fillna(summed) if "subtotal" in rows and summed is not None else rows.column("subtotal") if summed is None else summed
    if "subtotal" in rows and summed is not None:
        _note_subtotals(rows, subtotal - summed, first, currency)
    shipping, tax, duties = rows.or_zero("shipping"), rows.or_zero("tax"), rows.or_zero("duties")
    on_goods = (tax * subtotal / (subtotal + shipping)).where(subtotal + shipping > 0, 0.0).round(2)
    inside, unknown = _tax_inside(rows, subtotal, shipping, tax, duties, first)
    goods = (subtotal - on_goods.where(inside, 0.0)).round(2)
    with_tax = subtotal.where(inside, subtotal + on_goods)
    return goods.where(~unknown), subtotal.where(~unknown), with_tax.where(~unknown)


def _note_subtotals(rows: Rows, difference: pd.Series, first: pd.Series, currency: str | None) -> None:
    differs = (difference.abs() > _CENT) & first
    if differs.any():
        rows.note("subtotal_differs", Label(
            "Orders whose Subtotal is not Σ Lineitem price × quantity − Discount Amount (a discount on shipping, an edited order, or a line that "
            "could not be used): {orders:count}; the differences add up to {amount:money}. The Subtotal is used, and spread over the lines.",
            "有 {orders:count} 笔订单的 Subtotal 不等于 Σ Lineitem price × 数量 − Discount Amount（运费优惠、改过的订单，或有明细行无法采用），"
            "差额合计 {amount:money}。以 Subtotal 为准，分摊到各行。",
        ).fill(currency, orders=int(differs.sum()), amount=round(float(difference[differs].sum()), 2)), differs)


def _tax_inside(rows: Rows, subtotal, shipping, tax, duties, first) -> tuple[pd.Series, pd.Series]:
    """Which lines' orders have their tax inside the Subtotal, and of which that cannot be told.

    Raises UserError where there is tax and the columns that would tell are missing.
    """
    nobody = pd.Series(False, index=rows.frame.index)
    if "tax" not in rows:
        rows.note("taxes_unknown", Label("The file has no column Taxes: if your prices include tax, so do these amounts.",
                                         "文件没有 Taxes 列：如果标价含税，这里的金额也含税。"))
        return nobody, nobody
    taxed = tax.abs() > 0.005
    if not taxed.any():
        return nobody, nobody
    if "total" not in rows or "shipping" not in rows:
        raise problem(
            "taxes_unknown", f"{rows.entry.place}: there are Taxes, but without the columns Total and Shipping nobody can tell whether the Subtotal "
            "includes them. Export the orders again with all columns.",
            f"{rows.entry.place}：有 Taxes，但缺少 Total 和 Shipping 列，无法判断 Subtotal 是否含税。请带全部列重新导出订单。")
    rest = rows["total"] - subtotal - shipping - duties
    inside, added = taxed & (rest.abs() < _CENT), taxed & ((rest - tax).abs() < _CENT)
    unknown = taxed & ~inside & ~added
    if unknown.any() and inside.any() != added.any():
        rows.note("taxes_as_elsewhere", Label(
            "Orders whose Total is neither Subtotal + Shipping + Duties nor that with Taxes (a tip, or an edited order), so that their own figures "
            "do not tell whether the Subtotal includes tax; they were read like all other orders of the file: {orders:count}.",
            "有 {orders:count} 笔订单的 Total 既不等于 Subtotal + Shipping + Duties，也不等于再加 Taxes（小费或改过的订单），"
            "看不出 Subtotal 是否含税；按文件里其他订单的口径读取。").fill(orders=int((unknown & first).sum())), unknown & first)
        inside, unknown = inside | (unknown if inside.any() else nobody), nobody
    elif unknown.any():
        rows.note("taxes_undecided", Label(
            "Orders of which nothing tells whether the Subtotal includes tax; their amounts were left empty: {orders:count}.",
            "有 {orders:count} 笔订单无法判断 Subtotal 是否含税，金额留空。").fill(orders=int((unknown & first).sum())), unknown)
    if inside.any():
        rows.note("taxes_included", Label(
            "Orders whose Subtotal includes tax; paid_amount is without it (of the Taxes, Subtotal ÷ (Subtotal + Shipping) is taken off): {orders:count}.",
            "有 {orders:count} 笔订单的 Subtotal 含税；支付金额已扣税（从 Taxes 中按 Subtotal ÷ (Subtotal + Shipping) 扣除）。",
        ).fill(orders=int((inside & first).sum())), inside & first)
    return inside, unknown


ORDERS = Reader(
    platform="shopify",
    report="orders",
    feeds=("orders",),
    title=Label("Shopify, orders", "Shopify 订单"),
    main="orders",
    amount="subtotal",
    build=_build,
    personal=("Employee", "Payment Reference", "Payment References", "Device ID", "Tags"),
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    fields=(
        column("order_id", "id", "Name", must=True, filled=True),
        column("created_at", "time", "Created at", must=True, filled=True),
        column("quantity", "count", "Lineitem quantity", must=True, filled=True),
        column("item", "text", "Lineitem name", must=True),
        column("sku", "id", "Lineitem sku"),
        column("price", "money", "Lineitem price", filled=True),
        column("compare_at", "money", "Lineitem compare at price"),
        column("line_discount", "money", "Lineitem discount"),
        column("financial_status", "text", "Financial Status"),
        column("paid_at", "time", "Paid at"),
        column("shipped_at", "time", "Fulfilled at"),
        column("cancelled_at", "time", "Cancelled at"),
        column("currency", "text", "Currency"),
        column("subtotal", "money", "Subtotal"),
        column("shipping", "money", "Shipping"),
        column("tax", "money", "Taxes"),
        column("duties", "money", "Duties"),
        column("total", "money", "Total"),
        column("code", "text", "Discount Code"),
        column("discount", "money", "Discount Amount"),
        column("refunded", "money", "Refunded Amount"),
        column("city", "text", "Shipping City"),
        column("province", "text", "Shipping Province"),
        column("province_name", "text", "Shipping Province Name"),
        column("email", "person", "Email"),
    ),
)
READERS = (ORDERS,)
