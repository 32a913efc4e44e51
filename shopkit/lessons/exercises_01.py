"""Lesson 01's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

from functools import lru_cache

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label
from shopkit.lessons.lesson_00 import last_month, margins_of, months, of_month
from shopkit.lessons.lesson_01 import main_category, niches_of, pay_row
from shopkit.metrics.positioning import break_even_visitors
from shopkit.metrics.reasons import PLEASED, reasons_of
from shopkit.metrics.story import RETURNING_SHARE

MORE_RENT = 1500
THREE = ("price", "quality", "looks")


@lru_cache(maxsize=32)
def _pay(shop) -> dict[str, float]:
    row = pay_row(shop)
    return {"fixed": row["fixed_per_day"], "value": row["value_per_visitor"], "rate": row["rate_before_ads"], "cost": row["cost_per_visitor"], "days": _days(shop)}


def _days(shop) -> int:
    return int(of_month(shop.shop_days, last_month(shop))["date"].dt.days_in_month.iloc[0])


def _dearer(shop, **other) -> float:
    """Break-even with the higher rent, some part of it taken otherwise."""
    p = _pay(shop)
    p = {**p, "fixed": p["fixed"] + MORE_RENT / p["days"], **other}
    return break_even_visitors(p["fixed"], p["value"], p["rate"], p["cost"])


def _rate_after_ads(shop) -> float:
    lines = margins_of(shop, last_month(shop)).set_index("line")["line_amount"]
    return lines["contribution"] / lines["paid_amount"]


@lru_cache(maxsize=32)
def _main_niches(shop):
    table = niches_of(shop)
    return table[table["category"] == main_category(shop)]


@lru_cache(maxsize=32)
def _named(shop):
    """Per review: whether it is pleased, and which reasons it names."""
    reviews = shop.market_reviews
    return reviews["score"] >= PLEASED, reasons_of(reviews["text"])


def _covered(shop, pleased_only=True, of_named=False) -> float:
    happy, named = _named(shop)
    rows = named[happy] if pleased_only else named
    if of_named:
        rows = rows[rows.any(axis=1)]
    return float(rows[list(THREE)].any(axis=1).mean())


@lru_cache(maxsize=32)
def _month(shop):
    full = months(shop)
    return full[full["month"] == full["month"].max()]


EXERCISES = (
    Exercise(
        1,
        Label("Chen's cousin has room in a warehouse. Chen would sell phone cases bought at the wholesale market: the same cases, the same pictures and the same prices as a hundred others. "
              "No brand, no followers, no money to spare; replies when there is time. Which store?",
              "小陈的表哥有间空仓库。小陈想去批发市场进手机壳来卖：款式、图片、价格都和另外一百家一样。没有品牌，没有粉丝，没有余钱；有空才回消息。开哪种店？"),
        Choice({
            "not_yet": Label("None yet", "先别开"),
            "personal_shop": Label("A Taobao personal shop: it costs next to nothing", "C店：反正几乎不花钱"),
            "company_shop": Label("A Taobao company shop, for trust", "企业店：更让人放心"),
            "multi_brand": Label("A Tmall multi-brand store: cases of many brands", "天猫专营店：卖好多个牌子的壳"),
        }),
        lambda shop: "not_yet",
        (
            Mistake(lambda shop: "personal_shop",
                    Label("The shop costs little, the visitors and your evenings do not. Which of the five advantages or four edges would make one buyer choose Chen? Look at the first row of the rule table.",
                          "开店几乎不花钱，买访客和你的时间可不便宜。五个优势、四个相对优势，哪一个能让买家选小陈？看规则表第一行。")),
            Mistake(lambda shop: "company_shop",
                    Label("A licence answers “in which form?”. The first question is “why would anybody buy here?”, and it has no answer yet. Look at the first row of the rule table.",
                          "执照回答的是“以什么身份开”。第一个问题是“凭什么在这里买”，还没有答案。看规则表第一行。")),
            Mistake(lambda shop: "multi_brand",
                    Label("Goods from a wholesale market are authorised by nobody, and Tmall asks for each brand's authorisation. Chen would rent, buy stock and then be refused.",
                          "批发市场的货没有谁授权，而天猫要每个品牌的授权书。小陈会租了房、压了货，最后被拒。")),
        ),
        (Label("Go through the five advantages, then the four edges, and tick what Chen has.", "先过一遍五个优势，再过四个相对优势，看小陈占哪几个。"),
         Label("A cheap warehouse is not a cheap supply: a hundred others buy at the same market.", "仓库便宜不等于货便宜：另外一百家也在同一个市场进货。"),
         Label("Nothing is ticked. Which row of the table fires?", "一个都没占。规则表哪一行会触发？")),
        Label("None of the five and none of the four: nobody has a reason to buy here. Find one edge first; better service costs no money.",
              "五个没有，四个也没有：没人有理由在这里买。先找到一个相对优势；服务好一点，不花钱。"),
        ideas="P1 P2 P3 P4",
    ),
    Exercise(
        2,
        Label("Three people, each with an advantage. Wang has a company and her own tea brand, which tea drinkers of her province know. Li has a company and buys good lamps cheaply at the wholesale market, without authorisation. "
              "Zhao has no company and makes wooden lamps by hand under his own name. Which stores?",
              "三个人都有优势。老王有公司，有自己的茶叶品牌，省里爱喝茶的人都知道。小李有公司，从批发市场进到便宜的好台灯，没有授权。小赵没有公司，自己手工做木台灯，用自己的名号。各开哪种店？"),
        Choice({
            "right": Label("Wang flagship, Li Taobao company shop, Zhao Taobao personal shop", "老王旗舰店，小李企业店，小赵C店"),
            "dealer": Label("Wang flagship, Li Tmall multi-brand store, Zhao Taobao personal shop", "老王旗舰店，小李专营店，小赵C店"),
            "maker": Label("Wang flagship, Li Taobao company shop, Zhao flagship", "老王旗舰店，小李企业店，小赵旗舰店"),
            "single": Label("Wang authorised single-brand store, Li Taobao company shop, Zhao Taobao personal shop", "老王专卖店，小李企业店，小赵C店"),
        }),
        lambda shop: "right",
        (
            Mistake(lambda shop: "dealer",
                    Label("Li sells several brands, but none has authorised him: Tmall would turn him away after he has paid for stock. A wholesale source leads to Taobao until a brand authorises you. Rows 4 and 7.",
                          "小李卖好几个牌子，可一个都没授权：压了货再去申请天猫，会被拒。批发货源没拿到授权之前，只能先在淘宝。看第 4 行和第 7 行。")),
            Mistake(lambda shop: "maker",
                    Label("A brand of his own is not enough: Tmall takes companies, and Zhao has none. He would wait for a licence instead of selling. Row 2 fires before row 3.",
                          "光有自己的品牌不够：天猫只收公司，小赵没有。他会空等执照，不去卖货。第 2 行在第 3 行之前触发。")),
            Mistake(lambda shop: "single",
                    Label("Wang owns the brand; the single-brand store is for dealers whom an owner has authorised. She would give away the name “flagship”. Rows 3 and 5.",
                          "品牌就是老王自己的；专卖店是给拿到授权的经销商开的。她等于白白放弃“旗舰店”的名号。看第 3 行和第 5 行。")),
        ),
        (Label("Answer the six questions for each of them.", "替他们每个人回答那六个问题。"),
         Label("Whose brand is it, is there a company, who has authorised?", "品牌是谁的，有没有公司，谁给了授权？"),
         Label("Take each through the rule table from the top; the first row that fits counts.", "各自从规则表第一行往下走，第一个符合的算数。")),
        Label("Wang: row 3. Li: row 7. Zhao: row 2. The row that fired is the reason; argue with the row, not with the verdict.",
              "老王第 3 行，小李第 7 行，小赵第 2 行。触发的那一行就是理由：要争，就跟那一行争。"),
        ideas="P4",
    ),
    Exercise(
        3,
        Label("You may start in one category. Lamps: you bought 1 in a year, know 1 supplier, named 45% of the buyers' reasons. Kettles: 4 bought, 2 suppliers, 60%. Earphones: 12 bought, no supplier, 30%. "
              "By the score of this lesson, where do you begin?",
              "你只能先做一个类目。台灯：一年买过 1 次，认识 1 家供应商，说中 45% 的买家理由。电水壶：买过 4 次，2 家供应商，说中 60%。耳机：买过 12 次，没有供应商，说中 30%。按本课的打分，从哪个做起？"),
        Choice({"lamps": Label("Lamps", "台灯"), "kettles": Label("Kettles", "电水壶"), "earphones": Label("Earphones", "耳机")}),
        lambda shop: "kettles",
        (
            Mistake(lambda shop: "earphones",
                    Label("You looked at purchases only, and beyond five they add nothing. A keen buyer without a supplier who misses two of three reasons would sell to himself. Average the three parts.",
                          "你只看了自己买过几次，而超过五次就不再加分。自己买得多，却没有供应商，三个理由说不中两个：最后只能卖给自己。要把三部分平均。")),
            Mistake(lambda shop: "lamps",
                    Label("Each of the three is lower there than for kettles. Starting where you know least costs the first months.", "三项都比电水壶低。从最不熟的地方做起，头几个月都在交学费。")),
        ),
        (Label("Three parts, each between 0 and 1: purchases ÷ 5, suppliers ÷ 3, reasons named.", "三部分，各在 0 到 1 之间：购买次数 ÷ 5、供应商 ÷ 3、说中的理由。"),
         Label("No part counts for more than 1: 12 ÷ 5 is 1.", "每部分最多算 1：12 ÷ 5 算 1。"),
         Label("Kettles: (0.8 + 0.67 + 0.6) ÷ 3. Do the same for the others.", "电水壶：(0.8 + 0.67 + 0.6) ÷ 3。另外两个照着算。")),
        Label("Kettles 0.69, earphones 0.43, lamps 0.33. The weights are the course's; the point is to count what you know instead of feeling it.",
              "电水壶 0.69，耳机 0.43，台灯 0.33。权重是课程定的；重要的是把“熟不熟”数出来，而不是凭感觉。"),
        ideas="P5",
    ),
    Exercise(
        4,
        Label("You would sell on price, quality and looks. What share of the rivals' pleased buyers (4 or 5 stars) name at least one of the three? (Percent to 1 decimal.)",
              "你打算靠价格、质量、外观打动人。竞店满意的买家（4–5 星）里，提到这三样中至少一样的占多少？（百分数，1 位小数。）"),
        Figure("rate", 1),
        _covered,
        (
            Mistake(lambda shop: _covered(shop, pleased_only=False),
                    Label("You counted the disappointed too. They name a reason why they would not buy again: you would build your shop on complaints. Keep scores of 4 and 5.",
                          "你把失望的买家也算进去了。他们说的是不会再买的理由：照着做，就是把店建在抱怨上。只留 4 星、5 星。")),
            Mistake(lambda shop: _covered(shop, of_named=True),
                    Label("You divided by the reviews that name any reason. The question asks of all pleased buyers: those who say nothing of it belong below the line too.",
                          "你除以的是“提到了任何理由”的评价。题目问的是全部满意的买家：什么理由都没说的也要算在分母里。")),
            Mistake(lambda shop: len(THREE) / 8,
                    Label("Three of eight reasons: that counts reasons, not buyers. Some reasons are named ten times as often as others.",
                          "八个理由里占三个：这数的是理由，不是买家。有的理由被提到的次数是别的十倍。")),
        ),
        (Label("buying_reasons() tells it in its attrs, if you name your reasons.", "告诉 buying_reasons() 你的理由，它的 attrs 里就有答案。"),
         Label("buying_reasons(shop.market_reviews, yours=[\"price\", \"quality\", \"looks\"])", "buying_reasons(shop.market_reviews, yours=[\"price\", \"quality\", \"looks\"])"),
         Label("… .attrs[\"covered\"]. One review that names two of them counts once.", "……再写 .attrs[\"covered\"]。一条评价提到两样，也只算一次。")),
        Label("Reviews naming at least one of the three ÷ all pleased reviews; nobody is counted twice.", "至少提到一样的评价 ÷ 全部满意的评价；谁都不会算两次。"),
        needs="market_reviews.text, market_reviews.score", ideas="P6",
    ),
    Exercise(
        5,
        Label("All customer segments of this shop's largest category together: how many searches does a seller get a day? (2 decimals.)",
              "这家店最大类目的所有人群合起来：每个卖家每天分到多少次搜索？（2 位小数。）"),
        Figure("number", 2),
        lambda shop: float(_main_niches(shop)["searches"].sum() / _main_niches(shop)["seller_days"].sum()),
        (
            Mistake(lambda shop: float(_main_niches(shop)["searches_per_seller"].mean()),
                    Label("You averaged the segments' figures: a small segment weighs as much as a large one, and the category looks far roomier than it is. Add first, then divide.",
                          "你把各人群的数做了平均：小人群和大人群一样重，这个类目看上去比实际宽松得多。先相加，再相除。")),
            Mistake(lambda shop: float(_main_niches(shop)["seller_days"].sum() / _main_niches(shop)["searches"].sum()),
                    Label("You divided sellers by searches: the other way round. More searches per seller is more room.", "你用卖家数除以了搜索次数，反了。每个卖家分到的搜索越多，越有空间。")),
            Mistake(lambda shop: float(_main_niches(shop)["searches_per_seller"].sum()),
                    Label("You added the segments' figures. Ratios do not add up: four segments of 14 are not 56 searches for each seller.", "你把各人群的比值加起来了。比值不能相加：四个人群各 14，不等于每个卖家有 56 次搜索。")),
        ),
        (Label("Take the rows of this category from the table of niches.", "在细分市场那张表里，找出这个类目的几行。"),
         Label("Add their searches, add their sellers.", "搜索次数相加，卖家数相加。"),
         Label("Searches added ÷ sellers added. With code: niches(shop.market, by=\"category\").", "搜索之和 ÷ 卖家之和。用代码：niches(shop.market, by=\"category\")。")),
        Label("Added first, then divided: every seller weighs the same.", "先加后除：每个卖家一样重。"),
        needs="market.searches, market.sellers, market.segment, items.paid_amount, products.category", ideas="P8",
    ),
    Exercise(
        6,
        Label("What does a visitor of the last full month leave for rent and wages, after goods, fees and advertising? (2 decimals.)",
              "最近一个完整月，一个访客扣掉商品、各项费用和推广之后，给房租和工资剩下多少？（2 位小数。）"),
        Figure("money", 2),
        lambda shop: float(pay_row(shop)["gap_per_visitor"]),
        (
            Mistake(lambda shop: _pay(shop)["value"] - _pay(shop)["cost"],
                    Label("You took the advertising off what the visitor paid, as if the goods were free. You would see several times too much and buy visitors who lose money. Multiply by the rate that is left first.",
                          "你直接从访客带来的钱里减推广，好像商品不要钱。会高估好几倍，去买亏钱的访客。先乘上“剩下的比例”。")),
            Mistake(lambda shop: _pay(shop)["value"] * _pay(shop)["rate"],
                    Label("You forgot what the visitor cost. Take the cost per visitor off.", "你忘了访客自己的成本。再减去访客成本。")),
            Mistake(lambda shop: _pay(shop)["value"] * _rate_after_ads(shop) - _pay(shop)["cost"],
                    Label("You took the advertising off twice: the rate after advertising has it already. Use the rate before advertising.", "推广减了两次：推广后的比例已经扣过一次。要用推广前的比例。")),
        ),
        (Label("Value per visitor, the rate left before advertising, cost per visitor: the row of the table above the division.", "UV价值、推广前剩下的比例、访客成本：都在那道除法上面的表里。"),
         Label("Value × rate − cost.", "价值 × 比例 − 成本。"),
         Label("The table has it in a column: what is left per visitor − cost per visitor.", "表里就有这一列：每访客净贡献。")),
        Label("Value per visitor × rate before advertising − cost per visitor.", "UV价值 × 推广前比例 − 访客成本。"),
        needs="shop_days.visitors, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost", ideas="P9",
    ),
    Exercise(
        7,
        Label(f"The landlord wants {MORE_RENT:,} a month more. All else is as in the last full month. From how many visitors a day on is everything paid? (Whole number.)",
              f"房东每月要多收 {MORE_RENT} 元，其他都和最近一个完整月一样。每天多少访客才够？（取整数。）"),
        Figure("count", 0),
        _dearer,
        (
            Mistake(lambda shop: _dearer(shop, fixed=_pay(shop)["fixed"] + MORE_RENT),
                    Label("You added a month's rent to a day's cost. Daily visitors need daily cost: you would close a shop that is fine. Divide by the days of the month.",
                          "你把一个月的租金加到了一天的费用上。访客是按天算的，费用也要按天：不然好好的店也会被你关掉。先除以当月天数。")),
            Mistake(lambda shop: _dearer(shop, fixed=_pay(shop)["fixed"] * _pay(shop)["days"] + MORE_RENT),
                    Label("That is a month's cost against a day's visitors, thirty times too many. Divide the whole fixed cost by the days of the month.",
                          "这是拿一个月的费用去除一天的访客，大了三十倍。把全部固定费用除以当月天数。")),
            Mistake(lambda shop: (_pay(shop)["fixed"] + MORE_RENT / _pay(shop)["days"]) / (_pay(shop)["value"] - _pay(shop)["cost"]),
                    Label("You forgot the margin: goods and fees come off every sale first. You would open with a third of the visitors that it takes. Multiply the value by the rate that is left.",
                          "你忘了乘利润率：每一笔都要先扣商品和各项费用。照这个数，你会在访客只有三分之一时就开张。价值要先乘“剩下的比例”。")),
            Mistake(lambda shop: _dearer(shop, cost=0.0),
                    Label("You let the visitors come for nothing. Take the cost per visitor off what each leaves.", "你当访客都是白来的。每个访客剩下的钱里，要减去访客成本。")),
        ),
        (Label("Only the fixed cost changes. By how much a day?", "只有固定费用变了。每天变多少？"),
         Label("(fixed cost a day + rent rise ÷ days of the month) ÷ what a visitor leaves.", "（每天固定费用 + 涨的租金 ÷ 当月天数）÷ 一个访客剩下的钱。"),
         Label("The division printed above has both numbers, with enough digits; or use break_even_visitors(…).", "上面印出来的那道除法里两个数都有，小数位也够；也可以用 break_even_visitors(……)。")),
        Label("The rise of a day, not of a month, on top of the fixed cost of a day; divided by what a visitor leaves.", "按天摊的涨幅，加到每天的固定费用上，再除以一个访客剩下的钱。"),
        needs="shop_days.visitors, orders.paid_amount, orders.refund_amount, orders.unit_cost, orders.quantity, orders.fee_amount, orders.shipping_cost, costs, traffic.cost", ideas="P9",
    ),
    Exercise(
        8,
        Label("A new shop buys all its visitors. One brings 2.00 and costs 0.70; 30% of what is paid is left before advertising; rent and wages are 300 a day. From how many visitors a day on does it break even?",
              "一家新店的访客全靠买。一个访客带来 2.00，花 0.70 买来；推广前每笔剩 30%；房租和工资每天 300。每天多少访客才保本？"),
        Choice({
            "never": Label("Never", "永远不会"),
            "231": Label("231", "231"), "500": Label("500", "500"), "3000": Label("3,000", "3000"),
        }),
        lambda shop: "never",
        (
            Mistake(lambda shop: "231", Label("300 ÷ (2.00 − 0.70): the margin is missing. Of the 2.00 only 0.60 is left.", "300 ÷（2.00 − 0.70）：忘了利润率。2.00 里只剩 0.60。")),
            Mistake(lambda shop: "500", Label("300 ÷ 0.60: the visitor's own cost is missing.", "300 ÷ 0.60：忘了减访客成本。")),
            Mistake(lambda shop: "3000",
                    Label("300 ÷ 0.10, but it is minus 0.10: each visitor loses ten cents. With 3,000 of them you lose 300 more a day, and the rent besides.",
                          "300 ÷ 0.10，可那是负 0.10：每来一个访客亏一毛。来 3000 个，每天再多亏 300，房租还没付。")),
        ),
        (Label("What does one visitor leave?", "一个访客剩下多少？"),
         Label("2.00 × 30% − 0.70.", "算 2.00 × 30% − 0.70。"),
         Label("It is below zero. Do more of them help?", "小于零。来得更多有用吗？")),
        Label("A visitor leaves −0.10. No number of them pays any rent: first the margin or the price of a visitor must change.",
              "每个访客剩 −0.10。来多少都付不起房租：要先改利润率，或者访客的成本。"),
        ideas="P9",
    ),
    Exercise(
        9,
        Label("Of the visitors of the last full month, what share had been in the shop before? (From shop_days; percent to 2 decimals.)",
              "最近一个完整月的访客里，来过的（老访客）占多少？（用 shop_days；百分数，2 位小数。）"),
        Figure("rate", 2),
        lambda shop: RETURNING_SHARE.of(_month(shop)),
        (
            Mistake(lambda shop: float((_month(shop)["returning_visitors"] / _month(shop)["visitors"]).mean()),
                    Label("You averaged the daily shares: a quiet day weighs as much as a campaign day. Add first, then divide.", "你把每天的占比做了平均：冷清的一天和活动日一样重。先相加，再相除。")),
            Mistake(lambda shop: float(_month(shop)["returning_visitors"].sum() / _month(shop)["new_visitors"].sum()),
                    Label("You divided by the new visitors. A share of all visitors has all of them below the line: else your story seems to work better than it does.",
                          "你除以了新访客。占比的分母是全部访客；不然故事看着比实际更有用。")),
            Mistake(lambda shop: 1 - RETURNING_SHARE.of(_month(shop)), Label("That is the share of the new ones.", "这是新访客的占比。")),
        ),
        (Label("Two columns of shop_days, of one month.", "shop_days 的两列，只看一个月。"),
         Label("Returning visitors added ÷ visitors added.", "老访客相加 ÷ 访客相加。"),
         Label("month = lesson.of_month(shop.shop_days, lesson.last_month(shop)), then two sums.", "month = lesson.of_month(shop.shop_days, lesson.last_month(shop))，再求两个和。")),
        Label("Visitor-days of people who had been here before ÷ all visitor-days.", "老访客日 ÷ 全部访客日。"),
        needs="shop_days.returning_visitors, shop_days.new_visitors, shop_days.visitors", ideas="P7",
    ),
)
