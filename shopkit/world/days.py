"""Days drawn → the daily tables: who came, by day, source and item, and the columns that the world alone knows."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.world.arrivals import Day, People, mood
from shopkit.world.codes import STEP, distinct
from shopkit.world.plan import ShopPlan
from shopkit.world.rates import Rates, placements
from shopkit.world.stream import stream
from shopkit.world.words import Words

_SEEN = np.isin(np.arange(len(STEP)), [STEP[step] for step in ("home", "search", "detail", "compare")])
_PEOPLE = {"cart_adders": "cart", "orderers": "order", "buyers": "pay"}


class Books:
    """The counts of every day of the shop, added day by day: what the events say, without keeping them."""

    def __init__(self, plan: ShopPlan, rates: Rates, people: People):
        self.plan, self.rates, self.people = plan, rates, people
        t, s, p = plan.days, len(plan.sources), len(plan.products)
        self.shop = {n: np.zeros(t, np.int64) for n in ("visitors", "new_visitors", "page_views", "favourites", *_PEOPLE)}
        self.source = {n: np.zeros((t, s), np.int64) for n in ("visitors", "orderers", "buyers")}
        self.item = {n: np.zeros((t, p), np.int64) for n in ("visitors", "page_views", *_PEOPLE)}
        self.clicks = {n: np.zeros((t, s, p), np.int64) for n in ("new", "again")}

    def add(self, day: Day, steps: dict[str, np.ndarray]) -> None:
        """One day, and its steps as of Diary.close; days of the run-in are passed over."""
        t = day.day - self.rates.day0
        if t < 0 or not len(steps["at"]):
            return
        s, p = self.clicks["new"].shape[1:]
        person, step, source, product = (steps[n] for n in ("person", "step", "source", "product"))
        # a visit is one person's, from one source: what is counted of people is counted of visits, which are fewer
        visit = steps["visit"] - steps["visit"].min()
        whose, by_way_of = np.full((2, visit.max() + 1), -1)
        whose[visit], by_way_of[visit] = person, source
        visits = np.flatnonzero(whose >= 0)
        who = distinct(whose[visits])
        rank = np.full(len(whose), -1)
        rank[visits] = np.searchsorted(who, whose[visits])

        def people(of_visit, group, groups):
            """Which of the day's people are in which group: group × rank."""
            there = np.zeros((groups, len(who)), bool)
            there[group, rank[of_visit]] = True
            return there

        self.shop["visitors"][t] = len(who)
        self.shop["new_visitors"][t] = (self.people.first_day[who] == day.day).sum()
        seen = _SEEN[step]
        self.shop["page_views"][t] = seen.sum()
        self.shop["favourites"][t] = (step == STEP["favourite"]).sum()
        self.source["visitors"][t] = people(visits, by_way_of[visits], s).sum(axis=1)
        self.item["page_views"][t] = np.bincount(product[seen] + 1, minlength=p + 1)[1:]
        detail = np.flatnonzero(step == STEP["detail"])
        self.item["visitors"][t] = people(visit[detail], product[detail], p).sum(axis=1)
        for name, code in _PEOPLE.items():
            here = np.flatnonzero(step == STEP[code])
            there = people(visit[here], product[here], p)
            self.shop[name][t] = there.any(axis=0).sum()
            self.item[name][t] = there.sum(axis=1)
            if name in self.source:
                self.source[name][t] = people(visit[here], source[here], s).sum(axis=1)
        # a click is a visit that came from outside, straight or by search, to an item's page
        today = detail[steps["visit"][detail] >= day.first_visit]
        # the first look of each visit: steps are in order of time, and the one written last stays
        first = np.full(len(whose), -1)
        first[visit[today[::-1]]] = today[::-1]
        row = first[first >= 0]
        cell = source[row].astype(np.int64) * p + product[row]
        new = steps["visit"][row] < day.first_visit + day.new
        for name, rows in (("new", new), ("again", ~new)):
            self.clicks[name][t] = np.bincount(cell[rows], minlength=s * p).reshape(s, p)

    def tables(self, orders: pd.DataFrame, reviews: pd.DataFrame, cost: np.ndarray, unclicked: dict, words: Words) -> dict[str, pd.DataFrame]:
        """shop_days, traffic and items. cost, unclicked: as of ads.draw_ads."""
        days = pd.DatetimeIndex([pd.Timestamp(d) for d in self.plan.calendar], name="date").as_unit("us")
        items = self._items(orders, reviews, unclicked, days, words)
        return {"shop_days": self._shop_days(orders, items, days, words), "traffic": self._traffic(orders, cost, days, words), "items": items}

    def _shop_days(self, orders, items, days, words):
        plan, rates, counts = self.plan, self.rates, self.shop
        table = pd.DataFrame(counts, index=days)
        table["returning_visitors"] = table["visitors"] - table["new_visitors"]
        table[["impressions", "clicks"]] = items.groupby("date")[["impressions", "clicks"]].sum().reindex(days, fill_value=0)
        date = {name: orders[f"{name}_at"].dt.floor("D") for name in ("ordered", "paid", "refunded")}
        # an order's lines share all but their refunds: it is counted by its first; those refunded on one day count once
        head = orders["line_no"] == 1
        again = pd.DataFrame({"order": head.cumsum(), "date": date["refunded"]}).duplicated()
        for name, at, rows in (("orders", "ordered", head), ("paid_orders", "paid", head), ("refunded_orders", "refunded", ~again)):
            table[name] = date[at][rows].value_counts().reindex(days, fill_value=0)
        for name, at in (("order_amount", "ordered"), ("paid_amount", "paid"), ("refund_amount", "refunded")):
            table[name] = orders.groupby(date[at])[name].sum().reindex(days, fill_value=0)
        noise = np.array([_noise(plan, day, n) for day, n in zip(days, counts["visitors"], strict=True)])
        table["followers"] = noise[:, 0].astype(np.int64)
        here = slice(rates.day0, None)
        table["campaign"] = [words.text(c) if c and c.en else None for c in rates.campaign[here]]
        # peers sell more on the platform's campaign days too
        busy = np.where([bool(c) and bool(c.en) for c in rates.campaign[here]], 1.4, 1.0)
        for i, (name, about) in enumerate((("peer_average_conversion", "average_conversion"), ("peer_top_conversion", "top_conversion"),
                                           ("peer_average_click_rate", "average_click_rate")), start=1):
            level = np.array([getattr([p for p in plan.peers if p.since <= d][-1], about) for d in plan.calendar])
            table[name] = np.round(level * noise[:, i] * (busy if "conversion" in name else 1), 4)
        return table.reset_index()

    def _traffic(self, orders, cost, days, words):
        every = pd.MultiIndex.from_product([days, words.sources], names=["date", "source"])
        table = pd.DataFrame({n: v.reshape(-1) for n, v in self.source.items()}, index=every)
        placed, paid = (lines.groupby([lines[at].dt.floor("D").rename("date"), "source"])
                        for lines, at in ((orders[orders["line_no"] == 1], "ordered_at"), (orders, "paid_at")))
        table["orders"] = placed.size().reindex(every, fill_value=0)
        table["paid_amount"] = paid["paid_amount"].sum().reindex(every, fill_value=0)
        table["cost"] = cost.reshape(-1)
        return table.reset_index()

    def _items(self, orders, reviews, unclicked, days, words):
        plan, rates = self.plan, self.rates
        every = pd.MultiIndex.from_product([days, words.product_ids], names=["date", "product_id"])
        table = pd.DataFrame({n: v.reshape(-1) for n, v in self.item.items()}, index=every)
        outside = np.array([source.click_rate is not None for source in plan.sources])
        clicks = self.clicks["new"] + self.clicks["again"]
        table["clicks"] = clicks[:, outside].sum(axis=1).reshape(-1)
        paid = orders.groupby([orders["paid_at"].dt.floor("D").rename("date"), "product_id"])
        table["units"] = paid["quantity"].sum().reindex(every, fill_value=0)
        table["paid_amount"] = paid["paid_amount"].sum().reindex(every, fill_value=0)
        shape = (len(days), len(plan.products))
        here = slice(rates.day0, None)
        launched = rates.looks[here] > 0
        shown, rank = np.zeros(shape, np.int64), np.zeros(shape)
        advertised = [(s, item) for _, s, item, _, _ in placements(plan)]
        for t in range(len(days)):
            draw = stream(plan.seed, "items seen", rates.ordinals[rates.day0 + t])
            rate = np.clip(rates.click_rate[rates.day0 + t], 1e-6, 1)[outside]
            # who was shown the item and did not click: new people as planned, known ones in proportion to their clicks
            missed = draw.poisson(rates["impressions"][rates.day0 + t][outside] * (1 - rate) * mood(plan, rates, rates.day0 + t))
            again = self.clicks["again"][t][outside]
            missed += draw.poisson(draw.standard_gamma(again) * (1 - rate) / rate)
            everywhere = np.zeros((len(outside), shape[1]), np.int64)
            everywhere[outside] = missed
            for s, item in advertised:  # where it was shown as an ad, the ads table has counted
                everywhere[s, item] = unclicked[t, s, item]
            shown[t] = everywhere.sum(axis=0)
            rank[t] = np.maximum(1, np.round(3 + 0.9 / np.maximum(rates.looks[rates.day0 + t], 0.012) * draw.normal(1, 0.1, shape[1])))
        table["impressions"] = shown.reshape(-1) + table["clicks"]
        table["price"] = rates.price[here].reshape(-1) / 100
        table["search_rank"] = rank.reshape(-1)
        table["rating_shown"] = ratings_shown(plan, rates, reviews, days, words).reshape(-1)
        table["stock"] = self._stock(table["units"].to_numpy().reshape(shape)).reshape(-1)
        table["is_presale"] = (rates["paid_now"][here] == 0).reshape(-1)
        return table[launched.reshape(-1)].reset_index()

    def _stock(self, units):
        """A supplier brings what the month will need, and some more, on the first of each month; an empty shelf is 0."""
        sold = np.cumsum(units, axis=0)
        stock = np.zeros_like(sold)
        month = np.array([d.year * 12 + d.month for d in self.plan.calendar])
        for m in np.unique(month):
            on = np.flatnonzero(month == m)
            start = sold[on[0] - 1] if on[0] else np.zeros(sold.shape[1], np.int64)
            stock[on] = np.ceil((sold[on[-1]] - start) * 1.4 / 10) * 10 + 20 - (sold[on] - start)
        return np.where(self.rates["stock"][self.rates.day0:] == 0, 0, stock)


def ratings_shown(plan: ShopPlan, rates: Rates, reviews: pd.DataFrame, days, words: Words) -> np.ndarray:
    """(day, product): mean of the three scores of the last 60 days' reviews, with ten reviews of the usual rating before."""
    usual = rates.rating[rates.day0]
    every = pd.MultiIndex.from_product([days, words.product_ids], names=["date", "product_id"])
    scores = reviews[["score_item", "score_service", "score_logistics"]].mean(axis=1)
    groups = scores.groupby([reviews["at"].dt.floor("D").rename("date"), reviews["product_id"]])
    shape = (len(days), len(plan.products))
    total, count = (groups.agg(how).reindex(every, fill_value=0).to_numpy(float).reshape(shape) for how in ("sum", "count"))
    total, count = (pd.DataFrame(v).rolling(60, min_periods=1).sum().to_numpy() for v in (total, count))
    return np.round((total + 10 * usual) / (count + 10), 2)


def _noise(plan, day, visitors):
    draw = stream(plan.seed, "shop days", day.toordinal())
    return [draw.poisson(visitors * 0.012), *draw.normal(1, [0.035, 0.03, 0.025])]


def monthly_costs(plan: ShopPlan, orders: pd.DataFrame) -> pd.DataFrame:
    """The costs table. A month that the shop has only in part bears its part of the fixed costs; they go with scale."""
    paid = orders[orders["paid_at"].notna()]
    month = paid["paid_at"].dt.year * 100 + paid["paid_at"].dt.month
    rows = []
    for number in dict.fromkeys(d.year * 100 + d.month for d in plan.calendar):
        first = pd.Timestamp(number // 100, number % 100, 1)
        part = sum(d.year * 100 + d.month == number for d in plan.calendar) / first.days_in_month
        here = paid[month == number]
        net, orders_of = round(here["paid_amount"].sum() * 100) - round(here["refund_amount"].sum() * 100), (here["line_no"] == 1).sum()
        for cost in plan.costs:
            cents = round(cost.amount * plan.scale * 100 * part) + round(cost.per_order * 100) * orders_of
            cents += round(cost.of_paid * net)
            rows.append({"month": first, "kind": cost.kind, "amount": cents / 100, "is_fixed": cost.is_fixed})
    return pd.DataFrame(rows)
