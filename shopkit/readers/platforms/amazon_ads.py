"""Amazon's report of search terms (sponsored products): what each term cost and sold, added up per day and campaign."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import campaigns
from shopkit.readers.report import Reader, Rows, column


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """ads, one row per day (or first day of the row's range) and campaign; search terms and ad groups are added up.

    cost = Spend; ad_orders and ad_sales are what Amazon counts within 7 days of a click (14 in some reports), items of the same
    brand included; refunds are not taken off.
    """
    currency = rows.one_currency()
    campaigns.refuse_negative(rows, "cost", "sales")
    date = campaigns.days(rows)
    table = pd.DataFrame({
        "date": date, "channel": "search_ads", "campaign": rows["campaign"], "impressions": rows["impressions"], "clicks": rows["clicks"],
        "cost": rows["cost"], "ad_orders": rows.column("orders"), "ad_sales": rows.column("sales"),
    }, index=rows.frame.index)
    rows.note("terms_added_up", Label(
        "Search terms were added up per day and campaign. Amazon lists terms that somebody clicked; impressions of others are not in the file.",
        "搜索词已按日、按广告活动汇总。亚马逊只列出有点击的词，其余展现不在文件里。"))
    return {"ads": campaigns.summed(rows, table)}, currency


SEARCH_TERMS = Reader(
    platform="amazon",
    report="sponsored_products_search_terms",
    feeds=("ads",),
    title=Label("Amazon Ads, sponsored products by search term", "Amazon 广告：商品推广搜索词报告"),
    main="ads",
    build=_build,
    amount="cost",
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    fields=(
        column("date", "time", "Date", filled=True),
        column("range", "period", "Date range", filled=True),
        column("start", "time", "Start Date", filled=True),
        column("end", "time", "End Date"),
        column("currency", "text", "Currency", "Budget currency"),
        column("campaign", "text", "Campaign Name", "Campaign", must=True, filled=True),
        # says which report this is, and is never kept: people search for names
        column("term", "text", "Customer Search Term", "Search term", must=True),
        column("impressions", "count", "Impressions", must=True, filled=True),
        column("clicks", "count", "Clicks", must=True, filled=True),
        column("cost", "money", "Spend", "Total cost", "Cost", must=True, filled=True),
        column("orders", "number", "7 Day Total Orders (#)", "14 Day Total Orders (#)", "Purchases", "Orders"),
        column("sales", "money", "7 Day Total Sales", "14 Day Total Sales", "Sales"),
    ),
)
READERS = (SEARCH_TERMS,)
