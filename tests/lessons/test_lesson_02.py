"""Lesson 02 against plain loops over a drawn shop's rows, and its sentences on the course's shop and on poorer ones."""

from collections import defaultdict
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from shopkit.exercise import Choice, judge
from shopkit.labels import LANGUAGES, UserError
from shopkit.lessons import exercises, sentences
from shopkit.lessons import lesson_02 as lesson
from shopkit.lessons import panels_02 as panels
from shopkit.lessons.words_02 import SENTENCES
from shopkit.metrics.waterfall import lines_wide, sensitivity
from shopkit.opening import open_shop, open_truth
from shopkit.panel import png
from shopkit.publish.source import lesson_needs, parse, sources
from shopkit.shop import Shop
from shopkit.world import draw_shop
from tests.conftest import small_shop
from tests.lessons.frozen.shops import NAMES, POOR, assert_said, frozen, poor, run_lesson

NEEDS = lesson_needs(parse(sources()["02"]))
POOR_HERE = [kind for kind in POOR if not poor(kind).missing(NEEDS)]
TESTED = "731204010123"


@pytest.fixture(scope="module")
def shop():
    return open_shop("lesson_02")


@pytest.fixture(scope="module", params=[1, 2])
def drawn(request):
    """A shop of the lesson's kind and its rows as plain dicts."""
    found = small_shop(request.param, "lesson_02")
    rows = {name: found.table(name).to_dict("records") for name in ("orders", "costs", "traffic", "items", "products")}
    rows["orders"] = [r for r in rows["orders"] if not pd.isna(r["paid_at"])]
    return found, rows


# answers ----------------------------------------------------------------------------------------------------------


def sums(rows):
    """line → amount of the whole shop."""
    found = defaultdict(float)
    for r in rows["orders"]:
        found["paid_amount"] += r["paid_amount"]
        found["refunds"] += r["refund_amount"]
        found["goods"] += r["unit_cost"] * r["quantity"]
        found["fees"] += r["fee_amount"]
        found["shipping"] += r["shipping_cost"]
        found["gifts"] += 0 if pd.isna(r["gift_cost"]) else r["gift_cost"]
    for c in rows["costs"]:
        found[c["kind"]] += c["amount"]
        found["variable" if not c["is_fixed"] else "fixed"] += c["amount"]
    found["advertising"] = sum(t["cost"] for t in rows["traffic"])
    found["net_paid"] = found["paid_amount"] - found["refunds"]
    found["gross"] = found["net_paid"] - found["goods"]
    found["contribution"] = found["gross"] - found["fees"] - found["shipping"] - found["gifts"] - found["advertising"] - found["variable"]
    return found


def best_seller(rows):
    units = defaultdict(int)
    for r in rows["orders"]:
        units[r["product_id"]] += r["quantity"]
    return max(units, key=units.get)


def tag(rows):
    item = best_seller(rows)
    product = next(p for p in rows["products"] if p["product_id"] == item)
    prices = sorted(i["price"] for i in rows["items"] if i["product_id"] == item)
    middle = len(prices) // 2
    return (prices[middle] if len(prices) % 2 else (prices[middle - 1] + prices[middle]) / 2), product["list_price"], product["unit_cost"]


def answers(rows):
    total, (price, _, cost) = sums(rows), tag(rows)
    december = [r for r in rows["orders"] if r["paid_at"].strftime("%Y-%m") == "2025-12"]
    number = len({r["order_id"] for r in rows["orders"]})
    return {
        1: 1 - cost / price, 2: total["contribution"] / total["net_paid"], 3: sum(r["paid_amount"] - r["refund_amount"] for r in december),
        4: (total["shipping"] + total["packing"] + total["return_freight"]) / number, 5: total["paid_amount"] / (total["contribution"] + total["advertising"]),
        6: (price * 0.85 - 10) * 0.95, 12: 18.85,
    }


def test_exercises_give_the_answers_of_the_loops(drawn):
    found, rows = drawn
    check = exercises("02", found)
    for n, answer in answers(rows).items():
        assert check.exercises[n].solution(found) == pytest.approx(answer, rel=1e-6), n
        assert judge(check.exercises[n], found, answer).kind == "right", n


def test_mistakes_are_what_their_replies_say(drawn):
    found, rows = drawn
    total, (price, listed, cost) = sums(rows), tag(rows)
    check = exercises("02", found)
    number, lines = len({r["order_id"] for r in rows["orders"]}), len(rows["orders"])
    out = total["shipping"] + total["packing"] + total["return_freight"]
    refunded = sum(r["refund_amount"] for r in rows["orders"] if not pd.isna(r["refunded_at"]) and r["refunded_at"].strftime("%Y-%m") == "2025-12")
    paid = sum(r["paid_amount"] for r in rows["orders"] if r["paid_at"].strftime("%Y-%m") == "2025-12")
    before = total["contribution"] + total["advertising"]
    expected = {
        1: [price / cost - 1, 1 - cost / listed, cost / price],
        2: [total["gross"] / total["net_paid"], (total["contribution"] - total["fixed"]) / total["net_paid"],
            (total["contribution"] + total["refunds"]) / total["paid_amount"], (total["contribution"] - total["refunds"]) / (total["net_paid"] - total["refunds"])],
        3: [paid, paid - 2 * (paid - answers(rows)[3]), paid - refunded],
        4: [(out - total["return_freight"]) / number, total["shipping"] / number, out / lines],
        5: [total["net_paid"] / total["gross"], total["net_paid"] / before, total["paid_amount"] / total["contribution"], 1.0],
        6: [(price * 0.85 - 10) * 0.9, price * 0.75 - 10, price * 0.85 - 10, (listed * 0.85 - 10) * 0.95],
    }
    for n, values in expected.items():
        assert [m.value(found) for m in check.exercises[n].mistakes] == pytest.approx(values, rel=1e-6), n


def test_the_pair_is_the_widest_of_nearly_equal_cost(shop):
    table = lesson.items_of(shop)
    rows = table[table["units"] >= 20].to_dict("records")
    best = max(((a["unit_gross"] / b["unit_gross"], a["title"], b["title"]) for a in rows for b in rows
                if a is not b and abs(a["unit_cost"] / b["unit_cost"] - 1) <= 0.05 and min(a["unit_gross"], b["unit_gross"]) > 0), key=lambda p: p[0])
    pair = lesson.alike_in_cost(table)
    assert pair["title"].tolist() == [best[1], best[2]]
    assert exercises("02", shop).exercises[8].solution(shop) == pytest.approx(best[0])
    assert len(lesson.alike_in_cost(table.head(1))) == 0


def test_twenty_percent_off_is_arithmetic_over_elasticity(shop):
    t, cuts = lesson.tested(shop), lesson.cuts_table(shop).set_index("how")
    for how, row in cuts.iterrows():
        units = 0.8 ** row["elasticity"]
        left = [p * (1 - t["taken"]) - t["cost"] for p in (t["price"], 0.8 * t["price"])]
        assert row["units_after"] == pytest.approx(units - 1) and row["paid_after"] == pytest.approx(0.8 * units - 1), how
        assert row["profit_after"] == pytest.approx(units * left[1] / left[0] - 1), how
    check = exercises("02", shop)
    assert isinstance(check.exercises[11].answer, Choice) and check.exercises[11].solution(shop) == "down"
    assert (cuts.loc[["drawn", "drawn_low", "drawn_high"], "profit_after"] < 0).all()


def test_wide_intervals_are_called_undecided(shop, monkeypatch):
    check, cuts = exercises("02", shop), lesson.cuts_table(shop)
    monkeypatch.setattr(lesson, "cuts_table", lambda _: cuts.assign(profit_after=[-0.1, 0.2, -0.3, 0.1]))
    assert check.exercises[11].solution(shop) == "unknown"
    assert "Test longer" in sentences("02", shop)("cut", lesson.cuts_table(shop)).label.en.replace("test longer", "Test longer")
    monkeypatch.setattr(lesson, "cuts_table", lambda _: cuts.assign(profit_after=[0.1, 0.2, 0.3, 0.1]))
    assert check.exercises[11].solution(shop) == "up" and np.isnan(check.exercises[11].mistakes[0].value(shop))


def test_the_tested_item_is_the_one_whose_price_was_drawn(shop):
    assert lesson.tested_item(shop) == TESTED
    t = lesson.tested(shop)
    assert t["price"] == 79 and t["tried"] == (67, 91)
    one = shop.items["product_id"] == TESTED
    flat = Shop({"items": shop.items.assign(price=shop.items["price"].where(~one, 79.0)), "shop_days": shop.shop_days})
    with pytest.raises(UserError) as caught:
        lesson.tested_item(flat)
    assert caught.value.code == "no_price_test"


# what moved -------------------------------------------------------------------------------------------------------


def test_the_parts_of_the_profit_rate_add_up(drawn):
    found, _ = drawn
    a = lesson.margin_moves(found).attrs
    assert a["mix"] + a["rate"] + a["fixed_part"] == pytest.approx(a["profit_change"], abs=1e-12)
    before, after = (lines_wide(lesson.waterfall_of(found, by="month", chosen=chosen)) for chosen in a["periods"])
    assert a["profit_change"] == pytest.approx(after["net"].sum() / after["net_paid"].sum() - before["net"].sum() / before["net_paid"].sum(), abs=1e-6)
    assert a["periods"] == (["2025-08", "2025-09"], ["2025-11", "2025-12"])


def test_stale_costs_show_the_planted_rise(shop):
    truth = open_truth("lesson_02").causes["supplier_rise"]
    found = lesson.costs_then_and_now(shop)
    assert found["change"].iloc[0] == pytest.approx(truth["moves"][0]["multiply"] - 1, abs=0.005)
    assert found["change"].iloc[1:].abs().max() < 0.005


def test_found_beside_planted(shop):
    truth = open_truth("lesson_02")
    table = lesson.beside(lesson.shares(shop), lesson.planted_shares(shop, truth)).set_index("factor")
    assert ((table["share_low"] <= table["planted_share"]) & (table["planted_share"] <= table["share_high"])).all()
    single = table.loc[["value", "attraction", "competition"]]
    assert ((single["weight_low"] <= single["planted_weight"]) & (single["planted_weight"] <= single["weight_high"])).all()
    weights = truth.lessons["02"]["margin"]["weights"]
    assert table["planted_weight"]["value"] == pytest.approx(weights["value"] * 3 / 0.07, rel=0.01)
    assert table["planted_weight"]["competition"] == pytest.approx(weights["competition"] / 0.35, rel=0.01)
    drawn = lesson.elasticities(shop).set_index("how").loc["drawn"]
    assert drawn["elasticity_low"] <= truth.lessons["02"]["elasticity"][TESTED] <= drawn["elasticity_high"]


# what-if ----------------------------------------------------------------------------------------------------------


def test_the_panel_starts_from_the_shop(shop):
    panel, lines = panels.panel(shop), lesson.amounts(shop)
    result = panel.what_if(**panel.start).set_index("line")["line_amount"]
    np.testing.assert_allclose(result, lines[result.index], atol=1e-6)
    assert panel.what_if(**panel.start).attrs["rate_then"] == pytest.approx(lines["net"] / lines["net_paid"])


@pytest.mark.parametrize("lever, value, line", [("unit_cost", -0.1, "goods"), ("ad_share", 0.0, "advertising"), ("refund_rate", 0.2, "refunds"), ("discount", 0.3, "paid_amount"), ("price", 0.1, "list_amount")])
def test_each_lever_moves_its_line_and_the_profit(shop, lever, value, line):
    panel, lines = panels.panel(shop), lesson.amounts(shop)
    then = panel.what_if(**(panel.start | {lever: value})).set_index("line")["line_amount"]
    wanted = {"unit_cost": lines["goods"] * 0.9, "ad_share": 0.0, "refund_rate": -0.2 * lines["paid_amount"], "discount": 0.7 * lines["list_amount"], "price": 1.1 * lines["list_amount"]}
    assert then[line] == pytest.approx(wanted[lever])
    costs = [name for name in then.index if name not in ("list_amount", "discounts", "coupons", "paid_amount", "refunds", "net_paid", "gross", "contribution", "net")]
    assert then["net"] == pytest.approx(then["net_paid"] + then[costs].sum())
    assert then[["list_amount", "discounts", "coupons"]].sum() == pytest.approx(then["paid_amount"])


def test_a_dearer_price_in_the_panel_is_that_of_sensitivity(shop):
    panel = panels.panel(shop)
    lines = lesson.amounts(shop)
    told = sensitivity(lines.rename("line_amount").reset_index(), 0.1).set_index("lever")["profit_change"]["price"]
    then = panel.what_if(**(panel.start | {"price": 0.1})).attrs
    # the panel keeps the share that is spent on adverts, sensitivity() the amount
    assert then["net_then"] - then["net_now"] == pytest.approx(told + 0.1 * lines["advertising"], rel=1e-6)


def test_the_price_panel(shop):
    panel, t = panels.price_panel(shop), lesson.tested(shop)
    same = panel.what_if(**panel.start).attrs
    assert same["asked_profit"] == pytest.approx(same["profit_now"]) and same["asked_units"] == pytest.approx(t["units"])
    dearer = panel.what_if(price=90.0, elasticity=-2.0, unit_cost=30.0).attrs
    assert dearer["asked_units"] == pytest.approx(t["units"] * (90 / t["price"]) ** -2)
    for tried in (panel.start, panel.start | {"elasticity": -3.0}, panel.start | panel.example):
        label = panel.tell(panel.what_if(**tried))
        assert_said(SimpleNamespace(label=label))
    assert "By the formula" in panel.tell(panel.what_if(**(panel.start | {"elasticity": -3.0}))).en
    assert "formula speaking" in panel.tell(panel.what_if(**(panel.start | {"elasticity": -1.1}))).en


@pytest.mark.parametrize("make", [panels.panel, panels.price_panel])
def test_panels_draw(shop, make):
    panel = make(shop)
    assert len(png(panel.draw(panel.what_if(**(panel.start | panel.example))))) > 5000
    assert set(panel.example) <= set(panel.start) and all(lever.low <= lever.start <= lever.high for lever in panel.levers)


# sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_lesson_runs_and_says_every_sentence(shop, lang):
    told = run_lesson("02", shop, lang, on_export=False)
    # the truth lies beside a shop's folder, whose name this run does not know
    assert [f for f in told.faults() if not any(name in f for name in ("'SHOP'", "'so'", "'truth'"))] == []
    assert {key for key, _ in told.said} == set(SENTENCES) - {"so_factors", "so_price", "so_supplier"}
    for key, label in told.said:
        if key not in ("guess", "sensitivity_title"):
            assert_said(SimpleNamespace(label=label))


def test_the_truth_is_told_beside_what_was_found(shop):
    say, truth = sentences("02", shop), open_truth("lesson_02")
    words = say("so_factors", lesson.shares(shop), lesson.planted_shares(shop, truth))
    assert_said(words)
    assert "4 of 4 intervals" in words.label.en
    assert_said(say("so_price", lesson.elasticities(shop), truth, lesson.tested(shop)), "-1.6")
    assert_said(say("so_supplier", truth), "18.0%")


def test_the_guess_is_met_again(shop):
    say, cuts = sentences("02", shop), lesson.cuts_table(shop)
    for guess in ("down", "falls", "跌"):
        assert "guessed right" in say("guess", guess, cuts).label.en
    for guess in ("up", "Rises ", "涨"):
        assert "other way" in say("guess", guess, cuts).label.en
    assert "no guess" in say("guess", "", cuts).label.en and "no guess" in say("guess", None, cuts).label.en


def test_sentences_that_turn_with_the_data(shop):
    say = sentences("02", shop)
    halves = pd.DataFrame({"half": ["upper", "lower"], "unit_margin": [0.4, 0.45]})
    assert "does not pay here" in say("attraction", halves).label.en and "do carry more" in say("attraction", halves.iloc[::-1].assign(half=["upper", "lower"])).label.en
    assert "No two items" in say("pair", lesson.items_of(shop).head(0), "CNY").label.en
    pair = lesson.alike_in_cost(lesson.items_of(shop))
    assert "rated better" in say("pair", pair.assign(rating_shown=[4.9, 4.6]), "CNY").label.en
    assert "do not tell why" in say("pair", pair.assign(rating_shown=[4.7, 4.7]), "CNY").label.en
    table = lesson.waterfall_of(shop)
    poorer = table.assign(line_amount=table["line_amount"].where(table["line"] != "contribution", -50_000))
    assert "no advert can break even" in say("break_even", poorer, "CNY").label.en
    richer = table.assign(line_amount=table["line_amount"].where(table["line"] != "contribution", 150_000))
    assert_said(say("break_even", richer, "CNY"))
    found = lesson.dear_items(lesson.items_of(shop))
    assert "more than chance" in say("dear", found | {"p": 0.001, "rank": 0.6}).label.en
    stale = lesson.costs_then_and_now(shop)
    assert "up to date" in say("stale", stale.assign(change=0.0)).label.en
    offers = lesson.offers_table(shop)
    cheap = offers.assign(left_over=offers["left_over"] + 50)
    assert "floor price" in say("offers", cheap).label.en
    best = lesson.best_by_ordinary(shop)
    assert "small steps" not in say("best", best | {"at_edge": False, "ordinary": float("inf")}, "CNY").label.en
    truth = open_truth("lesson_02")
    assert "No supplier" in say("so_supplier", SimpleNamespace(causes={})).label.en
    narrow = lesson.elasticities(shop).assign(elasticity_low=-1.2, elasticity_high=-1.0)
    assert "misses it" in say("so_price", narrow, truth, lesson.tested(shop)).label.en


# other shops ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_the_lesson_on_a_shop_without_a_market(name):
    told = run_lesson("02", frozen(name), LANGUAGES[NAMES.index(name)], on_export=True)
    assert not told.faults()
    keys = {key for key, _ in told.said}
    assert {"one", "waterfall", "items", "sensitivity", "moved"} <= keys and not {"dear", "shares", "elasticity"} & keys


@pytest.mark.parametrize("kind", POOR_HERE)
def test_the_lesson_on_a_poor_shop(kind):
    told = run_lesson("02", poor(kind), LANGUAGES[POOR_HERE.index(kind) % 2], on_export=True)
    # what too short a time cannot say is said in words
    assert not [fault for fault in told.faults() if "UserError" not in fault and "NameError: name 'moves'" not in fault]
    assert told.said and told.shown


def test_the_lesson_on_the_american_shop():
    shop = draw_shop(seed=5, locale="en_US", days=92)
    told = run_lesson("02", shop, "en", on_export=True)
    assert not told.faults()
    assert "shares" in {key for key, _ in told.said}
