"""The rule table of store types: each row fires, every combination of answers gets one verdict, and the curriculum's cases hold."""

from itertools import product

import pandas as pd
import pytest

from shopkit.labels import LANGUAGES, UserError
from shopkit.metrics.store_type import ADVANTAGES, EDGES, QUESTIONS, RULES, TYPES, store_rules, store_type

NOBODY = {"advantages": 0, "edges": 0, "company": False, "own_brand": False, "known_brand": False, "authorised_brands": 0}
COMPANY = NOBODY | {"advantages": 1, "company": True}
CASES = (  # answers, row, verdict: the first to the last row
    (NOBODY, 1, "not_yet"),
    (NOBODY | {"advantages": 2}, 2, "personal_shop"),
    (COMPANY | {"own_brand": True, "known_brand": True}, 3, "flagship"),
    (COMPANY | {"authorised_brands": 2}, 4, "multi_brand"),
    (COMPANY | {"authorised_brands": 1}, 5, "single_brand"),
    (COMPANY | {"own_brand": True}, 6, "company_shop"),
    (COMPANY, 7, "company_shop"),
)
# the same rules in plain words, written anew: what every combination must give


def by_hand(a):
    if not a["advantages"] and not a["edges"]:
        return "not_yet"
    if not a["company"]:
        return "personal_shop"
    if a["own_brand"] and a["known_brand"]:
        return "flagship"
    if a["authorised_brands"] >= 1:
        return "single_brand" if a["authorised_brands"] == 1 else "multi_brand"
    return "company_shop"


@pytest.mark.parametrize(("answers", "row", "verdict"), CASES)
def test_every_row_fires(answers, row, verdict):
    found = store_type(answers)
    assert len(found) == 1 and (found["rule_no"].item(), found["store_type"].item()) == (row, verdict)
    # the verdict is that row of the table, whole
    pd.testing.assert_frame_equal(found, store_rules().iloc[[row - 1]].reset_index(drop=True))


def test_every_combination_has_exactly_one_verdict_and_its_row():
    fired = set()
    for n, m, company, own, known, brands in product(range(6), range(5), (False, True), (False, True), (False, True), range(4)):
        answers = {"advantages": n, "edges": m, "company": company, "own_brand": own, "known_brand": known, "authorised_brands": brands}
        found = store_type(answers).iloc[0]
        assert found["store_type"] == by_hand(answers), answers
        assert not found["needs_company"] or company
        assert not found["needs_authorisation"] or brands
        fired.add(found["rule_no"])
    assert fired == set(range(1, len(RULES) + 1))


@pytest.mark.parametrize("brands", [0, 1, 2, 3])
def test_no_company_is_never_sent_to_tmall(brands):
    answers = NOBODY | {"advantages": 1, "own_brand": True, "known_brand": True, "authorised_brands": brands}
    assert store_type(answers)["store_type"].item() == "personal_shop"


def test_an_edge_is_enough():
    assert store_type(NOBODY | {"edges": ["unusual_service"]})["store_type"].item() == "personal_shop"
    assert store_type(NOBODY | {"edges": []})["store_type"].item() == "not_yet"


def test_a_brand_that_is_not_yours_makes_no_flagship():
    assert store_type(COMPANY | {"known_brand": True})["store_type"].item() == "company_shop"


def test_answers_have_several_forms():
    listed = store_type(COMPANY | {"advantages": ["cheap_supply", "followers"], "edges": ("better_product",)})
    pd.testing.assert_frame_equal(listed, store_type({**COMPANY, "advantages": 2, "edges": 1, "company": 1, "own_brand": 0, "known_brand": 0}))


@pytest.mark.parametrize("wrong", [
    {"company": "yes"}, {"company": 2}, {"own_brand": None}, {"advantages": 6}, {"edges": 5}, {"edges": -1}, {"advantages": 0.5},
    {"advantages": ["luck"]}, {"authorised_brands": -1}, {"authorised_brands": True}, {"authorised_brands": "two"}, {"colour": 1}])
def test_wrong_answers_are_named(wrong):
    with pytest.raises(UserError, match=next(iter(wrong))) as told:
        store_type(COMPANY | wrong)
    assert told.value.code == "answers" and told.value.label.zh


def test_missing_answers_are_named():
    with pytest.raises(UserError, match="known_brand"):
        store_type({k: v for k, v in COMPANY.items() if k != "known_brand"})


def test_the_table_is_said_whole():
    rules = store_rules()
    assert set(rules["store_type"]) == set(TYPES)
    for row in rules.to_dict("records"):
        for lang in LANGUAGES:
            assert all(getattr(row[name], lang).strip() for name in ("whose_brand", "fits_whom", "rule_source"))
        assert not pd.isna(row["checked_on"])
    # platforms' rules say that they were not checked with the platform itself
    assert all("not checked" in s.en and "没有对照" in s.zh for s in rules["rule_source"].iloc[1:])
    assert len(ADVANTAGES) == 5 and len(EDGES) == 4 and len(QUESTIONS) == 6


def test_authorisation_and_company_as_the_curriculum_has_them():
    rules = store_rules().set_index("store_type")
    assert rules.loc[["flagship", "multi_brand", "single_brand"], "needs_company"].all()
    assert rules.loc[["multi_brand", "single_brand"], "needs_authorisation"].all()
    assert not rules.loc["personal_shop", "needs_company"]
