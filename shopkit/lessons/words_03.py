"""Lesson 03 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.lessons.words_03_sure import SENTENCES as SURE
from shopkit.metrics import describe
from shopkit.metrics.funnel import PAY_CONVERSION
from shopkit.metrics.leaks import widest_gap
from shopkit.schema import DEVICES, STEPS

# what people do at the last step that a log knows: not every platform's log tells of payments
_DO = {"pay": Label("pay", "付款"), "order": Label("place an order", "下单"), "cart": Label("fill the cart", "加购")}
_DID = {"pay": Label("paid", "付款"), "order": Label("placed an order", "下单"), "cart": Label("filled the cart", "加购")}


def _last(words, table) -> dict[str, str]:
    word = words.get(table["step"].iloc[-1], STEPS[table["step"].iloc[-1]])
    return {"do": word.en, "do_zh": word.zh}


def step_name(step: str) -> Label:
    """A step in words; of a stage with several steps all of them."""
    names = [STEPS.get(part, Label(part, part)) for part in step.split(" / ")]
    return Label(" / ".join(n.en for n in names), " / ".join(n.zh for n in names))


def _way(row) -> dict[str, str]:
    """A transition in words: people are lost between two steps, not in one."""
    a, b = step_name(row["from_step"]), step_name(row["step"])
    return {"way": f"{a.en} → {b.en}", "way_zh": f"{a.zh} → {b.zh}"}


# what to do first where people are lost on the way to a step: the doubt there, and what helps
_FIRST = {
    "cart": Label("read its page as a stranger would, beside the page of an item that does well; the first screen must say what it is for",
                  "像陌生人一样把它的页面读一遍，和卖得好的商品页并排看；第一屏就要让人明白它有什么用"),
    "order": Label("put something into the cart yourself and look for what is in the way: postage, delivery date, returns",
                   "自己加一次购，看看是什么拦住了人：运费、发货时间、退换货"),
    "pay": Label("place an order there yourself and try to pay; then remind those who have not paid",
                 "自己在那里下一单，付一次款试试；再提醒下了单没付款的人"), }


def _say_log(events):
    return Label("The log has {rows:count} events of {people:count} people, from {first:date} to {last:date}.",
                 "这份日志有 {people:count} 人的 {rows:count} 条事件，从 {first:date} 到 {last:date}。").fill(rows=len(events), people=events["visitor_id"].nunique(), first=events["at"].min(), last=events["at"].max())


def _say_careless(per_step):
    last, first = per_step.iloc[-1], per_step.iloc[0]
    return Label(
        "Divide the last by the first and you get {share:rate}. It looks like a conversion. It is not: nobody checked that the {last:count} who paid are among the {first:count} who looked, or how long they took.",
        "最后一步除以第一步，得到 {share:rate}。看着像转化率，其实不是：没人核对过付款的 {last:count} 人是不是那 {first:count} 个浏览的人，也没管他们用了多久。", ).fill(share=last / first, last=last, first=first)


def _say_ways(ways):
    counts = ways.iloc[:, 1]
    highest, first, exact = counts.iloc[0], counts.iloc[3], counts.iloc[4]
    return Label(
        "One log, and the number of payers runs from {low:count} to {high:count}. The careless highest is {over:rate} above the exact count; counting from the first look only falls {under:rate} short of it.",
        "同一份日志，买家数从 {low:count} 到 {high:count} 不等。最粗的数法比准确值高出 {over:rate}；只从第一次浏览起算则少了 {under:rate}。", ).fill(low=counts.min(), high=counts.max(), over=highest / exact - 1, under=1 - first / exact)


def _say_funnel(table):
    worst = table.loc[table["step_conversion"].idxmin()]
    before = table["step"].shift()[worst.name]
    return Label(
        "Of {people:count} people who opened an item page, {buyers:count} {do} within 7 days: {share:rate}. Fewest pass from {way}: {passed:rate}.",
        "{people:count} 人打开过商品页，{buyers:count} 人在 7 天内{do_zh}，占 {share:rate}。通过比例最低的是“{way_zh}”：{passed:rate}。",
    ).fill(people=table["visitors"].iloc[0], buyers=table["visitors"].iloc[-1], share=table["overall_conversion"].iloc[-1], passed=worst["step_conversion"], **_way({"from_step": before, "step": worst["step"]}), **_last(_DID, table))


def _say_two_rates(table, shop):
    daily = PAY_CONVERSION.of(shop.shop_days)
    return Label(
        "The platform's way (buyers of each day ÷ visitors of each day, added first) gives {daily:rate}; the funnel gives {exact:rate}. Both are right, and they answer different questions: the first counts a person again on every day "
        "they come, so it divides by a larger number, and it never asks whether today's buyer looked today.",
        "按平台的口径（各天支付买家数、访客数先分别相加再相除）是 {daily:rate}；漏斗是 {exact:rate}。两个都没错，回答的问题不同：前者把同一个人在每一天都算一次，分母更大；它也不管今天付款的人是不是今天来看的。", ).fill(daily=daily, exact=table["overall_conversion"].iloc[-1])


_NOBODY = Label("What a leak is worth cannot be told here: nobody reaches the last step, or it is not known what a buyer spends.",
                "这里算不出一个漏点值多少钱：没有人走到最后一步，或者不知道一个买家花多少钱。")


def _tenth(people):
    """A tenth of them, whole where it is many: a tenth of four people is not nobody."""
    return round(people / 10, 0 if people >= 100 else 1)


def time_words(hours: float) -> Label:
    """A length of time in the unit in which people say it."""
    if hours != hours:
        return Label("—", "—")
    value, en, zh = (hours * 3600, "s", "秒") if hours < 1 / 60 else (hours * 60, "min", "分钟") if hours < 1 else (hours, "h", "小时")
    text = format(value, ".0f" if value >= 10 else ".1f")
    return Label(f"{text} {en}", f"{text} {zh}")


def _say_times(times):
    known = times[times["median_hours"].notna()]
    if known.empty:
        return Label("Nobody went on.", "没有人走下去。")
    slow = known.loc[known["upper_quartile_hours"].idxmax()]
    half, late = (time_words(slow[c]) for c in ("median_hours", "upper_quartile_hours"))
    words = _way(slow)
    return Label(f"The longest way is {words['way']}: half of those who go on do so within {half.en}, a quarter take more than {late.en}. A reminder before that disturbs people who are on their way.", f"最慢的是“{words['way_zh']}”：走下去的人里，一半在 {half.zh}内，四分之一要超过 {late.zh}。提醒发得太早，只会打扰本来就要买的人。")


def _say_leaks(lost):
    if not lost["extra_paid_amount"].max() > 0:
        return _NOBODY
    best, last = lost.loc[lost["extra_paid_amount"].idxmax()], lost.iloc[-1]
    if best["step"] == last["step"]:
        return Label(
            "One in ten won back between {way} would bring up to {money:money}, the most of all steps: {many:count} people, one step from the end.",
            "在“{way_zh}”之间挽回十分之一，最多能带来 {money:money}，各步里最多：{many:count} 个人，离终点只差一步。", ).fill(lost.attrs.get("currency"), **_way(best), money=best["extra_paid_amount"], many=_tenth(best["lost_visitors"]))
    return Label(
        "One in ten won back between {way} would bring up to {money:money}, the most of all. But that is {many:count} people to win "
        "back, and only {chance:rate} of them would go on to {do}. Between {last} it takes {few:count} people for {little:money}: {ease:number} times as much for each person you reach.",
        "在“{way_zh}”之间挽回十分之一，最多能带来 {money:money}，各步里最多。可那是要挽回 {many:count} 个人，其中只有 {chance:rate} 会走到{do_zh}。在“{last_zh}”之间只要挽回 {few:count} 个人，就有 {little:money}：摊到每个人头上，是前者的 {ease:number} 倍。",
    ).fill(lost.attrs.get("currency"), **_way(best), money=best["extra_paid_amount"], many=_tenth(best["lost_visitors"]), chance=best["pay_chance"], last=_way(last)["way"],
           last_zh=_way(last)["way_zh"], few=_tenth(last["lost_visitors"]), little=last["extra_paid_amount"], ease=last["pay_chance"] / best["pay_chance"], **_last(_DO, lost))


def _guessed(guess) -> str | None:
    """The step that was meant: by its key, or by its name in either language."""
    text = str(guess).strip().lower()
    return next((key for key, label in STEPS.items() if text in (key, label.en.lower(), label.zh)), None)


def _say_guess(guess, found):
    step = _guessed(guess)
    if step is None:
        return Label("You made no guess. Make one next time: a number surprises only those who expected another.",
                     "你没有猜。下次先猜再看：心里有过预期，看到数字才会吃惊。")
    if found.empty:
        return Label("You made a guess; the data show no group that does worse than chance explains.",
                     "你猜了一步；数据里没有哪一组比其他组差得不像碰巧。")
    way = _way(found.iloc[0])
    if step == found["step"].iloc[0]:
        return Label(f"You would have started with “{STEPS[step].en}”, and so does the list ({way['way']}). But it leaks in one place, not everywhere.", f"你想先从“{STEPS[step].zh}”下手，清单第一行也是（{way['way_zh']}）。不过它只漏在一处，不是到处都漏。")
    return Label(f"You would have started with “{STEPS[step].en}”; the list starts with {way['way']}. What made you expect the other?", f"你想先从“{STEPS[step].zh}”下手，清单第一行却是“{way['way_zh']}”。你当时为什么那样想？")


def _say_start(found):
    """What to do first: the first line of the list, and the first action there."""
    if found.empty:
        return Label("No group leaks more than chance explains. Do not mend one group; ask what would help everybody at the widest step.",
                     "没有哪一组漏得不像碰巧。不必专修某一组，想想在掉得最多的那一步，怎么对所有人都好一点。")
    first = found.iloc[0]
    where, act = first.iloc[0], _FIRST[first["step"]]
    return Label(
        "Start with “{where}”, {way}: {act}. Change one thing there, then measure.",
        "先做“{where_zh}”的“{way_zh}”：{act_zh}。一次只改一处，改完再量。", ).fill(where=getattr(where, "en", where), where_zh=getattr(where, "zh", where), act=act.en, act_zh=act.zh, **_way(first))


def group_name(by: str, value) -> Label:
    """A group's name in words: a source, a device, a kind of visitor, else as it stands."""
    declared = describe(by)
    return (declared.values if declared else {}).get(value, Label(str(value), str(value)))


def _say_gap(gap, by, currency):
    if gap[by].nunique() < 2:
        return Label("Too few visitors to compare: no two groups are large enough.", "人数太少，没法比较：够大的组不到两个。")
    worst = widest_gap(gap)
    if worst is None:
        return Label("No group does worse than chance explains. Do not search for a reason where there may be none.",
                     "没有哪一组比其他组差得不像碰巧。没有原因的地方，就别硬找原因。")
    group = group_name(by, worst[by])
    money = Label("", "")
    if worst["extra_paid_amount"] == worst["extra_paid_amount"]:
        money = Label(
            " About {buyers:count} of them would have gone all the way: at the shop's average spend up to {money:money} over the time of this log.",
            "其中约 {buyers:count} 人会走完全程，按全店客单价算，这份日志的时间里最多值 {money:money}。", ).fill(currency, money=worst["extra_paid_amount"], buyers=round(worst["extra_buyers"]))
    head = Label(
        "“{group}”, {way}: {own:rate} go on, of all others {others:rate}; chance does not explain that. At the others' rate {missing:count} more people would have gone on.",
        "“{group_zh}”的“{way_zh}”：往下走的有 {own:rate}，其他各组是 {others:rate}，差得不像碰巧。要是做到别人的水平，会多 {missing:count} 人走下去。", ).fill(group=group.en, group_zh=group.zh, own=worst["step_conversion"], others=worst["others_conversion"], missing=round(worst["missing_visitors"]), **_way(worst))
    return Label(head.en + money.en, head.zh + money.zh)


def _say_kinds(table):
    if table["visitor_kind"].nunique() < 2:
        return Label("In this log nobody came back on another day.", "这份日志里没有人隔天再来过。")
    pays = table[table["step_no"] == table["step_no"].max()].set_index("visitor_kind")["overall_conversion"]
    head = Label(
        "On a person's first day {new:rate} of those who look also {do} that same day, on later days {old:rate}.",
        "第一天来的人，当天就{do_zh}的占 {new:rate}；之后再来的日子是 {old:rate}。", ).fill(new=pays["new"], old=pays["returning"], **_last(_DO, table))
    tail = Label(" Somebody who fills the cart today and pays on Thursday counts on neither day, and the figures do not say why people come back: that calling them back makes buyers of them is for lesson 07 to test.",
                 "今天加购、周四才付款的人，哪天都不算；数字也没说人为什么回来：把人叫回来他就会买吗？第 07 课来检验。")
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_late(all_people, full):
    a, b = all_people["overall_conversion"].iloc[-1], full["overall_conversion"].iloc[-1]
    left_out = all_people["visitors"].iloc[0] - full["visitors"].iloc[0]
    if full["visitors"].iloc[0] == 0:
        return Label("With everybody: {everybody:rate}. But this log is so short that nobody's 7 days are over: judge none of them yet.",
                     "把所有人算进去：{everybody:rate}。可这份日志太短，还没有人过完自己的 7 天：谁都先别下判断。").fill(everybody=a)
    return Label(
        "With everybody: {everybody:rate}. With only those who have had their 7 days: {full:rate}. The {left:count} latecomers are not worse customers; their week is not over.",
        "把所有人算进去：{everybody:rate}。只算已经满 7 天的人：{full:rate}。后来的这 {left:count} 人并不是更差的客户，只是他们的 7 天还没过完。", ).fill(everybody=a, full=b, left=left_out)


def _say_optional(with_it, without_it):
    return Label(
        "Put the comparison in as a step and the buyers go from {without:count} to {with_:count}. Nobody bought less: those who never compared are simply no longer counted.",
        "把“比较”也放进漏斗，买家就从 {without:count} 变成 {with_:count}。没有人少买一件：只是没比较过的人不再被算进去。", ).fill(without=without_it["visitors"].iloc[-1], with_=with_it["visitors"].iloc[-1])


def _device_title(table):
    steps, name = table["step"].unique(), lambda row: DEVICES.get(row["device"], Label(row["device"], row["device"]))
    ends = table[(table["step"] == steps[-1]) & table["step_conversion"].notna()] if len(steps) else table
    if ends.empty:
        return Label("Nobody comes as far as the last step", "还没有人走到最后一步")
    worst = ends.loc[ends["step_conversion"].idxmin()]
    if list(steps[-2:]) == ["order", "pay"]:
        title = Label("On the {en}, only {share:rate} of orders placed are paid", "{zh}上，下单后只有 {share:rate} 的人付款")
    else:
        title = Label("Before “{step}” fewest pass on the {en}: {share:rate}", "“{step_zh}”这一步，{zh}上通过的最少：{share:rate}")
    step = STEPS[worst["step"]]
    return title.fill(en=name(worst).en.lower(), zh=name(worst).zh, share=worst["step_conversion"], step=step.en.lower(), step_zh=step.zh)


def _funnel_title(table):
    return Label("{share:rate} of those who open an item page {do} within 7 days", "打开商品页的人，{share:rate} 在 7 天内{do_zh}").fill(share=table["overall_conversion"].iloc[-1], **_last(_DO, table))


def _leaks_title(lost):
    if not lost["extra_paid_amount"].max() > 0:
        return _NOBODY
    way = _way(lost.loc[lost["extra_paid_amount"].idxmax()])
    return Label("Taken evenly, the step that fewest pass is worth most: {way}", "平均用力，总是通过的人最少的一步最值钱：{way_zh}").fill(**way)


def _source_title(table):
    first = table[table["step_no"] == 2].set_index("source")["step_conversion"].dropna()
    if first.empty:
        return Label("Sources", "来源")
    low, high = group_name("source", first.idxmin()), group_name("source", first.idxmax())
    return Label("Sources part at the first step: {low} {a:rate}, {high} {b:rate}",
                 "来源的差别主要在第一步：{low_zh} {a:rate}，{high_zh} {b:rate}").fill(low=low.en, high=high.en, low_zh=low.zh, high_zh=high.zh, a=first.min(), b=first.max())


SENTENCES = {
    "log": _say_log, "careless": _say_careless, "ways": _say_ways, "funnel": _say_funnel, "two_rates": _say_two_rates, "leaks": _say_leaks,
    "guess": _say_guess, "gap": _say_gap, "late": _say_late, "kinds": _say_kinds, "optional": _say_optional, "funnel_title": _funnel_title,
    "leaks_title": _leaks_title, "device_title": _device_title, "source_title": _source_title, "start": _say_start, "times": _say_times,
    **SURE,
}
