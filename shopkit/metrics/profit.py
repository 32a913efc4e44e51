"""Three margins, never mixed: gross, contribution and net, line by line from what was paid."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Ratio
from shopkit.schema import Column

_LOSS = Label("A loss has no lower end: costs may exceed what was paid many times over.",
              "亏损没有下限：成本可以是支付金额的好多倍。")
_SOURCE = "usual management accounting; contribution = after every cost that grows with orders"


def _rate(name, en, zh, top):
    return Metric(name, Label(en, zh), Ratio(top, "net_paid"), "rate", "higher", (float("-inf"), 1), _LOSS, _SOURCE)


GROSS_MARGIN = _rate("gross_margin", "Gross margin", "毛利率", "gross")
CONTRIBUTION_RATE = _rate("contribution_rate", "Contribution rate", "贡献利润率", "contribution")
PROFIT_RATE = _rate("profit_rate", "Profit rate", "净利润率", "net")

# every line that a table from paid amount, or from list price, down to net profit can have, in order
ALL_LINES = {
    "list_amount": Label("List price × quantity", "标价金额"),
    "discounts": Label("− discounts off the list price", "− 标价上的折扣"),
    "coupons": Label("− coupons on top", "− 叠加的优惠券"),
    "paid_amount": Label("Paid amount", "支付金额"),
    "refunds": Label("− refunds", "− 退款"),
    "net_paid": Label("= Net paid amount", "= 净支付金额"),
    "coupon_subsidy": Label("+ the platform's share of coupons", "+ 平台承担的优惠券"),
    "goods": Label("− goods sold", "− 商品成本"),
    "gross": Label("= Gross profit", "= 毛利"),
    "fees": Label("− platform fees", "− 平台扣费"),
    "commission": Label("− affiliate and creator commission", "− 淘客与达人佣金"),
    "shipping": Label("− shipping", "− 运费"),
    "packing": Label("− packing", "− 包材"),
    "return_freight": Label("− return freight and its insurance", "− 退货运费及运费险"),
    "gifts": Label("− gifts", "− 赠品"),
    "advertising": Label("− advertising", "− 推广花费"),
    "tax": Label("− tax on sales", "− 销售税费"),
    "variable": Label("− other costs that grow with orders", "− 其他随订单增加的费用"),
    "contribution": Label("= Contribution", "= 贡献利润"),
    "labour": Label("− labour", "− 人工"),
    "rent": Label("− rent", "− 房租"),
    "software": Label("− software", "− 软件服务"),
    "dead_stock": Label("− dead stock", "− 滞销损失"),
    "other": Label("− other fixed cost", "− 其他固定费用"),
    "fixed": Label("− fixed cost (rent, labour, …)", "− 固定费用（房租、人工等）"),
    "net": Label("= Net profit", "= 净利润"),
}
LINES = {line: ALL_LINES[line] for line in (
    "paid_amount", "refunds", "net_paid", "goods", "gross", "fees", "shipping", "gifts", "advertising", "variable", "contribution", "fixed", "net")}
COLUMNS = (
    Column("line", "text", Label("Line", "项目"), values=ALL_LINES),
    Column("line_amount", "money", Label("Amount", "金额"), "money"),
    Column("price_cut", "rate", Label("Price cut", "降价")),
    Column("more_units", "rate", Label("More items to sell for the same contribution", "要多卖多少才赚得一样多")),
    Column("from_first", "money", Label("Paid in a customer's first order", "客户第一单支付的金额"), "money"),
    Column("from_later", "money", Label("Paid in later orders", "之后各单支付的金额"), "money"),
    Column("later_share", "rate", Label("Share of later orders", "之后各单占比")),
    Column("share", "rate", Label("Of net paid amount", "占净支付金额")),
    # the four sums that the margins divide
    *(Column(line, "money", Label(*(text.removeprefix("= ") for text in (LINES[line].en, LINES[line].zh))), "money")
      for line in ("net_paid", "gross", "contribution", "net")),
)
NEEDS = ("orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, "
         "orders.shipping_cost, costs, traffic.cost")


def margins(orders, costs, traffic) -> pd.DataFrame:
    """From paid amount down to net profit, one row per line, with the three margins as shares.

    Formula: net paid = paid − refunds; gross = net paid − unit_cost × quantity; contribution = gross − fees −
    shipping − gifts − advertising − variable costs; net = contribution − fixed costs. Shares are ÷ net paid.

    orders: order lines (paid_amount, refund_amount, unit_cost, quantity, fee_amount, shipping_cost; gift_cost if
    there); only paid lines cost goods and fees. Goods of a refunded line count as sold: whether they came back fit
    for sale, the tables do not say, so gross errs on the careful side. costs: month × kind (amount, is_fixed).
    traffic: day × source (cost). All of one period: pass a month's orders with that month's costs.
    Columns out: `line` (a key of LINES), `line_amount` (money, costs negative), `share` (rate).
    Raises UserError where a column is missing. Source: usual management accounting.

    >>> orders = pd.DataFrame({"paid_amount": [100.0, 60.0], "refund_amount": [0.0, 60.0], "unit_cost": [40.0, 20.0],
    ...     "quantity": [1, 1], "fee_amount": [5.0, 0.0], "shipping_cost": [6.0, 6.0]})
    >>> costs = pd.DataFrame({"month": ["2026-10-01"], "kind": ["rent"], "amount": [30.0], "is_fixed": [True]})
    >>> table = margins(orders, costs, pd.DataFrame({"cost": [8.0]}))
    >>> table.set_index("line")["line_amount"][["net_paid", "gross", "contribution", "net"]].tolist()
    [100.0, 40.0, 15.0, -15.0]
    """
    lines, spend, ads = engine.table(orders), engine.table(costs), engine.table(traffic)
    wanted = ["paid_amount", "refund_amount", "unit_cost", "quantity", "fee_amount", "shipping_cost"]
    engine.need(lines, wanted, "margins()")
    engine.need(spend, ["amount", "is_fixed"], "margins()")
    engine.need(ads, ["cost"], "margins()")
    paid = lines.filter(nw.col("paid_amount") > 0)
    check_known(paid, wanted, Label("paid order lines", "已付款的明细行"))
    check_known(spend, ["amount", "is_fixed"], Label("rows of costs", "费用行"))
    gift = nw.col("gift_cost").sum() if "gift_cost" in lines.collect_schema().names() else nw.lit(0.0)
    of_orders = engine.collect(paid.with_columns(goods=nw.col("unit_cost") * nw.col("quantity")).select(
        nw.col("paid_amount").sum(), nw.col("refund_amount").sum().alias("refunds"), nw.col("goods").sum(),
        nw.col("fee_amount").sum().alias("fees"), nw.col("shipping_cost").sum().alias("shipping"), gifts=gift,
    )).iloc[0]
    of_costs = engine.collect(spend.group_by("is_fixed").agg(nw.col("amount").sum())).set_index("is_fixed")["amount"]
    amounts = {
        **{line: -float(of_orders[line]) for line in ("refunds", "goods", "fees", "shipping", "gifts")},
        "paid_amount": float(of_orders["paid_amount"]),
        "advertising": -float(engine.collect(ads.select(nw.col("cost").sum()))["cost"].iloc[0]),
        "variable": -float(of_costs.get(False, 0)),
        "fixed": -float(of_costs.get(True, 0)),
    }
    amounts["net_paid"] = amounts["paid_amount"] + amounts["refunds"]
    amounts["gross"] = amounts["net_paid"] + amounts["goods"]
    amounts["contribution"] = amounts["gross"] + sum(amounts[n] for n in ("fees", "shipping", "gifts", "advertising", "variable"))
    amounts["net"] = amounts["contribution"] + amounts["fixed"]
    # + 0.0: a cost of nothing is 0, not −0
    table = pd.DataFrame({"line": list(LINES), "line_amount": [round(float(amounts[n]), 2) + 0.0 for n in LINES]})
    base = amounts["net_paid"] or float("nan")
    table = table.assign(share=table["line_amount"] / base)
    table.attrs["currency"] = getattr(orders, "attrs", {}).get("currency")
    return table


def check_known(frame, columns, rows: Label, what: str = "margins()"):
    """Raise UserError where one of `columns` has holes."""
    unknown = engine.collect(frame.select(nw.col(c).is_null().cast(nw.Int64).sum().alias(c) for c in columns)).iloc[0]
    if unknown.any():
        gaps = ", ".join(f"{name}: {count:.0f}" for name, count in unknown[unknown > 0].items())
        raise UserError(
            Label(f"{what}: some {rows.en} have no value ({gaps} rows). Fill them in, or leave those lines out "
                  f"knowingly with dropna: a missing cost counted as 0 would flatter the profit.",
                  f"{what}：有些{rows.zh}缺数值（行数：{gaps}）。请补齐，或用 dropna 明确去掉这些行："
                  f"把缺失的成本当作 0，利润就虚高了。"),
            code="missing_value",
        )
