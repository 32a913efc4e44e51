"""Plan → rates: what is expected of every day, source, item and device, before any chance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from shopkit.world.plan import ShopPlan

# rates are rounded before anything is drawn, so that processors which differ in the last bit agree
_DIGITS = 9


@dataclass(frozen=True)
class Rates:
    """Levers as arrays; days run from the run-in's first to the shop's last, `day0` is the first day's position.

    ordinals: (day) date ordinals. first_visits: (day, source) expected new people. looks: (day, product) what an
    item page view falls on. cart, favourite: (source, device, product) and (source) chances per item page.
    order: (source) chance that a filled cart is ordered in the same visit. pay: (device). intent: (day) against 1.
    price, cost: (day, product) and (product) in cents. second: (product, product) what is added to an order.
    """

    day0: int
    ordinals: np.ndarray
    first_visits: np.ndarray
    looks: np.ndarray
    starts: np.ndarray
    looks_per_visit: np.ndarray
    cart: np.ndarray
    favourite: np.ndarray
    order: np.ndarray
    pay: np.ndarray
    intent: np.ndarray
    price: np.ndarray
    list_price: np.ndarray
    cost: np.ndarray
    second: np.ndarray
    return_source: np.ndarray
    hours: np.ndarray
    campaign: tuple


def rates(plan: ShopPlan) -> Rates:
    """The true levers of a plan; the same plan always gives the same arrays."""
    calendar = [plan.first_day + timedelta(days=i) for i in range(-plan.run_in, plan.days)]
    days = np.arange(len(calendar))
    weekday = np.array([plan.weekdays[d.weekday()] for d in calendar])
    share = _normal([s.share for s in plan.sources])
    base = plan.scale * plan.visitors_per_day * weekday * (1 + plan.trend * (days - plan.run_in))
    first_visits = base[:, None] * share[None, :]
    names = [s.name for s in plan.sources]
    intent = np.ones(len(calendar))
    price = np.tile([float(p.price) for p in plan.products], (len(calendar), 1))
    campaign = [None] * len(calendar)
    for action in plan.campaigns:
        on = _between(calendar, action.first, action.last)
        first_visits[on] *= np.where(np.array(names) == "platform_event", action.event_arrivals, action.arrivals)
        intent[on] *= action.intent
        price[on] *= action.price
        for i in np.flatnonzero(on):
            campaign[i] = action.name
    for shift in plan.shifts:
        on = _between(calendar, shift.first, shift.last)
        where = slice(None) if shift.source is None else names.index(shift.source)
        first_visits[on, where] *= shift.arrivals
    launched = np.array([[d.isoformat() >= p.launched_on for p in plan.products] for d in calendar])
    looks = np.where(launched, [p.popularity for p in plan.products], 0)
    return Rates(
        day0=plan.run_in,
        ordinals=np.array([d.toordinal() for d in calendar]),
        first_visits=_round(first_visits),
        looks=_round(looks / looks.sum(axis=1, keepdims=True)),
        starts=_round([_normal(s.starts) for s in plan.sources]),
        looks_per_visit=np.array([s.looks for s in plan.sources]),
        cart=_round(
            plan.behaviour.cart
            * np.array([s.intent for s in plan.sources])[:, None, None]
            * np.array([d.cart for d in plan.devices])[None, :, None]
            * np.array([p.cart for p in plan.products])[None, None, :]
        ),
        favourite=_round(plan.behaviour.favourite * np.array([s.favourite for s in plan.sources])),
        order=_round(plan.behaviour.order_from_cart * np.array([s.order for s in plan.sources])),
        pay=np.array([d.pay for d in plan.devices]),
        intent=_round(intent),
        # prices end in whole yuan, as shops write them
        price=(np.round(price) * 100).astype(np.int64),
        list_price=np.round(np.array([p.list_price for p in plan.products]) * 100).astype(np.int64),
        cost=np.round(np.array([p.unit_cost for p in plan.products]) * 100).astype(np.int64),
        second=_second(plan),
        return_source=_round(_normal([plan.return_sources.get(name, 0) for name in names])),
        hours=_round(_normal(plan.hours)),
        campaign=tuple(campaign),
    )


def _second(plan):
    """Row: the item being ordered; what a second line falls on: its companions mostly, else anything popular."""
    ids = [p.product_id for p in plan.products]
    weights = np.tile([p.popularity * (p.price < 100) for p in plan.products], (len(ids), 1)).astype(float)
    for row, product in enumerate(plan.products):
        for companion in product.companions:
            weights[row, ids.index(companion)] += 0.6
    np.fill_diagonal(weights, 0)
    return _round(weights / weights.sum(axis=1, keepdims=True))


def _between(calendar: list[date], first: date, last: date) -> np.ndarray:
    return np.array([first <= d <= last for d in calendar])


def _normal(weights) -> np.ndarray:
    weights = np.asarray(weights, dtype=float)
    return weights / weights.sum()


def _round(values) -> np.ndarray:
    return np.round(np.asarray(values, dtype=float), _DIGITS)
