"""Response curves and the split of a budget: what was planted is found, marginals are equal, and no other split is better."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.response import Curve, best_split, budget_table, response_curve


def curve(scale, returns):
    return Curve(scale, returns, returns, returns, 1.0, 500.0, 20)


def tried(returns=0.7, noise=0.0, n=40, seed=1):
    draw = np.random.default_rng(seed)
    spend = draw.choice([20.0, 40.0, 60.0, 90.0, 140.0], n) * np.exp(draw.normal(0, 0.05, n))
    return pd.DataFrame({"cost": spend, "clicks": 5 * spend**returns * np.exp(draw.normal(0, noise, n)), "n": draw.integers(1, 8, n)})


def test_what_was_planted_is_found():
    found = response_curve(tried(), "cost", "clicks")
    assert (found.scale, found.returns) == pytest.approx((5, 0.7)) and found.tried == 40
    assert found.low == pytest.approx(found.high) == pytest.approx(0.7)
    assert found.at(100) == pytest.approx(5 * 100**0.7) and found.marginal(100) == pytest.approx(3.5 * 100**-0.3)
    assert (found.least, found.most) == (tried()["cost"].min(), tried()["cost"].max()) and "spend ^ 0.700" in found.text


def test_a_row_of_many_days_weighs_as_many():
    rows = tried(noise=0.2)
    doubled = response_curve(rows.assign(n=1).loc[rows.index.repeat(rows["n"])], "cost", "clicks")
    weighted = response_curve(rows, "cost", "clicks", "n")
    assert weighted.returns == pytest.approx(doubled.returns) and weighted.scale == pytest.approx(doubled.scale)
    assert response_curve(rows, "cost", "clicks").returns != pytest.approx(doubled.returns, abs=1e-6)


def test_the_interval_holds_the_truth_as_often_as_it_says():
    found = [response_curve(tried(0.6, 0.15, 21, seed), "cost", "clicks") for seed in range(400)]
    assert 0.92 <= np.mean([c.low <= 0.6 <= c.high for c in found]) <= 0.98
    level = [response_curve(tried(0.6, 0.15, 21, seed), "cost", "clicks", level=0.5) for seed in range(400)]
    assert 0.43 <= np.mean([c.low <= 0.6 <= c.high for c in level]) <= 0.57


def test_days_without_spend_or_clicks_draw_no_curve():
    rows = pd.concat([tried(), pd.DataFrame({"cost": [0.0, 10.0], "clicks": [3.0, 0.0], "n": [1, 1]})])
    assert response_curve(rows, "cost", "clicks").returns == pytest.approx(0.7)
    for few in (tried().head(4), tried().assign(cost=50.0)):
        with pytest.raises(UserError) as raised:
            response_curve(few, "cost", "clicks")
        assert raised.value.code == "too_few_budgets"
    with pytest.raises(UserError, match="visitors"):
        response_curve(tried(), "cost", "visitors")


CURVES = st.lists(st.tuples(st.floats(0.5, 20), st.floats(0.2, 0.9), st.floats(0.1, 3)), min_size=2, max_size=5)


@settings(max_examples=40, deadline=None)
@given(CURVES, st.floats(1, 5000))
def test_marginals_are_equal_and_the_budget_is_spent(rows, total):
    curves = {f"s{i}": curve(a, b) for i, (a, b, _) in enumerate(rows)}
    worth = {f"s{i}": w for i, (*_, w) in enumerate(rows)}
    spends = best_split(curves, worth, total)
    assert sum(spends.values()) == pytest.approx(total, rel=1e-9) and min(spends.values()) >= 0
    table = budget_table(curves, worth, spends)
    large = table[table["daily_cost"] > 1e-3]
    assert large["marginal_return"].max() == pytest.approx(large["marginal_return"].min(), rel=1e-4)
    # moving a hundredth of the budget from any source to any other never helps
    best = table["daily_profit"].sum()
    for a, b in product(spends, repeat=2):
        step = min(spends[a], total / 100)
        other = spends | ({a: spends[a] - step, b: spends[b] + step} if a != b else {})
        assert budget_table(curves, worth, other)["daily_profit"].sum() <= best + 1e-9 * abs(best) + 1e-9


def test_no_split_on_a_fine_grid_is_better():
    curves, worth = {"a": curve(6, 0.7), "b": curve(3, 0.85), "c": curve(10, 0.4)}, {"a": 0.5, "b": 0.6, "c": 0.4}
    best = budget_table(curves, worth, best_split(curves, worth, 100.0))["daily_profit"].sum()
    grid = np.linspace(0, 100, 201)
    left = [worth[s] * curves[s].at(grid) for s in "abc"]
    profits = [left[0][i] + left[1][j] + left[2][200 - i - j] - 100 for i in range(201) for j in range(201 - i)]
    assert max(profits) <= best and max(profits) == pytest.approx(best, rel=1e-3)


def test_without_a_limit_spending_ends_where_the_next_yuan_only_comes_back():
    curves, worth = {"a": curve(6, 0.7), "b": curve(3, 0.85)}, {"a": 0.5, "b": 0.6}
    spends = best_split(curves, worth)
    table = budget_table(curves, worth, spends)
    assert table["marginal_return"].tolist() == pytest.approx([1, 1])
    # and the average is above it: a return above 1 on average says nothing of the next yuan
    assert (table["average_return"] > 1).all()
    grid = np.linspace(0.01, 3 * max(spends.values()), 4000)
    for source in curves:
        profit = worth[source] * curves[source].at(grid) - grid
        assert grid[profit.argmax()] == pytest.approx(spends[source], rel=0.02)


def test_what_leaves_nothing_gets_nothing():
    curves = {"a": curve(6, 0.7), "b": curve(3, 0.8)}
    assert best_split(curves, {"a": 0.5, "b": 0.0}, 50.0) == {"a": pytest.approx(50.0), "b": 0.0}
    assert best_split(curves, {"a": -1.0, "b": 0.0}, 50.0) == {"a": 0.0, "b": 0.0} == best_split(curves, {"a": 1.0, "b": 1.0}, 0.0)
    nothing = budget_table(curves, {"a": 0.5, "b": 0.5}, {"a": 0.0, "b": 10.0}).set_index("source")
    assert nothing.loc["a", ["average_return", "marginal_return"]].isna().all() and nothing.loc["a", "daily_profit"] == 0


def test_a_curve_that_does_not_bend_is_told():
    with pytest.raises(UserError) as raised:
        best_split({"a": curve(6, 1.02)}, {"a": 0.5}, 50.0)
    assert raised.value.code == "no_bend" and "a" in str(raised.value)


def test_average_and_marginal():
    table = budget_table({"a": curve(4, 0.5)}, {"a": 0.5}, {"a": 16.0}).iloc[0]
    # 16 clicks leave 8: half of what was spent, and the next yuan brings half of that again
    assert table[["daily_clicks", "left_amount", "daily_profit", "average_return", "marginal_return"]].tolist() == [16, 8, -8, 0.5, 0.25]
    assert table["budget_tried"] and not budget_table({"a": curve(4, 0.5)}, {"a": 0.5}, {"a": 900.0}).iloc[0]["budget_tried"]
