"""Amazon's Business Report by child item: sessions, page views and sales of each item over the days that the file's name tells."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Reader, Rows, column


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """items, one row per item under the first day of the file's period, and products with their titles.

    product_id = SKU, else child ASIN. visitors = Sessions - Total: Amazon counts a person at most once in 24 hours, so over
    several days they are visitor-days. page_views = Page Views - Total, else those of app and browser added. units = Units
    Ordered. paid_amount = Ordered Product Sales: what was ordered in the period, later cancellations and returns included,
    without shipping. Columns called B2B are part of the totals and are never added. No number of buyers: Total Order
    Items counts order lines.
    """
    rows.set_aside((rows["sales"] < 0), "impossible_amount")
    item = rows.first_of("sku", "child")
    rows.set_aside(item.isna(), "missing_id")
    item = item[rows.frame.index]
    rows.set_aside(item.duplicated(), "repeated_item")
    item = item[rows.frame.index]
    table = {"date": rows.dates_or_period(), "product_id": item}
    if "sessions" in rows:
        table["visitors"] = rows["sessions"]
        rows.note("sessions_as_visitors", Label(
            "visitors are Amazon's sessions: a person counts once in 24 hours and item, so over several days the same person may count "
            "several times (visitor-days).",
            "访客数取自 Amazon 的 Sessions：同一个人对同一商品 24 小时内只算一次，跨多天会重复计算，相当于访客日。"))
    elif {"sessions_app", "sessions_browser"} & set(rows.frame):
        rows.note("sessions_split", Label(
            "The file has sessions of app and browser and not of both together. Who used both would count twice, so visitors are left out. "
            "Add the column Sessions - Total to the report.",
            "文件只有 App 和浏览器各自的 Sessions，没有合计。两边都用的人会重复计算，因此不给访客数。请在报表里勾选 Sessions - Total。"))
    views = rows.column("views")
    if "views_app" in rows and "views_browser" in rows:
        views = views.fillna(rows["views_app"] + rows["views_browser"])
    table["page_views"] = views
    table["units"] = rows["units"]
    table["paid_amount"] = rows["sales"].round(2)
    rows.note("ordered_sales", Label(
        "paid_amount is Ordered Product Sales: what was ordered in these days, orders cancelled or returned later included, "
        "shipping not. Columns called B2B are part of it and were not added.",
        "支付金额取 Ordered Product Sales：期间下单的商品金额，含之后取消或退货的，不含运费。B2B 列已包含在内，没有另加。"))
    tables = {"items": pd.DataFrame(table, index=rows.frame.index).dropna(axis=1, how="all")}
    if "title" in rows:
        tables["products"] = pd.DataFrame({"product_id": item, "title": rows["title"]}).reset_index(drop=True)
    return tables, rows.currency


BUSINESS = Reader(
    platform="amazon",
    report="business_report_items",
    feeds=("products", "items"),
    title=Label("Amazon, Business Report by child item", "Amazon 业务报告（按子商品）"),
    main="items",
    build=_build,
    amount="sales",
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    fields=(
        # the French names are taken from Amazon's own words there, not from a genuine file
        column("child", "id", "(Child) ASIN", "Child ASIN", "(Enfant) ASIN", "ASIN (enfant)", must=True),
        column("sku", "id", "SKU", "UGS"),
        column("title", "text", "Title", "Titre"),
        column("sessions", "people", "Sessions - Total", "Sessions"),
        column("sessions_app", "people", "Sessions - Mobile App"),
        column("sessions_browser", "people", "Sessions - Browser"),
        column("views", "count", "Page Views - Total", "Page Views", "Pages vues - Total", "Pages vues"),
        column("views_app", "count", "Page Views - Mobile App"),
        column("views_browser", "count", "Page Views - Browser"),
        column("units", "count", "Units Ordered", "Unités commandées", must=True, filled=True),
        column("sales", "money", "Ordered Product Sales", "Ventes de produits commandés", must=True, filled=True),
    ),
)
READERS = (BUSINESS,)
