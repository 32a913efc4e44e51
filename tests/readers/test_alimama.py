"""Alimama: campaigns and items are not added to each other, channels from scenes; the DMP's page, affiliates without their commission."""

import csv
from decimal import Decimal

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture
from test_sycm import _course, _demo, _notes, _reasons, _written

from shopkit.readers import read_shop

ALIMAMA = EXPORTS / "alimama"


def test_plans_by_hand():
    shop = read_shop([ALIMAMA / "plans.synthetic.csv"])
    entry, ads = shop.ledger[0], shop.ads
    assert round(ads["cost"].sum(), 2) == round(58.81 + 22.34 + 60 + 35.5 + 4.5 + 0 + 15.2 + 2.1 + 61.2 + 18.8 + 19, 2) == 297.45
    assert ads.groupby("channel")["ad_sales"].sum().to_dict() == {"audience_ads": 158.0, "search_ads": 360 + 119 + 79 + 220.0, "whole_shop_ads": 500.25, "店铺直达": 0.0}
    assert ads["ad_orders"].sum() == 3 + 1 + 4 + 1 + 2 + 1 and ads["clicks"].sum() == 40 + 30 + 42 + 90 + 5 + 0 + 11 + 2 + 45 + 25 + 26
    # two plans of one name are told apart; a name that holds a phone number is left out
    assert {"搜索·电热水壶 (61001)", "搜索·电热水壶 (61005)", "人群·新客", "61006"} <= set(ads["campaign"])
    assert _reasons(entry) == {"unreadable_date": (12,), "unreadable_amount": (10, 11), "totals_row": (17,), "repeated_row": (13,)}
    assert {"presale_apart", "personal_content", "totals_differ", "encoding"} <= set(_notes(entry))


def test_plans_against_a_loop():
    """Every row of the file once more, with csv and Decimal only."""
    rows = list(csv.DictReader((ALIMAMA / "plans.synthetic.csv").open(encoding="gb18030", newline="")))
    good, seen = [], set()
    for row in rows:
        key = tuple(row.values())
        if row["日期"].startswith("2025-12-0") and row["花费"].replace(".", "").isdigit() and key not in seen:
            seen.add(key)
            good.append(row)
    ads = read_shop([ALIMAMA / "plans.synthetic.csv"]).ads
    assert [Decimal(str(c)) for c in ads["cost"]] == [Decimal(r["花费"]) for r in good]
    assert [Decimal(str(c)) for c in ads["ad_sales"]] == [Decimal(r["总成交金额"]) for r in good]
    assert ads["impressions"].tolist() == [int(r["展现量"]) for r in good]


def test_items_by_hand():
    shop = read_shop([ALIMAMA / "items.synthetic.csv"])
    ads = shop.ads
    assert ads["cost"].tolist() == [42.0, 18.0, 35.5, 4.5] and _reasons(shop.ledger[0]) == {"unreadable_amount": (6,), "repeated_row": (7,)}
    # what is advertised may be a shop: it is no item
    assert ads["product_id"].tolist()[:3] == ["731000000001", "731000000002", "731000000002"] and pd.isna(ads["product_id"][3])
    assert set(shop.products["product_id"]) == {"731000000001", "731000000002"}


@pytest.mark.parametrize("order", [1, -1])
def test_items_and_plans_are_not_added(order):
    files = [ALIMAMA / "plans.synthetic.csv", ALIMAMA / "items.synthetic.csv"][::order]
    shop = read_shop(files)
    entries = {e.report: e for e in shop.ledger}
    # the plans cover six days, the items one
    assert round(shop.ads["cost"].sum(), 2) == 297.45
    assert entries["alimama_items"].rows_kept == 0 and "counted_elsewhere" in _notes(entries["alimama_items"])
    assert _reasons(entries["alimama_items"])["counted_elsewhere"] == (2, 3, 4, 5) and len(shop.products) == 2


def test_reports_of_other_days_are_both_kept(tmp_path):
    later = tmp_path / "items.csv"
    later.write_bytes((ALIMAMA / "items.synthetic.csv").read_bytes().replace(b"2025-12-02", b"2026-01-02"))
    shop = read_shop([ALIMAMA / "plans.synthetic.csv", later])
    assert round(shop.ads["cost"].sum(), 2) == 297.45 + 100


def test_the_same_report_twice_counts_once(tmp_path):
    again = tmp_path / "plans (1).csv"
    again.write_bytes((ALIMAMA / "plans.synthetic.csv").read_bytes())
    shop = read_shop([ALIMAMA / "plans.synthetic.csv", again])
    assert round(shop.ads["cost"].sum(), 2) == 297.45 and shop.ledger[1].rows_kept == 0


def test_old_report_is_search_advertising():
    shop = read_shop([ALIMAMA / "zhitongche.synthetic.csv"])
    assert shop.ads["channel"].unique().tolist() == ["search_ads"] and shop.ads["cost"].tolist() == [64.0, 9.0, 67.2, 0.7]
    assert _reasons(shop.ledger[0]) == {"broken_row": (6,), "unreadable_number": (7,), "totals_row": (8,)}
    assert shop.ads["ad_sales"].sum() == 240 + 119


def test_a_report_that_names_no_scene_has_no_channel(tmp_path):
    rows = ["日期,计划名称,展现量,点击量,花费,点击率,平均点击花费".split(","), "2026-01-01,甲,100,5,4.50,0.05,0.90".split(",")]
    shop = read_shop([_written(tmp_path / "a.csv", rows)])
    assert shop.ads["channel"].isna().all() and "no_channel" in _notes(shop.ledger[0]) and "traffic" not in shop.tables


def test_dmp_page_and_zip_give_the_same():
    page, archive = (read_shop([ALIMAMA / name]) for name in ("dmp.synthetic.xls", "dmp_csv.synthetic.zip"))
    assert page.items.equals(archive.items)
    assert page.items["paid_amount"].tolist()[::3] == [600.40, 99.0] and page.items["paid_amount"][1] == 0 and pd.isna(page.items["paid_amount"][2])
    assert page.items["page_views"].tolist()[:3] == [310, 280, 120] and pd.isna(page.items["page_views"][3])
    assert _reasons(page.ledger[0]) == {"unreadable_date": (7,), "totals_row": (8,), "repeated_row": (6,)}


def test_dmp_completes_items_of_the_same_day(tmp_path):
    header = "统计日期,商品ID,商品访客数,支付买家数,支付件数,支付金额".split(",")
    daily = _written(tmp_path / "a.csv", [header, ["2025-12-01", "731000000001", "200", "5", "6", "600.40"]])
    items = read_shop([daily, ALIMAMA / "dmp.synthetic.xls"]).items
    assert len(items) == 4 and items["paid_amount"].sum() == 600.40 + 0 + 99
    assert items.loc[0, ["visitors", "page_views"]].tolist() == [200, 310]


def test_affiliates_by_hand():
    shop = read_shop([ALIMAMA / "affiliates.synthetic.csv"])
    assert shop.traffic["source"].unique().tolist() == ["off_site"] and shop.traffic["visitors"].tolist() == [100, 80, 9, 18]
    assert shop.traffic["paid_amount"].sum() == 450 + 158 + 79 and shop.traffic["orders"].sum() == 6 + 2 + 1
    assert "commission_not_there" in _notes(shop.ledger[0]) and "cost" not in shop.traffic


def test_affiliates_stand_in_the_report_of_all_sources_already():
    shop = read_shop([ALIMAMA / "affiliates.synthetic.csv", EXPORTS / "sycm" / "sources.synthetic.xls"])
    assert shop.ledger[0].rows_kept == 0 and shop.traffic.set_index("source")["visitors"]["off_site"] == 60


def test_contents_of_a_day_are_not_added_to_their_total(tmp_path):
    header = "日期\t,数据内容,点击人数（即进店人数）,付款人数,付款金额,付款笔数".split(",")
    rows = [header, "2025-12-01\t,全部,100,5,450.00,6".split(","), "2025-12-01\t,甲,70,3,300.00,4".split(","), "2025-12-01\t,乙,40,2,150.00,2".split(",")]
    shop = read_shop([_written(tmp_path / "a.csv", rows)])
    assert shop.traffic[["source", "visitors"]].values.tolist() == [["淘宝联盟·甲", 70], ["淘宝联盟·乙", 40]]
    assert _reasons(shop.ledger[0]) == {"totals_row": (2,)}


def test_course_plans_against_the_shop():
    """Per day, channel and campaign: what the shop's ads add up to over their creatives, to the cent."""
    sums = {}
    for row in _demo("ads"):
        of = sums.setdefault((row["date"], row["channel"], row["campaign"]), [0, 0, Decimal(0), 0, Decimal(0)])
        for at, name in enumerate(("impressions", "clicks", "cost", "ad_orders", "ad_sales")):
            of[at] += int(row[name]) if at in (0, 1, 3) else Decimal(row[name])
    ads = read_shop([_course("计划报表")]).ads
    found = {(f"{r['date']:%Y-%m-%d}", r["channel"], r["campaign"]): [r["impressions"], r["clicks"], Decimal(str(r["cost"])), r["ad_orders"], Decimal(str(r["ad_sales"]))]
             for r in ads.to_dict("records")}
    assert found == sums and len(found) == 1224


@pytest.mark.parametrize(("name", "old", "new", "row"), [
    ("plans", b",58.81,", b",-58.81,", 2), ("plans", b",360.00,", b",-360.00,", 2), ("zhitongche", b",64.00,", b",-64.00,", 2),
    ("affiliates", b",450.00,", b",-450.00,", 2)])
def test_an_amount_below_nothing_is_set_aside(name, old, new, row, tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes((ALIMAMA / f"{name}.synthetic.csv").read_bytes().replace(old, new, 1))
    assert _reasons(read_shop([path]).ledger[0])["impossible_amount"] == (row,)
