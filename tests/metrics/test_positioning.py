"""Break-even, demand per seller, the price–quality map and a story's usual swing: against plain loops, identities, and the planted truth."""

import math
import random
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.positioning import (
    OWN,
    PAID_PER_SELLER,
    SEARCHES_PER_SELLER,
    break_even_visitors,
    niches,
    price_quality,
)
from shopkit.metrics.story import FAVOURITE_RATE, FOLLOW_RATE, RETURNING_SHARE, full_weeks, usual_swing
from tests.conftest import small_shop

amount = st.floats(0, 1e5)


# break-even -----------------------------------------------------------------------------------------------------------


@given(amount, st.floats(0, 100), st.floats(-1, 1), st.floats(0, 10))
def test_at_the_break_even_nothing_is_left_and_nothing_is_lost(fixed, value, rate, cost):
    found = break_even_visitors(fixed, value, rate, cost)
    left = value * rate - cost
    # what a visitor leaves is money: a millionth of a cent is as good as nothing
    assume(left <= 0 or left > 1e-8)
    if left > 0:
        assert found * left == pytest.approx(fixed, rel=1e-9, abs=1e-12)
    else:
        assert math.isnan(found)


@pytest.mark.parametrize(("value", "rate", "cost"), [(2.0, 0.3, 0.6), (2.0, 0.3, 0.7), (0.0, 0.3, 0.0), (5.0, -0.1, 0.0)])
def test_never(value, rate, cost):
    # on the edge too: a visitor who leaves exactly nothing pays no rent
    # 2.0 × 0.3 − 0.6 is zero or a hair away, as binary fractions have it: take it just below
    assert math.isnan(break_even_visitors(300, value, rate, cost + 1e-9))
    assert math.isnan(break_even_visitors(0, value, rate, cost + 0.01))


def test_a_series_keeps_its_rows():
    table = pd.DataFrame({"fixed": [300.0, 300.0, 300.0], "value": [4.5, 2.0, np.nan], "rate": 0.3, "cost": [0.35, 0.7, 0.1]}, index=[7, 8, 9])
    found = break_even_visitors(table["fixed"], table["value"], table["rate"], table["cost"])
    assert found.index.tolist() == [7, 8, 9] and found.name == "break_even_visitors"
    assert found.iloc[0] == pytest.approx(300) and found.iloc[1:].isna().all()
    assert break_even_visitors(300, table["value"], 0.3, 0.35).index.tolist() == [7, 8, 9]


@pytest.mark.parametrize(("arguments", "code"), [((300, 4.5, 30, 0.35), "not_a_share"), ((-300, 4.5, 0.3, 0.35), "negative_cost")])
def test_wrong_units_are_told(arguments, code):
    with pytest.raises(UserError) as told:
        break_even_visitors(*arguments)
    assert told.value.code == code and told.value.label.zh


def test_dearer_visitors_need_more_visitors_until_never():
    found = [break_even_visitors(300, 4.5, 0.3, cost / 100) for cost in range(0, 140, 5)]
    known = [v for v in found if v == v]
    assert known == sorted(known) and math.isnan(found[-1])
    # never comes after the numbers, not among them
    assert all(v != v for v in found[len(known):])


# niches ---------------------------------------------------------------------------------------------------------------


def market(days=28, growth=0.0, seed=1):
    draw = random.Random(seed)
    rows = [(pd.Timestamp("2026-01-05") + pd.Timedelta(days=d), c, s, int(searches * (1 + growth * d) * draw.uniform(0.98, 1.02)), sellers, searches * 1.5)
            for d in range(days) for c, s, searches, sellers in (("lamps", "students", 5000, 310), ("lamps", "over 55", 1500, 34), ("kettles", "students", 1900, 150))]
    return pd.DataFrame(rows, columns=["date", "category", "segment", "searches", "sellers", "paid_amount"])


def test_added_first_then_divided():
    table = market()
    found = niches(table).set_index(["category", "segment"])
    for key in found.index:
        rows = [r for r in table.to_dict("records") if (r["category"], r["segment"]) == key]
        searches, sellers = sum(r["searches"] for r in rows), sum(r["sellers"] for r in rows)
        assert found.loc[key, "searches_per_seller"] == pytest.approx(float(Fraction(searches, sellers)), rel=1e-12)
        assert found.loc[key, "paid_per_seller"] == pytest.approx(sum(r["paid_amount"] for r in rows) / sellers, rel=1e-12)
        assert (found.loc[key, "searches"], found.loc[key, "seller_days"]) == (searches, sellers)
    assert found["searches_per_seller"].is_monotonic_decreasing and found.index[0] == ("lamps", "over 55")


def test_a_category_is_not_the_mean_of_its_segments():
    table = market()
    whole = niches(table, by="category").set_index("category").loc["lamps", "searches_per_seller"]
    parts = niches(table)
    parts = parts[parts["category"] == "lamps"]
    assert whole == pytest.approx(parts["searches"].sum() / parts["seller_days"].sum())
    assert parts["searches_per_seller"].mean() > 1.5 * whole


def test_the_order_of_rows_makes_no_difference():
    table = market()
    pd.testing.assert_frame_equal(niches(table), niches(table.sample(frac=1, random_state=3)))


def test_attrs_and_types():
    table = market()
    table.attrs["currency"] = "CNY"
    assert niches(table).attrs["currency"] == "CNY"
    with pytest.raises(UserError, match="sellers"):
        niches(table.drop(columns="sellers"))


@pytest.mark.parametrize("growth", [0.004, -0.003])
def test_the_trend_is_the_planted_one(growth):
    days = 140
    found = niches(market(days, growth)).set_index(["category", "segment"])
    # per week, from the middle of the first full week to that of the last
    weeks = days // 7
    true = math.expm1(30 / 7 * math.log((1 + growth * (days - 4)) / (1 + growth * 3)) / (weeks - 1))
    assert found["demand_trend"].sub(true).abs().max() < 0.02
    assert (np.sign(found[["trend_low", "trend_high"]]) == np.sign(growth)).all(axis=None)


def test_no_trend_is_found_where_none_is():
    found = pd.concat([niches(market(140, seed=seed)) for seed in range(30)])
    false = ((found["trend_low"] > 0) | (found["trend_high"] < 0)).mean()
    assert false < 0.15


@pytest.mark.parametrize("days", [1, 13, 27])
def test_too_few_weeks_show_no_trend(days):
    assert niches(market(days))[["demand_trend", "trend_low", "trend_high"]].isna().all(axis=None)
    assert niches(market(28))["demand_trend"].notna().all()


def test_no_sellers_is_no_number():
    table = market().assign(sellers=lambda t: t["sellers"].where(t["category"] != "kettles", 0))
    found = niches(table).set_index("category")
    assert math.isnan(found.loc["kettles", "searches_per_seller"]) and math.isnan(found.loc["kettles", "demand_trend"])
    # what is not known stands last, not first
    assert niches(table)["category"].iloc[-1] == "kettles"


def test_metrics_take_any_frame():
    import polars as pl

    table = market()
    other = pl.DataFrame({name: table[name].tolist() for name in ("searches", "sellers", "paid_amount")})
    assert SEARCHES_PER_SELLER.of(other) == SEARCHES_PER_SELLER.of(table)
    assert PAID_PER_SELLER.of(table) == pytest.approx(table["paid_amount"].sum() / table["sellers"].sum())


# the map --------------------------------------------------------------------------------------------------------------


def rivals(**columns):
    return pd.DataFrame({"category": ["lamps"] * 4, "rival": ["A", "A", "B", "C"], "price_index": [80.0, 90.0, 120.0, 95.0], "units": [30, 10, 20, 500],
                         "paid_amount": [2400.0, 900.0, 2400.0, 47_500.0], "dsr_item": [4.9, 4.9, 4.5, 4.99], "same_tier": [True, True, True, False]} | columns)


ITEMS = pd.DataFrame({"product_id": ["1", "1", "2"], "units": [4, 6, 5], "paid_amount": [440.0, 660.0, 100.0]})
PRODUCTS = pd.DataFrame({"product_id": ["1", "2", "3"], "category": ["lamps", "toys", "lamps"]})
SCORES = pd.DataFrame({"product_id": ["1"] * 4 + ["2"], "score_item": [5.0, 5.0, 4.0, 5.0, 3.0]})


def test_the_map_by_hand():
    found = price_quality(rivals(), ITEMS, PRODUCTS, SCORES)
    assert found["rival"].tolist() == [OWN, "A", "C", "B"] and found["category"].eq("lamps").all()
    by = found.set_index("rival")
    assert by.loc["A", "price_index"] == pytest.approx((80 * 30 + 90 * 10) / 40)
    # price at 100: 53,200 paid ÷ (40 × 0.825 + 20 × 1.2 + 500 × 0.95) units at 100
    at_100 = 53_200 / (33 + 24 + 475)
    assert by.loc[OWN, "price_index"] == pytest.approx(100 * 110 / at_100)
    assert by.loc[OWN, "dsr_item"] == 4.75
    # mean 4.75, standard error 0.25, Student's t of 3 degrees of freedom 3.1824
    assert by.loc[OWN, ["rating_low", "rating_high"]].tolist() == pytest.approx([4.75 - 3.182446 * 0.25, 4.75 + 3.182446 * 0.25], abs=1e-5)
    assert by.loc[["A", "B", "C"], ["rating_low", "rating_high", "beaten_by", "beats"]].isna().all(axis=None)


def test_who_beats_whom_asks_for_more_than_chance_and_for_the_same_tier():
    few = price_quality(rivals(), ITEMS, PRODUCTS, SCORES).set_index("rival").loc[OWN]
    assert (few["beaten_by"], few["beats"]) == (0, 0)
    many = pd.concat([SCORES[SCORES["product_id"] == "1"]] * 200)
    sure = price_quality(rivals(), ITEMS, PRODUCTS, many).set_index("rival").loc[OWN]
    # A is cheaper and rated 4.9; B is dearer and rated 4.5; C is of another tier
    assert (sure["beaten_by"], sure["beats"]) == (1, 1)


def test_an_own_price_in_another_money_moves_nothing():
    one = price_quality(rivals(), ITEMS, PRODUCTS, SCORES)
    cents = price_quality(rivals(paid_amount=[v * 100 for v in rivals()["paid_amount"]]), ITEMS.assign(paid_amount=ITEMS["paid_amount"] * 100), PRODUCTS, SCORES)
    np.testing.assert_allclose(one["price_index"], cents["price_index"])


def test_rows_with_holes_are_left_out():
    hole = rivals(dsr_item=[4.9, np.nan, 4.5, 4.99])
    assert price_quality(hole, ITEMS, PRODUCTS, SCORES).set_index("rival").loc["A", "price_index"] == 80
    nothing = price_quality(rivals(), ITEMS.assign(units=0), PRODUCTS, SCORES)
    assert nothing.empty and "beaten_by" in nothing


def test_one_review_has_no_interval():
    found = price_quality(rivals(), ITEMS, PRODUCTS, SCORES.head(1)).set_index("rival").loc[OWN]
    assert found["dsr_item"] == 5 and math.isnan(found["rating_low"]) and found["beaten_by"] == 0


@pytest.mark.parametrize("table", range(4))
def test_a_missing_column_names_its_table(table):
    frames = [rivals(), ITEMS, PRODUCTS, SCORES]
    frames[table] = frames[table].drop(columns=["price_index", "units", "category", "score_item"][table])
    with pytest.raises(UserError, match=["competitors", "items", "products", "reviews"][table]):
        price_quality(*frames)


def test_the_own_index_is_that_of_the_plan():
    """A shop drawn with the rivals' own prices stands where its price says, within five points."""
    shop = small_shop(1)
    found = price_quality(shop.competitors, shop.items, shop.products, shop.reviews)
    for category, rows in found.groupby("category"):
        own, others = rows[rows["is_own"]].iloc[0], shop.competitors[shop.competitors["category"] == category]
        paid = (others["paid_amount"] / others["units"].where(others["units"] > 0)).mean() / (others["price_index"].mean() / 100)
        sold = shop.items.merge(shop.products, on="product_id")
        sold = sold[sold["category"] == category]
        assert own["price_index"] == pytest.approx(100 * sold["paid_amount"].sum() / sold["units"].sum() / paid, rel=0.25)


# the story ------------------------------------------------------------------------------------------------------------


def days(count, first="2026-11-02"):
    dates = pd.date_range(first, periods=count, unit="us")
    return pd.DataFrame({"date": dates, "visitors": range(100, 100 + count), "followers": 3, "favourites": 7, "returning_visitors": range(20, 20 + count), "new_visitors": 80})


def test_only_full_weeks_count():
    # Wednesday to Tuesday three weeks on: the first and the last week are torn
    torn = days(20, "2026-11-04")
    assert full_weeks(torn)["week"].nunique() == 2
    assert full_weeks(torn)["date"].min() == pd.Timestamp("2026-11-09")
    assert usual_swing(days(6))["usual"].isna().all() and usual_swing(days(6))["weeks"].eq(0).all()


def test_the_swing_by_hand():
    table = days(21)
    found = usual_swing(table).set_index("story_metric")
    weeks = [table.iloc[i: i + 7] for i in (0, 7, 14)]
    rates = [w["followers"].sum() / w["visitors"].sum() for w in weeks]
    row = found.loc["follow_rate"]
    assert [row["lowest_week"], row["highest_week"], row["usual"]] == pytest.approx([min(rates), max(rates), 63 / table["visitors"].sum()])
    assert row["weeks"] == 3
    # added, then divided: not the mean of the days
    assert RETURNING_SHARE.of(table) == pytest.approx(table["returning_visitors"].sum() / table["visitors"].sum())
    assert FAVOURITE_RATE.of(table) == pytest.approx(7 * 21 / table["visitors"].sum())


def test_the_usual_lies_within_the_swing():
    found = usual_swing(small_shop(1).shop_days, (FOLLOW_RATE, FAVOURITE_RATE, RETURNING_SHARE))
    assert (found["lowest_week"] <= found["usual"]).all() and (found["usual"] <= found["highest_week"]).all()
