"""Lesson 03 against plain loops over the frozen shops' csv files, and its sentences on full and on poor shops."""

from fractions import Fraction

import pandas as pd
import pytest

from shopkit.exercise import Choice, judge
from shopkit.labels import LANGUAGES, UserError
from shopkit.lessons import exercises, sentences
from shopkit.lessons import lesson_03 as lesson
from shopkit.lessons.words_03 import SENTENCES, time_words
from shopkit.metrics.conversion import against_peers, chain
from shopkit.metrics.funnel import CART_RATE, funnel, leaks
from shopkit.metrics.items import CLICK_RATE, week_changes
from shopkit.metrics.leaks import gaps
from shopkit.publish.source import lesson_needs, parse, sources
from shopkit.schema import DEVICES, SOURCES, STEPS
from shopkit.shop import Shop
from tests.lessons import plain
from tests.lessons.frozen.shops import FOLDER, NAMES, POOR, assert_said, frozen, poor, run_lesson, same
from tests.lessons.plain import count, money, number, rate, tenth

NEEDS = lesson_needs(parse(sources()["03"]))
POOR_HERE = [kind for kind in POOR if not poor(kind).missing(NEEDS)]


@pytest.fixture(scope="module", params=NAMES)
def both(request):
    """A frozen shop, and its csv files as plain rows."""
    return frozen(request.param), plain.read(FOLDER / request.param)


def books_of(kind, folder):
    """A poor shop's tables as plain rows."""
    poor(kind).save(folder)
    return plain.read(folder)


def by_device(shop):
    return funnel(shop.events, lesson.steps_of(shop), window="7d", by="device")


def way(step, lang):
    """The transition to a step, in words."""
    before = plain.MAIN[plain.MAIN.index(step) - 1]
    return f"{getattr(STEPS[before], lang)} → {getattr(STEPS[step], lang)}"


def device_gaps(shop):
    return gaps(by_device(shop), "device", lesson.spend(shop))


def assert_same_gaps(table, rows, by):
    assert table[[by, "step"]].values.tolist() == [[row["group"], row["step"]] for row in rows]
    for found, expected in zip(table.to_dict("records"), rows, strict=True):
        assert found["previous_visitors"] == expected["before"] and found["worse_than_chance"] == expected["sure"], expected
        for name, key in (("step_conversion", "own"), ("others_conversion", "others"), ("missing_visitors", "missing"),
                          ("pay_chance", "chance"), ("extra_buyers", "extra"), ("extra_paid_amount", "money")):
            assert pd.isna(found[name]) if expected[key] is None else same(found[name], expected[key]), (expected, name)


# answers ----------------------------------------------------------------------------------------------------------


def busy_week(books):
    """The days from three before to three after the one with most visitors."""
    days = sorted(books["shop_days"], key=lambda row: row["date"])
    peak = max(days, key=lambda row: row["visitors"])["date"]
    return [row for row in days if abs((row["date"] - peak).days) <= 3]


def answers(books):
    """Number of the exercise → its answer by plain loops, or by arithmetic where the question brings its own figures."""
    events, steps = books["events"], plain.steps_of(books["events"])
    people, week = plain.reached(events, steps), busy_week(books)
    early = plain.reached(plain.full_week(events), steps)
    compared = plain.reached(events, ["detail", "compare", *steps[1:]])
    return {
        1: people[2], 2: "open", 3: plain.dearest(plain.device_gaps(books))["step"], 4: plain.leaks(people, plain.spend(books))[-1]["money"],
        5: plain.farthest_behind([2000, 200, 80, 40], [Fraction(10, 100), Fraction(40, 100), Fraction(90, 100)]),
        6: Fraction(6 + 9 + 8, 1000), 7: "wait", 8: Fraction(65, 60) - 1, 9: Fraction(early[-1], early[0]), 10: "postage", 11: "tier",
        12: Fraction(sum(row["buyers"] for row in week), sum(row["visitors"] for row in week)),
        13: "skipped" if compared[-1] < people[-1] and compared[0] == people[0] else None, 14: "goes", 15: "carts", 16: Fraction(32, 1000),
    }


def mistakes(books):
    """Number of the exercise → what its usual mistakes give on the shop, in order."""
    events, steps, week = books["events"], plain.steps_of(books["events"]), busy_week(books)
    people = plain.reached(events, steps)
    lost, each = plain.leaks(people, plain.spend(books)), plain.spend(books)
    late = {event["visitor_id"] for event in events} - {event["visitor_id"] for event in plain.full_week(events)}
    latecomers = plain.reached([event for event in events if event["visitor_id"] in late], steps)
    shares = {step: Fraction(here, before) for step, before, here in zip(steps[1:], people, people[1:], strict=False)}
    rates = [Fraction(row["buyers"], row["visitors"]) for row in week if row["visitors"]]
    tenth = Fraction(1, 10)
    return {
        1: [sum(event["step"] == "order" for event in events), plain.people_with(events, "order"), people[1], people[3], plain.reached(events, steps, None)[2],
            plain.reached(plain.from_first_start_only(events, steps), steps)[2]],
        3: [min(shares, key=shares.get), "order"],
        4: [lost[-1]["lost"] * each, tenth * people[3] * each, tenth * lost[-1]["lost"] * plain.spend_per_order(books)],
        6: [Fraction(4, 100), Fraction(1, 100), Fraction(12, 100)], 8: [Fraction(3, 10), Fraction(1, 10), Fraction(5, 1000)],
        9: [Fraction(people[3], people[0]), Fraction(latecomers[-1], latecomers[0])],
        12: [sum(rates) / len(rates), Fraction(sum(r["buyers"] for r in week), sum(r["page_views"] for r in week)),
             Fraction(sum(r["orders"] for r in week), sum(r["visitors"] for r in week)), plain.platform_rate(books)],
        16: [Fraction(38, 200), Fraction(4, 100), 0],
    }


def test_every_exercise_gives_the_answer_of_the_loops(both):
    shop, books = both
    check, expected = exercises("03", shop), answers(books)
    assert set(expected) == set(check.exercises)
    for n, answer in expected.items():
        exercise = check.exercises[n]
        assert same(exercise.solution(shop), answer), (n, exercise.solution(shop), answer)
        given = answer if isinstance(exercise.answer, Choice) else float(answer)
        assert judge(exercise, shop, given).kind == "right", n


def test_every_mistake_is_what_its_reply_says(both):
    shop, books = both
    for n, values in mistakes(books).items():
        told = exercises("03", shop).exercises[n].mistakes
        assert [same(m.value(shop), v) for m, v in zip(told, values, strict=True)] == [True] * len(values), n


def test_half_of_the_exercises_need_no_shop_and_no_code():
    asked = exercises("03", None).exercises.values()
    own_figures = [e for e in asked if not e.needs]
    assert len(own_figures) * 2 >= len(asked)
    assert {idea for e in asked for idea in e.ideas.split()} == {f"F{n}" for n in range(1, 11)}


def test_where_no_device_falls_behind_the_question_says_so():
    check = exercises("03", poor("no_gap"))
    with pytest.raises(UserError, match="no device"):
        check(3, "pay")
    assert check(1, check.exercises[1].solution(poor("no_gap"))).kind == "right"


def test_the_devices_are_alike_at_ordering_is_no_mistake_where_they_differ():
    shop = frozen("a")
    # half of the people come by tablet, and most of those who would order there do not
    events = shop.events
    tablet = events["visitor_id"] % 2 == 0
    gone = tablet & (events["visitor_id"] % 12 != 0) & events["step"].isin(["order", "pay"])
    events = events.assign(device=events["device"].where(~tablet, "tablet"))[~gone]
    changed = Shop({name: shop.table(name) for name in shop.tables} | {"events": events}, currency="CNY")
    exercise = exercises("03", changed).exercises[3]
    assert pd.isna(exercise.mistakes[1].value(changed))
    assert exercise.solution(changed) == "order" and judge(exercise, changed, "order").text.en.count("usual mistake") == 0


def test_a_log_without_orders_still_answers_what_it_can(tmp_path):
    shop, books = poor("log_only"), books_of("log_only", tmp_path)
    people = plain.whole_funnel(books)
    check = exercises("03", shop)
    early = plain.reached(plain.full_week(books["events"]), plain.steps_of(books["events"]))
    assert check(1, people[2]).kind == "right" and check(9, early[-1] / early[0]).kind == "right"


# tables -----------------------------------------------------------------------------------------------------------


def test_steps_of(both):
    shop, books = both
    assert lesson.steps_of(shop) == plain.steps_of(books["events"]) == list(plain.MAIN)
    assert lesson.steps_of(poor("bare_log")) == ["detail", "cart", "pay"]
    assert lesson.steps_of(poor("log_without_payments")) == ["detail", "cart", "order"]


def test_the_funnel_and_its_leaks(both):
    shop, books = both
    people, spend = plain.whole_funnel(books), plain.spend(books)
    table = funnel(shop.events, lesson.steps_of(shop), window="7d")
    assert table["visitors"].tolist() == people
    assert same(lesson.spend(shop), spend)
    lost = leaks(table, lesson.spend(shop), win_back=0.1)
    for found, expected in zip(lost.to_dict("records"), plain.leaks(people, spend), strict=True):
        assert found["lost_visitors"] == expected["lost"]
        assert same(found["pay_chance"], expected["chance"]) and same(found["extra_paid_amount"], expected["money"])
    # what the lesson says of it: the same share everywhere puts the lowest rate on top
    assert lost.loc[lost["extra_paid_amount"].idxmax(), "step"] == table.loc[table["step_conversion"].idxmin(), "step"]


@pytest.mark.parametrize("by", ["device", "source", "product_id"])
def test_the_funnel_of_groups(both, by):
    shop, books = both
    steps = lesson.steps_of(shop)
    table = funnel(shop.events, steps, window="7d", by=by)
    found = {group: rows["visitors"].tolist() for group, rows in table.groupby(by, sort=False)}
    expected = plain.funnel(plain.logs(books["events"]), steps, by=by)
    assert found == expected and list(found) == list(expected)


def test_groups_that_the_log_does_not_name(tmp_path):
    shop, books = poor("gaps_in_the_log"), books_of("gaps_in_the_log", tmp_path)
    for by in ("device", "source", "product_id"):
        table = funnel(shop.events, lesson.steps_of(shop), window="7d", by=by)
        expected = plain.funnel(plain.logs(books["events"]), plain.MAIN, by=by)
        assert {group: rows["visitors"].tolist() for group, rows in table.groupby(by, sort=False)} == expected
        assert plain.UNKNOWN in expected


def test_ways_of_counting(both):
    shop, books = both
    counts = lesson.ways_of_counting(shop).iloc[:, 1].tolist()
    assert counts == plain.ways_of_counting(books)
    # as the sentence says: the first is the highest, the fourth falls short of the last
    assert counts[0] == max(counts) and counts[3] < counts[4]


def test_full_week(both):
    shop, books = both
    kept = plain.full_week(books["events"])
    found = lesson.full_week(shop)
    rows = zip(found["visitor_id"].tolist(), found["at"].dt.to_pydatetime(), found["step"], strict=True)
    assert list(rows) == [(event["visitor_id"], event["at"], event["step"]) for event in kept]
    assert 0 < len(kept) < len(books["events"])


@pytest.mark.parametrize(("late", "kept"), [("2026-09-08 12:00:00", True), ("2026-09-08 12:00:01", False)])
def test_a_week_is_full_after_seven_days_to_the_second(late, kept):
    events = pd.DataFrame({"visitor_id": [1, 2, 3], "at": pd.to_datetime(["2026-09-01 00:00:00", late, "2026-09-15 12:00:00"]), "step": ["detail"] * 3})
    assert lesson.full_week(Shop({"events": events}))["visitor_id"].tolist() == ([1, 2] if kept else [1])


def test_days_of_people(both):
    shop, books = both
    found, expected = lesson.days_of_people(shop), plain.days_of_people(books["events"])
    assert found["visitor_kind"].tolist() == [kind for _, kind in expected]
    # each person-day has a number of its own
    pairs = set(zip(found["visitor_id"].tolist(), (unit for unit, _ in expected), strict=True))
    assert len(pairs) == found["visitor_id"].nunique() == len({unit for unit, _ in expected})
    table = funnel(found, lesson.steps_of(shop), window="24h", by="visitor_kind")
    assert {kind: rows["visitors"].tolist() for kind, rows in table.groupby("visitor_kind")} == plain.kinds(books["events"])
    assert (found["at"].to_numpy() == shop.events["at"].to_numpy()).all()


def test_gaps_between_devices(both):
    shop, books = both
    rows = plain.device_gaps(books)
    assert_same_gaps(device_gaps(shop), rows, "device")
    assert any(row["sure"] for row in rows)


def test_gaps_between_items(both):
    shop, books = both
    table, rows = lesson.item_gaps(shop, lesson.spend(shop)), plain.item_gaps(books)
    assert_same_gaps(table, rows, "product_id")
    titles = {row["product_id"]: row["title"] for row in books["products"]}
    assert table["title"].tolist() == [titles[row["group"]] for row in rows]
    assert len(rows) == 8 and all(row["before"] >= 30 for row in rows)
    assert lesson.item_gaps(shop, None)["extra_paid_amount"].isna().all()


def test_items_that_no_list_of_products_knows_keep_their_id(tmp_path):
    shop, books = poor("gaps_in_the_log"), books_of("gaps_in_the_log", tmp_path)
    table, rows = lesson.item_gaps(shop, lesson.spend(shop)), plain.item_gaps(books)
    assert_same_gaps(table, rows, "product_id")
    known = {row["product_id"] for row in books["products"]}
    strangers = table[~table["product_id"].isin(known)]
    assert len(strangers) >= 2 and (strangers["title"] == strangers["product_id"]).all()


def test_no_item_with_enough_visitors():
    shop = poor("few_visitors")
    items = lesson.item_gaps(shop, lesson.spend(shop))
    assert items.empty and "title" in items
    assert lesson.work_list({"device": device_gaps(shop), "product_id": items}).columns.tolist()[1:] == ["from_step", "step", "extra_buyers", "extra_paid_amount"]


def test_the_chance_of_a_gap_is_fishers():
    from scipy.stats import fisher_exact

    for a, b, c, d in [(0, 3, 5, 2), (6, 14, 50, 12), (2, 7, 55, 2), (9, 1, 80, 20), (0, 5, 0, 9), (4, 0, 0, 0), (13, 222, 96, 581)]:
        assert float(plain.at_most(a, b, c, d)) == pytest.approx(fisher_exact([[a, b], [c, d]], alternative="less").pvalue, rel=1e-9)


def test_work_list(both):
    shop, books = both
    table = lesson.work_list({"device": device_gaps(shop), "product_id": lesson.item_gaps(shop, lesson.spend(shop))})
    titles = {row["product_id"]: row["title"] for row in books["products"]}
    sure = [row | {"en": DEVICES[row["group"]].en, "zh": DEVICES[row["group"]].zh} for row in plain.device_gaps(books) if row["sure"]]
    sure += [row | {"en": titles[row["group"]], "zh": titles[row["group"]]} for row in plain.item_gaps(books) if row["sure"]]
    sure.sort(key=lambda row: -row["money"])
    assert len(sure) == len(table) > 0
    for found, expected in zip(table.to_dict("records"), sure, strict=True):
        assert (found["Where"].en, found["Where"].zh, found["step"]) == (expected["en"], expected["zh"], expected["step"])
        assert plain.MAIN.index(found["from_step"]) + 1 == plain.MAIN.index(found["step"])
        assert same(found["extra_buyers"], expected["extra"]) and same(found["extra_paid_amount"], expected["money"])


def test_one_visitor_is_one_person_with_a_purchase(both):
    shop, books = both
    table = lesson.one_visitor(shop)
    story = list(zip(table["at"].dt.to_pydatetime(), table["step"], strict=True))
    people = [log for log in plain.logs(books["events"]).values() if sorted((e["at"], e["step"]) for e in log) == sorted(story)]
    assert len(people) == 1
    assert "pay" in table["step"].tolist() and table["at"].is_monotonic_increasing
    assert len({at.date() for at, _ in story}) > 1 and len(story) <= 14


def test_the_story_told_is_one_of_a_purchase():
    long = [("home", 1), ("search", 1), ("detail", 2), ("compare", 2), ("cart", 3), ("order", 3)]
    short = [("detail", 1), ("cart", 2), ("order", 2), ("pay", 2)]
    events = pd.DataFrame(
        [{"visitor_id": who, "at": pd.Timestamp(2026, 9, day, 12), "step": step} for who, log in ((1, long), (2, short)) for step, day in log])
    assert lesson.one_visitor(Shop({"events": events}))["step"].tolist() == [step for step, _ in short]


def test_stage_table():
    table = lesson.stage_table()
    assert len(table) == 6 and table.notna().all(axis=None)


@pytest.mark.parametrize("tried", [{}, {"cart": Fraction(1, 5)}, {"order": Fraction(0)}, {"pay": Fraction(1), "cart": Fraction(1, 8)}, {"spend": Fraction(200)}, {"contribution": Fraction(3, 10)}], ids=str)
def test_what_if(tried):
    today = {"cart": Fraction(13, 100), "order": Fraction(45, 100), "pay": Fraction(86, 100), "spend": Fraction(15047, 100), "contribution": Fraction(1, 5)}
    then = today | tried
    people = [(Fraction(1129), Fraction(1129))]
    for step in ("cart", "order", "pay"):
        people.append((people[-1][0] * today[step], people[-1][1] * then[step]))
    table = lesson.what_if(1129, {k: float(v) for k, v in today.items()}, **{k: float(v) for k, v in then.items()})
    assert table["step"].tolist() == ["", "cart", "order", "pay"]
    for found, expected in zip(table[["now", "then"]].values.tolist(), people, strict=True):
        assert found == pytest.approx([float(p) for p in expected])
    for name, buyers, levers in zip(("now", "then"), people[-1], (today, then), strict=True):
        assert same(table.attrs[f"buyers_{name}"], buyers) and same(table.attrs[f"paid_{name}"], buyers * levers["spend"])
        assert same(table.attrs[f"contribution_{name}"], buyers * levers["spend"] * levers["contribution"])


def test_the_panel_starts_from_the_funnel(both):
    shop, books = both
    people, panel = plain.whole_funnel(books), lesson.panel(shop)
    start = {k: v for k, v in panel.start.items() if k != "contribution"}
    expected = {step: Fraction(here, before) for step, before, here in zip(plain.MAIN[1:], people, people[1:], strict=False)}
    assert start == {name: pytest.approx(float(value)) for name, value in (expected | {"spend": plain.spend(books)}).items()}
    result = panel.what_if(**panel.start)
    assert (result["now"] == result["then"]).all() and result["now"].round().tolist() == people
    assert result.attrs["contribution_now"] == result.attrs["contribution_then"]


@pytest.mark.parametrize("lever", ["cart", "order", "pay", "spend", "contribution"])
def test_each_lever_alone_shows_what_it_is_worth(both, lever):
    panel = lesson.panel(both[0])
    result = panel.what_if(**(panel.start | {lever: panel.start[lever] * 1.1}))
    # sales and profit grow by a tenth with any lever of a product, profit alone with the margin
    assert result.attrs["contribution_then"] / result.attrs["contribution_now"] == pytest.approx(1.1)
    assert result.attrs["paid_then"] / result.attrs["paid_now"] == pytest.approx(1.0 if lever == "contribution" else 1.1)
    moved = str(panel.tell(result))
    assert moved != str(panel.tell(panel.what_if(**panel.start)))


@pytest.mark.parametrize("kind", ["two_platforms", "log_only"])
def test_a_panel_without_a_known_spend_says_so(kind):
    with pytest.raises(UserError, match="buyer spends"):
        lesson.panel(poor(kind))


# sentences --------------------------------------------------------------------------------------------------------


def test_sentences_say_the_figures_of_the_loops(both):
    shop, books = both
    say, events, steps = sentences("03", shop), books["events"], lesson.steps_of(shop)
    people = plain.whole_funnel(books)
    table = funnel(shop.events, steps, window="7d")
    overall = Fraction(people[-1], people[0])

    words = say("log", shop.events)
    assert_said(words, count(len(events)), count(len({event["visitor_id"] for event in events})))
    days = [event["at"] for event in events]
    assert f"{min(days):%Y-%m-%d}" in words.label.en and f"{max(days):%Y-%m-%d}" in words.label.zh

    singly = [plain.people_with(events, step) for step in steps]
    assert_said(say("careless", pd.Series(singly, index=steps)), rate(Fraction(singly[-1], singly[0])), count(singly[-1]), count(singly[0]))

    ways = plain.ways_of_counting(books)
    assert_said(say("ways", lesson.ways_of_counting(shop)), count(min(ways)), count(max(ways)),
                rate(Fraction(ways[0], ways[4]) - 1), rate(1 - Fraction(ways[3], ways[4])))

    passed = {step: Fraction(here, before) for step, before, here in zip(steps[1:], people, people[1:], strict=False)}
    worst = min(passed, key=passed.get)
    words = say("funnel", table)
    assert_said(words, count(people[0]), count(people[-1]), rate(overall), rate(passed[worst]))
    assert f"from {way(worst, 'en')}:" in words.label.en and f"“{way(worst, 'zh')}”" in words.label.zh
    assert_said(say("funnel_title", table), rate(overall))
    assert_said(say("two_rates", table, shop), rate(plain.platform_rate(books)), rate(overall))

    early = plain.reached(plain.full_week(events), steps)
    assert_said(say("late", table, funnel(lesson.full_week(shop), steps, window="7d")), rate(overall),
                rate(Fraction(early[-1], early[0])), count(people[0] - early[0]))

    kinds = {kind: Fraction(p[-1], p[0]) for kind, p in plain.kinds(events).items()}
    by_kind = funnel(lesson.days_of_people(shop), steps, window="24h", by="visitor_kind")
    words = say("kinds", by_kind)
    assert_said(words, rate(kinds["new"]), rate(kinds["returning"]))

    optional = ["detail", "compare", *steps[1:]]
    compared = plain.reached(events, optional)
    assert_said(say("optional", funnel(shop.events, optional, window="7d"), table), count(people[-1]), count(compared[-1]))


def test_sentences_of_leaks_and_gaps_say_the_figures_of_the_loops(both):
    shop, books = both
    say, steps = sentences("03", shop), lesson.steps_of(shop)
    lost = leaks(funnel(shop.events, steps, window="7d"), lesson.spend(shop), win_back=0.1)
    rows = plain.leaks(plain.whole_funnel(books), plain.spend(books))
    best = max(range(len(rows)), key=lambda n: rows[n]["money"])
    words = say("leaks", lost)
    assert_said(words, money(rows[best]["money"]), tenth(rows[best]["lost"]), rate(rows[best]["chance"]), tenth(rows[-1]["lost"]),
                money(rows[-1]["money"]), number(rows[-1]["chance"] / rows[best]["chance"]))
    for key in ("leaks", "leaks_title"):
        assert way(steps[best + 1], "en") in say(key, lost).label.en and way(steps[best + 1], "zh") in say(key, lost).label.zh
    assert way("pay", "en") in words.label.en and way("pay", "zh") in words.label.zh

    devices = {device: Fraction(p[3], p[2]) for device, p in plain.funnel(plain.logs(books["events"]), steps, by="device").items() if p[2]}
    poorest = min(devices, key=devices.get)
    words = say("device_title", by_device(shop))
    assert_said(words, rate(devices[poorest]))
    assert DEVICES[poorest].en.lower() in words.label.en and DEVICES[poorest].zh in words.label.zh

    titles = {row["product_id"]: row["title"] for row in books["products"]}
    found = {"device": device_gaps(shop), "title": lesson.item_gaps(shop, lesson.spend(shop))}
    for by, gap in (("device", plain.dearest(plain.device_gaps(books))), ("title", plain.dearest(plain.item_gaps(books)))):
        words = say("gap", found[by], by, shop.currency)
        if gap is None:
            assert "No group does worse" in words.label.en
            continue
        assert_said(words, rate(gap["own"]), rate(gap["others"]), count(gap["missing"]), count(gap["extra"]), money(gap["money"]))
        name = DEVICES[gap["group"]].zh if by == "device" else titles[gap["group"]]
        assert f"“{name}”的“{way(gap['step'], 'zh')}”" in words.label.zh and way(gap["step"], "en") in words.label.en


def test_a_gap_is_told_on_one_shop_and_its_absence_on_the_other():
    items = {name: plain.dearest(plain.item_gaps(plain.read(FOLDER / name))) for name in NAMES}
    assert items["a"] is not None and items["b"] is None


def test_the_guess_is_met_again(both):
    shop, books = both
    say, found = sentences("03", shop), lesson.work_list({"device": device_gaps(shop)})
    first = plain.dearest(plain.device_gaps(books))["step"]
    for guess in ("cart", "order", "pay"):
        for written in (guess, STEPS[guess].en, STEPS[guess].zh):
            label = say("guess", written, found).label
            assert ("and so does the list" if guess == first else "What made you expect") in label.en
            assert way(first, "en") in label.en and way(first, "zh") in label.zh
    for nothing in ("", None, "carts"):
        assert "no guess" in say("guess", nothing, found).label.en
    assert "no group" in say("guess", "pay", found.head(0)).label.en


def test_the_list_says_where_to_start(both):
    shop, books = both
    found = lesson.work_list({"device": device_gaps(shop), "product_id": lesson.item_gaps(shop, lesson.spend(shop))})
    first = plain.dearest(plain.device_gaps(books) + plain.item_gaps(books))
    words = sentences("03", shop)("start", found)
    assert_said(words)
    titles = {row["product_id"]: row["title"] for row in books["products"]}
    name = DEVICES[first["group"]].zh if first["group"] in DEVICES else titles[first["group"]]
    assert f"“{name}”的“{way(first['step'], 'zh')}”" in words.label.zh and way(first["step"], "en") in words.label.en
    assert "No group leaks" in sentences("03", shop)("start", found.head(0)).label.en


def test_sources_at_the_first_step(both):
    shop, books = both
    groups = plain.funnel(plain.logs(books["events"]), plain.MAIN, by="source")
    rates = {source: Fraction(people[1], people[0]) for source, people in groups.items()}
    low, high = min(rates, key=rates.get), max(rates, key=rates.get)
    words = sentences("03", shop)("source_title", funnel(shop.events, lesson.steps_of(shop), window="7d", by="source"))
    assert_said(words, rate(rates[low]), rate(rates[high]))
    assert SOURCES[low].zh in words.label.zh and SOURCES[high].zh in words.label.zh


def test_what_a_poor_log_cannot_say_is_said_so(tmp_path):
    say = sentences("03", frozen("a"))

    def table(kind):
        return funnel(poor(kind).events, lesson.steps_of(poor(kind)), window="7d")

    # a log that knows no payments speaks of none
    words = say("funnel", table("log_without_payments"))
    people = plain.whole_funnel(books_of("log_without_payments", tmp_path / "orders"))
    assert_said(words, count(people[0]), count(people[-1]))
    for key in ("funnel", "funnel_title"):
        label = say(key, table("log_without_payments")).label
        assert "order" in label.en and "下单" in label.zh and "paid" not in label.en and "付款" not in label.zh

    short = funnel(lesson.full_week(poor("log_of_one_day")), lesson.steps_of(poor("log_of_one_day")), window="7d")
    assert "so short" in say("late", table("log_of_one_day"), short).label.en
    kinds = funnel(lesson.days_of_people(poor("log_of_one_day")), lesson.steps_of(poor("log_of_one_day")), window="24h", by="visitor_kind")
    assert "nobody came back" in say("kinds", kinds).label.en
    assert "Too few" in say("gap", device_gaps(poor("one_device")), "device", "CNY").label.en
    assert "No group" in say("gap", device_gaps(poor("no_gap")), "device", "CNY").label.en

    nobody = poor("nobody_gets_to_the_end")
    assert table("nobody_gets_to_the_end")["visitors"].tolist()[2:] == [0, 0]
    assert "cannot be told" in say("leaks", leaks(table("nobody_gets_to_the_end"), lesson.spend(nobody))).label.en
    assert "Nobody" in say("device_title", by_device(nobody)).label.en

    # two steps only: the last transition is the dearest
    two = leaks(table("log_of_looks_and_payments"), lesson.spend(poor("log_of_looks_and_payments")))
    assert "one step from the end" in say("leaks", two).label.en


# the whole lesson -------------------------------------------------------------------------------------------------


def without_log(shop):
    """The shop as a Chinese platform would export it: daily totals, no log of persons."""
    return Shop({name: shop.table(name) for name in shop.tables if name != "events"}, currency=shop.currency, locale=shop.locale)


# the runner leaves out the cell that names the shop
OF_THE_NAME = "open_truth(SHOP)"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lesson_runs_and_says_every_sentence(demo, lang):
    told = run_lesson("03", demo, lang, on_export=False)
    assert [f for f in told.faults() if OF_THE_NAME not in f] == []
    assert {key for key, _ in told.said} == set(SENTENCES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_lesson_on_another_shop(name, lang):
    told = run_lesson("03", frozen(name), lang, on_export=True)
    assert not told.faults()
    assert {"funnel", "chain", "landings", "weeks", "start", "times"} <= {key for key, _ in told.said}


@pytest.mark.parametrize("name", ["demo", *NAMES])
def test_the_lesson_without_a_log_has_its_aggregate_version(demo, name):
    shop = without_log(demo if name == "demo" else frozen(name))
    told = run_lesson("03", shop, LANGUAGES[len(name) % 2], on_export=True)
    assert not told.faults()
    said = {key for key, _ in told.said}
    assert {"chain", "leaks", "weeks", "young", "start", "source_title"} <= said
    assert not {"funnel", "late", "landings", "times", "segment"} & said
    if name == "demo":
        assert {"peers", "effects", "creatives", "presale"} <= said


@pytest.mark.parametrize("kind", POOR_HERE)
def test_the_lesson_on_a_poor_shop(kind):
    told = run_lesson("03", poor(kind), LANGUAGES[POOR_HERE.index(kind) % 2], on_export=True)
    faults = [fault for fault in told.faults() if not (kind == "two_platforms" and "lesson.panel(shop) → UserError" in fault)]
    assert not faults
    assert told.said and told.shown


# daily totals, items, changes ---------------------------------------------------------------------------------------


def test_without_a_log_the_daily_totals_take_the_funnels_place(both):
    shop, books = without_log(both[0]), both[1]
    for by, table, first in ((None, "shop_days", "home / detail"), ("source", "traffic", "home / detail"), ("product_id", "items", "detail")):
        found = lesson.funnel_of(shop, by)
        assert found.attrs["basis"] == "days" and found["step"].iloc[0] == first
        sums = {}
        for row in books[table]:
            own = sums.setdefault(row[by] if by else None, [0, 0])
            own[0], own[1] = own[0] + row["visitors"], own[1] + row["buyers"]
        for group, (visitors, buyers) in sums.items():
            rows = found[found[by] == group] if by else found
            assert (rows["visitors"].iloc[0], rows["visitors"].iloc[-1]) == (visitors, buyers)
    assert set(lesson.all_gaps(shop)) == {"product_id"} and set(lesson.all_gaps(both[0])) == {"device", "product_id"}


def test_the_lines_of_the_landings_add_up(both):
    shop, books = both
    table = lesson.item_landings(shop)
    lines = lesson.landing_lines(table, most=3)
    people = plain.whole_funnel(books)
    assert lines["seen_visitors"].iloc[:-1].sum() == lines["seen_visitors"].iloc[-1] == people[0]
    assert lines["landed_visitors"].iloc[:-2].sum() == people[0] and lines["landing_buyers"].iloc[-1] == people[-1]
    assert lines["landing_points"].iloc[:-2].sum() == pytest.approx(people[-1] / people[0], abs=1e-14)
    seen = {}
    for event in books["events"]:
        if event["step"] == "detail":
            seen.setdefault(event["product_id"], set()).add(event["visitor_id"])
    assert table.attrs["overlap"] == sum(len(v) for v in seen.values()) - people[0]
    assert_said(sentences("03", shop)("landings", table), count(people[0]), count(table.attrs["overlap"]), rate(Fraction(people[-1], people[0])),
                count(people[0] + table.attrs["overlap"]))


def test_the_newest_item_and_what_none_of_thirty_says(both):
    shop, books = both
    told = lesson.young_item(shop)
    rows = sorted((r for r in books["items"]), key=lambda r: r["date"])
    by_item = {}
    for row in rows:
        by_item.setdefault(row["product_id"], []).append(row)
    able = {item: r for item, r in by_item.items() if sum(x["visitors"] for x in r) >= 30}
    newest = max(r[0]["date"] for r in able.values())

    def early(r):
        total, out = 0, []
        for x in r:
            if total >= 30:
                break
            total, out = total + x["visitors"], [*out, x]
        return out

    candidates = [early(r) for r in able.values() if r[0]["date"] == newest]
    assert told["early_buyers"] == min(sum(x["buyers"] for x in r) for r in candidates)
    assert told["early_visitors"] in [sum(x["visitors"] for x in r) for r in candidates]
    assert told["none_by_luck"] == pytest.approx(float((1 - plain.platform_rate(books)) ** 30))
    words = sentences("03", shop)("young", told)
    assert_said(words, rate(plain.platform_rate(books)), count(told["early_visitors"]))


def test_sentences_of_weeks_and_totals(both):
    shop, books = both
    say = sentences("03", shop)
    visits, buys = (sum(row[c] for row in books["shop_days"]) for c in ("visitors", "buyers"))
    assert_said(say("chain", chain(shop.shop_days)), count(visits), count(buys), rate(Fraction(buys, visits)))
    weeks = week_changes(shop.items)
    assert_said(say("weeks", weeks), count(len(weeks)), count(int((weeks["rate_change"] > 0).sum())), count(int((weeks["rate_change"] < 0).sum())))
    assert "no two weeks" in say("weeks", weeks[:0]).label.en


def test_the_benchmark_jumps_and_the_shop_does_not(demo):
    peers = against_peers(demo.shop_days)
    jump = peers[peers["tier_changed"]]
    assert jump["month"].tolist() == ["2025-10"]  # as the plan has it
    words = sentences("03", demo)("peers", peers)
    last = peers.iloc[-1]
    assert_said(words, rate(last["conversion_low"]), rate(last["conversion_high"]), rate(peers["peer_average_conversion"].iloc[0]))
    assert "another tier" in words.label.en and "换了层" in words.label.zh
    assert "another tier" not in sentences("03", demo)("peers", peers.assign(tier_changed=False)).label.en
    unknown = peers.assign(peer_average_conversion=float("nan"))
    assert "do not say" in sentences("03", demo)("peers", unknown).label.en


def test_what_was_found_stands_beside_the_truth(demo):
    from shopkit import open_truth

    truth = open_truth("demo")
    table = lesson.truth_table(demo, truth)
    assert len(table) == 3 + 3 + 2 + 1 and not table.map(lambda v: "nan" in str(v)).any(axis=None)
    found = {str(row[0]): row[1:] for row in table.itertuples(index=False, name=None)}
    assert found["New picture: click rate"][1] == rate(truth.effect("new_picture", CLICK_RATE, "items") - 1)
    # the two changes with an effect are found where they are, and the idle ones are not
    effects = lesson.effects(demo).set_index("changed_on")
    for cause, metric in (("page_change", CART_RATE), ("new_picture", CLICK_RATE)):
        row = effects.loc[pd.Timestamp(truth.causes[cause]["days"][0])]
        assert row["product_id"] == truth.causes[cause]["where"]["product_id"]
        assert row["effect_low"] <= truth.effect(cause, metric, "items") - 1 <= row["effect_high"]
    planted = {truth.causes[c]["days"][0] for c in ("page_change", "new_picture")}
    idle = effects[[f"{day:%Y-%m-%d}" not in planted for day in effects.index]]
    assert len(idle) >= 4 and idle["beyond_chance"].mean() <= 0.25


def test_what_goes_with_conversion_is_said_for_every_column_that_is_there(demo):
    table = lesson.what_goes_with(demo)
    assert len(table) == 6 and table.iloc[:, 4].map(type).eq(bool).all()
    assert len(lesson.what_goes_with(without_log(frozen("a")))) < 6


@pytest.mark.parametrize(("hours", "en", "zh"), [(0.005, "18 s", "18 秒"), (0.032, "1.9 min", "1.9 分钟"), (15.17, "15 h", "15 小时"), (float("nan"), "—", "—")])
def test_a_length_of_time_is_said_in_its_own_unit(hours, en, zh):
    assert (time_words(hours).en, time_words(hours).zh) == (en, zh)


def test_the_overlap_of_the_platforms_item_table(both):
    shop, books = both
    visits, buys = (sum(row[c] for row in books["items"]) for c in ("visitors", "buyers"))
    own, bought = (sum(row[c] for row in books["shop_days"]) for c in ("visitors", "buyers"))
    sums = {}
    for row in books["items"]:
        item = sums.setdefault(row["product_id"], [0, 0])
        item[0], item[1] = item[0] + row["buyers"], item[1] + row["visitors"]
    rates = [Fraction(b, v) for b, v in sums.values() if v]
    words = sentences("03", shop)("overlap", shop.items, shop.shop_days)
    assert_said(words, count(visits), count(buys), count(own), count(bought), rate(sum(rates) / len(rates)), rate(Fraction(bought, own)))


def test_steps_are_said_in_words_a_joined_one_too():
    table = lesson.worded(leaks(lesson.funnel_of(without_log(frozen("a"))), 100.0))
    assert [str(v) for v in table["from_step"]] == ["Home page / Item page", "Cart", "Order placed"]
