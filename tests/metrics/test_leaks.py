"""Gaps between groups: against plain loops, blind to chance, awake to what is planted."""

from math import comb

import numpy as np
import pandas as pd
import pytest

from shopkit.metrics.funnel import funnel
from shopkit.metrics.leaks import gaps, widest_gap
from tests.conftest import small_shop

STEPS = ["detail", "cart", "order", "pay"]


def table_of(groups, by="device"):
    """A funnel table from group → people at each step."""
    rows = [(g, n, step, people) for g, counts in groups.items() for n, (step, people) in enumerate(zip(STEPS, counts, strict=False), 1)]
    return pd.DataFrame(rows, columns=[by, "step_no", "step", "visitors"])


def drawn(rng, sizes, conversions):
    """A funnel table in which group i has sizes[i] visitors and passes step k with conversions[i][k]."""
    groups = {}
    for i, (size, shares) in enumerate(zip(sizes, conversions, strict=True)):
        counts = [int(size)]
        for share in shares:
            counts.append(int(rng.binomial(counts[-1], share)))
        groups[f"group {i}"] = counts
    return table_of(groups)


def chance_of_so_few(passed, of, others_passed, others_of):
    """Fisher's exact test by counting: the share of all ways to draw in which at most `passed` fall to this group."""
    everyone, all_passed = of + others_of, passed + others_passed
    ways = [comb(all_passed, k) * comb(everyone - all_passed, of - k) for k in range(passed + 1)]
    return sum(ways) / comb(everyone, of)


def by_hand(groups, spend):
    """(group, step number) → the row of gaps(), in plain Python."""
    steps = range(1, len(next(iter(groups.values()))))
    rows = {}
    for name, counts in groups.items():
        for n in steps:
            others = [c for other, c in groups.items() if other != name]
            passed, of = sum(c[n] for c in others), sum(c[n - 1] for c in others)
            own = counts[n] / counts[n - 1] if counts[n - 1] else None
            rate = passed / of if of else None
            missing = max(0.0, (rate - own) * counts[n - 1]) if own is not None and rate is not None else 0.0
            # where nobody of the group shows how it would go on, the others do
            chance = counts[-1] / counts[n] if counts[n] else sum(c[-1] for c in others) / passed if passed else None
            extra = missing * (chance or 0)
            sure = chance_of_so_few(counts[n], counts[n - 1], passed, of) < 0.01 / (len(groups) * len(steps))
            rows[name, n + 1] = (counts[n - 1], own, rate, missing, chance, extra, extra * spend, sure)
    return rows


COLUMNS = ["previous_visitors", "step_conversion", "others_conversion", "missing_visitors", "pay_chance", "extra_buyers",
           "extra_paid_amount", "worse_than_chance"]


@pytest.mark.parametrize("seed", range(30))
def test_same_as_by_hand(seed):
    rng = np.random.default_rng(seed)
    counts = -np.sort(-rng.integers(0, [200, 90, 40, 20], (int(rng.integers(2, 6)), 4)), axis=1)
    groups = {f"group {i}": [int(v) for v in row] for i, row in enumerate(counts)}
    found, expected = gaps(table_of(groups), "device", 80.0), by_hand(groups, 80.0)
    assert list(zip(found["device"], found["step_no"], strict=True)) == list(expected)
    assert found["step"].tolist() == STEPS[1:] * len(groups)
    for row, hand in zip(found[COLUMNS].astype(float).values, expected.values(), strict=True):
        np.testing.assert_allclose(row, [np.nan if v is None else v for v in hand], atol=1e-9)


def test_on_a_shop_the_groups_add_up():
    table = funnel(small_shop(1).events, STEPS, by="device")
    found = gaps(table, "device", 100.0)
    assert found.attrs == table.attrs
    whole = table.groupby("step")["visitors"].sum()
    for row in found.to_dict("records"):
        others = whole - table[table["device"] == row["device"]].set_index("step")["visitors"]
        before = STEPS[STEPS.index(row["step"]) - 1]
        assert row["others_conversion"] == others[row["step"]] / others[before]
        if row["worse_than_chance"]:
            assert row["missing_visitors"] > 0


def test_where_all_groups_are_alike_chance_is_not_taken_for_a_gap():
    rng = np.random.default_rng(11)
    alarms, widest = 0, 0
    for _ in range(200):
        sizes = rng.integers(60, 1500, 4)
        found = gaps(drawn(rng, sizes, [(0.15, 0.5, 0.8)] * 4), "device", 100.0)
        alarms += found["worse_than_chance"].any()
        widest += found["missing_visitors"].max() > 5
        assert (widest_gap(found) is None) == (not found["worse_than_chance"].any())
    # of a hundred such shops two at most may be told of a gap that is none
    assert alarms <= 4
    # though nearly every one has a group that seems to lose people
    assert widest >= 150


def test_a_planted_gap_is_found_where_it_was_planted():
    rng = np.random.default_rng(12)
    for _ in range(20):
        found = gaps(drawn(rng, [4000, 1500, 2500], [(0.15, 0.5, 0.8), (0.15, 0.5, 0.45), (0.15, 0.5, 0.8)]), "device", 100.0)
        worst = widest_gap(found)
        assert (worst["device"], worst["step"]) == ("group 1", "pay")
        assert worst["missing_visitors"] == pytest.approx(1500 * 0.15 * 0.5 * 0.35, rel=0.6)


def test_the_same_gap_is_sure_or_not_by_how_many_people_it_is_seen_in():
    few, many = table_of({"phone": [40, 30], "computer": [10, 5]}), table_of({"phone": [4000, 3000], "computer": [1000, 500]})
    assert widest_gap(gaps(few, "device", 10.0)) is None
    assert widest_gap(gaps(many, "device", 10.0))["device"] == "computer"


def test_the_widest_gap_is_the_dearest_not_the_longest():
    # many are lost before the cart, but those few at the till are nearer to paying
    table = table_of({"a": [10_000, 1000, 600, 500], "b": [10_000, 1500, 500, 100]})
    found = gaps(table, "device", 100.0).set_index(["device", "step"])
    assert found["missing_visitors"].idxmax() == ("a", "cart")
    assert found["worse_than_chance"][[("a", "cart"), ("b", "order"), ("b", "pay")]].all()
    by_money = widest_gap(gaps(table, "device", 100.0))
    assert (by_money["device"], by_money["step"]) == ("b", "pay")
    # where no money is known, by people
    assert gaps(table, "device")["extra_paid_amount"].isna().all()
    by_people = widest_gap(gaps(table, "device"))
    assert (by_people["device"], by_people["step"]) == ("a", "cart")


def test_no_gaps_in_an_empty_table_or_with_one_group():
    empty = gaps(table_of({"phone": [5, 1]})[:0], "device", 1.0)
    assert empty.empty and widest_gap(empty) is None
    alone = gaps(table_of({"phone": [500, 10, 5, 1]}), "device", 1.0)
    assert alone["others_conversion"].isna().all() and alone["missing_visitors"].tolist() == [0, 0, 0]
    assert widest_gap(alone) is None


def test_a_group_in_which_nobody_came_so_far_misses_nobody():
    found = gaps(table_of({"phone": [500, 100, 50, 25], "tablet": [3, 0, 0, 0]}), "device", 1.0)
    tablet = found[found["device"] == "tablet"]
    np.testing.assert_array_equal(tablet["step_conversion"], [0, np.nan, np.nan])
    np.testing.assert_allclose(tablet["missing_visitors"], [0.6, 0, 0])
    # of the 0.6 who did not go on, a quarter would have paid, as of the phones
    np.testing.assert_allclose(tablet["extra_paid_amount"], [0.15, 0, 0])
