"""Lesson 02's what-ifs: the waterfall with other levers, and another price."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label, format_value
from shopkit.lessons.lesson_02 import CUT, OF_PRICE, amounts, elasticities, tested
from shopkit.metrics.price import best_price
from shopkit.panel import Lever, Panel


def what_if(lines: dict[str, float], price: float, discount: float, unit_cost: float, ad_share: float, refund_rate: float) -> pd.DataFrame:
    """The waterfall with other levers, the same units sold: columns line, line_amount, share; attrs net_now, rate_now, rate_then.

    lines: line → amount today. price, unit_cost: change against today (0.1 is a tenth dearer). discount: share off the list price.
    ad_share: advertising ÷ paid amount. refund_rate: refunds ÷ paid amount. Fees, commission and tax go with what stays paid.
    """
    now, then = pd.Series(lines, dtype=float), pd.Series(lines, dtype=float)
    then["list_amount"] = now["list_amount"] * (1 + price)
    then["paid_amount"] = then["list_amount"] * (1 - discount)
    then["coupons"] = now["coupons"] * (then["paid_amount"] / now["paid_amount"] if now["paid_amount"] else 0.0)
    then["discounts"] = then["paid_amount"] - then["list_amount"] - then["coupons"]
    then["refunds"] = -refund_rate * then["paid_amount"]
    then["net_paid"] = then["paid_amount"] + then["refunds"]
    then["goods"] = now["goods"] * (1 + unit_cost)
    then["gross"] = then["net_paid"] + then["goods"] + then["coupon_subsidy"]
    scale = then["net_paid"] / now["net_paid"] if now["net_paid"] else 0.0
    for line in OF_PRICE:
        then[line] = now[line] * scale
    then["advertising"] = -ad_share * then["paid_amount"]
    then["contribution"] = then["gross"] + then[["fees", "commission", "shipping", "packing", "return_freight", "gifts", "advertising", "tax", "variable"]].sum()
    then["net"] = then["contribution"] + then[["labour", "rent", "software", "dead_stock", "other"]].sum()
    table = pd.DataFrame({"line": list(lines), "line_amount": then[list(lines)].to_numpy() + 0.0})
    table["share"] = table["line_amount"] / (then["net_paid"] or float("nan"))
    rates = [side["net"] / side["net_paid"] if side["net_paid"] else float("nan") for side in (now, then)]
    table.attrs.update(net_now=float(now["net"]), net_then=float(then["net"]), rate_now=float(rates[0]), rate_then=float(rates[1]))
    return table


def panel(shop) -> Panel:
    """Sliders: price, discount, unit cost, ad share, refund rate → the waterfall and the profit rate."""
    lines = amounts(shop).to_dict()
    paid = lines["paid_amount"]
    levers = (
        Lever("price", Label("List price, against today", "标价变动"), -0.3, 0.3, 0.01, 0.0),
        Lever("discount", Label("Off the list price", "标价上让利"), 0.0, 0.6, 0.005, 1 - paid / lines["list_amount"]),
        Lever("unit_cost", Label("Unit cost, against today", "进货成本变动"), -0.3, 0.3, 0.01, 0.0),
        Lever("ad_share", Label("Advertising, of paid amount", "推广费占支付金额"), 0.0, 0.3, 0.005, -lines["advertising"] / paid),
        Lever("refund_rate", Label("Refunds, of paid amount", "退款占支付金额"), 0.0, 0.4, 0.005, -lines["refunds"] / paid),
    )
    title = Label("What if? The same units sold, other levers", "如果……会怎样？销量不变，动一动别的")
    return Panel(title, levers, lambda **v: _with_currency(what_if(lines, **v), shop.currency), _draw_waterfall, lambda r: _tell(r, shop.currency),
                 {"unit_cost": -0.05, "discount": max(0.0, round(1 - paid / lines["list_amount"] - 0.03, 3))}, shop.currency, ideas="M1 M5")


def _with_currency(table, currency):
    table.attrs["currency"] = currency
    return table


def _draw_waterfall(table):
    from shopkit.plots import plot_waterfall

    return plot_waterfall(table).figure


def _tell(result, currency) -> Label:
    a = result.attrs
    return Label("Net profit {now:money} → {then:money}; profit rate {rate_now:rate} → {rate_then:rate}, if as many units are sold.",
                 "净利润 {now:money} → {then:money}；净利润率 {rate_now:rate} → {rate_then:rate}（假设销量不变）。").fill(
        currency, now=a["net_now"], then=a["net_then"], rate_now=a["rate_now"], rate_then=a["rate_then"])


def what_if_price(t: dict, price: float, elasticity: float, unit_cost: float) -> pd.DataFrame:
    """best_price() of the tested item with other levers; attrs: asked (the price), units, profit there, profit today.

    t: as tested(). unit_cost: what one more unit takes, goods and the rest.
    """
    table = best_price(elasticity, t["price"], t["units"], unit_cost, t["taken"], tried=t["tried"])
    units = t["units"] * (price / t["price"]) ** elasticity
    table.attrs.update(asked=price, asked_units=units, asked_profit=units * (price * (1 - t["taken"]) - unit_cost), units_now=t["units"],
                       profit_now=t["units"] * (t["price"] * (1 - t["taken"]) - unit_cost))
    return table


def price_panel(shop) -> Panel:
    """Sliders: price, elasticity, what a unit takes → units, profit, and the best of the prices tried."""
    t, found = tested(shop), elasticities(shop).iloc[0]
    e = min(-0.3, max(-5.0, float(found["elasticity"])))
    levers = (
        Lever("price", Label("Price", "售价"), round(t["price"] / 2), round(t["price"] * 2), 1.0, t["price"], "money"),
        Lever("elasticity", Label("Elasticity", "价格弹性"), -5.0, -0.3, 0.05, e, "number"),
        Lever("unit_cost", Label("Taken by one unit (goods, freight, packing)", "每件成本（商品、运费、包材）"), 1.0, float(round(t["price"])), 0.5, t["cost"], "money"),
    )
    title = Label("What if the price were another? Price → units → profit", "换个价格会怎样？售价 → 销量 → 利润")
    return Panel(title, levers, lambda **v: what_if_price(t, **v), lambda r: _draw_price(r, shop.currency), lambda r: _tell_price(r, shop.currency),
                 {"price": float(round(t["price"] * (1 - CUT)))}, shop.currency, ideas="M3 M5")


def _draw_price(result, currency):
    from shopkit import plots

    ax = plots.plot_price(result, currency=currency)
    with plots.style():
        a = result.attrs
        ax.plot([a["asked"]], [a["asked_profit"]], "D", ms=9, color=plots.RED, mec="#333",
                label=str(Label("your price", "你定的价")) + ": " + plots.plain(format_value(a["asked"], "money", currency)))
        ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
    return ax.figure


def _tell_price(result, currency) -> Label:
    a = result.attrs
    values = {"price": a["asked"], "units": round(a["asked_units"]), "profit": a["asked_profit"], "before": a["profit_now"], "best": a["best_tried"]}
    text = Label("At {price:money}: about {units:count} units a month, {profit:money} left before fixed cost (today {before:money}). Best of the prices tried: {best:money}.",
                 "售价 {price:money}：每月约 {units:count} 件，扣固定费用前剩 {profit:money}（现在 {before:money}）。试过的价格里最好的是 {best:money}。").fill(currency, **values)
    if a["formula"] > 2 * a["price"]:
        more = Label(" Beyond those the curve goes on rising for long: that is a formula speaking, not customers.", "再往上曲线还会涨很久：那是公式在说话，不是顾客。")
    else:
        more = Label(" By the formula the best is {formula:money}.", "按公式，最好的价格是 {formula:money}。").fill(currency, formula=a["formula"])
    return Label(text.en + more.en, text.zh + more.zh)
