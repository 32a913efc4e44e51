"""Metrics against plain loops: add first, then divide; what may not be added; what is unknown stays out of both sides."""

import math
from collections import defaultdict

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import Label, UserError, set_language
from shopkit.metric import Metric, Ratio, Total, days_name
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.summary import NET_PAID_AMOUNT, SPEND_PER_BUYER, SPEND_PER_ORDER, VALUE_PER_VISITOR

RETURNED = Metric("refund_share", Label("Refund share", "退款占比"), Ratio(Total("paid_amount", minus=("refund_amount", "fee_amount")), "orders"), "rate",
                  "lower", (0, 1), Label("x", "某"), "test")


def brute_force(rows, metric, by=()):
    """group → (sums by column, value): only rows in which every column of the formula is known."""
    known = defaultdict(list)
    for row in rows:
        group = tuple(row[k] for k in by)
        known[group] += [row] if all(row[c] is not None for c in metric.formula.columns) else []
    found = {}
    for group, kept in known.items():
        sums = {c: sum(r[c] for r in kept) if kept else math.nan for c in metric.formula.columns}
        found[group] = sums, value_of(metric.formula, sums)
    return found


def value_of(formula, sums):
    if isinstance(formula, str):
        return sums[formula]
    if isinstance(formula, Total):
        return sums[formula.column] - sum(sums[c] for c in formula.minus)
    top, bottom = value_of(formula.top, sums), value_of(formula.bottom, sums)
    return math.nan if bottom == 0 or math.isnan(bottom) else top / bottom


amounts = st.none() | st.integers(0, 50) | st.integers(0, 4).map(lambda n: n / 4)
lines = st.lists(
    st.fixed_dictionaries({
        "month": st.sampled_from(["09", "10"]), "city": st.sampled_from(["Shanghai", "杭州", "成都"]),
        "paid_amount": amounts, "refund_amount": amounts, "fee_amount": amounts,
        "orders": st.none() | st.integers(0, 3), "paid_orders": st.none() | st.integers(0, 3),
    }),
    min_size=1, max_size=25,
)
METRICS = [SPEND_PER_ORDER, NET_PAID_AMOUNT, RETURNED]


def pandas_of(rows):
    return pd.DataFrame(rows).astype({c: "float64" for c in ("paid_amount", "refund_amount", "fee_amount", "orders", "paid_orders")})


def polars_of(rows):
    numbers = dict.fromkeys(("paid_amount", "refund_amount", "fee_amount"), pl.Float64) | dict.fromkeys(("orders", "paid_orders"), pl.Int64)
    return pl.DataFrame(rows, schema={"month": pl.String, "city": pl.String} | numbers)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(lines, st.sampled_from(METRICS), st.sampled_from([(), ("month",), ("city", "month")]))
def test_add_first_then_divide(rows, metric, by):
    expected = brute_force(rows, metric, by)
    for frame in (pandas_of(rows), polars_of(rows)):
        if not by:
            np.testing.assert_allclose(metric.of(frame), expected[()][1], atol=1e-9)
            continue
        table = metric.of(frame, by=list(by))
        assert list(table.columns) == [*by, *metric.formula.columns, metric.name]
        assert [tuple(r) for r in table[list(by)].values] == sorted(expected)
        numbers = table[[*metric.formula.columns, metric.name]].astype("float64")
        for found, (sums, value) in zip(numbers.values, (expected[g] for g in sorted(expected)), strict=True):
            np.testing.assert_allclose(found, [*sums.values(), value], atol=1e-9)


def test_it_is_not_the_mean_of_the_rates():
    # 10 % of ten visitors and 1 % of a thousand: the shop converts at 1.09 %, not at 5.5 %
    days = pd.DataFrame({"date": ["2026-11-01", "2026-11-02"], "visitors": [10, 1000], "buyers": [1, 10]})
    assert PAY_CONVERSION.of(days) == 11 / 1010


def test_nothing_to_divide_by_is_undefined_never_0():
    table = PAY_CONVERSION.of(pd.DataFrame({"source": ["a", "b", "c"], "visitors": [0, 4, 0], "buyers": [0, 0, 2]}), by="source")
    np.testing.assert_array_equal(table["pay_conversion"], [np.nan, 0, np.nan])
    assert math.isnan(PAY_CONVERSION.of(pd.DataFrame({"visitors": [0], "buyers": [0]})))


KINDS = {"pandas": pd.DataFrame, "polars": pl.DataFrame, "polars lazy": pl.LazyFrame}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hole", [None, float("nan")])
def test_a_row_with_a_hole_is_left_out_of_both_sides(kind, hole):
    # 900 visitors of a day whose buyers nobody wrote down must not press the conversion
    frame = KINDS[kind]({"date": ["1", "2", "3"], "visitors": [100.0, 900.0, 300.0], "buyers": [5.0, hole, 3.0]})
    assert PAY_CONVERSION.of(frame) == 0.02
    assert PAY_CONVERSION.of(frame, by="date")["visitors"].isna().tolist() == [False, True, False]


@pytest.mark.parametrize("kind", KINDS)
def test_of_no_rows_nothing_is_known(kind):
    for frame in (KINDS[kind]({"visitors": [], "buyers": [], "source": []}), KINDS[kind]({"visitors": [1], "buyers": [1], "source": ["a"]}).head(0)):
        assert math.isnan(PAY_CONVERSION.of(frame))
        assert PAY_CONVERSION.of(frame, by="source").empty
    assert math.isnan(NET_PAID_AMOUNT.of(KINDS[kind]({"paid_amount": [], "refund_amount": []})))


def test_a_missing_group_is_a_group_of_its_own():
    frame = {"source": ["b", None, "a", None], "visitors": [10, 20, 30, 20], "buyers": [1, 1, 3, 3]}
    for table in (PAY_CONVERSION.of(pd.DataFrame(frame), by="source"), PAY_CONVERSION.of(pl.DataFrame(frame), by="source")):
        assert table["source"].fillna("?").tolist() == ["a", "b", "?"]
        assert table["pay_conversion"].tolist() == [0.1, 0.1, 0.1]


TRAFFIC = pd.DataFrame({
    "date": ["2026-11-01"] * 2 + ["2026-11-02"] * 2, "source": ["direct", "search_ads"] * 2,
    "visitors": [10, 20, 30, 40], "buyers": [1, 2, 3, 4], "orders": [1, 2, 3, 5], "paid_orders": [1, 2, 3, 5], "paid_amount": [10.0, 20.0, 30.0, 50.0],
})


@pytest.mark.parametrize("by", [None, "date", ["date"]])
@pytest.mark.parametrize("metric", [PAY_CONVERSION, SPEND_PER_BUYER, VALUE_PER_VISITOR], ids=lambda m: m.name)
def test_people_are_not_added_over_sources(metric, by):
    with pytest.raises(UserError) as caught:
        metric.of(TRAFFIC, by=by)
    assert caught.value.code == "people_added"
    said = str(caught.value)
    assert metric.text in said and "over traffic source" in said and "counted twice" in said
    # and the three ways out
    assert "by=['source'" in said and "shop_days" in said and "events" in said
    set_language("zh")
    said = str(caught.value)
    assert "跨“流量来源”相加" in said and "by=['source'" in said and "shop_days" in said and "events" in said


def test_the_way_out_that_is_named_works():
    table = PAY_CONVERSION.of(TRAFFIC, by=["source", "date"])
    assert table["pay_conversion"].tolist() == [0.1] * 4


def test_every_dimension_that_is_added_over_is_named():
    items = TRAFFIC.rename(columns={"source": "product_id"}).assign(device=["phone", "computer"] * 2)
    with pytest.raises(UserError) as caught:
        PAY_CONVERSION.of(items)
    assert "item id, device" in caught.value.label.en and "商品ID, 设备" in caught.value.label.zh
    with pytest.raises(UserError, match="over device"):
        PAY_CONVERSION.of(items.assign(product_id="007"), by="date")


def test_money_and_orders_add_over_everything():
    assert SPEND_PER_ORDER.of(TRAFFIC) == 10.0
    table = SPEND_PER_ORDER.of(TRAFFIC, by="date")
    assert table["paid_amount"].tolist() == [30.0, 80.0]
    assert table.attrs["basis"] is None


def test_people_added_over_days_are_called_visitor_days():
    table = PAY_CONVERSION.of(TRAFFIC, by="source")
    assert list(table.columns) == ["source", "buyer_days", "visitor_days", "pay_conversion"]
    assert table["visitor_days"].tolist() == [40, 60]
    assert table.attrs["basis"] == "days"
    assert [days_name(n) for n in ("visitors", "cart_adders")] == ["visitor_days", "cart_adder_days"]


def test_people_of_one_day_are_people():
    for table in (PAY_CONVERSION.of(TRAFFIC[:2], by="source"), PAY_CONVERSION.of(TRAFFIC, by=["date", "source"])):
        assert "visitors" in table and table.attrs["basis"] == "people"
    no_days = TRAFFIC[:2].drop(columns="date")
    assert PAY_CONVERSION.of(no_days, by="source").attrs["basis"] == "people"


def test_a_campaign_that_only_names_the_day_splits_nobody():
    days = pd.DataFrame({"date": ["1", "2", "3"], "campaign": [None, "11.11", None], "visitors": [10, 40, 50], "buyers": [1, 4, 5]})
    assert PAY_CONVERSION.of(days) == 0.1
    days = days.assign(month=["10", "11", "11"])
    assert PAY_CONVERSION.of(days, by="month")["visitor_days"].tolist() == [10, 90]
    # but two campaigns of one day share its people
    with pytest.raises(UserError, match="over campaign"):
        PAY_CONVERSION.of(pd.concat([days, days.assign(campaign="shop-wide")]))


def test_attrs_carry_currency_and_name():
    frame = TRAFFIC.copy()
    frame.attrs["currency"] = "EUR"
    assert SPEND_PER_BUYER.of(frame, by="source").attrs == {"basis": "days", "currency": "EUR", "metric": "spend_per_buyer"}


@pytest.mark.parametrize(
    "code, en, zh, frame, by",
    [
        ("missing_column", "pay_conversion = buyers ÷ visitors needs the column 'visitors'; this table has [", "需要列 'visitors'",
         TRAFFIC.drop(columns="visitors"), None),
        ("missing_column", "needs the column 'colour'", "需要列 'colour'", TRAFFIC, ["source", "colour"]),
        ("not_a_number", "the column 'buyers' holds String, not numbers", "列 'buyers' 的类型是 String", TRAFFIC.assign(buyers="three"), "source"),
    ],
)
def test_what_it_says_of_a_mistake(code, en, zh, frame, by):
    for source in (frame, pl.DataFrame(frame.to_dict("list"))):
        with pytest.raises(UserError) as caught:
            PAY_CONVERSION.of(source, by=by)
        assert caught.value.code == code
        assert en in caught.value.label.en and zh in caught.value.label.zh


def test_a_formula_is_printed_from_the_formula():
    assert PAY_CONVERSION.text == "pay_conversion = buyers ÷ visitors"
    assert NET_PAID_AMOUNT.text == "net_paid_amount = paid_amount − refund_amount"
    assert RETURNED.text == "refund_share = (paid_amount − refund_amount − fee_amount) ÷ orders"
    assert RETURNED.formula.columns == ("paid_amount", "refund_amount", "fee_amount", "orders")
