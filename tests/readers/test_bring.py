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
    assert bring.brings("chats").en.startswith("not read yet: ")
    assert "已卖出的宝贝" in bring.brings("orders").zh.partition("尚不能读")[0]
    assert bring.brings("orders").en.startswith("Etsy: Download Data → Orders; ")
    assert "尚不能读：" in bring.brings("reviews").zh
    assert "not read yet" not in bring.brings("ad_exposures").en


def test_a_shop_is_told_of_its_own_platforms():
    here = bring.brings("orders", {"shopify"}).en
    assert "Shopify" in here and "Etsy" not in here and "Taobao" not in here
    # where its platform brings nothing, the others are named
    assert bring.brings("market", {"shopify"}).en == "only elsewhere: Taobao/Tmall"
    assert bring.brings("events.device", {"etsy"}).en == "only elsewhere: your own site's event log"
    assert bring.brings("orders.refunded_at", {"etsy"}).zh == "只有别的平台有：淘宝/天猫、拼多多、抖店、京东、Amazon、eBay"


def test_tools_of_own_sites_are_not_told_to_a_shop_inside_a_chinese_platform():
    assert "Google" not in bring.brings("ads", {"taobao"}).en + bring.brings("shop_days", {"taobao", "jd"}).en
    assert "Google Ads" in bring.brings("ads", {"shopify"}).en and "Amazon" not in bring.brings("ads", {"shopify"}).en
    assert "own site" not in bring.brings("events", {"taobao"}).en and "own site" in bring.brings("events", {"woocommerce"}).en


def test_what_can_be_fetched_is_neither_unread_nor_without_a_button():
    assert bring.to_fetch("events", {"taobao"}) == () == bring.to_fetch("ad_exposures") == bring.to_fetch("reviews")
    assert bring.to_fetch("items.visitors", {"etsy"}) == ()
    assert [p.en for p in bring.to_fetch("products.unit_cost", {"taobao"})] == ["your own list of what each item costs (by a mapping: read --suggest)"]


def test_an_unknown_table_raises():
    with pytest.raises(KeyError):
        bring.brings("weather.rain")
