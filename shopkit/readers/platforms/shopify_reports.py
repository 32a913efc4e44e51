"""Shopify's analytics: sales by day, and sessions by day; its cohort report is known and sent back."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.files import problem
from shopkit.readers.report import Reader, Rows, column

_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


def _sales(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """shop_days, one per day.

    order_amount = paid_amount = Gross sales + Discounts (which are negative): goods, without tax and shipping. Shopify
    books a sale on the day of the order, paid or not. refund_amount = −Returns, on the day of the return. orders = Orders. A report
    with several rows a day (by channel, by product, …) is added up to days; its orders are not, for one order may
    stand in several of them.
    """
    goods = (rows["gross"] + rows["discounts"].fillna(0.0)).round(2)
    rows.set_aside(goods < -0.005, "impossible_amount")
    if rows.frame.empty:
        return {}, rows.currency
    goods = goods.loc[rows.frame.index].clip(lower=0)
    _note_net(rows, goods)
    day = rows["day"].dt.floor("D")
    table = pd.DataFrame({"date": day, "order_amount": goods, "paid_amount": goods}, index=rows.frame.index)
    if "returns" in rows:
        # a return that was taken back is booked with a plus
        table["refund_amount"] = (0.0 - rows.or_zero("returns")).round(2)
    several = bool(day.duplicated().any())
    if "orders" in rows and not several:
        table["orders"] = rows["orders"]
    table = _by_day(table)
    if "refund_amount" in table and (table["refund_amount"] < 0).any():
        back = table["refund_amount"] < 0
        rows.note("returns_taken_back", Label(
            "Days on which more returns were taken back than made; their refund_amount is 0: {days:count}, {amount:money} in sum.",
            "有 {days:count} 天撤销的退货多于当天的退货，退款记为 0，合计 {amount:money}。",
        ).fill(rows.currency, days=int(back.sum()), amount=-round(float(table.loc[back, "refund_amount"].sum()), 2)),
            pd.Series(rows.frame.index.isin(table.index[back]), index=rows.frame.index))
        table["refund_amount"] = table["refund_amount"].clip(lower=0)
    rows.note("booked_at_order", Label(
        "Shopify books a sale on the day of the order, paid or not, and a return on its own day: paid_amount is Gross sales + Discounts, orders that "
        "were never paid included.",
        "Shopify 按下单日记销售额（无论是否已付款），退货记在退货当天：支付金额取 Gross sales + Discounts，包含始终没有付款的订单。"))
    if several:
        rows.note("several_rows_a_day", Label(
            "The report has several rows a day; amounts were added up to days, orders were not, for one order may stand in several rows.",
            "报表每天有多行；金额已按天相加，订单数没有，因为同一笔订单可能出现在多行里。"))
    return {"shop_days": table}, rows.currency


def _note_net(rows: Rows, goods: pd.Series) -> None:
    """Say where Net sales is not gross + discounts + returns."""
    if "net" not in rows or "returns" not in rows:
        return
    difference = (rows["net"] - goods - rows.or_zero("returns")).round(2)
    differs = difference.abs() > 0.015
    if differs.any():
        rows.note("net_differs", Label(
            "Rows whose Net sales is not Gross sales + Discounts + Returns: {rows:count}; the differences add up to {amount:money}. Net sales is not used.",
            "有 {rows:count} 行的 Net sales 不等于 Gross sales + Discounts + Returns，差额合计 {amount:money}。没有使用 Net sales。",
        ).fill(rows.currency, rows=int(differs.sum()), amount=round(float(difference[differs].sum()), 2)), differs)


def _by_day(table: pd.DataFrame) -> pd.DataFrame:
    """One row per day, under the row number of its first."""
    if not table["date"].duplicated().any():
        return table
    numbers = ~table["date"].duplicated()
    sums = table.groupby("date", sort=False).sum(min_count=1).round(2).reset_index()
    return sums.set_axis(table.index[numbers])


def _sessions(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """shop_days, one per day: visitors = Online store visitors, page_views = Pageviews.

    Of a report with several rows a day (by UTM campaign, by device, …) the page views are added up and the visitors
    left out: somebody who came twice stands in two rows. Sessions are visits, no people, and have no column.
    Raises UserError where nothing is left then.
    """
    day = rows["day"].dt.floor("D")
    table = pd.DataFrame({"date": day}, index=rows.frame.index)
    if "page_views" in rows:
        table["page_views"] = rows["page_views"]
    if not day.duplicated().any():
        table["visitors"] = rows["visitors"]
    elif "page_views" in rows:
        rows.note("visitors_left_out", Label(
            "The report has several rows a day (by UTM campaign, for one). Visitors of several rows cannot be added, for somebody may stand in two of "
            "them: only page views were taken. For visitors, take the other dimensions out of the report and export it again.",
            "报表每天有多行（例如按 UTM campaign 细分）。各行访客不能相加，因为同一个人可能出现在两行里：只取了浏览量。要访客数，请去掉其他维度后重新导出。"))
    else:
        place = rows.entry.place
        raise problem(
            "people_not_added", f"{place}: the report has several rows a day, and visitors of several rows cannot be added, for somebody may stand in "
            "two of them. Take every dimension but Day out of the report and export it again.",
            f"{place}：报表每天有多行，各行访客不能相加，因为同一个人可能出现在两行里。请只保留 Day 这一个维度，重新导出。")
    return {"shop_days": _by_day(table)}, rows.currency


SALES = Reader(
    platform="shopify",
    report="sales_by_day",
    feeds=("shop_days",),
    title=Label("Shopify, sales by day", "Shopify 每日销售"),
    main="shop_days",
    amount="gross",
    build=_sales,
    encodings=_ENCODINGS,
    fields=(
        column("day", "time", "Day", must=True, filled=True),
        column("gross", "money", "Gross sales", must=True, filled=True),
        column("discounts", "money", "Discounts", must=True),
        column("returns", "money", "Returns", "Sales reversals"),
        column("net", "money", "Net sales"),
        column("orders", "count", "Orders"),
        column("shipping", "money", "Shipping charges", "Shipping"),
        column("tax", "money", "Taxes"),
        column("total", "money", "Total sales"),
    ),
)
SESSIONS = Reader(
    platform="shopify",
    report="sessions_by_day",
    feeds=("shop_days",),
    title=Label("Shopify, sessions by day", "Shopify 每日访问"),
    main="shop_days",
    build=_sessions,
    encodings=_ENCODINGS,
    fields=(
        column("day", "time", "Day", must=True, filled=True),
        column("visitors", "people", "Online store visitors", must=True),
        column("page_views", "count", "Pageviews", "Page views"),
        column("campaign", "text", "UTM campaign", "UTM campaign name"),
        column("sessions", "count", "Sessions"),
        column("carts", "count", "Sessions with cart additions"),
        column("checkouts", "count", "Sessions that reached checkout"),
        column("completed", "count", "Sessions that completed checkout"),
    ),
)
VISITS = Reader(
    platform="shopify",
    report="sessions_without_visitors",
    title=Label("Shopify, sessions without visitors", "Shopify 访问次数（不含访客数）"),
    never=("Online store visitors",),
    fields=(
        column("day", "time", "Day", must=True),
        column("sessions", "count", "Sessions", must=True),
        column("checkouts", "count", "Sessions that reached checkout", "Sessions with cart additions", "Sessions that completed checkout", must=True),
    ),
    instead=Label(
        "this is Shopify's sessions report without visitors. Sessions are visits, and what is divided by visitors would come out too low: add "
        "the metric Online store visitors to the report and export it again.",
        "这是 Shopify 的访问次数报表，没有访客数。Sessions 是访问次数，拿它当访客数，转化率会偏低：请在报表里加上 Online store visitors 再导出。"),
)
COHORTS = Reader(
    platform="shopify",
    report="retention",
    title=Label("Shopify, customer retention by cohort", "Shopify 客户留存（按同期群）"),
    fields=(
        column("month", "text", "Month", "Customer cohort", "Cohort"),
        column("since", "number", "Months since first purchase", "Periods since first purchase", "Weeks since first purchase", must=True),
        column("customers", "people", "Customers", must=True),
        column("rate", "number", "Customer retention rate"),
        column("cohort", "people", "Customers in cohort"),
    ),
    instead=Label(
        "this is Shopify's retention report, which is not needed: repurchase and retention are computed from the orders themselves. "
        "Give Orders → Export instead.",
        "这是 Shopify 的客户留存报表，用不到：复购和留存直接由订单计算。请改给 Orders → Export 的订单导出。"),
)
READERS = (SALES, SESSIONS, VISITS, COHORTS)
