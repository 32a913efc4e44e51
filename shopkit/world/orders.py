"""Log → orders: prices, money in cents, parcels and refunds of every order line, as known on the last evening."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates
from shopkit.world.stream import stream
from shopkit.world.visits import DAY, NEVER, Log, People
from shopkit.world.words import Words


def draw_orders(plan: ShopPlan, rates: Rates, people: People, log: Log, words: Words) -> pd.DataFrame:
    """The orders table. What happens after the last day (parcels, refunds, payments) has not happened yet."""
    end = plan.days * DAY
    kept = np.flatnonzero((log.orders["at"] >= 0) & (log.orders["at"] < end))
    o = {name: values[kept] for name, values in log.orders.items()}
    is_kept = np.zeros(len(log.orders["at"]), bool)
    is_kept[kept] = True
    rows = np.flatnonzero(is_kept[log.lines["order"]])
    of = np.searchsorted(kept, log.lines["order"][rows])
    product, quantity, line = (log.lines[name][rows] for name in ("product", "quantity", "line"))
    n = len(kept)
    day = rates.day0 + o["at"] // DAY
    parcel = _parcels(plan, rates, o, day)
    paid_at = np.where(o["paid_at"] < end, o["paid_at"], NEVER)
    paid = paid_at != NEVER

    price = rates.price[day[of], product]
    amount = price * quantity
    paid_amount = np.where(paid[of], amount, 0)
    refund, refunded_at = _refunds(plan, parcel, of, paid_at, paid_amount, end)
    gifted = paid & (np.bincount(of, paid_amount, n) >= plan.gift_from * 100) & (plan.gift_cost > 0)
    first = line == 1
    shipped = paid & (parcel["shipped_at"] < end)
    # who gets all money back before the parcel leaves gets no parcel
    stopped = np.bincount(of, (refunded_at == NEVER) | (refunded_at > parcel["shipped_at"][of]), n) == 0
    shipped &= ~stopped
    delivered = shipped & (parcel["delivered_at"] < end)
    # one parcel an order: its first line carries the price, every further line a little weight
    place_parcel = np.round(np.array([p.parcel for p in plan.places]) * 100).astype(np.int64)[people.place[o["person"]]]
    shipping = np.where(paid[of] & ~stopped[of], np.where(first, place_parcel[of], 80), 0)
    # the platform gives its share of a refund back
    fee = np.round((paid_amount - refund) * plan.fee).astype(np.int64)
    whole = (refund == paid_amount) & (refund > 0)
    open_until = o["at"] + DAY
    status = np.select(
        [whole, delivered[of], shipped[of], paid[of], (open_until < end)[of]],
        ["refunded", "completed", "shipped", "paid", "cancelled"], "unpaid",
    )
    place = people.place[o["person"]][of]
    frame = pd.DataFrame({
        "order_id": words.order_ids(kept)[of],
        "line_no": line,
        "product_id": words.product_ids[product],
        "customer_id": words.customer_ids(o["person"])[of],
        "visit_id": words.visit_ids(o["visit"])[of],
        "ordered_at": words.times(o["at"])[of],
        "paid_at": words.times(paid_at)[of],
        "quantity": quantity,
        "list_amount": rates.list_price[product] * quantity / 100,
        "order_amount": amount / 100,
        "paid_amount": paid_amount / 100,
        "refund_amount": refund / 100,
        "refunded_at": words.times(refunded_at),
        "fee_amount": fee / 100,
        "shipping_cost": shipping / 100,
        "unit_cost": rates.cost[product] / 100,
        "gift_cost": np.where(gifted[of] & first, round(plan.gift_cost * 100), 0) / 100,
        "source": words.sources[o["source"][of]],
        "is_presale": np.zeros(len(of), bool),
        "status": status,
        "province": words.provinces[place],
        "city": words.cities[place],
        "shipped_at": words.times(np.where(shipped, parcel["shipped_at"], NEVER))[of],
        "delivered_at": words.times(np.where(delivered, parcel["delivered_at"], NEVER))[of],
    })
    by_time = np.lexsort((line, of, o["at"][of]))
    return frame.iloc[by_time].reset_index(drop=True)


def _parcels(plan, rates, orders, day):
    """When each order's parcel leaves and arrives: packed in the afternoon or next day, two to five days under way."""
    pack, travel = np.zeros(len(day)), np.zeros(len(day))
    for d in np.unique(day):
        here = day == d
        draw = stream(plan.seed, "parcels", rates.ordinals[d])
        pack[here] = draw.gamma(3.0, 6.0, here.sum())
        travel[here] = draw.gamma(6.0, 11.0, here.sum()) + 14
    shipped = np.maximum(orders["paid_at"], 0) + 1800 + (pack * 3600).astype(np.int64)
    return {"shipped_at": shipped, "delivered_at": shipped + (travel * 3600).astype(np.int64), "day": day}


def _refunds(plan, parcel, of, paid_at, paid_amount, end):
    """Refunded cents and time per line: a third before the parcel leaves, the rest days after it came."""
    n = len(of)
    refund, at = np.zeros(n, np.int64), np.full(n, NEVER)
    day = parcel["day"][of]
    for d in np.unique(day):
        here = np.flatnonzero(day == d)
        draw = stream(plan.seed, "refunds", plan.first_day.toordinal() - plan.run_in + int(d))
        u, early, part = draw.random(len(here)), draw.random(len(here)) < 0.32, draw.random(len(here))
        ratio, wait = np.round(draw.uniform(0.1, 0.5, len(here)), 4), draw.gamma(2.0, 1.6, len(here))
        shipped, delivered = parcel["shipped_at"][of[here]], parcel["delivered_at"][of[here]]
        packing = np.maximum(shipped - paid_at[of[here]], 600)
        when = np.where(early, paid_at[of[here]] + (wait / (wait + 3.2) * packing).astype(np.int64),
                        delivered + 7200 + (wait * DAY).astype(np.int64))
        # after delivery some only get a part back: a scratch, a price difference
        partial = ~early & (part < plan.partial_refund)
        cents = np.where(partial, np.maximum((ratio * paid_amount[here]).astype(np.int64), 1), paid_amount[here])
        asked = (u < plan.refund) & (paid_amount[here] > 0) & (when < end)
        refund[here], at[here] = np.where(asked, cents, 0), np.where(asked, when, NEVER)
    return refund, at
