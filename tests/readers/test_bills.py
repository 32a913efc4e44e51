"""Bills of Alipay, WeChat and JD Finance: what is a cost and of what kind, against plain loops on the files themselves."""

import csv
import re
from collections import defaultdict
from decimal import Decimal

import openpyxl
import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.metrics.summary import summary
from shopkit.readers import read_shop
from tests.conftest import real_exports

PERSONAL = EXPORTS / "alipay" / "personal_bill.synthetic.csv"
MERCHANT, OLDER = (EXPORTS / "alipay" / f"{name}.synthetic.csv" for name in ("merchant_account", "merchant_account_older"))
WECHAT, WORKBOOK = EXPORTS / "wechat" / "bill.synthetic.csv", EXPORTS / "wechat" / "bill_workbook.synthetic.xlsx"
JD = EXPORTS / "jd_finance" / "bill.synthetic.csv"


def _costs(*paths, **options):
    costs = read_shop(paths, **options).costs
    return {(f"{row.month:%Y-%m}", row.kind): row.amount for row in costs.itertuples()}


def _reasons(entry):
    return {reason.code: reason.row_numbers for reason in entry.reasons}


def _note(entry, code):
    return next(note for note in entry.notes if note.code == code)


def _changed(tmp_path, source, old, new, encoding="gb18030"):
    text = source.read_bytes().decode(encoding)
    assert old in text
    path = tmp_path / source.name
    path.write_bytes(text.replace(old, new).encode(encoding))
    return path


def _by_month(rows):
    """Sums of (time, amount) by month, in Decimal."""
    sums = defaultdict(Decimal)
    for time, amount in rows:
        sums[time[:7]] += Decimal(amount)
    return dict(sums)


# by hand, on the synthetic files ---------------------------------------------------------------------------------------


def test_a_persons_alipay_bill():
    # 11: rent 3,200; box 186.50 + bags 45 − 12 that came back; software 99; wages 2,400; a phone's top-up is nobody's kind
    assert _costs(PERSONAL) == {("2025-11", "rent"): 3200, ("2025-11", "packing"): 219.5, ("2025-11", "software"): 99, ("2025-11", "labour"): 2400,
                                ("2025-11", "other"): 50, ("2025-12", "packing"): 30.4}
    (entry,) = read_shop([PERSONAL]).ledger
    # 34 was closed, 36 came back in full; 29 and 37 are refunds, 33 goes into one's own fund
    assert _reasons(entry) == {"broken_row": (42,), "unreadable_date": (39,), "unreadable_amount": (38,), "unknown_value": (40,),
                               "money_in": (41,), "not_paid": (34, 36), "not_a_sale": (29, 33, 37)}
    assert _note(entry, "refunds_taken_off").row_numbers == (28,) and "¥12.00" in _note(entry, "refunds_taken_off").label.zh
    told = _note(entry, "stated_differs").label
    assert "17 records stated, 14 here" in told.en and "支出写明 12 笔 ¥6,540.90，实有 10 笔 ¥6,800.90" in told.zh
    kinds = _note(entry, "kinds").label
    assert "Rent ¥3,200.00, Labour ¥2,400.00" in kinds.en and "房租 ¥3,200.00、人工 ¥2,400.00" in kinds.zh
    assert "不作猜测" in _note(entry, "private_spending").label.zh and "does not guess" in _note(entry, "private_spending").label.en


def test_a_merchants_account():
    assert _costs(MERCHANT) == {("2025-12", "commission"): 4.76, ("2025-12", "labour"): 800, ("2025-12", "other"): 66, ("2025-12", "rent"): 2000,
                                ("2025-12", "return_freight"): 0.55, ("2025-12", "software"): 300}
    (entry,) = read_shop([MERCHANT]).ledger
    # without the orders their fees find no place, and that is told
    assert _reasons(entry)["no_such_order"] == (7, 9, 10, 14) and _reasons(entry)["remark"] == (25, 26, 27, 28)
    assert _reasons(entry)["not_a_sale"] == (13, 16) and _reasons(entry)["money_in"] == (6, 8, 19, 20)
    assert "2 orders, ¥13.10" in _note(entry, "fees_by_order").label.en
    assert "13 and ¥8,303.01 stated, 11 and ¥8,304.01 here" in _note(entry, "stated_differs").label.en


def test_older_columns_of_a_merchants_account():
    assert _costs(OLDER) == {("2016-06", "other"): 0.15, ("2016-06", "packing"): 60, ("2016-06", "rent"): 1200}
    (entry,) = read_shop([OLDER]).ledger
    # 0.48 stands in its column alone; 0.25 in the column and in a row of its own, and counts once
    assert "2 orders, ¥0.73" in _note(entry, "fees_by_order").label.en
    assert "stated_agrees" in [note.code for note in entry.notes]


def test_fees_with_exponents_for_ids_are_refused(tmp_path):
    with pytest.raises(UserError) as error:
        read_shop([_changed(tmp_path, MERCHANT, "T200P4012300000000000101", "2.02606E+27")])
    assert error.value.code == "ids_destroyed" and "2.02606" not in error.value.label.en + error.value.label.zh


@pytest.mark.parametrize("path", [WECHAT, WORKBOOK], ids=lambda p: p.name)
def test_wechat(path):
    # bags 128.16 + tape 60 − 12.50 that came back; rent 1,200; 16.12 and 48 are nobody's kind
    assert _costs(path) == {("2025-11", "packing"): 175.66, ("2025-11", "rent"): 1200, ("2025-12", "labour"): 300, ("2025-12", "other"): 64.12}


def test_wechat_says_why():
    (entry,) = read_shop([WECHAT]).ledger
    assert _reasons(entry) == {"broken_row": (32,), "unreadable_amount": (30,), "unknown_value": (31,), "not_paid": (22, 27),
                               "money_in": (23,), "not_a_sale": (21, 24, 25)}
    assert "14 records stated, 12 here" in _note(entry, "stated_differs").label.en


def test_two_sheets_of_one_bill_count_once():
    first, second = read_shop([WORKBOOK]).ledger
    assert (first.section, second.section) == ("bill", "Sheet1") and first.rows_kept == 6 and second.rows_kept == 0
    assert _reasons(second)["duplicate_of_other_file"] == (19, 20, 21, 27, 29, 30)
    # and the csv of the same bill adds nothing either
    assert _costs(WECHAT, WORKBOOK) == _costs(WECHAT)


def test_jd_finance():
    # 131.77 − 89.84 + 45; what came back in full, by a word or by its sum, is no cost
    assert _costs(JD) == {("2025-11", "packing"): 86.93, ("2025-12", "labour"): 300}
    (entry,) = read_shop([JD]).ledger
    assert _reasons(entry) == {"broken_row": (32,), "unreadable_amount": (31,), "not_a_sale": (27, 28), "not_paid": (25, 26, 29)}


def test_accounts_are_added_and_equal_payments_of_two_are_two(tmp_path):
    both, alipay, wechat = _costs(PERSONAL, WECHAT), _costs(PERSONAL), _costs(WECHAT)
    assert both == {key: round(alipay.get(key, 0) + wechat.get(key, 0), 2) for key in alipay | wechat}
    # the same second, the same sum, the same kind, from another account
    equal = _changed(tmp_path, WECHAT, "2025-11-03 12:00:00", "2025-11-02 10:15:00", "utf-8")
    equal.write_text(equal.read_text(encoding="utf-8").replace("快递袋 500个", "房租").replace("¥128.16", "¥3200.00"), encoding="utf-8")
    assert _costs(PERSONAL, equal)["2025-11", "rent"] == 3200 + 3200 + 1200


def test_the_same_account_twice_counts_once_and_says_so(tmp_path):
    again = tmp_path / "again.csv"
    again.write_bytes(MERCHANT.read_bytes())
    assert _costs(MERCHANT, again) == _costs(MERCHANT)
    first, second = read_shop([MERCHANT, again]).ledger
    assert first.rows_kept == 6 and second.rows_kept == 0
    assert second.rows_read == second.rows_set_aside == first.rows_read


def test_a_bill_is_on_no_side_of_platforms():
    shop = read_shop([EXPORTS / "etsy" / "sold_orders_us.synthetic.csv"])
    shop.ledger.append(read_shop([PERSONAL]).ledger[0])
    # its platform is nobody's market: what buyers spend is still known
    assert summary(shop)["spend_per_buyer"] is not None and shop.platforms == {"etsy"}


def test_shuffled_and_extra_columns_give_the_same(tmp_path):
    lines = WECHAT.read_text(encoding="utf-8").splitlines()
    rows = [row for row in csv.reader(lines[16:]) if len(row) == 11]
    path = tmp_path / "shuffled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([*([line.strip(",")] for line in lines[:16]), *([*row[::-1], "x"] for row in rows)])
    assert _costs(path) == _costs(WECHAT)


def test_plain_loops_on_the_synthetic_bills():
    """Once more with csv and Decimal, and none of the readers' code."""
    lines = PERSONAL.read_bytes().decode("gb18030").splitlines()[25:]
    rows = [[cell.strip() for cell in row] for row in csv.reader(lines) if len(row) == 13]
    back = {row[9].split("_")[0]: Decimal(row[6]) for row in rows if row[8] == "退款成功"}
    out = [(row[0], Decimal(row[6]) - back.get(row[9], 0)) for row in rows
           if row[5] == "支出" and row[8] in ("交易成功", "等待确认收货") and re.fullmatch(r"[\d.]+", row[6]) and int(row[0][8:10]) < 32]
    sums = defaultdict(Decimal)
    for (month, _), amount in _costs(PERSONAL).items():
        sums[month] += Decimal(str(amount))
    assert dict(sums) == _by_month(out)


# genuine files -----------------------------------------------------------------------------------------------------------


def _check_genuine(path, out, rows_read, stated):
    """out: (time, amount) of the payments out that were made, by a plain loop."""
    shop = read_shop([path])
    entry = shop.ledger[0]
    assert entry.rows_read == rows_read and entry.rows_kept == len(out)
    monthly = shop.costs.groupby(shop.costs["month"].dt.strftime("%Y-%m"))["amount"].sum()
    assert {month: Decimal(f"{amount:.2f}") for month, amount in monthly.items()} == _by_month(out)
    assert set(shop.costs["kind"]) == {"other"} and not shop.costs["is_fixed"].any()
    assert stated in _note(entry, "stated_differs").label.en
    return shop


@pytest.mark.real
def test_genuine_alipay_bill():
    path = real_exports() / "alipay_example_gb18030.csv"
    rows = [[cell.strip() for cell in row] for row in csv.reader(path.read_bytes().decode("gb18030").splitlines()[25:])]
    out = [(r[0], r[6]) for r in rows if r[5] == "支出" and r[8] in ("交易成功", "等待确认收货")]
    assert len(rows) == 10 and sum(Decimal(amount) for _, amount in out) == Decimal("161.64")
    shop = _check_genuine(path, out, 10, "66 records stated, 10 here; money in 1 and ¥28.50 stated, 1 and ¥222,228.50 here")
    assert shop.ledger[0].money() == {"column": "金额", "read": float(sum(Decimal(r[6]) for r in rows)), "kept": 161.64,
                                      "set_aside": float(sum(Decimal(r[6]) for r in rows) - Decimal("161.64"))}


def _genuine_wechat_rows(path):
    rows = [[cell.strip() for cell in row] for row in csv.reader(path.read_text(encoding="utf-8").splitlines()[17:])]
    return rows, [(r[0], r[5].lstrip("¥")) for r in rows if r[4] == "支出"]


@pytest.mark.real
def test_genuine_wechat_csv():
    path = real_exports() / "wechat_example.csv"
    rows, out = _genuine_wechat_rows(path)
    assert len(rows) == 27 and sum(Decimal(amount) for _, amount in out) == Decimal("2904.53")
    _check_genuine(path, out, 27, "43 records stated, 27 here")


@pytest.mark.real
def test_genuine_wechat_workbook():
    path = real_exports() / "wechat_example.xlsx"
    sheets = openpyxl.load_workbook(path).worksheets
    outs = [[(str(r[0]), str(r[5]).lstrip("¥")) for r in sheet.iter_rows(min_row=19, values_only=True) if r[4] == "支出"] for sheet in sheets]
    assert [len(out) for out in outs] == [11, 11] and _by_month(outs[0]) == _by_month(outs[1])
    shop = _check_genuine(path, outs[0], 27, "43 records stated, 27 here")
    # the second sheet states other numbers of itself and holds the same rows
    second = shop.ledger[1]
    assert second.rows_read == second.rows_set_aside == 27 and len(_reasons(second)["duplicate_of_other_file"]) == 11
    assert "10 records stated, 27 here" in _note(second, "stated_differs").label.en
    with_csv = read_shop([path, real_exports() / "wechat_example.csv"])
    assert with_csv.costs.equals(shop.costs)
