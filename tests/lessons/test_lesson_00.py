"""Lesson 00 against plain loops over the frozen shops' csv files, and its sentences on full and on poor shops."""

import itertools
import re
from fractions import Fraction

import pandas as pd
import pytest

from shopkit.exercise import Choice, judge
from shopkit.labels import LANGUAGES, set_language
from shopkit.lessons import exercises, sentences
from shopkit.lessons import lesson_00 as lesson
from shopkit.lessons.words_00 import SENTENCES
from shopkit.metrics.summary import SPEND_PER_ORDER
from shopkit.publish.source import lesson_needs, parse, sources
from shopkit.shop import Shop
from tests.lessons import plain
from tests.lessons.frozen.shops import BROKEN, FOLDER, NAMES, POOR, assert_said, frozen, poor, run_lesson, same
from tests.lessons.plain import count, money, rate

NEEDS = lesson_needs(parse(sources()["00"]))
POOR_HERE = [kind for kind in POOR if not poor(kind).missing(NEEDS)]


@pytest.fixture(scope="module", params=NAMES)
def both(request):
    """A frozen shop, and its csv files as plain rows."""
    return frozen(request.param), plain.read(FOLDER / request.param)


# answers ----------------------------------------------------------------------------------------------------------


def test_every_exercise_gives_the_answer_of_the_loops(both):
    shop, books = both
    check, expected = exercises("00", shop), plain.answers_00(books)
    assert set(expected) == set(check.exercises)
    for number, answer in expected.items():
        exercise = check.exercises[number]
        assert same(exercise.solution(shop), answer), (number, exercise.solution(shop), answer)
        given = answer if isinstance(exercise.answer, Choice) else float(answer)
        assert judge(exercise, shop, given).kind == "right", number


def test_every_mistake_is_what_its_reply_says(both):
    shop, books = both
    for number, values in plain.mistakes_00(books).items():
        mistakes = exercises("00", shop).exercises[number].mistakes
        assert [same(m.value(shop), v) for m, v in zip(mistakes, values, strict=True)] == [True] * len(values), number


# tables -----------------------------------------------------------------------------------------------------------


def test_months(both):
    shop, books = both
    full = plain.full_months(books)
    assert full == ["2026-08", "2026-09"]
    months = lesson.months(shop)
    assert list(months["month"].unique()) == full and lesson.last_month(shop) == full[-1]
    assert len(months) == sum(plain.month(row["date"]) in full for row in books["shop_days"]) < len(books["shop_days"])
    for name in full:
        assert len(lesson.of_month(shop.orders, name, "paid_at")) == len(plain.paid_lines(books, name)) > 0


@pytest.mark.parametrize(("first", "last", "full"), [
    ("2026-08-01", "2026-09-30", ["2026-08", "2026-09"]), ("2026-08-02", "2026-10-01", ["2026-09"]),
    ("2026-08-01", "2026-09-29", ["2026-08"]), ("2026-08-02", "2026-09-29", []), ("2026-10-01", "2026-10-01", []),
])
def test_only_months_with_all_their_days_are_full(first, last, full):
    days = frozen("a").shop_days
    days = days[days["date"].between(first, last)].reset_index(drop=True)
    shop, rows = Shop({"shop_days": days}), [{"date": day.to_pydatetime()} for day in days["date"]]
    assert plain.full_months({"shop_days": rows}) == full
    months = lesson.months(shop)["month"]
    if full:
        assert list(months.unique()) == full and lesson.last_month(shop) == full[-1]
    else:
        # all days, and no month is passed off as a whole one
        assert len(months) == len(days) and months.str.contains("incomplete").all()
        assert lesson.last_month(shop) == last[:7]


def test_by_month(both):
    shop, books = both
    table = lesson.by_month(shop)
    assert table["month"].tolist() == plain.full_months(books) and table.attrs["basis"] == "days"
    for row in table.to_dict("records"):
        expected = plain.factors(books, row["month"])
        for name, key in (("visitor_days", "visitors"), ("buyer_days", "buyers"), ("pay_conversion", "conversion"),
                          ("spend_per_buyer", "spend"), ("paid_amount", "paid")):
            assert same(row[name], expected[key]), (row["month"], name)
        # the product that the lesson teaches holds
        assert row["visitor_days"] * row["pay_conversion"] * row["spend_per_buyer"] == pytest.approx(row["paid_amount"])


def test_margins_of(both):
    shop, books = both
    for name in plain.full_months(books):
        table, expected = lesson.margins_of(shop, name).set_index("line"), plain.margins(books, name)
        assert set(table.index) == set(expected)
        for line, amount in expected.items():
            assert table["line_amount"][line] == pytest.approx(float(amount), abs=0.005), (name, line)
            assert table["share"][line] == pytest.approx(float(Fraction(amount) / Fraction(expected["net_paid"])), abs=1e-5)


def test_five_numbers(both):
    shop, books = both
    for name in plain.full_months(books):
        f = plain.factors(books, name)
        expected = [count(f["visitors"]), rate(f["conversion"]), money(f["spend"]), money(f["paid"]), money(plain.margins(books, name)["net"])]
        values = lesson.five_numbers(shop, name)[name]
        assert [v.en for v in values] == [v.zh for v in values] == expected


def test_money_dated_differently(both):
    shop, books = both
    for name in plain.full_months(books):
        found, expected = lesson.dated_differently(shop, name)["line_amount"].tolist(), plain.dated_differently(books, name)
        assert found == pytest.approx([float(v) for v in expected])
        assert lesson.buyers_of(shop, name) == plain.buyers_of(books, name)


def test_nothing_changed(both):
    shop, books = both
    table, expected = lesson.nothing_changed(shop), plain.week_after_week(books)
    assert [day.to_pydatetime() for day in table["date"]] == [day for day, _ in expected]
    assert table["difference"].tolist() == pytest.approx([float(difference) for _, difference in expected])


def test_visitors_three_ways(both):
    shop, books = both
    for name in plain.full_months(books):
        counts = lesson.visitors_three_ways(shop, name).iloc[:, 1].tolist()
        assert counts == plain.visitors_three_ways(books, name)
        assert counts[0] < counts[1] < counts[2]


@pytest.mark.parametrize("left", [Fraction(-1, 10), Fraction(0), Fraction(1, 20), Fraction(1, 10), Fraction(24, 100), Fraction(1, 2)])
def test_price_cuts(left):
    table = lesson.price_cuts(float(left))
    for cut, more in zip(table["price_cut"], table["more_units"], strict=True):
        cut = Fraction(str(cut))
        expected = plain.more_units(left, cut)
        if expected is None:
            assert more.en == "never"
        else:
            assert same(more, expected)
            # so many more, each earning so much less, earn the same
            assert (1 + expected) * (left - cut) == left


def test_new_and_old(both):
    shop, books = both
    table, expected = lesson.new_and_old(shop), plain.first_and_later(books)
    assert table["month"].tolist() == list(expected)
    for row in table.to_dict("records"):
        first, later = expected[row["month"]]
        assert same(row["from_first"], first) and same(row["from_later"], later)
        assert same(row["later_share"], Fraction(later) / Fraction(first + later))


def test_money_belongs_to_the_month_of_payment(tmp_path):
    shop = poor("paid_three_days_later")
    shop.save(tmp_path)
    books = plain.read(tmp_path)
    late = [row for row in plain.paid_lines(books, "2026-09") if plain.month(row["ordered_at"]) == "2026-08"]
    assert late
    for name in plain.full_months(books):
        amounts = lesson.margins_of(shop, name)["line_amount"].tolist()
        expected = plain.margins(books, name)
        assert amounts == [pytest.approx(float(expected[line]), abs=0.005) for line in lesson.margins_of(shop, name)["line"]]
        assert lesson.buyers_of(shop, name) == plain.buyers_of(books, name)
        assert lesson.dated_differently(shop, name)["line_amount"].tolist() == pytest.approx([float(v) for v in plain.dated_differently(books, name)])
    assert same(exercises("00", shop).exercises[3].solution(shop), plain.answers_00(books)[3])


def test_orders_without_a_time_of_payment_count_when_they_were_placed(tmp_path):
    shop = poor("orders_without_time_of_payment")
    shop.save(tmp_path)
    table, expected = lesson.margins_of(shop, "2026-09").set_index("line")["line_amount"], plain.margins(plain.read(tmp_path), "2026-09")
    assert {line: pytest.approx(amount, abs=0.005) for line, amount in table.items()} == {k: float(v) for k, v in expected.items()}


LEVERS = ("visitors", "pay_conversion", "spend_per_buyer", "goods", "fixed")


@pytest.mark.parametrize("day", list(itertools.product((0, 350), (0.0, 0.032), (128.5,), (-0.1, 0.45), (0.0, 0.4), (0.0, 290.0))), ids=str)
def test_what_if(day):
    visitors, conversion, spend, margin, click, fixed = (Fraction(str(v)) for v in day)
    tenth, goods = Fraction(1, 10), spend * (1 - margin)
    plans = {
        "as it is": (visitors, conversion, spend, goods, click, fixed),
        "visitors": (visitors * (1 + tenth), conversion, spend, goods, click, fixed),
        "pay_conversion": (visitors, conversion * (1 + tenth), spend, goods, click, fixed),
        "spend_per_buyer": (visitors, conversion, spend * (1 + tenth), goods, click, fixed),
        "goods": (visitors, conversion, spend, goods * (1 - tenth), click, fixed),
        "fixed": (visitors, conversion, spend, goods, click, fixed * (1 - tenth)),
    }
    net = {name: plain.net_of_a_day(*plan) for name, plan in plans.items()}
    table = lesson.what_if(*day)
    assert table["lever"].tolist() == list(LEVERS)
    assert table["change"].tolist() == pytest.approx([float(net[name] - net["as it is"]) for name in LEVERS], abs=1e-9)
    assert same(table.attrs["paid"], visitors * conversion * spend)
    assert same(table.attrs["contribution"], visitors * conversion * spend * margin - visitors * click)
    assert same(table.attrs["net"], net["as it is"])


def test_the_panel_starts_from_the_last_full_month(both):
    shop, books = both
    start, f = lesson.panel(shop).start, plain.factors(books, plain.last_month(books))
    m, days = plain.margins(books, plain.last_month(books)), len(plain.days_of(books, plain.last_month(books)))
    before_ads = Fraction(m["contribution"] - m["advertising"]) / Fraction(m["paid_amount"])
    expected = {
        "visitors": (Fraction(f["visitors"], days), 5), "conversion": (f["conversion"], 0.0005), "spend": (f["spend"], 0.5),
        "margin": (before_ads, 0.005), "cost_per_visitor": (Fraction(-m["advertising"]) / f["visitors"], 0.005),
        "fixed": (Fraction(-m["fixed"]) / days, 5),
    }
    assert start == {name: pytest.approx(float(value), abs=step * 1.001) for name, (value, step) in expected.items()}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_tables_of_words_are_whole(lang):
    set_language(lang)
    for table in (lesson.field_table(), lesson.check_sheet()):
        assert table.notna().all(axis=None) and len(table) >= 6
        lessons = {number for cell in table.iloc[:, -1] for number in cell.split(", ")}
        assert all(re.fullmatch(r"\d\d", number) for number in lessons)


# sentences --------------------------------------------------------------------------------------------------------


def test_sentences_say_the_figures_of_the_loops(both):
    shop, books = both
    say, name = sentences("00", shop), plain.last_month(books)
    before, f = plain.factors(books, plain.full_months(books)[-2]), plain.factors(books, name)
    table = lesson.by_month(shop)

    first, last = books["shop_days"][0]["date"], books["shop_days"][-1]["date"]
    words = say("shop", shop)
    assert_said(words, count(len(books["shop_days"])))
    assert f"{first:%Y-%m-%d}" in words.label.en and f"{last:%Y-%m-%d}" in words.label.zh

    words = say("orders", SPEND_PER_ORDER.of(lesson.months(shop), by="month"), shop.currency)
    assert_said(words, count(f["orders"]), money(f["spend_per_order"]), money(f["paid"]))
    assert_said(say("product", table, shop.currency), count(f["visitors"]), rate(f["conversion"]), money(f["spend"]), money(f["paid"]))

    changes = {"visitors": Fraction(f["visitors"], before["visitors"]) - 1, "conversion": f["conversion"] / before["conversion"] - 1,
               "spend per buyer": f["spend"] / before["spend"] - 1}
    words = say("moved", table)
    assert_said(words, rate(Fraction(f["paid"]) / Fraction(before["paid"]) - 1), *map(rate, changes.values()))
    most = max(changes, key=lambda key: abs(changes[key]))
    assert f"moved most was {most};" in words.label.en and name in words.label.zh
    in_chinese = {"visitors": "访客数", "conversion": "转化率", "spend": "客单价"}
    most = most.split()[0]
    for guess, word in in_chinese.items():
        for written in (guess, word, f" {guess.upper()} "):
            label = say("guess", written, table).label
            if guess == most:
                assert label.en == "You guessed it."
            else:
                assert f"guessed {guess}; it was {most}" in label.en and f"你猜的是{word}，实际是{in_chinese[most]}" in label.zh
    assert "no guess" in say("guess", "", table).label.en

    months = plain.full_months(books)
    days, rates = zip(*(plain.without_campaigns(books, m) for m in months[-2:]), strict=True)
    words = say("campaigns", table, lesson.months(shop))
    assert_said(words, *map(count, days), *map(rate, rates))
    assert days == (0, 3) and all(m in words.label.en and m in words.label.zh for m in months)

    assert_said(say("visitors", lesson.visitors_three_ways(shop, name)), *map(count, plain.visitors_three_ways(books, name)))
    assert_said(say("buyers", table, lesson.buyers_of(shop, name)), count(f["buyers"]), count(plain.buyers_of(books, name)))
    assert_said(say("add_first", lesson.of_month(shop.shop_days, name)), rate(plain.mean_of_daily_rates(plain.days_of(books, name))), rate(f["conversion"]))

    nothing, weeks = lesson.nothing_changed(shop), plain.week_after_week(books)
    better = Fraction(sum(difference > 0 for _, difference in weeks), len(weeks))
    assert_said(say("nothing", nothing), count(len(weeks)), rate(better))
    assert_said(say("nothing_title", nothing), rate(better))

    old = plain.first_and_later(books)
    shares = [Fraction(later) / Fraction(first + later) for first, later in old.values()]
    assert_said(say("new", lesson.new_and_old(shop)), rate(shares[0]), rate(shares[-1]))


def test_sentences_of_money_say_the_figures_of_the_loops(both):
    shop, books = both
    say, name = sentences("00", shop), plain.last_month(books)
    lines, m = lesson.margins_of(shop, name), plain.margins(books, name)
    three = ("gross", "contribution", "net")
    shares = {line: Fraction(m[line]) / Fraction(m["net_paid"]) for line in three}
    words = say("margins", lines, name, shop.currency)
    assert_said(words, money(m["paid_amount"]), *(money(m[line]) for line in three), *map(rate, shares.values()))
    assert name in words.label.en and name in words.label.zh
    assert_said(say("margins_title", lines, shop.currency), money(m["paid_amount"]), money(m["net"]))

    spent = {"back": ("refunds",), "goods": ("goods",), "platform": ("fees", "advertising"), "carriers": ("shipping", "gifts"),
             "fixed": ("fixed", "variable")}
    of_hundred = [-100 * Fraction(sum(m[line] for line in parts)) / Fraction(m["paid_amount"]) for parts in spent.values()]
    stays = 100 * Fraction(m["net"]) / Fraction(m["paid_amount"])
    assert sum(of_hundred) + stays == 100
    assert_said(say("earns", lines, shop.currency), "¥100.00", *map(money, of_hundred), money(stays))

    f = plain.factors(books, name)
    words = say("answer", lesson.by_month(shop), lines, shop.currency)
    assert_said(words, money(f["paid"]), count(f["visitors"]), rate(f["conversion"]), money(f["spend"]), money(m["net"]))

    left = lines.set_index("line")["share"]["contribution"]
    assert_said(say("cuts", lesson.price_cuts(left), left), rate(shares["contribution"]), rate(plain.more_units(shares["contribution"], Fraction(1, 10))))
    assert_said(say("cuts", lesson.price_cuts(0.08), 0.08), "8.00%")


def test_a_fall_also_moves():
    table = pd.DataFrame({"month": ["2026-08", "2026-09"], "visitor_days": [100, 110], "pay_conversion": [0.04, 0.05],
                          "spend_per_buyer": [100.0, 60.0], "paid_amount": [400.0, 330.0]})
    words = sentences("00", frozen("a"))("moved", table)
    assert_said(words, "-17.5%", "10.0%", "25.0%", "-40.0%")
    assert "moved most was spend per buyer" in words.label.en and "动得最多的是客单价" in words.label.zh


def test_what_cannot_be_compared_is_said_so():
    say = sentences("00", frozen("a"))
    table = lesson.by_month(poor("ten_days"))
    assert "one month only" in say("moved", table).label.en and "one month only" in say("guess", "visitors", table).label.en
    parts = pd.concat([table.assign(month="2026-08 (incomplete)"), table], ignore_index=True)
    assert "No month is full" in say("moved", parts).label.en
    assert "No campaign day" in say("campaigns", table, lesson.months(poor("ten_days"))).label.en
    # campaigns of other months are no reason for a change between these
    full = lesson.months(frozen("a"))
    early = full.assign(campaign=full["campaign"].where(full["month"] != "2026-09"))
    assert "No campaign day" in say("campaigns", lesson.by_month(frozen("a")), early).label.en
    # a month without a sale: what it divides by is unknown, not infinite
    quiet = lesson.by_month(poor("month_without_sales"))
    words = say("moved", quiet).label
    assert "—" in words.en and not BROKEN.search(words.en) and "moved most was visitors" in words.en
    assert "too short" in say("nothing", lesson.nothing_changed(poor("ten_days"))).label.en


def test_a_day_without_visitors_has_no_rate(tmp_path):
    shop = poor("days_without_visitors")
    shop.save(tmp_path)
    books = plain.read(tmp_path)
    days = plain.days_of(books, "2026-09")
    assert any(row["visitors"] == 0 < row["buyers"] for row in days)
    say = sentences("00", shop)
    assert_said(say("add_first", lesson.of_month(shop.shop_days, "2026-09")), rate(plain.mean_of_daily_rates(days)),
                rate(plain.factors(books, "2026-09")["conversion"]))


# the whole lesson -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_lesson_runs_and_says_every_sentence(name, lang):
    told = run_lesson("00", frozen(name), lang, on_export=False)
    assert not told.faults()
    assert {key for key, _ in told.said} == set(SENTENCES)


@pytest.mark.parametrize("kind", POOR_HERE)
def test_the_lesson_on_a_poor_shop(kind):
    told = run_lesson("00", poor(kind), LANGUAGES[POOR_HERE.index(kind) % 2], on_export=True)
    assert not told.faults()
    assert told.said and told.shown
