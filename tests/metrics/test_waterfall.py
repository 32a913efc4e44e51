"""The waterfall against a plain loop; groups that add up to the shop to the cent, whatever the orders; what each lever is worth."""

from collections import defaultdict
from fractions import Fraction

import numpy as np
import pandas as pd
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shopkit import engine
from shopkit.labels import UserError
from shopkit.metrics.profit import ALL_LINES, PROFIT_RATE, margins
from shopkit.metrics.traffic import break_even_roas
from shopkit.metrics.waterfall import KEYS, LINES, TOTALS, lines_wide, sensitivity, waterfall
from shopkit.schema import COST_KINDS
from tests.conftest import small_shop

MONTHS = pd.to_datetime(["2026-08-01", "2026-09-01"])
SOURCES = ("search_ads", "free_search", None)


def cents(value) -> int:
    return round(value * 100)


@st.composite
def books(draw):
    """Orders, costs, traffic and items of a small shop: any prices, refunds, parcels, months, sources, missing ones too."""
    amount = st.integers(0, 50_000)
    lines = []
    for order in range(draw(st.integers(0, 6))):
        paid_at = draw(st.sampled_from([None, *(m + pd.Timedelta(days=draw(st.integers(0, 27))) for m in MONTHS)]))
        for line in range(draw(st.integers(1, 3))):
            paid = draw(amount) if paid_at is not None else 0
            lines.append({"order_id": f"o{order}", "product_id": draw(st.sampled_from(["lamp", "cable", "kettle"])), "paid_at": paid_at, "ordered_at": paid_at or MONTHS[0],
                          "list_amount": (paid + draw(amount)) / 100, "paid_amount": paid / 100, "refund_amount": draw(st.integers(0, paid)) / 100,
                          "unit_cost": draw(st.integers(0, 9000)) / 100, "quantity": draw(st.integers(1, 3)), "fee_amount": draw(st.integers(0, 2000)) / 100,
                          "shipping_cost": draw(st.integers(0, 1500)) / 100 if line == 0 else 0.0, "gift_cost": draw(st.sampled_from([0.0, 3.5])), "source": draw(st.sampled_from(SOURCES))})
    columns = ["order_id", "product_id", "paid_at", "ordered_at", "list_amount", "paid_amount", "refund_amount", "unit_cost", "quantity", "fee_amount", "shipping_cost", "gift_cost", "source"]
    orders = pd.DataFrame(lines, columns=columns).astype({"paid_at": "datetime64[us]", "ordered_at": "datetime64[us]", "quantity": "int64", "source": "str", "order_id": "str", "product_id": "str"}
                                                         | {c: float for c in columns if c.endswith(("amount", "cost"))})
    costs = pd.DataFrame([{"month": m, "kind": kind, "amount": draw(st.integers(-500, 200_000)) / 100, "is_fixed": draw(st.booleans())}
                          for m in MONTHS for kind in draw(st.sets(st.sampled_from(list(COST_KINDS)), max_size=5))], columns=["month", "kind", "amount", "is_fixed"])
    costs = costs.astype({"month": "datetime64[us]", "amount": float, "is_fixed": bool, "kind": "str"})
    traffic = pd.DataFrame([{"date": m + pd.Timedelta(days=3), "source": s, "cost": draw(st.integers(0, 30_000)) / 100} for m in MONTHS for s in SOURCES[:2]])
    return orders, costs, traffic


def items_of(orders):
    """A price of the day for every item sold."""
    days = pd.date_range(MONTHS[0], periods=60)
    return pd.DataFrame([{"date": d, "product_id": p, "price": 50.0} for d in days for p in ("lamp", "cable", "kettle")])


@settings(max_examples=15, deadline=None)
@given(books(), st.sampled_from(["product_id", "month", "source"]), st.booleans())
def test_groups_add_up_to_the_shop_to_the_cent(shop, by, with_items):
    items = items_of(shop[0]) if with_items else None
    whole = waterfall(*shop, items=items).set_index("line")["line_amount"]
    parts = waterfall(*shop, by=by, items=items)
    assert {line: round(v, 2) for line, v in parts.groupby("line")["line_amount"].sum().items()} == {line: round(v, 2) + 0.0 for line, v in whole.items()}
    # every group is a waterfall of its own: its lines add up to the cent
    for _, rows in parts.groupby(by):
        amounts = rows.set_index("line")["line_amount"]
        assert list(amounts.index) == list(LINES)
        assert cents(amounts[["list_amount", "discounts", "coupons"]].sum()) == cents(amounts["paid_amount"])
        assert cents(amounts[["paid_amount", "refunds"]].sum()) == cents(amounts["net_paid"])
        assert cents(amounts["net_paid"] + amounts[["coupon_subsidy", "goods"]].sum()) == cents(amounts["gross"])
        costs = [line for line in LINES[LINES.index("gross") + 1:] if line not in TOTALS]
        assert cents(amounts["gross"] + amounts[costs].sum()) == cents(amounts["net"])


@settings(max_examples=8, deadline=None)
@given(books())
def test_its_margins_are_those_of_margins(shop):
    long, short = waterfall(*shop).set_index("line")["line_amount"], margins(*shop).set_index("line")["line_amount"]
    for line in ("paid_amount", "refunds", "net_paid", "goods", "gross", "fees", "shipping", "gifts", "advertising", "contribution", "net"):
        # each line of margins() is rounded by itself
        assert long[line] == pytest.approx(short[line], abs=0.02), line


def by_loops(orders, costs, traffic, by):
    """group → line → exact amount, row by row: the same keys, fractions instead of floats."""
    rows = [r for r in orders.to_dict("records") if r["paid_amount"] > 0 and not pd.isna(r["paid_at"])]

    def exact(v):
        return Fraction(str(round(v, 2)))

    of_order, order_rows = defaultdict(Fraction), defaultdict(list)
    for r in rows:
        of_order[r["order_id"]] += exact(r["paid_amount"])
        order_rows[r["order_id"]].append(r)
    table, weights = defaultdict(lambda: defaultdict(Fraction)), {key: defaultdict(Fraction) for key in ("orders", "net", "paid")}
    for r in rows:
        group, month, source = r[by], r["paid_at"].replace(day=1).normalize(), r["source"] if isinstance(r["source"], str) else "(unknown)"
        part = exact(r["paid_amount"]) / of_order[r["order_id"]]
        lines = table[group]
        lines["list_amount"] += exact(r["list_amount"])
        lines["paid_amount"] += exact(r["paid_amount"])
        lines["refunds"] -= exact(r["refund_amount"])
        lines["goods"] -= exact(r["unit_cost"]) * r["quantity"]
        lines["fees"] -= exact(r["fee_amount"])
        for line, column in (("shipping", "shipping_cost"), ("gifts", "gift_cost")):
            lines[line] -= part * sum(exact(o[column]) for o in order_rows[r["order_id"]])
        for key, value in (("orders", part), ("net", exact(r["paid_amount"]) - exact(r["refund_amount"])), ("paid", exact(r["paid_amount"]))):
            weights[key][group, month, source] += value

    def share_out(line, key, amount, month, source=None):
        """Over what the source brought in the month; where that is nothing over the month, else over everything."""
        tiers = [lambda k: k[1] == month, lambda k: True]
        for keep in ([lambda k: k[1] == month and k[2] == source] if source else []) + tiers:
            chosen = {k: v for k, v in weights[key].items() if keep(k)}
            if sum(chosen.values()) > 0:
                for (group, _, _), weight in chosen.items():
                    table[group][line] -= amount * weight / sum(chosen.values())
                return

    for c in costs.to_dict("records"):
        variable, fixed = ("commission", "packing", "return_freight", "tax"), ("labour", "rent", "software", "dead_stock")
        line = (c["kind"] if c["kind"] in fixed else "other") if c["is_fixed"] else (c["kind"] if c["kind"] in variable else "variable")
        share_out(line, "orders" if line in ("packing", "return_freight", "variable", "labour") else "net", exact(c["amount"]), c["month"])
    for t in traffic.to_dict("records"):
        share_out("advertising", "paid", exact(t["cost"]), t["date"].replace(day=1).normalize(), t["source"])
    return table


@pytest.mark.parametrize("by", ["product_id", "source"])
def test_same_as_by_hand(by):
    shop = small_shop(2, "lesson_02")
    orders = shop.orders.assign(source=shop.orders["source"].fillna("(unknown)"))
    found = waterfall(orders, shop.costs, shop.traffic, by=by).set_index([by, "line"])["line_amount"]
    expected = by_loops(orders, shop.costs, shop.traffic, by)
    assert {g for g, _ in found.index} == set(expected)
    for group, lines in expected.items():
        for line, amount in lines.items():
            # rounded to cents once, and shared costs once a month
            assert found[group, line] == pytest.approx(float(amount), abs=0.06), (group, line)


def test_what_the_lesson_says_of_every_key():
    shared = {line for line in LINES if line not in TOTALS} - {"discounts", "coupons", "coupon_subsidy", "refunds", "goods", "fees"}
    assert set(KEYS) == shared


ORDERS = pd.DataFrame({
    "order_id": ["a", "a", "b", "c"], "product_id": ["lamp", "cable", "lamp", "lamp"],
    "paid_at": pd.to_datetime(["2026-08-02", "2026-08-02", "2026-09-05", None]), "ordered_at": pd.to_datetime(["2026-08-02", "2026-08-02", "2026-09-05", "2026-09-06"]),
    "list_amount": [120.0, 40.0, 240.0, 120.0], "paid_amount": [90.0, 30.0, 180.0, 0.0], "refund_amount": [0.0, 0.0, 90.0, 0.0],
    "unit_cost": [40.0, 10.0, 40.0, 40.0], "quantity": [1, 1, 2, 1], "fee_amount": [4.5, 1.5, 4.5, 0.0], "shipping_cost": [8.0, 0.0, 8.0, 0.0],
})
COSTS = pd.DataFrame({"month": MONTHS.repeat(2), "kind": ["labour", "tax"] * 2, "amount": [30.0, 2.4, 30.0, 1.8], "is_fixed": [True, False] * 2})
TRAFFIC = pd.DataFrame({"date": MONTHS, "cost": [12.0, 6.0]})
ITEMS = pd.DataFrame({"date": pd.to_datetime(["2026-08-02", "2026-08-02", "2026-09-05"]), "product_id": ["lamp", "cable", "lamp"], "price": [100.0, 30.0, 100.0]})


def amounts(by=None, **options):
    table = waterfall(ORDERS, COSTS, TRAFFIC, by=by, **options)
    return table.set_index("line")["line_amount"] if by is None else table.set_index([by, "line"])["line_amount"]


def test_an_order_of_two_items_shares_its_parcel_and_counts_once():
    found = amounts("product_id")
    # 90 of 120 was paid for the lamp
    assert found["lamp", "shipping"] == -(8 * 0.75 + 8) and found["cable", "shipping"] == -2
    # one order in each month; a quarter of August's is the cable's
    assert found["cable", "labour"] == -7.5 and found["lamp", "labour"] == -52.5
    # net paid in August: 120, in September 90
    assert found["cable", "tax"] == -0.6 and found["lamp", "tax"] == -3.6
    assert found["cable", "advertising"] == -3 and found["lamp", "advertising"] == -15


def test_coupons_are_what_went_off_the_price_of_the_day():
    found = amounts(items=ITEMS)
    # 10 of the first lamp, 20 of the two of September
    assert found["coupons"] == -30 and found["discounts"] == -70
    assert amounts()["coupons"] == 0 and amounts()["discounts"] == -100
    # of September's 20 half was refunded: that the platform does not make good
    subsidised = amounts(items=ITEMS, seller_share=0.4)
    assert subsidised["coupon_subsidy"] == pytest.approx((10 + 10) * 0.6)
    assert subsidised["net"] == pytest.approx(found["net"] + 12)


def test_a_month_that_sold_nothing_is_borne_by_all():
    costs = pd.concat([COSTS, pd.DataFrame({"month": [pd.Timestamp("2026-10-01")], "kind": ["rent"], "amount": [21.0], "is_fixed": [True]})])
    found = waterfall(ORDERS, costs, TRAFFIC, by="product_id").set_index(["product_id", "line"])["line_amount"]
    assert found["cable", "rent"] == -3 and found["lamp", "rent"] == -18
    months = waterfall(ORDERS, costs, TRAFFIC, by="month").set_index(["month", "line"])["line_amount"]
    assert months[pd.Timestamp("2026-10-01"), "rent"] == -21 and months[pd.Timestamp("2026-10-01"), "paid_amount"] == 0


def test_a_shop_without_orders_has_its_costs_and_no_margins():
    table = waterfall(ORDERS[:0], COSTS, TRAFFIC, by="product_id")
    assert table[table["line"] == "net"]["line_amount"].tolist() == [-82.2] and table["share"].isna().all()


def test_a_cost_stands_where_its_flag_says():
    costs = pd.DataFrame({"month": MONTHS[:1], "kind": ["labour"], "amount": [5.0], "is_fixed": [False]})
    found = waterfall(ORDERS, costs, TRAFFIC).set_index("line")["line_amount"]
    assert found["variable"] == -5 and found["labour"] == 0


def test_the_same_from_other_engines(tmp_path):
    expected = waterfall(ORDERS, COSTS, TRAFFIC, by="product_id", items=ITEMS)
    paths = []
    for name, frame in (("orders", ORDERS), ("costs", COSTS), ("traffic", TRAFFIC), ("items", ITEMS)):
        paths.append(tmp_path / f"{name}.parquet")
        engine.write_parquet(frame, paths[-1])
    in_polars = [pl.DataFrame({c: [None if pd.isna(v) else v for v in f[c].tolist()] for c in f}) for f in (ORDERS, COSTS, TRAFFIC, ITEMS)]
    for orders, costs, traffic, items in (paths, in_polars, [p.lazy() for p in in_polars]):
        pd.testing.assert_frame_equal(waterfall(orders, costs, traffic, by="product_id", items=items), expected)


@pytest.mark.parametrize("column", ["list_amount", "unit_cost", "refund_amount"])
def test_an_unknown_amount_is_refused(column):
    with pytest.raises(UserError, match=f"{column}: 1 rows"):
        waterfall(ORDERS.assign(**{column: ORDERS[column].where(ORDERS["paid_amount"] != 180)}), COSTS, TRAFFIC)


@pytest.mark.parametrize("which, column", [(0, "list_amount"), (1, "kind"), (2, "date")])
def test_a_missing_column_is_named(which, column):
    tables = [ORDERS, COSTS, TRAFFIC]
    tables[which] = tables[which].drop(columns=column)
    with pytest.raises(UserError, match=f"'{column}'"):
        waterfall(*tables)


def test_a_share_is_a_share():
    with pytest.raises(UserError, match="seller_share"):
        amounts(seller_share=1.5)


def test_lines_wide_feeds_the_metrics():
    wide = lines_wide(waterfall(ORDERS, COSTS, TRAFFIC, by="product_id"))
    assert wide.columns.tolist() == ["product_id", *LINES]
    whole = waterfall(ORDERS, COSTS, TRAFFIC).set_index("line")["share"]["net"]
    assert PROFIT_RATE.of(wide) == pytest.approx(whole)


def test_break_even_roas_of_the_curriculum_and_of_the_waterfall():
    # a margin of 40 % of which 20 % of sales are refunded
    assert break_even_roas(0.40 * (1 - 0.20)) == pytest.approx(3.125)
    found = amounts()
    before = (found["contribution"] - found["advertising"]) / found["paid_amount"]
    # an advert that sells exactly that much for each yuan leaves nothing
    assert break_even_roas(before) * before == pytest.approx(1)


# what each lever is worth -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("change", [0.01, 0.1])
def test_sensitivity_is_the_waterfall_again_with_one_thing_changed(change):
    table = waterfall(ORDERS, COSTS, TRAFFIC)
    found = sensitivity(table, change).set_index("lever")["profit_change"]
    before = amounts()["net"]
    cheaper = waterfall(ORDERS.assign(unit_cost=ORDERS["unit_cost"] * (1 - change)), COSTS, TRAFFIC).set_index("line")["line_amount"]["net"]
    assert found["goods"] == pytest.approx(cheaper - before, abs=0.011)
    less_labour = COSTS.assign(amount=COSTS["amount"].where(COSTS["kind"] != "labour", COSTS["amount"] * (1 - change)))
    assert found["labour"] == pytest.approx(waterfall(ORDERS, less_labour, TRAFFIC).set_index("line")["line_amount"]["net"] - before, abs=0.011)
    # dearer: everything that goes with money goes along
    dearer = ORDERS.assign(**{c: ORDERS[c] * (1 + change) for c in ("list_amount", "paid_amount", "refund_amount", "fee_amount")})
    tax = COSTS.assign(amount=COSTS["amount"].where(COSTS["kind"] != "tax", COSTS["amount"] * (1 + change)))
    assert found["price"] == pytest.approx(waterfall(dearer, tax, TRAFFIC).set_index("line")["line_amount"]["net"] - before, abs=0.03)
    assert found["units"] == pytest.approx(change * amounts()["contribution"])
    assert found.is_monotonic_decreasing


def test_sensitivity_leaves_out_what_is_nothing_and_what_is_no_cost():
    levers = sensitivity(waterfall(ORDERS, COSTS, TRAFFIC))["lever"].tolist()
    assert set(levers) == {"price", "units", "goods", "fees", "shipping", "advertising", "tax", "labour"}
    assert sensitivity(margins(ORDERS, COSTS, TRAFFIC))["lever"].tolist()[0] in ("price", "goods")


def test_the_rate_then_is_that_of_the_changed_shop():
    found = sensitivity(waterfall(ORDERS, COSTS, TRAFFIC), 0.1).set_index("lever")
    net, paid = amounts()["net"], amounts()["net_paid"]
    assert found["profit_rate_after"]["labour"] == pytest.approx((net + 6) / paid)
    assert found["profit_rate_after"]["price"] == pytest.approx((net + found["profit_change"]["price"]) / (1.1 * paid))


def test_several_groups_have_no_one_sensitivity():
    with pytest.raises(UserError, match="several groups"):
        sensitivity(waterfall(ORDERS, COSTS, TRAFFIC, by="product_id"))


def test_every_line_has_a_name():
    assert set(LINES) <= set(ALL_LINES) and np.all([label.en and label.zh for label in ALL_LINES.values()])
