"""Expected sums → the tables' columns: what a plan's tables would add up to without chance, row by row."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.world.ads import LOST
from shopkit.world.expect import Expected
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates, normal, placements
from shopkit.world.rivals import rival_conversion


def expected_tables(plan: ShopPlan, rates: Rates, expected: Expected) -> dict[str, pd.DataFrame]:
    """Table → frame with its days, places and expected sums.

    Where a table's rows are of people or parcels, sums stand in for them: chats (chats, in_time, led_to_order), reviews (of
    orders paid on the day: reviews and the sums of their scores), coupons (claimed, used), pushes (sent, opened, opted_out,
    followed), competitors (buyers, visitors, paid_amount, new_reviews). items has goods_cost as well.
    """
    here = slice(rates.day0, None)
    dates = np.array(plan.calendar, dtype="datetime64[D]")
    e, names = expected, [s.name for s in plan.sources]
    outside = np.array([s.click_rate is not None for s in plan.sources])
    shown = e.clicks / np.clip(rates.click_rate[here], 1e-9, 1)
    cost, advertised, lost = _ads(plan, rates, e, dates)
    shown += lost
    cell = {"date": np.repeat(dates, len(plan.products)), "product_id": np.tile([p.product_id for p in plan.products], len(dates)),
            "category": np.tile([p.category for p in plan.products], len(dates)), "supplier": np.tile([str(p.supplier) for p in plan.products], len(dates))}
    items = pd.DataFrame(cell | {n: v.ravel() for n, v in e.by_item.items()})
    items["clicks"], items["impressions"] = e.clicks[:, outside].sum(axis=1).ravel(), shown[:, outside].sum(axis=1).ravel()
    items["goods_cost"] = items["units"] * rates.cost[here].ravel() / 100
    days = pd.DataFrame({"date": dates} | {n: e.whole[n] for n in ("visitors", "new_visitors", "cart_adders", "orderers", "buyers", "orders", "paid_orders")})
    for n in ("impressions", "clicks", "paid_amount"):
        days[n] = items.groupby("date")[n].sum().to_numpy()
    traffic = pd.DataFrame({"date": np.repeat(dates, len(names)), "source": np.tile(names, len(dates))} | {n: v.ravel() for n, v in e.by_source.items()})
    traffic["cost"] = cost.ravel()
    return {
        "shop_days": days, "traffic": traffic, "items": items, "ads": advertised,
        "chats": pd.DataFrame({"date": dates} | {n: e.whole[n] for n in ("chats", "in_time", "led_to_order")}),
        "reviews": _reviews(plan, rates, items, dates),
        "coupons": pd.DataFrame([(d, c.name.en, e.claimed[t, i], e.used[t, i]) for t, d in enumerate(dates) for i, c in enumerate(plan.coupons)],
                                columns=["date", "offer", "claimed", "used"]),
        "pushes": pd.DataFrame([(np.datetime64(p.day), p.name, e.reached[i], e.reached[i] * (rates["opened"][i] + rates["push_visits"][i] * (1 - rates["opened"][i])),
                                 e.reached[i] * rates["opts_out"][i], e.reached[i] * rates["push_visits"][i]) for i, p in enumerate(plan.pushes)],
                               columns=["date", "push", "sent", "opened", "opted_out", "followed"]),
        "competitors": _competitors(plan, rates, dates),
    }


def _ads(plan, rates, e, dates):
    """(cost by day and source, ads, lost clicks by day, source and item): clicks of each picture by its share of impressions
    and its pull. A click that never arrives has an impression of its own."""
    cost, lost = np.zeros((len(dates), len(plan.sources))), np.zeros(e.clicks.shape)
    parts = []
    for promotion, s, i, pictures, places in placements(plan):
        pull = rates["creative"][rates.day0:, pictures]
        share = places * pull
        clicks = (e.clicks[:, s, i] * (1 + LOST))[:, None] * share / np.maximum(share.sum(axis=1, keepdims=True), 1e-300)
        paid = clicks * rates.click_price[rates.day0:, s, i, None]
        cost[:, s] += paid.sum(axis=1)
        lost[:, s, i] = e.clicks[:, s, i] * LOST
        for c, creative in enumerate(promotion.creatives):
            parts.append(pd.DataFrame({
                "date": dates, "channel": promotion.source, "campaign": promotion.name.en, "creative": creative.name.en, "product_id": promotion.product_id,
                "impressions": clicks[:, c] / (1 + LOST) * (1 / np.maximum(rates["click_rate"][rates.day0:, s, i] * pull[:, c], 1e-9) + LOST), "clicks": clicks[:, c], "cost": paid[:, c]}))
    columns = ["date", "channel", "campaign", "creative", "product_id", "impressions", "clicks", "cost"]
    return cost, pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns), lost


def _reviews(plan, rates, items, dates):
    """Reviews of what is paid on each day: how many, and the sums of their scores."""
    here, place = slice(rates.day0, None), normal([p.share for p in plan.places])
    n = items["buyers"].to_numpy().reshape(len(dates), -1) * plan.service.review
    fault = {"score_item": rates["item_fault"][here], "score_service": rates["service_fault"][here, None], "score_logistics": (rates.logistics @ place)[here, None]}
    return pd.DataFrame({"date": np.repeat(dates, n.shape[1]), "product_id": items["product_id"], "reviews": n.ravel()}
                        | {name: (n * (5 - lost)).ravel() for name, lost in fault.items()})


def _competitors(plan, rates, dates):
    conversion = rival_conversion(plan, rates)[rates.day0:]
    weekday = np.array([plan.weekdays[d.weekday()] for d in plan.calendar])
    parts = []
    for r, rival in enumerate(plan.rivals):
        visitors = rates["rival_visitors"][rates.day0:, r] * weekday
        price = rates["rival_price"][rates.day0:, r]
        parts.append(pd.DataFrame({
            "date": dates, "rival": rival.name.en, "category": rival.category, "visitors": visitors, "buyers": visitors * conversion[:, r],
            "paid_amount": visitors * conversion[:, r] * rival.spend * price / rival.price_index,
            "new_reviews": visitors * conversion[:, r] * rates["rival_reviews"][rates.day0:, r]}))
    columns = ["date", "rival", "category", "visitors", "buyers", "paid_amount", "new_reviews"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)
