"""Etsy's sold orders: what each amount is, checked by hand on the synthetic file and by Decimal on the genuine one."""

import csv
from decimal import Decimal

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.metrics.summary import summary
from shopkit.readers import read_shop
from tests.conftest import real_exports

US = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv"
UK = EXPORTS / "etsy" / "sold_orders_uk.synthetic.csv"
ITEMS = EXPORTS / "etsy" / "sold_order_items.synthetic.csv"


def _changed(tmp_path, old, new, source=US):
    path = tmp_path / "orders.csv"
    data = source.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))
    return path


def test_amounts_of_the_synthetic_file():
    orders = read_shop([US]).orders.set_index("order_id")
    assert orders.index.tolist() == [f"30000000{n:02d}" for n in (1, 2, 3, 4, 5, 6, 11)]
    assert orders["paid_amount"].tolist() == [10, 45, 24, 1234.5, 20, 18, 64]
    assert orders["list_amount"].tolist() == [10, 45, 30, 1234.5, 20, 18, 64]
    # 3000000004: 350 of 1,234.50 went back; 3000000005: everything, with 5 of shipping, which is not paid_amount
    assert orders["refund_amount"].tolist() == [0, 0, 0, 350, 20, 0, 0]
    assert orders["fee_amount"].tolist() == [0.55, 1.75, 0.97, 27.29, 0, 0.79, 2.31]
    assert orders["status"].tolist() == ["shipped", "shipped", "shipped", "shipped", "refunded", "paid", "shipped"]
    assert (orders["paid_at"] == orders["ordered_at"]).all()
    buyers = orders["customer_id"]
    assert buyers.iloc[0] == buyers.iloc[2] == buyers.iloc[6] and buyers.nunique() == 4
    assert buyers.between(0, 2**53 - 1).all()


def test_notes_say_what_was_done():
    notes = {note.code: note for note in read_shop([US]).ledger[0].notes}
    assert notes["total_differs"].row_numbers == (5,) and "$1.92" in notes["total_differs"].label.en
    assert notes["refund_bounded"].row_numbers == (8,) and "$5.00" in notes["refund_bounded"].label.zh


def test_british_names_pounds_and_adjustments():
    shop = read_shop([UK])
    orders = shop.orders
    assert shop.currency == "GBP" and orders["city"].tolist() == ["Orléans", "Whitby", "Whitby"]
    assert orders["refund_amount"].tolist()[:2] == [0, 5] and orders["refund_amount"].isna().tolist() == [False, False, True]
    assert [note.code for note in shop.ledger[0].notes][:2] == ["refund_from_total", "refund_unknown"]
    # a refund that is not known is not nothing
    assert summary(shop)["refund_amount"] == 5


def test_several_currencies_are_refused(tmp_path):
    path = _changed(tmp_path, b"Austin,TX,73301,United States,USD", b"Austin,TX,73301,United States,EUR")
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "several_currencies" and "EUR, USD" in error.value.label.en


def test_a_currency_that_is_none_sets_its_row_aside(tmp_path):
    shop = read_shop([_changed(tmp_path, b"3000000001,quillonz77,Quillon Zebrafish,Quillon,Zebrafish,1,Credit Card,1/2/2026,"
                               b"7 Plantmarker Lane,tel 555-0147-7731,Manchester,NH,03101,United States,USD",
                               b"3000000001,quillonz77,Quillon Zebrafish,Quillon,Zebrafish,1,Credit Card,1/2/2026,"
                               b"7 Plantmarker Lane,tel 555-0147-7731,Manchester,NH,03101,United States,UXX")])
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons}["unknown_value"] == (2,)


def test_destroyed_ids_are_refused(tmp_path):
    with pytest.raises(UserError) as error:
        read_shop([_changed(tmp_path, b"3000000001", b"3.00000E+09")])
    assert error.value.code == "ids_destroyed" and "3.0" not in str(error.value)


def test_a_column_missing_is_named(tmp_path):
    with pytest.raises(UserError) as error:
        read_shop([_changed(tmp_path, b"Order Value", b"Value of it")])
    assert error.value.code == "missing_columns" and "order value" in error.value.label.en


def test_a_column_twice_is_refused(tmp_path):
    with pytest.raises(UserError) as error:
        read_shop([_changed(tmp_path, b"Sales Tax", b"Order Value")])
    assert error.value.code == "column_twice"


def test_items_alone_are_orders():
    shop = read_shop([ITEMS])
    lines = shop.orders.set_index(["order_id", "line_no"]).sort_index()
    # 3100000001: each item's own 10 %; 3100000002: one 5 off for both, over 24 : 76
    assert lines["paid_amount"].to_dict() == {
        ("3100000001", 1): 21.6, ("3100000001", 2): 23.4, ("3100000002", 1): 22.8, ("3100000002", 2): 72.2, ("3100000003", 1): 3228, ("3100000004", 1): 13}
    assert lines["list_amount"].tolist() == [24, 26, 24, 76, 3228, 13] and lines["status"].tolist() == ["shipped"] * 4 + ["paid", "shipped"]
    assert shop.products.set_index("product_id")["title"].to_dict() == {
        "51000001": "Stoneware mug, blue", "51000002": "Stoneware bowl", "51000003": "Teapot"}
    entry = shop.ledger[0]
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (13,), "unreadable_date": (10,), "unreadable_amount": (9,), "missing_id": (12,), "repeated_line": (8,), "impossible_amount": (11,)}
    notes = {n.code: n for n in entry.notes}
    assert notes["discount_of_order"].row_numbers == (4, 5) and notes["item_total_differs"].row_numbers == (7,)
    assert "$4.00" in notes["item_total_differs"].label.en


def test_items_under_their_orders_add_up_to_them():
    shop = read_shop([EXPORTS / "etsy" / "orders_and_items.synthetic"])
    with (EXPORTS / "etsy" / "orders_and_items.synthetic" / "EtsySoldOrders2025-12.csv").open(encoding="utf-8", newline="") as file:
        heads = {r["Order ID"]: r for r in csv.DictReader(file)}
    money = {i: Decimal(r["Order Value"].replace(",", "")) - Decimal(r["Discount Amount"]) for i, r in heads.items()}
    by_order = shop.orders.groupby("order_id")[["paid_amount", "refund_amount", "fee_amount"]].sum().round(2)
    assert {i: Decimal(str(v)) for i, v in by_order["paid_amount"].items()} == money
    # 3100000002: 91.90 + 3.10 − 73.50 − 2.50 = 19.00 went back, over 22.80 : 72.20
    assert by_order.loc["3100000002"].tolist() == [95, 19, 2.5]
    lines = shop.orders.set_index(["order_id", "line_no"])
    assert lines.loc["3100000002", "refund_amount"].tolist() == [4.56, 14.44] and lines.loc["3100000002", "product_id"].tolist() == ["51000001", "51000003"]
    assert lines.loc[("3100000009", 1), "paid_amount"] == 24 and pd.isna(lines.loc[("3100000009", 1), "product_id"])
    note = next(n for e in shop.ledger for n in e.notes if n.code == "lines_differ_from_order")
    # 3100000004: the order list has a discount of 1.00 that the item does not show
    assert "$1.00" in note.label.en and "订单列表为准" in note.label.zh


def test_items_of_orders_without_a_head_stay(tmp_path):
    folder = EXPORTS / "etsy" / "orders_and_items.synthetic"
    lines = (folder / "EtsySoldOrders2025-12.csv").read_text(encoding="utf-8").splitlines()
    heads = tmp_path / "orders.csv"
    heads.write_text("\n".join(line for line in lines if "3100000001" not in line) + "\n", encoding="utf-8")
    shop = read_shop([heads, folder / "EtsySoldOrderItems2025-12.csv"])
    assert shop.orders.groupby("order_id")["paid_amount"].sum()["3100000001"] == 45
    assert "no_such_order" not in [r.code for e in shop.ledger for r in e.reasons]


def test_two_digit_years_and_shuffled_columns(tmp_path):
    rows = list(csv.reader(US.open(encoding="utf-8-sig", newline="")))
    path = tmp_path / "shuffled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([[*row[::-1], "extra"] if len(row) > 20 else row for row in rows])
    path.write_text(path.read_text(encoding="utf-8").replace("/2025;", "/25;").replace("/2026;", "/26;"), encoding="utf-8")
    plain, shuffled = read_shop([US]).orders, read_shop([path]).orders
    assert plain.equals(shuffled)


@pytest.mark.real
def test_genuine_file_against_decimal():
    path = real_exports() / "EtsySoldOrders2019.csv"
    money = Decimal
    rows = [{k: v.strip() for k, v in row.items()} for row in csv.DictReader(path.open(encoding="utf-8", newline=""))]
    value = sum(money(r["Order Value"]) - money(r["Discount Amount"]) for r in rows)
    fees = sum(money(r["Adjusted Card Processing Fees"] or r["Card Processing Fees"]) for r in rows)
    adjusted = [r for r in rows if r["Adjusted Net Order Amount"]]
    refunds = sum(money(r["Order Net"]) + money(r["Card Processing Fees"]) - money(r["Adjusted Net Order Amount"])
                  - money(r["Adjusted Card Processing Fees"]) for r in adjusted)
    own = [(money(r["Order Total"]), money(r["Order Value"]) - money(r["Discount Amount"]) - money(r["Shipping Discount"])
            + money(r["Shipping"]) + money(r["Sales Tax"])) for r in rows]
    differs = [total - parts for total, parts in own if total != parts]

    shop = read_shop([path])
    numbers, entry = summary(shop), shop.ledger[0]
    assert (entry.rows_read, entry.rows_kept, entry.reasons) == (len(rows), len(rows), [])
    assert numbers["orders"] == numbers["paid_orders"] == len({r["Order ID"] for r in rows}) == 955
    assert numbers["units"] == sum(int(r["Number of Items"]) for r in rows)
    assert money(str(numbers["paid_amount"])) == money(str(numbers["order_amount"])) == value == money("27394.82")
    assert money(str(numbers["fee_amount"])) == fees
    assert money(str(numbers["refund_amount"])) == refunds == money("149.43") and numbers["refunded_orders"] == len(adjusted) == 8
    assert money(str(numbers["net_paid_amount"])) == value - refunds
    assert numbers["spend_per_order"] == round(float(value) / 955, 2)
    assert numbers["visitors"] is numbers["buyers"] is numbers["pay_conversion"] is numbers["conversion_basis"] is None
    assert (numbers["first_day"], numbers["last_day"], numbers["currency"]) == ("2019-02-24", "2019-12-31", "USD")
    note = next(n for n in entry.notes if n.code == "total_differs")
    assert note.rows == len(differs) == 277 and f"${sum(differs):,}" in note.label.en
