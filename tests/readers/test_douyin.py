"""Douyin shop: orders, movements, settlements and Compass, by hand and by Decimal on the synthetic files."""

import csv
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.metrics.summary import summary
from shopkit.readers import read_shop

FOLDER = EXPORTS / "douyin"
ORDERS, SHOP, COMPASS = FOLDER / "orders.synthetic.csv", FOLDER / "shop.synthetic", FOLDER / "compass.synthetic.csv"
MOVEMENTS, SETTLEMENTS = SHOP / "动账.csv", SHOP / "结算账单.csv"


def _reasons(entry):
    return {reason.code: reason.row_numbers for reason in entry.reasons}


def test_orders_by_hand():
    shop = read_shop([ORDERS])
    orders = shop.orders
    assert orders["order_id"].str[16:].astype(int).tolist() == [1, 2, 2, 5, 6, 7, 8, 9, 10, 11, 16]
    assert orders["line_no"].tolist() == [1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1]
    # 1: 109.00 + 5.00 of the platform + 5.00 of the creator; second line of 2: 65.80 − 6.00 shipping
    assert orders["order_amount"].tolist() == [119, 119, 59.8, 79.9, 25, 25, 119, 238, 29.9, 29.9, 25]
    assert orders["paid_amount"].isna().tolist() == [n in (4, 5) for n in range(11)] == orders["paid_at"].isna().tolist()
    # 8 was closed by its refund, 10 went back whole, 9 in part: how much, the list does not say
    assert orders["refund_amount"].fillna(-1).tolist() == [0, 0, 0, 0, -1, -1, 119, -1, 29.9, 0, 0]
    assert orders["status"].tolist() == ["completed", "shipped", "shipped", "completed", "cancelled", "unpaid", "refunded", "completed", "completed", "completed", "paid"]
    assert orders["source"].tolist()[:4] == ["content", "content", "content", "商品卡"]


def test_several_items_in_one_cell():
    shop = read_shop([ORDERS])
    joined = shop.orders.iloc[3]
    assert joined["quantity"] == 3 and joined["paid_amount"] == 79.9 and shop.orders["product_id"].isna().tolist().count(True) == 1
    notes = {note.code: note for note in shop.ledger[0].notes}
    assert notes["several_items_in_a_cell"].row_numbers == (5,)
    assert shop.products["title"].tolist() == ["阅读灯", "桌面小风扇", "搪瓷杯"]
    assert _reasons(shop.ledger[0])["unreadable_number"] == (12,)


def test_orders_against_decimal():
    orders = read_shop([ORDERS]).orders
    with ORDERS.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["子订单编号"].strip("\t"): row for row in csv.DictReader(file) if row["达人昵称"]}
    names = ("订单应付金额", "平台实际承担优惠金额", "达人实际承担优惠金额")
    kept = [r for r in rows.values() if r["订单提交时间"] != "-" and r["订单应付金额"] not in ("29.9O", "3.00") and r["商品数量"] != "l;1"]
    total = sum(sum(Decimal(r[n]) for n in names) - Decimal(r["运费"]) for r in kept)
    assert Decimal(str(round(orders["order_amount"].sum(), 2))) == total


def test_movements_and_settlements_complete_the_orders():
    shop = read_shop([SHOP])
    orders = shop.orders.assign(n=shop.orders["order_id"].str[16:].astype(int))
    by_order = orders.groupby("n")[["fee_amount", "refund_amount"]].sum(min_count=1).round(2)
    # 1: 5.95 + 11.95; 2: 5.95 + 2.99; 5: 3.99 − 1.00 given back; 9: 9.50 + 2.40; 10: only in the settlements
    assert by_order["fee_amount"].dropna().to_dict() == {1: 17.9, 2: 8.94, 5: 2.99, 9: 11.9, 10: 1.5}
    # 5: 20.00 after the settlement; 9: 48.00 within it, in both files and once here
    assert by_order["refund_amount"].dropna().to_dict() == {1: 0, 2: 0, 5: 20, 8: 119, 9: 48, 10: 29.9, 11: 0, 16: 0}
    assert shop.table("costs")[["kind", "amount"]].values.tolist() == [["other", 8.0], ["return_freight", 26.06]]
    movements, settlements = (next(e for e in shop.ledger if e.report == name) for name in ("account_movements", "settlements"))
    assert _reasons(movements) == {"unreadable_amount": (16,), "missing_id": (17,), "unknown_value": (14, 15), "totals_row": (18,),
                                   "no_such_order": (13,), "not_a_sale": (11,)}
    assert _reasons(settlements) == {"unreadable_amount": (8,), "description_row": (2,), "repeated_row": (6,), "no_such_order": (7,),
                                     "duplicate_of_other_file": (3, 4)}


def test_movements_against_decimal():
    with MOVEMENTS.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["订单号"].strip("'")[16:] in ("001", "002", "005", "009") and row["动账方向"] != "出入"]
    fees = -sum(sum(Decimal(r[n]) for n in ("平台服务费", "佣金", "招商服务费", "站外推广费")) for r in rows if r["动账金额"] != "28.4O")
    orders = read_shop([ORDERS, MOVEMENTS]).orders
    assert Decimal(str(round(orders["fee_amount"].sum(), 2))) == fees == Decimal("41.73")


def test_unsigned_charges_and_the_other_spelling(tmp_path):
    path = tmp_path / "动账.csv"
    text = MOVEMENTS.read_text(encoding="utf-8-sig").replace("动帐流水号", "动账流水号")
    for number in ("5.95", "11.95", "2.99", "9.50", "2.40", "3.99", "1.50"):
        text = text.replace(f",-{number},", f",{number},")
    path.write_text(text.replace("服务费返还,", "罚款,"), encoding="utf-8")
    shop = read_shop([ORDERS, path])
    assert shop.orders["fee_amount"].sum() == pytest.approx(41.73 + 1.00)
    assert "charges_unsigned" in [n.code for e in shop.ledger for n in e.notes]


def test_settlements_alone_do_not_describe_themselves(tmp_path):
    shop = read_shop([ORDERS, SETTLEMENTS])
    assert shop.orders["fee_amount"].sum() == pytest.approx(17.9 + 11.9 + 1.5)
    assert shop.orders["refund_amount"].sum() == pytest.approx(119 + 48 + 29.9)


def test_compass_by_hand():
    shop = read_shop([COMPASS])
    days = shop.shop_days
    assert days["date"].dt.day.tolist() == [25, 26, 27, 29]
    assert days["paid_amount"].tolist() == [1299, 809.9, 409, 0] and days["buyers"].tolist() == [11, 8, 4, 0]
    assert days["refund_amount"].fillna(-1).tolist() == [99, -1, 0, 25]
    assert _reasons(shop.ledger[0]) == {"unreadable_date": (7,), "unreadable_amount": (5,), "unreadable_number": (8,), "totals_row": (10,), "repeated_row": (9,)}
    assert summary(shop)["paid_amount"] == 2517.9


def test_compass_for_a_period_says_so(tmp_path):
    path = FOLDER / "compass_period.synthetic.csv"
    shop = read_shop([path])
    assert str(shop.shop_days["date"][0].date()) == "2026-07-25"
    assert "one_figure_for_the_period" in [n.code for n in shop.ledger[0].notes]
    other = tmp_path / "later.csv"
    other.write_text(path.read_text(encoding="utf-8-sig").replace("20260725-20260729", "20260728-20260731"), encoding="utf-8")
    assert _reasons(read_shop([path, other]).ledger[1]) == {"overlapping_period": (2,)}


def test_parts_of_a_day_are_not_added(tmp_path):
    path = tmp_path / "按体裁.csv"
    path.write_text("日期,体裁,成交金额,用户支付金额,成交订单数,成交人数\n20260725,直播,10,10,1,1\n20260725,短视频,20,20,2,2\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "several_rows_for_a_day" and "不能相加" in error.value.label.zh
