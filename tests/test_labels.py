"""Words and numbers as readers of either language expect them, and mistakes told in their language."""

import datetime as dt
import math
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from shopkit.labels import LANGUAGES, Label, UserError, format_value, language, set_language

BOTH = pytest.mark.parametrize("lang", LANGUAGES)


@BOTH
@pytest.mark.parametrize(
    "amount, currency, text",
    [
        (1234.5, "CNY", "¥1,234.50"),
        (1234.5, "USD", "$1,234.50"),
        (1234.5, "EUR", "€1,234.50"),
        (1234.5, "GBP", "£1,234.50"),
        (1234.5, None, "1,234.50"),
        (-1234.5, "CNY", "-¥1,234.50"),
        (-0.01, "USD", "-$0.01"),
        (-3, None, "-3.00"),
        (0, "CNY", "¥0.00"),
        (1e9, "CNY", "¥1,000,000,000.00"),
        (np.float64(2.675), "CNY", "¥2.68"),
        (np.int64(7), "USD", "$7.00"),
        (Decimal("19.90"), "EUR", "€19.90"),
    ],
)
def test_money(lang, amount, currency, text):
    assert format_value(amount, "money", currency, lang) == text


@BOTH
@pytest.mark.parametrize(
    "kind, nothing, text",
    [("money", -0.0, "¥0.00"), ("money", -0.004, "¥0.00"), ("count", -0.0, "0"), ("number", -0.001, "0"), ("rate", -0.00001, "0.00%")],
)
def test_what_rounds_to_nothing_is_no_loss(lang, kind, nothing, text):
    # "-¥0.00" in a profit table reads as a loss
    assert format_value(nothing, kind, "CNY", lang) == text


@BOTH
@pytest.mark.parametrize(
    "rate, text",
    [(0.0341, "3.41%"), (0.00004, "0.00%"), (0.0999, "9.99%"), (0.1, "10.0%"), (0.5, "50.0%"), (1, "100.0%"), (12.5, "1,250.0%"),
     (-0.02, "-2.00%"), (-0.25, "-25.0%"), (0, "0.00%")],
)
def test_a_rate_of_a_few_percent_is_read_to_the_hundredth(lang, rate, text):
    assert format_value(rate, "rate", lang=lang) == text


@BOTH
@pytest.mark.parametrize("kind", ["money", "rate", "count", "number", "date", "time", "text", "id", "flag", "person"])
@pytest.mark.parametrize("value", [None, math.nan, np.float64("nan"), pd.NaT, pd.NA, np.datetime64("NaT")], ids=repr)
def test_undefined_is_a_dash_and_never_0(lang, kind, value):
    assert format_value(value, kind, "CNY", lang) == "—"


@BOTH
def test_counts_numbers_ids_and_text(lang):
    assert format_value(1234567, "count", lang=lang) == "1,234,567"
    assert format_value(12.0, "count", lang=lang) == "12"
    # part of a person is an expectation, said to a tenth
    assert format_value(12.25, "count", lang=lang) == "12.2"
    assert format_value(1234.5678, "number", lang=lang) == "1,234.57"
    assert format_value(2**53 - 1, "person", lang=lang) == "9007199254740991"
    assert format_value(20261101, "id", lang=lang) == "20261101"
    assert format_value("00042", "id", lang=lang) == "00042"
    assert format_value("many", "count", lang=lang) == "many"


@BOTH
@pytest.mark.parametrize("kind", ["money", "rate", "count", "number"])
def test_infinity_keeps_its_sign(lang, kind):
    assert format_value(math.inf, kind, "CNY", lang) == "∞"
    assert format_value(-math.inf, kind, "CNY", lang) == "-∞"


def test_a_flag_is_a_word_in_the_language_asked_for():
    assert [format_value(v, "flag") for v in (True, False, np.True_)] == ["yes", "no", "yes"]
    # not in the one that happens to be on
    assert [format_value(v, "flag", lang="zh") for v in (True, False)] == ["是", "否"]
    set_language("zh")
    assert format_value(True, "flag") == "是"
    assert format_value(True, "flag", lang="en") == "yes"


@BOTH
@pytest.mark.parametrize("moment", [pd.Timestamp("2026-11-01 09:05:59"), dt.datetime(2026, 11, 1, 9, 5, 59)])
def test_dates_and_times(lang, moment):
    assert format_value(moment, "date", lang=lang) == "2026-11-01"
    assert format_value(moment, "time", lang=lang) == "2026-11-01 09:05"
    assert format_value(dt.date(2026, 11, 1), "date", lang=lang) == "2026-11-01"


def test_a_label_is_written_in_the_language_that_is_on():
    label = Label("Visitors", "访客数")
    assert (str(label), f"{label}") == ("Visitors", "Visitors")
    set_language("zh")
    assert (str(label), format_value(label, "count"), language()) == ("访客数", "访客数", "zh")


@pytest.mark.parametrize(
    "kind, value, en, zh",
    [
        ("money", -3.5, "-€3.50", "-€3.50"),
        ("rate", 0.125, "12.5%", "12.5%"),
        ("count", 1200, "1,200", "1,200"),
        ("number", 1.25, "1.25", "1.25"),
        ("date", pd.Timestamp("2026-11-01"), "2026-11-01", "2026-11-01"),
        ("time", pd.Timestamp("2026-11-01 08:30"), "2026-11-01 08:30", "2026-11-01 08:30"),
        ("flag", True, "yes", "是"),
        ("id", "007", "007", "007"),
        ("person", 42, "42", "42"),
        ("text", Label("cart", "加购"), "cart", "加购"),
        ("text", "{money} & <b>", "{money} & <b>", "{money} & <b>"),
        ("rate", math.nan, "—", "—"),
    ],
)
def test_holes_are_filled_in_both_languages_at_once(kind, value, en, zh):
    for on in LANGUAGES:
        set_language(on)
        assert Label(f"it is {{x:{kind}}}.", f"是 {{x:{kind}}}。").fill("EUR", x=value) == Label(f"it is {en}.", f"是 {zh}。")


def test_a_hole_without_a_kind_is_text():
    assert Label("{step}", "{step}").fill(step=Label("cart", "加购")) == Label("cart", "加购")


def test_a_forgotten_value_is_no_silent_gap():
    with pytest.raises(KeyError, match="paid"):
        Label("{paid:money}", "{paid:money}").fill(refund=3)


@pytest.mark.parametrize("unknown", ["fr", "EN", "zh_CN", "", None])
def test_an_unknown_language_is_refused_in_both_and_changes_nothing(unknown):
    set_language("zh")
    with pytest.raises(UserError) as caught:
        set_language(unknown)
    assert language() == "zh"
    assert str(caught.value) == f"没有 {unknown!r} 这种语言，请选 'en' 或 'zh'。"
    set_language("en")
    assert str(caught.value) == f"There is no language {unknown!r}; choose 'en' or 'zh'."


def test_ipython_shows_a_users_mistake_as_one_sentence(capsys):
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    config = Config()
    # no history file of the person who runs the tests
    config.HistoryManager.enabled = False
    shell = InteractiveShell(config=config)
    shell.colors = "nocolor"
    shell.user_ns["fail"] = lambda: (_ for _ in ()).throw(UserError(Label("The file is empty.", "文件是空的。")))
    for lang, sentence in (("en", "⚠ The file is empty."), ("zh", "⚠ 文件是空的。")):
        set_language(lang)
        shell.run_cell("fail()")
        assert capsys.readouterr().out.strip() == sentence
