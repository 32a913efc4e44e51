"""Amazon: business report, all orders and settlements; figures by hand, by Decimal, and against the shop the course's export was made from."""

import csv
from decimal import Decimal

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit import open_shop
from shopkit.labels import UserError
from shopkit.readers import cells, read_shop

FOLDER = EXPORTS / "amazon"
US, UK, FR = (FOLDER / f"business_{name}.synthetic.csv" for name in ("us_2026-01-01_2026-01-31", "uk_2026-02-03", "fr_2026-01-01_2026-01-31"))
ORDERS, INDIA = FOLDER / "all_orders.synthetic.txt", FOLDER / "all_orders_india.synthetic.csv"
V1, V2 = FOLDER / "settlement_v1.synthetic.txt", FOLDER / "settlement_v2_eu.synthetic.txt"
DATASETS = EXPORTS.parents[1] / "datasets"
COURSE = DATASETS / "exports" / "amazon" / "BusinessReport_2025-12-01_2025-12-31.csv"
MONEY = Decimal


def reasons(shop, at=0):
    return {r.code: r.row_numbers for r in shop.ledger[at].reasons}


def notes(shop, at=0):
    return {n.code: n.label for n in shop.ledger[at].notes}


def changed(tmp_path, source, *pairs):
    path = tmp_path / source.name
    content = source.read_bytes()
    for old, new in pairs:
        assert old in content
        content = content.replace(old, new)
    path.write_bytes(content)
    return path


def table_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter="\t"))


# the business report

def test_business_report():
    shop = read_shop([US])
    items = shop.items.set_index("product_id")
    assert items["visitors"].to_dict() == {"SHELF-60": 12131, "SHELF-90": 1204, "B0CHILD003": 310, "MAT-L": 88, "JAR-1": 64}
    # 12,905.25 + 1,558.00 + 89.10 + 0 + 1,045.50; the two units of companies are part of 402
    assert items["paid_amount"].sum() == 15597.85 and items.loc["SHELF-60", "units"] == 402
    assert set(shop.items["date"].dt.strftime("%Y-%m-%d")) == {"2026-01-01"}
    assert reasons(shop) == {"broken_row": (11,), "unreadable_amount": (6,), "unreadable_number": (9,), "missing_id": (8,),
                             "impossible_amount": (10,), "repeated_item": (7,)}
    assert {"sessions_as_visitors", "ordered_sales", "one_figure_for_the_period"} == set(notes(shop))
    # "$" is the sign of several currencies
    assert shop.currency is None and "buyers" not in shop.columns("items")


def test_british_and_french_reports():
    uk, fr = read_shop([UK]), read_shop([FR])
    assert (uk.currency, fr.currency) == ("GBP", "EUR")
    assert uk.items["visitors"].tolist() == [1214, 120, 25] and uk.items["paid_amount"].tolist() == [1159.39, 69.93, 34]
    # page views of app and browser add up, where both are there
    assert uk.items["page_views"].tolist()[:2] == [1500, 145] and uk.items["page_views"].isna().tolist() == [False, False, True]
    assert fr.items["visitors"].tolist() == [12131, 204, 31] and fr.items["paid_amount"].tolist() == [12905.25, 328.0, 9.9]


def test_sessions_of_app_and_browser_are_not_added(tmp_path):
    path = changed(tmp_path, UK, ("Sessions – Total".encode(), b"Sessions of all"))
    shop = read_shop([path])
    assert "visitors" not in shop.columns("items") and "sessions_split" in notes(shop)


def test_a_file_name_without_dates_is_refused(tmp_path):
    path = tmp_path / "BusinessReport.csv"
    path.write_bytes(US.read_bytes())
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "no_date"


def test_the_courses_report_against_its_shop():
    shop, demo = read_shop([COURSE]), open_shop(DATASETS / "demo")
    month = demo.items[demo.items["date"].between("2025-12-01", "2025-12-31")].groupby("product_id")[["visitors", "page_views", "units", "paid_amount"]].sum()
    read = shop.items.set_index("product_id")
    assert len(read) == len(month) and shop.ledger[0].rows_set_aside == 0
    for name in ("visitors", "page_views", "units"):
        assert read[name].to_dict() == month[name].to_dict()
    assert read["paid_amount"].to_dict() == pytest.approx(month["paid_amount"].to_dict())
    assert set(shop.products["product_id"]) == set(month.index)


def test_shuffled_columns_change_nothing(tmp_path):
    rows = list(csv.reader(US.read_text(encoding="utf-8-sig").splitlines()))
    path = tmp_path / US.name
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([[*row[::-1], "extra"] if len(row) > 2 else row for row in rows])
    assert read_shop([path]).items.equals(read_shop([US]).items)


# all orders

def test_all_orders():
    shop = read_shop([ORDERS])
    orders = shop.orders
    assert orders["order_id"].str[-7:].tolist() == [f"{n:07d}" for n in (1, 2, 2, 3, 4, 5, 6, 12, 13)] and orders["line_no"].tolist() == [1, 1, 2, 1, 1, 1, 1, 1, 1]
    assert orders["status"].fillna("?").tolist() == ["shipped", "shipped", "cancelled", "cancelled", "unpaid", "paid", "shipped", "shipped", "?"]
    # item-price is for the line of two: 64.18 − 3.00
    assert orders["paid_amount"].fillna(-1).tolist() == [61.18, 41, -1, -1, -1, 19.99, -1, 1300, -1]
    assert orders["order_amount"].fillna(-1).tolist() == [61.18, 41, -1, -1, 59.97, 19.99, -1, 1300, 12]
    assert (orders["paid_at"].notna() == orders["status"].isin(["paid", "shipped"])).all()
    assert orders["product_id"].iloc[7] == "B0CHILD010" and shop.currency == "USD"
    assert reasons(shop) == {"broken_row": (12,), "unreadable_date": (11,), "unreadable_amount": (10,), "missing_id": (16,),
                             "impossible_amount": (13,), "sold_elsewhere": (9,)}
    assert {"unknown_status", "no_price", "paid_at_purchase", "times_in_utc"} == set(notes(shop))


def test_rows_without_trailing_columns_are_kept_and_a_cut_one_is_not(tmp_path):
    # rows 7 and 14 end after the price: that is how Amazon leaves empty columns out
    assert {len(line.split("\t")) for line in ORDERS.read_text().splitlines()} == {32, 28, 29, 9}
    path = tmp_path / "orders.txt"
    path.write_bytes(b"\r\n".join(ORDERS.read_bytes().split(b"\r\n")[:7])[:-len(b"\t\t\t\t\t\tAUSTIN")])
    assert reasons(read_shop([path])) == {"broken_row": (7,)}


def test_indias_copy():
    shop = read_shop([INDIA])
    orders = shop.orders
    assert shop.currency == "INR" and orders["status"].tolist() == ["cancelled", "completed", "shipped", "cancelled", "unpaid", "shipped", "shipped"]
    # 406 + 329 + 824 twice, on two lines of one order
    assert orders["paid_amount"].sum() == 2383 and orders["line_no"].tolist()[-2:] == [1, 2]
    assert orders["ordered_at"].iloc[0].strftime("%Y-%m-%d") == "2022-04-30" and set(shop.products["category"]) == {"Set", "kurta", "Western Dress", "Top"}
    assert reasons(shop) == {"unreadable_date": (9,)} and "equal_rows" in notes(shop)


def test_orders_against_decimal():
    kept = [row for n, row in enumerate(table_of(ORDERS), 2) if n not in (9, 10, 11, 12, 13, 16) and row["order-status"] in ("Shipped", "Unshipped")]
    paid = sum(MONEY(r["item-price"].replace(",", "") or 0) - MONEY(r["item-promotion-discount"] or 0) for r in kept)
    assert MONEY(str(read_shop([ORDERS]).orders["paid_amount"].sum().round(2))) == paid == MONEY("1422.17")


# settlements

def test_settlement_v1():
    shop = read_shop([V1])
    orders = shop.orders.set_index(["order_id", "product_id"])
    first, second, third = "111-0000001-0000001", "111-0000002-0000002", "111-0000020-0000020"
    # 64.18 − 3.00 of promotion on the goods
    assert orders["paid_amount"].to_dict() == {(first, "SHELF-60"): 61.18, (second, "SHELF-90"): 41.0, (third, "JAR-1"): 19.99, (third, "BAG"): 12.0}
    assert orders["refund_amount"].tolist() == [0, 0, 0, 12] and orders["quantity"].tolist() == [2, 1, 1, 1]
    # 9.63 + 7.06 + 4.99; 6.15; 3.00 + 1.80 + 2.10 + 0.36 − 1.80 = 5.46, over 19.99 and 12.00
    assert orders["fee_amount"].tolist() == [21.68, 6.15, 3.41, 2.05]
    assert reasons(shop) == {"totals_row": (2,), "unreadable_amount": (16,), "unreadable_date": (17,), "passes_through": (7,),
                             "no_single_order": (14, 15), "no_such_order": (13,)}
    told = notes(shop)
    assert "Tax $7.69; Shipping $4.99; Storage Fee -$4.14" in told["neither_goods_nor_fees"].en and "-$4.00" in told["payout_differs"].en


def test_settlement_v1_against_decimal():
    amounts = [name for name in table_of(V1)[0] if name.endswith("-amount") and name != "total-amount"]
    rows = [row for n, row in enumerate(table_of(V1), 2) if n not in (2, 16, 17)]
    assert sum(MONEY(row[name].strip()) for row in rows for name in amounts if row[name] and row[name].strip()) == MONEY("50.63")
    money = read_shop([V1]).ledger[0].money()
    assert (money["read"], money["kept"] + money["set_aside"]) == (50.63, pytest.approx(50.63))


def test_a_payout_that_agrees_says_so(tmp_path):
    shop = read_shop([changed(tmp_path, V1, (b"54.63    ", b"50.63    "))])
    assert "$50.63" in notes(shop)["payout_agrees"].en and "payout_differs" not in notes(shop)


def test_settlement_v2_with_decimal_commas():
    shop = read_shop([V2])
    orders = shop.orders.set_index("product_id")
    assert shop.currency == "EUR"
    # 1,259.80 − 59.80; 9.99, of which 4.00 went back
    assert orders["paid_amount"].to_dict() == {"REGAL-60": 1200.0, "HAKEN": 9.99} and orders["refund_amount"].tolist() == [0, 4]
    # 188.97 + 12.40; 1.50 − 0.60
    assert orders["fee_amount"].tolist() == [201.37, 0.9] and orders["quantity"].tolist() == [2, 1]
    assert orders["refunded_at"].dt.strftime("%m-%d").fillna("").tolist() == ["", "01-15"]
    assert reasons(shop) == {"totals_row": (2,), "unreadable_amount": (19,), "passes_through": (4, 8, 10, 11), "no_single_order": (16, 17, 18), "no_such_order": (15,)}
    told = notes(shop)["neither_goods_nor_fees"]
    assert "Current Reserve Amount -€300.00" in told.en and "Cost of Advertising / TransactionTotalAmount -€120.55" in told.zh
    assert "€1.00" in notes(shop)["payout_differs"].en


@pytest.mark.parametrize("day", ["{y}-{m}-{d}", "{m}/{d}/{y}", "{d}.{m}.{y}"])
def test_three_forms_of_dates(day, tmp_path):
    pairs = [(f"{d}.01.2026".encode(), day.format(y=2026, m="01", d=d).encode()) for d in ("02", "05", "15", "16", "18")]
    assert read_shop([changed(tmp_path, V2, *pairs)]).orders.equals(read_shop([V2]).orders)


def test_payouts_complete_a_list_of_orders():
    shop = read_shop([ORDERS, V1])
    alone = read_shop([ORDERS]).orders
    orders = shop.orders
    # order 20 is in the payout only; the list's orders keep their amounts
    assert len(orders) == len(alone) + 2 and orders["paid_amount"].sum() == pytest.approx(alone["paid_amount"].sum() + 31.99)
    assert orders.set_index("product_id")["fee_amount"].loc["SHELF-60"].tolist()[0] == 21.68
    assert {"orders_of_the_list", "orders_of_the_payout"} <= set(notes(shop, 1))
    other = read_shop([V1, ORDERS]).orders
    keys = ["order_id", "line_no"]
    assert other.sort_values(keys, ignore_index=True).equals(orders.sort_values(keys, ignore_index=True))


def test_one_payout_twice_counts_once(tmp_path):
    again = tmp_path / "settlement (1).txt"
    again.write_bytes(V1.read_bytes())
    shop = read_shop([V1, again])
    assert shop.orders.equals(read_shop([V1]).orders)
    assert shop.ledger[1].rows_kept == 0 and len(reasons(shop, 1)["duplicate_of_other_file"]) == 10


def test_one_payout_in_both_layouts_counts_once(tmp_path):
    """V1 and V2 of one settlement hold the same money in other columns."""
    numbers = [next(line.split("\t")[0] for line in path.read_text("utf-8-sig").splitlines()[1:] if line.strip()) for path in (V1, V2)]
    same = changed(tmp_path, V2, (numbers[1].encode(), numbers[0].encode()), (b"\tEUR", b"\tUSD"))
    alone, both = read_shop([V1]), read_shop([V1, same])
    assert both.orders.equals(alone.orders)
    assert both.ledger[1].rows_kept == 0 and len(reasons(both, 1)["duplicate_of_other_file"]) > 0


def test_equal_fees_of_two_payouts_are_two(tmp_path):
    other = changed(tmp_path, V1, (b"11222333441", b"11222333442"))
    shop = read_shop([V1, other])
    assert shop.orders["fee_amount"].sum() == pytest.approx(2 * read_shop([V1]).orders["fee_amount"].sum())


def test_fees_given_back_for_an_earlier_payout_are_not_below_nothing(tmp_path):
    path = changed(tmp_path, ORDERS, (b"111-0000005-0000005", b"111-0000021-0000021"))
    shop = read_shop([path, V1])
    order = shop.orders.set_index("order_id").loc["111-0000021-0000021"]
    assert (order["fee_amount"], order["refund_amount"]) == (0, 8) and "-1.2" in notes(shop, 1)["fees_given_back"].en


# what was added for these files to the reading of cells

@pytest.mark.parametrize(("text", "value"), [("12 131", 12131), ("12\u202f131", 12131), ("1\xa0234\xa0567", 1234567), ("12 13", None)])
def test_thousands_apart_by_a_blank(text, value):
    import pandas as pd

    read = cells.numbers(pd.Series([text])).iloc[0]
    assert read == value if value else pd.isna(read)


def test_amounts_name_their_currency(tmp_path):
    with pytest.raises(UserError) as error:
        read_shop([changed(tmp_path, UK, ("£69.93".encode(), "€69.93".encode()))])
    assert error.value.code == "several_currencies" and "EUR, GBP" in error.value.label.zh
