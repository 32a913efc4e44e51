"""Lesson 01 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

import re

from shopkit.labels import Label
from shopkit.metrics.reasons import NONE, REASONS
from shopkit.metrics.store_type import TYPES

NEVER = Label("never", "永远不会")
# the row of a comparison in which nothing was changed
NOTHING = Label("nothing: as it is", "什么都没有：现状")


def never_or(visitors: float) -> Label | float:
    """Visitors rounded to whole people, or "never" where no number of them is enough."""
    return NEVER if visitors != visitors else float(round(visitors))


def _visitors(value: float) -> dict[str, str]:
    """Break-even visitors in words: {n} and {n_zh}."""
    found = never_or(value)
    if isinstance(found, Label):
        return {"n": found.en, "n_zh": found.zh}
    whole = Label("{v:count}", "{v:count}").fill(v=found)
    return {"n": whole.en, "n_zh": whole.zh}


def _say_shop(shop):
    days = shop.shop_days
    return Label("The tables run from {first:date} to {last:date}: {days:count} days, {visitors:count} visitors a day on average.",
                 "数据从 {first:date} 到 {last:date}，共 {days:count} 天，平均每天 {visitors:count} 个访客。").fill(
        first=days["date"].min(), last=days["date"].max(), days=len(days), visitors=round(days["visitors"].mean()))


# know it, and be your own customer ------------------------------------------------------------------------------------


def _top(table, count=2):
    named = table[table["reason"] != NONE]
    return named.nlargest(count, "praised", keep="first")


def _say_reasons(table):
    if not table.attrs["pleased"]:
        return Label("No pleased buyer wrote here: there is nothing yet to learn from.", "这里没有满意的买家留言：还没有可学的。")
    first, second = (row for _, row in _top(table).iterrows())
    mine = _mine(table)
    head = Label(
        "{pleased:count} pleased buyers of rivals wrote. {a} is named by {a_share:rate}, {b} by {b_share:rate}; {silent:rate} use none of our words.",
        "竞店有 {pleased:count} 个满意的买家留了言。提到{a_zh}的占 {a_share:rate}，提到{b_zh}的占 {b_share:rate}；{silent:rate} 没用到我们的任何关键词。",
    ).fill(pleased=table.attrs["pleased"], a=REASONS[first["reason"]].en, a_zh=REASONS[first["reason"]].zh, a_share=first["praised_share"],
           b=REASONS[second["reason"]].en.lower(), b_zh=REASONS[second["reason"]].zh, b_share=second["praised_share"],
           silent=table.set_index("reason")["praised_share"][NONE])
    return Label(head.en + mine.en, head.zh + mine.zh)


def _mine(table):
    if not table["yours"].any():
        return Label(" You listed none: go back and list yours.", "你一条都没列：回去列几条。")
    named = table[(table["reason"] != NONE) & ~table["yours"]]
    missed = named.loc[named["praised"].idxmax()] if len(named) else None
    words = Label(" Of those who name a reason, {share:rate} name one of yours.", "说出了理由的人里，{share:rate} 说的是你列出的理由。").fill(share=table.attrs["covered_of_named"])
    if missed is None or not missed["praised"]:
        return words
    more = Label(" The largest that you missed: {reason}, {share:rate}.", "你漏掉的最大一条：{reason_zh}，{share:rate}。").fill(
        reason=REASONS[missed["reason"]].en.lower(), reason_zh=REASONS[missed["reason"]].zh, share=missed["praised_share"])
    return Label(words.en + more.en, words.zh + more.zh)


def _reasons_title(table):
    first, second = (row for _, row in _top(table).iterrows())
    return Label("Buyers name {a} ({a_share:rate}) and {b} ({b_share:rate}) most", "买家提得最多的是{a_zh}（{a_share:rate}）和{b_zh}（{b_share:rate}）").fill(
        a=REASONS[first["reason"]].en.lower(), a_zh=REASONS[first["reason"]].zh, a_share=first["praised_share"],
        b=REASONS[second["reason"]].en.lower(), b_zh=REASONS[second["reason"]].zh, b_share=second["praised_share"])


def _say_own_reasons(market, own):
    """Where this shop's own buyers praise something else than rivals' buyers do."""
    both = market.merge(own, on="reason", suffixes=("", "_own"))
    both = both[both["reason"] != NONE].assign(gap=lambda t: t["praised_share_own"] - t["praised_share"])
    if both["gap"].isna().any():
        return Label("Too few reviews to compare.", "评价太少，没法比。")
    strong, weak = both.loc[both["gap"].idxmax()], both.loc[both["gap"].idxmin()]
    return Label(
        "This shop's buyers praise {strong} more often than rivals' buyers do ({a:rate} against {b:rate}), and {weak} less often ({c:rate} against {d:rate}). "
        "So would this shop win you? If you buy for {weak_low}, rather not.",
        "这家店的买家夸{strong_zh}夸得更多（{a:rate} 对 {b:rate}），夸{weak_zh}夸得更少（{c:rate} 对 {d:rate}）。那么它打动得了你吗？如果你看重的是{weak_zh}，多半打动不了。",
    ).fill(strong=REASONS[strong["reason"]].en.lower(), strong_zh=REASONS[strong["reason"]].zh, a=strong["praised_share_own"], b=strong["praised_share"],
           weak=REASONS[weak["reason"]].en.lower(), weak_low=REASONS[weak["reason"]].en.lower(), weak_zh=REASONS[weak["reason"]].zh, c=weak["praised_share_own"], d=weak["praised_share"])


def _say_know(table):
    if table["know_score"].isna().all():
        return Label("Here nothing can be said yet.", "这里还说不出什么。")
    best, worst = table.loc[table["know_score"].idxmax()], table.loc[table["know_score"].idxmin()]
    if best["know_score"] == worst["know_score"]:
        return Label("You know all of them equally well: {score:rate}.", "每个类目你都一样熟：{score:rate}。").fill(score=best["know_score"])
    return Label("With these answers you know {best} best ({a:rate}) and {worst} least ({b:rate}). Begin in {best}.",
                 "按这些回答，你最熟的是{best}（{a:rate}），最不熟的是{worst}（{b:rate}）。先从{best}做起。").fill(
        best=best["category"], a=best["know_score"], worst=worst["category"], b=worst["know_score"])


# the market -----------------------------------------------------------------------------------------------------------


def _say_one_niche(searches, sellers, category, segment):
    return Label("{searches:count} searches ÷ {sellers:count} seller-days (a seller counts once for each day) = {ratio:number}: that many searches a day for each seller of {category} to “{segment}”.",
                 "{searches:count} 次搜索 ÷ {sellers:count} 卖家日（一个卖家一天算一次）= {ratio:number}：卖{category}给“{segment}”的每个卖家，每天分到这么多次搜索。").fill(
        searches=searches, sellers=sellers, ratio=searches / sellers if sellers else float("nan"), category=category, segment=segment)


def _name(row) -> str:
    return f"{row['category']} · {row['segment']}"


def _say_niches(table):
    if len(table) < 2:
        return Label("One part of the market only: there is nothing to compare.", "市场只有一块，没有可比的。")
    first, last = table.iloc[0], table.iloc[-1]
    rest = table["searches_per_seller"].iloc[1:]
    head = Label(
        "“{first}” has {a:number} searches a day for each seller, the most crowded part ({last}) {b:number}. The median of the others is {middle:number}.",
        "“{first}”每个卖家每天分到 {a:number} 次搜索，最挤的一块（{last}）只有 {b:number} 次，其余各块的中位数是 {middle:number}。",
    ).fill(first=_name(first), a=first["searches_per_seller"], last=_name(last), b=last["searches_per_seller"], middle=rest.median())
    grows = table[table["trend_low"] > 0]
    if grows.empty:
        return Label(head.en + " None of them surely grows.", head.zh + "没有哪一块确定在增长。")
    names = ", ".join(_name(row) for _, row in grows.iterrows())
    tail = Label(" Surely growing per seller: {names}.", "按每个卖家算，确定在增长的有：{names_zh}。").fill(names=names, names_zh=names.replace(", ", "、"))
    return Label(head.en + tail.en, head.zh + tail.zh)


def _niches_title(table):
    first, rest = table.iloc[0], table["searches_per_seller"].iloc[1:]
    return Label("{name}: {times:number} times the median searches per seller", "{name}：每个卖家分到的搜索是其他各块（中位数）的 {times:number} 倍").fill(
        name=_name(first), times=round(first["searches_per_seller"] / rest.median(), 1) if len(rest) else float("nan"))


def _say_crowded(table, sold, days):
    """Where this shop sells, against where the room is. days: how many days the market table has."""
    first = table.iloc[0]
    here = [s for s in sold.index if (table["segment"] == s).any()]
    if not here:
        return Label("The market's segments and this shop's customers are named differently here: they cannot be put side by side.",
                     "市场的人群和本店客户的人群叫法不同，没法并排看。")
    own, share = sold.index[0], float(sold.get(first["segment"], 0.0) / sold.sum())
    return Label(
        "This shop sells most to “{own}” ({most:rate} of its sales), and {share:rate} to “{open}”, where a seller has most room. Size still counts: "
        "{searches:count} searches a day in all, to be shared by {sellers:count} sellers.",
        "这家店卖得最多的是“{own}”（占销售额 {most:rate}），卖给“{open}”的占 {share:rate}，而那里卖家最不挤。规模也要看：那里每天一共 {searches:count} 次搜索，{sellers:count} 个卖家分。",
    ).fill(own=own, most=sold.iloc[0] / sold.sum(), share=share, open=first["segment"],
           searches=round(first["searches"] / days), sellers=round(first["seller_days"] / days))


def _say_map(table, category):
    here = table[table["category"] == category]
    if here.empty:
        return Label("No rival is known in {c}.", "{c} 没有已知的竞店。").fill(c=category)
    own, rivals = here[here["is_own"]].iloc[0], here[~here["is_own"] & here["same_tier"]]
    cheaper, sure = int((rivals["price_index"] < own["price_index"]).sum()), int((rivals["dsr_item"] < own["rating_low"]).sum())
    better = int((rivals["dsr_item"] > own["rating_high"]).sum())
    head = Label(
        "{category}: price index {price:count}, rating {rating:number} (between {low:number} and {high:number}). Rivals of its tier: {n:count}; cheaper: {cheaper:count}; "
        "surely rated lower: {sure:count}; surely higher: {better:count}.",
        "{category}：价格指数 {price:count}，评分 {rating:number}（在 {low:number} 到 {high:number} 之间）。同层竞店 {n:count} 家，其中更便宜的 {cheaper:count} 家；"
        "评分确实更低的 {sure:count} 家，确实更高的 {better:count} 家。",
    ).fill(category=category, price=round(own["price_index"]), rating=own["dsr_item"], low=own["rating_low"], high=own["rating_high"],
           n=len(rivals), cheaper=cheaper, sure=sure, better=better)
    if cheaper == 0:
        tail = Label(" It is the cheapest: that is an edge as long as the margin bears it.", "它最便宜：只要利润撑得住，这就是优势。")
    elif sure == len(rivals):
        tail = Label(" It is surely the best rated: that is an edge.", "它的评分确实最高：这就是优势。")
    else:
        tail = Label(" It is neither the cheapest nor surely the best rated: of the four edges, price and product are not its own.",
                     "它既不是最便宜，也不能说评分最高：四个相对优势里，价格和商品都不算它的。")
    return Label(head.en + tail.en, head.zh + tail.zh)


def _map_title(table, category):
    here = table[table["category"] == category]
    own, rivals = here[here["is_own"]].iloc[0], here[~here["is_own"] & here["same_tier"]]
    values = {"category": category, "n": len(rivals)}
    if not (rivals["price_index"] < own["price_index"]).any():
        return Label("{category}: cheaper than all {n:count} rivals of its tier", "{category}：比 {n:count} 家同层竞店都便宜").fill(**values)
    if (rivals["dsr_item"] < own["rating_low"]).all():
        return Label("{category}: surely rated above all {n:count} rivals of its tier", "{category}：评分确实高于 {n:count} 家同层竞店").fill(**values)
    return Label("{category}: among {n:count} rivals neither the cheapest nor surely the best rated", "{category}：和 {n:count} 家同层竞店比，不是最便宜，评分也不能说最高").fill(**values)


def _say_type(verdict):
    row = verdict.iloc[0]
    kind, fits, source = TYPES[row["store_type"]], row["fits_whom"], row["rule_source"]
    return Label("{kind}: row {no:count} fired. {fits}. (As of {on:date}; source: {source}.)", "{kind_zh}：依据第 {no:count} 行。{fits_zh}。（资料日期 {on:date}；来源：{source_zh}。）").fill(
        kind=kind.en, kind_zh=kind.zh, no=row["rule_no"], fits=fits.en, fits_zh=fits.zh, on=row["checked_on"], source=source.en, source_zh=source.zh)


# does it pay? ---------------------------------------------------------------------------------------------------------


def _say_pay(row, currency):
    head = Label(
        "In {month} a visitor brought {value:money}; {rate:rate} of that is left before advertising; the ads cost {cost:money} per visitor. So a visitor leaves {gap:money}.",
        "{month}：一个访客带来 {value:money}，推广前剩 {rate:rate}；摊到每个访客的推广花费是 {cost:money}。所以一个访客最后剩下 {gap:money}。",
    ).fill(currency, month=row["month"], value=row["value_per_visitor"], rate=row["rate_before_ads"], cost=row["cost_per_visitor"], gap=row["gap_per_visitor"])
    if row["break_even_visitors"] != row["break_even_visitors"]:
        tail = Label(" No number of such visitors pays {fixed:money} a day: never.", "这样的访客来多少，都付不起每天 {fixed:money}：永远不会保本。").fill(currency, fixed=row["fixed_per_day"])
    else:
        tail = Label(" {fixed:money} a day are paid from {n:count} visitors on; {now:count} came.", "每天 {fixed:money} 的固定费用，要 {n:count} 个访客才付得起；实际来了 {now:count} 个。").fill(
            currency, fixed=row["fixed_per_day"], n=round(row["break_even_visitors"]), now=round(row["daily_visitors"]))
    return Label(head.en + tail.en, head.zh + tail.zh)


def _pay_title(row):
    if row["break_even_visitors"] != row["break_even_visitors"]:
        return Label("Break-even: never, a visitor costs more than is left", "永远不会保本：访客的成本比剩下的还多")
    return Label("Rent and wages are paid from {n:count} visitors a day on; {now:count} came", "每天 {n:count} 个访客才够付房租和工资；实际来了 {now:count} 个").fill(
        n=round(row["break_even_visitors"]), now=round(row["daily_visitors"]))


def _said_number(guess) -> float | None:
    found = re.search(r"\d+(?:\.\d+)?", str(guess).replace(",", ""))
    return float(found[0]) if found else None


def _say_guess(guess, row):
    meant, needed = _said_number(guess), row["break_even_visitors"]
    if meant is None or meant <= 0:
        return Label("You made no guess. Make one next time: a number surprises only those who expected another.",
                     "你没有猜。下次先猜再看：心里有过预期，看到数字才会吃惊。")
    if needed != needed:
        return Label("You guessed {meant:count}; here no number is enough.", "你猜的是 {meant:count}；这里来多少都不够。").fill(meant=meant)
    return Label("You guessed {meant:count}; it is {needed:count}, {times:number} times your guess.", "你猜的是 {meant:count}；实际是 {needed:count}，是你猜的 {times:number} 倍。").fill(
        meant=meant, needed=round(needed), times=needed / meant)


def _say_bought(table, currency):
    kinds = table.set_index("visitor_source")
    if "bought" not in kinds.index:
        return Label("This shop bought no visitors: all of them came free.", "这家店没有花钱买访客：全是免费来的。")
    bought = kinds.loc["bought"]
    head = Label(
        "A bought visitor brought {value:money} and cost {cost:money}; after goods and fees that leaves {gap:money}. If all visitors were like those, the shop would {n}.",
        "花钱买来的访客带来 {value:money}，花了 {cost:money}；扣掉商品和各项费用，剩下 {gap:money}。如果访客都是这样来的，{n_zh}。",
    ).fill(currency, value=bought["value_per_visitor"], cost=bought["cost_per_visitor"], gap=bought["gap_per_visitor"], **_visitors_phrase(bought["break_even_visitors"]))
    if "free" not in kinds.index:
        return head
    free = kinds.loc["free"]
    tail = Label(" A visitor who came free left {gap:money}. A new shop has no regulars yet and stands low in the search: it must buy nearly all of its first visitors.",
                 "免费来的访客，每个剩下 {gap:money}。新店没有回头客，搜索排名也靠后，最初的访客几乎都得买。").fill(currency, gap=free["gap_per_visitor"])
    return Label(head.en + tail.en, head.zh + tail.zh)


def _visitors_phrase(value):
    found = never_or(value)
    if isinstance(found, Label):
        return {"n": "never break even", "n_zh": "永远不会保本"}
    said = Label("break even at {v:count} a day", "每天 {v:count} 个才保本").fill(v=found)
    return {"n": said.en, "n_zh": said.zh}


def _say_worth(table):
    """What the most helpful advantage takes off the break-even, and what the price cut adds."""
    what, column = table.columns[0], "break_even_visitors"
    now = float(table.loc[[label == NOTHING for label in table[what]], column].iloc[0])
    best, worst = table.iloc[0], table.iloc[-1]
    head = Label("As it is: {now}. Most helps “{best}”: {a}.", "现状：{now_zh}。最管用的是“{best_zh}”：{a_zh}。").fill(
        now=_visitors(now)["n"], now_zh=_visitors(now)["n_zh"], best=best[what].en, best_zh=best[what].zh, a=_visitors(best[column])["n"], a_zh=_visitors(best[column])["n_zh"])
    tail = Label(" And a price cut that brings no buyers: {b}.", "而降价又没多来买家：{b_zh}。").fill(b=_visitors(worst[column])["n"], b_zh=_visitors(worst[column])["n_zh"])
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_months(table, currency):
    if len(table) < 2:
        return Label("One month only: there is nothing to compare it with yet.", "只有一个月，还没有可比的。")
    known = table.dropna(subset=["break_even_visitors"])
    never = len(table) - len(known)
    if known.empty:
        return Label("In none of these months would any number of visitors have been enough.", "这些月份里，来多少访客都不够保本。")
    low, high = known.loc[known["break_even_visitors"].idxmin()], known.loc[known["break_even_visitors"].idxmax()]
    paid = int((known["daily_visitors"] >= known["break_even_visitors"]).sum())
    head = Label(
        "The break-even runs from {a:count} visitors ({first}) to {b:count} ({last}); in {paid:count} of {n:count} months enough came.",
        "保本访客数从 {a:count}（{first}）到 {b:count}（{last}）不等；{n:count} 个月里有 {paid:count} 个月来的人够了。",
    ).fill(a=round(low["break_even_visitors"]), first=low["month"], b=round(high["break_even_visitors"]), last=high["month"], paid=paid, n=len(table))
    if never:
        more = Label(" In {k:count} no number would have been enough.", "有 {k:count} 个月来多少都不够。").fill(k=never)
        head = Label(head.en + more.en, head.zh + more.zh)
    margin = known["gap_per_visitor"] * known["daily_visitors"] - known["fixed_per_day"]
    thin = Label(" Over these months a day left {left:money} after fixed cost: that is what the owner lives on, and what a bad month eats.",
                 "这几个月平均每天扣完固定费用剩 {left:money}：老板就靠它过日子，遇上差的月份先吃掉的也是它。").fill(currency, left=margin.mean())
    return Label(head.en + thin.en, head.zh + thin.zh)


# at the end -----------------------------------------------------------------------------------------------------------


def _say_truth(truth, kinds, months, currency):
    """What was planted, beside what was found: the value of visitors, and what pushed the break-even up."""
    planted, found = truth.lessons["04"]["value_per_visitor"], kinds.set_index("visitor_source")["value_per_visitor"]
    head = Label(
        "You found {bought:money} for a bought visitor and {free:money} for one who came free. The shop was drawn so that, chance aside, a visitor of the search ads brings {search:money}, "
        "of the audience ads {audience:money}, of the free search {natural:money} and one who comes directly {direct:money}: the gap is real.",
        "你查到：花钱买来的访客带来 {bought:money}，免费来的 {free:money}。生成这家店时定下的是（不含偶然）：搜索广告的访客 {search:money}，人群广告的 {audience:money}，"
        "免费搜索的 {natural:money}，直接访问的 {direct:money}：差距是真的。",
    ).fill(currency, bought=found["bought"], free=found["free"], search=planted["search_ads"], audience=planted["audience_ads"], natural=planted["free_search"], direct=planted["direct"])
    told = [truth.causes[name] for name in ("poor_paid_traffic", "supplier_rise") if name in truth.causes]
    if not told:
        return head
    first, last = months.iloc[0], months.iloc[-1]
    tail = Label(" Between {a} (break-even {x}) and {b} ({y}) two things were planted that push it up. {told}", "{a}（保本 {x_zh}）到 {b}（{y_zh}）之间，埋了两件让它变高的事。{told_zh}").fill(
        a=first["month"], x=_visitors(first["break_even_visitors"])["n"], x_zh=_visitors(first["break_even_visitors"])["n_zh"], b=last["month"],
        y=_visitors(last["break_even_visitors"])["n"], y_zh=_visitors(last["break_even_visitors"])["n_zh"],
        told=" ".join(f"From {c['days'][0]}: {c['story']['en']}" for c in told), told_zh="".join(f"{c['days'][0]} 起：{c['story']['zh']}" for c in told))
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_story(table):
    rows = table.set_index("story_metric")
    follow = rows.loc["follow_rate"]
    if not follow["weeks"]:
        return Label("These tables hold no full week: there is no usual swing to compare with yet.", "数据不满一周，还没有可比的日常波动。")
    return Label(
        "In {weeks:count} weeks the follow rate ran from {low:rate} to {high:rate}. A story has to lift it above {high:rate}, and hold it there for some weeks, before you may say that it works.",
        "{weeks:count} 周里，关注率在 {low:rate} 到 {high:rate} 之间。讲了故事之后，要连着几周都高过 {high:rate}，才能说它有用。",
    ).fill(weeks=follow["weeks"], low=follow["lowest_week"], high=follow["highest_week"])


SENTENCES = {
    "shop": _say_shop, "reasons": _say_reasons, "reasons_title": _reasons_title, "own_reasons": _say_own_reasons, "know": _say_know,
    "one_niche": _say_one_niche, "niches": _say_niches, "niches_title": _niches_title, "crowded": _say_crowded, "map": _say_map, "map_title": _map_title,
    "type": _say_type, "pay": _say_pay, "pay_title": _pay_title, "guess": _say_guess, "bought": _say_bought, "worth": _say_worth, "months": _say_months,
    "truth": _say_truth, "story": _say_story,
}
