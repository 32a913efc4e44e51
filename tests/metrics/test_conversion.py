"""Conversions and how sure they are: intervals by loop, the shop beside its peers, tests by person, daily totals as a funnel."""

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.conversion import (
    against_peers,
    chain,
    conversions,
    creative_test,
    day_funnel,
    difference,
    interval,
    people_needed,
)
from shopkit.metrics.funnel import CART_RATE, leaks
from shopkit.metrics.leaks import gaps
from tests.conftest import small_shop


def wilson(k, n, z=1.959963984540054):
    """Wilson's interval from its formula."""
    p, d = k / n, 1 + z * z / n
    middle, reach = (p + z * z / (2 * n)) / d, z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / d
    return middle - reach, middle + reach


def test_three_of_a_hundred_may_be_anything_from_one_to_eight_and_a_half_percent():
    low, high = interval(3, 100)
    assert (round(low, 3), round(high, 3)) == (0.010, 0.085)
    # none of thirty is not nothing
    assert interval(0, 30)[0] == 0 and interval(0, 30)[1] == pytest.approx(0.1135, abs=1e-3)


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 5000), st.data())
def test_intervals_are_wilsons(n, data):
    k = data.draw(st.integers(0, n))
    low, high = interval(k, n)
    expected = wilson(k, n)
    assert (low, high) == pytest.approx((max(expected[0], 0), min(expected[1], 1)), abs=1e-9)
    wide = interval(k, n, method="beta")
    assert wide[0] <= k / n <= wide[1]


def test_stated_intervals_hold_the_truth_as_often_as_they_say():
    draw = np.random.default_rng(3)
    for rate, n in ((0.03, 400), (0.1, 200), (0.5, 60)):
        low, high = interval(draw.binomial(n, rate, 4000), np.full(4000, n))
        assert 0.93 <= ((low <= rate) & (rate <= high)).mean() <= 0.975
        low, high = interval(draw.binomial(n, rate, 4000), np.full(4000, n), method="beta")
        assert ((low <= rate) & (rate <= high)).mean() >= 0.95 - 0.005


def test_nobody_has_no_interval():
    low, high = interval([0, 3], [0, 100])
    assert np.isnan([low[0], high[0]]).all() and not np.isnan([low[1], high[1]]).any()
    assert all(math.isnan(v) for v in difference(0, 0, 3, 10).values())


def test_conversions_by_month_are_sums_divided():
    days = small_shop(1).shop_days.assign(month=lambda d: d["date"].dt.strftime("%Y-%m"))
    table = conversions(days, CART_RATE, by="month")
    for row in table.to_dict("records"):
        part = days[days["month"] == row["month"]]
        k, n = int(part["cart_adders"].sum()), int(part["visitors"].sum())
        assert row["cart_rate"] == pytest.approx(k / n) and (row["conversion_low"], row["conversion_high"]) == pytest.approx(wilson(k, n))
    whole = conversions(days, CART_RATE)
    assert len(whole) == 1 and whole["cart_rate"].iloc[0] == CART_RATE.of(days)
    assert whole.attrs["basis"] == table.attrs["basis"] == "days" and whole.attrs["currency"] == "CNY"
    with pytest.raises(UserError) as told:
        conversions(small_shop(1).traffic)
    assert told.value.code == "people_added"


def peer_days(averages, visitors=1000, buyers=35, first="2026-09-01"):
    dates = pd.date_range(first, periods=len(averages))
    return pd.DataFrame({"date": dates, "visitors": visitors, "buyers": buyers, "peer_average_conversion": averages, "peer_top_conversion": [2 * a for a in averages]})


def test_against_peers_weighs_by_the_own_visitors_and_says_only_what_is_sure():
    days = peer_days([0.02] * 15 + [0.04] * 15)
    days["visitors"] = [100] * 15 + [900] * 15
    days["buyers"] = [3] * 15 + [27] * 15
    row = against_peers(days).iloc[0]
    assert row["pay_conversion"] == pytest.approx(0.03) and row["peer_average_conversion"] == pytest.approx(0.1 * 0.02 + 0.9 * 0.04)
    assert row["peer_top_conversion"] == pytest.approx(2 * row["peer_average_conversion"]) and row["against_average"] == "below"
    assert against_peers(peer_days([0.034] * 30))["against_average"].tolist() == ["open"]
    assert against_peers(peer_days([0.02] * 30))["against_average"].tolist() == ["above"]


def test_a_tier_change_is_a_lasting_jump_not_three_campaign_days():
    jump = against_peers(peer_days([0.029] * 30 + [0.034] * 31))
    assert jump["tier_changed"].tolist() == [False, True]
    campaign = against_peers(peer_days([0.029] * 30 + [0.029] * 28 + [0.06] * 3))
    assert campaign["tier_changed"].tolist() == [False, False]
    unknown = against_peers(peer_days([math.nan] * 30))
    assert unknown["peer_average_conversion"].isna().all() and unknown["against_average"].tolist() == ["open"]
    with pytest.raises(UserError, match="peer_average_conversion"):
        against_peers(peer_days([0.03]).drop(columns="peer_average_conversion"))


def test_a_creative_test_counts_people_and_finds_what_is_there():
    draw = np.random.default_rng(5)
    n = 40_000
    which = draw.integers(0, 2, n)
    shown = pd.DataFrame({"visitor_id": np.arange(n), "creative": np.array(["a", "b"])[which], "impressions": 1 + draw.poisson(1.2, n),
                          "clicks": draw.random(n) < np.array([0.06, 0.08])[which]}).astype({"clicks": int})
    shown["clicks"] *= 2  # who clicks clicks twice: one person all the same
    table = creative_test(shown)
    for row in table.to_dict("records"):
        part = shown[shown["creative"] == row["creative"]]
        assert (row["people"], row["clickers"], row["clicks"]) == (len(part), (part["clicks"] > 0).sum(), part["clicks"].sum())
        assert row["click_share"] == pytest.approx((part["clicks"] > 0).mean())
    gap = table.attrs["difference"]
    assert gap["low"] <= 0.02 <= gap["high"] and gap["low"] > 0 and gap["chance"] < 1e-6
    with pytest.raises(UserError) as told:
        creative_test(pd.concat([shown, shown.iloc[:1].assign(creative="c")]))
    assert told.value.code == "not_by_lot"
    one = creative_test(shown[shown["creative"] == "a"])
    assert len(one) == 1 and "difference" not in one.attrs


def test_where_pictures_are_alike_the_difference_is_seldom_more_than_chance():
    draw, sure = np.random.default_rng(9), 0
    for _ in range(300):
        a, b = draw.binomial(800, 0.08, 2)
        found = difference(int(b), 800, int(a), 800)
        sure += not found["low"] <= 0 <= found["high"]
    assert 3 <= sure <= 27  # five of a hundred, as stated


def test_people_needed_finds_the_difference_as_often_as_asked():
    n, draw, found = people_needed(0.08, 0.10), np.random.default_rng(4), 0
    for a, b in zip(draw.binomial(n, 0.08, 400), draw.binomial(n, 0.10, 400), strict=True):
        found += difference(int(b), n, int(a), n)["low"] > 0
    assert 0.74 <= found / 400 <= 0.86
    with pytest.raises(UserError, match="equal"):
        people_needed(0.05, 0.05)


def test_the_chain_divides_each_total_by_the_one_above():
    days = small_shop(2).shop_days
    table = chain(days)
    assert table["chain_step"].tolist() == ["impressions", "clicks", "visitors", "cart_adders", "orderers", "buyers"]
    counts = [int(days[c].sum()) for c in table["chain_step"]]
    assert table["chain_count"].tolist() == counts
    assert table["chain_rate"].tolist()[1:] == pytest.approx([b / a for a, b in zip(counts, counts[1:], strict=False)]) and pd.isna(table["chain_rate"][0])
    assert chain(days.drop(columns=["clicks", "cart_adders"]))["chain_step"].tolist() == ["impressions", "visitors", "orderers", "buyers"]


@pytest.mark.parametrize(("name", "by", "first"), [("shop_days", None, "home / detail"), ("traffic", "source", "home / detail"), ("items", "product_id", "detail")])
def test_daily_totals_in_the_shape_of_a_funnel(name, by, first):
    table = small_shop(1).table(name)
    found = day_funnel(table, by)
    assert found["step"].iloc[0] == first and found.attrs["basis"] == "days"
    groups = table.groupby(by) if by else [("", table)]
    rows = found.groupby(by) if by else [("", found)]
    for (_, part), (_, row) in zip(groups, rows, strict=True):
        sums = [int(part[c].sum()) for c in ("visitors", "cart_adders", "orderers", "buyers") if c in part]
        assert row["visitors"].tolist() == sums and row["step_no"].tolist() == list(range(1, len(sums) + 1))
        assert row["overall_conversion"].tolist() == pytest.approx([s / sums[0] for s in sums])
    if by:
        assert len(gaps(found, by, 100.0)) == len(found) - found[by].nunique()
    else:
        assert leaks(found, 100.0)["lost_visitors"].tolist() == [a - b for a, b in zip(sums, sums[1:], strict=False)]
