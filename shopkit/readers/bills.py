"""Bills of payment accounts: which payments are a cost of the shop, of what kind, and what a bill says of itself."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import LANGUAGES, Label, format_value
from shopkit.readers.report import Rows
from shopkit.schema import COST_KINDS

CURRENCY = "CNY"
# what a bill writes under 收/支; nothing there is neither of both
DIRECTIONS = {"支出": "out", "收入": "in", "不计收支": "neither", "中性交易": "neither", "其他": "neither"}
# declared words of what was bought → kind of cost; the first that is found counts, and nothing is guessed beyond them
_KINDS = (
    (re.compile("房租|租金"), "rent"),
    (re.compile("工资|薪资|劳务"), "labour"),
    (re.compile("税"), "tax"),
    (re.compile("软件|服务市场|订购"), "software"),
    (re.compile("包装|纸箱|快递袋|胶带"), "packing"),
    (re.compile("运费险|退货"), "return_freight"),
    (re.compile("佣金|淘宝客|联盟"), "commission"),
)
# kinds of transaction that only move one's own money
TO_ONESELF = re.compile("提现|零钱充值|账户充值|零钱通|余额宝|理财|信用卡还款|信用借还|账户存取")
# money that has left counts as paid, whether the goods have come or not
_PAID = re.compile("支付成功|交易成功|付款成功|代付成功|已转账|已收钱|已收款|等待确认收货|等待对方发货|待收货|待发货")
_PAID_IN_PART = re.compile(r"已退款?\s*[(（]\s*[¥￥]?\s*([\d.,]+)\s*元?\s*[)）]")
_NOT_PAID = re.compile("关闭|失败|全额退款|已退还|已退款|已撤销|已取消|等待付款|待付款|待支付|待.*收款|退款成功")
_STATED = re.compile(r"(收入|支出|不计收支|中性交易)(?:合计)?\s*[:：]\s*(?:共\s*)?([\d,]+)\s*笔\s*[,，]?\s*(?:共|合计)?\s*(-?[\d,]*\.?\d+)\s*元")
_RECORDS = re.compile(r"共\s*([\d,]+)\s*笔(?=记录|交易)")
_SIDES = {"in": Label("money in", "收入"), "out": Label("money out", "支出"), "neither": Label("neither", "不计收支")}


def kinds(texts: pd.Series) -> pd.Series:
    """The kind of cost (schema.COST_KINDS) that the words of a payment declare; other where they declare none."""
    known = {t: next((kind for words, kind in _KINDS if words.search(t)), "other") for t in texts.unique()}
    return texts.map(known).astype("str")


def words(rows: Rows, *names: str) -> pd.Series:
    """What several columns say of a row, in one text."""
    texts = pd.Series("", index=rows.frame.index, dtype="str")
    for name in names:
        texts = texts + " " + rows.column(name, missing="").fillna("")
    return texts


def private_bill(rows: Rows, account: str, amount: pd.Series, about: tuple[str, ...], refunded: pd.Series) -> tuple[dict, str]:
    """payments of a bill that an owner's own account gives: rows with `side`, `type` and `state`.

    payments.amount = amount − what came back of it (`refunded`, or what the state says), of payments out that were made;
    kind by the words of the columns `about`. Money in, what only moves one's own money, refunds and payments that were not
    made are set aside, each with its reason.
    """
    side = rows["side"].fillna("neither")
    note_stated(rows, side, amount)
    state, out = rows["state"].fillna(""), side == "out"
    in_part = state.str.extract(_PAID_IN_PART)[0]
    refunded = refunded + in_part.str.replace(",", "").astype("float64").fillna(0.0)
    paid = (state.str.contains(_PAID) | in_part.notna()) & ~(refunded >= amount)
    refund = words(rows, "type", *about).str.contains("退款") | state.str.contains("退款成功")
    why = pd.Series(pd.NA, index=rows.frame.index, dtype="str")
    why = why.mask(out & ~paid, "unknown_value").mask(out & ~paid & (state.str.contains(_NOT_PAID) | (refunded >= amount)), "not_paid")
    why = why.mask(amount < 0, "impossible_amount").mask(side == "in", "money_in")
    why = why.mask((side == "neither") | (refund & (side == "in")) | (out & rows["type"].fillna("").str.contains(TO_ONESELF)), "not_a_sale")
    for code in why.dropna().unique():
        rows.set_aside(why.reindex(rows.frame.index) == code, code)
    here = rows.frame.index
    back = refunded.reindex(here)
    if (back > 0).any():
        rows.note("refunds_taken_off", Label(
            "Payments of which a part came back: {rows:count}; {amount:money} was taken off them.",
            "有 {rows:count} 笔付款退回了一部分，已扣除 {amount:money}。",
        ).fill(CURRENCY, rows=int((back > 0).sum()), amount=float(back.sum())), back > 0)
    payments = pd.DataFrame({"paid_at": rows["time"], "kind": kinds(words(rows, "type", *about)),
                             "amount": (amount.reindex(here) - back).round(2), "account": account}, index=here)
    note_kinds(rows, payments)
    rows.note("private_spending", Label(
        "This is a person's bill, which holds private spending too. shopkit does not guess which payments were the shop's: all that were "
        "made count. Take the private ones out of the file, or leave the file out and keep costs in a table of your own.",
        "这是个人账单，里面也有私人消费。哪些是店铺的开支，shopkit 不作猜测，付成的支出全部计入。请先把私人消费从文件里删掉，或者不给这份账单，另用自己的费用表。"))
    return {"payments": payments}, CURRENCY


def note_kinds(rows: Rows, payments: pd.DataFrame) -> None:
    """Say what the payments add up to, kind by kind."""
    if payments.empty:
        return
    sums = payments.groupby("kind")["amount"].sum().reindex([k for k in COST_KINDS if k in set(payments["kind"])])
    parts = [", ".join(f"{getattr(COST_KINDS[kind], lang)} {format_value(total, 'money', CURRENCY, lang)}" for kind, total in sums.items())
             for lang in LANGUAGES]
    rows.note("kinds", Label(
        f"Payments by kind, as their words declare it: {parts[0]}. What no word declares stands under {COST_KINDS['other'].en}.",
        f"按付款的文字归类：{parts[1].replace(', ', '、')}。文字看不出类别的归入“{COST_KINDS['other'].zh}”。"))


def note_stated(rows: Rows, side: pd.Series, amount: pd.Series) -> None:
    """Hold what the bill says of itself, number of records and sums, against the rows that are in it; the rows are used."""
    stated = [(DIRECTIONS[m[1]], int(m[2].replace(",", "")), abs(float(m[3].replace(",", "")))) for m in _STATED.finditer(rows.said)]
    records = _RECORDS.search(rows.said)
    differs = {lang: [] for lang in LANGUAGES}
    if records and int(records[1].replace(",", "")) != len(side):
        says, here = int(records[1].replace(",", "")), len(side)
        differs["en"].append(f"{says:,} records stated, {here:,} here")
        differs["zh"].append(f"写明共 {says:,} 笔，实有 {here:,} 笔")
    for name, count, total in stated:
        rows_here, sum_here = int((side == name).sum()), round(float(amount[side == name].abs().sum()), 2)
        if count != rows_here or abs(total - sum_here) > 0.005:
            says, there = (format_value(value, "money", CURRENCY) for value in (total, sum_here))
            differs["en"].append(f"{_SIDES[name].en} {count:,} and {says} stated, {rows_here:,} and {there} here")
            differs["zh"].append(f"{_SIDES[name].zh}写明 {count:,} 笔 {says}，实有 {rows_here:,} 笔 {there}")
    if differs["en"]:
        rows.note("stated_differs", Label(
            f"What the bill says of itself is not what stands in it: {'; '.join(differs['en'])}. Records may have been deleted or left out, and "
            "payment services count some otherwise. The rows are used.",
            f"账单自己写明的数与里面的行不符：{'；'.join(differs['zh'])}。可能删过或漏了记录，平台的统计口径也不尽相同。以各行为准。"))
    elif stated or records:
        rows.note("stated_agrees", Label("The number of records and the sums that the bill states agree with its rows.",
                                         "账单写明的笔数和金额与各行一致。"))
