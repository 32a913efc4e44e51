"""Pinduoduo: orders, promotion and bill, by hand and by Decimal on the synthetic files."""

import csv
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.readers import read_shop

FOLDER = EXPORTS / "pinduoduo"
ORDERS, ADS, SHOP = FOLDER / "orders.synthetic.csv", FOLDER / "promotion.synthetic.csv", FOLDER / "shop.synthetic"
BILL = SHOP / "对账.csv"


def _reasons(entry):
    return {reason.code: reason.row_numbers for reason in entry.reasons}


def _missing(series):
    return series.fillna(-1).tolist()


def test_orders_by_hand():
    orders = read_shop([ORDERS]).orders
    assert orders["order_id"].str[-2:].tolist() == ["01", "02", "03", "04", "05", "06", "07", "08", "09", "15"]
    # 02: 65.80 received, of which 6.00 are shipping; 15: 商家实收 48 although 商品总价 − 店铺优惠 is 50
    assert orders["order_amount"].tolist() == [119, 59.8, 129, 25, 119, 29.9, 238, 25, 25, 48]
    # cancelled (03) and unpaid (08) were not paid
    assert _missing(orders["paid_amount"]) == [119, 59.8, -1, 25, 119, 29.9, 238, -1, 25, 48]
    assert orders["paid_at"].isna().tolist() == [n in (2, 7) for n in range(10)]
    # 05 was refunded before anything was sent: all of it; 06 and 07 after: the list does not say how much
    assert _missing(orders["refund_amount"]) == [0, 0, -1, 0, 119, -1, -1, -1, 0, 0]
    assert orders["status"].fillna("?").tolist() == ["completed", "shipped", "cancelled", "paid", "refunded", "refunded", "completed", "unpaid", "?", "completed"]
    assert orders["province"].isna().all() and orders["city"].isna().all()


def test_a_blank_time_is_told_and_taken_from_the_number():
    entry = read_shop([ORDERS]).ledger[0]
    notes = {note.code: note for note in entry.notes}
    assert notes["date_from_order_number"].row_numbers == (4, 5)
    orders = read_shop([ORDERS]).orders
    assert str(orders["ordered_at"][2]) == "2026-05-17 00:00:00" and str(orders["ordered_at"][3]) == "2026-05-18 00:00:00"
    assert notes["refund_unknown"].row_numbers == (7, 8) and notes["total_differs"].row_numbers == (17,)
    # 32 May is no day, and P-… names none
    assert _reasons(entry)["unreadable_date"] == (13, 14)
    assert _reasons(entry)["repeated_order"] == (12,) and _reasons(entry)["impossible_amount"] == (16,)


def test_orders_against_decimal():
    kept = read_shop([ORDERS]).orders
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["订单号"].strip(): row for row in csv.DictReader(file) if row["商家实收金额(元)"]}
    paid = [rows[i] for i in kept.loc[kept["paid_amount"].notna(), "order_id"]]
    assert Decimal(str(round(kept["paid_amount"].sum(), 2))) == sum(Decimal(r["商家实收金额(元)"]) - Decimal(r["邮费(元)"]) for r in paid)
    assert Decimal(str(round(kept["list_amount"].sum(), 2))) == sum(Decimal(rows[i]["商品总价(元)"]) for i in kept["order_id"])


def test_shuffled_and_fewer_columns_give_the_same_money(tmp_path):
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        table = [row for row in csv.reader(file) if len(row) > 20]
    plain = read_shop([ORDERS]).orders
    names = table[0]
    without = [i for i, name in enumerate(names) if not name.startswith(("商家实收", "省", "发货时间"))]
    path = tmp_path / "导出.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([[row[i] for i in reversed(without)] + ["新列"] for row in table])
    orders = read_shop([path]).orders.set_index("order_id")
    # without 商家实收金额 the goods are 商品总价 − 店铺优惠折扣: 50.00 for the order that says 48.00; the impossible one stays out
    expected = plain.set_index("order_id")["paid_amount"].copy()
    expected.iloc[-1] = 50
    assert orders["paid_amount"].sum() == pytest.approx(expected.sum()) and len(orders) == len(plain)
    assert orders["refund_amount"].sum() == plain["refund_amount"].sum()


def test_a_refund_column_settles_the_refund(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("订单号,商品总价(元),邮费(元),店铺优惠折扣(元),商家实收金额(元),订单状态,售后状态,订单成交时间,退款金额(元)\n"
                    "260517-1,30,5,0,35,已收货,退款成功,2026-05-17 10:00:00,12.5\n"
                    "260517-2,30,5,0,35,已收货,退款成功,2026-05-17 10:00:00,35\n", encoding="utf-8")
    assert read_shop([path]).orders["refund_amount"].tolist() == [12.5, 30]


def test_promotion_is_reconciled_and_not_doubled():
    shop = read_shop([ADS])
    ads, entry = shop.ads, shop.ledger[0]
    assert ads["cost"].sum() == pytest.approx(35 + 10 + 4.5 + 22 + 3.2)
    assert ads["ad_sales"].sum() == pytest.approx(386.9) and ads["impressions"].sum() == 5650
    assert ads["channel"].tolist() == ["whole_shop_ads", "search_ads", "audience_ads", "whole_shop_ads", "明星店铺"]
    assert _reasons(entry)["totals_row"] == (10,)
    # the platform says 103.70, the rows that can be read 74.70
    note = next(n for n in entry.notes if n.code == "totals_differ")
    assert "-¥29.00" in note.label.en and "-¥29.00" in note.label.zh


def test_promotion_by_day_alone(tmp_path):
    path = tmp_path / "全店.csv"
    path.write_text("日期,成交花费(元),交易额(元),实际投产比,总花费(元),净交易额(元),成交笔数,曝光量,点击量\n"
                    "2026-05-17,38,267.9,5.4,49.5,200,3,4500,117\n总计,38,267.9,5.4,49.5,200,3,4500,117\n", encoding="utf-8")
    shop = read_shop([path])
    assert shop.ads[["cost", "ad_sales", "ad_orders", "clicks"]].values.tolist() == [[49.5, 267.9, 3, 117]]
    assert "totals_agree" in [n.code for n in shop.ledger[0].notes]
    # the same day item by item is the same money
    assert read_shop([path, ADS]).ads["cost"].sum() == pytest.approx(49.5 + 22 + 3.2)


def test_bill_gives_orders_their_fees_and_refunds():
    shop = read_shop([SHOP])
    orders = shop.orders.set_index(shop.orders["order_id"].str[-2:])
    # 06: the fee came back with the goods; 07: 1.43 fee + 11.90 多多进宝; 40.00 to the buyer and 2.00 of the platform's coupon went back
    assert {i: f for i, f in orders["fee_amount"].dropna().items()} == {"01": 0.71, "06": 0, "07": 13.33}
    assert orders["refund_amount"].fillna(-1).to_dict() == {"01": 0, "02": 0, "03": -1, "04": 0, "05": 119, "06": 29.9, "07": 42, "08": -1, "09": 0}
    assert str(orders.at["06", "refunded_at"]) == "2026-05-25 09:00:00"
    assert shop.table("costs")[["kind", "amount"]].values.tolist() == [["other", 3.0], ["return_freight", 6.2]]
    entry = next(e for e in shop.ledger if e.report == "bill")
    assert _reasons(entry) == {
        "unreadable_date": (26,), "unreadable_amount": (24,), "missing_id": (25,), "unknown_value": (23,), "totals_row": (27,),
        "no_such_order": (21, 22), "not_a_sale": (19, 20), "sale_income": (6, 7, 9)}


def test_bill_against_decimal():
    with BILL.open(encoding="gb18030", newline="") as file:
        rows = list(csv.reader(file))[4:]
    fees = sum(-Decimal(r[3]) - Decimal(r[2]) for r in rows[1:] if r[4] in ("技术服务费", "多多进宝") and r[1] and r[3] != "-l.00" and not r[0].startswith("260410"))
    assert Decimal(str(round(read_shop([SHOP]).orders["fee_amount"].sum(), 2))) == fees == Decimal("14.04")


def test_a_bill_alone_is_no_shop(tmp_path):
    path = tmp_path / "对账.csv"
    path.write_bytes(b"".join(line for line in BILL.read_bytes().splitlines(keepends=True) if "其他支出".encode("gb18030") not in line))
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "nothing_kept" and "none of the files holds" in error.value.label.en
