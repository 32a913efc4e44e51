"""Rates → days: who comes on each day, who comes back, and what they did, one day at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from shopkit.world.codes import DAY, distinct, pick
from shopkit.world.expect import PUSH_DAYS, kinds
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates, normal, second_lines
from shopkit.world.stream import stream
from shopkit.world.visits import Visits


class People:
    """Everyone who ever came, in order of arrival: the position in these arrays is the person.

    purchases: orders that are paid, or will be; what has not been paid by a certain moment, paid_at knows (when they first
    paid, in seconds as everywhere; the largest number is never).
    """

    def __init__(self):
        self.n = 0
        self._columns = {name: np.zeros(1024, kind) for name, kind in (
            ("first_day", np.int32), ("kind", np.int8), ("device", np.int8), ("place", np.int16), ("member", bool),
            ("purchases", np.int8), ("paid_at", np.int32))}

    def __getattr__(self, name):
        try:
            return self.__dict__["_columns"][name][: self.n]
        except KeyError:
            raise AttributeError(name) from None

    def add(self, **columns) -> np.ndarray:
        """New people; returns their positions."""
        begin, self.n = self.n, self.n + len(columns["kind"])
        for name, values in self._columns.items():
            if self.n > len(values):
                # room for as many again: what is not written yet takes no memory
                larger = np.zeros(self.n + len(values), values.dtype)
                larger[: len(values)] = values
                # only now: whoever closes yesterday meanwhile must not look people up in an empty list
                values = self._columns[name] = larger
            values[begin: self.n] = columns.get(name, np.iinfo(values.dtype).max if name == "paid_at" else 0)
        return np.arange(begin, self.n)


@dataclass(frozen=True)
class Day:
    """What the visits of one day did. Times are seconds since the shop's first midnight.

    steps: visit (position in visits), at, step, product (-1: none); some of them happen after midnight. visits: number, person,
    source, device. Diary.close makes of both the steps that happened on this day. orders: person, visit, at, paid_at (NEVER
    where not paid), source, device, landing (the first item seen, -1: none), presale. lines: order (position in orders), line, product, quantity.
    chats: person, at, reply, ordered_at (NEVER where not ordered), score (0: none given). claims: person, at, offer, order (-1: not used).
    first_visit, new: number of the day's first visit, and how many from it on are those of new people.
    """

    day: int
    first_visit: int
    new: int
    steps: dict[str, np.ndarray]
    visits: dict[str, np.ndarray]
    orders: dict[str, np.ndarray]
    lines: dict[str, np.ndarray]
    chats: dict[str, np.ndarray]
    claims: dict[str, np.ndarray]


def draw_days(plan: ShopPlan, rates: Rates, people: People, pushed: dict) -> Iterator[Day]:
    """Every day from the run-in's first on. A person carries a cart, and what they have bought, from visit to visit.

    pushed: is filled with what became of each message: person, sent, opened, opted_out.
    """
    world = _World(plan, rates, people, pushed)
    for day in range(len(rates.ordinals)):
        yield world.day(day)


def mood(plan: ShopPlan, rates: Rates, day: int) -> float:
    """How many more people than usual are about on a day."""
    return float(np.clip(stream(plan.seed, "mood", rates.ordinals[day]).normal(1, plan.mood), 0.7, 1.3))


class _World:
    """What lasts from one day to the next: who will come back when, and how many visits there were."""

    def __init__(self, plan, rates, people, pushed):
        self.plan, self.rates, self.people, self.pushed, self.how = plan, rates, people, pushed, plan.behaviour
        self.kinds = kinds(plan)
        self.back = defaultdict(list)  # day → [(people, what lies in their cart or -1)]
        self.called = defaultdict(list)
        self.visits = 0
        self.chances = {name: np.cumsum(normal(values)) for name, values in (
            ("kind", self.kinds.share), ("device", [d.share for d in plan.devices]), ("place", [p.share for p in plan.places]),
            ("source", [s.back for s in plan.sources]), ("hour", plan.hours))}
        self.starts = np.cumsum([normal(s.starts) for s in plan.sources], axis=1)
        self.more = np.array([s.looks for s in plan.sources]) - 1
        self.favourite = np.array([s.favourite for s in plan.sources]) * plan.behaviour.favourite
        self.second = np.cumsum(second_lines(plan), axis=1)
        self.of_page = np.array([s.order for s in plan.sources]) * self.how.order_from_cart

    def stream(self, name, day):
        return stream(self.plan.seed, name, self.rates.ordinals[day])

    def day(self, day) -> Day:
        visits = self._arrive(day)
        today = Visits(self, day, *visits)
        order = np.argsort(today.next_day, kind="stable")
        order = order[: np.searchsorted(today.next_day[order], len(self.rates.ordinals))]
        when, first = distinct(today.next_day[order]), today.next_day[order]
        ends = np.append(np.searchsorted(first, when), len(order))
        for n, then in enumerate(when):
            who = order[ends[n]: ends[n + 1]]
            self.back[int(then)].append((today.person[who], today.left[who]))
        first_visit, self.visits = self.visits, self.visits + len(today.visits["number"])
        return Day(day, first_visit, today.new, today.steps, today.visits, today.orders, today.lines, today.chats, today.claims)

    def _arrive(self, day):
        """person, source, first item, cart of today's visits: the new, those who return, second visits, those called."""
        people, rates, plan = self.people, self.rates, self.plan
        arrived = self.stream("first visits", day).poisson(rates.arrivals[day] * mood(plan, rates, day))
        n = arrived.sum()
        traits = self.stream("people", day)
        new = people.add(first_day=np.full(n, day), kind=pick(traits.random(n), self.chances["kind"]),
                         device=pick(traits.random(n), self.chances["device"]), place=pick(traits.random(n), self.chances["place"]),
                         member=traits.random(n) < 0.3)
        cells = np.repeat(np.arange(arrived.size), arrived.ravel())
        back = self.back.pop(day, [])
        returning = np.concatenate([np.zeros(0, np.int64), *(b[0] for b in back)])
        held = np.concatenate([np.full(n, -1), *(b[1] for b in back)]).astype(np.int64)
        main = np.concatenate([new, returning])
        twice = main[self.stream("again today", day).random(len(main)) < self.how.again_today]
        called = self._call(day)
        person = np.concatenate([main, twice, called])
        held = np.concatenate([held, np.full(len(twice) + len(called), -1)])
        again = self.stream("ways back", day)
        other = len(person) - n
        source = np.concatenate([cells // len(plan.products), pick(again.random(other), self.chances["source"])])
        look = pick(again.random(other), np.cumsum(rates.looks[day]))
        look = np.where((held[n:] >= 0) & (again.random(other) < self.how.remember), held[n:], look)
        item = np.concatenate([cells % len(plan.products), look])
        return person, source, item, held, n, len(main)

    def _call(self, day):
        """Who follows a message today; on the day that it is sent, everybody who has paid is drawn for it or held out."""
        for i, push in enumerate(self.plan.pushes):
            if push.day.toordinal() == self.rates.ordinals[day]:
                buyers = np.flatnonzero(self.people.purchases > 0)
                # the list is drawn up at midnight: who has only ordered by then is not on it
                listed = self.people.paid_at[buyers] < (day - self.rates.day0) * DAY
                draw = self.stream(f"push {push.name}", day)
                sent = draw.random(len(buyers)) >= push.holdout
                opened = sent & (draw.random(len(buyers)) < self.rates["opened"][i])
                comes = sent & (draw.random(len(buyers)) < self.rates["push_visits"][i])
                leaves = sent & (draw.random(len(buyers)) < self.rates["opts_out"][i])
                when = pick(draw.random(len(buyers)), np.cumsum(PUSH_DAYS))
                drawn = {"person": buyers, "sent": sent, "opened": opened | comes, "opted_out": leaves}
                self.pushed[push.name] = {name: values[listed] for name, values in drawn.items()}
                for days in range(len(PUSH_DAYS)):
                    self.called[day + days].append(buyers[listed & comes & (when == days)])
        return np.concatenate([np.zeros(0, np.int64), *self.called.pop(day, [])])
