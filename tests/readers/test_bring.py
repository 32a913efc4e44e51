"""Every table and column that can be missing has an answer to the question which export brings it."""

import pytest

from shopkit.readers import bring
from shopkit.schema import TABLES

NEEDS = [*TABLES, *(f"{t.name}.{c.name}" for t in TABLES.values() for c in t.columns)]


def test_every_need_has_an_answer_in_both_languages():
    for need in NEEDS:
        label = bring.brings(need)
        assert label.en and label.zh, need


def test_what_is_declared_is_a_table_or_a_column():
    assert set(bring._FROM) <= set(NEEDS)


def test_reports_that_are_not_read_yet_say_so():
    read, _, later = bring.brings("orders").en.partition("; not read yet: ")
    assert read.startswith("Etsy: Download Data → Orders; ") and "Amazon" in read and later and "Amazon" not in later
    assert "尚不能读：" in bring.brings("traffic.cost").zh
    assert "not read yet" not in bring.brings("ad_exposures").en


def test_an_unknown_table_raises():
    with pytest.raises(KeyError):
        bring.brings("weather.rain")
