"""Lesson 05's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

import pandas as pd

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label
from shopkit.lessons.lesson_00 import of_month
from shopkit.lessons.lesson_05 import ASKED_PRICE, changes_of, shares_of, standing_of
from shopkit.metrics.competition import concentration, multiples
from shopkit.metrics.faked import chance_of_faked
from shopkit.metrics.positioning import OWN
from shopkit.metrics.price_war import units_needed

_KEPT, _CUT = 0.35, 0.2
_PRIOR, _HIT, _FALSE = 0.02, 0.9, 0.04


def _last_full(shop):
    """The multiple of conversion in the last full month, as the table has it."""
    table = multiples(shop.shop_days, by="month")
    return table[table["compared_rate"] == "pay_conversion"].iloc[-1]


def _days_of(shop):
    return of_month(shop.shop_days, _last_full(shop)["month"])


def _mean_of_days(shop):
    days = _days_of(shop).astype({"buyers": float, "visitors": float})
    return float((days["buyers"] / days["visitors"] / days["peer_average_conversion"]).mean())


def _click_multiple(shop):
    table = multiples(shop.shop_days, by="month")
    return float(table[table["compared_rate"] == "click_rate"]["multiple"].iloc[-1])


def _rich(shop):
    """The rival whose buyers spend most."""
    rivals = standing_of(shop)
    rivals = rivals[rivals["rival"] != OWN]
    return rivals.loc[rivals["spend_per_buyer"].idxmax()]


def _asked(shop):
    return ASKED_PRICE.get(shop.currency, ASKED_PRICE["CNY"])


def _standing_at(shop, column):
    table = standing_of(shop)
    return int((table[column] > _asked(shop)).sum())


def _shops(shop):
    return len(standing_of(shop))


def _last_hhi(shop):
    return concentration(shares_of(shop), by="month").iloc[-1]


def _lead(shop):
    """Whether the largest by sales has less of the profits than of the sales, more, or about as much."""
    shares = shares_of(shop)
    month = shares[shares["month"] == "2025-11"] if (shares["month"] == "2025-11").any() else shares[shares["month"] == shares["month"].iloc[-1]]
    top = month.sort_values("paid_amount").iloc[-1]
    if abs(top["profit_share"] / top["market_share"] - 1) < 0.1:
        return "same"
    return "less" if top["profit_share"] < top["market_share"] else "more"


def _picture(shop):
    found = changes_of(shop)
    found = found[found["kind"] == "picture"] if found is not None else None
    # where no rival changed its picture there is no answer, and nothing is right
    return pd.Series({"ratio_alone": float("nan"), "ratio_others": float("nan"), "ratio_effect": float("nan")}) if found is None or found.empty else found.iloc[0]


EXERCISES = (
    Exercise(
        1,
        Label("Your pay conversion in the last month of the table above: how many times the same-tier average is it? (A number, 2 decimals.)",
              "上面那张表的最后一个月，你的支付转化率是同层平均的几倍？（一个数，2 位小数。）"),
        Figure("number", 2),
        lambda shop: float(_last_full(shop)["multiple"]),
        (
            Mistake(lambda shop: float(_last_full(shop)["multiple"]) - 1,
                    Label("That is how far you lie above or below the average, not the multiple: 1.20 times is “20% above”. Someone who reads 0.20 as a multiple takes you for a fifth of the average.",
                          "这是你比平均高或低多少，不是倍数：1.20 倍是“高 20%”。把 0.20 当倍数看，会以为你只有平均的五分之一。")),
            Mistake(lambda shop: float(_last_full(shop)["multiple"]) * 100,
                    Label("That is percent. The multiple is a plain number: 100 percent is 1.00. Put into a formula, it makes you a hundred times too good.",
                          "这是百分数。倍数是个普通的数：100% 写 1.00。带进公式里，就把你夸大了一百倍。")),
            Mistake(_mean_of_days,
                    Label("You divided day by day and took the mean: a day with 90 visitors weighs as much as one with 900. You would praise yourself for lucky quiet days. Add first, then divide.",
                          "你是一天一天除完再平均：90 个访客的一天和 900 个的一样重。你会为冷清日子里的好运气表扬自己。先相加，再相除。")),
            Mistake(_click_multiple,
                    Label("That is the click rate's multiple: how you do before people come in. You would look for the fault in the picture instead of the page. Read the rows of pay conversion.",
                          "这是点击率的倍数，说的是进店之前。你会去主图上找毛病，而不是详情页。请看“支付转化率”那几行。")),
        ),
        (Label("The table has two rates; take the rows of pay conversion.", "表里有两种比率，看支付转化率那几行。"),
         Label("Take the last of its months.", "取其中最后一个月。"),
         Label("Column “Multiple of the average”.", "“平均的几倍”那一列。")),
        Label("Buyers of the month ÷ (visitors × the day's average, added over the month).", "当月支付买家数 ÷（每天访客数 × 当天平均，全月相加）。"),
        needs="shop_days.peer_average_conversion", ideas="C1",
    ),
    Exercise(
        2,
        Label("Two months running 3.4% of your visitors buy. The multiple falls from 1.17 to 1.00 overnight, on the 1st. What happened?",
              "连续两个月，你的支付转化率都是 3.4%。1 号那天，倍数一夜之间从 1.17 掉到 1.00。发生了什么？"),
        Choice({
            "worse": Label("Your page got worse: visitors like it less", "详情页变差了，访客不喜欢了"),
            "tier": Label("You moved up a tier and stand beside stronger shops now", "你升了一层，现在和更强的店比"),
            "rivals": Label("All rivals improved their pages in one night", "所有对手一夜之间都改好了详情页"),
        }),
        lambda shop: "tier",
        (
            Mistake(lambda shop: "worse", Label("Your own rate did not move: 3.4% before and after. You would rebuild a page that does what it did.", "你自己的转化率没变，前后都是 3.4%。你会去重做一张没毛病的页面。")),
            Mistake(lambda shop: "rivals", Label("An average over many shops does not jump in one night because each of them improves. The group was exchanged: tiers follow the sales of the last 30 days.",
                                                 "许多店的平均，不会因为各家都改进而一夜跳变。换的是那组店：分层看的是近 30 天的销售额。")),
        ),
        (Label("A multiple has a top and a bottom. Which of them moved?", "倍数有分子和分母，动的是哪个？"), Label("3.4% ÷ 1.17 and 3.4% ÷ 1.00: what was the average, what is it?", "3.4% ÷ 1.17 和 3.4% ÷ 1.00：平均原来是多少、现在是多少？"),
         Label("The platform sorts shops anew by what they sold.", "平台按销售额给店铺重新分层。")),
        Label("The average rose from 2.9% to 3.4% because the shops in it are others: selling more has moved you up.", "平均从 2.9% 升到 3.4%，是因为里面的店换了：你卖得多，升层了。"),
        ideas="C1",
    ),
    Exercise(
        3,
        Label("The rival whose buyers spend most: at what cost of a visitor does it fall out? (Money, 2 decimals.)", "客单价最高的那家竞店，访客成本到多少会出局？（金额，2 位小数。）"),
        Figure("money", 2),
        lambda shop: float(_rich(shop)["falls_out_at"]),
        (
            Mistake(lambda shop: float(_rich(shop)["value_per_visitor"]),
                    Label("That is what a visitor pays, goods and fees included. You would let it bid for visitors until it loses on each of them. Multiply by what is left of each amount paid.",
                          "这是访客付的钱，商品成本和扣费都还在里面。照这个去抢访客，来一个亏一个。还要乘每笔支付剩下的比例。")),
            Mistake(lambda shop: float(_rich(shop)["value_per_visitor"] - _rich(shop)["visitor_cost"]),
                    Label("Value minus cost, without the margin: goods have to be bought as well. You would call a shop healthy that sells below cost.",
                          "用 UV价值直接减访客成本，忘了毛利：货也是要花钱的。亏本的店会被你看成好店。")),
            Mistake(lambda shop: float(_rich(shop)["falls_out_at"]) * 100,
                    Label("You multiplied by the margin in percent. 48% is 0.48: the result is a hundred times too large.", "你拿百分数的毛利率去乘了。48% 是 0.48，结果大了一百倍。")),
        ),
        (Label("Find it in the table after the chart of the survivors.", "在“出局价”那张图下面的表里找到它。"), Label("Three numbers multiply: conversion × spend per buyer × what is left.", "三个数相乘：转化率 × 客单价 × 剩下的比例。"),
         Label("Column “Falls out when a visitor costs”, row with the largest spend per buyer.", "客单价最大的那一行，“访客成本到多少就出局”那一列。")),
        Label("Conversion × spend per buyer × what is left of each amount paid, before advertising.", "转化率 × 客单价 × 每笔支付剩下的比例（推广前）。"),
        needs="competitors.profit_rate", ideas="C2",
    ),
    Exercise(
        4,
        Label("A visitor costs everybody 1.00 yuan (for a shop in dollars: 0.40). How many of the shops of that table, yours among them, still earn something on a visitor?",
              "假设每个访客的成本都是 1.00 元（美元店铺按 0.40）。表里的店（包括你）还有几家能在访客身上赚到钱？"),
        Figure("count", 0),
        lambda shop: _standing_at(shop, "falls_out_at"),
        (
            Mistake(lambda shop: _standing_at(shop, "value_per_visitor"),
                    Label("You compared with the value per visitor. Of that most goes to goods, fees and postage. Nearly everybody would seem safe, you too.", "你拿 UV价值去比了。它大半要付货款、扣费和运费。这样看人人都安全，包括你。")),
            Mistake(lambda shop: _shops(shop) - _standing_at(shop, "falls_out_at"), Label("Those are the ones that have fallen out. The question asks who still stands.", "这是已经出局的家数。题目问还站着的。")),
            Mistake(lambda shop: _standing_at(shop, "falls_out_at") - 1, Label("You left yourself out. Your own row counts: it is the one you can change.", "你漏了自己。自己那一行也算，而且只有它你改得动。")),
        ),
        (Label("The column “Falls out when a visitor costs”.", "看“访客成本到多少就出局”那一列。"), Label("Count the rows above the price.", "数一数比这个价高的有几行。"), Label("Or set the slider to that price and read the sentence.", "或者把滑杆拖到这个价，看那句话。")),
        Label("A shop stands as long as what its visitor leaves is more than what a visitor costs.", "访客留下的比访客花掉的多，店就还站着。"),
        needs="competitors.profit_rate", ideas="C2",
    ),
    Exercise(
        5,
        Label("Shop A: 4% of visitors buy, for 60, and it keeps 20%. Shop B: 2% buy, for 90, and it keeps 45%. Visitors are sold to the highest bidder. Who wins the next one and still earns on it?",
              "A 店：转化率 4%，客单价 60，每笔剩 20%。B 店：转化率 2%，客单价 90，每笔剩 45%。访客价高者得。下一个访客，谁抢得到还赚得到？"),
        Choice({"shop_a": Label("A: its visitor is worth 2.40, B's only 1.80", "A：它的访客值 2.40，B 的只值 1.80"), "convert": Label("A: it converts twice as well", "A：转化率高一倍"),
                "shop_b": Label("B: it can pay up to 0.81, A up to 0.48", "B：它最多付得起 0.81，A 最多 0.48"), "equal": Label("Neither: both sell about as much", "都一样：卖得差不多")}),
        lambda shop: "shop_b",
        (
            Mistake(lambda shop: "shop_a", Label("2.40 and 1.80 are what visitors pay. Of its 2.40 A keeps 0.48, B keeps 0.81 of its 1.80. A would bid 0.60 and lose 0.12 on each.", "2.40 和 1.80 是访客付的钱。A 的 2.40 只剩 0.48，B 的 1.80 剩 0.81。A 出价 0.60，就来一个亏 0.12。")),
            Mistake(lambda shop: "convert", Label("Conversion is one of three factors. B's buyers spend half as much again and leave more than twice the share.", "转化率只是三个因子之一。B 的买家多花一半，剩下的比例还翻了一倍多。")),
            Mistake(lambda shop: "equal", Label("Sales are not what pays for visitors; what is left of them is.", "付访客钱的不是销售额，是销售额里剩下的。")),
        ),
        (Label("Who can pay more for a visitor?", "谁付得起更贵的访客？"), Label("Multiply the three numbers of each shop.", "把每家店的三个数乘起来。"), Label("0.04 × 60 × 0.20 and 0.02 × 90 × 0.45.", "0.04 × 60 × 0.20 和 0.02 × 90 × 0.45。")),
        Label("0.02 × 90 × 0.45 = 0.81 against 0.04 × 60 × 0.20 = 0.48: B outbids A and still earns.", "0.02 × 90 × 0.45 = 0.81，而 0.04 × 60 × 0.20 = 0.48：B 出得起更高的价，还有得赚。"),
        ideas="C2 C3",
    ),
    Exercise(
        6,
        Label("What is the HHI of the shops seen in the last month? (Of fractions: a number between 0 and 1, 2 decimals.)", "最后一个月，看得到的这些店的 HHI 是多少？（用小数份额算：0 到 1 之间，2 位小数。）"),
        Figure("number", 2),
        lambda shop: float(_last_hhi(shop)["hhi"]),
        (
            Mistake(lambda shop: float(_last_hhi(shop)["hhi"]) * 10_000,
                    Label("That is the HHI of percents, 0 to 10,000, as authorities often write it. Beside figures of fractions it looks like a monopoly ten thousand times over. Say which one you use.",
                          "这是用百分数份额算的 HHI，范围 0 到 10000，监管部门常这么写。和小数口径放在一起，就像垄断了一万倍。用哪种要说清。")),
            Mistake(lambda shop: float(_last_hhi(shop)["top_share"]),
                    Label("That is the share of the largest three, which does not see how unequal they are among themselves.", "这是前三名的份额，它看不出三家之间差多少。")),
            Mistake(lambda shop: 1 / float(_last_hhi(shop)["sellers_seen"]),
                    Label("1 ÷ number of shops is the HHI if all were equally large. You would overlook that two of them sell most.", "1 ÷ 店铺数是各家一样大时的 HHI。你会看不到大部分是一两家卖掉的。")),
        ),
        (Label("The table of concentration() has one row per month.", "concentration() 的表每月一行。"), Label("Each share squared, all added.", "每家份额平方，再相加。"), Label("Column “Herfindahl index (HHI)”, last row.", "“赫芬达尔指数（HHI）”那一列，最后一行。")),
        Label("The sum of the squared shares, as fractions.", "各家份额（小数）的平方和。"),
        needs="competitors.paid_amount", ideas="C4",
    ),
    Exercise(
        7,
        Label("In November 2025 the shop with the largest share of sales: how large is its share of the (estimated) profits?", "2025 年 11 月销售份额最大的那家店，它占（估算的）利润多少？"),
        Choice({"same": Label("About as large: who sells most earns most, in proportion", "差不多：卖得多就赚得多，成比例"), "more": Label("Clearly larger: large shops buy cheaper", "明显更大：大店进货便宜"),
                "less": Label("Clearly smaller: sales bought with low prices leave little", "明显更小：低价换来的销售额剩不下多少")}),
        _lead,
        (
            Mistake(lambda shop: "same" if _lead(shop) != "same" else float("nan"), Label("A share of sales was taken for a share of profit. You would envy a shop, and copy its prices, that may earn less than one half its size.",
                                                   "把销售份额当成了利润份额。你会羡慕一家店、去抄它的价，而它赚的也许还不如只有它一半大的店。")),
            Mistake(lambda shop: "more" if _lead(shop) != "more" else float("nan"), Label("Look at the two columns: here the largest has less of the profits than of the sales. Size is no margin.", "看看那两列：这里最大的店，利润份额比销售份额小。规模大不等于毛利高。")),
        ),
        (Label("The table of market shares has two shares.", "市场份额表里有两种份额。"), Label("Take the rows of 2025-11, the first of them.", "看 2025-11 那几行的第一行。"), Label("Compare “Market share” with “Share of all profits”.", "比较“市场份额”和“利润份额”。")),
        Label("In the price war the largest seller sold much and kept little; profits follow margins and visitor costs, not sales.", "价格战里，最大的卖家卖得多、剩得少；利润跟着毛利和访客成本走，不跟着销售额走。"),
        needs="competitors.profit_rate", ideas="C4",
    ),
    Exercise(
        8,
        Label("You keep 35% of each price. You cut the price by 20%, costs stay. How many times today's items must you sell to be left with as much? (2 decimals.)",
              "每件你能留下售价的 35%。降价 20%，成本不变。要卖到现在的几倍，才能剩得和现在一样多？（2 位小数。）"),
        Figure("number", 2),
        lambda shop: units_needed(_KEPT, _CUT),
        (
            Mistake(lambda shop: 1 / (1 - _CUT), Label("1 ÷ 0.8 brings back the sales, not what is left of them. You would cut, sell a quarter more, and wonder where the profit went.", "1 ÷ 0.8 补回来的是销售额，不是剩下的钱。你会降了价、多卖四分之一，然后纳闷利润去哪儿了。")),
            Mistake(lambda shop: 1 + _CUT, Label("20% off and 20% more items: both the sales and what is left fall. Percentages of different bases do not cancel.", "便宜 20%、多卖 20%：销售额和剩下的钱都少了。底数不同的百分比抵消不了。")),
            Mistake(lambda shop: _KEPT / _CUT, Label("You divided what you keep by the cut. What matters is what is left after it: 35 − 20 = 15.", "你用留下的除以降价幅度。该看的是降完还剩多少：35 − 20 = 15。")),
        ),
        (Label("Take a price of 100: what do you keep today?", "假设卖 100 元：现在留下多少？"), Label("At 80, with the same costs of 65?", "卖 80 元、成本还是 65 呢？"), Label("35 ÷ 15", "35 ÷ 15")),
        Label("35 kept today, 15 after the cut: 35 ÷ 15 = 2.33 times the items.", "现在每件留 35，降价后留 15：要卖 35 ÷ 15 = 2.33 倍。"),
        ideas="C7",
    ),
    Exercise(
        9,
        Label("A rival keeps 37% of each price. It cuts the price by 22%. Its conversion becomes 1.38 times what it was, so a visitor pays it 1.08 times as much; visitors come as before. Did the cut pay?",
              "一家竞店每件能留下售价的 37%。它降价 22%，转化率变成原来的 1.38 倍，每个访客付的钱变成 1.08 倍，来的访客没变。这次降价值吗？"),
        Choice({"sold": Label("Yes: it sells to far more of its visitors", "值：它的访客买得多多了"), "value": Label("Yes: its value per visitor rose, so it can pay more for visitors", "值：UV价值涨了，访客再贵也买得起"),
                "less": Label("No: it is left with about half as much per visitor", "不值：每个访客剩下的钱大约只有原来一半")}),
        lambda shop: "less",
        (
            Mistake(lambda shop: "sold", Label("It does. But each sale leaves less: the whole cut comes off what it keeps. Units do not pay the rent.", "卖是卖得多了，可每一单剩得更少：降的价全从留下的那部分里出。付房租的不是件数。")),
            Mistake(lambda shop: "value", Label("Value per visitor without the margin: what a visitor pays rose by 8%, what is left of it fell from 37% to 19%. You would follow it into a loss.",
                                                "这是没扣成本的 UV价值：访客付的钱多了 8%，剩下的比例却从 37% 掉到 19%。跟着降，就是跟着亏。")),
        ),
        (Label("What does it keep of the new price? Its costs stay.", "新的价格里它能留下多少？成本没变。"), Label("Of 100 it kept 37, so 63 are costs. At 78?", "卖 100 时留 37，成本就是 63。卖 78 呢？"),
         Label("15 of 78 is 19%. Compare 1.08 × 19 with 37.", "78 里剩 15，是 19%。拿 1.08 × 19 和 37 比。")),
        Label("37 of 100 before, 15 of 78 after: 1.08 × 19% is about 21% of the old value, against 37%. More buyers, and little more than half as much left.",
              "原来 100 里剩 37，现在 78 里剩 15：1.08 × 19% 约合原来的 21%，而原来是 37%。买家多了，剩下的钱只有一半多一点。"),
        ideas="C7",
    ),
    Exercise(
        10,
        Label("A sign of faked orders lights up in 90% of faked weeks and in 4% of honest ones. 2% of all weeks are faked. A week lights up: how likely is it faked? (Percent, no decimals.)",
              "某个刷单迹象，刷单的周有 90% 会亮，没刷的周有 4% 也会亮。全部店周里 2% 是刷的。现在某一周亮了：它真是刷单的可能有多大？（百分数，取整数。）"),
        Figure("rate", 0),
        lambda shop: chance_of_faked(_PRIOR, _HIT, _FALSE),
        (
            Mistake(lambda shop: _HIT, Label("90% is how many faked weeks light up, not how many lit weeks are faked. You would accuse in public, and be wrong in two cases of three.",
                                             "90% 说的是刷单的周有多少会亮，不是亮灯的周有多少是刷的。你会当众指控，三次里错两次。")),
            Mistake(lambda shop: 1 - _FALSE, Label("96% of honest weeks stay dark. But there are so many honest weeks that the few lit ones among them outnumber the faked.", "没刷的周有 96% 不亮，这没错。可没刷的周太多了，其中亮的那一点点，就比刷单的还多。")),
            Mistake(lambda shop: _PRIOR, Label("That is the share before you looked. The sign does say something: it lifts it more than tenfold.", "这是看之前的比例。迹象不是没用：它让可能性涨了十几倍。")),
        ),
        (Label("Imagine 1,000 weeks.", "想象有 1000 个店周。"), Label("20 are faked, 980 honest. How many of each light up?", "20 个刷的，980 个没刷的，各亮多少？"), Label("18 and 39: 18 of 57 lit weeks.", "18 和 39：57 个亮灯的周里有 18 个。")),
        Label("Of 1,000 weeks 18 faked and about 39 honest ones light up: 18 of 57. A suspicion, no proof.", "1000 个店周里，刷的亮 18 个，没刷的约亮 39 个：57 个里的 18 个。是怀疑，不是证据。"),
        ideas="C8",
    ),
    Exercise(
        11,
        Label("Both signs have been lit at one rival for four weeks. What do you do?", "一家竞店连续四周两个迹象都亮着。你怎么办？"),
        Choice({"public": Label("Write it into your shop's page and into groups, with the figures", "把数据截图写进店铺页面、发到群里"), "copy": Label("Do the same, or you will lose", "跟着做，不然就输了"),
                "report": Label("Check for honest reasons, report to the platform with dates and figures, leave those weeks out of your comparisons", "先查有没有正当原因，把日期和数据交给平台举报，自己的对比里剔除这几周"),
                "match": Label("Cut prices to the level of its sales figures", "按它的销量把价格降到一样")}),
        lambda shop: "report",
        (
            Mistake(lambda shop: "public", Label("You have signs, no proof. A public accusation may itself be unlawful (harming a rival's reputation), and if you are wrong you owe it amends.", "你有的是迹象，不是证据。公开指控本身就可能违法（损害商誉），错了还要赔偿。")),
            Mistake(lambda shop: "copy", Label("It is unlawful, it deceives your customers, and it spoils your own figures: you would never again know what your page converts.", "这是违法的，骗的是顾客，还毁了你自己的数据：从此你再也不知道页面真正的转化率。")),
            Mistake(lambda shop: "match", Label("You would take faked sales for demand, and pay for a race against nobody.", "你把刷出来的销量当成了需求，掏钱和一个不存在的对手赛跑。")),
        ),
        (Label("What do you know, and what do you only suspect?", "哪些是你知道的，哪些只是怀疑？"), Label("Who can see the rival's orders, and you cannot?", "谁看得到竞店的订单，而你看不到？"), Label("The platform can check; you can only point.", "平台能查，你只能提供线索。")),
        Label("A suspicion goes to those who can check it, with dates and figures; your own tables go without those weeks.", "怀疑交给查得了的人，附上日期和数据；自己的表里剔除那几周。"),
        ideas="C8",
    ),
    Exercise(
        12,
        Label("The first rival that changed its main picture: by how many times did the change move its visitors? (2 decimals; the further part shows it.)", "第一家换主图的竞店：这次改动让它的访客变成几倍？（2 位小数；答案在延伸部分。）"),
        Figure("number", 2),
        lambda shop: float(_picture(shop)["ratio_effect"]),
        (
            Mistake(lambda shop: float(_picture(shop)["ratio_alone"]),
                    Label("That is after ÷ before, without a control. Season, campaigns and weather are in it: the same weeks moved the others too. You would credit the picture with what the calendar did, or rob it.",
                          "这是没有对照的“后 ÷ 前”。季节、大促、天气都混在里面：同样几周，别的店也在动。你会把日历的功劳算给主图，或者反过来。")),
            Mistake(lambda shop: float(_picture(shop)["ratio_others"]), Label("That is how the others moved who changed nothing: the part to take out.", "这是没有改动的其他店的变化，正是要扣掉的那部分。")),
            Mistake(lambda shop: float(_picture(shop)["ratio_alone"] * _picture(shop)["ratio_others"]), Label("You multiplied by the others instead of dividing: the common part is now in it twice.", "该除以其他店的变化，你却乘了：共同的部分算了两遍。")),
        ),
        (Label("What would have happened without the change? The others show it.", "不改的话会怎样？看其他店。"), Label("Its own ratio ÷ the others' ratio.", "自己的比 ÷ 其他店的比。"), Label("Column “Left for the change”, first row with a picture.", "第一个“主图”行，“扣除后剩下的倍数”那一列。")),
        Label("After ÷ before of the rival, divided by the same of rivals that changed nothing.", "这家店的后 ÷ 前，再除以没有改动的店的后 ÷ 前。"),
        needs="changes, competitors.visitors", ideas="C6",
    ),
    Exercise(
        13,
        Label("You are new and your money lasts four months. Corner A of the market: 9,000 searches a day, 900 sellers. Corner B: 600 searches a day, 20 sellers, and you know these buyers. Where do you begin?",
              "你是新手，钱够撑四个月。市场的 A 块：每天 9000 次搜索，900 个卖家；B 块：每天 600 次搜索，20 个卖家，而且你懂这群人。从哪里开始？"),
        Choice({
            "niche": Label("B: 30 searches per seller against 10, and you can become its first", "B：每个卖家 30 次搜索，A 只有 10 次，而且你有机会做到第一"),
            "large": Label("A: fifteen times as many searches", "A：搜索量是 15 倍"),
            "both": Label("Both at once, so that neither is missed", "两边同时做，哪边都不错过"),
            "overturn": Label("A, with a price so low that all others give up", "A，价格低到别人都放弃"),
        }),
        lambda shop: "niche",
        (
            Mistake(lambda shop: "large", Label("The searches are shared with 900 others: 10 a day for each, and the first places are taken. You would pay for being seen where nobody waits for you.",
                                                "那些搜索要和 900 家分，每家一天 10 次，前排早就有人了。你会花钱去一个没人等你的地方露脸。")),
            Mistake(lambda shop: "both", Label("Two half shops. With four months of money you become first nowhere; widen later, in steps.", "等于开两个半家店。只有四个月的钱，哪边都做不到第一；以后再一步步扩大。")),
            Mistake(lambda shop: "overturn", Label("To overturn a whole market takes deep knowledge of its need, or deep pockets. A price war is won by who can pay longest: not you, with four months.",
                                                   "推翻整个行业，要么对需求懂得极深，要么钱极多。价格战拼的是谁撑得久，你只有四个月。")),
        ),
        (Label("Searches ÷ sellers, in each corner.", "两边各自：搜索数 ÷ 卖家数。"), Label("9,000 ÷ 900 and 600 ÷ 20.", "9000 ÷ 900，和 600 ÷ 20。"), Label("The section on becoming first where nobody stands.", "看“在没人站的地方当第一”那一节。")),
        Label("Demand per seller is three times as large in B, and a small corner can have a first who is new.", "B 的单家需求是 A 的三倍；这样的小块市场里，新手也能做到第一。"),
        ideas="C5",
    ),
)
