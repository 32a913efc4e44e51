"""Orders: what readers of all platforms do alike to them, and how heads, lines, refunds and fees of one shop meet."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Part, Rows
from shopkit.readers.staged import STAGED, spread


def status(rows: Rows, name: str, rules: dict[str, str]) -> pd.Series:
    """The platform's words for an order's state → the schema's. rules: pattern → status, the first that is found counts.

    A state that no rule knows stays empty and is told of, without its words.
    """
    if name not in rows:
        return pd.Series(pd.NA, index=rows.frame.index, dtype="str")
    texts = rows[name]
    found = {t: next((to for pattern, to in rules.items() if re.search(pattern, t, re.IGNORECASE)), None) for t in texts.dropna().unique()}
    read = texts.map(found).astype("str")
    strange = texts.notna() & read.isna()
    if strange.any():
        rows.note("unknown_status", Label("Rows with a state that shopkit does not know, left empty: {rows:count}.",
                                          "有 {rows:count} 行的订单状态无法识别，已留空。").fill(rows=int(strange.sum())), strange)
    return read


def within_paid(rows: Rows, refund: pd.Series, paid: pd.Series, currency: str | None) -> pd.Series:
    """The refund, held between nothing and what was paid for goods; where that changes it, it is told of."""
    bounded = refund.clip(lower=0, upper=paid).round(2)
    changed = (refund - bounded).abs() > 0.005
    if changed.any():
        rows.note("refund_bounded", Label(
            "Orders of which more went back than was paid for goods (shipping, probably), or less than nothing: {rows:count}; "
            "the refund was held within the paid amount, a change of {amount:money} in all.",
            "{rows:count} 笔订单的退款超出货款（多半含运费）或为负，已限制在货款之内，合计调整 {amount:money}。",
        ).fill(currency, rows=int(changed.sum()), amount=round(float((refund - bounded).abs().sum()), 2)), changed)
    return bounded


def line_numbers(order_ids: pd.Series) -> pd.Series:
    """1, 2, … for the lines of each order, in the file's order."""
    return order_ids.groupby(order_ids).cumcount() + 1


def assemble(tables: dict[str, pd.DataFrame], parts: list[Part], currency: str | None) -> dict[str, pd.DataFrame]:
    """Canonical tables from those and the staged ones: lines under their heads, refunds and fees in their orders."""
    heads, lines = tables.get("orders"), tables.get("order_lines")
    out = {name: table for name, table in tables.items() if name not in STAGED}
    if lines is not None:
        if heads is None:
            _set_aside_orphans(parts, "order_lines", set())
        else:
            _set_aside_orphans(parts, "order_lines", set(heads["order_id"]))
            out["orders"] = _under_heads(heads, lines[lines["order_id"].isin(set(heads["order_id"]))], parts, currency)
        products = _products(lines)
        if products is not None and "products" not in out:
            out["products"] = products
    for name, into in (("refunds", _refunded), ("fees", _charged)):
        if name in tables:
            known = set(out["orders"]["order_id"]) if "orders" in out else set()
            _set_aside_orphans(parts, name, known)
            given = tables[name][tables[name]["order_id"].isin(known)]
            if len(given):
                out["orders"] = into(out["orders"], given, parts)
    if "payments" in tables:
        out["costs"] = _costs(out.get("costs"), tables["payments"])
    return out


def _set_aside_orphans(parts: list[Part], name: str, known: set) -> None:
    for part in parts:
        if name not in part.tables or name not in part.by_row:
            continue
        table = part.tables[name]
        orphans = table.index[~table["order_id"].isin(known)]
        if len(orphans):
            aside = {n for reason in part.entry.reasons for n in reason.row_numbers}
            orphans = [n for n in orphans if n not in aside]
            part.entry.set_aside("no_such_order", orphans)
            part.entry.rows_kept -= len(orphans)


def _under_heads(heads: pd.DataFrame, lines: pd.DataFrame, parts: list[Part], currency: str | None) -> pd.DataFrame:
    """Each order's head once per line. Amounts of an order that its lines do not have themselves are spread over them."""
    has_lines = heads["order_id"].isin(set(lines["order_id"])) & ~heads["order_id"].duplicated(keep=False)
    single = heads[has_lines].set_index("order_id")
    lines = lines[lines["order_id"].isin(single.index)].reset_index(drop=True)
    if lines.empty:
        return heads
    of = lines["order_id"].map
    table = pd.DataFrame({name: lines["order_id"] if name == "order_id" else of(single[name]).astype(heads[name].dtype) for name in heads})
    table["line_no"] = lines["line_no"]
    for name in ("product_id", "quantity", "unit_cost"):
        if name in lines and lines[name].notna().any():
            table[name] = lines[name]
    if "list_amount" in lines:
        table["list_amount"] = lines["list_amount"]
    weights = next((lines[n] for n in ("paid_amount", "order_amount", "list_amount") if n in lines and lines[n].notna().any()),
                   pd.Series(1.0, index=lines.index))
    for name in ("order_amount", "paid_amount", "refund_amount", "fee_amount", "shipping_cost"):
        own = lines[name] if name in lines else pd.Series(float("nan"), index=lines.index)
        if name in single:
            complete = own.notna().groupby(lines["order_id"]).transform("all")
            table[name] = own.where(complete, spread(of(single[name]), weights, lines["order_id"]))
        elif own.notna().any():
            table[name] = own
    _note_differences(single, table, parts, currency)
    return pd.concat([table, heads[~has_lines]], ignore_index=True).sort_values(["ordered_at", "order_id", "line_no"], kind="stable", ignore_index=True)


def _note_differences(single, table, parts, currency) -> None:
    if "paid_amount" not in single or "paid_amount" not in table:
        return
    sums = table.groupby("order_id")["paid_amount"].sum(min_count=1)
    difference = (sums - single["paid_amount"].reindex(sums.index)).dropna().round(2)
    differs = difference[difference.abs() > 0.005]
    part = next(p for p in parts if "order_lines" in p.tables)
    if len(differs):
        part.entry.note("lines_differ_from_order", Label(
            "Orders whose lines do not add up to what the order list says was paid (shipping, most often): {orders:count}, {amount:money} in sum. "
            "The lines' own amounts are used.",
            "有 {orders:count} 笔订单，明细之和与订单列表的实付不等（多半因为运费），合计相差 {amount:money}。以明细为准。",
        ).fill(currency, orders=len(differs), amount=float(differs.sum().round(2))))


def _products(lines: pd.DataFrame) -> pd.DataFrame | None:
    if "product_id" not in lines or "title" not in lines or not lines["product_id"].notna().any():
        return None
    named = lines.loc[lines["product_id"].notna(), ["product_id", "title"]].drop_duplicates("product_id", keep="last")
    return named.reset_index(drop=True)


def _refunded(table: pd.DataFrame, refunds: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """Orders with what the refund report says went back: to the item it names, else over the order's lines by what was paid."""
    table = table.copy()
    paid = table["paid_amount"] if "paid_amount" in table else pd.Series(float("nan"), index=table.index)
    by_item = refunds[refunds["product_id"].notna()] if "product_id" in refunds and "product_id" in table else refunds.iloc[:0]
    by_item = by_item[pd.MultiIndex.from_frame(by_item[["order_id", "product_id"]]).isin(
        pd.MultiIndex.from_frame(table[["order_id", "product_id"]]))] if len(by_item) else by_item
    whole = refunds.drop(by_item.index)
    amount = spread(table["order_id"].map(whole.groupby("order_id")["refund_amount"].sum()), paid, table["order_id"])
    if len(by_item):
        keys = table["order_id"] + "\x1f" + table["product_id"].fillna("")
        sums = by_item.groupby(by_item["order_id"] + "\x1f" + by_item["product_id"])["refund_amount"].sum()
        amount = amount.fillna(0.0).where(amount.notna() | keys.isin(sums.index)).add(spread(keys.map(sums), paid, keys), fill_value=0.0)
    old = table["refund_amount"] if "refund_amount" in table else pd.Series(float("nan"), index=table.index)
    bounded = amount.clip(upper=paid.fillna(float("inf"))).round(2)
    if ((amount - bounded).abs() > 0.005).any():
        part = next(p for p in parts if "refunds" in p.tables)
        part.entry.note("refund_bounded", Label(
            "Order lines of which more went back than was paid for goods (shipping, probably): {rows:count}; held within the paid amount.",
            "有 {rows:count} 行的退款超出货款（多半含运费），已限制在货款之内。").fill(rows=int(((amount - bounded).abs() > 0.005).sum())))
    table["refund_amount"] = bounded.where(amount.notna(), old.fillna(0.0))
    if "refunded_at" in refunds:
        when = table["order_id"].map(refunds.groupby("order_id")["refunded_at"].max())
        table["refunded_at"] = when.where(table["refund_amount"] > 0).astype("datetime64[us]")
    return table


def _charged(table: pd.DataFrame, fees: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    weights = table["paid_amount"] if "paid_amount" in table else pd.Series(1.0, index=table.index)
    fee = spread(table["order_id"].map(fees.groupby("order_id")["fee_amount"].sum()), weights, table["order_id"])
    old = table["fee_amount"] if "fee_amount" in table else pd.Series(float("nan"), index=table.index)
    return table.assign(fee_amount=fee.where(fee.notna(), old))


# costs that come back every month whatever is sold
FIXED = ("rent", "labour", "software")


def _costs(costs: pd.DataFrame | None, payments: pd.DataFrame) -> pd.DataFrame:
    """Payments by month and kind."""
    month = payments["paid_at"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    sums = payments.assign(month=month).groupby(["month", "kind"], as_index=False)["amount"].sum().round({"amount": 2})
    sums["is_fixed"] = sums["kind"].isin(FIXED)
    return sums if costs is None else pd.concat([costs, sums], ignore_index=True)
