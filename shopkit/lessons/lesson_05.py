"""Lesson 05, competition: its tables and what-ifs."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from shopkit.labels import Label, UserError, format_value
from shopkit.lessons.lesson_00 import paid_orders, worded
from shopkit.metrics.competition import market_shares
from shopkit.metrics.event_study import change_effects
from shopkit.metrics.faked import same_words, suspicions
from shopkit.metrics.positioning import OWN
from shopkit.metrics.price_war import Side, price_cuts_seen, price_war
from shopkit.metrics.survivors import fall_out, own_fall_out, survivors, usual_days
from shopkit.metrics.traffic import rate_before_ads
from shopkit.panel import Lever, Panel

OWN_BOOKS = "orders.unit_cost, orders.quantity, orders.refund_amount, orders.fee_amount, orders.shipping_cost, costs"
YOU = Label("Your shop", "你的店")
# a war chest to begin the panel with: an assumption, as the panel says
RESERVES = {"CNY": (20_000.0, 100_000.0), "USD": (3_000.0, 15_000.0)}
# the visitor's price of exercise 3, by currency
ASKED_PRICE = {"CNY": 1.0, "USD": 0.4}

_SEEN = (
    (Label("Click rate, pay conversion of shops of your tier", "同层店铺的点击率、支付转化率"), Label("average and top, as rates", "平均值和优秀值，是比率"), "shop_days"),
    (Label("A rival's visitors, sales, conversion", "某家竞店的访客、销售额、转化率"), Label("as an index; data services turn it back into estimates", "只给指数；数据服务商再把它换算成估计值"), "competitors"),
    (Label("What a rival earns", "竞店赚多少钱"), Label("nowhere: its costs are in nobody's export", "哪儿都看不到：它的成本不在任何人的导出里"), "—"),
    (Label("What a rival changed", "竞店改了什么"), Label("if you look every week and write it down", "只有你每周去看、记下来才有"), "changes"),
)
_LEVERS = (
    (Label("Conversion", "转化率"), Label("attraction: picture, price, page, reviews, a gift", "吸引力：主图、价格、详情页、评价、赠品"), Label("lesson 03", "第 03 课")),
    (Label("Spend per buyer", "客单价"), Label("related items, sets, a threshold for free postage", "关联商品、套装、满额包邮"), Label("lesson 08", "第 08 课")),
    (Label("Repeat purchase", "复购"), Label("a message at the right time, not every week", "时机对的联系，不是每周群发"), Label("lesson 07", "第 07 课")),
)


def what_is_seen() -> pd.DataFrame:
    """What of a rival can be seen from outside, how, and in which table."""
    return worded(_SEEN, Label("What", "什么"), Label("How you get to see it", "怎么看到"), Label("Table", "表"))


def levers_of_value() -> pd.DataFrame:
    """What raises the value of a visitor, and the lesson that teaches it."""
    return worded(_LEVERS, Label("Factor", "因子"), Label("What raises it", "靠什么提高"), Label("Where", "在哪一课"))


def named(table: pd.DataFrame) -> pd.DataFrame:
    """The table with the shop's own row called what a reader calls it."""
    shown = table.assign(rival=table["rival"].replace(OWN, str(YOU)))
    shown.attrs = dict(table.attrs)
    return shown


def sellers(shop) -> pd.DataFrame:
    """Rivals and the shop itself, day by day: date, rival, category, paid_amount, profit_rate (of rivals, where known)."""
    columns = [c for c in ("date", "rival", "category", "paid_amount", "profit_rate") if c in shop.competitors]
    rows = shop.competitors[columns]
    if not shop.missing("items.paid_amount, products.category"):
        own = shop.items.merge(shop.products[["product_id", "category"]], on="product_id").groupby(["date", "category"], as_index=False)["paid_amount"].sum()
        rows = pd.concat([rows, own.assign(rival=OWN)], ignore_index=True)
    rows.attrs["currency"] = shop.currency
    return rows


def own_row(shop) -> pd.DataFrame | None:
    """The shop's own row of fall_out(); None where its books cannot say."""
    if shop.missing(f"{OWN_BOOKS}, shop_days.visitors, shop_days.buyers"):
        return None
    traffic = None if shop.missing("traffic.cost") else shop.traffic
    return own_fall_out(shop.shop_days, paid_orders(shop), shop.costs, traffic)


def standing(shop, rivals=None) -> pd.DataFrame:
    """fall_out() of the rivals on their usual days, with the shop itself among them."""
    return fall_out(usual_days(shop.competitors if rivals is None else rivals), own=own_row(shop))


def suspects(weeks: pd.DataFrame) -> dict:
    """Rivals with both signs lit in two weeks running → the first of these weeks: whom to look at, and since when."""
    found = {}
    for rival, rows in weeks.sort_values("week_from").groupby("rival"):
        both = rows["signs"] == 2
        running = both & both.shift(-1, fill_value=False)
        if running.any():
            found[rival] = rows.loc[running, "week_from"].iloc[0]
    return found


def without_suspects(shop) -> pd.DataFrame:
    """The rivals' days without those of a suspected rival from its first suspicious week on: what a baseline should be made of."""
    rows = shop.competitors
    for rival, since in suspects(weeks_of(shop)).items():
        rows = rows[(rows["rival"] != rival) | (rows["date"] < since)]
    rows.attrs["currency"] = shop.currency
    return rows


def repeated_reviews(shop) -> pd.DataFrame:
    """Reviews that stand word for word more than once in the suspicious weeks of suspected rivals."""
    weeks, parts = weeks_of(shop), []
    for rival, since in suspects(weeks_of(shop)).items():
        parts.append(same_words(shop.market_reviews, rival, weeks.loc[(weeks["rival"] == rival) & (weeks["week_from"] >= since), "week_from"]))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


# what several cells and exercises of one shop ask for, computed once each: a poorer export can say the one and not the other


@lru_cache(maxsize=32)
def weeks_of(shop) -> pd.DataFrame:
    """suspicions() of the shop's rivals."""
    return suspicions(shop.competitors)


@lru_cache(maxsize=32)
def standing_of(shop) -> pd.DataFrame:
    """standing() as it is before anybody is suspected."""
    return standing(shop)


@lru_cache(maxsize=32)
def shares_of(shop) -> pd.DataFrame:
    """The rivals' market shares by month."""
    return market_shares(shop.competitors, by="month")


@lru_cache(maxsize=32)
def cuts_of(shop) -> pd.DataFrame:
    """price_cuts_seen() of the shop's rivals."""
    return price_cuts_seen(shop.competitors)


@lru_cache(maxsize=32)
def changes_of(shop) -> pd.DataFrame | None:
    """change_effects() of the shop's rivals; None where no changes are noted."""
    return None if shop.missing("changes") else change_effects(shop.competitors, shop.changes)


def true_fall_out(shop, truth) -> dict[str, float]:
    """The planted fall-out prices by the rivals' names in this shop's language: both stand in the plan's order."""
    return dict(zip(shop.competitors["rival"].unique(), truth.lessons["05"]["falls_out_at"].values(), strict=True))


def true_name(shop, truth, cause: str) -> str:
    """The rival that a cause was planted at, by its name in this shop's language."""
    english = list(truth.lessons["05"]["falls_out_at"])
    return str(shop.competitors["rival"].unique()[english.index(truth.causes[cause]["where"]["rival"])])


def found_and_true(shop, truth) -> pd.DataFrame:
    """Fall-out prices as found (without the suspicious weeks), with their interval, beside the planted ones."""
    found, true = standing(shop, without_suspects(shop)), true_fall_out(shop, truth)
    table = found[found["rival"] != OWN][["rival", "falls_out_at", "falls_out_low", "falls_out_high"]].reset_index(drop=True)
    table["true_fall_out"] = table["rival"].map(true)
    table.attrs.update(found.attrs)
    # money like those beside it: a column that nobody declares would stand there without its currency
    shown = table.assign(true_fall_out=[format_value(v, "money", shop.currency) for v in table["true_fall_out"]])
    shown = shown.rename(columns={"true_fall_out": str(Label("Planted", "埋下的真值"))})
    shown.attrs = dict(table.attrs, true=table["true_fall_out"].tolist())
    return shown


# what-if: a visitor gets dearer ------------------------------------------------------------------------------------


def what_if_dearer(table: pd.DataFrame, price: float, conversion: float, margin: float) -> pd.DataFrame:
    """fall_out() with the shop's own conversion and margin changed; attrs: visitor_price, standing (how many shops).

    price: of a visitor, the same for all. conversion: of the shop (share). margin: left of each amount paid to the shop (share).
    """
    own = table["rival"] == OWN
    changed = table.copy()
    if own.any():
        spend = changed.loc[own, "spend_per_buyer"]
        # an interval of a what-if would pretend to be measured
        changed.loc[own, ["pay_conversion", "margin_rate"]] = conversion, margin
        changed.loc[own, ["falls_out_at", "falls_out_low", "falls_out_high"]] = (conversion * spend * margin).iloc[0]
    changed = changed.sort_values("falls_out_at", ignore_index=True)
    changed.attrs.update(table.attrs, visitor_price=price, standing=int(survivors(changed, [price])["survivors"].iloc[0]))
    return changed


def traffic_panel(shop) -> Panel:
    """Sliders: the price of a visitor, and the shop's own conversion and margin."""
    table = standing_of(shop)
    own = table[table["rival"] == OWN]
    if own.empty:
        raise UserError(Label("What your own visitor leaves cannot be told from these files.", "从这些文件里算不出你自己的访客能剩多少。"), code="no_books")
    conversion, margin = float(own["pay_conversion"].iloc[0]), float(own["margin_rate"].iloc[0])
    far = float(table["falls_out_at"].max())
    levers = (
        Lever("price", Label("A visitor costs everybody", "每个访客的成本（人人一样）"), 0.0, round(far * 1.1, 1), 0.05, round(float(table["falls_out_at"].min()) * 0.6, 2), "money"),
        Lever("conversion", Label("Your pay conversion", "你的支付转化率"), 0.0, max(0.08, round(conversion * 2, 2)), 0.001, conversion, "rate"),
        Lever("margin", Label("Left of each amount paid to you", "你每笔支付剩下的比例"), 0.0, max(0.7, margin), 0.01, margin, "rate"),
    )
    # just past the point at which the shop itself falls
    example = round(float(own["falls_out_at"].iloc[0]) * 1.1, 2)
    return Panel(Label("A visitor gets dearer: who is still standing?", "访客越来越贵：还剩谁？"), levers,
                 lambda **values: what_if_dearer(table, **values), _draw_dearer, lambda r: _tell_dearer(r, shop.currency), {"price": example}, shop.currency, ideas="C2 C3")


def _draw_dearer(result):
    from shopkit import plots

    return plots.plot_survivors(result, result.attrs["visitor_price"]).figure


def _tell_dearer(result, currency) -> Label:
    price, count = result.attrs["visitor_price"], len(result.dropna(subset=["falls_out_at"]))
    own = result[result["rival"] == OWN].iloc[0]
    left = own["falls_out_at"] - price
    tail = Label("Each of your visitors still leaves {left:money}.", "你的每个访客还剩 {left:money}。") if left > 0 else Label("Each of your visitors loses {left:money}: you are out.", "你的每个访客亏 {left:money}：你出局了。")
    head = Label("At {price:money} a visitor, {standing:count} of {count:count} shops still earn something on one. ", "每个访客 {price:money} 时，{count:count} 家店里还有 {standing:count} 家能赚钱。")
    return Label(head.en + tail.en, head.zh + tail.zh).fill(currency, price=price, standing=result.attrs["standing"], count=count, left=abs(left))


# what-if: a price war ----------------------------------------------------------------------------------------------


def war_sides(shop) -> tuple[str, str, Side, Side]:
    """(category, rival, you, the rival): where a price war was fought, or might be; each side on its usual days.

    The rival is the one of the shop's tier that sells most there. Its cost per item follows from what the estimates say it keeps; its visitors are a cost that does not
    grow with what it sells. Your fixed cost and ads are shared out by what the category sells.
    """
    cuts, rivals = cuts_of(shop), without_suspects(shop)
    days = usual_days(rivals).astype({"visitors": float, "units": float})
    own = shop.items.merge(shop.products[["product_id", "category"]], on="product_id")
    sold = own.groupby("category")["units"].sum()
    fought = [c for c in cuts["category"].dropna().unique() if sold.get(c, 0) > 0]
    known = days[days["category"].isin(fought or sold[sold > 0].index)]
    tier = known[known["same_tier"].astype(bool)] if "same_tier" in known and known["same_tier"].astype(bool).any() else known
    if tier.empty:
        raise UserError(Label("No rival of these files sells what you sell.", "这些文件里没有一家竞店和你卖同类商品。"), code="no_rival")
    # a suspected rival's figures are no ground to reckon on, as long as there is another
    honest = tier[~tier["rival"].isin(list(suspects(weeks_of(shop))))]
    tier = tier if honest.empty else honest
    name = tier.groupby("rival")["paid_amount"].mean().idxmax()
    theirs = tier[tier["rival"] == name]
    category = theirs["category"].iloc[0]
    row = standing_of(shop).set_index("rival").loc[name]
    price = theirs["paid_amount"].sum() / theirs["units"].sum()
    visitors = theirs["visitors"].mean() * (row["visitor_cost"] if row["visitor_cost"] == row["visitor_cost"] else 0.0)
    reserves = RESERVES.get(shop.currency, RESERVES["CNY"])
    rival = Side(float(theirs["units"].mean()), float(price), float(price * (1 - row["margin_rate"])), float(visitors), reserves[1])
    mine = own[own["category"] == category]
    count, part = mine["date"].nunique(), mine["paid_amount"].sum() / own["paid_amount"].sum()
    own_price = float(mine["paid_amount"].sum() / mine["units"].astype(float).sum())
    lines = paid_orders(shop)
    lines = lines[lines["product_id"].isin(mine["product_id"])]
    fixed = float(shop.costs.loc[shop.costs["is_fixed"].astype(bool), "amount"].sum()) + float(shop.traffic["cost"].sum() if not shop.missing("traffic.cost") else 0.0)
    you = Side(float(mine["units"].sum()) / count, own_price, own_price * (1 - float(rate_before_ads(lines, _share_of(shop.costs, part)))), fixed * part / count, reserves[0])
    return category, name, you, rival


def _share_of(costs: pd.DataFrame, part: float) -> pd.DataFrame:
    return costs.assign(amount=costs["amount"] * part)


def war_panel(shop) -> Panel:
    """Sliders: both cuts, how far demand follows, and what each side can lose."""
    category, name, you, rival = war_sides(shop)
    levers = (
        Lever("your_cut", Label("You cut your price by", "你降价"), 0.0, 0.5, 0.01, 0.0, "rate"),
        Lever("rival_cut", Label("The rival cuts its price by", "对手降价"), 0.0, 0.5, 0.01, 0.0, "rate"),
        Lever("elasticity", Label("1% cheaper sells so many % more", "便宜 1%，多卖百分之几"), 0.0, 6.0, 0.1, 1.3, "number"),
        Lever("pull", Label("Other 1% cheaper: you sell so many % less", "对方便宜 1%，你少卖百分之几"), 0.0, 3.0, 0.1, 0.5, "number"),
        Lever("your_reserve", Label("What you can lose", "你亏得起多少"), 0.0, round(you.reserve * 10, -2), you.reserve / 20, you.reserve, "money"),
        Lever("rival_reserve", Label("What the rival can lose (a guess)", "对手亏得起多少（猜的）"), 0.0, round(rival.reserve * 10, -2), rival.reserve / 20, rival.reserve, "money"),
    )

    def run(your_cut, rival_cut, elasticity, pull, your_reserve, rival_reserve):
        sides = [Side(s.units, s.price, s.unit_cost, s.fixed, reserve) for s, reserve in ((you, your_reserve), (rival, rival_reserve))]
        return price_war(*sides, your_cut, rival_cut, elasticity, pull)

    return Panel(Label(f"A price war in {category} against {name}", f"{category}价格战：你对“{name}”"), levers, run, lambda r: _draw_war(r, shop.currency),
                 lambda r: _tell_war(r, shop.currency), {"your_cut": 0.22, "rival_cut": 0.22}, shop.currency, ideas="C7")


def _draw_war(result, currency):
    from shopkit import plots

    return plots.plot_price_war(result, currency)


def _tell_war(result, currency) -> Label:
    parts = []
    for row, who in zip(result.itertuples(), (Label("You", "你"), Label("The rival", "对手")), strict=True):
        loss = row.months_left == row.months_left
        end = Label("{result:money} a day after fixed cost and visitors: {months} months.", "扣掉固定费用和访客成本每天 {result:money}，能撑 {months} 个月。") if loss else Label(
            "{result:money} a day after fixed cost and visitors: as long as it likes.", "扣掉固定费用和访客成本每天 {result:money}，想打多久打多久。")
        text = Label(f"{who.en}: keeps {{kept:rate}} of the price, {{share:rate}} of the units of both, {end.en}", f"{who.zh}：每件留下 {{kept:rate}}，占两家件数的 {{share:rate}}，{end.zh}")
        parts.append(text.fill(currency, kept=row.kept_rate, share=row.units_share, result=row.daily_result, months=format_value(round(row.months_left, 1), "number") if loss else ""))
    return Label(" ".join(p.en for p in parts), "".join(p.zh for p in parts))
