"""Amazon's settlement reports (flat files V1 and V2): what a payout is made of, row by row."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import LANGUAGES, Label, format_value
from shopkit.readers.report import Reader, Rows, column

_SALE = r"^(?:order|shipment)$"
_REFUND = r"refund|chargeback|guarantee"
_CENT = 0.005
# the kinds of money that are told one by one; the rest of a long list is told in one sum
_KINDS_TOLD = 12
# V1: column of the amount, of its type, and what it is
_PARTS = (
    ("price", "price_type", "goods"), ("promotion", "promotion_type", "goods"), ("item_fee", "item_fee_type", "fee"),
    ("order_fee", "order_fee_type", "fee"), ("shipment_fee", "shipment_fee_type", "fee"), ("misc_fee", None, "fee"), ("other_fee", None, "fee"),
    ("direct_payment", "direct_payment_type", "rest"), ("other", None, "rest"),
)


def _build_v1(rows: Rows):
    """Goods = price-amount of the type Principal + promotion-amount of the type Principal. Fees = all columns of fees. See _tables."""
    currency, said = _summary(rows)
    goods = pd.Series(0.0, index=rows.frame.index)
    fee, parts = goods.copy(), []
    for amount, kind, what in _PARTS:
        value = rows.or_zero(amount)
        name = rows.column(kind, pd.NA).astype("str") if kind else pd.Series(pd.NA, index=rows.frame.index, dtype="str")
        if what == "goods":
            principal = name.str.casefold() == "principal"
            goods += value.where(principal, 0.0)
            value = value.where(~principal, 0.0)
        elif what == "fee":
            fee += value.where(rows["order_id"].notna(), 0.0)
            value = value.where(rows["order_id"].isna(), 0.0)
        parts.append((name.fillna(rows["type"]), value))
    if rows.entry.amounts:
        # the row's money stands in several columns
        whole = sum((rows.or_zero(amount) for amount, _, _ in _PARTS), start=goods * 0.0)
        rows.entry.amounts.column, rows.entry.amounts.of_rows = "price-amount + … + other-amount", whole
    return _tables(rows, currency, said, goods, fee, parts)


def _build_v2(rows: Rows):
    """Goods = amount of ItemPrice / Principal and of Promotion / Principal. Fees = amount of an order's amount-types with "fee". See _tables."""
    currency, said = _summary(rows)
    kind, description = rows["amount_type"].fillna(""), rows.column("description", pd.NA).astype("str").fillna("")
    amount = rows.or_zero("amount")
    principal = kind.str.contains("itemprice|promotion", case=False) & (description.str.casefold() == "principal")
    of_order = kind.str.contains("fee", case=False) & rows["order_id"].notna() & ~principal
    names = (kind + " / " + description).str.strip(" /").where(kind != "", rows["type"].fillna("?"))
    return _tables(rows, currency, said, amount.where(principal, 0.0), amount.where(of_order, 0.0), [(names, amount.where(~principal & ~of_order, 0.0))])


def _summary(rows: Rows) -> tuple[str | None, pd.Series]:
    """The currency, and what the file says each payout is; the rows that say it are set aside."""
    currency = rows.one_currency()
    says = rows["total"].notna() & rows["type"].isna() & rows["order_id"].isna()
    said = rows.frame[says].groupby("payout")["total"].sum()
    rows.set_aside(says, "totals_row")
    return currency, said


def _tables(rows: Rows, currency, said, goods, fee, parts):
    """fees, refunds and settled (orders that payouts know), staged.

    fee_amount = −(fees of the row); what Amazon gives back of a fee counts against it. refund_amount = −(goods of a row whose
    transaction-type is a refund or chargeback). paid_amount = order_amount = goods of an order's item, without tax, shipping
    and gift wrap, less promotions on the goods; paid_at = ordered_at = posted-date, the only day that a payout tells.
    Rows that are neither goods nor a fee of an order are set aside and told with their sums, by the platform's own names.
    """
    _reconcile(rows, currency, said, goods + fee + sum(value for _, value in parts))
    sale = rows["type"].str.contains(_SALE, case=False, na=False)
    back = rows["type"].str.contains(_REFUND, case=False, na=False) & ~sale
    other = ~(sale | back) | rows["order_id"].isna()
    parts.append((rows["type"].fillna("?"), goods.where(other, 0.0)))
    goods = goods.where(~other, 0.0)
    item = rows.first_of("item", "sku")
    key = rows["payout"].fillna("") + "\x1f" + rows["order_id"].fillna("") + "\x1f" + item.fillna("")
    below = goods.where(sale, 0.0).groupby(key).transform("sum").round(2) < 0
    rows.set_aside(below & sale, "impossible_amount")
    rows.set_aside(rows["order_id"].notna() & rows["at"].isna(), "unreadable_date")
    here = rows.frame.index
    _tell_rest(rows, currency, [(name.loc[here], value.loc[here]) for name, value in parts])
    used = rows["order_id"].notna() & ((goods.loc[here].round(2) != 0) | (fee.loc[here].round(2) != 0))
    rows.set_aside(~used & rows["order_id"].notna(), "passes_through")
    rows.set_aside(rows["order_id"].isna(), "no_single_order")
    here = rows.frame.index
    if not len(here):
        return {}, currency
    goods, fee, key, sale, back, item = (series.loc[here] for series in (goods, fee, key, sale, back, item))
    tables = {"fees": pd.DataFrame({"order_id": rows["order_id"], "fee_amount": (0.0 - fee).round(2), "payout": rows["payout"],
                                    "item": item, "at": rows["at"]}, index=here)}
    gone = back & (goods != 0)
    tables["refunds"] = pd.DataFrame({"order_id": rows["order_id"], "product_id": rows.column("sku", pd.NA), "refund_amount": (0.0 - goods).round(2),
                                      "refunded_at": rows["at"], "payout": rows["payout"], "item": item})[gone]
    tables["settled"] = _settled(rows, goods, key, item, sale & (goods != 0))
    return {name: table for name, table in tables.items() if len(table)}, currency


def _settled(rows: Rows, goods, key, item, sold) -> pd.DataFrame:
    """One line per item of an order and payout, under the number of its first row."""
    lines = pd.DataFrame({
        "key": key, "order_id": rows["order_id"], "payout": rows["payout"], "item": item, "product_id": rows.column("sku", pd.NA),
        "ordered_at": rows["at"], "quantity": rows.column("quantity").where(goods > 0), "paid_amount": goods,
    })[sold]
    first = lines.drop_duplicates("key").set_index("key", drop=False)
    sums = lines.groupby("key", sort=False)[["quantity", "paid_amount"]].sum(min_count=1).round(2)
    first = first.assign(quantity=sums["quantity"], paid_amount=sums["paid_amount"], order_amount=sums["paid_amount"],
                         paid_at=first["ordered_at"], status="shipped")
    return first.set_axis(lines.index[~lines["key"].duplicated()]).drop(columns="key")


def _tell_rest(rows: Rows, currency, parts) -> None:
    every = pd.concat([pd.DataFrame({"kind": name, "amount": value}) for name, value in parts])
    sums = every[every["amount"].round(2) != 0].groupby("kind")["amount"].sum().round(2)
    if sums.empty:
        return
    sums = sums.sort_values(key=lambda s: -s.abs(), kind="stable")
    told = [*sums.iloc[:_KINDS_TOLD].items()]
    left = round(float(sums.iloc[_KINDS_TOLD:].sum()), 2)
    words = {"en": f"{len(sums) - _KINDS_TOLD:,} other kinds", "zh": f"其他 {len(sums) - _KINDS_TOLD:,} 项"}
    lists = {lang: "; ".join([f"{kind} {format_value(by, 'money', currency, lang)}" for kind, by in told]
                             + ([f"{words[lang]} {format_value(left, 'money', currency, lang)}"] if len(sums) > _KINDS_TOLD else []))
             for lang in LANGUAGES}
    rows.note("neither_goods_nor_fees", Label(
        f"In the payout and neither money for goods nor fees of an order, so in no table: {lists['en']}.",
        f"结算中既不是货款、也不是订单扣费、因此不进任何表的：{lists['zh'].replace('; ', '；')}。"))


def _reconcile(rows: Rows, currency, said: pd.Series, amount: pd.Series) -> None:
    """What the file says it pays out against the sum of its rows."""
    if said.empty:
        return
    sums = amount.groupby(rows["payout"]).sum().reindex(said.index).fillna(0.0)
    difference = (sums - said).round(2)
    wrong = difference[difference.abs() > _CENT]
    if wrong.empty:
        rows.note("payout_agrees", Label(
            "The payouts that the file names ({payouts:count}, {amount:money}) agree with the sum of its rows.",
            "文件写明的结算金额（{payouts:count} 次，合计 {amount:money}）与各行之和一致。",
        ).fill(currency, payouts=len(said), amount=round(float(said.sum()), 2)))
        return
    rows.note("payout_differs", Label(
        "Payouts that differ from the sum of the file's rows: {payouts:count} (rows minus payout: {amount:money}). The rows are used.",
        "有 {payouts:count} 次结算的金额与各行之和不一致（各行之和减结算金额：{amount:money}）。以各行为准。",
    ).fill(currency, payouts=len(wrong), amount=float(wrong.sum().round(2))))


_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_COMMON = (
    column("payout", "id", "settlement-id", must=True, filled=True),
    # of the payout as a whole, on its first row: no amount of a row, so nothing to add
    column("total", "number", "total-amount", must=True),
    column("currency", "text", "currency"),
    column("type", "text", "transaction-type", must=True),
    column("order_id", "id", "order-id", must=True),
    column("item", "id", "order-item-code"),
    column("sku", "id", "sku"),
    column("quantity", "count", "quantity-purchased"),
)
V1 = Reader(
    platform="amazon",
    report="settlement_v1",
    feeds=("orders",),
    title=Label("Amazon, settlement (flat file)", "Amazon 结算报告（Flat File）"),
    main="fees",
    build=_build_v1,
    amount="price",
    encodings=_ENCODINGS,
    ends_after="currency",
    fields=(
        *_COMMON,
        column("at", "time", "posted-date", must=True),
        column("shipment_fee_type", "text", "shipment-fee-type"),
        column("shipment_fee", "money", "shipment-fee-amount"),
        column("order_fee_type", "text", "order-fee-type"),
        column("order_fee", "money", "order-fee-amount"),
        column("price_type", "text", "price-type", must=True),
        column("price", "money", "price-amount", must=True),
        column("item_fee_type", "text", "item-related-fee-type"),
        column("item_fee", "money", "item-related-fee-amount", must=True),
        column("misc_fee", "money", "misc-fee-amount"),
        column("other_fee", "money", "other-fee-amount"),
        column("promotion_type", "text", "promotion-type"),
        column("promotion", "money", "promotion-amount"),
        column("direct_payment_type", "text", "direct-payment-type"),
        column("direct_payment", "money", "direct-payment-amount"),
        column("other", "money", "other-amount"),
    ),
)
V2 = Reader(
    platform="amazon",
    report="settlement_v2",
    feeds=("orders",),
    title=Label("Amazon, settlement (flat file V2)", "Amazon 结算报告（Flat File V2）"),
    main="fees",
    build=_build_v2,
    amount="amount",
    encodings=_ENCODINGS,
    ends_after="currency",
    fields=(
        *_COMMON,
        column("at", "time", "posted-date-time", "posted-date", must=True),
        column("amount_type", "text", "amount-type", must=True),
        column("description", "text", "amount-description", must=True),
        column("amount", "money", "amount", must=True),
    ),
)
READERS = (V1, V2)
