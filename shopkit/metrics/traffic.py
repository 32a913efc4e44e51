"""Sources of traffic: what each brings and costs per visitor, and whether what it leaves covers its price."""

from __future__ import annotations

import math

import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Ratio, days_name
from shopkit.metrics.conversion import conversions
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.profit import margins
from shopkit.metrics.summary import VALUE_PER_VISITOR
from shopkit.schema import Column

_SPEND = Label("Ad spend is never negative; where it is, a refund of the platform was booked into it.",
               "花费不会为负；若为负，说明平台退回的费用记进了花费。")
COST_PER_VISITOR = Metric(
    "cost_per_visitor", Label("Cost per visitor", "访客成本"), Ratio("cost", "visitors"), "money", "lower", (0, math.inf), _SPEND,
    "common usage: ad spend ÷ visitors of the same source and period; not the price of a click, because some clicks never arrive",
)
ROAS = Metric(
    "roas", Label("ROAS", "投入产出比"), Ratio("ad_sales", "cost"), "number", "higher", (0, math.inf),
    Label("Sales are never negative; where they are, refunds were booked into them.", "成交金额不会为负；若为负，说明退款记进了成交金额。"),
    "Alimama's 投入产出比: ad sales ÷ ad spend; sales, not profit, and refunds stay in it",
)
ROI = Metric(
    "roi", Label("ROI", "投资回报率"), Ratio("source_profit", "cost"), "rate", "higher", (-1, math.inf),
    Label("More can be lost than was spent where goods are sold below their cost: then every sale adds to the loss.",
          "商品卖得比成本还低时，亏的会比花费还多：每卖一件就多亏一点。"),
    "usual management accounting: what is left after all costs, the advertising too, ÷ the advertising",
)
COLUMNS = (
    Column("conversion_low", "rate", Label("Conversion, at least (95%)", "转化率下限（95%）")),
    Column("conversion_high", "rate", Label("Conversion, at most (95%)", "转化率上限（95%）")),
    Column("rate_before_ads", "rate", Label("Contribution rate before advertising, after refunds", "推广前贡献率（已扣退款）")),
    Column("left_per_visitor", "money", Label("Left per visitor before advertising", "每访客贡献（推广前）"), "money"),
    Column("gap_per_visitor", "money", Label("Left per visitor − cost per visitor", "每访客净贡献（扣访客成本）"), "money"),
    Column("source_profit", "money", Label("Contribution after advertising", "推广后贡献利润"), "money"),
    Column("break_even_roas", "number", Label("Break-even ROAS", "保本投产比")),
)


def rate_before_ads(orders, costs, by: str | None = None) -> float | pd.Series:
    """What is left of each amount paid, before advertising: after refunds, goods, fees, shipping, gifts and other costs per order.

        rate_before_ads = (contribution + advertising) ÷ paid_amount

    Divided by what was *paid*, refunds included, because the value of a visitor counts that: so the two can be multiplied.

    orders: order lines as margins() takes them. costs: month × kind (amount, is_fixed) of the same period. by: a column of
    orders ("source"): then one rate per group, the shop's other variable costs shared out by what each group paid.
    Returns a share, or a Series of them by group (NaN where nothing was paid). Raises UserError where a column is missing.
    Source: usual management accounting.

    >>> orders = pd.DataFrame({"paid_amount": [100.0, 60.0], "refund_amount": [0.0, 60.0], "unit_cost": [40.0, 20.0],
    ...     "quantity": [1, 1], "fee_amount": [5.0, 0.0], "shipping_cost": [6.0, 6.0]})
    >>> costs = pd.DataFrame({"month": ["2026-10-01"], "kind": ["packing"], "amount": [7.0], "is_fixed": [False]})
    >>> rate_before_ads(orders, costs)
    0.1
    """
    if by is None:
        return _rate(orders, costs)
    lines = engine.collect(engine.table(orders))
    engine.need(engine.table(lines), [by, "paid_amount"], "rate_before_ads()")
    lines = lines[lines[by].notna()]
    paid = lines.groupby(by)["paid_amount"].sum()
    share = paid / (paid.sum() or math.nan)
    rates = {group: _rate(lines[lines[by] == group], costs.assign(amount=costs["amount"] * share[group])) for group in paid.index if paid[group] > 0}
    return pd.Series(rates, dtype=float).reindex(paid.index).rename("rate_before_ads")


def _rate(orders, costs) -> float:
    amounts = margins(orders, costs, pd.DataFrame({"cost": [0.0]})).set_index("line")["line_amount"]
    paid = float(amounts["paid_amount"])
    return float(amounts["contribution"]) / paid if paid > 0 else math.nan


def source_table(traffic, rate, by: str = "source") -> pd.DataFrame:
    """What each source brings, what is left of it, and what it costs.

        left_per_visitor = value_per_visitor × rate_before_ads;   gap_per_visitor = left_per_visitor − cost_per_visitor
        source_profit = paid_amount × rate_before_ads − cost;     roi = source_profit ÷ cost
        roas = paid_amount ÷ cost;                                break_even_roas = 1 ÷ rate_before_ads

    The gap is what feeds the shop. Value − cost without the rate is no profit: most of what a visitor pays goes on to
    suppliers, the platform and carriers. roas takes the sales of the source's own visits for its ad sales; an ad report
    counts otherwise (its own items, its own window).

    traffic: day × source (visitors, buyers, paid_amount, cost). rate: rate_before_ads as one share, or by group.
    Returns one row per group, the largest first: by, visitor_days (visitors where each group has one day only),
    buyer_days, paid_amount, cost, pay_conversion with its 95% interval (Wilson: conversion_low, conversion_high),
    value_per_visitor, rate_before_ads, left_per_visitor, cost_per_visitor, gap_per_visitor, source_profit, roas,
    break_even_roas, roi. What divides by nothing is NaN: a source that costs nothing has no ROAS. attrs: basis, currency.
    Raises UserError where a column is missing, or people would be added over another dimension.

    >>> traffic = pd.DataFrame({"date": ["2026-11-01"] * 2, "source": ["free_search", "search_ads"], "visitors": [1000, 800],
    ...     "buyers": [40, 20], "paid_amount": [4000.0, 2000.0], "cost": [0.0, 600.0]})
    >>> source_table(traffic, rate=0.25)[["source", "gap_per_visitor", "roas", "break_even_roas", "roi"]].round(3)
            source  gap_per_visitor   roas  break_even_roas    roi
    0  free_search            1.000    NaN              4.0    NaN
    1   search_ads           -0.125  3.333              4.0 -0.167
    """
    people = conversions(traffic, PAY_CONVERSION, by=by)
    money, spend = (metric.of(traffic, by=by).set_index(by) for metric in (VALUE_PER_VISITOR, COST_PER_VISITOR))
    table = people.set_index(by)[[c for c in people if c not in (by, "pay_conversion", "conversion_low", "conversion_high")]]
    visitors = days_name("visitors") if days_name("visitors") in table else "visitors"
    table = table[[visitors, *table.columns.drop(visitors)]].assign(paid_amount=money["paid_amount"], cost=spend["cost"], **people.set_index(by)[["pay_conversion", "conversion_low", "conversion_high"]])
    table["value_per_visitor"] = money["value_per_visitor"]
    table["rate_before_ads"] = pd.Series(rate).reindex(table.index) if isinstance(rate, (pd.Series, dict)) else float(rate)
    table["left_per_visitor"] = table["value_per_visitor"] * table["rate_before_ads"]
    table["cost_per_visitor"] = spend["cost_per_visitor"]
    table["gap_per_visitor"] = table["left_per_visitor"] - table["cost_per_visitor"]
    table["source_profit"] = table["paid_amount"] * table["rate_before_ads"] - table["cost"]
    table["roas"] = ROAS.formula.value(table.assign(ad_sales=table["paid_amount"]))
    table["break_even_roas"] = break_even_roas(table["rate_before_ads"])
    table["roi"] = ROI.formula.value(table)
    table = table.sort_values(visitors, ascending=False, kind="stable").reset_index()
    table.attrs.update(basis=people.attrs["basis"], currency=people.attrs["currency"])
    return table


def break_even_roas(rate):
    """The ROAS at which advertising neither earns nor loses: 1 ÷ rate_before_ads; NaN where nothing is left of a sale.

    rate: a share, or a Series of them.
    A margin of 40% of which 20% of sales are refunded leaves 0.40 × 0.80 of each amount paid:

    >>> round(break_even_roas(0.40 * 0.80), 3)
    3.125
    """
    if isinstance(rate, pd.Series):
        return 1 / rate.where(rate > 0)
    return 1 / rate if rate > 0 else math.nan


def more_visitors_or_better_page(visitors: float, conversion: float, spend: float, rate: float, cost: float, returns: float = 1.0,
                                 more: float = 2.0) -> pd.DataFrame:
    """The same source three ways: as it is, with `more` times the visitors, with `more` times the conversion.

    More visitors of a source are bought at a rising price: visitors = a · cost ^ returns, so `more` times the visitors cost
    more ^ (1 ÷ returns) times as much. spend: paid per buyer. rate: rate_before_ads. cost: today's ad spend.
    Columns: way ("now", "visitors", "conversion"), visitors, pay_conversion, buyers, paid_amount, cost, source_profit.

    >>> more_visitors_or_better_page(1000, 0.02, 100.0, 0.3, 500.0)[["way", "buyers", "source_profit"]]
              way  buyers  source_profit
    0         now    20.0          100.0
    1    visitors    40.0          200.0
    2  conversion    40.0          700.0
    """
    if not 0 < returns <= 1:
        raise UserError(Label(f"returns is above 0 and at most 1, not {returns}: more visitors never get cheaper here.",
                              f"returns 要大于 0、不超过 1，不能是 {returns}：这里不考虑越买越便宜的情形。"), code="bad_returns")
    rows = [("now", visitors, conversion, cost), ("visitors", visitors * more, conversion, cost * more ** (1 / returns)),
            ("conversion", visitors, conversion * more, cost)]
    table = pd.DataFrame(rows, columns=["way", "visitors", "pay_conversion", "cost"])
    table["buyers"] = table["visitors"] * table["pay_conversion"]
    table["paid_amount"] = table["buyers"] * spend
    table["source_profit"] = table["paid_amount"] * rate - table["cost"]
    return table[["way", "visitors", "pay_conversion", "buyers", "paid_amount", "cost", "source_profit"]]
