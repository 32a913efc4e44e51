"""Lesson 04's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

from functools import lru_cache

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label
from shopkit.lessons import lesson_04 as lesson
from shopkit.metrics.attribution import attribution, journeys
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.halo import days_on_and_off, halo
from shopkit.metrics.mix import mix_and_rate

ADS = "search_ads"


def _of(shop, source, column):
    return float(lesson.row_of(lesson.sources(shop), source)[column])


def _now(shop, column):
    return float(lesson.now_and_best(shop)["now"].set_index("source")[column][ADS])


@lru_cache(maxsize=32)
def _mix(shop):
    before, after, *_ = lesson.two_times(shop)
    return mix_and_rate(before, after, "source", PAY_CONVERSION).attrs


@lru_cache(maxsize=32)
def _credit(shop):
    return attribution(journeys(shop.source("events"), lesson.WINDOW_DAYS, shop.orders), "paid_amount").set_index("source").loc[ADS]


@lru_cache(maxsize=32)
def _per_paid(shop, compared):
    """NaN, which is nobody's answer, on a shop that drew no lot or had no campaign on a day with ads."""
    on = days_on_and_off(shop.traffic)["is_on"]
    if min(on.sum(), (~on).sum()) < 10:
        return float("nan")
    table = halo(shop.traffic, shop.shop_days, first=lesson.FIRST, last=lesson.LAST).set_index("compared")
    return float(table["free_per_paid"].get(compared, float("nan")))


def _campaign(shop, later, earlier):
    table = lesson.around_campaigns(shop)
    return float(table.iloc[1, later] - table.iloc[1, earlier]) if len(table) > 1 else float("nan")


_MONEY, _WHOLE = Figure("money", 2), Figure("money", 0)

EXERCISES = (
    Exercise(
        1,
        Label("How many visitor-days did the shop have over the whole time? (Whole number.)", "整段时间里，全店一共有多少个访客日？（取整数。）"),
        Figure("count", 0),
        lambda shop: int(shop.shop_days["visitors"].sum()),
        (
            Mistake(lambda shop: int(shop.traffic["visitors"].sum()),
                    Label("You added over the sources too: who came by search and by an advert on one day stands in both rows. You would think the shop larger than it is. Take the shop's own days.",
                          "你把各来源也加起来了：同一天从搜索和广告各来一次的人占了两行，店会显得比实际大。要用全店的日数据。")),
            Mistake(lambda shop: int(shop.events["visitor_id"].nunique()),
                    Label("That is people, each counted once. A visitor-day counts a person again on every day.", "这是按人去重的人数。访客日是每来一天就算一次。")),
            Mistake(lambda shop: int(shop.shop_days["page_views"].sum()),
                    Label("Those are page views: one visitor opens many pages. Divided by them, every rate looks bad.", "这是浏览量：一个访客会看很多页。用它作分母，什么比率都难看。")),
        ),
        (Label("Three ways of adding stand in the first table.", "第一张表里列了三种加法。"), Label("Days may be added, sources may not.", "天可以加，来源不可以。"),
         Label("The row “Days added”.", "“各天相加”那一行。")),
        Label("Days may be added if the sum is called what it is: visitor-days. Sources may not.", "天可以相加，只要如实叫“访客日”；来源不可以。"),
        needs="shop_days.visitors, shop_days.page_views, events", ideas="T11",
    ),
    Exercise(
        2,
        Label("A board shows three sources with 4,000, 2,500 and 1,500 visitor-days; a row “other” with 2,000 is on its second page. What share has the second source? (Percent, 1 decimal.)",
              "看板上有三个来源，访客日分别是 4000、2500、1500；第二页还有一行“其他”2000。第二个来源占多少？（百分数，1 位小数。）"),
        Figure("rate", 1), lambda shop: 0.25,
        (
            Mistake(lambda shop: 2500 / 8000, Label("You left the row “other” out, and shares of what is shown add up to 100% of too little. Each source looks larger than it is.",
                                                    "你漏了“其他”那一行：几项占比加起来是 100%，可分母少了一块，每个来源都显得更大。")),
            Mistake(lambda shop: 2500 / 4000, Label("You compared it with the largest source. A share is of the whole.", "你是和最大的来源比。占比要除以总数。")),
        ),
        (Label("What is the whole?", "总数是多少？"), Label("Is any row missing on the first page?", "第一页少了哪一行？"), Label("2,500 ÷ (4,000 + 2,500 + 1,500 + 2,000)", "四行都要：2500 ÷（4000 + 2500 + 1500 + 2000）")),
        Label("2,500 of 10,000. (That these rows may be added at all is only so because they are visitor-days of one source each.)", "10000 里的 2500。（能这样相加，只因为它们都是按来源各自统计的访客日。）"),
        ideas="T1 T11",
    ),
    Exercise(
        3,
        Label("What does one visitor of search ads leave after its own cost? (2 decimals, with its sign.)", "一个搜索广告访客，扣掉自己的成本后还剩多少？（2 位小数，带正负号。）"),
        _MONEY, lambda shop: _of(shop, ADS, "gap_per_visitor"),
        (
            Mistake(lambda shop: _of(shop, ADS, "value_per_visitor") - _of(shop, ADS, "cost_per_visitor"),
                    Label("You took value minus cost for profit. Most of the value goes on to supplier, platform, carrier and refunds: you would buy visitors that lose money. Multiply the value by the contribution rate first.",
                          "你把“价值减成本”当成了利润。价值的大头要付给供应商、平台、快递和退款，这样会一直买亏钱的访客。先用价值乘推广前贡献率。")),
            Mistake(lambda shop: _of(shop, ADS, "left_per_visitor"),
                    Label("That is before the visitor's own cost. A bought visitor has to pay for itself.", "这还没扣访客自己的成本。买来的访客得先把自己的钱挣回来。")),
            Mistake(lambda shop: _of(shop, "free_search", "gap_per_visitor"),
                    Label("That is free search: its visitors cost nothing, and more of them buy.", "这是免费搜索：访客不花钱，买的也更多。")),
        ),
        (Label("Value per visitor, times what is left of each amount paid, less cost per visitor.", "访客价值 × 推广前贡献率 − 访客成本。"), Label("The source table has it as a column.", "来源表里有这一列。"),
         Label("Row “Search ads”, column “Left per visitor − cost per visitor”.", "“搜索广告”那一行，“每访客净贡献”那一列。")),
        Label("Value × contribution rate after refunds − cost: this is what feeds the shop.", "价值 × 扣退款后的贡献率 − 成本：养店的就是这个数。"),
        needs="traffic.cost", ideas="T8",
    ),
    Exercise(
        4,
        Label("Content converts worse than search. It costs no advertising, and what each of its visitors leaves is above 0. What do you do with it?",
              "内容的转化率比搜索低。它不花广告费，每个访客剩下的钱大于 0。你怎么办？"),
        Choice({"cut": Label("Cut it: its conversion pulls the shop's average down", "砍掉：它拉低了全店转化率"), "keep": Label("Keep it, as long as its work costs less than it leaves", "留着，只要投入的人力成本低于它剩下的钱"),
                "budget": Label("Buy adverts until its conversion is as high as search", "投广告，直到它的转化率和搜索一样高")}),
        lambda shop: "keep",
        (
            Mistake(lambda shop: "cut", Label("The average would rise and the money would fall: those visitors leave something and cost nothing. An average is not a till.", "平均值会升，钱会少：这些访客留下了钱又不花钱。平均值不进收银台。")),
            Mistake(lambda shop: "budget", Label("People who watch are not people who search; no budget changes what they came for.", "看内容的人不是来搜东西的人，花多少钱也改变不了他为什么来。")),
        ),
        (Label("What would be missing tomorrow if it were gone?", "如果没了它，明天会少什么？"), Label("Look at its column “Left per visitor − cost per visitor”.", "看它“每访客净贡献”那一列。"),
         Label("Something above nothing, for free, is more than nothing.", "白来的，哪怕只剩一点，也比没有强。")),
        Label("A free source is judged by what it leaves, not by its conversion. (People's time is a cost too: count it.)", "免费来源看它剩下多少，不看转化率。（人的时间也是成本，要算进去。）"),
        ideas="T1 T3",
    ),
    Exercise(
        5,
        Label("Of the change of pay conversion between the two kinds of days above, how much is mix alone? (Percentage points, 2 decimals, with its sign: 0.12 is 0.12%.)",
              "上面两类日子之间支付转化率的变化里，单是结构占多少？（百分点，2 位小数，带正负号：0.12 就是 0.12%。）"),
        Figure("rate", 2), lambda shop: _mix(shop)["mix"],
        (
            Mistake(lambda shop: _mix(shop)["rate"], Label("That is the rate part: sources that converted other than before. The mix is what changed shares alone do.", "这是效率部分：各来源自身转化的变化。结构是占比变化带来的。")),
            Mistake(lambda shop: _mix(shop)["change"], Label("That is the whole change. You would praise the pages for what a missing source did.", "这是全部变化。少了一个来源造成的，你会归功于页面。")),
            Mistake(lambda shop: -_mix(shop)["mix"], Label("The size is right, the sign is not: after minus before.", "大小对了，正负号反了：用后面的减前面的。")),
        ),
        (Label("The chart has two bars per source.", "图上每个来源有两根条。"), Label("The lowest pair is the whole shop.", "最下面一对是全店合计。"), Label("The sentence below the chart says both parts.", "图下面那句话说了两部分。")),
        Label("Mix and rate add up to the change exactly, whichever period is taken first.", "结构加效率正好等于变化，先算哪一段都一样。"),
        needs="traffic.cost", ideas="T3",
    ),
    Exercise(
        6,
        Label("Another shop: 1,000 visitors cost 0.40 each; 1% buy for 100, of which 30% is left. Its owner buys twice the visitors at the same price. What is left then, after advertising? (Whole amount, with its sign.)",
              "另一家店：1000 个访客，每个 0.40 元；1% 的人买 100 元，其中剩 30%。店主按同样价格买两倍访客。推广后剩多少？（取整数，带正负号。）"),
        _WHOLE, lambda shop: -200.0,
        (
            Mistake(lambda shop: 1200.0, Label("You took sales minus advertising: 2,000 − 800. Of the 2,000 only 600 is left before advertising.", "你用成交额减了广告费：2000 − 800。可 2000 里推广前只剩 600。")),
            Mistake(lambda shop: 600.0, Label("You forgot what the visitors cost.", "你忘了访客要花钱。")),
            Mistake(lambda shop: -100.0, Label("That is what it loses today. Twice the visitors on the same page is twice the loss.", "这是今天亏的数。同一个页面，访客翻倍，亏损也翻倍。")),
        ),
        (Label("20 buyers. What is left of their money?", "20 个买家，他们付的钱里剩多少？"), Label("20 × 100 × 0.30", "20 × 100 × 0.30"), Label("… less 2,000 × 0.40", "……再减 2000 × 0.40")),
        Label("600 left, 800 spent. First the page, then the visitors.", "剩 600，花 800。先把页面做好，再买访客。"),
        ideas="T2 T8",
    ),
    Exercise(
        7,
        Label("At today's budget, what does the next 1.00 spent on search ads bring back before advertising? (2 decimals.)", "按现在的预算，搜索广告再多花 1 元，推广前能带回多少？（2 位小数。）"),
        _MONEY, lambda shop: _now(shop, "marginal_return"),
        (
            Mistake(lambda shop: _now(shop, "average_return"),
                    Label("That is the average of all the money spent so far. The next clicks are dearer than the first: by the average you would go on buying long after it stopped paying.",
                          "这是已花的钱的平均回报。后面的点击比前面的贵：照平均值做，早就不划算了你还在加。")),
            Mistake(lambda shop: _of(shop, ADS, "roas"), Label("That is the ROAS: sales for each 1.00, not what is left of them, and an average too.", "这是投入产出比：每 1 元的成交额，不是剩下的钱，而且也是平均值。")),
            Mistake(lambda shop: _now(shop, "daily_clicks") / _now(shop, "daily_cost"), Label("Those are clicks for each 1.00, not money.", "这是每 1 元买到的点击数，不是钱。")),
        ),
        (Label("Not the average: the steepness of the curve where you are now.", "不是平均，是曲线在现在这一点的坡度。"), Label("The table under the curve has a column for it.", "曲线下面的表里有这一列。"),
         Label("Row “Search ads”, column “The next one brings”.", "“搜索广告”那一行，“再多花一元带回”那一列。")),
        Label("Below 1.00 the last money spent does not come back, whatever the average says.", "低于 1 元，最后花的那部分就回不了本，平均值再好看也没用。"),
        needs="ads.clicks, ads.cost, ads.channel, traffic.cost", ideas="T4",
    ),
    Exercise(
        8,
        Label("Your margin is 40% (before advertising and refunds), and 20% of what is paid is refunded. From which ROAS on does an advert earn? (1 decimal.)",
              "你的毛利率（推广前、退款前）是 40%，支付金额里有 20% 会退款。投入产出比到多少才开始赚钱？（1 位小数。）"),
        Figure("number", 1), lambda shop: 1 / (0.4 * 0.8),
        (
            Mistake(lambda shop: 1.0, Label("Above 1 you get more sales than you spent, not more money: 60% of them is not yours. You would burn budget with a smile.", "大于 1 只说明成交额比花费多，不是钱多：其中 60% 不归你。你会笑着烧钱。")),
            Mistake(lambda shop: 2.5, Label("1 ÷ 0.40 forgets the refunds: the ad report counts sales that go back later.", "1 ÷ 0.40 忘了退款：广告报表里有一部分成交后来会退。")),
            Mistake(lambda shop: 5.0, Label("You subtracted the refunds from the margin (0.40 − 0.20). They take 20% of the sales, not 20 points of the margin: 0.40 × 0.80.", "你用毛利率减了退款率（0.40 − 0.20）。退款拿走的是成交额的 20%，不是毛利的 20 个百分点：0.40 × 0.80。")),
        ),
        (Label("What is left of each 1.00 of ad sales?", "每 1 元广告成交，剩多少？"), Label("0.40 of what is not refunded: 0.40 × 0.80.", "没退款的部分的 40%：0.40 × 0.80。"), Label("1 ÷ 0.32", "1 ÷ 0.32")),
        Label("1 ÷ (0.40 × 0.80) = 3.125. A ROAS of 2.5 loses here.", "1 ÷（0.40 × 0.80）= 3.125。这里投入产出比 2.5 是亏的。"),
        ideas="T13",
    ),
    Exercise(
        9,
        Label("What is the ROI of search ads over the whole time: contribution after advertising ÷ spend? (Percent, 1 decimal, with its sign.)", "整段时间里，搜索广告的投资回报率（推广后贡献利润 ÷ 花费）是多少？（百分数，1 位小数，带正负号。）"),
        Figure("rate", 1), lambda shop: _of(shop, ADS, "roi"),
        (
            Mistake(lambda shop: _of(shop, ADS, "roas"), Label("You gave the ROAS: sales ÷ spend. It counts money that is not yours.", "你给的是投入产出比：成交额 ÷ 花费，里面有不归你的钱。")),
            Mistake(lambda shop: _of(shop, ADS, "roas") - 1, Label("You took sales minus spend for profit. The goods, the fees and the refunds have to be paid as well.", "你把“成交额减花费”当利润了。货款、扣费、退款也要付。")),
            Mistake(lambda shop: _of(shop, ADS, "roi") + 1, Label("You forgot to take the spend off.", "你忘了减掉花费本身。")),
        ),
        (Label("Profit on top, not sales.", "分子是利润，不是成交额。"), Label("paid amount × contribution rate − spend", "支付金额 × 推广前贡献率 − 花费"), Label("Row “Search ads”, column “ROI”.", "“搜索广告”那一行，“投资回报率”那一列。")),
        Label("ROI is 0 where ROAS stands at its break-even.", "投入产出比正好在保本线上时，投资回报率为 0。"),
        needs="traffic.cost", ideas="T13",
    ),
    Exercise(
        10,
        Label("It is Monday. The report gives last week's adverts a ROAS of 3.8, the weeks before it 7.5. Its window is 15 days. What do you do?", "今天周一。报表说上周广告投入产出比 3.8，之前各周 7.5。归因窗口是 15 天。你怎么做？"),
        Choice({"stop": Label("Stop the adverts: they have become half as good", "停掉广告：效果只剩一半"), "wait": Label("Wait until last week's window is closed, or compare all weeks after the same days", "等上周的窗口走完，或者每周都只看同样的天数"),
                "creative": Label("Change the pictures: people are tired of them", "换图：大家看腻了")}),
        lambda shop: "wait",
        (
            Mistake(lambda shop: "stop", Label("Last week's buyers have had no 15 days yet. You would stop adverts every Monday for being young.", "上周来的人还没过完 15 天。你会每周一都因为“数据太新”停掉广告。")),
            Mistake(lambda shop: "creative", Label("Perhaps they are; this figure does not say so. It would look the same with the best picture.", "也许真看腻了，但这个数说明不了。换成最好的图，它看起来也一样。")),
        ),
        (Label("How many days have last week's visitors had?", "上周来的人过了几天？"), Label("The table of waits shows one and the same week after more and more days.", "等待天数那张表，看的是同一批广告越等越多。"), Label("Compare only what has had the same time.", "只比过了同样时间的。")),
        Label("A ROAS is only told after its window; until then weeks are compared after equal waits.", "窗口走完之前，投入产出比不算数；要比，就比等了同样天数的。"),
        ideas="T13",
    ),
    Exercise(
        11,
        Label("Search ads and audience ads both report. How many orders did they touch together, each order counted once?", "搜索广告和人群广告各出一份报表。它们一共碰到过多少单，每单只算一次？"),
        Figure("count", 0), lambda shop: int(lesson.claimed(shop)["claimed_orders"].iloc[-1]),
        (
            Mistake(lambda shop: lesson.claimed(shop).attrs["added_orders"], Label("You added the reports: whoever was touched by both stands in both. Added over all plans you would sell more than the shop did.", "你把报表直接相加：两边都碰过的人算了两次。照这样加，各计划卖的会比全店还多。")),
            Mistake(lambda shop: int(lesson.claimed(shop)["claimed_orders"].iloc[0]), Label("That is search ads alone.", "这只是搜索广告的。")),
        ),
        (Label("Two people's lists of friends: how many friends together?", "两个人的朋友名单，合起来一共多少个朋友？"), Label("The table of claims has a last row.", "认领那张表有最后一行。"), Label("Row “together, each order once”.", "“合起来，每单只算一次”那一行。")),
        Label("Claims overlap; only orders add.", "认领会重叠，能相加的只有订单。"),
        needs="events.source, orders.visit_id, orders.paid_amount, traffic.cost", ideas="T13",
    ),
    Exercise(
        12,
        Label("By the days on and off by lot: how many free-search visitors come with each paid one? (2 decimals.)", "按随机开关的日子算：每个付费访客带来几个免费搜索访客？（2 位小数。）"),
        Figure("number", 2), lambda shop: _per_paid(shop, "lot"),
        (
            Mistake(lambda shop: _per_paid(shop, "campaign"), Label("That compares campaign days with others. The campaign brought people to both; you would budget for visitors who come without your adverts.", "这是活动日和平日的比较。活动给两边都带来了人；照它做预算，等于为不投广告也会来的人付钱。")),
            Mistake(lambda shop: 1.0, Label("“As many again” is the saying. Here it was tested, and it does not hold.", "“付费带来同样多的免费”只是说法。这里检验过了，不成立。")),
        ),
        (Label("Two rows stand in the table; only one was decided by a coin.", "表里有两行，只有一行是抛硬币定的。"), Label("More free visitors ÷ more paid visitors.", "多来的免费访客 ÷ 多来的付费访客。"), Label("Row “days on and off by lot”, last column.", "“随机开、关的日子”那一行，最后一列。")),
        Label("Only the lot makes days alike in everything but the adverts.", "只有随机，才能让两类日子除了广告之外都一样。"),
        needs="traffic.cost, shop_days.campaign", ideas="T5",
    ),
    Exercise(
        13,
        Label("Share each order evenly over the different sources of its journey (Shapley). How much of the paid amount goes to search ads? (Whole amount.)", "把每单平均分给路径上出现过的不同来源（夏普利），支付金额里有多少归搜索广告？（取整数。）"),
        _WHOLE, lambda shop: float(_credit(shop)["shapley"]),
        (
            Mistake(lambda shop: float(_credit(shop)["last_touch"]), Label("Last touch taken as the truth: whoever comes back directly to buy takes it all from the advert that told them of you.", "你把末次触点当成了真相：人直接回来下单，功劳就全归了“直接访问”，当初告诉他的广告一分没有。")),
            Mistake(lambda shop: float(_credit(shop)["touched"]), Label("That is all sales it ever touched: added over the sources there would be more than was paid.", "这是它碰过的全部成交：各来源加起来会超过实际支付。")),
            Mistake(lambda shop: float(_credit(shop)["first_touch"]), Label("First touch: it forgets what brought people back.", "这是首次触点：它忘了是什么把人带回来的。")),
        ),
        (Label("The table of rules has a column for each.", "归因那张表，每种规则一列。"), Label("Row “Search ads”.", "“搜索广告”那一行。"), Label("Column “Shapley”.", "“夏普利”那一列。")),
        Label("It adds up to what was paid; whether it is what the adverts caused, no rule can say.", "各来源合计等于实际支付；至于广告到底带来了多少，哪种规则都说不出。"),
        needs="events.source, orders.visit_id, orders.paid_amount", ideas="T10",
    ),
    Exercise(
        14,
        Label("Around the second campaign of the table: how many free-search visitors a day more (or fewer) came in the week after it than two weeks before it? (1 decimal, with its sign.)",
              "看表里第二场活动：活动后一周，免费搜索每天比活动前两周多来（或少来）几个访客？（1 位小数，带正负号。）"),
        Figure("number", 1), lambda shop: _campaign(shop, 3, 1),
        (
            Mistake(lambda shop: _campaign(shop, 2, 1), Label("Those are the campaign's own days. What an event leaves behind is seen after it.", "这是活动当天的。活动留下什么，要看活动之后。")),
            Mistake(lambda shop: _campaign(shop, 3, 2), Label("You compared with the campaign itself: after every campaign it falls. Compare with an ordinary week before.", "你是和活动期间比：每场活动之后都会掉。要和之前的平常一周比。")),
        ),
        (Label("Two columns of the table of campaigns.", "活动那张表的两列。"), Label("“The week after” less “Two weeks before”.", "“活动后一周”减“活动前两周”。"), Label("In the row of the second campaign.", "看第二场活动那一行。")),
        Label("One week after one campaign is little to go by: a season, or what people bought ahead, moves it as well.", "一场活动后的一周说明不了太多：季节、提前买掉的需求都会影响它。"),
        needs="shop_days.campaign", ideas="T6",
    ),
    Exercise(
        15,
        Label("Items with a better place in search sell more. What does that prove?", "搜索排名靠前的商品卖得更多。这证明了什么？"),
        Choice({"both": Label("That they go together; which brings which it does not say", "两者同进同退；谁带来谁，没有说"), "sales": Label("That sales bring the place", "销量带来排名"), "place": Label("That the place brings sales", "排名带来销量")}),
        lambda shop: "both",
        (
            Mistake(lambda shop: "sales", Label("A good place is seen by more people, and so sells more: the same table comes out. You would sell at a loss to buy a place.", "排名好，看到的人多，自然卖得多：表也会是这样。你会为了排名赔本卖货。")),
            Mistake(lambda shop: "place", Label("It may be, and what sells may also be shown more: the same table comes out.", "也许是；可卖得好的也会被多展示：表也会是这样。")),
        ),
        (Label("Turn the sentence round: does the table still fit?", "把句子反过来说，表还对得上吗？"), Label("Nobody drew places by lot.", "没有人随机分配过排名。"), Label("An association has no arrow.", "相关没有箭头。")),
        Label("An association has no arrow; and the platform's ranking is personal and not published.", "相关没有箭头；平台的排序又是千人千面，也不公开。"),
        ideas="T7",
    ),
    Exercise(
        16,
        Label("Visitors have become dearer: each costs 1.08. A visitor is worth 3.00, of which 30% is left. By how much must the value of a visitor rise to pay for itself (more per basket, sets, repeat purchases)? (Percent, 1 decimal.)",
              "访客变贵了，每个 1.08 元。访客价值 3.00 元，其中剩 30%。访客价值要提高多少才保本（连带、套装、复购）？（百分数，1 位小数。）"),
        Figure("rate", 1), lambda shop: 0.2,
        (
            Mistake(lambda shop: 0.0, Label("3.00 is above 1.08, but only 0.90 of it is yours.", "3.00 是比 1.08 大，可只有 0.90 归你。")),
            Mistake(lambda shop: 0.36, Label("1.08 ÷ 3.00 is the cost's share of the value, not the rise that is needed.", "1.08 ÷ 3.00 是成本占价值的比例，不是要提高的幅度。")),
            Mistake(lambda shop: 0.18 / 1.08, Label("0.18 are missing, but the rise is of what there is today: 0.18 ÷ 0.90.", "差 0.18 没错，但提高是相对今天的：0.18 ÷ 0.90。")),
        ),
        (Label("What is left of a visitor today?", "今天一个访客剩多少？"), Label("0.90 must become 1.08.", "0.90 要变成 1.08。"), Label("1.08 ÷ 0.90 − 1", "1.08 ÷ 0.90 − 1")),
        Label("Value × 30% must reach 1.08, so the value 3.60: 20% more.", "价值 × 30% 要到 1.08，价值就得到 3.60：提高 20%。"),
        ideas="T9",
    ),
    Exercise(
        17,
        Label("In one segment 3 of 37 known visitors bought, in the others about one in six. A colleague wants to exclude it from the adverts. What do you do?", "有个人群 37 个认得出的访客里 3 个买了，其他人群大约六个里买一个。同事想在广告里排除它。你怎么做？"),
        Choice({"test": Label("Lower the bid there for some weeks, and look again with more people", "先在这个人群降价投几周，人多了再看"), "exclude": Label("Exclude it: half as good is half as good", "排除：差一半就是差一半"),
                "ignore": Label("Ignore it: segments never differ", "不管它：人群没有差别")}),
        lambda shop: "test",
        (
            Mistake(lambda shop: "exclude", Label("3 of 37 may be anything from 3 to 21%: one in six is within that. You would shut out buyers by luck.", "37 个里 3 个，真实比例可能是 3% 到 21%，六分之一也在里面。你会凭运气把买家关在门外。")),
            Mistake(lambda shop: "ignore", Label("It may well be worse; that is where precision lies. Find out.", "它可能真差，精准就在这里。去弄清楚。")),
        ),
        (Label("How sure is 3 of 37?", "37 个里 3 个，有多可靠？"), Label("Its interval runs from 3 to 21%.", "区间是 3% 到 21%。"), Label("What can be undone, can be tried.", "能撤回的事，可以先试。")),
        Label("Few people make wide intervals: change what can be undone, and measure.", "人少区间就宽：先改能撤回的，再量。"),
        ideas="T12",
    ),
)
