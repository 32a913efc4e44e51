"""Orders and visits → reviews, chats, coupons and messages: what service and customers leave behind."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from shopkit.labels import Label
from shopkit.world.arrivals import People
from shopkit.world.codes import DAY, NEVER, pick
from shopkit.world.phrases import DELAY, ITEM, LOGISTICS, PICTURE, QUESTIONS, SERVICE, sentence
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates
from shopkit.world.stream import stream
from shopkit.world.words import Words

# an unhappy score is 5 less one to four points, 2.8 on average: so a fault of f points is f ÷ 2.8 unhappy reviewers
UNHAPPY = 2.8
# how far the three scores of one review share one mood
_TOGETHER = 0.35
_HELD_OUT = Label("Held out (nothing sent)", "对照组（未发送）")
# a shop's service knows sizes and prices by heart and is often asked what it can't know
_UNANSWERED = {"size": 0.03, "warranty": 0.06, "shipping_time": 0.10, "compatibility": 0.34, "price": 0.04, "invoice": 0.12}
_ASKED = {"size": 0.16, "warranty": 0.10, "shipping_time": 0.27, "compatibility": 0.21, "price": 0.20, "invoice": 0.06}


def draw_reviews(plan: ShopPlan, rates: Rates, orders: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The reviews table: some of the lines that arrived are reviewed some days later.

    Three scores from 1 to 5; that of logistics goes with the days between payment and arrival, and the text with all three.
    """
    end = plan.days * DAY
    ordered, paid, delivered = (words.seconds(orders[f"{name}_at"]) for name in ("ordered", "paid", "delivered"))
    lines = {
        "row": np.arange(len(orders)), "product": pd.Index(words.product_ids).get_indexer(orders["product_id"]), "paid": paid, "delivered": delivered,
        "gifted": orders["order_id"].isin(orders.loc[orders["gift_cost"] > 0, "order_id"]).to_numpy(),
    }
    ends = np.searchsorted(ordered, np.arange(plan.days + 1) * DAY)
    parts = [_written(plan, rates, {name: values[ends[t]: ends[t + 1]] for name, values in lines.items()},
                      stream(plan.seed, "reviews", rates.ordinals[rates.day0 + t]), end) for t in range(plan.days)]
    drawn = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in parts[0]}
    row, scores = drawn["row"], drawn["scores"]
    frame = pd.DataFrame({
        "order_id": orders["order_id"].to_numpy()[row], "product_id": orders["product_id"].to_numpy()[row], "at": words.times(drawn["at"]),
        "text": _texts(plan, words, lines["product"][row], scores, drawn["late"], drawn["wording"]),
        "score_item": scores[0].astype(float), "score_service": scores[1].astype(float), "score_logistics": scores[2].astype(float),
        "replied_at": words.times(drawn["replied_at"]),
    })
    return frame.sort_values("at", kind="stable", ignore_index=True)


def _written(plan, rates, lines, draw, end):
    """The reviews of one day's order lines. Every line has all its chances drawn, arrived or not: so a later end changes none."""
    service, n = plan.service, len(lines["row"])
    wait, writes = (0.3 + draw.gamma(1.4, 2.6, n)) * DAY, draw.random(n) < service.review
    mood, own, points = draw.standard_normal(n), draw.standard_normal((3, n)), draw.binomial(3, 0.6, (3, n))
    wording, answers = draw.random((7, n)), draw.random(n) < 0.6
    answer = (draw.gamma(1.5, 0.7, n) * DAY).astype(np.int64)
    at = lines["delivered"] + wait.astype(np.int64)
    here = np.flatnonzero((lines["delivered"] != NEVER) & writes & (at < end))
    at, product, paid = at[here], lines["product"][here], rates.day0 + lines["paid"][here] // DAY
    days = (lines["delivered"] - lines["paid"])[here] / DAY
    faults = np.stack([
        rates["item_fault"][paid, product] * np.where(lines["gifted"][here], plan.gift_pleases, 1), rates["service_fault"][paid],
        np.minimum(service.logistics_fault + service.per_late_day * np.maximum(days - service.on_time_days, 0), UNHAPPY),
    ])
    scores = _scores(mood[here], own[:, here], points[:, here], faults)
    answered = at + answer[here]
    replied = (scores.min(axis=0) <= 3) & answers[here] & (answered < end)
    return {"row": lines["row"][here], "at": at, "scores": scores, "late": days > service.on_time_days + 2, "wording": wording[:, here],
            "replied_at": np.where(replied, answered, NEVER)}


def _scores(mood, own, points, faults):
    """Scores whose means are 5 − fault, exactly, and which share a part of their mood."""
    from scipy.special import ndtr

    unhappy = ndtr(np.sqrt(_TOGETHER) * mood + np.sqrt(1 - _TOGETHER) * own) < np.minimum(faults / UNHAPPY, 1)
    return 5 - unhappy * (1 + points)


def _texts(plan, words, products, scores, late, wording):
    """One to three phrases each, on what was good or bad; one in eight writes nothing."""
    moods = np.array(["bad", "bad", "bad", "middling", "middling", "good"], dtype=object)[np.clip(scores, 0, 5)]
    of = [p.category for p in plan.products]
    out = np.full(len(products), None, dtype=object)
    review = cache(lambda *parts: words.text(sentence(parts)))
    # plain lists: numpy's single values are slow to ask
    for i, (product, mood, is_late, u) in enumerate(zip(products.tolist(), moods.T.tolist(), late.tolist(), wording.T.tolist(), strict=True)):
        if u[0] < 0.12:
            continue
        item, service, logistics = mood
        parts = []
        if item != "good" or u[1] < 0.85:
            shown = item == "bad" and u[6] < 0.15
            parts.append(_one(PICTURE if shown else ITEM[of[product]][item], u[2]))
        if logistics == "bad" or u[3] < 0.30:
            parts.append(_one(DELAY if is_late and logistics != "good" else LOGISTICS[logistics], u[4]))
        if service == "bad" or u[5] < 0.18 or not parts:
            parts.append(_one(SERVICE[service], u[6]))
        out[i] = review(*parts)
    return out


def _one(phrases, uniform):
    return phrases[min(int(uniform * len(phrases)), len(phrases) - 1)]


def draw_chats(plan: ShopPlan, rates: Rates, chats: dict[str, np.ndarray], words: Words) -> pd.DataFrame:
    """The chats table. chats: columns as of arrivals.Day. What is asked has nothing to do with whether it is ordered."""
    kept = np.flatnonzero((chats["at"] >= 0) & (chats["at"] < plan.days * DAY))
    kept = kept[np.argsort(chats["at"][kept], kind="stable")]
    at = chats["at"][kept]
    today = np.diff(np.searchsorted(at, np.arange(plan.days + 1) * DAY))
    u = np.concatenate([stream(plan.seed, "questions", rates.ordinals[rates.day0 + t]).random((n, 3)) for t, n in enumerate(today)])
    topics = np.array(list(_ASKED), dtype=object)
    which = pick(u[:, 0], np.cumsum(list(_ASKED.values())))
    wordings = [[words.text(q) for q in QUESTIONS[topic]] for topic in topics]
    return pd.DataFrame({
        "chat_id": [f"c{i:07d}" for i in range(len(kept))],
        "customer_id": words.customer_ids(chats["person"][kept]),
        "started_at": words.times(at),
        "first_reply_s": chats["reply"][kept].astype(float),
        # an order of the minutes after the last midnight is none yet
        "led_to_order": (chats["ordered_at"][kept] != NEVER) & (chats["ordered_at"][kept] < plan.days * DAY),
        "score": np.where(chats["score"][kept] > 0, chats["score"][kept], np.nan),
        "topic": topics[which],
        "question": [_one(wordings[w], x) for w, x in zip(which.tolist(), u[:, 1].tolist(), strict=True)],
        "answered": u[:, 2] >= np.array(list(_UNANSWERED.values()))[which],
    })


def draw_coupons(plan: ShopPlan, claims: dict[str, np.ndarray], orders: pd.DataFrame, words: Words) -> pd.DataFrame:
    """The coupons table. claims: columns as of arrivals.Day, over the whole time; coupon_id is the claim's number."""
    kept = np.flatnonzero((claims["at"] >= 0) & (claims["at"] < plan.days * DAY))
    ids = words.coupon_ids(kept)
    used = orders.drop_duplicates("order_id").dropna(subset=["coupon_id"]).set_index("coupon_id")["order_id"]
    names = np.array([words.text(c.name) for c in plan.coupons], dtype=object)
    frame = pd.DataFrame({
        "coupon_id": ids, "offer": names[claims["offer"][kept]], "customer_id": words.customer_ids(claims["person"][kept]),
        "claimed_at": words.times(claims["at"][kept]), "used_order_id": used.reindex(ids).to_numpy(),
    })
    return frame.sort_values("claimed_at", kind="stable", ignore_index=True)


def draw_pushes(plan: ShopPlan, pushed: dict[str, dict[str, np.ndarray]], words: Words) -> pd.DataFrame:
    """The pushes table: who was sent a message, and, as rows of their own, who was held out at random."""
    parts = []
    for push in plan.pushes:
        if push.name not in pushed:
            continue
        drawn, sent = pushed[push.name], pushed[push.name]["sent"]
        midnight = (push.day - plan.first_day).days * DAY
        parts.append(pd.DataFrame({
            "at": words.times(np.full(len(sent), midnight + 10 * 3600) + np.arange(len(sent)) // 50),
            "customer_id": words.customer_ids(drawn["person"]),
            "channel": np.where(sent, words.text(push.channel), words.text(_HELD_OUT)),
            "cost": np.where(sent, push.cost, 0.0),
            "opened": pd.array(np.where(sent, drawn["opened"], False), dtype="boolean"),
            "opted_out": pd.array(np.where(sent, drawn["opted_out"], False), dtype="boolean"),
        }))
    columns = ["at", "customer_id", "channel", "cost", "opened", "opted_out"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def customers(plan: ShopPlan, rates: Rates, people: People, known_at: np.ndarray, segment_of_kind: np.ndarray, words: Words) -> pd.DataFrame:
    """Everyone who has logged in by the last day, whether or not they bought. known_at: as of Diary."""
    who = np.flatnonzero(known_at < plan.days * DAY)
    who = who[np.argsort(known_at[who], kind="stable")]
    first_seen = words.midnight + (people.first_day[who] - rates.day0).astype("timedelta64[D]")
    return pd.DataFrame({
        "customer_id": words.customer_ids(who), "first_seen_on": first_seen,
        "segment": words.segments[segment_of_kind[people.kind[who]]], "province": words.provinces[people.place[who]],
        "city": words.cities[people.place[who]], "is_member": people.member[who],
    })
