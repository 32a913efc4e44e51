"""Lesson 03's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

from functools import lru_cache

import pandas as pd

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label, UserError
from shopkit.lessons.lesson_03 import WIN_BACK, WINDOW, first_starts, full_week, numbers_of, people_with
from shopkit.metrics.funnel import PAY_CONVERSION, funnel
from shopkit.metrics.leaks import gaps, widest_gap
from shopkit.metrics.summary import summary
from shopkit.schema import STEPS


def _device_gaps(shop):
    return gaps(funnel(shop.events, numbers_of(shop)["steps"], window=WINDOW, by="device"), "device", numbers_of(shop)["spend"])


def _dearest_step(shop):
    worst = widest_gap(_device_gaps(shop))
    if worst is None:
        raise UserError(Label("On this shop no device falls behind the others by more than chance: here the question has no answer.",
                              "这家店没有哪种设备落后得不像是碰巧：这道题在这里没有答案。"), code="no_gap")
    return worst["step"]


def _order_if_alike(shop):
    found = _device_gaps(shop)
    return float("nan") if found.loc[found["step"] == "order", "worse_than_chance"].any() else "order"


def _spend_per_order(shop):
    numbers = summary(shop)
    return numbers["paid_amount"] / numbers["paid_orders"]


@lru_cache(maxsize=32)
def _busy_week(shop):
    """The days of the shop from three before to three after the one with most visitors."""
    days = shop.shop_days.sort_values("date", ignore_index=True)
    peak = days["date"][days["visitors"].idxmax()]
    return days[(days["date"] - peak).abs() <= pd.Timedelta(days=3)]


def _of_week(shop, top, bottom) -> float:
    week = _busy_week(shop)
    return float(week[top].sum() / week[bottom].sum())


def _daily_mean(shop):
    days = _busy_week(shop)
    return float((days["buyers"] / days["visitors"].where(days["visitors"] > 0)).mean())


def _overall(events, shop):
    return float(funnel(events, numbers_of(shop)["steps"], window=WINDOW)["overall_conversion"].iloc[-1])


def _latecomers(shop):
    events, early = shop.events, full_week(shop)
    return events[~events["visitor_id"].isin(early["visitor_id"])]


def _window_open(shop, step):
    return _people_at(funnel(shop.events, numbers_of(shop)["steps"], window=None), step)


def _first_start(shop, step):
    steps = numbers_of(shop)["steps"]
    return _people_at(funnel(first_starts(shop.events, steps), steps, window=WINDOW), step)


def _people_at(table, step):
    return int(table.set_index("step")["visitors"][step])


def _share(shop, top, bottom):
    return people_with(shop.events, top) / people_with(shop.events, bottom)


_STEP_OPTIONS = {
    step: Label(f"{STEPS[before].en} → {STEPS[step].en}", f"{STEPS[before].zh} → {STEPS[step].zh}")
    for before, step in (("detail", "cart"), ("cart", "order"), ("order", "pay"))
}

EXERCISES = (
    Exercise(
        1,
        Label("How many people placed an order within 7 days of opening an item page, by way of the cart, in that order?",
              "有多少人在打开商品页之后的 7 天内，先加购、再下单？"),
        Figure("count", 0),
        lambda shop: int(numbers_of(shop)["table"]["visitors"]["order"]),
        (
            Mistake(lambda shop: int((shop.events["step"] == "order").sum()),
                    Label("You counted events: whoever ordered three times counts three times. You would think more people persuaded than were. Count people, each once: look at the column of funnel().",
                          "你数的是事件：一个人下三次单就算了三次，会以为打动了更多的人。要数人，每人一次：看 funnel() 的结果列。")),
            Mistake(lambda shop: people_with(shop.events, "order"),
                    Label("You counted everybody with an order event, also those who came to it another way or much later. A funnel is ordered and has a window. Look at the row of the order in funnel().",
                          "你数的是所有下过单的人，走别的路、隔了很久的也算了。漏斗要讲先后、有时限。看 funnel() 里“下单”那一行。")),
            Mistake(lambda shop: int(numbers_of(shop)["table"]["visitors"]["cart"]),
                    Label("You read the row above: those filled the cart. Some of them never ordered.", "你看成了上一行：那是加了购的人，有的没下单。")),
            Mistake(lambda shop: int(numbers_of(shop)["table"]["visitors"]["pay"]),
                    Label("You read the row below: those paid. More people placed an order.", "你看成了下一行：那是付了款的人，下单的更多。")),
            Mistake(lambda shop: _window_open(shop, "order"),
                    Label("You left the window open: a look in August and an order in October count as one decision. Set window=\"7d\".",
                          "你没有设时限：8 月看、10 月下单也被当成一次决定。请设 window=\"7d\"。")),
            Mistake(lambda shop: _first_start(shop, "order"),
                    Label("You let only the first look start the 7 days. Who looked in August, came back in October and ordered is lost to you, and returning customers seem worse than they are.",
                          "你只从第一次浏览起算 7 天。8 月看过、10 月再来并下单的人就丢了，老访客会显得比实际差。")),
        ),
        (Label("You need a count of people, not of rows.", "要数的是人，不是行。"),
         Label("The funnel with the 7-day window is in the table above; which row is the order?", "带 7 天时限的漏斗表在上面；哪一行是下单？"),
         Label("Row “Order placed”, column “Visitors”.", "“下单”那一行，“访客数”那一列。")),
        Label("It is the number of different people who went from item page to cart to order within 7 days.",
              "这是 7 天内从商品页到加购再到下单的不同的人数。"),
        needs="events",
    ),
    Exercise(
        2,
        Label("What share of those who placed an order paid for it? (Within the same funnel; percent to 1 decimal.)",
              "下了单的人里，有多大比例付了款？（用同一个漏斗；百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: float(numbers_of(shop)["table"]["step_conversion"]["pay"]),
        (
            Mistake(lambda shop: float(numbers_of(shop)["table"]["overall_conversion"]["pay"]),
                    Label("You divided by the first step: that is the conversion of the whole way. You would chase unpaid orders that are mostly paid. Divide by those who placed an order.",
                          "你除以了第一步：那是全程转化率。你会以为大量订单没付款而去催付，其实大多付了。请除以下单的人。")),
            Mistake(lambda shop: 1 - float(numbers_of(shop)["table"]["step_conversion"]["pay"]),
                    Label("That is the share you lost. The question asks for those who paid: 1 minus it.",
                          "这是流失的比例。题目问付了款的比例：用 1 减去它。")),
            Mistake(lambda shop: _share(shop, "pay", "order"),
                    Label("You divided all people with a payment by all with an order, in any order and at any time. The same table's two last rows answer it.",
                          "你用所有付过款的人除以所有下过单的人，没管先后和时间。看同一张表的最后两行。")),
        ),
        (Label("Two neighbouring rows of the funnel table.", "漏斗表里相邻的两行。"),
         Label("People who paid ÷ people who placed an order.", "支付人数 ÷ 下单人数。"),
         Label("Column “Step conversion”, last row.", "“单步转化率”那一列，最后一行。")),
        Label("Step conversion = people at this step ÷ people at the step before.", "单步转化率 = 这一步人数 ÷ 上一步人数。"),
        needs="events",
    ),
    Exercise(
        3,
        Label("Compare each device with all the others, step by step. Where does one device do worse than chance explains, and lose most money by it?",
              "把每种设备和其他设备一步一步比。哪一步有设备差得不像碰巧，而且损失最大？"),
        Choice(_STEP_OPTIONS),
        _dearest_step,
        (
            Mistake(lambda shop: numbers_of(shop)["table"]["step_conversion"].idxmin(),
                    Label("That is the step with the lowest share. It is the lowest on every device: most people only look, in every shop. A leak is where one group does worse than the others do at the same step.",
                          "那是通过比例最低的一步，可它在每种设备上都最低：到哪家店都是看的人多。漏点是同一步里，某一组做得比其他组差。")),
            Mistake(_order_if_alike,
                    Label("Between cart and order the devices differ by no more than chance would have it.", "从加购到下单，各设备之间的差别没有超出碰巧的范围。")),
        ),
        (Label("A low share is not a leak if it is low for everybody.", "人人都低的比例，不算漏点。"),
         Label("The table after the chart of devices has a column “Worse than chance explains”.", "设备那张图后面的表里，有一列“差得不像碰巧”。"),
         Label("Find the row with “yes”, and read its step.", "找到写着“是”的那一行，看它是哪一步。")),
        Label("There one device does worse than chance explains. Larger sums with a “no” beside them turn up by luck: they are no reason to rebuild anything.",
              "在那一步，有一种设备差得不像碰巧。旁边写着“否”的金额再大，光凭运气也会出现，不值得为它动工。"),
        needs="events.device, orders.paid_amount",
    ),
    Exercise(
        4,
        Label("Win back one in ten of those who placed an order and did not pay. How much more is paid, at most? (Whole amount, no decimals.)",
              "把下单没付款的人挽回十分之一，支付金额最多能多多少？（取整数。）"),
        Figure("money", 0),
        lambda shop: float(numbers_of(shop)["leaks"]["extra_paid_amount"]["pay"]),
        (
            Mistake(lambda shop: float(numbers_of(shop)["leaks"]["lost_visitors"]["pay"]) * numbers_of(shop)["spend"],
                    Label("You won back everybody. Nobody can; you would promise ten times too much. Take a tenth.",
                          "你把所有人都挽回了，没人做得到，等于夸大了十倍。只取十分之一。")),
            Mistake(lambda shop: WIN_BACK * float(numbers_of(shop)["table"]["visitors"]["pay"]) * numbers_of(shop)["spend"],
                    Label("You took a tenth of those who did pay. The ones to win back are those who placed an order and did not.",
                          "你取的是已付款的人的十分之一。要挽回的是下了单却没付款的人。")),
            Mistake(lambda shop: float(numbers_of(shop)["leaks"]["lost_visitors"]["pay"]) * WIN_BACK * _spend_per_order(shop),
                    Label("You multiplied by spend per order. People were counted, so it takes spend per buyer: some buy more than once.",
                          "你乘的是笔单价。前面数的是人，就要乘客单价：有人不止买一单。")),
        ),
        (Label("People lost before payment, a tenth of them, times what a buyer spends.", "支付前流失的人，取十分之一，再乘一个买家花多少钱。"),
         Label("The table of leaks() has the row “paid”.", "leaks() 的表里有“支付”这一行。"),
         Label("Row “Order placed → Paid”, the last column, without decimals.", "“下单 → 支付”那一行，最后一列，取整数。")),
        Label("A tenth of those lost before payment × spend per buyer; at most, because who hesitated may spend less.",
              "支付前流失人数的十分之一 × 客单价；这是上限，因为犹豫过的人可能花得更少。"),
        needs="events, orders.paid_amount",
    ),
    Exercise(
        5,
        Label("Another shop: 2,000 people open an item page, 200 fill the cart, 80 place an order, 40 pay. In shops like it 10%, 40% and 90% pass these three steps. Where do you look first?",
              "另一家店：2000 人打开商品页，200 人加购，80 人下单，40 人付款。同类店铺这三步的通过比例是 10%、40%、90%。你先看哪里？"),
        Choice(_STEP_OPTIONS),
        lambda shop: "pay",
        (
            Mistake(lambda shop: "cart",
                    Label("Most people are lost there, 1,800, but 10% pass, as in the other shops: most people only look. You would rewrite pages that are as good as anybody's.",
                          "那里走掉的人最多，1800 个，可通过 10%，和同类店铺一样：本来就是看的人多。你会去重写并不差的页面。")),
            Mistake(lambda shop: "order",
                    Label("80 of 200 is 40%, as in the other shops. Compare each step with what the others reach there.",
                          "200 人里 80 人，40%，和同类店铺一样。每一步都要和别人的同一步比。")),
        ),
        (Label("Work out the share that passes at each step.", "先算每一步的通过比例。"),
         Label("Put it beside what the others reach at the same step.", "再和别人的同一步放在一起。"),
         Label("200 ÷ 2,000, 80 ÷ 200, 40 ÷ 80: which one falls behind?", "200 ÷ 2000、80 ÷ 200、40 ÷ 80，哪一个落后了？")),
        Label("Only 50% of the orders are paid where others reach 90%: there are buyers to win who are already yours.",
              "下了单的只有 50% 付款，别人是 90%：这些人本来已经是你的买家了。"),
    ),
    Exercise(
        6,
        Label("The platform's way of counting, for the busiest week: that day with most visitors, three days before it and three after. Pay conversion of these days from shop_days, to compare with your usual. (Percent to 2 decimals.)",
              "平台口径，看最忙的那一周：访客最多的那天，加上前三天、后三天。用 shop_days 算这几天的支付转化率，好跟平时比。（百分数，2 位小数。）"),
        Figure("rate", 2),
        lambda shop: PAY_CONVERSION.of(_busy_week(shop)),
        (
            Mistake(_daily_mean,
                    Label("You averaged the daily rates: a quiet Tuesday weighs as much as a campaign day. Add first, then divide.",
                          "你把每天的转化率做了平均：冷清的周二和活动日一样重。先相加，再相除。")),
            Mistake(lambda shop: _of_week(shop, "buyers", "page_views"),
                    Label("You divided by page views. One visitor opens many pages: the rate would look far too low and you would tear up a good page. Divide by visitors.",
                          "你除以了浏览量。一个访客会看很多页：转化率会低得吓人，好好的页面也被你改掉。要除以访客数。")),
            Mistake(lambda shop: _of_week(shop, "orders", "visitors"),
                    Label("You counted orders placed. Some were never paid, and somebody may place two: pay conversion counts the people who paid.",
                          "你用的是下单数。有的单没付款，也有人一天下两单：支付转化率数的是付了款的人。")),
            Mistake(lambda shop: PAY_CONVERSION.of(shop.shop_days),
                    Label("That is the whole period. A busy week is another thing: other people come, and for other reasons.",
                          "这是整个时期的数。最忙的一周不一样：来的人不同，来的原因也不同。")),
        ),
        (Label("Find the day with most visitors, and keep seven rows of shop_days.", "找到访客最多的那天，留下 shop_days 的七行。"),
         Label("busiest = shop.shop_days[\"visitors\"].idxmax() is its row; .loc[busiest - 3 : busiest + 3] keeps the seven.",
               "busiest = shop.shop_days[\"visitors\"].idxmax() 是那一行；.loc[busiest - 3 : busiest + 3] 留下七行。"),
         Label("Of these rows: buyers.sum() ÷ visitors.sum()", "在这几行里：buyers.sum() ÷ visitors.sum()")),
        Label("Added first, then divided. Its basis is visitor-days: who came on two days is counted twice.",
              "先加后除。它的口径是“访客日”：来了两天的人算两次。"),
        needs="shop_days.visitors, shop_days.buyers",
    ),
    Exercise(
        7,
        Label("What is the conversion of those who have had their full 7 days before the log ends? (Percent to 2 decimals.)",
              "只看日志结束前已满 7 天的人，转化率是多少？（百分数，2 位小数。）"),
        Figure("rate", 2),
        lambda shop: _overall(full_week(shop), shop),
        (
            Mistake(lambda shop: float(numbers_of(shop)["table"]["overall_conversion"]["pay"]),
                    Label("You counted everybody, also those who came last and whose 7 days are not over. Each fresh export would look worse than the last, and you would mend what is not broken.",
                          "你把所有人都算进去了，连刚来、还没过完 7 天的也算。每次新导出的数据都会显得更差，你会去修没坏的东西。")),
            Mistake(lambda shop: _overall(_latecomers(shop), shop),
                    Label("Those are the latecomers, the very ones whose week is not over. Take the others.",
                          "这是后来的人，正好是还没过完 7 天的那批。要的是另外那些人。")),
        ),
        (Label("Some people came so late that the log ends before their week does.", "有些人来得太晚，日志结束时他们的 7 天还没过完。"),
         Label("The sentence about the week that is not over has two shares.", "讲“还没过完的那一周”的那句话里有两个比例。"),
         Label("It is the second: only those who have had their 7 days.", "是第二个：只算已经满 7 天的人。")),
        Label("Only people with a finished week are judged, so early and late exports can be compared.",
              "只评判已满一周的人，早导出、晚导出才可比。"),
        needs="events",
    ),
    Exercise(
        8,
        Label("Someone adds “comparison” to the funnel as a step between item page and cart, and the buyers shrink. What happened?",
              "有人在商品页和加购之间加了一步“比较”，漏斗里的买家数变少了。发生了什么？"),
        Choice({
            "skipped": Label("Nothing in the shop: buyers who never compared are no longer counted", "店里什么也没发生：没比较过的买家不再被算进去"),
            "fewer": Label("Comparing makes people buy less, so make comparison harder", "比较让人少买，应该让人不容易比较"),
            "window": Label("The window got too short: set it to 14 days", "时限太短了：改成 14 天"),
            "bug": Label("The log is wrong: buyers must have compared", "日志有错：买家一定比较过"),
        }),
        lambda shop: "skipped",
        (
            Mistake(lambda shop: "fewer",
                    Label("Nobody behaved differently; only the counting changed. You would worsen the shop to mend a table.",
                          "没有任何人的行为变了，变的只是数法。你会为了修一张表把店弄差。")),
            Mistake(lambda shop: "window",
                    Label("A longer window would not bring them back: they never compared at all.", "时限再长也找不回他们：他们根本没比较过。")),
            Mistake(lambda shop: "bug",
                    Label("The log is right. One may buy without comparing; a stage that may be skipped does not belong in an ordered funnel.",
                          "日志没错。不比较也可以买；可以跳过的阶段不该放进按顺序的漏斗。")),
        ),
        (Label("Did anybody in the shop do something else?", "店里有人的行为变了吗？"),
         Label("Must everybody pass this stage?", "这一步人人都必须经过吗？"),
         Label("A funnel keeps only those who pass every step in it.", "漏斗只留下每一步都经过的人。")),
        Label("A funnel keeps only people who pass each of its steps: put in only those that nobody can skip.",
              "漏斗只留下每一步都经过的人：只把谁都跳不过的步骤放进去。"),
        needs="events",
    ),
)
