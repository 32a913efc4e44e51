"""Rates → what is expected: the tables' sums without chance, by following every kind of visitor from day to day."""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, log, sqrt

import numpy as np

from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates, normal, second_lines

# chance of a second and of a third unit of an order line; ceilings of single chances; days after which nobody comes back
LATER = (0.09, 0.015)
MOST_CART, MOST_ORDER = 0.55, 0.9
HORIZON, GAP_SPREAD = 75, 1.15
# who follows a message does so on its day or the two after
PUSH_DAYS = (0.6, 0.28, 0.12)
_UNITS = 1 + sum(LATER)
_TINY = 1e-300


@dataclass(frozen=True)
class Kinds:
    """People as the plan sorts them, segment × readiness: position of the segment, share of people, intent."""

    segment: np.ndarray
    share: np.ndarray
    intent: np.ndarray


def kinds(plan: ShopPlan) -> Kinds:
    """Every segment in every state of readiness."""
    ready = plan.behaviour.ready
    share = np.outer(normal([s.share for s in plan.segments]), normal([r[0] for r in ready])).ravel()
    intent = np.outer([s.intent for s in plan.segments], [r[1] for r in ready]).ravel()
    return Kinds(np.repeat(np.arange(len(plan.segments)), len(ready)), share, np.round(intent, 9))


def eagerness(intent) -> np.ndarray:
    """How much readier to order a keen visitor is: less than proportionally."""
    return np.minimum(np.sqrt(np.maximum(intent, 0.2)), 1.8)


def in_time(plan: ShopPlan, reply: float) -> float:
    """Chance that a chat is answered in time where the median reply takes `reply` seconds (log-normal)."""
    return round((1 + erf(log(plan.service.in_time / reply) / plan.service.spread / sqrt(2))) / 2, 9)


def gap_chances(plan: ShopPlan) -> np.ndarray:
    """(with a cart, looked, bought) × days − 1: chance of coming back after 1 + floor(0.7 · middle · exp(spread · z)) days."""
    normal_cdf = np.vectorize(lambda z: (1 + erf(z / sqrt(2))) / 2)
    ends = [normal_cdf(np.log(np.arange(1, HORIZON + 1) / (0.7 * middle)) / GAP_SPREAD) for middle in plan.behaviour.gap]
    return np.diff(np.array(ends), axis=1, prepend=0.0)


def offer_chances(claim: np.ndarray, use: np.ndarray) -> np.ndarray:
    """Per offer: chance that an order takes it; of several claimed offers the first that is used counts."""
    taken = claim * use
    return taken * np.concatenate([[1.0], np.cumprod(1 - taken)[:-1]]) if len(taken) else taken


@dataclass(frozen=True)
class State:
    """Where the expectation stands on a day's morning: who will come back in how many days, and who has bought before."""

    day: int
    coming: np.ndarray
    customers: np.ndarray


class Expected:
    """Expected sums of a plan per day, run-in cut off. whole: column → (day); by_source: column → (day, source);
    by_item: column → (day, product); clicks: (day, source, product); claimed, used: (day, coupon); reached: (push).

    People are distinct within the day, as in the tables; orders and what is paid for them stand on the day of the order.
    Chances follow each kind of visitor: with a Poisson number of further looks, each falling on an item by its share of
    looks, what happens at one item does not depend on the others, so that sums over visits have closed forms.
    """

    def __init__(self, plan: ShopPlan, rates: Rates, start: State | None = None, until: int | None = None, remember: tuple[int, ...] = ()):
        """start: go on from this state (days before it stay 0). until: the last day. remember: days whose states are kept."""
        self.plan, self.rates, self.how = plan, rates, plan.behaviour
        self.kinds, self.second, self.gap = kinds(plan), second_lines(plan) * plan.behaviour.second_line, gap_chances(plan)
        self.device, self.back_source = normal([d.share for d in plan.devices]), normal([s.back for s in plan.sources])
        self.more = np.array([s.looks for s in plan.sources])[None, :, None] - 1
        starts = np.array([normal(s.starts) for s in plan.sources])
        with_cart = (starts[:, 0] + starts[:, 1]) * self.how.bounce_home  # who left a cart looks for it from home
        self.bounce = np.stack([starts @ [self.how.bounce_home, self.how.bounce_search, 0], with_cart], axis=1)
        t, s, p = len(rates.ordinals), len(plan.sources), len(plan.products)
        self.k, self.d, self.s, self.p = len(self.kinds.share), len(plan.devices), s, p
        self.whole = {n: np.zeros(t) for n in ("visitors", "new_visitors", "cart_adders", "orderers", "buyers", "orders",
                                               "paid_orders", "chats", "in_time", "led_to_order")}
        self.by_source = {n: np.zeros((t, s)) for n in ("visitors", "orderers", "buyers", "orders", "paid_amount")}
        self.by_item = {n: np.zeros((t, p)) for n in ("visitors", "cart_adders", "orderers", "buyers", "units", "paid_amount")}
        self.clicks = np.zeros((t, s, p))
        self.claimed, self.used = np.zeros((t, len(plan.coupons))), np.zeros((t, len(plan.coupons)))
        self.reached, self.followed = np.zeros(len(plan.pushes)), np.zeros(len(plan.pushes))
        self.states: dict[int, State] = {}
        state = start or State(0, np.zeros((HORIZON, self.k, self.d, p + 1, 3)), np.zeros((self.k, self.d)))
        coming, self._customers = state.coming.copy(), state.customers.copy()
        for day in range(state.day, t if until is None else until + 1):
            if day in remember:
                self.states[day] = State(day, coming.copy(), self._customers.copy())
            back = coming[0]
            coming = np.concatenate([coming[1:], np.zeros_like(coming[:1])]) + self._day(day, back)
        cut = slice(rates.day0, None)
        for table in (self.whole, self.by_source, self.by_item):
            table.update({name: values[cut] for name, values in table.items()})
        self.clicks, self.claimed, self.used = self.clicks[cut], self.claimed[cut], self.used[cut]

    def _day(self, day, back):
        """One day's visits; returns (days ahead, kind, device, cart, purchases): who will come back, and when."""
        rates, how = self.rates, self.how
        new = rates.arrivals[day]
        looks, pay = rates.looks[day], rates["pay"][day]
        paid = pay + (1 - pay) * how.pay_later
        # people by kind, cart, device, purchases
        fresh = np.zeros((self.k, 1, self.d, 3))
        fresh[:, 0, :, 0] = self.kinds.share[:, None] * self.device * new.sum()
        back = back.transpose(0, 2, 1, 3)
        # mass by kind, source, cart
        fresh_mass = (self.kinds.share[:, None] * new.sum(axis=1))[:, :, None]
        back_mass = back.sum(axis=(2, 3))[:, None, :] * self.back_source[None, :, None]
        at_cart = np.tile((1 - how.remember) * looks, (self.p + 1, 1)) + np.eye(self.p + 1, self.p, -1) * how.remember
        at_cart[0] = looks
        first = self._visit(day, self.kinds.intent, (new / np.maximum(new.sum(axis=1, keepdims=True), _TINY))[:, None], np.arange(1))
        again = self._visit(day, self.kinds.intent * how.returning, at_cart[None], np.arange(self.p + 1))
        self._add(day, first, fresh_mass, *_shares(fresh, paid, pay))
        self._add(day, again, back_mass, *_shares(back, paid, pay))
        mains = fresh_mass.sum(axis=2) + back_mass.sum(axis=2)  # kind, source
        did = {n: ((fresh_mass * first[n]).sum(axis=(1, 2)) + (back_mass * again[n]).sum(axis=(1, 2))) / np.maximum(mains.sum(axis=1), _TINY)
               for n in ("carted", "ordered")}
        # some look in a second time on the same day, some because of a message: with nothing in the cart
        twice = how.again_today * (fresh.sum(axis=1) + back.sum(axis=1))
        called = self._called(day)
        extra = twice[:, None].copy()
        extra[:, 0, :, 1] += called
        extra_mass = extra.sum(axis=(2, 3))[:, None, :] * self.back_source[None, :, None]
        nothing = {name: values[:, :, :1] for name, values in again.items()}
        new_today = twice.sum(axis=(1, 2)) / np.maximum(extra.sum(axis=(1, 2, 3)), _TINY)
        only = {n: (1 - new_today * share)[:, None, None] for n, share in did.items()}
        seen = (fresh_mass[..., None] * first["seen"]).sum(axis=(1, 2)) + (back_mass[..., None] * again["seen"]).sum(axis=(1, 2))
        only["seen"] = 1 - (new_today / np.maximum(mains.sum(axis=1), _TINY))[:, None, None, None] * seen[:, None, None]
        self._add(day, nothing, extra_mass, *_shares(extra, paid, pay), only)
        self._visitors(day, mains.sum(axis=0), twice.sum(), called.sum(), fresh.sum())
        second = np.einsum("ks,d->kd", self.back_source * nothing["ordered"][:, :, 0], paid) * how.again_today
        return self._return(day, [(first, fresh_mass, fresh), (again, back_mass, back)], second, pay, paid)

    def _visitors(self, day, mains, twice, called, new):
        everyone = mains.sum()
        ghosts = (self.rates["counted"][day] - 1) * (mains + (twice + called) * self.back_source)
        self.whole["visitors"][day] = everyone + called + ghosts.sum()
        self.whole["new_visitors"][day] = new + ghosts.sum()
        # a second visit makes its source's visitor only of who did not come that way before
        self.by_source["visitors"][day] = mains + self.back_source * (twice * (1 - mains / max(everyone, _TINY)) + called) + ghosts

    def _visit(self, day, intent, landing, held):
        """What visits come to, as chances by kind × source × cart (× item). landing: first looks, source × cart × item;
        held: what lies in the cart (0: nothing, else item + 1). "last": the item left in the cart of who does not order."""
        how, rates = self.how, self.rates
        q, more, now = rates.looks[day], self.more, how.buy_now / how.cart
        x = np.minimum(rates.carts[day][None] * intent[:, None, None], MOST_CART)[:, :, None, :]
        stays = 1 - self.bounce[None][:, :, (held > 0).astype(int)]
        per_look, firsts = (q * x).sum(axis=3), landing[None] * x
        first = firsts.sum(axis=3)
        none_more, other = np.exp(-more * per_look), np.exp(-more[..., None] * q * x)
        no_cart = (1 - first) * none_more
        cart_item = stays[..., None] * (1 - (1 - firsts) * other)
        carted, idle = stays * (1 - no_cart), stays * no_cart + 1 - stays
        # bought at once from an item page: with or without something else in the cart
        now_only = stays * (no_cart - (1 - (1 + now) * first) * np.exp(-more * (1 + now) * per_look))
        now_with = stays * (1 - (1 - now * first) * np.exp(-more * now * per_look)) - now_only
        item_now = 1 - (1 - now * firsts) * other ** now
        item_only = no_cart[..., None] - none_more[..., None] * other ** now * (1 - first[..., None] - now * firsts)
        order, chat = self._order(day, intent, rates["order"][day])
        stock = rates["stock"][day]
        # what is out of stock stays in the cart and can't be ordered
        there = np.concatenate([[0.0], stock])[held][None, None]
        usual = np.array([s.order for s in self.plan.sources]) * how.order_from_cart
        old, old_chat = (v * there for v in self._order(day, intent, how.order_from_old_cart * rates["order"][day] / usual))
        holds = ((held[:, None] == np.arange(1, self.p + 1)) * stock)[None, None]
        lines_cart = order[..., None] * (cart_item + holds * (carted[..., None] - cart_item))
        lines_now = stays[..., None] * ((1 - order[..., None]) * (item_now - item_only) + (1 - old[..., None]) * item_only)
        last = stays[..., None] * (q * x / np.maximum(per_look, _TINY)[..., None] * (1 - none_more)[..., None] + firsts * none_more[..., None])
        chats = self.plan.service.chats
        return {
            "carted": carted, "cart_item": cart_item, "from_cart": carted * order,
            "ordered": carted * order + idle * old + now_with * (1 - order) + now_only * (1 - old),
            "lines_cart": lines_cart, "lines": lines_cart + holds * (old * idle)[..., None] + lines_now,
            "seen": stays[..., None] * (1 - (1 - landing[None]) * np.exp(-more[..., None] * q)), "landed": stays[..., None] * landing[None],
            "emptied": carted * order + idle * old, "last": last * (1 - order)[..., None], "last_ordered": now_with / np.maximum(carted, _TINY),
            "kept": (idle - now_only) * (1 - old), "kept_ordered": now_only * (1 - old),
            "chats": chats * (carted + there * idle), "led": chats * (carted * chat + idle * old_chat),
        }

    def _order(self, day, intent, chance):
        """(kind, source, 1): chance that a cart is ordered, chats included; and the chance of who chats."""
        service, chance = self.plan.service, (chance[None] * eagerness(intent)[:, None])[:, :, None]
        quick = in_time(self.plan, self.rates["reply"][day])
        chat = quick * np.minimum(chance * service.quick, MOST_ORDER) + (1 - quick) * np.minimum(chance * service.slow, MOST_ORDER)
        return (1 - service.chats) * np.minimum(chance, MOST_ORDER) + service.chats * chat, chat

    def _add(self, day, chance, mass, paid, at_once, only=None):
        """Add one group of visits. paid, at_once (kind, 1, cart): chance that its orders are; only: who is new to the day."""
        rates, how, plan = self.rates, self.how, self.plan
        only = only or {"carted": 1.0, "ordered": 1.0, "seen": 1.0}
        whole, by_source, by_item = self.whole, self.by_source, self.by_item
        ordered, looks = mass * chance["ordered"], rates.looks[day]
        whole["cart_adders"][day] += (mass * (chance["carted"] * only["carted"])
                                      + mass * (chance["ordered"] - chance["from_cart"]) * at_once * how.cart_after_paying * (1 - chance["carted"])).sum()
        whole["orderers"][day] += (ordered * only["ordered"]).sum()
        # an order with an item on pre-sale is not paid now: about the share of its lines
        lines = mass[..., None] * chance["lines"]
        now = rates["paid_now"][day]
        due = (lines * now).sum() / max(lines.sum(), _TINY)
        whole["buyers"][day] += (ordered * paid * only["ordered"]).sum() * due
        whole["orders"][day] += ordered.sum()
        whole["paid_orders"][day] += (ordered * paid).sum() * due
        whole["chats"][day] += (mass * chance["chats"]).sum()
        whole["led_to_order"][day] += (mass * chance["led"]).sum()
        whole["in_time"][day] += (mass * chance["chats"]).sum() * in_time(plan, rates["reply"][day])
        for name, values in (("orderers", ordered), ("orders", ordered), ("buyers", ordered * paid)):
            by_source[name][day] += values.sum(axis=(0, 2))
        launched = (looks > 0) * rates["stock"][day]
        lines, from_cart = (v + (v @ self.second) * launched for v in (lines, mass[..., None] * chance["lines_cart"]))
        taken = offer_chances(rates["claim"][day], rates["use"][day])
        off = taken @ np.array([c.off for c in plan.coupons]) if plan.coupons else 0.0
        amount = now * rates.price[day] / 100 * _UNITS * paid[..., None] * (lines - off * from_cart)
        by_source["paid_amount"][day] += amount.sum(axis=(0, 2, 3))
        for name, values in (("orderers", lines), ("buyers", now * lines * paid[..., None]), ("units", now * _UNITS * lines * paid[..., None]),
                             ("paid_amount", amount), ("visitors", mass[..., None] * chance["seen"] * only["seen"]), ("cart_adders", mass[..., None] * chance["cart_item"])):
            by_item[name][day] += values.sum(axis=(0, 1, 2))
        # having paid, some look on; who falls on what they just bought is counted already
        after = (ordered * at_once).sum() * looks * (1 - lines.sum(axis=(0, 1, 2)) / max(ordered.sum(), _TINY))
        by_item["visitors"][day] += after * how.look_after_paying
        by_item["cart_adders"][day] += after * how.cart_after_paying
        self.clicks[day] += (mass[..., None] * chance["landed"]).sum(axis=(0, 2))
        self.claimed[day] += (mass * chance["carted"]).sum() * rates["claim"][day]
        self.used[day] += (mass * chance["from_cart"]).sum() * taken

    def _called(self, day):
        """(kind, device) visits that a message brings.

        Who ordered the evening before and pays only after midnight is a customer here; the shop's list, drawn up at
        midnight, does not have them yet. They are a few in ten thousand, which is left so.
        """
        mass = np.zeros((self.k, self.d))
        for n, push in enumerate(self.plan.pushes):
            since = self.rates.ordinals[day] - push.day.toordinal()
            if since == 0:
                self.reached[n] = self._customers.sum() * (1 - push.holdout)
            if 0 <= since < len(PUSH_DAYS):
                mass += self._customers * (1 - push.holdout) * self.rates["push_visits"][n] * PUSH_DAYS[since]
                self.followed[n] += mass.sum()
        return mass

    def _return(self, day, groups, second, pay, paid):
        how, looks = self.how, self.rates.looks[day]
        after = np.zeros((self.k, self.d, self.p + 1, 3))
        first_timers = 0.0
        for chance, mass, people in groups:
            mean = {n: (mass[..., None] * v if v.ndim == 4 else mass * v).sum(axis=1) for n, v in chance.items()
                    if n in ("emptied", "kept", "kept_ordered")}
            last = (mass[..., None] * chance["last"]).sum(axis=1)
            last_ordered = ((mass * chance["last_ordered"])[..., None] * chance["last"]).sum(axis=1)
            held = np.eye(self.p + 1)[: people.shape[1]][None]
            ordered, other = mean["kept_ordered"][..., None] * held, mean["kept"][..., None] * held
            ordered[:, :, 0] += mean["emptied"]
            ordered[:, :, 1:] += last_ordered
            other[:, :, 1:] += last - last_ordered
            share = people / np.maximum(people.sum(axis=(2, 3), keepdims=True), _TINY)
            left, bought = (np.einsum("kce,kcdb->kdeb", v, share) for v in (other, ordered))
            buyers = np.einsum("kc,kcdb->kdb", ordered.sum(axis=2), share)
            next_item = pay * how.cart_after_paying
            after += left + bought * (1 - paid)[:, None, None] + _one_more(bought) * (paid - next_item)[:, None, None]
            after[:, :, 1:] += _one_more(buyers * next_item[:, None])[:, :, None, :] * looks[:, None]
            first_timers = first_timers + people[..., 0].sum(axis=1)
        after = after + (_one_more(after) - after) * second[:, :, None, None]
        self._customers += np.maximum(first_timers - after[..., 0].sum(axis=2), 0)
        lever = self.rates["back"][day]
        out = np.multiply.outer(self.gap[0], after * min(how.back_with_cart * lever, 1))
        for b in range(3):
            out[:, :, :, 0, b] = np.multiply.outer(self.gap[1 if b == 0 else 2], after[:, :, 0, b] * min(how.back[b] * lever, 1))
        return out


def _one_more(people):
    """One purchase more, on the last axis: 0 → 1 → 2 and more."""
    out = np.zeros_like(people)
    out[..., 1] = people[..., 0]
    out[..., 2] = people[..., 1] + people[..., 2]
    return out


def _shares(people, *by_device):
    """Means over devices of the people of each kind and cart, as (kind, 1, cart)."""
    total = np.maximum(people.sum(axis=(2, 3)), _TINY)
    return [(np.einsum("kcdb,d->kc", people, values) / total)[:, None] for values in by_device]
