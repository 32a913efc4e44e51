"""Writes the TikTok Shop exports of this folder: the order list as csv, and as a workbook whose stated size is A1:A1.

`python tests/exports/tiktok/make.py` writes them anew, the same to the byte.
"""

import csv
import io
import zipfile
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).parent
# name of a column → the description that stands under it
COLUMNS = {
    "Order ID": "Platform unique order ID.", "Order Status": "The status of the order.", "Order Substatus": "The substatus of the order.",
    "Cancelation/Return Type": "Cancel or return.", "Normal or Pre-order": "Normal order or pre-order.", "SKU ID": "Platform SKU ID.",
    "Seller SKU": "Seller sku input by the seller in the product system.", "Product ID": "Platform product ID.",
    "Product Name": "Product name.", "Variation": "Platform SKU variation", " Virtual Bundle Seller SKU": "Seller sku of the bundle.",
    "Quantity": "SKU sold quantity in the order.", "Sku Quantity of return": "SKU quantity of return.",
    "SKU Unit Original Price": "Unit price before discount.",
    "SKU Subtotal Before Discount": "It equals unit price multiplied by quantity.", "SKU Platform Discount": "Discount borne by the platform.",
    "SKU Seller Discount": "Discount borne by the seller.", "SKU Subtotal After Discount": "It equals subtotal minus discounts.",
    "Shipping Fee After Discount": "It equals original shipping fee minus discounts.", "Original Shipping Fee": "Shipping fee before discount.",
    "Payment platform discount": "Discount of the payment.", "Retail Delivery Fee": "Fee of the state.", "Taxes": "Taxes of the order.",
    "Order Amount": "It equals all that the buyer pays.", "Order Refund Amount": "Refund of the order.", "Created Time": "Order created time.",
    "Paid Time": "Order paid time.", "RTS Time": "Ready-to-ship time.", "Shipped Time": "Order shipped time.",
    "Delivered Time": "Order delivered time.", "Cancelled Time": "Order cancelled time.", "Cancel By": "Who cancelled.",
    "Cancel Reason": "Why.", "Tracking ID": "Tracking number.", "Buyer Message": "Message of the buyer.", "Buyer Username": "Buyer's name.",
    "Recipient": "Recipient of the parcel.", "Phone #": "Phone of the recipient.", "Country": "Country.", "State": "State.", "City": "City.",
    "Zipcode": "Zip code.", "Address Line 1": "Address.", "Seller Note": "Note of the seller.", "Creator Handle": "Creator.",
}
BUYERS = {"a": "ottoline5", "b": "peregrinex", "c": "tansyv"}
LAMP, FAN, CUP = ("1729000001", "Reading lamp"), ("1729000002", "Desk fan"), ("1729000003", "Enamel cup")


def line(number, status, item, quantity, price, platform, seller, refund, times, buyer, kind="Normal", **other):
    """One row; times: created, paid, shipped, delivered."""
    before = f"{quantity * price:.2f}"
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "Order ID": f"57690000000000{number}\t", "Order Status": status, "Normal or Pre-order": kind, "SKU ID": f"{item[0]}9\t",
        "Product ID": f"{item[0]}\t", "Product Name": item[1], "Variation": "Default", "Quantity": str(quantity), "Sku Quantity of return": "0",
        "SKU Unit Original Price": f"{price:.2f}", "SKU Subtotal Before Discount": before, "SKU Platform Discount": f"{platform:.2f}",
        "SKU Seller Discount": f"{seller:.2f}", "SKU Subtotal After Discount": f"{quantity * price - platform - seller:.2f}",
        "Shipping Fee After Discount": "4.00", "Taxes": "1.00", "Order Amount": "0.00", "Order Refund Amount": f"{refund:.2f}",
        "Buyer Message": "for Quillon", "Buyer Username": BUYERS[buyer], "Recipient": "Quillon Zebrafish", "Phone #": "555-0147-7731",
        "Country": "United States", "State": "Maine", "City": "Bath", "Zipcode": "03101", "Address Line 1": "7 Plantmarker Lane",
        "Creator Handle": "tansy",
    }
    cells |= dict(zip(("Created Time", "Paid Time", "Shipped Time", "Delivered Time"), (f"{t}\t" if t else "" for t in times), strict=True))
    return list((cells | other).values())


def american(day, hour):
    return f"06/{day:02d}/2026 {(hour - 1) % 12 + 1}:05:09 {'AM' if hour < 12 else 'PM'}"


def british(day, hour):
    return f"{day:02d}/06/2026 {hour:02d}:05:09"


def rows(at):
    first = line("01", "Completed", LAMP, 1, 40, 3, 5, 0, (at(1, 9), at(1, 9), at(2, 15), at(5, 12)), "a")
    return [
        first,
        line("02", "Shipped", LAMP, 2, 40, 0, 8, 0, (at(2, 0), at(2, 1), at(3, 9), ""), "b"),
        line("02", "Shipped", FAN, 1, 20, 0, 0, 0, (at(2, 0), at(2, 1), at(3, 9), ""), "b"),
        # 45.00 of 90.00 went back, the sum on each of its lines: 36.00 of the lamp's 72.00, 9.00 of the fan's 18.00
        line("03", "Completed", LAMP, 2, 40, 2, 8, 45, (at(3, 12), at(3, 13), at(4, 9), at(8, 9)), "a"),
        line("03", "Completed", FAN, 1, 20, 0, 2, 45, (at(3, 12), at(3, 13), at(4, 9), at(8, 9)), "a"),
        # 25.00 went back, of which 5.00 were shipping and tax
        line("04", "Completed", FAN, 1, 20, 0, 0, 25, (at(4, 12), at(4, 13), at(5, 9), at(9, 9)), "c"),
        line("05", "Canceled", CUP, 1, 9.5, 0, 0, 0, (at(5, 12), "", "", ""), "c"),
        line("06", "Canceled", CUP, 2, 9.5, 1, 0, 18, (at(6, 12), at(6, 13), "", ""), "b"),
        line("07", "Unpaid", CUP, 1, 9.5, 0, 0, 0, (at(7, 12), "", "", ""), "a"),
        line("08", "To ship", CUP, 3, 9.5, 0, 1.5, 0, (at(13, 12), at(13, 13), "", ""), "a", kind="Pre-order"),
        line("09", "Dancing", CUP, 1, 9.5, 0, 0, 0, (at(14, 12), at(14, 12), "", ""), "a"),
        line("10", "To ship", CUP, 1, 9.5, 0, 0, 0, (at(14, 12), at(14, 12), "", ""), "a", **{"SKU Subtotal Before Discount": "9.SO"}),
        line("11", "To ship", CUP, 1, 9.5, 0, 0, 0, ("31/31/2026 9:00:00 AM", at(14, 12), "", ""), "a"),
        line("12", "To ship", CUP, 1, 9.5, 0, 12, 0, (at(14, 12), at(14, 12), "", ""), "a"),
        line("13", "To ship", CUP, 1, 9.5, 0, 0, 0, (at(14, 12), at(14, 12), "", ""), "a", **{"SKU Subtotal After Discount": "9.00"}),
        first,
    ]


def write_csv(name, table):
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(table)
    (HERE / name).write_text(text.getvalue(), encoding="utf-8-sig", newline="")


def write_workbook(name, table):
    """As TikTok writes it: every cell a text, and a stated size of one cell."""
    book = Workbook()
    sheet = book.active
    sheet.title = "OrderSKUList"
    for row in table:
        sheet.append(row)
    whole = io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as parts, zipfile.ZipFile(HERE / name, "w", zipfile.ZIP_DEFLATED) as out:
        for part in parts.namelist():
            data = parts.read(part)
            if part.startswith("xl/worksheets/"):
                start, end = data.index(b'<dimension ref="'), data.index(b"/>", data.index(b"<dimension"))
                data = data[:start] + b'<dimension ref="A1:A1"' + data[end:]
            if part == "docProps/core.xml":
                data = data[:data.index(b"<dcterms")] + data[data.index(b"</cp:coreProperties>"):]
            out.writestr(zipfile.ZipInfo(part, (2026, 1, 1, 0, 0, 0)), data)


if __name__ == "__main__":
    heading = [list(COLUMNS), list(COLUMNS.values())]
    write_csv("orders.synthetic.csv", [*heading, *rows(american), ["5769000000000099", "To ship"]])
    write_workbook("orders_uk.synthetic.xlsx", [*heading, *rows(british)])
