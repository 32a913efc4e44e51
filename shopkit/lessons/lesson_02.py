"""Lesson 02, profit-rate factors: its tables."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.lessons.lesson_00 import months, paid_orders
from shopkit.metrics import factors
from shopkit.metrics.mix import mix_and_rate
from shopkit.metrics.price import best_price, price_elasticity, stack_offers
from shopkit.metrics.profit import CONTRIBUTION_RATE
from shopkit.metrics.waterfall import lines_wide, waterfall

_WHOLE_ITEMS = "items.price, items.product_id, orders.product_id"
# what one more unit takes besides the goods, and what goes as a share of the price
_PER_UNIT, OF_PRICE = ("shipping", "packing", "return_freight", "gifts"), ("fees", "commission", "tax")
CUT = 0.2
# heads of tables that exercises send their readers to
TAG, CUT_TITLE = Label("Price tag and bill", "价签和进货单"), Label("20% off", "打八折")


# the whole way down ------------------------------------------------------------------------------------------------


def lines_of(shop, chosen=None) -> pd.DataFrame:
    """Paid order lines of the shop (of the months named, "2026-10"), with title (missing where no products say it) and category if they say it."""
    return _lines_of(shop, chosen and tuple(chosen)).copy(deep=False)


@lru_cache(maxsize=32)
def _lines_of(shop, chosen):
    orders = paid_orders(shop)
    if chosen is not None:
        orders = orders[orders["paid_at"].dt.strftime("%Y-%m").isin(chosen)].reset_index(drop=True)
    # what nobody gave cost nothing; an export without the column knows of no gifts
    orders = orders.assign(gift_cost=orders["gift_cost"].fillna(0.0) if "gift_cost" in orders else 0.0)
    if not shop.missing("products.product_id, orders.product_id"):
        products = shop.products.set_index("product_id")
        orders = orders.assign(**{c: orders["product_id"].map(products[c]) for c in ("title", "category") if c in products})
    if "title" not in orders:
        orders = orders.assign(title=pd.Series(pd.NA, index=orders.index, dtype="str"))
    orders.attrs["currency"] = shop.currency
    return orders


def waterfall_of(shop, by: str | None = None, chosen=None) -> pd.DataFrame:
    """waterfall() of the shop: all its months, or those named."""
    return _waterfall_of(shop, by, chosen and tuple(chosen)).copy()


@lru_cache(maxsize=32)
def _waterfall_of(shop, by, chosen):
    orders, costs, traffic = lines_of(shop, chosen), shop.costs, shop.traffic
    if chosen is not None:
        costs = costs[costs["month"].dt.strftime("%Y-%m").isin(chosen)]
        traffic = traffic[traffic["date"].dt.strftime("%Y-%m").isin(chosen)]
    return waterfall(orders, costs, traffic, by=by, items=None if shop.missing(_WHOLE_ITEMS) else shop.items)


def amounts(shop) -> pd.Series:
    """line → amount of the shop's waterfall."""
    return waterfall_of(shop).set_index("line")["line_amount"]


@lru_cache(maxsize=32)
def item_profits(shop) -> pd.DataFrame:
    """One row per item: title, units, net_paid, gross, contribution, net and the two rates, the largest loss last."""
    wide = lines_wide(waterfall_of(shop, by="product_id"))
    lines = lines_of(shop)
    units = lines.groupby("product_id")["quantity"].sum().astype(int)
    wide = wide.assign(units=wide["product_id"].map(units), contribution_rate=wide["contribution"] / wide["net_paid"].where(wide["net_paid"] > 0))
    if "title" in lines:
        wide = wide.assign(title=wide["product_id"].map(lines.groupby("product_id")["title"].first()).fillna(wide["product_id"]))
    else:
        wide = wide.assign(title=wide["product_id"])
    table = wide.sort_values("net", ascending=False, ignore_index=True)
    table.attrs["currency"] = shop.currency
    return table


def most_sold(shop) -> pd.Series:
    """The row of the item of which most was sold: what exercises ask about, the same for everybody on this shop."""
    table = item_profits(shop)
    return table.loc[table["units"].idxmax()]


@lru_cache(maxsize=32)
def price_tag(shop, product_id: str) -> dict:
    """Of one item: usual price (median of the days), list price, unit cost (as the list of products says it)."""
    product = shop.products.set_index("product_id").loc[product_id]
    days = shop.items[shop.items["product_id"] == product_id]
    return {"title": product.get("title", product_id), "price": float(days["price"].median()), "list_price": float(product["list_price"]), "unit_cost": float(product["unit_cost"])}


def tag_table(shop) -> pd.DataFrame:
    """The most sold item: what its price tag and its supplier's bill say."""
    tag = price_tag(shop, most_sold(shop)["product_id"])
    table = pd.DataFrame({"title": [tag["title"]], "list_price": [tag["list_price"]], "usual_price": [tag["price"]], "unit_cost": [tag["unit_cost"]]})
    table.attrs.update(currency=shop.currency, table="products")
    return table


def per_unit(shop, product_id: str) -> dict:
    """What one more unit of an item takes: `cost` (goods and all that goes per unit, money) and `taken` (share of the price paid)."""
    row = item_profits(shop).set_index("product_id").loc[product_id]
    cost = -(row["goods"] + sum(row[line] for line in _PER_UNIT)) / row["units"]
    taken = 1 - (row["net_paid"] + sum(row[line] for line in OF_PRICE)) / row["paid_amount"]
    return {"cost": float(cost), "taken": float(taken)}


def offers_table(shop) -> pd.DataFrame:
    """Three offers, one on the other, on the most sold item: what the buyer pays, the seller gets, and what is left."""
    row = most_sold(shop)
    tag, unit = price_tag(shop, row["product_id"]), per_unit(shop, row["product_id"])
    table = stack_offers(tag["price"], OFFERS, unit["cost"], unit["taken"])
    first = Label("usual price", "日常售价")
    table = table.assign(offer=[first, *(offer[0] for offer in OFFERS)])
    table.attrs.update(currency=shop.currency, title=tag["title"], cost=unit["cost"], taken=unit["taken"], price=tag["price"])
    return table


# the last one is the platform's; it bears half of it (what a platform bears is agreed campaign by campaign: ours is an example)
OFFERS = (
    (Label("campaign, 15% off", "活动价 8.5 折"), 0.15, 1.0),
    (Label("shop coupon, 10 off", "店铺券减 10 元"), 10, 1.0),
    (Label("platform coupon, 10% off, half of it yours", "平台券 9 折，你承担一半"), 0.10, 0.5),
)


# four factors ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=32)
def items_of(shop) -> pd.DataFrame:
    """factors.factor_table() of the shop, with what one sale leaves after the goods (unit_gross)."""
    table = factors.factor_table(shop.items, shop.products, shop.orders, shop.market)
    if "title" not in table:
        table = table.assign(title=table["product_id"])
    table = table.assign(unit_gross=table["usual_price"] - table["unit_cost"], units=table["units"].astype(float))
    table.attrs["currency"] = shop.currency
    return table


def alike_in_cost(table: pd.DataFrame, within: float = 0.05, at_least: int = 20) -> pd.DataFrame:
    """The two items whose unit costs are nearly equal and whose gain per sale differs most: dear one first; empty if no two are alike.

    at_least: units sold, so that neither is an item that nobody buys.
    """
    rows = table[(table["units"] >= at_least) & (table["unit_gross"] > 0)].reset_index(drop=True)
    pairs = [(rows["unit_gross"][i] / rows["unit_gross"][j], i, j) for i in rows.index for j in rows.index
             if i != j and abs(rows["unit_cost"][i] / rows["unit_cost"][j] - 1) <= within]
    chosen = list(max(pairs)[1:]) if pairs else []
    found = rows.loc[chosen, ["title", "unit_cost", "usual_price", "unit_gross", "unit_margin", "rating_shown", "units"]].reset_index(drop=True)
    found.attrs.update(table.attrs)
    return found


def by_half(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Items above the middle of `column` and the others: how many, mean margin, mean of the column."""
    upper = table[column] > table[column].median()
    found = table.assign(half=upper.map({True: "upper", False: "lower"})).groupby("half").agg(
        items_counted=("product_id", "size"), **{column: (column, "mean")}, unit_margin=("unit_margin", "mean"))
    return found.loc[[h for h in ("upper", "lower") if h in found.index]].reset_index()


def by_group(table: pd.DataFrame, column: str) -> pd.DataFrame:
    """Items by supplier or category: how many, mean margin, sellers per search; best margin first."""
    found = table.groupby(column).agg(items_counted=("product_id", "size"), unit_margin=("unit_margin", "mean"), sellers_per_search=("sellers_per_search", "mean"))
    return found.sort_values("unit_margin", ascending=False).reset_index()


def dear_items(table: pd.DataFrame) -> dict:
    """Does a high margin sell badly: rank correlation with its p-value, how many of the upper half also sell more, winners against all."""
    from scipy.stats import spearmanr

    found = spearmanr(table["unit_margin"], table["units"])
    upper = table[table["unit_margin"] > table["unit_margin"].median()]
    winners = upper.nlargest(3, "units")
    return {"rank": float(found.statistic), "p": float(found.pvalue), "upper": len(upper), "well": int((upper["units"] > table["units"].median()).sum()),
            "winners": float(winners["units"].mean()), "all": float(upper["units"].mean()), "everybody": float(table["units"].mean()), "items": len(table)}


def costs_then_and_now(shop) -> pd.DataFrame:
    """Per supplier: what its goods cost by the list of products and what they cost when they were sold in the last month."""
    last = months(shop)["month"].max()[:7]
    lines = lines_of(shop, [last])
    products = shop.products.set_index("product_id")
    lines = lines.assign(supplier=lines["product_id"].map(products["supplier"]), listed=lines["product_id"].map(products["unit_cost"]).astype(float) * lines["quantity"],
                         sold=lines["unit_cost"] * lines["quantity"]).dropna(subset=["supplier", "listed"])
    found = lines.groupby("supplier")[["paid_amount", "listed", "sold"]].sum().reset_index()
    found = found.assign(change=found["sold"] / found["listed"] - 1).sort_values("change", ascending=False, ignore_index=True)
    found.attrs.update(currency=shop.currency, month=last)
    return found


# price -------------------------------------------------------------------------------------------------------------


def campaign_days(shop):
    days = shop.shop_days
    return days.loc[days["campaign"].notna(), "date"] if "campaign" in days else days["date"].iloc[:0]


def _prices_tried(shop) -> pd.Series:
    """Per item: at how many prices it was sold outside of campaigns."""
    plain = shop.items[~shop.items["date"].isin(campaign_days(shop))]
    return plain.groupby("product_id")["price"].nunique()


def was_tested(shop) -> bool:
    """Whether some item was sold at three prices or more outside of campaigns."""
    return not shop.missing("items.price") and bool(_prices_tried(shop).max() >= 3)


def tested_item(shop) -> str:
    """The item whose price changed most often outside of campaigns: that is the one on which prices were tried."""
    if not was_tested(shop):
        raise UserError(Label("No item of this shop was sold at three prices or more outside of campaigns: there is no price test to read.",
                              "这家店没有哪个商品在活动之外卖过三种以上的价格：没有价格实验可看。"), code="no_price_test")
    return _prices_tried(shop).idxmax()


@lru_cache(maxsize=32)
def elasticities(shop) -> pd.DataFrame:
    """Two answers to one question: from prices drawn by lot, and from the ordinary discounts of all other items."""
    item = tested_item(shop)
    drawn = price_elasticity(shop.items, item, without=campaign_days(shop))
    ordinary = price_elasticity(shop.items[shop.items["product_id"] != item])
    return pd.concat([drawn.assign(how="drawn"), ordinary.assign(how="ordinary")])[["how", *drawn.columns]].reset_index(drop=True)


@lru_cache(maxsize=32)
def tested(shop) -> dict:
    """The tested item: id, title, usual price, lowest and highest price tried, units a month at the usual price, cost and taken of one unit."""
    item = tested_item(shop)
    plain = shop.items[(shop.items["product_id"] == item) & ~shop.items["date"].isin(campaign_days(shop))]
    tag = price_tag(shop, item)
    # not the median: what was tried moves it. The price that the shop asked before the test began
    price = float(plain.sort_values("date")["price"].iloc[0])
    usual = plain[plain["price"] == price]
    return tag | per_unit(shop, item) | {"product_id": item, "price": price, "tried": (float(plain["price"].min()), float(plain["price"].max())),
                                        "units": float(usual["units"].astype(float).mean() * 30)}


def after_cut(shop, elasticity: float, cut: float = CUT) -> dict:
    """A month of the tested item with the price cut: units and profit before fixed cost, as multiples of today's."""
    t = tested(shop)
    now, then = (table_profit(t, price, elasticity) for price in (t["price"], t["price"] * (1 - cut)))
    return {"units": (1 - cut) ** elasticity, "paid": (1 - cut) ** (1 + elasticity), "profit": then / now}


def table_profit(t: dict, price: float, elasticity: float) -> float:
    return t["units"] * (price / t["price"]) ** elasticity * (price * (1 - t["taken"]) - t["cost"])


def cuts_table(shop) -> pd.DataFrame:
    """20 % off the tested item, by the elasticity found, by both ends of its interval, and by that of ordinary discounts."""
    found = elasticities(shop).set_index("how")
    drawn, naive = found.loc["drawn"], found.loc["ordinary"]
    cases = (("drawn", drawn["elasticity"]), ("drawn_low", drawn["elasticity_low"]), ("drawn_high", drawn["elasticity_high"]), ("ordinary", naive["elasticity"]))
    rows = [{"how": how, "elasticity": float(e), **{f"{k}_after": v - 1 for k, v in after_cut(shop, float(e)).items()}} for how, e in cases]
    return pd.DataFrame(rows)


def best_by_ordinary(shop) -> dict:
    """The best price by the ordinary discounts' elasticity, beside the best of those tried by the drawn one."""
    found, t = elasticities(shop).set_index("how")["elasticity"], tested(shop)
    curves = {how: price_curve(shop, float(found[how])).attrs for how in found.index}
    return {"ordinary": curves["ordinary"]["formula"], "drawn": curves["drawn"]["best_tried"], "at_edge": curves["drawn"]["at_edge"], "price": t["price"], "tried": t["tried"], "title": t["title"]}


def price_curve(shop, elasticity: float | None = None) -> pd.DataFrame:
    """best_price() of the tested item at its elasticity (or another)."""
    t = tested(shop)
    e = float(elasticities(shop)["elasticity"].iloc[0]) if elasticity is None else elasticity
    return best_price(e, t["price"], t["units"], t["cost"], t["taken"], tried=t["tried"])


# further -----------------------------------------------------------------------------------------------------------


def comparable(shop) -> pd.DataFrame:
    """The items whose margin nobody played with: without the one on which prices were tried."""
    table = items_of(shop)
    return table[table["product_id"] != tested_item(shop)].reset_index(drop=True) if was_tested(shop) else table


@lru_cache(maxsize=32)
def shares(shop) -> pd.DataFrame:
    """explained_share() of the items' margins by the four factors."""
    return factors.explained_share(comparable(shop), "unit_margin", factors.PROXIES, factors.HELD)


@lru_cache(maxsize=32)
def shares_of_last_rating(shop) -> pd.DataFrame:
    """The same with the rating of each item's last day: what a poorly measured factor looks like."""
    last = shop.items.sort_values("date", kind="stable").groupby("product_id")["rating_shown"].last()
    table = comparable(shop)
    return factors.explained_share(table.assign(rating_shown=table["product_id"].map(last)), "unit_margin", factors.PROXIES, factors.HELD)


def first_and_last(shop) -> tuple[list[str], list[str]]:
    """The first two and the last two full months of the shop, or the first and the last where there are fewer than four."""
    full = sorted({m[:7] for m in months(shop)["month"]})
    if len(full) < 2:
        raise UserError(Label("It takes two full months to compare; these tables hold fewer.", "要有两个完整的月才能比，这些数据不够。"), code="one_month")
    return (full[:2], full[-2:]) if len(full) >= 4 else (full[:1], full[-1:])


@lru_cache(maxsize=32)
def margin_moves(shop) -> pd.DataFrame:
    """mix_and_rate() of the contribution rate by item between the first and the last months, with the part of fixed cost in attrs.

    profit rate = contribution rate − fixed cost ÷ net paid: attrs has its change (profit_change), and the part of fixed cost
    (fixed_part); mix + rate + fixed_part = profit_change, exactly.
    """
    periods = first_and_last(shop)
    before, after = (lines_wide(waterfall_of(shop, by="product_id", chosen=chosen)) for chosen in periods)
    table = mix_and_rate(before, after, "product_id", CONTRIBUTION_RATE)
    titles = item_profits(shop).set_index("product_id")["title"]
    table.insert(1, "title", table["product_id"].map(titles).fillna(table["product_id"]))
    rates = [float(w["net"].sum() / w["net_paid"].sum()) for w in (before, after)]
    change = rates[1] - rates[0]
    table.attrs.update(periods=periods, profit_before=rates[0], profit_after=rates[1], profit_change=change, fixed_part=change - table.attrs["change"])
    return table


def planted(truth) -> pd.DataFrame:
    """The factors as they were planted: the plan's own values in place of the proxies and in their units, one row per item."""
    from shopkit.world import plan_of

    plan = plan_of(truth.scenario, truth.seed)
    crowd = pd.DataFrame([(n.category, n.searches, n.sellers) for n in plan.niches], columns=["category", "searches", "sellers"]).groupby("category").sum()
    crowd = np.log(crowd["sellers"] / crowd["searches"])
    # what is wrong with an item costs points in one of the three scores whose mean is the rating
    rows = [(p.product_id, 1 - p.unit_cost / p.price, 5 - p.fault / 3, p.click, str(p.supplier), float(crowd[p.category])) for p in plan.products]
    return pd.DataFrame(rows, columns=["product_id", "unit_margin", "rating_shown", "click_lift", "supplier", "log_crowding"])


def planted_shares(shop, truth) -> pd.DataFrame:
    """explained_share() of the planted factors: what the found shares should be."""
    table = planted(truth)
    table = table[table["product_id"].isin(comparable(shop)["product_id"])]
    # a lift is against what is usual among these items
    table = table.assign(click_lift=table["click_lift"] / np.exp(np.log(table["click_lift"]).mean()))
    return factors.explained_share(table, "unit_margin", factors.PROXIES, resamples=0)


def beside(found: pd.DataFrame, so: pd.DataFrame) -> pd.DataFrame:
    """Found weights and shares beside the planted ones, one row per factor."""
    table = found[["factor", "explained_share", "share_low", "share_high", "factor_weight", "weight_low", "weight_high"]]
    return table.assign(planted_share=so["explained_share"].to_numpy(), planted_weight=so["factor_weight"].to_numpy())
