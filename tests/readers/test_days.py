"""Counts of orders come from the orders where the shop's days are a report of their own, and only from the same platform's."""

import pandas as pd
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import Label
from shopkit.readers import joining, read_shop
from shopkit.readers.ledger import Entry
from shopkit.readers.report import Part


def _part(name, frame, platform="taobao"):
    entry = Entry(f"{name}.csv", "", platform, name, Label(name, name), rows_read=len(frame), rows_kept=len(frame))
    return Part(entry, name, {name: frame}, "CNY", ())


_ORDERS = pd.DataFrame({
    "order_id": ["a", "a", "b", "c"], "line_no": [1, 2, 1, 1],
    "ordered_at": pd.to_datetime(["2025-12-01 09:00", "2025-12-01 09:00", "2025-12-01 23:59", "2025-12-03 08:00"]).astype("datetime64[us]"),
    "paid_at": pd.to_datetime(["2025-12-01 09:01", "2025-12-01 09:01", "2025-12-02 00:01", None]).astype("datetime64[us]"),
    "paid_amount": [10.0, 5.0, 7.0, float("nan")], "refund_amount": [0.0, 0.0, 7.0, 0.0],
})
_DAYS = pd.DataFrame({"date": pd.to_datetime([f"2025-12-0{d}" for d in range(1, 6)]).astype("datetime64[us]"), "visitors": [50, 40, 30, 20, 10]})


def test_orders_of_a_day_are_counted_once_each():
    shop = joining.join([_part("orders", _ORDERS), _part("shop_days", _DAYS)])
    days = shop.shop_days
    # order a has two lines; b was placed before midnight and paid after it; the 4th and 5th are beyond the export
    assert days["orders"].tolist()[:3] == [2, 0, 1] and days["orders"].isna().tolist() == [False, False, False, True, True]
    assert days["paid_orders"].tolist()[:3] == [1, 1, 0] and days["visitors"].tolist() == [50, 40, 30, 20, 10]
    assert "refunded_orders" not in days  # nobody says when
    assert [n.code for n in shop.ledger[1].notes] == ["orders_counted"]


def test_refunds_by_their_own_day():
    dated = _ORDERS.assign(refunded_at=pd.to_datetime([None, None, "2025-12-03 12:00", None]).astype("datetime64[us]"))
    days = joining.join([_part("orders", dated), _part("shop_days", _DAYS)]).shop_days
    assert days["refunded_orders"].tolist()[:3] == [0, 0, 1]


def test_what_the_report_says_stays():
    days = joining.join([_part("orders", _ORDERS), _part("shop_days", _DAYS.assign(paid_orders=[9, 9, 9, 9, 9]))]).shop_days
    assert days["paid_orders"].tolist() == [9] * 5 and days["orders"].tolist()[:3] == [2, 0, 1]


def test_another_platforms_orders_are_not_counted():
    shop = joining.join([_part("orders", _ORDERS, "etsy"), _part("shop_days", _DAYS)])
    assert "paid_orders" not in shop.shop_days


def test_days_that_do_not_meet():
    shop = joining.join([_part("orders", _ORDERS), _part("shop_days", _DAYS.assign(date=_DAYS["date"] + pd.Timedelta(days=90)))])
    assert "paid_orders" not in shop.shop_days


def test_a_report_alone_is_as_it_was():
    assert "paid_orders" not in read_shop([EXPORTS / "sycm" / "shop_days.synthetic.xls"]).shop_days
