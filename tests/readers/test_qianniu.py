"""Qianniu's orders, their items and refunds: amounts reckoned by hand from the rows in make.py, and by Decimal from the course's own export."""

import csv
from decimal import Decimal

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError, set_language
from shopkit.metrics.summary import summary
from shopkit.opening import open_shop
from shopkit.readers import cells, orders, read_shop

HERE = EXPORTS / "qianniu"
LIST, LATER, ITEMS = HERE / "order_list.synthetic.csv", HERE / "order_list_later.synthetic.xlsx", HERE / "items.synthetic.csv"
JOINED, OLDER = HERE / "orders_items_refunds.synthetic", HERE / "orders_old_items.synthetic"
COURSE = EXPORTS.parents[1] / "datasets" / "exports" / "taobao"
DEMO = EXPORTS.parents[1] / "datasets" / "demo"


def _by_id(shop):
    table = shop.orders
    return table.assign(n=table["order_id"].str[-2:].astype(int)).set_index("n")


def _reasons(entry):
    return {reason.code: reason.row_numbers for reason in entry.reasons}


def _notes(entry):
    return {note.code: note for note in entry.notes}


def _amounts(values):
    return [None if pd.isna(v) else v for v in values]


def test_the_list_of_orders():
    shop = read_shop([LIST])
    table, entry = _by_id(shop), shop.ledger[0]
    assert table.index.tolist() == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14] and shop.currency == "CNY"
    assert table["order_amount"].tolist() == [100, 80, 59, 45, 45, 120, 20, 300, 300, 90, 33]
    # 1: 106.00 with 6.00 of postage; 6: 130.00 with 10.00; unpaid, cancelled and deposit only: nothing
    assert _amounts(table["paid_amount"]) == [100, 80, 59, None, None, 120, 20, None, 300, 80, 33]
    assert _amounts(table["refund_amount"]) == [0, 30, 0, None, None, 120, 0, None, 0, 0, 0]
    assert _amounts(table["status"]) == ["completed", "completed", "paid", "unpaid", "cancelled", "refunded", "shipped", "unpaid", "paid",
                                         "completed", None]
    assert table["paid_at"].isna().tolist() == table["paid_amount"].isna().tolist()
    assert table.index[table["is_presale"].astype(bool)].tolist() == [8, 9]
    assert table.loc[6, "province"] == "内蒙古自治区" and table.loc[6, "city"] == "呼和浩特市" and pd.isna(table.loc[7, "province"])
    assert table.loc[2, "province"] == "上海" and pd.isna(table.loc[2, "customer_id"]), "t**1 stands for everybody"
    assert table.loc[3, "customer_id"] == table.loc[10, "customer_id"] != table.loc[4, "customer_id"] == table.loc[5, "customer_id"]
    assert _reasons(entry) == {"broken_row": (18,), "unreadable_date": (13,), "unreadable_amount": (12,), "impossible_amount": (15,),
                               "totals_row": (17,), "repeated_order": (14,)}
    assert _notes(entry)["settled_differs"].row_numbers == (11,) and _notes(entry)["deposits"].row_numbers == (9,)
    assert "¥50.00" in _notes(entry)["deposits"].label.zh and "totals_differ" in _notes(entry)
    assert "encoding" not in _notes(entry), "GB18030 is what the platform writes"


def test_payments_given_after_refunds_are_told_by_the_rows():
    shop = read_shop([LATER])
    table = _by_id(shop)
    # 52: 50.00 are left of 80.00; 53: nothing of 70.00 and 5.00 of postage
    assert _amounts(table["paid_amount"]) == [100, 80, 70, None, 33.5]
    assert _amounts(table["refund_amount"]) == [0, 30, 70, None, 0]
    assert table["status"].tolist() == ["completed", "completed", "refunded", "cancelled", "shipped"]
    assert table["city"].tolist() == ["杭州市"] * 5 and table["shipped_at"].notna().tolist() == [True, True, False, False, True]
    assert _notes(shop.ledger[0])["paid_after_refunds"].row_numbers == (3, 4) and "settled_differs" not in _notes(shop.ledger[0])
    assert shop.personal_columns == ["支付详情", "买家会员名", "收货人姓名", "收货地址", "联系手机", "商家备忘"]


def test_items_alone_are_orders():
    shop = read_shop([ITEMS])
    table = shop.orders
    assert table["order_id"].str[-2:].tolist() == ["01", "02", "02", "03", "04", "05", "06", "10", "40"]
    assert table["line_no"].tolist() == [1, 1, 2, 1, 1, 1, 1, 1, 1]
    assert _amounts(table["paid_amount"]) == [100, 50, 30, 59, None, None, 120, 80, 50]
    # 03: asked for and not made
    assert _amounts(table["refund_amount"]) == [0, 0, 30, 0, None, None, 120, 0, 0]
    assert table["list_amount"].tolist() == [110, 60, 30, 59, 45, 45, 120, 90, 50]
    assert shop.products.set_index("product_id")["title"].to_dict() == {
        "660000000001": "陶杯 蓝", "660000000002": "木勺 长", "660000000003": "茶壶"}
    assert _reasons(shop.ledger[0]) == {"unreadable_number": (12,), "repeated_line": (10,)}


def test_orders_items_and_refunds_meet():
    shop = read_shop([JOINED])
    table = shop.orders.set_index(["order_id", "line_no"])
    table.index = [(int(i[-2:]), n) for i, n in table.index]
    assert table["paid_amount"].sum() == 759 + 50, "the list's own, and order 40 that stands among the items only"
    # 1: two partial refunds; 2: one of two items; 6: all; 10: 25.00 less the platform's 5.00
    assert table["refund_amount"][table["refund_amount"] > 0].to_dict() == {(1, 1): 50, (2, 2): 30, (6, 1): 120, (10, 1): 20}
    assert table["status"][[(1, 1), (2, 1), (2, 2), (6, 1)]].tolist() == ["completed", "completed", "refunded", "refunded"]
    assert table["province"][(2, 1)] == table["province"][(2, 2)] == "上海" and pd.isna(table["province"][(40, 1)])
    assert pd.isna(table["product_id"][(7, 1)]) and table["paid_amount"][(7, 1)] == 20, "an order whose items are not given keeps its head"
    assert table["refunded_at"].notna().sum() == 4
    refunds = next(e for e in shop.ledger if e.report == "refunds")
    assert refunds.section == "export" and _reasons(refunds) == {
        "unreadable_amount": (11,), "repeated_line": (8,), "refund_not_completed": (3, 9), "no_such_order": (10,)}
    assert summary(shop)["refund_amount"] == 220 and summary(shop)["refunded_orders"] == 4


def test_the_order_of_files_does_not_matter():
    paths = [JOINED / name for name in ("refunds.xlsx", "ExportOrderDetailList.csv", "ExportOrderList.csv")]
    assert read_shop(paths).orders.equals(read_shop(paths[::-1]).orders)


def test_old_items_share_what_was_paid_for_the_order():
    shop = read_shop([OLDER])
    table = shop.orders
    two = table[table["order_id"].str.endswith("02")]
    # 80.00 over 60.00 and 30.00 of list price, 30.00 of refund likewise
    assert two["paid_amount"].tolist() == [53.33, 26.67] and two["refund_amount"].tolist() == [20, 10]
    assert two["product_id"].tolist() == ["K01", "K02"] and two["quantity"].tolist() == [1, 2]
    assert table["paid_amount"].sum() == read_shop([OLDER / "ExportOrderList.csv"]).orders["paid_amount"].sum() == 759
    old = next(e for e in shop.ledger if e.report == "sold_items_old")
    assert _reasons(old) == {"no_such_order": (9,)} and old.rows_kept == 7


@pytest.mark.parametrize("path", [OLDER / "ExportOrderDetailList.csv", JOINED / "refunds.xlsx"], ids=lambda p: p.name)
def test_what_needs_the_list_of_orders_says_so(path):
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "nothing_kept" and "所属订单" in error.value.label.zh and "order" in error.value.label.en


def test_the_newer_columns_of_few_orders_suffice(tmp_path):
    # the columns of a data set that many courses use; 实付 is given after refunds
    path = tmp_path / "report.csv"
    path.write_text("订单编号,总金额,买家实际支付金额,收货地址 ,订单创建时间,订单付款时间 ,退款金额\n"
                    "1,178.8,0.0,上海,2020-02-21 00:00:00,,0.0\n2,21.0,21.0,内蒙古自治区,2020-02-20 23:59:54,2020-02-21 00:00:02,0.0\n"
                    "3,37.0,0.0,安徽省,2020-02-20 23:59:35,2020-02-20 23:59:50,37.0\n", encoding="utf-8")
    table = read_shop([path]).orders
    assert _amounts(table["paid_amount"]) == [None, 21, 37] and _amounts(table["refund_amount"]) == [None, 0, 37]
    assert table["province"].tolist() == ["上海", "内蒙古自治区", "安徽省"] and table["city"].isna().all()


def test_without_refund_amounts_a_closed_order_went_back_whole(tmp_path):
    path = tmp_path / "report.csv"
    path.write_text("订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间\n"
                    "1,50,0,交易关闭,2026-02-21 00:00:00,2026-02-21 00:01:00\n2,20,20,交易成功,2026-02-21 00:00:00,2026-02-21 00:01:00\n", encoding="utf-8")
    shop = read_shop([path])
    assert shop.orders["paid_amount"].tolist() == [50, 20] and _amounts(shop.orders["refund_amount"]) == [50, None]
    assert {"refund_by_closing", "refunds_elsewhere"} <= set(_notes(shop.ledger[0]))


def test_shuffled_and_extra_columns_give_the_same(tmp_path):
    rows = list(csv.reader(LIST.open(encoding="gbk", newline="")))
    path = tmp_path / "orders.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["extra", *row[::-1]] if len(row) > 40 else row for row in rows])
    assert read_shop([path]).orders.equals(read_shop([LIST]).orders)


def test_destroyed_order_numbers_are_refused(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(LIST.read_bytes().replace(b'="3501000000000000002"', b"3.501E+18"))
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "ids_destroyed"


@pytest.mark.parametrize("address, place", [
    ("浙江省杭州市西湖区栽标路7号", "浙江省 杭州市"), ("浙江省 杭州市 西湖区 栽标路7号", "浙江省 杭州市"), ("重庆市渝北区城市花园7号", "重庆市"),
    ("新疆维吾尔自治区 伊犁哈萨克自治州 伊宁市", "新疆维吾尔自治区 伊犁哈萨克自治州"), ("江苏省 镇江市 京口区", "江苏省 镇江市"), ("香港特别行政区 九龙", "香港特别行政区"),
    ("湖北 省直辖县级行政区划 仙桃市", "湖北"), ("栽标路7号 浙江省 杭州市", None), ("海外 东京都", None), ("浙**", None), ("", None),
])
def test_of_an_address_only_province_and_city_are_kept(address, place):
    assert _amounts(cells.places(pd.Series([address]))) == [place]


def test_a_refund_report_knows_every_item_of_the_orders_it_names():
    table = pd.DataFrame({"order_id": ["1", "1", "2"], "line_no": [1, 2, 1], "product_id": ["a", "b", "a"], "paid_amount": [50.0, 50.0, 9.0],
                          "refund_amount": [25.0, 25.0, 3.0], "status": ["completed"] * 3})
    refunds = pd.DataFrame({"order_id": ["1"], "product_id": ["a"], "refund_amount": [50.0], "refunded_at": [pd.Timestamp("2026-01-01")]})
    out = orders.assemble({"orders": table, "refunds": refunds}, [], None)["orders"]
    assert out["refund_amount"].tolist() == [50, 0, 3] and out["status"].tolist() == ["refunded", "completed", "completed"]


def _cents(text):
    return Decimal(text.removesuffix("元")) if text != "无退款申请" else Decimal(0)


def test_the_courses_own_export_by_decimal_and_against_its_shop():
    names = [next(COURSE.glob(f"{kind}2*.csv")) for kind in ("ExportOrderList", "ExportOrderDetailList")]
    heads, lines = (list(csv.DictReader(path.open(encoding="gbk", newline=""))) for path in names)
    paid = sum(_cents(r["买家实际支付金额"]) - _cents(r["买家应付邮费"]) for r in heads if r["订单付款时间 "])
    back = sum(_cents(r["退款金额"]) for r in heads if r["订单付款时间 "])
    set_language("zh")  # the places of the export are Chinese
    demo = open_shop(DEMO).orders
    for paths in (names[:1], names[1:], names):
        shop = read_shop(paths)
        numbers = summary(shop)
        assert Decimal(str(numbers["paid_amount"])) == paid == Decimal(str(round(demo["paid_amount"].sum(), 2))) == Decimal("256206.78")
        assert Decimal(str(numbers["refund_amount"])) == back == Decimal(str(round(demo["refund_amount"].sum(), 2))) == Decimal("18074.33")
        assert Decimal(str(numbers["order_amount"])) == sum(_cents(r["买家应付货款"]) for r in heads) == sum(_cents(r["买家应付货款"]) for r in lines)
        assert numbers["orders"] == len(heads) == demo["order_id"].nunique()
        assert all(not e.rows_set_aside for e in shop.ledger)
    both = shop.orders.set_index(["order_id", "line_no"]).sort_index()
    truth = demo.set_index(["order_id", "line_no"]).sort_index()
    assert both.index.equals(truth.index) and len(both) == len(lines) == 2625
    for name in ("product_id", "ordered_at", "paid_at", "quantity", "order_amount", "province", "city"):
        assert both[name].equals(truth[name].astype(both[name].dtype)), name
    assert (both["paid_amount"].fillna(0) == truth["paid_amount"].fillna(0)).all()
    assert (both["refund_amount"].fillna(0) == truth["refund_amount"].fillna(0)).all()
    one_to_one = pd.DataFrame({"read": both["customer_id"], "true": truth["customer_id"]}).drop_duplicates()
    assert one_to_one["read"].is_unique and one_to_one["true"].is_unique
