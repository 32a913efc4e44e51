"""Fall-out prices: by hand, recovered from drawn markets, covered by their intervals; who survives; prices of pictures."""

import math

import numpy as np
import pandas as pd
import pytest

from shopkit.labels import UserError
from shopkit.metrics.positioning import OWN
from shopkit.metrics.survivors import fall_out, own_fall_out, picture_prices, survivors, usual_days
from tests.metrics.market_draws import competitors, falls_out_at, honest, names, plan, rival_of


def rivals(days=20, **columns):
    """One rival that keeps 40 % and pays 0.5 a visitor, at another conversion every day."""
    conversion = np.array([0.02 + 0.001 * (d % 7) for d in range(days)])
    paid = 1000 * conversion * 100
    return pd.DataFrame({"date": pd.date_range("2026-09-01", periods=days), "rival": "A", "visitors": 1000, "pay_conversion": conversion, "paid_amount": paid,
                         "price_index": 100.0, "profit_rate": 0.4 - 0.5 * 1000 / paid} | columns)


def test_by_hand():
    table = fall_out(rivals())
    row = table.iloc[0]
    value = rivals()["paid_amount"].sum() / 20_000
    assert row["margin_rate"] == pytest.approx(0.4) and row["visitor_cost"] == pytest.approx(0.5)
    assert row["value_per_visitor"] == pytest.approx(value) and row["falls_out_at"] == pytest.approx(0.4 * value)
    assert row["pay_conversion"] * row["spend_per_buyer"] * row["margin_rate"] == pytest.approx(row["falls_out_at"])
    assert row["headroom"] == pytest.approx(0.8 * value) and row["falls_out_low"] < row["falls_out_at"] < row["falls_out_high"]


def test_a_guess_of_the_margin_stands_in_for_the_estimate():
    bare = rivals().drop(columns=["profit_rate", "price_index"])
    with pytest.raises(UserError) as caught:
        fall_out(bare)
    assert caught.value.code == "no_margin"
    row = fall_out(bare, margin_rate=0.25).iloc[0]
    assert row["falls_out_at"] == pytest.approx(row["value_per_visitor"] / 4) and math.isnan(row["visitor_cost"])
    assert fall_out(bare, margin_rate=pd.Series({"A": 0.5}))["falls_out_at"].iloc[0] == pytest.approx(row["value_per_visitor"] / 2)
    with pytest.raises(UserError) as caught:
        fall_out(bare, margin_rate=35)
    assert caught.value.code == "not_a_share"


def test_too_few_days_tell_no_margin():
    row = fall_out(rivals(days=10)).iloc[0]
    assert math.isnan(row["falls_out_at"]) and row["value_per_visitor"] > 0
    assert survivors(fall_out(rivals(days=10)), [1.0])["survivors"].tolist() == [0]


def test_usual_days_leave_out_campaigns_and_wars():
    table = competitors(1)
    kept = usual_days(table)
    assert not kept["date"].dt.strftime("%m-%d").isin(["09-09", "09-10", "11-10", "12-11"]).any()
    earphones = kept["rival"].isin([n for n, r in zip(names(), plan().rivals, strict=True) if r.category == "earphones"])
    war = kept["date"].between("2025-10-20", "2025-12-05")
    assert not (earphones & war).any() and (~earphones & war).sum() > 250


@pytest.fixture(scope="module")
def drawn():
    """fall_out() of a dozen markets, without what the faked orders spoil."""
    return [fall_out(usual_days(honest(seed))).set_index("rival") for seed in range(1, 13)]


def test_fall_out_prices_are_recovered(drawn):
    for name, true in falls_out_at().items():
        found = np.mean([table.loc[name, "falls_out_at"] for table in drawn])
        assert found == pytest.approx(true, rel=0.015), name


def test_most_intervals_hold_the_truth_and_not_all(drawn):
    true = falls_out_at()
    hits = [t.loc[n, "falls_out_low"] <= v <= t.loc[n, "falls_out_high"] for t in drawn for n, v in true.items()]
    # 120 intervals at 95 %: half as wide they would hold 80 of them, twice as wide all
    assert 105 <= sum(hits) < len(hits)


def test_one_large_draw_is_within_three_percent():
    # twelve markets laid end to end: the same rivals, twelve times as many visitors
    found = fall_out(usual_days(pd.concat([honest(seed) for seed in range(1, 13)]))).set_index("rival")["falls_out_at"]
    for name, true in falls_out_at().items():
        assert found[name] == pytest.approx(true, rel=0.03), name


def test_margins_and_costs_of_visitors_are_told_apart(drawn):
    for name, rival in zip(names(), plan().rivals, strict=True):
        assert np.mean([t.loc[name, "margin_rate"] for t in drawn]) == pytest.approx(rival.margin, abs=0.001)
        assert np.mean([t.loc[name, "visitor_cost"] for t in drawn]) == pytest.approx(rival.visitor_cost, rel=0.002)


def test_the_order_of_falling_out_is_the_planted_one_where_they_lie_apart(drawn):
    true = pd.Series(falls_out_at()).sort_values()
    for table in drawn:
        for a, b in zip(true.index, true.index[1:], strict=False):
            if true[b] / true[a] > 1.15:
                assert table.loc[a, "falls_out_at"] < table.loc[b, "falls_out_at"]


def test_faked_orders_make_a_rival_look_stronger():
    name = rival_of("faked_orders")
    spoiled = fall_out(usual_days(competitors(1))).set_index("rival").loc[name, "falls_out_at"]
    assert spoiled > 1.04 * fall_out(usual_days(honest(1))).set_index("rival").loc[name, "falls_out_at"]


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say():
    true, hits = falls_out_at(), []
    for seed in range(1, 101):
        table = fall_out(usual_days(honest(seed))).set_index("rival")
        hits += [table.loc[n, "falls_out_low"] <= v <= table.loc[n, "falls_out_high"] for n, v in true.items()]
    # 1,000 intervals at 95 %: chance leaves 930 to 968
    assert 0.93 <= np.mean(hits) <= 0.97


def test_the_shop_itself():
    days = pd.DataFrame({"visitors": [100, 300], "buyers": [4, 6], "paid_amount": [400.0, 800.0]})
    orders = pd.DataFrame({"paid_amount": [1200.0], "refund_amount": [100.0], "unit_cost": [300.0], "quantity": [2], "fee_amount": [60.0], "shipping_cost": [20.0]})
    costs = pd.DataFrame({"amount": [20.0, 999.0], "is_fixed": [False, True]})
    row = own_fall_out(days, orders, costs, pd.DataFrame({"cost": [80.0]})).iloc[0]
    left = (1200 - 100 - 600 - 60 - 20 - 20) / 1200
    assert row["rival"] == OWN and row["margin_rate"] == pytest.approx(left) and row["falls_out_at"] == pytest.approx(3.0 * left)
    assert row["visitor_cost"] == pytest.approx(0.2) and row["headroom"] == pytest.approx(3.0 * left / 0.2)
    assert math.isnan(own_fall_out(days, orders, costs)["headroom"].iloc[0])
    joined = fall_out(rivals(), own=own_fall_out(days, orders, costs))
    assert set(joined["rival"]) == {"A", OWN} and joined["falls_out_at"].is_monotonic_increasing


def test_survivors_fall_one_by_one():
    table = pd.DataFrame({"rival": ["C", "A", "B", "D"], "falls_out_at": [3.0, 1.0, 2.0, np.nan]})
    found = survivors(table, [0.5, 1.0, 1.5, 2.5, 9.0])
    assert found["survivors"].tolist() == [3, 2, 2, 1, 0]
    assert found["rival"].tolist()[1:] == ["A", "A", "B", "C"] and pd.isna(found["rival"][0])


# pictures of one plan -------------------------------------------------------------------------------------------------


def ads(elasticity, noise=0.0):
    rng = np.random.default_rng(1)
    rows = []
    for plan_no in range(8):
        for picture, rate in (("a", 0.03), ("b", 0.03 * (1.2 + 0.05 * plan_no))):
            price = (1 + plan_no) * rate**elasticity * np.exp(rng.normal(0, noise))
            rows.append((f"p{plan_no}", f"{picture}{plan_no}", 100_000, round(100_000 * rate), round(100_000 * rate) * price))
    return pd.DataFrame(rows, columns=["campaign", "creative", "impressions", "clicks", "cost"])


@pytest.mark.parametrize("elasticity", [-1.0, -0.6, 0.0, 0.4])
def test_the_elasticity_of_a_click_is_recovered(elasticity):
    assert picture_prices(ads(elasticity)).attrs["elasticity"] == pytest.approx(elasticity, abs=1e-3)
    noisy = picture_prices(ads(elasticity, noise=0.02)).attrs
    assert noisy["elasticity_low"] < elasticity < noisy["elasticity_high"]


def test_plans_differ_without_being_compared():
    # a plan with dear clicks and good pictures says nothing of pictures
    table = picture_prices(ads(0.0))
    np.testing.assert_allclose(table["click_price_ratio"], 1)
    weights = table["impressions"] / table.groupby("campaign")["impressions"].transform("sum")
    np.testing.assert_allclose((table["click_rate_ratio"] * weights).groupby(table["campaign"]).sum(), 1)


def test_lonely_pictures_are_left_out():
    one = ads(-1.0).groupby("campaign").head(1)
    assert picture_prices(one).empty and math.isnan(picture_prices(one).attrs["elasticity"])
    assert math.isnan(picture_prices(ads(-1.0).head(2)).attrs["elasticity"])
