"""Clicks → the ads table, what each source cost and showed; and who was shown which picture in a test."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.world.arrivals import mood
from shopkit.world.codes import DAY, NEVER, pick
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates, normal, placements
from shopkit.world.stream import stream
from shopkit.world.words import Words

# some clicks are paid and never arrive: closed while loading, or clicked twice
LOST = 0.07
# A plan's budget of the day is twice what it is expected to spend, in full tens. Where even that is used up, the shop adds
# half of it again before the plan stops, so that no visitor is lost to it. Taobao's ads settle a day at no more than its
# limit, and a raised limit sets a stopped plan going again: the day's last budget is what the table has.
_HEADROOM, _FULL, _ADDED = 2.0, 10, 1.5


def draw_ads(plan: ShopPlan, rates: Rates, clicks: dict[str, np.ndarray], orders: dict[str, np.ndarray], amounts: np.ndarray, words: Words):
    """(ads, cost, unclicked). clicks: "new" and "again", day × source × item, visits that began with the item. orders: of the
    shop's days, columns as of arrivals.Day; amounts: paid cents of each. cost: day × source. unclicked: (day, source, item) →
    how often the ad was shown to somebody who then did not come by it."""
    names = [s.name for s in plan.sources]
    cost, unclicked = np.zeros((plan.days, len(plan.sources))), {}
    sales = _sales(plan, rates, orders, amounts)
    here = slice(rates.day0, None)
    moods = np.array([mood(plan, rates, rates.day0 + t) for t in range(plan.days)])
    parts = []
    for promotion, s, item, pictures, places in placements(plan):
        budgets, prices = _budgets(rates, s, item), rates.click_price[here, s, item]
        bids, pulls = np.round(prices * 1.25, 2), rates["creative"][here, pictures]
        rate = np.clip(rates["click_rate"][here, s, item][:, None] * pulls, 1e-6, 1)
        scores = np.clip(np.round(6 + 5 * np.log(rate / plan.sources[s].click_rate)), 1, 10)
        strangers = rates["impressions"][here, s, item][:, None] * places * (1 - rate) * moods[:, None]
        for t in range(plan.days):
            draw = stream(plan.seed, f"ad {promotion.name.en}", rates.ordinals[rates.day0 + t])
            share = normal(places * pulls[t])
            arrived, again = (clicks[name][t, s, item] for name in ("new", "again"))
            arrived += again
            clicked = draw.multinomial(arrived + draw.binomial(arrived, LOST), share)
            # shown without a click: to new people as planned, to known ones in proportion to their clicks
            known = draw.standard_gamma(np.maximum(share * again, 1e-9)) * (1 - rate[t]) / rate[t]
            shown = clicked + draw.poisson(strangers[t] + known)
            paid = np.round(clicked * prices[t] * np.clip(draw.normal(1, 0.05, len(share)), 0.8, 1.2) * 100)
            cost[t, s] += paid.sum() / 100
            unclicked[t, s, item] = shown.sum() - arrived
            budget = budgets[t]
            while budget * 100 < paid.sum():
                budget = _full(budget * _ADDED)
            sold, amount = (sales[name][t, pictures] for name in ("orders", "cents"))
            parts += [(t, s, pictures.start + c, item, bids[t], budget, *of_picture) for c, of_picture in enumerate(
                zip(scores[t], shown, clicked, paid / 100, sold, amount / 100, strict=True))]
    table = pd.DataFrame(parts, columns=["t", "s", "creative", "item", "bid", "budget", "quality_score", "impressions", "clicks", "cost",
                                         "ad_orders", "ad_sales"])
    campaigns = np.array([words.text(p.name) for p in plan.promotions for _ in p.creatives], dtype=object)
    creatives = np.array([words.text(c.name) for p in plan.promotions for c in p.creatives], dtype=object)
    out = pd.DataFrame({
        "date": words.dates(table["t"].to_numpy(int)), "channel": np.array(names, dtype=object)[table["s"].to_numpy(int)],
        "campaign": campaigns[table["creative"].to_numpy(int)], "creative": creatives[table["creative"].to_numpy(int)],
        "product_id": words.product_ids[table["item"].to_numpy(int)],
        **{name: table[name] for name in ("bid", "budget", "quality_score", "impressions", "clicks", "cost", "ad_orders", "ad_sales")},
    })
    return out.sort_values("date", kind="stable", ignore_index=True), cost, unclicked


def _budgets(rates, s, item):
    """A plan's budget as each day begins: it goes with the levers. (Who comes again by an ad is not counted on.)"""
    here = slice(rates.day0, None)
    clicks = rates["impressions"][here, s, item] * rates.click_rate[here, s, item] * (1 + LOST)
    return np.maximum(_full(_HEADROOM * clicks * rates.click_price[here, s, item]), _FULL)


def _full(money):
    return np.ceil(money / _FULL) * _FULL


def _sales(plan, rates, orders, amounts):
    """(day, creative): paid orders of visits that began with the ad's item, and their cents, on the day of the click."""
    count = sum(len(p.creatives) for p in plan.promotions)
    out = {"orders": np.zeros((plan.days, count), np.int64), "cents": np.zeros((plan.days, count), np.int64)}
    for promotion, s, item, pictures, places in placements(plan):
        here = np.flatnonzero((orders["source"] == s) & (orders["landing"] == item))
        here = here[np.argsort(orders["at"][here], kind="stable")]
        ends = np.searchsorted(orders["at"][here], np.arange(plan.days + 1) * DAY)
        for t in np.flatnonzero(np.diff(ends)):
            today = here[ends[t]: ends[t + 1]]
            day = rates.day0 + t
            share = np.cumsum(normal(places * rates["creative"][day, pictures]))
            which = pictures.start + pick(stream(plan.seed, f"ad sales {promotion.name.en}", rates.ordinals[day]).random(len(today)), share)
            paid = (orders["paid_at"][today] != NEVER) & (orders["paid_at"][today] < plan.days * DAY)
            np.add.at(out["orders"], (t, which[paid]), 1)
            np.add.at(out["cents"], (t, which[paid]), amounts[today[paid]])
    return out


def draw_exposures(plan: ShopPlan, words: Words) -> pd.DataFrame:
    """ad_exposures of the plan's test: each person sees one of two pictures, at random, some of them several times.

    Impressions of one person are alike, so clicks hang together: a person's own chance varies around the picture's.
    """
    test = plan.test
    first, days = (test.first - plan.first_day).days, (test.last - test.first).days + 1
    draw = stream(plan.seed, "creative test")
    n = draw.poisson(test.people_per_day * plan.scale * days)
    which = draw.integers(0, 2, n)
    shown = 1 + draw.poisson(test.impressions - 1, n)
    chance = np.array(test.click)[which] * draw.gamma(0.6, 1 / 0.6, n)
    clicks = draw.binomial(shown, np.minimum(chance, 1))
    at = first * DAY + draw.integers(0, days * DAY, n)
    order = np.argsort(at, kind="stable")
    names = np.array([words.text(name) for name in test.names], dtype=object)
    return pd.DataFrame({
        "visitor_id": words.exposed_ids(np.arange(n)), "creative": names[which], "impressions": shown, "clicks": clicks, "first_at": words.times(at),
    }).iloc[order].reset_index(drop=True)
