"""The Taobao behaviour log: steps, hours, people, and the genuine Tianchi sample against a plain loop."""

import csv

import pandas as pd
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.metrics.summary import summary
from shopkit.readers import read_shop
from tests.conftest import real_exports


def test_codes_and_hours():
    shop = read_shop([EXPORTS / "taobao" / "behaviour_codes.synthetic.csv"])
    events, entry = shop.events, shop.ledger[0]
    assert events["step"].tolist() == ["detail", "detail", "cart", "pay", "detail", "favourite", "detail", "detail"]
    assert events["at"].iloc[0] == pd.Timestamp("2026-03-01 09:00")
    assert shop.currency is None and "customer_id" not in events and "visit_id" not in events
    assert {r.code: r.row_numbers for r in entry.reasons} == {
        "broken_row": (13, 15),  # a row with two cells, and the last one, cut in its hour
        "unreadable_date": (12,), "missing_id": (9,), "unknown_value": (8,), "repeated_header": (10,),
    }
    notes = {n.code: n.row_numbers for n in entry.notes}
    assert notes["equal_rows"] == (3,) and "time_to_the_hour" in notes and "several_categories" in notes
    assert shop.products.set_index("product_id")["category"].to_dict() == {"51000001": "4245", "51000002": "5894", "51000003": "5894"}


def test_words_seconds_tabs_and_gb18030():
    shop = read_shop([EXPORTS / "taobao" / "behaviour_words.synthetic.csv"])
    assert shop.events["step"].tolist() == ["detail", "favourite", "cart", "pay"]
    # 1511544070 is 2017-11-24 17:21:10 in UTC; the shop's clock is Beijing's
    assert shop.events["at"].iloc[0] == pd.Timestamp("2017-11-25 01:21:10")
    assert "time_to_the_hour" not in [n.code for n in shop.ledger[0].notes]


@pytest.mark.real
def test_genuine_sample_against_a_loop():
    path = real_exports() / "tianchi_sample_user_behavior.csv"
    rows = list(csv.DictReader(path.open(encoding="utf-8", newline="")))
    steps = {"1": "detail", "2": "favourite", "3": "cart", "4": "pay"}
    shop = read_shop([path])
    events, entry = shop.events, shop.ledger[0]
    assert (entry.rows_read, entry.rows_kept, entry.rows_set_aside) == (len(rows), len(rows), 0) == (1999, 1999, 0)
    assert events["step"].tolist() == [steps[r["behavior_type"]] for r in rows]
    assert events["at"].dt.strftime("%Y-%m-%d %H").tolist() == [r["time"] for r in rows]
    assert events["product_id"].tolist() == [r["item_id"] for r in rows]
    # people are numbers of our own, one to one with the log's
    assert len({(r["user_id"], v) for r, v in zip(rows, events["visitor_id"], strict=True)}) == len({r["user_id"] for r in rows})
    numbers = summary(shop)
    assert numbers["visitors"] == len({r["user_id"] for r in rows}) == 34
    assert numbers["buyers"] == len({r["user_id"] for r in rows if r["behavior_type"] == "4"}) == 16
    assert numbers["pay_conversion"] == 16 / 34 and numbers["conversion_basis"] == "people"
    assert numbers["paid_amount"] is numbers["orders"] is numbers["currency"] is None
    again = next(n for n in entry.notes if n.code == "equal_rows")
    read = [(r["user_id"], r["item_id"], r["behavior_type"], r["item_category"], r["time"]) for r in rows]
    assert again.rows == len(read) - len(set(read))
    assert len(shop.products) == len({r["item_id"] for r in rows})
