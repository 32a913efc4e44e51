"""Douyin shop (抖店): its order list, the movements of its account, its settlements, and the day figures of Compass (罗盘)."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders
from shopkit.readers.cells import numbers
from shopkit.readers.files import problem
from shopkit.readers.period import Period
from shopkit.readers.report import Reader, Rows, column

_STATUS = {"取消|关闭": "cancelled", "待支付|待付款": "unpaid", "已完成|已收货|已签收": "completed", "部分发货|已发货|待收货": "shipped",
           "待发货|备货中|已支付|已付款": "paid"}
_CONTENT = {"直播": "content", "短视频": "content", "图文": "content"}
# charges that are taken out of a settlement; written as negative numbers
_FEES = ("platform_fee", "commission", "agency_commission", "channel_share", "recruiting_fee", "off_site_fee", "other_share")
_FEE_COLUMNS = (
    column("platform_fee", "money", "平台服务费"),
    column("commission", "money", "佣金"),
    column("agency_commission", "money", "服务商佣金"),
    column("channel_share", "money", "渠道分成"),
    column("recruiting_fee", "money", "招商服务费"),
    column("off_site_fee", "money", "站外推广费"),
    column("other_share", "money", "其他分成"),
)
# 动账场景 of a row that is no settlement → what it is; the first that is found counts
_SCENES = {
    "提现|充值|保证金|转账": "transfer",
    "^(?!退款).*(?:结算|极速退款分账)": "settlement",
    "退款|退补贴|补贴扣回": "refund",
    "分账|服务费返还": "fee",
    "运费险|退货运费|上门取件|保险": "return_freight",
    "服务市场|软件|短信": "software",
    "佣金": "commission",
    "赔付|罚|违约|打款|扣款|扣回|推广": "other",
}


def _orders(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per 子订单, and products.

    order_amount = 订单应付金额 − 运费 + 平台实际承担优惠金额 + 达人实际承担优惠金额: what the shop gets for the goods, because Douyin and
    the creator pay their part of the discount to the shop. paid_amount = the same, of orders that are paid. paid_at =
    支付完成时间, else 订单提交时间. An order closed after a refund is `refunded`, and all of it went back; of a refund on an order
    that goes on, the list does not say the amount: missing. A cell with several items leaves product_id empty.
    """
    rows.set_aside(rows.frame.duplicated([n for n in ("order_id", "line_id", "product_id", "spec") if n in rows]), "repeated_order")
    goods = (rows["payable"] - rows.or_zero("shipping") + rows.or_zero("by_platform") + rows.or_zero("by_creator")).round(2)
    rows.set_aside((goods < 0) | (rows.or_zero("by_platform") < 0) | (rows.or_zero("by_creator") < 0), "impossible_amount")
    quantity = _quantity(rows)
    rows.set_aside(quantity.isna(), "unreadable_number")
    goods, quantity = goods.loc[rows.frame.index], quantity.loc[rows.frame.index]
    by_others = round(float((rows.or_zero("by_platform") + rows.or_zero("by_creator")).sum()), 2)
    rows.note("paid_amount_formula", Label(
        "paid_amount is 订单应付金额 − 运费 + the discounts that Douyin and creators bear ({amount:money} on these rows): what the shop gets for "
        "the goods. What the shop's own discounts take off is not in it.",
        "支付金额 = 订单应付金额 − 运费 + 平台和达人承担的优惠（本文件共 {amount:money}），即店铺因这些商品应得的钱，不含店铺自己让的优惠。",
    ).fill(rows.currency, amount=by_others))
    status, after = orders.status(rows, "status", _STATUS), rows.column("after_sale", missing="").fillna("").astype("str")
    back = after.str.contains("全额退款|退款成功|已退款|部分退款|同意退款") & ~after.str.contains("关闭|拒绝|待")
    closed = (status == "cancelled") & back
    status = status.mask(closed, "refunded")
    is_paid = status.notna() & ~status.isin(["unpaid", "cancelled"])
    paid = goods.where(is_paid)
    refund = pd.Series(0.0, index=paid.index).where(~back).mask(closed | (back & after.str.contains("全额")), paid).where(is_paid)
    unknown = back & refund.isna() & is_paid
    if unknown.any():
        rows.note("refund_unknown", Label(
            "Rows with a refund of which the order list does not say how much went back: {rows:count}. The account's movements (动账) of the same "
            "months say it: read both together.",
            "有 {rows:count} 行退了款，但订单列表没写退了多少，退款未知。同期的动账明细里有，请一起读取。").fill(rows=int(unknown.sum())), unknown)
    if "paid_at" not in rows:
        rows.note("paid_at_ordered", Label("The list has no time of payment: paid_at is 订单提交时间, of orders that are paid.",
                                           "订单列表没有支付时间：已支付订单的支付时间取“订单提交时间”。"))
    table = {
        "order_id": rows["order_id"],
        "line_no": orders.line_numbers(rows["order_id"]),
        "ordered_at": rows["ordered_at"],
        "paid_at": (rows["paid_at"].fillna(rows["ordered_at"]) if "paid_at" in rows else rows["ordered_at"]).where(is_paid),
        "quantity": quantity,
        "order_amount": goods,
        "paid_amount": paid,
        "refund_amount": orders.within_paid(rows, refund, paid, rows.currency),
        "status": status,
    }
    table |= {name: rows[name] for name in ("province", "city", "shipped_at", "delivered_at") if name in rows}
    if "format" in rows:
        table["source"] = rows["format"].replace(_CONTENT)
    tables = {"orders": pd.DataFrame(table, index=rows.frame.index)}
    single = _single_items(rows)
    if "product_id" in single:
        tables["orders"]["product_id"] = single["product_id"]
    products = orders.titles(single)
    return tables if products is None else tables | {"products": products}, rows.currency


def _quantity(rows: Rows) -> pd.Series:
    """Units of a row; those of several items in one cell ("1;2") are added."""
    parts = rows["quantity"].str.split(r"[;；]", regex=True).explode()
    read = numbers(parts.str.strip().reset_index(drop=True)).set_axis(parts.index)
    whole = read.where((read >= 0) & (read % 1 == 0))
    return whole.groupby(level=0).sum(min_count=1).where(whole.notna().groupby(level=0).all()).reindex(rows.frame.index)


def _single_items(rows: Rows) -> pd.DataFrame:
    """product_id and title of the rows that hold one item; of the others a note."""
    names = [name for name in ("product_id", "title") if name in rows]
    found = rows.frame[names]
    several = pd.Series(False, index=found.index)
    for name in (*names, "quantity"):
        several |= rows[name].str.contains("[;；]").fillna(False).astype(bool)
    if several.any():
        rows.note("several_items_in_a_cell", Label(
            "Rows that hold several items in one cell: {rows:count}. Their units are added and their money is whole, but which item brought how much "
            "cannot be told, so they name no item.",
            "有 {rows:count} 行一个单元格里写了多个商品：件数相加，金额完整，但分不清每个商品各占多少，因此不记商品。",
        ).fill(rows=int(several.sum())), several)
    return found.mask(several)


def _movements(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """fees and refunds by order, and payments that belong to no order.

    Each row is what its 动账场景 says. Of a settlement, the fee is the sum of its charge columns and the refund its 订单退款;
    of a refund after settlement (出账), the refund is 动账金额, or the charge columns where charges come back. Amounts may
    be written with a sign or without; 动账方向 counts.
    """
    scene = rows["scene"]
    kind = pd.Series(pd.NA, index=scene.index, dtype="str")
    for pattern, name in _SCENES.items():
        kind = kind.where(kind.notna() | ~scene.str.contains(pattern).fillna(False).astype(bool), name)
    fee, refund = _fee(rows), rows.or_zero("refund").abs()
    out = rows["amount"].abs().where(rows["direction"] == "out", -rows["amount"].abs())
    of_no_order = rows["order_id"].isna()
    # a refund after the settlement has its own row, whose amount is what goes out
    refund = refund.mask((kind == "refund") & (refund == 0), out - fee)
    fee = fee.mask((kind == "fee") & (fee == 0), out)
    rows.set_aside(kind.isna(), "unknown_value")
    rows.set_aside(kind == "transfer", "not_a_sale")
    rows.set_aside(kind.isin(["refund", "settlement"]) & of_no_order, "missing_id")
    kind = kind.mask((kind == "fee") & of_no_order, "other").loc[rows.frame.index]
    by_order = kind.isin(["refund", "settlement", "fee"])
    whole = pd.DataFrame({"order_id": rows["order_id"], "at": rows["at"], "kind": kind, "fee": fee, "refund": refund, "out": out}).loc[kind.index]
    return {
        "fees": _of_orders(whole, by_order, "fee", "fee_amount"),
        "refunds": _of_orders(whole, by_order & (whole["refund"] != 0), "refund", "refund_amount").assign(refunded_at=whole["at"]),
        "payments": whole.loc[~by_order, ["at", "kind", "out"]].rename(columns={"at": "paid_at", "out": "amount"}).round({"amount": 2}),
    }, rows.currency


def _of_orders(whole: pd.DataFrame, mask: pd.Series, name: str, new: str) -> pd.DataFrame:
    return whole.loc[mask, ["order_id", name]].rename(columns={name: new}).round({new: 2})


def _fee(rows: Rows) -> pd.Series:
    """What is taken from the shop: the charge columns, whose charges are negative numbers and what comes back positive.

    A file in which more of them are positive than negative writes charges without a sign.
    """
    columns = pd.DataFrame({name: rows.or_zero(name) for name in _FEES}, index=rows.frame.index)
    unsigned = int((columns > 0).sum().sum()) > int((columns < 0).sum().sum())
    if unsigned:
        rows.note("charges_unsigned", Label("Charges are written without a sign in this file, and were taken as charges.",
                                            "本文件的扣费没有写负号，按扣费计。"))
    return columns.sum(axis=1).round(2) * (1 if unsigned else -1)


def _settlements(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """fees and refunds by order: the sum of the charge columns, and 订单退款."""
    rows.set_aside(rows.frame.duplicated(), "repeated_row")
    whole = pd.DataFrame({"order_id": rows["order_id"], "fee": _fee(rows), "refund": rows.or_zero("refund").abs()})
    rows.note("settlement_or_movements", Label(
        "A settlement stands in the account's movements (动账) as well; the same charge of an order counts once.",
        "同一笔结算在动账明细里也有，同一订单相同的扣费只算一次。"))
    everything = pd.Series(True, index=whole.index)
    return {"fees": _of_orders(whole, everything, "fee", "fee_amount"),
            "refunds": _of_orders(whole, whole["refund"] > 0, "refund", "refund_amount")}, rows.currency


def _compass(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """shop_days, one row per 日期 (统计日期 where the report has no other).

    paid_amount = 用户支付金额 (what buyers paid, later refunds included), else 成交金额. buyers = 成交人数, paid_orders = 成交订单数.
    A row for several days stands under the first of them. Raises UserError where a day stands in several rows: they
    are parts of it (by shop, account or format), and people cannot be added.
    """
    rows.set_aside(rows.frame.duplicated(), "repeated_row")
    date, last = _days(rows)
    rows.set_aside(date.isna() | last.isna(), "unreadable_date")
    date = date.loc[rows.frame.index]
    if date.duplicated().any():
        place = rows.entry.place
        raise problem(
            "several_rows_for_a_day", f"{place}: a day stands in several rows, which are parts of it (by shop, account or format). The people in them "
            "overlap and cannot be added. Export the shop as a whole, by day, without further dimensions.",
            f"{place}：同一天有好几行（按店铺、账号或体裁拆开），各行的人数有重叠，不能相加。请按天导出全店数据，不要再加其他维度。")
    long = (last - date).dt.days.loc[date.index] > 0
    if long.any():
        rows.period = rows.period_used = Period(date.min().to_pydatetime(), last.max().to_pydatetime())
        rows.note("one_figure_for_the_period", Label(
            "Rows that give one figure for several days: {rows:count}. Each stands under its first day, and nothing by day can be shown from it.",
            "有 {rows:count} 行是多天合计，记在第一天名下，看不出每天的变化。").fill(rows=int(long.sum())), long)
    paid = (rows.first_of("paid_amount", "deal_amount") if "paid_amount" in rows else rows["deal_amount"]).astype("float64")
    rows.set_aside((paid < 0) | (rows.or_zero("refund_amount") < 0), "impossible_amount")
    table = {"date": date, "paid_amount": paid}
    table |= {n: rows[n] for n in ("visitors", "page_views", "impressions", "clicks", "orderers", "buyers", "paid_orders", "refunded_orders",
                                   "refund_amount") if n in rows}
    return {"shop_days": pd.DataFrame(table).loc[rows.frame.index]}, rows.currency


def _days(rows: Rows) -> tuple[pd.Series, pd.Series]:
    """First and last day of each row."""
    names = [name for name in ("date", "days") if name in rows]
    if not names:
        first = rows.dates_or_period()
        return first, first
    first, last = rows[names[0]], rows.ends[names[0]].reindex(rows.frame.index)
    for name in names[1:]:
        last = last.where(first.notna(), rows.ends[name].reindex(rows.frame.index))
        first = first.fillna(rows[name])
    return first.dt.floor("D"), last.dt.floor("D")


ORDERS = Reader(
    platform="douyin",
    report="orders",
    feeds=("orders", "products"),
    title=Label("Douyin shop, order list", "抖店 订单列表"),
    main="orders",
    amount="payable",
    currency="CNY",
    build=_orders,
    personal=("区", "街道", "达人ID"),
    fields=(
        column("order_id", "id", "主订单编号", must=True, filled=True),
        column("line_id", "id", "子订单编号", must=True),
        column("title", "text", "选购商品", "商品名称"),
        column("spec", "text", "商品规格"),
        column("quantity", "text", "商品数量", must=True, filled=True),
        column("product_id", "id", "商品ID"),
        column("payable", "money", "订单应付金额", must=True, filled=True),
        column("shipping", "money", "运费"),
        column("by_platform", "money", "平台实际承担优惠金额"),
        column("by_creator", "money", "达人实际承担优惠金额"),
        column("ordered_at", "time", "订单提交时间", must=True, filled=True),
        column("paid_at", "time", "支付完成时间", "支付时间"),
        column("shipped_at", "time", "发货时间"),
        column("delivered_at", "time", "订单完成时间"),
        column("status", "text", "订单状态"),
        column("after_sale", "text", "售后状态"),
        column("format", "text", "流量体裁"),
        column("province", "text", "省"),
        column("city", "text", "市"),
    ),
)
MOVEMENTS = Reader(
    platform="douyin",
    report="account_movements",
    feeds=("orders", "costs"),
    title=Label("Douyin shop, movements of the account", "抖店 动账明细"),
    main="fees",
    amount="amount",
    currency="CNY",
    build=_movements,
    personal=("达人ID", "达人名称", "备注"),
    fields=(
        column("at", "time", "动账时间", must=True, filled=True),
        column("movement_id", "id", "动帐流水号", "动账流水号", must=True),
        column("direction", "text", "动账方向", must=True, filled=True, values={"入账": "in", "出账": "out"}),
        column("amount", "money", "动账金额", must=True, filled=True),
        column("scene", "text", "动账场景", must=True),
        column("order_id", "id", "订单号", must=True),
        column("refund", "money", "订单退款"),
        *_FEE_COLUMNS,
    ),
)
SETTLEMENTS = Reader(
    platform="douyin",
    report="settlements",
    feeds=("orders",),
    title=Label("Douyin shop, settlements", "抖店 结算账单"),
    main="fees",
    amount="amount",
    currency="CNY",
    build=_settlements,
    described=True,
    personal=("达人ID", "达人名称", "备注"),
    fields=(
        column("at", "time", "结算时间", must=True, filled=True),
        column("order_id", "id", "订单号", must=True, filled=True),
        column("line_id", "id", "子订单号"),
        column("amount", "money", "结算金额", must=True, filled=True),
        column("refund", "money", "订单退款"),
        column("platform_fee", "money", "平台服务费", must=True),
        *_FEE_COLUMNS[1:],
    ),
)
COMPASS = Reader(
    platform="douyin",
    report="compass_days",
    feeds=("shop_days",),
    title=Label("Douyin Compass, figures by day", "抖音罗盘 自助取数"),
    main="shop_days",
    amount="paid_amount",
    currency="CNY",
    build=_compass,
    never=("商品ID", "一级来源"),
    fields=(
        column("days", "period", "统计日期"),
        column("date", "period", "日期"),
        column("deal_amount", "money", "成交金额", must=True),
        column("paid_amount", "money", "用户支付金额"),
        column("paid_orders", "count", "成交订单数", must=True),
        column("buyers", "people", "成交人数", must=True),
        column("visitors", "people", "访客数", "进店人数", "店铺访客数"),
        column("page_views", "count", "浏览量", "店铺浏览量"),
        column("impressions", "count", "商品曝光次数"),
        column("clicks", "count", "商品点击次数"),
        column("orderers", "people", "下单人数"),
        column("refunded_orders", "count", "退款订单数"),
        column("refund_amount", "money", "退款金额", "成功退款金额"),
    ),
)
READERS = (ORDERS, MOVEMENTS, SETTLEMENTS, COMPASS)
