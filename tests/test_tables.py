"""Formatted tables: heads and numbers as a reader expects them, nothing run that a title holds, the basis always told."""

import re
from html import unescape

import pandas as pd
import pytest

from shopkit.labels import Label, UserError, set_language
from shopkit.metrics import book
from shopkit.metrics.funnel import PAY_CONVERSION, funnel
from shopkit.schema import TABLES
from shopkit.tables import glossary, labelled, show
from tests.conftest import small_shop


def cells(html):
    """Heads and rows as a reader sees them."""
    heads = [unescape(h) for h in re.findall(r"<th [^>]*>(.*?)</th>", html.data)]
    rows = [[unescape(c) for c in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in re.findall(r"<tr>(.*?)</tr>", html.data, re.S)]
    return heads, [row for row in rows if row]


def table(currency=None, basis=None, **columns):
    frame = pd.DataFrame(columns)
    frame.attrs.update(currency=currency, basis=basis)
    return frame


RESULT = dict(step=["cart", "pay"], visitors=[1200, 35], step_conversion=[float("nan"), 35 / 1200], extra_paid_amount=[1234.5, -3.0])


@pytest.mark.parametrize(
    "lang, heads, rows",
    [
        ("en", ["Step", "Visitors", "Step conversion", "Extra paid amount"],
         [["Cart", "1,200", "—", "€1,234.50"], ["Paid", "35", "2.92%", "-€3.00"]]),
        ("zh", ["步骤", "访客数", "单步转化率", "可挽回支付金额"],
         [["加购", "1,200", "—", "€1,234.50"], ["支付", "35", "2.92%", "-€3.00"]]),
    ],
)
def test_heads_values_and_numbers_in_both_languages(lang, heads, rows):
    set_language(lang)
    assert cells(show(table("EUR", **RESULT))) == (heads, rows)


@pytest.mark.parametrize("currency, text", [("CNY", "¥10.00"), ("USD", "$10.00"), (None, "10.00")])
def test_money_is_in_the_tables_currency(currency, text):
    assert cells(show(table(currency, paid_amount=[10])))[1] == [[text]]


def test_the_basis_is_told_in_both_languages():
    for lang, people, days in (("en", "each counted once", "on two days counts twice"), ("zh", "每人只算一次", "来两天算两次")):
        set_language(lang)
        assert people in show(table(basis="people", visitors=[1])).data
        assert days in show(table(basis="days", visitor_days=[1])).data
        assert "<p" not in show(table(visitors=[1])).data


def test_results_of_the_analyses_carry_their_basis_and_currency():
    shop = small_shop(1)
    by_source = show(PAY_CONVERSION.of(shop.traffic, by="source"))
    assert "counts twice" in by_source.data
    assert "Visitor-days" in cells(by_source)[0] and "Search ads" in [row[0] for row in cells(by_source)[1]]
    assert "each counted once" in show(funnel(shop.events, ["detail", "pay"])).data
    assert "¥" in show(shop.orders.head(3)).data


def test_the_heads_of_added_people_name_the_days():
    set_language("zh")
    assert cells(show(table(visitor_days=[1], buyer_days=[2], cart_adder_days=[3])))[0] == ["访客日", "支付买家日", "加购人日"]


def test_a_name_that_two_tables_use_means_what_it_means_in_its_own():
    shop = small_shop(1)
    heads, rows = cells(show(shop.costs.head(1)))
    assert heads == ["Month", "Kind of cost", "Amount", "Fixed"] and rows == [["2025-08-01", "Rent", "¥1,200.00", "yes"]]
    assert "Unit cost" in cells(show(shop.products))[0] and "Unit cost at sale" in cells(show(shop.orders.head(1)))[0]


EVIL = "<script>alert(1)</script>"


def test_nothing_in_a_table_is_run():
    evil = table(title=[EVIL], source=['"><b>x'], visitors=[1]).assign(**{EVIL: EVIL})
    for index in (True, False):
        html = show(evil.set_index(pd.Index([EVIL])), title=Label(EVIL, EVIL), index=index).data
        assert "<script" not in html.lower() and "<b>" not in html
        assert "&lt;script&gt;" in html
    heads, rows = cells(show(evil))
    assert heads[-1] == EVIL and rows == [[EVIL, '"><b>x', "1", EVIL]]


def test_a_label_in_a_cell_is_escaped_and_translated():
    frame = table(**{"What": [Label("a & b", "甲<乙")]})
    assert "a &amp; b" in show(frame).data
    set_language("zh")
    assert "甲&lt;乙" in show(frame).data


def test_the_same_table_is_the_same_html():
    # else a rebuilt notebook differs in every table
    first, second = (show(table("EUR", "people", **RESULT), title=Label("Leaks", "流失")).data for _ in range(2))
    assert first == second
    assert "Leaks" in first


def stands(html):
    """The columns whose cells and headings stand right, and those that stand left."""
    return tuple(set(re.findall(rf"\.col(\d) {{\s*text-align: {side};", html)) for side in ("right", "left"))


def test_numbers_stand_right_and_words_left():
    assert stands(show(table("EUR", **RESULT)).data) == ({"1", "2", "3"}, set())
    prose = table("EUR", **RESULT)
    prose.attrs["words"] = [0]
    assert stands(show(prose).data) == ({"1", "2", "3"}, {"0"})


def test_tables_of_one_page_have_ids_of_their_own():
    ids = [re.search(r'<table id="(.*?)"', show(frame).data)[1] for frame in (table("EUR", **RESULT), table("EUR", **RESULT).head(1))]
    assert len(set(ids)) == 2


def test_an_empty_table_says_so():
    assert "Nothing to show" in show(table(**RESULT)[:0]).data
    set_language("zh")
    assert "没有可列出的内容" in show(table(**RESULT)[:0]).data


def test_holes_of_every_kind_are_a_dash():
    frame = pd.DataFrame({
        "visitors": pd.array([None], dtype="Int64"), "paid_amount": [float("nan")], "date": pd.to_datetime([None]), "is_member": pd.array([None], dtype="boolean"),
        "title": pd.Series([None], dtype="str"), "step": pd.Series([None], dtype="str"), "nobody": [None],
    })
    assert cells(show(frame))[1] == [["—"] * 7]


def test_undeclared_columns_keep_their_name_and_are_read_by_their_type():
    frame = pd.DataFrame({"colour": ["red"], "n": [12000], "share": [1 / 3], "when": pd.to_datetime(["2026-11-01"]), "sure": [True], "ratio_x": [1 / 3],
                          "tags": [["a", "b"]]})
    assert cells(show(frame)) == (["colour", "n", "Of net paid amount", "when", "sure", "ratio_x", "tags"],
                                  [["red", "12,000", "33.3%", "2026-11-01", "yes", "0.33", "['a', 'b']"]])


def test_two_columns_that_are_called_alike_are_both_shown():
    frame = pd.DataFrame({"visitors": [1], "Visitors": [2]})
    assert labelled(frame).values.tolist() == [["1", "2"]]


def test_the_table_itself_is_untouched():
    frame = table("EUR", **RESULT)
    kept = frame.copy()
    show(frame)
    pd.testing.assert_frame_equal(frame, kept)


def test_the_glossary_names_everything_in_both_languages():
    found = glossary().set_index("name")
    assert list(found.columns) == ["English", "中文", "formula"]
    assert set(found.index) == set(book()) | {c.name for t in TABLES.values() for c in t.columns}
    assert found.index.is_unique and not (found == "").any().any()
    assert found.loc["pay_conversion"].tolist() == ["Pay conversion", "支付转化率", "buyers ÷ visitors"]
    assert found.loc["visitors"].tolist() == ["Visitors", "访客数", "—"]
    set_language("zh")
    # it holds both languages, whichever is on
    pd.testing.assert_frame_equal(glossary().set_index("name"), found)


def test_the_glossary_of_a_few_names():
    assert glossary("buyers", "refund_rate", "visitor_days")["中文"].tolist() == ["支付买家数", "退款率（占支付订单）", "访客日"]
    with pytest.raises(UserError) as caught:
        glossary("colour")
    assert "'colour'" in caught.value.label.en and "'colour'" in caught.value.label.zh
