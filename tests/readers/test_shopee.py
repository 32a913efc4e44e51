"""Shopee's orders: amounts of an order repeat on its lines and count once; reckoned by hand from the rows in make.py."""

import csv
from decimal import Decimal

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture
from openpyxl import load_workbook

from shopkit.labels import UserError
from shopkit.metrics.summary import summary
from shopkit.readers import read_shop

ENGLISH, VIETNAMESE = EXPORTS / "shopee" / "orders_en.synthetic.xlsx", EXPORTS / "shopee" / "orders_vi.synthetic.csv"


def _known(values):
    return [None if pd.isna(v) else v for v in values]


def test_repeated_totals_count_once():
    shop = read_shop([ENGLISH])
    table = shop.orders
    assert shop.currency == "PHP" and table["order_id"].str[-1].tolist() == list("12234567")
    # 1: 440 − 40 of shipping; 2: 410 − 50 = 360 over 300 and 100
    assert table["order_amount"].tolist() == [400, 270, 90, 200, 100, 300, 200, 200]
    assert _known(table["paid_amount"]) == [400, 270, 90, None, None, 300, 200, 200]
    assert table["fee_amount"].tolist() == [40, 27, 9, 0, 0, 20, 0, 0]
    assert table["list_amount"].tolist() == [440, 320, 120, 220, 120, 360, 220, 220]
    assert table["line_no"].tolist() == [1, 1, 2, 1, 1, 1, 1, 1]
    assert table["status"].tolist() == ["completed", "shipped", "shipped", "cancelled", "unpaid", "completed", "completed", "completed"]
    # one of three pieces came back; approved without a piece is not known; a request that was cancelled is nothing
    assert _known(table["refund_amount"]) == [0, 0, 0, None, None, 100, None, 0]
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons} == {"unreadable_date": (11,), "unreadable_amount": (10,)}
    assert shop.products["title"].tolist() == ["Tea pot", "Mug, white"] and summary(shop)["buyers"] == 2


def test_by_decimal_on_the_same_file():
    header, *rows = load_workbook(ENGLISH).active.iter_rows(values_only=True)
    rows = [dict(zip(header, row, strict=True)) for row in rows[:8]]
    once = {r["Order ID"]: Decimal(r["Grand Total"]) - Decimal(r["Buyer Paid Shipping Fee"]) for r in rows if r["Order Paid Time"] != "-"}
    assert Decimal(str(summary(read_shop([ENGLISH]))["paid_amount"])) == sum(once.values()) == 1460


def test_vietnamese_headings_dong_and_the_shops_voucher():
    shop = read_shop([VIETNAMESE])
    table = shop.orders
    assert shop.currency == "VND" and _known(table["paid_amount"]) == [100_000, 180_000, 90_000, None]
    assert table["fee_amount"].tolist() == [11_000, 0, 0, 0] and table["province"].unique().tolist() == ["Hà Nội"]
    assert table["status"].tolist() == ["completed", "shipped", "shipped", "cancelled"]


def test_portuguese_headings_with_one_twice(tmp_path):
    path = tmp_path / "pedidos.csv"
    path.write_text("ID do pedido,Status do pedido,Hora do pagamento do pedido,Data de criação do pedido,Nome do Produto,Número de referência SKU,"
                    "Preço original,Quantidade,Subtotal do produto,Desconto do vendedor,Desconto do vendedor,Cupom do vendedor,Taxa de comissão bruta\n"
                    "P1,Concluído,2026-07-01 10:00,2026-07-01 09:00,A,GA1,70,2,120,0,0,15,20\n"
                    "P1,Concluído,2026-07-01 10:00,2026-07-01 09:00,B,GA2,30,1,30,0,0,15,20\n", encoding="utf-8")
    table = read_shop([path]).orders
    # 150 − 15, over 120 and 30; the fee of 20 likewise
    assert table["paid_amount"].tolist() == [108, 27] and table["fee_amount"].tolist() == [16, 4] and set(table["status"]) == {"completed"}


def test_dotted_thousands_of_dong_are_not_read_as_a_thousandth(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text(VIETNAMESE.read_text(encoding="utf-8-sig").replace("00000,", "00.000,").replace("20000,", "20.000,"), encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "thousands" and "VND" in error.value.label.zh


def test_a_total_that_differs_within_an_order_is_told(tmp_path):
    rows = list(csv.reader(VIETNAMESE.open(encoding="utf-8-sig", newline="")))
    at = rows[0].index("Phí cố định")
    rows[2][at], rows[3][at] = "900", "800"
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    shop = read_shop([path])
    assert shop.orders["fee_amount"].tolist() == [11_000, 600, 300, 0]
    assert next(n for n in shop.ledger[0].notes if n.code == "order_total_differs").row_numbers == (4,)


def test_shuffled_and_extra_columns_give_the_same(tmp_path):
    rows = list(csv.reader(VIETNAMESE.open(encoding="utf-8-sig", newline="")))
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([["extra", *row[::-1]] for row in rows])
    assert read_shop([path]).orders.equals(read_shop([VIETNAMESE]).orders)
