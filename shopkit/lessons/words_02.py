"""Lesson 02 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.metrics.factors import FACTORS
from shopkit.metrics.traffic import break_even_roas

_NO_GUESS = Label("You made no guess. Make one next time: a number surprises only those who expected another.",
                  "你没有猜。下次先猜再看：心里有过预期，看到数字才会吃惊。")


def _lines(table):
    rows = table.set_index("line")
    return rows["line_amount"], rows["share"]


def _say_one(lines, currency):
    """What the price tag promises, and what the orders themselves leave."""
    paid, goods, left = (float(lines[c].sum()) for c in ("paid_amount", "goods", "left_over"))
    return Label(
        "Together: {paid:money} paid, {goods:money} of goods. That looks like a margin of {margin:rate} (or a mark-up of {markup:rate}: the same money, "
        "divided by the cost). After what each order brings with it, refunds, platform fee, parcel, gift, {left:money} is left: {rate:rate}.",
        "合计：支付 {paid:money}，商品成本 {goods:money}。看着毛利率有 {margin:rate}（加价率 {markup:rate}：同一笔钱，只是除以成本）。"
        "再扣掉每一单自带的退款、平台扣费、运费、赠品，剩 {left:money}，只有 {rate:rate}。",
    ).fill(currency, paid=paid, goods=goods, margin=1 - goods / paid, markup=paid / goods - 1, left=left, rate=left / paid)


def _say_waterfall(table, currency):
    money, share = _lines(table)
    return Label(
        "Of {list:money} on the price tags, {paid:money} was paid and {net_paid:money} stayed paid. Gross profit {gross:money} ({gross_rate:rate}), "
        "contribution {contribution:money} ({contribution_rate:rate}), net profit {net:money} ({net_rate:rate}). One shop, three margins: say which one you mean.",
        "标价合计 {list:money}，顾客付了 {paid:money}，退款后留下 {net_paid:money}。毛利 {gross:money}（{gross_rate:rate}），贡献利润 {contribution:money}"
        "（{contribution_rate:rate}），净利润 {net:money}（{net_rate:rate}）。同一家店，三个利润率：说的时候要讲清是哪一个。",
    ).fill(currency, list=money["list_amount"], paid=money["paid_amount"], net_paid=money["net_paid"], gross=money["gross"], gross_rate=share["gross"],
           contribution=money["contribution"], contribution_rate=share["contribution"], net=money["net"], net_rate=share["net"])


def _waterfall_title(table):
    _, share = _lines(table)
    return Label("Of what stays paid, {gross:rate} is left after goods, {contribution:rate} after each order's costs, {net:rate} in the end",
                 "净支付金额：扣掉商品剩 {gross:rate}，再扣每单费用剩 {contribution:rate}，最后剩 {net:rate}").fill(
        gross=share["gross"], contribution=share["contribution"], net=share["net"])


def _say_forgotten(table, currency):
    """The costs between gross profit and contribution, the largest named."""
    money, share = _lines(table)
    small = money[["fees", "commission", "shipping", "packing", "return_freight", "gifts", "advertising", "tax", "variable"]]
    per = -small.sum() / money["net_paid"]
    return Label(
        "Not one of the costs between gross profit and contribution is larger than {largest:rate} of what stayed paid. Together they take {all:rate}. "
        "An item with a gross margin below that loses money on every sale, before any rent is paid.",
        "毛利和贡献利润之间的费用，没有一项超过净支付的 {largest:rate}，加起来却拿走 {all:rate}。毛利率低于这个数的商品，还没算房租就卖一件亏一件。",
    ).fill(currency, largest=-small.min() / money["net_paid"], all=per)


def _say_break_even(table, currency):
    money, _ = _lines(table)
    before = (money["contribution"] - money["advertising"]) / money["paid_amount"]
    if not before > 0:
        return Label("Before any advertising nothing is left of a sale here ({before:rate}): no advert can break even.",
                     "还没投广告，每笔销售就已经不剩什么（{before:rate}）：投什么广告都保不了本。").fill(before=before)
    return Label(
        "Before advertising {before:rate} of each amount paid is left. So an advert must bring {roas:number} of sales for each 1 it costs, only to lose nothing: that is "
        "the break-even ROAS (ROAS is sales ÷ ad spend), 1 ÷ {before:rate}. A report that shows 2 and looks like profit is a loss of {loss:rate} of the ad spend.",
        "推广前，每笔支付剩 {before:rate}。所以广告每花 1 元，要带来 {roas:number} 元销售才刚好不亏。销售 ÷ 广告费叫投入产出比，刚好不亏的这个数，就是保本投产比，1 ÷ {before:rate}。"
        "报表上写着 2，看着像赚钱，其实亏掉广告费的 {loss:rate}。",
    ).fill(currency, before=before, roas=break_even_roas(float(before)), loss=1 - 2 * before) if before < 0.5 else Label(
        "Before advertising {before:rate} of each amount paid is left. So an advert must bring {roas:number} of sales for each 1 it costs, only to lose nothing: the break-even ROAS (ROAS is sales ÷ ad spend), 1 ÷ {before:rate}.",
        "推广前，每笔支付剩 {before:rate}。所以广告每花 1 元，要带来 {roas:number} 元销售才刚好不亏。销售 ÷ 广告费叫投入产出比，刚好不亏的这个数，就是保本投产比，1 ÷ {before:rate}。",
    ).fill(before=before, roas=break_even_roas(float(before)))


def _say_offers(table):
    a, first, last = table.attrs, table.iloc[0], table.iloc[-1]
    names = Label("“{title}” sells at {price:money} and leaves {before:money} after goods, freight, packing, fees and refunds. With all offers on top the buyer pays {pays:money}, you get {gets:money}, ",
                  "“{title}”卖 {price:money}，扣掉商品、运费、包材、平台扣费和退款，剩 {before:money}。优惠全叠上，买家付 {pays:money}，你到手 {gets:money}，").fill(
        a["currency"], title=a["title"], price=a["price"], before=first["left_over"], pays=last["buyer_pays"], gets=last["seller_gets"])
    if last["left_over"] < 0:
        end = Label("and every piece sold loses {loss:money}. Each offer alone looked harmless.", "每卖一件亏 {loss:money}。单看哪一个优惠，都不像会出事。")
    else:
        end = Label("and {loss:money} is left. Set the floor price before the campaign, not after.", "还剩 {loss:money}。底价要在活动之前定好，别等活动之后。")
    end = end.fill(a["currency"], loss=abs(last["left_over"]))
    return Label(names.en + end.en, names.zh + end.zh)


def _say_items(table, currency):
    losing, worst = table[table["contribution"] < 0], table.iloc[-1]
    red = table[table["net"] < 0]
    return Label(
        "{red:count} of {all:count} items do not carry their share of rent and labour; {losing:count} of them lose money even before it: each further sale of those makes it worse. "
        "Last in the list: “{worst}”, {net:money}. Why it is last is another question: how a shared cost is shared out is a choice (here: labour by orders, rent by money).",
        "{all:count} 个商品里，{red:count} 个挣不回自己那份房租和人工；其中 {losing:count} 个连这之前就亏：这种商品多卖一件多亏一点。"
        "垫底的是“{worst}”，{net:money}。它为什么垫底要另问：公共费用怎么分摊，是一种选择（这里人工按订单、房租按金额）。",
    ).fill(currency, red=len(red), all=len(table), losing=len(losing), worst=worst["title"], net=worst["net"])


def _say_dear(found):
    sure = found["p"] < 0.05
    verdict = (Label("That is more than chance would do", "这不像碰巧") if sure else Label("Chance alone does as much", "光凭碰巧也会这样"))
    kind = Label("worse", "差") if found["rank"] < 0 else Label("better", "好")
    return Label(
        f"Of the {{upper:count}} items in the upper half by margin, {{well:count}} also sell more than the middle item. Over all {{items:count}} items those with more margin sell a little {kind.en} "
        f"(rank correlation {{rank:number}}, on a scale from −1 to 1; where nothing goes together, luck alone brings as much in {{p:rate}} of cases). {verdict.en}. A high margin need not sell badly.",
        f"毛利率较高的 {{upper:count}} 个商品里，有 {{well:count}} 个卖得也比中间的商品多。{{items:count}} 个商品放在一起，毛利率高的卖得略{kind.zh}"
        f"（秩相关 {{rank:number}}，取值 −1 到 1；就算两者毫无关系，光凭碰巧也有 {{p:rate}} 的机会这么大）。{verdict.zh}。毛利高，不一定就卖不动。",
    ).fill(**found)


def _dear_title(found):
    return Label("{well:count} of the {upper:count} high-margin items sell more than the middle item", "高毛利的 {upper:count} 个商品，有 {well:count} 个卖得比中间的多").fill(**found)


def _say_survivors(found):
    return Label(
        "Take the three best sellers among the high-margin items: {winners:count} units each, {times:number} times the shop's average of {everybody:count}. Take all {upper:count} high-margin items: {all:count}. "
        "Who looks at winners only would believe that dear sells. Famous premium brands are such winners: those that dared the same price and went under, nobody quotes.",
        "只看高毛利里卖得最好的三个：平均 {winners:count} 件，是全店平均 {everybody:count} 件的 {times:number} 倍。把高毛利的 {upper:count} 个都算上：{all:count} 件。"
        "只看赢家，就会以为“贵的好卖”。大牌正是这样的赢家：同样敢定高价、后来倒掉的那些，没人会提。",
    ).fill(winners=round(found["winners"]), times=found["winners"] / found["everybody"], everybody=round(found["everybody"]), upper=found["upper"], all=round(found["all"]))


def _say_pair(pair, currency):
    if len(pair) < 2:
        return Label("No two items of this shop cost nearly the same.", "这家店没有两个成本相近的商品。")
    dear, cheap = pair.iloc[0], pair.iloc[1]
    told = Label(
        "“{a}” costs {ca:money}, “{b}” {cb:money}: nearly the same. One sale of the first leaves {ga:money} after the goods, of the second {gb:money}: {times:number} times as much. So cost does not set the price. ",
        "“{a}”进货 {ca:money}，“{b}”进货 {cb:money}，几乎一样。前者卖一件毛利 {ga:money}，后者 {gb:money}：相差 {times:number} 倍。可见定价的不是成本。",
    ).fill(currency, a=dear["title"], ca=dear["unit_cost"], b=cheap["title"], cb=cheap["unit_cost"], ga=dear["unit_gross"], gb=cheap["unit_gross"], times=dear["unit_gross"] / cheap["unit_gross"])
    # what value could be seen by must not be claimed where it is not seen
    if dear["rating_shown"] > cheap["rating_shown"] + 0.02:
        end = Label("The first is also rated better: {ra:number} against {rb:number}.", "前者评分也更高：{ra:number} 比 {rb:number}。")
    else:
        end = Label("Their ratings ({ra:number} and {rb:number}) do not tell why: what buyers see in the one and not in the other stands in no table of yours, or another of the four factors is at work.",
                    "原因从评分上（{ra:number} 和 {rb:number}）看不出来：买家看中的东西不在你的表里，或者是四个因素里的另一个在起作用。")
    end = end.fill(ra=dear["rating_shown"], rb=cheap["rating_shown"])
    return Label(told.en + end.en, told.zh + end.zh)


def _halves(table):
    rows = table.set_index("half")["unit_margin"]
    return (float(rows.get("upper", float("nan"))), float(rows.get("lower", float("nan"))))


def _say_value(halves):
    upper, lower = _halves(halves)
    return Label("Better rated half of the items: mean margin {upper:rate}. The others: {lower:rate}. How sure that is, the further part tells.", "评分较高的一半商品：平均毛利率 {upper:rate}；另一半：{lower:rate}。有多大把握，延伸部分会讲。").fill(upper=upper, lower=lower)


def _say_attraction(halves):
    upper, lower = _halves(halves)
    if upper > lower:
        return Label("The half that is clicked more often: mean margin {upper:rate}. The others: {lower:rate}. The more attractive items do carry more, on this shop.",
                     "点击率较高的一半：平均毛利率 {upper:rate}；另一半：{lower:rate}。在这家店，更吸引人的商品确实撑得起更高的毛利。").fill(upper=upper, lower=lower)
    return Label("The half that is clicked more often: mean margin {upper:rate}. The others: {lower:rate}. By this simple split attraction does not pay here; other factors may hide it.",
                 "点击率较高的一半：平均毛利率 {upper:rate}；另一半：{lower:rate}。这样简单一分，看不出吸引力值钱；也许被别的因素盖住了。").fill(upper=upper, lower=lower)


def _say_suppliers(table):
    best, worst = table.iloc[0], table.iloc[-1]
    return Label("Items from “{a}” have a mean margin of {ma:rate}, those from “{b}” {mb:rate}: {gap:number} points apart.", "“{a}”供的货平均毛利率 {ma:rate}，“{b}”的 {mb:rate}，相差 {gap:number} 个百分点。").fill(
        a=best.iloc[0], ma=best["unit_margin"], b=worst.iloc[0], mb=worst["unit_margin"], gap=round(100 * (best["unit_margin"] - worst["unit_margin"]), 1))


def _say_sensitivity(table):
    change = table.set_index("lever")["profit_change"]
    currency = table.attrs["currency"]
    told = Label(
        "A tenth off the cost of goods is worth {goods:money} of net profit, a tenth off labour {labour:money}, off rent {rent:money}. "
        "A tenth more on the price is worth {price:money}, if nobody stays away; a tenth more units only {units:money}, because each of them brings its costs along.",
        "进货成本降一成，净利润多 {goods:money}；人工降一成，多 {labour:money}；房租降一成，多 {rent:money}。"
        "售价涨一成，如果没人走，多 {price:money}；多卖一成，只多 {units:money}，因为每一件都带着自己的费用。",
    )
    return told.fill(currency, **{lever: float(change.get(lever, 0.0)) for lever in ("goods", "labour", "rent", "price", "units")})


def _sensitivity_title(table):
    best, costs = table.iloc[0], table[~table["lever"].isin(["price", "units"])]
    from shopkit.metrics.waterfall import LEVERS

    a, b = LEVERS[best["lever"]], LEVERS[costs.iloc[0]["lever"]]
    return Label(f"A tenth: most is in “{a.en}”, and among the costs in “{b.en}”", f"同样动一成：最值钱的是“{a.zh}”，费用里是“{b.zh}”")


def _say_crowd(table):
    by = table.sort_values("sellers_per_search")
    calm, crowded = by.iloc[0], by.iloc[-1]
    return Label(
        "Most crowded: “{b}” with {sb:number} sellers for each 100 searches, mean margin {mb:rate}. Least crowded: “{a}”, {sa:number} sellers, {ma:rate}. {n:count} categories are a hint and no proof.",
        "最挤的是“{b}”，每 100 次搜索有 {sb:number} 个卖家，平均毛利率 {mb:rate}；最空的是“{a}”，{sa:number} 个卖家，{ma:rate}。只有 {n:count} 个类目，是线索，不是证明。",
    ).fill(b=crowded.iloc[0], sb=100 * crowded["sellers_per_search"], mb=crowded["unit_margin"], a=calm.iloc[0], sa=100 * calm["sellers_per_search"], ma=calm["unit_margin"], n=len(by))


def _crowd_title(table):
    by = table.sort_values("sellers_per_search")
    return Label("Where sellers crowd, margins are {a:rate}; where they are few, {b:rate}", "卖家扎堆的类目毛利率 {a:rate}，卖家少的 {b:rate}").fill(a=by.iloc[-1]["unit_margin"], b=by.iloc[0]["unit_margin"])


def _say_elasticity(found, t):
    drawn, naive = found.set_index("how").loc["drawn"], found.set_index("how").loc["ordinary"]
    return Label(
        "“{title}” was sold at prices drawn by lot. Dearer by 1% brought {e:number}% carts per visitor (95% interval {low:number} to {high:number}: {n:count} carts are few). The ordinary discounts of the other items say {naive:number}%: they fall on campaign "
        "days, on which people come to buy anyway. That figure mixes the price with the occasion.",
        "“{title}”的价格是每周抽签定的。贵 1%，每位访客的加购变化 {e:number}%（95% 区间 {low:number} 到 {high:number}：{n:count} 次加购还太少）。而其他商品平时的折扣算出来是 {naive:number}%："
        "折扣都落在活动日，那天的人本来就是来买的。这个数把价格和时机混在了一起。",
    ).fill(title=t["title"], e=drawn["elasticity"], low=drawn["elasticity_low"], high=drawn["elasticity_high"], n=drawn["counted"], naive=naive["elasticity"])


def _say_cut(cuts):
    rows = cuts.set_index("how")
    ends = rows.loc[["drawn_low", "drawn_high"], "profit_after"]
    told = Label(
        "A fifth off the price changes units by {units:rate}, the amount paid by {paid:rate}, profit before fixed cost by {profit:rate}. At the ends of the interval profit changes by {worst:rate} and {best:rate}. ",
        "打八折：销量变化 {units:rate}，支付金额变化 {paid:rate}，扣固定费用前的利润变化 {profit:rate}。按区间两端算，利润变化 {worst:rate} 和 {best:rate}。",
    ).fill(units=rows["units_after"]["drawn"], paid=rows["paid_after"]["drawn"], profit=rows["profit_after"]["drawn"], worst=ends.min(), best=ends.max())
    if ends.max() < 0:
        end = Label("However few carts were counted: within the whole interval the cut loses profit.", "加购数虽然不多，但整个区间里，打八折都是少赚。")
    elif ends.min() > 0:
        end = Label("Within the whole interval the cut earns profit.", "整个区间里，打八折都是多赚。")
    else:
        end = Label("So few carts cannot settle it: test longer.", "数太少，定不下来：再试一段时间。")
    return Label(told.en + end.en, told.zh + end.zh)


def _say_best(found, currency):
    told = Label(
        "Of the prices tried ({low:money} to {high:money}) {drawn:money} leaves most; today's is {price:money}. ",
        "试过的价格（{low:money} 到 {high:money}）里，{drawn:money} 剩得最多；现在卖 {price:money}。",
    ).fill(currency, low=found["tried"][0], high=found["tried"][1], drawn=found["drawn"], price=found["price"])
    if found["at_edge"]:
        edge = Label("It is the end of what was tried: go on from there in small steps, do not leap to what a formula says. ", "它正好是试过的边上：从那里小步再试，别照公式一步跳过去。")
    else:
        edge = Label("", "")
    naive = found["ordinary"]
    if naive == float("inf"):
        end = Label("", "")
    else:
        end = Label("By the ordinary discounts you would have set {naive:money}.", "照平时的折扣推算，你会把价格定在 {naive:money}。").fill(currency, naive=naive)
    return Label(told.en + edge.en + end.en, told.zh + edge.zh + end.zh)


def _price_title(found, currency):
    kind = Label("the dearest tried", "试过的最高价") if found["drawn"] == found["tried"][1] else Label("the cheapest tried", "试过的最低价") if found["drawn"] == found["tried"][0] else Label("between those tried", "试过的价格中间")
    return Label(f"Most is left at {{drawn:money}}, {kind.en}", f"{{drawn:money}} 剩得最多，是{kind.zh}").fill(currency, drawn=found["drawn"])


_MEANT = {"up": ("up", "rises", "涨", "会涨", "上升"), "down": ("down", "falls", "跌", "会跌", "下降")}


def _say_guess(guess, cuts):
    text = str(guess).strip().lower()
    meant = next((key for key, words in _MEANT.items() if text in words), None)
    if meant is None:
        return _NO_GUESS
    profit = cuts.set_index("how")["profit_after"]["drawn"]
    right = meant == ("up" if profit > 0 else "down")
    return Label("You guessed right: by the drawn prices profit changes by {profit:rate}." if right else "You guessed the other way; by the drawn prices profit changes by {profit:rate}. What did you leave out?",
                 "你猜对了：按随机定价，利润变化 {profit:rate}。" if right else "你猜反了：按随机定价，利润变化 {profit:rate}。你漏算了什么？").fill(profit=profit)


def _say_stale(table):
    listed, sold, paid = (float(table[c].sum()) for c in ("listed", "sold", "paid_amount"))
    top = table.iloc[0]
    told = Label(
        "{month}: by the cost in the list of products the goods took {a:rate} of what was paid; by the cost at which they were really bought, {b:rate}. ",
        "{month}：按商品表里的成本，商品占支付金额 {a:rate}；按卖出时真正的成本，占 {b:rate}。",
    ).fill(table.attrs["currency"], month=table.attrs["month"], a=listed / paid, b=sold / paid)
    if abs(top["change"]) < 0.005:
        return Label(told.en + "Here the list is up to date.", told.zh + "这里的商品表没有过时。")
    end = Label("“{supplier}” charges {change:rate} more than the list says. Who decides by the list decides by prices that are gone.",
                "“{supplier}”的价格比商品表里贵了 {change:rate}。照商品表做决定，就是照旧价格做决定。").fill(supplier=top["supplier"], change=top["change"])
    return Label(told.en + end.en, told.zh + end.zh)


def _named(row):
    return FACTORS[row["factor"]]


def _say_shares(table):
    rows = table.sort_values("explained_share", ascending=False)
    parts = [(_named(r), r["explained_share"], r["share_low"], r["share_high"]) for _, r in rows.iterrows()]
    en = "; ".join(f"{n.en.lower()} {{s{i}:rate}} ({{l{i}:rate}} to {{h{i}:rate}})" for i, (n, *_) in enumerate(parts))
    zh = "；".join(f"{n.zh} {{s{i}:rate}}（{{l{i}:rate}} 到 {{h{i}:rate}}）" for i, (n, *_) in enumerate(parts))
    values = {f"{k}{i}": v for i, (_, *vs) in enumerate(parts) for k, v in zip("slh", vs, strict=True)}
    return Label(f"Of the spread of margins between {{n:count}} items the four go with {{r2:rate}}: {en}. The intervals are wide, because {{n:count}} items are few.",
                 f"{{n:count}} 个商品毛利率的差异里，四个因素合起来能解释 {{r2:rate}}：{zh}。区间很宽，因为 {{n:count}} 个商品不多。").fill(n=table.attrs["rows"], r2=table.attrs["r2"], **values)


def _shares_title(table):
    top = _named(table.loc[table["explained_share"].idxmax()])
    return Label(f"Margins differ mostly with {top.en.lower()}: {{share:rate}} of the spread", f"毛利率的差异，最多跟着{top.zh}走：占 {{share:rate}}").fill(share=table["explained_share"].max())


def _say_measured(first, last):
    a, b = (float(t.set_index("factor")["explained_share"]["value"]) for t in (first, last))
    return Label(
        "Value by the rating of each item's first day: {a:rate} of the spread. By the rating of its last day: {b:rate}. The items are the same; only the yardstick changed. New reviews push a rating up and down by luck, "
        "and what is measured badly looks unimportant.",
        "价值，用每个商品第一天的评分来看：占差异的 {a:rate}；用最后一天的评分来看：{b:rate}。商品没变，变的只是尺子。新来的评价会把评分碰巧推上推下，量得不准的东西，看着就不重要。",
    ).fill(a=a, b=b)


def _say_moved(table):
    a = table.attrs
    months = ["–".join(dict.fromkeys((p[0], p[-1]))) for p in a["periods"]]
    return Label(
        "From {m0} to {m1} the profit rate went from {before:rate} to {after:rate}: {change:points} points. Other items sold: {mix:points}. The items' own contribution: {rate:points}. Fixed cost spread over more or fewer sales: {fixed:points}. "
        "The three add up with nothing left over.".replace(":points", ":number"),
        "从 {m0} 到 {m1}，净利润率从 {before:rate} 到 {after:rate}，变化 {change:points} 个百分点。卖的商品不同（结构）：{mix:points}；各商品自己的贡献率变了：{rate:points}；固定费用摊到更多或更少的销售上：{fixed:points}。"
        "三样加起来正好，没有剩余。".replace(":points", ":number"),
    ).fill(m0=months[0], m1=months[1], before=a["profit_before"], after=a["profit_after"], change=100 * a["profit_change"], mix=100 * a["mix"], rate=100 * a["rate"], fixed=100 * a["fixed_part"])


def _say_so_factors(found, so):
    f, s = found.set_index("factor"), so.set_index("factor")
    inside = int(((f["share_low"] <= s["explained_share"]) & (s["explained_share"] <= f["share_high"])).sum())
    parts = [(FACTORS[k], s["explained_share"][k], f["explained_share"][k]) for k in f.index]
    en = "; ".join(f"{n.en.lower()} {{s{i}:rate}} (you found {{f{i}:rate}})" for i, (n, *_) in enumerate(parts))
    zh = "；".join(f"{n.zh} {{s{i}:rate}}（你算出 {{f{i}:rate}}）" for i, (n, *_) in enumerate(parts))
    values = {f"{k}{i}": v for i, (_, *vs) in enumerate(parts) for k, v in zip("sf", vs, strict=True)}
    return Label(f"Planted: {en}. {{inside:count}} of {{all:count}} intervals hold the truth.", f"真正埋下的：{zh}。{{all:count}} 个区间里有 {{inside:count}} 个包住了真相。").fill(inside=inside, all=len(f), **values)


def _say_so_price(found, truth, t):
    drawn = found.set_index("how").loc["drawn"]
    so = float(truth.lessons["02"]["elasticity"][t["product_id"]])
    held = drawn["elasticity_low"] <= so <= drawn["elasticity_high"]
    told = Label(
        "Planted elasticity of carts: {so:number}. You found {e:number}; the interval {low:number} to {high:number} ",
        "埋下的加购价格弹性：{so:number}。你算出 {e:number}；区间 {low:number} 到 {high:number} ",
    ).fill(so=so, e=drawn["elasticity"], low=drawn["elasticity_low"], high=drawn["elasticity_high"])
    end = (Label("holds it. Ordinary discounts said {naive:number}.", "包住了它。平时的折扣说的是 {naive:number}。") if held
           else Label("misses it: one interval in twenty does. Ordinary discounts said {naive:number}.", "没包住：二十个区间里总有一个。平时的折扣说的是 {naive:number}。"))
    end = end.fill(naive=found.set_index("how")["elasticity"]["ordinary"])
    return Label(told.en + end.en, told.zh + end.zh)


def _say_so_supplier(truth):
    cause = truth.causes.get("supplier_rise")
    if cause is None:
        return Label("No supplier raised its prices here.", "这里没有供应商涨价。")
    return Label("And one supplier did raise its prices, from {day} on, by {rise:rate}.", "另外，确实有一家供应商从 {day} 起涨价 {rise:rate}。").fill(
        day=cause["days"][0], rise=cause["moves"][0]["multiply"] - 1)


SENTENCES = {
    "one": _say_one, "waterfall": _say_waterfall, "waterfall_title": _waterfall_title, "forgotten": _say_forgotten, "break_even": _say_break_even,
    "offers": _say_offers, "items": _say_items, "dear": _say_dear, "dear_title": _dear_title, "survivors": _say_survivors, "pair": _say_pair,
    "value": _say_value, "attraction": _say_attraction, "suppliers": _say_suppliers, "sensitivity": _say_sensitivity, "sensitivity_title": _sensitivity_title,
    "crowd": _say_crowd, "crowd_title": _crowd_title, "elasticity": _say_elasticity, "cut": _say_cut, "best": _say_best, "price_title": _price_title,
    "guess": _say_guess, "stale": _say_stale, "shares": _say_shares, "shares_title": _shares_title, "measured": _say_measured, "moved": _say_moved,
    "so_factors": _say_so_factors, "so_price": _say_so_price, "so_supplier": _say_so_supplier,
}
