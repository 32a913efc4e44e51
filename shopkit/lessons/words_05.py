"""Lesson 05 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

from shopkit.labels import Label, format_value
from shopkit.lessons.lesson_05 import YOU
from shopkit.metrics.faked import chance_of_faked
from shopkit.metrics.positioning import OWN
from shopkit.metrics.price_war import units_needed
from shopkit.schema import CHANGES

_GUESSES = {
    "cheapest": Label("the one with the lowest prices", "价格最低的那家"),
    "smallest": Label("the one with the fewest visitors", "访客最少的那家"),
    "conversion": Label("the one with the lowest conversion", "转化率最低的那家"),
}
_WRITTEN = {"cheapest": "cheapest", "价格最低": "cheapest", "smallest": "smallest", "访客最少": "smallest", "conversion": "conversion", "转化率最低": "conversion"}


def _names(rivals) -> Label:
    """Names in a row, the shop's own as it is called; each in quotation marks in Chinese."""
    each = [YOU if r == OWN else Label(str(r), f"“{r}”") for r in rivals]
    return Label(", ".join(n.en for n in each), "、".join(n.zh for n in each))


def _either(chosen: bool, yes: Label, no: Label) -> Label:
    return yes if chosen else no


def _say_rivals(rivals):
    tier = rivals.groupby("rival")["same_tier"].max() if "same_tier" in rivals else None
    head = Label("The table follows {count:count} rivals from {first:date} to {last:date}.", "这张表跟踪了 {count:count} 家竞店，从 {first:date} 到 {last:date}。").fill(count=rivals["rival"].nunique(), first=rivals["date"].min(), last=rivals["date"].max())
    if tier is None or tier.isna().all():
        return head
    more = Label(" {tier:count} of them stand in your tier; the others sell so much more that they are no fair measure of you, only a danger.",
                 "其中 {tier:count} 家和你同层；其余的卖得多得多，拿来衡量你不公平，但确实是威胁。").fill(tier=int(tier.fillna(False).astype(bool).sum()))
    return Label(head.en + more.en, head.zh + more.zh)


def _say_multiple(own, expected, buyers):
    return Label("Your {buyers:count} buyers against the {expected:count} that an average shop of your tier would have made of the same visitors: {multiple:number} times the average. Your conversion is {own:rate}.",
                 "同样的访客，同层平均的店会有 {expected:count} 个买家，你有 {buyers:count} 个：是平均的 {multiple:number} 倍。你的支付转化率是 {own:rate}。").fill(buyers=buyers, expected=round(expected), multiple=round(buyers / expected, 2), own=own)


def _conversion(table):
    return table[table["compared_rate"] == "pay_conversion"].dropna(subset=["multiple"])


def _jump(table):
    """The first month in which the shop was set beside another group of shops, and the month before; None if there is none."""
    rows = _conversion(table).reset_index(drop=True)
    at = [i for i in rows.index[1:] if rows["other_tier"][i]]
    return (rows.loc[at[0] - 1], rows.loc[at[0]]) if at else None


def _say_multiples_title(table):
    rows = _conversion(table)
    first, last = rows.iloc[0], rows.iloc[-1]
    return Label("Conversion: {first:number} times the average in {a}, {last:number} times in {b}", "转化率：{a} 是平均的 {first:number} 倍，{b} 是 {last:number} 倍").fill(first=round(first["multiple"], 2), last=round(last["multiple"], 2), a=first["month"], b=last["month"])


def _say_tier(table):
    jump = _jump(table)
    if jump is None:
        return Label("The average never jumps here: the whole time you are measured against shops of one tier.", "这里的平均值没有跳变：你一直和同一层的店比。")
    before, after = jump
    same = after["own_rate"] / before["peer_rate"]
    return Label("From {a} to {b} the multiple went from {was:number} to {now:number}. But the average itself rose from {peer:rate} to {peer_now:rate}: you sell more, so the platform compares you with stronger shops. Against the average of {a} you would stand at {same:number}. Only that part of the fall is yours.",
                 "从 {a} 到 {b}，倍数从 {was:number} 变成 {now:number}。可平均值本身从 {peer:rate} 升到了 {peer_now:rate}：你卖得多了，平台就拿更强的店和你比。如果还按 {a} 的平均算，你是 {same:number} 倍。只有这一段下滑才是你自己的。").fill(a=before["month"], b=after["month"], was=round(before["multiple"], 2), now=round(after["multiple"], 2), peer=before["peer_rate"], peer_now=after["peer_rate"], same=round(same, 2))


def _say_factors(table):
    rows = table.set_index("value_factor")
    return Label("{customers:number} × {orders:number} × {items:number} × {price:money} ÷ 100 = {value:money} a visitor. A tenth more customers, orders or items leaves up to {left:money} more on each visitor; a tenth more price would leave {dear:money}, if nobody left because of it, which you may not assume.",
                 "{customers:number} × {orders:number} × {items:number} × {price:money} ÷ 100 = 每个访客 {value:money}。客户数、订单数或件数提高一成，每个访客最多多剩 {left:money}；提价一成能多剩 {dear:money}，前提是没人因此走掉，这一点可不能想当然。").fill(table.attrs.get("currency"), customers=round(rows["factor_value"]["customers"], 2), orders=round(rows["factor_value"]["orders"], 2), items=round(rows["factor_value"]["items"], 2),
           price=rows["factor_value"]["price"], value=table.attrs["value_per_visitor"], left=rows["left_more"]["customers"], dear=rows["left_more"]["price"])


def _say_beside(table):
    best = table[table["rival"] != OWN].iloc[0]
    converts = table[table["rival"] != OWN].sort_values("conversion_multiple").iloc[-1]
    words = Label(
        "The dearest visitor is that of {best}: {value:money}, from {c:number} times the average conversion and {s:number} times the spend. {converts} converts best, {c2:number} times the average, and its visitor is worth {v2:number} times the average: conversion alone decides nothing.",
        "访客最值钱的是{best_zh}：{value:money}，转化率是平均的 {c:number} 倍，客单价是 {s:number} 倍。转化率最高的是{converts_zh}，是平均的 {c2:number} 倍，可它的访客只值平均的 {v2:number} 倍：光看转化率，定不了输赢。",
    )
    a, b = _names([best["rival"]]), _names([converts["rival"]])
    return words.fill(table.attrs.get("currency"), best=a.en, best_zh=a.zh, value=best["value_per_visitor"], c=round(best["conversion_multiple"], 2), s=round(best["spend_multiple"], 2),
                      converts=b.en, converts_zh=b.zh, c2=round(converts["conversion_multiple"], 2), v2=round(converts["value_multiple"], 2))


def _say_one(row, currency):
    name = _names([row["rival"]])
    return Label("{rival}: {conversion:rate} × {spend:money} × {margin:rate} = {out:money}. If a visitor costs more, it loses on every one.",
                 "{rival_zh}：{conversion:rate} × {spend:money} × {margin:rate} = {out:money}。访客再贵一点，它来一个亏一个。").fill(currency, rival=name.en, rival_zh=name.zh, conversion=row["pay_conversion"], spend=row["spend_per_buyer"], margin=row["margin_rate"], out=row["falls_out_at"])


def _say_survivors_title(table):
    first, last = table.iloc[0], table.iloc[-1]
    a, b = _names([first["rival"]]), _names([last["rival"]])
    return Label("{a} falls out at {low:money} a visitor, {b} only at {high:money}", "访客涨到 {low:money}，{a_zh}先出局；{b_zh}能撑到 {high:money}").fill(table.attrs.get("currency"), a=a.en, a_zh=a.zh, b=b.en, b_zh=b.zh, low=first["falls_out_at"], high=last["falls_out_at"])


def _say_standing(table):
    own = table[table["rival"] == OWN]
    if own.empty:
        return Label("Your own place among them needs your orders with their costs.", "要看你自己排在哪里，需要带成本的订单数据。")
    row = own.iloc[0]
    others = table[table["rival"] != OWN]
    sooner, later = others[others["falls_out_high"] < row["falls_out_low"]], others[others["falls_out_low"] > row["falls_out_high"]]
    return Label("You fall out at {out:money} (between {low:money} and {high:money}). {sooner:count} of {count:count} rivals surely fall before you, {later:count} surely after you; for the other {open:count} the intervals overlap, and nobody can say.",
                 "你的出局价是 {out:money}（在 {low:money} 到 {high:money} 之间）。{count:count} 家竞店里，{sooner:count} 家肯定比你先出局，{later:count} 家肯定比你撑得久；其余 {open:count} 家区间重叠，谁先谁后说不准。").fill(table.attrs.get("currency"), out=row["falls_out_at"], low=row["falls_out_low"], high=row["falls_out_high"], sooner=len(sooner), later=len(later), count=len(others),
           open=len(others) - len(sooner) - len(later))


def _first(table, guess):
    """Whether the guess names the shop that falls out first."""
    rivals = table[table["rival"] != OWN]
    column = {"cheapest": "price_index", "smallest": "visitors", "conversion": "pay_conversion"}[guess]
    return rivals.loc[rivals[column].idxmin(), "rival"]


def _say_guess(written, table, rivals):
    key = _WRITTEN.get(str(written or "").strip().lower())
    first = _names([table[table["rival"] != OWN].iloc[0]["rival"]])
    if key is None:
        return Label(f"You made no guess. First to fall is {first.en}.", f"你没有猜。最先出局的是{first.zh}。")
    means = rivals.astype({"visitors": float}).groupby("rival", sort=False)[["price_index", "visitors"]].mean().reset_index()
    joined = means.merge(table[["rival", "pay_conversion", "falls_out_at"]], on="rival").sort_values("falls_out_at", ignore_index=True)
    named = _first(joined, key)
    place = int(joined.index[joined["rival"] == named][0]) + 1
    who, what = _names([named]), _GUESSES[key]
    if place == 1:
        return Label("You guessed {what}. That is {who}, and it does fall first. Was it for the reason you thought? Look at its three factors.",
                     "你猜的是{what_zh}，也就是{who_zh}，它确实最先出局。是因为你想的那个原因吗？看看它的三个因子。").fill(what=what.en, what_zh=what.zh, who=who.en, who_zh=who.zh)
    return Label("You guessed {what}. That is {who}, and it falls only as no. {place:count} of {count:count}. First falls {first}: three factors multiply, and one alone does not decide.",
                 "你猜的是{what_zh}，也就是{who_zh}，可它排在第 {place:count} 个出局（共 {count:count} 家）。最先出局的是{first_zh}：三个因子相乘，单看一个定不了。").fill(what=what.en, what_zh=what.zh, who=who.en, who_zh=who.zh, place=place, count=len(joined), first=first.en, first_zh=first.zh)


def _say_equal(table):
    known = table[(table["rival"] != OWN)].dropna(subset=["visitor_cost"])
    if known.empty:
        return Label("What a visitor costs the rivals cannot be estimated from these files.", "从这些文件里估不出竞店的访客成本。")
    low, high = known.loc[known["visitor_cost"].idxmin()], known.loc[known["visitor_cost"].idxmax()]
    tight, wide = known.loc[known["headroom"].idxmin()], known.loc[known["headroom"].idxmax()]
    a, b, c, d = (_names([row["rival"]]) for row in (low, high, tight, wide))
    return Label("“Visitors cost about the same for all” does not hold here: by the estimates one costs {a} {low:money} and {b} {high:money}, {times:number} times as much. If all of it rises by the same percentage, {c} is out first: it bears {tight:number} times today's cost (below 1 it loses already). {d} bears {wide:number} times.",
                 "“访客成本大家都差不多”在这里不成立：按估算，{a_zh}一个访客 {low:money}，{b_zh}要 {high:money}，是前者的 {times:number} 倍。要是大家都按同样的百分比涨，先出局的是{c_zh}：它只能承受现在成本的 {tight:number} 倍（小于 1 就是已经在亏）；{d_zh}能承受 {wide:number} 倍。").fill(table.attrs.get("currency"), a=a.en, a_zh=a.zh, b=b.en, b_zh=b.zh, c=c.en, c_zh=c.zh, d=d.en, d_zh=d.zh, low=low["visitor_cost"], high=high["visitor_cost"],
           times=round(high["visitor_cost"] / low["visitor_cost"], 1), tight=round(tight["headroom"], 2), wide=round(wide["headroom"], 2))


def _say_pictures(table):
    a = table.attrs
    if a["elasticity"] != a["elasticity"]:
        return Label("No two ad plans of these files have two pictures each: nothing can be compared.", "这些文件里没有两个以上“一个计划两张图”的情况，比不了。")
    best = table.loc[table.groupby("campaign")["click_rate"].idxmax()]
    better, dearer = best["click_rate_ratio"].mean() - 1, best["click_price_ratio"].mean() - 1
    figures = {"better": better, "dearer": abs(dearer), "e": round(a["elasticity"], 2), "low": round(a["elasticity_low"], 2), "high": round(a["elasticity_high"], 2)}
    head = Label("The better pictures are clicked {better:rate} more often than their plan's average. ", "点得更多的那张图，点击率比所在计划的平均高 {better:rate}。")
    if a["elasticity_high"] < 0:
        tail = Label("Their clicks are {dearer:rate} cheaper (elasticity {e:number}, between {low:number} and {high:number}): here the claim holds.",
                     "它们的点击便宜了 {dearer:rate}（弹性 {e:number}，在 {low:number} 到 {high:number} 之间）：这个说法在这里成立。")
    elif a["elasticity_low"] > 0:
        tail = Label("Their clicks are {dearer:rate} dearer (elasticity {e:number}, between {low:number} and {high:number}): here the claim fails.",
                     "它们的点击反而贵了 {dearer:rate}（弹性 {e:number}，在 {low:number} 到 {high:number} 之间）：这个说法在这里不成立。")
    else:
        tail = Label("A click of theirs costs as much as the others': elasticity {e:number}, between {low:number} and {high:number}. Between pictures of one plan the claim fails here. They still bring more visitors from as many impressions.",
                     "可它们的点击一样贵：弹性 {e:number}，在 {low:number} 到 {high:number} 之间。同一个计划的两张图之间，这个说法在这里不成立。不过同样的展现，它们带来的访客确实更多。")
    return Label(head.en + tail.en, head.zh + tail.zh).fill(**figures)


def _say_pictures_title(table):
    e = table.attrs["elasticity"]
    if e != e:
        return Label("Click rate and cost per click", "点击率与点击花费")
    if table.attrs["elasticity_high"] < 0:
        return Label("Pictures clicked more often get cheaper clicks", "点击率高的图，点击更便宜")
    return Label("Pictures clicked more often pay as much for a click", "点击率高的图，每次点击并不便宜")


def _say_shares(shares, hhi, whole):
    first, last = hhi.iloc[0], hhi.iloc[-1]
    top = whole.iloc[0]
    name = _names([top["rival"]])
    return Label("{name} takes {share:rate} of what was paid to the {count:count} shops we see. HHI {hhi:number}: as if {equal:number} equal shops shared the market. From {a} to {b} it went from {h1:number} to {h2:number}. And these are only the shops in the table: with all the small ones every share would be smaller.",
                 "看得到的 {count:count} 家店里，{name_zh}拿走了支付金额的 {share:rate}。HHI 是 {hhi:number}，相当于 {equal:number} 家一样大的店在分。从 {a} 到 {b}，HHI 从 {h1:number} 变到 {h2:number}。而且这只是表里的店：算上所有小店，每家的份额都会更小。").fill(name=name.en, name_zh=name.zh, share=top["market_share"], count=len(whole), hhi=round(float((whole["market_share"] ** 2).sum()), 2), equal=round(float(1 / (whole["market_share"] ** 2).sum()), 1),
           a=first["month"], b=last["month"], h1=round(first["hhi"], 3), h2=round(last["hhi"], 3))


def _say_shares_title(whole, hhi):
    top = whole.iloc[0]
    name = _names([top["rival"]])
    last = hhi.iloc[-1]
    return Label("{name} has {share:rate} of the sales; the market is as if {equal:number} equal shops", "{name_zh}占销售额的 {share:rate}；市场相当于 {equal:number} 家一样大的店").fill(name=name.en, name_zh=name.zh, share=top["market_share"], equal=round(last["equal_sellers"], 1))


def _say_profits(whole):
    known = whole.dropna(subset=["profit_share"]) if "profit_share" in whole else whole.head(0)
    if known.empty:
        return Label("What rivals earn is not estimated in these files: a share of sales is all they show.", "这些文件里没有竞店利润的估算，只看得到销售份额。")
    top, best = known.iloc[0], known.loc[known["estimated_profit"].idxmax()]
    losers = int((known["estimated_profit"] < 0).sum())
    a, b = _names([top["rival"]]), _names([best["rival"]])
    same = top["rival"] == best["rival"]
    tail = _either(same, Label("It is also the one that earns most.", "赚得最多的也是它。"),
                   Label("Most is earned by {b}: {bp:rate} of the profits on {bs:rate} of the sales.", "赚得最多的是{b_zh}：用 {bs:rate} 的销售额，拿走 {bp:rate} 的利润。"))
    return Label(f"By the estimates {{a}} has {{s:rate}} of the sales and {{p:rate}} of the profits. {tail.en} {{losers:count}} of the shops lose money, however large their share.",
                 f"按估算，{{a_zh}}占销售额的 {{s:rate}}，占利润的 {{p:rate}}。{tail.zh}另有 {{losers:count}} 家，份额多大都在亏。").fill(a=a.en, a_zh=a.zh, b=b.en, b_zh=b.zh, s=top["market_share"], p=top["profit_share"], bs=best["market_share"], bp=best["profit_share"], losers=losers)


def _say_niches_title(table):
    top, second = table.iloc[0], table.iloc[1]
    return Label("{category} for {segment}: {top:number} searches per seller, {times:number} times the next niche", "{category}·{segment}：每个卖家分到 {top:number} 次搜索，是第二名的 {times:number} 倍").fill(
        category=str(top["category"]), segment=str(top["segment"]), top=round(top["searches_per_seller"], 1), times=round(top["searches_per_seller"] / second["searches_per_seller"], 1))


def _say_niches(table):
    grows = table[table["trend_low"] > 0]
    top = table.iloc[0]
    text = Label("In {category}, {segment}, each seller gets {searches:number} searches and {paid:money} a day. ", "“{category}·{segment}”里，每个卖家每天分到 {searches:number} 次搜索、{paid:money}。").fill(
        table.attrs.get("currency"), category=str(top["category"]), segment=str(top["segment"]), searches=round(top["searches_per_seller"], 1), paid=top["paid_per_seller"])
    if grows.empty:
        more = Label("Nowhere does demand per seller surely grow.", "没有哪个细分市场的“每卖家需求”确定在涨。")
    else:
        names = Label("; ".join(f"{r.category}, {r.segment} ({format_value(r.demand_trend, 'rate', lang='en')} in 30 days)" for r in grows.itertuples()),
                      "、".join(f"“{r.category}·{r.segment}”（30 天 {format_value(r.demand_trend, 'rate', lang='zh')}）" for r in grows.itertuples()))
        more = Label(f"Demand per seller surely grows in: {names.en}.", f"“每卖家需求”确定在涨的有：{names.zh}。")
    return Label(text.en + more.en, text.zh + more.zh)


def _say_cuts_title(cuts):
    if cuts.empty:
        return Label("No rival cut its price by a tenth or more", "没有竞店降价一成以上")
    row = cuts.iloc[0]
    losers = int((cuts["daily_profit_cut"] < 0).sum())
    return Label("Prices down by {cut:rate}: {losers:count} of the {count:count} who cut lost money", "降价 {cut:rate}：{count:count} 家降价的，{losers:count} 家亏钱").fill(cut=1 - row["price_ratio"], losers=losers, count=len(cuts))


def _say_cuts(cuts):
    if cuts.empty:
        return Label("In these days no rival sold a tenth or more below its usual price for a week: there was no price war to learn from.", "这段时间里没有竞店连续一周以上比平时便宜一成：没有价格战可看。")
    losers = cuts[cuts["daily_profit_cut"] < 0]
    middle = cuts.sort_values("conversion_ratio").iloc[(len(cuts) - 1) // 2]
    name = _names([middle["rival"]])
    return Label("From {first:date} to {last:date} {count:count} rivals sold at {price:rate} of their usual price. {name} converted {conversion:number} times as well, so its visitor was worth {value:number} times as much before costs. After goods and visitors it made {before:money} a day before and {after:money} in the war. {losers:count} of {count:count} lost money in it.",
                 "从 {first:date} 到 {last:date}，{count:count} 家竞店按平时价格的 {price:rate} 卖。{name_zh}的转化率变成 {conversion:number} 倍，访客在扣成本之前值 {value:number} 倍。扣掉商品和访客成本，它平时一天 {before:money}，价格战里一天 {after:money}。{count:count} 家里有 {losers:count} 家在亏。").fill(cuts.attrs.get("currency"), first=cuts["cut_first"].min(), last=cuts["cut_last"].max(), count=len(cuts), price=cuts["price_ratio"].median(), name=name.en, name_zh=name.zh,
           conversion=round(middle["conversion_ratio"], 2), value=round(middle["value_ratio"], 2), before=middle["daily_profit_usual"], after=middle["daily_profit_cut"], losers=len(losers))


def _say_odd(cuts):
    """One that sold far better than the others at the same cut."""
    odd = cuts[cuts["conversion_ratio"] > 1.3 * cuts["conversion_ratio"].median()] if len(cuts) else cuts
    if odd.empty:
        return Label("All who cut gained alike.", "降价的几家，转化率涨得差不多。") if len(cuts) else Label("There is nothing to compare.", "没有可比的。")
    row = odd.iloc[0]
    name = _names([row["rival"]])
    return Label("At the same cut {name} converted {times:number} times as well, the others about {usual:number} times. Keep that in mind; we come back to it.",
                 "降得一样多，{name_zh}的转化率却是平时的 {times:number} 倍，别家大约 {usual:number} 倍。先记住，后面会回来看它。").fill(name=name.en, name_zh=name.zh, times=round(row["conversion_ratio"], 1), usual=round(cuts.drop(odd.index)["conversion_ratio"].median(), 1))


def _say_needed(kept, cut, elasticity):
    needed = units_needed(kept, cut)
    sold = (1 - cut) ** -elasticity
    if needed == float("inf"):
        return Label("You keep {kept:rate} of each price. A cut of {cut:rate} takes all of it: no number of items makes up for it.", "每件你能留下 {kept:rate}。降价 {cut:rate} 就全没了：卖多少件都补不回来。").fill(kept=kept, cut=cut)
    return Label("You keep {kept:rate} of each price. After a cut of {cut:rate} you keep {left:rate} of the old price, so you must sell {needed:number} times as many items to be where you are. If 1% cheaper sells {e:number}% more, you sell {sold:number} times as many.",
                 "每件你能留下 {kept:rate}。降价 {cut:rate} 后，只剩原价的 {left:rate}，要卖到 {needed:number} 倍的件数才不亏现状。如果便宜 1% 能多卖 {e:number}%，你只能卖到 {sold:number} 倍。").fill(kept=kept, cut=cut, left=kept - cut, needed=round(needed, 2), e=elasticity, sold=round(sold, 2))


def _say_who_cuts(table, rival, currency):
    rows = table.set_index("who_cuts")["your_contribution"]
    name = _names([rival])
    followed, waited = rows["both"], rows["rival"]
    lead = _either(waited >= followed, Label("Holding your price leaves you more than following", "守住价格比跟着降剩得更多"), Label("Following leaves you more than holding your price", "跟着降比守住价格剩得更多"))
    return Label(f"If {{name}} cuts and you do not, you keep {{waited:money}} a day in contribution; if you follow, {{followed:money}}. {lead.en}, under these two assumptions on demand. Move them in the panel below before you believe it.",
                 f"如果{{name_zh}}降、你不降，你每天还有 {{waited:money}} 贡献利润；跟着降，只剩 {{followed:money}}。在这两个需求假设下，{lead.zh}。先到下面的滑杆里改改假设，再决定信不信。").fill(currency, name=name.en, name_zh=name.zh, waited=waited, followed=followed)


def _say_own_war(row):
    if row["effect"] != row["effect"]:
        return Label("Too little was sold in that category to say what the war did to you.", "这个类目卖得太少，看不出价格战对你有什么影响。")
    figures = {"effect": round(row["effect"], 2), "low": round(row["effect_low"], 2), "high": round(row["effect_high"], 2)}
    head = Label("Your conversion in that category, against your other categories, was {effect:number} times what it was before the war, between {low:number} and {high:number}. ",
                 "和你的其他类目相比，这个类目的转化率是战前的 {effect:number} 倍，在 {low:number} 到 {high:number} 之间。")
    tail = _either(bool(row["beyond_chance"]), Label("That is more than chance.", "这不像碰巧。"),
                   Label("1 lies in between: a shop of this size cannot see in its own figures whether the war hurt. “No effect seen” is not “no effect”.", "1 就在这个区间里：这么小的店，从自己的数据里看不出价格战有没有伤到你。“没看出影响”不等于“没有影响”。"))
    return Label(head.en + tail.en, head.zh + tail.zh).fill(**figures)


_SHORT = Label("These days are too few: a sign needs four full weeks of a rival's past, and nothing can be said before.", "时间太短：要先有一家店四个整周的过去，才谈得上迹象。")


def _say_signs(weeks, suspects):
    if weeks.empty:
        return _SHORT
    lit = weeks[weeks["signs"] > 0]
    if not suspects:
        return Label("{lit:count} of {count:count} rival-weeks show at least one sign, and no rival shows both in two weeks running. So there is nothing here to look into.",
                     "{count:count} 个店周里，{lit:count} 个至少亮了一个迹象，没有哪家连续两周两个都亮。这里没有什么值得追查的。").fill(lit=len(lit), count=len(weeks))
    rival, since = next(iter(suspects.items()))
    worst = weeks[(weeks["rival"] == rival) & (weeks["week_from"] >= since)].sort_values("unexplained_jump").iloc[-1]
    name = _names([rival])
    return Label("{lit:count} of {count:count} rival-weeks show at least one sign. Only at {name} do both stay lit week after week, from {since:date} on: at its height it sold {sales:number} times what its visitors and its price would give, with {reviews:number} times as many reviews per buyer.",
                 "{count:count} 个店周里，{lit:count} 个至少亮了一个迹象。只有{name_zh}从 {since:date} 起两个迹象一周接一周都亮着：最厉害的那周，销量是它的访客和价格该有的 {sales:number} 倍，每个买家的评价数是 {reviews:number} 倍。").fill(lit=len(lit), count=len(weeks), name=name.en, name_zh=name.zh, since=since, sales=round(worst["unexplained_jump"], 1), reviews=round(worst["reviews_jump"], 1))


def _say_base(rates, faked_weeks=0.02, lit_if_faked=0.9):
    rows = rates.set_index("sign")
    one = rows.loc["unexplained_sign"]
    if not one["weeks_seen"]:
        return _SHORT
    chance = chance_of_faked(faked_weeks, lit_if_faked, one["base_rate"])
    return Label("Among the rivals that nobody suspects, “more sales than the price explains” lit up in {lit:count} of {seen:count} weeks, {base:rate}; “sales without visitors” alone in {raw:rate}: lower prices explain the difference. Suppose that {prior:count} of 100 weeks are faked and that the sign catches {hit:count} of 100 of those: then {hit_faked:number} faked weeks light up, and of the {honest:count} honest ones {hit_honest:number}: a lit week is faked with a chance of {hit_faked:number} ÷ ({hit_faked:number} + {hit_honest:number}) = {chance:rate}. Even both signs in one week lit up among the unsuspected, in {both:count} of {seen:count} weeks.",
                 "在没人怀疑的竞店里，“销量超出价格能解释的”在 {seen:count} 个店周里亮了 {lit:count} 次，占 {base:rate}；光看“有销量没访客”会亮 {raw:rate}，差出来的那些，降价就能解释。假设每 100 个店周里有 {prior:count} 个是刷的，刷的里面每 100 个能亮 {hit:count} 个：那么刷的里面亮 {hit_faked:number} 个，没刷的 {honest:count} 个里面亮 {hit_honest:number} 个；亮了灯的一周真是刷单的可能是 {hit_faked:number} ÷（{hit_faked:number} + {hit_honest:number}）= {chance:rate}。就连两个迹象同周亮，在没人怀疑的店里，{seen:count} 个店周里也有 {both:count} 个。").fill(lit=one["weeks_lit"], seen=one["weeks_seen"], base=one["base_rate"], raw=rows["base_rate"]["sales_sign"], prior=round(100 * faked_weeks), hit=round(100 * lit_if_faked), hit_faked=round(100 * faked_weeks * lit_if_faked, 2), honest=round(100 * (1 - faked_weeks)), hit_honest=round(100 * (1 - faked_weeks) * one["base_rate"], 2), chance=chance, both=rows["weeks_lit"]["both"])


def _say_baseline(before, after, suspects):
    if not suspects:
        return Label("No rival's weeks had to be left out: the table stays as it is.", "没有需要剔除的店周，表不变。")
    rival = next(iter(suspects))
    old, new = (t.set_index("rival")["falls_out_at"][rival] for t in (before, after))
    places = [t.loc[t["rival"] != OWN, "rival"].tolist().index(rival) + 1 for t in (before, after)]
    name = _names([rival])
    moved = _either(places[0] != places[1], Label("It moves from no. {a:count} to no. {b:count} in the order of falling out.", "它的出局顺序从第 {a:count} 变成第 {b:count}。"),
                    Label("Its place in the order stays no. {a:count}.", "它的出局顺序不变，还是第 {a:count}。"))
    return Label(f"Without its suspicious weeks {{name}} falls out at {{new:money}}, not at {{old:money}}. {moved.en} A baseline with faked sales in it makes a rival look stronger than it is, and you would match a price that nobody earns on.",
                 f"剔除可疑的几周后，{{name_zh}}的出局价是 {{new:money}}，而不是 {{old:money}}。{moved.zh}基准里混进了刷的单，对手就显得比实际强，你会去跟一个谁也赚不到钱的价。").fill(before.attrs.get("currency"), name=name.en, name_zh=name.zh, new=new, old=old, a=places[0], b=places[1])


def _say_percent(hhi):
    last = hhi.iloc[-1]
    return Label("{month}: HHI {hhi:number} of fractions is {points:count} of percents. Same market, same formula.", "{month}：用小数算 HHI 是 {hhi:number}，用百分数算就是 {points:count}。同一个市场、同一个公式。").fill(month=last["month"], hhi=round(last["hhi"], 3), points=round(last["hhi"] * 10_000))


def _say_change_title(row):
    name, kind = _names([row["rival"]]), CHANGES.get(row["kind"], Label(str(row["kind"]), str(row["kind"])))
    return Label("{name} changed its {kind}: {effect:number} times the visitors, against rivals that changed nothing", "{name_zh}改了{kind_zh}：扣除大盘后，访客变成 {effect:number} 倍").fill(name=name.en, name_zh=name.zh, kind=kind.en.lower(), kind_zh=kind.zh, effect=round(row["ratio_effect"], 2))


def _say_changes(table):
    if table.empty:
        return Label("No change of a rival is noted with a week on both sides: nothing can be compared.", "没有记录到前后各满一周的竞店改动，比不了。")
    sure, idle = table[table["beyond_chance"]], table[~table["beyond_chance"]]
    texts = []
    for row in sure.itertuples():
        name, kind = _names([row.rival]), CHANGES[row.kind]
        texts.append(Label(
            "{name}, {kind}, {on:date}: visitors after ÷ before were {alone:number}, of the others {others:number}. What is left for the change is {effect:number}, between {low:number} and {high:number}.",
            "{name_zh}，{kind_zh}，{on:date}：访客后 ÷ 前是 {alone:number}，其他店是 {others:number}。扣除后归到改动头上的是 {effect:number} 倍，在 {low:number} 到 {high:number} 之间。",
        ).fill(name=name.en, name_zh=name.zh, kind=kind.en.lower(), kind_zh=kind.zh, on=row.changed_on, alone=round(row.ratio_alone, 2), others=round(row.ratio_others, 2), effect=round(row.ratio_effect, 2),
               low=round(row.ratio_low, 2), high=round(row.ratio_high, 2)))
    texts.append(Label("For the other {count:count} changes 1 lies in the interval: most changes bring nobody.", "其余 {count:count} 次改动，1 都在区间里：大多数改动一个人也没带来。").fill(count=len(idle)))
    return Label(" ".join(t.en for t in texts), "".join(t.zh for t in texts))


def _say_truth_fall(table):
    inside = sum(low <= true <= high for low, true, high in zip(table["falls_out_low"], table.attrs["true"], table["falls_out_high"], strict=True))
    off = max(abs(found / true - 1) for found, true in zip(table["falls_out_at"], table.attrs["true"], strict=True))
    return Label("Fall-out prices: {inside:count} of {count:count} planted values lie within our intervals; the largest error is {off:rate}.", "出局价：{count:count} 个真值里有 {inside:count} 个落在我们的区间里，最大误差 {off:rate}。").fill(inside=inside, count=len(table), off=off)


def _say_truth_war(row, ratio):
    held = _either(row["effect_low"] <= ratio <= row["effect_high"], Label("within our interval", "在我们的区间里"), Label("outside our interval", "在我们的区间外"))
    seen = _either(bool(row["beyond_chance"]), Label("It did hurt, and you could see it.", "它确实伤到了你，你也看出来了。"), Label("It did hurt; your shop was too small to see it.", "它确实伤到了你，只是店太小，看不出来。"))
    return Label(f"The price war: it changed your conversion in that category to {{ratio:number}} times, {held.en}. {seen.en}", f"价格战：它让你这个类目的转化率变成 {{ratio:number}} 倍，{held.zh}。{seen.zh}").fill(ratio=round(ratio, 2))


def _say_truth_faked(suspects, name, ratio, days):
    right = list(suspects) == [name]
    who = _names([name])
    told = _either(right, Label("the rival that we suspected", "正是我们怀疑的那家"), Label("not the one that we suspected", "不是我们怀疑的那家"))
    return Label(f"Faked orders: {{who}}, {told.en}, {{ratio:number}} times its real sales on {{days:count}} days. In real life nobody opens this file for you: there it stays a suspicion.",
                 f"刷单：{{who_zh}}，{told.zh}，有 {{days:count}} 天销量是真实的 {{ratio:number}} 倍。现实里没人替你打开这份真值：在那里，它永远只是怀疑。").fill(who=who.en, who_zh=who.zh, ratio=round(ratio, 1), days=days)


def _say_truth_change(table, name, ratio):
    rows = table[(table["rival"] == name) & (table["kind"] == "picture")]
    who = _names([name])
    if rows.empty:
        return Label("The picture of {who} brought {ratio:number} times the visitors.", "{who_zh}的新主图让访客变成 {ratio:number} 倍。").fill(who=who.en, who_zh=who.zh, ratio=round(ratio, 2))
    row = rows.iloc[0]
    return Label("The new picture of {who}: planted {ratio:number}, found {found:number} (between {low:number} and {high:number}); before and after alone would have said {alone:number}.",
                 "{who_zh}的新主图：真值 {ratio:number}，我们得到 {found:number}（在 {low:number} 到 {high:number} 之间）；只看前后对比会说成 {alone:number}。").fill(
        who=who.en, who_zh=who.zh, ratio=round(ratio, 2), found=round(row["ratio_effect"], 2), low=round(row["ratio_low"], 2), high=round(row["ratio_high"], 2), alone=round(row["ratio_alone"], 2))


SENTENCES = {
    "rivals": _say_rivals, "multiple": _say_multiple, "multiples_title": _say_multiples_title, "tier": _say_tier, "factors": _say_factors, "beside": _say_beside, "one": _say_one,
    "survivors_title": _say_survivors_title, "standing": _say_standing, "guess": _say_guess, "equal": _say_equal, "pictures": _say_pictures, "pictures_title": _say_pictures_title,
    "shares": _say_shares, "shares_title": _say_shares_title, "profits": _say_profits, "niches": _say_niches, "niches_title": _say_niches_title, "cuts": _say_cuts, "cuts_title": _say_cuts_title,
    "odd": _say_odd, "needed": _say_needed, "who_cuts": _say_who_cuts, "own_war": _say_own_war, "signs": _say_signs, "base": _say_base, "baseline": _say_baseline, "percent": _say_percent,
    "changes": _say_changes, "change_title": _say_change_title, "truth_fall": _say_truth_fall, "truth_war": _say_truth_war, "truth_faked": _say_truth_faked, "truth_change": _say_truth_change,
}
