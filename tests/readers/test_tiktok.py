"""TikTok Shop's orders: described columns, a workbook that lies about its size, two orders of day and month."""

import csv
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture
from openpyxl import load_workbook

from shopkit.labels import UserError
from shopkit.readers import read_shop

US, UK = EXPORTS / "tiktok" / "orders.synthetic.csv", EXPORTS / "tiktok" / "orders_uk.synthetic.xlsx"


def test_amounts_by_hand():
    orders = read_shop([US]).orders
    assert orders["order_id"].str[-2:].tolist() == ["01", "02", "02", "03", "03", "04", "05", "06", "07", "08", "09", "13"]
    # 01: 40.00 − 5.00 of the shop; the 3.00 that TikTok takes off are paid to the shop
    assert orders["order_amount"].tolist() == [35, 72, 20, 72, 18, 20, 9.5, 19, 9.5, 27, 9.5, 9.5]
    assert orders["paid_amount"].isna().tolist() == [n in (6, 8) for n in range(12)] == orders["paid_at"].isna().tolist()
    # 03: 45.00 once, over both lines; 04: 25.00 went back, 5.00 of it no goods; 06: the buyer has his 18.00, TikTok its 1.00
    assert orders["refund_amount"].fillna(-1).tolist() == [0, 0, 0, 36, 9, 20, -1, 19, -1, 0, 0, 0]
    assert orders["status"].fillna("?").tolist() == ["completed", "shipped", "shipped", "completed", "completed", "completed", "cancelled",
                                                     "refunded", "unpaid", "paid", "?", "paid"]
    assert orders["customer_id"].nunique() == 3 and orders["is_presale"].sum() == 1
    assert str(orders["ordered_at"][1]) == "2026-06-02 00:05:09" and str(orders["paid_at"][3]) == "2026-06-03 13:05:09"


def test_ledger():
    entry = read_shop([US]).ledger[0]
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (19,), "unreadable_date": (15,), "unreadable_amount": (14,), "impossible_amount": (16,), "description_row": (2,), "repeated_order": (18,)}
    notes = {note.code: note for note in entry.notes}
    assert notes["total_differs"].row_numbers == (17,) and notes["refund_bounded"].row_numbers == (8,) and notes["unknown_status"].row_numbers == (13,)


def test_orders_against_decimal():
    orders = read_shop([US]).orders
    with US.open(encoding="utf-8-sig", newline="") as file:
        rows = [r for r in csv.DictReader(file) if (r["Paid Time"] or "x")[:1].isdigit() and r["Created Time"][:2] != "31"]
    seen, total = set(), Decimal(0)
    for r in rows:
        key = r["Order ID"], r["SKU ID"]
        if key not in seen and r["SKU Subtotal Before Discount"] != "9.SO":
            goods = Decimal(r["SKU Subtotal Before Discount"]) - Decimal(r["SKU Seller Discount"])
            total += max(goods, Decimal(0))
            seen.add(key)
    assert Decimal(str(round(orders["paid_amount"].sum(), 2))) == total


def test_a_workbook_of_one_cell_is_read_whole():
    sheet = load_workbook(UK, read_only=True).active
    assert sheet.calculate_dimension() == "A1:A1"
    british, american = read_shop([UK]).orders, read_shop([US]).orders
    # day first there and month first here: the same shop
    assert british.equals(american)


def test_open_order_of_day_and_month_is_asked_for(tmp_path):
    with US.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows[:4])
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "dates_ambiguous" and "--dates mdy" in error.value.label.zh
    assert read_shop([path], dates="mdy").orders["ordered_at"].dt.month.tolist() == [6, 6]


def test_shuffled_columns_without_the_description(tmp_path):
    with US.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 2]
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-16", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([[*row[::-1], "more"] for n, row in enumerate(rows) if n != 1])
    shop = read_shop([path])
    assert shop.orders.equals(read_shop([US]).orders) and "description_row" not in [r.code for r in shop.ledger[0].reasons]
