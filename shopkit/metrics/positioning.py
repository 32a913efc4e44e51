"""Whether and where a shop can stand: visitors to break even, demand per seller, price and quality among rivals."""

from __future__ import annotations

import math

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Ratio
from shopkit.schema import Column

_MARKET = "market analysis of the platform (市场洞察 and the like): searches, sellers and sales of a category; platforms show indices more often than figures"
SEARCHES_PER_SELLER = Metric(
    "searches_per_seller", Label("Searches per seller and day", "每个卖家每天分到的搜索次数"), Ratio("searches", "sellers"), "number", "higher", (0, math.inf),
    Label("Neither searches nor sellers are ever negative; where they are, the export was changed.", "搜索次数和卖家数都不会为负；若为负，说明导出的数据被改过。"), _MARKET,
)
PAID_PER_SELLER = Metric(
    "paid_per_seller", Label("Paid per seller and day", "每个卖家每天分到的支付金额"), Ratio("paid_amount", "sellers"), "money", "higher", (0, math.inf),
    Label("Sales are never negative; where they are, refunds were booked into them.", "销售额不会为负；若为负，说明退款记进了销售额。"), _MARKET,
)
# how this shop is called among its rivals
OWN = "(this shop)"
_SURE = 0.95
# fewer weeks show no trend
WEEKS = 4
COLUMNS = (
    Column("break_even_visitors", "number", Label("Break-even visitors", "保本访客数"), "people"),
    Column("fixed_per_day", "money", Label("Fixed cost a day", "每天固定费用"), "money"),
    Column("daily_visitors", "count", Label("Visitors a day, on average", "日均访客数"), "people"),
    Column("visitor_source", "text", Label("Visitors", "访客"), values={"bought": Label("bought with ads", "花钱买来的"), "free": Label("came free", "免费来的")}),
    Column("demand_trend", "rate", Label("Searches per seller, change in 30 days", "每卖家搜索次数的 30 天变化")),
    Column("seller_days", "count", Label("Seller-days", "卖家日"), "seller-days"),
    Column("trend_low", "rate", Label("Change, at least", "变化下限")),
    Column("trend_high", "rate", Label("Change, at most", "变化上限")),
    Column("rating_low", "number", Label("Rating, at least", "评分下限")),
    Column("rating_high", "number", Label("Rating, at most", "评分上限")),
    Column("is_own", "flag", Label("This shop", "本店")),
    Column("beaten_by", "count", Label("Rivals that are cheaper and surely rated higher", "比你便宜、评分又确实更高的竞店数"), "shops"),
    Column("beats", "count", Label("Rivals that are dearer and surely rated lower", "比你贵、评分又确实更低的竞店数"), "shops"),
)


def break_even_visitors(fixed_per_day, value_per_visitor, contribution_rate, cost_per_visitor):
    """From how many visitors a day on a shop pays its rent and wages; NaN where it never does.

        break-even visitors = fixed_per_day ÷ (value_per_visitor × contribution_rate − cost_per_visitor)

    Below the line stands what a visitor leaves. Where that is zero or less, more visitors only lose more: there is no such
    number, which is not the same as a large one.

    fixed_per_day: fixed cost of a day (money), not of a month. value_per_visitor: paid ÷ visitors (money). contribution_rate:
    of each amount paid, the share left after refunds, goods, fees, shipping and other costs per order, *before* advertising
    (0.3, not 30). cost_per_visitor: ad spend ÷ all visitors (money). Each a number or a pandas Series.
    Returns a float or a Series, not rounded; NaN for never, and where something is unknown.
    Raises UserError where a fixed cost is negative, or a rate above 1.
    Source: break-even analysis of usual management accounting, with the visitor as its unit.

    >>> round(break_even_visitors(300, 4.5, 0.3, 0.35), 1)
    300.0
    >>> break_even_visitors(300, 2.0, 0.3, 0.7)
    nan
    """
    parts = [np.asarray(p, dtype=float) for p in (fixed_per_day, value_per_visitor, contribution_rate, cost_per_visitor)]
    fixed, value, rate, cost = parts
    if (fixed < 0).any():
        raise UserError(Label("A fixed cost is written as a positive amount: 300, not -300.", "固定费用写正数：300，不是 -300。"), code="negative_cost")
    if (rate > 1).any():
        raise UserError(Label("contribution_rate is a share: 0.3, not 30.", "contribution_rate 是比例：写 0.3，不是 30。"), code="not_a_share")
    left = value * rate - cost
    found = fixed / np.where(left > 0, left, np.nan)
    series = next((p for p in (fixed_per_day, value_per_visitor, contribution_rate, cost_per_visitor) if isinstance(p, pd.Series)), None)
    return float(found) if series is None else pd.Series(found, index=series.index, name="break_even_visitors")


def niches(market, by=("category", "segment")) -> pd.DataFrame:
    """Demand per seller of each part of the market, and whether it grows: where few serve many.

        searches_per_seller = searches ÷ sellers;   paid_per_seller = paid_amount ÷ sellers   (add first, then divide)
        demand_trend = change of searches_per_seller in 30 days, by the Theil–Sen slope of the logarithm of its weeks

    market: day × category × segment (date, searches, sellers, paid_amount). by: a column or several. A seller who serves two
    segments stands in both. The slope's interval (95 %) takes weeks as independent; campaigns hardly move it, because it is
    the median of all pairs of weeks, but the season does: a trend of five months is no promise.

    Returns one row per group, most searches per seller first: by…, searches, seller_days (sellers added over days), searches_per_seller,
    paid_amount, paid_per_seller (money), demand_trend, trend_low, trend_high (rates; NaN with fewer than 4 full weeks).
    attrs: currency. Raises UserError where a column is missing.
    Source: supply and demand counted; Theil (1950) and Sen (1968) for the slope, scipy.stats.theilslopes.

    >>> market = pd.DataFrame({"date": pd.to_datetime(["2026-11-01"] * 2), "category": "lamps", "segment": ["students", "over 55"],
    ...     "searches": [5000, 1500], "sellers": [300, 30], "paid_amount": [9000.0, 4000.0]})
    >>> niches(market)[["segment", "searches_per_seller"]].round(1).values.tolist()
    [['over 55', 50.0], ['students', 16.7]]
    >>> niches(market, by="category")["searches_per_seller"].round(1).item()
    19.7
    """
    keys = [by] if isinstance(by, str) else list(by)
    demand, money = (m.of(market, by=keys) for m in (SEARCHES_PER_SELLER, PAID_PER_SELLER))
    table = demand.merge(money[[*keys, "paid_amount", "paid_per_seller"]], on=keys)
    daily = SEARCHES_PER_SELLER.of(market, by=[*keys, "date"])
    trends = daily.groupby(keys)[["date", "searches", "sellers"]].apply(_trend).reset_index()
    # added over days it is no number of sellers any more
    table = table.rename(columns={"sellers": "seller_days"}).merge(trends, on=keys, how="left").sort_values("searches_per_seller", ascending=False, ignore_index=True)
    table.attrs.update(currency=getattr(market, "attrs", {}).get("currency"))
    return table


def _trend(days: pd.DataFrame) -> pd.Series:
    from scipy.stats import theilslopes

    # weeks, so that no weekday weighs more than another; an unfinished one is left out
    week = (days["date"] - days["date"].min()).dt.days // 7
    full = days.groupby(week).filter(lambda rows: len(rows) == 7)
    sums = full.groupby(week[full.index])[["searches", "sellers"]].sum().astype(float)
    ratio = (sums["searches"] / sums["sellers"].where(sums["sellers"] > 0))
    ratio = ratio[ratio > 0]
    if len(ratio) < WEEKS:
        return pd.Series({"demand_trend": math.nan, "trend_low": math.nan, "trend_high": math.nan})
    slope, _, low, high = theilslopes(np.log(ratio.to_numpy()), ratio.index.to_numpy(), alpha=_SURE)
    return pd.Series({name: math.expm1(s * 30 / 7) for name, s in (("demand_trend", slope), ("trend_low", low), ("trend_high", high))})


def price_quality(competitors, items, products, reviews) -> pd.DataFrame:
    """Rivals by price and rating, with this shop among them, category by category.

        a rival's price_index = Σ price_index × units ÷ Σ units;   its dsr_item = mean of its days
        own price_index = 100 × own paid per unit ÷ price at 100;   price at 100 = Σ paid ÷ Σ (units × price_index ÷ 100) of the rivals
        own dsr_item = mean score_item of the reviews of the category's items, with its 95 % interval (Student's t)

    A platform gives rivals' prices as an index only. What 100 stands for is estimated from what rivals were paid per unit,
    which takes their baskets to be alike: read the map in steps of five points, not of one.

    competitors: day × rival (category, price_index, units, paid_amount, dsr_item, same_tier). items: day × item (product_id,
    units, paid_amount). products: product_id, category. reviews: product_id, score_item. All of one period.
    Returns one row per category × shop, this shop first: category, rival (OWN for this shop), is_own, same_tier, price_index,
    dsr_item, rating_low, rating_high (NaN for rivals: how many rated them is not known), paid_amount, beaten_by, beats (rivals
    of the same tier that are cheaper and rated above rating_high; dearer and below rating_low; NA for rivals). A category in
    which this shop sells nothing or has no rival is left out. attrs: currency. Raises UserError where a column is missing.
    Source: positioning map of marketing textbooks.

    >>> rivals = pd.DataFrame({"category": "lamps", "rival": ["A", "B"], "price_index": [80.0, 120.0], "units": [50, 50],
    ...     "paid_amount": [4000.0, 6000.0], "dsr_item": [4.9, 4.6], "same_tier": True})
    >>> own = pd.DataFrame({"product_id": ["1"], "units": [10], "paid_amount": [1100.0]})
    >>> lamp = pd.DataFrame({"product_id": ["1"], "category": ["lamps"]})
    >>> scores = pd.DataFrame({"product_id": ["1"] * 4, "score_item": [5.0, 5.0, 4.0, 5.0]})
    >>> found = price_quality(rivals, own, lamp, scores)
    >>> found[["rival", "price_index", "dsr_item"]].values.tolist()
    [['(this shop)', 110.0, 4.75], ['A', 80.0, 4.9], ['B', 120.0, 4.6]]
    """
    wanted = {"competitors": (competitors, ["category", "rival", "price_index", "units", "paid_amount", "dsr_item", "same_tier"]),
              "items": (items, ["product_id", "units", "paid_amount"]), "products": (products, ["product_id", "category"]),
              "reviews": (reviews, ["product_id", "score_item"])}
    frames = {}
    for name, (frame, columns) in wanted.items():
        lazy = engine.table(frame)
        engine.need(lazy, columns, f"price_quality(), {name}")
        frames[name] = engine.collect(lazy.select(columns).filter(~nw.any_horizontal(nw.all().is_null(), ignore_nulls=False)))
    rivals = _rivals(frames["competitors"])
    own = _own(frames["items"], frames["products"], frames["reviews"], rivals)
    table = pd.concat([own, rivals[rivals["category"].isin(own["category"])].drop(columns="indexed")], ignore_index=True)
    table = _compared(table).sort_values(["category", "is_own", "price_index"], ascending=[True, False, True], ignore_index=True)
    table.attrs.update(currency=getattr(competitors, "attrs", {}).get("currency"))
    return table[["category", "rival", "is_own", "same_tier", "price_index", "dsr_item", "rating_low", "rating_high", "paid_amount", "beaten_by", "beats"]]


def _rivals(days: pd.DataFrame) -> pd.DataFrame:
    days = days.astype({"units": float, "same_tier": bool})
    days = days.assign(indexed=days["price_index"] * days["units"])
    rivals = days.groupby(["category", "rival"], as_index=False).agg(
        indexed=("indexed", "sum"), units=("units", "sum"), paid_amount=("paid_amount", "sum"), dsr_item=("dsr_item", "mean"), same_tier=("same_tier", "last"))
    return rivals.assign(price_index=rivals["indexed"] / rivals["units"].where(rivals["units"] > 0), is_own=False).drop(columns="units")


def _own(items, products, reviews, rivals) -> pd.DataFrame:
    from scipy.stats import t

    sold = items.merge(products, on="product_id").astype({"units": float}).groupby("category")[["units", "paid_amount"]].sum()
    at_100 = rivals.groupby("category")[["paid_amount", "indexed"]].sum()
    at_100 = 100 * at_100["paid_amount"] / at_100["indexed"].where(at_100["indexed"] > 0)
    scores = reviews.merge(products, on="product_id").groupby("category")["score_item"].agg(["mean", "sem", "count"])
    both = sold[sold["units"] > 0].join(at_100.rename("at_100"), how="inner").join(scores)
    margin = both["sem"] * t.ppf((1 + _SURE) / 2, both["count"] - 1)
    own = both.assign(rival=OWN, is_own=True, same_tier=True, price_index=100 * both["paid_amount"] / both["units"] / both["at_100"],
                      dsr_item=both["mean"], rating_low=both["mean"] - margin, rating_high=both["mean"] + margin)
    return own.rename_axis("category").reset_index()[["category", "rival", "is_own", "same_tier", "price_index", "dsr_item", "rating_low", "rating_high", "paid_amount"]]


def _compared(table: pd.DataFrame) -> pd.DataFrame:
    """How many rivals of the same tier stand below and to the left of this shop, and how many the other way round."""
    beaten, beats = [], []
    for row in table.itertuples():
        others = table[(table["category"] == row.category) & ~table["is_own"] & table["same_tier"]]
        beaten.append(((others["price_index"] < row.price_index) & (others["dsr_item"] > row.rating_high)).sum() if row.is_own else pd.NA)
        beats.append(((others["price_index"] > row.price_index) & (others["dsr_item"] < row.rating_low)).sum() if row.is_own else pd.NA)
    return table.assign(beaten_by=pd.array(beaten, dtype="Int64"), beats=pd.array(beats, dtype="Int64"))
