"""Ad reports of any depth (search terms, ad groups, ads, by age …) → one row per day, channel, campaign and creative."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Rows

_KEYS = ("date", "channel", "campaign", "creative")
_FIGURES = ("impressions", "clicks", "cost", "ad_orders", "ad_sales")


def days(rows: Rows) -> pd.Series:
    """The day of each row: its own (`date`), else the first of its range (`range`, or `start` and `end`), else of the file's period."""
    if "date" in rows:
        return rows["date"].dt.floor("D")
    if "range" in rows:
        return rows.days_of_ranges(rows["range"], rows.ends["range"].loc[rows.frame.index])
    if "start" in rows:
        return rows.days_of_ranges(rows["start"], rows.column("end", pd.NaT).astype("datetime64[us]"))
    return rows.dates_or_period()


def refuse_negative(rows: Rows, *names: str) -> None:
    """Set rows aside in which an amount is below nothing: a correction that no campaign can be charged with."""
    for name in names:
        if name in rows:
            rows.set_aside(rows[name] < 0, "impossible_amount")


def summed(rows: Rows, table: pd.DataFrame) -> pd.DataFrame:
    """The rows added up per day, channel, campaign and creative, under the number of the first row of each.

    Orders that the platform splits over campaigns (2.5 orders) are none: where the sum is not whole, ad_orders stays missing.
    """
    keys = [name for name in _KEYS if name in table]
    figures = [name for name in _FIGURES if name in table and table[name].notna().any()]
    sums = table.groupby(keys, dropna=False, sort=False)[figures].sum(min_count=1).reset_index()
    sums = sums.round({"cost": 2, "ad_sales": 2, "ad_orders": 6}).set_axis(table.index[~table.duplicated(keys)])
    if "ad_orders" in sums:
        parts = sums["ad_orders"].notna() & ((sums["ad_orders"] % 1 != 0) | (sums["ad_orders"] < 0))
        if parts.any():
            rows.note("orders_in_parts", Label(
                "Days and campaigns to which the platform gives parts of orders (2.5 orders): {rows:count}, {orders:number} of the file's "
                "{all:number} orders. Parts of orders are no orders, so ad_orders stays empty there.",
                "有 {rows:count} 条“日×计划”被平台分到了不完整的订单（如 2.5 笔），共 {orders:number} 笔，全文件 {all:number} 笔。"
                "不完整的笔数不能当订单，广告成交笔数留空。",
            ).fill(rows=int(parts.sum()), orders=float(sums.loc[parts, "ad_orders"].sum()), all=float(sums["ad_orders"].sum())))
        sums["ad_orders"] = sums["ad_orders"].where(~parts)
    return sums
