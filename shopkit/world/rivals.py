"""The market around the shop: rivals day by day, niches by demand and sellers, reviews of rivals' items, and changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.world.phrases import FAKE, REASONS, sentence
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import RIVAL_REVIEWS, Rates, normal
from shopkit.world.stream import stream
from shopkit.world.words import Words

# how a rival's conversion follows its own price
ELASTICITY = -1.3
# why buyers of these things say they bought or were disappointed: shares of the reviews of each category
REASON_SHARES = {"quality": 0.30, "price": 0.24, "looks": 0.14, "speed": 0.10, "service": 0.07, "safety": 0.08, "gift": 0.04, "noise": 0.03}
_PRAISE = 0.8


def rival_conversion(plan: ShopPlan, rates: Rates) -> np.ndarray:
    """(day, rival): expected buyers ÷ visitors, run-in included."""
    usual = np.array([rival.price_index for rival in plan.rivals])
    return np.minimum(rates["rival_orders"] * (rates["rival_price"] / usual) ** ELASTICITY, 0.9)


def draw_competitors(plan: ShopPlan, rates: Rates, words: Words) -> pd.DataFrame:
    """The competitors table. What a rival earns can't be seen from outside: profit_rate is what platforms would estimate."""
    conversion = rival_conversion(plan, rates)
    names = [(words.text(rival.name), words.text(plan.categories[rival.category])) for rival in plan.rivals]
    rows = []
    for t, date in enumerate(plan.calendar):
        day = rates.day0 + t
        draw = stream(plan.seed, "rivals", rates.ordinals[day])
        about = np.clip(draw.normal(1, 0.06, len(plan.rivals)), 0.7, 1.3)
        for r, rival in enumerate(plan.rivals):
            visitors = draw.poisson(rates["rival_visitors"][day, r] * plan.weekdays[date.weekday()] * about[r])
            buyers = draw.binomial(visitors, conversion[day, r])
            price = rates["rival_price"][day, r]
            spend = rival.spend * price / rival.price_index
            paid = round(buyers * spend * _between(0.85, draw.normal(1, 0.04), 1.15), 2)
            # prices cut come off the margin in full, and visitors must be paid for
            margin = 1 - (1 - rival.margin) * rival.price_index / price
            profit = margin - rival.visitor_cost * visitors / paid if paid else np.nan
            reviews = draw.poisson(buyers * rates["rival_reviews"][day, r])
            rows.append((t, *names[r], round(price + float(draw.normal(0, 0.5)), 1), buyers + draw.binomial(buyers, 0.1), paid,
                         visitors, round(rival.click_rate * _between(0.85, draw.normal(1, 0.03), 1.15), 4),
                         round(buyers / visitors, 4) if visitors else np.nan, round(profit, 4),
                         round(rival.rating + float(draw.normal(0, 0.01)), 2), reviews, rival.same_tier))
    columns = ["t", "rival", "category", "price_index", "units", "paid_amount", "visitors", "click_rate", "pay_conversion", "profit_rate",
               "dsr_item", "new_reviews", "same_tier"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.assign(date=words.dates(frame["t"].to_numpy(int))).drop(columns="t")


def draw_market(plan: ShopPlan, rates: Rates, words: Words) -> pd.DataFrame:
    """The market table: searches and sellers of every niche, and what was paid in it."""
    names = [(words.text(plan.categories[niche.category]), words.text(niche.segment)) for niche in plan.niches]
    rows = []
    for t, date in enumerate(plan.calendar):
        day = rates.day0 + t
        draw = stream(plan.seed, "market", rates.ordinals[day])
        for n, niche in enumerate(plan.niches):
            searches = draw.poisson(rates["searches"][day, n] * plan.weekdays[date.weekday()] * _between(0.8, draw.normal(1, 0.04), 1.2))
            paid = round(searches * niche.paid_per_search * _between(0.8, draw.normal(1, 0.05), 1.2), 2)
            sellers = int(round(rates["sellers"][day, n] * (1 + 0.0004 * t)))
            rows.append((t, *names[n], searches, sellers, paid))
    frame = pd.DataFrame(rows, columns=["t", "category", "segment", "searches", "sellers", "paid_amount"])
    return frame.assign(date=words.dates(frame["t"].to_numpy(int))).drop(columns="t")


def draw_market_reviews(plan: ShopPlan, rates: Rates, words: Words) -> pd.DataFrame:
    """The market_reviews table: a sample of what rivals' buyers write; a burst of empty praise where orders are faked."""
    rows = []
    reasons_of = [[k for k in REASON_SHARES if k in REASONS[rival.category]] for rival in plan.rivals]
    shares_of = [normal([REASON_SHARES[k] for k in reasons]) for reasons in reasons_of]
    for t in range(plan.days):
        day = rates.day0 + t
        draw = stream(plan.seed, "market reviews", rates.ordinals[day])
        for r, (rival, reasons, share) in enumerate(zip(plan.rivals, reasons_of, shares_of, strict=True)):
            for _ in range(draw.poisson(0.35)):
                reason = reasons[draw.choice(len(reasons), p=share)]
                good = draw.random() < _PRAISE
                phrases = REASONS[rival.category][reason]["good" if good else "bad"]
                score = draw.choice([5, 4], p=[0.8, 0.2]) if good else draw.choice([3, 2, 1], p=[0.4, 0.3, 0.3])
                rows.append((t, rival, phrases[draw.integers(len(phrases))], float(score)))
            bursts = rates["rival_reviews"][day, r] / RIVAL_REVIEWS
            rows += [(t, rival, FAKE[draw.integers(len(FAKE))], 5.0) for _ in range(draw.poisson(0.35 * max(bursts - 1, 0)))]
    return pd.DataFrame({
        "date": words.dates(np.array([row[0] for row in rows], int)), "rival": [words.text(row[1].name) for row in rows],
        "category": [words.text(plan.categories[row[1].category]) for row in rows],
        "text": [words.text(sentence([row[2]])) for row in rows], "score": [row[3] for row in rows],
    })


def draw_changes(plan: ShopPlan, words: Words) -> pd.DataFrame:
    """The changes table: what was changed on a cause's first day, and what was changed and moved nothing."""
    us = plan.name
    last = plan.calendar[-1]
    rows = [(cause.days[0], change) for cause in plan.causes for change in cause.changes] + list(plan.idle_changes)
    rows = sorted((day, change.kind, n, change) for n, (day, change) in enumerate(rows) if plan.first_day <= day <= last)
    at = pd.to_datetime([day for day, *_ in rows]) + pd.to_timedelta([9 * 3600 + 613 * n % 28_000 for n in range(len(rows))], unit="s")
    return pd.DataFrame({
        "at": at, "who": [words.text(c.who or us) for *_, c in rows], "product_id": [c.product_id for *_, c in rows],
        "kind": [c.kind for *_, c in rows], "note": [words.text(c.note) for *_, c in rows],
    })


def _between(low, number, high):
    # numpy's own clip takes ten times as long for a single number
    return min(max(number, low), high)
