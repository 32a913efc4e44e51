"""Makes Qianniu's synthetic exports, which are GBK and xlsx: `python tests/exports/qianniu/make.py`. All in them is invented.

The headers are the platform's own, spaces included. Every figure that the tests expect can be reckoned from the rows here.
"""

from pathlib import Path

from openpyxl import Workbook

HERE = Path(__file__).resolve().parent
# spaces at the end of six headers
ORDER_HEADER = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,"
    "收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,"
    "订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,"
    "修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,"
    "新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包"
).split(",")
ITEM_HEADER = ("子订单编号,主订单编号,商品标题,商品价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,"
               "买家实付金额,退款状态,退款金额,订单创建时间,订单付款时间,商品ID").split(",")
OLD_ITEM_HEADER = "订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码".split(",")
LATER_HEADER = ("订单编号,支付单号,支付详情,买家会员名,买家应付货款,买家应付邮费,总金额,买家实付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,"
                "订单付款时间,发货时间,宝贝标题,宝贝总数量,店铺名称,退款金额,确认收货时间,确认收货打款金额,商家备忘,主订单编号").split(",")
REFUND_HEADER = ("订单编号,退款编号,支付宝交易号,订单付款时间,商品sku信息,退款完结时间,买家实际支付金额,退款总额,宝贝标题,手工退款/系统退款,退款申请时间,"
                 "超时时间,退款状态,货物状态,退货物流信息,发货物流信息,客服介入状态,卖家退货地址,买家退款原因,买家退款说明,部分退款/全额退款,售后类型,商品id,"
                 "退给买家金额,退给平台金额,商家编码").split(",")
PAID, SHIPPED, DONE, CLOSED = "买家已付款，等待卖家发货", "卖家已发货，等待买家确认", "交易成功", "交易关闭"
ID = "35010000000000000{:02d}"


def order(n, goods, paid, state, made, paid_at="", *, postage="0.00", refund="无退款申请", settled="0.00元", quantity="1", stages="",
          place="浙江省 杭州市 西湖区 栽标路7号(310000)", buyer="斑马鱼", title="陶杯 白"):
    return {
        "订单编号": ID.format(n), "买家会员名": buyer, "买家支付宝账号": "13955501477", "买家应付货款": goods, "买家应付邮费": postage, "买家支付积分": "0",
        "总金额": f"{float(goods) + float(postage):.2f}", "返点积分": "0", "买家实际支付金额": paid, "买家实际支付积分": "0", "订单状态": state,
        "买家留言": "请打13955501477，谢谢", "收货人姓名": "斑马鱼", "收货地址 ": place, "运送方式": "快递", "联系电话 ": "'", "联系手机": "'13955501477",
        "订单创建时间": made, "订单付款时间 ": paid_at, "宝贝标题 ": title, "宝贝种类 ": "1", "订单备注": "'栽标路的老客户", "宝贝总数量": quantity, "店铺Id": "0",
        "店铺名称": "试验小店", "卖家服务费": "0元", "买家服务费": "0元", "发票抬头": "斑马鱼", "是否手机订单": "手机订单", "分阶段订单信息": stages,
        "是否上传合同照片": "否", "是否上传小票": "否", "是否代付": "否", "退款金额": refund, "打款商家金额": settled,
    }


ORDERS = [
    order(1, "100.00", "106.00", DONE, "2026-03-01 09:00:00", "2026-03-01 09:01:00", postage="6.00", settled="106.00元"),
    # two items in one cell, and a comma in a title
    order(2, "80.00", "80.00", DONE, "2026-03-01 10:00:00", "2026-03-01 10:00:30", refund="30.00", settled="50.00元", quantity="2",
          title="陶杯，带盖，木勺 长", buyer="t**1", place="上海 上海市 浦东新区 栽标路8号(200000)"),
    order(3, "59.00", "59.00", PAID, "2026-03-02 11:00:00", "2026-03-02 11:02:00", buyer="zebra_2", place="广西壮族自治区 南宁市 青秀区 栽标路9号(530000)"),
    order(4, "45.00", "0.00", "等待买家付款", "2026-03-02 12:00:00", buyer="zebra_3"),
    order(5, "45.00", "0.00", CLOSED, "2026-03-02 12:30:00", buyer="zebra_3"),
    # closed after it was paid, postage and all
    order(6, "120.00", "130.00", CLOSED, "2026-03-03 08:00:00", "2026-03-03 08:05:00", postage="10.00", refund="130.00", buyer="zebra_4",
          place="内蒙古自治区 呼和浩特市 新城区 栽标路1号(010000)"),
    order(7, "20.00", "20.00", SHIPPED, "2026-03-03 09:00:00", "2026-03-03 09:00:20", place="栽标路20号，没有写省份", buyer="zebra_5"),
    # pre-sale: only the deposit is paid; then one that is paid in full
    order(8, "300.00", "50.00", "等待买家付款", "2026-03-03 20:00:00", stages="阶段1:已付款 阶段2:未付款", buyer="zebra_6"),
    order(9, "300.00", "300.00", PAID, "2026-03-03 20:01:00", "2026-03-05 00:10:00", stages="阶段1:已付款 阶段2:已付款", buyer="zebra_7"),
    # 天猫卡券 of 10 paid by the platform: it settles more than the buyer paid
    order(10, "90.00", "80.00", DONE, "2026-03-04 10:00:00", "2026-03-04 10:01:00", settled="90.00元", buyer="zebra_2"),
    order(11, "18.00", "abc", PAID, "2026-03-04 11:00:00", "2026-03-04 11:01:00"),
    order(12, "18.00", "18.00", PAID, "2026-02-30 11:00:00", "2026-03-04 12:01:00"),
    order(1, "100.00", "106.00", DONE, "2026-03-01 09:00:00", "2026-03-01 09:01:00", postage="6.00", settled="106.00元"),
    order(13, "-5.00", "5.00", PAID, "2026-03-04 13:00:00", "2026-03-04 13:01:00"),
    order(14, "33.00", "33.00", "卖家火星发货", "2026-03-04 14:00:00", "2026-03-04 14:01:00", buyer="zebra_8"),
    {"订单编号": "合计", "买家实际支付金额": "1,500.00"},
]


def item(n, line, title, product, price, quantity, goods, paid, state, made, paid_at="", refund_state="没有申请退款", refund="无退款申请"):
    return {
        "子订单编号": f"{ID.format(n)}{line}", "主订单编号": ID.format(n), "商品标题": title, "商品价格": price, "购买数量": quantity,
        "外部系统编号": f"K{product[-2:]}", "商品属性": "颜色分类:白", "备注": "斑马鱼的，打13955501477", "订单状态": state, "商家编码": f"K{product[-2:]}",
        "买家应付货款": goods, "买家实付金额": paid, "退款状态": refund_state, "退款金额": refund, "订单创建时间": made, "订单付款时间": paid_at,
        "商品ID": product,
    }


CUP, SPOON, POT = "660000000001", "660000000002", "660000000003"
ITEMS = [
    item(1, 1, "陶杯 白", CUP, "110.00", "1", "100.00", "100.00", DONE, "2026-03-01 09:00:00", "2026-03-01 09:01:00"),
    item(2, 1, "陶杯，带盖", CUP, "60.00", "1", "50.00", "50.00", DONE, "2026-03-01 10:00:00", "2026-03-01 10:00:30"),
    item(2, 2, "木勺 长", SPOON, "15.00", "2", "30.00", "30.00", CLOSED, "2026-03-01 10:00:00", "2026-03-01 10:00:30", "退款成功", "30.00"),
    # asked for, and not made
    item(3, 1, "茶壶", POT, "59.00", "1", "59.00", "59.00", PAID, "2026-03-02 11:00:00", "2026-03-02 11:02:00", "买家已经申请退款，等待卖家同意", "59.00"),
    item(4, 1, "茶壶", POT, "45.00", "1", "45.00", "0.00", "等待买家付款", "2026-03-02 12:00:00"),
    item(5, 1, "茶壶", POT, "45.00", "1", "45.00", "0.00", CLOSED, "2026-03-02 12:30:00"),
    item(6, 1, "茶壶", POT, "60.00", "2", "120.00", "120.00", CLOSED, "2026-03-03 08:00:00", "2026-03-03 08:05:00", "退款成功", "120.00"),
    item(10, 1, "木勺 长", SPOON, "45.00", "2", "90.00", "80.00", DONE, "2026-03-04 10:00:00", "2026-03-04 10:01:00"),
    item(10, 1, "木勺 长", SPOON, "45.00", "2", "90.00", "80.00", DONE, "2026-03-04 10:00:00", "2026-03-04 10:01:00"),
    # in no list of orders
    item(40, 1, "陶杯 蓝", CUP, "25.00", "2", "50.00", "50.00", SHIPPED, "2026-03-05 10:00:00", "2026-03-05 10:01:00"),
    item(41, 1, "陶杯 蓝", CUP, "25.00", "two", "50.00", "50.00", SHIPPED, "2026-03-05 11:00:00", "2026-03-05 11:01:00"),
]
OLD_ITEMS = [
    (1, "陶杯 白", "110.00", "1", "K01"), (2, "陶杯，带盖", "60.00", "1", "K01"), (2, "木勺 长", "15.00", "2", "K02"), (3, "茶壶", "59.00", "1", "K03"),
    (4, "茶壶", "45.00", "1", "K03"), (6, "茶壶", "60.00", "2", "K03"), (10, "木勺 长", "45.00", "2", "K02"), (77, "陶杯 白", "9.00", "1", "K01"),
]


def refund(n, number, total, state, product, *, done="2026-03-06 10:00:00", platform="0.00", extent="全额退款", kind="退货退款"):
    return {
        "订单编号": ID.format(n), "退款编号": f"9900000000000{number:03d}", "支付宝交易号": "2026030122000000000000000001", "订单付款时间": "2026-03-01 09:01:00",
        "退款完结时间": done, "退款总额": total, "宝贝标题": "陶杯", "退款申请时间": "2026-03-05 09:00:00", "退款状态": state, "卖家退货地址": "浙江省杭州市栽标路7号",
        "买家退款原因": "七天无理由", "买家退款说明": "斑马鱼 13955501477", "部分退款/全额退款": extent, "售后类型": kind, "商品id": product,
        "退给买家金额": total, "退给平台金额": platform,
    }


REFUNDS = [
    refund(2, 1, "30.00", "退款成功", SPOON),
    refund(3, 2, "59.00", "退款关闭", POT, done=""),
    refund(6, 3, "120.00", "退款成功", POT),
    # of 90.00, 10.00 were the platform's: the buyer gets 20.00 of the 25.00
    refund(10, 4, "25.00", "退款成功", SPOON, platform="5.00", extent="部分退款"),
    refund(1, 5, "40.00", "退款成功", CUP, extent="部分退款", kind="仅退款"),
    refund(1, 6, "10.00", "退款成功", CUP, extent="部分退款", kind="仅退款"),
    refund(1, 6, "10.00", "退款成功", CUP, extent="部分退款", kind="仅退款"),
    refund(9, 7, "300.00", "买家已经申请退款，等待卖家同意", CUP, done=""),
    refund(88, 8, "12.00", "退款成功", CUP),
    refund(14, 9, "?", "退款成功", CUP),
]


def later(n, goods, postage, paid, state, made, paid_at, shipped, refund):
    return {
        "订单编号": ID.format(n), "支付单号": "2026030122000000000000000001", "支付详情": "斑马鱼支付", "买家会员名": "斑马鱼", "买家应付货款": goods,
        "买家应付邮费": postage, "总金额": goods + postage, "买家实付金额": paid, "订单状态": state, "收货人姓名": "斑**", "收货地址": "浙江省杭州市西湖区栽标路7号",
        "联系手机": "13955501477", "订单创建时间": made, "订单付款时间": paid_at, "发货时间": shipped, "宝贝标题": "陶杯 白", "宝贝总数量": 1,
        "店铺名称": "试验小店", "退款金额": refund, "确认收货打款金额": paid if state == DONE else 0, "商家备忘": "栽标路", "主订单编号": ID.format(n),
    }


# what was paid is given less what went back
LATER = [
    later(51, 100.0, 6.0, 106.0, DONE, "2026-06-01 09:00:00", "2026-06-01 09:01:00", "2026-06-01 18:00:00", 0),
    later(52, 80.0, 0.0, 50.0, DONE, "2026-06-01 10:00:00", "2026-06-01 10:01:00", "2026-06-01 19:00:00", 30.0),
    later(53, 70.0, 5.0, 0.0, CLOSED, "2026-06-02 10:00:00", "2026-06-02 10:01:00", "", 75.0),
    later(54, 40.0, 0.0, 0.0, CLOSED, "2026-06-02 11:00:00", "", "", 0),
    later(55, 33.5, 0.0, 33.5, "卖家已发货，等待买家确认", "2026-06-03 11:00:00", "2026-06-03 11:05:00", "2026-06-03 20:00:00", 0),
    later(56, 12.0, 0.0, "十二", PAID, "2026-06-03 12:00:00", "2026-06-03 12:05:00", "", 0),
]


def write_csv(path: Path, header, rows, wrap=()) -> None:
    """Every cell in quotation marks, ids as ="…" outside of them, as the platform writes them."""
    lines = [",".join(f'"{name}"' for name in header)]
    for row in rows:
        lines.append(",".join(f'="{row[name]}"' if name in wrap and row.get(name, "").isdigit() else f'"{row.get(name, "")}"' for name in header))
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode("gbk"))


def write_xlsx(path: Path, sheet: str, header, rows) -> None:
    book = Workbook()
    page = book.active
    page.title = sheet
    page.append(header)
    for row in rows:
        page.append([row.get(name, "") for name in header])
    book.save(path)


def main() -> None:
    write_csv(HERE / "order_list.synthetic.csv", ORDER_HEADER, ORDERS, wrap=("订单编号",))
    with (HERE / "order_list.synthetic.csv").open("ab") as file:
        file.write(f'="{ID.format(15)}","斑马鱼","13955501477","66.00"\r\n'.encode("gbk"))
    write_xlsx(HERE / "order_list_later.synthetic.xlsx", "ExportOrderList", LATER_HEADER, LATER)
    write_csv(HERE / "items.synthetic.csv", ITEM_HEADER, ITEMS, wrap=("子订单编号", "主订单编号", "商品ID"))
    joined, older = HERE / "orders_items_refunds.synthetic", HERE / "orders_old_items.synthetic"
    for folder in (joined, older):
        folder.mkdir(exist_ok=True)
        write_csv(folder / "ExportOrderList.csv", ORDER_HEADER, ORDERS[:10], wrap=("订单编号",))
    write_csv(joined / "ExportOrderDetailList.csv", ITEM_HEADER, ITEMS, wrap=("子订单编号", "主订单编号", "商品ID"))
    write_xlsx(joined / "refunds.xlsx", "export", REFUND_HEADER, REFUNDS)
    rows = [{"订单编号": ID.format(n), "标题": title, "价格": price, "购买数量": quantity, "外部系统编号": code, "商家编码": code, "备注": "斑马鱼"}
            for n, title, price, quantity, code in OLD_ITEMS]
    # the platform ends each row of it with one comma more than the header
    write_csv(older / "ExportOrderDetailList.csv", OLD_ITEM_HEADER, rows, wrap=("订单编号",))
    path = older / "ExportOrderDetailList.csv"
    first, *rest = path.read_bytes().split(b"\r\n")
    path.write_bytes(b"\r\n".join([first, *(line + b"," if line else line for line in rest)]))


if __name__ == "__main__":
    main()
