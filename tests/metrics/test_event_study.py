"""A rival's change beside its control: by hand, recovered from drawn markets, silent where nothing happened."""

import math

import numpy as np
import pandas as pd
import pytest

from shopkit.labels import UserError
from shopkit.metrics.event_study import change_effect, change_effects, change_lines
from tests.metrics.market_draws import cause, changes, competitors, rival_of

TRUE = 1.35
ON = pd.Timestamp(cause("rival_change").days[0])
IDLE = pd.Timestamp("2025-10-09")


def market(lift=1.5, season=0.8, days=20, noise=0.0):
    """A changes on day 10; on that day all fall to `season` of what they had; B is of its category, C and D are not."""
    rng = np.random.default_rng(3)
    dates = pd.date_range("2026-09-01", periods=2 * days)
    parts = []
    for rival, category, size in (("A", "x", 100), ("B", "x", 1000), ("C", "y", 10), ("D", "y", 5000)):
        level = np.where(np.arange(2 * days) < days, 1.0, season * (lift if rival == "A" else 1.0))
        weekday = 1 + 0.1 * (np.arange(2 * days) % 7)
        parts.append(pd.DataFrame({"date": dates, "rival": rival, "category": category, "visitors": size * level * weekday * np.exp(rng.normal(0, noise, 2 * days))}))
    return pd.concat(parts, ignore_index=True)


def test_by_hand():
    found = change_effect(market(), "A", "2026-09-21", days=14)
    assert found["ratio_effect"] == pytest.approx(1.5) == pytest.approx(found["ratio_alone"] / found["ratio_others"])
    assert found["ratio_others"] == pytest.approx(0.8) and found["ratio_alone"] == pytest.approx(1.2)
    # B feels what A does: it is no control
    assert found["controls"] == 2
    assert change_effect(market(), "A", "2026-09-21", days=14, controls=["B"])["controls"] == 1
    assert change_effect(market().drop(columns="category"), "A", "2026-09-21", days=14)["controls"] == 3


def test_before_and_after_alone_would_tell_the_season():
    found = change_effect(market(lift=1.0, season=0.8, noise=0.02), "A", "2026-09-21", days=14)
    assert found["ratio_alone"] < 0.85 and found["ratio_low"] < 1 < found["ratio_high"] and not found["beyond_chance"]


def test_the_planted_change_is_recovered():
    found = [change_effect(competitors(seed), rival_of("rival_change"), ON)["ratio_effect"] for seed in range(1, 13)]
    assert np.mean(found) == pytest.approx(TRUE, rel=0.015)
    # the September sale stands before the change only: without a control it hides a part of it
    naive = [change_effect(competitors(seed), rival_of("rival_change"), ON)["ratio_alone"] for seed in range(1, 13)]
    assert np.mean(naive) < 0.96 * TRUE


def test_an_idle_change_moves_nothing():
    table = pd.concat([change_effects(competitors(seed), changes()) for seed in range(1, 9)])
    idle = table[(table["kind"] == "picture") & (table["changed_on"] == IDLE)]
    assert len(idle) == 8 and idle["beyond_chance"].sum() <= 2
    assert np.exp(np.log(idle["ratio_effect"]).mean()) == pytest.approx(1, abs=0.02)
    assert table[table["changed_on"] == ON]["beyond_chance"].all()


@pytest.mark.slow
def test_intervals_cover_as_often_as_they_say():
    hits, idle = [], []
    for seed in range(1, 101):
        table = change_effects(competitors(seed), changes()).set_index("changed_on")
        hits.append(table.loc[ON, "ratio_low"] <= TRUE <= table.loc[ON, "ratio_high"])
        idle.append(table.loc[IDLE, "ratio_low"] <= 1 <= table.loc[IDLE, "ratio_high"])
    # 95 % of 100: chance leaves 89 to 99
    assert 89 <= sum(hits) <= 100 and 89 <= sum(idle) <= 100


def test_controls_changed_nothing():
    table = change_effects(competitors(1), changes()).set_index("changed_on")
    # the price war of three rivals lies in the last weeks of this window: none of them is a control
    assert table.loc[IDLE, "controls"] == 3 and table.loc[IDLE, "ratio_price"] == pytest.approx(1, abs=0.02)
    war = table[table["kind"] == "price"].iloc[0]
    assert war["ratio_price"] == pytest.approx(0.78, abs=0.02) and not war["beyond_chance"]
    conversion = change_effects(competitors(1), changes(), "pay_conversion").set_index("changed_on").loc[war.name]
    assert conversion["ratio_effect"] == pytest.approx(0.78**-1.3, rel=0.12) and conversion["beyond_chance"]


def test_changes_of_the_shop_itself_and_at_the_edges_are_left_out():
    table = change_effects(competitors(1), changes())
    assert set(table["rival"]) <= set(competitors(1)["rival"]) and table["changed_on"].is_monotonic_increasing
    early = changes().assign(at=competitors(1)["date"].min() + pd.Timedelta(days=3))
    assert change_effects(competitors(1), early).empty and "ratio_effect" in change_effects(competitors(1), early)
    assert change_effects(competitors(1), changes().head(0)).empty


def test_lines_begin_at_one():
    lines = change_lines(competitors(1), rival_of("rival_change"), ON)
    before = lines[~lines["after"]]
    for side in ("index_itself", "index_others"):
        assert np.log(before[side]).mean() == pytest.approx(0, abs=1e-12)
    after = lines[lines["after"]]
    gap = np.log(after["index_itself"]).mean() - np.log(after["index_others"]).mean()
    assert math.exp(gap) == pytest.approx(change_effect(competitors(1), rival_of("rival_change"), ON)["ratio_effect"])
    assert len(lines) == 42 and lines.attrs["changed_on"] == ON


def test_days_without_a_figure_are_left_out():
    gappy = market()
    gappy.loc[(gappy["rival"] == "A") & (gappy["date"] == "2026-09-25"), "visitors"] = 0
    assert change_effect(gappy, "A", "2026-09-21", days=14)["ratio_effect"] == pytest.approx(1.5, rel=1e-6)


@pytest.mark.parametrize(("who", "on", "controls", "code"), [
    ("Z", "2026-09-21", None, "unknown_rival"), ("A", "2026-09-03", None, "too_few_days"), ("A", "2026-10-08", None, "too_few_days"),
    ("A", "2026-09-21", [], "no_control"), ("A", "2026-09-21", ["A"], "no_control")])
def test_what_cannot_be_compared_is_said(who, on, controls, code):
    with pytest.raises(UserError) as caught:
        change_effect(market(), who, on, controls=controls)
    assert caught.value.code == code


def test_a_missing_column_is_named():
    with pytest.raises(UserError) as caught:
        change_effect(market().drop(columns="visitors"), "A", "2026-09-21")
    assert caught.value.code == "missing_column"
