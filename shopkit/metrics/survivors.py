"""Who can still pay for visitors when they get dearer: what a visitor leaves after margin, shop by shop."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metrics.competition import tell_buyers
from shopkit.metrics.conversion import LEVEL
from shopkit.metrics.positioning import OWN
from shopkit.metrics.traffic import rate_before_ads
from shopkit.schema import Column

# days on which a shop sells within this of its usual price; campaigns and price wars lie further off
NEAR = 0.04
# fewer days than this do not tell a margin from the visitors' cost
AT_LEAST = 14
COLUMNS = (
    Column("margin_rate", "rate", Label("Left of each amount paid, before advertising", "每笔支付剩下的比例（推广前）")),
    Column("margin_low", "rate", Label("Left, at least (95 %)", "剩下比例的下限（95%）")),
    Column("margin_high", "rate", Label("Left, at most (95 %)", "剩下比例的上限（95%）")),
    Column("falls_out_at", "money", Label("Falls out when a visitor costs", "访客成本到多少就出局"), "money"),
    Column("falls_out_low", "money", Label("Falls out, at least (95 %)", "出局价下限（95%）"), "money"),
    Column("falls_out_high", "money", Label("Falls out, at most (95 %)", "出局价上限（95%）"), "money"),
    Column("visitor_cost", "money", Label("A visitor costs it now (estimate)", "现在的访客成本（估算）"), "money"),
    Column("headroom", "number", Label("Can bear so many times its cost of today", "能承受现在成本的几倍")),
    Column("visitor_price", "money", Label("Price of a visitor", "一个访客的价格"), "money"),
    Column("survivors", "count", Label("Shops still standing", "还站着的店铺数"), "shops"),
    Column("cost_per_click", "money", Label("Cost per click", "平均点击花费"), "money"),
    Column("click_rate_ratio", "number", Label("Click rate ÷ that of its plan", "点击率 ÷ 所在计划")),
    Column("click_price_ratio", "number", Label("Cost per click ÷ that of its plan", "点击花费 ÷ 所在计划")),
)


def usual_days(rivals, near: float = NEAR) -> pd.DataFrame:
    """The days on which each rival sold at its usual price: without campaigns, price wars and clearances.

    The usual price is the median of price_index of the rival's days. rivals: competitors with rival and price_index. near: how far a
    day's price may lie from the usual one. Returns the rows kept. Raises UserError where a column is missing.

    >>> rivals = pd.DataFrame({"rival": "A", "price_index": [100.0, 99.0, 78.0, 101.0]})
    >>> usual_days(rivals)["price_index"].tolist()
    [100.0, 99.0, 101.0]
    """
    engine.need(rivals, ["rival", "price_index"], "usual_days()")
    usual = rivals.groupby("rival")["price_index"].transform("median")
    kept = rivals[(rivals["price_index"] / usual - 1).abs() <= near]
    kept.attrs = dict(rivals.attrs)
    return kept


def fall_out(rivals, margin_rate=None, own: pd.DataFrame | None = None, level: float = LEVEL) -> pd.DataFrame:
    """The price of a visitor at which each shop has nothing left, the first to fall out on top.

        falls_out_at = pay_conversion × spend_per_buyer × margin_rate = value per visitor × what is left of each amount paid

    Nobody sees a rival's margin. Where the table has an estimated profit_rate, the two things in it are told apart by least squares,
    day by day: profit_rate = margin_rate − visitor_cost × visitors ÷ paid_amount, two unknowns and many days.
    What the estimate takes for goods, fees and shipping is in it, and no better than the estimate. Pass margin_rate to use your own
    guess instead.

    Pass usual_days(): across a change of price neither the value nor the margin is one figure. The interval joins that of the value per
    visitor (days vary; HC1) and of the margin's fit.

    rivals: competitors with rival, visitors, pay_conversion, paid_amount; profit_rate where known. margin_rate: one share for
    all rivals, or a Series by rival. own: a row of own_fall_out() to be placed among them. level: of the intervals.
    Returns one row per shop: rival, pay_conversion, spend_per_buyer, value_per_visitor, margin_rate, margin_low, margin_high, falls_out_at,
    falls_out_low, falls_out_high, visitor_cost (NaN where unknown), headroom = falls_out_at ÷ visitor_cost. attrs: currency, basis "days".
    Raises UserError where a column is missing, a margin_rate is above 1, or neither it nor profit_rate is known.
    Source: break-even of a visitor; White's errors as in statsmodels (HC1).

    >>> rivals = pd.DataFrame({"rival": ["A", "B"], "visitors": [1000, 1000], "pay_conversion": [0.03, 0.02], "paid_amount": [3000.0, 2400.0]})
    >>> fall_out(rivals, margin_rate=0.4)[["rival", "value_per_visitor", "falls_out_at"]]
      rival  value_per_visitor  falls_out_at
    0     B                2.4          0.96
    1     A                3.0          1.20
    """
    engine.need(rivals, ["rival", "visitors", "pay_conversion", "paid_amount"], "fall_out()")
    if margin_rate is None and not ("profit_rate" in rivals and rivals["profit_rate"].notna().any()):
        raise UserError(Label("fall_out(): nothing says what rivals keep of what they sell: there is no profit_rate. Give a guess: fall_out(rivals, margin_rate=0.35).",
                              "fall_out()：没有任何数据说明竞店能剩下多少（缺 profit_rate）。请给一个猜测值：fall_out(rivals, margin_rate=0.35)。"), code="no_margin")
    if margin_rate is not None and np.max(margin_rate) > 1:
        raise UserError(Label("margin_rate is a share: 0.35, not 35.", "margin_rate 是比例：写 0.35，不是 35。"), code="not_a_share")
    rows = tell_buyers(rivals).astype({"visitors": float})
    parts = []
    for rival, days in rows[rows["visitors"] > 0].groupby("rival", sort=False):
        sums = days[["visitors", "buyers", "paid_amount"]].sum()
        value, value_se = _value(days)
        if margin_rate is None:
            margin, margin_se, cost = _margin(days)
        else:
            margin, margin_se, cost = float(margin_rate[rival] if isinstance(margin_rate, pd.Series) else margin_rate), 0.0, float("nan")
        parts.append({"rival": rival, "pay_conversion": sums["buyers"] / sums["visitors"], "spend_per_buyer": sums["paid_amount"] / sums["buyers"] if sums["buyers"] else np.nan,
                      **_ends(value, value_se, margin, margin_se, level), "visitor_cost": cost})
    table = pd.DataFrame(parts)
    table = table.assign(headroom=table["falls_out_at"] / table["visitor_cost"].where(table["visitor_cost"] > 0))
    table = table if own is None else pd.concat([table, own], ignore_index=True)
    table = table.sort_values("falls_out_at", ignore_index=True)
    table.attrs.update(currency=getattr(rivals, "attrs", {}).get("currency"), basis="days")
    return table


def own_fall_out(days, orders, costs, traffic=None, level: float = LEVEL) -> pd.DataFrame:
    """The same for the shop itself, from its books: one row of fall_out(), called OWN.

        falls_out_at = value_per_visitor × rate_before_ads;   visitor_cost = ad spend ÷ all visitors

    After refunds, goods, fees, shipping, gifts and every other cost that grows with orders. The interval is that of the value per
    visitor only. Visitors that cost nothing count as well: should free ones get scarce, the cost moves, the fall-out price does not.

    days: shop_days (visitors, buyers, paid_amount); orders, costs as margins() takes them; traffic (cost) where known. All of one period.
    Raises UserError where a column is missing.

    >>> days = pd.DataFrame({"visitors": [100, 100], "buyers": [3, 3], "paid_amount": [300.0, 300.0]})
    >>> orders = pd.DataFrame({"paid_amount": [600.0], "refund_amount": [0.0], "unit_cost": [330.0], "quantity": [1], "fee_amount": [30.0], "shipping_cost": [60.0]})
    >>> costs = pd.DataFrame({"amount": [900.0], "is_fixed": [True]})
    >>> own_fall_out(days, orders, costs)[["rival", "value_per_visitor", "margin_rate", "falls_out_at"]].round(2).values.tolist()
    [['(this shop)', 3.0, 0.3, 0.9]]
    """
    engine.need(days, ["visitors", "buyers", "paid_amount"], "own_fall_out()")
    rows = days.astype({"visitors": float, "buyers": float})
    rows = rows[rows["visitors"] > 0]
    sums = rows[["visitors", "buyers", "paid_amount"]].sum()
    cost = float(traffic["cost"].sum()) / sums["visitors"] if traffic is not None else float("nan")
    row = {"rival": OWN, "pay_conversion": sums["buyers"] / sums["visitors"], "spend_per_buyer": sums["paid_amount"] / sums["buyers"] if sums["buyers"] else np.nan,
           **_ends(*_value(rows), float(rate_before_ads(orders, costs)), 0.0, level), "visitor_cost": cost}
    return pd.DataFrame([row | {"headroom": row["falls_out_at"] / cost if cost > 0 else np.nan}])


def survivors(fall_out_table: pd.DataFrame, prices) -> pd.DataFrame:
    """How many shops still stand at each price of a visitor, and who fell last.

    A shop stands as long as the price is below its falls_out_at. fall_out_table: of fall_out(). prices: prices of a visitor, the same for
    all. Returns visitor_price, survivors, rival (the last to have fallen; missing where nobody has). Raises UserError where a column is missing.

    >>> table = pd.DataFrame({"rival": ["B", "A"], "falls_out_at": [0.96, 1.2]})
    >>> survivors(table, [0.5, 1.0, 2.0])[["survivors", "rival"]].values.tolist()[1:]
    [[1, 'B'], [0, 'A']]
    """
    engine.need(fall_out_table, ["rival", "falls_out_at"], "survivors()")
    known = fall_out_table.dropna(subset=["falls_out_at"]).sort_values("falls_out_at")
    fallen = np.searchsorted(known["falls_out_at"].to_numpy(), np.asarray(prices, dtype=float), side="right")
    names = known["rival"].to_numpy(dtype=object)
    table = pd.DataFrame({"visitor_price": np.asarray(prices, dtype=float), "survivors": len(known) - fallen,
                          "rival": pd.Series([names[n - 1] if n else None for n in fallen], dtype="str")})
    table.attrs["currency"] = fall_out_table.attrs.get("currency")
    return table


def picture_prices(ads, level: float = LEVEL) -> pd.DataFrame:
    """Does a picture that is clicked more often get its clicks cheaper? Pictures of one ad plan beside each other.

        elasticity: cost per click ~ click rate ** elasticity, within a plan: 0 is "no", −1 is "by just as much"

    Only pictures of the same plan are compared: same item, same bid, same days. The elasticity is fitted by least squares on logarithms
    with a constant for every plan; its interval is Student's t.

    ads: rows with campaign, creative, impressions, clicks, cost. level: of the interval.
    Returns one row per plan and picture of plans with two or more: campaign, creative, impressions, clicks, cost, click_rate, cost_per_click,
    click_rate_ratio and click_price_ratio (against the whole plan). attrs: elasticity, elasticity_low, elasticity_high (NaN where fewer
    than two plans have two pictures), currency. Raises UserError where a column is missing.
    Source: statsmodels' OLS; that click rate is part of what an auction charges is what the platforms say of their quality score.

    >>> ads = pd.DataFrame({"campaign": ["a", "a", "b", "b"], "creative": list("wxyz"), "impressions": 1000, "clicks": [20, 40, 30, 60], "cost": [20.0, 28.0, 30.0, 42.0]})
    >>> round(picture_prices(ads).attrs["elasticity"], 3)
    -0.515
    """
    engine.need(ads, ["campaign", "creative", "impressions", "clicks", "cost"], "picture_prices()")
    sums = ads.astype({"impressions": float, "clicks": float}).groupby(["campaign", "creative"], sort=False)[["impressions", "clicks", "cost"]].sum().reset_index()
    sums = sums[(sums["clicks"] > 0) & (sums["cost"] > 0) & (sums["impressions"] > 0)]
    sums = sums[sums.groupby("campaign")["creative"].transform("size") > 1].reset_index(drop=True)
    table = sums.assign(click_rate=sums["clicks"] / sums["impressions"], cost_per_click=sums["cost"] / sums["clicks"])
    whole = table.groupby("campaign")[["impressions", "clicks", "cost"]].transform("sum")
    table["click_rate_ratio"] = table["click_rate"] / (whole["clicks"] / whole["impressions"])
    table["click_price_ratio"] = table["cost_per_click"] / (whole["cost"] / whole["clicks"])
    table.attrs.update(currency=getattr(ads, "attrs", {}).get("currency"), **_elasticity(table, level))
    return table


def _ends(value, value_se, margin, margin_se, level) -> dict[str, float]:
    from scipy.stats import norm

    z = norm.ppf((1 + level) / 2)
    falls = value * margin
    # of a product the relative errors add in squares
    se = np.hypot(value_se * margin, margin_se * value)
    return {"value_per_visitor": value, "margin_rate": margin, "margin_low": margin - z * margin_se, "margin_high": margin + z * margin_se,
            "falls_out_at": falls, "falls_out_low": falls - z * se, "falls_out_high": falls + z * se}


def _value(days: pd.DataFrame) -> tuple[float, float]:
    """Value per visitor, added first then divided, and its standard error from how the days vary."""
    from statsmodels.regression.linear_model import WLS

    each = days["paid_amount"] / days["visitors"]
    if len(days) < 2:
        return float(days["paid_amount"].sum() / days["visitors"].sum()), float("nan")
    fit = WLS(each, np.ones(len(days)), weights=days["visitors"]).fit(cov_type="HC1")
    return float(fit.params.iloc[0]), float(fit.bse.iloc[0])


def _margin(days: pd.DataFrame) -> tuple[float, float, float]:
    """Margin rate, its standard error, and the cost of a visitor, out of the estimated profit rates."""
    from statsmodels.regression.linear_model import OLS

    known = days.dropna(subset=["profit_rate"])
    known = known[known["paid_amount"] > 0]
    if len(known) < AT_LEAST:
        return (float("nan"),) * 3
    parts = pd.DataFrame({"margin": 1.0, "cost": -known["visitors"] / known["paid_amount"]})
    fit = OLS(known["profit_rate"], parts).fit(cov_type="HC1")
    return float(fit.params["margin"]), float(fit.bse["margin"]), float(fit.params["cost"])


def _elasticity(table: pd.DataFrame, level: float) -> dict[str, float]:
    names = ("elasticity", "elasticity_low", "elasticity_high")
    if table["campaign"].nunique() < 2:
        return dict.fromkeys(names, float("nan"))
    from statsmodels.regression.linear_model import OLS

    plans = pd.get_dummies(table["campaign"], dtype=float)
    fit = OLS(np.log(table["cost_per_click"]), plans.assign(_rate=np.log(table["click_rate"]))).fit()
    return dict(zip(names, (float(fit.params["_rate"]), *map(float, fit.conf_int(alpha=1 - level).loc["_rate"])), strict=True))
