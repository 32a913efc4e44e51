"""Items: the shop's conversion is exactly share × conversion under first landing; changes against loops, luck and planted effects."""

from collections import defaultdict
from fractions import Fraction
from math import comb

import numpy as np
import pandas as pd
import polars as pl
import pytest

from shopkit.labels import UserError
from shopkit.metrics.funnel import CART_RATE, PAY_CONVERSION, funnel
from shopkit.metrics.items import (
    CLICK_RATE,
    by_halves,
    controlled_change,
    item_changes,
    item_factors,
    judge_changes,
    landings,
    week_changes,
)
from tests.conftest import small_shop
from tests.metrics.funnel_reference import deepest_by_brute_force

STEPS = ["detail", "cart", "order", "pay"]


def random_log(seed):
    draw = np.random.default_rng(seed)
    n = int(draw.integers(1, 150))
    return pd.DataFrame({
        "visitor_id": draw.integers(1, 12, n), "at": pd.Timestamp("2026-11-01") + pd.to_timedelta(draw.integers(0, 25, n), unit="D"),
        "step": draw.choice(["home", *STEPS], n, p=[0.1, 0.4, 0.2, 0.15, 0.15]), "product_id": pd.Series(draw.choice(["a", "b", "c", None], n), dtype="str"),
    })


def landings_by_hand(log):
    """product → [seen, landed, bought], in plain Python."""
    events = [{k: None if v != v else v for k, v in row.items()} for row in log.to_dict("records")]
    depth = deepest_by_brute_force(events, [(s,) for s in STEPS], pd.Timedelta(days=7).to_pytimedelta(), [None] * 3)
    told, seen, first = defaultdict(lambda: [0, 0, 0]), defaultdict(set), {}
    for e in events:
        if e["step"] == "detail":
            item = e["product_id"] or "(unknown)"
            seen[item].add(e["visitor_id"])
            first[e["visitor_id"]] = min(first.get(e["visitor_id"], (e["at"], item)), (e["at"], item))
    for item, people in seen.items():
        told[item][0] = len(people)
    for person, (_, item) in first.items():
        told[item][1] += 1
        told[item][2] += depth[person][0] == 4
    return dict(told)


@pytest.mark.parametrize("seed", range(40))
def test_landings_as_by_hand_on_any_engine(seed):
    log = random_log(seed)
    for source in (log, pl.DataFrame({c: [None if v != v else v for v in log[c].tolist()] for c in log})):
        table = landings(source, STEPS)
        found = {r["product_id"]: [r["seen_visitors"], r["landed_visitors"], r["landing_buyers"]] for r in table.to_dict("records")}
        assert found == landings_by_hand(log)
        exact = funnel(log, STEPS)
        assert table.attrs["people"] == exact["visitors"].iloc[0] and table["landing_buyers"].sum() == exact["visitors"].iloc[-1]
        assert table.attrs["overlap"] == table["seen_visitors"].sum() - table.attrs["people"] >= 0


@pytest.mark.parametrize("seed", range(1, 6))
def test_the_shops_conversion_is_share_times_conversion_added(seed):
    events = small_shop(seed).events
    table = landings(events, STEPS)
    whole = funnel(events, STEPS)["overall_conversion"].iloc[-1]
    assert (table["landing_share"] * table["landing_conversion"]).sum() == pytest.approx(whole, abs=1e-14)
    assert table["landing_points"].sum() == pytest.approx(whole, abs=1e-14) and table["landing_share"].sum() == pytest.approx(1, abs=1e-14)
    # and the plain mean is not it
    assert abs(table["landing_conversion"].mean() - whole) > 1e-4


def test_landings_of_a_wider_first_stage_and_of_nothing():
    log = random_log(3)
    table = landings(log, [("home", "detail"), "cart", "order", "pay"])
    assert table.attrs["people"] == funnel(log, [("home", "detail"), "cart", "order", "pay"])["visitors"].iloc[0]
    assert landings(log[:0], STEPS).empty
    with pytest.raises(UserError, match="first stage"):
        landings(log, STEPS, at_step="home")
    with pytest.raises(UserError, match="product_id"):
        landings(log.drop(columns="product_id"), STEPS)


def table_of(rng, days=56, rates=(0.05, 0.05, 0.05), lift=1.0, from_day=28, item="a", visitors=300, season=None):
    """Day × item with carts and buyers drawn; from a day on one item's cart rate times `lift`; all times `season`."""
    rows = []
    for d in range(days):
        for name, rate in zip("abcdefgh", rates, strict=False):
            p = rate * (lift if name == item and d >= from_day else 1) * (season[d] if season is not None else 1)
            rows.append((pd.Timestamp("2026-09-01") + pd.Timedelta(days=d), name, visitors, rng.binomial(visitors, min(p, 1)), rng.binomial(visitors, min(p / 2, 1))))
    return pd.DataFrame(rows, columns=["date", "product_id", "visitors", "cart_adders", "buyers"])


def fisher_two_sided(a, b, c, d):
    """Sum of all tables as likely as this one or less, by counting."""
    ways = {x: comb(a + b, x) * comb(c + d, a + c - x) for x in range(max(0, a + c - c - d), min(a + b, a + c) + 1)}
    return Fraction(sum(w for w in ways.values() if w <= ways[a]), sum(ways.values()))


def test_item_changes_as_by_hand():
    table = table_of(np.random.default_rng(1), rates=(0.05, 0.02, 0.1), lift=2.0)
    found = item_changes(table, "2026-09-29", days=14, metric=CART_RATE).set_index("product_id")
    for item, part in table.groupby("product_id"):
        before = part[(part["date"] >= "2026-09-15") & (part["date"] < "2026-09-29")]
        after = part[(part["date"] >= "2026-09-29") & (part["date"] < "2026-10-13")]
        k, n, m, o = (int(v) for v in (after["cart_adders"].sum(), after["visitors"].sum(), before["cart_adders"].sum(), before["visitors"].sum()))
        assert found.loc[item, "rate_before"] == pytest.approx(m / o) and found.loc[item, "rate_after"] == pytest.approx(k / n)
        assert found.loc[item, "beyond_chance"] == (fisher_two_sided(k, n - k, m, o - m) < 0.01 / 3)
        assert found.loc[item, "change_low"] < k / n - m / o < found.loc[item, "change_high"]
    assert found.loc["a", "work_rule"] == "up" and set(found.loc[["b", "c"], "work_rule"]) == {"wait"}


def test_luck_alone_is_not_taken_for_a_change():
    alarms = 0
    for seed in range(40):
        weeks = week_changes(table_of(np.random.default_rng(seed), rates=(0.05, 0.03, 0.08)), metric=CART_RATE)
        assert len(weeks) == 7 * 3  # eight weeks, each but the first beside the one before
        alarms += weeks["beyond_chance"].any()
    assert alarms <= 2


def test_week_changes_find_the_week_in_which_nothing_could_be_bought():
    table = table_of(np.random.default_rng(2))
    table.loc[(table["product_id"] == "b") & table["date"].between("2026-10-06", "2026-10-12"), ["buyers", "cart_adders"]] = 0
    weeks = week_changes(table)
    sure = weeks[weeks["beyond_chance"]]
    assert [(r.product_id, f"{r.week_from:%m-%d}", r.work_rule) for r in sure.itertuples()] == [("b", "10-06", "down"), ("b", "10-13", "up")]
    assert week_changes(table[table["date"] < "2026-09-10"]).empty and week_changes(table[:0]).empty


def test_few_visitors_and_pre_sale_days_are_not_judged():
    table = table_of(np.random.default_rng(3), visitors=1)
    assert item_changes(table, "2026-09-29", days=14).empty
    table = table_of(np.random.default_rng(3)).assign(is_presale=lambda t: (t["product_id"] == "a") & (t["date"] >= "2026-09-29"))
    table.loc[table["is_presale"], "buyers"] = 0
    assert item_changes(table, "2026-09-29", days=7)["product_id"].tolist() != [] and "a" not in item_changes(table, "2026-09-29", days=7)["product_id"].tolist()
    for on in ("2026-09-01", "2027-01-01"):
        with pytest.raises(UserError, match="no days before or after"):
            item_changes(table, on)
    with pytest.raises(UserError, match="buyers"):
        item_changes(table.drop(columns="buyers"), "2026-09-29")


def test_the_control_takes_the_season_off():
    rng = np.random.default_rng(6)
    season = np.where(np.arange(56) >= 28, 0.8, 1.0)
    table = table_of(rng, lift=1.3, season=season, visitors=20_000)
    found = controlled_change(table, "a", "2026-09-29", days=28)
    assert found["alone"] == pytest.approx(1.04, rel=0.03) and found["others"] == pytest.approx(0.8, rel=0.03)
    assert found["effect"] == pytest.approx(1.3, rel=0.03) and found["effect"] == pytest.approx(found["alone"] / found["others"], rel=1e-6)
    assert found["low"] < 1.3 < found["high"] and found["low"] > 1
    with pytest.raises(UserError, match="nothing to count"):
        controlled_change(table, "z", "2026-09-29")


@pytest.mark.parametrize("restless", [False, True])
def test_the_stated_interval_holds_the_effect_as_often_as_it_says(restless):
    held = 0
    for seed in range(100):
        rng = np.random.default_rng([seed, 7])
        table = table_of(rng, lift=1.3, visitors=400)
        if restless:  # each item has good and bad days of its own, wider than people's luck
            table["cart_adders"] = rng.poisson(table["cart_adders"] * rng.gamma(8, 1 / 8, len(table)))
        found = controlled_change(table, "a", "2026-09-29", days=28)
        held += found["low"] <= 1.3 <= found["high"]
    assert held >= 89  # 95 of 100, less what luck takes


def test_changes_are_judged_by_what_they_aim_at():
    rng = np.random.default_rng(8)
    table = table_of(rng, lift=1.5, visitors=3000).assign(impressions=60_000)
    table["clicks"] = rng.binomial(60_000, np.where((table["product_id"] == "b") & (table["date"] >= "2026-09-29"), 0.05, 0.04))
    made = pd.DataFrame({"at": pd.to_datetime(["2026-09-29 09:00"] * 3 + ["2026-09-03 09:00"]), "product_id": ["a", "b", "c", "a"], "kind": ["page", "picture", "title", "page"], "note": list("wxyz")})
    found = judge_changes(made, table, days=28).set_index("note")
    assert found.index.tolist() == ["w", "x", "y"]  # the last one has two days before it
    assert found["judged_by"].tolist() == ["cart_rate", "click_rate", "click_rate"] and found["beyond_chance"].tolist() == [True, True, False]
    assert found.loc["w", "change_effect"] == pytest.approx(0.5, abs=0.06) and found.loc["x", "change_effect"] == pytest.approx(0.25, abs=0.02)
    # where nobody counted clicks, a picture can't be judged, and is left out
    assert judge_changes(made, table.drop(columns="clicks"), days=28)["kind"].tolist() == ["page"]
    assert judge_changes(made[:0], table).empty
    assert CLICK_RATE.of(table.drop(columns="product_id")) > 0.04


def test_what_is_seen_on_the_page_that_day():
    items = pd.DataFrame({"date": list(pd.date_range("2026-11-01", periods=4)) * 2, "product_id": ["a"] * 4 + ["b"] * 4, "units": [2, 0, 1, 5, 1, 1, 1, 1], "price": 80.0})
    products = pd.DataFrame({"product_id": ["a", "b"], "list_price": [100.0, 160.0]})
    reviews = pd.DataFrame({"product_id": ["a", "a", "b"], "at": pd.to_datetime(["2026-11-01 23:00", "2026-11-03 01:00", "2026-11-02 12:00"]), "score_item": [5.0, 2.0, 3.0]})
    table = item_factors(items, products, reviews).sort_values(["product_id", "date"])
    assert table["sold_before"].tolist() == [0, 2, 2, 3, 0, 1, 2, 3]
    assert table["price_to_list"].tolist() == [0.8] * 4 + [0.5] * 4
    # a review counts from the day after
    assert table["reviews_before"].tolist() == [0, 1, 1, 2, 0, 0, 1, 1]
    assert table["bad_before"].tolist()[3] == 0.5 and table["bad_before"].tolist()[6] == 1 and table["bad_before"].isna().sum() == 3


def test_halves_have_half_of_the_visitors_and_all_of_the_buyers():
    table = item_factors(small_shop(1).items, small_shop(1).products)
    half = by_halves(table, "price_to_list")
    assert half["visitor_days"].sum() == table["visitors"].sum() and half["buyer_days"].sum() == table["buyers"].sum()
    assert half["factor_to"][0] <= half["factor_from"][1] and (half["pay_conversion"] == half["buyer_days"] / half["visitor_days"]).all()
    assert abs(half["visitor_days"][0] / half["visitor_days"].sum() - 0.5) < 0.2
    assert len(by_halves(table.assign(same=1.0), "same", PAY_CONVERSION)) == 1
