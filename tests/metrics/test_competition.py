"""Multiples, values and shares by hand and by their identities; edges."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics import book
from shopkit.metrics.competition import (
    HHI,
    MARKET_SHARE,
    beside_rivals,
    concentration,
    market_shares,
    multiples,
    visitor_value,
)
from shopkit.metrics.conversion import interval
from shopkit.metrics.positioning import OWN
from tests.metrics.market_draws import competitors


def days(**columns):
    frame = pd.DataFrame({"date": pd.to_datetime(["2026-09-01", "2026-09-02", "2026-10-01"]), "visitors": [100, 300, 200], "buyers": [5, 6, 4],
                          "peer_average_conversion": [0.03, 0.02, 0.04], "impressions": [2000, 4000, 5000], "clicks": [90, 200, 150],
                          "peer_average_click_rate": [0.04, 0.05, 0.03]} | columns)
    frame.attrs["currency"] = "CNY"
    return frame


# multiples ----------------------------------------------------------------------------------------------------------


def test_multiples_by_hand():
    table = multiples(days()).set_index("compared_rate")
    own, expected = (5 + 6 + 4) / 600, (100 * 0.03 + 300 * 0.02 + 200 * 0.04) / 600
    assert table.loc["pay_conversion", "multiple"] == pytest.approx(own / expected)
    assert table.loc["pay_conversion", "own_rate"] == pytest.approx(own) and table.loc["pay_conversion", "peer_rate"] == pytest.approx(expected)
    assert table.loc["click_rate", "multiple"] == pytest.approx((440 / 11_000) / ((2000 * 0.04 + 4000 * 0.05 + 5000 * 0.03) / 11_000))
    low, high = interval(15, 600)
    assert table.loc["pay_conversion", ["multiple_low", "multiple_high"]].tolist() == pytest.approx([low / expected, high / expected])


def test_multiples_are_not_the_mean_of_the_days():
    table = multiples(days()).set_index("compared_rate")
    daily = np.mean([5 / 100 / 0.03, 6 / 300 / 0.02, 4 / 200 / 0.04])
    assert abs(table.loc["pay_conversion", "multiple"] - daily) > 0.15


def test_multiples_by_month_say_where_the_shops_were_exchanged():
    table = multiples(days(), by="month")
    rows = table[table["compared_rate"] == "pay_conversion"].set_index("month")
    assert rows["multiple"].to_dict() == pytest.approx({"2026-09": 11 / (3 + 6), "2026-10": 4 / 8})
    assert rows["other_tier"].tolist() == [False, True]
    assert multiples(days(peer_average_conversion=0.03), by="month")["other_tier"].tolist() == [False, True, False, False]
    # a campaign of a day does not move the median of a month
    many = pd.DataFrame({"date": pd.date_range("2026-08-01", "2026-09-30"), "visitors": 100, "buyers": 3, "peer_average_conversion": 0.03})
    many.loc[40, "peer_average_conversion"] = 0.06
    assert not multiples(many, by="month")["other_tier"].any()


def test_multiples_of_a_column_of_periods_and_of_what_is_there():
    only = multiples(days().drop(columns=["clicks"]).assign(half=["a", "b", "b"]), by="half")
    assert only["compared_rate"].unique().tolist() == ["pay_conversion"] and only["half"].tolist() == ["a", "b"]
    gap = multiples(days(peer_average_conversion=[0.03, np.nan, np.nan]), by="month")
    rows = gap[gap["compared_rate"] == "pay_conversion"].set_index("month")
    # a day without an average is left out on both sides; a month without any has none
    assert rows.loc["2026-09", "multiple"] == pytest.approx(5 / 3) and math.isnan(rows.loc["2026-10", "multiple"])


def test_multiples_without_an_average():
    with pytest.raises(UserError) as caught:
        multiples(days()[["date", "visitors", "buyers"]])
    assert caught.value.code == "missing_column"
    with pytest.raises(UserError) as caught:
        multiples(days(peer_average_conversion=np.nan, peer_average_click_rate=np.nan))
    assert caught.value.code == "missing_value"


# what a visitor is worth --------------------------------------------------------------------------------------------


def rivals(**columns):
    return pd.DataFrame({"rival": ["A", "A", "B", "C"], "category": ["x", "x", "x", "y"], "visitors": [1000, 3000, 2000, 500], "click_rate": [0.05, 0.04, 0.02, 0.05],
                         "pay_conversion": [0.03, 0.01, 0.02, 0.04], "paid_amount": [3000.0, 3000.0, 8000.0, 500.0], "same_tier": [True, True, True, False]} | columns)


def test_beside_rivals_by_hand():
    table = beside_rivals(rivals()).set_index("rival")
    assert table["pay_conversion"].to_dict() == pytest.approx({"A": 60 / 4000, "B": 40 / 2000, "C": 20 / 500})
    assert table["value_per_visitor"].to_dict() == pytest.approx({"A": 1.5, "B": 4.0, "C": 1.0})
    # the average is that of A and B: 6,000 visitors, 100 buyers, 14,000 paid
    assert table["conversion_multiple"].to_dict() == pytest.approx({"A": 0.015 / (1 / 60), "B": 0.02 / (1 / 60), "C": 0.04 / (1 / 60)})
    assert table["click_rate"]["A"] == pytest.approx(4000 / (1000 / 0.05 + 3000 / 0.04))
    assert list(table.index) == ["B", "A", "C"]


def test_own_shop_among_rivals():
    own = pd.DataFrame({"visitors": [100, 100], "buyers": [3, 5], "paid_amount": [300.0, 500.0], "impressions": [2000, 3000], "clicks": [100, 100]})
    table = beside_rivals(rivals(), own=own).set_index("rival")
    assert table.loc[OWN, "value_per_visitor"] == 4.0 and table.loc[OWN, "pay_conversion"] == 0.04 and table.loc[OWN, "click_rate"] == pytest.approx(0.04)
    assert pd.isna(table.loc[OWN, "same_tier"])
    # the shop itself moves no average
    pd.testing.assert_series_equal(table["value_multiple"].drop(OWN), beside_rivals(rivals()).set_index("rival")["value_multiple"])


@pytest.mark.parametrize("seed", [1, 2])
def test_value_multiple_is_the_product_of_the_two(seed):
    table = beside_rivals(competitors(seed))
    np.testing.assert_allclose(table["value_multiple"], table["conversion_multiple"] * table["spend_multiple"], rtol=1e-12)
    np.testing.assert_allclose(table["value_per_visitor"], table["pay_conversion"] * table["spend_per_buyer"], rtol=1e-12)


def test_beside_rivals_of_a_poorer_table():
    bare = rivals()[["rival", "visitors", "pay_conversion", "paid_amount"]]
    table = beside_rivals(bare)
    assert table["click_rate"].isna().all() and table["same_tier"].isna().all()
    # without tiers everybody is the average
    assert (table["visitor_days"] * table["value_multiple"]).sum() / table["visitor_days"].sum() == pytest.approx(1)
    with pytest.raises(UserError):
        beside_rivals(bare.drop(columns="paid_amount"))
    nobody = beside_rivals(rivals(visitors=[0, 0, 10, 10], pay_conversion=[np.nan, np.nan, 0.0, 0.1]))
    assert nobody.set_index("rival")["value_per_visitor"].isna().to_dict() == {"A": True, "B": False, "C": False}


def test_visitor_value_is_the_product_of_its_factors():
    orders = pd.DataFrame({"order_id": ["a", "a", "b", "c", "d"], "customer_id": [1, 1, 1, 2, 3], "quantity": [1, 2, 1, 3, 9], "paid_amount": [10.0, 30.0, 20.0, 60.0, 0.0],
                           "paid_at": pd.to_datetime(["2026-09-01"] * 4 + [None])})
    table = visitor_value(pd.DataFrame({"visitors": [30, 70]}), orders, left_rate=0.25)
    assert table["factor_value"].tolist() == pytest.approx([2.0, 3 / 2, 7 / 3, 120 / 7])
    assert table["factor_value"].prod() / 100 == pytest.approx(1.2) == pytest.approx(table.attrs["value_per_visitor"])
    assert table["left_more"].tolist() == pytest.approx([0.03, 0.03, 0.03, 0.12])
    with pytest.raises(UserError) as caught:
        visitor_value(pd.DataFrame({"visitors": [0]}), orders, 0.2)
    assert caught.value.code == "nothing_to_divide_by"


# shares -------------------------------------------------------------------------------------------------------------

AMOUNTS = st.lists(st.floats(0.01, 1e7), min_size=1, max_size=30)


@given(AMOUNTS)
@settings(max_examples=40, deadline=None)
def test_shares_add_up_to_one_and_hhi_keeps_its_bounds(amounts):
    shares = market_shares(pd.DataFrame({"rival": [f"r{i}" for i in range(len(amounts))], "paid_amount": amounts}))
    row = concentration(shares).iloc[0]
    n = len(amounts)
    assert shares["market_share"].sum() == pytest.approx(1, abs=1e-12)
    assert 1 / n - 1e-12 <= row["hhi"] <= 1 + 1e-12
    assert row["hhi"] == pytest.approx(sum((a / sum(amounts)) ** 2 for a in amounts))
    assert row["top_share"] == pytest.approx(sum(sorted(amounts)[-3:]) / sum(amounts)) and row["top_share"] ** 2 / 3 <= row["hhi"] + 1e-12
    assert row["sellers_seen"] == n and row["equal_sellers"] == pytest.approx(1 / row["hhi"])


@pytest.mark.parametrize("n", [1, 2, 7, 50])
def test_equal_shops_have_an_hhi_of_one_in_n(n):
    row = concentration(market_shares(pd.DataFrame({"rival": range(n), "paid_amount": 12.5}))).iloc[0]
    assert row["hhi"] == pytest.approx(1 / n, abs=1e-12) and row["equal_sellers"] == pytest.approx(n)


@given(AMOUNTS, st.floats(0.01, 1000))
@settings(max_examples=15, deadline=None)
def test_hhi_knows_no_currency_and_grows_when_two_merge(amounts, factor):
    def hhi(values):
        return concentration(market_shares(pd.DataFrame({"rival": range(len(values)), "paid_amount": values})))["hhi"].iloc[0]

    assert hhi([a * factor for a in amounts]) == pytest.approx(hhi(amounts))
    if len(amounts) > 1:
        assert hhi([amounts[0] + amounts[1], *amounts[2:]]) >= hhi(amounts) - 1e-12


def test_market_shares_by_month_and_category():
    table = pd.DataFrame({"date": pd.to_datetime(["2026-09-01", "2026-09-02", "2026-09-02", "2026-10-01", "2026-10-01"]), "rival": ["A", "A", "B", "A", "C"],
                          "category": ["x", "x", "x", "x", "y"], "paid_amount": [10.0, 20.0, 10.0, 5.0, 7.0], "profit_rate": [0.1, 0.1, -0.2, 0.2, 0.3]})
    by_month = market_shares(table, by="month")
    assert by_month[["month", "rival"]].values.tolist() == [["2026-09", "A"], ["2026-09", "B"], ["2026-10", "C"], ["2026-10", "A"]]
    assert by_month["market_share"].tolist() == pytest.approx([0.75, 0.25, 7 / 12, 5 / 12])
    assert by_month["estimated_profit"].tolist() == pytest.approx([3.0, -2.0, 2.1, 1.0])
    # who loses money has no share of the profits, and takes none from the others
    assert by_month["profit_share"].tolist() == pytest.approx([1.0, 0.0, 2.1 / 3.1, 1 / 3.1])
    within = market_shares(table, by="month", within="category")
    assert within.groupby(["month", "category"])["market_share"].sum().tolist() == pytest.approx([1, 1, 1])
    assert concentration(within, by=["month", "category"])["hhi"].tolist() == pytest.approx([0.75**2 + 0.25**2, 1, 1])


def test_shares_where_nothing_is_sold_or_known():
    none = market_shares(pd.DataFrame({"rival": ["A", "B"], "paid_amount": [0.0, 0.0], "profit_rate": [np.nan, np.nan]}))
    assert none["market_share"].isna().all() and none["profit_share"].isna().all()
    assert math.isnan(concentration(none)["hhi"].iloc[0])
    with pytest.raises(UserError) as caught:
        market_shares(pd.DataFrame({"rival": ["A"], "paid_amount": [-1.0]}))
    assert caught.value.code == "negative_amount"
    with pytest.raises(UserError):
        market_shares(pd.DataFrame({"rival": ["A"], "paid_amount": [1.0]}), by="month")


def test_sales_share_is_not_profit_share_in_the_price_war():
    shares = market_shares(competitors(1), by="month")
    war = shares[shares["month"] == "2025-11"].iloc[0]
    assert war["market_share"] > 0.4 and war["profit_share"] < 0.2


def test_both_stand_in_the_book():
    shares = market_shares(competitors(1), by="month")
    assert book()["hhi"] is HHI and book()["market_share"] is MARKET_SHARE
    of_book = HHI.of(shares, by="month").set_index("month")["hhi"]
    np.testing.assert_allclose(of_book, concentration(shares, by="month").set_index("month")["hhi"])
    np.testing.assert_allclose(MARKET_SHARE.formula.value(shares), shares["market_share"])
