"""Lists by stage: who is on them, by plain loops; who may not be; and that no cell can start a formula."""

import csv
import unicodedata

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shopkit.labels import UserError
from shopkit.metrics.segments import BASES, STAGES, stage_segment, write_list
from shopkit.shop import Shop
from tests.conftest import small_shop

ASK = {"purpose": "remind once", "delete_after_days": 14}


def log(*rows):
    frame = pd.DataFrame(rows, columns=["customer_id", "at", "step", "product_id"])
    frame["at"] = pd.to_datetime(frame["at"], format="ISO8601")
    return Shop({"events": frame.assign(visitor_id=range(len(frame))).astype({"customer_id": "Int64"})})


@pytest.mark.parametrize("seed", range(1, 4))
def test_full_carts_as_by_hand(seed):
    shop = small_shop(seed)
    events = shop.events.to_dict("records")
    last = max(e["at"] for e in events)
    carted, paid = {}, {}
    for e in events:
        if e["step"] in ("cart", "pay") and e["product_id"] == e["product_id"]:
            key = (e["customer_id"], e["product_id"])
            book = carted if e["step"] == "cart" else paid
            book[key] = max(book.get(key, e["at"]), e["at"])
    left = {}
    for (customer, product), at in carted.items():
        if (customer, product) not in paid or paid[customer, product] < at:
            if at >= last.normalize() - pd.Timedelta(days=14):
                left.setdefault(customer, {})[product] = at
    segment = stage_segment(shop, "in_cart_not_paid", **ASK)
    titles = shop.products.set_index("product_id")["title"]
    assert set(segment["customer_id"]) == set(left) and len(segment) == len(left)
    for row in segment.to_dict("records"):
        mine = left[row["customer_id"]]
        assert row["stage_date"] == max(mine.values()).normalize() and set(row["holds"].split("; ")) == {titles[p] for p in mine}
    assert (segment["delete_on"] == last.normalize() + pd.Timedelta(days=14)).all() and set(segment["purpose"]) == {"remind once"}
    assert segment["legal_basis"].isin(list(BASES)).all() and segment["stage_date"].is_monotonic_decreasing


def test_coupons_not_used_as_by_hand():
    shop = small_shop(1)
    coupons = shop.coupons
    last = coupons["claimed_at"].max()
    rows = [r for r in coupons.to_dict("records") if r["used_order_id"] != r["used_order_id"] and r["claimed_at"] >= last.normalize() - pd.Timedelta(days=14)]
    segment = stage_segment(shop, "coupon_not_used", **ASK)
    assert set(segment["customer_id"]) == {r["customer_id"] for r in rows} and {o for held in segment["holds"] for o in held.split("; ")} <= set(coupons["offer"])


def test_who_paid_since_is_off_and_who_carted_again_is_on():
    shop = log((1, "2026-11-01", "cart", "lamp"), (1, "2026-11-02", "pay", "lamp"), (2, "2026-11-01", "pay", "lamp"), (2, "2026-11-03", "cart", "lamp"),
               (3, "2026-11-01", "cart", "lamp"), (3, "2026-11-02", "pay", "cup"), (4, "2026-10-01", "cart", "lamp"), (None, "2026-11-03", "cart", "lamp"))
    found = stage_segment(shop, "in_cart_not_paid", **ASK)
    assert found["customer_id"].tolist() == [2, 3] and found.attrs["without_id"] == 1
    assert stage_segment(shop, "in_cart_not_paid", **ASK, within_days=60)["customer_id"].tolist() == [2, 3, 4]
    assert stage_segment(shop, "in_cart_not_paid", **ASK, as_of="2026-10-02")["customer_id"].tolist() == [4]


def test_who_opted_out_stays_off():
    base = log((1, "2026-11-01", "cart", "lamp"), (2, "2026-11-01", "cart", "lamp"))
    pushes = pd.DataFrame({"at": pd.to_datetime(["2026-01-01", "2026-02-01"]), "customer_id": [2, 1], "opted_out": [True, False]})
    found = stage_segment(Shop({"events": base.events, "pushes": pushes}), "in_cart_not_paid", **ASK)
    assert found["customer_id"].tolist() == [1] and found.attrs["opted_out"] == 1
    # no message was ever sent: nobody could opt out
    assert len(stage_segment(base, "in_cart_not_paid", **ASK)) == 2


@pytest.mark.parametrize(("change", "code"), [
    ({"purpose": " "}, "no_purpose"), ({"purpose": None}, "no_purpose"), ({"delete_after_days": 0}, "no_end"), ({"delete_after_days": 366}, "no_end"),
    ({"delete_after_days": True}, "no_end"), ({"delete_after_days": 2.5}, "no_end"), ({"legal_basis": "because"}, "unknown_basis")])
def test_a_list_without_purpose_basis_or_end_is_not_made(change, code):
    with pytest.raises(UserError) as told:
        stage_segment(log((1, "2026-11-01", "cart", "lamp")), "in_cart_not_paid", **(ASK | change))
    assert told.value.code == code and told.value.label.zh


def test_other_mistakes_are_told():
    with pytest.raises(UserError, match="no stage"):
        stage_segment(log((1, "2026-11-01", "cart", "lamp")), "everybody", **ASK)
    with pytest.raises(UserError, match="coupons"):
        stage_segment(log((1, "2026-11-01", "cart", "lamp")), "coupon_not_used", **ASK)
    for stage in ("ordered_not_paid", "not_back"):
        with pytest.raises(UserError, match="orders"):
            stage_segment(log((1, "2026-11-01", "cart", "lamp")), stage, **ASK)
    assert set(STAGES) == {"in_cart_not_paid", "coupon_not_used", "ordered_not_paid", "not_back"}


def orders(*rows):
    """(customer, ordered, paid or None, status)"""
    frame = pd.DataFrame(rows, columns=["customer_id", "ordered_at", "paid_at", "status"])
    frame = frame.assign(order_id=[f"o{n}" for n in range(len(frame))], ordered_at=pd.to_datetime(frame["ordered_at"]),
                         paid_at=pd.to_datetime(frame["paid_at"])).astype({"customer_id": "Int64"})
    return Shop({"orders": frame})


BUYERS = orders(
    (1, "2026-10-01", "2026-10-01", "completed"),  # not back
    (2, "2026-10-02", "2026-10-02", "completed"), (2, "2026-10-30", "2026-10-30", "paid"),  # came back
    (3, "2026-09-01", "2026-09-01", "completed"), (3, "2026-10-29", None, "unpaid"),  # has ordered since, and not paid
    (4, "2026-10-28", None, "cancelled"),
    (5, "2026-10-27", None, "unpaid"), (5, "2026-10-31", "2026-10-31", "paid"),  # paid another one since
    (6, "2026-10-10", None, "unpaid"),  # long ago
    (None, "2026-10-30", None, "unpaid"),
)


def test_who_placed_an_order_and_did_not_pay():
    segment = stage_segment(BUYERS, "ordered_not_paid", **ASK)
    assert segment["customer_id"].tolist() == [3] and segment["holds"].tolist() == ["o4"] and segment.attrs["without_id"] == 1


def test_who_has_not_come_back():
    assert stage_segment(BUYERS, "not_back", within_days=14, **ASK)["customer_id"].tolist() == [1]
    assert stage_segment(BUYERS, "not_back", within_days=30, **ASK).empty


def segment_of(texts):
    at = pd.Timestamp("2026-11-01")
    return pd.DataFrame({"customer_id": pd.array(range(1, len(texts) + 1), dtype="Int64"), "stage": "in_cart_not_paid", "stage_date": at, "holds": pd.Series(texts, dtype=object),
                         "purpose": "remind once", "legal_basis": "consent", "delete_on": at + pd.Timedelta(days=7)})


DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(), st.sampled_from(DANGEROUS + ("＝", "＋")).flatmap(lambda c: st.text().map(lambda t: c + t)), st.text(alphabet="=+-@\t\r\n ,;\"'x")), min_size=1, max_size=6))
def test_no_cell_can_start_a_formula(tmp_path, texts):
    path = write_list(segment_of([t.encode("utf-8", "replace").decode() for t in texts]), tmp_path / "list.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == len(texts) + 1
    for row in rows:
        assert len(row) == 7
        for cell in row:
            for start in (cell[:1], unicodedata.normalize("NFKC", cell).lstrip()[:1]):
                assert start not in DANGEROUS
            assert not set(cell) & set("\t\r\n")


def test_a_formula_in_a_title_is_disarmed_and_still_readable(tmp_path):
    path = write_list(segment_of(["=HYPERLINK(\"x\")", "-5 ℃ lamp", "lamp, large", "\tlamp"]), tmp_path / "list.csv")
    rows = list(csv.reader(path.open(encoding="utf-8-sig", newline="")))
    assert [r[3] for r in rows[1:]] == ["'=HYPERLINK(\"x\")", "'-5 ℃ lamp", "lamp, large", "' lamp"]
    assert rows[1][0] == "1" and rows[1][2] == "2026-11-01" and rows[1][6] == "2026-11-08"


@pytest.mark.parametrize("spoil", [{"purpose": ""}, {"purpose": None}, {"delete_on": pd.NaT}, {"delete_on": pd.Timestamp("2026-10-01")}, {"legal_basis": None}])
def test_it_is_not_written_without_purpose_or_deletion_date(tmp_path, spoil):
    table = segment_of(["lamp", "cup"])
    name, value = next(iter(spoil.items()))
    table[name] = table[name].astype(object)
    table.loc[1, name] = value
    if name == "delete_on":
        table[name] = pd.to_datetime(table[name])
    with pytest.raises(UserError):
        write_list(table, tmp_path / "list.csv")
    for column in ("purpose", "delete_on", "legal_basis"):
        with pytest.raises(UserError):
            write_list(segment_of(["lamp"]).drop(columns=column), tmp_path / "list.csv")
    assert not (tmp_path / "list.csv").exists()
