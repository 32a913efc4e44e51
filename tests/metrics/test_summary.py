"""The summary: every key against plain loops, None where the tables cannot say, people never added up unnoticed."""

import math

import pandas as pd
import pytest

from shopkit.labels import LANGUAGES
from shopkit.metrics import summary as module
from shopkit.metrics.summary import (
    KEYS,
    NET_PAID_AMOUNT,
    REFUND_RATE,
    SPEND_PER_BUYER,
    SPEND_PER_ORDER,
    VALUE_PER_VISITOR,
    five_numbers,
    kind_of,
    label_of,
    summary,
)
from shopkit.opening import open_shop
from shopkit.shop import Shop


def _orders(**columns):
    base = {
        "order_id": ["1", "1", "2", "3", "4"],
        "ordered_at": pd.to_datetime(["2026-10-01", "2026-10-01", "2026-10-02", "2026-10-03", "2026-10-09T23:59"], format="ISO8601"),
        "paid_at": pd.to_datetime(["2026-10-01", "2026-10-01", "2026-10-02", None, "2026-10-10"]),
        "customer_id": [11, 11, 12, 13, 11],
        "quantity": [1, 2, 1, 5, 1],
        "order_amount": [10.1, 20.2, 30.3, 99.0, 0.1],
        "paid_amount": [10.1, 20.2, 30.3, 0.0, 0.1],
        "refund_amount": [0.0, 5.05, 0.0, 0.0, 0.1],
        "fee_amount": [0.5, 1.0, 1.5, 0.0, 0.0],
    }
    return pd.DataFrame(base | columns)


def test_orders_alone():
    numbers = summary(Shop({"orders": _orders()}, currency="CNY"))
    assert tuple(numbers) == KEYS
    assert numbers == dict.fromkeys(KEYS) | {
        "orders": 4, "paid_orders": 3, "refunded_orders": 2, "units": 5, "order_amount": 159.7, "paid_amount": 60.7,
        "refund_amount": 5.15, "net_paid_amount": 55.55, "fee_amount": 3.0, "buyers": 2, "spend_per_buyer": 30.35,
        "spend_per_order": 20.23, "first_day": "2026-10-01", "last_day": "2026-10-09", "currency": "CNY",
    }


def test_orders_of_nobody_in_particular_have_no_buyers():
    numbers = summary(Shop({"orders": _orders(customer_id=[11, None, 12, 13, 11])}))
    assert numbers["buyers"] is None and numbers["spend_per_buyer"] is None


def test_what_is_not_known_is_not_nothing():
    orders = _orders().drop(columns=["refund_amount", "fee_amount", "customer_id", "quantity"])
    numbers = summary(Shop({"orders": orders}))
    unknown = ("refunded_orders", "refund_amount", "net_paid_amount", "fee_amount", "buyers", "units", "visitors", "pay_conversion")
    assert [numbers[key] for key in unknown] == [None] * len(unknown)


def test_events_count_people():
    events = pd.DataFrame({"visitor_id": [1, 1, 2, 2, 3], "at": pd.to_datetime(["2026-10-01", "2026-10-02", "2026-10-02", "2026-10-02", "2026-10-05"]),
                           "step": ["detail", "detail", "detail", "pay", "detail"]})
    numbers = summary(Shop({"events": events}))
    assert (numbers["visitors"], numbers["buyers"], numbers["pay_conversion"]) == (3, 1, 1 / 3)
    assert numbers["conversion_basis"] == "people" and (numbers["first_day"], numbers["last_day"]) == ("2026-10-01", "2026-10-05")
    assert summary(Shop({"events": events.iloc[:3]}))["pay_conversion"] is None  # the log has no payments at all
    both = summary(Shop({"events": events, "orders": _orders()}))
    assert both["buyers"] == 2 and both["pay_conversion"] == 1 / 3 and both["value_per_visitor"] == round(60.7 / 3, 2)


def test_daily_tables_count_visitor_days():
    days = pd.DataFrame({"date": pd.to_datetime(["2026-10-01", "2026-10-02"]), "visitors": [100, 300], "buyers": [5, 3], "orders": [6, 4],
                         "paid_orders": [6, 3], "paid_amount": [60.0, 30.0], "impressions": [1000, 2000], "clicks": [50, 150]})
    traffic = pd.DataFrame({"date": days["date"], "source": ["free_search", "search_ads"], "cost": [None, 12.345]})
    numbers = summary(Shop({"shop_days": days, "traffic": traffic}))
    assert (numbers["visitors"], numbers["buyers"], numbers["conversion_basis"], numbers["pay_conversion"]) == (400, 8, "days", 0.02)
    assert (numbers["spend_per_buyer"], numbers["spend_per_order"], numbers["value_per_visitor"]) == (11.25, 10.0, 0.23)
    assert (numbers["impressions"], numbers["clicks"], numbers["ad_cost"], numbers["orders"]) == (3000, 200, 12.35, 10)
    assert label_of("visitors", "days").zh == "访客日" and label_of("visitors", "people").zh == "访客数"


def test_demo_against_plain_loops():
    shop = open_shop("demo")
    orders, events = shop.orders.to_dict("records"), shop.events.to_dict("records")
    paid = [o for o in orders if not pd.isna(o["paid_at"])]
    numbers = summary(shop)
    assert numbers["paid_orders"] == len({o["order_id"] for o in paid})
    assert numbers["paid_amount"] == round(sum(o["paid_amount"] for o in paid), 2)
    assert numbers["buyers"] == len({o["customer_id"] for o in paid})
    assert numbers["visitors"] == len({e["visitor_id"] for e in events})
    assert numbers["pay_conversion"] == len({e["visitor_id"] for e in events if e["step"] == "pay"}) / numbers["visitors"]
    assert numbers["refunded_orders"] == len({o["order_id"] for o in orders if o["refund_amount"] > 0})
    assert isinstance(numbers["paid_orders"], int) and isinstance(numbers["paid_amount"], float)


def test_five_numbers_multiply():
    table = five_numbers(open_shop("demo")).set_index("metric")["value"]
    assert table["visitors"] * table["pay_conversion"] * table["spend_per_buyer"] == pytest.approx(table["paid_amount"], rel=1e-3)
    orders = five_numbers(Shop({"orders": _orders()}, currency="CNY"))
    assert orders["metric"].tolist() == ["paid_orders", "spend_per_order", "paid_amount"] and orders.attrs["currency"] == "CNY"


def test_metrics_over_days():
    days = pd.DataFrame({"date": ["2026-10-01", "2026-10-02"], "paid_amount": [60.0, 30.0], "buyers": [5, 3], "paid_orders": [6, 4],
                         "visitors": [100, 300], "refund_amount": [6.0, 3.0], "refunded_orders": [1, 1]})
    assert SPEND_PER_BUYER.of(days) == 11.25 and SPEND_PER_ORDER.of(days) == 9 and VALUE_PER_VISITOR.of(days) == 0.225
    assert NET_PAID_AMOUNT.of(days) == 81 and REFUND_RATE.of(days) == 0.2
    assert math.isnan(SPEND_PER_ORDER.of(days.assign(paid_orders=0)))


def test_every_key_has_a_label_and_a_kind():
    for key in KEYS:
        assert all(getattr(label_of(key), lang) for lang in LANGUAGES) and kind_of(key) in ("count", "money", "rate", "date", "text")


def test_example_of_the_docstring():
    import doctest

    assert doctest.testmod(module).failed == 0
