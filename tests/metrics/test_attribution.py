"""Credit rules: toy journeys, brute force over all subsets, simulation for the chain, identities, plain loops for journeys."""

from itertools import combinations
from math import factorial

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.attribution import RULES, TOGETHER, attribution, claims, journeys, sales_after_visits, visits

CREDITS = list(RULES)


def touches(paths):
    """(sources, purchases, times) of each kind of journey → the table that attribution() takes."""
    rows = [(n, 1, i, source, bought, times) for n, (path, bought, times) in enumerate(paths) for i, source in enumerate(path, 1)]
    return pd.DataFrame(rows, columns=["visitor_id", "journey", "position", "source", "purchases", "times"])


TOY = touches([("AB", 1, 50), ("AB", 0, 50), ("B", 1, 50)])
KINDS = st.tuples(st.lists(st.sampled_from("ABCD"), min_size=1, max_size=5), st.integers(0, 3), st.integers(1, 40))


def credit(table):
    return table.set_index("source")[CREDITS]


def test_the_toy_journeys():
    found = credit(attribution(TOY))
    assert found["markov"].to_dict() == pytest.approx({"A": 40, "B": 60})
    assert found["shapley"].to_dict() == pytest.approx({"A": 25, "B": 75})
    assert found["first_touch"].to_dict() == {"A": 50, "B": 50} and found["last_touch"].to_dict() == {"A": 0, "B": 100}
    assert found["linear_touch"].to_dict() == {"A": 25, "B": 75}


def test_a_source_that_comes_twice_counts_twice_in_linear_and_once_in_shapley():
    found = credit(attribution(touches([("ABAA", 4, 1)])))
    assert found.loc["A", ["linear_touch", "shapley", "first_touch", "last_touch"]].tolist() == [3, 2, 4, 4]


@settings(max_examples=30, deadline=None)
@given(st.lists(KINDS, min_size=1, max_size=8))
def test_every_rule_credits_exactly_what_was_bought(paths):
    table = attribution(touches(paths))
    total = sum(bought * times for _, bought, times in paths)
    assert table.attrs["total"] == total and table.attrs["journeys"] == sum(times for *_, times in paths)
    for rule in CREDITS:
        if rule == "markov" and total == 0:
            assert table[rule].isna().all()
        else:
            assert table[rule].sum() == pytest.approx(total, abs=1e-9 * max(total, 1)) and (table[rule] >= -1e-9).all()
    # a purchase stands under every source of its journey: more than there is, unless all had one source
    assert table["touched"].sum() >= total


def shapley_by_subsets(paths):
    """The definition: marginal contributions over every set of the others, in the game of journeys within the set."""
    names = sorted({s for path, *_ in paths for s in path})

    def worth(group):
        return sum(bought * times for path, bought, times in paths if set(path) <= set(group))

    found = {}
    for name in names:
        others = [n for n in names if n != name]
        found[name] = sum(factorial(len(s)) * factorial(len(others) - len(s)) / factorial(len(names)) * (worth({*s, name}) - worth(s))
                          for k in range(len(others) + 1) for s in combinations(others, k))
    return found


@settings(max_examples=25, deadline=None)
@given(st.lists(KINDS, min_size=1, max_size=8))
def test_shapley_is_shapley(paths):
    found = credit(attribution(touches(paths)))["shapley"].to_dict()
    assert found == pytest.approx(shapley_by_subsets(paths), abs=1e-9)


def test_the_removal_effect_is_what_walking_the_chain_gives():
    paths = [("AB", 1, 30), ("ABC", 0, 50), ("CA", 2, 20), ("C", 0, 80), ("BB", 1, 10)]
    found = credit(attribution(touches(paths)))["markov"]
    moves = {}
    for path, bought, times in paths:
        for a, b in zip(["start", *path], [*path, "buy" if bought else "leave"], strict=True):
            moves.setdefault(a, {}).setdefault(b, 0)
            moves[a][b] += times

    def chance(without=None):
        # power iteration: mass that has bought after very many steps
        mass, done = {"start": 1.0}, 0.0
        for _ in range(400):
            following = {}
            for state, here in mass.items():
                for to, times in moves[state].items():
                    part = here * times / sum(moves[state].values())
                    if to == "buy":
                        done += part
                    elif to not in ("leave", without):
                        following[to] = following.get(to, 0) + part
            mass = following
        return done

    effects = {s: 1 - chance(s) / chance() for s in "ABC"}
    scaled = {s: e / sum(effects.values()) * 80 for s, e in effects.items()}
    assert found.to_dict() == pytest.approx(scaled)


def test_the_same_rows_in_any_order_give_the_same_numbers_twice():
    mixed = TOY.sample(frac=1, random_state=3)
    pd.testing.assert_frame_equal(attribution(mixed), attribution(TOY))


def test_nobody_bought():
    table = attribution(touches([("AB", 0, 9)]))
    assert table["markov"].isna().all() and (table[["first_touch", "shapley"]] == 0).all(axis=None)


def test_what_is_missing_is_named():
    with pytest.raises(UserError, match="position"):
        attribution(TOY.drop(columns="position"))
    with pytest.raises(UserError, match="visit_id"):
        visits(pd.DataFrame({"visitor_id": [1], "at": [pd.Timestamp(0)], "step": ["home"], "source": ["a"]}))


# journeys from a log -------------------------------------------------------------------------------------------------

LOG = [  # visitor, visit, time, step, source
    (1, "v1", "2026-11-01 10:00", "home", "free_search"), (1, "v1", "2026-11-01 10:05", "detail", "free_search"),
    (1, "v2", "2026-11-03 09:00", "detail", "search_ads"), (1, "v2", "2026-11-03 09:10", "pay", "search_ads"), (1, "v2", "2026-11-03 09:10", "pay", "search_ads"),
    (1, "v3", "2026-11-04 09:00", "detail", "direct"), (1, "v4", "2026-12-04 09:00", "detail", None),
    (1, "v5", "2027-01-20 09:00", "detail", "direct"), (1, "v5", "2027-01-20 10:00", "pay", "direct"), (1, "v5", "2027-01-20 11:00", "pay", "direct"),
    (2, "v6", "2026-11-02 10:00", "home", "content"),
]
EVENTS = pd.DataFrame(LOG, columns=["visitor_id", "visit_id", "at", "step", "source"]).assign(at=lambda d: pd.to_datetime(d["at"]).astype("datetime64[us]"))
ORDERS = pd.DataFrame({"order_id": ["o1", "o1", "o2", "o3", "o4"], "visit_id": ["v2", "v2", "v5", "v5", "v1"], "paid_amount": [30.0, 20.0, 5.0, 7.0, 0.0]})


def rows_of(frame):
    table = frame.to_native().df().sort_values(["visitor_id", "journey", "position"])
    return table[["visitor_id", "journey", "position", "source", "purchases", "paid_amount"]].values.tolist()


def test_journeys_end_with_a_purchase_or_a_long_silence():
    assert rows_of(journeys(EVENTS)) == [
        [1, 1, 1, "free_search", 1, 0.0], [1, 1, 2, "search_ads", 1, 0.0],
        [1, 2, 1, "direct", 0, 0.0], [1, 2, 2, "(unknown)", 0, 0.0],  # 30 days to the minute: still one journey
        [1, 3, 1, "direct", 2, 0.0], [2, 1, 1, "content", 0, 0.0]]
    assert len({(r[0], r[1]) for r in rows_of(journeys(EVENTS, 29))}) == 5
    assert len({(r[0], r[1]) for r in rows_of(journeys(EVENTS, None))}) == 3


def test_orders_say_how_much_was_paid():
    found = rows_of(journeys(EVENTS, 30, ORDERS))
    assert [r[4:] for r in found[:2]] == [[1, 50.0]] * 2 and found[4][4:] == [2, 12.0]
    table = attribution(journeys(EVENTS, 30, ORDERS), "paid_amount")
    assert table.set_index("source")["last_touch"].to_dict() == {"search_ads": 50.0, "direct": 12.0, "(unknown)": 0.0, "content": 0.0, "free_search": 0.0}


def test_polars_gives_the_same():
    import polars as pl

    theirs = attribution(journeys(pl.DataFrame([dict(zip(EVENTS, row, strict=True)) for row in [(*r[:2], pd.Timestamp(r[2]).to_pydatetime(), *r[3:]) for r in LOG]])))
    pd.testing.assert_frame_equal(theirs, attribution(journeys(EVENTS)))


def brute_journeys(events, gap):
    """Plain loops: lists of visits (source, purchases) of each journey."""
    found = []
    for _, log in events.groupby("visitor_id"):
        each = {}
        for row in log.itertuples(index=False):
            at, source, paid = each.setdefault(row.visit_id, [row.at, row.source, set()])
            each[row.visit_id][0] = min(at, row.at)
            paid |= {row.at} if row.step == "pay" else set()
        here, before = [], None
        for at, _, source, bought in sorted((at, visit, source, len(paid)) for visit, (at, source, paid) in each.items()):
            if here and at - before > gap:
                found.append(here)
                here = []
            here.append((source, bought))
            before = at
            if bought:
                found.append(here)
                here = []
        if here:
            found.append(here)
    return found


def test_on_a_drawn_shop_every_rule_is_what_the_loops_give(demo):
    events = demo.events
    some = events[events["visitor_id"] % 25 == 0]
    table = credit(attribution(journeys(some)))
    plain = brute_journeys(some, pd.Timedelta(days=30))
    paths = [([s for s, _ in path], path[-1][1], 1) for path in plain]
    assert sum(p[1] for p in paths) > 25
    for rule, share in (("first_touch", lambda p: {p[0]: 1.0}), ("last_touch", lambda p: {p[-1]: 1.0}),
                        ("linear_touch", lambda p: {s: p.count(s) / len(p) for s in p}), ("shapley", lambda p: dict.fromkeys(p, 1 / len(set(p))))):
        sums = dict.fromkeys(table.index, 0.0)
        for path, bought, _ in paths:
            for source, part in share(path).items():
                sums[source] += part * bought
        assert table[rule].to_dict() == pytest.approx(sums), rule


def test_last_touch_is_the_source_of_the_orders(demo):
    table = attribution(journeys(demo.source("events"), 30, demo.orders), "paid_amount").set_index("source")
    by_source = demo.orders.groupby("source")["paid_amount"].sum()
    assert table["last_touch"][by_source.index].tolist() == pytest.approx(by_source.tolist())


# claims and windows --------------------------------------------------------------------------------------------------


def test_claims_overlap():
    log = pd.DataFrame([(1, "a", "2026-11-01", "detail", "search_ads"), (1, "b", "2026-11-10", "detail", "audience_ads"), (1, "c", "2026-11-12", "pay", "direct"),
                        (2, "d", "2026-11-01", "detail", "search_ads"), (2, "e", "2026-11-20", "pay", "direct"), (3, "f", "2026-11-02", "pay", "audience_ads")],
                       columns=["visitor_id", "visit_id", "at", "step", "source"]).assign(at=lambda d: pd.to_datetime(d["at"]))
    orders = pd.DataFrame({"order_id": ["x", "y", "z"], "visit_id": ["c", "e", "f"], "paid_amount": [100.0, 10.0, 1.0]})
    table = claims(log, orders, ["search_ads", "audience_ads"]).set_index("source")
    assert table["claimed_amount"].to_dict() == {"search_ads": 100, "audience_ads": 101, TOGETHER: 101}
    assert table.loc[TOGETHER, "claimed_orders"] == 2
    found = claims(log, orders, ["search_ads", "audience_ads"])
    assert found.attrs["added_amount"] == 201 and found.attrs["added_orders"] == 3
    assert claims(log, orders, ["search_ads"], window_days=30)["claimed_orders"].tolist() == [2, 2]


def test_sales_grow_with_the_wait_and_late_visits_are_left_out():
    log = pd.DataFrame([(1, "a", "2026-11-01 23:00", "detail", "ad"), (1, "b", "2026-11-02 01:00", "pay", "direct"), (1, "c", "2026-11-05 12:00", "pay", "direct"),
                        (2, "d", "2026-11-01 10:00", "pay", "ad"), (3, "e", "2026-11-14 10:00", "pay", "ad"), (4, "f", "2026-11-20 00:00", "home", "direct")],
                       columns=["visitor_id", "visit_id", "at", "step", "source"]).assign(at=lambda d: pd.to_datetime(d["at"]))
    orders = pd.DataFrame({"order_id": list("wxyz"), "visit_id": ["b", "c", "d", "e"], "paid_amount": [1.0, 10.0, 100.0, 1000.0]})
    table = sales_after_visits(log, orders, "ad", days=(0, 1, 3, 7))
    assert table["claimed_amount"].tolist() == [100, 101, 101, 111] and table["claimed_orders"].tolist() == [1, 2, 2, 3]
    assert table.attrs["visits"] == 2  # the visit of 14 November has had no seven days


def test_claimed_sales_never_fall_and_never_exceed_what_was_paid(demo):
    table = sales_after_visits(demo.source("events"), demo.orders, "search_ads")
    assert table["claimed_amount"].is_monotonic_increasing
    assert 0 < table["claimed_amount"].iloc[0] < table["claimed_amount"].iloc[-1] <= demo.orders["paid_amount"].sum()
    found = claims(demo.source("events"), demo.orders, ["search_ads", "audience_ads"])
    both = found["claimed_amount"].iloc[-1]
    assert found["claimed_amount"].max() <= both <= min(found.attrs["added_amount"], demo.orders["paid_amount"].sum())
    assert np.isfinite(both) and both < found.attrs["added_amount"]
