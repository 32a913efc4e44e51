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


_STEP_OPTIONS = {
    step: Label(f"{STEPS[before].en} → {STEPS[step].en}", f"{STEPS[before].zh} → {STEPS[step].zh}")
    for before, step in (("detail", "cart"), ("cart", "order"), ("order", "pay"))
}

EXERCISES = (
    Exercise(
        1, Label("How many people placed an order within 7 days of opening an item page, by way of the cart, in that order?", "有多少人在打开商品页之后的 7 天内，先加购、再下单？"),
        Figure("count", 0),
        lambda shop: int(numbers_of(shop)["table"]["visitors"]["order"]),
        (
            Mistake(lambda shop: int((shop.events["step"] == "order").sum()), Label("You counted events: whoever ordered three times counts three times. You would think more people persuaded than were. Count people, each once: look at the column of funnel().",
                                                                                    "你数的是事件：一个人下三次单就算了三次，会以为打动了更多的人。要数人，每人一次：看 funnel() 的结果列。")),
            Mistake(lambda shop: people_with(shop.events, "order"), Label("You counted everybody with an order event, also those who came to it another way or much later. A funnel is ordered and has a window. Look at the row of the order in funnel().",
                                                                          "你数的是所有下过单的人，走别的路、隔了很久的也算了。漏斗要讲先后、有时限。看 funnel() 里“下单”那一行。")),
            Mistake(lambda shop: int(numbers_of(shop)["table"]["visitors"]["cart"]), Label("You read the row above: those filled the cart. Some of them never ordered.", "你看成了上一行：那是加了购的人，有的没下单。")),
            Mistake(lambda shop: int(numbers_of(shop)["table"]["visitors"]["pay"]), Label("You read the row below: those paid. More people placed an order.", "你看成了下一行：那是付了款的人，下单的更多。")),
            Mistake(lambda shop: _window_open(shop, "order"), Label("You left the window open: a look in August and an order in October count as one decision. Set window=\"7d\".", "你没有设时限：8 月看、10 月下单也被当成一次决定。请设 window=\"7d\"。")),
            Mistake(lambda shop: _first_start(shop, "order"), Label("You let only the first look start the 7 days. Who looked in August, came back in October and ordered is lost to you, and returning customers seem worse than they are.",
                                                                    "你只从第一次浏览起算 7 天。8 月看过、10 月再来并下单的人就丢了，老访客会显得比实际差。")),
        ),
        (Label("You need a count of people, not of rows.", "要数的是人，不是行。"),
         Label("The funnel with the 7-day window is in the table above; which row is the order?", "带 7 天时限的漏斗表在上面；哪一行是下单？"),
         Label("Row “Order placed”, column “Visitors”.", "“下单”那一行，“访客数”那一列。")),
        Label("It is the number of different people who went from item page to cart to order within 7 days.", "这是 7 天内从商品页到加购再到下单的不同的人数。"),
        needs="events", ideas="F2",
    ),
    Exercise(
        2, Label("A shop had 100 visitors yesterday; 3 bought. Shops of its tier convert 4% on average. What may its owner say?", "一家店昨天来了 100 个访客，3 个人买了。同层平均转化率是 4%。店主可以怎么说？"),
        Choice({
            "below": Label("We are below the average: mend the pages", "我们低于平均：该改页面了"),
            "open": Label("Nothing yet: the true rate may be anything from about 1% to 8.5%", "还说不准：真实转化率可能在 1% 到 8.5% 之间"),
            "fourth": Label("We are a quarter below the average, so we lose a quarter of our sales", "我们比平均低四分之一，销售额就少了四分之一"),
            "above": Label("We are fine: on a good day we would be above it", "没问题：生意好的那天就超过了"),
        }),
        lambda shop: "open",
        (
            Mistake(lambda shop: "below", Label("One buyer more and it would be exactly 4%. You would rewrite good pages because one person went to lunch.", "再多一个买家就正好是 4%。就因为有一个人吃饭去了，你要去重写好好的页面？")),
            Mistake(lambda shop: "fourth", Label("3% and 4% are a quarter apart on paper. With 100 visitors the true rate may as well be above 4%; the loss you count may not exist.", "3% 和 4% 纸面上差四分之一。可只有 100 个访客，真实转化率高于 4% 也完全可能，你算的损失也许根本不存在。")),
            Mistake(lambda shop: "above", Label("That is hope, and the data do not say it either. With so few visitors neither above nor below can be said.", "那是盼望，数据同样没这么说。访客这么少，高和低都说不准。")),
        ),
        (Label("How much would the rate change with one buyer more?", "多一个买家，转化率会变多少？"),
         Label("Look at the interval: does it hold the 4%?", "看区间：4% 在不在里面？"),
         Label("3 of 100: from 1.0% to 8.5%. Both above and below fit.", "100 人里 3 个：1.0% 到 8.5%。比 4% 高或低都说得通。")),
        Label("The 95 % interval of 3 in 100 is 1.0% to 8.5%; 4% lies inside. Wait for more visitors: a week, not a day.", "100 人里 3 个，95% 区间是 1.0% 到 8.5%，4% 就在里面。多等些访客：看一周，别看一天。"),
        ideas="F3",
    ),
    Exercise(
        3, Label("Compare each device with all the others, step by step. Where does one device do worse than chance explains, and lose most money by it?", "把每种设备和其他设备一步一步比。哪一步有设备差得不像碰巧，而且损失最大？"),
        Choice(_STEP_OPTIONS),
        _dearest_step,
        (
            Mistake(lambda shop: numbers_of(shop)["table"]["step_conversion"].idxmin(), Label("That is the step with the lowest share. It is the lowest on every device: most people only look, in every shop. A leak is where one group does worse than the others do at the same step.",
                                                                                              "那是通过比例最低的一步，可它在每种设备上都最低：到哪家店都是看的人多。漏点是同一步里，某一组做得比其他组差。")),
            Mistake(_order_if_alike, Label("Between cart and order the devices differ by no more than chance would have it.", "从加购到下单，各设备之间的差别没有超出碰巧的范围。")),
        ),
        (Label("A low share is not a leak if it is low for everybody.", "人人都低的比例，不算漏点。"),
         Label("The table after the chart of devices has a column “Worse than chance explains”.", "设备那张图后面的表里，有一列“差得不像碰巧”。"),
         Label("Find the row with “yes”, and read its step.", "找到写着“是”的那一行，看它是哪一步。")),
        Label("There one device does worse than chance explains. Larger sums with a “no” beside them turn up by luck: they are no reason to rebuild anything.", "在那一步，有一种设备差得不像碰巧。旁边写着“否”的金额再大，光凭运气也会出现，不值得为它动工。"),
        needs="events.device, orders.paid_amount", ideas="F7",
    ),
    Exercise(
        4, Label("Win back one in ten of those who placed an order and did not pay. How much more is paid, at most? (Whole amount, no decimals.)", "把下单没付款的人挽回十分之一，支付金额最多能多多少？（取整数。）"),
        Figure("money", 0),
        lambda shop: float(numbers_of(shop)["leaks"]["extra_paid_amount"]["pay"]),
        (
            Mistake(lambda shop: float(numbers_of(shop)["leaks"]["lost_visitors"]["pay"]) * numbers_of(shop)["spend"], Label("You won back everybody. Nobody can; you would promise ten times too much. Take a tenth.", "你把所有人都挽回了，没人做得到，等于夸大了十倍。只取十分之一。")),
            Mistake(lambda shop: WIN_BACK * float(numbers_of(shop)["table"]["visitors"]["pay"]) * numbers_of(shop)["spend"], Label("You took a tenth of those who did pay. The ones to win back are those who placed an order and did not.", "你取的是已付款的人的十分之一。要挽回的是下了单却没付款的人。")),
            Mistake(lambda shop: float(numbers_of(shop)["leaks"]["lost_visitors"]["pay"]) * WIN_BACK * _spend_per_order(shop), Label("You multiplied by spend per order. People were counted, so it takes spend per buyer: some buy more than once.",
                                                                                                                                     "你乘的是笔单价。前面数的是人，就要乘客单价：有人不止买一单。")),
        ),
        (Label("People lost before payment, a tenth of them, times what a buyer spends.", "支付前流失的人，取十分之一，再乘一个买家花多少钱。"),
         Label("The table of leaks() has the row “paid”.", "leaks() 的表里有“支付”这一行。"),
         Label("Row “Order placed → Paid”, the last column, without decimals.", "“下单 → 支付”那一行，最后一列，取整数。")),
        Label("A tenth of those lost before payment × spend per buyer; at most, because who hesitated may spend less.", "支付前流失人数的十分之一 × 客单价；这是上限，因为犹豫过的人可能花得更少。"),
        needs="events, orders.paid_amount", ideas="F7",
    ),
    Exercise(
        5, Label("Another shop: 2,000 people open an item page, 200 fill the cart, 80 place an order, 40 pay. In shops like it 10%, 40% and 90% pass these three steps. Where do you look first?", "另一家店：2000 人打开商品页，200 人加购，80 人下单，40 人付款。同类店铺这三步的通过比例是 10%、40%、90%。你先看哪里？"),
        Choice(_STEP_OPTIONS),
        lambda shop: "pay",
        (
            Mistake(lambda shop: "cart", Label("Most people are lost there, 1,800, but 10% pass, as in the other shops: most people only look. You would rewrite pages that are as good as anybody's.", "那里走掉的人最多，1800 个，可通过 10%，和同类店铺一样：本来就是看的人多。你会去重写并不差的页面。")),
            Mistake(lambda shop: "order", Label("80 of 200 is 40%, as in the other shops. Compare each step with what the others reach there.", "200 人里 80 人，40%，和同类店铺一样。每一步都要和别人的同一步比。")),
        ),
        (Label("Work out the share that passes at each step.", "先算每一步的通过比例。"),
         Label("Put it beside what the others reach at the same step.", "再和别人的同一步放在一起。"),
         Label("200 ÷ 2,000, 80 ÷ 200, 40 ÷ 80: which one falls behind?", "200 ÷ 2000、80 ÷ 200、40 ÷ 80，哪一个落后了？")),
        Label("Only 50% of the orders are paid where others reach 90%: there are buyers to win who are already yours.", "下了单的只有 50% 付款，别人是 90%：这些人本来已经是你的买家了。"),
        ideas="F7 F1",
    ),
    Exercise(
        6, Label("Of a shop's visitors 60% land on item A, 30% on B, 10% on C. A sells to 1% of those who land on it, B to 3%, C to 8%. What is the shop's conversion? (Percent to 1 decimal.)",
                 "一家店的访客有 60% 先落在商品 A，30% 在 B，10% 在 C。落在 A 的人有 1% 买，B 有 3%，C 有 8%。全店转化率是多少？（百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: 0.6 * 0.01 + 0.3 * 0.03 + 0.1 * 0.08,
        (
            Mistake(lambda shop: (0.01 + 0.03 + 0.08) / 3, Label("You averaged the three items. C weighs as much as A there, though six times as many people land on A: you would think the shop nearly twice as good as it is.",
                                                                 "你把三个商品平均了。落在 A 的人是 C 的六倍，却和 C 一样重：你会以为这家店好了将近一倍。")),
            Mistake(lambda shop: 0.01, Label("That is item A alone, where most people land. Four in ten land elsewhere, and buy more.", "那只是人最多的 A。还有四成的人落在别处，而且更会买。")),
            Mistake(lambda shop: 0.01 + 0.03 + 0.08, Label("You added the rates. Each of them is a share of other people: weight it by how many land there.", "你把转化率直接加起来了。每个比例的分母是不同的人：要乘上各自的占比。")),
        ),
        (Label("Think of 1,000 visitors: how many land on each item?", "想象 1000 个访客：落在每个商品上的有多少？"),
         Label("600 on A, 300 on B, 100 on C: how many buyers each?", "A 600、B 300、C 100：各有多少买家？"),
         Label("0.6 × 1% + 0.3 × 3% + 0.1 × 8%", "0.6 × 1% + 0.3 × 3% + 0.1 × 8%")),
        Label("6 + 9 + 8 = 23 buyers of 1,000: share × conversion, added.", "1000 人里 6 + 9 + 8 = 23 个买家：占比 × 转化率，再相加。"),
        ideas="F4",
    ),
    Exercise(
        7, Label("A new item had 30 visitors and no buyer; your other items sell to 3 or 4 of 100. What do you do?", "一个新商品来了 30 个访客，没有人买；你的其他商品 100 人里卖 3、4 个。你怎么办？"),
        Choice({
            "drop": Label("It does not convert: take it off", "它没有转化：下架"),
            "page": Label("Its page must be bad: rewrite it today", "页面一定不行：今天就重写"),
            "wait": Label("Nothing yet: a good item has no buyer among 30 in about one case of three", "先不动：好商品 30 个人一个不买，大约三次里就有一次"),
            "move": Label("Send its visitors to the items that sell", "把它的访客引到好卖的商品去"),
        }),
        lambda shop: "wait",
        (
            Mistake(lambda shop: "drop", Label("0 of 30 is not 0%: the true rate may be up to 11%. You would take off one good new item in three.", "30 人里 0 个不等于 0%：真实转化率最高可能有 11%。照这样做，每三个好新品就要错杀一个。")),
            Mistake(lambda shop: "page", Label("Perhaps it is bad, but 30 visitors do not say so. You would change it, see two buyers among the next 60, and believe that it was the change.", "页面也许不行，可 30 个访客说明不了。你改完后，接下来 60 人里来两个买家，你就会以为是改动的功劳。")),
            Mistake(lambda shop: "move", Label("Moving traffic is the last step, for an item that stays down after it was mended. About this one nothing is known yet.", "挪流量是最后一步：修了还是不行才挪。这个商品现在还什么都不知道。")),
        ),
        (Label("How many of 30 would buy at 3 or 4 of 100?", "按 100 人里 3、4 个算，30 人里会有几个买？"),
         Label("About one. How often does an expected one turn out to be none?", "大约一个。预期一个、结果零个，这种事多常见？"),
         Label("0.965 multiplied by itself 30 times is about 0.34.", "0.965 自乘 30 次，约等于 0.34。")),
        Label("0 of 30 fits any rate up to 11%. Decide beforehand how many visitors you will wait for: with 200 visitors and no buyer you would know.", "30 人里 0 个，和 11% 以内的任何转化率都不矛盾。事先定好等到多少访客再判断：200 个访客还是零，那就有数了。"),
        ideas="F5 F3",
    ),
    Exercise(
        8, Label("You rewrote an item's page. Its add-to-cart rate went from 5.0% to 6.5%. In the same weeks that of all other items went from 5.0% to 6.0%. By how many percent did the page raise the rate? (Percent to 1 decimal.)",
                 "你重写了一个商品的详情页，加购率从 5.0% 升到 6.5%。同一时期，其他商品的加购率从 5.0% 升到 6.0%。新页面让加购率提高了百分之几？（百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: (6.5 / 5.0) / (6.0 / 5.0) - 1,
        (
            Mistake(lambda shop: 6.5 / 5.0 - 1, Label("That is before against after. Twenty of these thirty percent came to items that nobody touched: season, campaign, other visitors. You would promise the boss three times too much.",
                                                      "这是只看前后。这 30% 里有 20% 是没人动过的商品也有的：季节、活动、访客变了。你会向老板夸大三倍多。")),
            Mistake(lambda shop: (6.5 - 5.0) / 5.0 - (6.0 - 5.0) / 5.0, Label("Nearly: you subtracted the growths. Without the new page the item would have had 6.0%; ask what 6.5% is of that.", "差一点：你把两个涨幅相减了。没有新页面，它应是 6.0%；要问 6.5% 比这个高多少。")),
            Mistake(lambda shop: 6.5 / 100 - 6.0 / 100, Label("Those are percentage points (0.5). The question asks by how many percent of what it would have been.", "那是百分点（0.5）。题目问的是比“本来会有的”高百分之几。")),
        ),
        (Label("What would the item have had without the new page?", "没有新页面，这个商品会是多少？"),
         Label("The others tell: their rate rose to 6.0%, so would this one's.", "看其他商品：它们涨到 6.0%，它本来也会。"),
         Label("6.5 ÷ 6.0 − 1", "6.5 ÷ 6.0 − 1")),
        Label("6.5% against the 6.0% that the others show would have come anyway: 8.3% more. Then ask for the interval.", "和“本来也会有的” 6.0% 相比，6.5% 高出 8.3%。接着还要问区间。"),
        ideas="F10",
    ),
    Exercise(
        9, Label("What is the conversion of those who have had their full 7 days before the log ends? (Percent to 2 decimals.)", "只看日志结束前已满 7 天的人，转化率是多少？（百分数，2 位小数。）"),
        Figure("rate", 2),
        lambda shop: _overall(full_week(shop), shop),
        (
            Mistake(lambda shop: float(numbers_of(shop)["table"]["overall_conversion"]["pay"]), Label("You counted everybody, also those who came last and whose 7 days are not over. Each fresh export would look worse than the last, and you would mend what is not broken.",
                                                                                                      "你把所有人都算进去了，连刚来、还没过完 7 天的也算。每次新导出的数据都会显得更差，你会去修没坏的东西。")),
            Mistake(lambda shop: _overall(_latecomers(shop), shop), Label("Those are the latecomers, the very ones whose week is not over. Take the others.", "这是后来的人，正好是还没过完 7 天的那批。要的是另外那些人。")),
        ),
        (Label("Some people came so late that the log ends before their week does.", "有些人来得太晚，日志结束时他们的 7 天还没过完。"),
         Label("The sentence about the week that is not over has two shares.", "讲“还没过完的那一周”的那句话里有两个比例。"),
         Label("It is the second: only those who have had their 7 days.", "是第二个：只算已经满 7 天的人。")),
        Label("Only people with a finished week are judged, so early and late exports can be compared.", "只评判已满一周的人，早导出、晚导出才可比。"),
        needs="events", ideas="F2",
    ),
    Exercise(
        10, Label("Many people in a shop fill the cart, go on to the order form and leave it when the postage of ¥12 appears. You have money for one thing. Which?", "一家店里，很多人加了购，进到下单页，看到 12 元运费就走了。你的钱只够做一件事，做哪件？"),
        Choice({
            "voucher": Label("A voucher for everybody who comes to the home page", "给所有进首页的人发券"),
            "picture": Label("A better main picture", "更好的主图"),
            "postage": Label("Free postage from an amount that most baskets nearly reach, said on the item page", "满额包邮，门槛定在多数人差一点就到的金额，并在商品页写明"),
            "remind": Label("A reminder to pay, an hour after the order", "下单一小时后催付"),
        }),
        lambda shop: "postage",
        (
            Mistake(lambda shop: "voucher", Label("Those on the home page ask whether this is a shop for them; the postage comes five steps later. You would pay people who were not in doubt about money yet.", "进首页的人在想“这家店适不适合我”，离运费还有好几步。钱发给了还没想到钱的人。")),
            Mistake(lambda shop: "picture", Label("A picture answers the first doubt: more people would come, and leave at the same postage.", "主图解决的是第一个疑问：来的人更多，照样在运费那里走掉。")),
            Mistake(lambda shop: "remind", Label("These people never placed the order, so there is nothing to remind them to pay.", "这些人根本没下单，没有可催的。")),
        ),
        (Label("At which stage do they leave?", "他们是在哪个阶段走的？"),
         Label("What do they ask there?", "在那里，他们心里问的是什么？"),
         Label("Look at the table of stages, row “Order placed”.", "看阶段表“下单”那一行。")),
        Label("They had decided for the item; the postage stood in the way at the order. Each stage has its own doubt, and so its own remedy.", "商品他们已经选定了，拦住他们的是下单时的运费。每个阶段的疑问不同，办法也不同。"),
        ideas="F1",
    ),
    Exercise(
        11, Label("In September your shop converted 3.8% and the same-tier average was 2.9%. In October yours is 3.8% again, the average 3.4%, on every day of the month from the first on. What happened?",
                  "9 月你的转化率是 3.8%，同层平均 2.9%。10 月你还是 3.8%，同层平均变成 3.4%，而且从 1 号起天天如此。发生了什么？"),
        Choice({
            "rivals": Label("The same rivals have improved by a sixth within a day", "同样那批对手一天之内提高了六分之一"),
            "tier": Label("Your sales put you into another tier: you are compared with other shops", "你的销售额让你换了层：比较的对象变了"),
            "worse": Label("Your shop has got worse", "你的店变差了"),
            "season": Label("It is the season", "季节原因"),
        }),
        lambda shop: "tier",
        (
            Mistake(lambda shop: "rivals", Label("Hundreds of shops do not improve on one night. You would start a price war against nobody.", "几百家店不会一夜之间一起变好。你会对着空气打价格战。")),
            Mistake(lambda shop: "worse", Label("Your own rate is the same 3.8%. You would mend a shop that has not changed.", "你自己的转化率还是 3.8%。你会去修一家没变的店。")),
            Mistake(lambda shop: "season", Label("A season comes over weeks and moves you too. This came in a night and moved only the benchmark.", "季节是几周里慢慢来的，你也会跟着动。这次是一夜之间，而且只有参照变了。")),
        ),
        (Label("What moved, and what did not?", "什么变了，什么没变？"),
         Label("How fast did it move?", "变得有多快？"),
         Label("By what does the platform sort shops into tiers?", "平台按什么给店铺分层？")),
        Label("The tier follows your paid amount of the last 30 days; a new tier is a new set of shops. Compare yourself with yourself, and note the day.", "层级看近 30 天支付金额，升了层就换了一批店来比。和自己的过去比，并记下换层的日子。"),
        ideas="F3",
    ),
    Exercise(
        12, Label("The platform's way of counting, for the busiest week: that day with most visitors, three days before it and three after. Pay conversion of these days from shop_days, to compare with your usual. (Percent to 2 decimals.)",
                  "平台口径，看最忙的那一周：访客最多的那天，加上前三天、后三天。用 shop_days 算这几天的支付转化率，好跟平时比。（百分数，2 位小数。）"),
        Figure("rate", 2),
        lambda shop: PAY_CONVERSION.of(_busy_week(shop)),
        (
            Mistake(_daily_mean, Label("You averaged the daily rates: a quiet Tuesday weighs as much as a campaign day. Add first, then divide.", "你把每天的转化率做了平均：冷清的周二和活动日一样重。先相加，再相除。")),
            Mistake(lambda shop: _of_week(shop, "buyers", "page_views"), Label("You divided by page views. One visitor opens many pages: the rate would look far too low and you would tear up a good page. Divide by visitors.",
                                                                               "你除以了浏览量。一个访客会看很多页：转化率会低得吓人，好好的页面也被你改掉。要除以访客数。")),
            Mistake(lambda shop: _of_week(shop, "orders", "visitors"), Label("You counted orders placed. Some were never paid, and somebody may place two: pay conversion counts the people who paid.", "你用的是下单数。有的单没付款，也有人一天下两单：支付转化率数的是付了款的人。")),
            Mistake(lambda shop: PAY_CONVERSION.of(shop.shop_days), Label("That is the whole period. A busy week is another thing: other people come, and for other reasons.", "这是整个时期的数。最忙的一周不一样：来的人不同，来的原因也不同。")),
        ),
        (Label("Find the day with most visitors, and keep seven rows of shop_days.", "找到访客最多的那天，留下 shop_days 的七行。"),
         Label("busiest = shop.shop_days[\"visitors\"].idxmax() is its row; .loc[busiest - 3 : busiest + 3] keeps the seven.", "busiest = shop.shop_days[\"visitors\"].idxmax() 是那一行；.loc[busiest - 3 : busiest + 3] 留下七行。"),
         Label("Of these rows: buyers.sum() ÷ visitors.sum()", "在这几行里：buyers.sum() ÷ visitors.sum()")),
        Label("Added first, then divided. Its basis is visitor-days: who came on two days is counted twice.", "先加后除。它的口径是“访客日”：来了两天的人算两次。"),
        needs="shop_days.visitors, shop_days.buyers", ideas="F2 F3",
    ),
    Exercise(
        13, Label("Someone adds “comparison” to the funnel as a step between item page and cart, and the buyers shrink. What happened?", "有人在商品页和加购之间加了一步“比较”，漏斗里的买家数变少了。发生了什么？"),
        Choice({
            "skipped": Label("Nothing in the shop: buyers who never compared are no longer counted", "店里什么也没发生：没比较过的买家不再被算进去"),
            "fewer": Label("Comparing makes people buy less, so make comparison harder", "比较让人少买，应该让人不容易比较"),
            "window": Label("The window got too short: set it to 14 days", "时限太短了：改成 14 天"),
            "bug": Label("The log is wrong: buyers must have compared", "日志有错：买家一定比较过"),
        }),
        lambda shop: "skipped",
        (
            Mistake(lambda shop: "fewer", Label("Nobody behaved differently; only the counting changed. You would worsen the shop to mend a table.", "没有任何人的行为变了，变的只是数法。你会为了修一张表把店弄差。")),
            Mistake(lambda shop: "window", Label("A longer window would not bring them back: they never compared at all.", "时限再长也找不回他们：他们根本没比较过。")),
            Mistake(lambda shop: "bug", Label("The log is right. One may buy without comparing; a stage that may be skipped does not belong in an ordered funnel.", "日志没错。不比较也可以买；可以跳过的阶段不该放进按顺序的漏斗。")),
        ),
        (Label("Did anybody in the shop do something else?", "店里有人的行为变了吗？"),
         Label("Must everybody pass this stage?", "这一步人人都必须经过吗？"),
         Label("A funnel keeps only those who pass every step in it.", "漏斗只留下每一步都经过的人。")),
        Label("A funnel keeps only people who pass each of its steps: put in only those that nobody can skip.", "漏斗只留下每一步都经过的人：只把谁都跳不过的步骤放进去。"),
        needs="events", ideas="F1 F2",
    ),
    Exercise(
        14, Label("In a shop the items with more than 50 reviews convert 4%, those with fewer 2%. What does that say?", "一家店里，评价超过 50 条的商品转化率 4%，不到 50 条的 2%。这说明什么？"),
        Choice({
            "double": Label("Bring an item over 50 reviews and its conversion doubles", "把商品的评价做到 50 条以上，转化率就翻倍"),
            "goes": Label("Reviews and conversion go together; what sells well also gathers reviews, so test before you pay for it", "评价和转化同高同低；卖得好的本来评价就多，花钱之前先做测试"),
            "none": Label("Nothing: reviews have no effect", "什么也不说明：评价没有作用"),
            "buy": Label("Pay buyers for reviews until there are 50", "花钱请买家写评价，凑满 50 条"),
        }),
        lambda shop: "goes",
        (
            Mistake(lambda shop: "double", Label("The items with many reviews are the ones that sold well before they had them. You would spend on reviews and find the conversion where it was.", "评价多的，本来就是卖得好的商品。你花了力气凑评价，转化率可能还在原地。")),
            Mistake(lambda shop: "none", Label("That is not shown either. They go together; whether one brings the other, a table of items cannot say.", "这也没有被证明。它们一起高低；谁带动谁，一张商品表说不清。")),
            Mistake(lambda shop: "buy", Label("Paid-for reviews are unlawful and deceive the next buyer, and the figure does not even say that they would help.", "花钱买评价是违法的，也骗了后来的买家；何况这个数字根本没说评价有用。")),
        ),
        (Label("Which of the two came first?", "两件事哪个在前？"),
         Label("Might a third thing bring both?", "会不会有第三件事同时带来这两样？"),
         Label("An item that people like sells and is reviewed.", "人们喜欢的商品，卖得好，评价也多。")),
        Label("An association, and worth a test: change one thing on some items drawn by lot, leave the others.", "这叫相关，值得做个测试：随机挑一些商品只改这一处，其他的不动。"),
        ideas="F6",
    ),
    Exercise(
        15, Label("Four lists lie on your desk. Which one may you use?", "桌上有四份名单。哪一份可以用？"),
        Choice({
            "all": Label("All customers of two years, “may be useful one day”, kept for ever", "两年来所有顾客，“也许哪天用得上”，一直留着"),
            "carts": Label("Customers with a full cart since last week who agreed to messages, to remind them once, deleted after 14 days", "上周起购物车里有货、同意接收消息的顾客，提醒一次，14 天后删除"),
            "out": Label("Customers with an unused coupon, among them some who opted out, “only this once”", "有券没用的顾客，其中有人退订过，“就发这一次”"),
            "numbers": Label("Numbers in place of names, so that no rule applies", "名字换成了编号，所以没有规定要守"),
        }),
        lambda shop: "carts",
        (
            Mistake(lambda shop: "all", Label("No purpose and no end: such a list may not be kept, and if it leaks, two years of customers leak.", "没有用途，也没有期限：这样的名单不该留，一旦泄露就是两年的顾客。")),
            Mistake(lambda shop: "out", Label("Who opted out has said no. “Only this once” is how a shop loses them for good, and a complaint is theirs by right.", "退订就是说了“不”。“就这一次”会让你彻底失去他，他还可以投诉你。")),
            Mistake(lambda shop: "numbers", Label("A number that leads to one customer is still personal data: it needs a purpose, a basis and an end like any other.", "能对应到某位顾客的编号，仍然是个人信息：同样要有用途、合法性基础和期限。")),
        ),
        (Label("Ask of each list: what for, and until when?", "对每份名单问：用来做什么？留到哪天？"),
         Label("Who on it has said no?", "名单上有谁说过“不”？"),
         Label("Purpose, legal basis, deletion date, opt-out: which list has all four?", "用途、合法性基础、删除日期、退订：哪一份四样都有？")),
        Label("One purpose, a basis (they agreed), an end, and nobody who opted out.", "有一个用途、有合法性基础（本人同意）、有期限，也没有退订过的人。"),
        ideas="F8",
    ),
    Exercise(
        16, Label("A pre-sale: in five deposit days 1,000 visitors (day by day, added), 40 paid the deposit. On the balance day 200 visitors came; 32 paid the balance, and 6 others bought in the usual way. What is the conversion of the pre-sale? (Percent to 1 decimal.)",
                  "一场预售：五天定金期共 1000 个访客（按天相加），40 人付了定金。付尾款日来了 200 个访客，32 人付了尾款，另有 6 人正常购买。这场预售的转化率是多少？（百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: 40 / 1000 * 32 / 40,
        (
            Mistake(lambda shop: 38 / 200, Label("That is the balance day taken as a record. Those who pay today came last week: their visits are missing below the line. You would copy a “record” that never was.", "你把付尾款日当成了纪录。今天付款的人是上周来的，他们的到访没算进分母。你会去复制一个不存在的“纪录”。")),
            Mistake(lambda shop: 40 / 1000, Label("Those paid a deposit. One in five of them never paid the balance: multiply by the balance-payment rate.", "这是付定金的比例。每五个人里有一个没付尾款：还要乘付尾款率。")),
            # last: 4% written as 0.04 could be read as 0.04 percent, which is nearly 0
            Mistake(lambda shop: 0.0, Label("That is what the daily table shows for the deposit days: nobody can pay yet. You would stop a pre-sale that works.", "定金期的日报就是 0，因为还不能付全款。照这个数，你会把一场好好的预售停掉。")),
        ),
        (Label("Who came, and when? Who paid in the end?", "谁在什么时候来的？最后谁付了？"),
         Label("Deposit buyers ÷ visitors of the deposit days × share that paid the balance.", "付定金人数 ÷ 定金期访客 × 付尾款的比例。"),
         Label("40 ÷ 1000 × 32 ÷ 40", "40 ÷ 1000 × 32 ÷ 40")),
        Label("4.0% paid a deposit, 80% of them the balance: 3.2% of those who came.", "4.0% 付了定金，其中 80% 付了尾款：来的人里有 3.2% 买了。"),
        ideas="F9",
    ),
)
