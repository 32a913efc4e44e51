"""JD Finance's bill: the owner's payments, by month and kind."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import bills, cells
from shopkit.readers.report import Reader, Rows, column


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str]:
    """payments: 金额 of each 支出 that was made, less what stands in brackets behind it (131.77(已退款89.84)); see bills.private_bill."""
    amount, refunded = cells.paid_and_refunded(rows["amount"])
    unread = amount.isna() | refunded.isna()
    rows.set_aside(unread, "unreadable_amount")
    return bills.private_bill(rows, "jd_finance", amount[~unread], ("item",), refunded[~unread])


BILL = Reader(
    platform="jd_finance",
    report="bill",
    feeds=("costs",),
    title=Label("JD Finance, bill", "京东金融账单"),
    main="payments",
    currency=bills.CURRENCY,
    build=_build,
    personal=("备注",),
    encodings=("utf-8-sig", "gb18030"),
    fields=(
        column("time", "time", "交易时间", must=True, filled=True),
        column("type", "text", "交易分类"),
        column("item", "text", "交易说明", must=True),
        column("side", "text", "收/支", must=True, values=bills.DIRECTIONS),
        # an amount with what came back of it behind it: read in build
        column("amount", "text", "金额", must=True, filled=True),
        column("state", "text", "交易状态", must=True),
    ),
)
READERS = (BILL,)
