"""Orders drawn → the orders table: prices, money in cents, parcels and refunds, as known on the last evening."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.world.arrivals import People
from shopkit.world.codes import DAY, NEVER
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import PACK_DAYS, PACK_SHAPE, TRAVEL_SHAPE, Rates
from shopkit.world.stream import stream
from shopkit.world.words import Words


def draw_orders(plan: ShopPlan, rates: Rates, people: People, orders, lines, words: Words) -> tuple[pd.DataFrame, np.ndarray]:
    """The orders table, and the cents paid for each of its orders, in order of placing. orders, lines: columns as of arrivals.Day, of the whole time and in order of placing; claim and
    offer: the claimed coupon of an order and what it is of (-1: none). What happens after the last day has not happened yet."""
    end = plan.days * DAY
    kept = np.flatnonzero((orders["at"] >= 0) & (orders["at"] < end))
    o = {name: values[kept] for name, values in orders.items()}
    position = np.full(len(orders["at"]), -1)
    position[kept] = np.arange(len(kept))
    rows = np.flatnonzero(position[lines["order"]] >= 0)
    of = position[lines["order"][rows]]
    product, quantity, line = (lines[name][rows] for name in ("product", "quantity", "line"))
    n = len(kept)
    day = rates.day0 + o["at"] // DAY
    place = people.place[o["person"]]
    paid_at = np.where(o["paid_at"] < end, o["paid_at"], NEVER)
    paid = paid_at != NEVER
    parcel = _parcels(plan, rates, day, place, o["paid_at"])

    off = np.array([0.0, *(c.off for c in plan.coupons)])[o["offer"] + 1]
    full = rates.price[day[of], product] * quantity
    amount = full - np.round(full * off[of]).astype(np.int64)
    paid_amount = np.where(paid[of], amount, 0)
    refund, refunded_at = _refunds(plan, rates, parcel, day, of, product, paid_at, paid_amount, end)
    cents = np.bincount(of, paid_amount, n).astype(np.int64)
    gifted = paid & (cents >= plan.gift_from * 100) & (plan.gift_cost > 0)
    first = line == 1
    shipped = paid & (parcel["shipped_at"] < end)
    # who gets all money back before the parcel leaves gets no parcel
    stopped = np.bincount(of, (refunded_at == NEVER) | (refunded_at > parcel["shipped_at"][of]), n) == 0
    shipped &= ~stopped
    delivered = shipped & (parcel["delivered_at"] < end)
    # one parcel an order: its first line carries the price, every further line a little weight
    place_parcel = np.round(np.array([p.parcel for p in plan.places]) * 100).astype(np.int64)[place]
    shipping = np.where(paid[of] & ~stopped[of], np.where(first, place_parcel[of], round(plan.parcel_more * 100)), 0)
    # the platform gives its share of a refund back
    fee = np.round((paid_amount - refund) * plan.fee).astype(np.int64)
    whole = (refund == paid_amount) & (refund > 0)
    open_until = np.where(o["presale"], _presale_ends(plan), o["at"] + DAY)
    status = np.select(
        [whole, delivered[of], shipped[of], paid[of], (open_until < end)[of]],
        ["refunded", "completed", "shipped", "paid", "cancelled"], "unpaid",
    )
    coupon, claimed = np.full(n, None, dtype=object), o["claim"] >= 0
    coupon[claimed] = words.coupon_ids(o["claim"][claimed])
    frame = pd.DataFrame({
        "order_id": words.order_ids(kept)[of],
        "line_no": line,
        "product_id": words.product_ids[product],
        "customer_id": words.customer_ids(o["person"])[of],
        "visit_id": words.visit_ids(o["visit"])[of],
        "ordered_at": words.times(o["at"])[of],
        "paid_at": words.times(paid_at)[of],
        "quantity": quantity,
        "list_amount": np.maximum(rates.list_price[product], rates.price[day[of], product]) * quantity / 100,
        "order_amount": amount / 100,
        "paid_amount": paid_amount / 100,
        "refund_amount": refund / 100,
        "refunded_at": words.times(refunded_at),
        "fee_amount": fee / 100,
        "shipping_cost": shipping / 100,
        "unit_cost": rates.cost[day[of], product] / 100,
        "gift_cost": np.where(gifted[of] & first, round(plan.gift_cost * 100), 0) / 100,
        "source": words.sources[o["source"][of]],
        "is_presale": o["presale"][of],
        "status": status,
        "province": words.provinces[place[of]],
        "city": words.cities[place[of]],
        "shipped_at": words.times(np.where(shipped, parcel["shipped_at"], NEVER))[of],
        "delivered_at": words.times(np.where(delivered, parcel["delivered_at"], NEVER))[of],
        "coupon_id": coupon[of],
    })
    by_time = np.lexsort((line, of, o["at"][of]))
    return frame.iloc[by_time].reset_index(drop=True), cents


def _presale_ends(plan):
    """Who has not paid the balance by the evening of its day loses the deposit: the order is closed."""
    return max(((s.balance - plan.first_day).days + 1 for s in plan.presales), default=0) * DAY


def _parcels(plan, rates, day, place, paid_at):
    """When each order's parcel leaves and arrives: as long as packing and the road take on the day that it is paid."""
    n = len(day)
    pack, travel = np.zeros(n), np.zeros(n)
    for d in np.unique(day):
        here = day == d
        draw = stream(plan.seed, "parcels", rates.ordinals[d])
        pack[here], travel[here] = draw.gamma(PACK_SHAPE, 1 / PACK_SHAPE, here.sum()), draw.gamma(TRAVEL_SHAPE, 1 / TRAVEL_SHAPE, here.sum())
    when = np.minimum(rates.day0 + np.maximum(paid_at, 0) // DAY, len(rates.ordinals) - 1)
    pack *= PACK_DAYS * rates["pack"][when]
    travel *= rates["travel"][when, place]
    shipped = np.maximum(paid_at, 0) + 900 + (pack * DAY).astype(np.int64)
    return {"shipped_at": shipped, "delivered_at": shipped + (travel * DAY).astype(np.int64)}


def _refunds(plan, rates, parcel, days, of, product, paid_at, paid_amount, end):
    """Refunded cents and time per line: a third before the parcel leaves, the rest days after it came."""
    n = len(of)
    refund, at = np.zeros(n, np.int64), np.full(n, NEVER)
    day = days[of]
    for d in np.unique(day):
        here = np.flatnonzero(day == d)
        draw = stream(plan.seed, "refunds", rates.ordinals[d])
        u, early, part = draw.random(len(here)), draw.random(len(here)) < 0.32, draw.random(len(here))
        ratio, wait = np.round(draw.uniform(0.1, 0.5, len(here)), 4), draw.gamma(2.0, 1.6, len(here))
        shipped, delivered = parcel["shipped_at"][of[here]], parcel["delivered_at"][of[here]]
        packing = np.maximum(shipped - paid_at[of[here]], 600)
        when = np.where(early, paid_at[of[here]] + (wait / (wait + 3.2) * packing).astype(np.int64),
                        delivered + 7200 + (wait * DAY).astype(np.int64))
        # after delivery some only get a part back: a scratch, a price difference
        partial = ~early & (part < plan.partial_refund)
        cents = np.where(partial, np.maximum((ratio * paid_amount[here]).astype(np.int64), 1), paid_amount[here])
        asked = (u < rates["refund"][d, product[here]]) & (paid_amount[here] > 0) & (when < end)
        refund[here], at[here] = np.where(asked, cents, 0), np.where(asked, when, NEVER)
    return refund, at
