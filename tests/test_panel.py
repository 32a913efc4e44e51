"""Panels and answer boxes driven without a browser: a lever moved, a button pressed, and what the page then shows."""

import base64
import io
import re
from html import unescape

import ipywidgets as w
import numpy as np
import pandas as pd
import pytest
from ipywidgets.widgets.widget import _instances

from shopkit.exercise import Choice, Exercise, Figure, Listing, Mistake
from shopkit.labels import LANGUAGES, Label, set_language
from shopkit.lessons import exercises, lesson_00, lesson_03
from shopkit.panel import AnswerBox, Lever, Panel, Questions
from tests.conftest import small_shop

VIEW = "application/vnd.jupyter.widget-view+json"
LESSONS = {"00": lesson_00, "03": lesson_03}
EVERY = pytest.mark.parametrize("lesson", LESSONS)
BOTH = pytest.mark.parametrize("lang", LANGUAGES)


def panel_of(lesson, shop=None):
    return LESSONS[lesson].panel(shop or small_shop(1))


def widget_of(thing):
    """The live widget behind what a notebook would show."""
    return _instances[thing._repr_mimebundle_()[VIEW]["model_id"]]


def inside(box, kind):
    found = [c for c in box.children if isinstance(c, kind)]
    return found + [c for child in box.children if hasattr(child, "children") for c in inside(child, kind)]


def png_of(html):
    return base64.b64decode(re.search(r'src="data:image/png;base64,([^"]+)"', html)[1])


def words_of(html):
    return unescape(re.sub("<[^>]+>", " ", html))


# panels -----------------------------------------------------------------------------------------------------------


@EVERY
def test_levers_are_whole_and_begin_within_their_range(lesson):
    for seed in range(1, 6):
        panel = panel_of(lesson, small_shop(seed))
        assert len({lever.name for lever in panel.levers}) == len(panel.levers)
        assert set(panel.example) <= set(panel.start)
        for lever in panel.levers:
            assert lever.low <= lever.start <= lever.high and lever.low < lever.high, lever
            # an arrow key moves it, and the end is not a thousand presses away from the start
            assert 0 < lever.step < lever.high - lever.low
            assert lever.low <= panel.example.get(lever.name, lever.start) <= lever.high
            assert all(getattr(lever.label, lang).strip() for lang in LANGUAGES)


def scaled(shop, **factors):
    """The same shop where other numbers are usual: another currency, another trade."""
    from shopkit.shop import Shop

    orders, days, traffic = shop.orders, shop.shop_days, shop.traffic
    for name in ("paid_amount", "order_amount", "refund_amount"):
        orders[name] *= factors.get("money", 1)
        if name in days:
            days[name] *= factors.get("money", 1)
    days["visitors"] = (days["visitors"].astype(float) / factors.get("conversion", 1)).round().astype("Int64")
    orders["unit_cost"] *= factors.get("unit_cost", 1)
    traffic["cost"] *= factors.get("adverts", 1)
    tables = {name: shop.table(name) for name in shop.tables} | {"orders": orders, "shop_days": days, "traffic": traffic}
    return Shop(tables, currency="USD", locale="en_US", name="another")


@EVERY
@pytest.mark.parametrize("factors", [{"money": 0.01}, {"money": 100}, {"conversion": 12}, {"unit_cost": 5}, {"adverts": 40}], ids=str)
def test_a_shop_with_other_numbers_begins_within_the_levers_too(lesson, factors):
    # a slider that cannot stand at the shop's own number would silently begin at another
    panel = panel_of(lesson, scaled(small_shop(1), **factors))
    for lever in panel.levers:
        assert lever.low <= lever.start <= lever.high, lever
    sliders = inside(widget_of(panel), w.FloatSlider)
    assert [s.value for s in sliders] == [lever.start for lever in panel.levers]


@EVERY
@BOTH
def test_a_lever_that_is_moved_changes_sentence_and_picture(lesson, lang):
    set_language(lang)
    panel = panel_of(lesson)
    box = widget_of(panel)
    sliders, (title, sentence, picture) = inside(box, w.FloatSlider), inside(box, w.HTML)
    assert title.value == f"<b>{getattr(panel.title, lang)}</b>"
    assert [s.description for s in sliders] == [getattr(lever.label, lang) for lever in panel.levers]
    begin = sentence.value, picture.value
    assert words_of(sentence.value).strip() == str(panel.tell(panel.what_if(**panel.start)))
    # one step is better from here on: what a share of the gain is left shows only where there is a gain
    levers = panel.start | {panel.levers[0].name: (panel.levers[0].start + panel.levers[0].high) / 2}
    sliders[0].value = levers[panel.levers[0].name]
    seen = [begin[0], sentence.value]
    for slider, lever in list(zip(sliders, panel.levers, strict=True))[1:]:
        slider.value = (lever.start + lever.high) / 2
        moved = panel.tell(panel.what_if(**levers | {lever.name: slider.value}))
        assert words_of(sentence.value).strip() == str(moved)
        assert unescape(re.search('alt="(.*?)"', picture.value)[1]) == str(moved)
        seen.append(sentence.value)
        slider.value = lever.start
    # every lever says something of its own
    assert len(set(seen)) == len(panel.levers) + 1
    (back,) = inside(box, w.Button)
    sliders[0].value = sliders[0].max
    sliders[1].value = sliders[1].max
    assert png_of(picture.value) != png_of(begin[1])
    back.click()
    assert [s.value for s in sliders] == [lever.start for lever in panel.levers]
    assert (sentence.value, picture.value) == begin


@EVERY
def test_the_same_levers_give_the_same_sentence_and_picture_to_the_byte(lesson):
    panel = panel_of(lesson)
    first, second = panel.static_html(), panel.static_html()
    assert first == second
    assert png_of(first).startswith(b"\x89PNG") and b"Software" not in png_of(first)


@EVERY
@BOTH
def test_where_no_widget_runs_there_is_a_sentence_and_a_picture(lesson, lang):
    set_language(lang)
    panel = panel_of(lesson)
    bundle = panel._repr_mimebundle_()
    html = bundle["text/html"]
    assert html == panel.static_html() and bundle["text/plain"] == getattr(panel.title, lang)
    assert "<script" not in html and "http" not in html
    tried = panel.what_if(**panel.start | panel.example)
    assert str(panel.tell(tried)) in words_of(html) and len(png_of(html)) > 5000
    assert all(getattr(lever.label, lang) in words_of(html) for lever in panel.levers)
    # what was moved is seen, what was not is not
    assert html.count("→ <b>") == len(panel.example)


def test_pictures_do_not_pile_up():
    import matplotlib.pyplot as plt

    panel_of("00").static_html()
    assert not plt.get_fignums()


EVIL = '<script>alert("1")</script>'


def hostile_panel():
    def draw(result):
        import matplotlib.pyplot as plt

        return plt.subplots(figsize=(1, 1))[0]

    label = Label(EVIL, EVIL)
    lever = Lever("x", label, 0, 1, 0.1, 0.5)
    return Panel(label, (lever,), lambda x: x, draw, lambda result: Label(f"{EVIL} {result}", f"{EVIL} {result}"), {"x": 0.6})


def test_nothing_that_a_label_holds_is_run():
    box = widget_of(hostile_panel())
    html = [hostile_panel().static_html(), *(part.value for part in inside(box, w.HTML))]
    assert len(html) == 4
    for part in html:
        assert "<script" not in part and "&lt;script&gt;" in part
        # nor does a quote end the picture's description
        assert '"1"' not in part


# what if ----------------------------------------------------------------------------------------------------------


def test_lesson_00_what_if_is_the_sum_it_says_it_is():
    rng = np.random.default_rng(3)
    for _ in range(50):
        visitors, conversion, spend, margin = rng.integers(1, 5000), rng.uniform(0, 0.2), rng.uniform(1, 500), rng.uniform(-0.2, 0.9)
        click, fixed = rng.uniform(0, 5), rng.uniform(0, 2000)
        levers = dict(visitors=visitors, conversion=conversion, spend=spend, margin=margin, cost_per_visitor=click, fixed=fixed)
        result, again = lesson_00.what_if(**levers), lesson_00.what_if(**levers)
        pd.testing.assert_frame_equal(result, again)
        paid = visitors * conversion * spend
        contribution = paid * margin - visitors * click
        net = contribution - fixed
        np.testing.assert_allclose([result.attrs[k] for k in ("paid", "contribution", "net")], [paid, contribution, net])
        goods = paid * (1 - margin)
        expected = {
            "visitors": 0.1 * contribution,
            "pay_conversion": 0.1 * paid * margin,
            # a higher price for the same goods
            "spend_per_buyer": 0.1 * paid,
            "goods": 0.1 * goods,
            "fixed": 0.1 * fixed,
        }
        assert result["lever"].tolist() == list(expected)
        np.testing.assert_allclose(result["change"], list(expected.values()), rtol=1e-6, atol=1e-6)


def test_lesson_00_names_the_lever_with_most_to_gain():
    result = lesson_00.what_if(visitors=1000, conversion=0.03, spend=100, margin=0.3, cost_per_visitor=0.5, fixed=9000)
    told = lesson_00._tell(result, "CNY")
    assert told.en == "A day: ¥3,000.00 paid, ¥400.00 contribution, -¥8,600.00 net profit. Most to gain: 10% lower fixed cost."
    assert told.zh == "一天：支付 ¥3,000.00，贡献利润 ¥400.00，净利润 -¥8,600.00。最划算的是：固定费用省 10%。"


def test_lesson_03_what_if_multiplies_from_step_to_step():
    now = {"cart": 0.2, "order": 0.5, "pay": 0.8, "spend": 50.0, "contribution": 0.3}
    kept = dict(now)
    tried = dict(cart=0.25, order=0.5, pay=0.9, spend=50.0, contribution=0.3)
    result = lesson_03.what_if(1000, now, **tried)
    # the first step is the panel's to name: it is not one of the conversions
    assert result["step"].tolist() == ["", "cart", "order", "pay"]
    np.testing.assert_allclose(result["now"], [1000, 200, 100, 80])
    np.testing.assert_allclose(result["then"], [1000, 250, 125, 112.5])
    expected = {"paid_now": 4000, "paid_then": 5625, "buyers_now": 80, "buyers_then": 112.5, "contribution_now": 1200, "contribution_then": 1687.5}
    assert {k: pytest.approx(v) for k, v in expected.items()} == result.attrs
    pd.testing.assert_frame_equal(lesson_03.what_if(1000, now, **tried), result)
    assert now == kept
    assert lesson_03._tell(result, "EUR").en == (
        "Buyers 80 → 112; sales €4,000.00 → €5,625.00; left of it after all that grows with orders (contribution) €1,200.00 → €1,687.50, a change of €487.50.")


@pytest.mark.parametrize("seed", range(1, 6))
def test_lesson_03_begins_at_the_shops_own_funnel(seed):
    shop = small_shop(seed)
    panel = panel_of("03", shop)
    result = panel.what_if(**panel.start)
    people = lesson_03.numbers_of(shop)["table"]["visitors"]
    np.testing.assert_allclose(result["now"], people)
    np.testing.assert_allclose(result["then"], people)
    assert result.attrs["contribution_then"] == result.attrs["contribution_now"]


# answer boxes -----------------------------------------------------------------------------------------------------


def L(en, zh=None):  # noqa: N802
    return Label(en, zh or f"某{en}")


QUESTIONS = Questions((
    Exercise(1, L("How many paid?"), Figure("count", 0), lambda shop: 45, (Mistake(lambda shop: 60, L("You counted orders.", "你数的是订单。")),),
             (L("one"), L("two"), L("three")), L("Payers are people.", "买家是人。")),
    Exercise(2, L("Where first?"), Choice({"cart": L("Cart & basket"), "pay": L("Till")}), lambda shop: "pay",
             (Mistake(lambda shop: "cart", L("More are lost there, fewer would pay.")),), (L("a"), L("b"), L("c")), L("Because.")),
    Exercise(3, L(f"Which items? {EVIL}"), Listing(), lambda shop: ["a", "b"], (), (L("a"), L("b"), L(EVIL)), L("Because.")),
), None)


def box_of(number, questions=QUESTIONS):
    """question, field, Check, Hint, reply of the box that a lesson shows."""
    question, field, buttons, reply = widget_of(questions.ask(number)).children
    return question, field, *buttons.children, reply


@pytest.mark.parametrize(
    "typed, mark, said",
    [("45", "✓", "Payers are people."), ("60", "✗", "You counted orders."), ("44", "✗", "Not yet"), ("many", "?", "another form"), ("  ", "…", "Not tried yet")],
)
def test_a_typed_answer_is_judged_when_the_button_is_pressed(typed, mark, said):
    _, field, check, _, reply = box_of(1)
    assert isinstance(field, w.Text) and reply.value == ""
    field.value = typed
    reply.value = ""  # as if only the button were used
    check.click()
    assert f"<b>{mark}</b>" in reply.value and said in words_of(reply.value)
    assert reply.value == QUESTIONS(1, typed)._repr_html_()


def test_enter_is_enough():
    _, field, _, _, reply = box_of(1)
    field.value = "60"
    assert "You counted orders." in reply.value


@BOTH
def test_an_option_is_picked_by_its_letter(lang):
    set_language(lang)
    question, field, check, _, reply = box_of(2)
    assert isinstance(field, w.ToggleButtons) and [o[0] for o in field.options] == ["A", "B"] and field.value is None
    # the words of the letters stand in the question
    assert {"en": "A. Cart &amp; basket<br>B. Till", "zh": "A. 某Cart &amp; basket<br>B. 某Till"}[lang] in question.value
    assert {"en": "Exercise 2. ", "zh": "练习 2："}[lang] in question.value
    check.click()
    assert "…" in reply.value
    field.label = "B"
    check.click()
    assert "✓" in reply.value
    field.label = "A"
    check.click()
    assert "✗" in reply.value and ("More are lost there" in reply.value)


@BOTH
def test_buttons_speak_the_language_that_is_on(lang):
    set_language(lang)
    _, field, check, hint, _ = box_of(1)
    assert [check.description, hint.description] == {"en": ["Check", "Hint"], "zh": ["检查", "提示"]}[lang]
    assert field.placeholder == {"en": "one number, a whole number", "zh": "一个数，取整数"}[lang]


def test_a_hint_leaves_the_verdict_where_it_stands():
    _, field, check, hint, reply = box_of(1)
    field.value = "3"
    check.click()
    verdict = reply.value
    hint.click()
    assert reply.value.startswith(verdict) and len(reply.value) > len(verdict)
    check.click()
    assert reply.value.startswith(verdict) and len(reply.value) > len(verdict)


def test_hints_come_one_by_one_and_start_over():
    _, _, _, hint, reply = box_of(1, Questions(tuple(QUESTIONS.exercises.values()), None))
    seen = []
    for _ in range(4):
        hint.click()
        seen.append(words_of(reply.value).strip())
    assert seen == ["Hint 1 of 3: one", "Hint 2 of 3: two", "Hint 3 of 3: three", "Hint 1 of 3: one"]


def test_each_box_has_a_field_of_its_own():
    first, second = box_of(1), box_of(1)
    first[1].value = "45"
    assert second[1].value == "" and second[-1].value == ""


def test_nothing_that_a_question_an_answer_or_a_hint_holds_is_run():
    question, field, check, hint, reply = box_of(3)
    field.value = EVIL
    shown = [question.value, reply.value, AnswerBox(QUESTIONS, QUESTIONS.exercise(3))._repr_mimebundle_()["text/html"]]
    for _ in range(3):
        hint.click()
    shown.append(reply.value)
    assert all("<script" not in part for part in shown) and "&lt;script&gt;" in shown[0] and "&lt;script&gt;" in shown[-1]


@BOTH
def test_where_no_widget_runs_the_question_is_there(lang):
    set_language(lang)
    bundle = QUESTIONS.ask(2)._repr_mimebundle_()
    assert "Where first?" in bundle["text/html"] and "A. " in bundle["text/html"]
    assert bundle["text/plain"].startswith("2. ") and "<" not in bundle["text/plain"]


@EVERY
@BOTH
def test_the_lessons_own_boxes_take_the_right_answer(lesson, lang):
    set_language(lang)
    shop = small_shop(1)
    check = exercises(lesson, shop)
    for number, exercise in check.exercises.items():
        question, field, button, hint, reply = box_of(number, check)
        assert str(exercise.question) in words_of(question.value)
        answer = exercise.solution(shop)
        if isinstance(exercise.answer, Choice):
            field.value = answer
        else:
            field.value = ", ".join(answer) if isinstance(exercise.answer, Listing) else str(answer)
        button.click()
        assert "✓" in reply.value, (number, reply.value)
        hint.click()
        assert str(exercise.hints[0]) in words_of(reply.value)


def test_a_picture_is_a_whole_png():
    from PIL import Image

    image = Image.open(io.BytesIO(png_of(panel_of("03").static_html())))
    image.verify()
    assert image.format == "PNG" and image.width > 500
