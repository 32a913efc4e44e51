"""Shopify's exports: amounts by hand on the synthetic files, and the course's own export against the shop it was made from."""

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from export_files import EXPORTS, own_key, read_case  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.readers import read_shop

SHOPIFY = EXPORTS / "shopify"
US, EU = SHOPIFY / "orders_us.synthetic.csv", SHOPIFY / "orders_eu.dmy.synthetic.csv"
PRODUCTS, SALES = SHOPIFY / "shopify_products.synthetic.csv", SHOPIFY / "sales_by_day.synthetic.csv"
SESSIONS, CAMPAIGNS = SHOPIFY / "sessions_days.synthetic.csv", SHOPIFY / "sessions_campaigns.synthetic.csv"
DATASETS = Path(__file__).resolve().parents[2] / "datasets"


def _table(path, delimiter=","):
    return list(csv.reader(path.open(encoding="utf-8-sig", newline=""), delimiter=delimiter))


def _written(tmp_path, rows, name="export.csv"):
    path = tmp_path / name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def _without(rows, *names):
    keep = [i for i, name in enumerate(rows[0]) if name not in names]
    return [[row[i] for i in keep] if len(row) == len(rows[0]) else row for row in rows]


def test_orders_where_tax_is_added():
    shop = read_shop([US])
    lines = shop.orders.set_index(["order_id", "line_no"])
    # #1012: 50 + 2 × 10 + a gift, less 10: 60 over 50 : 20 : 0
    assert lines.loc["#1012", "paid_amount"].tolist() == [42.86, 17.14, 0]
    assert lines.loc["#1012", "list_amount"].tolist() == [60, 20, 0] and lines.loc["#1012", "product_id"].tolist() == ["LAMP-01", "CORD-02", "Gift wrap"]
    orders = lines.groupby(level=0)[["order_amount", "paid_amount", "refund_amount"]].sum(min_count=1)
    assert orders["order_amount"].to_dict() == {"#1012": 60, "#1011": 37.5, "#1010": 12.5, "#1009": 50, "#1008": 35, "#1007": 50, "#1003": 0,
                                                "#1002": 50, "#1001": 10}
    assert orders.index[orders["paid_amount"].isna()].tolist() == ["#1001", "#1010", "#1011"]
    # #1008: 13.50 with 8 % tax is 12.50 of goods; #1009: 59.40 with 5 of shipping and its tax, held within 50
    assert orders.loc[["#1008", "#1009"], "refund_amount"].tolist() == [12.5, 50]
    assert lines.groupby(level=0)["status"].first().to_dict() == {
        "#1012": "shipped", "#1011": "unpaid", "#1010": "cancelled", "#1009": "refunded", "#1008": "shipped", "#1007": "shipped",
        "#1003": "shipped", "#1002": "shipped", "#1001": "unpaid"}
    assert lines["paid_at"].isna().equals(lines["paid_amount"].isna())
    # the shop's own clock, on both sides of the end of summer time
    assert lines.loc[("#1002", 1), "ordered_at"] == pd.Timestamp("2025-10-30 21:06:21")
    assert lines.loc[("#1012", 1), "ordered_at"] == pd.Timestamp("2025-12-20 10:00")
    assert lines["coupon_id"].dropna().unique().tolist() == ["WINTER10", "FREEMUG"]
    assert shop.currency == "USD" and lines.loc[("#1003", 1), ["customer_id", "city"]].isna().all()


def test_rows_of_orders_that_cannot_be_used():
    entry = read_shop([US]).ledger[0]
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (16,), "unreadable_date": (15,), "unreadable_amount": (13,), "headless_line": (14,), "impossible_amount": (20,),
        "repeated_order": (21, 22)}
    assert entry.money() == {"column": "Subtotal", "read": 445, "kept": 305, "set_aside": 140}
    notes = {n.code: n for n in entry.notes}
    assert "$5.00" in notes["subtotal_differs"].label.en and notes["subtotal_differs"].row_numbers == (12,)
    assert notes["taxes_as_elsewhere"].row_numbers == (18,) and "taxes_included" not in notes


def test_orders_where_tax_is_included_and_a_spreadsheet_was_in_between():
    lines = read_shop([EU], dates="dmy").orders.set_index(["order_id", "line_no"])
    # #2001: 4.58 of tax on 23.80 + 4.90 of shipping: 3.80 on the goods. #2002: 64.26 with 19 % are 54, over 59.50 : 11.90
    assert lines["paid_amount"].dropna().tolist() == [20, 45, 9, 10, 10, 30] and lines.loc[("#2005", 1), "order_amount"] == 10
    assert lines["list_amount"].tolist() == [20, 50, 10, 10, 10, 10, 30] and lines["refund_amount"].tolist()[1:3] == [7.5, 1.5]
    assert lines.loc[("#2001", 1), "ordered_at"] == pd.Timestamp("2026-03-04 10:11")
    assert lines.loc[("#2006", 1), "paid_at"] == lines.loc[("#2006", 1), "ordered_at"]
    with pytest.raises(UserError) as error:
        read_shop([EU])
    assert error.value.code == "dates_ambiguous" and "--dates dmy" in error.value.label.zh


def test_tax_that_nothing_settles(tmp_path):
    rows = _table(US)
    total = rows[0].index("Total")
    for row in rows[1:]:
        if row[0] != "#1002":
            row[1:] = [cell if i + 1 != total else "1.00" if cell else "" for i, cell in enumerate(row[1:])]
    shop = read_shop([_written(tmp_path, rows)])
    assert "taxes_undecided" in [n.code for n in shop.ledger[0].notes]
    assert shop.orders["order_amount"].dropna().tolist() == [0] and shop.orders["order_id"].nunique() == 9
    with pytest.raises(UserError) as error:
        read_shop([_written(tmp_path, _without(_table(US), "Total"))])
    assert error.value.code == "taxes_unknown" and "Total" in error.value.label.zh


def test_any_subset_order_and_surplus_of_columns(tmp_path):
    rows = _table(US)
    widest = len(rows[0])
    shuffled = [[*row[::-1], "more"] if len(row) == widest else row for row in rows]
    plain, other = read_shop([US]), read_shop([_written(tmp_path, shuffled)])
    assert other.orders.equals(plain.orders) and other.ledger[0].money() == plain.ledger[0].money()
    few = _without(rows, "Subtotal", "Lineitem sku", "Shipping", "Total", "Taxes", "Email", "Financial Status", "Paid at", "Fulfilled at",
                   "Lineitem discount", "Lineitem compare at price", "Refunded Amount", "Billing Name", "Notes")
    shop = read_shop([_written(tmp_path, few)])
    # #1007's discount was on shipping: without Subtotal nothing tells
    assert shop.orders.groupby("order_id")["order_amount"].sum()[["#1012", "#1008", "#1007", "#1003"]].tolist() == [60, 35, 45, 0]
    assert shop.orders["product_id"].tolist()[0] == "Clamp lamp - Black" and shop.orders["paid_amount"].isna().all()
    # columns that a genuine export was shared with: no amounts at all
    bare = _without(few, "Lineitem price", "Discount Amount")
    shop = read_shop([_written(tmp_path, bare)])
    assert "order_amount" not in shop.orders and "no_amounts" in [n.code for n in shop.ledger[0].notes]


def test_lines_that_a_spreadsheet_sorted_apart_stay_one_order(tmp_path):
    rows = _table(US)
    whole = [row for row in rows[1:] if len(row) == len(rows[0])][:-2]
    sku = rows[0].index("Lineitem sku")
    path = _written(tmp_path, [rows[0], *sorted(whole, key=lambda row: row[sku])])
    by_order = [read_shop([p]).orders.groupby("order_id")["order_amount"].sum() for p in (US, path)]
    assert by_order[0].equals(by_order[1])


def test_products_meet_orders_with_and_without_sku():
    shop = read_shop([SHOPIFY / "shop.synthetic"])
    products = shop.products.set_index("product_id")
    assert products.index.tolist() == ["LAMP-01", "LAMP-02", "CORD-02", "Cord - 5 m / White", "MUG-03", "Gift wrap"]
    assert products["list_price"].tolist() == [60, 52, 10, 14, 12.5, 0] and products["unit_cost"].tolist()[:5] == [21.5, 21.5, 2.4, 3.1, 4.1]
    assert products["category"].tolist() == ["Lamps", "Lamps", "Home & Garden", "Home & Garden", "Kitchen", "Service"]
    assert set(shop.orders["product_id"]) <= set(products.index)
    assert {r.code: r.row_numbers for r in read_shop([PRODUCTS]).ledger[0].reasons} == {
        "broken_row": (14,), "unreadable_amount": (12,), "impossible_amount": (13,), "repeated_item": (11,), "picture_row": (5, 6)}


def test_reports_of_a_shop_meet_in_its_days():
    days = read_shop([SHOPIFY / "shop.synthetic"]).shop_days.set_index("date")
    assert days.loc["2025-12-03", ["visitors", "page_views", "orders", "paid_amount", "refund_amount"]].tolist() == [1240, 3305, 12, 1200, 50]
    assert pd.isna(days.loc["2025-12-08", "paid_amount"]) and days.loc["2025-12-08", "page_views"] == 300


def test_sales_by_day_are_held_against_their_own_sums():
    entry = read_shop([SALES]).ledger[0]
    notes = {n.code: n for n in entry.notes}
    assert notes["net_differs"].row_numbers == (5,) and "1.00" in notes["net_differs"].label.en
    assert notes["returns_taken_back"].row_numbers == (6,) and "12.50" in notes["returns_taken_back"].label.zh
    assert "totals_differ" in notes and {r.code for r in entry.reasons} >= {"totals_row", "impossible_amount"}


def test_several_rows_a_day_add_money_and_no_orders(tmp_path):
    rows = [["Day", "Sales channel", "Orders", "Gross sales", "Discounts", "Returns"], ["2025-12-01", "Online", "2", "30", "-5", "0"],
            ["2025-12-01", "Shop", "1", "20", "0", "-4"], ["2025-12-02", "Shop", "1", "8", "0", "0"]]
    days = read_shop([_written(tmp_path, rows)]).shop_days
    assert days["paid_amount"].tolist() == [45, 8] and days["refund_amount"].tolist() == [4, 0] and "orders" not in days


def test_visitors_are_never_added(tmp_path):
    assert read_shop([SESSIONS]).shop_days["visitors"].fillna(-1).tolist() == [120, 98, 1240, 101, -1, 77]
    days = read_shop([CAMPAIGNS]).shop_days
    assert "visitors" not in days and days["page_views"].tolist() == [120 + 290, 80 + 31 + 189, 9]
    with pytest.raises(UserError) as error:
        read_shop([_written(tmp_path, _without(_table(CAMPAIGNS), "Pageviews"))])
    assert error.value.code == "people_not_added" and "Day" in error.value.label.zh


@pytest.mark.parametrize("text", ["Month,Months since first purchase,Customers,Customer retention rate,Customers in cohort\n2025-01-01,1,3,0.1,30\n",
                                  "Day,Sessions,Sessions that reached checkout\n2025-01-01,100,7\n"])
def test_reports_that_are_known_and_sent_back(text, tmp_path):
    path = tmp_path / "report.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "not_read_yet" and "Shopify" in error.value.label.zh


def test_the_courses_export_is_the_shop_it_was_made_from():
    """Line by line against the demo shop, and totals by Decimal straight from both files."""
    path, rows = DATASETS / "exports" / "shopify" / "orders_export.csv", _table(DATASETS / "exports" / "shopify" / "orders_export.csv")
    cells = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    with (DATASETS / "demo" / "orders.csv").open(encoding="utf-8", newline="") as file:
        demo_rows = list(csv.DictReader(file))
    sums = defaultdict(Decimal)
    for row in demo_rows:
        for name in ("paid_amount", "order_amount", "refund_amount"):
            sums[name] += Decimal(row[name] or "0")
        sums["unpaid"] += Decimal("0" if row["paid_at"] else row["order_amount"])
    assert sum(Decimal(c["Subtotal"] or "0") for c in cells) == sums["paid_amount"] + sums["unpaid"]

    shop = read_shop([path])
    entry, lines = shop.ledger[0], shop.orders
    assert entry.rows_read == entry.rows_kept == len(cells) == len(demo_rows)
    assert Decimal(str(entry.money()["kept"])) == sums["paid_amount"] + sums["unpaid"]
    for name in ("paid_amount", "refund_amount"):
        assert Decimal(str(round(lines[name].sum(), 2))) == sums[name]
    assert Decimal(str(round(lines["order_amount"].sum(), 2))) == sums["paid_amount"] + sums["unpaid"]

    ids = {c["Name"]: c["Id"] for c in cells if c["Id"]}
    demo = pd.read_csv(DATASETS / "demo" / "orders.csv", dtype={n: "str" for n in ("order_id", "product_id", "coupon_id")},
                       parse_dates=["ordered_at", "paid_at", "shipped_at"])
    keys = ["order_id", "line_no"]
    both = lines.assign(order_id=lines["order_id"].map(ids)).merge(demo, on=keys, suffixes=("", "_demo"))
    assert len(both) == len(demo)
    for name in ("product_id", "ordered_at", "paid_at", "quantity", "list_amount", "coupon_id", "shipped_at"):
        one, other = both[name], both[name + "_demo"]
        assert ((one == other).fillna(False) | (one.isna() & other.isna())).all(), name
    # an order's discount is spread by price: its total is exact, a line of several may differ
    for name in ("paid_amount", "refund_amount"):
        assert (both.groupby("order_id")[[name, name + "_demo"]].sum().round(2).diff(axis=1).iloc[:, 1].abs() < 0.005).all(), name
    # what was not paid is missing here; the demo shop writes 0
    assert both["paid_amount"].isna().tolist() == both["paid_at_demo"].isna().tolist()
    assert both.groupby("customer_id")["customer_id_demo"].nunique().max() == 1 == both.groupby("customer_id_demo")["customer_id"].nunique().max()


def test_the_same_shop_from_two_overlapping_files(tmp_path):
    again = tmp_path / "orders_export (1).csv"
    again.write_bytes(US.read_bytes())
    shop = read_shop([US, again])
    assert shop.orders.equals(read_case(US).orders) and shop.ledger[1].rows_kept == 0
