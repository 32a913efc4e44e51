"""Lazada's orders: one row per unit, discounts below zero, cash on delivery; reckoned by hand."""

import csv
from decimal import Decimal

import pandas as pd
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.metrics.summary import summary
from shopkit.readers import read_shop
from shopkit.readers.countries import currency_of
from shopkit.readers.privacy import is_personal_name

ORDERS = EXPORTS / "lazada" / "orders.synthetic.csv"


def _known(values):
    return [None if pd.isna(v) else v for v in values]


def test_units_states_and_cash_on_delivery():
    shop = read_shop([ORDERS])
    table = shop.orders
    assert shop.currency == "MYR" and table["order_id"].str[-1].tolist() == list("111234569")
    assert table["quantity"].tolist() == [1] * 9 and table["line_no"].tolist() == [1, 2, 3, 1, 1, 1, 1, 1, 1]
    assert _known(table["paid_amount"]) == [18, 18, 45, None, None, 20, None, 17, None]
    assert table["order_amount"].tolist() == [18, 18, 45, 50, 50, 20, 20, 17, 18]
    assert _known(table["refund_amount"]) == [0, 0, 45, None, None, 0, None, 0, None]
    assert _known(table["status"]) == ["completed", "completed", "refunded", "cancelled", "unpaid", "completed", "shipped", "paid", None]
    # cash on delivery is paid at the door; what is still on its way is not paid
    assert table["paid_at"][5] == pd.Timestamp("2026-09-15 16:30") and pd.isna(table["paid_at"][6])
    entry = shop.ledger[0]
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (14,), "unreadable_date": (12,), "unreadable_amount": (10,), "repeated_line": (11,)}
    # 20.00 − 2.00 is not 17.00
    assert next(n for n in entry.notes if n.code == "discounts_differ").row_numbers == (9,)


def test_by_decimal_on_the_same_file():
    rows = [r for r in csv.DictReader(ORDERS.open(encoding="utf-8", newline="")) if r["status"] in ("delivered", "returned", "ready_to_ship")]
    paid = {r["orderItemId"]: Decimal(r["paidPrice"]) for r in rows}
    assert Decimal(str(summary(read_shop([ORDERS]))["paid_amount"])) == sum(paid.values()) == 118


def test_shuffled_columns_and_semicolons_give_the_same(tmp_path):
    rows = list(csv.reader(ORDERS.open(encoding="utf-8", newline="")))
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[*row[::-1], ""] if len(row) > 20 else row for row in rows])
    assert read_shop([path]).orders.equals(read_shop([ORDERS]).orders)


def test_words_that_are_written_together_are_personal_too():
    names = ("shippingAddress3", "billingAddr", "shippingPhone", "customerEmail", "shippingPostCode", "billingName", "sellerNote")
    assert [name for name in names if not is_personal_name(name)] == []
    assert [name for name in ("shippingCity", "itemName", "shippingFee", "trackingCode") if is_personal_name(name)] == []


def test_the_currency_of_a_country():
    assert currency_of(pd.Series(["Philippines"])) == "PHP" and currency_of(pd.Series(["VN", "Vietnam", None])) == "VND"
    assert currency_of(pd.Series(["Malaysia", "Thailand"])) is None and currency_of(pd.Series(["Atlantis"])) is None
