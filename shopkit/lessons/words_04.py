"""Lesson 04 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.metrics.attribution import RULES
from shopkit.metrics.conversion import LEVEL
from shopkit.schema import SOURCES


def name_of(source) -> Label:
    """A source in words; a real shop's own sources keep their names."""
    return SOURCES.get(source, Label(str(source), str(source)))


def _who(**sources) -> dict[str, str]:
    """Holes for sources: name=…, name_zh=…"""
    return {k: v for key, s in sources.items() for k, v in ((key, name_of(s).en.lower()), (f"{key}_zh", name_of(s).zh))}


def _days(table) -> str:
    return "visitor_days" if "visitor_days" in table else "visitors"


def _say_rows(traffic):
    # days on which only a cost is known are no rows of visitors
    traffic = traffic.dropna(subset=["visitors"])
    if traffic["date"].nunique() == 1:
        return Label("The table has one row per source, filed under {first:date}: {sources:count} sources. If your report covers a longer time, all of it stands under that day.",
                     "表里每个来源一行，记在 {first:date} 名下，共 {sources:count} 个来源。报表若是一段时间的合计，就都记在这一天。").fill(
            sources=traffic["source"].nunique(), first=traffic["date"].min())
    return Label("The table has a row per day and source: {sources:count} sources, from {first:date} to {last:date}.",
                 "表里每天每个来源一行：{sources:count} 个来源，从 {first:date} 到 {last:date}。").fill(
        sources=traffic["source"].nunique(), first=traffic["date"].min(), last=traffic["date"].max())


def _say_adding(ways):
    n = ways.attrs["counts"]
    if "days" not in n:
        return Label("All rows added give {rows:count}. That is no number of people: who came twice stands in two rows.",
                     "全部相加得 {rows:count}。这不是人数：来过两次的人占了两行。").fill(rows=n["rows"])
    more = Label("{rows:count} is {over:rate} above the {days:count} visitor-days: whoever came by two sources on one day was added twice.",
                 "{rows:count} 比 {days:count} 个访客日多出 {over:rate}：同一天从两个来源进来的人被加了两次。").fill(rows=n["rows"], days=n["days"], over=n["rows"] / n["days"] - 1)
    if "people" not in n:
        return more
    last = Label(" And the visitor-days are {many:count} people, who came on {each:number} days on average.", "而这些访客日其实是 {many:count} 个人，平均来了 {each:number} 天。").fill(
        many=n["people"], each=round(n["days"] / n["people"], 2))
    return Label(more.en + last.en, more.zh + last.zh)


def _say_rate(rates):
    if isinstance(rates, float):
        return Label("Of each amount paid {rate:rate} is left before advertising: one rate for all sources, because the files do not say by which source an order came, "
                     "or what it cost. Where they say nothing at all of costs it is a guess; put your own in lesson.rates.",
                     "每笔支付在推广前剩下 {rate:rate}：所有来源用同一个比例，因为文件没写订单来自哪里或成本是多少。如果连成本也没有，这只是个假设，请换成你自己的。").fill(rate=rates)
    low, high = rates.idxmin(), rates.idxmax()
    return Label("Of each amount paid, {low:rate} ({low_name}) to {high:rate} ({high_name}) is left before advertising.",
                 "每笔支付在推广前剩下 {low:rate}（{low_name_zh}）到 {high:rate}（{high_name_zh}）。").fill(low=rates[low], high=rates[high], **_who(low_name=low, high_name=high))


def _say_gap(table):
    currency = table.attrs.get("currency")
    paid = table[table["cost"] > 0]
    if paid.empty:
        return Label("No source costs anything here: each visitor leaves money, none is bought.", "这里没有花钱的来源：每个访客都带来钱，没有一个是买来的。")
    row = paid.loc[paid["cost"].idxmax()]
    words = _who(name=row["source"])
    head = Label("A visitor of {name} is worth {value:money} and costs {cost:money}: {wrong:money} more, it seems. But only {rate:rate} of the value is yours: {left:money}. "
                 "What is left of a visitor is {gap:money}, over the whole time {profit:money}.",
                 "一个{name_zh}访客值 {value:money}，成本 {cost:money}，看着还赚 {wrong:money}。可这价值里只有 {rate:rate} 归你，也就是 {left:money}。每个访客最后剩 {gap:money}，整段时间 {profit:money}。").fill(
        currency, value=row["value_per_visitor"], cost=row["cost_per_visitor"], wrong=row["value_per_visitor"] - row["cost_per_visitor"], rate=row["rate_before_ads"],
        left=row["left_per_visitor"], gap=row["gap_per_visitor"], profit=row["source_profit"], **words)
    if not row["pay_conversion"] > 0:
        return head
    low, high = (row["left_per_visitor"] * row[end] / row["pay_conversion"] - row["cost_per_visitor"] for end in ("conversion_low", "conversion_high"))
    sure = Label("so another such time could have earned or lost", "所以换一段同样的时间，可能赚也可能亏") if low < 0 < high else Label("so luck does not turn its sign", "所以正负号不是运气")
    tail = Label(" At the ends of its conversion's interval that is {low:money} and {high:money} a visitor: {sure}.", "按转化率区间的两端算，每个访客剩 {low:money} 到 {high:money}：{sure_zh}。").fill(
        currency, low=low, high=high, sure=sure.en, sure_zh=sure.zh)
    return Label(head.en + tail.en, head.zh + tail.zh)


def _sources_title(table):
    paid = table[(table["cost"] > 0) & table["gap_per_visitor"].notna()]
    loses = paid[paid["gap_per_visitor"] < 0]
    if paid.empty:
        best = table.loc[table["pay_conversion"].idxmax()]
        return Label("{name} converts best: {rate:rate}", "{name_zh}转化最高：{rate:rate}").fill(rate=best["pay_conversion"], **_who(name=best["source"]))
    if loses.empty:
        return Label("Every paid source leaves more than it costs", "每个付费来源剩下的都比花掉的多")
    worst = loses.loc[loses["source_profit"].idxmin()]
    return Label("{n:count} of {all:count} paid sources left less than they cost; {name} most: {loss:money}", "{all:count} 个付费来源里，{n:count} 个没挣回花费；差得最多的是{name_zh}：{loss:money}").fill(
        table.attrs.get("currency"), n=len(loses), all=len(paid), loss=-worst["source_profit"], **_who(name=worst["source"]))


def _say_page(table):
    now, visitors, page = table["source_profit"]
    return Label("Twice the visitors of {name}: {visitors:money} left instead of {now:money}. Twice the conversion: {page:money}. The buyers are the same number both ways; "
                 "the visitors have to be bought, each dearer than the last.",
                 "{name_zh}访客翻倍：剩下的从 {now:money} 变成 {visitors:money}。转化率翻倍：变成 {page:money}。两种情形买家一样多；可访客要花钱买，而且越买越贵。").fill(
        table.attrs.get("currency"), now=now, visitors=visitors, page=page, **_who(name=table.attrs["source"]))


def _say_mix(table, before, after):
    a = table.attrs
    return Label("Pay conversion: {b:rate} {before}, {c:rate} {after}. Of the {change:number} points of change, {mix:number} are mix (other sources had other shares) and "
                 "{own:number} are rate (sources converted other than before).",
                 "支付转化率：{before_zh} {b:rate}，{after_zh} {c:rate}。变化的 {change:number} 个百分点里，{mix:number} 来自结构（各来源占比变了），{own:number} 来自各来源自身转化的变化。").fill(
        b=a["before"], c=a["after"], change=round(100 * a["change"], 2), mix=round(100 * a["mix"], 2), own=round(100 * a["rate"], 2), before=before.en, after=after.en,
        before_zh=before.zh, after_zh=after.zh)


def _mix_title(table):
    a = table.attrs
    if not a["change"]:
        return Label("Conversion did not change", "转化率没有变")
    share = a["mix"] / a["change"]
    if not 0 <= share <= 1:
        return Label("Mix and rate pulled in opposite directions", "结构和效率往相反方向拉")
    return Label("{share:rate} of the change is only another mix of sources", "变化的 {share:rate} 只是来源结构变了").fill(share=share)


def _say_curve(curves, tables):
    source = tables["now"].loc[tables["now"]["daily_cost"].idxmax(), "source"]
    c, now = curves[source], tables["now"].set_index("source").loc[source]
    ten = 1.1 ** c.returns - 1
    return Label("{name}: 10% more budget brings {ten:rate} more clicks. (Clicks go with budget to the power of {b:number}, 95%: {low:number} to {high:number}. At 1 the curve would be a straight line; the smaller this exponent, the sooner it flattens.) At today's {spend:money} a day each unit of money brings back "
                 "{mean:money} on average, one more {more:money}.",
                 "{name_zh}：预算加 10%，点击只多 {ten:rate}。（点击随预算的 {b:number} 次方增长，95% 区间 {low:number} 到 {high:number}。这个指数等于 1 时曲线是直线，越小弯得越早。）现在每天花 {spend:money}，平均每一元带回 {mean:money}，再多花一元带回 {more:money}。").fill(
        tables["now"].attrs.get("currency"), ten=ten, b=round(c.returns, 2), low=round(c.low, 2), high=round(c.high, 2), spend=now["daily_cost"], mean=now["average_return"],
        more=now["marginal_return"], **{k: v[:1].upper() + v[1:] for k, v in _who(name=source).items()})


def _curve_title(tables):
    now, best = (float(tables[k]["daily_profit"].sum()) for k in ("now", "best"))
    return Label("Today's budgets leave {now:money} a day, the best ones {best:money}", "现在的预算每天剩 {now:money}，最优预算每天剩 {best:money}").fill(tables["now"].attrs.get("currency"), now=now, best=best)


def _say_best(tables):
    best = tables["best"]
    outside = [name_of(s) for s in best.loc[~best["budget_tried"], "source"]]
    now, same, total = (float(tables[k]["daily_profit"].sum()) for k in ("now", "moved", "best"))
    head = Label("Moving today's total until one more unit of money brings the same in each source adds {moved:money} a day; changing the total until it just comes back adds {all:money}.",
                 "总预算不变、调到各来源“再花一元”带回一样多，每天多 {moved:money}；连总预算也调到“再花一元”刚好回本，每天多 {all:money}。").fill(
        best.attrs.get("currency"), moved=same - now, all=total - now)
    if not outside:
        return head
    names = Label(", ".join(n.en.lower() for n in outside), "、".join(n.zh for n in outside))
    tail = Label(f" The best budget ({names.en}) lies outside those that were tried: there a curve is a guess. Go half the way, look again.",
                 f"{names.zh}的最优预算在试过的范围之外，那里的曲线只是推测：先走一半，再看。")
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_roas(table):
    paid = table[table["cost"] > 0].sort_values("cost", ascending=False)
    if paid.empty:
        return Label("Nothing was spent, so there is no ROAS.", "没有花费，也就没有投入产出比。")
    parts = [Label("{name} {roas:number} against {limit:number} (ROI {roi:rate})", "{name_zh} {roas:number} 对 {limit:number}（投资回报率 {roi:rate}）").fill(
        roas=round(r["roas"], 2), limit=round(r["break_even_roas"], 2), roi=r["roi"], **_who(name=r["source"])) for _, r in paid.iterrows()]
    return Label("ROAS against its break-even: " + "; ".join(p.en for p in parts) + ".", "投入产出比和保本线：" + "；".join(p.zh for p in parts) + "。")


def _say_waiting(table):
    first, last = table.iloc[0], table.iloc[-1]
    return Label("The same adverts: a ROAS of {a:number} read on the same day, {b:number} after {days:count} days. Nothing more was spent. So compare like with like: weeks whose window is closed. "
                 "And a longer window claims more without causing more: who would have come back anyway is in it too.",
                 "同一批广告：当天看投入产出比是 {a:number}，{days:count} 天后看是 {b:number}，一分钱也没多花。所以只比窗口已经走完的那些周。窗口越长认领越多，但不等于带来越多：本来就会回来的人也算进去了。").fill(
        a=round(first["roas"], 2), b=round(last["roas"], 2), days=int(last["days_after"]))


def _say_claims(table):
    real, added = int(table["claimed_orders"].iloc[-1]), table.attrs["added_orders"]
    return Label("The reports claim {added:count} orders together; there are {real:count}. {twice:count} stand in more than one report.",
                 "几份报表合计认领 {added:count} 单，实际只有 {real:count} 单，有 {twice:count} 单被不止一份报表认领。").fill(added=added, real=real, twice=added - real)


def _say_halo(table):
    lot = table.set_index("compared").loc["lot"]
    words = Label("By lot: on days with ads free search brings {extra:number} visitors more ({lift:rate}; 95%: {low:rate} to {high:rate}). For each paid visitor that is {per:number} free ones.",
                  "随机开关的结果：开广告的日子，免费搜索多来 {extra:number} 个访客（{lift:rate}，95% 区间 {low:rate} 到 {high:rate}）。每个付费访客对应 {per:number} 个免费访客。").fill(
        extra=round(lot["extra_free"], 1), lift=lot["free_lift"], low=lot["lift_low"], high=lot["lift_high"], per=round(lot["free_per_paid"], 2))
    if "campaign" not in set(table["compared"]):
        return words
    naive = table.set_index("compared").loc["campaign"]
    if not naive["free_per_paid"] > lot["free_per_paid"]:
        return words
    tail = Label(" Compare campaign days with others and it seems to be {per:number}. That is the campaign: it brings people to both.",
                 "要是拿活动日和平日比，就会得出 {per:number}。那是活动的功劳：它给两边都带来了人。").fill(per=round(naive["free_per_paid"], 2))
    return Label(words.en + tail.en, words.zh + tail.zh)


def _say_credit(table, source, traffic):
    row = table.set_index("source").loc[source]
    values = {rule: float(row[rule]) for rule in RULES}
    low, high = min(values, key=values.get), max(values, key=values.get)
    label = {r: Label(*(getattr(RULES[r], lang).split("：")[0].split(":")[0] for lang in ("en", "zh"))) for r in RULES}
    spent = float(traffic.loc[traffic["source"] == source, "cost"].sum()) if "cost" in traffic else 0.0
    head = Label("The same {total:money} of sales, and to {name} goes {a:money} ({low}) or {b:money} ({high}).", "同样的 {total:money} 成交，记给{name_zh}的可以是 {a:money}（{low_zh}），也可以是 {b:money}（{high_zh}）。").fill(
        table.attrs.get("currency"), total=table.attrs["total"], a=values[low], b=values[high], low=label[low].en.lower(), high=label[high].en.lower(), low_zh=label[low].zh,
        high_zh=label[high].zh, **_who(name=source))
    roas = Label(" That is a ROAS of {a:number} or of {b:number}.", "投入产出比就是 {a:number} 或 {b:number}。").fill(a=round(values[low] / spent, 2), b=round(values[high] / spent, 2)) if spent > 0 else Label("", "")
    tail = Label(" No rule is the truth: none of them has seen what people do without the adverts.", "没有哪种规则是真相：它们谁也没见过没有广告时人会怎么做。")
    return Label(head.en + roas.en + tail.en, head.zh + roas.zh + tail.zh)


def _credit_title(table, source):
    row = table.set_index("source").loc[source, list(RULES)].astype(float) / table.attrs["total"]
    return Label("One story credits {name} with {low:rate} of the sales, another with {high:rate}", "一种算法把 {low:rate} 的成交记给{name_zh}，另一种记 {high:rate}").fill(
        low=row.min(), high=row.max(), **_who(name=source))


def _say_events(quality, around):
    a, b = quality.attrs["conversions"]
    n, (own, others) = quality.attrs["reviews"], quality.attrs["scores"]
    before, after = around.iloc[:, 1].mean(), around.iloc[:, 3].mean()
    head = Label("Who came by platform events converts at {a:rate}, all others at {b:rate}.", "平台活动来的人转化率 {a:rate}，其他人 {b:rate}。").fill(a=a, b=b)
    if n < 30:
        rated = Label(" They wrote {n:count} reviews: too few to judge by.", "他们只写了 {n:count} 条评价，太少，说明不了什么。").fill(n=n)
    else:
        rated = Label(" They rate {own:number} on average, the others {others:number}.", "他们平均打 {own:number} 分，其他人 {others:number} 分。").fill(own=round(own, 2), others=round(others, 2))
    tail = Label(" Free search: {before:number} visitors a day two weeks before a campaign, {after:number} in the week after it. ", "免费搜索：活动前两周每天 {before:number} 个访客，活动后一周 {after:number} 个。").fill(
        before=round(before, 1), after=round(after, 1))
    if abs(after / before - 1) < 0.1:
        end = Label("No lasting gift can be seen here.", "看不出活动给后面留下了什么。")
    elif after > before:
        end = Label("More came afterwards; a season does that too, so compare several campaigns.", "之后来的更多；不过旺季也会这样，要多看几场活动。")
    else:
        end = Label("Fewer came afterwards: some had bought already.", "之后来的反而少：有些人已经买过了。")
    return Label(head.en + rated.en + tail.en + end.en, head.zh + rated.zh + tail.zh + end.zh)


def _say_rank(table):
    words = {True: Label("goes with", "同进同退"), False: Label("does not visibly go with", "看不出关系")}
    (units, sure), (rating, known) = ((table.iloc[i, 1], bool(table.iloc[i, 2])) for i in (0, 1))
    return Label("Over {n:count} items a better place {one} units sold ({u:number}) and {two} ratings ({r:number}). Which comes first, place or sales, this cannot say.",
                 "在 {n:count} 个商品里，排名和销量{one_zh}（{u:number}），和评分{two_zh}（{r:number}）。谁带来谁，这里看不出来。").fill(
        n=table.attrs["items"], u=round(units, 2), r=round(rating, 2), one=words[sure].en, one_zh=words[sure].zh, two=words[known].en, two_zh=words[known].zh)


def _say_basket(table, row):
    one, more = table["spend_per_order"].iloc[0], table["spend_per_order"].iloc[-1]
    head = Label("An order of one category brings {one:money}, of two or more {more:money}.", "一个类目的订单 {one:money}，两个及以上的 {more:money}。").fill(table.attrs.get("currency"), one=one, more=more)
    room = row["left_per_visitor"] / row["cost_per_visitor"] - 1 if row["cost_per_visitor"] else float("nan")
    if room != room:
        return head
    tail = (Label(" A visitor of {name} may become {room:rate} dearer before nothing is left.", "{name_zh}访客还能再贵 {room:rate}，就一分不剩了。") if room > 0 else
            Label(" A visitor of {name} would have to leave {room:rate} more to pay for itself.", "{name_zh}访客得多留下 {room:rate}，才刚好回本。")).fill(
        room=room if room > 0 else row["cost_per_visitor"] / row["left_per_visitor"] - 1, **_who(name=row["source"]))
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_segment(table, currency=None):
    best, worst = table.iloc[0], table.iloc[-1]
    head = Label("The same source: one known visitor of “{best}” paid {a:money}, of “{worst}” {b:money}.", "同一个来源：“{best}”里每个认得出的访客付了 {a:money}，“{worst}”是 {b:money}。").fill(
        currency, best=best["segment"], worst=worst["segment"], a=table.attrs["each"][0], b=table.attrs["each"][-1])
    if worst.iloc[1] >= 100:
        return head
    tail = Label(" The last group is {n:count} people; with so few, test before you exclude anybody.", "后一组只有 {n:count} 人；人这么少，先测试，再谈排除。").fill(n=int(worst.iloc[1]))
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_guess(guess, table):
    text = str(guess).strip().lower()
    key = next((k for k, label in SOURCES.items() if text in (k, label.en.lower(), label.zh)), None)
    rows = table.set_index("source")
    worst = rows["gap_per_visitor"].idxmin()
    if key not in rows.index:
        return Label("You made no guess. Make one next time: a number surprises only those who expected another.", "你没有猜。下次先猜再看：心里有过预期，看到数字才会吃惊。")
    gap = rows.loc[key, "gap_per_visitor"]
    return Label("You would have cut {name}: each of its visitors leaves {gap:money}. The one that leaves least is {worst} ({low:money}).",
                 "你想砍{name_zh}：它的每个访客剩 {gap:money}。剩得最少的是{worst_zh}（{low:money}）。").fill(
        table.attrs.get("currency"), gap=gap, low=rows.loc[worst, "gap_per_visitor"], **_who(name=key, worst=worst))


def _say_truth(truth, table, halo_table, curves):
    lot, b = halo_table.set_index("compared").loc["lot"], curves["search_ads"].returns
    whole = Label("Planted: adverts raise free-search visitors by {halo:rate}; you measured {lift:rate} (who clicks an advert and looks in again by search that day is in it). Planted exponent of search ads "
                 "{true:number}; you measured {b:number} (who comes back by an advert clicks at any budget, which flattens the curve a little).",
                 "埋下的真相：广告让免费搜索访客多 {halo:rate}；你量出 {lift:rate}（点了广告、当天又搜回来的人也在里面）。埋下的搜索广告指数 {true:number}；你量出 {b:number}（从广告回来的老访客，预算多少都会点，曲线因此稍平）。").fill(
        halo=truth.ratio("halo") - 1, lift=lot["free_lift"], true=truth.lessons["04"]["returns_to_scale"]["search_ads"], b=round(b, 2))
    held = truth_table(truth, table)
    missed = held.iloc[:, 0][~held.iloc[:, -1]].tolist()
    if missed:
        tail = Label(" Of {n:count} intervals in the table {m:count} misses the true conversion: {names}. That need be no mistake: an interval of 95% misses one time in "
                     "twenty, so that of {n:count} such intervals at least one misses in {chance:rate} of shops. Act on what several weeks say, not on one interval.",
                     "表里 {n:count} 个区间有 {m:count} 个没有盖住真值：{names_zh}。这不一定是算错：95% 的区间每二十个就有一个会落空，"
                     "{n:count} 个区间里至少落空一个，这样的事 {chance:rate} 的店都会碰上。别凭一个区间下决定，多看几周。")
    else:
        tail = Label(" All {n:count} intervals in the table hold the true conversion. In {chance:rate} of shops at least one of so many would miss: an interval of 95% is wrong one time in twenty.",
                     "表里 {n:count} 个区间都盖住了真值。但 95% 的区间每二十个就有一个会落空：换一家店，{n:count} 个里至少落空一个的可能有 {chance:rate}。")
    tail = tail.fill(m=len(missed), names=", ".join(name.en for name in missed), names_zh="、".join(name.zh for name in missed),
                     n=len(held), chance=1 - LEVEL ** len(held))
    return Label(whole.en + tail.en, whole.zh + tail.zh)


def truth_table(truth, table) -> pd.DataFrame:
    """Conversion and value per visitor of each source: as planted, and as measured."""
    told, rows = truth.lessons["04"], table.set_index("source")
    heads = [Label("Source", "来源"), Label("Conversion, true", "转化率（真值）"), Label("measured", "量出的"), Label("True value within the interval", "真值在区间内")]
    found = [(name_of(s), f"{c:.2%}", f"{rows.loc[s, 'pay_conversion']:.2%}", bool(rows.loc[s, "conversion_low"] <= c <= rows.loc[s, "conversion_high"])) for s, c in told["conversion"].items() if s in rows.index]
    return pd.DataFrame(found, columns=[str(h) for h in heads])


SENTENCES = {
    "rows": _say_rows, "adding": _say_adding, "rate": _say_rate, "gap": _say_gap, "sources_title": _sources_title, "page": _say_page, "mix": _say_mix, "mix_title": _mix_title,
    "curve": _say_curve, "curve_title": _curve_title, "best": _say_best, "roas": _say_roas, "waiting": _say_waiting, "claims": _say_claims, "halo": _say_halo, "credit": _say_credit,
    "credit_title": _credit_title, "events": _say_events, "rank": _say_rank, "basket": _say_basket, "segment": _say_segment, "guess": _say_guess, "truth": _say_truth,
}
