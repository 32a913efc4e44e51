"""Lesson 04 against plain loops over the shop's csv files, its sentences in both languages, its panel without widgets, and poor shops."""

import builtins
import csv
from collections import defaultdict

import pandas as pd
import pytest

from shopkit.exercise import judge
from shopkit.labels import LANGUAGES, UserError, set_language
from shopkit.lessons import exercises, sentences
from shopkit.lessons import lesson_04 as lesson
from shopkit.lessons.words_04 import SENTENCES, truth_table
from shopkit.metrics.halo import halo
from shopkit.opening import DATASETS, open_shop, open_truth
from shopkit.publish.source import lesson_needs, parse, sources
from shopkit.shop import Shop
from tests.lessons.frozen.shops import POOR, assert_said, poor, run_lesson

FOLDER = DATASETS / "lesson_04"
NEEDS = lesson_needs(parse(sources()["04"]))
POOR_HERE = [kind for kind in POOR if not poor(kind).missing(NEEDS)]


@pytest.fixture(scope="module")
def shop():
    return open_shop("lesson_04")


def rows(name):
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else 0.0


@pytest.fixture(scope="module")
def by_source():
    """source → plain sums: visitors, buyers, paid, cost, left before advertising."""
    sums = defaultdict(lambda: defaultdict(float))
    for row in rows("traffic"):
        for name in ("visitors", "buyers", "paid_amount", "cost"):
            sums[row["source"]][name] += number(row[name])
    variable = sum(number(r["amount"]) for r in rows("costs") if r["is_fixed"] == "False")
    whole = sum(number(r["paid_amount"]) for r in rows("orders"))
    for row in rows("orders"):
        if number(row["paid_amount"]) > 0:
            own = sums[row["source"]]
            own["sold"] += number(row["paid_amount"])
            own["left"] += number(row["paid_amount"]) - number(row["refund_amount"]) - number(row["unit_cost"]) * number(row["quantity"])
            own["left"] -= number(row["fee_amount"]) + number(row["shipping_cost"]) + number(row["gift_cost"])
    for own in sums.values():
        own["left"] -= variable * own["sold"] / whole
    return sums


# answers ----------------------------------------------------------------------------------------------------------


def test_the_source_table_is_what_the_loops_give(shop, by_source):
    table = lesson.sources(shop).set_index("source")
    assert set(table.index) == set(by_source)
    for source, own in by_source.items():
        row = table.loc[source]
        rate = own["left"] / own["sold"]
        assert row["rate_before_ads"] == pytest.approx(rate, abs=1e-4)
        assert row["gap_per_visitor"] == pytest.approx(own["paid_amount"] / own["visitors"] * rate - own["cost"] / own["visitors"], abs=1e-3)
        assert row["source_profit"] == pytest.approx(own["left"] - own["cost"], abs=1)


def test_answers_from_plain_sums(shop, by_source):
    check, ads = exercises("04", shop), by_source["search_ads"]
    days, rate = rows("shop_days"), ads["left"] / ads["sold"]
    expected = {1: sum(int(r["visitors"]) for r in days), 3: round((ads["paid_amount"] * rate - ads["cost"]) / ads["visitors"], 2),
                9: round((ads["paid_amount"] * rate - ads["cost"]) / ads["cost"], 3), 2: 0.25, 4: "keep", 6: -200, 8: 3.1, 10: "wait", 15: "both", 16: 0.2, 17: "test"}
    for n, answer in expected.items():
        assert check(n, answer).kind == "right", (n, answer, check.exercises[n].solution(shop))


def test_mistakes_are_what_their_replies_say(shop, by_source):
    ads, check = by_source["search_ads"], exercises("04", shop)
    value, cost = ads["paid_amount"] / ads["visitors"], ads["cost"] / ads["visitors"]
    wrong = {(1, 0): sum(own["visitors"] for own in by_source.values()), (3, 0): value - cost, (9, 0): ads["paid_amount"] / ads["cost"], (9, 1): ads["paid_amount"] / ads["cost"] - 1}
    for (n, i), answer in wrong.items():
        mistake = check.exercises[n].mistakes[i]
        assert mistake.value(shop) == pytest.approx(answer, rel=1e-9)
        assert judge(check.exercises[n], shop, answer).mistake is mistake


def test_the_mix_of_days_with_and_without_ads(shop):
    cost, by_day = {r["date"]: number(r["cost"]) for r in rows("traffic") if r["source"] == "search_ads"}, defaultdict(list)
    for day, spent in cost.items():
        by_day[pd.Timestamp(day).isocalendar()[:2]].append(spent)
    upper = pd.Series(list(cost.values())).quantile(0.75)
    off = {d for d, spent in cost.items() if spent < 0.2 * max(by_day[pd.Timestamp(d).isocalendar()[:2]]) or spent < 0.1 * upper}
    before, after, *_ = lesson.two_times(shop)
    assert set(after["date"].dt.strftime("%Y-%m-%d")) == off and not set(before["date"].dt.strftime("%Y-%m-%d")) & off
    sums = {side: defaultdict(lambda: [0.0, 0.0]) for side in (False, True)}
    for r in rows("traffic"):
        for i, name in enumerate(("visitors", "buyers")):
            sums[r["date"] in off][r["source"]][i] += number(r[name])
    total = {side: [sum(v[i] for v in groups.values()) for i in (0, 1)] for side, groups in sums.items()}
    mean = sum(total[side][1] / total[side][0] for side in sums) / 2
    mix = sum((sums[True][s][0] / total[True][0] - sums[False][s][0] / total[False][0]) * (sum(sums[side][s][1] / sums[side][s][0] for side in sums) / 2 - mean) for s in sums[True])
    assert exercises("04", shop).exercises[5].solution(shop) == pytest.approx(mix, abs=1e-12)


def test_ways_of_adding(shop):
    counts = lesson.ways_of_adding(shop).attrs["counts"]
    assert counts["rows"] == sum(int(r["visitors"]) for r in rows("traffic")) > counts["days"] > counts["people"] == shop.events["visitor_id"].nunique()


def test_waiting_and_claims_hang_together(shop):
    waits = lesson.waiting(shop)
    assert waits["roas"].is_monotonic_increasing and (waits["roas"] * waits["cost"]).tolist() == pytest.approx(waits["claimed_amount"].tolist())
    spent = sum(number(r["cost"]) for r in rows("traffic") if r["source"] == "search_ads" and pd.Timestamp(r["date"]) <= pd.Timestamp(waits.attrs["last_visit"]))
    assert waits["cost"].iloc[0] == pytest.approx(spent)
    claimed = lesson.claimed(shop)
    assert claimed["claimed_orders"].iloc[:-1].max() < claimed["claimed_orders"].iloc[-1] < claimed.attrs["added_orders"]


# what-if ----------------------------------------------------------------------------------------------------------


def test_the_panel_starts_from_today_and_its_best_is_best(shop):
    panel = lesson.panel(shop)
    start = panel.what_if(**panel.start)
    assert start["now"]["daily_cost"].round().tolist() == [panel.start[s] for s in start["now"]["source"]]
    best = panel.what_if(**panel.start | dict(zip(start["best"]["source"], start["best"]["daily_cost"], strict=True)))
    assert best["profit"]["now"] == pytest.approx(start["profit"]["best"])
    for source in start["now"]["source"]:
        for spend in range(0, 150, 7):
            assert panel.what_if(**panel.start | {source: float(spend)})["profit"]["now"] <= start["profit"]["best"] + 1e-9
    # where people buy again later, more may be spent on them
    richer = panel.what_if(**panel.start | {"more_value": 0.5})
    assert (richer["best"]["daily_cost"] > start["best"]["daily_cost"]).all()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_panel_tells_and_draws_in_both_languages(shop, lang):
    set_language(lang)
    panel = lesson.panel(shop)
    for values in (panel.start, panel.start | panel.example, panel.start | {"search_ads": 0.0, "audience_ads": 0.0}):
        result = panel.what_if(**values)
        assert_said(type("W", (), {"label": panel.tell(result)})())
        panel.draw(result).canvas.draw()
    assert "<img" in panel.static_html()


# truth ------------------------------------------------------------------------------------------------------------


def test_what_the_learner_finds_is_near_the_truth(shop):
    truth = open_truth("lesson_04")
    lot = halo(shop.traffic, shop.shop_days, first=lesson.FIRST, last=lesson.LAST).set_index("compared").loc["lot"]
    assert lot["lift_low"] <= truth.ratio("halo") - 1 <= lot["lift_high"]
    curve = lesson.curves(shop)["search_ads"]
    assert curve.returns == pytest.approx(truth.lessons["04"]["returns_to_scale"]["search_ads"], rel=0.06)
    told = truth_table(truth, lesson.sources(shop))
    assert told.iloc[:, -1].sum() >= len(told) - 1
    words = sentences("04", shop)("truth", truth, lesson.sources(shop), halo(shop.traffic, shop.shop_days, first=lesson.FIRST, last=lesson.LAST), lesson.curves(shop))
    assert_said(words)


# the whole lesson -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lesson_runs_and_says_every_sentence(lang, monkeypatch):
    # the cell that names the shop is left out here
    monkeypatch.setattr(builtins, "SHOP", "lesson_04", raising=False)
    set_language(lang)
    told = run_lesson("04", open_shop("lesson_04"), lang, on_export=False)
    assert not told.faults()
    assert {key for key, _ in told.said} == set(SENTENCES)
    for key, label in told.said:
        if key not in ("guess", "rows"):
            assert_said(type("W", (), {"label": label})())


@pytest.mark.parametrize("kind", POOR_HERE)
def test_the_lesson_on_a_poor_shop(kind):
    told = run_lesson("04", poor(kind), LANGUAGES[POOR_HERE.index(kind) % 2], on_export=True)
    # what cannot be said of too short a time, or of a shop that spends nothing, is said in words
    faults = [f for f in told.faults() if "UserError" not in f]
    assert not faults and told.said and told.shown


def test_an_export_without_people_or_costs_gets_the_lesson_by_source(shop):
    daily = Shop({"traffic": shop.traffic, "shop_days": shop.shop_days}, currency="CNY")
    told = run_lesson("04", daily, "zh", on_export=True)
    assert not told.faults()
    keys = {key for key, _ in told.said}
    assert {"adding", "rate", "gap", "page", "mix", "roas"} <= keys and not {"credit", "waiting", "claims", "curve"} & keys
    visitors_only = Shop({"traffic": shop.traffic.drop(columns="cost")}, currency="CNY")
    told = run_lesson("04", visitors_only, "en", on_export=True)
    assert not told.faults() and {"adding", "mix"} <= {key for key, _ in told.said}


def test_a_shop_that_tried_no_budgets_is_told():
    ads = pd.DataFrame({"date": pd.to_datetime(["2026-11-01", "2026-11-02"]), "channel": "search_ads", "clicks": [10, 12], "cost": [5.0, 6.0]})
    traffic = pd.DataFrame({"date": ads["date"], "source": "search_ads", "visitors": [9, 11], "buyers": [1, 0], "paid_amount": [50.0, 0.0], "cost": [5.0, 6.0]})
    thin = Shop({"ads": ads, "traffic": traffic}, currency="CNY")
    for ask, code in ((lesson.curves, "too_few_budgets"), (lesson.two_times, "too_few_days")):
        with pytest.raises(UserError) as raised:
            ask(thin)
        assert raised.value.code == code
    with pytest.raises(UserError) as raised:
        lesson.biggest_paid(lesson.sources(Shop({"traffic": traffic.assign(cost=0.0)})))
    assert raised.value.code == "nothing_paid"
