"""Orders: what readers of all platforms do alike to them, and how heads, lines, refunds and fees of one shop meet."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Part, Rows
from shopkit.readers.staged import STAGED, spread
from shopkit.schema import TABLES

# so many ids are named in a note
_NAMED = 5


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
    heads, lines = _with_lone(tables.get("orders"), tables.get("lone_orders")), tables.get("order_lines")
    out = {name: table for name, table in tables.items() if name not in STAGED}
    if heads is not None:
        out["orders"] = heads
    if lines is not None:
        known = set() if heads is None else set(heads["order_id"])
        alone = _without_heads(lines[~lines["order_id"].isin(known)])
        lines = lines[lines["order_id"].isin(known | set(alone["order_id"]))]
        _set_aside_orphans(parts, "order_lines", set(lines["order_id"]))
        if heads is not None:
            out["orders"] = _under_heads(heads, lines[lines["order_id"].isin(known)], parts, currency)
        if len(alone):
            out["orders"] = _in_order(pd.concat([out["orders"], alone]) if "orders" in out else alone)
        products = titles(lines)
        if products is not None and "products" not in out:
            out["products"] = products
    if "settled" in tables:
        out["orders"] = _with_settled(out.get("orders"), tables["settled"], parts)
    for name, into in (("refunds", _refunded), ("fees", _charged), ("parcels", _sent)):
        if name in tables:
            known = set(out["orders"]["order_id"]) if "orders" in out else set()
            _set_aside_orphans(parts, name, known)
            given = tables[name][tables[name]["order_id"].isin(known)]
            if len(given):
                out["orders"] = into(out["orders"], given, parts)
    if {"orders", "products"} <= set(out):
        out["orders"] = _at_cost(out["orders"], out["products"], parts)
    if "payments" in tables:
        out["costs"] = _costs(out.get("costs"), tables["payments"], parts)
    return out


def _without_heads(lines: pd.DataFrame) -> pd.DataFrame:
    """Lines that say themselves when they were ordered, as orders."""
    if "ordered_at" not in lines:
        return lines.iloc[:0]
    at = lines["ordered_at"].groupby(lines["order_id"]).transform("first")
    return lines.assign(ordered_at=at)[at.notna()].drop(columns=["title", "weight"], errors="ignore")


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values(["ordered_at", "order_id", "line_no"], kind="stable", ignore_index=True)


def _with_lone(heads: pd.DataFrame | None, lone: pd.DataFrame | None) -> pd.DataFrame | None:
    """The heads of orders, and of the orders that no file has a head of, what a report of their lines says."""
    if heads is None or lone is None:
        return lone if heads is None else heads
    alone = lone[~lone["order_id"].isin(set(heads["order_id"]))]
    return pd.concat([heads, alone], ignore_index=True) if len(alone) else heads


def _set_aside_orphans(parts: list[Part], name: str, known: set) -> None:
    """Rows of a staged table whose order stands in none of the files; a row that another table of its file uses stays."""
    for part in parts:
        if name not in part.tables:
            continue
        table = part.tables[name]
        orphans = set(table.index[~table["order_id"].isin(known)])
        orphans -= {n for reason in part.entry.reasons for n in reason.row_numbers}
        for other, rows in part.tables.items():
            if other != name and (other == part.main or other in STAGED):
                orphans -= set(rows.index[rows["order_id"].isin(known)] if other in STAGED and "order_id" in rows else rows.index)
        part.entry.set_aside("no_such_order", orphans)
        part.entry.rows_kept -= len(orphans)


def _with_settled(listed: pd.DataFrame | None, settled: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """The orders of lists, and those that only payouts know. Of an order that a list has, the list's amounts count."""
    known = set() if listed is None else set(listed["order_id"])
    alone = settled[~settled["order_id"].isin(known)]
    both = settled["order_id"].nunique() - alone["order_id"].nunique()
    part = next(p for p in parts if "settled" in p.tables)
    if both:
        part.entry.note("orders_of_the_list", Label(
            "Orders that a list of orders has as well: {orders:count}. Their amounts are the list's; fees and refunds come from the payout.",
            "有 {orders:count} 笔订单在订单列表里也有：金额以订单列表为准，扣费和退款取自结算单。").fill(orders=both))
    if alone.empty:
        return listed
    part.entry.note("orders_of_the_payout", Label(
        "Orders that only the payout knows: {orders:count}. They stand under the day on which the payout counts them, not the day they were placed.",
        "有 {orders:count} 笔订单只在结算单里有：日期是结算单的入账日，不是下单日。").fill(orders=alone["order_id"].nunique()))
    alone = alone.assign(line_no=line_numbers(alone["order_id"]))
    alone = alone[[c.name for c in TABLES["orders"].columns if c.name in alone]]
    return alone.reset_index(drop=True) if listed is None else pd.concat([listed, alone], ignore_index=True)


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
    weights = next((lines[n] for n in ("weight", "paid_amount", "order_amount", "list_amount") if n in lines and lines[n].notna().any()),
                   pd.Series(1.0, index=lines.index))
    for name in ("order_amount", "paid_amount", "refund_amount", "fee_amount", "shipping_cost"):
        own = lines[name] if name in lines else pd.Series(float("nan"), index=lines.index)
        if name in single:
            complete = own.notna().groupby(lines["order_id"]).transform("all")
            table[name] = own.where(complete, spread(of(single[name]), weights, lines["order_id"]))
        elif own.notna().any():
            table[name] = own
    _note_differences(single, lines.assign(paid_amount=lines["weight"]) if "weight" in lines else table, parts, currency)
    return _in_order(pd.concat([table, heads[~has_lines]]))


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
        ).fill(currency, orders=len(differs), amount=float(differs.sum().round(2))) if "weight" not in part.tables["order_lines"] else Label(
            "Orders whose lines do not add up to what the order list says was paid: {orders:count}, {amount:money} in sum. "
            "The order list's amounts are used, and spread over the lines.",
            "有 {orders:count} 笔订单，明细之和与订单列表的实付不等，合计相差 {amount:money}。以订单列表为准，分摊到各行。",
        ).fill(currency, orders=len(differs), amount=float(differs.sum().round(2))))


def titles(lines: pd.DataFrame) -> pd.DataFrame | None:
    """The items that order lines name, with their latest title; None where they name none."""
    if "product_id" not in lines or "title" not in lines or not lines["product_id"].notna().any():
        return None
    named = lines[["product_id", "title"]].dropna().drop_duplicates("product_id", keep="last")
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
    # a refund that the order list knows of, and not its amount, does not become nothing
    old = table["refund_amount"] if "refund_amount" in table else pd.Series(0.0, index=table.index)
    bounded = amount.clip(lower=0, upper=paid.fillna(float("inf"))).round(2)
    if ((amount - bounded).abs() > 0.005).any():
        part = next(p for p in parts if "refunds" in p.tables)
        part.entry.note("refund_bounded", Label(
            "Order lines of which more went back than was paid for goods (shipping, probably), or less than nothing: {rows:count}; "
            "held within the paid amount.",
            "有 {rows:count} 行的退款超出货款（多半含运费）或为负，已限制在货款之内。").fill(rows=int(((amount - bounded).abs() > 0.005).sum())))
    # of an order that the report names, it knows every item's refund: what a list of orders says of the others is its total, spread
    named = table["order_id"].isin(set(refunds["order_id"]))
    table["refund_amount"] = bounded.where(amount.notna(), old.where(~named, 0.0))
    if "status" in table:
        table["status"] = table["status"].where(~(named & (bounded > 0) & (bounded >= paid)), "refunded")
    if "refunded_at" in refunds:
        when = table["order_id"].map(refunds.groupby("order_id")["refunded_at"].max())
        table["refunded_at"] = when.where(table["refund_amount"] > 0).astype("datetime64[us]")
    return table


def _charged(table: pd.DataFrame, fees: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    weights = table["paid_amount"] if "paid_amount" in table else pd.Series(1.0, index=table.index)
    sums = fees.groupby("order_id")["fee_amount"].sum().round(2)
    if (sums < 0).any():
        # the fee itself was taken in a payout that is not among the files
        next(p for p in parts if "fees" in p.tables).entry.note("fees_given_back", Label(
            "Orders of which the files hold more fees given back than taken: {orders:count}, {amount:number} in sum. Their fee is held at 0.",
            "有 {orders:count} 笔订单，文件里退回的扣费多于扣取的，合计 {amount:number}；扣费按 0 计。",
        ).fill(orders=int((sums < 0).sum()), amount=float(sums[sums < 0].sum())))
    fee = spread(table["order_id"].map(sums.clip(lower=0.0)), weights, table["order_id"])
    old = table["fee_amount"] if "fee_amount" in table else pd.Series(float("nan"), index=table.index)
    return table.assign(fee_amount=fee.clip(lower=0).where(fee.notna(), old))


def _sent(table: pd.DataFrame, parcels: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """Orders with what their parcels cost, all of it on the first line; where the orders' own file says so already, that stays."""
    first = ~table["order_id"].duplicated()
    for name in ("shipping_cost", "gift_cost"):
        if name not in parcels or parcels[name].isna().all():
            continue
        sums = parcels.groupby("order_id")[name].sum(min_count=1).round(2)
        cost = table["order_id"].map(sums)
        cost = cost.where(first | cost.isna(), 0.0)
        table = table.assign(**{name: table[name].where(table[name].notna(), cost) if name in table else cost})
    return table


def _at_cost(table: pd.DataFrame, products: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """Order lines that do not say what their goods cost, with the cost that the list of products gives today."""
    if "product_id" not in table or "unit_cost" not in products or products["unit_cost"].isna().all():
        return table
    own = table["unit_cost"] if "unit_cost" in table else pd.Series(float("nan"), index=table.index)
    cost = table["product_id"].map(products.dropna(subset="unit_cost").drop_duplicates("product_id").set_index("product_id")["unit_cost"])
    given, without = own.isna() & cost.notna(), own.isna() & cost.isna()
    if not given.any():
        return table
    entry = next(p.entry for p in parts if "unit_cost" in p.tables.get("products", ()))
    entry.note("cost_of_today", Label(
        "Order lines whose goods cost what this file says today: {rows:count}. What an item cost on the day it was sold may differ.",
        "有 {rows:count} 行订单明细的成本取自本文件（现在的成本），卖出当天的成本可能不同。").fill(rows=int(given.sum())))
    if without.any():
        items = sorted(table["product_id"][without].dropna().unique())
        entry.note("no_cost", Label(
            "Order lines of items that this file gives no cost of: {rows:count} ({items:text}). Profit cannot be computed until it does.",
            "有 {rows:count} 行订单明细的商品在本文件里没有成本（{items:text}），补上之前算不出利润。",
        ).fill(rows=int(without.sum()), items=", ".join(items[:_NAMED]) + (" …" if len(items) > _NAMED else "") or "—"))
    return table.assign(unit_cost=own.where(~given, cost))


# costs that come back every month whatever is sold
FIXED = ("rent", "labour", "software")


def _costs(costs: pd.DataFrame | None, payments: pd.DataFrame, parts: list[Part]) -> pd.DataFrame:
    """Payments by month and kind, and beside them the shop's own list of costs."""
    month = payments["paid_at"].dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")
    sums = payments.assign(month=month).groupby(["month", "kind"], as_index=False)["amount"].sum().round({"amount": 2})
    sums["is_fixed"] = sums["kind"].isin(FIXED)
    if costs is None:
        return sums
    both = sums.merge(costs[["month", "kind"]].drop_duplicates(), on=["month", "kind"])
    if len(both):
        next(p.entry for p in parts if "payments" in p.tables).note("costs_in_both", Label(
            "Months and kinds of cost that your own list of costs has as well: {rows:count}, from {first:date} to {last:date}. Both are added; what stands in both "
            "counts twice. Take it out of one of them.",
            "有 {rows:count} 个“月份 × 类别”在你自己的费用表里也有（{first:date} 至 {last:date}）。两边会相加，同一笔费用会算两次，请从其中一边删去。",
        ).fill(rows=len(both), first=both["month"].min(), last=both["month"].max()))
    return pd.concat([costs, sums], ignore_index=True)
