"""WooCommerce: what each amount is, by hand; order totals that repeat are counted once."""

import csv
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.readers import read_shop

WIDE = EXPORTS / "woocommerce" / "orders_wide.synthetic.csv"
API = EXPORTS / "woocommerce" / "orders_api.synthetic.csv"


def _table(path):
    return list(csv.reader(path.open(encoding="utf-8-sig", newline="")))


def _without(tmp_path, *names):
    rows = _table(WIDE)
    keep = [i for i, name in enumerate(rows[0]) if name not in names]
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([row[i] for i in keep] if len(row) == len(rows[0]) else row[:15] for row in rows)
    return path


def test_amounts_of_the_plugin():
    shop = read_shop([WIDE])
    lines = shop.orders.set_index(["order_id", "line_no"])
    assert lines["order_amount"].tolist() == [20, 45, 0, 30, 50, 10, 10, 50, 8, 8, 8]
    assert lines["paid_amount"].isna().groupby(level=0, sort=False).first().tolist() == [False] * 3 + [True] * 3 + [False] * 2 + [True]
    # 1202: one of three mugs went back; 1203: all; 1207: 9 of 8 paid, held within it
    assert lines["refund_amount"].tolist() == [0, 0, 0, 10, 50, 0, 0, 0, 8, 0, 0]
    assert lines["status"].fillna("?").groupby(level=0, sort=False).first().tolist() == [
        "completed", "paid", "refunded", "unpaid", "cancelled", "unpaid", "completed", "completed", "?"]
    assert shop.products.set_index("product_id")["title"].to_dict() == {
        "Gift wrap": "Gift wrap", "MUG-03": "Mug", "LAMP-01": "Clamp lamp", "CORD-02": "Cord"}
    notes = {n.code: n for n in shop.ledger[0].notes}
    # 1208 lost a line: 18 − 8
    assert notes["subtotal_differs"].row_numbers == (11,) and "10.00" in notes["subtotal_differs"].label.zh
    assert "item cost" in notes["column_twice"].label.en


def test_the_plugin_against_decimal():
    money, rows = Decimal, _table(WIDE)
    cells = [dict(zip(rows[0], row, strict=True)) for row in rows[1:] if len(row) == len(rows[0])]
    good = [c for c in cells if c["Order Line (w/o tax)"].replace(".", "").isdigit() and c["Order Date"][5:7] == "12"][:-1]
    shop = read_shop([WIDE])
    assert money(str(shop.orders["order_amount"].sum())) == sum(money(c["Order Line (w/o tax)"]) for c in good)
    assert money(str(shop.ledger[0].money()["kept"])) == sum(money(c["Order Line (w/o tax)"]) for c in good)


def test_amounts_without_the_lines_own(tmp_path):
    lines = ("Order Line (w/o tax)", "Order Line Total", "Order Line Total Refunded", "Order Line Total (- Refund)")
    shop = read_shop([_without(tmp_path, *lines)])
    by_order = shop.orders.groupby("order_id")[["order_amount", "refund_amount"]].sum()
    # 1201: 70 − 5 over three units; 1203's 66 went back with tax and shipping; 1202's 12 with 20 % of tax
    assert by_order.loc[["1201", "1202", "1203"], "order_amount"].tolist() == [65, 30, 50]
    assert by_order.loc[["1201", "1202", "1203"], "refund_amount"].tolist() == [0, 10, 50]
    assert "subtotal_over_units" in [n.code for n in shop.ledger[0].notes]
    by_units = read_shop([_without(tmp_path, "Order Line Total Refunded", "Order Refund Amount")]).orders.groupby("order_id")["refund_amount"].sum()
    assert by_units[["1201", "1202", "1203"]].tolist() == [0, 10, 50]
    with pytest.raises(UserError) as error:
        read_shop([_without(tmp_path, *lines, "Order Subtotal Amount")])
    assert error.value.code == "no_amounts" and "Order Line (w/o tax)" in error.value.label.zh


def test_one_item_cost_is_used_where_it_stands_once(tmp_path):
    rows = _table(WIDE)
    drop = {rows[0].index("Item Cost") + 1, *(rows[0].index(n) for n in ("Order Line (w/o tax)", "Order Line Total", "Order Subtotal Amount"))}
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([c for i, c in enumerate(row) if i not in drop] for row in rows if len(row) == len(rows[0]))
    assert read_shop([path]).orders.groupby("order_id")["order_amount"].sum()[["1201", "1202"]].tolist() == [65, 30]


def test_totals_of_the_api_repeat_and_count_once():
    shop = read_shop([API])
    by_order = shop.orders.groupby("order_id")["order_amount"].sum().round(2)
    totals = {row["Order ID"]: Decimal(row["Total Amount"]) for row in csv.DictReader(API.open(encoding="utf-8", newline=""))
              if row["Order ID"] in by_order.index}
    assert {i: Decimal(str(v)) for i, v in by_order.items()} == totals and by_order["501"] == 75.1
    assert shop.orders["paid_amount"].isna().tolist() == [False] * 4 + [True, False, True, False]
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons} == {
        "broken_row": (14,), "unreadable_date": (13,), "unreadable_amount": (10,), "impossible_amount": (11, 12)}
    # a guest without an e-mail is nobody that can be told from another
    assert shop.orders["customer_id"].isna().tolist() == [False] * 7 + [True]
    assert shop.products.set_index("product_id").loc["31"].tolist() == ["Mug", "Kitchen"]
    assert "total_with_shipping" in [n.code for n in shop.ledger[0].notes] and "quantity" not in shop.orders
