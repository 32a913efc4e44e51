"""The expectation, held against shops drawn event by event: large ones, without the days' moods, must add up to it."""

from dataclasses import replace

import numpy as np
import pytest

from shopkit.world import plan_of
from shopkit.world.arrivals import People, draw_days
from shopkit.world.codes import NEVER, STEP
from shopkit.world.diary import Diary
from shopkit.world.draw import draw
from shopkit.world.expect import Expected, in_time, offer_chances
from shopkit.world.expected_tables import expected_tables
from shopkit.world.rates import rates
from shopkit.world.stories import fit

SCALE, DAYS = 25, 112  # up to the November campaign, a stock-out and slow service: everything that can be on at once


@pytest.fixture(scope="module")
def plan():
    return replace(plan_of("demo", scale=SCALE, days=DAYS), mood=0, run_in=30)


@pytest.fixture(scope="module")
def expected(plan):
    return Expected(plan, rates(plan))


@pytest.fixture(scope="module")
def drawn(plan):
    """The same sums, counted on events."""
    lever, people = rates(plan), People()
    diary = Diary(lever)
    s, p = len(plan.sources), len(plan.products)
    whole = dict.fromkeys(("visitors", "new_visitors", "cart_adders", "orderers", "orders", "chats", "in_time", "led_to_order"), 0)
    by_source, by_item = {n: np.zeros(s) for n in ("visitors", "orders")}, {n: np.zeros(p) for n in ("visitors", "cart_adders", "orderers")}
    claimed, used = np.zeros(len(plan.coupons)), np.zeros(len(plan.coupons))
    for day in draw_days(plan, lever, people, {}):
        steps = diary.close(day)
        if day.day < lever.day0:
            continue
        who, step = steps["person"], steps["step"]
        everyone = np.unique(who)
        whole["visitors"] += len(everyone)
        whole["new_visitors"] += (people.first_day[everyone] == day.day).sum()
        whole["cart_adders"] += len(np.unique(who[step == STEP["cart"]]))
        whole["orderers"] += len(np.unique(day.orders["person"]))
        whole["orders"] += len(day.orders["person"])
        whole["chats"] += len(day.chats["at"])
        whole["in_time"] += (day.chats["reply"] <= plan.service.in_time).sum()
        whole["led_to_order"] += (day.chats["ordered_at"] != NEVER).sum()
        by_source["visitors"] += np.bincount(np.unique(who * s + steps["source"]) % s, minlength=s)
        by_source["orders"] += np.bincount(day.orders["source"], minlength=s)
        for name, code in (("visitors", "detail"), ("cart_adders", "cart")):
            here = step == STEP[code]
            by_item[name] += np.bincount(np.unique(who[here] * p + steps["product"][here]) % p, minlength=p)
        by_item["orderers"] += np.bincount(day.lines["product"], minlength=p)
        claimed += np.bincount(day.claims["offer"], minlength=len(claimed))
        used += np.bincount(day.claims["offer"][day.claims["order"] >= 0], minlength=len(used))
    return {"whole": whole, "by_source": by_source, "by_item": by_item, "claimed": claimed, "used": used}


def agree(counted, expected, slack):
    """Within four standard errors (visits of one person hang together: 1.5 times Poisson) and `slack` of the value."""
    counted, expected = np.asarray(counted, float), np.asarray(expected, float)
    np.testing.assert_array_less(np.abs(counted - expected), 4 * np.sqrt(1.5 * expected) + slack * expected + 1)


def test_what_the_whole_shop_adds_up_to(drawn, expected):
    for name, counted in drawn["whole"].items():
        # who pays or shops past midnight is a visitor of both days: a few in a thousand
        agree(counted, expected.whole[name].sum(), 0.005)


def test_sources(drawn, expected):
    for name, counted in drawn["by_source"].items():
        agree(counted, expected.by_source[name].sum(axis=0), 0.006)


def test_items(drawn, expected):
    for name, counted in drawn["by_item"].items():
        agree(counted, expected.by_item[name].sum(axis=0), 0.012)


def test_offers(drawn, expected):
    agree(drawn["claimed"], expected.claimed.sum(axis=0), 0.005)
    agree(drawn["used"], expected.used.sum(axis=0), 0.01)


def test_impressions(plan):
    """Of ads and of items: a lost click has an impression of its own, and an ad's are among its item's."""
    plan = replace(plan, days=45)
    plan = fit(plan)
    lever = rates(plan)
    tables, theirs = draw(plan)[0], expected_tables(plan, lever, Expected(plan, lever))
    names = {c.name.zh: c.name.en for p in plan.promotions for c in p.creatives}
    for name, by in (("ads", "creative"), ("items", "product_id")):
        counted = tables[name].replace({"creative": names}).groupby(by)[["impressions", "clicks"]].sum().astype(float)
        for column in counted:
            ours = theirs[name].groupby(by)[column].sum()
            agree(counted[column].reindex(ours.index).fillna(0), ours, 0.012)


def test_parts_sum_to_the_whole(expected):
    for name in ("orders", "orderers"):
        assert expected.by_source[name].sum(axis=1) == pytest.approx(expected.whole["orders"], rel=1e-9)
    assert expected.by_source["paid_amount"].sum(axis=1) == pytest.approx(expected.by_item["paid_amount"].sum(axis=1), rel=1e-9)
    assert (expected.by_source["visitors"].sum(axis=1) >= expected.whole["visitors"] - 1e-9).all()
    for table in (expected.whole, expected.by_source, expected.by_item):
        assert all((values >= 0).all() and np.isfinite(values).all() for values in table.values())
    assert (expected.whole["buyers"] <= expected.whole["orderers"]).all() and (expected.whole["orderers"] <= expected.whole["visitors"]).all()


def test_it_can_go_on_from_any_morning(plan, expected):
    lever = rates(plan)
    middle = lever.day0 + 60
    full = Expected(plan, lever, remember=(middle,))
    rest = Expected(plan, lever, start=full.states[middle], until=middle + 9)
    for name, values in expected.whole.items():
        assert full.whole[name] == pytest.approx(values, rel=1e-12)
        assert rest.whole[name][60:70] == pytest.approx(values[60:70], rel=1e-9)
        assert not rest.whole[name][:60].any() and not rest.whole[name][70:].any()


def test_scale_multiplies_everything():
    one, ten = (Expected(p, rates(p)) for p in (plan_of("demo", scale=s, days=40) for s in (1.0, 10.0)))
    for name in one.whole:
        assert ten.whole[name] == pytest.approx(10 * one.whole[name], rel=1e-6)


def test_an_order_takes_one_offer():
    claim, use = np.array([0.5, 0.4]), np.array([0.6, 0.5])
    assert offer_chances(claim, use) == pytest.approx([0.3, 0.7 * 0.2])
    assert offer_chances(np.zeros(0), np.zeros(0)).size == 0


def test_answers_in_time(plan):
    assert in_time(plan, plan.service.in_time) == 0.5
    assert in_time(plan, 20) > in_time(plan, 40) > in_time(plan, 400) > 0
