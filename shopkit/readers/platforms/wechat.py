"""WeChat Pay's bill, csv or xlsx: the owner's payments, by month and kind."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import bills
from shopkit.readers.report import Reader, Rows, column


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str]:
    """payments: 金额 of each 支出 that was made, less what 当前状态 says came back (已退款(￥5.00)); see bills.private_bill.

    A refund has a row of its own besides, which is money in and set aside: it is not taken off twice.
    """
    return bills.private_bill(rows, "wechat", rows["amount"], ("item",), pd.Series(0.0, index=rows.frame.index))


BILL = Reader(
    platform="wechat",
    report="bill",
    feeds=("costs",),
    title=Label("WeChat Pay, bill", "微信支付账单"),
    main="payments",
    amount="amount",
    currency=bills.CURRENCY,
    genuine=True,
    build=_build,
    personal=("备注",),
    encodings=("utf-8-sig", "gb18030"),
    fields=(
        column("time", "time", "交易时间", must=True, filled=True),
        column("type", "text", "交易类型", must=True),
        column("item", "text", "商品"),
        column("side", "text", "收/支", must=True, values=bills.DIRECTIONS),
        column("amount", "money", "金额(元)", "金额", must=True, filled=True),
        column("state", "text", "当前状态", must=True),
    ),
)
READERS = (BILL,)
