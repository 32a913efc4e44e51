"""Margins against a plain loop over the rows of a month; lines that add up to a cent; unknown costs refused."""

import math

import numpy as np
import pandas as pd
import polars as pl
import pytest

from shopkit import engine
from shopkit.labels import UserError
from shopkit.lessons.lesson_00 import margins_of, of_month
from shopkit.metrics import describe
from shopkit.metrics.profit import CONTRIBUTION_RATE, GROSS_MARGIN, LINES, NEEDS, PROFIT_RATE, margins
from tests.conftest import small_shop

DEDUCTIONS = ["refunds", "goods", "fees", "shipping", "gifts", "advertising", "variable", "fixed"]


def by_hand(orders, costs, traffic):
    """line → amount, row by row."""
    sums = dict.fromkeys(LINES, 0.0)
    for line in orders.to_dict("records"):
        if line["paid_amount"] > 0:
            sums["paid_amount"] += line["paid_amount"]
            sums["refunds"] -= line["refund_amount"]
            sums["goods"] -= line["unit_cost"] * line["quantity"]
            sums["fees"] -= line["fee_amount"]
            sums["shipping"] -= line["shipping_cost"]
            gift = line.get("gift_cost", math.nan)
            sums["gifts"] -= 0 if gift is pd.NA or math.isnan(gift) else gift
    for cost in costs.to_dict("records"):
        sums["fixed" if cost["is_fixed"] else "variable"] -= cost["amount"]
    for day in traffic.to_dict("records"):
        sums["advertising"] -= 0 if math.isnan(day["cost"]) else day["cost"]
    sums["net_paid"] = sums["paid_amount"] + sums["refunds"]
    sums["gross"] = sums["net_paid"] + sums["goods"]
    sums["contribution"] = sums["gross"] + sums["fees"] + sums["shipping"] + sums["gifts"] + sums["advertising"] + sums["variable"]
    sums["net"] = sums["contribution"] + sums["fixed"]
    return sums


def month_of(shop, month):
    """Orders paid in the month, its costs, its traffic."""
    return (shop.orders[shop.orders["paid_at"].dt.strftime("%Y-%m") == month],
            shop.costs[shop.costs["month"].dt.strftime("%Y-%m") == month], of_month(shop.traffic, month))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("month", ["2025-08", "2025-09"])
def test_same_as_by_hand(seed, month):
    shop = small_shop(seed)
    table = margins_of(shop, month)
    expected = by_hand(*month_of(shop, month))
    assert table["line"].tolist() == list(LINES)
    assert expected["paid_amount"] > 0 and all(expected[line] < 0 for line in DEDUCTIONS if line != "gifts")
    np.testing.assert_allclose(table["line_amount"], [expected[line] for line in LINES], atol=0.00501)
    np.testing.assert_allclose(table["share"], table["line_amount"] / table["line_amount"][2], rtol=1e-6)
    assert table.attrs == {"currency": "CNY"}


@pytest.mark.parametrize("seed", [1, 2, 3, 4, 5])
def test_paid_less_every_deduction_is_net_to_a_cent(seed):
    lines = margins_of(small_shop(seed), "2025-09").set_index("line")["line_amount"]
    # each line is rounded to cents once
    assert abs(lines["paid_amount"] + lines[DEDUCTIONS].sum() - lines["net"]) <= 0.005 * (len(DEDUCTIONS) + 2)
    assert abs(lines["paid_amount"] + lines["refunds"] - lines["net_paid"]) <= 0.0151
    assert abs(lines["contribution"] + lines["fixed"] - lines["net"]) <= 0.0151


ORDERS = pd.DataFrame({
    "paid_amount": [100.0, 60.0, 0.0, None], "refund_amount": [0.0, 60.0, 0.0, 0.0], "unit_cost": [40.0, 20.0, 30.0, None],
    "quantity": [1, 2, 1, 1], "fee_amount": [5.0, 3.0, 0.0, 0.0], "shipping_cost": [6.0, 6.0, 0.0, 0.0], "gift_cost": [2.0, None, None, None],
})
COSTS = pd.DataFrame({"kind": ["rent", "packing"], "amount": [30.0, 4.0], "is_fixed": [True, False]})
TRAFFIC = pd.DataFrame({"source": ["search_ads", "free_search"], "cost": [8.0, None]})


def amounts_of(*tables):
    return margins(*tables).set_index("line")["line_amount"]


def test_a_refunded_line_still_costs_its_goods_and_fees():
    lines = amounts_of(ORDERS, COSTS, TRAFFIC)
    assert lines.to_dict() == {
        "paid_amount": 160, "refunds": -60, "net_paid": 100, "goods": -80, "gross": 20, "fees": -8, "shipping": -12, "gifts": -2,
        "advertising": -8, "variable": -4, "contribution": -14, "fixed": -30, "net": -44,
    }


def test_the_three_margins_are_the_metrics_of_the_book():
    table = margins(ORDERS, COSTS, TRAFFIC).set_index("line")
    sums = pd.DataFrame([table["line_amount"]])
    for metric, line in ((GROSS_MARGIN, "gross"), (CONTRIBUTION_RATE, "contribution"), (PROFIT_RATE, "net")):
        assert metric.of(sums) == table["share"][line]
    # as a column a sum has its name, without the sign that it has as a line of the sum
    assert [describe(line).label.zh for line in ("net_paid", "gross", "contribution", "net")] == ["净支付金额", "毛利", "贡献利润", "净利润"]


def test_the_same_from_other_engines(tmp_path):
    expected = margins(ORDERS, COSTS, TRAFFIC)
    paths = []
    for name, frame in (("orders", ORDERS), ("costs", COSTS), ("traffic", TRAFFIC)):
        paths.append(tmp_path / f"{name}.parquet")
        engine.write_parquet(frame, paths[-1])
    in_polars = [pl.DataFrame({c: [None if v != v else v for v in f[c].tolist()] for c in f}) for f in (ORDERS, COSTS, TRAFFIC)]
    for tables in (paths, in_polars, [p.lazy() for p in in_polars]):
        pd.testing.assert_frame_equal(margins(*tables), expected)


@pytest.mark.parametrize("column", ["unit_cost", "fee_amount", "shipping_cost", "quantity", "refund_amount"])
def test_an_unknown_cost_of_a_paid_line_is_refused_with_its_count(column):
    # counted as 0, the profit would look better the less is known
    holes = ORDERS.assign(**{column: ORDERS[column].where(ORDERS["paid_amount"] != 60)})
    with pytest.raises(UserError) as caught:
        margins(holes, COSTS, TRAFFIC)
    assert caught.value.code == "missing_value"
    assert f"{column}: 1 rows" in caught.value.label.en and f"行数：{column}: 1" in caught.value.label.zh
    margins(holes[holes[column].notna()], COSTS, TRAFFIC)


def test_all_gaps_are_counted_at_once():
    with pytest.raises(UserError, match=r"unit_cost: 2, fee_amount: 1 rows"):
        margins(ORDERS.assign(unit_cost=None, fee_amount=[None, 1, 1, 1]).astype({"unit_cost": float}), COSTS, TRAFFIC)


@pytest.mark.parametrize("column", ["amount", "is_fixed"])
def test_an_unknown_running_cost_is_refused(column):
    holes = COSTS.astype({"is_fixed": "boolean"}).assign(**{column: COSTS[column].astype(object).where([True, False])})
    with pytest.raises(UserError, match=f"{column}: 1 rows"):
        margins(ORDERS, holes.astype({"amount": float, "is_fixed": "boolean"}), TRAFFIC)


@pytest.mark.parametrize("which, column", [(0, "unit_cost"), (1, "is_fixed"), (2, "cost")])
def test_a_missing_column_is_named(which, column):
    tables = [ORDERS, COSTS, TRAFFIC]
    tables[which] = tables[which].drop(columns=column)
    with pytest.raises(UserError) as caught:
        margins(*tables)
    assert caught.value.code == "missing_column" and f"'{column}'" in caught.value.label.zh


def test_gifts_are_no_need():
    assert amounts_of(ORDERS.drop(columns="gift_cost"), COSTS, TRAFFIC)["gifts"] == 0
    assert "gift" not in NEEDS and not small_shop(1).missing(NEEDS)


def test_a_month_in_which_nothing_was_sold_has_a_loss_and_no_margins():
    table = margins(ORDERS[:0], COSTS, TRAFFIC)
    assert table["line_amount"].tolist()[-1] == -42
    assert table["share"].isna().all()


def test_a_month_without_adverts_or_costs_costs_nothing_there():
    lines = amounts_of(ORDERS, COSTS[:0], TRAFFIC[:0])
    assert lines[["advertising", "variable", "fixed"]].tolist() == [0, 0, 0] and lines["net"] == -2
    # 0, not −0, which would be written "-0.00"
    assert not np.signbit(lines[["advertising", "variable", "fixed"]]).any()
