"""The same seed gives the same shop, and one step's chance never reshuffles another's."""

import dataclasses
from datetime import date
from importlib import import_module
from zlib import crc32

import numpy as np
import pandas as pd
import pytest

from shopkit.labels import Label
from shopkit.world import ads, arrivals, days, draw_shop, make_shop, orders, plan_of, rivals, service, words
from shopkit.world.codes import pick
from shopkit.world.demo import demo_plan
from shopkit.world.diary import Diary
from shopkit.world.draw import draw
from shopkit.world.expect import kinds
from shopkit.world.plan import Campaign, Cause, Move, span
from shopkit.world.rates import rates
from shopkit.world.stream import stream

SMALL = {"seed": 5, "scale": 0.2, "days": 14}


# what a later day may still change of an earlier one: who comes to order, pay and be answered; the stock is brought for a month
LATER = {"coupons": ["used_order_id"], "reviews": ["replied_at"], "chats": ["led_to_order"], "ads": ["ad_orders", "ad_sales"], "items": ["stock"]}


def tables(plan):
    return draw(plan)[0]


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


@pytest.mark.parametrize("weights", [[1], [0.2, 0.3, 0.5], np.arange(1, 60), [0, 0, 1, 0], [1e-9, 1, 1e-9]])
def test_a_category_is_picked_as_by_searching(weights):
    ends = np.cumsum(np.array(weights) / np.sum(weights))
    u = np.concatenate([np.random.default_rng(1).random(50_000), ends[:-1], np.arange(1024) / 1024, np.nextafter(ends, 0), [0.0, np.nextafter(1, 0)]])
    u = u[(u >= 0) & (u < 1)]
    assert (pick(u, ends) == np.minimum(np.searchsorted(ends, u, side="right"), len(ends) - 1)).all()
    assert pick(u[:0], ends).size == 0


def test_drawn_to_a_file_it_is_the_same_shop(tmp_path, monkeypatch):
    monkeypatch.setattr("shopkit.world.truth.write_truth", lambda *_: None)  # the dear part, and not looked at here
    # events are written day by day there, and kept in memory here
    shop = make_shop(tmp_path, seed=5, days=14)
    assert (tmp_path / "events.parquet").exists() and shop.source("events") == tmp_path / "events.parquet"
    drawn = draw_shop(seed=5, days=14)
    same({name: drawn.table(name) for name in drawn.tables}, {name: shop.table(name) for name in shop.tables})
    assert not list(tmp_path.glob("drawing*"))


def test_faker_gives_words_and_no_number(monkeypatch):
    before = tables(demo_plan(**SMALL))
    monkeypatch.setattr(words, "_companies", lambda locale, seed, n: [f"{locale} {i}" for i in range(n)])
    after = tables(demo_plan(**SMALL))
    assert (before["products"]["supplier"] != after["products"]["supplier"]).all()
    assert [n for n in before if not before[n].equals(after[n])] == ["products"]
    same(before, after, but=["supplier"])


@pytest.mark.parametrize("days", [(30, 100), (40, 60)])
def test_a_longer_shop_begins_with_the_same_days(days):
    # the sale of September is in the longer one only
    short, long = (tables(plan_of("demo", **{**SMALL, "scale": 0.5, "days": n})) for n in days)
    end = short["shop_days"]["date"].max() + pd.Timedelta(days=1)
    for name, at in (("events", "at"), ("coupons", "claimed_at"), ("competitors", "date"), ("market", "date"), ("market_reviews", "date"), ("changes", "at"),
                     ("reviews", "at"), ("chats", "started_at"), ("ads", "date"), ("items", "date"), ("traffic", "date")):
        began = long[name][long[name][at] < end].reset_index(drop=True)
        later = LATER.get(name, [])
        pd.testing.assert_frame_equal(short[name].drop(columns=later), began.drop(columns=later))
        # of what the later days have changed, only little is different: it is no other shop
        for column in later:
            one, other = short[name][column], began[column]
            assert ((one == other) | (one.isna() & other.isna())).mean() > (0.3 if column == "stock" else 0.9), (name, column)
    placed = ["order_id", "line_no", "ordered_at", "quantity", "order_amount", "unit_cost", "city", "coupon_id"]
    began = long["orders"][long["orders"]["ordered_at"] < end].reset_index(drop=True)
    pd.testing.assert_frame_equal(short["orders"][placed], began[placed])


@pytest.mark.parametrize(("change", "moved", "still"), [
    ({"refund": 0.3}, ["orders", "shop_days", "costs"], ["events", "customers", "traffic", "ads", "chats", "coupons", "competitors", "market"]),
    ({"gift_cost": 9.0}, ["orders"], ["events", "customers", "traffic", "items", "shop_days", "costs", "ads", "chats", "coupons", "reviews"]),
])
def test_another_rate_at_one_step_leaves_the_others_alone(change, moved, still):
    plan = demo_plan(**{**SMALL, "days": 30})
    plan = dataclasses.replace(plan, coupons=plan_of("demo").coupons, gift_cost=3.5)
    before, after = tables(plan), tables(dataclasses.replace(plan, **change))
    same({n: before[n] for n in still}, after)
    # who gets money back before the parcel leaves writes no review, and ratings follow reviews
    same({"items": before["items"]}, after, but=["rating_shown"])
    assert all(not before[n].equals(after[n]) for n in moved)


def test_another_click_price_moves_only_the_spend():
    plan = demo_plan(**SMALL)
    dearer = dataclasses.replace(plan, sources=tuple(dataclasses.replace(s, click_price=s.click_price * 2) for s in plan.sources))
    before, after = tables(plan), tables(dearer)
    for name in ("traffic", "ads"):
        assert after[name]["cost"].sum() / before[name]["cost"].sum() == pytest.approx(2, rel=0.001)
    spent = {n: after[n].assign(cost=before[n]["cost"]) for n in ("traffic", "ads")}
    same(before, {**after, **spent, "ads": spent["ads"].assign(bid=before["ads"]["bid"], budget=before["ads"]["budget"])})


@pytest.mark.parametrize("scenario", ["demo", "lesson_04", "lesson_07", "lesson_10", "capstone"])
def test_no_two_steps_share_a_stream(monkeypatch, scenario):
    asked = []

    def counted(seed, name, day=0):
        asked.append((seed, name, day))
        return stream(seed, name, day)

    # by its full name: the package has a function that is called like it
    for module in (ads, arrivals, days, orders, rivals, service, import_module("shopkit.world.stories")):
        monkeypatch.setattr(module, "stream", counted)
    plan = plan_of(scenario, seed=5, scale=0.05)
    draw(plan)
    # how busy a day is, all ask for: it is one for all of them
    own = [key for key in asked if key[1] != "mood"]
    assert len(own) == len(set(own)) > 20 * plan.days
    # a generator's key holds 32 bits of its name
    assert len({crc32(name.encode()) for _, name, _ in asked}) == len({name for _, name, _ in asked}) > 30


def test_rates_do_what_the_plan_says_there_and_nowhere_else():
    plain = demo_plan()
    lamp, kettle = plain.products[0].product_id, next(p.product_id for p in plain.products if p.category == "kettles")
    sale = Campaign(Label("Sale", "促销"), span(date(2025, 9, 9), date(2025, 9, 11)), (
        Move("impressions", 1.45, {}), Move("impressions", 4.8, {"source": ("platform_event",)}), Move("price", 0.9, {"product_id": (kettle,)})))
    quiet = Campaign(Label("", ""), span(date(2025, 9, 11), date(2025, 9, 14)), (Move("impressions", (0.9, 0.8, 0.7, 0.6), {}),))
    new_ads = Cause("new_ads", plain.story, span(date(2025, 9, 21), date(2025, 12, 31)), (
        Move("impressions", 3.0, {"source": ("audience_ads",)}), Move("click_rate", 1.5, {"product_id": (lamp,), "source": ("free_search", "search_ads")}),
    ), "traffic", {}, ("buyers", "visitors"))
    with_, without = rates(dataclasses.replace(plain, campaigns=(sale, quiet), causes=(new_ads,))), rates(plain)
    dates = pd.DatetimeIndex([pd.Timestamp.fromordinal(int(n)) for n in with_.ordinals])
    on = {name: (dates >= first) & (dates <= last) for name, first, last in (
        ("sale", "2025-09-09", "2025-09-11"), ("new_ads", "2025-09-21", "2025-12-31"))}
    fewer = np.ones(len(dates))
    for day, factor in (("2025-09-11", 0.9), ("2025-09-12", 0.8), ("2025-09-13", 0.7), ("2025-09-14", 0.6)):
        fewer[dates == day] = factor
    for s, source in enumerate(plain.sources):
        for p, item in enumerate(plain.products):
            expected = np.where(on["sale"], 1.45 * (4.8 if source.name == "platform_event" else 1), 1) * fewer
            expected = expected * np.where(on["new_ads"] & (source.name == "audience_ads"), 3.0, 1)
            clicked = item.product_id == lamp and source.name in ("free_search", "search_ads")
            expected = expected * np.where(on["new_ads"] & clicked, 1.5, 1)
            # the first visits that begin with the item; an item that nobody sends to has none before and none after
            assert with_.arrivals[:, s, p] == pytest.approx(without.arrivals[:, s, p] * expected, rel=1e-6, abs=2e-8)
    item = [p.product_id for p in plain.products].index(kettle)
    there = np.zeros(with_.price.shape, bool)
    there[on["sale"], item] = True
    assert (with_.price[there] == np.round(plain.products[item].price * 0.9) * 100).all() and (with_.price[~there] == without.price[~there]).all()
    # the cheaper item is put into more carts, and no other
    cheaper = np.broadcast_to(there[:, None, :], with_.carts.shape)
    assert (with_.carts[cheaper] > without.carts[cheaper]).all() and (with_.carts[~cheaper] == without.carts[~cheaper]).all()
    assert on["sale"].sum() == 3 and [str(c) if c else None for c in np.array(with_.campaign, dtype=object)[on["sale"]]] == ["Sale", "Sale", ""]


def test_arrivals_are_the_rates_in_expectation():
    plan = dataclasses.replace(demo_plan(seed=3, scale=40, days=1), run_in=0, mood=0.0)
    lever, people = rates(plan), arrivals.People()
    (day,) = arrivals.draw_days(plan, lever, people, {})
    expected = lever.arrivals[0].sum(axis=1)
    # every visit leaves a step in its source; the new people's come first
    steps = Diary(lever).close(day)
    visits = pd.DataFrame({"visit": steps["visit"], "source": steps["source"]}).drop_duplicates("visit")
    visits = visits[visits["visit"] < day.first_visit + day.new]
    assert len(visits) == day.new and (people.first_day[:day.new] == 0).all()
    by_source = np.bincount(visits["source"], minlength=len(plan.sources)) / expected
    assert by_source == pytest.approx(1, abs=4 / np.sqrt(expected.min()))
    assert day.new == pytest.approx(expected.sum(), abs=4 * np.sqrt(expected.sum()))
    by_readiness = sum(share * intent for share, intent in plan.behaviour.ready)
    mean = sum(s.share * s.intent for s in plan.segments) * by_readiness
    assert kinds(plan).intent[people.kind].mean() == pytest.approx(mean, rel=0.02)


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
