"""What the truth file says, and that shops drawn event by event, with a cause and without it, differ by just that."""

import json
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from shopkit import open_shop, set_language
from shopkit.labels import UserError
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.shop import open_folder
from shopkit.world import make_shop, open_truth, plan_of
from shopkit.world.draw import draw
from shopkit.world.measured import measured
from shopkit.world.plan import plan_without
from shopkit.world.stories import fit
from shopkit.world.truth import truth_of

LESSONS = ["02", "03", "04", "05", "06", "07", "08", "09", "10"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    to = tmp_path_factory.mktemp("shop") / "lesson_10"
    make_shop(to, seed=4, scale=0.2, days=80, scenario="lesson_10")
    return to


def test_the_truth_lies_apart_from_the_tables(folder):
    assert {p.name for p in (folder / ".truth").iterdir()} == {"truth.json"}
    assert not [p for p in folder.glob("*") if "truth" in p.name and p.is_file()]
    shop = open_folder(folder)
    assert not hasattr(shop, "truth") and "cause" not in repr(shop)


def test_effect_of_a_metric(folder):
    truth = open_truth(folder)
    assert truth.scenario == "lesson_10" and truth.seed == 4
    # every visitor of that source is counted twice, and nobody buys more: a little under a half where some came twice anyway
    assert truth.effect("double_tracking", PAY_CONVERSION) == pytest.approx(0.5, abs=0.01)
    assert truth.ratio("double_tracking") == truth.effect("double_tracking", PAY_CONVERSION)
    assert 0.6 < truth.effect("double_tracking", PAY_CONVERSION, table="shop_days") < 0.95
    assert truth.effect("pre_sale", PAY_CONVERSION) == 0


def test_the_demo_ships_its_truth():
    from pathlib import Path

    truth = open_truth(Path(__file__).parents[2] / "datasets/demo")
    assert truth.scenario == "demo" and len(truth.causes) >= 10
    assert truth.causes == json.loads(json.dumps(truth_of(plan_of("demo"), "demo").causes))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_has_something_to_reveal(folder, lesson):
    assert open_truth(folder).lessons[lesson]


def test_errors_say_what_there_is(folder, tmp_path):
    truth = open_truth(folder)
    with pytest.raises(UserError, match="double_tracking"):
        truth.effect("price_war", PAY_CONVERSION)
    with pytest.raises(UserError, match="chats"):
        truth.effect("double_tracking", PAY_CONVERSION, table="chats")
    with pytest.raises(UserError, match="real shop"):
        open_truth(tmp_path)
    set_language("zh")
    with pytest.raises(UserError, match="真相"):
        open_truth(tmp_path)


def test_a_shop_without_causes_has_a_truth_too(tmp_path):
    make_shop(tmp_path, seed=1, scale=0.1, days=7)
    truth = open_truth(tmp_path)
    assert truth.causes == {} and set(truth.lessons) == set(LESSONS)
    assert open_shop(tmp_path).tables


# one of each kind that events can show: what it does to visits, carts, orders, chats, offers, ads
@pytest.mark.parametrize(("scenario", "name"), [
    ("demo", "new_picture"), ("demo", "stock_out"), ("demo", "slow_service"), ("demo", "tired_creative"), ("demo", "unused_coupon"),
    ("demo", "poor_paid_traffic"), ("lesson_10", "double_tracking"), ("lesson_10", "page_change"), ("lesson_08", "member_day"), ("lesson_08", "early_category"),
])
def test_shops_drawn_with_and_without_a_cause_differ_by_the_truth(scenario, name):
    plan = plan_of(scenario)
    cause = next(c for c in plan.causes if c.name == name)
    days = min((cause.days[0] - plan.first_day).days + 21, (cause.days[-1] - plan.first_day).days + 1, plan.days)
    # a month before its first day is enough for the visits to settle
    before = max((cause.days[0] - plan.first_day).days - 3, 0)
    scale = 160 if name == "early_category" else 40  # a mix of visitors moves the whole by little
    plan = replace(plan_of(scenario, scale=scale, days=days), mood=0, run_in=30, first_day=plan.first_day + timedelta(days=before), days=days - before)
    plan = fit(plan)
    cause = next(c for c in plan.causes if c.name == name)
    true = truth_of(plan).ratio(name)
    sides = [measured(draw(p)[0], p, cause) for p in (plan, replace(plan_without(plan, cause), seed=plan.seed + 1))]
    ratio = (sides[0][0] / sides[0][1]) / (sides[1][0] / sides[1][1])
    error = np.sqrt(sum(1 / max(x, 1) for side in sides for x in side)) * 1.3
    assert abs(ratio - true) <= 4 * error * max(true, 0.02) + 0.006, (ratio, true, error)
    if true:
        assert abs(np.log(ratio)) > 2 * error  # and it is there to be seen
