"""Lesson 04, traffic sources: its tables and what-if."""

from __future__ import annotations

from functools import lru_cache

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, NotInFilesError, UserError, format_value
from shopkit.metrics.attribution import claims, sales_after_visits
from shopkit.metrics.halo import days_on_and_off
from shopkit.metrics.response import best_split, budget_table, response_curve
from shopkit.metrics.summary import summary
from shopkit.metrics.traffic import ROAS, more_visitors_or_better_page, rate_before_ads, source_table
from shopkit.panel import Lever, Panel
from shopkit.schema import SOURCES

# what the shop's own record says of its experiment: a coin each morning, a budget each Monday
FIRST, LAST = "2025-08-04", "2025-12-28"
WINDOW_DAYS, CLAIM_DAYS = 30, 15
WAITS = (0, 1, 3, 7, 15)
PAID = ("search_ads", "audience_ads", "whole_shop_ads")
# taken where an export says nothing of costs; to be replaced by your own
ASSUMED_RATE = 0.25
RATE_NEEDS = ("orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs.amount, "
              "costs.is_fixed")

# function first: names change every year, what a visitor is doing does not
FUNCTIONS = (
    ("free_search", Label("looks for a thing by words", "用词搜一样东西"), Label("nothing per click; earned by sales, ratings and fit", "不按点击付费，靠销量、评价和相关性挣来"),
     "淘宝搜索、手淘搜索", "—"),
    ("search_ads", Label("looks for a thing by words, and clicks a paid place", "用词搜，点了付费位"), Label("each click, by auction", "按点击竞价"), "关键词推广", "直通车"),
    ("audience_ads", Label("scrolls; was picked as a likely person", "在闲逛，被系统按人群挑中"), Label("impressions or clicks", "按展现或点击"), "人群推广", "钻展、引力魔方"),
    ("whole_shop_ads", Label("anything: the platform spreads one budget", "都有可能：一个预算由平台分配"), Label("a budget and a target return", "按预算和目标投产比"), "全站推广", "—"),
    ("platform_event", Label("hunts for an offer", "找优惠"), Label("a lower price, sometimes a fee", "让利，有时还有费用"), "聚划算、百亿补贴", "淘抢购、天天特价（已停用或更名）"),
    ("direct", Label("knows you already", "本来就认识你"), Label("nothing; earned by the last purchase", "不花钱，靠上一次买得满意"), "我的淘宝、购物车、收藏、店铺关注", "—"),
    ("content", Label("watches or reads; curious", "看直播、看内容，图个新鲜"), Label("people's time, commission", "人力、佣金"), "淘宝直播、逛逛", "微淘"),
    ("off_site", Label("comes from elsewhere", "从别处来"), Label("commission or foreign adverts", "佣金或站外广告"), "淘宝联盟（淘宝客）", "—"),
)


def names_table() -> pd.DataFrame:
    """What each source does, what it costs, and what Taobao and Tmall call it now and called it before; dated, with its source."""
    heads = [Label("Source", "来源"), Label("The visitor …", "访客在做什么"), Label("You pay", "你付出什么"), Label("Name on Taobao/Tmall now", "淘宝天猫现名"),
             Label("Former names", "旧名"), Label("As of", "记录日期"), Label("Source of the names", "名称出处")]
    where = Label("usage in the trade; not checked with the platform's own help page", "行业通行叫法，未与平台官方帮助页核对")
    rows = [(SOURCES[key], doing, pays, now, before, "2026-11-24", where) for key, doing, pays, now, before in FUNCTIONS]
    return pd.DataFrame(rows, columns=[str(h) for h in heads])


# sums that may be made, and the one that may not --------------------------------------------------------------------


def ways_of_adding(shop) -> pd.DataFrame:
    """Visitors of the whole time, by three ways of counting: all rows of traffic, all days (where both are of the same days), people."""
    ways = [("rows", Label("All sources and days added", "各来源、各天全部相加"), int(shop.traffic["visitors"].sum()))]
    if not shop.missing("shop_days.visitors") and _days_with_visitors(shop.traffic) == _days_with_visitors(shop.shop_days):
        ways.append(("days", Label("Days added: visitor-days", "各天相加：访客日"), int(shop.shop_days["visitors"].sum())))
    if "events" in shop.tables:
        ways.append(("people", Label("People, each counted once (from events)", "按人去重（来自 events）"), summary(shop)["visitors"]))
    table = pd.DataFrame([w[1:] for w in ways], columns=[str(Label("How it was added", "怎么加的")), str(Label("Result", "结果"))])
    table.attrs["counts"] = {w[0]: w[2] for w in ways}
    return table


def _days_with_visitors(table) -> set:
    """The dates that have visitors; a report for a whole month has them under one."""
    return set(table.loc[table["visitors"] > 0, "date"])


@lru_cache(maxsize=32)
def rates(shop):
    """rate_before_ads of each source; of the whole shop where orders do not name their source; ASSUMED_RATE where costs are not known."""
    if shop.missing(RATE_NEEDS):
        return ASSUMED_RATE
    if shop.missing("orders.source"):
        return rate_before_ads(shop.orders, shop.costs)
    return rate_before_ads(shop.orders, shop.costs, by="source")


@lru_cache(maxsize=32)
def sources(shop) -> pd.DataFrame:
    """source_table() of the shop's whole time."""
    return source_table(shop.traffic, rates(shop))


def row_of(table: pd.DataFrame, source: str) -> pd.Series:
    """One source's row; raises UserError where the shop has none of it."""
    found = table[table["source"] == source]
    if found.empty:
        raise UserError(Label(f"This shop has no {SOURCES[source].en.lower()}.", f"这家店没有{SOURCES[source].zh}。"), code="no_source")
    return found.iloc[0]


def biggest_paid(table: pd.DataFrame) -> str:
    """The source that costs most; raises UserError where none costs anything."""
    paid = table[table["cost"] > 0]
    if paid.empty:
        raise UserError(Label("No source of this shop costs anything: there is nothing to weigh.", "这家店没有花钱的来源，没有可掂量的。"), code="nothing_paid")
    return paid.loc[paid["cost"].idxmax(), "source"]


def asked_source(shop) -> str:
    """The source that credit is asked for: the one that costs most, where any costs, else the one with most visitors."""
    traffic = shop.traffic
    if "cost" in traffic and (traffic["cost"] > 0).any():
        return biggest_paid(traffic.groupby("source")["cost"].sum().reset_index())
    return str(traffic.groupby("source")["visitors"].sum().idxmax())


def page_or_visitors(shop, source: str | None = None) -> pd.DataFrame:
    """more_visitors_or_better_page() for the dearest source, at the returns to scale of its curve, or 0.7 where it has none."""
    table = sources(shop)
    row = row_of(table, source or biggest_paid(table))
    curve = curves(shop).get(row["source"]) if not shop.missing(CURVE_NEEDS) else None
    returns = min(curve.returns, 1.0) if curve else 0.7
    found = more_visitors_or_better_page(float(row.get("visitor_days", row.get("visitors"))), float(row["pay_conversion"]),
                                         float(row["paid_amount"] / row["buyer_days"]) if row["buyer_days"] else float("nan"),
                                         float(row["rate_before_ads"]), float(row["cost"]), returns)
    found["way"] = [str({"now": Label("as it is", "现在"), "visitors": Label("twice the visitors", "访客翻倍"), "conversion": Label("twice the conversion", "转化率翻倍")}[w]) for w in found["way"]]
    found = found.rename(columns={"way": str(Label("What if", "如果")), "visitors": "visitor_days", "buyers": "buyer_days"})
    found.attrs.update(currency=shop.currency, source=row["source"], returns=returns)
    return found


def two_times(shop) -> tuple[pd.DataFrame, pd.DataFrame, Label, Label]:
    """Two kinds of days to compare, and what they are: ads on and off where the shop turned them off, else its first and its second half."""
    # a report of sources for a whole month stands under one day; the other days have costs at most, and nobody in them
    traffic = shop.traffic.dropna(subset=["visitors"])
    on = days_on_and_off(traffic).set_index("date")["is_on"] if "cost" in traffic else pd.Series(dtype=bool)
    if len(on) and min(on.sum(), (~on).sum()) >= 10:
        ran = traffic["date"].map(on)
        return traffic[ran], traffic[~ran], Label("on days with search ads", "开着搜索广告的日子"), Label("on days without", "关掉的日子")
    dates = np.sort(traffic["date"].unique())
    if len(dates) < 14:
        raise NotInFilesError(
            Label("To ask why a conversion changed takes at least two weeks by day. Download the report of traffic sources once for each day, not once for the whole time.",
                  "要问转化率为什么变了，至少要有两周的日数据。请按天下载流量来源报表，每天一份，不要整段时间只下一份。"), code="too_few_days")
    middle = dates[len(dates) // 2]
    return traffic[traffic["date"] < middle], traffic[traffic["date"] >= middle], Label("in the first half", "前半段"), Label("in the second half", "后半段")


# marginal returns ---------------------------------------------------------------------------------------------------

CURVE_NEEDS = "ads.clicks, ads.cost, ads.channel, traffic.cost"


def weeks_of(shop, source: str) -> pd.DataFrame:
    """A row per week: spend and clicks a day of one source, over the days on which it ran. week, ad_days, daily_cost, daily_clicks."""
    ads = shop.ads[shop.ads["channel"] == source].groupby("date")[["cost", "clicks"]].sum().astype(float)
    on = days_on_and_off(shop.traffic, source).set_index("date")["is_on"].reindex(ads.index, fill_value=False)
    ads = ads[on.astype(bool)]
    week = ads.index.to_period("W")
    table = ads.groupby(week).mean().rename(columns={"cost": "daily_cost", "clicks": "daily_clicks"})
    table.insert(0, "ad_days", ads.groupby(week).size())
    table = table.rename_axis("week").reset_index()
    table["week"] = table["week"].dt.start_time
    table.attrs["currency"] = shop.currency
    return table


@lru_cache(maxsize=32)
def curves(shop) -> dict:
    """source → Curve of clicks a day, for each paid source with enough different budgets."""
    found = {}
    for source in PAID:
        weeks = weeks_of(shop, source) if (shop.ads["channel"] == source).any() else pd.DataFrame()
        if len(weeks) and weeks.loc[weeks["daily_clicks"] > 0, "daily_cost"].round(6).nunique() >= 5:
            found[source] = response_curve(weeks, "daily_cost", "daily_clicks", "ad_days")
    if not found:
        raise UserError(Label("No paid source of this shop has tried five different budgets: there is no curve to draw.", "这家店没有哪个付费来源试过五种不同的预算，画不出曲线。"), code="too_few_budgets")
    return found


@lru_cache(maxsize=32)
def budgets(shop) -> dict:
    """now: spend a day on the days on which a source ran; worth: money left of one click; best: spends of the largest profit;
    moved: the best split of today's total. Each source → number."""
    table, clicks = sources(shop).set_index("source"), shop.ads.groupby("channel")["clicks"].sum()
    now, worth = {}, {}
    for source in curves(shop):
        weeks = weeks_of(shop, source)
        now[source] = float((weeks["daily_cost"] * weeks["ad_days"]).sum() / weeks["ad_days"].sum())
        worth[source] = float(table["paid_amount"][source] * table["rate_before_ads"][source] / clicks[source])
    bent = {s: c for s, c in curves(shop).items() if 0 < c.returns < 1}
    best = dict.fromkeys(now, 0.0) | best_split(bent, worth)
    return {"now": now, "worth": worth, "best": best, "moved": dict.fromkeys(now, 0.0) | best_split(bent, worth, sum(now.values()))}


def now_and_best(shop) -> dict[str, pd.DataFrame]:
    """budget_table() at today's spends and at the best ones."""
    b = budgets(shop)
    tables = {name: budget_table(curves(shop), b["worth"], b[name]) for name in ("now", "best", "moved")}
    for table in tables.values():
        table.attrs["currency"] = shop.currency
    return tables


# what a ROAS says ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def waiting(shop, source: str = "search_ads") -> pd.DataFrame:
    """The ROAS of the same visits, read after more and more days: days_after, claimed_orders, claimed_amount, cost, roas."""
    table = sales_after_visits(shop.source("events"), shop.orders, source, WAITS)
    traffic = shop.traffic
    spent = traffic.loc[(traffic["source"] == source) & (traffic["date"] <= table.attrs["last_visit"]), "cost"].sum()
    table["cost"] = float(spent)
    table["roas"] = ROAS.formula.value(table.assign(ad_sales=table["claimed_amount"]))
    table.attrs["currency"] = shop.currency
    return table


@lru_cache(maxsize=32)
def claimed(shop) -> pd.DataFrame:
    """claims() of the paid sources of this shop."""
    there = [s for s in PAID if (shop.traffic["source"] == s).any()]
    table = claims(shop.source("events"), shop.orders, there, CLAIM_DAYS)
    table.attrs["currency"] = shop.currency
    return table


def claims_table(shop) -> pd.DataFrame:
    """claimed() for readers: the last row in words."""
    table = claimed(shop)
    names = [str(SOURCES.get(s, Label("together, each order once", "合起来，每单只算一次"))) for s in table["source"]]
    shown = table.assign(source=names)
    shown.attrs.update(table.attrs)
    return shown


# further ------------------------------------------------------------------------------------------------------------


def event_visitors(shop) -> pd.DataFrame:
    """Who came by platform events beside all others: conversion, spend, refunds, ratings."""
    row_of(shop.traffic[shop.traffic["visitors"] > 0], "platform_event")
    orders = shop.orders[shop.orders["paid_amount"] > 0]
    scores = shop.reviews.merge(orders[["order_id", "source"]].drop_duplicates(), on="order_id")
    here = {"event": lambda f: f["source"] == "platform_event", "other": lambda f: f["source"] != "platform_event"}
    rows = []
    for kind, is_in in here.items():
        traffic, bought, rated = (f[is_in(f)] for f in (shop.traffic, orders, scores))
        rows.append((kind, traffic["buyers"].sum() / max(traffic["visitors"].sum(), 1), bought["paid_amount"].sum() / max(bought["order_id"].nunique(), 1),
                     bought["refund_amount"].sum() / max(bought["paid_amount"].sum(), 1e-9), rated[["score_item", "score_service", "score_logistics"]].mean().mean(), len(rated)))
    heads = {"pay_conversion": 1, "spend_per_order": 2, str(Label("Refunded, of the amount paid", "退款占支付金额")): 3, str(Label("Mean rating", "平均评分")): 4,
             str(Label("Reviews", "评价数")): 5}
    table = pd.DataFrame({str(Label("Came by", "从哪来")): [str(Label("platform events", "平台活动")), str(Label("all other sources", "其他来源"))]} | {
        h: [r[n] for r in rows] for h, n in heads.items()})
    refunds = table.columns[3]
    table[refunds] = [f"{v:.1%}" for v in table[refunds]]
    table.attrs.update(currency=shop.currency, reviews=rows[0][5], conversions=(rows[0][1], rows[1][1]), scores=(rows[0][4], rows[1][4]))
    return table


def around_campaigns(shop) -> pd.DataFrame:
    """Free-search visitors a day: the week two weeks before a campaign, the campaign, the week after it."""
    free = shop.traffic[shop.traffic["source"] == "free_search"].set_index("date")["visitors"].astype(float)
    days = shop.shop_days[shop.shop_days["campaign"].notna()]
    rows = []
    for name, part in days.groupby("campaign", sort=False):
        first, last, day = part["date"].min(), part["date"].max(), pd.Timedelta(days=1)
        rows.append((name, free[first - 14 * day:first - 8 * day].mean(), free[first:last].mean(), free[last + day:last + 7 * day].mean()))
    heads = [Label("Campaign", "活动"), Label("Two weeks before", "活动前两周"), Label("During", "活动期间"), Label("The week after", "活动后一周")]
    return pd.DataFrame(rows, columns=[str(h) for h in heads])


def goes_with_rank(shop) -> pd.DataFrame:
    """Rank correlation, over items, of a good place in search with what sellers say it follows from."""
    from scipy.stats import spearmanr

    items = shop.items.groupby("product_id").agg(rank=("search_rank", "mean"), units=("units", "sum"), rating=("rating_shown", "mean"), price=("price", "mean"))
    rows = []
    for name, label in (("units", Label("units sold", "销量")), ("rating", Label("rating shown", "展示评分")), ("price", Label("price", "价格"))):
        found = spearmanr(-items["rank"], items[name])
        rows.append((str(label), float(found.statistic), bool(found.pvalue < 0.05)))
    table = pd.DataFrame(rows, columns=[str(Label("A better place goes with …", "排名越靠前，……")), str(Label("Rank correlation (−1 to 1)", "等级相关（−1 到 1）")),
                                        str(Label("More than chance explains", "不像碰巧"))])
    table.attrs.update(items=len(items))
    return table


def by_basket(shop) -> pd.DataFrame:
    """Orders by how many categories they hold: orders, spend per order."""
    lines = shop.orders[shop.orders["paid_amount"] > 0].merge(shop.products[["product_id", "category"]], on="product_id")
    orders = lines.groupby("order_id").agg(categories=("category", "nunique"), paid=("paid_amount", "sum"))
    kind = orders["categories"].clip(upper=2).map({1: str(Label("one category", "一个类目")), 2: str(Label("two or more", "两个及以上"))})
    table = orders.groupby(kind, sort=False)["paid"].agg(["size", "mean"]).reset_index()
    table.columns = [str(Label("The order holds", "订单里有")), "paid_orders", "spend_per_order"]
    table.attrs["currency"] = shop.currency
    return table


def by_segment(shop, source: str = "search_ads") -> pd.DataFrame:
    """People of one source whom the shop knows, by customer segment: known people, buyers among them, share, paid per known person (as text; the amounts in attrs each)."""
    who = shop.customers[["customer_id", "segment"]]
    log = engine.table(shop.source("events")).filter((nw.col("source") == source) & ~nw.col("customer_id").is_null())
    known = engine.collect(log.select("customer_id").unique()).merge(who, on="customer_id")
    bought = shop.orders[(shop.orders["source"] == source) & (shop.orders["paid_amount"] > 0)].merge(who, on="customer_id")
    people, buyers = known.groupby("segment").size(), bought.groupby("segment")["customer_id"].nunique()
    table = pd.DataFrame({"people": people, "buyers": buyers.reindex(people.index).fillna(0).astype(int),
                          "each": (bought.groupby("segment")["paid_amount"].sum() / people).reindex(people.index).fillna(0.0)})
    table = table.sort_values("each", ascending=False, kind="stable")
    share = [f"{b / n:.1%}" for b, n in zip(table["buyers"], table["people"], strict=True)]
    heads = [Label("Known people", "认得出的人"), Label("Buyers among them", "其中买过的"), Label("Share that bought", "买过的比例"), Label("Paid per known person", "每个认得出的人付了")]
    shown = pd.DataFrame({"segment": table.index, str(heads[0]): table["people"].to_numpy(), str(heads[1]): table["buyers"].to_numpy(), str(heads[2]): share,
                          str(heads[3]): [format_value(v, "money", shop.currency) for v in table["each"]]})
    shown.attrs.update(source=source, each=table["each"].tolist())
    return shown


# what-if ---------------------------------------------------------------------------------------------------------


def what_if(curves, worth, more_value: float = 0.0, **spends: float) -> dict:
    """Budgets a day and what they leave, beside the best ones.

    curves, worth: as budget_table() takes them. more_value: share by which a click is worth more than its own sales, because people
    come back. spends: source → money a day. Returns tables "now" and "best", "curves", "worth" and the profits a day.
    """
    worth = {s: v * (1 + more_value) for s, v in worth.items()}
    bent = {s: c for s, c in curves.items() if 0 < c.returns < 1}
    best = dict.fromkeys(curves, 0.0) | best_split(bent, worth)
    tables = {"now": budget_table(curves, worth, spends), "best": budget_table(curves, worth, best)}
    return tables | {"curves": curves, "worth": worth, "profit": {k: float(t["daily_profit"].sum()) for k, t in tables.items()}}


def panel(shop) -> Panel:
    """Sliders: a daily budget per paid source, and how much more a click is worth than its own sales."""
    b, found = budgets(shop), curves(shop)
    levers = [Lever(s, Label(f"{SOURCES[s].en}: spend a day", f"{SOURCES[s].zh}：日均花费"), 0.0, round(max(2.5 * b["now"][s], 10.0), -1), 1.0, round(b["now"][s]), "money") for s in found]
    levers.append(Lever("more_value", Label("Later purchases, on top of a click's own", "后续复购：在点击当次成交之上再加"), 0.0, 1.0, 0.05, 0.0))

    def run(more_value, **spends):
        return what_if(found, b["worth"], more_value, **spends)

    first = next(iter(found))
    return Panel(Label("What do these budgets leave in a day?", "这样分配预算，一天能剩多少？"), tuple(levers), run, lambda r: _draw(r, shop.currency), lambda r: _tell(r, shop.currency),
                 {first: float(round(b["best"][first]))}, shop.currency, ideas="T3 T4")


def _draw(result, currency):
    from shopkit.plots import plot_response

    return plot_response(result, result["curves"], result["worth"], currency=currency).figure


def _tell(result, currency) -> Label:
    now, best = result["now"], result["best"]
    steps = [Label("{name}: one more unit of money brings {more:money} (average {mean:money})", "{name_zh}：再花一元带回 {more:money}（平均 {mean:money}）").fill(
        currency, name=SOURCES[r["source"]].en, name_zh=SOURCES[r["source"]].zh, more=r["marginal_return"], mean=r["average_return"]) for _, r in now.iterrows()]
    want = [Label("{name} {spend:money}", "{name_zh} {spend:money}").fill(currency, name=SOURCES[r["source"]].en, name_zh=SOURCES[r["source"]].zh, spend=r["daily_cost"])
            for _, r in best.iterrows()]
    return Label("Left after advertising: {now:money} a day. {steps}. Best: {best:money} a day, with {want}.", "推广后每天剩 {now:money}。{steps_zh}。最优每天剩 {best:money}：{want_zh}。").fill(
        currency, now=result["profit"]["now"], best=result["profit"]["best"], steps="; ".join(s.en for s in steps), steps_zh="；".join(s.zh for s in steps),
        want=", ".join(w.en for w in want), want_zh="，".join(w.zh for w in want))
