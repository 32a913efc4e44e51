"""Signs of faked orders: they light up where orders were faked, rarely elsewhere, and never say more than a suspicion."""

import math

import numpy as np
import pandas as pd
import pytest

from shopkit.labels import UserError
from shopkit.metrics.faked import base_rates, chance_of_faked, same_words, suspicions
from tests.metrics.market_draws import cause, competitors, names, plan, rival_of

FAKER = rival_of("faked_orders")
FAKED = [pd.Timestamp(d) for d in cause("faked_orders").days]


@pytest.fixture(scope="module", params=[1, 2, 3, 4, 5])
def weeks(request):
    return suspicions(competitors(request.param))


def test_both_signs_stand_where_orders_were_faked(weeks):
    full = [m for m in weeks["week_from"].unique() if all(pd.Timestamp(m) + pd.Timedelta(days=d) in FAKED for d in range(7))]
    assert len(full) >= 2
    rows = weeks[(weeks["rival"] == FAKER) & weeks["week_from"].isin(full)]
    assert (rows["signs"] == 2).all() and (rows["unexplained_jump"] > 2.2).all() and (rows["reviews_jump"] > 3).all()


def test_honest_weeks_light_up_seldom(weeks):
    rates = base_rates(weeks, without=[FAKER]).set_index("sign")
    assert rates.loc["both", "weeks_lit"] <= 2
    assert rates.loc["unexplained_sign", "base_rate"] < 0.08 and rates.loc["reviews_sign", "base_rate"] < 0.08


def test_a_price_cut_explains_what_it_sells(weeks):
    war = [n for n, r in zip(names(), plan().rivals, strict=True) if r.category == "earphones" and n != FAKER]
    rows = weeks[weeks["rival"].isin(war) & weeks["week_from"].between("2025-10-20", "2025-11-24")]
    # without the price in view nearly every honest week of the war looks suspicious
    assert rows["sales_sign"].mean() > 0.8 and rows["unexplained_sign"].mean() < 0.1
    assert rows["unexplained_jump"].median() == pytest.approx(1, abs=0.06)


def test_campaigns_are_no_sign(weeks):
    sale = weeks[weeks["week_from"] == pd.Timestamp("2025-09-08")]
    assert sale["sales_sign"].sum() <= 1


def test_the_past_of_a_week_is_what_lay_before_it(weeks):
    assert (weeks.groupby("rival")["week_from"].min() >= pd.Timestamp("2025-09-01")).all()
    table = competitors(1)
    later = suspicions(table[table["date"] < "2025-10-06"]).set_index(["rival", "week_from"])
    whole = suspicions(table).set_index(["rival", "week_from"]).loc[later.index]
    np.testing.assert_allclose(later["conversion_jump"], whole["conversion_jump"])


def test_a_jump_by_hand():
    dates = pd.date_range("2026-08-31", periods=42)
    table = pd.concat([pd.DataFrame({"date": dates, "rival": name, "visitors": 1000, "pay_conversion": 0.03, "new_reviews": 6}) for name in "ABC"], ignore_index=True)
    last = (table["date"] >= "2026-10-05")
    table.loc[last, "pay_conversion"] = 0.06
    table.loc[last & (table["rival"] == "B"), "pay_conversion"] = 0.12
    found = suspicions(table).set_index(["rival", "week_from"])
    week = pd.Timestamp("2026-10-05")
    # all of them doubled; B did so twice
    assert found.loc[("B", week), "conversion_jump"] == pytest.approx(2) and found.loc[("A", week), "conversion_jump"] == pytest.approx(2 / 3)
    assert found.loc[("B", week), "reviews_jump"] == pytest.approx(0.25 / 0.5)


def test_a_table_without_reviews_or_prices():
    bare = competitors(1)[["date", "rival", "visitors", "pay_conversion"]]
    found = suspicions(bare)
    assert found["reviews_jump"].isna().all() and not found["reviews_sign"].any() and found["signs"].max() == 1
    np.testing.assert_allclose(found["unexplained_jump"], found["conversion_jump"])


def test_too_short_or_alone():
    assert suspicions(competitors(1)[lambda t: t["date"] < "2025-09-01"]).empty
    assert base_rates(suspicions(competitors(1)[lambda t: t["date"] < "2025-09-01"]))["base_rate"].isna().all()
    one = competitors(1)[lambda t: t["rival"] == FAKER]
    assert suspicions(one)["conversion_jump"].max() > 3
    for share in (0, 0.5, 1):
        with pytest.raises(UserError):
            suspicions(one, false_alarms=share)


def test_fewer_false_alarms_mean_fewer_signs():
    lit = [suspicions(competitors(1), false_alarms=share)["sales_sign"].sum() for share in (0.2, 0.05, 0.001)]
    assert lit[0] > lit[1] > lit[2] > 0


def test_base_rates_leave_out_whom_we_suspect(weeks):
    rates = base_rates(weeks, without=[FAKER])
    assert (rates["weeks_seen"] == (weeks["rival"] != FAKER).sum()).all()
    assert rates.set_index("sign").loc["both", "weeks_lit"] <= rates.set_index("sign").loc["unexplained_sign", "weeks_lit"]
    assert base_rates(weeks).set_index("sign").loc["both", "weeks_lit"] > rates.set_index("sign").loc["both", "weeks_lit"]


@pytest.mark.parametrize(("shares", "expected"), [((0.02, 0.9, 0.04), 18 / 57.2), ((0.0, 1.0, 0.1), 0), ((1.0, 0.5, 0.5), 1), ((0.5, 0.2, 0.2), 0.5)])
def test_bayes(shares, expected):
    assert chance_of_faked(*shares) == pytest.approx(expected)


def test_bayes_by_counting():
    rng = np.random.default_rng(5)
    faked = rng.random(200_000) < 0.05
    lit = rng.random(200_000) < np.where(faked, 0.8, 0.1)
    assert chance_of_faked(0.05, 0.8, 0.1) == pytest.approx(faked[lit].mean(), abs=0.01)
    assert math.isnan(chance_of_faked(0.1, 0.0, 0.0))
    with pytest.raises(UserError):
        chance_of_faked(2, 0.9, 0.04)


def test_same_words():
    reviews = pd.DataFrame({"date": pd.to_datetime(["2026-11-02", "2026-11-08", "2026-11-08", "2026-11-09", "2026-11-02"]), "rival": ["B", "B", "B", "B", "A"],
                            "text": ["Good.", "Good.", "The cable is short.", "The cable is short.", "Good."]})
    found = same_words(reviews, "B", pd.to_datetime(["2026-11-02"]))
    assert found.values.tolist() == [["Good.", 2]]
    assert same_words(reviews, "C", pd.to_datetime(["2026-11-02"])).empty
