"""Lesson 00 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.metrics.funnel import PAY_CONVERSION


def _say_shop(shop):
    days = shop.shop_days
    return Label("This shop's days run from {first:date} to {last:date}: {days:count} of them.",
                 "这家店的日数据从 {first:date} 到 {last:date}，共 {days:count} 天。").fill(
        first=days["date"].min(), last=days["date"].max(), days=len(days))


_ONE_MONTH = Label("These tables hold one month only: there is nothing yet to compare it with.",
                   "这些数据只有一个月，还没有可比的月份。")


_PARTS_OF_MONTHS = Label("No month is full in these tables, and parts of months are not to be compared with each other.",
                         "这些数据里没有一个完整的月，残缺的月之间不能互相比较。")


def _change(table, column):
    """From the month before to the last; NaN where there was nothing before to compare with."""
    before = float(table[column].iloc[-2])
    return float(table[column].iloc[-1]) / before - 1 if before else float("nan")


def _moves(table):
    """The changes of the three factors, and the name of the one that moved most (None where none can be compared)."""
    moves = {name: _change(table, name) for name in ("visitor_days", "pay_conversion", "spend_per_buyer")}
    known = [name for name, change in moves.items() if change == change]
    return moves, max(known, key=lambda name: abs(moves[name])) if known else None


def _not_comparable(table) -> Label | None:
    if len(table) < 2:
        return _ONE_MONTH
    # an incomplete month carries a remark after its name
    return _PARTS_OF_MONTHS if len(table["month"].iloc[-1]) > len("2026-10") else None


def _say_orders(table, currency):
    last = table.iloc[-1]
    return Label(
        "In {month}: {orders:count} paid orders × {spend:money} per order = {paid:money}.",
        "{month}：{orders:count} 笔支付订单 × 笔单价 {spend:money} = {paid:money}。",
    ).fill(currency, month=last["month"], orders=last["paid_orders"], spend=last["spend_per_order"], paid=last["paid_amount"])


def _say_product(table, currency):
    last = table.iloc[-1]
    return Label(
        "In {month}: {visitors:count} visitor-days × {conversion:rate} × {spend:money} = {paid:money}. Before rounding "
        "the two sides are equal, by the definitions of the three.",
        "{month}：{visitors:count} 访客日 × {conversion:rate} × {spend:money} = {paid:money}。四舍五入之前两边分毫不差，因为三个数就是这样定义的。",
    ).fill(currency, month=last["month"], visitors=last["visitor_days"], conversion=last["pay_conversion"],
           spend=last["spend_per_buyer"], paid=last["paid_amount"])


def _say_moved(table):
    if _not_comparable(table):
        return _not_comparable(table)
    moves, most = _moves(table)
    words = {"visitor_days": Label("visitors", "访客数"), "pay_conversion": Label("conversion", "转化率"),
             "spend_per_buyer": Label("spend per buyer", "客单价")}
    changes = Label(
        "From {before} to {after} the paid amount changed by {paid:rate}: visitors {visitors:rate}, conversion {conversion:rate}, "
        "spend per buyer {spend:rate}.",
        "从 {before} 到 {after}，支付金额变化 {paid:rate}：访客数 {visitors:rate}，转化率 {conversion:rate}，客单价 {spend:rate}。",
    ).fill(before=table["month"].iloc[-2], after=table["month"].iloc[-1], paid=_change(table, "paid_amount"),
           visitors=moves["visitor_days"], conversion=moves["pay_conversion"], spend=moves["spend_per_buyer"])
    if most is None:
        return changes
    return Label(f"{changes.en} What moved most was {words[most].en}; start looking there.",
                 f"{changes.zh}动得最多的是{words[most].zh}，先从它查起。")


def _say_campaigns(table, days):
    """The comparison once more without campaign days: they are often the whole reason."""
    months = list(table["month"].iloc[-2:])
    counts = [int(days.loc[days["month"] == m, "campaign"].notna().sum()) if "campaign" in days else 0 for m in months]
    if _not_comparable(table) or not any(counts):
        return Label("No campaign day is named in these months.", "这几个月没有标出活动日。")
    plain = [PAY_CONVERSION.of(days[(days["month"] == m) & days["campaign"].isna()]) for m in months]
    return Label(
        "Part of that may be the campaign: {a} had {na:count} such days, {b} {nb:count}. Without them conversion went from {pa:rate} to {pb:rate}. A month "
        "with a campaign is no fair yardstick for one without.",
        "其中一部分可能是活动的缘故：{a} 有 {na:count} 天活动，{b} 有 {nb:count} 天。去掉活动日，转化率是从 {pa:rate} 到 {pb:rate}。拿有活动的月份去比没有活动的月份，不公平。",
    ).fill(a=months[0], b=months[1], na=counts[0], nb=counts[1], pa=plain[0], pb=plain[1])


_FACTORS = {"visitor_days": ("visitors", "访客数"), "pay_conversion": ("conversion", "转化率"), "spend_per_buyer": ("spend", "客单价")}


def _say_guess(guess, table):
    if _not_comparable(table):
        return _not_comparable(table)
    moved = _moves(table)[1]
    meant = next((name for name, words in _FACTORS.items() if str(guess).strip().lower() in words), None)
    if meant is None:
        return Label("You made no guess. Make one next time: a number surprises only those who expected another.",
                     "你没有猜。下次先猜再看：心里有过预期，看到数字才会吃惊。")
    if meant == moved:
        return Label("You guessed it.", "你猜对了。")
    return Label(f"You guessed {_FACTORS[meant][0]}; it was {_FACTORS[moved][0]}. What made you expect the other?",
                 f"你猜的是{_FACTORS[meant][1]}，实际是{_FACTORS[moved][1]}。当时为什么那样想？")


def _say_buyers(table, people):
    """Buyers do not add up either: buyer-days of the last month against the different people among them."""
    last = table.iloc[-1]
    if "buyer_days" not in table:
        return Label("In {month} {people:count} different people bought; buyers of each day these tables do not know.",
                     "{month} 有 {people:count} 个不同的人买过；每天的买家数，这些数据里没有。").fill(month=last["month"], people=people)
    return Label("The same holds for buyers: the {days:count} buyer-days of {month} were {people:count} different people.",
                 "买家也一样：{month} 的 {days:count} 个买家日，其实是 {people:count} 个不同的人。").fill(
        month=last["month"], days=last["buyer_days"], people=people)


def _say_answer(table, lines, currency):
    """The owner's question, answered in three sentences."""
    last, money = table.iloc[-1], lines.set_index("line")["line_amount"]
    return Label(
        "“In {month} {paid:money} was paid: {visitors:count} visitor-days, of which {conversion:rate} bought, {spend:money} each. "
        "After everything {net:money} is left. First thing this morning I look at what moved most, and leave campaign days out when I compare.”",
        "“{month} 支付 {paid:money}：{visitors:count} 个访客日，{conversion:rate} 成交，每个买家 {spend:money}。全部扣完，剩 {net:money}。"
        "今天早上第一件事，是查动得最多的那个数；比的时候，先把活动日拿掉。”",
    ).fill(currency, month=last["month"], paid=last["paid_amount"], visitors=last["visitor_days"], conversion=last["pay_conversion"],
           spend=last["spend_per_buyer"], net=money["net"])


def _say_margins(table, month, currency):
    lines = table.set_index("line")
    return Label(
        "In {month}, of {paid:money} paid, {gross:money} was left after refunds and goods ({gross_rate:rate} of what stayed paid), {contribution:money} "
        "after everything that grows with orders ({contribution_rate:rate}), and {net:money} after rent and labour "
        "({net_rate:rate}). Three margins; say which one you mean.",
        "{month} 支付 {paid:money}：扣掉退款和商品成本剩 {gross:money}（占净支付 {gross_rate:rate}），再扣一切随订单增加的费用剩 {contribution:money}"
        "（{contribution_rate:rate}），再扣房租、人工剩 {net:money}（{net_rate:rate}）。三个利润率，说的时候要讲清是哪一个。",
    ).fill(currency, month=month, paid=lines["line_amount"]["paid_amount"], gross=lines["line_amount"]["gross"],
           gross_rate=lines["share"]["gross"], contribution=lines["line_amount"]["contribution"],
           contribution_rate=lines["share"]["contribution"], net=lines["line_amount"]["net"], net_rate=lines["share"]["net"])


def _margins_title(table, currency):
    lines = table.set_index("line")["line_amount"]
    return Label("Of {paid:money} paid, {net:money} is profit", "支付 {paid:money}，净利润 {net:money}").fill(
        currency, paid=lines["paid_amount"], net=lines["net"])


def _say_earns(table, currency):
    lines = table.set_index("line")["line_amount"]
    hundred = 100 / lines["paid_amount"]
    return Label(
        "Of every {hundred:money} paid here: {back:money} went back to customers, {goods:money} to suppliers, {platform:money} to "
        "the platform (fees and advertising), {ship:money} to carriers and for gifts, {fixed:money} to rent, labour, packing and the like, and "
        "{net:money} stayed. A marketplace lives on the third sum, a direct seller on the last: that is why they look at different numbers.",
        "每支付 {hundred:money}：{back:money} 退给了顾客，{goods:money} 给供应商，{platform:money} 给平台（扣费和推广），{ship:money} 付快递和赠品，"
        "{fixed:money} 付房租、人工、包材等，剩下 {net:money}。平台靠第三项活，直营卖家靠最后一项活，所以他们盯的数不一样。",
    ).fill(currency, hundred=100, back=-lines["refunds"] * hundred, goods=-lines["goods"] * hundred,
           platform=-(lines["fees"] + lines["advertising"]) * hundred, ship=-(lines["shipping"] + lines["gifts"]) * hundred,
           fixed=-(lines["fixed"] + lines["variable"]) * hundred, net=lines["net"] * hundred)


_NO_TWO_WEEKS = Label("These tables are too short: it takes two weeks with visitors to compare one with the next.",
                      "数据太短：要有两周的访客，才能拿后一周和前一周比。")


def _say_nothing(table):
    if table.empty:
        return _NO_TWO_WEEKS
    better = (table["difference"] > 0).mean()
    return Label(
        "{days:count} days on which a “change” could have been made. After {better:rate} of them the next week was better than the "
        "week before, whether anybody had done anything or not.",
        "可以“改点什么”的日子有 {days:count} 天。其中 {better:rate} 的日子，后一周都比前一周好，不管有没有人动过什么。",
    ).fill(days=len(table), better=better)


def _nothing_title(table):
    if table.empty:
        return _NO_TWO_WEEKS
    return Label("“It works!” on {share:rate} of days, whatever you did", "不管做没做，{share:rate} 的日子都像是“有效果”").fill(
        share=(table["difference"] > 0).mean())


def _say_visitors(table):
    counts = table.iloc[:, 1]
    return Label(
        "{people:count} people came. Add the days and they seem {days:count}, add the sources too and they seem {sources:count}. "
        "Daily rows can never give you the first figure back.",
        "来了 {people:count} 个人。按天相加变成 {days:count}，再按来源相加变成 {sources:count}。日报永远加不回第一个数。",
    ).fill(people=counts.iloc[0], days=counts.iloc[1], sources=counts.iloc[2])


def _say_add_first(days):
    # a day on which nobody came has no rate
    came = days[days["visitors"] > 0].astype({"buyers": float, "visitors": float})
    mean = (came["buyers"] / came["visitors"]).mean()
    ratio = PAY_CONVERSION.of(days)
    return Label("Mean of the daily rates: {mean:rate}. Buyers added ÷ visitors added: {ratio:rate}. {ratio:rate} is the month's "
                 "conversion: in it every visitor weighs the same.",
                 "每天转化率的平均：{mean:rate}。买家相加 ÷ 访客相加：{ratio:rate}。{ratio:rate} 才是这个月的转化率：每个访客只占一份。").fill(
        mean=mean, ratio=ratio)


def _say_cuts(table, rate):
    ten = table["more_units"].iloc[1]
    more = {"more": ten.en, "more_zh": ten.zh} if isinstance(ten, Label) else {}
    if more:
        return Label("With {rate:rate} left of each sale, a cut of 10% can never be won back by selling more.",
                     "每笔只剩 {rate:rate}，降价 10% 卖再多也补不回来。").fill(rate=rate)
    return Label("With {rate:rate} left of each sale before the cut, 10% off needs {more:rate} more items sold to end where you began.",
                 "降价前每笔剩 {rate:rate}；降 10%，要多卖 {more:rate} 才回到原点。").fill(rate=rate, more=ten)


def _say_new(table):
    if table.empty:
        return Label("No paid order of these months names its customer.", "这几个月的支付订单都没有写明客户。")
    if len(table) == 1:
        return Label("Share of the paid amount from customers who had bought before: {share:rate} in {month}.",
                     "老买家（之前买过）贡献的支付金额占比：{month} 是 {share:rate}。").fill(
            share=table["later_share"].iloc[0], month=table["month"].iloc[0])
    return Label("Share of the paid amount from customers who had bought before: {first:rate} in {a}, {last:rate} in {b}. "
                 "(Who bought before these tables begin counts as new, so the early months look newer than they are.)",
                 "老买家（之前买过）贡献的支付金额占比：{a} 是 {first:rate}，{b} 是 {last:rate}。（数据开始之前就买过的人也算成新买家，所以前几个月看着偏“新”。）").fill(
        first=table["later_share"].iloc[0], a=table["month"].iloc[0], last=table["later_share"].iloc[-1], b=table["month"].iloc[-1])


SENTENCES = {
    "shop": _say_shop, "orders": _say_orders, "product": _say_product, "moved": _say_moved, "guess": _say_guess,
    "margins": _say_margins, "margins_title": _margins_title, "earns": _say_earns, "nothing": _say_nothing,
    "nothing_title": _nothing_title, "visitors": _say_visitors, "add_first": _say_add_first, "cuts": _say_cuts,
    "new": _say_new, "campaigns": _say_campaigns, "buyers": _say_buyers, "answer": _say_answer,
}
