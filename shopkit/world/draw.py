"""Rates → tables: the whole shop drawn once, as canonical tables that fit together."""

from __future__ import annotations

from collections import defaultdict, deque
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.schema import TABLES, conform
from shopkit.world import ads, rivals, service
from shopkit.world.arrivals import People, draw_days
from shopkit.world.codes import DAY
from shopkit.world.days import Books, monthly_costs
from shopkit.world.diary import Diary
from shopkit.world.events import Events
from shopkit.world.expect import kinds
from shopkit.world.orders import draw_orders
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import rates
from shopkit.world.words import Words


def draw(plan: ShopPlan, each_day=lambda days, total: days, events_to: Path | None = None) -> tuple[dict[str, pd.DataFrame | Path], Words]:
    """name → canonical frame, in the schema's order, and the words they are written in.

    each_day(days, total) wraps the loop over days (a progress bar). events_to: write the events there day by day, so that
    memory stays flat; the table is then that path.
    """
    lever, people, words = rates(plan), People(), Words(plan)
    books, events, diary = Books(plan, lever, people), Events(words, events_to), Diary(lever)
    kept, pushed = defaultdict(list), {}
    numbered = 0

    def close(day):
        steps = diary.close(day)
        books.add(day, steps)
        if day.day >= lever.day0:
            events.add(steps)

    with ThreadPoolExecutor(1) as beside:  # the second core closes yesterday while the first draws today
        closed = deque()
        for day in each_day(draw_days(plan, lever, people, pushed), len(lever.ordinals)):
            closed.append(beside.submit(close, day))
            if len(closed) > 2:  # days that wait take memory
                closed.popleft().result()
            for name in ("orders", "lines", "chats", "claims"):
                kept[name].append(getattr(day, name))
            for part, column in (("lines", "order"), ("claims", "order")):
                at = kept[part][-1]
                at[column] = np.where(at[column] >= 0, at[column] + numbered, -1)
            numbered += len(day.orders["at"])
        for done in closed:
            done.result()
        if not events.rows:
            raise UserError(Label("A shop so small that nobody came: take a larger scale or more days.",
                                  "店铺太小，一个访客也没有：请加大 scale 或 days。"), code="plan")
        drawn = {name: _joined(kept.pop(name)) for name in list(kept)}
        if events.to:  # before the other tables, which take memory of their own
            happened = events.close()
            return _tables(plan, lever, people, diary.known_at, words, books, lambda: happened, drawn, pushed), words
        return _tables(plan, lever, people, diary.known_at, words, books, beside.submit(events.frame).result, drawn, pushed), words


def _joined(parts):
    return {column: np.concatenate([part.pop(column) for part in parts]) for column in list(parts[0])}


def _tables(plan, lever, people, known_at, words, books, events, drawn, pushed):
    """events: gives the table, or its file, when called."""
    drawn["orders"] |= _offers(drawn["claims"], len(drawn["orders"]["at"]))
    orders, cents = draw_orders(plan, lever, people, drawn["orders"], drawn["lines"], words)
    reviews = service.draw_reviews(plan, lever, orders, words)
    advertised, cost, unclicked = _ads(plan, lever, books, drawn, cents, words)
    tables = {
        "orders": orders,
        "products": words.products(),
        "customers": service.customers(plan, lever, people, known_at, kinds(plan).segment, words),
        "events": events(),
        **books.tables(orders, reviews, cost, unclicked, words),
        "ads": advertised,
        "changes": rivals.draw_changes(plan, words),
        "costs": monthly_costs(plan, orders),
        "reviews": reviews,
        "chats": service.draw_chats(plan, lever, drawn["chats"], words),
        "coupons": service.draw_coupons(plan, drawn["claims"], orders, words),
        "pushes": service.draw_pushes(plan, pushed, words),
        "competitors": rivals.draw_competitors(plan, lever, words),
        "market": rivals.draw_market(plan, lever, words),
        "market_reviews": rivals.draw_market_reviews(plan, lever, words),
    }
    if plan.test:
        tables["ad_exposures"] = ads.draw_exposures(plan, words)
    out = {}
    for name in TABLES:
        if name in tables:
            table = tables[name]
            if isinstance(table, Path):
                out[name] = table
            elif len(table):  # what the plan does not have, the shop does not have either
                out[name] = conform(name, table)
    return out


def _offers(claims, orders):
    """Each order's claim, and the offer that it takes off (-1: none). One order takes one offer.

    What was claimed in the night before the first day is no row of the shop, so no order takes it.
    """
    used = np.flatnonzero((claims["order"] >= 0) & (claims["at"] >= 0))
    claim, offer = np.full((2, orders), -1)
    claim[claims["order"][used]], offer[claims["order"][used]] = used, claims["offer"][used]
    return {"claim": claim, "offer": offer}


def _ads(plan, lever, books, drawn, cents, words):
    """The ads table, every source's cost, and ads that were shown in vain. cents: paid for each order of the shop's days."""
    inside = np.flatnonzero((drawn["orders"]["at"] >= 0) & (drawn["orders"]["at"] < plan.days * DAY))
    of_order = {name: values[inside] for name, values in drawn["orders"].items()}
    return ads.draw_ads(plan, lever, books.clicks, of_order, cents, words)
