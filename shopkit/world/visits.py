"""Rates → steps: what the visits of one day look at, and how far they get."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from shopkit.schema import STEPS
from shopkit.world.codes import DAY, NEVER, STEP, distinct, pick
from shopkit.world.expect import GAP_SPREAD, HORIZON, LATER, MOST_CART, MOST_ORDER, eagerness

MORE_READY = 1.35  # who stops to compare is closer to buying


class Visits:
    """One day's visits; arrays are per visit unless their name says looks (one item page of a visit) or lines."""

    def __init__(self, world, day, person, source, item, held, new, mains):
        self.world, self.day_, self.person, self.source, self.item, self.held = world, day, person, source, item, held
        self.plan, self.rates, self.how, self.mains = world.plan, world.rates, world.how, mains
        self.n, self.new = len(person), new
        n = self.n
        people = world.people
        returning = np.arange(n) >= new
        self.intent = world.kinds.intent[people.kind[person]] * np.where(returning, self.how.returning, 1.0)
        self.device = people.device[person]
        clock = self._stream("clock")
        self.start = (day - self.rates.day0) * DAY + pick(clock.random(n), world.chances["hour"]) * 3600 + clock.integers(0, 3600, n)
        self._parts = defaultdict(list)
        self._look()
        self._decide()
        self._pay()
        self._return()
        self.steps, self.visits = self._steps()

    def _stream(self, name):
        return self.world.stream(name, self.day_)

    def _log(self, step, visit, at, product=-1):
        self._parts[step].append((visit, at, np.broadcast_to(np.asarray(product, np.int64), len(visit))))

    def _steps(self):
        """(steps, visits) as of arrivals.Day; steps of one second are in the order in which they happen."""
        parts = [(step, *part) for step in STEPS for part in self._parts[step]]
        steps = {"visit": np.concatenate([p[1] for p in parts]), "at": np.concatenate([p[2] for p in parts]),
                 "step": np.repeat(np.array([STEP[p[0]] for p in parts], np.int8), [len(p[1]) for p in parts]),
                 "product": np.concatenate([p[3] for p in parts])}
        visits = {"number": self.world.visits + np.arange(self.n), "person": self.person, "source": self.source.astype(np.int8), "device": self.device}
        return self._with_ghosts(steps, visits)

    def _with_ghosts(self, steps, visits):
        """A tracking fault counts visits again: the first step under a visitor's number of its own."""
        counted = self.rates["counted"][self.day_]
        if (counted == 1).all():
            return steps, visits
        again = np.flatnonzero(self._stream("ghosts").random(self.n) < (counted - 1)[self.source])
        ghosts = np.arange(self.n, self.n + len(again))
        visit = steps["visit"]
        order = np.lexsort((steps["step"], steps["at"], visit))
        first = order[np.searchsorted(visit[order], again)]
        who = self.world.people.add(first_day=np.full(len(again), self.day_), kind=np.zeros(len(again), np.int8),
                                    device=self.device[again], place=np.zeros(len(again), np.int16))
        double = {name: values[first] for name, values in steps.items()}
        double |= {"visit": ghosts, "step": np.where(double["product"] < 0, double["step"], STEP["detail"]).astype(np.int8)}
        others = {name: values[again] for name, values in visits.items()} | {"number": self.world.visits + ghosts, "person": who}
        return tuple({name: np.concatenate([one[name], more[name]]) for name in one} for one, more in ((steps, double), (visits, others)))

    def _look(self):
        """The start and the item pages, each with what may follow on it: favourite, comparison, cart."""
        how, rates, n, world = self.how, self.rates, self.n, self.world
        begin = self._stream("starts")
        u, edges = begin.random(n), world.starts[self.source]
        start = (u > edges[:, 0]).astype(np.int64) + (u > edges[:, 1])
        # somebody who left a cart comes by way of home to find it, or by the reminder straight to the item
        start = np.where((self.held >= 0) & (start == 1), 0, start)
        visit = np.arange(n)
        for code, step in enumerate(("home", "search")):
            here = np.flatnonzero(start == code)
            self._log(step, here, self.start[here])
        wait = np.where(start < 2, 4 + (begin.standard_exponential(n, dtype=np.float32) * 22).astype(np.int64), 0)
        # some leave from home or the search page without opening an item
        bounced = begin.random(n) < np.array([how.bounce_home, how.bounce_search, 0])[start]
        self.landing = np.where(bounced, -1, self.item)
        looks = np.where(bounced, 0, 1 + self._stream("looks").poisson(world.more[self.source]))
        self.of = of = np.repeat(visit, looks)
        m, p = len(of), len(self.plan.products)
        before = np.cumsum(looks) - looks
        opens = looks > 0
        first = np.zeros(m, bool)
        first[before[opens]] = True
        draw = self._stream("items")
        self.product = product = pick(draw.random(m), np.cumsum(rates.looks[self.day_]))
        product[before[opens]] = self.item[opens]

        mind = self._stream("favourites")
        favourite = np.flatnonzero(mind.random(m) < (world.favourite[self.source] * np.minimum(self.intent, 3))[of])
        compare = self._stream("comparisons").random(m) < how.compare
        stop = np.flatnonzero(compare)
        chance = np.minimum(rates.carts[self.day_].ravel()[(self.source * p)[of] + product] * self.intent[of], MOST_CART)
        calmer = (1 - how.compare * MORE_READY) / (1 - how.compare)
        drawn = self._stream("carts").random(m)
        u = drawn / calmer
        u[stop] = drawn[stop] / MORE_READY
        self.cart = cart = u < chance
        put = np.flatnonzero(cart)
        # a page that leaks carts leaks direct orders too: both chances hang on the same page
        self.now = ~cart & (u < chance * (1 + how.buy_now / how.cart))
        # from the list or the shop's home, before the page is opened
        early = ~compare[put] & (~first[put] | (start[of[put]] < 2)) & (self._stream("early carts").random(m)[put] < how.cart_before_page)

        pace = self._stream("pace")
        dwell = 6 + (pace.standard_exponential(m, dtype=np.float32) * 38).astype(np.int64)
        leaves = dwell.copy()  # seconds after it was opened
        leaves[stop] += 25 + (pace.standard_exponential(len(stop)) * 60).astype(np.int64)
        leaves[put] += 2 + (pace.standard_exponential(len(put)) * 9).astype(np.int64)
        home = np.flatnonzero(~first & (pace.random(m, dtype=np.float32) < how.via_home))
        length = leaves + 2
        to_home = 3 + (pace.standard_exponential(len(home)) * 14).astype(np.int64)
        length[home] += to_home
        ends = np.concatenate([[0], np.cumsum(length)])
        begins = (self.start + wait - ends[before])[of] + ends[:-1]
        self._log("home", of[home], begins[home])
        opened = begins
        opened[home] += to_home
        self._log("detail", of, opened, product)
        self._log("favourite", of[favourite], opened[favourite] + dwell[favourite] // 2, product[favourite])
        self._log("compare", of[stop], opened[stop] + dwell[stop], product[stop])
        self._log("cart", of[put], opened[put] + np.where(early, -1, leaves[put]), product[put])
        self.end = self.start + wait + ends[before + looks] - ends[before]
        self.put = put

    def _decide(self):
        """A visit's cart, this one's or the one left before, is ordered or stays; some ask first, some buy without a cart."""
        how, n, of, service = self.how, self.n, self.of, self.plan.service
        carted = np.zeros(n, bool)
        carted[of[self.put]] = True
        stock = self.rates["stock"][self.day_]
        # what is out of stock stays in the cart and can't be ordered
        left = (self.held >= 0) & (stock[self.held] > 0)
        who = np.flatnonzero(carted | left)
        lever = self.rates["order"][self.day_][self.source[who]]
        old = how.order_from_old_cart * lever / self.world.of_page[self.source[who]]
        chance = np.where(carted[who], lever, old) * eagerness(self.intent[who])
        ask = self._stream("chats")
        asks = ask.random(len(who)) < service.chats
        reply = np.ceil(self.rates["reply"][self.day_] * np.exp(service.spread * ask.standard_normal(len(who)))).astype(np.int64)
        quick = reply <= service.in_time
        chance = np.minimum(np.where(asks, np.where(quick, service.quick, service.slow), 1) * chance, MOST_ORDER)
        draw = self._stream("orders")
        taken = draw.random(len(who)) < chance
        from_cart = np.zeros(n, bool)
        from_cart[who] = taken
        at_once = np.zeros(n, bool)
        at_once[of[self.now]] = True
        at_once &= ~from_cart
        self.ordered = from_cart | at_once
        self.numbered = np.flatnonzero(self.ordered)
        self.at = np.zeros(n, np.int64)
        self.at[self.numbered] = self.end[self.numbered] + 12 + (draw.standard_exponential(len(self.numbered)) * 35).astype(np.int64)
        asked = who[asks]
        self.at[asked] += np.minimum(reply[asks], 900)
        rated, mood = ask.random(len(asked)) < 0.45, ask.random(len(asked))
        # an answer in time is mostly rated five, a late one often three or less
        score = np.where(quick[asks], 5 - np.searchsorted([0.82, 0.95, 0.985], mood), 5 - np.searchsorted([0.42, 0.62, 0.80, 0.92], mood))
        self.chats = {"person": self.person[asked], "at": self.end[asked] + 3, "reply": reply[asks],
                      "ordered_at": np.where(from_cart[asked], self.at[asked], NEVER), "score": np.where(rated, score, 0)}
        # lines: everything carted in this visit, the old cart's item, or the one bought at once
        looked = np.flatnonzero((self.cart & from_cart[of]) | (self.now & at_once[of]))
        again = np.flatnonzero(from_cart & left)
        self._lines(np.concatenate([of[looked], again]), np.concatenate([self.product[looked], self.held[again]]))
        # what stays in the cart: the last item put there, else the old one
        stays = np.where(from_cart, -1, self.held)
        kept = self.put[~from_cart[of[self.put]]]
        stays[of[kept]] = self.product[kept]
        self.in_cart = stays
        self._offer(carted, from_cart)

    def _lines(self, visit, product):
        """Order lines, one per item; to some, something that goes with it is added at the till."""
        p = len(self.plan.products)
        keys = distinct(visit * p + product)
        visit, product = keys // p, keys % p
        adds = self._stream("second lines")
        more = np.flatnonzero(adds.random(len(visit)) < self.how.second_line)
        extra = (adds.random(len(more))[:, None] > self.world.second[product[more], :-1]).sum(axis=1)
        # not one that is yet to be launched, or out of stock
        there = (self.rates.looks[self.day_] * self.rates["stock"][self.day_])[extra] > 0
        quantity = _units(self._stream("quantities").random(len(visit)))
        count = _units(adds.random(there.sum()))
        both = np.concatenate([keys, visit[more][there] * p + extra[there]])
        keys = distinct(both)
        self.quantity = np.bincount(np.searchsorted(keys, both), np.concatenate([quantity, count]), len(keys)).astype(np.int64)
        self.line_visit, self.line_product = keys // p, keys % p
        self.line = np.arange(len(keys)) - np.searchsorted(self.line_visit, self.line_visit) + 1
        self._log("order", self.line_visit, self.at[self.line_visit], self.line_product)

    def _offer(self, carted, from_cart):
        """Offers claimed by who fills a cart; of several, an order takes the first that it uses."""
        claim, use = self.rates["claim"][self.day_], self.rates["use"][self.day_]
        who = np.flatnonzero(carted)
        self.taken = np.full(self.n, -1)
        parts = defaultdict(list)
        for offer in np.flatnonzero(claim > 0):
            draw = self._stream(f"offer {offer}")
            claims = draw.random(len(who)) < claim[offer]
            uses = claims & (draw.random(len(who)) < use[offer]) & from_cart[who] & (self.taken[who] < 0)
            self.taken[who[uses]] = offer
            parts["person"].append(self.person[who[claims]])
            parts["at"].append(self.end[who[claims]])
            parts["offer"].append(np.full(claims.sum(), offer))
            parts["order"].append(np.where(uses, np.searchsorted(self.numbered, who), -1)[claims])
        self.claims = {name: np.concatenate([np.zeros(0, np.int64), *parts[name]]) for name in ("person", "at", "offer", "order")}

    def _pay(self):
        """Most orders are paid at once, some later in the day that the platform keeps them open, some never."""
        how, rates, who = self.how, self.rates, self.numbered
        n, at = len(who), self.at[who]
        draw = self._stream("payments")
        at_once = draw.random(n) < rates["pay"][self.day_][self.device[who]]
        later = ~at_once & (draw.random(n) < how.pay_later)
        soon = 7 + (draw.standard_exponential(n) * 16).astype(np.int64)
        # the platform closes an unpaid order after 24 hours
        wait = 1800 + (draw.beta(1.0, 2.2, n) * (DAY - 3600)).astype(np.int64)
        paid = np.where(at_once, at + soon, np.where(later, at + wait, NEVER))
        presale = self._presale(who, paid)
        at_once &= ~presale
        # an order of the run-in is no row of the shop, so nobody pays it later than that
        paid = np.where((at < 0) & (paid >= 0), NEVER, paid)
        position = np.zeros(self.n, np.int64)
        position[who] = np.arange(n)
        of_order = position[self.line_visit]
        paying = np.flatnonzero(paid[of_order] != NEVER)
        self._log("pay", self.line_visit[paying], paid[of_order[paying]], self.line_product[paying])
        self.orders = {"person": self.person[who], "visit": who + self.world.visits, "at": at, "paid_at": paid,
                       "source": self.source[who], "device": self.device[who], "landing": self.landing[who], "presale": presale}
        self.lines = {"order": of_order, "line": self.line, "product": self.line_product, "quantity": self.quantity}
        self.bought = np.zeros(self.n, bool)
        self.bought[who] = paid != NEVER
        # having paid, people look round, and some put the next thing into the cart
        after = self._stream("after paying")
        u = after.random(n)
        item = pick(after.random(n), np.cumsum(rates.looks[self.day_]))
        then = paid + 5 + (after.standard_exponential(n) * 20).astype(np.int64)
        looks = np.flatnonzero(at_once & (u < how.look_after_paying) & (paid != NEVER))
        carts = np.flatnonzero(at_once & (u < how.cart_after_paying) & (paid != NEVER))
        self._log("detail", who[looks], then[looks], item[looks])
        self._log("cart", who[carts], then[carts] + 15, item[carts])
        self.in_cart[who[carts]] = item[carts]

    def _presale(self, who, paid):
        """Orders of items on pre-sale: only the deposit is due, the balance falls on one evening. Changes `paid`."""
        presale = np.isin(who, self.line_visit[self.rates["paid_now"][self.day_][self.line_product] == 0])
        today = self.rates.ordinals[self.day_]
        due = [sale for sale in self.plan.presales if sale.balance.toordinal() > today]
        if not presale.any() or not due:
            return np.zeros(len(who), bool)
        sale = min(due, key=lambda s: s.balance)
        draw = self._stream("balances")
        pays = draw.random(len(who)) < sale.pays
        from_hour = (sale.balance.toordinal() - self.rates.ordinals[0] - self.rates.day0) * DAY + sale.balance_hour * 3600
        evening = from_hour + np.minimum(draw.standard_exponential(len(who)) * 3600, (24 - sale.balance_hour) * 3600 - 1).astype(np.int64)
        paid[presale] = np.where(pays, evening, NEVER)[presale]
        return presale

    def _return(self):
        """Who comes back, and on which day: soon with a full cart, after weeks having bought.

        An order that will be paid makes a buyer at once, as in the expectation; when it is, people.paid_at says.
        """
        how, people, rates = self.how, self.world.people, self.rates
        mains = slice(0, self.mains)
        paying = self.orders["paid_at"] != NEVER
        np.minimum.at(people.paid_at, self.orders["person"][paying], self.orders["paid_at"][paying].astype(np.int32))
        buyers = self.person[self.bought]
        np.add.at(people.purchases, buyers, 1)
        people.purchases[buyers] = np.minimum(people.purchases[buyers], 100)
        times = np.minimum(people.purchases[self.person[mains]], 2)
        self.left = self.in_cart[mains]
        with_cart = self.left >= 0
        draw = self._stream("returns")
        chance = np.where(with_cart, how.back_with_cart, np.array(how.back)[times]) * rates["back"][self.day_]
        comes = draw.random(self.mains) < chance
        middle = np.where(with_cart, how.gap[0], np.where(times > 0, how.gap[2], how.gap[1]))
        comes, length = np.flatnonzero(comes), draw.standard_normal(self.mains)
        gap = 1 + np.floor(0.7 * middle[comes] * np.exp(GAP_SPREAD * length[comes])).astype(np.int64)
        self.next_day = np.full(self.mains, np.iinfo(np.int64).max)
        self.next_day[comes[gap <= HORIZON]] = self.day_ + gap[gap <= HORIZON]


def _units(uniform):
    """Units of an order line: one, and by chance a second and a third."""
    return 1 + sum((uniform > 1 - part).astype(np.int64) for part in LATER)
