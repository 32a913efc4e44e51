"""Pinduoduo: its order list, its promotion report and the bill of the shop's account."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders
from shopkit.readers.report import Reader, Rows, column

_STATUS = {
    "退款成功": "refunded", "取消|关闭|拼单失败|未成团": "cancelled", "待支付|待付款|未支付": "unpaid", "已收货|已签收|交易成功|已完成": "completed",
    "已发货|待收货": "shipped", "待发货|待成团|待分享|拼单中|已支付|已付款": "paid",
}
# an order's number begins with its day: 260517-…
_DAY_IN_NUMBER = r"^(\d{6})-\d"
_CHANNELS = {
    "搜索推广": "search_ads", "多多搜索": "search_ads", "场景推广": "audience_ads", "多多场景": "audience_ads", "全站推广": "whole_shop_ads",
    "直播推广": "content", "多多直播": "content",
}
# what stands in 账务类型 and 业务描述 → what a row of the bill is; the first that is found counts
_BILL = {
    "提现|转账|充值|保证金": "transfer",
    "技术服务费|多多进宝|佣金|推广服务费": "fee",
    "退款": "refund",
    "交易收入|优惠券结算": "sale",
    "运费险|退货包运费|退货运费": "return_freight",
    "服务市场|软件|短信": "software",
    "扣款|赔付|赔偿|罚款|违约|其他支出|其他服务": "other",
}


def _orders(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per row of the list, and products.

    order_amount = 商家实收金额 − 邮费 (= 商品总价 − 店铺优惠折扣): what the shop gets for the goods. What Pinduoduo itself pays for the
    buyer (平台优惠折扣, 多多支付立减金额) is in it, because Pinduoduo pays it to the shop. paid_amount = the same, of orders that
    are paid. ordered_at = 订单成交时间, else the day in the order's number; paid_at = 支付时间, else ordered_at, of orders that are
    paid. refund_amount = 退款金额 where the list has it; else 0 without a refund, paid_amount where all went back before
    anything was sent, and missing where goods were sent: the list does not say how much of it went back.
    """
    rows.set_aside(rows.frame.duplicated([n for n in ("order_id", "product_id", "sku") if n in rows]), "repeated_order")
    numbered = pd.to_datetime(rows["order_id"].str.extract(_DAY_IN_NUMBER)[0], format="%y%m%d", errors="coerce").astype("datetime64[us]")
    dealt = rows["dealt_at"] if "dealt_at" in rows else pd.Series(pd.NaT, index=rows.frame.index).astype("datetime64[us]")
    ordered = dealt.fillna(rows["paid_at"]) if "paid_at" in rows else dealt
    dated_by_number = ordered.isna() & numbered.notna()
    ordered = ordered.fillna(numbered)
    rows.set_aside(ordered.isna(), "unreadable_date")
    goods = _goods(rows)
    rows.set_aside(goods.isna(), "unreadable_amount")
    rows.set_aside((goods < 0) | (rows["list_amount"] < 0), "impossible_amount")
    goods, ordered, dealt, dated_by_number = (s.loc[rows.frame.index] for s in (goods, ordered, dealt, dated_by_number))
    if dated_by_number.any():
        rows.note("date_from_order_number", Label(
            "Rows without 订单成交时间, dated by the first six digits of the order number (to the day): {rows:count}.",
            "有 {rows:count} 行没有订单成交时间，日期取自订单号的前六位（只到天）。").fill(rows=int(dated_by_number.sum())), dated_by_number)
    _note_formula(rows, goods)
    status = orders.status(rows, "status", _STATUS)
    is_paid = ~status.isin(["unpaid", "cancelled"]) & (status.notna() | dealt.notna())
    paid = goods.where(is_paid)
    table = {
        "order_id": rows["order_id"],
        "line_no": orders.line_numbers(rows["order_id"]),
        "ordered_at": ordered,
        "paid_at": (rows["paid_at"].fillna(ordered) if "paid_at" in rows else ordered).where(is_paid),
        "list_amount": rows["list_amount"],
        "order_amount": goods,
        "paid_amount": paid,
        "refund_amount": _refund(rows, status, paid),
        "status": status,
    }
    table |= {name: rows[name] for name in ("product_id", "quantity", "province", "city", "shipped_at", "delivered_at") if name in rows}
    tables = {"orders": pd.DataFrame(table, index=rows.frame.index)}
    products = orders.titles(rows.frame)
    return tables if products is None else tables | {"products": products}, rows.currency


def _goods(rows: Rows) -> pd.Series:
    """What the shop gets for the goods of each row, by the most direct of the columns that the file has."""
    received = rows.column("received") - rows.or_zero("shipping")
    own = rows["list_amount"] - rows.column("shop_discount")
    paid_in = rows.column("paid") + rows.or_zero("platform_discount") + rows.or_zero("pay_discount") - rows.or_zero("shipping")
    return received.fillna(own).fillna(paid_in).round(2)


def _note_formula(rows: Rows, goods: pd.Series) -> None:
    by_platform = round(float((rows.or_zero("platform_discount") + rows.or_zero("pay_discount")).sum()), 2)
    rows.note("paid_amount_formula", Label(
        "paid_amount is 商家实收金额 − 邮费: what the shop gets for the goods. What Pinduoduo pays for the buyer is in it ({amount:money} on these "
        "rows), what the shop's own discounts take off is not.",
        "支付金额 = 商家实收金额 − 邮费，即店铺因这些商品应得的钱：含平台替买家出的优惠（本文件共 {amount:money}），不含店铺自己让的优惠。",
    ).fill(rows.currency, amount=by_platform))
    difference = (goods - (rows["list_amount"] - rows["shop_discount"])).round(2)
    differs = difference.abs() > 0.005
    if differs.any():
        rows.note("total_differs", Label(
            "Rows on which 商家实收金额 − 邮费 is not 商品总价 − 店铺优惠折扣: {rows:count}, {amount:money} in sum. 商家实收金额 is used.",
            "有 {rows:count} 行的商家实收金额 − 邮费不等于商品总价 − 店铺优惠折扣，合计相差 {amount:money}，以商家实收金额为准。",
        ).fill(rows.currency, rows=int(differs.sum()), amount=round(float(difference[differs].sum()), 2)), differs)


def _refund(rows: Rows, status: pd.Series, paid: pd.Series) -> pd.Series:
    """What went back, as far as an order list can know it."""
    words = rows.column("status", missing="").fillna("").astype("str")
    after = rows.column("after_sale", missing="").fillna("").astype("str")
    back = (status == "refunded") | after.str.contains("退款成功")
    told = "after_sale" in rows or "status" in rows
    refund = pd.Series(0.0 if told else float("nan"), index=paid.index).where(~back)
    refund = refund.where(~(back & words.str.startswith("未发货")), paid)
    if "refund" in rows:
        refund = rows["refund"].fillna(refund)
    refund = refund.where(paid.notna())
    unknown = refund.isna() & paid.notna() & back
    if unknown.any():
        rows.note("refund_unknown", Label(
            "Orders refunded after something was sent, of which the list does not say how much went back: {rows:count}. The bill (账务明细) of "
            "the same months says it: read both together.",
            "有 {rows:count} 笔订单发货后退了款，订单列表没写退了多少，退款未知。同期的账务明细里有，请一起读取。",
        ).fill(rows=int(unknown.sum())), unknown)
    return orders.within_paid(rows, refund, paid, rows.currency)


def _ads(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """ads, one row per day and item of a plan: cost = 总花费 (成交花费 is the part of it that sold), ad_sales = 交易额."""
    negative = (rows["cost"] < 0) | (rows.or_zero("ad_sales") < 0)
    rows.set_aside(negative, "impossible_amount")
    table = {"date": rows.dates_or_period(), "cost": rows["cost"]}
    table |= {name: rows[name] for name in ("campaign", "product_id", "impressions", "clicks", "ad_orders", "ad_sales") if name in rows}
    if "channel" in rows:
        table["channel"] = rows["channel"].replace(_CHANNELS)
    rows.note("ad_sales_attributed", Label(
        "ad_sales is 交易额, which Pinduoduo attributes to the ad by its own window, refunds included.",
        "广告成交金额取“交易额”，由拼多多按自己的归因口径计算，含后来退款的订单。"))
    return {"ads": pd.DataFrame(table, index=rows.frame.index)}, rows.currency


def _bill(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """fees and refunds by order, and payments that belong to none.

    Each row is what its 账务类型 and 业务描述 say; amount = 支出金额 − 收入金额, both without sign, so that a fee given back
    lowers the fee. A refund holds what the buyer gets back and the coupons that Pinduoduo takes back with it.
    """
    rows.set_aside(rows["income"].isna() & rows["expense"].isna(), "unreadable_amount")
    said = (rows.column("type", missing="").fillna("") + " " + rows.column("description", missing="").fillna("")).astype("str")
    kind = pd.Series(pd.NA, index=said.index, dtype="str")
    for pattern, name in _BILL.items():
        kind = kind.where(kind.notna() | ~said.str.contains(pattern), name)
    rows.set_aside(kind.isna(), "unknown_value")
    rows.set_aside(kind == "transfer", "not_a_sale")
    rows.set_aside(kind == "sale", "sale_income")
    of_no_order = rows["order_id"].isna()
    rows.set_aside((kind == "refund") & of_no_order, "missing_id")
    kind = kind.loc[rows.frame.index].mask((kind == "fee") & of_no_order, "other")
    amount = (rows.or_zero("expense").abs() - rows.or_zero("income").abs()).round(2)
    whole = pd.DataFrame({"order_id": rows["order_id"], "at": rows["at"], "kind": kind, "amount": amount}, index=rows.frame.index)
    refunds = whole.loc[kind == "refund", ["order_id", "amount", "at"]]
    fees = whole.loc[kind == "fee", ["order_id", "amount"]]
    payments = whole.loc[~kind.isin(["refund", "fee"]), ["at", "kind", "amount"]]
    return {
        "fees": fees.rename(columns={"amount": "fee_amount"}),
        "refunds": refunds.rename(columns={"amount": "refund_amount", "at": "refunded_at"}),
        "payments": payments.rename(columns={"at": "paid_at"}),
    }, rows.currency


ORDERS = Reader(
    platform="pinduoduo",
    report="orders",
    feeds=("orders", "products"),
    title=Label("Pinduoduo, order list", "拼多多 订单列表"),
    main="orders",
    amount="list_amount",
    currency="CNY",
    build=_orders,
    personal=("收货人", "用户购买手机号", "区", "街道"),
    never=("主订单编号", "子订单编号"),
    fields=(
        column("order_id", "id", "订单号", must=True, filled=True),
        column("list_amount", "money", "商品总价", must=True, filled=True),
        column("dealt_at", "time", "订单成交时间", "拼单成功时间"),
        column("paid_at", "time", "支付时间"),
        column("title", "text", "商品", "商品名称"),
        column("status", "text", "订单状态"),
        column("shipping", "money", "邮费"),
        column("shop_discount", "money", "店铺优惠折扣", must=True),
        column("platform_discount", "money", "平台优惠折扣"),
        column("pay_discount", "money", "多多支付立减金额"),
        column("paid", "money", "用户实付金额", "顾客实付金额"),
        column("received", "money", "商家实收金额"),
        column("quantity", "count", "商品数量"),
        column("shipped_at", "time", "发货时间"),
        column("delivered_at", "time", "确认收货时间"),
        column("product_id", "id", "商品id"),
        column("sku", "id", "样式ID"),
        column("after_sale", "text", "售后状态"),
        column("refund", "money", "退款金额"),
        column("province", "text", "省", "收货省份"),
        column("city", "text", "市", "收货城市"),
    ),
)
ADS = Reader(
    platform="pinduoduo",
    report="promotion",
    feeds=("ads",),
    title=Label("Pinduoduo, promotion report", "拼多多 推广报表"),
    main="ads",
    amount="cost",
    currency="CNY",
    build=_ads,
    fields=(
        column("date", "time", "日期", filled=True),
        column("cost", "money", "总花费", must=True, filled=True),
        column("ad_sales", "money", "交易额", must=True),
        column("impressions", "count", "曝光量", must=True),
        column("clicks", "count", "点击量"),
        column("ad_orders", "count", "成交笔数"),
        column("product_id", "id", "商品ID"),
        column("channel", "text", "推广场景"),
        column("campaign", "text", "推广名称"),
    ),
)
BILL = Reader(
    platform="pinduoduo",
    report="bill",
    feeds=("orders", "costs"),
    title=Label("Pinduoduo, bill of the shop's account", "拼多多 账务明细"),
    main="fees",
    amount="expense",
    currency="CNY",
    build=_bill,
    encodings=("gb18030", "utf-8-sig", "utf-16"),
    personal=("备注",),
    never=("账务流水号", "业务流水号"),
    fields=(
        column("order_id", "id", "商户订单号", must=True),
        column("at", "time", "发生时间", must=True, filled=True),
        column("income", "money", "收入金额(+元)", "收入金额", must=True),
        column("expense", "money", "支出金额(-元)", "支出金额", must=True),
        column("type", "text", "账务类型", must=True, filled=True),
        column("description", "text", "业务描述"),
    ),
)
READERS = (ORDERS, ADS, BILL)
