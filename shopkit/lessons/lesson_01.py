"""Lesson 01, opening-store positioning: its tables and what-if."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from shopkit.labels import Label, format_value
from shopkit.lessons.lesson_00 import last_month, margins_of, months, of_month, paid_orders, worded
from shopkit.lessons.words_01 import NOTHING, never_or
from shopkit.metrics.positioning import break_even_visitors, niches, price_quality
from shopkit.metrics.reasons import buying_reasons, know_score
from shopkit.metrics.store_type import ADVANTAGES, EDGES, store_type
from shopkit.panel import Lever, Panel

BETTER = 0.1


@lru_cache(maxsize=32)
def sold_by_category(shop) -> pd.Series:
    """Paid amount of each category of the shop, the largest first."""
    sold = shop.items.merge(shop.products[["product_id", "category"]], on="product_id")
    return sold.groupby("category")["paid_amount"].sum().sort_values(ascending=False)


def main_category(shop) -> str:
    """The category that this shop sells most of."""
    return sold_by_category(shop).index[0]


@lru_cache(maxsize=32)
def sold_by_segment(shop) -> pd.Series:
    """Paid amount of each customer segment, the largest first; customers without one are left out."""
    segment = shop.customers.set_index("customer_id")["segment"]
    orders = paid_orders(shop)
    paid = orders.groupby(orders["customer_id"].map(segment))["paid_amount"].sum()
    return paid.sort_values(ascending=False)


def three_questions(shop) -> pd.DataFrame:
    """What this shop sells, to whom, and by which advantage, as far as its tables can tell."""
    rows = []
    sold = sold_by_category(shop)
    rows.append((Label("1 What do you sell?", "1 卖什么？"), Label("{what}: {share:rate} of its sales", "{what}：占销售额 {share:rate}").fill(what=sold.index[0], share=sold.iloc[0] / sold.sum()), "items, products"))
    if not shop.missing("customers.segment, orders.customer_id"):
        paid = sold_by_segment(shop)
        rows.append((Label("2 To whom?", "2 卖给谁？"), Label("{who}: {share:rate}", "{who}：{share:rate}").fill(who=paid.index[0], share=paid.iloc[0] / paid.sum()), "customers, orders"))
    if not shop.missing("products.brand"):
        brands = sorted(shop.products["brand"].dropna().unique())
        rows.append((Label("3 What is your advantage?", "3 你有什么优势？"), Label("the brands {b}; whether buyers know them, no table says", "品牌 {b}；买家认不认得，表里没写").fill(b=" / ".join(brands)), "products"))
    return worded(rows, Label("Question", "问题"), Label("This shop", "这家店"), Label("Read from", "看哪张表"))


# reasons to buy, and what you know ----------------------------------------------------------------------------------


def own_reasons(shop) -> pd.DataFrame:
    """The reasons in the reviews of this shop's own buyers, sorted by the same words."""
    return buying_reasons(shop.reviews.assign(score=shop.reviews["score_item"]))


def reasons_side_by_side(market: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Shares of pleased buyers who name each reason: rivals' buyers, and this shop's own."""
    rivals_head, own_head = Label("Rivals' pleased buyers", "竞店满意的买家"), Label("This shop's", "本店满意的买家")
    both = market[["reason", "praised_share"]].merge(own[["reason", "praised_share"]], on="reason", suffixes=("", "_own"))
    lines = [(row.reason, *(Label(*(format_value(v, "rate", lang=lang) for lang in ("en", "zh"))) for v in (row.praised_share, row.praised_share_own))) for row in both.itertuples()]
    return pd.DataFrame(lines, columns=["reason", str(rivals_head), str(own_head)])


def unnamed(shop, count: int = 6) -> pd.DataFrame:
    """Some pleased reviews in which none of our words stands: to be read with one's own eyes."""
    from shopkit.metrics.reasons import reasons_of

    rows = shop.market_reviews[shop.market_reviews["score"] >= 4]
    silent = rows[~reasons_of(rows["text"]).any(axis=1)].drop_duplicates("text").head(count)
    return silent[["category", "text", "score"]].assign(score=silent["score"].astype("Int64"))


def categories(shop) -> list[str]:
    """The categories in which rivals' buyers wrote reviews, in the order in which they first did: the same in both languages."""
    return list(shop.market_reviews["category"].dropna().unique())


def know_table(shop, my_reasons, own_purchases, supplier_contacts) -> pd.DataFrame:
    """know_score() of every category: what you bought there, whom you can call, and how many of its buyers' reasons you named."""
    reviews = shop.market_reviews
    names = categories(shop)
    known = [buying_reasons(reviews[reviews["category"] == c], my_reasons).attrs["covered_of_named"] for c in names]
    return know_score(pd.DataFrame({"category": names, "own_purchases": own_purchases, "supplier_contacts": supplier_contacts, "reasons_known": known}))


# the market ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def niches_of(shop) -> pd.DataFrame:
    """niches() of the shop's market."""
    return niches(shop.market)


def main_segment(shop) -> str:
    """The segment that this shop sells most to, as far as the market knows it; else the first of the market's."""
    known = niches_of(shop)["segment"]
    if shop.missing("customers.segment, orders.customer_id"):
        return known.iloc[0]
    return next((s for s in sold_by_segment(shop).index if (known == s).any()), known.iloc[0])


@lru_cache(maxsize=32)
def rivals_map(shop) -> pd.DataFrame:
    """price_quality() of the shop's tables."""
    return price_quality(shop.competitors, shop.items, shop.products, shop.reviews)


def advantages() -> pd.DataFrame:
    """The five advantages, each with the number that it moves."""
    moves = {
        "known_brand": Label("conversion: buyers trust it sooner", "转化率：买家更快放心"),
        "cheap_supply": Label("contribution rate: less of each sale goes to the supplier", "贡献利润率：每笔少付给供应商"),
        "followers": Label("cost per visitor: they come unpaid", "访客成本：他们自己会来"),
        "exclusive_resource": Label("price: nobody else can undercut it", "价格：没人能跟你比价"),
        "war_chest": Label("time: how many days of loss you can bear", "时间：亏得起多少天"),
    }
    return worded([(ADVANTAGES[k], moves[k]) for k in ADVANTAGES], Label("Advantage", "优势"), Label("What it moves", "它改变哪个数"))


def edges(shop) -> pd.DataFrame:
    """The four edges, measured on this shop where a table can: its own figure, and the best of the rivals of its tier."""
    here = rivals_map(shop)
    here = here[here["category"] == main_category(shop)]
    own, rivals = here[here["is_own"]].iloc[0], here[~here["is_own"] & here["same_tier"]]
    no = Label("cannot be seen from outside", "从外面看不到")

    def both(pattern, **values):
        return Label(*(pattern.format(**{k: format_value(v, "number", lang=lang) for k, v in values.items()}) for lang in ("en", "zh")))

    rows = [
        (EDGES["better_product"], Label("rating of the item, 95 % interval", "描述相符评分（95% 区间）"), both("{a} ({b}–{c})", a=own["dsr_item"], b=own["rating_low"], c=own["rating_high"]), both("{a}", a=rivals["dsr_item"].max())),
        (EDGES["lower_price"], Label("price index, 100 = average", "价格指数（100 为平均）"), both("{a}", a=round(own["price_index"])), both("{a}", a=round(rivals["price_index"].min()))),
    ]
    if not shop.missing("reviews.score_service"):
        rows.append((EDGES["unusual_service"], Label("rating of service", "服务态度评分"), both("{a}", a=shop.reviews["score_service"].mean()), no))
    if not shop.missing("shop_days.returning_visitors"):
        share = shop.shop_days["returning_visitors"].sum() / shop.shop_days["visitors"].sum()
        rows.append((EDGES["frequent_contact"], Label("visitors who had been here before", "老访客占比"), Label(*(format_value(share, "rate", lang=lang) for lang in ("en", "zh"))), no))
    return worded(rows, Label("Edge", "相对优势"), Label("Measured by", "怎么量"), Label("This shop", "本店"), Label("Best rival of its tier", "同层竞店最好的"))


# does it pay? -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def pay_table(shop) -> pd.DataFrame:
    """What a visitor brings, leaves and costs in each full month, and how many a day pay the fixed cost.

    Columns: month, daily_visitors, value_per_visitor, rate_before_ads (share), cost_per_visitor, gap_per_visitor,
    fixed_per_day, break_even_visitors (NaN: never).
    """
    rows = []
    for month in months(shop)["month"].unique():
        days = of_month(shop.shop_days, month[:7])
        lines = margins_of(shop, month[:7]).set_index("line")["line_amount"]
        visitors, paid = float(days["visitors"].sum()), lines["paid_amount"]
        if not visitors or not paid > 0:
            continue
        rows.append((month, visitors / len(days), paid / visitors, (lines["contribution"] - lines["advertising"]) / paid,
                     -lines["advertising"] / visitors, -lines["fixed"] / days["date"].dt.days_in_month.iloc[0]))
    table = pd.DataFrame(rows, columns=["month", "daily_visitors", "value_per_visitor", "rate_before_ads", "cost_per_visitor", "fixed_per_day"])
    table["gap_per_visitor"] = table["value_per_visitor"] * table["rate_before_ads"] - table["cost_per_visitor"]
    table["break_even_visitors"] = break_even_visitors(table["fixed_per_day"], table["value_per_visitor"], table["rate_before_ads"], table["cost_per_visitor"])
    table.attrs["currency"] = shop.currency
    return table[["month", "daily_visitors", "value_per_visitor", "rate_before_ads", "cost_per_visitor", "gap_per_visitor", "fixed_per_day", "break_even_visitors"]]


def pay_row(shop) -> pd.Series:
    """The last full month of pay_table()."""
    return pay_table(shop).iloc[-1]


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """The table for readers: whole visitors, and "never" where no number of them is enough."""
    shown = table.assign(
        break_even_visitors=pd.Series([never_or(v) for v in table["break_even_visitors"]], index=table.index, dtype=object),
        **({"daily_visitors": table["daily_visitors"].round()} if "daily_visitors" in table else {}))
    shown.attrs = table.attrs
    return shown


@lru_cache(maxsize=32)
def bought_and_free(shop) -> pd.DataFrame:
    """Visitors that were bought and those that came free: what each leaves, and the break-even if all were like them.

    The whole time of the tables, the last month's contribution rate and fixed cost. Columns: visitor_source, visitor_days, value_per_visitor,
    cost_per_visitor, gap_per_visitor, break_even_visitors.
    """
    now, traffic = pay_row(shop), shop.traffic
    cost = traffic.groupby("source")["cost"].sum()
    kind = traffic["source"].map(cost > 0).map({True: "bought", False: "free"})
    sums = traffic.groupby(kind)[["visitors", "paid_amount", "cost"]].sum().astype(float)
    table = pd.DataFrame({
        "visitor_source": sums.index, "visitor_days": sums["visitors"].astype(int).to_numpy(),
        "value_per_visitor": (sums["paid_amount"] / sums["visitors"]).to_numpy(), "cost_per_visitor": (sums["cost"] / sums["visitors"]).to_numpy()})
    table["gap_per_visitor"] = table["value_per_visitor"] * now["rate_before_ads"] - table["cost_per_visitor"]
    table["break_even_visitors"] = break_even_visitors(now["fixed_per_day"], table["value_per_visitor"], now["rate_before_ads"], table["cost_per_visitor"])
    table.attrs["currency"] = shop.currency
    return table


def advantage_worth(shop) -> pd.DataFrame:
    """The break-even of the last full month with each advantage's number a tenth better, the most helpful first."""
    now, lines = pay_row(shop), margins_of(shop, last_month(shop)).set_index("line")["line_amount"]
    value, rate, cost, fixed = (now[n] for n in ("value_per_visitor", "rate_before_ads", "cost_per_visitor", "fixed_per_day"))
    goods = -lines["goods"] / lines["paid_amount"]
    tried = {
        NOTHING: (value, rate, cost),
        Label("a known brand: 10% more of the visitors buy", "知名品牌：多一成访客下单"): (value * (1 + BETTER), rate, cost),
        Label("cheap supply: goods cost 10% less", "低价货源：商品成本低一成"): (value, rate + BETTER * goods, cost),
        Label("loyal followers: 10% less to pay for visitors", "忠实粉丝：引流花费少一成"): (value, rate, cost * (1 - BETTER)),
        # the same goods at a higher price: what is added is all left
        Label("an exclusive resource: price 10% higher, nobody leaves", "独家资源：贵一成也没人走"): (value * (1 + BETTER), (rate + BETTER) / (1 + BETTER), cost),
        Label("a price war with money for it: price 10% lower, no more buyers", "有钱打价格战：降价一成，买的人没变多"): (value * (1 - BETTER), (rate - BETTER) / (1 - BETTER), cost),
    }
    rows = [(what, break_even_visitors(fixed, *numbers)) for what, numbers in tried.items()]
    head = str(Label("If you had …", "如果你有……"))
    table = pd.DataFrame(rows, columns=[head, "break_even_visitors"])
    return table.sort_values("break_even_visitors", ignore_index=True)


# what-if ------------------------------------------------------------------------------------------------------------


def what_if(here: pd.DataFrame, now: dict[str, float], **levers: float) -> pd.DataFrame:
    """Store type, break-even and place among the rivals, from answers and from five numbers.

    here: price_quality() of one category. now: price and spend per buyer today. levers: the six answers of store_type(), price,
    margin (left of each amount paid before advertising), conversion, cost_per_visitor, fixed (a day). Spend per buyer moves with
    the price. Returns `here` with this shop at the new price; attrs: verdict (row of store_type), break_even, gap, fixed.
    """
    answers = {name: levers[name] for name in ("advantages", "edges", "company", "own_brand", "known_brand", "authorised_brands")}
    verdict = store_type({name: int(value) for name, value in answers.items()}).iloc[0]
    factor = levers["price"] / now["price"]
    value = levers["conversion"] * now["spend"] * factor
    moved = here.assign(price_index=here["price_index"].where(~here["is_own"], here["price_index"] * factor))
    moved.attrs.update(here.attrs, verdict=verdict.to_dict(), fixed=levers["fixed"], gap=value * levers["margin"] - levers["cost_per_visitor"],
                       break_even=break_even_visitors(levers["fixed"], value, levers["margin"], levers["cost_per_visitor"]))
    return moved


def panel(shop) -> Panel:
    """Six answers and five numbers of a day, starting from this shop's last full month."""
    now, category = pay_row(shop), main_category(shop)
    days = of_month(shop.shop_days, last_month(shop))
    items = shop.items.merge(shop.products[["product_id", "category"]], on="product_id")
    items = items[items["category"] == category]
    price = float(items["paid_amount"].sum() / items["units"].sum())
    conversion = float(days["buyers"].sum() / days["visitors"].sum())
    start = {"price": price, "spend": now["value_per_visitor"] / conversion}
    here = rivals_map(shop)
    here = here[here["category"] == category]
    # a shop such as this one, before it opens: a company, a brand of its own that nobody knows yet
    levers = (
        Lever("advantages", Label("How many of the five advantages", "五个优势有几个"), 0, 5, 1, 1, "count"),
        Lever("edges", Label("How many of the four edges", "四个相对优势有几个"), 0, 4, 1, 1, "count"),
        Lever("company", Label("A company: 1 yes, 0 no", "有公司：1 有，0 没有"), 0, 1, 1, 1, "count"),
        Lever("own_brand", Label("Own or exclusive brand: 1 yes, 0 no", "自有或独占品牌：1 有，0 没有"), 0, 1, 1, 1, "count"),
        Lever("known_brand", Label("Buyers know that brand: 1 yes, 0 no", "买家认得它：1 是，0 不是"), 0, 1, 1, 0, "count"),
        Lever("authorised_brands", Label("Other brands that authorised you", "另外授权给你的品牌数"), 0, 3, 1, 0, "count"),
        Lever("price", Label("Price of an item", "商品价格"), 0.0, round(price * 2, -1), 1.0, float(round(price)), "money"),
        Lever("margin", Label("Left of each amount paid, before ads", "每笔支付剩下的比例（推广前）"), min(0.0, float(now["rate_before_ads"])), 0.8, 0.01, round(float(now["rate_before_ads"]), 2), "rate"),
        Lever("conversion", Label("Pay conversion", "支付转化率"), 0.0, max(0.1, round(conversion * 2, 2)), 0.001, round(conversion, 3), "rate"),
        Lever("cost_per_visitor", Label("Cost per visitor", "访客成本"), 0.0, max(2.0, round(float(now["cost_per_visitor"]) * 4, 1)), 0.02, round(float(now["cost_per_visitor"]), 2), "money"),
        Lever("fixed", Label("Fixed cost a day", "每天固定费用"), 0.0, float(max(100, round(now["fixed_per_day"] * 3, -2))), 10.0, float(round(now["fixed_per_day"], -1)), "money"),
    )
    visitors = float(now["daily_visitors"])
    title = Label("Which store, from how many visitors on, and where among the rivals?", "开哪种店、多少访客才保本、站在对手中间的哪里？")
    return Panel(title, levers, lambda **v: what_if(here, start, **v), lambda r: _draw(r, visitors, shop.currency), lambda r: _tell(r, visitors, shop.currency),
                 {"known_brand": 1, "cost_per_visitor": round(float(now["cost_per_visitor"]) * 2, 2)}, shop.currency, ideas="P1 P2 P3 P4 P9")


def _draw(result: pd.DataFrame, visitors: float, currency):
    import matplotlib.pyplot as plt

    from shopkit import plots

    a = result.attrs
    with plots.style():
        figure, (left, right) = plt.subplots(1, 2, figsize=(11, 3.6), gridspec_kw={"wspace": 0.28})
        plots.plot_break_even(a["fixed"], a["gap"], visitors, currency, ax=left)
        plots.plot_price_quality(result, ax=right)
    return figure


def _tell(result: pd.DataFrame, visitors: float, currency) -> Label:
    from shopkit.metrics.store_type import TYPES

    a, own = result.attrs, result[result["is_own"]].iloc[0]
    rivals = result[~result["is_own"] & result["same_tier"]]
    verdict, needed = a["verdict"], never_or(a["break_even"])
    kind, fits = TYPES[verdict["store_type"]], verdict["fits_whom"]
    head = Label("{kind}, by row {row:count}: {fits}. ", "{kind_zh}，依据第 {row:count} 行：{fits_zh}。").fill(
        kind=kind.en, kind_zh=kind.zh, row=verdict["rule_no"], fits=fits.en, fits_zh=fits.zh)
    if isinstance(needed, Label):
        middle = Label("A visitor leaves {gap:money}: no number of them pays {fixed:money} a day. Break-even: never. ",
                       "一个访客剩下 {gap:money}：来多少人都付不起每天 {fixed:money}。保本访客数：永远不会。").fill(currency, gap=a["gap"], fixed=a["fixed"])
    else:
        middle = Label("A visitor leaves {gap:money}; {n:count} a day pay {fixed:money}. This shop had {now:count}. ",
                       "一个访客剩下 {gap:money}；每天 {n:count} 个访客才够付 {fixed:money}。这家店有 {now:count} 个。").fill(
            currency, gap=a["gap"], n=needed, fixed=a["fixed"], now=round(visitors))
    cheaper, better = int((rivals["price_index"] < own["price_index"]).sum()), int((rivals["dsr_item"] > own["rating_high"]).sum())
    tail = Label("Of {all:count} rivals of its tier {cheaper:count} are cheaper, {better:count} surely rated higher.",
                 "{all:count} 家同层竞店里，{cheaper:count} 家更便宜，{better:count} 家评分确实更高。").fill(all=len(rivals), cheaper=cheaper, better=better)
    return Label(head.en + middle.en + tail.en, head.zh + middle.zh + tail.zh)
