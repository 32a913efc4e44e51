"""Lesson 00, the job and the five numbers: its tables and what-if."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import LANGUAGES, Label, format_value
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.profit import margins
from shopkit.metrics.summary import SPEND_PER_BUYER, SPEND_PER_ORDER
from shopkit.panel import Lever, Panel

# six fields of the job → the table in which it shows → the lesson that teaches it
_FIELDS = (
    (Label("Needs: who buys, and why", "需求分析：谁在买、为什么买"), "market, market_reviews", "01"),
    (Label("Content: pages, pictures, words", "内容：页面、图片、文案"), "items, events", "03"),
    (Label("Planning: campaigns, prices, budgets", "策划：活动、定价、预算"), "traffic, ads", "04, 06"),
    (Label("Items: choosing, keeping, improving", "商品：选品、维护、改进"), "products, orders", "02, 08"),
    (Label("Measuring what it brought", "效果评估"), "shop_days, changes", "10, 11"),
    (Label("Bringing people together: service, warehouse, suppliers", "协调：客服、仓库、供应商"), "chats, reviews", "09"),
)
_CHECKS = (
    (Label("Daily", "每天"), Label("Visitors, pay conversion, spend per buyer: does one fall out of the last 28 days?", "访客数、支付转化率、客单价：有没有哪个偏离了最近 28 天？"), "shop_days", "00"),
    (Label("Daily", "每天"), Label("Any source whose visitors doubled or vanished", "有没有来源的访客突然翻倍或消失"), "traffic", "04, 10"),
    (Label("Daily", "每天"), Label("Stock of the items that sell most", "卖得最好的商品还有多少库存"), "items", "08"),
    (Label("Daily", "每天"), Label("New reviews of one to three stars, answered", "新的 1–3 星评价，回复了没有"), "reviews", "09"),
    (Label("Weekly", "每周"), Label("The funnel, split by device and by item", "漏斗，按设备、按商品拆开"), "events, items", "03"),
    (Label("Weekly", "每周"), Label("Ad spend against contribution, source by source", "推广花费对贡献利润，逐个来源看"), "traffic, orders", "04"),
    (Label("Weekly", "每周"), Label("First reply time, and what customers asked", "客服首次响应时长，顾客都问了什么"), "chats", "09"),
    (Label("Monthly", "每月"), Label("From paid amount to net profit, line by line", "从支付金额到净利润，逐项看"), "orders, costs", "02"),
    (Label("Monthly", "每月"), Label("How many buyers came back", "有多少买家回来了"), "customers, orders", "07"),
    (Label("Per campaign", "每次活动"), Label("Before: target and its sum. After: contribution, refunds, what was only pulled forward", "活动前：目标和账；活动后：贡献利润、退款、哪些只是提前卖掉"), "shop_days, orders", "08, 10"),
)


def field_table() -> pd.DataFrame:
    """Six fields of an operator's work, the table each shows in, the lesson that teaches it."""
    return worded(_FIELDS, Label("Field", "工作"), Label("Shows in the table", "看哪张表"), Label("Lesson", "课"))


def check_sheet() -> pd.DataFrame:
    """What to look at, how often, in which table, taught where."""
    return worded(_CHECKS, Label("When", "多久"), Label("Look at", "看什么"), Label("Table", "表"), Label("Lesson", "课"))


def months(shop) -> pd.DataFrame:
    """The shop_days of full calendar months, with a column `month` ("2026-10").

    Where no month is full, all days, and the months are called incomplete: half a month is no month.
    """
    days = shop.shop_days.assign(month=lambda d: d["date"].dt.strftime("%Y-%m"))
    size = days.groupby("month")["date"].transform("count")
    full = days[size == days["date"].dt.days_in_month].reset_index(drop=True)
    if full.empty:
        full = days.assign(month=days["month"] + str(Label(" (incomplete)", "（不满月）")))
    full.attrs = days.attrs
    return full


def last_month(shop) -> str:
    """The last full calendar month of the shop's tables ("2026-10"); where none is full, the last month."""
    return months(shop)["month"].max()[:7]


def of_month(frame: pd.DataFrame, month: str, at: str = "date") -> pd.DataFrame:
    """The rows whose time in column `at` falls into the month."""
    rows = frame[frame[at].dt.strftime("%Y-%m") == month]
    rows.attrs = frame.attrs
    return rows


def by_month(shop) -> pd.DataFrame:
    """Paid amount and its factors per full month, as far as the shop's tables go."""
    full = months(shop)
    table = SPEND_PER_ORDER.of(full, by="month")
    if not shop.missing("shop_days.visitors, shop_days.buyers"):
        conversion, spend = PAY_CONVERSION.of(full, by="month"), SPEND_PER_BUYER.of(full, by="month")
        attrs = conversion.attrs | {"currency": shop.currency}
        table = conversion.merge(spend[["month", "paid_amount", "spend_per_buyer"]], on="month")
        table = table[["month", "visitor_days", "buyer_days", "pay_conversion", "spend_per_buyer", "paid_amount"]]
        table.attrs.update(attrs)
    return table


def margins_of(shop, month: str) -> pd.DataFrame:
    """Paid amount to net profit of one month: orders paid in it, its costs, its ad spend."""
    return margins(of_month(paid_orders(shop), month, "paid_at"), of_month(shop.costs, month, "month"), of_month(shop.traffic, month))


def paid_orders(shop) -> pd.DataFrame:
    """The order lines that were paid, by the time they were; where the export has no such time, by that of the order."""
    orders = shop.orders
    if "paid_at" not in orders:
        orders = orders.assign(paid_at=orders["ordered_at"])
    return orders.dropna(subset=["paid_at"])


def nothing_changed(shop) -> pd.DataFrame:
    """For every possible day: pay conversion of the 7 days from it, less that of the 7 days before.

    Columns: date, difference (rate). Every day is taken alike, without asking what was done on it.
    """
    days = shop.shop_days.sort_values("date", ignore_index=True)
    week = days[["buyers", "visitors"]].astype(float).rolling(7).sum()
    rate = week["buyers"] / week["visitors"].where(week["visitors"] > 0)
    # row i of `rate` ends on day i: the week from day d ends on d + 6, the week before it on d − 1
    table = pd.DataFrame({"date": days["date"], "difference": rate.shift(-6) - rate.shift(1)}).dropna()
    return table.reset_index(drop=True)


def plot_nothing(table: pd.DataFrame, days: pd.DataFrame, title=None):
    """One bar per day: how much "better" or "worse" the week after it was than the week before; campaigns shaded."""
    from shopkit import plots

    with plots.style():
        ax = plots.axes(height=3.0)
        plots.shade_campaigns(ax, days)
        ax.bar(table["date"], table["difference"] * 100, width=0.9,
               color=[plots.BLUE if v > 0 else plots.GREY for v in table["difference"]])
        ax.axhline(0, color="#333", lw=1)
        plots.date_axis(ax)
        if ax.get_legend_handles_labels()[0]:
            ax.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1))
        plots.finish(ax, title, ylabel=str(Label("percentage points", "百分点")), grid="y")
    return ax


def visitors_three_ways(shop, month: str) -> pd.DataFrame:
    """Visitors of one month: each person once, daily figures added, daily figures of all sources added."""
    rows = [
        (Label("Different people (from the events)", "不同的人（从事件去重）"), people_of(shop, month)),
        (Label("Daily visitors added up: visitor-days", "每天的访客数相加：访客日"), int(of_month(shop.shop_days, month)["visitors"].sum())),
        (Label("Daily visitors of every source added up", "每天每个来源的访客数相加"), int(of_month(shop.traffic, month)["visitors"].sum())),
    ]
    return pd.DataFrame(rows, columns=[str(Label("How visitors are counted", "怎么数访客")), str(Label("Visitors", "访客数"))])


def five_numbers(shop, month: str) -> pd.DataFrame:
    """The five numbers of one month, each with what it is made of."""
    days, lines = of_month(shop.shop_days, month), margins_of(shop, month).set_index("line")["line_amount"]
    rows = [
        (Label("1 Visitors", "1 访客数"), Label("people of each day, added: visitor-days", "每天来的人相加：访客日"), int(days["visitors"].sum()), "count"),
        (Label("2 Pay conversion", "2 支付转化率"), Label("buyers ÷ visitors", "支付买家数 ÷ 访客数"), PAY_CONVERSION.of(days), "rate"),
        (Label("3 Spend per buyer", "3 客单价"), Label("paid amount ÷ buyers", "支付金额 ÷ 支付买家数"), SPEND_PER_BUYER.of(days), "money"),
        (Label("4 Paid amount", "4 支付金额"), Label("1 × 2 × 3", "1 × 2 × 3"), float(days["paid_amount"].sum()), "money"),
        (Label("5 Net profit", "5 净利润"), Label("what is left of it, by way of gross profit and contribution", "最后剩下的，中间经过毛利和贡献利润"), lines["net"], "money"),
    ]
    values = [Label(*(format_value(v, kind, shop.currency, lang) for lang in LANGUAGES)) for *_, v, kind in rows]
    return worded([(a, b, c) for (a, b, *_), c in zip(rows, values, strict=True)], Label("Number", "数"), Label("Made of", "由来"), Label(month, month))


def dated_differently(shop, month: str) -> pd.DataFrame:
    """One month's money by what it is dated: orders placed in it, paid in it; refunds made in it, refunds of what was paid in it."""
    orders = shop.orders
    placed, paid = of_month(orders, month, "ordered_at"), of_month(paid_orders(shop), month, "paid_at")
    refunded = of_month(orders.dropna(subset=["refunded_at"]), month, "refunded_at")
    rows = [
        (Label("Orders placed in the month, paid or not", "当月下单的金额，付没付都算"), placed["order_amount"].sum()),
        (Label("Paid in the month", "当月支付的金额"), paid["paid_amount"].sum()),
        (Label("… less the refunds made in the month, whenever it was paid", "……减去当月退的款，不管哪个月付的"), paid["paid_amount"].sum() - refunded["refund_amount"].sum()),
        (Label("… less the refunds, so far, of what was paid in the month", "……减去当月付款的那些单到目前为止退的款"), paid["paid_amount"].sum() - paid["refund_amount"].sum()),
    ]
    table = pd.DataFrame(rows, columns=[str(Label("The month's sales", "这个月的销售额")), "line_amount"])
    table.attrs["currency"] = shop.currency
    return table


def price_cuts(contribution_rate: float) -> pd.DataFrame:
    """How many more items a price cut must sell to earn the same contribution: rate ÷ (rate − cut) − 1, or never."""
    cuts = [0.05, 0.1, 0.15, 0.2, 0.3]
    needed = [contribution_rate / (contribution_rate - c) - 1 if c < contribution_rate else float("inf") for c in cuts]
    more = [Label("never", "永远补不回来") if n == float("inf") else n for n in needed]
    return pd.DataFrame({"price_cut": cuts, "more_units": pd.Series(more, dtype=object)})


def new_and_old(shop) -> pd.DataFrame:
    """Paid amount per full month from a customer's first order in the tables, and from later ones."""
    orders = paid_orders(shop).dropna(subset=["customer_id"]).sort_values("paid_at", kind="stable")
    shown = {month[:7]: month for month in months(shop)["month"].unique()}
    orders = orders.assign(month=orders["paid_at"].dt.strftime("%Y-%m").map(shown))
    first = orders.groupby("customer_id")["order_id"].transform("first")
    orders = orders.assign(buyer=(orders["order_id"] == first).map({True: "first", False: "later"}))
    table = orders.dropna(subset=["month"]).pivot_table(
        index="month", columns="buyer", values="paid_amount", aggfunc="sum", fill_value=0.0)
    table = table.reindex(columns=["first", "later"], fill_value=0.0).rename(columns={"first": "from_first", "later": "from_later"})
    table = table.assign(later_share=table["from_later"] / table.sum(axis=1)).reset_index()
    table.attrs["currency"] = shop.currency
    return table


def buyers_of(shop, month: str) -> int:
    """Different customers who paid in the month."""
    return of_month(paid_orders(shop), month, "paid_at")["customer_id"].nunique()


def people_of(shop, month) -> int:
    return of_month(shop.events, month, "at")["visitor_id"].nunique()


def worded(rows, *heads: Label) -> pd.DataFrame:
    """Rows as a table whose heads are in the language that is on."""
    return pd.DataFrame(rows, columns=[str(h) for h in heads])


# what-if ---------------------------------------------------------------------------------------------------------

PUSH = 0.1


def what_if(visitors: float, conversion: float, spend: float, margin: float, cost_per_visitor: float, fixed: float) -> pd.DataFrame:
    """A day of a shop from its five numbers, and what a tenth more of each would do to the net profit.

    visitors: a day. conversion: buyers ÷ visitors. spend: paid per buyer. margin: left of the paid amount after
    refunds, goods, fees and shipping. cost_per_visitor and fixed (a day): money. Columns: lever, change (net profit a
    day); attrs: paid, contribution, net. A tenth more spend is taken as a higher price for the same goods, so all of
    it is profit: the best case.
    """

    def net(v=visitors, c=conversion, s=spend, goods=1 - margin, f=fixed):
        return v * c * s - v * c * spend * goods - v * cost_per_visitor - f

    table = pd.DataFrame({
        "lever": ["visitors", "pay_conversion", "spend_per_buyer", "goods", "fixed"],
        "change": [
            net(v=visitors * (1 + PUSH)) - net(), net(c=conversion * (1 + PUSH)) - net(), net(s=spend * (1 + PUSH)) - net(),
            net(goods=(1 - margin) * (1 - PUSH)) - net(), net(f=fixed * (1 - PUSH)) - net(),
        ],
    })
    paid = visitors * conversion * spend
    table.attrs.update(paid=paid, contribution=paid * margin - visitors * cost_per_visitor, net=net())
    return table


_PUSHED = {
    "visitors": Label("10% more visitors (at the same cost each)", "访客多 10%（单个成本不变）"),
    "pay_conversion": Label("10% higher conversion", "转化率高 10%"),
    "spend_per_buyer": Label("10% higher price, nobody leaves", "涨价 10%，没人走"),
    "goods": Label("10% lower cost of goods, fees, shipping", "商品、扣费、运费省 10%"),
    "fixed": Label("10% lower fixed cost", "固定费用省 10%"),
}


def panel(shop) -> Panel:
    """Sliders for the five numbers of a day, starting from the shop's last full month."""
    month = last_month(shop)
    days = of_month(shop.shop_days, month)
    lines = margins_of(shop, month).set_index("line")["line_amount"]
    conversion, spend = PAY_CONVERSION.of(days), SPEND_PER_BUYER.of(days)
    before_ads = float(round((lines["contribution"] - lines["advertising"]) / lines["paid_amount"], 2))
    visitors = days["visitors"].mean()
    click = -lines["advertising"] / days["visitors"].sum()
    levers = (
        Lever("visitors", Label("Visitors a day", "每天访客数"), 0, _round_up(visitors * 2.5), 10, float(round(visitors, -1)), "count"),
        Lever("conversion", Label("Pay conversion", "支付转化率"), 0.0, max(0.15, round(conversion * 2, 2)), 0.001, float(round(conversion, 3)), "rate"),
        Lever("spend", Label("Spend per buyer", "客单价"), 0, _round_up(spend * 2.5), 1, float(round(spend)), "money"),
        Lever("margin", Label("Left after refunds, goods, fees, shipping", "扣退款、商品、扣费、运费后剩下"), min(0.0, before_ads), max(0.8, before_ads), 0.01, before_ads, "rate"),
        Lever("cost_per_visitor", Label("Ad cost per visitor (all visitors)", "平均每个访客的推广成本"), 0.0, max(5.0, round(click * 2)), 0.05,
              float(round(click, 2)), "money"),
        Lever("fixed", Label("Fixed cost a day", "每天固定费用"), 0, _round_up(-lines["fixed"] / len(days) * 2.5), 10,
              float(round(-lines["fixed"] / len(days), -1)), "money"),
    )
    title = Label("What is a tenth more worth, in net profit a day?", "哪个数提高一成，每天净利润涨得最多？")
    return Panel(title, levers, what_if, lambda r: _draw(r, shop.currency), lambda r: _tell(r, shop.currency),
                 {}, shop.currency, ideas="J5")


def _round_up(value: float) -> float:
    return float(max(100, round(value, -2)))


def _draw(result: pd.DataFrame, currency):
    import matplotlib.pyplot as plt

    from shopkit import plots

    with plots.style():
        figure, ax = plt.subplots(figsize=(8.2, 2.8))
        names, change = [str(_PUSHED[n]) for n in result["lever"]], result["change"].to_list()
        span = max(map(abs, change)) or 1
        ax.barh(names, change, height=0.6, color=[plots.BLUE if v >= 0 else plots.RED for v in change])
        for y, v in enumerate(change):
            ax.text(max(v, 0) + span * 0.02, y, plots.plain(format_value(v, "money", currency)), va="center")
        ax.axvline(0, color="#333", lw=1)
        ax.set_xlim(min(0, min(change)) * 1.3, span * 1.3)
        ax.invert_yaxis()
        unit = f" ({currency})" if currency else ""
        plots.finish(ax, None, xlabel=str(Label("Net profit a day changes by", "每天净利润变化")) + unit)
    return figure


def _tell(result: pd.DataFrame, currency) -> Label:
    best = result.loc[result["change"].idxmax(), "lever"]
    return Label(
        "A day: {paid:money} paid, {contribution:money} contribution, {net:money} net profit. Most to gain: {best}.",
        "一天：支付 {paid:money}，贡献利润 {contribution:money}，净利润 {net:money}。最划算的是：{best_zh}。",
    ).fill(currency, best=_PUSHED[best].en.lower(), best_zh=_PUSHED[best].zh, **{k: result.attrs[k] for k in ("paid", "contribution", "net")})
