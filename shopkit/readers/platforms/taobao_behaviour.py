"""The Taobao behaviour log (as on Alibaba's Tianchi): one row per view, favourite, cart or payment of a person."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import people
from shopkit.readers.report import Reader, Rows, column

_STEPS = {
    "1": "detail", "2": "favourite", "3": "cart", "4": "pay",
    "pv": "detail", "fav": "favourite", "cart": "cart", "buy": "pay",
}


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], None]:
    """events, one per row of the log, and products with their category. No visit ids, no money, no currency."""
    events = pd.DataFrame(
        {"visitor_id": people.hashed(rows["user"], "taobao"), "at": rows["at"], "step": rows["step"], "product_id": rows["item"]},
        index=rows.frame.index,
    )
    if "at" in rows.by_the_hour:
        rows.note("time_to_the_hour", Label(
            "Times are given to the hour: within an hour the order of steps is not known, and steps of one hour count in the "
            "order of the funnel.",
            "时间只精确到小时：同一小时内的先后无从得知，按漏斗的步骤顺序计算。"))
    again = rows.frame.duplicated()
    if again.any():
        rows.note("equal_rows", Label(
            "Rows that equal an earlier one in every column that is read: {rows:count}. The same person may do the same thing twice "
            "in the time that the log can tell apart, so they are kept.",
            "有 {rows:count} 行在所读的各列上与前面某行完全相同。在日志能分辨的时间内，同一人可能重复同样的操作，因此保留。",
        ).fill(rows=int(again.sum())), again)
    tables = {"events": events}
    if "category" in rows:
        tables["products"] = _products(rows)
    return tables, None


def _products(rows: Rows) -> pd.DataFrame:
    """Each item with its category; of an item that stands in several, the first."""
    pairs = rows.frame[["item", "category"]].dropna().drop_duplicates()
    products = pairs.drop_duplicates("item")
    several = pairs["item"].duplicated().sum()
    if several:
        rows.note("several_categories", Label(
            "Items that stand in several categories, of which the first is kept: {items:count}.",
            "有 {items:count} 个商品出现在多个类目，取最先出现的。",
        ).fill(items=int(several)))
    return products.rename(columns={"item": "product_id"}).reset_index(drop=True)


BEHAVIOUR = Reader(
    platform="taobao",
    report="behaviour_log",
    feeds=("products", "events"),
    title=Label("Taobao behaviour log (Tianchi)", "淘宝用户行为日志（天池）"),
    main="events",
    build=_build,
    personal=("user_geohash", "geohash"),
    utc_offset=8,
    genuine=True,
    fields=(
        column("user", "person", "user_id", "userid", "用户ID", must=True, filled=True),
        column("item", "id", "item_id", "itemid", "商品ID", must=True, filled=True),
        column("step", "text", "behavior_type", "behaviour_type", "behavior", "行为类型", must=True, filled=True, values=_STEPS),
        column("category", "text", "item_category", "category_id", "商品类目ID"),
        column("at", "time", "time", "timestamp", "时间戳", must=True, filled=True),
    ),
)
READERS = (BEHAVIOUR,)
