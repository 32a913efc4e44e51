"""Lesson 03, conversion funnels: its tables and what-if."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from shopkit.labels import Label, UserError, format_value
from shopkit.lessons.lesson_00 import last_month, margins_of
from shopkit.lessons.words_03 import group_name, step_name, time_words
from shopkit.metric import Metric, Ratio
from shopkit.metrics import describe
from shopkit.metrics.conversion import day_funnel, interval
from shopkit.metrics.funnel import CART_RATE, ORDER_CONVERSION, PAY_CONVERSION, funnel, leaks
from shopkit.metrics.items import CLICK_RATE, by_halves, item_factors, judge_changes, landings
from shopkit.metrics.leaks import gaps
from shopkit.metrics.presale import pre_sales
from shopkit.metrics.profit import NEEDS
from shopkit.metrics.summary import summary
from shopkit.panel import Lever, Panel

WINDOW = "7d"
# the stages that no buyer can do without; home, search, comparison and favourites may be skipped
_MAIN = ("detail", "cart", "order", "pay")
WIN_BACK = 0.1

STAGES = pd.DataFrame(
    [
        (Label("Home page or search", "首页或搜索"), Label("Is this a shop for me?", "这家店适合我吗？"),
         Label("main picture, title, price in the list", "主图、标题、列表价"), "impressions, clicks"),
        (Label("Item page", "商品详情页"), Label("Does it solve my problem?", "它能解决我的问题吗？"),
         Label("first screen, description, reviews shown", "首屏、详情描述、评价展示"), "events: detail"),
        (Label("Comparison", "比较"), Label("Why here and not elsewhere?", "为什么在你家买，不去别家？"),
         Label("price, gifts, what only you have", "价格、赠品、你独有的东西"), "events: compare, favourite"),
        (Label("Cart", "加购"), Label("Now, or later?", "现在买，还是再等等？"),
         Label("coupon with an end date, a word from service", "限时优惠券、客服跟进"), "events: cart"),
        (Label("Order placed", "下单"), Label("Is anything in the way?", "还有什么顾虑？"),
         Label("postage, delivery date, return promise", "运费、发货时间、退换承诺"), "events: order"),
        (Label("Paid", "支付"), Label("Do I go through with it?", "真的要付钱吗？"),
         Label("reminder, one-click payment, quick answers", "催付、一键支付、及时答疑"), "events: pay"),
    ],
    columns=["stage", "doubt", "remedy", "where"],
)


def stage_table() -> pd.DataFrame:
    """The stages of a purchase: what the visitor asks there, what helps, where it shows."""
    heads = [Label("Stage", "阶段"), Label("The visitor asks", "访客心里在问"), Label("What helps", "怎么帮他"),
             Label("Where it shows", "看哪个数据")]
    return STAGES.set_axis([str(h) for h in heads], axis=1)


def steps_of(shop) -> list[str]:
    """The steps of the main funnel that this shop's log knows, in order."""
    seen = set(shop.events["step"].unique())
    return [step for step in _MAIN if step in seen]


def funnel_of(shop, by: str | None = None) -> pd.DataFrame:
    """The exact funnel where the shop has a log (with `by` in it), else the daily totals in its shape; attrs basis says which."""
    return _funnel_of(shop, by).copy()


@lru_cache(maxsize=64)
def _funnel_of(shop, by):
    if not shop.missing(f"events, events.{by}" if by else "events"):
        return funnel(shop.events, steps_of(shop), window=WINDOW, by=by)
    return day_funnel(shop.table({"source": "traffic", "product_id": "items"}.get(by, "shop_days")), by)


def one_visitor(shop) -> pd.DataFrame:
    """The log of one visitor whose way shows that people do not walk straight: several visits, a purchase among them."""
    events = shop.events.sort_values(["visitor_id", "at"], kind="stable")
    marked = events.assign(day=events["at"].dt.floor("D"), pays=events["step"] == "pay")
    people = marked.groupby("visitor_id").agg(rows=("step", "size"), steps=("step", "nunique"), days=("day", "nunique"), pays=("pays", "sum"))
    # a short log with much in it; the id settles ties, so that it is the same person each time
    told = people[(people["pays"] > 0) & (people["rows"] <= 14) & (people["days"] > 1)]
    chosen = told.sort_values(["steps", "days"], ascending=False, kind="stable").index
    chosen = chosen[0] if len(chosen) else people.index[0]
    story = events.loc[events["visitor_id"] == chosen].head(20).reset_index(drop=True)
    if not shop.missing("products.title, events.product_id"):
        story = story.assign(title=story["product_id"].map(shop.products.set_index("product_id")["title"]))
    return story[[c for c in ("at", "step", "title") if c in story]]


def ways_of_counting(shop) -> pd.DataFrame:
    """Payers by five ways of counting on the same log, the exact funnel last."""
    events, steps = shop.events, steps_of(shop)
    rows = [
        (Label("Payment events counted (two items in one order are two)", "数支付事件（一单两件记两条）"), int((events["step"] == "pay").sum())),
        (Label("People with a payment, whatever came before", "有过支付的人，不管之前做过什么"), people_with(events, "pay")),
        (Label("In order, no time limit", "按顺序，不限时间"), _last(funnel(events, steps, window=None))),
        (Label("In order, 7 days from the first look only", "按顺序，只从第一次浏览起算 7 天"), _last(funnel(first_starts(events, steps), steps, window=WINDOW))),
        (Label("In order, 7 days from any look: the funnel", "按顺序，从任意一次浏览起算 7 天：这才是漏斗"), _last(funnel_of(shop))), ]
    return pd.DataFrame(rows, columns=[str(Label("How payers are counted", "怎么数买家")), str(Label("Payers", "买家数"))])


def days_of_people(shop) -> pd.DataFrame:
    """The events with each day of each person as a unit of its own, and a column `visitor_kind`.

    visitor_id numbers the person-days; visitor_kind is "new" on a person's first day in the log, "returning" after.
    Split by person instead, all who came back and went no further would stand under "new", under the day on which they
    first got that far, and "returning" would hold only those who went on.
    """
    events = shop.events
    day = events["at"].dt.floor("D")
    first = day.groupby(events["visitor_id"]).transform("min")
    unit = events.groupby([events["visitor_id"], day]).ngroup()
    return events.assign(visitor_id=unit, visitor_kind=(day > first).map({True: "returning", False: "new"}))


def full_week(shop) -> pd.DataFrame:
    """The events of people who first came early enough to have had their 7 days before the log ends."""
    events = shop.events
    first = events.groupby("visitor_id")["at"].transform("min")
    return events[first <= events["at"].max() - pd.Timedelta(days=7)]


@lru_cache(maxsize=64)
def spend(shop) -> float:
    """What a buyer pays on average over the whole time of the shop's tables; NaN where they cannot say."""
    numbers = summary(shop)
    # the summary's own figure is rounded to cents: a thousand buyers make that a matter of whole amounts
    return float("nan") if numbers["spend_per_buyer"] is None else numbers["paid_amount"] / numbers["buyers"]


def worded(table: pd.DataFrame) -> pd.DataFrame:
    """The table with its steps in words, a stage of several steps too."""
    result = table.assign(**{c: [step_name(v) for v in table[c]] for c in ("from_step", "step")})
    result.attrs.update(table.attrs)
    return result


def item_gaps(shop, spend_per_buyer: float | None, most: int = 8, at_least: int = 30) -> pd.DataFrame:
    """gaps() between the most visited items at the step after the item page, with titles where the shop has them.

    Items of fewer than `at_least` people are not compared: the table may be empty.

    An item's price and need are its own, so a gap between items is a place to look, not yet a fault of the page.
    """
    table = funnel_of(shop, "product_id")
    first = table[(table["step_no"] == 1) & (table["visitors"] >= at_least)].nlargest(most, "visitors")["product_id"]
    attrs, table = table.attrs, table[table["product_id"].isin(first)].reset_index(drop=True)
    found = gaps(table, "product_id", spend_per_buyer)
    found = titled(shop, found[found["step_no"] == 2].sort_values("step_conversion", ignore_index=True))
    found.attrs.update(attrs)
    return found


def titled(shop, table: pd.DataFrame) -> pd.DataFrame:
    """The table with the items' titles after their ids, where the shop has a list of products; a stranger keeps its id."""
    if shop.missing("products.title") or "title" in table:
        return table
    titles = shop.products.set_index("product_id")["title"]
    result = table.copy()
    result.insert(list(table).index("product_id") + 1, "title", table["product_id"].map(titles).fillna(table["product_id"]))
    return result


def all_gaps(shop) -> dict[str, pd.DataFrame]:
    """gaps() of every split that is fair, as far as the shop's tables go: devices, and items at the item page."""
    each = None if shop.missing("orders.customer_id") and shop.missing("shop_days.buyers, shop_days.paid_amount") else spend(shop)
    found = {}
    if not shop.missing("events.device"):
        found["device"] = gaps(funnel_of(shop, "device"), "device", each)
    if not shop.missing("events.product_id") or not shop.missing("items.visitors, items.buyers"):
        found["product_id"] = item_gaps(shop, each)
    return found


def item_landings(shop) -> pd.DataFrame:
    """landings() of the shop's log, with titles."""
    return titled(shop, landings(shop.events, steps_of(shop), window=WINDOW))


def landing_lines(table: pd.DataFrame, most: int = 8) -> pd.DataFrame:
    """The first items of landings(), the others in one line, and below them the overlap and the shop: a sum that comes out."""
    rest = table.iloc[most:]
    name = "title" if "title" in table else "product_id"
    counts, parts = ["seen_visitors", "landed_visitors", "landing_buyers"], ["landing_share", "landing_points"]
    shown = table.head(most)[[name, *counts, "landing_share", "landing_conversion", "landing_points"]]
    shown = shown.astype({name: object})
    lines = []
    if len(rest):
        sums = rest[[*counts, *parts]].sum()
        lines.append({name: Label(f"{len(rest)} more items", f"其余 {len(rest)} 个商品"), **sums, "landing_conversion": sums["landing_buyers"] / sums["landed_visitors"]})
    lines.append({name: Label("− seen on several items", "− 看过不止一个商品的重复"), "seen_visitors": -table.attrs["overlap"]})
    lines.append({name: Label("= the shop", "= 全店"), **table[counts].sum(), "seen_visitors": table.attrs["people"], "landing_share": table["landing_share"].sum(),
                  "landing_conversion": table.attrs["conversion"], "landing_points": table["landing_points"].sum()})
    result = pd.concat([shown, pd.DataFrame(lines).astype({name: object})], ignore_index=True)
    result[counts] = result[counts].astype("Int64")
    result.attrs.update(table.attrs)
    return result


def young_item(shop, enough: int = 30) -> dict | None:
    """The newest item: what its first `enough` visitor-days showed, and all of them; None where no item has as many.

    Of several launched on one day the one that sold least at first: the one that somebody would take off.
    """
    items = shop.items.sort_values("date", kind="stable")
    told = []
    for item, rows in items.groupby("product_id"):
        early = rows[rows["visitors"].cumsum().shift(fill_value=0) < enough]
        if rows["visitors"].sum() >= enough:
            told.append((rows["date"].min(), -int(early["buyers"].sum()), item, early, rows))
    if not told:
        return None
    *_, item, early, rows = max(told, key=lambda row: row[:3])
    shop_rate = PAY_CONVERSION.of(shop.shop_days)
    result = {"name": titled(shop, rows.head(1)).iloc[0].get("title", item), "shop": shop_rate, "enough": enough, "none_by_luck": (1 - shop_rate) ** enough}
    for part, table in (("early", early), ("all", rows)):
        visitors, buyers = int(table["visitors"].sum()), int(table["buyers"].sum())
        low, high = interval(buyers, visitors)
        result |= {f"{part}_visitors": visitors, f"{part}_buyers": buyers, f"{part}_low": low, f"{part}_high": high}
    return result


@lru_cache(maxsize=32)
def effects(shop) -> pd.DataFrame:
    """judge_changes() of the changes to the shop's own items, with titles."""
    changes = shop.changes
    return titled(shop, judge_changes(changes[changes["product_id"].isin(shop.items["product_id"])], shop.items))


_ANSWERED = Metric("chat_conversion", Label("Chats that led to an order", "促成下单的会话占比"), Ratio("led_to_order", "chats"), "rate", "higher", (0, 1),
                   Label("A chat leads to an order or not.", "一次会话要么促成下单，要么没有。"), "own count")
# what the visitor sees, its column, and whether more of it is said to bring more buyers
_MOVES = (
    ("price_to_list", Label("Price against list price", "售价与标价之比"), "items.price, products.list_price", False), ("sold_before", Label("Sales shown on the page", "页面展示的销量"), "items.units", True),
    ("reviews_before", Label("Reviews shown", "展示的评价数"), "reviews.product_id", True), ("bad_before", Label("Bad reviews among them (1–3 stars)", "其中的差评（1–3 星）"), "reviews.score_item", False), ("rating_shown", Label("Rating shown", "展示评分"), "items.rating_shown", True), )


def what_goes_with(shop) -> pd.DataFrame:
    """Pay conversion of item-days with little and with much of each thing that a visitor sees; of chats, by how soon they were answered."""
    have = {name: None if shop.missing(name) else shop.table(name) for name in ("products", "reviews")}
    table = item_factors(shop.items, have["products"], None if shop.missing("reviews.product_id, reviews.score_item") else have["reviews"])
    halves = [(words, where, more, by_halves(table, name)) for name, words, where, more in _MOVES if name in table and table[name].notna().any()]
    if not shop.missing("chats.first_reply_s, chats.led_to_order"):
        chats = shop.chats.assign(chats=1, led_to_order=lambda t: t["led_to_order"].fillna(False).astype(int))
        halves.append((Label("Seconds to the first reply (of chats)", "客服首次响应秒数（占会话）"), "chats.first_reply_s", False, by_halves(chats, "first_reply_s", _ANSWERED)))
    heads = [str(h) for h in (Label("What is seen", "看得见的因素"), Label("Column", "数据列"), Label("Little of it", "少的一半"), Label("Much of it", "多的一半"), Label("More than chance", "不像碰巧"))]
    rows, against = [], []
    for words, where, more, half in halves:
        if len(half) == 2:
            low, high = (half.iloc[n] for n in (0, 1))
            rate = [c for c in ("pay_conversion", "chat_conversion") if c in half][0]
            apart = bool(high["conversion_low"] > low["conversion_high"] or low["conversion_low"] > high["conversion_high"])
            rows.append((words, where, format_value(low[rate], "rate"), format_value(high[rate], "rate"), apart))
            against += [words] if apart and (high[rate] > low[rate]) != more else []
    table = pd.DataFrame(rows, columns=heads)
    table.attrs["against"] = against
    return table


def times_table(times: pd.DataFrame) -> pd.DataFrame:
    """step_times() as a reader says it: seconds, minutes or hours."""
    hours = [c for c in times if c.endswith("_hours")]
    heads = {c: Label(*(getattr(describe(c).label, lang).split(" (")[0].split("（")[0] for lang in ("en", "zh"))) for c in hours}
    return times.assign(**{c: [time_words(v) for v in times[c]] for c in hours}).drop(columns="step_no").rename(columns={c: str(v) for c, v in heads.items()})


def truth_table(shop, truth) -> pd.DataFrame:
    """What was found beside what the plan of this shop decided."""
    planned, days = truth.lessons["03"], shop.shop_days
    rows = [(Label(f"{metric.label.en} (of visitor-days)", f"{metric.label.zh}（占访客日）"), metric.of(days), planned["chances"][top])
            for metric, top in ((CART_RATE, "cart_adders"), (ORDER_CONVERSION, "orderers"), (PAY_CONVERSION, "buyers"))]
    paid = funnel_of(shop, "device").query("step == 'pay'").set_index("device")["step_conversion"]
    rows += [(Label(f"Orders paid, {group_name('device', d).en.lower()}", f"下单后付款，{group_name('device', d).zh}"), float(paid.get(d, float("nan"))), chance)
             for d, chance in planned["pay"].items()]
    found = effects(shop)
    for name, metric, kind in (("page_change", CART_RATE, Label("New page: add-to-cart rate", "新详情页：加购率")), ("new_picture", CLICK_RATE, Label("New picture: click rate", "新主图：点击率"))):
        if name in truth.causes:
            same = (found["product_id"] == truth.causes[name]["where"]["product_id"]) & (found["changed_on"] == pd.Timestamp(truth.causes[name]["days"][0]))
            rows += [(kind, effect, truth.effect(name, metric, "items") - 1) for effect in found.loc[same, "change_effect"]]
    if not shop.missing("orders.is_presale") and len(sales := pre_sales(shop.orders, shop.items)) and truth.lessons["10"]["balance_paid"]:
        rows.append((Label("Balance-payment rate of the pre-sale", "预售付尾款率"), float(sales["balance_payment_rate"].iloc[0]), truth.lessons["10"]["balance_paid"][0]))
    table = pd.DataFrame(rows, columns=["what", "found", "truth"]).astype({"found": float, "truth": float})
    shown = table.assign(found=[format_value(v, "rate") for v in table["found"]], truth=[format_value(v, "rate") for v in table["truth"]])
    return shown.set_axis([str(h) for h in (Label("What", "是什么"), Label("Found", "你算出来的"), Label("So it is", "真相"))], axis=1)


def work_list(by_group: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Of several gaps() tables (column of the groups → table) the rows that are worse than chance explains, dearest first."""
    parts = []
    for by, table in by_group.items():
        sure = table[table["worse_than_chance"].astype(bool)]
        name = "title" if "title" in table else by
        parts.append(sure[["from_step", "step", "extra_buyers", "extra_paid_amount"]].assign(where=sure[name].map(lambda v, by=by: group_name(by, v))))
    found = pd.concat(parts or [pd.DataFrame(columns=["where", "from_step", "step", "extra_buyers", "extra_paid_amount"])])
    found = found[["where", "from_step", "step", "extra_buyers", "extra_paid_amount"]]
    found = found.sort_values(["extra_paid_amount", "extra_buyers"], ascending=False, ignore_index=True)
    found = found.rename(columns={"where": str(Label("Where", "哪里"))})
    found.attrs.update(next(iter(by_group.values()), found).attrs)
    return found


def _last(table) -> int:
    return int(table["visitors"].iloc[-1])


def people_with(events, step) -> int:
    return events.loc[events["step"] == step, "visitor_id"].nunique()


def first_starts(events, steps):
    """The log without the later events of the first step: only the first look may start the window."""
    starts = events["step"] == steps[0]
    first = events[starts].groupby("visitor_id")["at"].min()
    return events[~starts | (events["at"] == events["visitor_id"].map(first))]


@lru_cache(maxsize=32)
def numbers_of(shop) -> dict:
    """What several exercises of one shop ask for, computed once."""
    steps, table = steps_of(shop), funnel_of(shop)
    lost = leaks(table, spend(shop), WIN_BACK).set_index("step")
    return {"table": table.set_index("step"), "leaks": lost, "spend": spend(shop), "steps": steps}


# what-if ---------------------------------------------------------------------------------------------------------


def what_if(visitors: float, today: dict[str, float], **tried: float) -> pd.DataFrame:
    """A funnel with other step conversions, spend and margin: people per step now and then, and the money.

    visitors: people at the first step. today: step → its conversion, in order, and besides spend (paid per buyer) and
    contribution (share of the paid amount that is left after all that grows with orders). tried: the same names, as they would be.
    Columns: step, now, then (people); attrs: first, buyers_, paid_, contribution_ each with now and then.
    """
    steps = [name for name in today if name not in ("spend", "contribution")]
    rows = [("", float(visitors), float(visitors))]
    for step in steps:
        rows.append((step, rows[-1][1] * today[step], rows[-1][2] * tried[step]))
    table = pd.DataFrame(rows, columns=["step", "now", "then"])
    for when, levers, buyers in (("now", today, rows[-1][1]), ("then", tried, rows[-1][2])):
        paid = buyers * levers["spend"]
        table.attrs.update({f"buyers_{when}": buyers, f"paid_{when}": paid, f"contribution_{when}": paid * levers["contribution"]})
    return table


def panel(shop) -> Panel:
    """Sliders: one per step conversion, spend per buyer, and what is left of each yuan."""
    table, each = funnel_of(shop), spend(shop)
    steps = table["step"].tolist()
    if each != each:
        raise UserError(Label("What a buyer spends cannot be told from these files, so there is nothing to multiply by.",
                              "从这些文件里看不出一个买家花多少钱，没有数可以乘。"), code="no_spend")
    today = table.set_index("step")["step_conversion"].fillna(0.0).astype(float)[steps[1:]].to_dict()
    names = {step: (step_name(before), step_name(step)) for before, step in zip(steps, steps[1:], strict=False)}
    levers = [Lever(step, Label(f"{a.en} → {b.en}", f"{a.zh} → {b.zh}"), 0.0, max(1.0, today[step]), 0.005, today[step]) for step, (a, b) in names.items()]
    levers += [
        Lever("spend", Label("Spend per buyer", "客单价"), 0.0, max(10.0, round(each * 2.5, -1)), 1.0, each, "money"), Lever("contribution", Label("Left of each amount paid", "每笔支付剩下的比例"), 0.0, 0.6, 0.01, _left_over(shop)), ]
    # today's money stays what it is while a lever moves: moving a margin alone must show what it is worth
    today |= {"spend": levers[-2].start, "contribution": levers[-1].start}
    title = Label("What if one step held its visitors better?", "如果某一步少流失一些人，会怎样？")
    example = {steps[1]: min(levers[0].high, today[steps[1]] + 0.01)}
    return Panel(title, tuple(levers), lambda **tried: what_if(int(table["visitors"].iloc[0]), today, **tried), lambda result: _draw(result, steps[0]), lambda result: _tell(result, shop.currency), example, shop.currency, ideas="F1 F7")


def _left_over(shop) -> float:
    """The contribution rate of the shop's last full month, to a percent; a fifth where the tables cannot say."""
    if shop.missing(NEEDS):
        return 0.2
    share = margins_of(shop, last_month(shop)).set_index("line")["share"]["contribution"]
    return min(0.6, max(0.0, round(float(share), 2))) if share == share else 0.2


def _draw(result: pd.DataFrame, first: str):
    import matplotlib.pyplot as plt

    from shopkit import plots

    with plots.style():
        figure, ax = plt.subplots(figsize=(8.2, 2.9))
        names, top = [str(step_name(s or first)) for s in result["step"]], result[["now", "then"]].max().max()
        for shift, column, colour, label in ((-0.2, "now", plots.GREY, Label("now", "现在")), (0.2, "then", plots.BLUE, Label("then", "调整后"))):
            y = [i + shift for i in range(len(names))]
            ax.barh(y, result[column], height=0.36, color=colour, label=str(label))
            for at, people in zip(y, result[column], strict=True):
                ax.text(people + top * 0.01, at, format_value(round(people), "count"), va="center", fontsize=9)
        ax.set_yticks(range(len(names)), names)
        ax.set_xlim(0, top * 1.15)
        ax.xaxis.set_major_formatter(lambda v, _: format_value(v, "count"))
        ax.invert_yaxis()
        ax.legend(frameon=False, loc="lower right")
        plots.finish(ax, None, xlabel=str(Label("Visitors (people)", "访客数（人）")))
    return figure


def _tell(result: pd.DataFrame, currency) -> Label:
    a = result.attrs
    return Label(
        "Buyers {before:count} → {after:count}; sales {paid_before:money} → {paid_after:money}; left of it after all that grows with "
        "orders (contribution) {left_before:money} → {left_after:money}, a change of {change:money}.",
        "买家 {before:count} → {after:count}；支付金额 {paid_before:money} → {paid_after:money}；扣掉随订单增加的费用后（贡献利润）"
        "{left_before:money} → {left_after:money}，变化 {change:money}。", ).fill(currency, before=round(a["buyers_now"]), after=round(a["buyers_then"]), paid_before=a["paid_now"], paid_after=a["paid_then"], left_before=a["contribution_now"], left_after=a["contribution_then"], change=a["contribution_then"] - a["contribution_now"])
