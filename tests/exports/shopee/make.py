"""Makes Shopee's synthetic exports: `python tests/exports/shopee/make.py`. All in them is invented, the headings are the platform's."""

import csv
from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
HEADER = (
    "Order ID|Order Status|Cancel reason|Return / Refund Status|Tracking Number*|Shipping Option|Shipment Method|Estimated Ship Out Date|Ship Time|"
    "Order Creation Date|Order Paid Time|Parent SKU Reference No.|Product Name|SKU Reference No.|Variation Name|Original Price|Deal Price|Quantity|"
    "Returned quantity|Product Subtotal|Total Discount(PHP)|Price Discount(from Seller)(PHP)|Shopee Rebate(PHP)|SKU Total Weight|"
    "Number of Items in Order|Order Total Weight|Seller Voucher(PHP)|Seller Absorbed Coin Cashback|Shopee Voucher(PHP)|Bundle Deals Indicator(Y/N)|"
    "Shopee Bundle Discount(PHP)|Seller Bundle Discount(PHP)|Shopee Coins Offset(PHP)|Credit Card Discount Total(PHP)|"
    "Products' Price Paid by Buyer (PHP)|Buyer Paid Shipping Fee|Shipping Rebate Estimate|Reverse Shipping Fee|Transaction Fee(Incl. GST)|"
    "Commission Fee (Incl. GST)|Service Fee|Grand Total|Estimated Shipping Fee|Username (Buyer)|Receiver Name|Phone Number|Delivery Address|Town|"
    "District|City|Province|Country|Zip Code|Remark from buyer|Order Complete Time|Note"
).split("|")


def line(order, status, product, price, deal, quantity, total, fees=("0", "0", "0"), *, paid=None, shipping="0", returned="0", back="",
         buyer="quillonz77", made="2026-05-02 09:58", voucher="0"):
    sku, title = product
    return dict.fromkeys(HEADER, "") | {
        "Order ID": order, "Order Status": status, "Return / Refund Status": back, "Order Creation Date": made, "Order Paid Time": made if paid is None else paid,
        "Parent SKU Reference No.": sku, "Product Name": title, "SKU Reference No.": f"{sku}-A", "Original Price": price, "Deal Price": deal,
        "Quantity": quantity, "Returned quantity": returned, "Product Subtotal": f"{float(deal) * float(quantity):.2f}",
        "Total Discount(PHP)": "0", "Seller Voucher(PHP)": voucher, "Buyer Paid Shipping Fee": shipping, "Grand Total": total,
        "Transaction Fee(Incl. GST)": fees[0], "Commission Fee (Incl. GST)": fees[1], "Service Fee": fees[2], "Username (Buyer)": buyer,
        "Receiver Name": "Quillon Zebrafish", "Phone Number": "555-0147-7731", "Delivery Address": "7 Plantmarker Lane", "Town": "Plantmarker",
        "City": "Quezon City", "Province": "Metro Manila", "Country": "PH", "Remark from buyer": "call Quillon", "Note": "Zebrafish",
    }


MUG, POT = ("MUG", "Mug, white"), ("POT", "Tea pot")
LINES = [
    # one item: 400 of goods, 40 of shipping
    line("260502AAAA0001", "Completed", MUG, "220", "200", "2", "440", ("9", "20", "11"), shipping="40"),
    # two lines of one order, 300 + 100: a voucher of 40 leaves 360 of goods, 270 and 90; fees of 36 are 27 and 9
    line("260502AAAA0002", "Shipping", MUG, "160", "150", "2", "410", ("8", "18", "10"), shipping="50", voucher="40", buyer="zebra2"),
    line("260502AAAA0002", "Shipping", POT, "120", "100", "1", "410", ("8", "18", "10"), shipping="50", voucher="40", buyer="zebra2"),
    line("260503AAAA0003", "Cancelled", MUG, "220", "200", "1", "200", paid="-", made="2026-05-03 08:00"),
    line("260503AAAA0004", "Unpaid", POT, "120", "100", "1", "100", paid="-", made="2026-05-03 09:00"),
    # one of three came back
    line("260503AAAA0005", "Completed", POT, "120", "100", "3", "300", ("5", "10", "5"), returned="1", back="Request Approved", made="2026-05-03 10:00"),
    # approved, and no piece named
    line("260503AAAA0006", "Completed", MUG, "220", "200", "1", "200", back="Request Approved", made="2026-05-03 11:00"),
    line("260503AAAA0007", "Completed", MUG, "220", "200", "1", "200", returned="1", back="Request Cancelled", made="2026-05-03 12:00"),
    line("260503AAAA0008", "To ship", MUG, "x", "200", "1", "200", made="2026-05-03 13:00"),
    line("260503AAAA0009", "To ship", MUG, "220", "200", "1", "200", made="yesterday"),
]

VIETNAMESE = (
    "Mã đơn hàng|Mã Kiện Hàng|Ngày đặt hàng|Trạng Thái Đơn Hàng|Lý do hủy|Nhận xét từ Người mua|Mã vận đơn|Ngày gửi hàng|"
    "Trạng thái Trả hàng/Hoàn tiền|SKU sản phẩm|Tên sản phẩm|SKU phân loại hàng|Giá gốc|Giá ưu đãi|Số lượng|Số lượng sản phẩm được hoàn trả|"
    "Tổng giá bán (sản phẩm)|Tổng giá trị đơn hàng (VND)|Mã giảm giá của Shop|Phí vận chuyển mà người mua trả|"
    "Thời gian đơn hàng được thanh toán|Phí cố định|Phí Dịch Vụ|Phí thanh toán|Người Mua|Tên Người nhận|Số điện thoại|Tỉnh/Thành phố|"
    "Địa chỉ nhận hàng"
).split("|")


def vietnamese(order, status, title, price, deal, quantity, total, paid="2026-05-02 10:00", fees=("0", "0", "0"), voucher="0"):
    return dict.fromkeys(VIETNAMESE, "") | {
        "Mã đơn hàng": order, "Ngày đặt hàng": "2026-05-02 09:00", "Trạng Thái Đơn Hàng": status, "Nhận xét từ Người mua": "Quillon", "SKU sản phẩm": title,
        "Tên sản phẩm": title, "Giá gốc": price, "Giá ưu đãi": deal, "Số lượng": quantity, "Số lượng sản phẩm được hoàn trả": "0",
        "Tổng giá bán (sản phẩm)": int(deal) * int(quantity), "Tổng giá trị đơn hàng (VND)": total, "Mã giảm giá của Shop": voucher,
        "Phí vận chuyển mà người mua trả": "15000", "Thời gian đơn hàng được thanh toán": paid, "Phí cố định": fees[0], "Phí Dịch Vụ": fees[1],
        "Phí thanh toán": fees[2], "Người Mua": "quillonz77", "Tên Người nhận": "Quillon Zebrafish", "Số điện thoại": "555-0147-7731",
        "Tỉnh/Thành phố": "Hà Nội", "Địa chỉ nhận hàng": "7 Plantmarker Lane",
    }


# 260502VV02: 200,000 + 100,000 less the shop's voucher of 30,000 leaves 270,000: 180,000 and 90,000
VIETNAMESE_LINES = [
    vietnamese("260502VV01", "Hoàn thành", "Cốc", "120000", "100000", "1", "115000", fees=("4000", "5000", "2000")),
    vietnamese("260502VV02", "Đang giao", "Cốc", "120000", "100000", "2", "285000", voucher="30000"),
    vietnamese("260502VV02", "Đang giao", "Ấm", "110000", "100000", "1", "285000", voucher="30000"),
    vietnamese("260502VV03", "Đã hủy", "Ấm", "110000", "100000", "1", "115000", paid=""),
]


def main() -> None:
    book = Workbook()
    page = book.active
    page.title = "orders"
    page.append(HEADER)
    for row in LINES:
        page.append([row[name] for name in HEADER])
    book.save(HERE / "orders_en.synthetic.xlsx")
    with (HERE / "orders_vi.synthetic.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, VIETNAMESE)
        writer.writeheader()
        writer.writerows(VIETNAMESE_LINES)


if __name__ == "__main__":
    main()
