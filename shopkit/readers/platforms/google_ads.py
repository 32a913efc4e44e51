"""Google Ads' campaign report: a title, the days, a header, campaigns, and totals that overlap each other."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import campaigns, channels
from shopkit.readers.report import Reader, Rows, column

# of these types an interaction is a click; of a video it may be a view
_CLICKED = ("search", "shopping")


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """ads, one row per day (column Day, else the first of the report's days) and campaign.

    channel: by Campaign type, named as Analytics names the visits it brings. clicks = Clicks, else Interactions of search and
    shopping campaigns. ad_sales = Conv. value and ad_orders = Conversions: both are what the account counts as a
    conversion, sales only if it counts purchases and nothing else.
    """
    currency = rows.one_currency()
    campaigns.refuse_negative(rows, "cost", "value")
    date = campaigns.days(rows)
    clicks = rows.column("clicks")
    if "interactions" in rows and "clicks" not in rows:
        clicks = rows["interactions"].where(rows.column("type", pd.NA).astype("str").str.casefold().isin(_CLICKED))
        rows.note("interactions", Label(
            "The report has interactions and no clicks. For search and shopping campaigns they are the same; other campaigns' clicks stay empty "
            "(rows: {rows:count}). Add the column Clicks to the report.",
            "报表只有互动次数，没有点击次数。搜索和购物广告的互动就是点击；其他广告的点击量留空（{rows:count} 行）。请在报表里加上“点击次数”列。",
        ).fill(rows=int(clicks.isna().sum())), clicks.isna())
    table = pd.DataFrame({
        "date": date, "channel": channels.of_campaigns(rows["type"]) if "type" in rows else "Google Ads", "campaign": rows["campaign"],
        "impressions": rows["impressions"], "clicks": clicks, "cost": rows["cost"], "ad_orders": rows.column("conversions"),
        "ad_sales": rows.column("value"),
    }, index=rows.frame.index)
    if "conversions" in rows or "value" in rows:
        rows.note("conversions_as_orders", Label(
            "ad_orders are Conversions and ad_sales Conv. value: orders and sales only if the account counts nothing but purchases as a conversion.",
            "广告成交笔数取 Conversions，广告成交金额取 Conv. value：只有账户仅把购买算作转化时，才等于订单和销售额。"))
    return {"ads": campaigns.summed(rows, table)}, currency


CAMPAIGNS = Reader(
    platform="google_ads",
    report="campaigns",
    feeds=("ads",),
    title=Label("Google Ads, campaigns", "Google Ads 广告系列报告"),
    main="ads",
    build=_build,
    amount="cost",
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    # totals of one type of campaigns; that of the account may hold more than the table does
    partial_totals=r"\s*total:(?!\s*(?:account|campaigns)\b)",
    totals=lambda texts: texts["campaign"].str.match(r"\s*total:", case=False),
    fields=(
        column("date", "time", "Day", filled=True),
        column("status", "text", "Campaign status"),
        column("campaign", "text", "Campaign", must=True, filled=True),
        column("type", "text", "Campaign type"),
        column("currency", "text", "Currency code"),
        column("impressions", "count", "Impr.", must=True, filled=True),
        column("interactions", "count", "Interactions"),
        column("clicks", "count", "Clicks"),
        column("cost", "money", "Cost", must=True, filled=True),
        column("conversions", "number", "Conversions"),
        column("value", "money", "Conv. value"),
    ),
)
READERS = (CAMPAIGNS,)
