"""Shops: saved and opened they are the same; derived tables against plain loops; what is missing is said."""

import copy
import json
import pickle
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from shopkit import shop as shops
from shopkit.labels import UserError, set_language
from shopkit.schema import SCHEMA_VERSION, TABLES
from shopkit.shop import CARD, TRUTH, Shop, describe_need, open_folder
from shopkit.world import draw_shop, make_shop, open_truth
from tests.conftest import small_shop


@pytest.fixture(scope="module")
def drawn():
    return draw_shop(seed=7, days=20, scale=0.1)


def same(shop, other):
    assert other.tables == shop.tables
    assert (other.name, other.currency, other.locale) == (shop.name, shop.currency, shop.locale)
    for name in shop.tables:
        pd.testing.assert_frame_equal(other.table(name), shop.table(name), check_exact=True)


@pytest.mark.parametrize("rows, ending", [(10**9, ".csv"), (0, ".parquet")])
def test_saved_and_opened_it_is_the_same_shop(rows, ending, drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(shops, "CSV_ROWS", rows)
    drawn.save(tmp_path / "shop")
    assert {p.suffix for p in (tmp_path / "shop").iterdir()} == {ending, ".json"}
    same(drawn, open_folder(tmp_path / "shop"))


def test_long_tables_are_parquet_and_short_ones_csv(drawn, tmp_path, monkeypatch):
    monkeypatch.setattr(shops, "CSV_ROWS", len(drawn.events) - 1)
    drawn.save(tmp_path)
    assert (tmp_path / "events.parquet").exists() and (tmp_path / "orders.csv").exists()
    same(drawn, open_folder(tmp_path))


HOSTILE = ["向晚, \"quiet\"", "two\nlines\r\nand\ttabs", "NA", "null", "007", " padded ", "=1+1", "'; DROP", "é", "1e5", "None", "🫖"]


@pytest.mark.parametrize("rows", [10**9, 0])
def test_text_ids_and_holes_survive(rows, tmp_path, monkeypatch):
    monkeypatch.setattr(shops, "CSV_ROWS", rows)
    size = len(HOSTILE)
    products = pd.DataFrame({"product_id": [f"{i:020d}" for i in range(size)], "title": HOSTILE, "unit_cost": np.arange(size) / 7,
                             "launched_on": [None] * size})
    products.loc[3, ["title", "unit_cost"]] = None
    customers = pd.DataFrame({"customer_id": [2**53 - 1, 2**53 - 3], "is_member": [None, True], "segment": [None, None]})
    orders = pd.DataFrame({
        "order_id": ["001", "002"], "customer_id": [2**53 - 1, None], "ordered_at": ["2026-11-01", "2026-11-02 10:00:00.000001"],
        "paid_at": ["2026-11-01 00:00:00", None], "quantity": [1, None], "paid_amount": [0.1 + 0.2, None], "is_presale": [False, None],
    })
    shop = Shop({"orders": orders, "products": products, "customers": customers})
    shop.save(tmp_path)
    same(shop, open_folder(tmp_path))


def test_an_earlier_shop_leaves_nothing_behind(drawn, tmp_path, monkeypatch):
    # else the costs of one shop would be set against the orders of another
    small_shop(1).save(tmp_path)
    (tmp_path / "notes.txt").write_text("mine")
    monkeypatch.setattr(shops, "CSV_ROWS", 0)
    kept = Shop({"orders": drawn.orders}, currency="EUR", locale="en_US", name="another")
    kept.save(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.txt", "orders.parquet", CARD]
    same(kept, open_folder(tmp_path))


def test_the_truth_of_an_earlier_shop_goes_with_it(drawn, tmp_path):
    # else it would answer for a shop that it knows nothing of
    make_shop(tmp_path / "made", seed=3, days=5, scale=0.2)
    truth = tmp_path / "made" / TRUTH
    (truth.parent / "mine.txt").write_text("mine")
    told = truth.read_bytes()
    open_folder(tmp_path / "made").save(tmp_path / "made")
    assert truth.read_bytes() == told  # the very shop that it is of
    Shop({"orders": drawn.orders}, currency="CNY").save(tmp_path / "made")
    assert not truth.exists() and (truth.parent / "mine.txt").read_text() == "mine"
    with pytest.raises(UserError, match="truth"):
        open_truth(tmp_path / "made")
    # a folder without a shop is somebody's own
    (tmp_path / "own" / TRUTH).parent.mkdir(parents=True)
    (tmp_path / "own" / TRUTH).write_text("mine")
    drawn.save(tmp_path / "own")
    assert (tmp_path / "own" / TRUTH).read_text() == "mine"


def test_a_shop_can_be_saved_where_it_lies(drawn, tmp_path, monkeypatch):
    drawn.save(tmp_path)
    shop = open_folder(tmp_path)
    monkeypatch.setattr(shops, "CSV_ROWS", 0)
    shop.save(tmp_path)
    same(drawn, shop)
    same(drawn, open_folder(tmp_path))
    assert shop.source("orders").name == "orders.parquet"


def test_tables_are_read_when_asked_for_and_each_caller_has_an_own_copy(drawn, tmp_path):
    drawn.save(tmp_path)
    shop = open_folder(tmp_path)
    (tmp_path / "costs.csv").unlink()
    mine = shop.orders
    mine["paid_amount"] = 0.0
    assert shop.orders["paid_amount"].sum() == drawn.orders["paid_amount"].sum() > 0
    assert shop.orders.attrs == {"currency": "CNY", "table": "orders"}
    for again in (copy.deepcopy(shop), pickle.loads(pickle.dumps(shop))):
        assert again.tables == shop.tables


def test_the_language_twin_is_picked(tmp_path):
    made = make_shop(tmp_path, seed=3, days=5, scale=0.2)
    titles = made.products["title"]
    assert titles.str.contains("[一-鿿]").all()
    # in English the same rows, the words in English
    shop = open_folder(tmp_path)
    assert not shop.products["title"].str.contains("[一-鿿]").any()
    pd.testing.assert_frame_equal(shop.products[["product_id", "list_price"]], made.products[["product_id", "list_price"]])
    # numbers of a table that has no twin are the same ones
    pd.testing.assert_frame_equal(shop.costs, made.costs)
    set_language("zh")
    same(made, open_folder(tmp_path))


# derived tables ---------------------------------------------------------------------------------------------------


def day_of(moment):
    return None if moment is None or moment is pd.NaT else moment.date()


def records(frame):
    return [{k: None if v is pd.NA or v is pd.NaT or v != v else v for k, v in row.items()} for row in frame.to_dict("records")]


def days_by_hand(events, orders):
    """date → column → number, from plain loops."""
    people, orders_of, sums = defaultdict(set), defaultdict(set), defaultdict(float)
    names = {"cart": "cart_adders", "order": "orderers", "pay": "buyers"}
    for e in records(events):
        day = day_of(e["at"])
        people[day, "visitors"].add(e["visitor_id"])
        if e["step"] in names:
            people[day, names[e["step"]]].add(e["visitor_id"])
        if e["step"] in ("home", "search", "detail", "compare"):
            sums[day, "page_views"] += 1
        if e["step"] == "favourite":
            sums[day, "favourites"] += 1
    for o in records(orders):
        placed, paid, back = (day_of(o[k]) for k in ("ordered_at", "paid_at", "refunded_at"))
        orders_of[placed, "orders"].add(o["order_id"])
        sums[placed, "order_amount"] += o["order_amount"]
        if paid:
            orders_of[paid, "paid_orders"].add(o["order_id"])
            sums[paid, "paid_amount"] += o["paid_amount"]
        if o["refund_amount"] and o["refund_amount"] > 0:
            orders_of[back or paid, "refunded_orders"].add(o["order_id"])
            sums[back or paid, "refund_amount"] += o["refund_amount"]
    return sums | {key: len(who) for key, who in [*people.items(), *orders_of.items()]}


@pytest.mark.parametrize("seed", [1, 2])
def test_shop_days_are_those_of_plain_loops(seed):
    full = small_shop(seed)
    shop = Shop({"events": full.events, "orders": full.orders}, currency="CNY")
    assert shop.derived == {"shop_days", "traffic"}
    days, by_hand = shop.shop_days, days_by_hand(full.events, full.orders)
    assert {name for _, name in by_hand} == set(days.columns) - {"date"}
    found = {(row["date"].date(), name): row[name] for row in days.to_dict("records") for name in row if name != "date"}
    assert {key for key, value in found.items() if value} == {key for key, value in by_hand.items() if value}
    for key, value in by_hand.items():
        assert found[key] == pytest.approx(value, abs=1e-6), key
    # refunds of a day that are of earlier days' orders, and orders paid on a later day: both occur
    orders = full.orders
    assert (orders["refunded_at"].dt.date > orders["paid_at"].dt.date).any() and (orders["paid_at"].dt.date > orders["ordered_at"].dt.date).any()


def test_derived_days_agree_with_those_the_world_writes():
    full = small_shop(3)
    derived, written = Shop({"events": full.events, "orders": full.orders}).shop_days, full.shop_days
    # money of the last orders may come after the last day of the plan
    derived = derived[derived["date"].isin(written["date"])]
    for name in ("visitors", "cart_adders", "orderers", "buyers", "page_views", "orders", "paid_orders", "paid_amount", "refund_amount"):
        np.testing.assert_allclose(derived[name].astype(float), written[name].astype(float), atol=0.005, err_msg=name)


@pytest.mark.parametrize("seed", [1, 2])
def test_traffic_is_that_of_plain_loops(seed):
    full = small_shop(seed)
    shop = Shop({"events": full.events, "orders": full.orders})
    people, money, numbers = defaultdict(set), defaultdict(float), defaultdict(set)
    for e in records(full.events):
        people[day_of(e["at"]), e["source"]].add(e["visitor_id"])
        if e["step"] in ("order", "pay"):
            people[day_of(e["at"]), e["source"], e["step"]].add(e["visitor_id"])
    for o in records(full.orders):
        numbers[day_of(o["ordered_at"]), o["source"]].add(o["order_id"])
        if o["paid_at"] is not None:
            money[day_of(o["paid_at"]), o["source"]] += o["paid_amount"]
    rows = {(r["date"].date(), r["source"]): r for r in records(shop.traffic)}
    assert set(rows) == {k for k in people if len(k) == 2} | set(money) | set(numbers)
    for key, row in rows.items():
        assert row["visitors"] == len(people[key]) and row["orders"] == len(numbers[key]), key
        assert (row["orderers"], row["buyers"]) == (len(people[*key, "order"]), len(people[*key, "pay"])), key
        assert row["paid_amount"] == pytest.approx(money[key], abs=1e-6), key


def events(*rows):
    frame = pd.DataFrame(rows, columns=["visitor_id", "at", "step", "source"])
    return frame.assign(at=pd.to_datetime(frame["at"], format="ISO8601"))


LOG = events((1, "2026-11-01 23:59:59", "detail", "direct"), (1, "2026-11-01 10:00", "detail", "search_ads"),
             (2, "2026-11-04 00:00:00", "pay", "direct"))
ORDERS = pd.DataFrame({
    "order_id": ["1", "1", "2", "3"], "ordered_at": pd.to_datetime(["2026-11-01 22:00", "2026-11-01 22:00", "2026-11-02 09:00", "2026-11-02 10:00"]),
    "paid_at": pd.to_datetime(["2026-11-02 00:10", "2026-11-02 00:10", None, "2026-11-02 10:01"]), "customer_id": [7, 7, 8, 7],
    "order_amount": [10.0, 5.0, 8.0, 2.0], "paid_amount": [10.0, 5.0, 0.0, 2.0], "refund_amount": [0.0, 5.0, 0.0, 1.0],
    "refunded_at": pd.to_datetime([None, "2026-11-05 12:00", None, None]),
})


def test_a_day_on_which_nothing_happened_is_a_day_of_0():
    days = Shop({"events": LOG}).shop_days
    assert days["date"].dt.day.tolist() == [1, 2, 3, 4]
    # a person with two visits of one day is one visitor of that day
    assert days["visitors"].tolist() == [1, 0, 0, 1]
    assert days["page_views"].tolist() == [2, 0, 0, 0]
    assert days["buyers"].tolist() == [0, 0, 0, 1]
    # of steps that the log does not know nothing is said, not 0
    assert "cart_adders" not in days and "orders" not in days
    assert str(days["visitors"].dtype) == "Int64"


def test_orders_are_dated_by_what_happened_to_them():
    days = Shop({"orders": ORDERS}).shop_days.set_index("date")
    days.index = days.index.day
    assert days["orders"].to_dict() == {1: 1, 2: 2, 3: 0, 4: 0, 5: 0}
    assert days["order_amount"].tolist() == [15, 10, 0, 0, 0]
    assert days["paid_orders"].tolist() == [0, 2, 0, 0, 0] and days["paid_amount"].tolist() == [0, 17, 0, 0, 0]
    # a refund without a date falls on the day of payment
    assert days["refund_amount"].tolist() == [0, 1, 0, 0, 5] and days["refunded_orders"].tolist() == [0, 1, 0, 0, 1]
    # without events people are those of the orders, each once a day
    assert days["buyers"].tolist() == [0, 1, 0, 0, 0] and days["orderers"].tolist() == [1, 2, 0, 0, 0]


def test_a_date_that_the_export_lacks_falls_back_to_the_one_before():
    days = Shop({"orders": ORDERS.drop(columns=["paid_at", "refunded_at", "customer_id"])}).shop_days
    assert days["paid_amount"].tolist() == [15, 2] and days["refund_amount"].tolist() == [5, 1]
    assert "buyers" not in days


def test_visits_without_a_source_are_no_source():
    log = events((1, "2026-11-01", "detail", None), (2, "2026-11-01", "detail", "direct"))
    assert Shop({"events": log}).traffic["source"].tolist() == ["direct"]
    assert Shop({"events": log.drop(columns="source")}).derived == {"shop_days"}


def test_what_the_shop_brings_is_never_derived():
    own = pd.DataFrame({"date": ["2026-11-01"], "visitors": [1000]})
    shop = Shop({"events": LOG, "shop_days": own})
    assert shop.derived == {"traffic"} and shop.shop_days["visitors"].tolist() == [1000]


@pytest.mark.parametrize("table", [{"orders": ORDERS[:0]}, {"events": LOG[:0]}, {"events": LOG[:0], "orders": ORDERS[:0]}], ids=["orders", "events", "both"])
def test_empty_tables_derive_empty_tables(table):
    shop = Shop(table)
    for name in shop.tables:
        assert shop.table(name).empty


def test_derived_tables_are_not_saved(tmp_path):
    Shop({"events": LOG, "orders": ORDERS}).save(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["events.csv", "orders.csv", CARD]
    assert open_folder(tmp_path).derived == {"shop_days", "traffic"}


# what is there ----------------------------------------------------------------------------------------------------


def test_missing_names_what_is_not_there():
    shop = Shop({"events": LOG, "orders": ORDERS.assign(fee_amount=float("nan"))})
    assert shop.missing("events, orders.paid_amount, shop_days.visitors, traffic") == ()
    # a column with nothing in it is not there; a table that nobody derives neither
    assert shop.missing("orders.fee_amount, orders.unit_cost, events.device, traffic.cost, items.visitors, costs") == (
        "orders.fee_amount", "orders.unit_cost", "events.device", "traffic.cost", "items.visitors", "costs")
    assert shop.missing("") == ()


@pytest.mark.parametrize("kind", ["memory", "csv", "parquet"])
def test_columns_are_those_of_the_file(kind, drawn, tmp_path, monkeypatch):
    shop = drawn
    if kind != "memory":
        monkeypatch.setattr(shops, "CSV_ROWS", 10**9 if kind == "csv" else 0)
        drawn.save(tmp_path)
        shop = open_folder(tmp_path)
    assert shop.columns("orders") == tuple(drawn.orders.columns)
    assert shop.columns("ads") == tuple(drawn.ads.columns)
    # a shop of twenty days sends no messages
    assert "pushes" not in drawn.tables and shop.columns("pushes") == ()
    assert Shop({"events": shop.source("events")}).columns("shop_days")[:2] == ("date", "visitors")


def test_tables_stand_in_the_order_of_the_schema(drawn):
    assert list(drawn.tables) == [t for t in TABLES if t in drawn.tables]
    assert "orders" in repr(drawn)


def told(code, en, zh, ask):
    with pytest.raises(UserError) as caught:
        ask()
    assert caught.value.code == code and en in caught.value.label.en and zh in caught.value.label.zh


def test_a_table_that_is_not_there_is_told_with_those_that_are():
    shop = Shop({"events": LOG})
    told("missing_table", "no table 'costs'; they bring events, shop_days, traffic", "没有“costs”表；有的是：events、shop_days、traffic", lambda: shop.costs)
    with pytest.raises(AttributeError, match="no 'cost'; its tables are events"):
        _ = shop.cost
    with pytest.raises(KeyError, match="sales is not a canonical table"):
        Shop({"sales": LOG})


def card(folder, **changes):
    path = folder / CARD
    path.write_text(json.dumps({"schema_version": SCHEMA_VERSION, "name": "x", "currency": "CNY", "locale": "zh_CN"} | changes))
    return path


def test_a_shop_of_another_version_is_refused(tmp_path):
    card(tmp_path, schema_version=SCHEMA_VERSION + 1)
    told("schema_version", f"schema version {SCHEMA_VERSION + 1}", f"数据结构版本是 {SCHEMA_VERSION + 1}", lambda: open_folder(tmp_path))


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema_version": 1}', "null"])
def test_a_damaged_card_is_told(text, tmp_path):
    (tmp_path / CARD).write_text(text)
    told("broken_card", "shop.json is damaged", "shop.json 已损坏", lambda: open_folder(tmp_path))


@pytest.mark.parametrize("text", ["", "order_id,colour\n1,red\n", "order_id,quantity\n1,two\n", "order_id,ordered_at\n1,soon\n"])
def test_a_csv_that_somebody_broke_is_told_by_its_path(text, tmp_path):
    card(tmp_path)
    (tmp_path / "orders.csv").write_text(text)
    told("broken_table", "orders.csv is no table of orders", "orders.csv 不是一张 orders 表", lambda: open_folder(tmp_path).orders)


def test_a_csv_in_another_encoding_is_told_by_its_path(tmp_path):
    card(tmp_path)
    (tmp_path / "orders.csv").write_bytes("order_id,单价\n1,2\n".encode("gb18030"))
    told("broken_table", "orders.csv is no table of orders", "orders.csv 不是一张 orders 表", lambda: open_folder(tmp_path).orders)


def test_a_table_changed_by_its_reader_stays_as_it_was_in_the_shop(tmp_path):
    shop = Shop({"costs": pd.DataFrame({"month": pd.to_datetime(["2026-10-01"]), "kind": ["rent"], "amount": [10.0], "is_fixed": [True]})})
    mine = shop.costs
    mine.loc[0, "amount"] = 99.0
    mine["more"] = 1
    mine.attrs["currency"] = "USD"
    assert shop.costs["amount"].tolist() == [10.0]
    assert "more" not in shop.costs
    assert shop.costs.attrs["currency"] is None


def test_a_need_is_said_in_words():
    assert describe_need("traffic.cost").en == "Ad spend (traffic.cost)"
    assert describe_need("products.unit_cost").zh == "单位成本（products.unit_cost）"
    assert describe_need("items").zh == "items 表（每行：天 × 商品）"
