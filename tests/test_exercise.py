"""Verdicts: which forms of an answer are equal, and what each kind of wrong answer is told."""

import numpy as np
import pandas as pd
import pytest

from shopkit.exercise import Check, Choice, Exercise, Figure, Listing, Mistake, judge
from shopkit.labels import Label, UserError, set_language

L = Label("x", "某")


def exercise(answer, solution, *mistakes):
    return Exercise(1, L, answer, lambda shop: solution, tuple(Mistake(lambda shop, v=v: v, Label(f"mistake {v}", f"错法 {v}")) for v in mistakes),
                    (L, L, L), Label("because", "因为"))


RATE = exercise(Figure("rate", 2), 0.034123, 0.05, 0.01)


@pytest.mark.parametrize("answer", [0.034123, 0.0341, 3.41, 3.4123, "3.41%", "3.41", "0.0341", "３.41%", np.float64(0.0341),
                                    np.array([0.0341]), pd.Series([0.0341]), pd.DataFrame({"a": [0.0341]})])
def test_equal_forms_of_a_rate_pass(answer):
    assert judge(RATE, None, answer).kind == "right"


def test_percent_for_a_fraction_passes_with_a_remark():
    assert "percent" in str(judge(RATE, None, 3.41))
    assert "percent" not in str(judge(RATE, None, 0.0341))


@pytest.mark.parametrize("answer", [0.0342, 0.034, 3.4, "3.4%"])
def test_a_rate_rounded_too_far_is_not_yet_right(answer):
    assert judge(RATE, None, answer).kind == "not_yet"


@pytest.mark.parametrize("answer", [None, ..., "", "  "])
def test_nothing_given_is_not_tried(answer):
    assert judge(RATE, None, answer).kind == "not_tried"


@pytest.mark.parametrize("answer", ["about three", [1, 2], pd.Series([1.0, 2.0]), True, object(), {"a": 1}])
def test_wrong_forms_are_met_kindly(answer):
    verdict = judge(RATE, None, answer)
    assert verdict.kind == "wrong_type"
    assert "rate" in str(verdict)
    set_language("zh")
    assert "比率" in str(verdict)


def test_a_mistake_is_named_in_percent_too():
    assert judge(RATE, None, 0.05).text.en == "mistake 0.05"
    assert judge(RATE, None, 5).text.en == "mistake 0.05"
    assert judge(RATE, None, "1%").text.zh == "错法 0.01"


def test_a_mistake_that_gives_the_right_answer_is_said_so():
    verdict = judge(exercise(Figure("count", 0), 12, 12), None, 12)
    assert verdict.kind == "right"
    assert "usual mistake gives the same" in str(verdict)


def test_a_mistake_that_has_no_value_here_catches_nobody():
    assert judge(exercise(Figure("count", 0), 12, float("nan")), None, 13).kind == "not_yet"


def test_money_and_counts_as_text():
    money = exercise(Figure("money", 2), 1234.5)
    assert judge(money, None, "¥1,234.50").kind == "right"
    assert judge(money, None, "1234.51").kind == "not_yet"


CHOICE = exercise(Choice({"cart": Label("Cart", "加购"), "pay": Label("Paid", "支付")}), "pay", "cart")


@pytest.mark.parametrize("answer", ["pay", "PAY", "b", "B", "Paid", "支付", " pay "])
def test_a_choice_by_key_letter_or_words(answer):
    assert judge(CHOICE, None, answer).kind == "right"


@pytest.mark.parametrize("answer", ["C", 2, "something"])
def test_no_such_option(answer):
    assert judge(CHOICE, None, answer).kind == "wrong_type"


def test_lists_in_any_form_and_order():
    ordered, free = exercise(Listing(), ["a", "b"]), exercise(Listing(ordered=False), ["a", "b"])
    for same in (["a", "b"], ("a", "b"), pd.Series(["a", "b"]), pd.Index(["a", "b"]), np.array(["a", "b"]), "a, b", "a，b"):
        assert judge(ordered, None, same).kind == "right"
    assert judge(ordered, None, ["b", "a"]).kind == "not_yet"
    assert judge(free, None, ["b", "a"]).kind == "right"
    assert judge(free, None, {"b", "a"}).kind == "right"
    assert judge(free, None, 3).kind == "wrong_type"


def test_hints_come_one_by_one_and_start_over():
    hints = (Label("1st", "一"), Label("2nd", "二"), Label("3rd", "三"))
    check = Check((Exercise(1, L, Figure("count", 0), lambda s: 1, (), hints, L),), None)
    assert [str(check.hint(1)).split(": ")[1] for _ in range(4)] == ["1st", "2nd", "3rd", "1st"]


def test_an_unknown_exercise_is_told():
    with pytest.raises(UserError, match="no exercise 9"):
        Check((RATE,), None)(9, 1)


def test_replies_are_escaped():
    verdict = judge(exercise(Figure("count", 0), 1), None, "<script>alert(1)</script>")
    assert "<script>" not in verdict._repr_html_()
