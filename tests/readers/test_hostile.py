"""Files made to harm: archives that burst or climb, workbooks and pages that burst, texts that want to run."""

import io
import os
import stat
import zipfile

import pytest
from export_files import EXPORTS, own_key  # noqa: F401 - a fixture

from shopkit.labels import UserError
from shopkit.readers import read_shop

US = EXPORTS / "etsy" / "sold_orders_us.synthetic.csv"


def _zip(path, members, links=()):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
        for name, target in links:
            entry = zipfile.ZipInfo(name)
            entry.external_attr = (stat.S_IFLNK | 0o777) << 16
            archive.writestr(entry, target)
    return path


def test_an_archive_is_read_like_a_folder(tmp_path):
    path = _zip(tmp_path / "orders.zip", {"deeper/orders.csv": US.read_bytes(), "photo.png": b"\x89PNG\r\n\x1a\n" + bytes(99)})
    shop = read_shop([path])
    assert shop.orders.equals(read_shop([US]).orders)
    assert [e.file for e in shop.ledger] == ["orders.zip/orders.csv"]
    assert [(i.file, i.code) for i in shop.ignored] == [("orders.zip/photo.png", "picture")]


def test_names_written_by_chinese_windows(tmp_path):
    path = _zip(tmp_path / "a.zip", {"x.csv": US.read_bytes()})
    data = path.read_bytes()
    name = "订单".encode("gb18030")[:5].ljust(5, b"1")
    path.write_bytes(data.replace(b"x.csv", name))
    assert read_shop([path]).ledger[0].file == "a.zip/" + name.decode("gb18030")


@pytest.mark.parametrize(("members", "code"), [
    ({"../orders.csv": b"a"}, "archive_climbs"), ({"/etc/orders.csv": b"a"}, "archive_climbs"), ({"..\\orders.csv": b"a"}, "archive_climbs"),
    ({"C:/orders.csv": b"a"}, "archive_climbs"), ({f"{n}.csv": b"" for n in range(600)}, "too_large"),
    ({"zeros.csv": bytes(30_000_000)}, "too_large"),
])
def test_archives_that_climb_or_burst(tmp_path, members, code):
    path = _zip(tmp_path / "bad.zip", members)
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == code and "bad.zip" in error.value.label.zh
    assert sorted(p.name for p in tmp_path.iterdir()) == ["bad.zip"]


def test_archives_with_links_passwords_and_damage(tmp_path):
    link = _zip(tmp_path / "link.zip", {}, links=[("orders.csv", "/etc/passwd")])
    locked = _zip(tmp_path / "locked.zip", {"orders.csv": US.read_bytes()})
    data = bytearray(locked.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    locked.write_bytes(data)
    nested = _zip(tmp_path / "nested.zip", {"inner.zip": locked.read_bytes()})
    for path, code in ((link, "archive_links"), (locked, "password"), (nested, "archive")):
        with pytest.raises(UserError) as error:
            read_shop([path])
        assert error.value.code == code
    torn = tmp_path / "torn.zip"
    whole = _zip(tmp_path / "whole.zip", {"orders.csv": US.read_bytes()}).read_bytes()
    torn.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(UserError):
        read_shop([torn])
    spoiled = bytearray(whole)
    spoiled[60:400] = bytes(340)
    torn.write_bytes(spoiled)
    with pytest.raises(UserError) as error:
        read_shop([torn])
    assert error.value.code == "broken_archive"


def test_a_workbook_that_bursts(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", bytes(60_000_000))
    path = tmp_path / "bomb.xlsx"
    path.write_bytes(buffer.getvalue())
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "too_large"


def test_links_in_a_folder_are_left_alone(tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "orders.csv").write_bytes(US.read_bytes())
    try:
        os.symlink("/etc/hostname", tmp_path / "shop" / "secret.csv")
    except OSError:
        pytest.skip("this system makes no links")
    shop = read_shop([tmp_path / "shop"])
    assert [(i.file, i.code) for i in shop.ignored] == [("secret.csv", "link")]


def test_a_page_under_a_workbooks_name(tmp_path):
    import csv

    rows = list(csv.reader(US.open(encoding="utf-8-sig", newline="")))
    width = len(rows[0])
    page = "<html><head><meta charset='gb18030'><script>alert(1)</script></head><body><table>" + "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in (row + [""] * width)[:width]) + "</tr>" for row in rows if row) + "</table></body></html>"
    path = tmp_path / "orders.xls"
    path.write_bytes(page.encode("gb18030"))
    shop = read_shop([path])
    assert shop.orders["paid_amount"].tolist()[:6] == read_shop([US]).orders["paid_amount"].tolist()[:6]


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "$x^2$ off", "\u202etxt.exe", "a\u200bb\x07", "=1+1"])
def test_titles_are_texts(tmp_path, text):
    """What is dangerous is either gone (marks nobody sees) or stays a text, which tables, pages and charts escape."""
    lines = ["Sale Date,Order ID,Number of Items,Order Value,Discount Amount,Currency,Ship City", f"12/31/2025,1,1,10,0,USD,{text}"]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    city = read_shop([path]).orders["city"][0]
    assert city == "".join(c for c in text if c not in "\u202e\u200b\x07")
    from shopkit.tables import show

    html = show(read_shop([path]).orders[["city"]]).data
    assert "<script>" not in html and "\u202e" not in html


def test_people_in_columns_where_nobody_is_expected(tmp_path):
    cities = ["Zebrafish, tel 555-014-7731", "quillon@plantmarker.example", "13955501477", "上海市徐汇区栽标路 12 号", "Paris", "2026-01-02"]
    lines = ["Sale Date,Order ID,Number of Items,Order Value,Discount Amount,Currency,Ship City"]
    lines += [f'12/31/2025,{n},1,10,0,USD,"{city}"' for n, city in enumerate(cities)]
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(lines), encoding="utf-8")
    shop = read_shop([path])
    assert shop.orders["city"].fillna("—").tolist() == ["—"] * 4 + ["Paris", "2026-01-02"]
    note = next(n for n in shop.ledger[0].notes if n.code == "personal_content")
    assert note.row_numbers == (2, 3, 4, 5) and "Zebrafish" not in note.label.en + note.label.zh


def _xls(rows) -> bytes:
    import xlwt

    book, buffer = xlwt.Workbook(), io.BytesIO()
    sheet = book.add_sheet("Orders")
    for at, row in enumerate(rows):
        for place, cell in enumerate(row):
            sheet.write(at, place, cell)
    book.save(buffer)
    return buffer.getvalue()


ORDERS = [["Sale Date", "Order ID", "Number of Items", "Order Value", "Discount Amount", "Currency"], ["12/31/2025", "1", "1", "10", "0", "USD"]]


def test_an_old_workbook_and_one_with_a_password(tmp_path):
    path = tmp_path / "orders.xls"
    path.write_bytes(_xls(ORDERS))
    assert read_shop([path]).orders["paid_amount"].tolist() == [10]
    # the record of who wrote it becomes the one that says it is encrypted
    data = _xls(ORDERS)
    assert data.count(b"\x5c\x00\x70\x00") == 1
    path.write_bytes(data.replace(b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00"))
    with pytest.raises(UserError) as error:
        read_shop([path])
    assert error.value.code == "password"


def test_a_cell_that_says_it_stands_far_out_costs_no_memory(tmp_path):
    import resource

    data = _xls([*ORDERS, ["12/30/2025", "2", "1", "7", "0", "USD"]])
    # the last cell of a row of labels: its row and column become the largest there are
    label = data.rindex(b"\xfd\x00\x0a\x00")
    path = tmp_path / "orders.xls"
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for column in (b"\xff\x00", b"\xff\xff"):
        path.write_bytes(data[:label + 4] + b"\xff\xff" + column + data[label + 8:])
        try:
            shop = read_shop([path])
        except UserError as error:
            assert error.code in ("broken_workbook", "nothing_kept", "unknown_table")
        else:
            assert shop.ledger[0].rows_read == shop.ledger[0].rows_kept + shop.ledger[0].rows_set_aside
    # a grid of 65,536 × 256 cells would take some 150 MB for its places alone, and one of 65,536 columns cannot be
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 600_000
