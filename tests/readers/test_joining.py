"""Several files of one shop: rows that stand in two of them are counted once, currencies are not added."""

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.metrics.summary import summary
from shopkit.readers import read_shop, staged

US, UK = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv", EXPORTS / "etsy" / "sold_orders_uk.synthetic.csv"
CODES, WORDS = EXPORTS / "taobao" / "behaviour_codes.synthetic.csv", EXPORTS / "taobao" / "behaviour_words.synthetic.csv"


def test_the_same_export_twice_counts_once(tmp_path):
    again = tmp_path / "orders (1).csv"
    again.write_bytes(US.read_bytes())
    shop = read_shop([US, again])
    assert shop.orders.equals(read_shop([US]).orders)
    first, second = shop.ledger
    assert first.rows_kept == 7 and second.rows_kept == 0 and second.rows_read == second.rows_set_aside == 14
    assert next(r for r in second.reasons if r.code == "duplicate_of_other_file").row_numbers == (2, 3, 5, 7, 8, 9, 16)
    assert "differs_from_other_file" not in [n.code for n in second.notes]


def test_a_later_export_of_the_same_order_is_named(tmp_path):
    later = tmp_path / "later.csv"
    later.write_bytes(US.read_bytes().replace(b",10,,0.55,9.45,,,,", b",10,,0.55,9.45,,0.00,0.00,"))
    _, second = read_shop([US, later]).ledger
    assert next(n for n in second.notes if n.code == "differs_from_other_file").row_numbers == (2,)
    assert summary(read_shop([later, US]))["refund_amount"] == summary(read_shop([US, later]))["refund_amount"] + 10


def test_overlapping_logs_keep_rows_that_repeat_within_one(tmp_path):
    lines = CODES.read_bytes().split(b"\r\n")
    part = tmp_path / "part.csv"
    # two equal rows of one hour are two views, and stay two when both files have them
    part.write_bytes(b"\r\n".join([lines[0], lines[1], lines[1], lines[1], b"900000009,51000001,1,,4245,2026-03-05 07", b""]))
    shop = read_shop([CODES, part])
    assert len(shop.events) == 8 + 2
    assert shop.ledger[1].rows_set_aside == 2 and len(shop.products) == 3


def test_currencies_are_not_added():
    with pytest.raises(UserError) as error:
        read_shop([US, UK])
    assert error.value.code == "several_currencies" and "USD" in error.value.label.zh and "GBP" in error.value.label.en


def test_platforms_are_not_divided_by_each_other():
    shop = read_shop([US, CODES])
    numbers = summary(shop)
    assert shop.currency == "USD" and "several_platforms" in [n.code for n in shop.ledger[0].notes]
    assert numbers["paid_amount"] and numbers["visitors"] == 4
    assert numbers["spend_per_buyer"] is numbers["value_per_visitor"] is None
    assert numbers["pay_conversion"] == 0.25


def test_order_of_files_does_not_change_what_two_logs_hold():
    one, other = read_shop([CODES, WORDS]), read_shop([WORDS, CODES])
    assert sorted(one.events.astype(str).values.tolist()) == sorted(other.events.astype(str).values.tolist())


def test_what_rounding_leaves_never_goes_to_a_gift():
    order = pd.Series(["a"] * 4 + ["b"] * 3)
    parts = staged.spread(pd.Series([20.0] * 4 + [10.0] * 3), pd.Series([1.0, 1.0, 1.0, 0.0] + [0.0] * 3), order)
    assert parts.tolist() == [6.67, 6.67, 6.66, 0.0, 3.33, 3.33, 3.34]


def test_days_of_the_shop_report_are_completed_from_the_orders():
    from shopkit import open_shop

    shop, demo = open_shop("exports/taobao"), open_shop("demo")
    assert "shop_days" not in shop.derived
    days, own = shop.shop_days.set_index("date"), demo.shop_days.set_index("date")
    assert {"paid_orders", "orders"} <= set(days)
    # a purchase counts on the day that it is paid; the demo counts its paid orders the same way
    assert days["paid_orders"].sum() == own["paid_orders"].sum() and (days["paid_orders"] == own["paid_orders"].reindex(days.index)).all()
    assert "orders_counted" in [note.code for entry in shop.ledger for note in entry.notes]
