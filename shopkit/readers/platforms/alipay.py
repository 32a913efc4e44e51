"""Alipay's bills: a person's, and a merchant's account with the fees that it charges order by order."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import bills
from shopkit.readers.report import Reader, Rows, column

_ENCODINGS = ("gb18030", "utf-8-sig")
# the number of a Taobao or Tmall order, bare or as Alipay's merchants write it
_ORDER = re.compile(r"(?:T200P)?(\d{8,})")
_FEE = re.compile("服务费|手续费|收费|退费|天猫佣金|类目佣金")
_NO_FEE = re.compile("淘宝客|联盟|运费险|服务市场|订购")
_BUYERS_REFUND = re.compile("退款")
_ABOUT = ("type", "item", "note", "description")


def _build_personal(rows: Rows) -> tuple[dict[str, pd.DataFrame], str]:
    """payments: 金额 of each 支出 that was made, less its refunds; see bills.private_bill.

    A refund's 交易订单号 is that of its payment, then "_" and a number of its own.
    """
    ids = rows.column("id", missing=pd.NA).astype("str")
    refund = rows["state"].fillna("").str.contains("退款成功") & ids.str.contains("_", na=False)
    sums = rows["amount"][refund].groupby(ids[refund].str.split("_").str[0]).sum()
    refunded = ids.mask(refund | ids.duplicated(keep=False)).map(sums).astype("float64").fillna(0.0)
    return bills.private_bill(rows, "alipay", rows["amount"], ("item",), refunded)


def _build_merchant(rows: Rows) -> tuple[dict[str, pd.DataFrame], str]:
    """fees by order, and payments for what belongs to none.

    fee_amount = what was charged under an order (支出金额 of a service fee, less what came back of it), or the column 服务费
    where no charge of that order has a row of its own. payments.amount = 支出金额 of the other rows. Refunds to buyers,
    payouts, top-ups and money in are set aside: the reports of orders and refunds bring them.
    """
    came, went, fee = (rows.or_zero(name).abs() for name in ("income", "out", "fee"))
    bills.note_stated(rows, pd.Series("neither", index=rows.frame.index).mask(came > 0, "in").mask(went > 0, "out"), went.where(went > 0, came))
    about, kind = bills.words(rows, *_ABOUT), rows.column("type", missing="").fillna("")
    order = _order(rows)
    charge = order.notna() & about.str.contains(_FEE) & ~about.str.contains(_NO_FEE) & ~about.str.contains(_BUYERS_REFUND)
    charged = went.where(charge & (went > 0), 0.0)
    # what comes back of a fee is taken off it; where the fee itself stands in another bill, it is money in
    back = came.where(charge & (went == 0), 0.0)
    back = back.where(charged.groupby(order).transform("sum") >= back.groupby(order).transform("sum"), 0.0)
    own_row = order.isin(order[charged > 0])
    fee = fee.where((went == 0) & ~own_row, 0.0)
    fees = (charged - back + fee).where(order.notna())
    paid = went.where((charged == 0) & ~about.str.contains(_BUYERS_REFUND) & ~kind.str.contains(bills.TO_ONESELF), 0.0) + fee.where(order.isna(), 0.0)
    is_fee, is_payment = fees.fillna(0.0) != 0, paid > 0
    rows.set_aside((went == 0) & (came > 0) & ~is_fee & ~is_payment, "money_in")
    rows.set_aside(~is_fee.reindex(rows.frame.index) & ~is_payment.reindex(rows.frame.index), "not_a_sale")
    payments = pd.DataFrame({"paid_at": rows["time"], "kind": bills.kinds(about.reindex(rows.frame.index)), "amount": paid.reindex(rows.frame.index).round(2),
                             "account": "alipay"}, index=rows.frame.index)[is_payment.reindex(rows.frame.index)]
    fees = pd.DataFrame({"order_id": order, "fee_amount": fees.round(2)})[is_fee]
    bills.note_kinds(rows, payments)
    if len(fees):
        rows.note("fees_by_order", Label(
            "Service fees charged under orders: {orders:count} orders, {amount:money} in all. They go into fee_amount of those orders, where the files hold them.",
            "按订单扣的服务费：{orders:count} 笔订单，合计 {amount:money}。文件里有这些订单的，计入其平台扣费。",
        ).fill(bills.CURRENCY, orders=fees["order_id"].nunique(), amount=float(fees["fee_amount"].sum())))
    return {"payments": payments, "fees": fees}, bills.CURRENCY


def _order(rows: Rows) -> pd.Series:
    """The order that a row belongs to; missing where it belongs to none."""
    found = pd.Series(pd.NA, index=rows.frame.index, dtype="str")
    for name in ("merchant_order", "base_order"):
        numbers = {t: m[1] if (m := _ORDER.fullmatch(t)) else None for t in rows.column(name, missing=pd.NA).dropna().unique()}
        found = found.fillna(rows.column(name, missing=pd.NA).map(numbers).astype("str"))
    return found


PERSONAL = Reader(
    platform="alipay",
    report="personal_bill",
    feeds=("costs",),
    title=Label("Alipay, a person's bill", "支付宝个人账单"),
    main="payments",
    amount="amount",
    currency=bills.CURRENCY,
    genuine=True,
    build=_build_personal,
    personal=("备注",),
    encodings=_ENCODINGS,
    fields=(
        column("time", "time", "交易时间", "交易创建时间", must=True, filled=True),
        column("type", "text", "交易分类", must=True),
        column("item", "text", "商品说明", "商品名称", must=True),
        column("side", "text", "收/支", must=True, values=bills.DIRECTIONS),
        column("amount", "money", "金额", must=True, filled=True),
        column("state", "text", "交易状态", must=True),
        column("id", "id", "交易订单号", "交易号"),
    ),
)
MERCHANT = Reader(
    platform="alipay",
    report="merchant_account",
    feeds=("orders", "costs"),
    title=Label("Alipay, a merchant's account", "支付宝商家账务明细"),
    main="payments",
    beside=("fees",),
    amount="out",
    currency=bills.CURRENCY,
    build=_build_merchant,
    personal=("对方名称", "对方账户", "银行订单号"),
    encodings=_ENCODINGS,
    fields=(
        column("flow", "id", "账务流水号", "支付宝流水号", "支付宝交易号", must=True),
        column("time", "time", "发生时间", "入账时间", must=True, filled=True),
        column("income", "money", "收入金额(+元)", "收入(+元)", "收入金额", must=True),
        column("out", "money", "支出金额(-元)", "支出(-元)", "支出金额", must=True),
        column("fee", "money", "服务费(元)", "服务费"),
        column("type", "text", "业务类型", "账务类型"),
        column("item", "text", "商品名称"),
        column("note", "text", "备注"),
        column("description", "text", "业务描述"),
        column("merchant_order", "id", "商户订单号"),
        column("base_order", "id", "业务基础订单号"),
    ),
)
READERS = (PERSONAL, MERCHANT)
