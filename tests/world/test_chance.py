"""The same seed gives the same shop, and one step's chance never reshuffles another's."""

import dataclasses
import hashlib
import os
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest

from shopkit.world import days, draw_shop, make_shop, orders, visits, words
from shopkit.world.demo import demo_plan
from shopkit.world.draw import draw
from shopkit.world.rates import rates
from shopkit.world.stream import stream

SMALL = {"seed": 5, "scale": 0.2, "days": 14}


def digests(folder):
    return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(folder.iterdir())}


def same(left, right, but=()):
    for name in left:
        pd.testing.assert_frame_equal(left[name].drop(columns=list(but), errors="ignore"),
                                      right[name].drop(columns=list(but), errors="ignore"))


def test_streams_are_repeatable_and_independent():
    draws = {key: tuple(stream(*key).integers(0, 2**62, 4)) for key in
             [(1, "carts", 5), (1, "carts", 6), (1, "pay", 5), (2, "carts", 5)]}
    assert draws[(1, "carts", 5)] == tuple(stream(1, "carts", 5).integers(0, 2**62, 4))
    assert len(set(draws.values())) == 4
    a, b = stream(3, "carts", 9).random(20_000), stream(3, "carts", 10).random(20_000)
    assert abs(np.corrcoef(a, b)[0, 1]) < 0.03


def test_same_seed_same_bytes(tmp_path):
    make_shop(tmp_path / "a")
    make_shop(tmp_path / "b")
    assert digests(tmp_path / "a") == digests(tmp_path / "b")
    make_shop(tmp_path / "other", seed=2027)
    other = digests(tmp_path / "other")
    assert all(other[name] != digest for name, digest in digests(tmp_path / "a").items() if name != "shop.json")


def test_same_bytes_in_another_process(tmp_path):
    make_shop(tmp_path / "here", **SMALL)
    code = f"from shopkit.world import draw_shop, make_shop; draw_shop(seed=1, scale=.1, days=3); make_shop({str(tmp_path / 'there')!r}, **{SMALL})"
    subprocess.run([sys.executable, "-c", code], check=True, env={**os.environ, "PYTHONHASHSEED": "77"})
    assert digests(tmp_path / "here") == digests(tmp_path / "there")


def test_faker_gives_words_and_no_number(monkeypatch):
    before = draw(demo_plan(**SMALL))
    monkeypatch.setattr(words, "_companies", lambda locale, seed, n: [f"{locale} {i}" for i in range(n)])
    after = draw(demo_plan(**SMALL))
    assert (before["products"]["supplier"] != after["products"]["supplier"]).all()
    same(before, after, but=["supplier"])


def test_a_longer_shop_begins_with_the_same_days():
    short, long = draw(demo_plan(**SMALL)), draw(demo_plan(**{**SMALL, "days": 40}))
    end = short["shop_days"]["date"].max() + pd.Timedelta(days=1)
    began = long["events"][long["events"]["at"] < end].reset_index(drop=True)
    pd.testing.assert_frame_equal(short["events"], began)


@pytest.mark.parametrize(("change", "moved", "still"), [
    ({"refund": 0.3}, ["orders", "shop_days", "costs"], ["events", "customers", "traffic", "items"]),
    ({"gift_cost": 9.0}, ["orders"], ["events", "customers", "traffic", "items", "shop_days", "costs"]),
])
def test_another_rate_at_one_step_leaves_the_others_alone(change, moved, still):
    plan = demo_plan(**{**SMALL, "days": 30})
    before, after = draw(plan), draw(dataclasses.replace(plan, **change))
    same({n: before[n] for n in still}, after)
    assert all(not before[n].equals(after[n]) for n in moved)


def test_another_click_price_moves_only_the_spend():
    plan = demo_plan(**SMALL)
    dearer = dataclasses.replace(plan, sources=tuple(dataclasses.replace(s, click=s.click * 2) for s in plan.sources))
    before, after = draw(plan), draw(dearer)
    ratio = after["traffic"]["cost"].sum() / before["traffic"]["cost"].sum()
    assert ratio == pytest.approx(2, rel=0.001)
    same(before, {**after, "traffic": after["traffic"].assign(cost=before["traffic"]["cost"])})


def test_no_two_steps_share_a_stream(monkeypatch):
    asked = []

    def counted(seed, name, day=0):
        asked.append((seed, name, day))
        return stream(seed, name, day)

    for module in (visits, orders, days):
        monkeypatch.setattr(module, "stream", counted)
    draw(demo_plan(**SMALL))
    assert len(asked) == len(set(asked)) > 20 * SMALL["days"]


def test_rates_do_what_the_plan_says_there_and_nowhere_else():
    plan = demo_plan()
    plain = dataclasses.replace(plan, campaigns=(), shifts=())
    with_, without = rates(plan), rates(plain)
    dates = np.array([pd.Timestamp.fromordinal(int(n)) for n in with_.ordinals])
    names = [s.name for s in plan.sources]
    ratio = with_.first_visits / without.first_visits
    sale = (dates >= pd.Timestamp("2026-09-09")) & (dates <= pd.Timestamp("2026-09-11"))
    travel = (dates >= pd.Timestamp("2026-10-01")) & (dates <= pd.Timestamp("2026-10-07"))
    new_ads = dates >= pd.Timestamp("2026-09-21")
    for i, name in enumerate(names):
        expected = np.where(sale, 7.0 if name == "platform_event" else 1.45, 1) * np.where(travel, 0.84, 1)
        expected *= np.where(new_ads, 3.0, 1) if name == "audience_ads" else 1
        assert ratio[:, i] == pytest.approx(expected, rel=1e-6)
    assert (with_.price[sale] < without.price[sale]).all() and (with_.price[~sale] == without.price[~sale]).all()
    assert sale.sum() == 3 and (with_.intent[~sale] == 1).all()


def test_arrivals_are_the_rates_in_expectation():
    plan = demo_plan(seed=3, scale=40, days=1)
    expected = rates(plan).first_visits
    people = visits.draw_people(plan, rates(plan))
    by_source = np.bincount(people.source, minlength=len(plan.sources)) / expected.sum(axis=0)
    assert by_source == pytest.approx(1, abs=0.04)
    assert people.intent.mean() == pytest.approx(sum(s.share * s.intent for s in plan.segments), rel=0.01)


def test_scale_multiplies_the_visitors():
    small, large = (draw_shop(seed=3, scale=s, days=21) for s in (0.5, 2.0))
    ratio = large.shop_days["visitors"].sum() / small.shop_days["visitors"].sum()
    assert ratio == pytest.approx(4, rel=0.06)
    per_day = large.shop_days["buyers"].sum() / large.shop_days["visitors"].sum()
    assert 0.02 < per_day < 0.05



def test_progress_is_shown_on_stderr_only_when_asked(capsys):
    draw_shop(seed=1, scale=0.05, days=2)
    assert capsys.readouterr() == ("", "")
    draw_shop(seed=1, scale=0.05, days=2, progress=True)
    shown = capsys.readouterr()
    assert shown.out == "" and "100%" in shown.err
