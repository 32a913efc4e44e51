"""JD: Shangzhi's traffic and the settlement bill, by hand and by Decimal on the synthetic files."""

import csv
from collections import defaultdict
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.readers import read_shop

TRAFFIC, BILL = EXPORTS / "jd" / "traffic.synthetic.csv", EXPORTS / "jd" / "bill.synthetic.csv"


def _reasons(entry):
    return {reason.code: reason.row_numbers for reason in entry.reasons}


def test_traffic_by_hand():
    shop = read_shop([TRAFFIC])
    traffic, entry = shop.traffic, shop.ledger[0]
    # 搜索 stands under APP and PC, so it keeps both names; 京东快车 is clearly search ads; 微信 is not divided further
    assert traffic["source"].tolist() == ["APP · 搜索", "APP · 推荐", "search_ads", "PC · 搜索", "微信", "APP · 推荐", "search_ads", "APP · 购物车", "content"]
    assert traffic["visitors"].tolist() == [1200, 610, 300, 40, 50, 500, 280, 150, 80]
    assert traffic["buyers"].tolist() == [36, 8, 5, 1, 0, 6, 4, 11, 1]
    assert traffic["paid_amount"].sum() == pytest.approx(3168 + 704 + 440 + 88 + 0 + 528 + 352 + 968 + 88)
    # 全部 sums up the 一级渠道, 汇总 the 二级渠道; a visitors cell with a range is no number
    assert _reasons(entry) == {"broken_row": (18,), "unreadable_date": (16,), "unreadable_amount": (17,), "unreadable_number": (14,),
                               "totals_row": (5, 7), "repeated_row": (15,), "other_level": (9,)}


def test_sums_of_a_channel_are_held_against_its_own_day(tmp_path):
    entry = read_shop([TRAFFIC]).ledger[0]
    # APP agrees (4,312.00); PC's own sum says 98.00 where its row says 88.00
    assert "-¥10.00" in next(n for n in entry.notes if n.code == "totals_differ").label.zh
    path = tmp_path / "traffic.csv"
    path.write_text(TRAFFIC.read_text(encoding="utf-8-sig").replace(",98.00,", ",88.00,"), encoding="utf-8")
    assert "totals_agree" in [n.code for n in read_shop([path]).ledger[0].notes]


def test_year_on_year_columns_are_passed_over(tmp_path):
    with TRAFFIC.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) > 10]
    assert rows[0].count("同比") == 16
    keep = [i for i, name in enumerate(rows[0]) if name != "同比"]
    path = tmp_path / "traffic.csv"
    with path.open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows([[row[i] for i in reversed(keep)] for row in rows])
    assert read_shop([path]).traffic.equals(read_shop([TRAFFIC]).traffic)


def test_keyword_ranges_are_sent_back(tmp_path):
    path = tmp_path / "关键词.csv"
    path.write_text("关键词,搜索人数,在线商品数,点击量,成交金额\n台灯,1000~2000,5万~10万,100~200,1万~2万\n", encoding="utf-8")
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "not_read_yet" and "区间" in error.value.label.zh and "ranges" in error.value.label.en


def test_bill_by_hand():
    shop = read_shop([BILL])
    orders = shop.orders
    assert orders["order_id"].str[-1].tolist() == ["1", "2", "2", "3", "8"]
    assert orders["paid_amount"].tolist() == [119, 238, 29.9, 119, 119] and orders["quantity"].tolist() == [1, 2, 1, 1, 1]
    # 2: the fan went back; 3: 20.00 of the lamp, written with a minus sign
    assert orders["refund_amount"].tolist() == [0, 0, 29.9, 20, 0]
    assert str(orders["refunded_at"][2]) == "2026-06-12 09:00:00"
    # 2: 11.90 + 1.50 + 1.60, and 1.50 came back
    assert orders.groupby("order_id")["fee_amount"].sum(min_count=1).dropna().round(2).tolist() == [5.95, 13.5, 0.3]
    assert orders["status"].fillna("?").tolist() == ["completed", "completed", "refunded", "completed", "?"]
    assert shop.table("costs")[["kind", "amount"]].values.tolist() == [["other", 36.0]] and shop.currency == "CNY"
    assert _reasons(shop.ledger[0]) == {
        "unreadable_date": (21,), "unreadable_amount": (17,), "unreadable_number": (16,), "unknown_value": (20, 24, 25),
        "no_such_order": (18, 19), "not_a_sale": (14, 23)}


def test_bill_against_decimal():
    with BILL.open(encoding="gb18030", newline="") as file:
        rows = [dict(zip(row, values, strict=True)) for row, *table in [list(csv.reader(file))[1:]] for values in table]
    sums = defaultdict(Decimal)
    for row in rows:
        if row["订单编号"][-1:] in ("1", "2", "3", "8") and row["费用名称"] != "代收配送费":
            kind = row["收支方向"] if row["费用名称"] == "货款" else "fee"
            amount = abs(Decimal(row["应结金额"]))
            sums[kind] += -amount if kind == "fee" and row["收支方向"] == "收入" else amount
    orders = read_shop([BILL]).orders
    for name, kind in (("paid_amount", "收入"), ("refund_amount", "支出"), ("fee_amount", "fee")):
        assert Decimal(str(round(orders[name].sum(), 2))) == sums[kind], name


def test_a_refund_in_a_later_bill_finds_its_order(tmp_path):
    text = BILL.read_bytes().decode("gb18030").splitlines()
    first, later = tmp_path / "6月.csv", tmp_path / "7月.csv"
    first.write_bytes("\r\n".join([*text[:2], text[2], text[3]]).encode("gb18030"))
    later.write_bytes("\r\n".join([*text[:2], text[2].replace(",收入,", ",支出,").replace(",119.00,", ",30.00,"), text[17]]).encode("gb18030"))
    shop = read_shop([first, later])
    assert shop.orders[["paid_amount", "refund_amount", "fee_amount"]].values.tolist() == [[119, 30, 5.95]]
    assert _reasons(shop.ledger[1]) == {"no_such_order": (4,)} and shop.ledger[1].rows_kept == 1


def test_several_currencies_are_refused(tmp_path):
    path = tmp_path / "bill.csv"
    path.write_bytes(BILL.read_bytes().decode("gb18030").replace(",238.00,人民币,", ",238.00,美元,").encode("gb18030"))
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "several_currencies" and "USD" in error.value.label.en
