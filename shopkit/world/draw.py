"""Rates → tables: the whole shop drawn once, as canonical tables that fit together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.schema import TABLES, conform
from shopkit.world.days import daily_tables, monthly_costs
from shopkit.world.orders import draw_orders
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import rates
from shopkit.world.visits import DAY, STEP, draw_log, draw_people
from shopkit.world.words import Words


def draw(plan: ShopPlan, each_day=lambda days: days) -> dict[str, pd.DataFrame]:
    """name → canonical frame, in the schema's order. each_day wraps the loop over days (a progress bar)."""
    lever = rates(plan)
    words = Words(plan)
    people = draw_people(plan, lever)
    log = draw_log(plan, lever, people, each_day)
    orders = draw_orders(plan, lever, people, log, words)
    known_at = _known_at(people, log)
    events = _events(plan, log, known_at, words)
    if events.empty:
        raise UserError(Label("A shop so small that nobody came: take a larger scale or more days.",
                              "店铺太小，一个访客也没有：请加大 scale 或 days。"), code="plan")
    first_seen = words.midnight + (people.first_day - lever.day0).astype("timedelta64[D]")
    everyone = words.visitor_ids(np.arange(len(first_seen)))
    tables = {
        "orders": orders,
        "products": words.products(),
        "customers": _customers(plan, people, known_at, first_seen, words),
        "events": events,
        **daily_tables(plan, lever, events, orders, pd.Series(first_seen, everyone), words),
        "costs": monthly_costs(plan, orders),
    }
    return {name: conform(name, tables[name]) for name in TABLES if name in tables}


def _known_at(people, log):
    """When each person logged in: at the first favourite, cart or order; far ahead for who never did."""
    at = np.full(len(people.first_day), np.iinfo(np.int64).max)
    logs_in = np.isin(log.steps["step"], [STEP["favourite"], STEP["cart"], STEP["order"], STEP["pay"]])
    np.minimum.at(at, log.steps["person"][logs_in], log.steps["at"][logs_in])
    return at


def _events(plan, log, known_at, words):
    s = log.steps
    inside = np.flatnonzero((s["at"] >= 0) & (s["at"] < plan.days * DAY))
    # ties of one visit stand in the order in which the steps happen
    inside = inside[np.lexsort((s["product"][inside], s["step"][inside], s["visit"][inside], s["at"][inside]))]
    s = {name: values[inside] for name, values in s.items()}
    visits, of_visit = np.unique(s["visit"], return_inverse=True)
    known = s["at"] >= known_at[s["person"]]
    return pd.DataFrame({
        "visitor_id": words.visitor_ids(s["person"]),
        "customer_id": pd.array(words.customer_ids(s["person"]), dtype="Int64").copy(),
        "visit_id": words.visit_ids(visits)[of_visit],
        "at": words.times(s["at"]),
        "step": words.steps[s["step"]],
        "product_id": np.where(s["product"] >= 0, words.product_ids[s["product"]], None),
        "source": words.sources[s["source"]],
        "device": words.devices[s["device"]],
    }).assign(customer_id=lambda t: t["customer_id"].where(known))


def _customers(plan, people, known_at, first_seen, words):
    """Everyone who has logged in by the last day, whether or not they bought."""
    who = np.flatnonzero(known_at < plan.days * DAY)
    who = who[np.lexsort((known_at[who],))]
    return pd.DataFrame({
        "customer_id": words.customer_ids(who),
        "first_seen_on": first_seen[who],
        "segment": words.segments[people.segment[who]],
        "province": words.provinces[people.place[who]],
        "city": words.cities[people.place[who]],
        "is_member": people.member[who],
    })
