"""A pre-sale counted as one, against plain loops; on the shop with a planted one the balance-payment rate is found."""

from datetime import date

import pandas as pd
import pytest

from shopkit.labels import UserError
from shopkit.metrics.presale import pre_sale_days, pre_sales


@pytest.fixture(scope="module")
def shop(demo):
    return demo


def test_as_by_hand(shop):
    lines = [r for r in shop.orders.to_dict("records") if r["is_presale"] is True or r["is_presale"] == True]  # noqa: E712
    days = {r["ordered_at"].date() for r in lines}
    people = {r["customer_id"] for r in lines}
    payers = {r["customer_id"] for r in lines if r["paid_at"] == r["paid_at"]}
    early = {r["product_id"] for r in shop.items.to_dict("records") if r["is_presale"] == True}  # noqa: E712
    rows = [r for r in shop.items.to_dict("records") if r["product_id"] in early]
    visits = sum(r["visitors"] for r in rows if r["date"].date() in days)
    sale = pre_sales(shop.orders, shop.items).iloc[0]
    assert (sale["visitor_days"], sale["deposit_buyers"], sale["balance_buyers"]) == (visits, len(people), len(payers))
    assert sale["deposit_conversion"] == pytest.approx(len(people) / visits) and sale["balance_payment_rate"] == pytest.approx(len(payers) / len(people))
    assert sale["presale_conversion"] == pytest.approx(sale["deposit_conversion"] * sale["balance_payment_rate"])
    balance = sale["balance_day"].date()
    on_balance = [r for r in rows if r["date"].date() == balance]
    assert sale["naive_balance_day"] == pytest.approx(sum(r["buyers"] for r in on_balance) / sum(r["visitors"] for r in on_balance))


def test_nothing_then_a_record_and_neither_is_so(shop):
    sale = pre_sales(shop.orders, shop.items).iloc[0]
    assert (sale["first_day"].date(), sale["last_day"].date(), sale["balance_day"].date()) == (date(2025, 10, 15), date(2025, 10, 19), date(2025, 10, 20))
    assert sale["naive_deposit_days"] == 0 < sale["presale_conversion"] < sale["naive_balance_day"]
    days = pre_sale_days(shop.orders, shop.items)
    assert days["pay_conversion"].idxmax() == days.index[days["phase"] == "balance"][0]
    assert (days.loc[days["phase"] == "deposit", "pay_conversion"] == 0).all() and (days.loc[days["phase"] == "deposit", "order_conversion"] > 0).all()
    assert days["phase"].value_counts().to_dict() == {"before": 7, "deposit": 5, "balance": 1, "after": 7}


def test_the_planted_balance_payment_rate_lies_in_the_stated_interval(shop):
    from shopkit import open_truth

    sale = pre_sales(shop.orders, shop.items).iloc[0]
    assert sale["conversion_low"] <= open_truth("demo").lessons["10"]["balance_paid"][0] <= sale["conversion_high"]


def small(paid=("2026-10-20 20:00", None), flag=None):
    orders = pd.DataFrame({"order_id": ["1", "2"], "product_id": ["lamp", "lamp"], "customer_id": [7, 8], "is_presale": True,
                           "ordered_at": pd.to_datetime(["2026-10-15 09:00", "2026-10-16 09:00"]), "paid_at": pd.to_datetime(list(paid))})
    items = pd.DataFrame({"date": list(pd.date_range("2026-10-15", periods=6)) * 2, "product_id": ["lamp"] * 6 + ["cup"] * 6, "visitors": 50, "buyers": [0, 0, 0, 0, 0, 1] + [2] * 6})
    return orders, items if flag is None else items.assign(is_presale=flag)


def test_an_item_bought_along_is_not_in_pre_sale():
    orders, items = small()
    along = orders.iloc[:1].assign(product_id="cup")
    for table in (items, items.assign(is_presale=(items["product_id"] == "lamp") & (items["date"] < "2026-10-20"))):
        sales = pre_sales(pd.concat([orders, along]), table)
        assert sales.attrs["products"] == [("lamp",)] and sales["visitor_days"].tolist() == [100] and sales["deposit_buyers"].tolist() == [2]


def test_two_pre_sales_are_two():
    orders, items = small()
    later = orders.assign(ordered_at=orders["ordered_at"] + pd.Timedelta(days=30), paid_at=orders["paid_at"] + pd.Timedelta(days=30))
    more = pd.concat([items, items.assign(date=items["date"] + pd.Timedelta(days=30))])
    assert pre_sales(pd.concat([orders, later]), more)["presale_conversion"].tolist() == [0.01, 0.01]


def test_where_nobody_paid_or_nothing_was_sold_early():
    orders, items = small(paid=(None, None))
    sale = pre_sales(orders, items).iloc[0]
    assert sale["balance_payment_rate"] == 0 and pd.isna(sale["balance_day"]) and pd.isna(sale["naive_balance_day"])
    assert set(pre_sale_days(orders, items)["phase"]) == {"deposit"} | ({"after"} if len(items) else set())
    none = orders.assign(is_presale=False)
    assert pre_sales(none, items).empty and pre_sales(orders.assign(is_presale=None), items).empty
    with pytest.raises(UserError, match="no pre-sale"):
        pre_sale_days(none, items)
    with pytest.raises(UserError, match="is_presale"):
        pre_sales(orders.drop(columns="is_presale"), items)


def test_without_names_each_order_is_somebody():
    orders, items = small()
    assert pre_sales(orders.drop(columns="customer_id"), items)["deposit_buyers"].tolist() == [2]
