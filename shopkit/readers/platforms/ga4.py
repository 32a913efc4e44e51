"""Google Analytics 4 as csv: traffic by channel, users by day, several tables in one file."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import channels
from shopkit.readers.report import Reader, Rows, column

_REVENUES = {"gross": "Gross purchase revenue", "purchase": "Purchase revenue", "total_revenue": "Total revenue"}


def _build_traffic(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """traffic, one row per day and channel.

    visitors = Total users, else Users, else Active users, where a day and channel stands on one row; buyers = Total purchasers
    likewise. Users of hours (or devices, pages …) are the same people again and are not added up to days, and sessions are
    visits: with such rows there are no visitors. orders = Transactions or Ecommerce purchases, paid_amount = revenue (see the
    note), added up.
    """
    money = _money(rows)
    keys = pd.DataFrame({"date": rows.dates_or_period(), "source": channels.sources(rows["channel"])})
    several = keys.duplicated(keep=False)
    hourly = "date" in rows.by_the_hour or "hour" in rows
    table = keys[~keys.duplicated()]
    for name, seen in (("visitors", "users"), ("buyers", "purchasers")):
        if seen in rows and not hourly:
            table = table.assign(**{name: rows[seen].where(~several)})
    _tell_people(rows, several, hourly)
    sums = keys.assign(orders=rows.column("transactions"), paid_amount=money).groupby(["date", "source"], sort=False).sum(min_count=1)
    for name in sums.columns[sums.notna().any()]:
        table = table.assign(**{name: sums[name].round(2).to_numpy()})
    if (rows["channel"].str.casefold() == "(other)").any():
        rows.note("other_row", Label(
            "Analytics put what goes beyond its limit of rows into one named (other); it is kept as a source of that name.",
            "超出行数上限的部分，Analytics 合并成了 (other) 一行，按这个名字保留为一个来源。"))
    return {"traffic": table}, rows.one_currency()


def _money(rows: Rows) -> pd.Series:
    """The revenue of purchases, and what it is; missing where the file has none, or where more went back than came in."""
    name = next((n for n in _REVENUES if n in rows), None)
    if name is None:
        return rows.column("purchase")
    rows.note("revenue_of_the_tag", Label(
        "paid_amount is Analytics' {column:text}: what the site's tag reports of purchases, with tax and shipping if the site reports "
        "them so, less refunds if it reports those.",
        "支付金额取 Analytics 的 {column:text}，以网站埋点上报的为准：若把税费、运费一起上报就含在内，若上报退款则已扣除。",
    ).fill(column=_REVENUES[name]))
    below = rows[name] < 0
    if below.any():
        rows.note("revenue_below_nothing", Label(
            "Rows with a revenue below nothing, because more was refunded than bought: {rows:count}, {amount:number} in sum. "
            "paid_amount stays empty there.",
            "有 {rows:count} 行收入为负（退款多于购买），合计 {amount:number}，支付金额留空。",
        ).fill(rows=int(below.sum()), amount=round(float(rows[name][below].sum()), 2)), below)
    return rows[name].where(~below).round(2)


def _tell_people(rows: Rows, several: pd.Series, hourly: bool) -> None:
    """Why visitors are left out, and what the sessions are that stand beside them."""
    sessions = rows.column("sessions").sum(min_count=1)
    told = Label("", "") if pd.isna(sessions) else Label(" Its {sessions:count} sessions are visits, not people.",
                                                         "文件里的 {sessions:count} 个会话是访问次数，不是人数。").fill(sessions=float(sessions))
    if hourly:
        rows.note("users_by_the_hour", Label(
            "The file counts users by the hour. Somebody who comes in two hours is one visitor of the day, so hours are not added up, and "
            f"visitors by source are left out.{told.en} Export the report by Date in place of Date + hour.",
            f"文件按小时统计用户数。同一个人在两个小时里都来过，当天也只是一个访客，所以不把各小时相加，各来源的访客数留空。{told.zh}"
            "请把维度 Date + hour 换成 Date 重新导出。"))
    elif several.any():
        rows.note("users_split", Label(
            "Rows that split a day and channel further (by device, page …): {rows:count}. The same person may be in several of them, so the "
            f"visitors there stay empty.{told.en}",
            "有 {rows:count} 行把同一天同一渠道再细分（设备、页面等）。同一个人可能出现在几行里，这些行的访客数留空。" + told.zh,
        ).fill(rows=int(several.sum())), several)
    elif "users" not in rows:
        rows.note("no_users", Label("The file has no users, so there are no visitors." + told.en, "文件没有用户数，因此没有访客数。" + told.zh))


def _build_days(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """shop_days, one row per day: visitors = Total users, else Users, else Active users; new_visitors = New users; page_views = Views;
    paid_orders = Transactions or Ecommerce purchases; paid_amount = revenue (see the note). Nth day is counted from the first of the
    days that the file names, which is 0000.
    """
    if "nth" in rows:
        period = rows.period
        if period is None:
            rows.dates_or_period()  # says what is missing
        rows.set_aside(rows["nth"] >= period.days, "unreadable_date")
        date = (period.first + pd.to_timedelta(rows["nth"], unit="D")).astype("datetime64[us]")
    else:
        date = rows.dates_or_period()
    rows.set_aside(date.duplicated(keep=False), "several_rows_of_a_day")
    money = _money(rows)
    table = pd.DataFrame({"date": date, "visitors": rows["users"]}).loc[rows.frame.index]
    for name, seen in (("new_visitors", "new_users"), ("page_views", "views"), ("paid_orders", "transactions")):
        if seen in rows:
            table[name] = rows[seen]
    if money.notna().any():
        table["paid_amount"] = money
    return {"shop_days": table}, rows.one_currency()


_USERS = column("users", "people", "Total users", "Users", "Active users")
_SALES = (
    column("transactions", "count", "Transactions", "Ecommerce purchases"),
    column("gross", "money", "Gross purchase revenue"),
    column("purchase", "money", "Purchase revenue"),
    column("total_revenue", "money", "Total revenue"),
    column("currency", "text", "Currency"),
)
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
TRAFFIC = Reader(
    platform="ga4",
    report="traffic_by_channel",
    feeds=("traffic",),
    title=Label("Google Analytics 4, traffic by channel", "Google Analytics 4 流量获取（按渠道）"),
    main="traffic",
    build=_build_traffic,
    encodings=_ENCODINGS,
    fields=(
        column("channel", "text", "Session primary channel group (Default channel group)", "Session default channel group",
               "First user primary channel group (Default channel group)", "First user default channel group", "Default channel group",
               must=True, filled=True),
        column("date", "time", "Date", "Date + hour (YYYYMMDDHH)", filled=True),
        column("hour", "text", "Hour"),
        _USERS,
        column("sessions", "count", "Sessions"),
        column("events", "count", "Event count"),
        column("purchasers", "people", "Total purchasers"),
        *_SALES,
    ),
)
_DAY_FIGURES = (
    column("users", "people", *_USERS.seen, must=True, filled=True),
    column("new_users", "people", "New users"),
    column("views", "count", "Views"),
    *_SALES,
)
# what splits a day further: then its users are no number of people
_SPLIT = ("Hour", "Date + hour (YYYYMMDDHH)", *TRAFFIC.fields[0].seen, "Event name")
NTH_DAYS = Reader(
    platform="ga4",
    report="users_by_nth_day",
    feeds=("shop_days",),
    title=Label("Google Analytics 4, users by day (numbered days)", "Google Analytics 4 每日用户数（第 N 天）"),
    main="shop_days",
    build=_build_days,
    encodings=_ENCODINGS,
    never=_SPLIT,
    fields=(column("nth", "count", "Nth day", must=True, filled=True), *_DAY_FIGURES),
)
DAYS = Reader(
    platform="ga4",
    report="users_by_date",
    feeds=("shop_days",),
    title=Label("Google Analytics 4, users by date", "Google Analytics 4 每日用户数（日期）"),
    main="shop_days",
    build=_build_days,
    encodings=_ENCODINGS,
    never=_SPLIT,
    fields=(column("date", "time", "Date", must=True, filled=True), *_DAY_FIGURES),
)
_TAKE_TRAFFIC = Label(
    "Download Traffic acquisition by Date instead: Reports → Acquisition → Traffic acquisition → Share → Download CSV.",
    "请改下载按日期的流量获取报告：报告 → 获客 → 流量获取 → 分享 → 下载 CSV。")
EVENTS = Reader(
    platform="ga4",
    report="events",
    title=Label("Google Analytics 4, events", "Google Analytics 4 事件报告"),
    encodings=_ENCODINGS,
    fields=(column("event", "text", "Event name", must=True), column("count", "count", "Event count", must=True), _USERS),
    instead=Label(f"this is Analytics' list of events, which has neither days nor sources. {_TAKE_TRAFFIC.en}",
                  f"这是 Analytics 的事件列表，没有日期也没有来源。{_TAKE_TRAFFIC.zh}"),
)
INSTANCES = Reader(
    platform="ga4",
    report="exploration_of_devices",
    title=Label("Google Analytics 4, exploration by app instance", "Google Analytics 4 探索（按应用实例）"),
    encodings=_ENCODINGS,
    fields=(column("instance", "person", "App-instance ID", must=True), column("sessions", "count", "Sessions"), _USERS),
    instead=Label(f"this exploration lists single devices and no days. {_TAKE_TRAFFIC.en}", f"这份探索报告列的是单个设备，没有日期。{_TAKE_TRAFFIC.zh}"),
)
READERS = (TRAFFIC, NTH_DAYS, DAYS, EVENTS, INSTANCES)
