"""Ads of Amazon, Google and Meta: figures by hand, and each file added up once more with csv and Decimal alone."""

import csv
import io
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.readers import read_shop

EU, UNIFIED = EXPORTS / "amazon" / "search_terms_eu.synthetic.csv", EXPORTS / "amazon" / "search_terms_unified.synthetic.csv"
INDIA = EXPORTS / "amazon" / "search_terms_in.synthetic.xlsx"
GOOGLE, GOOGLE_DAYS = EXPORTS / "google_ads" / "campaigns_in.synthetic.csv", EXPORTS / "google_ads" / "campaigns_by_day.synthetic.csv"
META, META_MONTH = EXPORTS / "meta_ads" / "ads_by_day.synthetic.csv", EXPORTS / "meta_ads" / "campaigns_of_a_month.synthetic.csv"


def reasons(shop, at=0):
    return {r.code: r.row_numbers for r in shop.ledger[at].reasons}


def notes(shop, at=0):
    return {n.code: n.label for n in shop.ledger[at].notes}


def ads(path):
    return read_shop([path]).ads


def test_search_terms_are_added_up_by_day_and_campaign():
    shop = read_shop([EU])
    table = shop.ads
    assert shop.currency == "EUR" and set(table["channel"]) == {"search_ads"}
    assert list(zip(table["date"].dt.strftime("%m-%d"), table["campaign"], strict=True)) == [("01-05", "Regale"), ("01-05", "Haken"), ("01-06", "Regale")]
    # 4.80 + 0.55 + 3.15; 12 + 1 + 7; 129.90 + 0 + 59.90
    assert table["cost"].tolist() == [8.5, 0.9, 3.6] and table["clicks"].tolist() == [20, 2, 9]
    assert table["ad_sales"].tolist()[::2] == [189.8, 1299.0] and table["ad_sales"].isna().tolist() == [False, True, False]
    assert reasons(shop) == {"broken_row": (12,), "unreadable_date": (11,), "unreadable_number": (8,), "unknown_value": (9,), "impossible_amount": (10,)}
    assert "decimal_comma" in notes(shop)


def test_search_terms_are_not_kept():
    for path in (EU, UNIFIED, INDIA):
        assert "zebrafish" not in ads(path).to_csv().casefold()


def test_a_workbook_with_the_currency_in_its_headings():
    shop = read_shop([INDIA])
    assert shop.currency == "INR" and shop.ads["cost"].tolist() == [201.5, 60.0, 8.5]
    assert reasons(shop) == {"unreadable_date": (8,), "unreadable_number": (5,)}


def test_one_figure_for_a_range_and_parts_of_orders():
    shop = read_shop([UNIFIED])
    assert shop.currency == "USD" and shop.ads["date"].dt.strftime("%Y-%m-%d").tolist() == ["2026-07-06"] * 2
    assert shop.ads["ad_orders"].isna().tolist() == [False, True]
    assert "2026-07-29" in notes(shop)["one_figure_for_the_period"].en and "1.5" in notes(shop)["orders_in_parts"].en


def test_google_totals_overlap_and_stand_aside():
    shop = read_shop([GOOGLE])
    table = shop.ads.set_index("campaign")
    assert shop.currency == "INR" and reasons(shop)["totals_row"] == (10, 11, 12)
    assert table["channel"].to_dict() == {"Brand | Search": "search_ads", "Films": "Paid Video", "Feed": "Paid Shopping", "Everything": "whole_shop_ads"}
    assert table["cost"].sum() == 9556.5
    # an interaction with a video is a view, no click
    assert table["clicks"].isna().to_dict() == {"Brand | Search": False, "Films": True, "Feed": False, "Everything": True}
    assert table["ad_orders"].isna().tolist() == [False, False, False, True]
    # Total: Account is held against the rows; Total: Video and Total: Demand Gen count part of them. 9,556.50 − 9,600.00
    assert "-₹43.50" in notes(shop)["totals_differ"].en and "2,250" not in notes(shop)["totals_differ"].en


def test_google_for_spreadsheets():
    shop = read_shop([GOOGLE_DAYS])
    assert shop.currency == "EUR" and reasons(shop) == {"unreadable_number": (7,), "impossible_amount": (8,), "totals_row": (10,)}
    assert shop.ads["cost"].tolist() == [44.0, 12.2, 40.0, 3.5] and shop.ads["ad_sales"].sum() == 289.5
    assert "totals_agree" in notes(shop)


def test_google_without_days_is_refused(tmp_path):
    path = tmp_path / "Campaign report.csv"
    path.write_bytes(GOOGLE.read_bytes().replace(b"1 January 2026 - 31 January 2026", b"All time"))
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "no_date"


def test_meta_grand_total_has_no_name():
    shop = read_shop([META])
    table = shop.ads
    assert shop.currency == "USD" and set(table["channel"]) == {"Paid Social"}
    # 1,234.56 + 50.25: two ad sets run one ad
    assert table[["creative", "cost", "clicks"]].values.tolist() == [["Film A", 1284.81, 180], ["Carousel", 25.0, 11], ["Film A", 75.0, 55]]
    assert reasons(shop) == {"totals_row": (2,), "unreadable_amount": (7,), "unreadable_date": (8, 9), "unknown_value": (10,)}


def test_meta_results_are_orders_only_where_they_are_purchases():
    shop = read_shop([META_MONTH])
    assert shop.ads["ad_orders"].isna().tolist() == [False, True, True] and shop.ads["ad_orders"].iloc[0] == 14
    assert reasons(shop) == {"totals_row": (5,)} and {"totals_agree", "all_clicks", "results_are_no_orders"} <= set(notes(shop))


@pytest.mark.parametrize(("path", "skip", "delimiter", "encoding", "cost", "campaign", "aside"), [
    (EU, 1, ";", "utf-8-sig", "Spend", "Campaign Name", (8, 9, 10, 11, 12)),
    (UNIFIED, 0, ",", "utf-8", "Total cost", "Campaign name", ()),
    (GOOGLE, 2, ",", "utf-8", "Cost", "Campaign", (8, 9, 10, 11, 12)),
    (GOOGLE_DAYS, 2, "\t", "utf-16", "Cost", "Campaign", (7, 8, 10)),
    (META, 0, ",", "utf-8-sig", "Amount spent (USD)", "Campaign name", (2, 7, 8, 9, 10)),
    (META_MONTH, 0, ",", "utf-8", "Amount spent (EUR)", "Campaign name", (5,)),
], ids=lambda value: getattr(value, "name", None))
def test_spend_against_decimal(path, skip, delimiter, encoding, cost, campaign, aside):
    lines = path.read_bytes().decode(encoding).splitlines()
    sums = {}
    for number, row in enumerate(csv.DictReader(io.StringIO("\n".join(lines[skip:])), delimiter=delimiter), skip + 2):
        if number not in aside:
            text = row[cost].strip("$")
            money = Decimal(text.replace(".", "").replace(",", ".") if path == EU else text.replace(",", ""))
            sums[row[campaign]] = sums.get(row[campaign], 0) + money
    read = ads(path).groupby("campaign")["cost"].sum()
    assert {name: Decimal(str(round(value, 2))) for name, value in read.items()} == sums


@pytest.mark.parametrize("path", [EU, UNIFIED, META, META_MONTH], ids=lambda p: p.name)
def test_shuffled_and_extra_columns_change_nothing(path, tmp_path):
    delimiter = ";" if path == EU else ","
    rows = list(csv.reader(io.StringIO(path.read_bytes().decode("utf-8-sig")), delimiter=delimiter))
    width = max(map(len, rows))
    shuffled = tmp_path / path.name
    with shuffled.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([[*row[::-1], "more"] if len(row) == width else row for row in rows])
    assert ads(shuffled).equals(ads(path))


def test_a_month_and_its_days_count_once(tmp_path):
    month = tmp_path / "month.csv"
    month.write_bytes(META_MONTH.read_bytes().replace(b"(EUR)", b"(USD)"))
    shop = read_shop([month, META])
    assert shop.ads["cost"].sum() == pytest.approx(1384.81)
    assert reasons(shop) == {"totals_row": (5,), "overlapping_period": (2, 3, 4)} and shop.ledger[0].rows_kept == 0


def test_the_same_report_twice_counts_once(tmp_path):
    again = tmp_path / "report (1).csv"
    again.write_bytes(EU.read_bytes())
    shop = read_shop([EU, again])
    assert shop.ads.equals(ads(EU))
    # five rows make three of the table
    assert reasons(shop, 1)["duplicate_of_other_file"] == (3, 4, 5, 6, 7) and shop.ledger[1].rows_kept == 0
