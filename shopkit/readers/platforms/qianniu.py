"""Qianniu's sold items (千牛 已卖出的宝贝): the list of orders, a row each, and the list of their items, old and new."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.report import Reader, Rows, column

# the first that is found counts; "买家已付款，等待卖家发货" is one state, comma and all
_STATES = {
    "关闭|取消": "cancelled",
    "成功": "completed",
    "已发货|部分发货": "shipped",
    "等待买家付款|待付款|未付|没有创建支付宝": "unpaid",
    "已付款|待发货|等待卖家发货|未成团": "paid",
}
_CENT = 0.005
_ENCODINGS = ("gb18030", "utf-8-sig", "utf-16")


def _build_orders(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per order; its items stand in the other list.

    order_amount = 买家应付货款, else 总金额 − 买家应付邮费. paid_amount = what the buyer paid − 买家应付邮费, not below 0, where
    订单付款时间 says that it was paid; what the buyer paid is 买家实际支付金额, see _before_refunds. Points, 天猫卡券 and 集分宝, which
    the platform pays, are not in it. refund_amount = 退款金额, within paid_amount. An order that was closed after it was
    paid is `refunded`. is_presale: 分阶段订单信息 or 特权订金订单id stands there.
    """
    rows.set_aside(rows["order_id"].duplicated(), "repeated_order")
    rows.set_aside(_negative(rows, "paid", "goods", "total", "postage", "refund"), "impossible_amount")
    postage = rows.or_zero("postage")
    goods = rows.column("goods").fillna(rows.column("total") - postage)
    status = orders.status(rows, "status", _STATES)
    table = {"order_id": rows["order_id"], "line_no": 1, "ordered_at": rows["ordered_at"], "quantity": rows.column("quantity")}
    table |= _money(rows, status, goods, rows.column("total").fillna(goods + postage), postage)
    table |= {"shipped_at": rows["shipped_at"]} if "shipped_at" in rows else {}
    if "place" in rows:
        at, places = pd.factorize(rows["place"], use_na_sentinel=False)
        halves = pd.Series(places, dtype="str").str.split(" ", n=1, expand=True).reindex(columns=[0, 1]).astype("str").iloc[at].set_index(rows.frame.index)
        table |= {"province": halves[0], "city": halves[1]}
    if "buyer" in rows:
        table["customer_id"] = people.hashed(rows["buyer"], "taobao")
    if "stages" in rows or "deposit_order" in rows:
        table["is_presale"] = rows.first_of("stages", "deposit_order").notna()
        _note_deposits(rows, table["is_presale"])
    _note_settled(rows, table)
    rows.note("paid_for_goods", Label(
        "paid_amount is what buyers paid (买家实际支付金额) less postage (买家应付邮费); what the platform paid for them is not in it.",
        "支付金额 = 买家实际支付金额 − 买家应付邮费，平台替买家付的部分（积分、卡券等）不含在内。"))
    rows.note("items_elsewhere", Label(
        "This list names no items: they come with the list of items (ExportOrderDetailList) of the same days.",
        "订单报表里没有商品编号，商品要靠同一时间段的宝贝报表（ExportOrderDetailList）。"))
    return {"orders": pd.DataFrame(table, index=rows.frame.index)}, rows.currency


def _build_items(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """order_lines, one per item; with 订单创建时间 they stand alone as orders where the list of orders is not given.

    list_amount = 价格 × 购买数量. order_amount = 买家应付货款, paid_amount = what the buyer paid (买家实际支付金额 or 买家实付金额, see
    _before_refunds) where 订单付款时间, or else 订单状态, says that it was paid. refund_amount = 退款金额 where 退款状态 says
    that it went back (退款成功), within paid_amount. product_id = 商品ID, else the seller's own code (商家编码, 外部系统编号).
    """
    if "line_id" in rows:
        rows.set_aside(rows["line_id"].duplicated(), "repeated_line")
    rows.set_aside(_negative(rows, "paid", "goods", "price", "refund"), "impossible_amount")
    table = {
        "order_id": rows["order_id"],
        "line_no": orders.line_numbers(rows["order_id"]),
        "product_id": rows.first_of(next((n for n in ("product_id", "seller_code", "outer_code") if n in rows), "product_id")),
        "title": rows.column("title", pd.NA),
        "quantity": rows.column("quantity"),
        "list_amount": (rows.column("price") * rows.column("quantity")).round(2),
    }
    if "product_id" not in rows:
        rows.note("seller_codes", Label(
            "The list has no 商品ID: items are told apart by the seller's own code (商家编码 or 外部系统编号), so each SKU is an item.",
            "报表没有商品ID，按商家编码（或外部系统编号）区分商品，因此每个 SKU 算一个商品。"))
    status = orders.status(rows, "status", _STATES)
    if "paid" in rows:
        goods = rows.column("goods").fillna(table["list_amount"])
        table |= _money(rows, status, goods, goods, pd.Series(0.0, index=rows.frame.index))
    else:
        table["status"] = status
    table |= {name: rows[name] for name in ("ordered_at", "shipped_at") if name in rows}
    return {"order_lines": pd.DataFrame(table, index=rows.frame.index)}, rows.currency


def _negative(rows: Rows, *names: str) -> pd.Series:
    return pd.concat([rows.or_zero(name) < 0 for name in names], axis=1).any(axis=1)


def _money(rows: Rows, status: pd.Series, goods: pd.Series, whole: pd.Series, postage: pd.Series) -> dict[str, pd.Series]:
    """order_amount, paid_at, paid_amount, refund_amount and status. whole: what the buyer was asked for, with postage."""
    is_paid = rows["paid_at"].notna() if "paid_at" in rows else status.isin(("paid", "shipped", "completed")) | (
        (status == "cancelled") & (rows["paid"] > 0))
    back = rows.or_zero("refund").where(is_paid, 0.0)
    if "refund_status" in rows:
        back = back.where(rows["refund_status"].str.contains("成功|完成", na=False), 0.0)
    closed = is_paid & (status == "cancelled")
    paid = _before_refunds(rows, back, whole, closed)
    paid = (paid - postage).clip(lower=0).round(2).where(is_paid)
    known = "refund" in rows
    refund = orders.within_paid(rows, back.where(is_paid & known), paid, rows.currency)
    given_back = closed & ~(refund > 0)
    if given_back.any():
        rows.note("refund_by_closing", Label(
            "Rows that were closed after they were paid, and that name no refund: {rows:count}; all of it is taken to have gone back.",
            "有 {rows:count} 行付款后交易关闭、但没有写退款金额，按全额退款计算。").fill(rows=int(given_back.sum())), given_back)
    refund = refund.where(~given_back, paid)
    if known and "refund_status" not in rows and (back > 0).any():
        rows.note("refunds_asked_for", Label(
            "退款金额 may hold refunds that were asked for and not made; the refund report says which were made.",
            "退款金额可能含申请了但还没退的，以退款报表为准。"))
    elif not known:
        rows.note("refunds_elsewhere", Label(
            "The file has no refund amounts: only what was closed after payment counts as refunded. The refund report brings the rest.",
            "文件里没有退款金额，只把付款后关闭的算作退款，其余要靠退款报表。"))
    whole_back = closed | ((refund > 0) & (refund >= paid))
    amounts = {"order_amount": goods.round(2), "paid_amount": paid, "refund_amount": refund, "status": status.where(~whole_back, "refunded")}
    return amounts | ({"paid_at": rows["paid_at"]} if "paid_at" in rows else {})


def _before_refunds(rows: Rows, back: pd.Series, whole: pd.Series, closed: pd.Series) -> pd.Series:
    """What buyers paid, before anything went back.

    Some exports give 买家实际支付金额 as it was paid, some less what went back since. The rows with a refund tell: what was
    asked for is either the payment, or payment and refund together.
    """
    paid = rows["paid"]
    refunded = back > 0
    as_paid, less_refund = ((refunded & ((amount - whole).abs() < _CENT)).sum() for amount in (paid, paid + back))
    if less_refund > as_paid:
        rows.note("paid_after_refunds", Label(
            "买家实际支付金额 is given after refunds in this file: what went back was added again. Rows: {rows:count}.",
            "本文件的买家实际支付金额已扣除退款，已把退款加回。共 {rows:count} 行。").fill(rows=int(refunded.sum())), refunded)
        paid = paid.where(~refunded, paid + back)
    # closed and paid 0: everything went back, and the file does not say how much that was
    return paid.where(~(closed & (paid == 0)), whole)


def _note_deposits(rows: Rows, presale: pd.Series) -> None:
    deposits = presale & rows["paid_at"].isna() & (rows["paid"] > 0)
    if deposits.any():
        rows.note("deposits", Label(
            "Pre-sale orders of which only the deposit was paid: {rows:count}, {amount:money} in sum; not in paid_amount until the "
            "balance is paid.",
            "有 {rows:count} 笔预售订单只付了定金，合计 {amount:money}，付清尾款之前不计入支付金额。",
        ).fill(rows.currency, rows=int(deposits.sum()), amount=float(rows["paid"][deposits].sum().round(2))), deposits)


def _note_settled(rows: Rows, table: dict) -> None:
    """Say where 打款商家金额 of completed orders is not what was paid less what went back: subsidies, points, fees."""
    if "settled" not in rows or "refund" not in rows:
        return
    own = table["paid_amount"] + rows.or_zero("postage") - rows.or_zero("refund")
    difference = (rows["settled"] - own).where(table["status"] == "completed").round(2)
    differs = difference.abs() > _CENT
    if differs.any():
        rows.note("settled_differs", Label(
            "Completed orders of which 打款商家金额 is not what the buyer paid less what went back: {rows:count}, {amount:money} in sum "
            "(what the platform adds or keeps).",
            "有 {rows:count} 笔交易成功的订单，打款商家金额不等于买家实付减退款，合计相差 {amount:money}（平台补贴或扣费）。",
        ).fill(rows.currency, rows=int(differs.sum()), amount=float(difference[differs].sum().round(2))), differs)


_PAID = column("paid", "money", "买家实际支付金额", "买家实付金额", must=True, filled=True)
_ITEM = (
    column("title", "text", "商品标题", "标题", "宝贝标题"),
    column("price", "money", "商品价格", "价格"),
    column("quantity", "count", "购买数量", "宝贝数量"),
    column("seller_code", "id", "商家编码"),
    column("outer_code", "id", "外部系统编号"),
    column("status", "text", "订单状态"),
)
ORDERS = Reader(
    platform="taobao",
    report="sold_orders",
    feeds=("orders",),
    title=Label("Taobao/Tmall sold orders (Qianniu)", "淘宝/天猫订单报表（千牛）"),
    main="orders",
    amount="paid",
    currency="CNY",
    encodings=_ENCODINGS,
    build=_build_orders,
    never=("子订单编号", "退款编号"),
    fields=(
        column("order_id", "id", "订单编号", must=True, filled=True),
        column("ordered_at", "time", "订单创建时间", must=True, filled=True),
        column("paid_at", "time", "订单付款时间", must=True),
        _PAID,
        column("goods", "money", "买家应付货款"),
        column("postage", "money", "买家应付邮费"),
        column("total", "money", "总金额"),
        column("refund", "money", "退款金额"),
        column("settled", "money", "打款商家金额", "确认收货打款金额"),
        column("status", "text", "订单状态"),
        column("quantity", "count", "宝贝总数量"),
        column("shipped_at", "time", "发货时间"),
        column("place", "place", "收货地址"),
        column("buyer", "person", "买家会员名"),
        column("stages", "text", "分阶段订单信息"),
        column("deposit_order", "id", "特权订金订单id"),
    ),
)
ITEMS = Reader(
    platform="taobao",
    report="sold_items",
    feeds=("orders", "products"),
    title=Label("Taobao/Tmall sold items (Qianniu)", "淘宝/天猫宝贝报表（千牛）"),
    main="order_lines",
    amount="paid",
    currency="CNY",
    encodings=_ENCODINGS,
    build=_build_items,
    fields=(
        column("line_id", "id", "子订单编号", must=True, filled=True),
        column("order_id", "id", "主订单编号", must=True, filled=True),
        *_ITEM,
        column("paid", "money", "买家实付金额", "买家实际支付金额"),
        column("goods", "money", "买家应付货款"),
        column("refund", "money", "退款金额"),
        column("refund_status", "text", "退款状态"),
        column("ordered_at", "time", "订单创建时间", filled=True),
        column("paid_at", "time", "订单付款时间"),
        column("shipped_at", "time", "发货时间"),
        column("product_id", "id", "商品ID"),
    ),
)
OLD_ITEMS = Reader(
    platform="taobao",
    report="sold_items_old",
    feeds=("orders", "products"),
    title=Label("Taobao/Tmall sold items, older export (Qianniu)", "淘宝/天猫宝贝报表（千牛旧版）"),
    main="order_lines",
    currency="CNY",
    encodings=_ENCODINGS,
    build=_build_items,
    never=("子订单编号", "退款编号", "订单创建时间", "买家会员名"),
    fields=(
        column("order_id", "id", "订单编号", must=True, filled=True),
        column("title", "text", "标题", "商品标题", "宝贝标题", must=True),
        column("price", "money", "价格", "商品价格", must=True, filled=True),
        column("quantity", "count", "购买数量", "宝贝数量", must=True, filled=True),
        *(f for f in _ITEM if f.name not in ("title", "price", "quantity")),
    ),
)
READERS = (ORDERS, ITEMS, OLD_ITEMS)
