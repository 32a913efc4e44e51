"""Every planted cause: it moves its levers there and nowhere else, and its effect can be seen, as large as the truth says."""

import inspect
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from shopkit.labels import LANGUAGES, UserError
from shopkit.world import causes, plan_of
from shopkit.world.counts import measure
from shopkit.world.plan import Cause, Move, plan_without, span
from shopkit.world.rates import LEVERS, names_on, rates
from shopkit.world.stories import POOL, SCENARIOS, base, fit
from shopkit.world.truth import ratio_of, sides, sums_at

CAPSTONES = range(1, 9)


def _plans():
    for name in SCENARIOS:
        if name != "capstone":
            yield name, plan_of(name)
    whole = base(2026, "zh_CN", None, 1.0)
    first, last = date(2025, 10, 6), date(2025, 10, 24)
    for n, plant in enumerate(POOL):
        yield f"pool {n}", fit(plant(replace(whole, causes=(), presales=()), first, last))
    yield "US", plan_of("demo", locale="en_US")


PLANS = dict(_plans())
ALL = [(name, cause.name) for name, plan in PLANS.items() for cause in plan.causes]


@pytest.fixture(scope="module")
def seen():
    """(plan, cause) → (true ratio, what large counts show)."""
    out = {}
    for name, plan in PLANS.items():
        for cause, with_it, without in sides(plan):
            true = [ratio_of(cause.shows, sums_at(side[cause.table], cause)) for side in (with_it, without)]
            out[name, cause.name] = true[0] / true[1], measure(cause, with_it[cause.table], without[cause.table])
    return out


@pytest.mark.parametrize(("name", "cause"), ALL)
def test_large_counts_show_the_true_effect(seen, name, cause):
    true, measured = seen[name, cause]
    assert measured.ratio == pytest.approx(true, rel=0.01, abs=1e-12)
    assert not measured.low <= 1 <= measured.high


def test_intervals_cover_as_often_as_they_say():
    plan = PLANS["lesson_09"]
    (cause, with_it, without), = [side for side in sides(plan) if side[0].name == "slow_service"]
    true = ratio_of(cause.shows, sums_at(with_it["chats"], cause)) / ratio_of(cause.shows, sums_at(without["chats"], cause))
    hits = [m.low <= true <= m.high for m in (measure(cause, with_it["chats"], without["chats"], 500, seed, level=0.9) for seed in range(400))]
    assert 0.86 < np.mean(hits) < 0.94


@pytest.mark.parametrize(("name", "cause"), ALL)
def test_a_cause_moves_its_levers_there_and_nowhere_else(name, cause):
    plan = PLANS[name]
    cause = next(c for c in plan.causes if c.name == cause)
    with_, without = rates(plan), rates(plan_without(plan, cause))
    days = np.isin(with_.ordinals, [d.toordinal() for d in cause.days])
    for lever, axes in LEVERS.items():
        expected = np.ones(with_[lever].shape)
        for move in (m for m in cause.moves if m.lever == lever):
            factor = np.ones(expected.shape)
            place = np.ones(expected.shape, bool)
            for n, axis in enumerate(axes):
                shape = [-1 if i == n else 1 for i in range(len(axes))]
                here = days.copy() if axis == "day" else np.ones(expected.shape[n], bool)
                for attribute, at in names_on(plan, axis).items():
                    here &= np.isin(at, move.where.get(attribute, at))
                place &= here.reshape(shape)
                if axis == "day" and isinstance(move.multiply, tuple):
                    each = dict(zip((d.toordinal() for d in cause.days), move.multiply, strict=True))
                    factor *= np.array([each.get(d, 1.0) for d in with_.ordinals]).reshape(shape)
            if not isinstance(move.multiply, tuple):
                factor *= move.multiply
            expected *= np.where(place, factor, 1.0)
        np.testing.assert_allclose(with_[lever], without[lever] * expected, rtol=1e-6, atol=2e-9)
    assert {m.lever for m in cause.moves} <= set(LEVERS)


def test_a_cause_that_moves_nothing_is_refused():
    plan = PLANS["lesson_07"]
    days = span(date(2025, 9, 1), date(2025, 9, 5))
    for move, said in ((Move("cart", 1.0, {}), "moves nothing"), (Move("cart", 2.0, {"product_id": ("nobody",)}), "moves nothing"),
                       (Move("cart", 2.0, {"rival": ("Tea Hour",)}), "knows no rival")):
        idle = Cause("idle", plan.story, days, (move,), "items", {}, ("buyers", "visitors"))
        with pytest.raises(UserError, match=said):
            rates(replace(plan, causes=(idle,)))
    late = Cause("late", plan.story, span(date(2027, 1, 1), date(2027, 1, 2)), (Move("cart", 2.0, {}),), "items", {}, ("buyers", "visitors"))
    with pytest.raises(UserError, match="moves nothing"):
        rates(replace(plan, causes=(late,)))


def test_every_kind_of_cause_is_planted_somewhere():
    makers = {name for name, f in inspect.getmembers(causes, inspect.isfunction) if f.__module__ == causes.__name__ and not name.startswith("_")}
    makers -= {"campaign", "planted"}
    planted = {cause.partition("#")[0] for _, cause in ALL}
    assert makers <= planted | {"halo"} and "halo" in planted
    assert len(planted) >= 20


def test_stories_and_changes_are_in_both_languages():
    for name, plan in PLANS.items():
        for cause in plan.causes:
            for label in (cause.story, *(c.note for c in cause.changes)):
                assert all(getattr(label, lang).strip() for lang in LANGUAGES), (name, cause.name)
                assert any("一" <= c <= "鿿" for c in label.zh)
        assert plan.idle_changes  # not every change explains something


@pytest.mark.parametrize("seed", CAPSTONES)
@pytest.mark.parametrize("locale", ["zh_CN", "en_US"])
def test_a_capstone_has_two_to_four_causes_of_its_own(seed, locale):
    plan = plan_of("capstone", seed=seed, locale=locale)
    rates(plan)  # each of them moves something in this shop
    own = [c for c in plan.causes if c.name != "pre_sale"]
    assert 2 <= len(own) <= 4 and len({c.name for c in own}) == len(own)
    again = plan_of("capstone", seed=seed, locale=locale)
    assert [c.name for c in again.causes if c.name != "pre_sale"] == [c.name for c in own]


def test_capstones_differ():
    assert len({tuple((c.name, c.days) for c in plan_of("capstone", seed=s).causes) for s in CAPSTONES}) == len(CAPSTONES)
