"""Which source deserves a purchase: first, last, linear, Markov and Shapley, in closed form, the same numbers in every run."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label
from shopkit.metrics.funnel import UNKNOWN
from shopkit.schema import Column

RULES = {
    "first_touch": Label("First touch: all of it to the source of the journey's first visit.", "首次触点：全部记给这段路径的第一次到访。"),
    "last_touch": Label("Last touch: all of it to the source of the visit that bought.", "末次触点：全部记给下单的那次到访。"),
    "linear_touch": Label("Linear: to the sources of all visits of the journey, in equal parts per visit.", "线性：平均分给路径上的每次到访。"),
    "markov": Label("Markov, removal effect: how many purchases would be missing if every journey that comes to this source ended there; these losses, "
                    "scaled so that they add up to what was bought.",
                    "马尔可夫（移除效应）：假设路径一走到这个来源就中断，会少成交多少；各来源的损失再按比例缩放到与成交总量相等。"),
    "shapley": Label("Shapley, journeys within the set: each purchase in equal parts to the different sources of its journey, however often they came.",
                     "夏普利（按路径内的来源集合）：每笔成交平均分给路径上出现过的不同来源，不论各出现几次。"),
}
_NAMES = {"first_touch": ("First touch", "首次触点"), "last_touch": ("Last touch", "末次触点"), "linear_touch": ("Linear", "线性"),
          "markov": ("Markov", "马尔可夫"), "shapley": ("Shapley", "夏普利")}
COLUMNS = (
    *(Column(name, "number", Label(*words)) for name, words in _NAMES.items()),
    Column("rule", "text", Label("Credit rule", "归因规则"), values={name: Label(*words) for name, words in _NAMES.items()}),
    Column("touched", "number", Label("Touched by it", "它碰到过的")),
    Column("purchases", "count", Label("Purchases", "成交笔数"), "orders"),
    Column("days_after", "count", Label("Days after the ad visit", "广告到访后天数"), "days"),
    Column("claimed_amount", "money", Label("Sales claimed", "认领的成交金额"), "money"),
    Column("claimed_orders", "count", Label("Orders claimed", "认领的订单数"), "orders"),
)
_JOURNEY = ("visitor_id", "journey")
# stands for "no visit yet" under a running maximum, which must have a value on every row
_NEVER = dt.datetime(1, 1, 1)
TOGETHER = "together"


def visits(events, orders=None) -> nw.LazyFrame:
    """One row per visit, computed once and kept: visitor_id, visit_id, at (its first step), source, purchases, paid_amount.

    events: one row per step (visitor_id, visit_id, at, step, source); pandas, polars, DuckDB, PySpark, or a path. A source
    that is missing is called "(unknown)". purchases: different times of a step "pay" in the visit; paid_amount is then 0.
    orders: order lines (order_id, visit_id, paid_amount) for purchases and money instead; then visits (not events) pass
    through memory, because tables of two engines can't be joined. Raises UserError where a column is missing.
    """
    log = engine.table(events)
    engine.need(log, ["visitor_id", "visit_id", "at", "step", "source"], "visits()")
    log = log.filter(~nw.col("visitor_id").is_null() & ~nw.col("visit_id").is_null()).with_columns(nw.col("source").fill_null(UNKNOWN))
    found = log.group_by("visitor_id", "visit_id").agg(nw.col("at").min(), nw.col("source").min())
    if orders is None:
        paid = log.filter(nw.col("step") == "pay").group_by("visit_id").agg(nw.col("at").n_unique().alias("purchases"))
        found = found.join(paid.with_columns(paid_amount=nw.lit(0.0)), on="visit_id", how="left")
    else:
        found = engine.table(engine.collect(found).merge(_paid_by_visit(orders), on="visit_id", how="left"))
    known = [nw.col("purchases").fill_null(0).cast(nw.Int64), nw.col("paid_amount").fill_null(0.0)]
    return engine.hold(found.with_columns(*known).select("visitor_id", "visit_id", "at", "source", "purchases", "paid_amount"))


def _paid_by_visit(orders) -> pd.DataFrame:
    lines = engine.table(orders)
    engine.need(lines, ["order_id", "visit_id", "paid_amount"], "visits()")
    paid = lines.filter(nw.col("paid_amount") > 0).group_by("visit_id").agg(nw.col("order_id").n_unique().alias("purchases"), nw.col("paid_amount").sum())
    return engine.collect(paid)


def journeys(events, window_days: int | None = 30, orders=None) -> nw.LazyFrame:
    """Visits strung together into journeys: one row per visit, with its place in its journey and what that journey came to.

    A journey is a person's visits one after the other with no more than `window_days` (× 24 hours) between two of them; it ends with the
    visit that buys, and the next visit begins a new one. So each visit stands in one journey, and each purchase too.

    events, orders: as visits() takes them. window_days: None for no limit.
    Returns what attribution() takes: visitor_id, journey (1… of the person), position (1… in the journey), source,
    purchases and paid_amount (of the whole journey; 0 where nobody bought), times (1: rows may stand for several journeys).
    """
    found = visits(events, orders)
    in_time = {"order_by": ["at", "visit_id"]}
    # a column first, then .over(): engines differ in nested ones
    found = found.with_columns(_before=nw.col("at").shift(1).over("visitor_id", **in_time),
                               _bought=nw.col("purchases").shift(1).over("visitor_id", **in_time))
    new = nw.col("_before").is_null() | (nw.col("_bought") > 0)
    if window_days is not None:
        new = new | (nw.col("_before").dt.offset_by(f"{24 * window_days}h") < nw.col("at"))
    found = found.with_columns(_new=nw.when(new).then(nw.lit(1)).otherwise(nw.lit(0)), times=nw.lit(1))
    found = found.with_columns(journey=nw.col("_new").cum_sum().over("visitor_id", **in_time))
    found = found.with_columns(position=nw.col("times").cum_sum().over(*_JOURNEY, **in_time))
    found = found.with_columns(nw.col("purchases").sum().over(*_JOURNEY), nw.col("paid_amount").sum().over(*_JOURNEY))
    return engine.hold(found.select(*_JOURNEY, "position", "source", "purchases", "paid_amount", "times"))


def attribution(touches, of: str = "purchases") -> pd.DataFrame:
    """The same purchases (or the same money) shared out among the sources by five rules.

    first_touch, last_touch, linear_touch: to the first visit of the journey, to its last, in equal parts to all.
    markov: the visits as a chain of states that ends in a purchase or in leaving. Its chance of a purchase is found by solving
    the linear equations of an absorbing chain, once whole and once with each source turned into leaving; what is lost by
    that (the removal effect), scaled to the sum. Nothing is simulated, so every run gives the same numbers.
    shapley: of the game in which a set of sources wins the purchases of all journeys that touch no source outside it; its
    Shapley value is each purchase split evenly over its different sources. Each rule credits exactly what was bought;
    none of them knows what would have been bought without the source. That takes an experiment.

    touches: as journeys() returns it; or a table with visitor_id, journey, position, source, purchases (and times).
    of: the column to share out, "purchases" or "paid_amount".
    Returns one row per source, by last_touch: source, touched (of it in journeys with this source: adds up to more than
    there is), first_touch, last_touch, linear_touch, markov, shapley. attrs: total, of, journeys (how many), rules
    (rule → its words).
    Raises UserError where a column is missing. Source: Anderl, Becker, von Wangenheim, Schumann 2016 (removal effect);
    Zhao, Mahboobi, Bagheri 2018 (Shapley, simplified).

    Fifty people see A, then B, and buy; fifty do and leave; fifty see B only and buy:

    >>> rows = [(1, 1, "A", 50, 50), (1, 2, "B", 50, 50), (2, 1, "A", 0, 50), (2, 2, "B", 0, 50), (3, 1, "B", 50, 50)]
    >>> toy = pd.DataFrame(rows, columns=["visitor_id", "position", "source", "purchases", "times"]).assign(journey=1)
    >>> attribution(toy.assign(purchases=toy["purchases"] / 50)).round(1)[["source", "last_touch", "markov", "shapley"]]
      source  last_touch  markov  shapley
    0      B       100.0    60.0     75.0
    1      A         0.0    40.0     25.0
    """
    rows = engine.table(touches)
    engine.need(rows, [*_JOURNEY, "position", "source", "purchases", of], "attribution()")
    if "times" not in rows.collect_schema().names():
        rows = rows.with_columns(times=nw.lit(1))
    rows = rows.with_columns(_worth=nw.col(of) * nw.col("times"), _buys=nw.when(nw.col("purchases") > 0).then(nw.lit(1)).otherwise(nw.lit(0)),
                             _visits=nw.col("position").max().over(*_JOURNEY),
                             _next=nw.col("source").shift(-1).over(*_JOURNEY, order_by="position"))
    rows = engine.hold(rows.with_columns(_part=nw.col("_worth") / nw.col("_visits")))
    last = nw.col("_next").is_null()
    sets = rows.select(*_JOURNEY, "source", "_worth").unique([*_JOURNEY, "source"]).with_columns(_n=nw.lit(1))
    sets = sets.with_columns(nw.col("_n").sum().over(*_JOURNEY)).with_columns(_part=nw.col("_worth") / nw.col("_n"))
    moves = engine.collect(rows.group_by("source", "_next", "_buys").agg(nw.col("times").sum(), nw.col("_worth").sum()))
    starts = engine.collect(rows.filter(nw.col("position") == 1).group_by("source").agg(nw.col("times").sum(), nw.col("_worth").sum())).set_index("source")
    by_set = engine.collect(sets.group_by("source").agg(nw.col("_worth").sum(), nw.col("_part").sum())).set_index("source").sort_index()
    table = pd.DataFrame({
        "touched": by_set["_worth"], "first_touch": starts["_worth"],
        "last_touch": engine.collect(rows.filter(last).group_by("source").agg(nw.col("_worth").sum())).set_index("source")["_worth"],
        "linear_touch": engine.collect(rows.group_by("source").agg(nw.col("_part").sum())).set_index("source")["_part"],
    }, index=by_set.index).astype(float).fillna(0.0)
    total = float(table["last_touch"].sum())
    table["markov"] = total * _removal(table.index, moves, starts["times"])
    table["shapley"] = by_set["_part"].astype(float)
    # threads add in any order: without its last digits a half rounds the same way each time
    table = table.map(lambda amount: float(f"{amount:.12g}")).rename_axis("source").sort_values("last_touch", ascending=False, kind="stable").reset_index()
    table.attrs.update(total=total, of=of, journeys=int(starts["times"].sum()), rules=RULES, currency=getattr(touches, "attrs", {}).get("currency"))
    return table


def _removal(names, moves, starts) -> np.ndarray:
    """Each source's share of all removal effects; NaN where nobody buys."""
    at = {name: n for n, name in enumerate(names)}
    counts, buys = np.zeros((len(at), len(at))), np.zeros(len(at))
    out = np.zeros(len(at))
    for row in moves.itertuples(index=False, name=None):
        source, following, bought, times = row[:4]
        out[at[source]] += times
        if isinstance(following, str):
            counts[at[source], at[following]] += times
        elif bought:
            buys[at[source]] += times
    begin = starts.reindex(names).fillna(0).to_numpy(float)
    begin, moved, bought = begin / begin.sum(), counts / out[:, None], buys / out

    def chance(kept):
        here = np.flatnonzero(kept)
        return begin[here] @ np.linalg.solve(np.eye(len(here)) - moved[np.ix_(here, here)], bought[here])

    whole = chance(np.ones(len(at), bool))
    if not whole > 0:
        return np.full(len(at), np.nan)
    effect = np.array([1 - chance(np.arange(len(at)) != n) / whole for n in range(len(at))])
    return effect / effect.sum()


def sales_after_visits(events, orders, source: str, days=(0, 1, 3, 7, 14), until=None) -> pd.DataFrame:
    """How sales credited to a source grow with the days one waits: each order goes to the person's latest visit by the source.

    Only visits early enough to have had all of the longest wait are counted, so that the rows compare the same visits.

    events, orders: as visits() takes them. source: its name. days: waits, in days from the visit; 0 is the same visit and
    day. until: the end of the log (its last event if None).
    Returns one row per wait: days_after, claimed_orders, claimed_amount; attrs: last_visit (the last moment that was counted),
    visits. Raises UserError where a column is missing.
    """
    waits = sorted({int(d) for d in days})
    found = visits(events, orders)
    end = pd.Timestamp(until if until is not None else engine.collect(engine.table(events).select(nw.col("at").max()))["at"].iloc[0])
    last = (end - pd.Timedelta(days=waits[-1] + 1)).to_pydatetime()
    seen = nw.when((nw.col("source") == source) & (nw.col("at") <= nw.lit(last))).then(nw.col("at")).otherwise(nw.lit(_NEVER))
    found = found.with_columns(_seen=seen).with_columns(_since=nw.col("_seen").cum_max().over("visitor_id", order_by=["at", "visit_id"]))
    found = engine.hold(found)
    rows = []
    for wait in waits:
        # the day of the visit is over at its midnight, as reports count it: whole days are compared
        near = (nw.col("_since") > nw.lit(_NEVER)) & (nw.col("at").dt.truncate("1d") <= nw.col("_since").dt.truncate("1d").dt.offset_by(f"{wait}d"))
        sums = engine.collect(found.filter(near & (nw.col("purchases") > 0)).select(nw.col("purchases").sum(), nw.col("paid_amount").sum())).iloc[0]
        rows.append((wait, 0 if pd.isna(sums["purchases"]) else int(sums["purchases"]), 0.0 if pd.isna(sums["paid_amount"]) else float(sums["paid_amount"])))
    table = pd.DataFrame(rows, columns=["days_after", "claimed_orders", "claimed_amount"])
    count = engine.collect(found.filter(nw.col("_seen") > nw.lit(_NEVER)).select(n=nw.len()))["n"].iloc[0]
    table.attrs.update(last_visit=last, visits=int(count), currency=getattr(orders, "attrs", {}).get("currency"))
    return table


def claims(events, orders, sources, window_days: int = 15) -> pd.DataFrame:
    """What each of several sources would claim by itself: every order of people who came by it within `window_days` (× 24 hours) before.

    Two sources both claim an order that both of them touched; so claims do not add up to the orders there are.

    Returns one row per source and one more, "together", in which each order counts once: source, claimed_orders,
    claimed_amount. attrs: added_orders, added_amount (the claims simply added).
    """
    found = visits(events, orders)
    in_time = {"order_by": ["at", "visit_id"]}
    marks = [nw.when(nw.col("source") == s).then(nw.col("at")).otherwise(nw.lit(_NEVER)).alias(f"_{i}") for i, s in enumerate(sources)]
    found = found.with_columns(*marks)
    found = found.with_columns(nw.col(f"_{i}").cum_max().over("visitor_id", **in_time) for i in range(len(sources)))
    bought = found.filter(nw.col("purchases") > 0)
    near = [(nw.col(f"_{i}") > nw.lit(_NEVER)) & (nw.col(f"_{i}").dt.offset_by(f"{24 * window_days}h") >= nw.col("at"))
            for i in range(len(sources))]
    bought = bought.with_columns(nw.when(n).then(nw.lit(1)).otherwise(nw.lit(0)).alias(f"_is{i}") for i, n in enumerate(near))
    small = engine.collect(bought.group_by(*(f"_is{i}" for i in range(len(sources)))).agg(nw.col("purchases").sum(), nw.col("paid_amount").sum()))
    touched = small[[f"_is{i}" for i in range(len(sources))]].to_numpy(bool).reshape(-1, len(sources))
    masks = [*touched.T, touched.any(axis=1)]
    table = pd.DataFrame({"source": [*sources, TOGETHER], "claimed_orders": [int(small.loc[m, "purchases"].sum()) for m in masks],
                          "claimed_amount": [float(small.loc[m, "paid_amount"].sum()) for m in masks]})
    added = table.iloc[:-1]
    table.attrs.update(added_orders=int(added["claimed_orders"].sum()), added_amount=float(added["claimed_amount"].sum()),
                       currency=getattr(orders, "attrs", {}).get("currency"))
    return table
