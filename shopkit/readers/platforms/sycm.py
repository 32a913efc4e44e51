"""Business Advisor of Taobao and Tmall (生意参谋): items and the shop by day, downloaded as workbooks of texts."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Field, Reader, Rows, View, column

PLATFORM, CURRENCY = "taobao", "CNY"
_ALL_DEVICES = r"所有终端|全部|汇总|全店"


def view(rows: Rows, of: str, name: str = "", rank: int = 0) -> View:
    """The way in which a report counts: single days, or a period at once; to be asked for after the days were read."""
    days = "period" if rows.period_used and rows.period_used.days > 1 else "days"
    return View(of, f"{name} {days}".strip(), rank)


def no_negative(rows: Rows, *names: str) -> None:
    """Set aside the rows with an amount below nothing: these reports have none."""
    for name in names:
        if name in rows:
            rows.set_aside(rows[name] < 0, "impossible_amount")


def _build_items(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """items, a row per item and day (or period, under its first day), and products with their titles.

    visitors = 商品访客数, page_views = 商品浏览量, cart_adders = 商品加购人数, orderers = 下单买家数, buyers = 支付买家数,
    units = 支付件数, paid_amount = 支付金额 (later refunds included). Where a file has rows per device (所属终端), those of
    all devices count. Ratios are not read.
    """
    _one_device(rows)
    no_negative(rows, "paid_amount")
    days = rows.dates_or_period()
    rows.set_aside(pd.DataFrame({"day": days, "item": rows["product_id"]}).duplicated(), "repeated_row")
    rows.view = view(rows, "items")
    columns = ("impressions", "clicks", "visitors", "page_views", "cart_adders", "orderers", "buyers", "units", "paid_amount")
    items = pd.DataFrame({"date": days.loc[rows.frame.index], "product_id": rows["product_id"]}
                         | {name: rows[name] for name in columns if name in rows}, index=rows.frame.index)
    tables = {"items": items}
    if "title" in rows:
        titles = rows.frame[["product_id", "title"]].dropna().drop_duplicates("product_id", keep="last")
        tables["products"] = titles.reset_index(drop=True)
    return tables, rows.currency


def _one_device(rows: Rows) -> None:
    """Rows of all devices count; the rows per device beside them count the same people again."""
    if "device" not in rows or not rows["device"].notna().any():
        return
    of_all = rows["device"].str.contains(_ALL_DEVICES, na=False)
    if of_all.any():
        rows.set_aside(~of_all, "other_level")
    elif rows["device"].nunique() > 1:
        phone = rows["device"].str.contains("无线|手机|APP", case=False, na=False)
        rows.note("phones_only", Label(
            "The file has rows per device and none for all devices; people of two devices may be the same, so only the phone's rows "
            "are used. Download it for all devices (所有终端).",
            "文件按终端分行，没有“所有终端”的行。不同终端的人可能重复，只采用无线端的行。请选“所有终端”重新下载。"))
        rows.set_aside(~phone, "other_level")


def _by_device(name: str, kind: str, *seen: str, must: bool = False) -> tuple[Field, Field, Field]:
    """A column of the shop's report: of all devices (in 2018 also "t_…"), of computers and of phones."""
    def named(device):
        return [form for s in seen for form in (f"{device}{s}", f"{s}_{device}", f"{s}-{device}", f"{s}({device})")]

    return (column(name, kind, *seen, *(f"t_{s}" for s in seen), must=must),
            column(f"pc_{name}", kind, *named("PC端"), *named("PC")), column(f"phone_{name}", kind, *named("无线端"), *named("无线")))


# what the shop's report says it paid per source of traffic; 直通车 and 钻石展位 are names of before
_SPEND = {
    "whole_shop_ads": ("全站推广花费",),
    "search_ads": ("关键词推广花费", "直通车花费", "直通车消耗"),
    "audience_ads": ("精准人群推广花费", "人群推广花费", "引力魔方花费", "超级推荐花费", "钻石展位消耗", "钻展花费"),
    "智能场景": ("智能场景花费",),
}
_PEOPLE = ("visitors", "new_visitors", "returning_visitors", "cart_adders", "orderers", "buyers")
_SUMS = ("page_views", "order_amount", "paid_amount", "refund_amount", "orders", "paid_orders")


def _build_days(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """shop_days, and what the shop paid for advertising per day and source.

    visitors = 访客数, returning_visitors = 老访客数, new_visitors = 新访客数, page_views = 浏览量, cart_adders = 加购人数,
    followers = 关注店铺人数, orderers = 下单买家数, buyers = 支付买家数, order_amount = 下单金额, paid_amount = 支付金额 (by
    the day of payment, later refunds included), refund_amount = 成功退款金额 (by the day of the refund), favourites =
    商品收藏次数, else the people who favourited. orders, paid_orders = 下单父订单数, 支付父订单数: 支付子订单数 counts lines of
    orders, not orders. Where only PC端… and 无线端… are there, money and page views are their sum, and people stay missing.
    """
    no_negative(rows, *(f"{device}{name}" for name in _SUMS if name.endswith("amount") for device in ("", "pc_", "phone_")),
                *(f"spent_{source}" for source in _SPEND))
    days = rows.dates_or_period()
    rows.set_aside(days.duplicated(), "repeated_row")
    rows.view = view(rows, "shop_days")
    table = {"date": days.loc[rows.frame.index]} | {name: rows[name] for name in _PEOPLE if name in rows}
    for name in _SUMS:
        if name in rows:
            table[name] = rows[name]
        elif f"pc_{name}" in rows and f"phone_{name}" in rows:
            both = rows[f"pc_{name}"] + rows[f"phone_{name}"]
            table[name] = both.round(2) if name.endswith("amount") else both
    if "followers" in rows:
        table["followers"] = rows["followers"]
    _favourites(rows, table)
    _note_what_is_not_there(rows, table)
    tables = {"shop_days": pd.DataFrame(table, index=rows.frame.index)}
    spent = _spent(rows, table["date"])
    if spent is not None:
        tables["spend"] = spent
    return tables, rows.currency


def _favourites(rows: Rows, table: dict) -> None:
    if "favourites" in rows:
        table["favourites"] = rows["favourites"]
    elif "favouriters" in rows:
        table["favourites"] = rows["favouriters"]
        rows.note("favourites_are_people", Label(
            "favourites are the people who favourited an item on the day: one who favourited two counts once. The file does not give the times.",
            "favourites 取的是当天收藏商品的人数：一人收藏两件也只算一次。文件里没有收藏次数。"))


def _note_what_is_not_there(rows: Rows, table: dict) -> None:
    if "paid_orders" not in table and "paid_lines" in rows:
        rows.note("lines_are_not_orders", Label(
            "支付子订单数 counts lines of orders: an order of two items counts twice. It is not used as a number of orders; the export of "
            "orders gives that.",
            "支付子订单数数的是订单明细：一单两件算两次，不当作订单数使用。订单数请看订单导出。"))
    if any(name not in table and f"phone_{name}" in rows for name in _PEOPLE):
        rows.note("people_by_device", Label(
            "Some numbers of people stand in the file by device only. Somebody who came on both would count twice, so they are not added and stay missing.",
            "有的人数只按终端给出。同一人可能两端都来过，不能相加，因此留空。"))
    if "commission" in rows and rows["commission"].notna().any():
        rows.note("commission_not_used", Label(
            "淘宝客佣金 is not used: bills and order exports bring it, and it would count twice.",
            "没有采用淘宝客佣金：账单里也有，会重复计算。"))


def _spent(rows: Rows, days: pd.Series) -> pd.DataFrame | None:
    """date, source, cost of the channels that were used; None where there is none, or one figure for many days."""
    if rows.view.name != "days":
        return None
    parts = [pd.DataFrame({"date": days, "source": source, "cost": rows[f"spent_{source}"]}).dropna()
             for source in _SPEND if rows.or_zero(f"spent_{source}").any()]
    return pd.concat(parts, ignore_index=True) if any(map(len, parts)) else None


ITEMS = Reader(
    platform=PLATFORM,
    report="sycm_items",
    feeds=("products", "items"),
    title=Label("Business Advisor, item performance", "生意参谋 商品效果"),
    main="items",
    amount="paid_amount",
    currency=CURRENCY,
    build=_build_items,
    fields=(
        column("date", "period", "统计日期", "日期", filled=True),
        column("product_id", "id", "商品ID", "宝贝ID", must=True, filled=True),
        column("title", "text", "商品名称", "商品标题", "宝贝标题"),
        column("device", "text", "所属终端", "终端类型"),
        column("visitors", "people", "商品访客数", "访客数", must=True),
        column("page_views", "count", "商品浏览量", "浏览量"),
        column("cart_adders", "people", "商品加购人数", "加购人数"),
        column("orderers", "people", "下单买家数"),
        column("buyers", "people", "支付买家数", must=True),
        column("units", "count", "支付件数", "支付商品件数", must=True),
        column("paid_amount", "money", "支付金额", must=True),
        column("impressions", "count", "曝光量"),
        column("clicks", "count", "点击次数"),
    ),
)
_DATE = column("date", "period", "统计日期", "日期", must=True, filled=True)
_REST = (
    *_by_device("new_visitors", "people", "新访客数", "新访客"),
    *_by_device("returning_visitors", "people", "老访客数", "老访客"),
    *_by_device("page_views", "count", "浏览量"),
    *_by_device("cart_adders", "people", "加购人数"),
    *_by_device("order_amount", "money", "下单金额"),
    *_by_device("orderers", "people", "下单买家数"),
    *_by_device("buyers", "people", "支付买家数"),
    *_by_device("orders", "count", "下单父订单数"),
    *_by_device("paid_orders", "count", "支付父订单数"),
    *_by_device("refund_amount", "money", "成功退款金额"),
    column("paid_lines", "count", "支付子订单数"),
    column("favourites", "count", "商品收藏次数", "收藏次数"),
    column("favouriters", "people", "商品收藏买家数", "商品收藏人数"),
    column("followers", "people", "关注店铺人数"),
    column("commission", "money", "淘宝客佣金"),
    *(column(f"spent_{source}", "money", *seen) for source, seen in _SPEND.items()),
)
# what another report of the same platform has and the shop's does not
_NEVER = ("商品ID", "宝贝ID", "一级来源", "店内跳转人数", "商品名称")
SHOP_DAYS = Reader(
    platform=PLATFORM,
    report="sycm_shop_days",
    feeds=("shop_days", "traffic"),
    title=Label("Business Advisor, the shop by day", "生意参谋 店铺概况（按日）"),
    main="shop_days",
    amount="paid_amount",
    currency=CURRENCY,
    build=_build_days,
    never=_NEVER,
    fields=(_DATE, *_by_device("visitors", "people", "访客数", must=True), *_by_device("paid_amount", "money", "支付金额", must=True), *_REST),
)
DEVICE_DAYS = Reader(
    platform=PLATFORM,
    report="sycm_device_days",
    feeds=("shop_days", "traffic"),
    title=Label("Business Advisor, the shop by day and device", "生意参谋 店铺概况（按日、分终端）"),
    main="shop_days",
    amount="phone_paid_amount",
    currency=CURRENCY,
    build=_build_days,
    never=(*_NEVER, "支付金额", "t_支付金额"),
    fields=(_DATE, *_by_device("visitors", "people", "访客数"), _by_device("paid_amount", "money", "支付金额")[0],
            *(column(f.name, f.kind, *f.seen, must=True) for f in _by_device("paid_amount", "money", "支付金额")[1:]), *_REST),
)
READERS = (ITEMS, SHOP_DAYS, DEVICE_DAYS)
