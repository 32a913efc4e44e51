"""Lesson 03 in sentences, how sure a number is: daily totals, peers, items, changes, lists and the pre-sale."""

from __future__ import annotations

from shopkit.labels import Label

# under so many people the lesson compares no item with another
FEW = 30


def _say_chain(chain):
    counts, rates = (chain.set_index("chain_step")[c] for c in ("chain_count", "chain_rate"))
    if "buyers" not in counts or not counts.get("visitors", 0):
        return Label("These files count visitors by day, but no buyers: how many of them pay stays open.", "这些文件按天统计了访客，却没有买家：多少人付款，无从知道。")
    parts = [Label("{visits:count} visitor-days, {buys:count} buyer-days: {share:rate}.",
                   "{visits:count} 个访客日，{buys:count} 个买家日：{share:rate}。").fill(visits=counts["visitors"], buys=counts["buyers"], share=counts["buyers"] / counts["visitors"])]
    if "cart_adders" in counts:
        parts.append(Label("Of the visitors {cart:rate} fill a cart.", "访客里有 {cart:rate} 加购。").fill(cart=counts["cart_adders"] / counts["visitors"]))
    if "clicks" in counts and rates.get("visitors", 0) > 1:
        parts.append(Label("There are more visitors than clicks: some come without clicking anything, by a bookmark or a link.", "访客比点击还多：有人不经点击就来，例如从收藏夹或链接进来。"))
    parts.append(Label("Nobody followed a person here: whether the buyers are among the cart adders, and how long they took, these totals do not know.",
                       "这里没有跟着人走：买家是不是那些加购的人、用了多久，这些总数都不知道。"))
    return Label(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def _peer_ends(table):
    known = table[table["peer_average_conversion"].notna()]
    return (None, None) if known.empty else (known.iloc[0], known.iloc[-1])


def _say_peers(table):
    first, last = _peer_ends(table)
    if first is None:
        return Label("These files do not say what shops of your tier reach.", "这些文件没有同行同层的转化率。")
    head = Label("In {month} the shop's conversion lies between {low:rate} and {high:rate}; the average of its tier is {peer:rate}: ",
                 "{month} 本店的真实转化率在 {low:rate} 到 {high:rate} 之间，同层平均是 {peer:rate}：").fill(month=last.iloc[0], low=last["conversion_low"], high=last["conversion_high"], peer=last["peer_average_conversion"])
    verdict = {"above": Label("above it, more surely than luck allows.", "高于平均，不像碰巧。"), "below": Label("below it, more surely than luck allows.", "低于平均，不像碰巧。"),
               "open": Label("too close to say above or below.", "太接近，说不准是高是低。")}[last["against_average"]]
    jumps = table.loc[table["tier_changed"].astype(bool), table.columns[0]].tolist()
    tail = Label("", "")
    if jumps:
        tail = Label(
            " The benchmark jumped in {months}: it was {was:rate} at first. A whole group of shops does not get better in one night: most likely your sales put you into another tier, "
            "and you are measured by other shops now. Your own conversion went from {own:rate} to {now:rate}.",
            "同层平均在 {months} 跳了一级：起初是 {was:rate}。一大批店不会一夜之间一起变好：多半是你的销售额变了，换了层，现在拿来比的是另一批店。你自己的转化率是从 {own:rate} 到 {now:rate}。", ).fill(months=", ".join(jumps), was=first["peer_average_conversion"], own=first["pay_conversion"], now=last["pay_conversion"])
    return Label(head.en + verdict.en + tail.en, head.zh + verdict.zh + tail.zh)


def _peers_title(table):
    first, last = _peer_ends(table)
    if first is None:
        return Label("Pay conversion by month", "各月支付转化率")
    if table["tier_changed"].any():
        return Label("Own conversion {own:rate} → {now:rate}; the benchmark {was:rate} → {peer:rate}: other shops",
                     "本店 {own:rate} → {now:rate}，同层平均 {was:rate} → {peer:rate}：比的是另一批店").fill(
        own=first["pay_conversion"], now=last["pay_conversion"], was=first["peer_average_conversion"], peer=last["peer_average_conversion"])
    return Label("Last month {now:rate}, the average of the tier {peer:rate}", "最近一月 {now:rate}，同层平均 {peer:rate}").fill(now=last["pay_conversion"], peer=last["peer_average_conversion"])


def _say_landings(table):
    people, plain = table.attrs["people"], table["landing_conversion"].mean()
    told = Label(
        "{seen:count} lookers, added over the items, but only {people:count} people: {twice:count} more, because one person looks at several items. "
        "So each person stands under the item they saw first. Then share × conversion, added, gives {whole:rate}: exactly the shop.",
        "把各商品的访客加起来是 {seen:count}，可人只有 {people:count} 个：多出 {twice:count}，因为一个人会看好几个商品。所以每个人只算在他最先看的那个商品上。这样，占比 × 转化率逐个相加就是 {whole:rate}，和全店一丝不差。",
    ).fill(seen=people + table.attrs["overlap"], people=people, twice=table.attrs["overlap"], whole=table.attrs["conversion"])
    # where as many landed on each item, the plain average happens to be right: then it is no example
    if abs(plain - table.attrs["conversion"]) < 0.0005:
        return told
    wrong = Label(" The plain average of the items' conversions says {plain:rate}, because an item that nobody visits weighs as much as the one that everybody sees.",
                  "直接把各商品的转化率平均，得到的是 {plain:rate}：没人看的商品和人人都看的商品一样重，当然不对。").fill(plain=plain)
    return Label(told.en + wrong.en, told.zh + wrong.zh)


def _say_overlap(items, days):
    visits, buys, shop, bought = (int(v) for v in (items["visitors"].sum(), items["buyers"].sum(), days["visitors"].sum(), days["buyers"].sum()))
    sums = items.groupby("product_id")[["buyers", "visitors"]].sum().astype(float)
    return Label("Added over the items: {visits:count} visitor-days and {buys:count} buyer-days; of the whole shop: {shop:count} and {bought:count}. That is {by:number} items a visitor. The items' conversions average to {mean:rate}, the shop's is {own:rate}.",
                 "按商品相加：{visits:count} 个访客日、{buys:count} 个买家日；全店：{shop:count} 和 {bought:count}。等于每个访客看了 {by:number} 个商品。各商品转化率的平均是 {mean:rate}，全店是 {own:rate}。").fill(
        visits=visits, buys=buys, shop=shop, bought=bought, by=round(visits / shop, 2) if shop else float("nan"), own=bought / shop if shop else float("nan"), mean=float((sums["buyers"] / sums["visitors"].where(sums["visitors"] > 0)).mean()))


def _landings_title(table):
    if table.empty or not table["landed_visitors"].iloc[0]:
        return Label("Items", "商品")
    if table["landed_visitors"].iloc[0] < FEW:
        return Label("So few land on any one item that they cannot be told apart; the shop sells to {whole:rate}",
                     "落在每个商品上的人太少，分不出高低；全店转化率 {whole:rate}").fill(whole=table.attrs["conversion"])
    return Label("{share:rate} land on one item that sells to {own:rate}; the shop sells to {whole:rate}",
                 "{share:rate} 的访客落在同一个商品上，转化率 {own:rate}；全店 {whole:rate}").fill(share=table["landing_share"].iloc[0], own=table["landing_conversion"].iloc[0], whole=table.attrs["conversion"])


def _say_weeks(weeks):
    if weeks.empty:
        return Label("There are no two weeks with enough visitors to compare.", "没有访客足够的两周可比。")
    sure, up = weeks[weeks["beyond_chance"].astype(bool)], int((weeks["rate_change"] > 0).sum())
    head = Label("{all:count} times an item's week was put beside the week before: {up:count} times it was better, {down:count} times worse. More than chance: {sure:count}.",
                 "把每个商品的每一周和前一周比，共 {all:count} 次：{up:count} 次变好，{down:count} 次变差。不像碰巧的：{sure:count} 次。").fill(all=len(weeks), up=up, down=int((weeks["rate_change"] < 0).sum()), sure=len(sure))
    tail = Label(" The rest is noise: who praises or scolds for it praises and scolds luck.", "其余都是波动：为它表扬或批评谁，都是在表扬和批评运气。")
    return Label(head.en + tail.en, head.zh + tail.zh)


def _say_young(told):
    if told is None:
        return Label("No item has enough visitors for this.", "没有哪个商品的访客够做这件事。")
    where = Label("inside", "之内") if told["all_low"] <= told["shop"] <= told["all_high"] else Label("outside", "之外")
    return Label(
        "“{name}” is the newest. Its first {n:count} visitors brought {few:count} buyers: the true conversion may be anything from {low:rate} to {high:rate}. "
        "At the shop's {shop:rate}, {luck:rate} of good items have no buyer among their first {enough:count} visitors. After {all:count} visitors it has {buys:count} buyers, {low2:rate} to {high2:rate}: the shop's rate lies {where} that interval.",
        "“{name}”最新。头 {n:count} 个访客里有 {few:count} 个买家：真实转化率可能在 {low:rate} 到 {high:rate} 之间。"
        "按全店的 {shop:rate} 算，好端端的商品也有 {luck:rate} 的可能，头 {enough:count} 个访客一个都没买。等到 {all:count} 个访客、{buys:count} 个买家，区间是 {low2:rate} 到 {high2:rate}：全店的转化率落在区间{where_zh}。",
    ).fill(name=told["name"], n=told["early_visitors"], few=told["early_buyers"], low=told["early_low"], high=told["early_high"], shop=told["shop"], luck=told["none_by_luck"], enough=told["enough"], all=told["all_visitors"], buys=told["all_buyers"], low2=told["all_low"], high2=told["all_high"], where=where.en, where_zh=where.zh)


def _say_effects(table):
    if table.empty:
        return Label("No change has enough days before and after it.", "没有哪次改动前后的天数够用。")
    sure = table[table["beyond_chance"].astype(bool)]
    head = Label("Of {all:count} changes {sure:count} did more than chance explains.", "{all:count} 次改动里，有 {sure:count} 次的效果不像碰巧。").fill(all=len(table), sure=len(sure))
    if sure.empty:
        return head
    best = sure.loc[sure[["effect_low", "effect_high"]].abs().min(axis=1).idxmax()]  # whose interval lies farthest from nothing
    tail = Label(" The clearest: “{note}” on {day:date}. Before and after alone say {alone:rate}; the other items did {others:rate} in the same weeks; left for the change itself: {effect:rate}, and it may be anything from {low:rate} to {high:rate}.",
                 "最清楚的是 {day:date} 的“{note}”：只看前后是 {alone:rate}，同期其他商品是 {others:rate}，扣掉之后剩下 {effect:rate}，区间 {low:rate} 到 {high:rate}。").fill(note=str(best["note"]), day=best["changed_on"], alone=best["change_alone"], others=best["change_others"], effect=best["change_effect"], low=best["effect_low"], high=best["effect_high"])
    return Label(head.en + tail.en, head.zh + tail.zh)


def _effects_title(table):
    return Label("{sure:count} of {all:count} changes did more than chance explains", "{all:count} 次改动里只有 {sure:count} 次不像碰巧").fill(sure=int(table["beyond_chance"].sum()), all=len(table))


def _say_creatives(table, needed):
    gap = table.attrs.get("difference")
    if gap is None:
        return Label("A comparison takes two pictures.", "要有两张图才能比。")
    sure = gap["low"] > 0 or gap["high"] < 0
    end = Label("Luck does not explain that: keep the better one.", "不像碰巧：留下更好的那张。") if sure else Label(
        f"Nothing and a good gain both fit. To tell a true difference of this size one would need about {needed:,} people for each picture." if needed else "Nothing at all fits too.", f"没有差别说得通，有不小的好处也说得通。真有这么大的差别，每张图大约要 {needed:,} 人才看得出来。" if needed else "没有差别也说得通。")
    head = Label("“{a}” was clicked by {x:rate} of the people who saw it, “{b}” by {y:rate}. The difference may be anything from {low:rate} to {high:rate} (points). ",
                 "看到“{a}”的人有 {x:rate} 点了，看到“{b}”的人有 {y:rate} 点了。两者之差在 {low:rate} 到 {high:rate}（百分点）之间。").fill(a=table["creative"].iloc[0], x=table["click_share"].iloc[0], b=table["creative"].iloc[1], y=table["click_share"].iloc[1], low=gap["low"], high=gap["high"])
    return Label(head.en + end.en, head.zh + end.zh)


def _say_moves(table):
    against = table.attrs["against"]
    if not against:
        return Label("Nothing here goes surely against what is said of it. That it goes along does not make it the cause.", "这里没有哪一样明显和老话相反。一起变，也还不等于是原因。")
    en, zh = ", ".join(w.en.lower() for w in against), "、".join(w.zh for w in against)
    return Label(f"Surely the other way round than it is said: {en}. Received wisdom fails on this table, and the table cannot answer the question either. One reason may be: what is advertised sells and is reviewed most, and gets the coldest visitors.", f"明显和老话相反的：{zh}。老话在这张表上不灵，这张表也回答不了那个问题。一个可能的原因：打广告的商品卖得多、评价多，来的访客却最冷。")


def _say_segment(segment):
    left = segment.attrs
    return Label("{people:count} customers stand on this list; {out:count} more opted out of messages and are left out. It is to be deleted on {end}.",
                 "名单上有 {people:count} 位顾客；另有 {out:count} 位退订过消息，没有列入。这份名单要在 {end} 删除。").fill(people=len(segment), out=left["opted_out"], end=f"{segment['delete_on'].iloc[0]:%Y-%m-%d}" if len(segment) else "—")


def _say_presale(sales):
    if sales.empty:
        return Label("These orders hold no pre-sale.", "这些订单里没有预售。")
    sale = sales.iloc[0]
    return Label(
        "The daily figure says {none:rate} in the deposit days and {record:rate} on the balance day: both wrong. {deposits:count} people paid a deposit on {visits:count} visitor-days ({first:rate}), "
        "{paid:count} of them the balance ({rate:rate}, somewhere from {low:rate} to {high:rate}): together {whole:rate}.",
        "按天看，定金期是 {none:rate}，付尾款日是 {record:rate}，两个都不对。{visits:count} 个访客日里有 {deposits:count} 人付了定金（{first:rate}），其中 {paid:count} 人付了尾款（{rate:rate}，区间 {low:rate} 到 {high:rate}）：合起来是 {whole:rate}。",
    ).fill(none=sale["naive_deposit_days"], record=sale["naive_balance_day"], deposits=sale["deposit_buyers"], visits=sale["visitor_days"], first=sale["deposit_conversion"], paid=sale["balance_buyers"], rate=sale["balance_payment_rate"], low=sale["conversion_low"], high=sale["conversion_high"], whole=sale["presale_conversion"])


def _presale_title(sales):
    sale = sales.iloc[0]
    return Label("Not {none:rate}, not {record:rate}: the pre-sale sold to {whole:rate} of its visitors",
                 "不是 {none:rate}，也不是 {record:rate}：预售的转化率是 {whole:rate}").fill(none=sale["naive_deposit_days"], record=sale["naive_balance_day"], whole=sale["presale_conversion"])


SENTENCES = {
    "chain": _say_chain, "peers": _say_peers, "peers_title": _peers_title, "landings": _say_landings, "landings_title": _landings_title,
    "weeks": _say_weeks, "young": _say_young, "effects": _say_effects, "effects_title": _effects_title, "creatives": _say_creatives,
    "moves": _say_moves, "overlap": _say_overlap, "segment": _say_segment, "presale": _say_presale, "presale_title": _presale_title,
}
