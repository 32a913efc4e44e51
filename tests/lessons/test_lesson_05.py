"""Lesson 05 against plain loops over a drawn market's rows, and its sentences on the course's shop and on poorer ones."""

import math
from collections import defaultdict
from statistics import median

import pandas as pd
import pytest

from shopkit.exercise import Choice, judge
from shopkit.labels import LANGUAGES, UserError
from shopkit.lessons import exercises, sentences
from shopkit.lessons import lesson_05 as lesson
from shopkit.lessons.words_05 import SENTENCES
from shopkit.metrics.competition import market_shares, multiples
from shopkit.metrics.faked import base_rates, suspicions
from shopkit.metrics.positioning import OWN
from shopkit.metrics.price_war import own_in_a_war, price_cuts_seen
from shopkit.opening import open_shop, open_truth
from shopkit.panel import png
from shopkit.publish.source import lesson_needs, parse, sources
from shopkit.shop import Shop
from shopkit.world import draw_shop
from tests.conftest import small_shop
from tests.lessons.frozen.shops import POOR, assert_said, poor, run_lesson

NEEDS = lesson_needs(parse(sources()["05"]))
POOR_HERE = [kind for kind in POOR if not poor(kind).missing(NEEDS)]


@pytest.fixture(scope="module")
def shop():
    return open_shop("lesson_05")


@pytest.fixture(scope="module", params=[1, 2])
def drawn(request):
    """A shop of the lesson's kind and its rows as plain dicts."""
    found = small_shop(request.param, "lesson_05")
    return found, {name: found.table(name).to_dict("records") for name in ("competitors", "shop_days", "changes", "orders", "costs")}


def without(shop, *tables, **columns):
    """The shop without some tables, and without some columns of others."""
    kept = {name: shop.table(name) for name in shop.tables if name not in tables}
    for table, names in columns.items():
        kept[table] = kept[table].drop(columns=names.split())
    return Shop(kept, currency=shop.currency, locale=shop.locale, name="cut")


# answers ----------------------------------------------------------------------------------------------------------


def by_rival(rows):
    groups = defaultdict(list)
    for row in rows:
        groups[row["rival"]].append(row)
    return groups


def fall_out_prices(rows):
    """rival → value per visitor, margin, spend: usual days only; the margin by the normal equations of two unknowns."""
    found = {}
    for rival, days in by_rival(rows["competitors"]).items():
        usual = median(d["price_index"] for d in days)
        days = [d for d in days if abs(d["price_index"] / usual - 1) <= 0.04]
        paid, visitors = sum(d["paid_amount"] for d in days), sum(d["visitors"] for d in days)
        buyers = sum(round(d["pay_conversion"] * d["visitors"]) for d in days)
        x, y = [d["visitors"] / d["paid_amount"] for d in days], [d["profit_rate"] for d in days]
        n, sx, sy, sxx, sxy = len(x), sum(x), sum(y), sum(v * v for v in x), sum(a * b for a, b in zip(x, y, strict=True))
        slope = (n * sxy - sx * sy) / (n * sxx - sx * sx)
        found[rival] = {"value": paid / visitors, "margin": (sy - slope * sx) / n, "cost": -slope, "spend": paid / buyers}
    return found


def own_price(rows):
    paid = [o for o in rows["orders"] if not pd.isna(o["paid_at"]) and o["paid_amount"] > 0]
    left = sum(o["paid_amount"] - o["refund_amount"] - o["unit_cost"] * o["quantity"] - o["fee_amount"] - o["shipping_cost"] - (0 if pd.isna(o["gift_cost"]) else o["gift_cost"]) for o in paid)
    left -= sum(c["amount"] for c in rows["costs"] if not c["is_fixed"])
    return sum(d["paid_amount"] for d in rows["shop_days"]) / sum(d["visitors"] for d in rows["shop_days"]) * left / sum(o["paid_amount"] for o in paid)


def geometric(values):
    return math.exp(sum(math.log(v) for v in values) / len(values))


def picture_effect(rows):
    """After ÷ before of the first rival that changed its picture, and the same of rivals of other categories that changed nothing."""
    rivals = by_rival(rows["competitors"])
    noted = [c for c in rows["changes"] if c["who"] in rivals]
    change = next(c for c in sorted(noted, key=lambda c: c["at"]) if c["kind"] == "picture")
    on, span = change["at"].normalize(), pd.Timedelta(days=21)
    busy = {c["who"] for c in noted if abs(c["at"].normalize() - on) <= span}

    def ratio(days, name="visitors"):
        before, after = [d[name] for d in days if on - span <= d["date"] < on], [d[name] for d in days if on <= d["date"] < on + span]
        return before, after

    quiet = []
    for rival, days in rivals.items():
        before, after = ratio(days, "price_index")
        if rival not in busy and days[0]["category"] != rivals[change["who"]][0]["category"] and abs(sum(after) / len(after) / (sum(before) / len(before)) - 1) <= 0.04:
            quiet.append(days)
    alone, others = (geometric(ratio(rivals[change["who"]])[1]) / geometric(ratio(rivals[change["who"]])[0]),
                     geometric([geometric(ratio(days)[1]) / geometric(ratio(days)[0]) for days in quiet]))
    return alone, others


def test_every_exercise_gives_the_answer_of_the_loops(drawn):
    shop, rows = drawn
    last = [d for d in rows["shop_days"] if d["date"] >= pd.Timestamp("2025-12-01")]
    prices = fall_out_prices(rows)
    rich = max(prices.values(), key=lambda p: p["spend"])
    paid = {rival: sum(d["paid_amount"] for d in days if d["date"] >= pd.Timestamp("2025-12-01")) for rival, days in by_rival(rows["competitors"]).items()}
    alone, others = picture_effect(rows)
    stand = sum(p["value"] * p["margin"] > 1.0 for p in prices.values()) + (own_price(rows) > 1.0)
    expected = {
        1: sum(d["buyers"] for d in last) / sum(d["visitors"] * d["peer_average_conversion"] for d in last), 2: "tier", 3: rich["value"] * rich["margin"], 4: stand, 5: "shop_b",
        6: sum((p / sum(paid.values())) ** 2 for p in paid.values()), 7: "less", 8: 35 / 15, 9: "less", 10: 18 / (18 + 39.2), 11: "report", 12: alone / others, 13: "niche"}
    check = exercises("05", shop)
    assert set(expected) == set(check.exercises)
    for n, answer in expected.items():
        exercise = check.exercises[n]
        solution = exercise.solution(shop)
        assert solution == answer if isinstance(exercise.answer, Choice) else solution == pytest.approx(answer, rel=1e-6), n
        assert judge(exercise, shop, answer).kind == "right", n
    # the mistakes that are figures of the data
    assert check.exercises[3].mistakes[0].value(shop) == pytest.approx(rich["value"])
    assert check.exercises[3].mistakes[1].value(shop) == pytest.approx(rich["value"] - rich["cost"], rel=1e-4)
    assert check.exercises[4].mistakes[0].value(shop) == sum(p["value"] > 1.0 for p in prices.values()) + 1
    assert [m.value(shop) for m in check.exercises[12].mistakes[:2]] == pytest.approx([alone, others])


def test_without_a_changed_picture_nothing_is_right(shop):
    for cut in (without(shop, "changes"), small_shop(1)):
        verdict = exercises("05", cut)(12, 1.3)
        assert verdict.kind == "not_yet"


# tables -----------------------------------------------------------------------------------------------------------


def test_standing_places_the_shop_among_its_rivals(drawn):
    shop, rows = drawn
    table = lesson.standing(shop).set_index("rival")["falls_out_at"]
    for rival, price in fall_out_prices(rows).items():
        assert table[rival] == pytest.approx(price["value"] * price["margin"], rel=1e-6)
    assert table[OWN] == pytest.approx(own_price(rows), rel=1e-6)


def test_only_the_rival_with_the_faked_orders_is_suspected(drawn):
    shop, _ = drawn
    found = lesson.suspects(suspicions(shop.competitors))
    assert list(found) == [str(shop.competitors["rival"].unique()[5])]
    kept = lesson.without_suspects(shop)
    cut = shop.competitors.merge(kept[["date", "rival"]], how="left", indicator=True)["_merge"] == "left_only"
    assert set(shop.competitors[cut.to_numpy()]["rival"]) == set(found) and shop.competitors[cut.to_numpy()]["date"].min() == next(iter(found.values()))
    words = lesson.repeated_reviews(shop)
    assert len(words) >= 3 and words["times_seen"].is_monotonic_decreasing


def test_two_lit_weeks_apart_are_no_suspicion():
    weeks = pd.DataFrame({"rival": ["A"] * 4 + ["B"] * 4, "week_from": list(pd.date_range("2026-09-07", periods=4, freq="7D")) * 2, "signs": [2, 1, 2, 0, 0, 2, 2, 1]})
    assert lesson.suspects(weeks) == {"B": pd.Timestamp("2026-09-14")}
    assert lesson.suspects(weeks[weeks["rival"] == "A"]) == {}


def test_sellers_count_the_shop_itself(shop):
    shares = market_shares(lesson.sellers(shop), within="category")
    own = shares[shares["rival"] == OWN].set_index("category")["paid_amount"]
    assert own.sum() == pytest.approx(shop.items["paid_amount"].sum())
    assert shares.groupby("category")["market_share"].sum().to_numpy() == pytest.approx(1)
    assert OWN not in set(lesson.sellers(without(shop, "items"))["rival"])


def test_names_are_put_on_for_readers_only(shop):
    shown = lesson.named(lesson.standing(shop))
    assert "Your shop" in set(shown["rival"]) and shown.attrs["currency"] == "CNY" and OWN in set(lesson.standing(shop)["rival"])


# what-if ----------------------------------------------------------------------------------------------------------


def test_the_panel_of_the_visitors_price(shop):
    panel = lesson.traffic_panel(shop)
    table = lesson.standing(shop)
    start = panel.what_if(**panel.start)
    own = start[start["rival"] == OWN].iloc[0]
    assert own["falls_out_at"] == pytest.approx(table.set_index("rival").loc[OWN, "falls_out_at"]) and start.attrs["standing"] == len(table)
    # no lever moves a rival
    moved = panel.what_if(**panel.start | {"conversion": 0.01, "margin": 0.5, "price": 1.0})
    pd.testing.assert_series_equal(moved[moved["rival"] != OWN].set_index("rival")["falls_out_at"], table[table["rival"] != OWN].set_index("rival")["falls_out_at"])
    spend = table.set_index("rival").loc[OWN, "spend_per_buyer"]
    assert moved.set_index("rival").loc[OWN, "falls_out_at"] == pytest.approx(0.01 * spend * 0.5)
    assert moved.attrs["standing"] == (moved["falls_out_at"] > 1.0).sum()
    # in the picture without widgets the shop has just fallen
    example = panel.what_if(**panel.start | panel.example)
    assert "you are out" in panel.tell(example).en and "你出局了" in panel.tell(example).zh
    assert "still leaves" in panel.tell(start).en and len(png(panel.draw(example))) > 5000
    assert all(lever.low <= lever.start <= lever.high for lever in panel.levers)


def test_more_dear_visitors_leave_fewer_shops(shop):
    panel = lesson.traffic_panel(shop)
    standing = [panel.what_if(**panel.start | {"price": price}).attrs["standing"] for price in (0.2, 0.7, 1.0, 1.42, 2.5, 3.0)]
    assert standing == sorted(standing, reverse=True) and standing[0] == 11 and standing[-1] == 0


def test_the_panel_of_the_price_war(shop):
    category, name, you, rival = lesson.war_sides(shop)
    cuts = price_cuts_seen(shop.competitors).set_index("rival")
    assert category == "Earphones" and name in cuts.index and name not in lesson.suspects(lesson.weeks_of(shop))
    own = shop.items.merge(shop.products[["product_id", "category"]], on="product_id")[lambda t: t["category"] == category]
    assert you.price == pytest.approx(own["paid_amount"].sum() / own["units"].sum()) and you.units == pytest.approx(own["units"].sum() / own["date"].nunique())
    assert 0 < you.unit_cost < you.price
    # what the estimates say of the rival at its usual price is what its side of the panel earns
    panel = lesson.war_panel(shop)
    start = panel.what_if(**panel.start).set_index("side")
    assert start.loc["rival", "daily_result"] == pytest.approx(cuts.loc[name, "daily_profit_usual"], rel=0.05)
    war = panel.what_if(**panel.start | {"rival_cut": 1 - cuts.loc[name, "price_ratio"]}).set_index("side")
    assert war.loc["rival", "daily_result"] == pytest.approx(cuts.loc[name, "daily_profit_cut"], rel=0.35) and war.loc["rival", "daily_result"] < 0
    told = panel.tell(panel.what_if(**panel.start | panel.example))
    assert "months" in told.en and "个月" in told.zh and len(png(panel.draw(panel.what_if(**panel.start | panel.example)))) > 5000
    assert all(lever.low <= lever.start <= lever.high for lever in panel.levers)


def test_panels_that_cannot_be_filled_say_why(shop):
    with pytest.raises(UserError) as caught:
        lesson.traffic_panel(without(shop, "costs"))
    assert caught.value.code == "no_books"
    strangers = Shop({name: shop.table(name) for name in shop.tables if name != "competitors"} | {"competitors": shop.competitors.assign(category="pens")}, currency="CNY")
    with pytest.raises(UserError) as caught:
        lesson.war_panel(strangers)
    assert caught.value.code == "no_rival"


# sentences --------------------------------------------------------------------------------------------------------


def test_sentences_of_the_multiples(shop):
    say, days = sentences("05", shop), shop.shop_days
    buyers, average = int(days["buyers"].sum()), float((days["visitors"] * days["peer_average_conversion"]).sum())
    assert_said(say("multiple", days["buyers"].sum() / days["visitors"].sum(), average, buyers), f"{buyers:,}", f"{round(average):,}", f"{buyers / average:.2f}")
    table = multiples(days, by="month")
    rows = table[table["compared_rate"] == "pay_conversion"].set_index("month")
    same = rows.loc["2025-10", "own_rate"] / rows.loc["2025-09", "peer_rate"]
    assert_said(say("tier", table), f"{rows.loc['2025-09', 'multiple']:.2f}", f"{rows.loc['2025-10', 'multiple']:.2f}", f"{same:.2f}", f"{rows.loc['2025-09', 'peer_rate']:.2%}")
    assert "never jumps" in say("tier", table[table["month"] < "2025-10"]).label.en


def test_the_guess_is_met_again(shop):
    say, table = sentences("05", shop), lesson.standing(shop)
    first = table[table["rival"] != OWN]["rival"].iloc[0]
    means = shop.competitors.groupby("rival")["price_index"].mean()
    assert means.idxmin() == first
    for right in ("cheapest", "价格最低"):
        assert "it does fall first" in say("guess", right, table, shop.competitors).label.en
    for wrong in ("smallest", "访客最少", "conversion", "转化率最低"):
        label = say("guess", wrong, table, shop.competitors).label
        assert first in label.en and first in label.zh and "no. " in label.en
    for nothing in ("", None, "dearest"):
        assert "no guess" in say("guess", nothing, table, shop.competitors).label.en


def test_what_the_pictures_say_follows_the_data(shop):
    say, table = sentences("05", shop), pd.DataFrame({"campaign": ["a", "a"], "click_rate": [0.03, 0.04], "click_rate_ratio": [0.9, 1.1], "click_price_ratio": [1.0, 1.0]})
    for ends, word in (((-0.9, -0.5), "claim holds"), ((-0.1, 0.1), "claim fails"), ((0.2, 0.5), "dearer")):
        table.attrs.update(elasticity=sum(ends) / 2, elasticity_low=ends[0], elasticity_high=ends[1])
        assert word in say("pictures", table).label.en
        assert_said(say("pictures", table))
    table.attrs.update(elasticity=math.nan, elasticity_low=math.nan, elasticity_high=math.nan)
    assert "nothing can be compared" in say("pictures", table).label.en


def test_a_suspicion_is_never_called_a_verdict(shop):
    say, weeks = sentences("05", shop), suspicions(shop.competitors)
    found = lesson.suspects(weeks)
    words = [say("signs", weeks, found), say("base", base_rates(weeks, without=found))]
    for label in (w.label for w in words):
        assert not any(word in label.en.lower() for word in ("guilty", "fraud", "proves", "cheat")) and not any(word in label.zh for word in ("作弊", "证明了", "确实刷"))
    rates = base_rates(weeks, without=found).set_index("sign")
    assert_said(words[1], str(rates.loc["unexplained_sign", "weeks_lit"]), str(rates.loc["unexplained_sign", "weeks_seen"]))
    assert "nothing here to look into" in say("signs", weeks[weeks["rival"] != next(iter(found))], {}).label.en


def test_the_truth_is_told_beside_what_was_found(shop):
    say, truth = sentences("05", shop), open_truth("lesson_05")
    found = lesson.found_and_true(shop, truth)
    assert dict(zip(found["rival"], found.attrs["true"], strict=True)) == truth.lessons["05"]["falls_out_at"]
    inside = sum(low <= true <= high for low, true, high in zip(found["falls_out_low"], found.attrs["true"], found["falls_out_high"], strict=True))
    assert inside >= 8
    assert_said(say("truth_fall", found), str(inside), "10")
    cuts = lesson.cuts_of(shop)
    own_war = own_in_a_war(shop.items, shop.products, "Earphones", cuts["cut_first"].min(), cuts["cut_last"].max())
    assert own_war["effect_low"] <= truth.ratio("rival_price_war") <= own_war["effect_high"]
    assert "within our interval" in say("truth_war", own_war, truth.ratio("rival_price_war")).label.en
    name = lesson.true_name(shop, truth, "faked_orders")
    assert "the rival that we suspected" in say("truth_faked", lesson.suspects(lesson.weeks_of(shop)), name, 3.2, 26).label.en
    assert "not the one" in say("truth_faked", {}, name, 3.2, 26).label.en
    changer = lesson.true_name(shop, truth, "rival_change")
    assert_said(say("truth_change", lesson.changes_of(shop), changer, truth.ratio("rival_change")), "1.35")
    row = lesson.changes_of(shop).set_index("rival").loc[changer]
    assert row["ratio_low"] <= truth.ratio("rival_change") <= row["ratio_high"]


def test_names_of_the_truth_in_both_languages(drawn):
    shop, _ = drawn
    truth = open_truth("lesson_05")
    true = lesson.true_fall_out(shop, truth)
    assert list(true) == list(shop.competitors["rival"].unique()) and list(true.values()) == list(truth.lessons["05"]["falls_out_at"].values())
    assert lesson.true_name(shop, truth, "faked_orders") == list(true)[5]


# the whole lesson -------------------------------------------------------------------------------------------------

UNKNOWN_HERE = ("'SHOP'", "'truth'", "'found'")


def faults(told):
    """What broke, apart from the truth: it lies beside a shop's folder, whose name such a run does not know."""
    return [fault for fault in told.faults() if not any(name in fault for name in UNKNOWN_HERE)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lesson_runs_and_says_every_sentence(shop, lang):
    told = run_lesson("05", shop, lang, on_export=False)
    assert faults(told) == []
    assert {key for key, _ in told.said} >= {key for key in SENTENCES if not key.startswith("truth_")}
    for _, label in told.said:
        assert "ratio" not in label.en.split() and "None" not in label.en


@pytest.mark.slow
def test_the_lesson_on_another_draw():
    assert faults(run_lesson("05", small_shop(3, "lesson_05"), "zh", on_export=True)) == []


def test_the_lesson_on_a_shop_in_dollars():
    dollars = draw_shop(seed=5, locale="en_US", scale=0.5)
    told = run_lesson("05", dollars, "en", on_export=True)
    assert faults(told) == [] and told.said
    assert not any("¥" in label.en for _, label in told.said)


CUTS = {
    "no rivals": lambda shop: without(shop, "competitors", "market", "market_reviews", "changes"),
    "no books": lambda shop: without(shop, "orders", "costs"),
    "no estimates of profit": lambda shop: without(shop, competitors="profit_rate"),
    "no tiers, no click rates": lambda shop: without(shop, competitors="same_tier click_rate"),
    "no averages": lambda shop: without(shop, shop_days="peer_average_conversion peer_top_conversion peer_average_click_rate"),
    "no reviews of rivals": lambda shop: without(shop, "market_reviews", competitors="new_reviews"),
    "no ads, no items": lambda shop: without(shop, "ads", "items"),
    "three weeks": lambda shop: Shop({name: shop.table(name)[lambda t: t["date"] < "2025-08-22"] if "date" in shop.columns(name) else shop.table(name) for name in shop.tables}, currency="CNY"),
    "peace": lambda shop: Shop({name: shop.table(name) for name in shop.tables if name != "competitors"} | {
        "competitors": shop.competitors[lambda t: t["category"] != "Earphones"]}, currency="CNY"),
}


QUICK = ("no rivals", "no estimates of profit", "three weeks")


@pytest.mark.parametrize("cut", [cut if cut in QUICK else pytest.param(cut, marks=pytest.mark.slow) for cut in CUTS])
def test_the_lesson_on_a_poorer_export(shop, cut):
    told = run_lesson("05", CUTS[cut](shop), LANGUAGES[list(CUTS).index(cut) % 2], on_export=True)
    assert faults(told) == []
    assert told.said


@pytest.mark.parametrize("kind", POOR_HERE)
def test_the_lesson_on_a_poor_shop(kind):
    assert faults(run_lesson("05", poor(kind), LANGUAGES[POOR_HERE.index(kind) % 2], on_export=True)) == []
