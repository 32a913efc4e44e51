"""Orders and visits → reviews, chats, coupons and messages: what service and customers leave behind."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.labels import Label
from shopkit.world.arrivals import People
from shopkit.world.codes import DAY
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
    came = orders[orders["delivered_at"].notna()]
    product = pd.Index(words.product_ids).get_indexer(came["product_id"])
    paid = ((came["paid_at"] - words.midnight) // pd.Timedelta(days=1)).to_numpy(int)
    days = (came["delivered_at"] - came["paid_at"]) / pd.Timedelta(days=1)
    service, n = plan.service, len(came)
    draw = stream(plan.seed, "reviews")
    wait = (0.3 + draw.gamma(1.4, 2.6, n)) * DAY
    at = came["delivered_at"] + pd.to_timedelta(wait.astype(np.int64), unit="s")
    written = (draw.random(n) < service.review) & (at < words.midnight + np.timedelta64(plan.days, "D")).to_numpy()
    gifted = came["order_id"].isin(came.loc[came["gift_cost"] > 0, "order_id"]).to_numpy()
    faults = np.stack([
        rates["item_fault"][rates.day0 + paid, product] * np.where(gifted, plan.gift_pleases, 1), rates["service_fault"][rates.day0 + paid],
        np.minimum(service.logistics_fault + service.per_late_day * np.maximum(days.to_numpy() - service.on_time_days, 0), UNHAPPY),
    ])
    scores = _scores(draw, faults)
    texts = _texts(draw, plan, words, [plan.products[i].category for i in product], scores, days.to_numpy() > service.on_time_days + 2, written)
    poor = scores.min(axis=0) <= 3
    replies = at + pd.to_timedelta((draw.gamma(1.5, 0.7, n) * DAY).astype(np.int64), unit="s")
    end = words.midnight + np.timedelta64(plan.days, "D")
    replied = poor & (draw.random(n) < 0.6) & (replies < end).to_numpy()
    frame = pd.DataFrame({
        "order_id": came["order_id"].to_numpy(), "product_id": came["product_id"].to_numpy(), "at": at.to_numpy(), "text": texts,
        "score_item": scores[0].astype(float), "score_service": scores[1].astype(float), "score_logistics": scores[2].astype(float),
        "replied_at": replies.where(replied).to_numpy(),
    })
    return frame[written].sort_values("at", kind="stable", ignore_index=True)


def _scores(draw, faults):
    """Scores whose means are 5 − fault, exactly, and which share a part of their mood."""
    from scipy.special import ndtr

    n = faults.shape[1]
    mood = draw.standard_normal(n)
    own = draw.standard_normal(faults.shape)
    unhappy = ndtr(np.sqrt(_TOGETHER) * mood + np.sqrt(1 - _TOGETHER) * own) < np.minimum(faults / UNHAPPY, 1)
    return 5 - unhappy * (1 + draw.binomial(3, 0.6, faults.shape))


def _texts(draw, plan, words, categories, scores, late, written):
    """One to three phrases each, on what was good or bad; one in eight writes nothing."""
    moods = np.array(["bad", "bad", "bad", "middling", "middling", "good"])[np.clip(scores, 0, 5)]
    u = draw.random((7, len(categories)))
    out = np.full(len(categories), None, dtype=object)
    for i in np.flatnonzero(written):
        if u[0, i] < 0.12:
            continue
        item, service, logistics = moods[:, i]
        parts = []
        if item != "good" or u[1, i] < 0.85:
            shown = item == "bad" and u[6, i] < 0.15
            parts.append(_one(PICTURE if shown else ITEM[categories[i]][item], u[2, i]))
        if logistics == "bad" or u[3, i] < 0.30:
            parts.append(_one(DELAY if late[i] and logistics != "good" else LOGISTICS[logistics], u[4, i]))
        if service == "bad" or u[5, i] < 0.18 or not parts:
            parts.append(_one(SERVICE[service], u[6, i]))
        out[i] = words.text(sentence(parts))
    return out


def _one(phrases, uniform):
    return phrases[min(int(uniform * len(phrases)), len(phrases) - 1)]


def draw_chats(plan: ShopPlan, chats: dict[str, np.ndarray], words: Words) -> pd.DataFrame:
    """The chats table. chats: columns as of arrivals.Day. What is asked has nothing to do with whether it is ordered."""
    kept = np.flatnonzero((chats["at"] >= 0) & (chats["at"] < plan.days * DAY))
    kept = kept[np.argsort(chats["at"][kept], kind="stable")]
    draw = stream(plan.seed, "questions")
    topics = np.array(list(_ASKED), dtype=object)
    which = np.minimum(np.searchsorted(np.cumsum(list(_ASKED.values())), draw.random(len(kept))), len(topics) - 1)
    u, known = draw.random(len(kept)), draw.random(len(kept))
    return pd.DataFrame({
        "chat_id": [f"c{i:07d}" for i in range(len(kept))],
        "customer_id": words.customer_ids(chats["person"][kept]),
        "started_at": words.times(chats["at"][kept]),
        "first_reply_s": chats["reply"][kept].astype(float),
        "led_to_order": chats["ordered"][kept].astype(bool),
        "score": np.where(chats["score"][kept] > 0, chats["score"][kept], np.nan),
        "topic": topics[which],
        "question": [words.text(_one(QUESTIONS[topics[w]], x)) for w, x in zip(which, u, strict=True)],
        "answered": known >= np.array(list(_UNANSWERED.values()))[which],
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


def customers(plan: ShopPlan, rates: Rates, people: People, segment_of_kind: np.ndarray, words: Words) -> pd.DataFrame:
    """Everyone who has logged in by the last day, whether or not they bought."""
    who = np.flatnonzero(people.known_at < plan.days * DAY)
    who = who[np.argsort(people.known_at[who], kind="stable")]
    first_seen = words.midnight + (people.first_day[who] - rates.day0).astype("timedelta64[D]")
    return pd.DataFrame({
        "customer_id": words.customer_ids(who), "first_seen_on": first_seen,
        "segment": words.segments[segment_of_kind[people.kind[who]]], "province": words.provinces[people.place[who]],
        "city": words.cities[people.place[who]], "is_member": people.member[who],
    })
