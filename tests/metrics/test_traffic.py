"""The source table against plain sums, its identities, and what may not be added."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.profit import margins
from shopkit.metrics.summary import VALUE_PER_VISITOR
from shopkit.metrics.traffic import (
    COST_PER_VISITOR,
    ROAS,
    ROI,
    break_even_roas,
    more_visitors_or_better_page,
    rate_before_ads,
    source_table,
)

DAYS = pd.DataFrame({
    "date": pd.to_datetime(["2026-11-01", "2026-11-01", "2026-11-02", "2026-11-02"]), "source": ["free_search", "search_ads"] * 2,
    "visitors": [600, 300, 400, 500], "buyers": [30, 6, 10, 14], "paid_amount": [2500.0, 700.0, 1500.0, 1300.0], "cost": [0.0, 200.0, 0.0, 400.0],
})


def lines(rows):
    return pd.DataFrame([{"source": s, "paid_amount": p, "refund_amount": r, "unit_cost": c, "quantity": 1, "fee_amount": 0.05 * (p - r),
                          "shipping_cost": 6.0, "gift_cost": g} for s, p, r, c, g in rows])


ORDERS = lines([("a", 100.0, 0.0, 40.0, 0.0), ("a", 60.0, 60.0, 20.0, 3.0), ("b", 200.0, 50.0, 70.0, 0.0), ("b", 0.0, 0.0, 70.0, 0.0)])
COSTS = pd.DataFrame({"month": ["2026-11-01"] * 2, "kind": ["packing", "rent"], "amount": [18.0, 500.0], "is_fixed": [False, True]})


def test_every_column_is_the_sum_divided():
    table = source_table(DAYS, {"free_search": 0.3, "search_ads": 0.25}).set_index("source")
    assert table.index.tolist() == ["free_search", "search_ads"]
    ads = table.loc["search_ads"]
    assert (ads["visitor_days"], ads["buyer_days"], ads["paid_amount"], ads["cost"]) == (800, 20, 2000, 600)
    expected = {"pay_conversion": 0.025, "value_per_visitor": 2.5, "left_per_visitor": 0.625, "cost_per_visitor": 0.75, "gap_per_visitor": -0.125,
                "source_profit": -100, "roas": 10 / 3, "break_even_roas": 4, "roi": -1 / 6}
    assert ads[list(expected)].to_dict() == pytest.approx(expected)
    assert ads["conversion_low"] < 0.025 < ads["conversion_high"]
    free = table.loc["free_search"]
    # what costs nothing has no return on cost; its gap is what it leaves
    assert free[["roas", "roi"]].isna().all() and free["gap_per_visitor"] == pytest.approx(4 * 0.3)


def test_a_visitor_day_is_called_so_and_the_basis_is_told():
    table = source_table(DAYS, 0.3)
    assert "visitor_days" in table and "visitors" not in table and table.attrs["basis"] == "days"
    one = source_table(DAYS[DAYS["date"] == "2026-11-01"], 0.3)
    assert one["visitors"].tolist() == [600, 300]


def test_visitors_are_not_added_over_sources():
    for metric in (VALUE_PER_VISITOR, COST_PER_VISITOR):
        with pytest.raises(UserError) as raised:
            metric.of(DAYS)
        assert raised.value.code == "people_added"
    with pytest.raises(UserError):
        source_table(DAYS, 0.3, by="date")


def test_what_is_not_there_is_named():
    with pytest.raises(UserError, match="cost"):
        source_table(DAYS.drop(columns="cost"), 0.3)
    with pytest.raises(UserError, match="source"):
        rate_before_ads(ORDERS.drop(columns="source"), COSTS, by="source")


def test_undefined_is_nan_and_never_zero():
    empty = DAYS.assign(visitors=[600, 0, 400, 0], buyers=[30, 0, 10, 0], paid_amount=[2500.0, 0.0, 1500.0, 0.0])
    row = source_table(empty, 0.3).set_index("source").loc["search_ads"]
    assert row[["pay_conversion", "conversion_low", "value_per_visitor", "cost_per_visitor", "gap_per_visitor"]].isna().all()
    assert row["roas"] == 0 and row["source_profit"] == -600
    assert math.isnan(break_even_roas(0.0)) and math.isnan(break_even_roas(-0.1))
    assert break_even_roas(pd.Series([0.5, 0.0])).isna().tolist() == [False, True]


def test_the_rate_is_the_contribution_before_advertising_of_what_was_paid():
    paid = 360.0
    left = (100 - 40 - 5 - 6) + (60 - 60 - 20 - 6 - 3) + (200 - 50 - 70 - 7.5 - 6) - 18
    assert rate_before_ads(ORDERS, COSTS) == pytest.approx(left / paid)
    amounts = margins(ORDERS, COSTS, pd.DataFrame({"cost": [77.0]})).set_index("line")["line_amount"]
    assert rate_before_ads(ORDERS, COSTS) == pytest.approx((amounts["contribution"] - amounts["advertising"]) / amounts["paid_amount"])


def test_rates_of_groups_give_the_rate_of_the_whole():
    rates = rate_before_ads(ORDERS, COSTS, by="source")
    # the other variable costs are shared out by what was paid: 18 × 160 / 360 to a
    assert rates["a"] == pytest.approx((49 - 29 - 8) / 160)
    paid = ORDERS.groupby("source")["paid_amount"].sum()
    assert (rates * paid).sum() / paid.sum() == pytest.approx(rate_before_ads(ORDERS, COSTS), abs=1e-4)
    nobody = pd.concat([ORDERS, lines([("c", 0.0, 0.0, 9.0, 0.0)])])
    assert math.isnan(rate_before_ads(nobody, COSTS, by="source")["c"])


def test_forty_percent_margin_and_a_fifth_refunded():
    # goods come back fit for sale: 40 % is left of what is not refunded
    assert break_even_roas(0.4 * 0.8) == pytest.approx(3.125)
    at_break_even = pd.DataFrame({"ad_sales": [3125.0], "cost": [1000.0], "source_profit": [3125 * 0.32 - 1000]})
    assert ROAS.of(at_break_even) == pytest.approx(3.125) and ROI.of(at_break_even) == pytest.approx(0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 900), st.floats(0, 1), st.floats(0, 300), st.floats(0.01, 4)), min_size=1, max_size=6), st.floats(0.05, 0.9))
def test_identities(rows, rate):
    traffic = pd.DataFrame([(pd.Timestamp("2026-11-01"), f"s{i}", v, int(v * share), int(v * share) * spend, v * price) for i, (v, share, spend, price) in enumerate(rows)],
                           columns=["date", "source", "visitors", "buyers", "paid_amount", "cost"])
    table = source_table(traffic, rate)
    close = {"rtol": 1e-9, "atol": 1e-9}
    assert np.allclose(table["gap_per_visitor"] * table["visitors"], table["source_profit"], **close)
    assert np.allclose(table["value_per_visitor"] * rate - table["cost_per_visitor"], table["gap_per_visitor"], **close)
    # profit, gap, ROI and ROAS against break-even change sign together
    assert np.allclose(table["roi"], table["roas"] / table["break_even_roas"] - 1, **close)
    assert ((table["conversion_low"] <= table["pay_conversion"] + 1e-12) & (table["pay_conversion"] <= table["conversion_high"] + 1e-12)).all()


def test_twice_the_visitors_on_a_bad_page_is_twice_the_waste():
    table = more_visitors_or_better_page(1000, 0.01, 100.0, 0.3, 400.0).set_index("way")
    assert table["source_profit"].round(9).tolist() == [-100, -200, 200]
    dearer = more_visitors_or_better_page(1000, 0.01, 100.0, 0.3, 400.0, returns=0.5).set_index("way")
    assert dearer.loc["visitors", "cost"] == pytest.approx(1600) and dearer.loc["visitors", "source_profit"] == pytest.approx(-1000)
    with pytest.raises(UserError):
        more_visitors_or_better_page(1, 0.1, 1, 0.1, 1, returns=1.2)
