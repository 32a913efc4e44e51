"""Reasons to buy: counts against plain loops, and how many of the phrases of the world's reviews the words catch, in both languages."""

import math
import re

import pandas as pd
import pytest

from shopkit.labels import LANGUAGES, UserError
from shopkit.metrics.reasons import ENOUGH, NONE, REASONS, WORDS, buying_reasons, know_score, reasons_of
from shopkit.world.phrases import REASONS as PHRASES

TEXTS = pd.DataFrame({
    "text": ["Cheap and good quality", "便宜，质量也好", "Came the next day", "Nothing to say", "太贵了", "Customer service was rude", None],
    "score": [5, 4, 5, 4, 1, 2, 5]})


def phrases(lang):
    """Every phrase of the world with the reason that it was written for."""
    rows = [(reason, getattr(phrase, lang)) for by_reason in PHRASES.values() for reason, moods in by_reason.items() for mood in moods.values() for phrase in mood]
    return pd.DataFrame(rows, columns=["reason", "text"])


def test_counted_by_hand():
    found = buying_reasons(TEXTS, yours=["price"])
    by = found.set_index("reason")
    assert by.loc["price", ["praised", "complained"]].tolist() == [2, 1]
    assert by.loc["quality", "praised"] == 2 and by.loc["speed", "praised"] == 1 and by.loc["service", "complained"] == 1
    assert by.loc[NONE, ["praised", "complained"]].tolist() == [1, 0]
    # four pleased reviews with a text, two disappointed
    assert found.attrs["pleased"] == 4 and found.attrs["disappointed"] == 2 and found.attrs["reviews"] == 6
    assert by.loc["price", "praised_share"] == 2 / 4 and by.loc["price", "complained_share"] == 1 / 2
    # two of four pleased, two of the three who name anything
    assert found.attrs["covered"] == 0.5 and found.attrs["covered_of_named"] == pytest.approx(2 / 3)
    assert found.set_index("reason")["yours"].loc[["price", "quality"]].tolist() == [True, False]


def test_most_praised_first_and_none_last():
    found = buying_reasons(TEXTS)
    assert found["reason"].iloc[-1] == NONE
    assert found["praised"].iloc[:-1].is_monotonic_decreasing
    assert sorted(found["reason"].iloc[:-1]) == sorted(REASONS)


def test_a_review_of_two_reasons_counts_once_for_the_coverage():
    found = buying_reasons(TEXTS, yours=["price", "quality"])
    assert found.attrs["covered"] == 0.5
    assert found.set_index("reason").loc[["price", "quality"], "praised_share"].sum() == 1.0


def test_all_reasons_cover_all_that_name_any():
    found = buying_reasons(TEXTS, yours=list(REASONS))
    assert found.attrs["covered_of_named"] == 1
    assert found.attrs["covered"] == 1 - found.set_index("reason").loc[NONE, "praised_share"]


def test_nobody_pleased_is_no_share():
    found = buying_reasons(TEXTS[TEXTS["score"] < 4])
    assert found["praised_share"].isna().all() and math.isnan(found.attrs["covered"])
    assert found["complained_share"].notna().all()


def test_the_limit_of_being_pleased_can_be_moved():
    assert buying_reasons(TEXTS, pleased=5).attrs["pleased"] == 2


@pytest.mark.parametrize("yours", [["luck"], "price"])
def test_unknown_reasons_are_named(yours):
    with pytest.raises(UserError, match="quality"):
        buying_reasons(TEXTS, yours=yours)


def test_a_missing_column_is_named():
    with pytest.raises(UserError, match="score"):
        buying_reasons(TEXTS[["text"]])


def test_words_are_well_formed():
    assert set(WORDS) == set(REASONS)
    for english, chinese in WORDS.values():
        # few enough to be read and amended
        assert 5 <= len(english.split()) <= 32 and 5 <= len(chinese.split()) <= 32
        assert english.isascii() and english == english.lower()
        for piece in chinese.split():
            assert re.compile(piece)


@pytest.mark.parametrize(("text", "reason", "named"), [
    ("priceless", "price", True), ("It costs little", "price", True), ("no accost", "price", False), ("性价比高", "price", True), ("冲着评价来的", "price", False),
    ("Looks great", "looks", True), ("overlooks the sea", "looks", False), ("QUALITY", "quality", True), ("3C认证", "safety", True)])
def test_whole_words_in_english_pieces_in_chinese(text, reason, named):
    assert reasons_of(pd.Series([text]))[reason].item() is named


@pytest.mark.parametrize("lang", LANGUAGES)
def test_how_much_of_the_worlds_wording_the_words_catch(lang):
    """A dictionary count is rough: seven of ten phrases found, nine of ten words right, a fifth to a quarter silent."""
    table = phrases(lang)
    named = reasons_of(table["text"])
    hits = pd.Series([named.loc[i, reason] for i, reason in enumerate(table["reason"])])
    assert hits.mean() >= 0.70
    assert hits.groupby(table["reason"]).mean().min() >= 0.55
    right = hits.sum() / named.to_numpy().sum()
    assert right >= 0.84
    assert (~named.any(axis=1)).mean() <= 0.27


def test_know_score_by_hand():
    me = pd.DataFrame({"category": ["a", "b", "c"], "own_purchases": [10, 0, 2], "supplier_contacts": [3, 0, 9], "reasons_known": [1.0, 0.0, 0.4]})
    found = know_score(me).set_index("category")["know_score"]
    assert found.to_dict() == pytest.approx({"a": 1.0, "c": (0.4 + 1 + 0.4) / 3, "b": 0.0})
    assert know_score(me)["category"].tolist() == ["a", "c", "b"]
    half = know_score(me, enough={"own_purchases": 20}).set_index("category")["know_score"]
    assert half["a"] == pytest.approx((0.5 + 1 + 1) / 3)


def test_what_is_not_known_has_no_score():
    me = pd.DataFrame({"category": ["a"], "own_purchases": [1], "supplier_contacts": [1], "reasons_known": [math.nan]})
    assert know_score(me)["know_score"].isna().all()
    with pytest.raises(UserError, match="supplier_contacts"):
        know_score(me.drop(columns="supplier_contacts"))
    assert set(ENOUGH) == {"own_purchases", "supplier_contacts"}
