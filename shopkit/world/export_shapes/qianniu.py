"""千牛 已卖出的宝贝: orders and their items (1.7)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.buyers import Buyer, buyers
from shopkit.world.export_shapes.order_heads import order_heads, order_lines
from shopkit.world.export_shapes.tables import whole
from shopkit.world.export_shapes.writing import divided, excel_id, moment, plain, text, write_csv

# the spaces at the end of six headers are the platform's own
ORDER_HEADER = (
    "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,返点积分,买家实际支付金额,买家实际支付积分,订单状态,买家留言,"
    "收货人姓名,收货地址 ,运送方式,联系电话 ,联系手机,订单创建时间,订单付款时间 ,宝贝标题 ,宝贝种类 ,物流单号 ,物流公司,订单备注,宝贝总数量,店铺Id,店铺名称,"
    "订单关闭原因,卖家服务费,买家服务费,发票抬头,是否手机订单,分阶段订单信息,特权订金订单id,是否上传合同照片,是否上传小票,是否代付,定金排名,"
    "修改后的sku,修改后的收货地址,异常信息,天猫卡券抵扣,集分宝抵扣,是否是O2O交易,新零售交易类型,新零售导购门店名称,新零售导购门店id,"
    "新零售发货门店名称,新零售发货门店id,退款金额,预约门店,确认收货时间,打款商家金额,含应开票给个人的个人红包"
).split(",")
ITEM_HEADER = (
    "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,商品属性,套餐信息,备注,订单状态,商家编码,支付单号,买家应付货款,买家实际支付金额,"
    "退款状态,退款金额,订单创建时间,订单付款时间,商品ID"
).split(",")
STATUS = {
    "unpaid": "等待买家付款",
    "paid": "买家已付款，等待卖家发货",
    "shipped": "卖家已发货，等待买家确认",
    "completed": "交易成功",
    "cancelled": "交易关闭",
    "refunded": "交易关闭",
}
NO_REFUND = "无退款申请"
_CLOSED = {"cancelled": "买家未付款", "refunded": "退款"}
_CARRIERS = ("中通快递", "圆通速递", "韵达快递")
_MESSAGES = ("请尽快发货，谢谢", "放门口就行,不要打电话", "要发票", "送人的，麻烦包装好一点")
_REMARKS = ("已联系买家，改地址", "赠品已放", "老客户，优先发")


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs orders. Both files are GBK with ids as ="…"; GBK for the second is our guess from the first."""
    lines = order_lines(shop)
    if lines is None:
        return []
    heads = order_heads(lines)
    stamp = f"{whole(shop).after:%Y%m%d}0900"
    orders = [ORDER_HEADER, *_order_rows(shop, heads, seed)]
    items = [ITEM_HEADER, *(_item_row(line, n) for line, n in zip(lines.itertuples(), _siblings(lines), strict=True))]
    return [write_csv(folder / f"ExportOrderList{stamp}.csv", orders, "gbk"),
            write_csv(folder / f"ExportOrderDetailList{stamp}.csv", items, "gbk")]


def _order_rows(shop: Shop, heads: pd.DataFrame, seed: int):
    people = buyers(heads.iloc[::-1], "zh_CN", seed)  # oldest first: a longer shop begins with the same people
    draw = np.random.default_rng([seed, 16])
    message, remark, carrier = (draw.integers(n, size=len(heads)) for n in (8 * len(_MESSAGES), 12 * len(_REMARKS), len(_CARRIERS)))
    shop_name = (shop.name or "").split("（")[0]
    for n, order in enumerate(heads.itertuples()):
        notes = {"买家留言": dict(enumerate(_MESSAGES)).get(message[n], ""), "订单备注": dict(enumerate(_REMARKS)).get(remark[n], "")}
        cells = _money(order) | _person(order, people[order.order_id]) | _state(order, _CARRIERS[carrier[n]]) | notes
        cells |= {"订单编号": excel_id(order.order_id), "店铺Id": "0", "店铺名称": shop_name}
        yield [cells.get(name, "") for name in ORDER_HEADER]


def _money(order) -> dict[str, str]:
    """Canonical amounts are goods alone, so postage is 0 and 总金额 = 买家应付货款; an unpaid order has paid 0.00."""
    paid, refund = _zero(order.paid_amount), _zero(order.refund_amount)
    settled = paid - refund if order.status in ("completed", "refunded") else 0.0
    return {
        "买家应付货款": plain(order.order_amount), "买家应付邮费": "0.00", "总金额": plain(order.order_amount),
        "买家支付积分": "0", "返点积分": "0", "买家实际支付积分": "0", "买家实际支付金额": plain(paid),
        # the amount, or these words; the seller's side carries its unit
        "退款金额": plain(refund) if refund > 0 else NO_REFUND,
        "打款商家金额": f"{settled:.2f}元", "卖家服务费": "0元", "买家服务费": "0元",
    }


def _person(order, buyer: Buyer) -> dict[str, str]:
    place = " ".join(part for part in (text(order.province), text(order.city)) if part)
    return {
        "买家会员名": buyer.nickname, "买家支付宝账号": buyer.email, "收货人姓名": buyer.name,
        "收货地址 ": f"{place} {buyer.street}({buyer.postcode})".strip(),
        "联系电话 ": "'", "联系手机": f"'{buyer.phone}",  # phones begin with '
    }


def _state(order, carrier: str) -> dict[str, str]:
    shipped = moment(order.shipped_at) != ""
    return {
        "订单状态": STATUS.get(order.status, ""), "运送方式": "快递",
        "订单创建时间": moment(order.ordered_at), "订单付款时间 ": moment(order.paid_at),
        # several titles in one cell, and nothing tells this comma from one in a title
        "宝贝标题 ": "，".join(order.titles), "宝贝种类 ": str(order.lines), "宝贝总数量": plain(order.quantity, 0),
        # a parcel number of zeros and the order's last digits is no carrier's
        "物流单号 ": f"No:0000{order.order_id[-8:]}" if shipped else "", "物流公司": carrier if shipped else "",
        "订单关闭原因": _CLOSED.get(order.status, "订单未关闭"),
        "是否手机订单": "" if order.device == "computer" else "手机订单",
        "是否上传合同照片": "否", "是否上传小票": "否", "是否代付": "否",
        # the tables know when the parcel came, not when the buyer said so
        "确认收货时间": moment(order.delivered_at) if order.status == "completed" else "",
    }


def _siblings(lines: pd.DataFrame) -> pd.Series:
    return lines.groupby("order_id")["order_id"].transform("size")


def _item_row(line, siblings: int) -> list[str]:
    refund = _zero(line.refund_amount)
    cells = {
        # an order of one item has one number; of several, each has its own
        "子订单编号": excel_id(line.order_id if siblings == 1 else f"{line.order_id}{line.line_no:02d}"),
        "主订单编号": excel_id(line.order_id), "标题": line.title, "价格": plain(divided(line.order_amount, line.quantity)),
        "购买数量": plain(line.quantity, 0), "订单状态": STATUS.get(line.status, ""), "商家编码": text(line.product_id)[-6:],
        "买家应付货款": plain(line.order_amount), "买家实际支付金额": plain(_zero(line.paid_amount)),
        "退款状态": "退款成功" if refund > 0 else "没有申请退款", "退款金额": plain(refund) if refund > 0 else NO_REFUND,
        "订单创建时间": moment(line.ordered_at), "订单付款时间": moment(line.paid_at), "商品ID": excel_id(line.product_id),
    }
    return [cells.get(name, "") for name in ITEM_HEADER]


def _zero(amount) -> float:
    return 0.0 if pd.isna(amount) else float(amount)
