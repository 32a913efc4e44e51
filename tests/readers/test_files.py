"""What is no table ends in a clear error; what is one is read whatever its encoding, delimiter or kind of file."""

import csv

import pytest
from bad_files import BAD_FILES, ETSY_HEADER
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError, set_language
from shopkit.readers import read_shop

US = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv"


@pytest.mark.parametrize("name", BAD_FILES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_bad_files(name, language, tmp_path):
    data, code = BAD_FILES[name]
    (tmp_path / name).write_bytes(data)
    set_language(language)
    with pytest.raises(UserError) as error:
        read_shop([tmp_path / name])
    assert error.value.code == code
    assert name in str(error.value) and "\n" not in str(error.value)


def test_in_a_folder_unknown_files_are_listed_and_ignored(tmp_path):
    for name, (data, _) in BAD_FILES.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "orders.csv").write_bytes(US.read_bytes())
    (tmp_path / "deeper").mkdir()
    shop = read_shop([tmp_path])
    assert len(shop.ledger) == 1 and len(shop.orders) == 7
    assert {i.file: i.code for i in shop.ignored} == {
        **{name: code for name, (_, code) in BAD_FILES.items() if name != "archive.csv"}, "archive.csv/orders": "unknown_table", "deeper/": "subfolder"}


def test_a_folder_with_nothing_readable_says_why(tmp_path):
    (tmp_path / "unknown.csv").write_bytes(BAD_FILES["unknown.csv"][0])
    with pytest.raises(UserError) as error:
        read_shop([tmp_path])
    assert error.value.code == "nothing_readable" and len(str(error.value).splitlines()) == 2


def test_every_problem_has_its_line(tmp_path):
    (tmp_path / "empty.csv").write_bytes(b"")
    with pytest.raises(UserError) as error:
        read_shop([tmp_path / "empty.csv", tmp_path / "missing.csv", US])
    assert [e.code for e in error.value.errors] == ["empty_file", "missing_path"]
    assert len(str(error.value).splitlines()) == 2


def test_cut_in_mid_row(tmp_path):
    whole = US.read_bytes().replace(b"12/23/2025,3000000012,ottoline5,Ottoline Qua", b"")
    start = whole.rindex(b"12/24/2025")
    for end in [*range(start + 1, len(whole) - 12, 11), len(whole) - 13]:
        path = tmp_path / "cut.csv"
        path.write_bytes(whole[:end])
        shop = read_shop([path])
        assert len(shop.orders) == 6 and shop.ledger[0].rows_set_aside == 7


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_delimiters_line_ends(encoding, delimiter, end, tmp_path):
    rows = list(csv.reader(US.open(encoding="utf-8-sig", newline="")))
    path = tmp_path / "orders.xls"  # the name says nothing
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, lineterminator=end)
        writer.writerows([["Etsy"], [], *rows])
    shop, plain = read_shop([path]), read_shop([US])
    assert shop.orders.equals(plain.orders)
    assert shop.ledger[0].rows_read == plain.ledger[0].rows_read


def test_damaged_bytes_cost_their_row_only(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_bytes(US.read_bytes().replace(b"Manchester,NH", b"Manch\x81ster,NH", 1))
    shop = read_shop([path])
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons}["unreadable_characters"] == (2,)
    assert len(shop.orders) == 6


def test_workbook_gives_what_the_csv_gives(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    import datetime as dt

    rows = list(csv.reader(US.open(encoding="utf-8-sig", newline="")))
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    book.active.append(["Made for you"])
    sheet = book.create_sheet("Orders")
    sheet.append(["Etsy, sold orders"])
    for row in rows:
        cells = list(row)
        if cells and cells[0].startswith("12/"):
            cells[0], cells[1] = dt.datetime.strptime(cells[0], "%m/%d/%Y"), int(cells[1])
        sheet.append(cells)
    path = tmp_path / "orders.csv"  # the name says nothing
    book.save(path)
    shop, plain = read_shop([path]), read_shop([US])
    assert shop.orders.equals(plain.orders)
    entry = shop.ledger[0]
    assert entry.section == "Orders" and entry.rows_read == plain.ledger[0].rows_read
    # numbers are the sheet's: a title stands above the header, row 3 takes one row, and a row cut short has empty cells
    assert {r.code: r.row_numbers for r in entry.reasons}["unreadable_amount"] == (10, 12)
    assert [i.code for i in shop.ignored] == ["unknown_table"]


def test_a_stray_quotation_mark_costs_its_row_only(tmp_path):
    path = tmp_path / "orders.csv"
    rows = [f"12/{day}/2025,{day},1,,USD,10,0,0,0,0,10,0.5,9.5" for day in range(13, 31)]
    rows[4] = rows[4].replace(",USD,", ',"USD,')
    path.write_text(ETSY_HEADER + "\n".join(rows) + "\n")
    shop = read_shop([path])
    assert {r.code: r.row_numbers for r in shop.ledger[0].reasons} == {"broken_row": (6,)} and len(shop.orders) == 17


def test_a_file_named_twice_is_read_once():
    assert len(read_shop([US, US.parent / ".." / "etsy" / US.name]).ledger) == 1


def test_rows_above_the_header_are_not_lost_unseen(tmp_path):
    lines = (EXPORTS / "taobao" / "behaviour_codes.synthetic.csv").read_bytes().split(b"\r\n")
    path = tmp_path / "sorted.csv"
    path.write_bytes(b"\r\n".join([lines[1], lines[2], lines[0], *lines[3:]]))
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "rows_above_header" and "row 1" in error.value.label.en


def test_a_damaged_zip_is_told_of(tmp_path):
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("orders.csv", US.read_bytes())
    whole = buffer.getvalue()
    # a byte less at the start: the archive's list then points before its own beginning; a byte changed within: its sum is wrong
    for name, data in (("short.zip", whole[:4] + whole[5:]), ("changed.zip", whole[:200] + b"~" + whole[201:]), ("cut.zip", whole[:-30])):
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UserError) as error:
            read_shop([path])
        assert error.value.code in ("broken_archive", "broken_workbook"), name


SOLD = "订单编号,订单创建时间,订单付款时间,买家实际支付金额,买家应付货款,订单状态\n"


def test_a_table_that_begins_in_another_column(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for at, row in enumerate([SOLD.strip().split(","), ["4000001", "2026-01-01 10:00:00", "2026-01-01 10:01:00", "5.00", "5.00", "交易成功"]], 4):
        for place, cell in enumerate(row, 3):
            book.active.cell(at, place, cell)
    book.save(tmp_path / "orders.xlsx")
    shop = read_shop([tmp_path / "orders.xlsx"])
    assert shop.orders["paid_amount"].tolist() == [5.0] and shop.ledger[0].rows_read == 1


def test_a_damaged_byte_far_down_costs_one_row(tmp_path):
    """The encoding is found out by the first rows; what does not fit it further down is met while reading."""
    rows = [f"40000{n:05},2026-01-01 10:00:00,2026-01-01 10:01:00,5.00,5.00,交易成功\n".encode() for n in range(6_000)]
    rows[5_990] = rows[5_990].replace("交易成功".encode(), b"\xff\xfe\xfd")
    path = tmp_path / "ExportOrderList.csv"
    path.write_bytes(SOLD.encode() + b"".join(rows))
    assert path.stat().st_size > 300_000
    (entry,) = read_shop([path]).ledger
    assert (entry.rows_read, entry.rows_kept, [(r.code, r.row_numbers) for r in entry.reasons]) == (6_000, 5_999, [("unreadable_characters", (5_992,))])
