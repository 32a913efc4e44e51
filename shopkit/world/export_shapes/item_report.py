"""生意参谋 商品效果: one row per item for the last full month."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.business_advisor import people, preamble, ratio, rows
from shopkit.world.export_shapes.tables import Period, known, last_full_month, stays, table, titles
from shopkit.world.export_shapes.writing import write_xls

# no 客单价 among them: it is 支付金额 ÷ 支付买家数
HEADER = (
    "统计日期,商品ID,商品名称,主商品ID,商品类型,货号,商品状态,商品标签,商品访客数,商品浏览量,平均停留时长,商品详情页跳出率,商品收藏人数,商品加购件数,"
    "商品加购人数,下单买家数,下单件数,下单金额,下单转化率,支付买家数,支付件数,支付金额,商品支付转化率,支付新买家数,支付老买家数,老买家支付金额,"
    "聚划算支付金额,访客平均价值,成功退款金额,竞争力评分,年累计支付金额,月累计支付金额,月累计支付件数,搜索引导支付转化率,搜索引导访客数,"
    "搜索引导支付买家数,结构化详情引导转化率,结构化详情引导成交占比"
).split(",")


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs items; people come from events and orders, and are "-" where those are not there: daily ones do not add up."""
    items = table(shop, "items")
    if items is None:
        return []
    period = last_full_month(shop)
    figures = _figures(shop, items, period).sort_values(["支付金额", "商品ID"], ascending=[False, True])
    # four lines before the header, which is row 5
    lines = preamble("商品效果", period.written(" ~ "), 4) + rows(figures, HEADER)
    return [write_xls(folder / f"【生意参谋平台】商品_全部_{period.written('_')}.xls", {"【生意参谋平台】1": lines})]


def _figures(shop: Shop, items: pd.DataFrame, period: Period) -> pd.DataFrame:
    month = items[period.holds(items["date"])].groupby("product_id")
    f = pd.DataFrame({
        "商品浏览量": month["page_views"].sum(),
        "支付件数": month["units"].sum(),
        "支付金额": month["paid_amount"].sum(),
    })
    f = f.join(_visits(shop, period, f.index)).join(_orders(shop, period, f.index)).reset_index(names="商品ID").reindex(columns=HEADER)
    f["统计日期"] = period.written(" ~ ")  # a range in one cell
    f["商品名称"] = titles(shop, f["商品ID"])
    f["商品类型"], f["商品状态"] = "普通商品", "当前在线"
    f["平均停留时长"] = ratio(f["平均停留时长"], f["商品访客数"])  # seconds on the item's pages ÷ visitors
    f["商品详情页跳出率"] = 1 - ratio(f["商品详情页跳出率"], f["商品访客数"])
    f["下单转化率"] = ratio(f["下单买家数"], f["商品访客数"])
    f["商品支付转化率"] = ratio(f["支付买家数"], f["商品访客数"])
    f["访客平均价值"] = ratio(f["支付金额"], f["商品访客数"])
    f["搜索引导支付转化率"] = ratio(f["搜索引导支付买家数"], f["搜索引导访客数"])
    return f


def _visits(shop: Shop, period: Period, ids: pd.Index) -> pd.DataFrame:
    """People of the whole period, each once. 商品访客数: who looked at the item's page, as items.visitors per day."""
    events = table(shop, "events")
    if not known(events, "product_id"):
        return pd.DataFrame(index=ids)
    events = events[period.holds(events["at"])].sort_values(["visit_id", "at"], kind="stable")
    by, step = "product_id", events["step"]
    looks = events[step == "detail"]
    f = {
        "商品访客数": people(looks, by),
        "商品收藏人数": people(events[step == "favourite"], by),
        "商品加购件数": events[step == "cart"].groupby(by).size(),  # one piece a step: events carry no quantity
        "商品加购人数": people(events[step == "cart"], by),
    }
    if known(events, "visit_id"):
        stay = stays(events)
        pages = events[step.isin(["detail", "compare"])]
        f["平均停留时长"] = stay[pages.index].groupby(pages[by]).sum()
        # who did anything after a look; the others bounced
        f["商品详情页跳出率"] = people(looks[stay[looks.index].notna()], by)
        f["搜索引导访客数"] = people(looks[looks["visit_id"].isin(_searched(events))], by)
    return pd.DataFrame(f).reindex(ids).fillna(0)


def _searched(events: pd.DataFrame):
    return events.loc[events["step"] == "search", "visit_id"].unique()


def _orders(shop: Shop, period: Period, ids: pd.Index) -> pd.DataFrame:
    """Buyers and amounts: placed by order time, paid by pay time, refunded by refund time, as the platform dates them."""
    orders = table(shop, "orders")
    if orders is None:
        return pd.DataFrame(index=ids)
    by = "product_id"
    paid = orders[orders["paid_at"].notna()]
    # "new" is who had not paid before this period; the platform looks back a year, the table as far as it goes
    first_paid = paid.groupby("customer_id")["paid_at"].min()
    year = Period(period.last.replace(month=1, day=1), period.last)
    month = Period(period.last.replace(day=1), period.last)
    placed, bought = orders[period.holds(orders["ordered_at"])], paid[period.holds(paid["paid_at"])]
    back, in_year, in_month = (rows[p.holds(rows[at])] for rows, p, at in (
        (orders, period, "refunded_at"), (paid, year, "paid_at"), (paid, month, "paid_at")))
    old = bought[bought["customer_id"].map(first_paid) < period.first]
    f = {
        "下单件数": placed.groupby(by)["quantity"].sum(),
        "下单金额": placed.groupby(by)["order_amount"].sum(),
        "成功退款金额": back.groupby(by)["refund_amount"].sum(),
        "年累计支付金额": in_year.groupby(by)["paid_amount"].sum(),
        "月累计支付金额": in_month.groupby(by)["paid_amount"].sum(),
        "月累计支付件数": in_month.groupby(by)["quantity"].sum(),
        "老买家支付金额": old.groupby(by)["paid_amount"].sum(),
    }
    if known(orders, "customer_id"):
        f["下单买家数"], f["支付买家数"], f["支付老买家数"] = (people(rows, by, "customer_id") for rows in (placed, bought, old))
        events = table(shop, "events")
        if known(events, "visit_id"):
            by_search = bought["visit_id"].isin(_searched(events))
            f["搜索引导支付买家数"] = people(bought[by_search], by, "customer_id")
    f = pd.DataFrame(f).reindex(ids).fillna(0)
    return f.assign(支付新买家数=f["支付买家数"] - f["支付老买家数"]) if "支付买家数" in f else f
