"""生意参谋 店铺概况: the shop day by day."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.business_advisor import people, preamble, ratio, rows
from shopkit.world.export_shapes.tables import known, stays, table, whole
from shopkit.world.export_shapes.writing import write_xls

HEADER = (
    "统计日期,访客数,无线端访客数,浏览量,商品访客数,商品浏览量,平均停留时长,跳失率,加购人数,加购件数,商品收藏买家数,下单金额,下单买家数,下单件数,"
    "下单转化率,支付金额,支付买家数,支付件数,支付子订单数,支付转化率,客单价,UV价值,老访客数,新访客数,支付新买家数,支付老买家数,老买家支付金额,"
    "全站推广花费,关键词推广花费,精准人群推广花费,智能场景花费,淘宝客佣金,成功退款金额,评价数,会员总数,新增会员数,关注店铺人数"
).split(",")
_DIRECT = {
    "访客数": "visitors", "浏览量": "page_views", "加购人数": "cart_adders", "下单金额": "order_amount", "下单买家数": "orderers",
    "支付金额": "paid_amount", "支付买家数": "buyers", "老访客数": "returning_visitors", "新访客数": "new_visitors",
    "成功退款金额": "refund_amount", "关注店铺人数": "followers",
}
_SPEND = {"全站推广花费": "whole_shop_ads", "关键词推广花费": "search_ads", "精准人群推广花费": "audience_ads"}


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs shop_days; what events, orders, traffic and reviews know of a day is added where they are there."""
    days = table(shop, "shop_days")
    if days is None:
        return []
    f = days.set_index("date")[list(_DIRECT.values())].set_axis(list(_DIRECT), axis=1)
    for part in (_events, _orders, _spend, _reviews):
        f = f.join(part(shop).reindex(f.index).fillna(0))
    f = f.reindex(columns=HEADER)
    f["下单转化率"], f["支付转化率"] = (ratio(f[who], f["访客数"]) for who in ("下单买家数", "支付买家数"))
    f["客单价"], f["UV价值"] = (ratio(f["支付金额"], f[who]) for who in ("支付买家数", "访客数"))
    f["统计日期"] = f.index.strftime("%Y-%m-%d")
    period = whole(shop)
    # where its header stands was not seen: as in the item report, row 5
    lines = preamble("店铺概况", period.written(" ~ "), 4) + rows(f, HEADER)
    return [write_xls(folder / f"【生意参谋平台】店铺概况_{period.written('_')}.xls", {"【生意参谋平台】1": lines})]


def _events(shop: Shop) -> pd.DataFrame:
    events = table(shop, "events")
    if events is None:
        return pd.DataFrame()
    events = events.assign(date=events["at"].dt.floor("D")).sort_values(["visit_id", "at"], kind="stable")
    at = {step: events[events["step"] == step] for step in ("detail", "cart", "favourite")}
    f = {
        "商品访客数": people(at["detail"], "date"),
        "商品浏览量": events[events["step"].isin(["detail", "compare"])].groupby("date").size(),
        "加购件数": at["cart"].groupby("date").size(),  # one piece a step: events carry no quantity
        "商品收藏买家数": people(at["favourite"], "date"),
    }
    if known(events, "device"):
        f["无线端访客数"] = people(events[events["device"] != "computer"], "date")
    if known(events, "visit_id"):
        visits = events.assign(stay=stays(events)).groupby("visit_id").agg(date=("date", "first"), stay=("stay", "sum"), steps=("step", "size"))
        by_day = visits.assign(bounced=visits["steps"] == 1).groupby("date")
        f["平均停留时长"], f["跳失率"] = by_day["stay"].mean(), by_day["bounced"].mean()  # of visits, dated by their first step
    return pd.DataFrame(f)


def _orders(shop: Shop) -> pd.DataFrame:
    orders = table(shop, "orders")
    if orders is None:
        return pd.DataFrame()
    placed = orders.groupby(orders["ordered_at"].dt.floor("D"))
    paid = orders[orders["paid_at"].notna()]
    day = paid["paid_at"].dt.floor("D")
    f = {"下单件数": placed["quantity"].sum(), "支付件数": paid.groupby(day)["quantity"].sum(), "支付子订单数": paid.groupby(day).size()}
    if known(orders, "customer_id"):
        old = paid[paid["customer_id"].map(paid.groupby("customer_id")["paid_at"].min().dt.floor("D")) < day]
        every = paid.groupby(day)["customer_id"].nunique()
        f["支付老买家数"] = old.groupby(day)["customer_id"].nunique().reindex(every.index).fillna(0)
        f["支付新买家数"] = every - f["支付老买家数"]
        f["老买家支付金额"] = old.groupby(day)["paid_amount"].sum()
    return pd.DataFrame(f)


def _spend(shop: Shop) -> pd.DataFrame:
    traffic = table(shop, "traffic")
    if not known(traffic, "cost"):
        return pd.DataFrame()
    return pd.DataFrame({name: traffic[traffic["source"] == source].groupby("date")["cost"].sum() for name, source in _SPEND.items()})


def _reviews(shop: Shop) -> pd.DataFrame:
    reviews = table(shop, "reviews")
    return pd.DataFrame() if reviews is None else reviews.groupby(reviews["at"].dt.floor("D")).size().to_frame("评价数")
