"""Advertising on Taobao and Tmall: reports of Alimama (万相台, 直通车), its DMP's items, and Taobao Affiliates (淘宝联盟)."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.platforms.sycm import CURRENCY, PLATFORM, no_negative, view
from shopkit.readers.report import Reader, Rows, View, column
from shopkit.readers.sources import source_of

# by which a report divides the same spend more finely; two that divide it differently may not be added
_FINER = ("product_id", "unit", "creative", "keyword")
_FIGURES = ("impressions", "clicks", "cost", "ad_orders", "ad_sales")


def _build_ads(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """ads, a row per row of the report, and the titles of advertised items.

    channel = the schema's source that 场景名字 clearly means, else the scene's own name; campaign = 计划名字 (with 计划ID
    where several plans of a file share a name); product_id = 主体ID where the 主体 is an item. impressions = 展现量, clicks = 点击量,
    cost = 花费, ad_orders = 总成交笔数, ad_sales = 总成交金额 (pre-sales, 总预售成交, not included). Ratios are not read.
    """
    rows.set_aside(rows.frame.duplicated(), "repeated_row")
    no_negative(rows, "cost", "ad_sales")
    table = {"date": rows.dates_or_period(), "channel": _channels(rows), "campaign": _campaigns(rows)}
    if "creative" in rows:
        table["creative"] = rows["creative"]
    is_item = rows.column("subject", "").fillna("").str.contains("商品|宝贝") if "subject" in rows else pd.Series(True, index=rows.frame.index)
    if "product_id" in rows:
        table["product_id"] = rows["product_id"].where(is_item)
    table |= {name: rows[name] for name in _FIGURES if name in rows}
    rows.view = view(rows, "ads", "+".join(name for name in _FINER if name in rows) or "plan")
    if rows.or_zero("presale_sales").any():
        rows.note("presale_apart", Label(
            "ad_sales is 总成交金额; pre-sales ({amount:money}, 总预售成交金额) are not in it.",
            "ad_sales 取总成交金额，不含预售（总预售成交金额 {amount:money}）。",
        ).fill(rows.currency, amount=round(float(rows["presale_sales"].sum()), 2)))
    tables = {"ads": pd.DataFrame(table, index=rows.frame.index)}
    if "title" in rows and "product_id" in rows:
        titles = pd.DataFrame({"product_id": table["product_id"], "title": rows["title"]}).dropna()
        tables["products"] = titles.drop_duplicates("product_id", keep="last").reset_index(drop=True)
    return tables, rows.currency


def _channels(rows: Rows) -> pd.Series:
    """What the scenes mean; of a report without scenes, search advertising where the report is 直通车's, else nothing."""
    if "scene" in rows:
        known = {name: source_of(name) or name for name in rows["scene"].dropna().unique()}
        return rows["scene"].map(known).astype("str")
    if any(name in rows for name in ("old_campaign", "rank")) or re.search("直通车|关键词推广", rows.entry.file):
        return pd.Series("search_ads", index=rows.frame.index, dtype="str")
    rows.note("no_channel", Label(
        "The report has no column of scenes (场景名字): which channel the money went to cannot be told, and it is set against no source of traffic.",
        "报表没有场景列（场景名字），看不出花在哪个渠道，因此不与任何流量来源对照。"))
    return pd.Series(pd.NA, index=rows.frame.index, dtype="str")


def _campaigns(rows: Rows) -> pd.Series:
    """The plans' names; with their ids where several plans share one, or somebody has copied a plan and not renamed it."""
    name = rows.first_of("campaign", "old_campaign").astype("str")
    if "campaign_id" not in rows:
        return name
    of_name = rows["campaign_id"].groupby(name).transform("nunique")
    return name.where(~(of_name > 1), name + " (" + rows["campaign_id"] + ")").where(name.notna(), rows["campaign_id"]).astype("str")


def _build_dmp(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """items, a row per item and day: page_views = IPV (looks at the item's page), paid_amount = 支付金额; 0 is a value, - is none."""
    no_negative(rows, "paid_amount")
    days = rows.dates_or_period()
    rows.set_aside(pd.DataFrame({"day": days, "item": rows["product_id"]}).duplicated(), "repeated_row")
    rows.view = view(rows, "items")
    columns = ("page_views", "visitors", "cart_adders", "buyers", "units", "paid_amount")
    items = pd.DataFrame({"date": days.loc[rows.frame.index], "product_id": rows["product_id"]}
                         | {name: rows[name] for name in columns if name in rows}, index=rows.frame.index)
    tables = {"items": items}
    if "title" in rows:
        tables["products"] = rows.frame[["product_id", "title"]].dropna().drop_duplicates("product_id", keep="last").reset_index(drop=True)
    return tables, rows.currency


def _build_affiliates(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """traffic of the source off_site: visitors = 点击人数, buyers = 付款人数, orders = 付款笔数, paid_amount = 付款金额.

    The commission is not in the file. Where a report of all traffic sources speaks of the same days, it has the
    affiliates among them, and this one is set aside.
    """
    no_negative(rows, "paid_amount")
    days = rows.dates_or_period()
    if "content" in rows:
        several = days.duplicated(keep=False)
        of_all = rows["content"].str.contains(r"^(?:全部|整体|汇总|合计|总计)", na=False)
        rows.set_aside(several & of_all & days.isin(days[several & ~of_all]), "totals_row")
        days = days.loc[rows.frame.index]
    rows.set_aside(rows.frame.duplicated(), "repeated_row")
    days = days.loc[rows.frame.index]
    rows.view = View("traffic", "affiliates", 0)
    # several contents of a day have each their own people
    alone = ~days.duplicated(keep=False)
    source = pd.Series("off_site", index=days.index).where(alone, "淘宝联盟·" + rows.column("content", "").fillna("").astype("str"))
    table = {"date": days, "source": source.astype("str")} | {name: rows[name] for name in ("visitors", "buyers", "orders", "paid_amount") if name in rows}
    rows.note("commission_not_there", Label(
        "The commission that these sales cost is not in this file; the settlement bill has it.", "这些成交付出的佣金不在本文件里，见结算账单。"))
    return {"traffic": pd.DataFrame(table, index=rows.frame.index)}, rows.currency


_DATE = column("date", "period", "日期", "统计日期", must=True, filled=True)
_SCENES = (
    _DATE,
    column("scene", "text", "场景名字", "场景名称", must=True),
    column("campaign_id", "id", "计划ID"),
    column("campaign", "text", "计划名字", "计划名称", must=True),
)
_RESULTS = (
    column("impressions", "count", "展现量", must=True),
    column("clicks", "count", "点击量", must=True),
    column("cost", "money", "花费", "消耗", must=True, filled=True),
    column("ad_orders", "count", "总成交笔数"),
    column("ad_sales", "money", "总成交金额"),
    column("presale_sales", "money", "总预售成交金额"),
    column("unit", "text", "单元名字", "单元名称", "推广单元名称", "推广单元"),
    column("creative", "text", "创意名字", "创意名称", "创意标题"),
    column("keyword", "text", "关键词名字", "关键词名称", "关键词"),
)
_COMMON = dict(platform=PLATFORM, main="ads", amount="cost", currency=CURRENCY, build=_build_ads)
PLANS = Reader(
    report="alimama_plans",
    feeds=("ads",),
    title=Label("Alimama, campaign report", "阿里妈妈 计划报表"),
    never=("主体ID",),
    fields=(*_SCENES, *_RESULTS),
    **_COMMON,
)
PRODUCTS = Reader(
    report="alimama_items",
    feeds=("products", "ads"),
    title=Label("Alimama, item report", "阿里妈妈 商品报表"),
    fields=(
        *_SCENES,
        column("product_id", "id", "主体ID", must=True),
        column("subject", "text", "主体类型"),
        column("title", "text", "主体名称"),
        *_RESULTS,
    ),
    **_COMMON,
)
SEARCH_ADS = Reader(
    report="zhitongche",
    feeds=("ads",),
    title=Label("Alimama, report without scenes (直通车)", "阿里妈妈 直通车报表（无场景列）"),
    never=("场景名字", "场景名称", "场景ID", "主体ID", "IPV"),
    fields=(
        _DATE,
        column("old_campaign", "text", "推广计划名称", "推广计划"),
        column("campaign_id", "id", "计划ID", "推广计划ID"),
        column("campaign", "text", "计划名字", "计划名称"),
        column("rank", "text", "平均展现排名"),
        # recognised by it, and never read: ratios are not
        column("cost_per_click", "text", "平均点击花费", must=True),
        *_RESULTS,
    ),
    **_COMMON,
)
DMP_ITEMS = Reader(
    platform=PLATFORM,
    report="dmp_items",
    feeds=("products", "items"),
    title=Label("Alimama DMP, all items of the shop", "阿里妈妈 DMP 全店单品"),
    main="items",
    amount="paid_amount",
    currency=CURRENCY,
    build=_build_dmp,
    fields=(
        column("product_id", "id", "宝贝ID", "商品ID", must=True, filled=True),
        column("date", "period", "日期", "统计日期", filled=True),
        column("title", "text", "宝贝名称", "宝贝标题", "商品名称"),
        column("paid_amount", "money", "支付金额", must=True),
        column("page_views", "count", "IPV", must=True),
        column("visitors", "people", "IPVUV", "IPV_UV"),
        column("cart_adders", "people", "加购人数"),
        column("buyers", "people", "支付买家数", "支付人数"),
        column("units", "count", "支付件数"),
    ),
)
AFFILIATES = Reader(
    platform=PLATFORM,
    report="affiliate_days",
    feeds=("traffic",),
    title=Label("Taobao Affiliates, results by day", "淘宝联盟 推广效果（按日）"),
    main="traffic",
    amount="paid_amount",
    currency=CURRENCY,
    build=_build_affiliates,
    fields=(
        _DATE,
        column("content", "text", "数据内容"),
        column("visitors", "people", "点击人数(即进店人数)", "点击人数", "进店人数", must=True),
        column("buyers", "people", "付款人数", must=True),
        column("orders", "count", "付款笔数"),
        column("paid_amount", "money", "付款金额", must=True),
    ),
)
READERS = (PLANS, PRODUCTS, SEARCH_ADS, DMP_ITEMS, AFFILIATES)
