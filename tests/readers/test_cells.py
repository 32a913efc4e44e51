"""Cells: numbers, ids and names as platforms write them."""

import pandas as pd
import pytest

from shopkit.readers import cells


@pytest.mark.parametrize(("text", "value"), [
    ("1,234", 1234), ("35188 ", 35188), ("$1,234.50", 1234.5), ("¥28.16", 28.16), ("￥28.16", 28.16), ("€ 5", 5), ("US$5.00", 5),
    ("AU $5.00", 5), ("C $5.00", 5),
    ("USD 5", 5), ("5 USD", 5), ("12.34%", 0.1234), ("12.00元", 12), ("0元", 0), ("3.2万", 32000), ("-5", -5), ("−5", -5), ("(5.00)", -5),
    ("-$5.25", -5.25), ("$-5.25", -5.25), ("+7", 7), (".5", 0.5), ("１２３", 123), ("0", 0),
])
def test_numbers(text, value):
    assert cells.numbers(pd.Series([text], dtype="str"))[0] == pytest.approx(value)


@pytest.mark.parametrize("text", ["", "-", "--", "/", "l8", "1,23", "12,50", "1e5", "inf", "1.2.3", "5-10", "--5", "(5", "131.77(已退款89.84)", "9" * 30, "."])
def test_what_is_no_number(text):
    assert cells.numbers(pd.Series([text], dtype="str")).isna().all()


def test_plain_numbers_among_missing_ones():
    read = cells.numbers(pd.Series(["1.50", None, "2", "1.50"], dtype="str", index=[7, 8, 9, 10]))
    assert read.fillna(-1).tolist() == [1.5, -1, 2, 1.5] and read.index.tolist() == [7, 8, 9, 10] and read.dtype == "float64"
    assert cells.numbers(pd.Series(["1.50", ""], dtype="str")).isna().tolist() == [False, True]


@pytest.mark.parametrize("texts", [["a", "b"], ["NULL", "b"], [" a", "b"], ["a ", "b"], ["a", "\u200bb"], ["a", "b\n"], ["", "b"], ["Nan", "—"], ["n/A", "N/a"]])
def test_a_column_is_as_its_cells_one_by_one(texts):
    whole, alone = cells.plain(pd.Series(texts, dtype="str")), [cells._plain(text) for text in texts]
    assert [None if pd.isna(text) else text for text in whole] == alone


def test_ids_and_missing():
    ids = pd.Series(['="0012"', "\t6917 ", "'97213", "`T200P1", "-", "", "007"], dtype="str")
    assert cells.ids(ids).tolist()[:4] == ["0012", "6917", "97213", "T200P1"]
    assert cells.ids(ids).isna().tolist() == [False] * 4 + [True, True, False]
    assert cells.destroyed(pd.Series(["2.02606E+27", "3E+9", "3E9", "12"], dtype="str")).tolist() == [True, True, False, False]
    assert cells.plain(pd.Series([" --", "NaN", "无退款申请", " a ", "0", "NA"], dtype="str")).fillna("?").tolist() == ["?", "?", "?", "a", "0", "NA"]


def test_names_of_columns():
    assert cells.normal("\ufeff Sales  TAX\t") == "sales tax"
    assert cells.normal("收入（+元）") == "收入(+元)" and cells.normal("Sessions – Total") == "sessions - total"
