"""Reports of one shop that meet: what belongs to no order is told, nothing falls below nothing, the unknown stays unknown."""

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders
from shopkit.readers.ledger import Entry
from shopkit.readers.report import Part, Rows


def _part(main, kept, **tables):
    entry = Entry("bill.csv", "", "x", "bill", Label("Bill", "账单"), rows_read=kept, rows_kept=kept)
    return Part(entry, main, tables, "CNY", ())


def _assembled(heads, part):
    return orders.assemble({"orders": heads, **part.tables}, [part], "CNY")["orders"]


def _heads(**more):
    return pd.DataFrame({"order_id": ["a", "b"], "line_no": 1, "ordered_at": pd.to_datetime(["2026-06-01", "2026-06-02"]), "paid_amount": [10.0, 20.0]} | more)


def test_rows_of_every_staged_table_are_held_against_the_orders():
    part = _part("fees", 5, fees=pd.DataFrame({"order_id": ["a", "z"], "fee_amount": [1.0, 2.0]}, index=[2, 3]),
                 refunds=pd.DataFrame({"order_id": ["z", "y", "b"], "refund_amount": [1.0, 3.0, 4.0]}, index=[3, 4, 5]),
                 payments=pd.DataFrame({"paid_at": pd.to_datetime(["2026-06-05"]), "kind": "other", "amount": 9.0}, index=[6]))
    table = _assembled(_heads(), part)
    assert table["fee_amount"].fillna(-1).tolist() == [1, -1] and table["refund_amount"].tolist() == [0, 4]
    assert [(r.code, r.row_numbers) for r in part.entry.reasons] == [("no_such_order", (3, 4))] and part.entry.rows_kept == 3


def test_a_row_that_another_table_of_its_file_uses_stays():
    part = _part("fees", 1, fees=pd.DataFrame({"order_id": ["z"], "fee_amount": [1.0]}, index=[2]),
                 payments=pd.DataFrame({"paid_at": pd.to_datetime(["2026-06-05"]), "kind": "other", "amount": 9.0}, index=[2]))
    orders.assemble({"orders": _heads(), **part.tables}, [part], "CNY")
    assert not part.entry.reasons and part.entry.rows_kept == 1


def test_more_given_back_than_charged_is_told_and_counts_as_nothing():
    part = _part("fees", 2, fees=pd.DataFrame({"order_id": ["a", "b"], "fee_amount": [-1.0, 2.0]}, index=[2, 3]))
    assert _assembled(_heads(), part)["fee_amount"].tolist() == [0, 2]
    assert [note.code for note in part.entry.notes] == ["fees_given_back"] and "1" in part.entry.notes[0].label.zh


def test_a_refund_of_unknown_amount_does_not_become_nothing():
    part = _part("refunds", 1, refunds=pd.DataFrame({"order_id": ["b"], "refund_amount": [-4.0]}, index=[2]))
    assert _assembled(_heads(refund_amount=[float("nan"), 0.0]), part)["refund_amount"].fillna(-1).tolist() == [-1, 0]
    assert _assembled(_heads(), part)["refund_amount"].tolist() == [0, 0]


def test_a_mask_may_speak_of_rows_that_are_out_already():
    rows = Rows(pd.DataFrame({"n": [1, 2, 3]}, index=[2, 3, 4]), Entry("f.csv", "", "x", "r", Label("R", "报表")))
    low, high = rows["n"] < 2, rows["n"] > 2
    rows.set_aside(low, "unknown_value")
    rows.set_aside(high, "repeated_row")
    assert rows.frame.index.tolist() == [3] and {r.code: r.row_numbers for r in rows.entry.reasons} == {"unknown_value": (2,), "repeated_row": (4,)}


def test_titles_are_the_latest_that_an_item_has():
    lines = pd.DataFrame({"product_id": ["p", "p", None, "q"], "title": ["Old", "New", "None", None]}, dtype="str")
    assert orders.titles(lines).values.tolist() == [["p", "New"]]
    assert orders.titles(lines[["title"]]) is None


def test_parcels_stand_on_the_first_line_of_their_order():
    """An order of two parcels and three lines; what the orders' own file says stays; a parcel of no order is told."""
    heads = pd.concat([_heads()] + [_heads().head(1).assign(line_no=n, paid_amount=1.0) for n in (2, 3)], ignore_index=True).sort_values(["order_id", "line_no"], ignore_index=True)
    part = _part("parcels", 4, parcels=pd.DataFrame({"order_id": ["a", "a", "b", "z"], "shipping_cost": [4.0, 2.5, 3.0, 9.0], "gift_cost": [None, 0.5, None, None]}, index=[2, 3, 4, 5]))
    table = _assembled(heads, part)
    assert table["shipping_cost"].tolist() == [6.5, 0, 0, 3] and table["gift_cost"].fillna(-1).tolist() == [0.5, 0, 0, -1]
    assert [(r.code, r.row_numbers) for r in part.entry.reasons] == [("no_such_order", (5,))] and part.entry.rows_kept == 3
    part.tables["parcels"] = part.tables["parcels"].head(3)
    assert _assembled(heads.assign(shipping_cost=1.0), part)["shipping_cost"].tolist() == [1, 1, 1, 1]


def test_lines_without_a_cost_take_that_of_the_list_of_products():
    part = _part("products", 2, products=pd.DataFrame({"product_id": ["p", "q"], "unit_cost": [7.0, None]}))
    table = _assembled(_heads(product_id=["p", "q"]), part)
    assert table["unit_cost"].fillna(-1).tolist() == [7, -1]
    told = {note.code: note.label for note in part.entry.notes}
    assert set(told) == {"cost_of_today", "no_cost"} and "1 (q)" in told["no_cost"].en and "（q）" in told["no_cost"].zh
    # what an order says itself stays, and nothing is said of it
    part.entry.notes.clear()
    assert _assembled(_heads(product_id=["p", "q"], unit_cost=[5.0, 6.0]), part)["unit_cost"].tolist() == [5, 6] and not part.entry.notes


def test_costs_that_stand_in_a_bill_and_in_the_own_list_are_told():
    costs = pd.DataFrame({"month": pd.to_datetime(["2026-06-01"]).astype("datetime64[us]"), "kind": ["rent"], "amount": [100.0], "is_fixed": [True]})
    for kind, told in (("rent", ["costs_in_both"]), ("other", [])):
        part = _part("payments", 1, payments=pd.DataFrame({"paid_at": pd.to_datetime(["2026-06-05"]).astype("datetime64[us]"), "kind": kind, "amount": 9.0}, index=[2]))
        table = orders.assemble({"orders": _heads(), "costs": costs, **part.tables}, [part], "CNY")["costs"]
        assert table["amount"].sum() == 109 and [note.code for note in part.entry.notes] == told
