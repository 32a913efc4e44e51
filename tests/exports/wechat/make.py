"""Writes bill_workbook.synthetic.xlsx: WeChat's bill once as texts under a made-up header, once with amounts as numbers."""

import csv
from pathlib import Path

import openpyxl

HERE = Path(__file__).resolve().parent


def main():
    with (HERE / "bill.synthetic.csv").open(encoding="utf-8", newline="") as file:
        rows = [[cell.rstrip("\t") for cell in row] for row in csv.reader(file) if len(row) == 11]
    book = openpyxl.Workbook()
    texts, numbers = book.active, book.create_sheet("Sheet1")
    texts.title = "bill"
    texts.append([f"Column{number}" for number in range(1, 12)])
    # in the second sheet the header stands in row 18 as well: one more remark above it
    numbers.append(["微信支付账单明细"])
    for row in rows:
        texts.append(row)
    for number, row in enumerate(rows[1:]):
        if number == 13:
            numbers.append(["4. 本账单中所有时间均为UTC+08:00时间"])
        amount = row[5].replace("¥", "").replace(",", "")
        numbers.append([cell or None for cell in [*row[:5], float(amount) if amount.replace(".", "").isdigit() else row[5], *row[6:]]])
    book.save(HERE / "bill_workbook.synthetic.xlsx")


if __name__ == "__main__":
    main()
