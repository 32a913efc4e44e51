"""The canonical tables: all are there, said in both languages, and what breaks them is found at once."""

import pandas as pd
import pytest

from shopkit import schema
from shopkit.labels import LANGUAGES
from shopkit.schema import DIMENSIONS, DTYPES, TABLES, conform, problems

# the agreed data dictionary, kept apart from the declaration: a renamed column breaks every saved shop and export
AGREED = {
    "orders": "order_id line_no product_id customer_id visit_id ordered_at paid_at quantity list_amount order_amount "
    "paid_amount refund_amount refunded_at fee_amount shipping_cost unit_cost gift_cost source is_presale status province "
    "city shipped_at delivered_at coupon_id",
    "products": "product_id title brand category supplier list_price unit_cost launched_on",
    "customers": "customer_id first_seen_on segment province city is_member",
    "events": "visitor_id customer_id visit_id at step product_id source device",
    "shop_days": "date visitors new_visitors returning_visitors page_views impressions clicks favourites followers "
    "cart_adders orderers buyers orders paid_orders refunded_orders order_amount paid_amount refund_amount campaign "
    "peer_average_conversion peer_top_conversion peer_average_click_rate",
    "traffic": "date source visitors orderers buyers orders paid_amount cost",
    "items": "date product_id impressions clicks visitors page_views cart_adders orderers buyers units paid_amount price "
    "search_rank rating_shown stock is_presale",
    "ads": "date channel campaign creative product_id bid budget quality_score impressions clicks cost ad_orders ad_sales",
    "ad_exposures": "visitor_id creative impressions clicks first_at",
    "changes": "at who product_id kind note",
    "costs": "month kind amount is_fixed",
    "reviews": "order_id product_id at text score_item score_service score_logistics replied_at",
    "chats": "chat_id customer_id started_at first_reply_s led_to_order score topic question answered",
    "coupons": "coupon_id offer customer_id claimed_at used_order_id",
    "pushes": "at customer_id channel cost opened opted_out",
    "competitors": "date rival category price_index units paid_amount visitors click_rate pay_conversion profit_rate "
    "dsr_item new_reviews same_tier",
    "market": "date category segment searches sellers paid_amount",
    "market_reviews": "date rival category text score",
}
EVERY = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)


def test_every_agreed_table_is_declared_and_no_other():
    assert list(TABLES) == list(AGREED)


@EVERY
def test_a_table_has_the_agreed_columns_in_their_order(table):
    assert [c.name for c in table.columns] == AGREED[table.name].split()


@EVERY
def test_everything_is_said_in_both_languages(table):
    said = [table.grain, *(c.label for c in table.columns), *(v for c in table.columns for v in c.values.values())]
    for label in said:
        assert all(getattr(label, lang).strip() == getattr(label, lang) != "" for lang in LANGUAGES)
        assert any("一" <= c <= "鿿" for c in label.zh) and not any("一" <= c <= "鿿" for c in label.en)


@EVERY
def test_no_two_columns_of_a_table_are_called_alike(table):
    # two heads alike in one formatted table cannot be told apart
    for names in ([c.name for c in table.columns], *([getattr(c.label, lang) for c in table.columns] for lang in LANGUAGES)):
        assert len(set(names)) == len(names)


@EVERY
def test_declarations_hold_together(table):
    assert {c.kind for c in table.columns} <= set(DTYPES)
    assert table.required and all(name in table for name in table.required)
    for c in table.columns:
        assert table[c.name] is c
        assert (c.unit == "money") == (c.kind == "money"), c.name
        # only closed lists of words can be checked
        assert not c.values or c.kind == "text"
        # names, phones and addresses have no place in a canonical table
        assert not c.personal


def test_a_column_means_the_same_number_wherever_it_stands():
    for names in AGREED.values():
        for name in names.split():
            kinds = {(t[name].kind, t[name].unit) for t in TABLES.values() if name in t}
            assert len(kinds) == 1, (name, kinds)


def test_people_and_the_dimensions_that_split_them_are_known():
    people = {c.name for t in TABLES.values() for c in t.columns if c.unit == "people"}
    assert people == {"visitors", "new_visitors", "returning_visitors", "followers", "cart_adders", "orderers", "buyers"}
    assert set(DIMENSIONS) == {"source", "product_id", "device", "channel", "campaign", "creative", "rival", "category", "segment",
                               "province", "city"}
    assert all(schema.column(d) is not None for d in DIMENSIONS)
    # any text or id beside people in a daily table must be a dimension, or it would be added over without a word
    for table in TABLES.values():
        if any(c.unit == "people" for c in table.columns):
            assert {c.name for c in table.columns if c.kind in ("text", "id")} <= set(DIMENSIONS)


def test_a_column_is_looked_up_in_its_own_table():
    assert schema.column("kind", "costs").label.en == "Kind of cost"
    assert schema.column("kind").label.en == "Kind of change"
    assert schema.column("unit_cost", "products").label.zh == "单位成本"
    assert schema.column("paid_amount", "customers") is None and schema.column("colour") is None


def orders(**columns):
    good = {"order_id": ["007", "008", "009"], "ordered_at": ["2026-11-01 10:00", "2026-11-02 11:00", "2026-11-03 12:00"]}
    return pd.DataFrame(good | columns)


def test_all_mistakes_are_found_at_once_with_their_rows():
    frame = orders(
        order_id=["007", None, "009"], quantity=[-1, 2, 3], paid_amount=[1.0, -2.0, None], status=["paid", "lost", None],
        source=["its own name", None, "direct"],
    ).drop(columns="ordered_at")
    # rows are positions, whatever index the frame came with
    found = problems("orders", frame.set_index(pd.Index([5, 5, 7])))
    assert found.to_dict("split")["data"] == [
        ["ordered_at", "missing_column", -1],
        ["quantity", "negative", 0],
        ["order_id", "missing_value", 1],
        ["paid_amount", "negative", 1],
        ["status", "not_in_list", 1],
    ]


def test_mistakes_are_found_in_a_conformed_frame_too():
    frame = conform("orders", orders(ordered_at=["2026-11-01", None, "2026-11-03"], quantity=[1, None, -3]))
    assert problems("orders", frame).values.tolist() == [["ordered_at", "missing_value", 1], ["quantity", "negative", 2]]


@pytest.mark.parametrize("rows", [0, 3])
def test_a_good_table_has_no_problems(rows):
    assert problems("orders", conform("orders", orders(quantity=[0, 1, 2])).head(rows)).empty
    assert list(problems("orders", orders()).columns) == ["column", "check", "row"]


def test_a_cost_may_be_negative_a_credit_note_is():
    frame = pd.DataFrame({"month": ["2026-11-01"], "kind": ["rent"], "amount": [-100.0]})
    assert problems("costs", frame).empty


def test_a_table_without_columns_lacks_those_it_needs():
    assert problems("events", pd.DataFrame())["column"].tolist() == ["at", "step", "visitor_id"]


@EVERY
def test_conform_gives_every_kind_its_type(table):
    values = {"id": "0012", "person": 2**53 - 1, "date": "2026-11-01", "time": "2026-11-01 10:00:00.000001", "count": 3, "money": 1,
              "rate": 1, "number": 1, "text": "词", "flag": True}
    # backwards, and a row in which nothing is known
    frame = pd.DataFrame({c.name: [values[c.kind], None] for c in reversed(table.columns)}, dtype=object)
    done = conform(table.name, frame)
    assert list(done.columns) == [c.name for c in table.columns]
    assert {c.name: str(done[c.name].dtype) for c in table.columns} == {c.name: DTYPES[c.kind] for c in table.columns}
    for c in table.columns:
        assert done[c.name].isna().tolist() == [False, True], c.name
        assert done[c.name].iloc[0] == (pd.Timestamp(values[c.kind]) if c.kind in ("date", "time") else values[c.kind])


def test_ids_are_text_and_keep_their_zeros():
    assert conform("orders", orders())["order_id"].tolist() == ["007", "008", "009"]
    assert conform("orders", orders(order_id=[7, 8, 9]))["order_id"].tolist() == ["7", "8", "9"]


def test_a_column_nobody_declared_is_refused_by_name():
    with pytest.raises(KeyError, match="colour"):
        conform("orders", orders(colour=["red"] * 3))


def test_conform_leaves_the_callers_frame_alone():
    frame = orders()
    conform("orders", frame)
    assert str(frame["ordered_at"].dtype) == "str"
