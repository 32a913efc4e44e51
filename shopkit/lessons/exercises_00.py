"""Lesson 00's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

from functools import lru_cache

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label
from shopkit.lessons.lesson_00 import last_month, margins_of, of_month, paid_orders, people_of


@lru_cache(maxsize=32)
def _last(shop):
    """The last full month and its days, asked for by several exercises."""
    month = last_month(shop)
    return month, of_month(shop.shop_days, month)


@lru_cache(maxsize=32)
def _lines(shop):
    return margins_of(shop, last_month(shop)).set_index("line")["line_amount"]


def _ratio(shop, top, bottom) -> float:
    days = _last(shop)[1]
    return float(days[top].sum() / days[bottom].sum())


def _rate(shop, top, bottom) -> float:
    lines = _lines(shop)
    return float(lines[top] / lines[bottom])


def _paid(shop):
    return of_month(paid_orders(shop), _last(shop)[0], "paid_at")


def _visits(shop):
    return of_month(shop.events, _last(shop)[0], "at")["visit_id"].nunique()


EXERCISES = (
    Exercise(
        1,
        Label("Twice as many visitors come, half as large a share of them buys, each buyer spends the same. What happens to the paid amount, and to the profit if visitors cost money?",
              "访客翻倍，转化率减半，客单价不变。支付金额会怎样？如果访客要花钱买，利润会怎样？"),
        Choice({
            "same_less": Label("Paid amount the same, profit lower", "支付金额不变，利润下降"),
            "same_same": Label("Paid amount the same, profit the same", "支付金额不变，利润不变"),
            "double": Label("Both double", "两者都翻倍"),
            "half": Label("Both halve", "两者都减半"),
        }),
        lambda shop: "same_less",
        (
            Mistake(lambda shop: "same_same",
                    Label("The paid amount is right, but you forgot that the second half of the visitors was paid for. You would call a campaign neutral that lost its whole budget.",
                          "支付金额对了，但多出来的访客是花钱买的。你会把一次亏掉全部预算的推广看成“不赚不赔”。")),
            Mistake(lambda shop: "double", Label("You looked at visitors only. Three numbers are multiplied: ×2, ×½, ×1.", "你只看了访客数。三个数是相乘的：×2、×½、×1。")),
            Mistake(lambda shop: "half", Label("You looked at conversion only. Three numbers are multiplied: ×2, ×½, ×1.", "你只看了转化率。三个数是相乘的：×2、×½、×1。")),
        ),
        (Label("Multiply the three numbers.", "把三个数乘起来。"), Label("2 × ½ × 1 = ?", "三个因子：2 × ½ × 1 = ？"), Label("And who pays for the extra visitors?", "多出来的访客，钱是谁出的？")),
        Label("2 × ½ × 1 = 1: sales stand still, and the cost of the extra visitors comes out of the profit.",
              "2 × ½ × 1 = 1：销售额没动，多出来的访客成本要从利润里扣。"),
        ideas="J5",
    ),
    Exercise(
        2,
        Label("What was the pay conversion of the last full month? (From shop_days; percent to 2 decimals.)",
              "最近一个完整月的支付转化率是多少？（用 shop_days；百分数，2 位小数。）"),
        Figure("rate", 2),
        lambda shop: _ratio(shop, "buyers", "visitors"),
        (
            Mistake(lambda shop: float(shop.shop_days["buyers"].sum() / shop.shop_days["visitors"].sum()),
                    Label("You took all days. Of a number ask first: which period? A shop a year old would hide its last month.",
                          "你用了所有的天。看一个数先问：哪段时间？开了一年的店，上个月的变化会被藏得看不见。")),
            Mistake(lambda shop: _ratio(shop, "buyers", "page_views"),
                    Label("You divided by page views. A visitor opens many pages, so the rate comes out far too low. Divide by visitors.",
                          "你除以了浏览量。一个访客看很多页，比率会低得离谱。要除以访客数。")),
            Mistake(lambda shop: _ratio(shop, "orderers", "visitors"),
                    Label("You counted those who placed an order: that is order conversion. Some of them never paid. Take buyers.",
                          "你数的是下单的人，那是下单转化率。有人下了单没付款。要用支付买家数。")),
        ),
        (Label("Pay conversion = buyers ÷ visitors.", "支付转化率 = 支付买家数 ÷ 访客数。"),
         Label("Add up both columns over the month before you divide.", "先把这个月两列分别加总，再相除。"),
         Label("lesson.by_month(shop) shows it in the last row.", "lesson.by_month(shop) 的最后一行就是。")),
        Label("Buyers of the month's days, added, ÷ visitors of its days, added.", "当月各天支付买家数之和 ÷ 各天访客数之和。"),
        needs="shop_days.visitors, shop_days.buyers",
        ideas="J5 J9",
    ),
    Exercise(
        3,
        Label("What did a buyer spend in the last full month, each buyer counted once for the whole month? (2 decimals.)",
              "最近一个完整月的客单价是多少？整个月里每个买家只算一次。（2 位小数。）"),
        Figure("money", 2),
        lambda shop: _paid(shop)["paid_amount"].sum() / _paid(shop)["customer_id"].nunique(),
        (
            Mistake(lambda shop: _ratio(shop, "paid_amount", "buyers"),
                    Label("You divided by buyer-days, as the table by month does: who bought on two days counts twice, and you think a customer worth less than they are. The lesson says how many different people they were.",
                          "你除以的是买家日，按月那张表就是这样：两天都买的人算了两次，客人的价值被低估。课里说过其实是多少个不同的人。")),
            Mistake(lambda shop: _ratio(shop, "paid_amount", "paid_orders"),
                    Label("You divided by orders: that is spend per order. Who orders twice is still one buyer.",
                          "你除以了订单数，那是笔单价。下两单的人还是一个买家。")),
            Mistake(lambda shop: _ratio(shop, "paid_amount", "visitors"),
                    Label("You divided by visitors: that is value per visitor, what you may spend to get one, not what a buyer spends.",
                          "你除以了访客数，那是 UV 价值：它告诉你一个访客值多少钱，不是一个买家花多少钱。")),
            Mistake(lambda shop: _last(shop)[1]["order_amount"].sum() / _paid(shop)["customer_id"].nunique(),
                    Label("You took the amount of orders placed. Part of it was never paid. Take the paid amount.",
                          "你用的是下单金额，其中一部分没付款。要用支付金额。")),
        ),
        (Label("Spend per buyer = paid amount ÷ buyers, and a buyer is a person.", "客单价 = 支付金额 ÷ 支付买家数；买家是人，不是单。"),
         Label("The month's paid amount stands in the table by month; the number of different buyers below “Visitors do not add up”.", "当月支付金额在按月的表里；不同买家的人数写在“访客数不能相加”下面。"),
         Label("paid_amount.sum() ÷ customer_id.nunique()", "paid_amount.sum() ÷ customer_id.nunique()")),
        Label("Paid amount of the month's orders ÷ the different customers who paid them.", "当月订单的支付金额 ÷ 付款的不同客户数。"),
        needs="orders.paid_amount, orders.customer_id",
        ideas="J9",
    ),
    Exercise(
        4,
        Label("What was the contribution rate of the last full month? (Of the net paid amount; percent to 1 decimal.)",
              "最近一个完整月的贡献利润率是多少？（占净支付金额；百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: _rate(shop, "contribution", "net_paid"),
        (
            Mistake(lambda shop: _rate(shop, "gross", "net_paid"),
                    Label("That is the gross margin: only goods are taken off. Fees, shipping and advertising grow with every order too; an advert that looks fine on gross margin can lose money on each sale.",
                          "这是毛利率，只扣了商品成本。平台扣费、运费、推广也随每一单增加；按毛利看着划算的推广，可能每单都在亏。")),
            Mistake(lambda shop: _rate(shop, "net", "net_paid"),
                    Label("That is the net margin: rent and labour are off too. They do not grow with the next order, so they must not decide about it.",
                          "这是净利润率，连房租、人工也扣了。它们不随下一单增加，不该用来决定下一单。")),
            Mistake(lambda shop: _rate(shop, "contribution", "paid_amount"),
                    Label("You divided by the paid amount with the refunds still in it. Refunded money was never yours: divide by the net paid amount.",
                          "你的分母里还含着退款。退掉的钱本来就不是你的：要除以净支付金额。")),
            Mistake(lambda shop: -_rate(shop, "contribution", "goods"),
                    Label("You divided by the cost of goods: that is a mark-up, not a margin.", "你除以了商品成本，那是加成率，不是利润率。")),
        ),
        (Label("Three margins: gross, contribution, net. Which costs are off in the middle one?", "三个利润率：毛利、贡献、净利。中间那个扣了哪些？"),
         Label("Everything that grows with orders, advertising included; not rent and labour.", "一切随订单增加的费用，包括推广；不含房租和人工。"),
         Label("The table above has the line “Contribution” and its share.", "上面的表里有“贡献利润”一行和它的占比。")),
        Label("Contribution ÷ net paid amount.", "贡献利润 ÷ 净支付金额。"),
        needs="orders.unit_cost, costs, traffic.cost",
        ideas="J5",
    ),
    Exercise(
        5,
        Label("How many different people visited the shop in the last full month?", "最近一个完整月里，有多少个不同的人来过店里？"),
        Figure("count", 0),
        lambda shop: people_of(shop, _last(shop)[0]),
        (
            Mistake(lambda shop: int(_last(shop)[1]["visitors"].sum()),
                    Label("You added the days: whoever came on five days counts five times. You would report more reach than there was.",
                          "你把每天的访客数加起来了：来了五天的人算了五次，触达人数被夸大。")),
            Mistake(lambda shop: int(of_month(shop.traffic, _last(shop)[0])["visitors"].sum()),
                    Label("You added days and sources: whoever came by search and by an advert counts for both.",
                          "你把天和来源都加了：从搜索来、又从广告来的人，两边各算一次。")),
            Mistake(_visits, Label("You counted visits. One person visits many times.", "你数的是访问次数。一个人会来很多次。")),
        ),
        (Label("Daily figures cannot tell who came twice. Which table knows persons?", "日报看不出谁来了两次。哪张表认得人？"),
         Label("events has a column visitor_id.", "events 里有 visitor_id 列。"),
         Label("Events of that month, visitor_id, nunique().", "取当月的 events，对 visitor_id 用 nunique()。")),
        Label("Each visitor_id of the month once; daily rows cannot give this figure.", "当月每个 visitor_id 只算一次；日报加不出这个数。"),
        needs="events",
        ideas="J9",
    ),
    Exercise(
        6,
        Label("You changed a title on Monday. This week's conversion is higher than last week's. What do you know?",
              "周一你改了标题。这周的转化率比上周高。你能得出什么结论？"),
        Choice({
            "little": Label("Very little: weeks in which nothing was changed also rise about half of the time", "几乎什么都不能说：什么都没改的时候，也有大约一半的周会升"),
            "works": Label("The new title works: keep it and change all others too", "新标题有效：保留，其他的也照着改"),
            "fails": Label("Titles do not matter", "标题没有用"),
            "wait": Label("It works if it is still higher on Tuesday", "如果周二还是更高，就说明有效"),
        }),
        lambda shop: "little",
        (
            Mistake(lambda shop: "works", Label("A coin also shows heads half of the time. You would roll out luck to the whole shop. Compare with days on which nothing changed.",
                                                "抛硬币也有一半是正面。你会把运气推广到全店。先和什么都没改的日子比一比。")),
            Mistake(lambda shop: "fails", Label("It may matter; this comparison simply cannot show it.", "也许有用；只是这样比看不出来。")),
            Mistake(lambda shop: "wait", Label("One more day adds one more coin. Lesson 06 shows a test that can tell.", "多等一天只是多抛一次硬币。第 06 课会讲真正分得清的测法。")),
        ),
        (Label("How often did the week after beat the week before on days when nothing happened?", "在什么都没发生的日子里，后一周比前一周高的有多少？"),
         Label("Look at the chart of changes of nothing.", "看看那张“什么都没改”的图。"),
         Label("About half of its bars point upwards.", "大约一半的柱子朝上。")),
        Label("Before and after alone cannot tell a change from chance.", "光看前后对比，分不清是改动起了作用，还是碰巧。"),
        ideas="J8",
    ),
    Exercise(
        7,
        Label("The adverts for a lamp sell three times as many as before, on budget. After goods, fees and advertising each lamp loses money. Whose decision is it to stop, and on which number?",
              "一款台灯的广告没超预算，销量翻了三倍。可扣掉货款、扣费和推广费，每卖一盏都在亏。该谁来决定停不停，看哪个数？"),
        Choice({
            "operator": Label("Yours as operator, on what is left after everything that grows with orders", "你这个运营来定，看扣掉一切随订单增加的费用之后还剩多少"),
            "promotion": Label("Promotion's, on the units sold: they met their target", "推广来定，看销量：他们的目标完成了"),
            "nobody": Label("Nobody's before the campaign ends: what was begun is finished", "活动结束之前谁也别动：开了头就做完"),
            "owner": Label("The owner's alone: operation only carries out", "只有老板能定：运营只管执行"),
        }),
        lambda shop: "operator",
        (
            Mistake(lambda shop: "promotion", Label("Promotion brings people and keeps items selling; whether that pays is decided on top of it. You would buy sales with the shop's own money.",
                                                    "推广负责把人带来、让货卖得动；划不划算，要在这之上判断。按销量定，就是拿店里的钱买销售额。")),
            Mistake(lambda shop: "nobody", Label("Every further lamp loses the same amount again. What is spent does not come back by spending more.",
                                                 "每多卖一盏，就再亏一次。花出去的钱，不会因为接着花就回来。")),
            Mistake(lambda shop: "owner", Label("The operator is the owner's strategist and answers for the whole result: bring the number and a decision, not the question.",
                                                "运营是老板的参谋，要对整家店的结果负责：拿着数和结论去，不是拿着问题去。")),
        ),
        (Label("Who answers for the whole shop's result?", "谁对整家店的结果负责？"), Label("Which of the three margins decides about one more order?", "多卖一单划不划算，看三个利润率里的哪一个？"),
         Label("The section on what an operator does, and the one on contribution.", "看讲运营做什么的那一节，和讲贡献利润的那一节。")),
        Label("Operation decides what to sell and when to stop; the contribution of one more order is the number for it.",
              "卖什么、什么时候停，是运营的决定；看的就是多卖一单的贡献利润。"),
        ideas="J1 J2 J3",
    ),
    Exercise(
        8,
        Label("It is the day after the big campaign. Pay conversion is half of yesterday's. Which line of your check sheet do you follow first?",
              "大促第二天，支付转化率只有昨天的一半。检查表上，你先做哪一条？"),
        Choice({
            "scene": Label("Ask which scene the number stands in: compare with the day after other campaigns, and with rivals", "先问这个数在什么场景里：和别的大促次日比，和同行比"),
            "page": Label("Rewrite the item pages tonight: half of the sales power is gone", "今晚就重写商品页：转化能力掉了一半"),
            "price": Label("Cut prices by a tenth until yesterday's figure is back", "降价一成，直到回到昨天的数"),
            "ignore": Label("Nothing ever: data of campaigns mean nothing", "以后也不用管：大促的数据没有意义"),
        }),
        lambda shop: "scene",
        (
            Mistake(lambda shop: "page", Label("Yesterday's buyers came for the campaign, and many had waited for it. You would replace pages that were never at fault.",
                                               "昨天的买家是冲着大促来的，很多人早就在等。你会换掉本来没问题的页面。")),
            Mistake(lambda shop: "price", Label("Everybody can cut a price, and the next one cuts deeper: it no longer brings new people, it only takes the margin. And yesterday's figure was not the usual one.",
                                                "降价谁都会，别人还能降得更低：它已经带不来新人，只会吃掉利润。何况昨天的数本来就不是常态。")),
            Mistake(lambda shop: "ignore", Label("They mean much, compared with their like: one campaign with another.", "有意义，只是要和同类比：大促和大促比。")),
        ),
        (Label("A number is only true in its scene.", "一个数只有放对场景才是真的。"), Label("What was different about yesterday's visitors?", "昨天来的人有什么不同？"),
         Label("The check sheet has a part for every campaign.", "检查表里有“每次活动”的部分。")),
        Label("Like is compared with like: the day after a campaign with other such days, or with the same day of other shops.",
              "要和同类比：大促次日和别的大促次日比，或者和别家的同一天比。"),
        ideas="J6 J7 J10",
    ),
    Exercise(
        9,
        Label("Two businesses report “10 million sold”. One buys goods and sells them; the other is a marketplace that keeps 5 % of what others sell there. How much can each at most have left before costs of goods and people?",
              "两家公司都说“卖了 1000 万”。一家自己进货自己卖；另一家是平台，从别人卖的钱里抽 5%。在扣货款和人工之前，各自最多能进账多少？"),
        Choice({
            "differs": Label("10 million and half a million", "一家 1000 万，一家 50 万"),
            "same": Label("10 million each: sales are sales", "都是 1000 万：销售额就是销售额"),
            "reversed": Label("Half a million and 10 million", "一家 50 万，平台 1000 万"),
        }),
        lambda shop: "differs",
        (
            Mistake(lambda shop: "same", Label("What passes through is not what is earned. You would compare a commission with a turnover. First ask how the business earns.",
                                               "经手的钱不等于挣的钱。你会拿佣金和流水相比。先问这门生意靠什么挣钱。")),
            Mistake(lambda shop: "reversed", Label("The marketplace only keeps its 5 %; the rest belongs to its sellers.", "平台只留 5%，其余是商家的。")),
        ),
        (Label("How does each of them earn?", "两家各靠什么挣钱？"), Label("5 % of 10 million.", "1000 万的 5%。"), Label("Further: who sells to whom, and who earns from it.", "看延伸部分：谁卖给谁，谁从中赚钱。")),
        Label("Direct sale takes in what buyers pay; a marketplace takes in its share of it: 5 % of 10 million is half a million.",
              "自营收进的是买家付的钱；平台收进的是其中的抽成：1000 万的 5% 是 50 万。"),
        ideas="J4",
    ),
)
