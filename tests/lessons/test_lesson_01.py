"""Lesson 01 against plain loops (frozen shops' csv files; the market's tables as rows), its panel, its sentences on full and poor shops."""

import calendar
import math
from fractions import Fraction

import pandas as pd
import pytest

from shopkit import open_truth
from shopkit.exercise import Choice, judge
from shopkit.labels import LANGUAGES, Label, UserError, set_language
from shopkit.lessons import exercises, sentences
from shopkit.lessons import lesson_01 as lesson
from shopkit.lessons.words_01 import NEVER, NOTHING, SENTENCES, never_or
from shopkit.metrics.positioning import OWN, break_even_visitors
from shopkit.metrics.reasons import buying_reasons, reasons_of
from shopkit.metrics.store_type import TYPES, store_type
from shopkit.metrics.story import usual_swing
from shopkit.opening import open_shop
from shopkit.publish.source import lesson_needs, parse, sources
from shopkit.shop import Shop
from tests.conftest import small_shop
from tests.lessons import plain
from tests.lessons.frozen.shops import FOLDER, NAMES, POOR, assert_said, frozen, poor, run_lesson, same
from tests.lessons.plain import count, money, rate

NEEDS = lesson_needs(parse(sources()["01"]))
POOR_HERE = [kind for kind in POOR if not poor(kind).missing(NEEDS)]


@pytest.fixture(scope="module", params=NAMES)
def both(request):
    return frozen(request.param), plain.read(FOLDER / request.param)


@pytest.fixture(scope="module")
def shop():
    return small_shop(1)


def by_hand(books, month) -> dict:
    """One month's parts of the break-even, in fractions."""
    m, visitors = plain.margins(books, month), plain.added(books, "visitors", month)
    year, number = map(int, month.split("-"))
    days = calendar.monthrange(year, number)[1]
    value = Fraction(m["paid_amount"]) / visitors
    share = Fraction(m["contribution"] - m["advertising"]) / Fraction(m["paid_amount"])
    cost = Fraction(-m["advertising"]) / visitors
    fixed = Fraction(-m["fixed"]) / days
    return {"value": value, "rate": share, "cost": cost, "fixed": fixed, "days": days, "gap": value * share - cost, "visitors": Fraction(visitors, days), "m": m}


def needed(p, **other):
    p = {**p, **other}
    gap = p["value"] * p["rate"] - p["cost"]
    return p["fixed"] / gap if gap > 0 else None


# break-even -----------------------------------------------------------------------------------------------------------


def test_the_months_are_those_of_the_loops(both):
    shop, books = both
    table = lesson.pay_table(shop)
    months = plain.full_months(books)
    assert table["month"].tolist() == months
    for row in table.to_dict("records"):
        p = by_hand(books, row["month"])
        for name, key in (("daily_visitors", "visitors"), ("value_per_visitor", "value"), ("rate_before_ads", "rate"), ("cost_per_visitor", "cost"),
                          ("gap_per_visitor", "gap"), ("fixed_per_day", "fixed")):
            # the margins are rounded to cents, line by line
            assert row[name] == pytest.approx(float(p[key]), rel=1e-6), name
        expected = needed(p)
        assert math.isnan(row["break_even_visitors"]) if expected is None else row["break_even_visitors"] == pytest.approx(float(expected), rel=1e-5)


def test_answers_of_the_loops(both):
    shop, books = both
    p = by_hand(books, plain.last_month(books))
    check = exercises("01", shop)
    assert check(6, round(float(p["gap"]), 2)).kind == "right"
    dearer = {"fixed": p["fixed"] + Fraction(1500, p["days"])}
    expected = needed(p, **dearer)
    found = check.exercises[7].solution(shop)
    assert math.isnan(found) if expected is None else found == pytest.approx(float(expected), rel=1e-5)
    if expected is not None:
        assert check(7, round(float(expected))).kind == "right"
    rows = [r for r in books["shop_days"] if plain.month(r["date"]) == plain.last_month(books)]
    share = Fraction(sum(int(r["returning_visitors"]) for r in rows), sum(r["visitors"] for r in rows))
    assert same(check.exercises[9].solution(shop), share)


def test_mistakes_are_what_their_replies_say(both):
    shop, books = both
    p = by_hand(books, plain.last_month(books))
    m, value = p["m"], p["value"]
    after = Fraction(m["contribution"]) / Fraction(m["paid_amount"])
    expected = {6: [value - p["cost"], value * p["rate"], value * after - p["cost"]],
                7: [needed(p, fixed=p["fixed"] + 1500), needed(p, fixed=p["fixed"] * p["days"] + 1500),
                    (p["fixed"] + Fraction(1500, p["days"])) / (value - p["cost"]), needed(p, fixed=p["fixed"] + Fraction(1500, p["days"]), cost=Fraction(0))]}
    for n, values in expected.items():
        for mistake, v in zip(exercises("01", shop).exercises[n].mistakes, values, strict=True):
            found = mistake.value(shop)
            assert math.isnan(found) if v is None else found == pytest.approx(float(v), rel=1e-5), (n, mistake.reply.en)


def test_bought_and_free(both):
    shop, books = both
    table = lesson.bought_and_free(shop).set_index("visitor_source")
    p = by_hand(books, plain.last_month(books))
    cost = {}
    for row in books["traffic"]:
        cost[row["source"]] = cost.get(row["source"], 0) + row["cost"]
    for kind in ("bought", "free"):
        rows = [r for r in books["traffic"] if (cost[r["source"]] > 0) == (kind == "bought")]
        visitors = sum(r["visitors"] for r in rows)
        found, value, price = table.loc[kind], Fraction(sum(r["paid_amount"] for r in rows)) / visitors, Fraction(sum(r["cost"] for r in rows)) / visitors
        assert found["visitor_days"] == visitors
        assert [found["value_per_visitor"], found["cost_per_visitor"]] == pytest.approx([float(value), float(price)])
        assert found["gap_per_visitor"] == pytest.approx(float(value * p["rate"] - price), rel=1e-5)
    assert table.loc["free", "cost_per_visitor"] == 0


def test_what_an_advantage_is_worth(both):
    shop, books = both
    p = by_hand(books, plain.last_month(books))
    table = lesson.advantage_worth(shop)
    by = dict(zip((w.en for w in table.iloc[:, 0]), table["break_even_visitors"], strict=True))
    paid, tenth = Fraction(p["m"]["paid_amount"]), Fraction(1, 10)
    goods = Fraction(-p["m"]["goods"]) / paid
    tried = {"nothing": {}, "a known brand": {"value": p["value"] * (1 + tenth)}, "cheap supply": {"rate": p["rate"] + goods * tenth}, "loyal": {"cost": p["cost"] * (1 - tenth)},
             # goods cost what they cost: of a price a tenth higher the tenth is left
             "an exclusive": {"value": p["value"] * (1 + tenth), "rate": (p["rate"] + tenth) / (1 + tenth)},
             "a price war": {"value": p["value"] * (1 - tenth), "rate": (p["rate"] - tenth) / (1 - tenth)}}
    for start, other in tried.items():
        found, expected = next(v for k, v in by.items() if k.startswith(start)), needed(p, **other)
        assert math.isnan(found) if expected is None else found == pytest.approx(float(expected), rel=1e-5), start
    known = table["break_even_visitors"].dropna()
    assert known.is_monotonic_increasing and len(tried) == len(table)


def test_bought_visitors_alone_never_pay_on_the_courses_shop():
    """What the lesson's turn rests on: on every seed the ads' visitors bring less than they cost."""
    for seed in range(1, 9):
        kinds = lesson.bought_and_free(small_shop(seed)).set_index("visitor_source")
        assert kinds.loc["bought", "gap_per_visitor"] < 0 < kinds.loc["free", "gap_per_visitor"], seed


def test_never_in_words():
    assert never_or(math.nan) == NEVER and never_or(304.4) == 304
    shown = lesson.in_words(pd.DataFrame({"break_even_visitors": [304.4, math.nan]}))
    assert shown["break_even_visitors"].tolist() == [304, NEVER]
    assert (NEVER.en, NEVER.zh) == ("never", "永远不会")


# the market -----------------------------------------------------------------------------------------------------------


def test_answers_from_the_market_by_plain_loops(shop):
    check = exercises("01", shop)
    sold = {}
    category = {r["product_id"]: r["category"] for r in shop.products.to_dict("records")}
    for row in shop.items.to_dict("records"):
        sold[category[row["product_id"]]] = sold.get(category[row["product_id"]], 0) + row["paid_amount"]
    main = max(sold, key=sold.get)
    assert lesson.main_category(shop) == main
    rows = [r for r in shop.market.to_dict("records") if r["category"] == main]
    expected = Fraction(sum(int(r["searches"]) for r in rows), sum(int(r["sellers"]) for r in rows))
    assert same(check.exercises[5].solution(shop), expected)
    assert check(5, round(float(expected), 2)).kind == "right"
    parts = {}
    for r in rows:
        a, b = parts.get(r["segment"], (0, 0))
        parts[r["segment"]] = (a + int(r["searches"]), b + int(r["sellers"]))
    ratios = [Fraction(a, b) for a, b in parts.values()]
    mistakes = [sum(ratios) / len(ratios), 1 / expected, sum(ratios)]
    assert all(same(m.value(shop), v) for m, v in zip(check.exercises[5].mistakes, mistakes, strict=True))


def test_answers_from_the_reviews_by_plain_loops(shop):
    rows = shop.market_reviews.to_dict("records")
    named = reasons_of(shop.market_reviews["text"]).to_dict("records")
    happy = [n for r, n in zip(rows, named, strict=True) if r["score"] >= 4]
    mine = sum(n["price"] or n["quality"] or n["looks"] for n in happy)
    exercise = exercises("01", shop).exercises[4]
    assert same(exercise.solution(shop), Fraction(mine, len(happy)))
    everybody = Fraction(sum(n["price"] or n["quality"] or n["looks"] for n in named), len(named))
    speaking = Fraction(mine, sum(any(n.values()) for n in happy))
    assert [same(m.value(shop), v) for m, v in zip(exercise.mistakes, (everybody, speaking, Fraction(3, 8)), strict=True)] == [True] * 3
    # the hint's code gives the answer
    assert exercise.solution(shop) == buying_reasons(shop.market_reviews, yours=["price", "quality", "looks"]).attrs["covered"]


def test_the_answers_that_a_rule_gives():
    check = exercises("01", None)
    base = {"advantages": 1, "edges": 0, "company": True, "own_brand": False, "known_brand": False, "authorised_brands": 0}
    nobody = base | {"advantages": 0, "company": False}
    assert store_type(nobody)["store_type"].item() == check.exercises[1].solution(None) == "not_yet"
    wang, li, zhao = base | {"own_brand": True, "known_brand": True}, base, base | {"company": False, "own_brand": True}
    verdicts = [store_type(a).iloc[0] for a in (wang, li, zhao)]
    assert [v["store_type"] for v in verdicts] == ["flagship", "company_shop", "personal_shop"]
    # the rows that the reply and the solution name
    assert [v["rule_no"] for v in verdicts] == [3, 7, 2] and "Wang: row 3. Li: row 7. Zhao: row 2" in check.exercises[2].because.en
    scores = {"lamps": (1, 1, 0.45), "kettles": (4, 2, 0.6), "earphones": (12, 0, 0.3)}
    known = {k: (min(a / 5, 1) + min(b / 3, 1) + c) / 3 for k, (a, b, c) in scores.items()}
    assert max(known, key=known.get) == check.exercises[3].solution(None)
    assert [round(known[k], 2) for k in ("kettles", "earphones", "lamps")] == [0.69, 0.43, 0.33]
    assert math.isnan(break_even_visitors(300, 2.0, 0.3, 0.7)) and check.exercises[8].solution(None) == "never"
    options = check.exercises[8].answer.options
    assert {str(round(300 / (2 - 0.7))), str(round(300 / 0.6)), str(round(300 / 0.1))} == set(options) - {"never"}


def test_three_questions(shop):
    table = lesson.three_questions(shop)
    assert len(table) == 3
    sold, paid = lesson.sold_by_category(shop), lesson.sold_by_segment(shop)
    assert sold.index[0] in table.iloc[0, 1].en and rate(sold.iloc[0] / sold.sum()) in table.iloc[0, 1].en
    assert paid.index[0] in table.iloc[1, 1].zh
    total = shop.orders.dropna(subset=["paid_at"])["paid_amount"].sum()
    assert paid.sum() == pytest.approx(total, rel=1e-9)
    bare = Shop({"items": shop.items, "products": shop.products.drop(columns="brand")}, currency="CNY")
    assert len(lesson.three_questions(bare)) == 1


def test_categories_stand_in_the_same_order_in_both_languages():
    orders = []
    for lang in LANGUAGES:
        set_language(lang)
        shop = open_shop("demo")
        ids = dict(zip(shop.products["category"], shop.products["product_id"].str[:8], strict=True))
        orders.append([ids[c] for c in lesson.categories(shop)])
    assert orders[0] == orders[1] and len(orders[0]) > 2


def test_know_table(shop):
    names = lesson.categories(shop)
    table = lesson.know_table(shop, ["price"], [5] * len(names), [0] * len(names)).set_index("category")
    for name in names:
        rows = shop.market_reviews[shop.market_reviews["category"] == name]
        named = reasons_of(rows["text"])[rows["score"] >= 4]
        share = named["price"].sum() / named.any(axis=1).sum()
        assert table.loc[name, "reasons_known"] == pytest.approx(share)
        assert table.loc[name, "know_score"] == pytest.approx((1 + 0 + share) / 3)


def test_unnamed_reviews_are_named_by_nothing(shop):
    table = lesson.unnamed(shop)
    assert 0 < len(table) <= 6 and not reasons_of(table["text"]).any(axis=None) and (table["score"] >= 4).all()


def test_edges_measure_what_they_can(shop):
    table = lesson.edges(shop)
    here = lesson.rivals_map(shop)
    here = here[(here["category"] == lesson.main_category(shop))]
    own, rivals = here[here["is_own"]].iloc[0], here[~here["is_own"] & here["same_tier"]]
    assert len(table) == 4
    assert f"{own['dsr_item']:.2f}".rstrip("0") in table.iloc[0, 2].en and f"{rivals['dsr_item'].max():.2f}".rstrip("0") in table.iloc[0, 3].en
    assert str(round(rivals["price_index"].min())) == table.iloc[1, 3].zh
    assert table.iloc[2, 3].zh == table.iloc[3, 3].zh == "从外面看不到"


# the panel ------------------------------------------------------------------------------------------------------------


def test_the_panel_starts_at_the_shop_as_it_is(shop):
    panel, now = lesson.panel(shop), lesson.pay_row(shop)
    result = panel.what_if(**panel.start)
    # levers are rounded to their steps
    assert result.attrs["break_even"] == pytest.approx(now["break_even_visitors"], rel=0.08)
    assert result.attrs["verdict"]["store_type"] == "company_shop"
    own = result[result["is_own"]].iloc[0]
    assert own["price_index"] == pytest.approx(lesson.rivals_map(shop).query("is_own").set_index("category").loc[lesson.main_category(shop), "price_index"], rel=0.02)
    for lever in panel.levers:
        assert lever.low <= lever.start <= lever.high
        assert lever.label.en and lever.label.zh


def test_each_lever_moves_what_it_should(shop):
    panel = lesson.panel(shop)

    def attrs(**moved):
        return panel.what_if(**(panel.start | moved)).attrs

    start = attrs()
    assert attrs(fixed=panel.start["fixed"] * 2)["break_even"] == pytest.approx(2 * start["break_even"])
    assert attrs(conversion=panel.start["conversion"] * 2)["gap"] == pytest.approx(2 * start["gap"] + panel.start["cost_per_visitor"])
    assert math.isnan(attrs(cost_per_visitor=2.0)["break_even"]) and attrs(cost_per_visitor=2.0)["gap"] < 0
    assert attrs(margin=0.0)["gap"] == -panel.start["cost_per_visitor"]
    dearer = panel.what_if(**(panel.start | {"price": panel.start["price"] * 1.5}))
    before = panel.what_if(**panel.start)
    assert dearer[dearer["is_own"]]["price_index"].item() == pytest.approx(1.5 * before[before["is_own"]]["price_index"].item())
    pd.testing.assert_series_equal(dearer[~dearer["is_own"]]["price_index"], before[~before["is_own"]]["price_index"])
    assert attrs(company=0)["verdict"]["store_type"] == "personal_shop"
    assert attrs(advantages=0, edges=0)["verdict"]["store_type"] == "not_yet"
    assert attrs(known_brand=1)["verdict"]["store_type"] == "flagship"
    assert attrs(own_brand=0, authorised_brands=2)["verdict"]["store_type"] == "multi_brand"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_panel_tells_type_row_break_even_and_place(shop, lang):
    set_language(lang)
    panel = lesson.panel(shop)
    for moved in ({}, {"cost_per_visitor": 2.0}, {"company": 0}, panel.example):
        result = panel.what_if(**(panel.start | moved))
        told = panel.tell(result)
        verdict = result.attrs["verdict"]
        assert TYPES[verdict["store_type"]].en in told.en and TYPES[verdict["store_type"]].zh in told.zh
        assert f"row {verdict['rule_no']}" in told.en and f"第 {verdict['rule_no']} 行" in told.zh
        never = math.isnan(result.attrs["break_even"])
        assert ("never" in told.en) == never and ("永远不会" in told.zh) == never
        if not never:
            assert count(round(result.attrs["break_even"])) in told.en
    assert "<img" in panel.static_html() and str(panel.title) in panel.static_html()
    assert "P9" in panel.ideas


# sentences ------------------------------------------------------------------------------------------------------------


def test_sentences_of_the_break_even_say_the_figures_of_the_loops(both):
    shop, books = both
    say, p = sentences("01", shop), by_hand(books, plain.last_month(books))
    row = lesson.pay_row(shop)
    expected = needed(p)
    words = say("pay", row, shop.currency)
    assert_said(words, money(p["value"]), rate(p["rate"]), money(p["cost"]), money(p["gap"]), money(p["fixed"]), *([count(round(expected))] if expected else []))
    assert ("never" in words.label.en) == (expected is None)
    assert_said(say("pay_title", row), *([count(round(expected)), count(round(p["visitors"]))] if expected else []))
    for guess in ("", None, "many"):
        assert "no guess" in say("guess", guess, row).label.en
    assert_said(say("guess", "about 500 people", row), "500", *([count(round(expected))] if expected else []))
    assert_said(say("bought", lesson.bought_and_free(shop), shop.currency))
    assert_said(say("months", lesson.pay_table(shop), shop.currency))
    label = say("worth", lesson.advantage_worth(shop)).label
    assert any(w.en in label.en and w.zh in label.zh for w in lesson.advantage_worth(shop).iloc[:, 0] if w != NOTHING)


def test_a_shop_that_never_breaks_even_is_told_so(shop):
    say = sentences("01", shop)
    row = lesson.pay_row(shop).copy()
    row["cost_per_visitor"], row["gap_per_visitor"], row["break_even_visitors"] = 9.0, -1.0, math.nan
    for key in ("pay", "pay_title"):
        label = say(key, row, *((shop.currency,) if key == "pay" else ())).label
        assert "never" in label.en and "永远不会" in label.zh
    assert "no number" in say("guess", "300", row).label.en
    table = lesson.pay_table(shop).assign(break_even_visitors=math.nan)
    assert "any number" in say("months", table, shop.currency).label.en
    some = lesson.pay_table(shop)
    some.loc[0, "break_even_visitors"] = math.nan
    assert "In 1 no number" in say("months", some, shop.currency).label.en
    assert "nothing to compare" in say("months", some.head(1), shop.currency).label.en


def test_sentences_of_the_market(shop):
    say = sentences("01", shop)
    parts = lesson.niches_of(shop)
    first = parts.iloc[0]
    words = say("niches", parts)
    assert f"{first['category']} · {first['segment']}" in words.label.en
    assert_said(words)
    assert first["segment"] in say("niches_title", parts).label.zh
    assert "nothing to compare" in say("niches", parts.head(1)).label.en
    assert "None of them surely grows" in say("niches", parts.assign(trend_low=-0.1)).label.en
    days = shop.market["date"].nunique()
    words = say("crowded", parts, lesson.sold_by_segment(shop), days)
    daily = shop.market[(shop.market["category"] == first["category"]) & (shop.market["segment"] == first["segment"])]
    assert_said(words, count(round(daily["searches"].sum() / days)), count(round(daily["sellers"].sum() / days)))
    strangers = lesson.sold_by_segment(shop).rename(lambda s: f"other {s}")
    assert "named differently" in say("crowded", parts, strangers, days).label.en


@pytest.mark.parametrize(("price", "rating", "told"), [
    (60.0, 4.0, "the cheapest"), (200.0, 5.0, "surely the best rated"), (200.0, 4.0, "neither the cheapest")])
def test_the_map_is_told_as_it_is(shop, price, rating, told):
    say, category = sentences("01", shop), lesson.main_category(shop)
    table = lesson.rivals_map(shop)
    mine = table["is_own"]
    moved = table.assign(price_index=table["price_index"].where(~mine, price), dsr_item=table["dsr_item"].where(~mine, rating),
                         rating_low=table["rating_low"].where(~mine, rating), rating_high=table["rating_high"].where(~mine, rating))
    label = say("map", moved, category).label
    assert told in label.en
    title = say("map_title", moved, category).label
    assert {"the cheapest": "cheaper than all", "surely the best rated": "surely rated above all", "neither the cheapest": "neither"}[told] in title.en
    assert "No rival" in say("map", table, "nothing of the kind").label.en


def test_sentences_of_the_reasons(shop):
    say = sentences("01", shop)
    for yours, told in ((["price"], "name one of yours"), ([], "You listed none")):
        table = buying_reasons(shop.market_reviews, yours=yours)
        assert told in say("reasons", table).label.en
        assert_said(say("reasons", table), rate(table["praised_share"].iloc[0]), rate(table["praised_share"].iloc[1]))
    gloomy = buying_reasons(shop.market_reviews[shop.market_reviews["score"] < 4])
    assert "nothing yet" in say("reasons", gloomy).label.en
    own = lesson.own_reasons(shop)
    assert_said(say("own_reasons", table, own))
    assert "Too few" in say("own_reasons", table, gloomy).label.en
    known = pd.DataFrame({"category": ["a", "b"], "know_score": [0.5, 0.2]})
    assert "Begin in a" in say("know", known).label.en
    assert "equally well" in say("know", known.assign(know_score=0.5)).label.en
    assert "nothing can be said" in say("know", known.assign(know_score=math.nan)).label.en


def test_the_verdict_cites_its_row_and_source(shop):
    verdict = store_type({"advantages": 1, "edges": 0, "company": True, "own_brand": True, "known_brand": False, "authorised_brands": 0})
    label = sentences("01", shop)("type", verdict).label
    assert "row 6" in label.en and "第 6 行" in label.zh and "not checked" in label.en and "2025-10-28" in label.zh


def test_the_story_and_too_short_a_time(shop):
    say, swing = sentences("01", shop), usual_swing(shop.shop_days)
    row = swing.set_index("story_metric").loc["follow_rate"]
    assert_said(say("story", swing), rate(row["lowest_week"]), rate(row["highest_week"]))
    assert "no full week" in say("story", usual_swing(shop.shop_days.head(4))).label.en


def test_the_truth_is_told_beside_what_was_found():
    shop, truth = open_shop("demo"), open_truth("demo")
    words = sentences("01", shop)("truth", truth, lesson.bought_and_free(shop), lesson.pay_table(shop), shop.currency)
    planted = truth.lessons["04"]["value_per_visitor"]
    assert_said(words, money(planted["search_ads"]), money(planted["audience_ads"]), money(planted["free_search"]))
    for cause in ("poor_paid_traffic", "supplier_rise"):
        assert truth.causes[cause]["story"]["en"] in words.label.en and truth.causes[cause]["story"]["zh"] in words.label.zh
    # what was found lies where it was planted: bought visitors between the two kinds of ads, free ones above
    found = lesson.bought_and_free(shop).set_index("visitor_source")["value_per_visitor"]
    assert planted["audience_ads"] < found["bought"] < planted["search_ads"] < planted["free_search"] < found["free"]


# the whole lesson -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lesson_runs_and_says_every_sentence(shop, lang):
    set_language(lang)
    told = run_lesson("01", shop, lang, on_export=False)
    # the truth lies beside a shop's folder; this one is in memory
    assert [fault for fault in told.faults() if "open_truth(SHOP)" not in fault] == []
    assert {key for key, _ in told.said} == set(SENTENCES) - {"truth"}


@pytest.mark.parametrize("kind", POOR_HERE)
def test_the_lesson_on_a_poor_shop(kind):
    told = run_lesson("01", poor(kind), LANGUAGES[POOR_HERE.index(kind) % 2], on_export=True)
    assert not told.faults()
    assert told.said and told.shown


@pytest.mark.parametrize("name", NAMES)
def test_a_shop_without_a_market_keeps_the_store_type_and_the_break_even(name):
    told = run_lesson("01", frozen(name), "en", on_export=True)
    assert not told.faults()
    assert {"type", "pay", "months", "bought", "worth"} <= {key for key, _ in told.said}
    assert not {"niches", "map", "reasons"} & {key for key, _ in told.said}


def test_choices_are_met_by_their_letters(shop):
    for n, exercise in exercises("01", shop).exercises.items():
        if isinstance(exercise.answer, Choice):
            right = list(exercise.answer.options).index(exercise.solution(shop))
            assert judge(exercise, shop, "ABCD"[right]).kind == "right", n


def test_own_shop_is_called_so():
    assert OWN not in {str(label) for label in TYPES.values()}
    assert isinstance(NEVER, Label)
    with pytest.raises(UserError):
        store_type({})
