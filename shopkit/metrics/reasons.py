"""Why buyers say they bought: reviews sorted by a small table of words, and how well you know them before you open."""

from __future__ import annotations

import re

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit import engine
from shopkit.labels import LANGUAGES, Label, UserError
from shopkit.schema import Column

REASONS = {
    "price": Label("Price", "价格"),
    "quality": Label("Quality", "质量"),
    "looks": Label("Looks", "外观"),
    "speed": Label("Quick delivery", "到货快"),
    "service": Label("Service", "服务"),
    "gift": Label("Good as a gift", "适合送礼"),
    "safety": Label("Safe to use", "用着安全"),
    "noise": Label("Quiet", "安静"),
}
NONE = "none"
# words that tell a reason: whole words in English (a * stands for any ending), pieces of words in Chinese. Few and general, so
# that they fit other goods as well; a review without any of them counts as naming no reason
WORDS = {
    "price": ("price* cheap* cost costs expensive overpriced coupon* discount* deal bargain money sale",
              "便宜 (?<!评)价(?!格单) 优惠 打折 券 划算 贵 省钱 省了 不值"),
    "quality": ("quality workmanship durable sturdy lasts lasted solid broke broken break cracked loose tight peeling fray* stopped accurate steady thin years month months measured worked works",
                "质量 做工 耐用 结实 扎实 厚实 薄 坏 裂 松 掉了 掉皮 刮 磨 很稳 稳定 紧 准 音质 年了 个月 用了.?年 半年 虚标 不行了 罢工 新的一样"),
    "looks": ("look looks looking pretty prettiest cute beautiful ugly color colour white style matches goes_with design shape slim small shiny",
              "颜值 好看 难看 漂亮 颜色 外观 造型 样子 搭 可爱 丑 风格 白色 色的 色很 (?<!特)色系? 看着 小巧 线条 突兀 塑料"),
    "speed": ("fast quick* delivery shipped ship arrived came_fast overnight waiting wait late days_later soonest next_day same_day hours hour tomorrow morning missed trip",
              "发货 物流 快递 到得快 第二天 隔天 当天 当晚 急用 赶上 赶在 等了 等不及 干等 等灯 现货 就到 送来 没到 到了 才发 几天 早到"),
    "service": ("service rep told asked answer* explained reply warranty refund* swapped seller agent nobody_could reminded sent_me sent_a fault",
                "客服 售后 回复 都有人回 就回 才回 补发 补寄 换新 免费 保修 退款 给退 提醒 态度 耐心 问 踢皮球 说得 讲"),
    "gift": ("gift* present birthday wedding anniversary gave give giving girlfriend boyfriend mom dad friend* sister brother coworker teacher",
             "礼物 礼盒 礼品 生日 结婚 送人 送的 送给 送朋友 送同事 送老师 送妹妹 送他 送她 纪念日 惊喜 妈 爸 女朋友 拿得出手"),
    "safety": ("safe safety certif* burn* spark overheat* hot grounded voltage kid kids toddler shuts_off shut_off worry melted breaker",
               "安全 3c 认证 烫 断电 放心 踏实 低压 接地 跳闸 火花 糊 烧干 干烧 小孩 孩子 有娃 麻手"),
    "noise": ("noise noisy quiet* loud silent hum beep* hear wake*",
              "吵 安静 静音 噪 杂音 嗡 轰 响 听不到 听不见 听得见"),
}
PLEASED = 4
# own purchases in a year and supplier contacts from which more teach little more: our assumption
ENOUGH = {"own_purchases": 5, "supplier_contacts": 3}
COLUMNS = (
    Column("reason", "text", Label("Reason to buy", "购买理由"), values={**REASONS, NONE: Label("(none of our words)", "（没有命中任何关键词）")}),
    Column("praised", "count", Label("Pleased buyers who name it", "满意的买家里提到的条数"), "times"),
    Column("praised_share", "rate", Label("Of pleased buyers", "占满意的评价")),
    Column("complained", "count", Label("Disappointed buyers who name it", "失望的买家里提到的条数"), "times"),
    Column("complained_share", "rate", Label("Of disappointed buyers", "占失望的评价")),
    Column("yours", "flag", Label("One of yours", "你列出的理由")),
    Column("own_purchases", "count", Label("Bought by yourself in a year", "自己一年买过的次数"), "times"),
    Column("supplier_contacts", "count", Label("Suppliers you can call", "打得通电话的供应商"), "suppliers"),
    Column("reasons_known", "rate", Label("Buyers' reasons you named", "你说中的买家理由")),
    Column("know_score", "rate", Label("How well you know it", "熟悉程度")),
)


def buying_reasons(reviews, yours=(), pleased: int = PLEASED) -> pd.DataFrame:
    """Which reasons buyers name in their reviews, and which of them you had named.

        praised_share = pleased reviews that name the reason ÷ all pleased reviews;   the same for disappointed ones

    A review may name several reasons or none, so the shares do not add up to 100 %. Sorted by the words of WORDS, which
    know neither irony nor every turn of speech: good for an order of reasons, not for the single review.

    reviews: rows with text and score (market_reviews; of an own shop pass score_item as score). yours: reasons that you
    named beforehand (keys of REASONS). pleased: from how many stars on.
    Returns one row per reason, the most praised first, "none" last: reason, praised, praised_share, complained,
    complained_share (NaN where nobody was), yours. attrs: reviews, pleased, disappointed, covered (share of the pleased
    reviews naming at least one of yours), covered_of_named (of those that name any reason).
    Raises UserError where a column is missing or a reason is unknown.
    Source: a dictionary count, the plainest form of content analysis.

    >>> texts = ["Cheap and good quality", "Came the next day", "Got what I ordered", "The price is a joke"]
    >>> found = buying_reasons(pd.DataFrame({"text": texts, "score": [5, 5, 4, 1]}), yours=["price"])
    >>> found.set_index("reason").loc[["price", "speed", "none"], ["praised", "complained"]].values.tolist()
    [[1, 1], [1, 0], [1, 0]]
    >>> round(found.attrs["covered"], 3)
    0.333
    """
    unknown = [r for r in yours if r not in REASONS]
    if isinstance(yours, str) or unknown:
        known = ", ".join(REASONS)
        raise UserError(Label(f"yours is a list of reasons out of {known}; not {yours!r}.", f"yours 是一个列表，理由从 {known} 中选；收到的是 {yours!r}。"), code="unknown_reason")
    frame = engine.table(reviews)
    engine.need(frame, ["text", "score"], "buying_reasons()")
    rows = engine.collect(frame.filter(~nw.col("text").is_null(), ~nw.col("score").is_null()).select("text", "score"))
    named = reasons_of(rows["text"])
    happy = rows["score"] >= pleased
    named = named.assign(**{NONE: ~named.any(axis=1)})
    count = {"praised": named[happy].sum(), "complained": named[~happy].sum()}
    table = pd.DataFrame({name: sums.astype("int64") for name, sums in count.items()}).rename_axis("reason").reset_index()
    # "none" is no reason: it stands last, whatever its size
    order = table.assign(last=table["reason"] == NONE).sort_values(["last", "praised"], ascending=[True, False], kind="stable").index
    table = table.loc[order].reset_index(drop=True).astype({"reason": "str"})
    table = table.assign(
        praised_share=table["praised"] / (int(happy.sum()) or float("nan")), complained_share=table["complained"] / (int((~happy).sum()) or float("nan")),
        yours=table["reason"].isin(list(yours)),
    )[["reason", "praised", "praised_share", "complained", "complained_share", "yours"]]
    mine, any_reason = named.loc[happy, list(yours)].any(axis=1), ~named.loc[happy, NONE]
    table.attrs.update(reviews=len(rows), pleased=int(happy.sum()), disappointed=int((~happy).sum()),
                       covered=float(mine.mean()), covered_of_named=float(mine[any_reason].mean()))
    return table


def reasons_of(texts: pd.Series) -> pd.DataFrame:
    """For each text which reasons it names: one column of True and False per reason, in either language."""
    lower = texts.astype("str").str.lower()
    return pd.DataFrame({reason: lower.str.contains(_pattern(reason), regex=True) for reason in REASONS}, index=texts.index).astype(bool)


def know_score(table: pd.DataFrame, enough=None) -> pd.DataFrame:
    """How well you know each category, from three things that can be counted.

        know_score = mean of: own_purchases ÷ 5 and supplier_contacts ÷ 3, each at most 1, and reasons_known

    The weights and the two limits are an assumption (`enough` changes them), good for putting categories in order.

    table: one row per category: category, own_purchases (in a year), supplier_contacts, reasons_known (share, 0 to 1,
    as buying_reasons(…).attrs["covered_of_named"]). Returns it with know_score (0 to 1, NaN where a part is), best first.
    Raises UserError where a column is missing.
    Source: ours.

    >>> me = pd.DataFrame({"category": ["lamps", "kettles"], "own_purchases": [1, 7], "supplier_contacts": [0, 3], "reasons_known": [0.4, 0.7]})
    >>> know_score(me)[["category", "know_score"]].round(2).values.tolist()
    [['kettles', 0.9], ['lamps', 0.2]]
    """
    limits = {**ENOUGH, **(enough or {})}
    engine.need(engine.table(table), [*ENOUGH, "reasons_known"], "know_score()")
    parts = [(table[name].astype(float) / limit).clip(upper=1) for name, limit in limits.items()]
    score = pd.concat([*parts, table["reasons_known"].astype(float)], axis=1).mean(axis=1, skipna=False)
    return table.assign(know_score=score).sort_values("know_score", ascending=False, ignore_index=True)


def _pattern(reason: str) -> str:
    english, chinese = (words.split() for words in WORDS[reason])
    whole = "|".join(re.escape(word).replace(r"\*", r"\w*").replace("_", r"\s+") for word in english)
    return rf"\b(?:{whole})\b|{'|'.join(chinese)}"


assert all(len(words) == len(LANGUAGES) for words in WORDS.values())
