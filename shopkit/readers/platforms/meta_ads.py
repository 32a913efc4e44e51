"""Meta's ads report (Facebook, Instagram): campaigns, ad sets or ads, with a grand total that has no name."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import campaigns
from shopkit.readers.report import Reader, Rows, column

_NAMES = ("campaign", "ad_set", "ad")


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """ads, one row per day (Day, else Reporting starts), campaign and ad; ad sets and breakdowns by age, place … are added up.

    creative = Ad name, where the report goes down to ads. clicks = Link clicks, else Clicks (all). ad_orders = Purchases, else
    Results where the report says that they are purchases; ad_sales = Purchases conversion value; both by Meta's own attribution.
    """
    currency = rows.one_currency()
    campaigns.refuse_negative(rows, "cost", "value")
    date = campaigns.days(rows)
    clicks = rows.column("link_clicks")
    if "link_clicks" not in rows and "all_clicks" in rows:
        clicks = rows["all_clicks"]
        rows.note("all_clicks", Label(
            "The report has no Link clicks; clicks are Clicks (all), which count likes and comments too.",
            "报表没有“链接点击量”，点击量取“点击量（全部）”，其中也含点赞、评论等点击。"))
    orders = rows.column("purchases")
    if "purchases" not in rows and "results" in rows:
        bought = rows.column("result_type", pd.NA).astype("str").str.contains("purchase", case=False, na=False)
        orders = rows["results"].where(bought)
        if not bought.all():
            rows.note("results_are_no_orders", Label(
                "Rows whose Results are not said to be purchases: {rows:count}. They may be clicks or messages, so ad_orders stays empty there. "
                "Add the column Purchases to the report.",
                "有 {rows:count} 行的“成效”没有注明是购买，可能是点击或私信，广告成交笔数留空。请在报表里加上“购买次数”列。",
            ).fill(rows=int((~bought).sum())), ~bought)
    table = {
        "date": date, "channel": "Paid Social", "campaign": rows["campaign"], "impressions": rows["impressions"], "clicks": clicks,
        "cost": rows["cost"], "ad_orders": orders, "ad_sales": rows.column("value"),
    }
    if "ad" in rows:
        table["creative"] = rows["ad"]
    return {"ads": campaigns.summed(rows, pd.DataFrame(table, index=rows.frame.index))}, currency


def _grand_total(texts: pd.DataFrame) -> pd.Series:
    """The row without any name, at the top or at the bottom."""
    names = [name for name in _NAMES if name in texts]
    return (texts[names].apply(lambda column: column.str.strip()) == "").all(axis=1)


ADS = Reader(
    platform="meta_ads",
    report="ads",
    feeds=("ads",),
    title=Label("Meta Ads, campaigns and ads", "Meta 广告报告"),
    main="ads",
    build=_build,
    amount="cost",
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    totals=_grand_total,
    fields=(
        column("date", "time", "Day", filled=True),
        column("start", "time", "Reporting starts", must=True, filled=True),
        column("end", "time", "Reporting ends", must=True),
        column("campaign", "text", "Campaign name", must=True, filled=True),
        column("ad_set", "text", "Ad set name"),
        column("ad", "text", "Ad name"),
        column("currency", "text", "Currency"),
        column("impressions", "count", "Impressions", must=True),
        column("link_clicks", "count", "Link clicks"),
        column("all_clicks", "count", "Clicks (all)"),
        column("cost", "money", "Amount spent", must=True, filled=True),
        column("purchases", "number", "Purchases", "Website purchases"),
        column("value", "money", "Purchases conversion value", "Website purchases conversion value"),
        column("results", "number", "Results"),
        column("result_type", "text", "Result type", "Result indicator"),
    ),
)
READERS = (ADS,)
