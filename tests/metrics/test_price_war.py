"""Price wars: the sums by hand, their identities, who can bear one; wars that were planted, as the tables show them."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.price_war import Side, own_in_a_war, price_cuts_seen, price_war, units_needed, who_cuts
from tests.metrics.market_draws import cause, honest, names, plan, rival_of

YOU, RIVAL = Side(10, 100.0, 60.0, 150.0, 9000.0), Side(40, 80.0, 50.0, 600.0, 0.0)
CUT = st.floats(0, 0.9)
SIDE = st.builds(Side, st.floats(0.1, 1000), st.floats(1, 500), st.floats(0, 500), st.floats(0, 100), st.floats(0, 1e5))


def test_by_hand():
    table = price_war(YOU, RIVAL, 0.2, 0.1, elasticity=2.0, pull=1.0).set_index("side")
    units = 10 * 0.8**-2 * 0.9
    assert table.loc["you", "units_a_day"] == pytest.approx(units) and table.loc["you", "price"] == 80
    assert table.loc["you", "daily_contribution"] == pytest.approx(units * 20) and table.loc["you", "daily_contribution_before"] == 400
    assert table.loc["you", "kept_rate"] == pytest.approx(0.25) and table.loc["you", "daily_result"] == pytest.approx(units * 20 - 150)
    assert math.isnan(table.loc["you", "months_left"])  # it earns
    theirs = 40 * 0.9**-2 * 0.8
    assert table.loc["rival", "units_a_day"] == pytest.approx(theirs) and table.loc["rival", "units_share"] == pytest.approx(theirs / (theirs + units))
    assert table.loc["rival", "units_share_before"] == 0.8


def test_how_long_the_money_lasts():
    table = price_war(YOU, RIVAL, 0.4, 0.2, elasticity=1.0, pull=1.0).set_index("side")
    # at 60 nothing is left of a sale, and 150 a day go on: 9,000 last 60 days
    assert table.loc["you", "months_left"] == pytest.approx(9000 / 150 / 30)
    assert table.loc["rival", "months_left"] == 0


@given(SIDE, SIDE, CUT, CUT, st.floats(0, 6), st.floats(0, 3))
@settings(max_examples=80, deadline=None)
def test_identities(you, rival, a, b, elasticity, pull):
    table = price_war(you, rival, a, b, elasticity, pull).set_index("side")
    assert table["units_share"].sum() == pytest.approx(1) and table["units_share_before"].sum() == pytest.approx(1)
    np.testing.assert_allclose(table["daily_contribution"], table["units_a_day"] * table["price"] * table["kept_rate"], rtol=1e-6, atol=1e-6)
    np.testing.assert_allclose(table["daily_contribution"] - table["daily_result"], [you.fixed, rival.fixed], atol=1e-6 * (1 + table["daily_contribution"].abs().max()))
    assert (table["months_left"].notna() == (table["daily_result"] < 0)).all()
    # the two change places with their cuts
    other = price_war(rival, you, b, a, elasticity, pull).set_index("side")
    assert other.loc["rival", "units_a_day"] == pytest.approx(table.loc["you", "units_a_day"])


@given(SIDE, SIDE, st.floats(0, 6), st.floats(0, 3))
@settings(max_examples=30, deadline=None)
def test_without_a_cut_nothing_changes(you, rival, elasticity, pull):
    table = price_war(you, rival, elasticity=elasticity, pull=pull)
    np.testing.assert_allclose(table["units_a_day"], table["units_a_day_before"])
    np.testing.assert_allclose(table["daily_contribution"], table["daily_contribution_before"])


@given(st.floats(0.05, 0.95), st.floats(0.01, 0.9))
@settings(max_examples=60, deadline=None)
def test_units_needed_leave_as_much_as_before(kept, cut):
    times = units_needed(kept, cut)
    if math.isinf(times):
        assert cut >= kept
    else:
        assert times * (kept - cut) == pytest.approx(kept) and times >= 1


def test_an_elasticity_that_pays_for_the_cut_and_one_that_does_not():
    kept, cut = 0.4, 0.2
    exponent = math.log(units_needed(kept, cut)) / -math.log(1 - cut)
    side = Side(10, 100.0, 60.0)
    for elasticity, sign in ((exponent + 0.1, 1), (exponent - 0.1, -1)):
        table = price_war(side, side, cut, 0, elasticity)
        assert sign * (table["daily_contribution"][0] - table["daily_contribution_before"][0]) > 0


def test_who_cuts():
    table = who_cuts(YOU, RIVAL, 0.2).set_index("who_cuts")
    assert table.loc["nobody"].tolist() == [400, 1200]
    # the other's cut takes from you whatever you do
    assert table.loc["rival", "your_contribution"] < table.loc["nobody", "your_contribution"]
    assert table.loc["both", "your_contribution"] < table.loc["you", "your_contribution"]
    both = price_war(YOU, RIVAL, 0.2, 0.2)["daily_contribution"]
    assert table.loc["both"].tolist() == pytest.approx(both.tolist())


@pytest.mark.parametrize("cuts", [(1.0, 0), (-0.1, 0), (0, 20)])
def test_a_cut_is_a_share(cuts):
    with pytest.raises(UserError) as caught:
        price_war(YOU, RIVAL, *cuts)
    assert caught.value.code == "not_a_share"
    with pytest.raises(UserError):
        units_needed(0.3, 20)
    with pytest.raises(UserError) as caught:
        price_war(Side(1, 0.0, 0.0), RIVAL)
    assert caught.value.code == "no_price"


# the planted war ------------------------------------------------------------------------------------------------------

WAR = [pd.Timestamp(d) for d in cause("rival_price_war").days]
FIGHTERS = [n for n, r in zip(names(), plan().rivals, strict=True) if r.category == cause("rival_price_war").where["category"]]
PRICE, EXPONENT = 0.78, -1.3


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_planted_war_is_seen(seed):
    table = price_cuts_seen(honest(seed)).set_index("rival")
    assert set(table.index) == set(FIGHTERS)
    assert (table["cut_first"] == WAR[0]).all() and table["cut_last"].drop(rival_of("faked_orders")).eq(WAR[-1]).all()
    assert table["price_ratio"].to_numpy() == pytest.approx(PRICE, abs=0.005)
    # the planted levers: conversion follows the price, spend falls with it
    assert table["conversion_ratio"].to_numpy() == pytest.approx(PRICE**EXPONENT, rel=0.06)
    assert table["value_ratio"].to_numpy() == pytest.approx(PRICE ** (1 + EXPONENT), rel=0.06)
    for name, rival in zip(names(), plan().rivals, strict=True):
        if name in FIGHTERS:
            margin = 1 - (1 - rival.margin) / PRICE
            left = rival.pay_conversion * PRICE**EXPONENT * rival.spend * PRICE * margin - rival.visitor_cost
            assert table.loc[name, "daily_profit_cut"] == pytest.approx(rival.visitors * left, rel=0.12)
            assert table.loc[name, "daily_profit_cut"] < 0


def test_the_simulation_foretells_the_planted_war():
    table = price_cuts_seen(honest(1)).set_index("rival")
    for name, rival in zip(names(), plan().rivals, strict=True):
        if name in FIGHTERS and name != rival_of("faked_orders"):
            units = rival.visitors * rival.pay_conversion
            side = Side(units, rival.spend, rival.spend * (1 - rival.margin), rival.visitors * rival.visitor_cost)
            war = price_war(side, side, 1 - PRICE, 0, elasticity=-EXPONENT).iloc[0]
            assert war["daily_result"] == pytest.approx(table.loc[name, "daily_profit_cut"], rel=0.12)


def test_no_war_is_seen_where_there_is_none():
    peace = honest(1)[lambda t: ~t["rival"].isin(FIGHTERS)]
    assert price_cuts_seen(peace).empty and "daily_profit_cut" in price_cuts_seen(peace)
    few = honest(1)[lambda t: (t["date"] <= WAR[5]) | (t["date"] > WAR[-1])]
    assert price_cuts_seen(few).empty


def items(effect=0.7, campaign=1.5, visitors=3000, days=40, seed=1):
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2026-09-01", periods=2 * days)
    season = np.where(np.arange(2 * days) % 9 == 0, campaign, 1.0)
    war = np.where(np.arange(2 * days) < days, 1.0, effect)
    parts = [pd.DataFrame({"date": dates, "product_id": item, "visitors": visitors, "buyers": rng.binomial(visitors, rate * season * (war if item == "1" else 1.0)), "is_presale": False})
             for item, rate in (("1", 0.03), ("2", 0.05), ("3", 0.02))]
    return pd.concat(parts, ignore_index=True), pd.DataFrame({"product_id": ["1", "2", "3"], "category": ["x", "y", "z"]}), dates[days], dates[-1]


def test_the_own_loss_is_recovered():
    frame, products, first, last = items()
    found = own_in_a_war(frame, products, "x", first, last)
    assert found["effect"] == pytest.approx(0.7, rel=0.04) and found["effect_low"] < 0.7 < found["effect_high"] and found["beyond_chance"]
    assert (found["days_before"], found["days_war"]) == (40, 40)


def test_the_other_categories_tell_the_season():
    frame, products, first, last = items(effect=1.0)
    frame.loc[frame["date"] >= first, "buyers"] = (frame["buyers"] * 0.6).round().astype(int)
    found = own_in_a_war(frame, products, "x", first, last)
    assert found["effect"] == pytest.approx(1.0, abs=0.03) and not found["beyond_chance"]


def test_more_visitors_to_the_category_are_no_better_conversion():
    frame, products, first, last = items(effect=1.0)
    more = (frame["date"] >= first) & (frame["product_id"] == "1")
    frame.loc[more, ["visitors", "buyers"]] *= 3
    assert own_in_a_war(frame, products, "x", first, last)["effect"] == pytest.approx(1.0, abs=0.04)


def test_days_of_a_pre_sale_are_left_out():
    frame, products, first, last = items(effect=1.0)
    deposit = frame["date"].isin([first + pd.Timedelta(days=d) for d in (3, 4, 5)]) & (frame["product_id"] == "2")
    frame.loc[deposit, ["buyers", "is_presale"]] = 0, True
    balance = (frame["date"] == first + pd.Timedelta(days=6)) & (frame["product_id"] == "2")
    frame.loc[balance, "buyers"] *= 4
    found = own_in_a_war(frame, products, "x", first, last)
    assert found["days_war"] == 36 and found["effect"] == pytest.approx(1.0, abs=0.03)


def test_too_little_to_compare():
    frame, products, first, last = items()
    assert math.isnan(own_in_a_war(frame, products, "nothing", first, last)["effect"])
    assert math.isnan(own_in_a_war(frame[frame["date"] < first], products, "x", first, last)["effect"])


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say():
    hits = []
    for seed in range(1, 101):
        frame, products, first, last = items(effect=0.9, visitors=200, seed=seed)
        found = own_in_a_war(frame, products, "x", first, last)
        hits.append(found["effect_low"] <= 0.9 <= found["effect_high"])
    assert 89 <= sum(hits) <= 100
