"""Lesson 02's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

from functools import lru_cache

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label
from shopkit.lessons import lesson_02 as lesson
from shopkit.lessons.lesson_00 import last_month, of_month, paid_orders
from shopkit.metrics.price import stack_offers
from shopkit.metrics.waterfall import NEEDS, sensitivity

_ITEMS = f"{NEEDS}, orders.product_id, items.price, products.list_price, products.unit_cost"
_FACTORS = "items.rating_shown, items.impressions, items.clicks, products.supplier, products.category, orders.source, market.sellers, market.searches"
_BY_FACTOR = f"{_FACTORS}, products.unit_cost, items.price, items.units"


def _tag(shop):
    return lesson.price_tag(shop, lesson.most_sold(shop)["product_id"])


def _line(shop, line):
    return float(lesson.amounts(shop)[line])


def _month(shop):
    return of_month(paid_orders(shop), last_month(shop), "paid_at")


def _refunded_in_month(shop):
    return float(of_month(shop.orders.dropna(subset=["refunded_at"]), last_month(shop), "refunded_at")["refund_amount"].sum())


@lru_cache(maxsize=32)
def _orders(shop) -> int:
    return paid_orders(shop)["order_id"].nunique()


def _forwarding(shop, *lines) -> float:
    """What these lines cost for each paid order."""
    return -sum(_line(shop, line) for line in lines) / _orders(shop)


def _before_ads(shop) -> float:
    return _line(shop, "contribution") - _line(shop, "advertising")


@lru_cache(maxsize=32)
def _pair(shop):
    return lesson.alike_in_cost(lesson.items_of(shop))


def _ratio(shop, column) -> float:
    pair = _pair(shop)
    return float(pair[column][0] / pair[column][1]) if len(pair) == 2 else float("nan")


def _ten_percent(shop) -> str:
    found = sensitivity(lesson.amounts(shop).rename("line_amount").reset_index())
    costs = found[found["lever"].isin(list(_COSTS))]
    return costs.loc[costs["profit_change"].idxmax(), "lever"]


def _other_cost(shop, lever):
    return float("nan") if _ten_percent(shop) == lever else lever


def _cut(shop) -> str:
    """What 20 % off does to profit: by the drawn prices and both ends of their interval. Where no price was tried nobody knows."""
    if not lesson.was_tested(shop):
        return "unknown"
    rows = lesson.cuts_table(shop).set_index("how")["profit_after"]
    ends = rows.loc[["drawn", "drawn_low", "drawn_high"]]
    return "down" if ends.max() < 0 else "up" if ends.min() > 0 else "unknown"


def _cut_wrong(shop, answer):
    return float("nan") if _cut(shop) == answer else answer


def _offer_price(shop) -> float:
    return float(stack_offers(_tag(shop)["price"], _OFFERS)["seller_gets"].iloc[-1])


_OFFERS = (("campaign", 0.15, 1.0), ("shop coupon", 10, 1.0), ("platform coupon", 0.10, 0.5))
_COSTS = {
    "goods": Label("the cost of goods", "进货成本"),
    "labour": Label("labour", "人工"),
    "rent": Label("rent", "房租"),
    "advertising": Label("advertising", "推广花费"),
}

EXERCISES = (
    Exercise(
        1,
        Label("The most sold item: its usual price and its unit cost stand in the table “Price tag and bill”. What is its gross margin at the usual price? (Percent to 1 decimal.)",
              "卖得最多的商品，日常售价和进货成本在“价签和进货单”那张表里。按日常售价，它的毛利率是多少？（百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: 1 - _tag(shop)["unit_cost"] / _tag(shop)["price"],
        (
            Mistake(lambda shop: _tag(shop)["price"] / _tag(shop)["unit_cost"] - 1,
                    Label("That is the mark-up: gain ÷ cost. A mark-up of 60% is a margin of 37.5%; who takes one for the other gives discounts that the item cannot bear. Divide by the price.",
                          "这是加价率：毛利 ÷ 成本。加价 60%，毛利率只有 37.5%；把两者弄混，就会打出商品承受不起的折扣。要除以售价。")),
            Mistake(lambda shop: 1 - _tag(shop)["unit_cost"] / _tag(shop)["list_price"],
                    Label("You reckoned with the list price, which nobody pays. The margin looks better than any you will see in your account. Take the usual price.",
                          "你用的是标价，可没人按标价付钱。算出来的毛利率，比你账上见到的都好看。要用日常售价。")),
            Mistake(lambda shop: _tag(shop)["unit_cost"] / _tag(shop)["price"],
                    Label("That is the share of the goods. The margin is the rest: 1 minus it.", "这是商品成本的占比。毛利率是剩下的：1 减去它。")),
        ),
        (Label("Margin = what is left of the price ÷ the price.", "毛利率 = 售价里剩下的 ÷ 售价。"),
         Label("Usual price − unit cost is what is left.", "日常售价 − 进货成本 = 剩下的。"),
         Label("1 − unit cost ÷ usual price, both from the table.", "1 − 进货成本 ÷ 日常售价，两个数都在表里。")),
        Label("Gain ÷ usual price. The same gain ÷ cost is the mark-up, always the larger figure.", "毛利 ÷ 日常售价。同样的毛利除以成本，叫加价率，总是更大的那个数。"),
        needs=_ITEMS,
        ideas="M1 M3",
    ),
    Exercise(
        2,
        Label("The contribution rate of this shop over all its months, of what stayed paid? (Percent to 1 decimal.)", "这家店各月合计的贡献利润率是多少（占净支付金额）？（百分数，1 位小数。）"),
        Figure("rate", 1),
        lambda shop: _line(shop, "contribution") / _line(shop, "net_paid"),
        (
            Mistake(lambda shop: _line(shop, "gross") / _line(shop, "net_paid"),
                    Label("That is the gross margin: only the goods are off. Fees, parcels, packing, returns and adverts are still in it, and a promotion planned with it loses money.",
                          "这是毛利率，只扣了商品。平台扣费、运费、包材、退货、推广都还在里面，照它做促销会亏钱。")),
            Mistake(lambda shop: _line(shop, "net") / _line(shop, "net_paid"),
                    Label("That is the profit rate: rent and labour are off already. They do not grow with an order; who judges an order by it turns good orders away.",
                          "这是净利润率，已经扣了房租和人工。它们不随订单增加；用它来判断一单，会把好单子推掉。")),
            Mistake(lambda shop: (_line(shop, "contribution") - _line(shop, "refunds")) / _line(shop, "paid_amount"),
                    Label("You left the refunds out: you count money that went back. In a category with many returns that hides a loss.",
                          "你忘了退款：把退回去的钱也算成了自己的。在退货多的类目，这会掩盖亏损。")),
            Mistake(lambda shop: (_line(shop, "contribution") + _line(shop, "refunds")) / (_line(shop, "net_paid") + _line(shop, "refunds")),
                    Label("You took the refunds off twice: net paid amount is already without them. The shop looks poorer than it is.",
                          "你把退款扣了两次：净支付金额里已经扣过了。店会显得比实际更差。")),
        ),
        (Label("The waterfall names three margins.", "瀑布图上标了三个利润率。"),
         Label("Contribution is what is left after everything that grows with orders.", "贡献利润，是扣掉一切随订单增加的费用后剩下的。"),
         Label("Line “= Contribution”, column “Of net paid amount”.", "“= 贡献利润”那一行，“占净支付金额”那一列。")),
        Label("Contribution ÷ net paid amount.", "贡献利润 ÷ 净支付金额。"),
        needs=NEEDS,
        ideas="M1",
    ),
    Exercise(
        3,
        Label("With code: of the orders paid in the last full month, how much stayed paid, refunds off? (To 2 decimals.)", "写代码：最后一个整月付款的订单，扣掉退款后留下多少钱？（保留 2 位小数。）"),
        Figure("money", 2),
        lambda shop: float(_month(shop)["paid_amount"].sum() - _month(shop)["refund_amount"].sum()),
        (
            Mistake(lambda shop: float(_month(shop)["paid_amount"].sum()),
                    Label("The refunds are still in it. You would order goods and plan adverts with money that has gone back.", "退款还在里面。你会拿已经退回去的钱去进货、投广告。")),
            Mistake(lambda shop: float(_month(shop)["paid_amount"].sum() - 2 * _month(shop)["refund_amount"].sum()),
                    Label("The refunds are off twice. Take them off once.", "退款扣了两次，只扣一次。")),
            Mistake(lambda shop: float(_month(shop)["paid_amount"].sum()) - _refunded_in_month(shop),
                    Label("You took off what was refunded in this month, whenever it was paid. That is how the platform's daily report does it; the question follows the orders of the month.",
                          "你扣的是这个月退的款，不管哪个月付的。平台日报是这样算；题目问的是这个月的订单。")),
        ),
        (Label("orders[\"paid_at\"] says when a line was paid.", "orders[\"paid_at\"] 是付款时间。"),
         Label("A new column: net_paid = paid_amount − refund_amount.", "加一列：net_paid = paid_amount − refund_amount。"),
         Label("orders[orders[\"paid_at\"] >= \"2025-12-01\"][\"net_paid\"].sum(), with the month of your shop.", "orders[orders[\"paid_at\"] >= \"2025-12-01\"][\"net_paid\"].sum()，换成你店的月份。")),
        Label("Paid amount − refund amount of the same lines, each refund off once.", "同一批明细的支付金额 − 退款金额，每笔退款只扣一次。"),
        needs="orders.paid_amount, orders.refund_amount",
        ideas="M1",
    ),
    Exercise(
        4,
        Label("What does it cost to get one paid order out and, if need be, back: shipping, packing, return freight and its insurance, for each paid order, over all months? (To 2 decimals.)",
              "平均每个支付订单，发出去、必要时退回来，要花多少钱：运费、包材、退货运费及运费险，按各月合计算？（保留 2 位小数。）"),
        Figure("money", 2),
        lambda shop: _forwarding(shop, "shipping", "packing", "return_freight"),
        (
            Mistake(lambda shop: _forwarding(shop, "shipping", "packing"),
                    Label("You forgot the way back: return freight and its insurance. It is small on each order and is paid on all of them.", "你忘了回程：退货运费和运费险。摊到每单不多，可每单都要付。")),
            Mistake(lambda shop: _forwarding(shop, "shipping"),
                    Label("That is only the parcel out. Packing and the way back belong to it.", "这只是发出去的运费。包材和回程也要算。")),
            Mistake(lambda shop: -sum(_line(shop, line) for line in ("shipping", "packing", "return_freight")) / len(paid_orders(shop)),
                    Label("You divided by order lines. One order is one parcel, however many lines it has: the cost looks too low.", "你除的是订单明细行。一个订单一个包裹，不管有几行：这样会低估成本。")),
        ),
        (Label("Three lines of the waterfall.", "瀑布图里的三行。"),
         Label("Add them, then divide by the number of paid orders.", "先加起来，再除以支付订单数。"),
         Label("The number of orders: lines[\"order_id\"].nunique()", "订单数：lines[\"order_id\"].nunique()")),
        Label("(Shipping + packing + return freight) ÷ paid orders.", "（运费 + 包材 + 退货运费）÷ 支付订单数。"),
        needs=NEEDS,
        ideas="M1 M5",
    ),
    Exercise(
        5,
        Label("From which ROAS on does an advert of this shop stop losing money? Take the waterfall; ad reports count refunded sales too. (To 2 decimals.)",
              "这家店的广告，投入产出比到多少才不亏？用瀑布图的数；广告报表里的成交含退款。（保留 2 位小数。）"),
        Figure("number", 2),
        lambda shop: _line(shop, "paid_amount") / _before_ads(shop),
        (
            Mistake(lambda shop: _line(shop, "net_paid") / _line(shop, "gross"),
                    Label("1 ÷ gross margin forgets fees, parcels and returns. You would keep adverts that lose money on every sale.", "1 ÷ 毛利率忘了平台扣费、运费和退货。你会把每单都亏的广告留着投。")),
            Mistake(lambda shop: _line(shop, "net_paid") / _before_ads(shop),
                    Label("Refunds ignored: the report's sales are those before refunds, so divide the paid amount.", "忽略了退款：报表里的成交是退款之前的，所以被除数要用支付金额。")),
            Mistake(lambda shop: _line(shop, "paid_amount") / _line(shop, "contribution"),
                    Label("The advertising is already off this contribution: you took it off twice and would stop good adverts.", "这个贡献利润已经扣过推广费：等于扣了两次，你会停掉还不错的广告。")),
            Mistake(lambda shop: 1.0,
                    Label("At a ROAS of 1 the sales equal the ad spend, and the goods are still to be paid. A ROAS above 1 is not profit.", "投产比为 1，只是卖的钱等于广告费，货还没付钱呢。投产比大于 1 不等于赚钱。")),
        ),
        (Label("Break-even ROAS = 1 ÷ what is left of each amount paid before advertising.", "保本投产比 = 1 ÷ 推广前每笔支付剩下的比例。"),
         Label("Before advertising: contribution + advertising, put back.", "推广前：贡献利润，把推广花费加回去。"),
         Label("Paid amount ÷ (contribution + advertising).", "支付金额 ÷（贡献利润 + 推广花费）。")),
        Label("Paid amount ÷ contribution before advertising.", "支付金额 ÷ 推广前的贡献利润。"),
        needs=NEEDS,
        ideas="M1",
    ),
    Exercise(
        6,
        Label("The most sold item at its usual price: campaign 15% off, on top a shop coupon of 10, on top a platform coupon of 10%, of which the platform bears half. What do you get for one piece? (To 2 decimals.)",
              "卖得最多的商品，按日常售价：活动 8.5 折，叠店铺券减 10 元，再叠平台 9 折券，平台承担一半。一件你到手多少钱？（保留 2 位小数。）"),
        Figure("money", 2),
        _offer_price,
        (
            Mistake(lambda shop: float(stack_offers(_tag(shop)["price"], _OFFERS)["buyer_pays"].iloc[-1]),
                    Label("That is what the buyer pays. The platform gives half of its coupon back to you.", "这是买家付的钱。平台券的一半，平台会补给你。")),
            Mistake(lambda shop: _tag(shop)["price"] * (1 - 0.25) - 10,
                    Label("You added 15% and 10%, and bore all of it. Offers come one after the other: each takes its share of what is left by then.", "你把 15% 和 10% 加起来了，还全算成自己承担。优惠一个接一个：每一个只打在剩下的价钱上。")),
            Mistake(lambda shop: float(stack_offers(_tag(shop)["price"], _OFFERS[:2])["seller_gets"].iloc[-1]),
                    Label("You left the platform's coupon out. Half of it is yours to bear, and on thin margins that half decides.", "你漏了平台券。它有一半要你出，毛利薄的时候，这一半就决定盈亏。")),
            Mistake(lambda shop: float(stack_offers(_tag(shop)["list_price"], _OFFERS)["seller_gets"].iloc[-1]),
                    Label("You began from the list price. The offers come off the usual price, which is lower already: you would slip below cost and not see it.", "你从标价算起。优惠是打在日常售价上的，它已经更低了：这样会不知不觉卖到成本以下。")),
        ),
        (Label("One offer after the other, each off what is left by then.", "优惠一个接一个，每个都打在剩下的价钱上。"),
         Label("Price × 0.85, then − 10, then 10% of that: half of it is yours.", "售价 × 0.85，再 − 10，再打九折：让利的一半归你出。"),
         Label("(usual price × 0.85 − 10) × 0.95", "（日常售价 × 0.85 − 10）× 0.95")),
        Label("(usual price × 0.85 − 10) × (1 − 10% × ½). Compare it with what one piece costs you before you agree.", "（日常售价 × 0.85 − 10）×（1 − 10% × ½）。答应之前，先和一件的成本比一比。"),
        needs=_ITEMS,
        ideas="M1",
    ),
    Exercise(
        7,
        Label("“Premium pays: look at three famous brands, dear and sold out.” Which figure would test that?", "“高价才赚钱：看那三个大牌，又贵又卖断货。”哪个数能检验这句话？"),
        Choice({
            "all": Label("sales of all items that were priced as high, those that failed too", "所有定过同样高价的商品卖得怎样，包括失败的"),
            "more": Label("sales of ten more famous brands", "再看十个大牌卖得怎样"),
            "margin": Label("the margins of the three brands, more exactly", "把这三个大牌的毛利率查得更准"),
            "own": Label("your own best seller's margin", "你自己爆款的毛利率"),
        }),
        lambda shop: "all",
        (
            Mistake(lambda shop: "more", Label("Ten winners are as chosen as three: they are famous because they won. You would copy the price and miss the reason.", "十个赢家和三个一样，都是挑出来的：出名正是因为赢了。你会学了它的价格，没学到原因。")),
            Mistake(lambda shop: "margin", Label("However exact, it stays three winners. Those that dared the same and went under are missing.", "查得再准，也还是三个赢家。同样敢定高价、后来倒掉的，一个都不在里面。")),
            Mistake(lambda shop: "own", Label("One item says nothing about a rule, and a best seller is a winner too.", "一个商品说明不了规律，何况爆款也是赢家。")),
        ),
        (Label("Who is not in the picture?", "谁没出现在画面里？"),
         Label("Famous brands are those that are still there.", "大牌，是活下来的那些。"),
         Label("You need the losers in the count as well.", "输家也要数进来。")),
        Label("Only a count with the failures in it can say how often a high price works.", "把失败的也数进来，才知道高价有多大把握。"),
        ideas="M2",
    ),
    Exercise(
        8,
        Label("The pair of items that cost you nearly the same: how many times as much does one sale of the first leave after the goods as one of the second? (To 2 decimals.)",
              "那一对进货成本几乎一样的商品：第一个卖一件的毛利，是第二个的多少倍？（保留 2 位小数。）"),
        Figure("number", 2),
        lambda shop: _ratio(shop, "unit_gross"),
        (
            Mistake(lambda shop: _ratio(shop, "usual_price"),
                    Label("You divided the prices. What you live on is what is left of them after the goods; there the gap is much wider.", "你除的是售价。你靠的是扣掉商品后剩下的钱，那里的差距大得多。")),
            Mistake(lambda shop: _ratio(shop, "unit_margin"),
                    Label("You divided the margins in percent. The question asks for money per sale: rent is paid in money.", "你除的是毛利率。题目问的是每件的钱：房租是用钱付的。")),
            Mistake(lambda shop: 1 / _ratio(shop, "unit_gross"),
                    Label("The other way round: the first divided by the second.", "反了：第一个除以第二个。")),
        ),
        (Label("The table of the pair has what one sale leaves.", "那一对的表里，有每卖一件的毛利。"),
         Label("Column “Left of one sale after the goods”.", "“每卖一件的毛利”那一列。"),
         Label("First row ÷ second row.", "第一行 ÷ 第二行。")),
        Label("Nearly the same cost, and so different a gain: the price follows what the buyer believes to get.", "成本几乎一样，赚的差这么多：价格跟着买家心里的价值走。"),
        needs=_BY_FACTOR,
        ideas="M3",
    ),
    Exercise(
        9,
        Label("An item's margin is 8 points below the shop's. It is clicked a fifth less than expected; its rating is fine; its supplier is the cheapest you found; its category has twice the sellers per search. What do you change tomorrow?",
              "一个商品的毛利率比全店低 8 个百分点。点击率比预期低两成；评分正常；供应商是你能找到的最便宜的；它的类目里，每次搜索的卖家多一倍。明天你先改哪一样？"),
        Choice({
            "picture": Label("its picture and what it promises", "它的主图和卖点"),
            "price": Label("its price: down, to be cheaper than the crowd", "价格：降下来，比别人都便宜"),
            "supplier": Label("its supplier", "供应商"),
            "category": Label("the crowd: wait until sellers leave", "对手：等卖家自己走"),
        }),
        lambda shop: "picture",
        (
            Mistake(lambda shop: "price", Label("In a crowded category somebody is always cheaper: you give up margin and are one of many still. That is how a price war begins.", "在扎堆的类目里，总有人更便宜：毛利让掉了，你还是众多卖家里的一个。价格战就是这么打起来的。")),
            Mistake(lambda shop: "supplier", Label("It is the cheapest you found already. Cost is a factor, but not the one that is off here.", "它已经是你能找到的最便宜的了。成本是一个因素，但这里出问题的不是它。")),
            Mistake(lambda shop: "category", Label("How many sell is not yours to change, and not by tomorrow. What is yours is whether people click.", "有多少人卖不归你管，更不是明天的事。归你管的，是别人点不点。")),
        ),
        (Label("Four factors: which of them is off, and which can you move?", "四个因素：哪个不对劲？哪个你动得了？"),
         Label("Rating and supplier are said to be in order.", "评分和供应商，题目说没问题。"),
         Label("A click is decided by what is seen in the list.", "点不点，看的是列表里那一眼。")),
        Label("Attraction is off and is yours to change; the crowd is given, and a lower price answers it with less margin.", "出问题的是吸引力，而且你改得了；对手多少是定的，降价只会让毛利更薄。"),
        ideas="M4 M6",
    ),
    Exercise(
        10,
        Label("You can make one of these a tenth cheaper. Which lifts net profit most?", "下面只能选一样降一成。哪一样让净利润涨得最多？"),
        Choice(_COSTS),
        _ten_percent,
        (
            Mistake(lambda shop: _other_cost(shop, "rent"), Label("Rent is the bill that hurts each month, and one of the small ones. You would move house for the price of a few parcels.", "房租每个月都让人心疼，其实是小头。你会为了几个包裹的钱去搬家。")),
            Mistake(lambda shop: _other_cost(shop, "advertising"), Label("Advertising is smaller than it feels, and cutting it takes sales along.", "推广费没有感觉上那么大，砍掉它，销售也跟着少。")),
            Mistake(lambda shop: _other_cost(shop, "labour"), Label("Labour is large, but look at the bars: another line is larger.", "人工确实不小，但看看柱子：还有更大的。")),
        ),
        (Label("A tenth of what? The larger the line, the more a tenth of it is.", "一成是多少？项目越大，一成越多。"),
         Label("The bars of “A tenth of everything”.", "“每样动一成”那张图。"),
         Label("The longest blue bar among these four.", "这四样里最长的那根蓝柱。")),
        Label("A tenth of the largest line. That is why supply further upstream is a factor of profit.", "最大那一项的一成。所以货源往上游走，是利润的一个因素。"),
        needs=NEEDS,
        ideas="M5",
    ),
    Exercise(
        11,
        Label("20% off the item whose price was drawn by lot: what happens to its profit, as far as this test can say?", "那个随机定价的商品，打八折，利润会怎样？按这次实验能说的来答。"),
        Choice({
            "down": Label("it falls, even at the ends of the interval", "会跌，按区间两端算也是跌"),
            "up": Label("it rises, because more is sold", "会涨，因为卖得更多"),
            "unknown": Label("the test cannot tell: the interval is wide", "说不准，区间太宽"),
        }),
        _cut,
        (
            Mistake(lambda shop: _cut_wrong(shop, "up"), Label("More is sold, and each piece leaves much less: the cut comes off what is left, not off the cost. You would work more for less.", "卖得是多了，可每件剩得少得多：让掉的是剩下的那部分，不是成本。忙得更多，赚得更少。")),
            Mistake(lambda shop: _cut_wrong(shop, "unknown"), Label("The interval is wide, but read both of its ends: they say the same of profit. A wide interval can still decide.", "区间确实宽，但把两端都看一看：对利润说的是同一件事。区间宽，也可能定得下来。")),
        ),
        (Label("Profit is units × what one piece leaves. Which of them changes more?", "利润 = 销量 × 每件剩下的。哪个变得更多？"),
         Label("The table “20% off” has the change at both ends of the interval.", "“打八折”那张表里，有区间两端的变化。"),
         Label("Last column, the rows drawn by lot.", "最后一列，随机定价的那几行。")),
        Label("Units rise, what each piece leaves falls faster. See both ends of the interval before you decide.", "销量会涨，每件剩下的跌得更快。下决定前，看区间的两端。"),
        needs=_ITEMS,
        ideas="M3 M5",
    ),
    Exercise(
        12,
        Label("Messy bills: an item sells at 59 and costs 33.35. The carrier's file says freight 560, the packing file 120. Both files are in cents (分). What is left of one sale? (To 2 decimals.)",
              "账单有坑：一件商品卖 59 元，进货 33.35 元。快递公司的表写着运费 560，包材的表写着 120，两张表的单位都是分。卖一件剩多少元？（保留 2 位小数。）"),
        Figure("money", 2),
        lambda shop: 59 - 33.35 - 5.60 - 1.20,
        (
            Mistake(lambda shop: 59 - 33.35 - 560 - 120.0, Label("You took cents for whole yuan. The loss is so large that it shows; with smaller figures it would not. Look at the unit before you add.", "你把“分”当成了“元”。亏得离谱，所以看得出来；数字小一点就看不出来了。相加之前先看单位。")),
            Mistake(lambda shop: 59 - 33.35 - 5.60 - 120.0, Label("One file is turned into yuan, the other is not. Both are in cents.", "一张表换成了元，另一张没换。两张都是分。")),
            Mistake(lambda shop: 59 - 33.35 - 0.56 - 0.12, Label("Divided by 1,000. A hundred cents are one yuan.", "除以了 1000。100 分是 1 元。")),
            Mistake(lambda shop: 59 - 33.35 - 5.60, Label("The packing is left out.", "漏了包材。")),
        ),
        (Label("What is 560 cents in yuan?", "560 分是多少元？"), Label("Divide both files by 100.", "两张表都除以 100。"), Label("59 − 33.35 − 5.60 − the packing", "59 − 33.35 − 5.60 − 包材")),
        Label("59 − 33.35 − 5.60 − 1.20: one unit first, then add.", "59 − 33.35 − 5.60 − 1.20：先统一单位，再相加。"),
        ideas="M1",
    ),
    Exercise(
        13,
        Label("A factor is said to go with only 2% of the spread of margins. Which of these must you ask first?", "有人说，某个因素只能解释毛利率差异的 2%。你先要问什么？"),
        Choice({
            "measured": Label("how well its proxy measures it", "用来看它的指标，量得准不准"),
            "drop": Label("nothing: it does not matter and may be dropped", "不用问：它不重要，可以不管"),
            "cost": Label("why price and cost are not in the list as well", "为什么不把售价和成本也放进去"),
        }),
        lambda shop: "measured",
        (
            Mistake(lambda shop: "drop", Label("A factor that is measured badly looks small, however large it is: see value by two ratings. You would stop caring for quality because of a poor yardstick.", "量得不准的因素，再大也显得小：看看用两种评分量的“价值”。你会因为一把坏尺子，就不管质量了。")),
            Mistake(lambda shop: "cost", Label("Margin = 1 − cost ÷ price is made of these two: they would explain all of it, by arithmetic, and you would know nothing new.", "毛利率 = 1 − 成本 ÷ 售价，就是由这两个数算出来的：它们当然能“解释”全部，可你什么也没学到。")),
        ),
        (Label("Small, or only seen small?", "是真的小，还是看着小？"), Label("Compare the two charts of value.", "比较“价值”的两种算法。"), Label("The same items, another yardstick.", "商品没变，换了把尺子。")),
        Label("Noise in a proxy takes its share away and leaves it unexplained, or hands it to others.", "指标里的噪声会吃掉它的份额，让差异变成“解释不了”，或者算到别人头上。"),
        ideas="M7",
    ),
    Exercise(
        14,
        Label("How many points did the change of the item mix alone move the contribution rate, between the first and the last months? (Percent to 2 decimals, with its sign.)",
              "从最初几个月到最后几个月，光是商品结构的变化，让贡献利润率变了多少？（百分数，2 位小数，带正负号。）"),
        Figure("rate", 2),
        lambda shop: float(lesson.margin_moves(shop).attrs["mix"]),
        (
            Mistake(lambda shop: float(lesson.margin_moves(shop).attrs["rate"]), Label("That is what the items' own rates did. Mix is: other items were sold.", "这是各商品自身贡献率变化的部分。结构说的是：卖的商品不一样了。")),
            Mistake(lambda shop: float(lesson.margin_moves(shop).attrs["change"]), Label("That is both together. You would blame the range for what suppliers and prices did.", "这是两样合计。你会把供应商和价格造成的变化，怪到商品结构头上。")),
            Mistake(lambda shop: -float(lesson.margin_moves(shop).attrs["mix"]), Label("The size is right, the sign is not: after minus before.", "大小对了，正负号反了：用后面的减前面的。")),
        ),
        (Label("The sentence about the months has three parts.", "讲那几个月的那句话里有三部分。"), Label("The one called mix.", "叫“结构”的那一部分。"), Label("It is the sum of the column “By its share (mix)”.", "也就是“占比变化的影响（结构）”那一列的合计。")),
        Label("The sum of the mix parts of all items: exact, whichever period is taken first.", "所有商品结构部分之和：不管先算哪一段，结果都一样。"),
        needs=NEEDS,
        ideas="M8",
    ),
)
