"""Tmall's refund report (天猫退款表): one row per refund that a buyer asked for."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Reader, Rows, column


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """refunds, one per refund that was made (退款状态 退款成功); the orders they belong to stand in the list of orders.

    refund_amount = 退款总额 − 退给平台金额: what the buyer got back, for what the platform had added was never paid_amount.
    refunded_at = 退款完结时间. Several refunds of one order add up; product_id says of which item, where the file does.
    """
    rows.set_aside(rows["refund_id"].duplicated(), "repeated_line")
    rows.set_aside(~rows["status"].str.contains("成功|完成|已退款", na=False), "refund_not_completed")
    refund = (rows["refund"] - rows.or_zero("to_platform")).round(2)
    impossible = (refund < 0) | (rows.or_zero("to_platform") < 0)
    rows.set_aside(impossible, "impossible_amount")
    table = {"order_id": rows["order_id"], "refund_amount": refund[~impossible]}
    table |= {name: rows[name] for name in ("product_id", "refunded_at") if name in rows}
    partly = rows.column("extent", pd.NA).str.contains("部分", na=False) if "extent" in rows else pd.Series(False, index=rows.frame.index)
    rows.note("refunds_made", Label(
        "Refunds that were made: {rows:count}, of which {partly:count} are called partial. refund_amount is what the buyer got back, without "
        "what went to the platform.",
        "退款成功 {rows:count} 笔，其中标为部分退款的 {partly:count} 笔。退款金额只算退给买家的，不含退给平台的。",
    ).fill(rows=len(rows.frame), partly=int(partly.sum())))
    return {"refunds": pd.DataFrame(table, index=rows.frame.index)}, rows.currency


REFUNDS = Reader(
    platform="taobao",
    report="refunds",
    feeds=("orders",),
    title=Label("Taobao/Tmall refunds", "淘宝/天猫退款报表"),
    main="refunds",
    amount="refund",
    currency="CNY",
    build=_build,
    fields=(
        column("order_id", "id", "订单编号", must=True, filled=True),
        column("refund_id", "id", "退款编号", must=True, filled=True),
        column("refund", "money", "退款总额", "退款金额", must=True, filled=True),
        column("status", "text", "退款状态", must=True),
        column("refunded_at", "time", "退款完结时间"),
        column("to_platform", "money", "退给平台金额"),
        column("extent", "text", "部分退款/全额退款"),
        column("product_id", "id", "商品id"),
    ),
)
READERS = (REFUNDS,)
