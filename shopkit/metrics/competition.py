"""The shop among its rivals: multiples of the average, what a visitor is worth to each, shares of the market."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Ratio
from shopkit.metrics.conversion import TIER_STEP, interval
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.items import CLICK_RATE
from shopkit.metrics.positioning import OWN
from shopkit.schema import Column

MARKET_SHARE = Metric(
    "market_share", Label("Market share (of the shops seen)", "市场份额（占看得到的店铺）"), Ratio("paid_amount", "market_paid_amount"),
    "rate", "higher", (0, 1),
    Label("A part cannot exceed its whole: the shop is missing from the sum of its market.", "部分不会大于整体：市场合计里漏了这家店。"),
    "common usage: a shop's paid amount ÷ that of all shops of the market; here of those that the table shows",
)
HHI = Metric(
    "hhi", Label("Herfindahl index (HHI)", "赫芬达尔指数（HHI）"), Ratio("share_weighted_amount", "paid_amount"), "number", "neither", (0, 1),
    Label("Above 1 the shares were written as percent: 50 and 50 give 5,000 where 0.5 and 0.5 give 0.5.",
          "大于 1，说明份额写成了百分数：50 和 50 得 5000，0.5 和 0.5 才得 0.5。"),
    "Hirschman (1945), Herfindahl (1950): sum of the squared shares, which is the share of a market's average yuan's own seller",
)
COMPARED = {metric.name: metric.label for metric in (CLICK_RATE, PAY_CONVERSION)}
FACTORS_OF_VALUE = {
    "customers": Label("Customers per 100 visitor-days", "每 100 访客日的客户数"),
    "orders": Label("Orders per customer", "人均订单数"),
    "items": Label("Items per order", "每单件数"),
    "price": Label("Paid per item", "件单价"),
}
COLUMNS = (
    Column("value_factor", "text", Label("Factor of the value per visitor", "UV价值的因子"), values=FACTORS_OF_VALUE),
    Column("factor_value", "number", Label("Now", "现在")),
    Column("left_more", "money", Label("A tenth more of it leaves per visitor, at best", "提高一成，每个访客最多多剩"), "money"),
    Column("compared_rate", "text", Label("Rate", "比率"), values=COMPARED),
    Column("own_rate", "rate", Label("Your shop", "你的店")),
    Column("peer_rate", "rate", Label("Same-tier average", "同行同层平均")),
    Column("multiple", "number", Label("Multiple of the average", "平均的几倍")),
    Column("multiple_low", "number", Label("At least (95 %)", "下限（95%）")),
    Column("multiple_high", "number", Label("At most (95 %)", "上限（95%）")),
    Column("other_tier", "flag", Label("Other shops than before", "同层换了一批店")),
    Column("click_multiple", "number", Label("Click rate, multiple", "点击率倍数")),
    Column("conversion_multiple", "number", Label("Conversion, multiple", "转化率倍数")),
    Column("spend_multiple", "number", Label("Spend per buyer, multiple", "客单价倍数")),
    Column("value_multiple", "number", Label("Value per visitor, multiple", "UV价值倍数")),
    Column("market_paid_amount", "money", Label("Paid to all shops seen", "看得到的店铺合计支付金额"), "money"),
    Column("share_weighted_amount", "money", Label("Paid amount × share", "支付金额 × 份额"), "money"),
    Column("sellers_seen", "count", Label("Shops seen", "看得到的店铺数"), "shops"),
    Column("top_share", "rate", Label("Share of the largest three", "前三名份额")),
    Column("equal_sellers", "number", Label("As if so many equal shops", "相当于几家一样大的店")),
    Column("estimated_profit", "money", Label("Profit, as estimated from outside", "外部估算的利润"), "money"),
    Column("profit_share", "rate", Label("Share of all profits", "利润份额")),
)
_PEERS = {"click_rate": ("clicks", "impressions", "peer_average_click_rate"), "pay_conversion": ("buyers", "visitors", "peer_average_conversion")}


def multiples(days, by: str | None = None) -> pd.DataFrame:
    """Click rate and pay conversion as multiples of the same-tier average.

        multiple = Σ buyers ÷ Σ (visitors × the day's average)      and the same with clicks and impressions

    Both sides are added first and divided then: the bottom is what an average shop had made of the same visitors. The
    interval is Wilson's of the own rate, divided by the average, which platforms publish without one. Visits and impressions
    of one person are taken for different people, so it is a little too narrow. other_tier: the median day's average moved by
    more than TIER_STEP against the period before; that is another group of shops, not luck.

    days: shop_days with date, visitors, buyers, peer_average_conversion; impressions, clicks and peer_average_click_rate where
    the export has them. by: "month", or a column that names the period; None for the whole.
    Returns one row per rate (and period): by, compared_rate, own_rate, peer_rate, multiple, multiple_low, multiple_high, and with
    `by` other_tier. Periods in which the average is unknown have NaN. attrs: basis "days".
    Raises UserError where neither rate can be compared.
    Source: the indirectly standardised ratio; the averages are Business Advisor's (生意参谋).

    >>> days = pd.DataFrame({"date": pd.to_datetime(["2026-11-01", "2026-11-02"]), "visitors": [100, 300], "buyers": [5, 7],
    ...     "peer_average_conversion": [0.03, 0.01]})
    >>> multiples(days)[["compared_rate", "own_rate", "peer_rate", "multiple"]]
        compared_rate  own_rate  peer_rate  multiple
    0  pay_conversion      0.03      0.015       2.0
    """
    frame = days.assign(_all="") if by is None else days if by in days else days.assign(**{by: days["date"].dt.strftime("%Y-%m")})
    key = by or "_all"
    known = {rate: names for rate, names in _PEERS.items() if all(name in frame and frame[name].notna().any() for name in names)}
    if not known:
        engine.need(frame, _PEERS["pay_conversion"], "multiples()")
        raise UserError(Label("multiples(): the same-tier average is empty in these days.", "multiples()：这些天里没有同行同层平均的数值。"), code="missing_value")
    parts = []
    for rate, (top, bottom, average) in known.items():
        rows = frame[[key, top, bottom, average]].astype({top: float, bottom: float}).dropna()
        sums = rows.assign(expected=rows[bottom] * rows[average]).groupby(key)[[top, bottom, "expected"]].sum()
        sums = sums.reindex(frame[key].unique())
        low, high = interval(sums[top].fillna(0), sums[bottom].fillna(0))
        people = sums[bottom].where(sums[bottom] > 0)
        own, peer = sums[top] / people, (sums["expected"] / people).where(sums["expected"] > 0)
        part = pd.DataFrame({"compared_rate": rate, "own_rate": own, "peer_rate": peer, "multiple": own / peer,
                             "multiple_low": low / peer, "multiple_high": high / peer}).rename_axis(key).reset_index()
        usual = rows.groupby(key)[average].median().reindex(part[key]).reset_index(drop=True)
        parts.append(part.assign(other_tier=(usual / usual.shift() - 1).abs() > TIER_STEP))
    table = pd.concat(parts, ignore_index=True)
    table = table.drop(columns=["_all", "other_tier"]) if by is None else table
    table.attrs.update(basis="days", currency=getattr(days, "attrs", {}).get("currency"))
    return table


def tell_buyers(rivals: pd.DataFrame) -> pd.DataFrame:
    """The competitors table with `buyers`, which it has only as a rate: pay conversion × visitors, in whole people."""
    engine.need(rivals, ["visitors", "pay_conversion"], "tell_buyers()")
    return rivals.assign(buyers=(rivals["pay_conversion"] * rivals["visitors"].astype(float)).round())


def beside_rivals(rivals, own=None) -> pd.DataFrame:
    """What a visitor is worth to each rival, and each of its factors as a multiple of the same-tier average.

        value_per_visitor = pay_conversion × spend_per_buyer,   so   value_multiple = conversion_multiple × spend_multiple

    Added first, then divided, for each rival and for the average, which is that of the rivals marked same_tier (all of them
    where none is marked). A click rate has no counts behind it here; it is averaged over visitors as clicks ÷ impressions
    would be.

    rivals: competitors with rival, visitors, pay_conversion, paid_amount; category, click_rate and same_tier where known.
    own: shop_days of the same days; adds the shop as the row called OWN.
    Returns one row per rival, the dearest visitor first: rival, category, same_tier, visitor_days, click_rate, pay_conversion,
    spend_per_buyer, value_per_visitor, click_multiple, conversion_multiple, spend_multiple, value_multiple. attrs: basis "days",
    currency. Raises UserError where a column is missing.
    Source: the identity; platforms show rivals as indices, so other people's figures are estimates of a data service.

    >>> rivals = pd.DataFrame({"rival": ["A", "B"], "visitors": [1000, 1000], "pay_conversion": [0.03, 0.01], "paid_amount": [3000.0, 3000.0]})
    >>> beside_rivals(rivals)[["rival", "conversion_multiple", "spend_multiple", "value_multiple"]].round(3)
      rival  conversion_multiple  spend_multiple  value_multiple
    0     A                  1.5           0.667             1.0
    1     B                  0.5           2.000             1.0
    """
    engine.need(rivals, ["rival", "visitors", "pay_conversion", "paid_amount"], "beside_rivals()")
    rows = tell_buyers(rivals)
    rows = rows.assign(visitors=rows["visitors"].astype(float), shown=rows["visitors"] / rows["click_rate"] if "click_rate" in rows else np.nan,
                       category=rows.get("category", np.nan), same_tier=rows["same_tier"].astype(float) if "same_tier" in rows else np.nan)
    sums = rows.groupby("rival", sort=False).agg(category=("category", "first"), same_tier=("same_tier", "max"), visitors=("visitors", "sum"), buyers=("buyers", "sum"),
                                                paid_amount=("paid_amount", "sum"), shown=("shown", lambda s: s.sum(min_count=1)))
    peers = sums[sums["same_tier"] == 1] if (sums["same_tier"] == 1).any() else sums
    if own is not None:
        engine.need(own, ["visitors", "buyers", "paid_amount"], "beside_rivals(own=…)")
        mine = own[["visitors", "buyers", "paid_amount"]].astype(float).sum()
        clicks = own["impressions"].astype(float).sum() / own["clicks"].astype(float).sum() if {"impressions", "clicks"} <= set(own) else np.nan
        # as with the rivals: so many impressions stand behind the visitors
        sums = pd.concat([sums, pd.DataFrame({**mine, "shown": mine["visitors"] * clicks}, index=[OWN])])
    table = pd.DataFrame({"category": sums["category"], "same_tier": sums["same_tier"].map({1.0: True, 0.0: False}).astype("boolean"), "visitor_days": sums["visitors"]})
    average = peers[["visitors", "buyers", "paid_amount", "shown"]].sum(min_count=1)
    for name, multiple, top, bottom in (("click_rate", "click_multiple", "visitors", "shown"), ("pay_conversion", "conversion_multiple", "buyers", "visitors"),
                                        ("spend_per_buyer", "spend_multiple", "paid_amount", "buyers"), ("value_per_visitor", "value_multiple", "paid_amount", "visitors")):
        table[name] = sums[top] / sums[bottom].where(sums[bottom] > 0)
        table[multiple] = table[name] / (average[top] / average[bottom] if average[bottom] else np.nan)
    table = table.rename_axis("rival").reset_index()
    table = table[["rival", "category", "same_tier", "visitor_days", "click_rate", "pay_conversion", "spend_per_buyer", "value_per_visitor",
                   "click_multiple", "conversion_multiple", "spend_multiple", "value_multiple"]]
    table = table.sort_values("value_per_visitor", ascending=False, ignore_index=True)
    table.attrs.update(basis="days", currency=getattr(rivals, "attrs", {}).get("currency"))
    return table


def market_shares(sellers, by=None, within: str | None = None) -> pd.DataFrame:
    """Each shop's share of what was paid to all shops of the table, and of their profits as estimated from outside.

        market_share = paid_amount ÷ paid to all shops (of the period, of the category);   the shares of one market add up to 1

    The market is the shops of the table: who is not in it is not counted. profit_share is of the profits of those that earn
    one; a shop that loses money has none.

    sellers: rows with rival and paid_amount; profit_rate where known. by: columns of the periods ("month" is made of date).
    within: a column that splits the markets, such as "category".
    Returns one row per period, market and shop, the largest first: by…, within, rival, paid_amount, market_paid_amount, market_share,
    share_weighted_amount, and with profit_rate estimated_profit, profit_share. attrs: currency. Raises UserError where a column
    is missing, or a paid amount is negative.
    Source: common usage.

    >>> sellers = pd.DataFrame({"rival": ["A", "B", "A"], "paid_amount": [60.0, 20.0, 20.0], "profit_rate": [0.05, 0.3, 0.05]})
    >>> market_shares(sellers)[["rival", "market_share", "profit_share"]]
      rival  market_share  profit_share
    0     A           0.8           0.4
    1     B           0.2           0.6
    """
    keys = [*([by] if isinstance(by, str) else by or []), *([within] if within else [])]
    if "month" in keys and "month" not in sellers:
        engine.need(sellers, ["date"], "market_shares()")
        sellers = sellers.assign(month=sellers["date"].dt.strftime("%Y-%m"))
    engine.need(sellers, ["rival", "paid_amount", *keys], "market_shares()")
    if (sellers["paid_amount"] < 0).any():
        raise UserError(Label("market_shares(): a paid amount is negative; a share needs sales before refunds.",
                              "market_shares()：有支付金额是负数；算份额要用退款前的销售额。"), code="negative_amount")
    rows = sellers.assign(_profit=sellers["paid_amount"] * sellers["profit_rate"]) if "profit_rate" in sellers else sellers
    sums = rows.groupby([*keys, "rival"], sort=False)[[c for c in ("paid_amount", "_profit") if c in rows]].sum(min_count=1).reset_index()
    markets = sums.groupby(keys, sort=False) if keys else sums.assign(_all=0).groupby("_all")
    whole = markets["paid_amount"].transform("sum")
    table = sums.drop(columns="_profit", errors="ignore").assign(market_paid_amount=whole)
    table["market_share"] = MARKET_SHARE.formula.value(table)
    table["share_weighted_amount"] = table["paid_amount"] * table["market_share"]
    if "_profit" in sums:
        earned = sums.assign(_earned=sums["_profit"].clip(lower=0), _all=0)
        total = earned.groupby(keys or "_all", sort=False)["_earned"].transform("sum")
        table["estimated_profit"] = sums["_profit"]
        table["profit_share"] = (earned["_earned"] / total.where(total > 0)).where(sums["_profit"].notna())
    order = table.sort_values([*keys, "paid_amount"], ascending=[True] * len(keys) + [False], ignore_index=True, kind="stable")
    order.attrs["currency"] = getattr(sellers, "attrs", {}).get("currency")
    return order


def concentration(shares: pd.DataFrame, by=None) -> pd.DataFrame:
    """How concentrated each market is: Herfindahl index, the share of the largest three, as how many equal shops.

        hhi = Σ share² = Σ (paid × share) ÷ Σ paid;   equal_sellers = 1 ÷ hhi;   n equal shops give 1 ÷ n

    shares: of market_shares(). by: the columns that name its markets; None where it is one.
    Returns one row per market: by…, sellers_seen, paid_amount, share_weighted_amount, hhi (of fractions, 0 to 1; authorities
    often write it of percents, 0 to 10,000), top_share, equal_sellers. Raises UserError where a column is missing.
    Source: Hirschman (1945), Herfindahl (1950).

    >>> shares = market_shares(pd.DataFrame({"rival": list("ABCD"), "paid_amount": [10.0, 10.0, 10.0, 10.0]}))
    >>> concentration(shares)[["sellers_seen", "hhi", "top_share", "equal_sellers"]]
       sellers_seen   hhi  top_share  equal_sellers
    0             4  0.25       0.75            4.0
    """
    keys = [by] if isinstance(by, str) else list(by or [])
    engine.need(shares, ["rival", "paid_amount", "market_share", "share_weighted_amount", *keys], "concentration()")
    groups = shares.assign(_all=0).groupby(keys or "_all", sort=True)
    table = groups.agg(sellers_seen=("rival", "nunique"), paid_amount=("paid_amount", "sum"), share_weighted_amount=("share_weighted_amount", "sum"),
                       top_share=("market_share", lambda s: s.nlargest(3).sum()))
    table.insert(3, "hhi", HHI.formula.value(table))
    table = table.assign(equal_sellers=1 / table["hhi"]).reset_index()
    table = table if keys else table.drop(columns="_all")
    table.attrs["currency"] = shares.attrs.get("currency")
    return table


def visitor_value(days, orders, left_rate: float) -> pd.DataFrame:
    """What a visitor is worth to the shop as a product of four factors, and what a tenth more of each would leave.

        value per visitor = customers per 100 visitor-days × orders per customer × items per order × paid per item ÷ 100

    left_more: of a tenth more customers, orders or items, `left_rate` is left after goods and what grows with orders; a tenth more price for the same items is left in
    full. Both at best: nobody leaves at the higher price, and the other factors stay. What the tenth costs to get (gifts, messages, a better page) is not in it.

    days: shop_days (visitors). orders: order lines of the same days (order_id, customer_id, quantity, paid_amount, paid_at where known); only paid lines count.
    left_rate: of rate_before_ads().
    Returns four rows: value_factor, factor_value (number; the price in money), left_more (money per visitor). attrs: value_per_visitor, basis "days", currency. Raises
    UserError where a column is missing or nobody came.
    Source: the identity; repeat purchase counts within the days given, so a longer period shows more of it.

    >>> days = pd.DataFrame({"visitors": [50, 50]})
    >>> orders = pd.DataFrame({"order_id": ["a", "a", "b"], "customer_id": [1, 1, 2], "quantity": [1, 1, 2], "paid_amount": [60.0, 20.0, 40.0]})
    >>> table = visitor_value(days, orders, left_rate=0.3)
    >>> table["factor_value"].tolist(), table.attrs["value_per_visitor"]
    ([2.0, 1.0, 2.0, 30.0], 1.2)
    """
    engine.need(days, ["visitors"], "visitor_value()")
    engine.need(orders, ["order_id", "customer_id", "quantity", "paid_amount"], "visitor_value()")
    paid = orders[(orders["paid_amount"] > 0) & orders["customer_id"].notna()]
    paid = paid[paid["paid_at"].notna()] if "paid_at" in paid else paid
    visitors, units = float(days["visitors"].sum()), float(paid["quantity"].sum())
    customers, count = paid["customer_id"].nunique(), paid["order_id"].nunique()
    if not visitors or not units:
        raise UserError(Label("visitor_value(): nobody came, or nobody who came can be told from the orders.", "visitor_value()：没有访客，或者订单里认不出买家。"), code="nothing_to_divide_by")
    value = float(paid["paid_amount"].sum()) / visitors
    table = pd.DataFrame({
        "value_factor": list(FACTORS_OF_VALUE), "factor_value": [100 * customers / visitors, count / customers, units / count, float(paid["paid_amount"].sum()) / units],
        "left_more": [value * left_rate / 10] * 3 + [value / 10]})
    table.attrs.update(value_per_visitor=value, basis="days", currency=getattr(orders, "attrs", {}).get("currency"))
    return table
