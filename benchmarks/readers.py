"""Reading a large export, against what somebody would write with pandas for the same file: time and memory, in one run.

    python benchmarks/readers.py [rows of the csv, 1,000,000] [rows of the workbook, 200,000]

The file is an order list as 千牛 exports it (54 columns), in GB18030 and in UTF-8, and the same as xlsx. Each side runs in a
process of its own, best of two, and must come to the same number of orders and the same paid amount to the cent.
"""

from __future__ import annotations

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEADER = Path(__file__).resolve().parents[1] / "datasets" / "exports" / "taobao"
STATES = {"关闭": "cancelled", "成功": "completed", "已发货": "shipped", "等待买家付款": "unpaid", "已付款": "paid"}
KINDS = (("csv, GB18030", "gb18030", ".csv"), ("csv, UTF-8", "utf-8-sig", ".csv"), ("xlsx", "", ".xlsx"))


def rows(count: int):
    """The header and `count` orders, of the course's own export with an id, a time and an amount of their own each."""
    source = next(HEADER.glob("ExportOrderList*.csv"))
    with source.open(encoding="gb18030", newline="") as file:
        header, *models = list(csv.reader(file))
    place = {name.strip(): i for i, name in enumerate(header)}
    draw = random.Random(7)
    yield header
    for n in range(count):
        row = list(models[n % len(models)])
        row[place["订单编号"]] = f'="{4_000_000_000_000_000_000 + n}"'
        row[place["买家会员名"]] = f"buyer{draw.randrange(count // 3)}"
        if row[place["订单付款时间"]]:
            amount = f"{draw.randrange(900, 90_000) / 100:.2f}"
            for name in ("买家应付货款", "总金额", "买家实际支付金额"):
                row[place[name]] = amount
            row[place["买家应付邮费"]] = "0.00"
        yield row


def write(path: Path, count: int, encoding: str) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding=encoding, newline="") as file:
            csv.writer(file).writerows(rows(count))
        return
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("ExportOrderList")
    for row in rows(count):
        row[0] = row[0].strip('="')  # in a workbook ="…" would be a formula without a value; its ids are texts
        sheet.append(row)
    book.save(path)


def by_shopkit(path: Path, _encoding: str):
    from shopkit import open_shop

    orders = open_shop(path).orders
    return len(orders), orders["paid_amount"].sum()


def by_pandas(path: Path, encoding: str):
    """The same columns, cleaned by hand: ids unwrapped, times and amounts parsed, states mapped, places cut down to province and
    city, cancelled orders unpaid, buyers hashed."""
    import hashlib

    import pandas as pd

    if path.suffix == ".csv":
        table = pd.read_csv(path, encoding=encoding, dtype=str, keep_default_na=False)
    else:
        table = pd.read_excel(path, dtype=str, keep_default_na=False, engine="calamine")
    table.columns = table.columns.str.strip()
    ids = table["订单编号"].str.replace(r'[="\t]', "", regex=True)
    at = pd.to_datetime(table["订单创建时间"], format="%Y-%m-%d %H:%M:%S")
    paid_at = pd.to_datetime(table["订单付款时间"].replace("", None), format="%Y-%m-%d %H:%M:%S")
    paid = pd.to_numeric(table["买家实际支付金额"]) - pd.to_numeric(table["买家应付邮费"])
    goods = pd.to_numeric(table["买家应付货款"]).fillna(pd.to_numeric(table["总金额"]) - pd.to_numeric(table["买家应付邮费"]))
    places = table["收货地址"].str.extract(r"^(\S+?(?:省|自治区|市|特别行政区)|\S+)\s+(\S+?市)?")
    states = {state: next((to for word, to in STATES.items() if word in state), None) for state in table["订单状态"].unique()}
    refund = pd.to_numeric(table["退款金额"].replace("无退款申请", "0"))
    buyers = table["买家会员名"].map({b: int.from_bytes(hashlib.blake2b(b.encode(), digest_size=8).digest()) >> 11 for b in table["买家会员名"].unique()})
    orders = pd.DataFrame({"order_id": ids, "ordered_at": at, "paid_at": paid_at, "paid_amount": paid.where(paid_at.notna()), "refund_amount": refund,
                           "customer_id": buyers, "quantity": pd.to_numeric(table["宝贝总数量"]), "status": table["订单状态"].map(states),
                           "order_amount": goods, "is_presale": table["分阶段订单信息"].ne(""), "province": places[0], "city": places[1]})
    orders = orders.drop_duplicates("order_id")
    return len(orders), orders["paid_amount"].sum()


def measure(side: str, path: Path, encoding: str):
    """Seconds, peak MB, orders and paid amount of one side in a process of its own, the faster of two."""
    found = []
    for _ in range(2):
        run = subprocess.run([sys.executable, __file__, side, str(path), encoding], capture_output=True, text=True, check=True)
        found.append(tuple(map(float, run.stdout.split()[-4:])))
    return min(found)


def main(csv_rows: int, book_rows: int) -> None:
    print(f"{'file':<14}{'rows':>11}{'by':>10}{'seconds':>9}{'peak MB':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for name, encoding, ending in KINDS:
            count = csv_rows if ending == ".csv" else book_rows
            path = Path(folder) / f"ExportOrderList{ending}"
            write(path, count, encoding)
            sides = {side: measure(side, path, encoding or "-") for side in ("shopkit", "pandas")}
            for side, (seconds, peak, *_) in sides.items():
                print(f"{name:<14}{count:>11,}{side:>10}{seconds:>9.1f}{peak:>9,.0f}", flush=True)
            (a, b), (c, d) = sides["shopkit"][2:], sides["pandas"][2:]
            assert a == c and abs(b - d) < 0.01 * max(1, count / 1000), f"the sides differ: {a:,.0f} orders {b:,.2f}, {c:,.0f} orders {d:,.2f}"


if __name__ == "__main__":
    if sys.argv[1:2] in (["shopkit"], ["pandas"]):
        start = time.perf_counter()
        orders, paid = {"shopkit": by_shopkit, "pandas": by_pandas}[sys.argv[1]](Path(sys.argv[2]), sys.argv[3])
        print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, orders, paid)
    else:
        main(*(int(n.replace(",", "").replace("_", "")) for n in sys.argv[1:3]) if len(sys.argv) > 2 else (1_000_000, 200_000))
