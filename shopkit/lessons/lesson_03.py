"""Lesson 03, conversion funnels: its tables and what-if."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.lessons.lesson_00 import last_month, margins_of
from shopkit.lessons.words_03 import group_name
from shopkit.metrics.funnel import funnel, leaks
from shopkit.metrics.leaks import gaps
from shopkit.metrics.profit import NEEDS
from shopkit.metrics.summary import summary
from shopkit.panel import Lever, Panel
from shopkit.schema import STEPS

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
        (Label("In order, 7 days from any look: the funnel", "按顺序，从任意一次浏览起算 7 天：这才是漏斗"), _last(funnel(events, steps, window=WINDOW))),
    ]
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


def spend(shop) -> float:
    """What a buyer pays on average over the whole time of the shop's tables; NaN where they cannot say."""
    numbers = summary(shop)
    # the summary's own figure is rounded to cents: a thousand buyers make that a matter of whole amounts
    return float("nan") if numbers["spend_per_buyer"] is None else numbers["paid_amount"] / numbers["buyers"]


def item_gaps(shop, spend_per_buyer: float | None, most: int = 8, at_least: int = 30) -> pd.DataFrame:
    """gaps() between the most visited items at the step after the item page, with titles where the shop has them.

    Items of fewer than `at_least` people are not compared: the table may be empty.

    An item's price and need are its own, so a gap between items is a place to look, not yet a fault of the page.
    """
    table = funnel(shop.events, steps_of(shop), window=WINDOW, by="product_id")
    first = table[(table["step_no"] == 1) & (table["visitors"] >= at_least)].nlargest(most, "visitors")["product_id"]
    attrs, table = table.attrs, table[table["product_id"].isin(first)].reset_index(drop=True)
    found = gaps(table, "product_id", spend_per_buyer)
    found = found[found["step_no"] == 2].sort_values("step_conversion", ignore_index=True)
    if not shop.missing("products.title"):
        titles = shop.products.set_index("product_id")["title"]
        # an item that the list of products does not know keeps its id
        found.insert(1, "title", found["product_id"].map(titles).fillna(found["product_id"]))
    found.attrs.update(attrs)
    return found


def work_list(by_group: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Of several gaps() tables (column of the groups → table) the rows that are worse than chance explains, dearest first."""
    parts = []
    for by, table in by_group.items():
        sure = table[table["worse_than_chance"].astype(bool)]
        name = "title" if "title" in table else by
        parts.append(sure[["from_step", "step", "extra_buyers", "extra_paid_amount"]].assign(where=sure[name].map(lambda v, by=by: group_name(by, v))))
    found = pd.concat(parts)[["where", "from_step", "step", "extra_buyers", "extra_paid_amount"]]
    found = found.sort_values(["extra_paid_amount", "extra_buyers"], ascending=False, ignore_index=True)
    found = found.rename(columns={"where": str(Label("Where", "哪里"))})
    found.attrs.update(next(iter(by_group.values())).attrs)
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
    events, steps = shop.events, steps_of(shop)
    table = funnel(events, steps, window=WINDOW)
    lost = leaks(table, spend(shop), WIN_BACK).set_index("step")
    return {"table": table.set_index("step"), "leaks": lost, "spend": spend(shop), "steps": steps}


# what-if ---------------------------------------------------------------------------------------------------------


def what_if(visitors: float, spend: float, now: dict[str, float], contribution: float, **conversions: float) -> pd.DataFrame:
    """A funnel with other step conversions: people per step now and then, and the money.

    visitors: people at the first step. spend: paid per buyer. now: step → its conversion today. contribution: share
    of the paid amount that is left after all that grows with orders. conversions: step → conversion to try.
    Columns: step, now, then (people); attrs: paid_now, paid_then, contribution_now, contribution_then.
    """
    rows, people_now, people_then = [], float(visitors), float(visitors)
    rows.append(("detail", people_now, people_then))
    for step, share in now.items():
        people_now, people_then = people_now * share, people_then * conversions[step]
        rows.append((step, people_now, people_then))
    table = pd.DataFrame(rows, columns=["step", "now", "then"])
    paid_now, paid_then = people_now * spend, people_then * spend
    table.attrs.update(paid_now=paid_now, paid_then=paid_then, buyers_now=people_now, buyers_then=people_then,
                       contribution_now=paid_now * contribution, contribution_then=paid_then * contribution)
    return table


def panel(shop) -> Panel:
    """Sliders: one per step conversion, spend per buyer, and what is left of each yuan."""
    numbers = numbers_of(shop)
    table, steps = numbers["table"], numbers["steps"]
    now = table["step_conversion"].fillna(0.0).astype(float)[steps[1:]].to_dict()
    visitors, spend = int(table["visitors"].iloc[0]), numbers["spend"]
    if spend != spend:
        raise UserError(Label("What a buyer spends cannot be told from these files, so there is nothing to multiply by.",
                              "从这些文件里看不出一个买家花多少钱，没有数可以乘。"), code="no_spend")
    levers = [
        Lever(step, Label(f"{STEPS[step].en}: of the step before", f"{STEPS[step].zh}：占上一步"), 0.0, 1.0, 0.005, share)
        for step, share in now.items()
    ]
    levers += [
        Lever("spend", Label("Spend per buyer", "客单价"), 0.0, max(10.0, round(spend * 2.5, -1)), 1.0, spend, "money"),
        Lever("contribution", Label("Left of each amount paid", "每笔支付剩下的比例"), 0.0, 0.6, 0.01, _left_over(shop)),
    ]

    def run(**values):
        return what_if(visitors, values.pop("spend"), now, values.pop("contribution"), **values)

    title = Label("What if one step held its visitors better?", "如果某一步少流失一些人，会怎样？")
    return Panel(title, tuple(levers), run, _draw, lambda result: _tell(result, shop.currency),
                 {steps[1]: now[steps[1]] + 0.01}, shop.currency)


def _left_over(shop) -> float:
    """The contribution rate of the shop's last full month, to a percent; a fifth where the tables cannot say."""
    if shop.missing(NEEDS):
        return 0.2
    share = margins_of(shop, last_month(shop)).set_index("line")["share"]["contribution"]
    return min(0.6, max(0.0, round(float(share), 2))) if share == share else 0.2


def _draw(result: pd.DataFrame):
    import matplotlib.pyplot as plt

    from shopkit import plots
    from shopkit.labels import format_value

    with plots.style():
        figure, ax = plt.subplots(figsize=(8.2, 2.9))
        names, top = [str(STEPS[s]) for s in result["step"]], result[["now", "then"]].max().max()
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
    change = a["contribution_then"] - a["contribution_now"]
    return Label(
        "Buyers {before:count} → {after:count}; paid amount {paid_before:money} → {paid_after:money}; "
        "contribution changes by {change:money}.",
        "买家 {before:count} → {after:count}；支付金额 {paid_before:money} → {paid_after:money}；贡献利润变化 {change:money}。",
    ).fill(currency, before=round(a["buyers_now"]), after=round(a["buyers_then"]), paid_before=a["paid_now"],
           paid_after=a["paid_then"], change=change)
