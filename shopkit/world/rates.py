"""Plan → rates: the levers of every day, what causes make of them, and what follows from them; no chance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import numpy as np

from shopkit.labels import Label, UserError
from shopkit.world.plan import Promotion, ShopPlan

# rates are rounded before anything is drawn, so that processors which differ in the last bit agree
_DIGITS = 9
_HALF_LIFE, _LAG = 12, 4
# parcels are packed in the afternoon or next day and travel some days: gamma shapes, and the mean days of packing
PACK_SHAPE, TRAVEL_SHAPE, PACK_DAYS = 3.0, 6.0, 0.75
# share of a rival's orders that is reviewed
RIVAL_REVIEWS = 0.35

# lever → its axes. Every one is a plain number of the plan until a campaign or a cause multiplies it.
LEVERS = {
    "impressions": ("day", "source", "product"),  # shown to people who do not know the shop; direct: how many come
    "click_rate": ("day", "source", "product"),
    "creative": ("day", "creative"),  # click rate of one picture against 1
    "click_price": ("day", "source"),
    "counted": ("day", "source"),  # how often the tracking counts a visit
    "cart": ("day", "source", "product"),
    "order": ("day", "source"),
    "pay": ("day", "device"),
    "paid_now": ("day", "product"),  # 0: on pre-sale, only the deposit is due
    "back": ("day",),
    "price": ("day", "product"),
    "unit_cost": ("day", "product"),
    "stock": ("day", "product"),  # 1: there is some, 0: none
    "refund": ("day", "product"),
    "pack": ("day",),  # hours until a parcel leaves, against 1
    "travel": ("day", "place"),
    "item_fault": ("day", "product"),  # points lost of five
    "service_fault": ("day",),
    "reply": ("day",),  # median seconds
    "claim": ("day", "coupon"),
    "use": ("day", "coupon"),
    "opened": ("push",),
    "push_visits": ("push",),
    "opts_out": ("push",),
    "rival_price": ("day", "rival"),
    "rival_visitors": ("day", "rival"),
    "rival_orders": ("day", "rival"),
    "rival_reviews": ("day", "rival"),
    "searches": ("day", "niche"),
    "sellers": ("day", "niche"),
}


@dataclass(frozen=True)
class Rates:
    """levers: as LEVERS, after campaigns and causes; days run from the run-in's first on, `day0` is the first day's
    position. The rest follows from them: arrivals (day, source, product) expected first visits that begin with that
    item; looks (day, product) what any further look falls on; carts (day, source, product) chance per look; price, list_price, cost in
    cents; click_price (day, source, product); logistics (day, place) points lost; rating (day, product); campaign per day.
    """

    day0: int
    ordinals: np.ndarray
    levers: dict[str, np.ndarray]
    arrivals: np.ndarray
    looks: np.ndarray
    carts: np.ndarray
    price: np.ndarray
    list_price: np.ndarray
    cost: np.ndarray
    click_price: np.ndarray
    click_rate: np.ndarray
    logistics: np.ndarray
    rating: np.ndarray
    campaign: tuple

    def __getitem__(self, lever: str) -> np.ndarray:
        return self.levers[lever]


def rates(plan: ShopPlan) -> Rates:
    """The true levers of a plan; the same plan always gives the same arrays."""
    ordinals = np.arange(-plan.run_in, plan.days) + plan.first_day.toordinal()
    base = base_levers(plan)
    levers = {name: values.copy() for name, values in base.items()}
    campaign = [None] * len(ordinals)
    for action in plan.campaigns:
        for move in action.moves:
            _move(plan, levers, ordinals, move, action.days, str(action.name))
        for day in action.days:
            if 0 <= day.toordinal() - ordinals[0] < len(campaign):
                campaign[day.toordinal() - ordinals[0]] = action.name
    for cause in plan.causes:
        for move in cause.moves:
            _move(plan, levers, ordinals, move, cause.days, cause.name)
    return _derive(plan, base, levers, ordinals, tuple(campaign))


def names_on(plan: ShopPlan, axis: str) -> dict[str, list[str]]:
    """attribute → its name at each position of an axis: what `where` of a Move may say."""
    categories = {p.product_id: p.category for p in plan.products}
    creatives = [(p, c) for p in plan.promotions for c in p.creatives]
    return {
        "day": {},
        "source": {"source": [s.name for s in plan.sources]},
        "device": {"device": [d.name for d in plan.devices]},
        "product": {"product_id": [p.product_id for p in plan.products], "category": [p.category for p in plan.products],
                    "supplier": [str(p.supplier) for p in plan.products]},
        "place": {"province": [p.province.en for p in plan.places], "city": [p.city.en for p in plan.places]},
        "creative": {"creative": [c.name.en for _, c in creatives], "product_id": [p.product_id for p, _ in creatives],
                     "source": [p.source for p, _ in creatives], "category": [categories[p.product_id] for p, _ in creatives]},
        "coupon": {"coupon": [c.name.en for c in plan.coupons]},
        "push": {"push": [p.name for p in plan.pushes]},
        "rival": {"rival": [r.name.en for r in plan.rivals], "category": [r.category for r in plan.rivals]},
        "niche": {"category": [n.category for n in plan.niches], "segment": [n.segment.en for n in plan.niches]},
    }[axis]


def base_levers(plan: ShopPlan) -> dict[str, np.ndarray]:
    """The levers before any campaign or cause: ordinary days of this plan."""
    calendar = [plan.first_day + timedelta(days=i) for i in range(-plan.run_in, plan.days)]
    t, s, p = len(calendar), len(plan.sources), len(plan.products)
    weekday = np.array([plan.weekdays[d.weekday()] for d in calendar])
    people = plan.scale * plan.visitors_per_day * weekday * (1 + plan.trend * np.arange(-plan.run_in, plan.days))
    life = _life(plan)
    click_rate = np.array([[(source.click_rate or 1) * (item.click if source.click_rate else 1) for item in plan.products] for source in plan.sources])
    landing = np.array([_landing(plan, source) for source in plan.sources])[None] * life[:, None, :]
    landing /= np.maximum(landing.sum(axis=2, keepdims=True), 1e-12)
    share = normal([source.share for source in plan.sources])
    clicks = people[:, None, None] * share[None, :, None] * landing * (1 - bounces(plan))[None, :, None]

    def every_day(values):
        values = np.asarray(values, float)
        return np.tile(values, (t,) + (1,) * values.ndim)

    service = plan.service
    return {
        "impressions": clicks / click_rate[None],
        "click_rate": every_day(click_rate),
        "creative": every_day([c.click for promotion in plan.promotions for c in promotion.creatives]),
        "click_price": every_day([source.click_price for source in plan.sources]),
        "counted": np.ones((t, s)),
        "cart": every_day(plan.behaviour.cart * np.array([source.intent for source in plan.sources])[:, None]
                          * np.array([item.cart for item in plan.products])[None, :]),
        "order": every_day([plan.behaviour.order_from_cart * source.order for source in plan.sources]),
        "pay": every_day([device.pay for device in plan.devices]),
        "paid_now": np.ones((t, p)),
        "back": np.ones(t),
        "price": every_day([item.price for item in plan.products]),
        "unit_cost": every_day([item.unit_cost for item in plan.products]),
        "stock": np.ones((t, p)),
        "refund": np.full((t, p), plan.refund),
        "pack": np.ones(t),
        "travel": every_day([place.travel_days for place in plan.places]),
        "item_fault": every_day([item.fault for item in plan.products]),
        "service_fault": np.full(t, service.service_fault),
        "reply": np.full(t, service.reply),
        "claim": _offered(plan, calendar, "claim"),
        "use": _offered(plan, calendar, "use"),
        "opened": np.array([push.opened for push in plan.pushes], float),
        "push_visits": np.array([push.visits for push in plan.pushes], float),
        "opts_out": np.array([push.opts_out for push in plan.pushes], float),
        "rival_price": every_day([rival.price_index for rival in plan.rivals]),
        "rival_visitors": every_day([rival.visitors for rival in plan.rivals]),
        "rival_orders": every_day([rival.pay_conversion for rival in plan.rivals]),
        "rival_reviews": np.full((t, len(plan.rivals)), RIVAL_REVIEWS),
        "searches": every_day([niche.searches for niche in plan.niches])
        * (1 + np.arange(t)[:, None] * np.array([[niche.trend for niche in plan.niches]]).reshape(1, -1)),
        "sellers": every_day([niche.sellers for niche in plan.niches]),
    }


def _life(plan):
    """(day, product): an item's attention over its life: nothing before its launch, four weeks to find its feet, then a slow decline."""
    launched = np.array([np.datetime64(item.launched_on, "D").astype(int) for item in plan.products])
    first = np.datetime64(plan.first_day, "D").astype(int) - plan.run_in
    age = first + np.arange(plan.run_in + plan.days)[:, None] - launched[None]
    return np.where(age < 0, 0.0, np.minimum(0.3 + 0.7 * age / 28, 1) * 0.5 ** (np.maximum(age - 150, 0) / 500))


def _landing(plan, source):
    """Which item a click of this source lands on: its ad plans' shares, else what is popular."""
    promoted = {p.product_id: p.weight for p in plan.promotions if p.source == source.name}
    return [promoted.get(item.product_id, 0) if promoted else item.popularity for item in plan.products]


def bounces(plan: ShopPlan) -> np.ndarray:
    """Per source: chance that a first visit ends before any item page. (direct counts who comes, not who clicks)"""
    how = plan.behaviour
    return np.array([0 if s.click_rate is None else normal(s.starts) @ [how.bounce_home, how.bounce_search, 0] for s in plan.sources])


def _offered(plan, calendar, chance):
    values = np.zeros((len(calendar), len(plan.coupons)))
    for i, coupon in enumerate(plan.coupons):
        values[[coupon.first <= d <= coupon.last for d in calendar], i] = getattr(coupon, chance)
    return values


def _move(plan, levers, ordinals, move, days, name):
    """Multiply one lever where and when the move says; a move that changes nothing is a mistake in the plan."""
    axes = LEVERS[move.lever]
    values = levers[move.lever]
    left = dict(move.where)
    index = []
    for axis, size in zip(axes, values.shape, strict=True):
        here = np.ones(size, bool)
        for attribute, at in names_on(plan, axis).items():
            if attribute in left:
                wanted = left.pop(attribute)
                here &= np.isin(at, wanted)
        if axis == "day":
            days_at = np.array([d.toordinal() for d in days]) - ordinals[0]
            inside = (days_at >= 0) & (days_at < size)
            here = np.zeros(size, bool)
            here[days_at[inside]] = True
        index.append(np.flatnonzero(here))
    if left:
        raise UserError(Label(f"{name}: the lever {move.lever} knows no {', '.join(left)}.", f"{name}：{move.lever} 没有 {'、'.join(left)} 这一维。"), code="plan")
    factor = np.asarray(move.multiply, float)
    if factor.ndim:  # one for each day of the cause, in the order of its days
        factor = factor[inside][np.argsort(days_at[inside])].reshape(-1, *[1] * (len(axes) - 1))
    before = values[np.ix_(*index)]
    after = before * factor
    if not np.any(after != before):
        raise UserError(Label(f"{name} moves nothing: {move.lever} is as it was everywhere.", f"{name} 什么也没有改变：{move.lever} 处处照旧。"), code="plan")
    values[np.ix_(*index)] = after


def _derive(plan, base, levers, ordinals, campaign):
    """What follows from the levers: prices move carts, ratings move carts, a tired picture brings fewer clicks."""
    cents = np.round(levers["price"]) * 100 if plan.currency == "CNY" else np.round(levers["price"] * 100)
    own = np.array([round(item.price * 100) for item in plan.products])
    carts = levers["cart"] * ((cents / own) ** np.array([item.elasticity for item in plan.products]))[:, None, :]
    carts *= _rivals_pull(plan, base, levers)[:, None, :] * levers["stock"][:, None, :]
    logistics, rating = _ratings(plan, levers, ordinals)
    _, usual = _ratings(plan, base, ordinals)
    carts *= np.exp(plan.service.rating_pull * (rating - usual))[:, None, :]
    click_rate = levers["click_rate"] * _creatives(plan, levers)
    clicks = levers["impressions"] * click_rate
    arrivals = clicks / (1 - bounces(plan))[None, :, None]
    looks = _life(plan) * np.array([item.popularity for item in plan.products])
    return Rates(
        day0=plan.run_in, ordinals=ordinals, levers={name: _round(values) for name, values in levers.items()},
        arrivals=_round(arrivals), looks=_round(looks / looks.sum(axis=1, keepdims=True)), carts=_round(np.minimum(carts, 0.8)),
        price=cents.astype(np.int64),
        list_price=np.round(np.array([item.list_price for item in plan.products]) * 100).astype(np.int64), cost=np.round(levers["unit_cost"] * 100).astype(np.int64),
        click_price=_round(_click_price(plan, base, levers, clicks, click_rate)), click_rate=_round(click_rate),
        logistics=_round(logistics), rating=_round(rating), campaign=campaign,
    )


def _rivals_pull(plan, base, levers):
    """(day, product): cheaper rivals of the same category draw carts away."""
    pull = np.ones((len(levers["stock"]), len(plan.products)))
    for i, item in enumerate(plan.products):
        same = [r for r, rival in enumerate(plan.rivals) if rival.category == item.category]
        if same:
            pull[:, i] = (levers["rival_price"][:, same] / base["rival_price"][:, same]).mean(axis=1) ** plan.rival_pull
    return pull


def _creatives(plan, levers):
    """(day, source, product): the pictures' mean click rate against 1, weighted by their impressions."""
    factor = np.ones((len(levers["creative"]), len(plan.sources), len(plan.products)))
    for _, source, item, pictures, share in placements(plan):
        factor[:, source, item] = levers["creative"][:, pictures] @ share
    return factor


def placements(plan: ShopPlan) -> Iterator[tuple[Promotion, int, int, slice, np.ndarray]]:
    """Each ad plan, its source and item, where its pictures stand on the creative axis, and their shares of impressions."""
    names, ids = [s.name for s in plan.sources], [p.product_id for p in plan.products]
    at = 0
    for promotion in plan.promotions:
        pictures = slice(at, at + len(promotion.creatives))
        at = pictures.stop
        yield promotion, names.index(promotion.source), ids.index(promotion.product_id), pictures, normal([c.share for c in promotion.creatives])


def _click_price(plan, base, levers, clicks, click_rate):
    """(day, source, product): dearer the more is bought, cheaper the better the click rate."""
    usual = (base["impressions"] * base["click_rate"]).sum(axis=2)
    more = clicks.sum(axis=2) / np.maximum(usual, 1e-12)
    scale = np.array([1 / source.returns_to_scale - 1 for source in plan.sources])
    own = np.array([source.click_rate or 1 for source in plan.sources])[None, :, None]
    quality = np.array([source.quality for source in plan.sources])[None, :, None]
    return (levers["click_price"] * np.maximum(more, 1e-9) ** scale)[:, :, None] * (own / np.maximum(click_rate, 1e-9)) ** quality


def _ratings(plan, levers, ordinals):
    """Points lost to late parcels (day, place), and the rating shown (day, product): what buyers of past weeks gave."""
    service = plan.service
    pack, travel = _quantiles(PACK_SHAPE), _quantiles(TRAVEL_SHAPE)
    # most days are alike: each different one is reckoned once
    alike, which = np.unique(np.column_stack([levers["pack"], levers["travel"]]), axis=0, return_inverse=True)
    days = PACK_DAYS * alike[:, :1, None, None] * pack[:, None] + alike[:, 1:, None, None] * travel
    lost = np.minimum(service.logistics_fault + service.per_late_day * np.maximum(days - service.on_time_days, 0), 2.8)
    logistics = lost.mean(axis=(2, 3))[which.ravel()]
    place = normal([p.share for p in plan.places])
    overall = 5 - (levers["item_fault"] + (levers["service_fault"] + logistics @ place)[:, None]) / 3
    keep = 0.5 ** (1 / _HALF_LIFE)
    rating = np.empty_like(overall)
    rating[0] = overall[0]
    for day in range(1, len(ordinals)):
        rating[day] = keep * rating[day - 1] + (1 - keep) * overall[max(day - _LAG, 0)]
    return logistics, rating


@cache
def _quantiles(shape: float, n: int = 16) -> np.ndarray:
    """Midpoints of n equal parts of a gamma of mean 1: a fixed grid instead of chance."""
    from scipy.special import gammaincinv

    return gammaincinv(shape, (np.arange(n) + 0.5) / n) / shape


def second_lines(plan: ShopPlan) -> np.ndarray:
    """Row: an item being ordered; what a further line falls on: its companions mostly, else a cheap popular one."""
    ids = [p.product_id for p in plan.products]
    cheap = np.median([p.price for p in plan.products])
    weights = np.tile([p.popularity * (p.price <= cheap) for p in plan.products], (len(ids), 1)).astype(float)
    for row, product in enumerate(plan.products):
        for companion in product.companions:
            weights[row, ids.index(companion)] += 0.6
    np.fill_diagonal(weights, 0)
    return _round(weights / weights.sum(axis=1, keepdims=True))


def normal(weights) -> np.ndarray:
    """Weights as shares of their sum."""
    weights = np.asarray(weights, dtype=float)
    return weights / weights.sum() if len(weights) else weights


def _round(values) -> np.ndarray:
    return np.round(np.asarray(values, dtype=float), _DIGITS)
