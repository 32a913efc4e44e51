"""JD: the traffic report of Shangzhi (京东商智) and the bill that settles orders (京东对账)."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders
from shopkit.readers.report import Reader, Rows, column

# one name of JD's for each of ours, so that no two sources of a day come under one key
_SOURCES = {
    "搜索": "free_search", "京东快车": "search_ads", "京东展位": "audience_ads", "全站营销": "whole_shop_ads", "营销活动": "platform_event",
    "直接访问": "direct", "直播": "content", "京挑客": "off_site",
}
_WHOLE = "汇总|全部|整体|合计|总计|小计"
_STATUS = {"取消|关闭": "cancelled", "等待付款|待付款": "unpaid", "完成|妥投": "completed", "待收货|已发货|已出库": "shipped", "待发货|待出库|等待出库": "paid"}
# a charge named so that comes in is a charge given back
_CHARGES = "佣金|服务费|保险|手续费|扣点|返佣|返还|推广费"
_CURRENCIES = {"人民币": "CNY", "cny": "CNY", "rmb": "CNY", "港币": "HKD", "hkd": "HKD", "美元": "USD", "usd": "USD"}
# shipping that the buyer pays, and money that only passes through
_PASSING = "运费|配送费|提现|充值|保证金|转账"


def _totals(texts: pd.DataFrame) -> pd.Series:
    """Rows that sum up a 一级渠道 of which the rows of its 二级渠道 stand in the file too."""
    if "channel_2" not in texts or "channel_1" not in texts:
        return pd.Series(False, index=texts.index)
    whole = _is_whole(texts["channel_2"])
    keys = [texts[n].str.strip() for n in ("date", "channel_1") if n in texts]
    return whole & (~whole).groupby(keys).transform("any")


def _is_whole(names: pd.Series) -> pd.Series:
    return names.str.strip().isin(["", "-", "--"]) | names.str.contains(_WHOLE)


def _traffic(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """traffic, one row per day and 二级渠道 (一级渠道 where it is not divided further).

    buyers = 成交客户数, orderers = 下单客户数, paid_amount = 成交金额. A 二级渠道 whose name says clearly which of our sources it
    is gets that key; every other keeps JD's names, 一级 · 二级.
    """
    first, second = rows["channel_1"], rows.column("channel_2", missing=pd.NA).astype("str")
    rows.set_aside(first.str.contains(f"^(?:{_WHOLE})"), "other_level")
    divided = second.notna() & ~_is_whole(second.fillna(""))
    single = second.groupby(second).transform(lambda names: first[names.index].nunique() == 1).fillna(False).astype(bool)
    source = (first + " · " + second).where(divided, first)
    source = source.mask(divided & single & second.isin(list(_SOURCES)), second.replace(_SOURCES))
    date = rows.dates_or_period()
    rows.set_aside(pd.DataFrame({"date": date, "source": source}).loc[rows.frame.index].duplicated(), "repeated_row")
    rows.set_aside(rows["paid_amount"] < 0, "impossible_amount")
    table = {"date": date, "source": source, "paid_amount": rows["paid_amount"]}
    table |= {name: rows[name] for name in ("visitors", "orderers", "buyers", "orders") if name in rows}
    rows.note("buyers_are_customers", Label(
        "buyers is 成交客户数. Visitors and buyers of several sources are partly the same people and are never added.",
        "支付买家数取“成交客户数”。各渠道的访客、买家有重叠，不能相加。"))
    return {"traffic": pd.DataFrame(table).loc[rows.frame.index]}, rows.currency


def _bill(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders (from 货款 that comes in), refunds (货款 that goes out), fees by order, and payments that belong to no order.

    order_amount = paid_amount = 应结金额 of 货款: what JD settles for the goods of a line, so the bill holds only orders that
    have been settled. fee_amount = 应结金额 of every other charge that goes out, less what comes back of it.
    """
    currency = rows.one_currency()
    named, goes_out, amount = rows["charge"], rows["direction"] == "out", rows["amount"].abs().round(2)
    goods = named.str.contains("货款")
    rows.set_aside(~goods & named.str.contains(_PASSING) & ~named.str.contains("险"), "not_a_sale")
    rows.set_aside(~goods & ~goes_out & ~named.str.contains(_CHARGES), "unknown_value")
    rows.set_aside(goods & rows["order_id"].isna(), "missing_id")
    rows.set_aside(goods & ~goes_out & rows["ordered_at"].isna(), "unreadable_date")
    settled = rows["settled_at"] if "settled_at" in rows else rows.column("billed_at", pd.NaT).astype("datetime64[us]")
    lone = ~goods & rows["order_id"].isna()
    rows.set_aside(lone & settled.isna(), "unreadable_date")
    here = rows.frame.index
    goods, goes_out, amount, lone, settled = (s.loc[here] for s in (goods, goes_out, amount, lone, settled))
    sold = here[goods & ~goes_out]
    signed = amount.where(goes_out, -amount)
    again = rows.frame.duplicated()
    if again.any():
        rows.note("equal_rows", Label(
            "Rows that equal an earlier one in every column that is read, and are kept, because one order may be charged the same twice: {rows:count}.",
            "有 {rows:count} 行在所读的各列上与前面某行完全相同；同一订单可能有两笔相同的费用，因此保留。").fill(rows=int(again.sum())), again)
    table = pd.DataFrame({
        "order_id": rows["order_id"][sold], "line_no": orders.line_numbers(rows["order_id"][sold]), "ordered_at": rows["ordered_at"][sold],
        "paid_at": rows["ordered_at"][sold], "order_amount": amount[sold], "paid_amount": amount[sold],
        "status": orders.status(rows, "status", _STATUS)[sold]})
    for name in ("product_id", "quantity"):
        if name in rows:
            table[name] = rows[name][sold]
    if len(sold):
        rows.note("settled_orders_only", Label(
            "The bill holds orders that JD has settled, with 货款 as paid_amount and the time of ordering as paid_at; orders that are unpaid, "
            "cancelled or not settled yet are not in it.",
            "对账单只有已结算的订单：支付金额取“货款”，支付时间取下单时间；未付款、已取消和尚未结算的订单不在其中。"))
    back = here[goods & goes_out]
    refunded_at = rows["refunded_at"].fillna(settled) if "refunded_at" in rows else settled
    refunds = pd.DataFrame({"order_id": rows["order_id"][back], "refund_amount": amount[back], "refunded_at": refunded_at[back]})
    if "product_id" in rows:
        refunds["product_id"] = rows["product_id"][back]
    charged = here[~goods & ~lone]
    return {
        "orders": table,
        "refunds": refunds,
        "fees": pd.DataFrame({"order_id": rows["order_id"][charged], "fee_amount": signed[charged]}),
        "payments": pd.DataFrame({"paid_at": settled[here[lone]], "kind": "other", "amount": signed[here[lone]]}),
    } | ({} if (products := orders.titles(rows.frame)) is None else {"products": products}), currency


TRAFFIC = Reader(
    platform="jd",
    report="traffic",
    feeds=("traffic",),
    title=Label("JD Shangzhi, traffic sources", "京东商智 流量来源"),
    main="traffic",
    amount="paid_amount",
    currency="CNY",
    build=_traffic,
    totals=_totals,
    levels=("date", "channel_1"),
    fields=(
        column("date", "time", "日期", "时间", filled=True),
        column("channel_1", "text", "一级渠道", must=True, filled=True),
        column("channel_2", "text", "二级渠道"),
        column("visitors", "people", "访客数(UV)", "访客数", must=True),
        column("orderers", "people", "下单客户数"),
        column("buyers", "people", "成交客户数", must=True),
        column("orders", "count", "成交单量"),
        column("paid_amount", "money", "成交金额", must=True, filled=True),
    ),
)
KEYWORDS = Reader(
    platform="jd",
    report="keywords",
    title=Label("JD Shangzhi, keywords", "京东商智 关键词"),
    fields=(
        column("keyword", "text", "关键词", must=True),
        column("items", "number", "在线商品数", must=True),
        column("searchers", "people", "搜索人数", must=True),
        column("clicks", "number", "点击量"),
    ),
    instead=Label(
        "this is JD Shangzhi's keyword table. It gives ranges (100~200) in place of numbers, and nothing can be reckoned from ranges. "
        "Give the traffic sources instead: 商智 → 流量.",
        "这是京东商智的关键词表，给的是区间（如 100~200）而不是数字，无法计算。请改给流量来源报表：商智 → 流量。"),
)
BILL = Reader(
    platform="jd",
    report="bill",
    feeds=("orders", "products", "costs"),
    title=Label("JD, settlement bill", "京东 对账单"),
    main="orders",
    amount="amount",
    currency="CNY",
    build=_bill,
    encodings=("gb18030", "utf-8-sig", "utf-16"),
    personal=("资金动账备注",),
    fields=(
        column("order_id", "id", "订单编号", must=True),
        column("charge", "text", "费用名称", must=True, filled=True),
        column("amount", "money", "应结金额", must=True, filled=True),
        column("direction", "text", "收支方向", must=True, filled=True, values={"收入": "in", "支出": "out"}),
        column("currency", "text", "币种", values=_CURRENCIES),
        column("status", "text", "订单状态"),
        column("ordered_at", "time", "订单下单时间", "下单时间", must=True),
        column("refunded_at", "time", "售后退款时间"),
        column("settled_at", "time", "到账时间"),
        column("billed_at", "time", "账单生成时间"),
        column("product_id", "id", "商品编号"),
        column("title", "text", "商品名称"),
        column("quantity", "count", "商品数量"),
    ),
)
READERS = (TRAFFIC, KEYWORDS, BILL)
