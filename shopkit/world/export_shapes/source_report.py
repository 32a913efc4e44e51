"""生意参谋 流量看板 店铺来源: where the last full month's visitors came from, phone and computer apart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.business_advisor import people, preamble, ratio, rows
from shopkit.world.export_shapes.tables import Period, devices, known, last_full_month, table
from shopkit.world.export_shapes.writing import write_xls

HEADER = (
    "一级来源,二级来源,三级来源,访客数,访客数变化,下单金额,下单买家数,下单转化率,支付金额,支付买家数,支付转化率,客单价,UV价值,关注店铺买家数,"
    "收藏商品买家数,加购人数,新访客,直接支付买家数,收藏商品-支付买家数,粉丝支付买家数,加购商品-支付买家数,引导店铺页访客数,引导短视频访客数,引导商品访客数"
).split(",")
ALL = "汇总"
# canonical source → 一级来源, 二级来源; a source with a name of its own stands under 其他来源
LEVELS = {
    "free_search": ("淘内免费", "手淘搜索"),
    "content": ("淘内免费", "淘宝直播"),
    "platform_event": ("淘内免费", "平台活动"),
    "search_ads": ("付费流量", "关键词推广"),
    "audience_ads": ("付费流量", "精准人群推广"),
    "whole_shop_ads": ("付费流量", "全站推广"),
    "direct": ("自主访问", "直接访问"),
    "off_site": ("淘外流量", "淘外"),
}
_OTHER = "其他来源"
_NOTES = (
    "注：",
    "1. 访客数为统计周期内去重后的人数；同一访客可来自多个来源，各来源之和可大于汇总。",
    "2. 汇总行包含其下各级来源，请勿与明细相加。",
    "3. “-”表示无数据或不适用。",
)


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs events with their sources: the people of a month cannot be told from daily sums."""
    events = table(shop, "events")
    if not known(events, "source"):
        return []
    period = last_full_month(shop)
    events = events.dropna(subset="source").assign(computer=events["device"] == "computer")
    orders = table(shop, "orders")
    if orders is not None:
        orders = orders.dropna(subset="source").assign(computer=devices(shop, orders["visit_id"]) == "computer")
    sheets = {}
    for name, computer in (("无线流量来源", False), ("PC流量来源", True)):
        of_device = [None if t is None else _leveled(t[t["computer"] == computer]) for t in (events, orders)]
        figures = _figures(*of_device, period)
        # header in row 6, note rows after the data
        sheets[name] = preamble(name, period.written(" ~ "), 5) + rows(figures, HEADER) + [[note] for note in _NOTES]
    return [write_xls(folder / f"【生意参谋平台】无线店铺流量来源-{period.written('_')}.xls", sheets)]


def _leveled(rows: pd.DataFrame) -> pd.DataFrame:
    levels = [LEVELS.get(source, (_OTHER, source)) for source in rows["source"]]
    return rows.assign(一级来源=[first for first, _ in levels], 二级来源=[second for _, second in levels])


def _figures(events, orders, period: Period) -> pd.DataFrame:
    """A 汇总 row per first level, and its second levels under it (adding them all counts twice)."""
    both = [_of(keys, events, orders, period) for keys in (["一级来源"], ["一级来源", "二级来源"])]
    f = pd.concat([both[0].assign(二级来源=ALL), both[1]], ignore_index=True).assign(三级来源=ALL)
    order = {first: n for n, first in enumerate([*dict.fromkeys(first for first, _ in LEVELS.values()), _OTHER])}
    return (f.assign(_first=f["一级来源"].map(order), _detail=f["二级来源"] != ALL)
            .sort_values(["_first", "_detail", "访客数", "二级来源"], ascending=[True, True, False, True], ignore_index=True))


def _of(keys, events, orders, period: Period) -> pd.DataFrame:
    """Figures by `keys`: people distinct over the period; amounts of the orders whose visit came from there."""
    now = events[period.holds(events["at"])]
    at = {step: now[now["step"] == step] for step in ("home", "detail", "favourite", "cart", "order", "pay")}
    f = pd.DataFrame({
        "访客数": people(now, keys), "下单买家数": people(at["order"], keys), "支付买家数": people(at["pay"], keys),
        "收藏商品买家数": people(at["favourite"], keys), "加购人数": people(at["cart"], keys),
        "引导店铺页访客数": people(at["home"], keys), "引导商品访客数": people(at["detail"], keys),
    })
    favoured, carted = (_both(at["pay"], at[step], keys) for step in ("favourite", "cart"))
    f["收藏商品-支付买家数"] = people(at["pay"][favoured], keys)
    f["加购商品-支付买家数"] = people(at["pay"][carted], keys)
    f["直接支付买家数"] = people(at["pay"][~favoured & ~carted], keys)
    if orders is not None:
        placed, paid = (orders[period.holds(orders[at])] for at in ("ordered_at", "paid_at"))
        f["下单金额"] = placed.groupby(keys)["order_amount"].sum()
        f["支付金额"] = paid.groupby(keys)["paid_amount"].sum()
    f = f.fillna(0)
    before = period.before
    if events["at"].min() < before.first + pd.Timedelta(days=1):
        earlier = people(events[before.holds(events["at"])], keys).reindex(f.index)
        f["访客数变化"] = ratio(f["访客数"] - earlier, earlier)
    if events["at"].min() < period.first:  # else everybody would be new
        first_seen = events.groupby("visitor_id")["at"].min()
        f["新访客"] = people(now[now["visitor_id"].map(first_seen) >= period.first], keys).reindex(f.index).fillna(0)
    f = f.reset_index().reindex(columns=HEADER)
    f["下单转化率"], f["支付转化率"] = (ratio(f[who], f["访客数"]) for who in ("下单买家数", "支付买家数"))
    f["客单价"], f["UV价值"] = (ratio(f["支付金额"], f[who]) for who in ("支付买家数", "访客数"))
    return f


def _both(pays: pd.DataFrame, steps: pd.DataFrame, keys) -> pd.Series:
    """Which payers also took the other step from the same source."""
    did = pd.MultiIndex.from_frame(steps[["visitor_id", *keys]])
    return pd.Series(pd.MultiIndex.from_frame(pays[["visitor_id", *keys]]).isin(did), index=pays.index)
