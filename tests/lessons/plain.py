"""The answers of lessons 00 and 03 by plain loops over a shop's csv files: no pandas, nothing of the package.

Money is Decimal, rates are Fraction, so that every expected figure is exact.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

TIMES = {"at", "ordered_at", "paid_at", "refunded_at", "date", "month"}
WHOLE = {"visitor_id", "customer_id", "quantity", "visitors", "buyers", "orderers", "orders", "paid_orders", "page_views"}
MONEY = {"order_amount", "paid_amount", "refund_amount", "unit_cost", "fee_amount", "shipping_cost", "gift_cost", "amount", "cost"}
MAIN = ("detail", "cart", "order", "pay")
UNKNOWN = "(unknown)"
WEEK, DAY = timedelta(days=7), timedelta(hours=24)
WIN_BACK = Fraction(1, 10)
FALSE_ALARMS = Fraction(1, 100)


def read(folder) -> dict[str, list[dict]]:
    """Table → its rows, of a folder of csv files. What is not there is None."""
    tables = {}
    for path in sorted(Path(folder).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = [{name: _value(name, text) for name, text in row.items()} for row in csv.DictReader(file)]
    return tables


def _value(name, text):
    if text == "":
        return None
    if name in TIMES:
        return datetime.fromisoformat(text)
    if name in WHOLE:
        return int(text)
    return Decimal(text) if name in MONEY else text


# lesson 00 --------------------------------------------------------------------------------------------------------


def month(at: datetime) -> str:
    return f"{at.year:04d}-{at.month:02d}"


def full_months(books) -> list[str]:
    """The months of which every day stands in shop_days."""
    days = defaultdict(set)
    for row in books["shop_days"]:
        days[month(row["date"])].add(row["date"].day)
    full = []
    for name, seen in sorted(days.items()):
        day = datetime.fromisoformat(f"{name}-01")
        while month(day) == name:
            if day.day not in seen:
                break
            day += timedelta(days=1)
        else:
            full.append(name)
    return full


def last_month(books) -> str:
    return full_months(books)[-1]


def added(books, column, name, table="shop_days"):
    """One column over the days of a month."""
    return sum(row[column] for row in books[table] if month(row["date"]) == name)


def factors(books, name) -> dict:
    visitors, buyers, paid = (added(books, column, name) for column in ("visitors", "buyers", "paid_amount"))
    orders = added(books, "paid_orders", name)
    return {"visitors": visitors, "buyers": buyers, "paid": paid, "orders": orders, "conversion": Fraction(buyers, visitors),
            "spend": Fraction(paid) / buyers, "spend_per_order": Fraction(paid) / orders}


def mean_of_daily_rates(rows) -> Fraction:
    rates = [Fraction(row["buyers"], row["visitors"]) for row in rows if row["visitors"] > 0]
    return sum(rates) / len(rates)


def days_of(books, name):
    return [row for row in books["shop_days"] if month(row["date"]) == name]


def paid_lines(books, name) -> list[dict]:
    """Order lines paid in a month; where the export has no time of payment, those ordered in it."""
    lines = []
    for row in books["orders"]:
        at = row["paid_at"] if "paid_at" in row else row["ordered_at"]
        if at is not None and month(at) == name:
            lines.append(row)
    return lines


def margins(books, name) -> dict[str, Decimal]:
    """Every line from paid amount to net profit, costs negative."""
    m = dict.fromkeys(("paid_amount", "refunds", "goods", "fees", "shipping", "gifts", "advertising", "variable", "fixed"), Decimal(0))
    for row in paid_lines(books, name):
        if row["paid_amount"] > 0:
            m["paid_amount"] += row["paid_amount"]
            m["refunds"] -= row["refund_amount"]
            m["goods"] -= row["unit_cost"] * row["quantity"]
            m["fees"] -= row["fee_amount"]
            m["shipping"] -= row["shipping_cost"]
            m["gifts"] -= row["gift_cost"]
    for row in books["traffic"]:
        if month(row["date"]) == name:
            m["advertising"] -= row["cost"]
    for row in books["costs"]:
        if month(row["month"]) == name:
            m["fixed" if row["is_fixed"] == "True" else "variable"] -= row["amount"]
    m["net_paid"] = m["paid_amount"] + m["refunds"]
    m["gross"] = m["net_paid"] + m["goods"]
    m["contribution"] = m["gross"] + m["fees"] + m["shipping"] + m["gifts"] + m["advertising"] + m["variable"]
    m["net"] = m["contribution"] + m["fixed"]
    return m


def without_campaigns(books, name) -> tuple[int, Fraction]:
    """Days of a month that bear the name of a campaign, and the conversion of the others."""
    others = [row for row in days_of(books, name) if row["campaign"] is None]
    return len(days_of(books, name)) - len(others), Fraction(sum(row["buyers"] for row in others), sum(row["visitors"] for row in others))


def dated_differently(books, name) -> list[Decimal]:
    """Placed in the month; paid in it; that less refunds made in it; that less refunds of what was paid in it."""
    placed = sum(row["order_amount"] for row in books["orders"] if month(row["ordered_at"]) == name)
    paid = sum(row["paid_amount"] for row in paid_lines(books, name))
    made = sum(row["refund_amount"] for row in books["orders"] if row["refunded_at"] is not None and month(row["refunded_at"]) == name)
    return [placed, paid, paid - made, paid - sum(row["refund_amount"] for row in paid_lines(books, name))]


def buyers_of(books, name) -> int:
    return len({row["customer_id"] for row in paid_lines(books, name)})


def people_of(books, name) -> int:
    return len({row["visitor_id"] for row in books["events"] if month(row["at"]) == name})


def answers_00(books) -> dict:
    name = last_month(books)
    m, f = margins(books, name), factors(books, name)
    lines = paid_lines(books, name)
    # twice the visitors, half the conversion, same spend: the paid amount stays, the visitors' cost does not
    same = 2 * f["visitors"] * (f["conversion"] / 2) * f["spend"] == f["visitors"] * f["conversion"] * f["spend"]
    rises = [difference > 0 for _, difference in week_after_week(books)]
    half = Fraction(1, 3) < Fraction(sum(rises), len(rises)) < Fraction(2, 3)
    return {
        1: "same_less" if same else None,
        2: f["conversion"],
        3: Fraction(sum(row["paid_amount"] for row in lines)) / buyers_of(books, name),
        4: Fraction(m["contribution"]) / Fraction(m["net_paid"]),
        5: people_of(books, name),
        6: "little" if half else None,
        # three that a rule answers, not a figure
        7: "operator", 8: "scene", 9: "differs" if Fraction(5, 100) * 1000 == 50 else None,
    }


def mistakes_00(books) -> dict:
    """Number of the exercise → what its usual mistakes give, in order."""
    name = last_month(books)
    m, f = margins(books, name), factors(books, name)
    visits = {row["visit_id"] for row in books["events"] if month(row["at"]) == name}
    return {
        2: [Fraction(sum(row["buyers"] for row in books["shop_days"]), sum(row["visitors"] for row in books["shop_days"])), Fraction(f["buyers"], added(books, "page_views", name)),
            Fraction(added(books, "orderers", name), f["visitors"])],
        3: [f["spend"], f["spend_per_order"], Fraction(f["paid"]) / f["visitors"], Fraction(added(books, "order_amount", name)) / buyers_of(books, name)],
        4: [Fraction(m["gross"]) / Fraction(m["net_paid"]), Fraction(m["net"]) / Fraction(m["net_paid"]),
            Fraction(m["contribution"]) / Fraction(m["paid_amount"]), Fraction(m["contribution"]) / -Fraction(m["goods"])],
        5: [f["visitors"], added(books, "visitors", name, "traffic"), len(visits)],
    }


def week_after_week(books) -> list[tuple[datetime, Fraction]]:
    """(day, conversion of the week from it less that of the week before it), for each day that has both."""
    days = sorted(books["shop_days"], key=lambda row: row["date"])
    found = []
    for i in range(7, len(days) - 6):
        before, after = days[i - 7 : i], days[i : i + 7]
        visits = [sum(row["visitors"] for row in week) for week in (before, after)]
        if 0 not in visits:
            buyers = [sum(row["buyers"] for row in week) for week in (before, after)]
            found.append((days[i]["date"], Fraction(buyers[1], visits[1]) - Fraction(buyers[0], visits[0])))
    return found


def visitors_three_ways(books, name) -> list[int]:
    return [people_of(books, name), added(books, "visitors", name), added(books, "visitors", name, "traffic")]


def more_units(left: Fraction, cut: Fraction) -> Fraction | None:
    """Items more to earn the same when each is sold `cut` cheaper; None if each then loses money or earns nothing."""
    return None if cut >= left else left / (left - cut) - 1


def first_and_later(books) -> dict[str, tuple[Decimal, Decimal]]:
    """Month → paid amount of customers' first orders in the tables, and of their later ones; full months only."""
    first, sums = {}, {}
    lines = [row for row in books["orders"] if row["paid_at"] is not None and row["customer_id"] is not None]
    for row in sorted(lines, key=lambda row: row["paid_at"]):
        later = first.setdefault(row["customer_id"], row["order_id"]) != row["order_id"]
        if month(row["paid_at"]) in full_months(books):
            both = sums.setdefault(month(row["paid_at"]), [Decimal(0), Decimal(0)])
            both[later] += row["paid_amount"]
    return {name: tuple(both) for name, both in sorted(sums.items())}


def net_of_a_day(visitors, conversion, price, goods, cost_per_visitor, fixed):
    """Net profit of one day. goods: what each buyer's goods, fees and shipping cost."""
    buyers = visitors * conversion
    return buyers * price - buyers * goods - visitors * cost_per_visitor - fixed


# lesson 03 --------------------------------------------------------------------------------------------------------


def logs(events, unit=lambda event: event["visitor_id"]) -> dict:
    found = defaultdict(list)
    for event in events:
        found[unit(event)].append(event)
    return found


def deepest(log, steps, window):
    """How deep one person comes, and the starts that lead there first; None without a start.

    Every event of the first step is tried as a start, and from each every chain is followed.
    """
    tried = []
    for start in (event for event in log if event["step"] == steps[0]):
        depth, ends = 1, {start["at"]}
        for step in steps[1:]:
            further = {
                event["at"] for event in log for end in ends
                if event["step"] == step and event["at"] >= end and (window is None or event["at"] - start["at"] <= window)
            }
            if not further:
                break
            depth, ends = depth + 1, further
        tried.append((depth, min(ends), start))
    if not tried:
        return None
    depth = max(t[0] for t in tried)
    moment = min(t[1] for t in tried if t[0] == depth)
    newest = max(t[2]["at"] for t in tried if t[:2] == (depth, moment))
    return depth, [t[2] for t in tried if t[:2] == (depth, moment) and t[2]["at"] == newest]


def funnel(people, steps, window=WEEK, by=None) -> dict:
    """group → people who reached each step; {None: …} without `by`. A person counts under one start."""
    counts = {}
    for log in people.values():
        found = deepest(log, steps, window)
        if found is None:
            continue
        group = None
        if by:
            known = sorted(start[by] for start in found[1] if start.get(by) is not None)
            group = known[0] if known else UNKNOWN
        reached = counts.setdefault(group, [0] * len(steps))
        for n in range(found[0]):
            reached[n] += 1
    return {group: counts[group] for group in sorted(counts, key=lambda g: (g == UNKNOWN, g))} if by else counts


def steps_of(events) -> list[str]:
    seen = {event["step"] for event in events}
    return [step for step in MAIN if step in seen]


def whole_funnel(books, window=WEEK) -> list[int]:
    return funnel(logs(books["events"]), steps_of(books["events"]), window)[None]


def spend(books) -> Fraction:
    """Paid amount ÷ customers who paid, over all orders."""
    paid = [row for row in books["orders"] if row["paid_at"] is not None]
    return Fraction(sum(row["paid_amount"] for row in paid)) / len({row["customer_id"] for row in paid})


def spend_per_order(books) -> Fraction:
    paid = [row for row in books["orders"] if row["paid_at"] is not None]
    return Fraction(sum(row["paid_amount"] for row in paid)) / len({row["order_id"] for row in paid})


def people_with(events, step) -> int:
    return len({event["visitor_id"] for event in events if event["step"] == step})


def from_first_start_only(events, steps) -> list[dict]:
    """The log without each person's later events of the first step."""
    first = {}
    for event in events:
        if event["step"] == steps[0]:
            first[event["visitor_id"]] = min(event["at"], first.get(event["visitor_id"], event["at"]))
    return [e for e in events if e["step"] != steps[0] or e["at"] == first[e["visitor_id"]]]


def reached(events, steps, window=WEEK) -> list[int]:
    return funnel(logs(events), steps, window)[None]


def ways_of_counting(books) -> list[int]:
    events, steps = books["events"], steps_of(books["events"])
    return [
        sum(event["step"] == "pay" for event in events),
        people_with(events, "pay"),
        reached(events, steps, None)[-1],
        reached(from_first_start_only(events, steps), steps)[-1],
        reached(events, steps)[-1],
    ]


def leaks(people, spend_per_buyer) -> list[dict]:
    """Per transition: people lost, chance of those who pass to reach the end, money of a tenth won back."""
    rows = []
    for before, here in zip(people, people[1:], strict=False):
        lost, chance = before - here, Fraction(people[-1], here)
        rows.append({"lost": lost, "chance": chance, "money": WIN_BACK * lost * chance * spend_per_buyer})
    return rows


def at_most(a, b, c, d) -> Fraction:
    """Chance of a or fewer successes in the first of two groups that are alike: Fisher's exact test, one-sided."""
    group, successes, everyone = a + b, a + c, a + b + c + d
    ways = sum(math.comb(successes, x) * math.comb(everyone - successes, group - x) for x in range(a + 1) if x <= successes and x <= group)
    return Fraction(ways, math.comb(everyone, group))


def gaps(groups, steps, spend_per_buyer) -> list[dict]:
    """Each group at each transition against all others together."""
    transitions = range(1, len(steps))
    rows = []
    for group, people in groups.items():
        for n in transitions:
            before, here = people[n - 1], people[n]
            others_before = sum(p[n - 1] for g, p in groups.items() if g != group)
            others_here = sum(p[n] for g, p in groups.items() if g != group)
            own = Fraction(here, before) if before else None
            others = Fraction(others_here, others_before) if others_before else None
            missing = max(Fraction(0), (others - own) * before) if own is not None and others is not None else Fraction(0)
            # where nobody of the group shows how it would go on, the others do
            others_last = sum(p[-1] for g, p in groups.items() if g != group)
            chance = Fraction(people[-1], here) if here else Fraction(others_last, others_here) if others_here else None
            extra = missing * (chance or 0)
            rows.append({
                "group": group, "step_no": n + 1, "step": steps[n], "before": before, "own": own, "others": others, "missing": missing,
                "chance": chance, "extra": extra, "money": extra * spend_per_buyer,
                "sure": at_most(here, before - here, others_here, others_before - others_here) < FALSE_ALARMS / (len(groups) * len(transitions)),
            })
    return rows


def device_gaps(books) -> list[dict]:
    steps = steps_of(books["events"])
    return gaps(funnel(logs(books["events"]), steps, by="device"), steps, spend(books))


def item_gaps(books, most=8, at_least=30) -> list[dict]:
    """Of the most visited items, the transition after the item page; the poorest first."""
    steps = steps_of(books["events"])
    groups = funnel(logs(books["events"]), steps, by="product_id")
    large = sorted((g for g in groups if groups[g][0] >= at_least), key=lambda g: (-groups[g][0], g))[:most]
    rows = gaps({g: groups[g] for g in sorted(large)}, steps, spend(books))
    return sorted((row for row in rows if row["step_no"] == 2), key=lambda row: row["own"])


def dearest(rows) -> dict | None:
    sure = [row for row in rows if row["sure"]]
    return max(sure, key=lambda row: row["money"]) if sure else None


def farthest_behind(people, usual) -> str:
    """The step of an ordinary funnel that falls farthest short of what is usual there."""
    short = {step: share - Fraction(here, before) for step, share, before, here in zip(MAIN[1:], usual, people, people[1:], strict=False)}
    return max(short, key=short.get)


def full_week(events) -> list[dict]:
    """The events of people who first came at least 7 days before the log ends."""
    end = max(event["at"] for event in events)
    first = {person: min(event["at"] for event in log) for person, log in logs(events).items()}
    return [event for event in events if end - first[event["visitor_id"]] >= WEEK]


def days_of_people(events) -> list[tuple]:
    """Per event, in order: (person, day), and whether that day is the person's first ("new") or a later one."""
    first = {person: min(event["at"].date() for event in log) for person, log in logs(events).items()}
    return [((e["visitor_id"], e["at"].date()), "new" if e["at"].date() == first[e["visitor_id"]] else "returning") for e in events]


def kinds(events) -> dict:
    """The funnel of person-days within the day, by new and returning."""
    units = days_of_people(events)
    marked = [event | {"unit": unit, "visitor_kind": kind} for event, (unit, kind) in zip(events, units, strict=True)]
    return funnel(logs(marked, lambda event: event["unit"]), steps_of(events), DAY, by="visitor_kind")


def platform_rate(books) -> Fraction:
    return Fraction(sum(row["buyers"] for row in books["shop_days"]), sum(row["visitors"] for row in books["shop_days"]))


# how figures are written ------------------------------------------------------------------------------------------


def rate(value) -> str:
    """A rate of 10 % and more to one decimal, a smaller one to two."""
    return f"{_rounded(Fraction(value) * 100, 2 if abs(value) < Fraction(1, 10) else 1):,}%"


def money(value) -> str:
    amount = _rounded(value, 2)
    return f"{'-' if amount < 0 else ''}¥{abs(amount):,}"


def number(value) -> str:
    return f"{_rounded(value, 2):,}".rstrip("0").rstrip(".")


def count(value) -> str:
    return f"{_rounded(value, 0):,}"


def tenth(people: int) -> str:
    """A tenth of some people: whole where it is ten and more."""
    return count(Fraction(people, 10)) if people >= 100 or people % 10 == 0 else f"{_rounded(Fraction(people, 10), 1)}"


def _rounded(value, digits) -> Decimal:
    exact = Fraction(value)
    with localcontext() as context:
        context.prec = 60
        number = Decimal(exact.numerator) / Decimal(exact.denominator)
        return number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_EVEN)
