"""Rates → steps: who comes on each day, what they look at, and how far they get."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from shopkit.schema import STEPS
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates
from shopkit.world.stream import stream

DAY = 86_400
STEP = {name: code for code, name in enumerate(STEPS)}
NEVER = -(10**12)
_MOST_LOOKS = 8


@dataclass(frozen=True)
class People:
    """Everyone who ever comes, in order of their first day: position in these arrays is the person."""

    first_day: np.ndarray
    source: np.ndarray
    device: np.ndarray
    segment: np.ndarray
    place: np.ndarray
    intent: np.ndarray
    member: np.ndarray


@dataclass(frozen=True)
class Log:
    """Steps and order lines of the whole time, run-in included. Times are seconds since the first day's midnight.

    steps: person, visit, at, step, product (-1: none), source, device. lines: order, line, product, quantity.
    orders: person, visit, at, paid_at (NEVER where not paid), source, device.
    """

    steps: dict[str, np.ndarray]
    orders: dict[str, np.ndarray]
    lines: dict[str, np.ndarray]


def draw_people(plan: ShopPlan, rates: Rates) -> People:
    """The people who come for the first time on each day, with what stays theirs."""
    columns = defaultdict(list)
    segment_share = np.cumsum([s.share for s in plan.segments])
    device_share = np.cumsum([d.share for d in plan.devices])
    place_share = np.cumsum([p.share for p in plan.places])
    group_intent = np.array([s.intent for s in plan.segments])
    for day, ordinal in enumerate(rates.ordinals):
        # days differ by more than chance alone: weather, football, what a rival does
        mood = np.clip(stream(plan.seed, "mood", ordinal).normal(1, 0.07), 0.7, 1.3)
        arrived = stream(plan.seed, "first visits", ordinal).poisson(rates.first_visits[day] * mood)
        n = arrived.sum()
        traits = stream(plan.seed, "people", ordinal)
        group = _pick(traits.random(n), segment_share)
        columns["first_day"].append(np.full(n, day))
        columns["source"].append(np.repeat(np.arange(len(arrived)), arrived))
        columns["segment"].append(group)
        columns["device"].append(_pick(traits.random(n), device_share))
        columns["place"].append(_pick(traits.random(n), place_share))
        # most people only look, a few are ready: a gamma of shape 1.3 has that long tail
        columns["intent"].append(np.round(traits.gamma(1.3, 1 / 1.3, n) * group_intent[group], 6))
        columns["member"].append(traits.random(n) < 0.3)
    return People(**{name: np.concatenate(parts) for name, parts in columns.items()})


def draw_log(plan: ShopPlan, rates: Rates, people: People, each_day=lambda days: days) -> Log:
    """Every visit of every day. A person carries a cart from one day to the next; some look in twice on one day."""
    births = np.searchsorted(people.first_day, np.arange(len(rates.ordinals) + 1))
    returns = defaultdict(list)  # day → [(people, what lies in their cart or -1, have bought)]
    steps, orders, lines = defaultdict(list), defaultdict(list), defaultdict(list)
    visits_so_far = orders_so_far = 0
    for day in each_day(range(len(rates.ordinals))):
        new = np.arange(births[day], births[day + 1])
        back = returns.pop(day, [])
        person = np.concatenate([new, *(b[0] for b in back)])
        in_cart = np.concatenate([np.full(len(new), -1), *(b[1] for b in back)])
        bought = np.concatenate([np.zeros(len(new), bool), *(b[2] for b in back)])
        twice = stream(plan.seed, "again today", rates.ordinals[day]).random(len(person)) < plan.behaviour.again_today
        person, bought = np.concatenate([person, person[twice]]), np.concatenate([bought, bought[twice]])
        in_cart = np.concatenate([in_cart, np.full(twice.sum(), -1)])
        visits = _Day(plan, rates, people, day, person, in_cart, bought, len(new))
        for name, values in visits.steps.items():
            steps[name].append(values + visits_so_far if name == "visit" else values)
        for name, values in visits.orders.items():
            orders[name].append(values + visits_so_far if name == "visit" else values)
        for name, values in visits.lines.items():
            lines[name].append(values + orders_so_far if name == "order" else values)
        visits_so_far += len(person)
        orders_so_far += len(visits.orders["at"])
        for when in np.unique(visits.next_day[visits.next_day < len(rates.ordinals)]):
            who = visits.next_day == when
            returns[when].append((person[who], visits.left_in_cart[who], visits.buyer[who]))
    return Log(*({name: np.concatenate(parts) for name, parts in table.items()} for table in (steps, orders, lines)))


class _Day:
    """One day's visits; arrays are per visit unless their name says looks (one item page of a visit) or lines."""

    def __init__(self, plan, rates, people, day, person, in_cart, bought, new):
        self.plan, self.rates, self.day, self.how = plan, rates, day, plan.behaviour
        self.person, self.in_cart, self.n = person, in_cart, len(person)
        self.intent = people.intent[person] * rates.intent[day]
        returning = np.arange(self.n) >= new
        self.intent = np.where(returning, self.intent * self.how.returning, self.intent)
        # who comes back may use another way in and, now and then, another device
        again = self._stream("return source")
        self.source = np.where(returning, _pick(again.random(self.n), np.cumsum(rates.return_source)), people.source[person])
        other = _pick(again.random(self.n), np.cumsum([d.share for d in plan.devices]))
        self.device = np.where(returning & (again.random(self.n) < 0.12), other, people.device[person])
        clock = self._stream("clock")
        hour = _pick(clock.random(self.n), np.cumsum(rates.hours))
        self.start = (day - rates.day0) * DAY + hour * 3600 + clock.integers(0, 3600, self.n)
        self._parts = []
        self._look()
        self._order()
        self._pay()
        self._return(bought)
        parts = zip(*self._parts, strict=True)
        self.steps = dict(zip(("visit", "at", "step", "product"), map(np.concatenate, parts), strict=True))
        for name in ("person", "source", "device"):
            self.steps[name] = getattr(self, name)[self.steps["visit"]]

    def _stream(self, name):
        return stream(self.plan.seed, name, self.rates.ordinals[self.day])

    def _log(self, visit, at, step, product=-1):
        self._parts.append((visit, at, np.full(len(visit), STEP[step]), np.broadcast_to(product, len(visit))))

    def _look(self):
        """The start and the item pages, each with what may follow on it: favourite, comparison, cart."""
        how, rates, n = self.how, self.rates, self.n
        begin = self._stream("starts")
        start = (begin.random(n)[:, None] > np.cumsum(rates.starts[self.source], axis=1)[:, :2]).sum(axis=1)
        # somebody who left a cart comes by way of home to find it, or by the reminder straight to the item
        start = np.where((self.in_cart >= 0) & (start == 1), 0, start)
        visit = np.arange(n)
        for code, step in enumerate(("home", "search")):
            self._log(visit[start == code], self.start[start == code], step)
        first = np.where(start < 2, 4 + begin.exponential(22, n).astype(np.int64), 0)
        # some leave from home or the search page without opening an item
        bounced = (start < 2) & (begin.random(n) < np.where(start == 0, 0.22, 0.16))
        many = 1 + self._stream("looks").poisson(rates.looks_per_visit[self.source] - 1)
        looks = np.where(bounced, 0, np.minimum(many, _MOST_LOOKS))
        self.look_visit = of = np.repeat(visit, looks)
        m = len(of)
        nth = np.arange(m) - np.repeat(np.cumsum(looks) - looks, looks)
        draw = self._stream("items")
        product = _pick(draw.random(m), np.cumsum(rates.looks[self.day]))
        remembers = (self.in_cart[of] >= 0) & (nth == 0) & (draw.random(m) < 0.7)
        self.look_product = product = np.where(remembers, self.in_cart[of], product)

        mind = self._stream("favourites")
        favourite = mind.random(m) < rates.favourite[self.source[of]] * np.minimum(self.intent[of], 3)
        compare = self._stream("comparisons").random(m) < how.compare
        chance = rates.cart[self.source[of], self.device[of], product] * self.intent[of]
        carts = self._stream("carts")
        # who stops to compare is closer to buying
        cart = carts.random(m) < np.minimum(chance * np.where(compare, 1.35, 0.93), 0.8)
        # from the list or the shop's home, before the page is opened
        early = cart & ~compare & ((nth > 0) | (start[of] < 2)) & (carts.random(m) < how.cart_before_page)
        self.look_cart = cart
        # a page that leaks carts leaks direct orders too: both chances hang on the same page
        now = self._stream("buy now").random(m) < np.minimum(chance * how.buy_now / how.cart, 0.5)
        self.look_now = now & ~cart

        pace = self._stream("pace")
        dwell = 6 + pace.exponential(38, m).astype(np.int64)
        with_compare = np.where(compare, 25 + pace.exponential(60, m).astype(np.int64), 0)
        to_cart = np.where(cart, 2 + pace.exponential(9, m).astype(np.int64), 0)
        home = (nth > 0) & (pace.random(m) < how.via_home)
        to_home = np.where(home, 3 + pace.exponential(14, m).astype(np.int64), 0)
        length = to_home + dwell + with_compare + to_cart + 2
        ends = np.cumsum(length)
        before = np.concatenate([[0], ends])[np.cumsum(looks) - looks]  # seconds spent in earlier visits' looks
        begins = self.start[of] + first[of] + (ends - length) - before[of]
        opened = begins + to_home
        self._log(of[home], begins[home], "home")
        self._log(of, opened, "detail", product)
        self._log(of[favourite], (opened + dwell // 2)[favourite], "favourite", product[favourite])
        self._log(of[compare], (opened + dwell)[compare], "compare", product[compare])
        late = cart & ~early
        self._log(of[late], (opened + dwell + with_compare + to_cart)[late], "cart", product[late])
        self._log(of[early], (opened - 1)[early], "cart", product[early])
        self.end = np.maximum(self.start + first, self.start)
        np.maximum.at(self.end, of, begins + length)
        self.favoured = np.zeros(n, bool)
        self.favoured[of[favourite]] = True

    def _order(self):
        """A visit's cart, this one's or the one left before, is ordered or stays; some buy at once without a cart."""
        how, n, of = self.how, self.n, self.look_visit
        carted = np.zeros(n, bool)
        carted[of[self.look_cart]] = True
        left = self.in_cart >= 0
        push = np.minimum(np.sqrt(np.maximum(self.intent, 0.2)), 1.8)
        chance = np.where(carted, self.rates.order[self.source], np.where(left, how.order_from_old_cart, 0)) * push
        draw = self._stream("orders")
        from_cart = draw.random(n) < np.minimum(chance, 0.9)
        at_once = np.zeros(n, bool)
        at_once[of[self.look_now]] = True
        at_once &= ~from_cart
        self.ordered = from_cart | at_once
        # lines: everything carted in this visit, the old cart's item, or the one bought at once
        looked = (self.look_cart & from_cart[of]) | (self.look_now & at_once[of])
        visit = np.concatenate([of[looked], np.flatnonzero(from_cart & left)])
        product = np.concatenate([self.look_product[looked], self.in_cart[from_cart & left]])
        # an item that fills up the basket, taken from the cart page without a look at its own
        adds = self._stream("second lines")
        several = np.bincount(visit, minlength=n) > 1
        more = self.ordered & (adds.random(n) < how.second_line) & ~several
        u = adds.random(n)
        one = np.full(n, -1)
        one[visit] = product
        extra = (u[:, None] > np.cumsum(self.rates.second[one], axis=1)[:, :-1]).sum(axis=1)
        more &= self.rates.looks[self.day][extra] > 0  # not yet launched
        at = self.end + 12 + draw.exponential(35, n).astype(np.int64)
        self._log(np.flatnonzero(more), (at - 6)[more], "cart", extra[more])
        visit = np.concatenate([visit, np.flatnonzero(more)])
        product = np.concatenate([product, extra[more]])
        # one line per item of an order
        keys = np.unique(visit * len(self.plan.products) + product)
        visit, product = keys // len(self.plan.products), keys % len(self.plan.products)
        self.line_visit, self.line_product = visit, product
        first = np.searchsorted(visit, visit)
        self.line_no = np.arange(len(visit)) - first + 1
        self.quantity = 1 + (self._stream("quantities").random(len(visit))[:, None] > [0.91, 0.985]).sum(axis=1)
        self.at = at
        self._log(visit, at[visit], "order", product)
        # what stays in the cart: the last item put there, else the old one
        stays = np.where(left & ~from_cart, self.in_cart, -1)
        kept = self.look_cart & ~from_cart[of]
        stays[of[kept]] = self.look_product[kept]
        self.left_in_cart = stays

    def _pay(self):
        """Most orders are paid at once, some later in the day that the platform keeps them open, some never."""
        how, n = self.how, self.n
        draw = self._stream("payments")
        at_once = self.ordered & (draw.random(n) < self.rates.pay[self.device])
        later = self.ordered & ~at_once & (draw.random(n) < how.pay_later)
        soon = 7 + draw.exponential(16, n).astype(np.int64)
        # the platform closes an unpaid order after 24 hours
        wait = 1800 + (draw.beta(1.0, 2.2, n) * (DAY - 3600)).astype(np.int64)
        paid = np.where(at_once, self.at + soon, np.where(later, self.at + wait, NEVER))
        # an order of the run-in is no row of the shop, so nobody pays it later than that
        paid = np.where((self.at < 0) & (paid >= 0), NEVER, paid)
        self.buyer = paid != NEVER
        paying = self.buyer[self.line_visit]
        self._log(self.line_visit[paying], paid[self.line_visit[paying]], "pay", self.line_product[paying])
        numbered = np.flatnonzero(self.ordered)
        self.orders = {"person": self.person[numbered], "visit": numbered, "at": self.at[numbered],
                       "paid_at": paid[numbered], "source": self.source[numbered], "device": self.device[numbered]}
        self.lines = {"order": np.searchsorted(numbered, self.line_visit), "line": self.line_no,
                      "product": self.line_product, "quantity": self.quantity}
        # having paid, people look round, and some put the next thing into the cart
        after = self._stream("after paying")
        looks = at_once & (after.random(n) < how.look_after_paying)
        item = _pick(after.random(n), np.cumsum(self.rates.looks[self.day]))
        then = paid + 5 + after.exponential(20, n).astype(np.int64)
        self._log(np.flatnonzero(looks), then[looks], "detail", item[looks])
        carts = at_once & (after.random(n) < how.cart_after_paying)
        self._log(np.flatnonzero(carts), (then + 15)[carts], "cart", item[carts])
        self.left_in_cart = np.where(carts, item, self.left_in_cart)

    def _return(self, bought):
        """Who comes back, and on which day: soon with a full cart, after weeks having bought."""
        how, n = self.how, self.n
        self.buyer = self.buyer | bought
        draw = self._stream("returns")
        chance = np.select(
            [self.left_in_cart >= 0, self.buyer, self.favoured],
            [how.return_cart, how.return_buyer, how.return_favourite], how.return_looked,
        )
        comes = draw.random(n) < chance
        middle = np.select([self.left_in_cart >= 0, self.buyer], [2.6, 12.0], 4.2)
        gap = 1 + np.floor(middle * np.exp(draw.normal(0, 1.15, n)) * 0.7).astype(np.int64)
        self.next_day = np.where(comes, self.day + gap, np.iinfo(np.int64).max)


def _pick(uniform, cumulative) -> np.ndarray:
    """The category that each uniform number falls into; the last takes what rounding left over."""
    return np.minimum(np.searchsorted(cumulative, uniform, side="right"), len(cumulative) - 1)
