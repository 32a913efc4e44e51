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
_COLUMNS = ("t", "s", "creative", "item", "bid", "budget", "quality_score", "impressions", "clicks", "cost", "ad_orders", "ad_sales")


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
        pulls = rates["creative"][here, pictures]
        rate = np.clip(rates["click_rate"][here, s, item][:, None] * pulls, 1e-6, 1)
        scores = np.clip(np.round(6 + 5 * np.log(rate / plan.sources[s].click_rate)), 1, 10)
        strangers = rates["impressions"][here, s, item][:, None] * places * (1 - rate) * moods[:, None]
        share = places * pulls
        share /= share.sum(axis=1, keepdims=True)
        again = clicks["again"][:, s, item]
        arrived = clicks["new"][:, s, item] + again
        returns = np.maximum(share * again[:, None], 1e-9)
        clicked, shown, luck = np.empty(share.shape, np.int64), np.empty(share.shape, np.int64), np.empty(share.shape)
        name = f"ad {promotion.name.en}"
        for t in range(plan.days):
            draw = stream(plan.seed, name, rates.ordinals[rates.day0 + t])
            clicked[t] = draw.multinomial(arrived[t] + draw.binomial(arrived[t], LOST), share[t])
            # shown without a click: to new people as planned, to known ones in proportion to their clicks
            known = draw.standard_gamma(returns[t]) * (1 - rate[t]) / rate[t]
            shown[t] = clicked[t] + draw.poisson(strangers[t] + known)
            luck[t] = draw.normal(1, 0.05, len(places))
        paid = np.round(clicked * prices[:, None] * np.clip(luck, 0.8, 1.2) * 100)
        of_day = paid.sum(axis=1)
        cost[:, s] += of_day / 100
        unclicked.update({(t, s, item): n for t, n in enumerate(shown.sum(axis=1) - arrived)})
        while (short := budgets * 100 < of_day).any():
            budgets[short] = _full(budgets[short] * _ADDED)
        days, count = share.shape
        parts.append(pd.DataFrame({
            "t": np.repeat(np.arange(days), count), "s": s, "creative": np.tile(np.arange(pictures.start, pictures.stop), days), "item": item,
            "bid": np.repeat(np.round(prices * 1.25, 2), count), "budget": np.repeat(budgets, count),
            **{name: values.ravel() for name, values in (
                ("quality_score", scores), ("impressions", shown), ("clicks", clicked), ("cost", paid / 100),
                ("ad_orders", sales["orders"][:, pictures]), ("ad_sales", sales["cents"][:, pictures] / 100))}}))
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=_COLUMNS)
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
