"""eBay: prices of one or of all units, orders of several items, fees and refunds from its two money reports."""

import csv
from decimal import Decimal

import pandas as pd
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.readers import read_shop

EBAY = EXPORTS / "ebay"
ORDERS = EBAY / "ebay_orders.synthetic.csv"
MONEY, EARNINGS = EBAY / "orders_and_transactions.synthetic", EBAY / "orders_and_earnings.synthetic"


def _changed(tmp_path, *changes):
    data = ORDERS.read_text(encoding="utf-8-sig")
    for old, new in changes:
        assert old in data
        data = data.replace(old, new)
    path = tmp_path / "orders.csv"
    path.write_text(data, encoding="utf-8")
    return path


def test_amounts_of_orders():
    shop = read_shop([ORDERS])
    lines = shop.orders.set_index(["order_id", "line_no"])
    # 3 mugs at 12.50, total 37.50 + 3.00 of tax; two cords at 10, whose total of 21.00 tells nothing
    assert lines["order_amount"].tolist() == [50, 37.5, 50, 19, 20, 10, 1045] and lines["quantity"].tolist() == [1, 3, 1, 1, 2, 1, 1]
    assert lines["paid_amount"].isna().tolist() == [False] * 5 + [True, False]
    assert lines["status"].tolist() == ["shipped"] * 4 + ["paid", "unpaid", "shipped"]
    # the order's own row has the day of payment of its items
    assert lines.loc[("25-10001-00003", 2), "paid_at"] == pd.Timestamp("2025-12-18")
    entry = shop.ledger[0]
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (15,), "unreadable_date": (12,), "unreadable_amount": (11,), "repeated_line": (13,), "other_level": (6,), "remark": (16, 17)}
    notes = {n.code: n for n in entry.notes}
    assert notes["price_as_elsewhere"].row_numbers == (9,)
    assert notes["items_differ_from_order"].row_numbers == (6,) and "1.00" in notes["items_differ_from_order"].label.en


def test_sold_for_all_units(tmp_path):
    # the same mugs, 12.50 for all three: the file says so itself, and the cords follow
    shop = read_shop([_changed(tmp_path, ("$40.50", "$15.50"))])
    assert shop.orders.set_index(["order_id", "line_no"])["order_amount"].tolist() == [50, 12.5, 50, 19, 10, 10, 1045]


def test_a_price_that_nothing_settles_is_left_empty(tmp_path):
    shop = read_shop([_changed(tmp_path, ("$40.50", "$99.00"))])
    assert shop.orders.set_index("order_id")["order_amount"].isna().loc[["25-10001-00002", "25-10001-00004"]].all()
    assert next(n for n in shop.ledger[0].notes if n.code == "price_undecided").row_numbers == (5, 9)


def test_fees_refunds_and_costs_of_transactions():
    shop = read_shop([MONEY])
    orders = shop.orders.groupby("order_id")[["fee_amount", "refund_amount"]].sum().round(2)
    # 00001: 0.40 + 6.62 and 1.50 of advertising; 00002: 0.40 + 4.96 less 1.30 given back, and one mug of 12.50
    assert orders.loc[["25-10001-00001", "25-10001-00002", "25-10001-00003", "25-10001-00008"], "fee_amount"].tolist() == [8.52, 4.06, 9.8, 132.4]
    assert orders["refund_amount"].tolist() == [0, 12.5, 0, 0, 0, 0]
    assert shop.costs[["kind", "amount"]].values.tolist() == [["other", 4.2 + 21.95]] and shop.currency == "USD"
    entry = next(e for e in shop.ledger if e.report == "transactions")
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (25,), "unreadable_amount": (24,), "no_such_order": (21,), "not_a_sale": (13, 23)}


def test_transactions_against_decimal():
    path = next(MONEY.glob("Transaction*"))
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))[11:]
    cells = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if len(row) == len(rows[0])]
    columns = ("Final Value Fee - fixed", "Final Value Fee - variable", "International fee")
    known = [c for c in cells if c["Order number"] in {f"25-10001-0000{n}" for n in (1, 2, 3, 8)}]
    fees = sum(-Decimal(c[n]) for c in known if c["Type"] in ("Order", "Refund") for n in columns if c[n] != "--")
    fees += sum(-Decimal(c["Net amount"]) for c in known if c["Type"] == "Other fee")
    assert Decimal(str(round(read_shop([MONEY]).orders["fee_amount"].sum(), 2))) == fees


def test_earnings():
    shop = read_shop([EARNINGS])
    orders = shop.orders.groupby("order_id")[["paid_amount", "fee_amount", "refund_amount"]].sum().round(2)
    # 00003: 80 went back with shipping, held within 69
    assert orders.loc["25-10001-00003"].tolist() == [69, 9.8, 69] and orders.loc["25-10001-00002"].tolist() == [37.5, 5.36, 12.5]
    entry = next(e for e in shop.ledger if e.report == "order_earnings")
    assert "refund_bounded" in [n.code for n in entry.notes] and "no_such_order" in [r.code for r in entry.reasons]


def test_fees_given_back_for_orders_before_the_file_are_no_negative_fees(tmp_path):
    path = next(MONEY.glob("Transaction*"))
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    later = tmp_path / "transactions.csv"
    later.write_text("".join(line for line in lines if not line.startswith('"Dec 19, 2025"')), encoding="utf-8")
    shop = read_shop([ORDERS, later])
    assert shop.orders.set_index("order_id").loc["25-10001-00002", "fee_amount"] == 0
    assert "fees_given_back" in [n.code for e in shop.ledger for n in e.notes]
