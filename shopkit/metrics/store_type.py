"""Which type of store fits your advantage: a rule table, and the row of it that fired."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.schema import Column

ADVANTAGES = {
    "known_brand": Label("A brand of your own that buyers know", "自己的品牌，买家认得"),
    "cheap_supply": Label("Good supply at low cost", "质量好、成本低的货源"),
    "followers": Label("Loyal followers", "一批忠实粉丝"),
    "exclusive_resource": Label("A resource that others do not have", "别人没有的独家资源"),
    "war_chest": Label("Money for a price war", "打得起价格战的资金"),
}
EDGES = {
    "better_product": Label("A relatively better product", "商品相对更好"),
    "lower_price": Label("A relatively lower price", "价格相对更低"),
    "unusual_service": Label("Relatively unusual service", "服务相对特别"),
    "frequent_contact": Label("Frequent contact with customers", "和顾客联系频繁"),
}
TYPES = {
    "not_yet": Label("Do not open yet", "先别开"),
    "personal_shop": Label("Taobao personal shop (C店)", "C店（淘宝个人店、个体户店）"),
    "flagship": Label("Tmall flagship store (旗舰店)", "旗舰店（天猫）"),
    "multi_brand": Label("Tmall multi-brand store (专营店)", "专营店（天猫）"),
    "single_brand": Label("Tmall authorised single-brand store (专卖店)", "专卖店（天猫）"),
    "company_shop": Label("Taobao company shop (企业店)", "企业店（淘宝）"),
}
# what is asked: name → question
QUESTIONS = {
    "advantages": Label("How many of the five advantages do you have?", "五个优势里，你有几个？"),
    "edges": Label("How many of the four edges do you have?", "四个“相对优势”里，你有几个？"),
    "company": Label("Do you have a company (not only a sole trader's licence)?", "有公司吗？（个体工商户执照不算）"),
    "own_brand": Label("Do you own the brand, or hold its exclusive authorisation?", "品牌是自己的吗？（独占授权也算）"),
    "known_brand": Label("Do buyers know that brand?", "买家认得这个品牌吗？"),
    "authorised_brands": Label("How many other brands, of one business category, have authorised you?", "另外有几个品牌（同一经营大类）给了你授权？"),
}
_YES_NO = ("company", "own_brand", "known_brand")
_TMALL = Label("third parties' descriptions of Tmall's store types; not checked with Tmall's own help page: look there before you apply",
               "第三方对天猫店铺类型的介绍；没有对照天猫官方帮助页核实：申请前请以官方为准")
_TAOBAO = Label("general knowledge of Taobao; not checked with Taobao's own help page: look there before you apply",
                "关于淘宝的一般常识；没有对照淘宝官方帮助页核实：申请前请以官方为准")
_COURSE = Label("the course's advice, no platform's rule", "课程的建议，不是平台规则")
_READ_ON = dt.date(2025, 10, 28)


@dataclass(frozen=True)
class Rule:
    """One row: fires where every answer named in `when` is among the values given there."""

    when: dict[str, tuple]
    store_type: str
    whose_brand: Label
    needs_company: bool
    needs_authorisation: bool
    fits_whom: Label
    checked_on: dt.date
    source: Label

    def fires(self, facts) -> bool:
        return all(facts[name] in values for name, values in self.when.items())


# the first row that fires gives the verdict; the last one fires for every company
RULES = (
    Rule({"strength": (False,)}, "not_yet", Label("nobody's", "都没有"), False, False,
         Label("Whoever has none of the five advantages and none of the four edges: nothing would make buyers choose this shop",
               "五个优势、四个相对优势一个都没有：买家没有理由选这家店"), _READ_ON, _COURSE),
    Rule({"company": (False,)}, "personal_shop", Label("any that may be sold", "可合法销售的商品"), False, False,
         Label("Whoever has no company: a person or a sole trader. Tmall takes companies only",
               "还没有公司的个人或个体户：天猫只接受公司入驻"), _READ_ON, _TAOBAO),
    Rule({"own_brand": (True,), "known_brand": (True,)}, "flagship", Label("your own, or exclusively authorised", "自有品牌，或独占授权"), True, False,
         Label("The owner of a brand that buyers know, or who alone may sell it", "品牌为买家所知的品牌方，或唯一被授权的人"), _READ_ON, _TMALL),
    Rule({"authorised": ("several",)}, "multi_brand", Label("two or more brands of one business category", "同一经营大类的两个或更多品牌"), True, True,
         Label("A dealer whom several brands of one business category have authorised", "拿到同一大类多个品牌授权的经销商"), _READ_ON, _TMALL),
    Rule({"authorised": ("one",)}, "single_brand", Label("one brand, authorised by its owner", "一个品牌，品牌方授权"), True, True,
         Label("A dealer whom one brand has authorised", "拿到一个品牌授权的经销商"), _READ_ON, _TMALL),
    Rule({"own_brand": (True,)}, "company_shop", Label("your own, not yet known", "自有品牌，还不出名"), True, False,
         Label("A distinct advantage without a known brand: grow on Taobao until the platform invites the brand",
               "有明显优势、但品牌还不出名：先在淘宝做，等平台邀请"), _READ_ON, _TAOBAO),
    Rule({}, "company_shop", Label("any that may be sold", "可合法销售的商品"), True, False,
         Label("A company that sells wholesale goods and that no brand has authorised", "有公司、从批发市场拿货、没有品牌授权"), _READ_ON, _TAOBAO),
)
COLUMNS = (
    Column("rule_no", "number", Label("Row", "第几行")),
    Column("store_type", "text", Label("Store type", "店铺类型"), values=TYPES),
    Column("whose_brand", "text", Label("Whose brand", "谁的品牌")),
    Column("needs_company", "flag", Label("Needs a company", "需要公司")),
    Column("needs_authorisation", "flag", Label("Needs an authorisation", "需要品牌授权")),
    Column("fits_whom", "text", Label("Fits", "适合谁")),
    Column("checked_on", "date", Label("As of", "资料日期")),
    Column("rule_source", "text", Label("Source", "来源")),
)


def store_type(answers) -> pd.DataFrame:
    """Which type of store fits, with the row of the rule table that fired: the first one that does.

    answers: name → answer, all of QUESTIONS: advantages (how many of ADVANTAGES, or a list of them), edges (how many of
    EDGES, or a list), company (yes or no), own_brand (owned, or exclusively authorised), known_brand, authorised_brands (how
    many other brands have authorised you). Yes and no are True and False, or 1 and 0. A brand that buyers know counts only
    where it is your own. Goods from a wholesale market are authorised by nobody: authorised_brands 0.

    Returns one row of store_rules(): rule_no, store_type (a key of TYPES), whose_brand, needs_company, needs_authorisation,
    fits_whom, checked_on, rule_source. Raises UserError where an answer is missing, unknown or of another form.
    Source: in each row; none was checked with a platform's own help page.

    >>> wholesaler = {"advantages": 1, "edges": 0, "company": True, "own_brand": False, "known_brand": False, "authorised_brands": 0}
    >>> store_type(wholesaler)[["rule_no", "store_type"]].values.tolist()
    [[7, 'company_shop']]
    >>> store_type(wholesaler | {"authorised_brands": 2})["store_type"].item()
    'multi_brand'
    """
    facts = _facts(answers)
    number = next(i for i, rule in enumerate(RULES) if rule.fires(facts))
    return store_rules().iloc[[number]].reset_index(drop=True)


def store_rules() -> pd.DataFrame:
    """The whole rule table, in the order in which its rows are tried.

    >>> store_rules()["store_type"].tolist()[:3]
    ['not_yet', 'personal_shop', 'flagship']
    """
    rows = [(i, r.store_type, r.whose_brand, r.needs_company, r.needs_authorisation, r.fits_whom, pd.Timestamp(r.checked_on), r.source)
            for i, r in enumerate(RULES, 1)]
    return pd.DataFrame(rows, columns=[c.name for c in COLUMNS])


def _facts(answers) -> dict:
    """The answers as the rules ask for them."""
    missing, strange = [q for q in QUESTIONS if q not in answers], [q for q in answers if q not in QUESTIONS]
    if missing or strange:
        raise UserError(
            Label(f"store_type() asks for {', '.join(QUESTIONS)}; missing: {', '.join(missing) or '—'}; unknown: {', '.join(map(str, strange)) or '—'}.",
                  f"store_type() 要回答 {'、'.join(QUESTIONS)}；缺少：{'、'.join(missing) or '—'}；多出：{'、'.join(map(str, strange)) or '—'}。"),
            code="answers")
    yes = {q: _yes(q, answers[q]) for q in _YES_NO}
    strength = _count("advantages", answers["advantages"], ADVANTAGES) + _count("edges", answers["edges"], EDGES)
    brands = _count("authorised_brands", answers["authorised_brands"])
    return {**yes, "strength": strength > 0, "authorised": "none" if brands == 0 else "one" if brands == 1 else "several"}


def _yes(name, answer) -> bool:
    if answer not in (0, 1):
        raise _wrong(name, "True or False", "True 或 False", answer)
    return bool(answer)


def _count(name, answer, known=None) -> int:
    if known is not None and isinstance(answer, (list, tuple, set, frozenset)):
        if not set(answer) <= set(known):
            raise _wrong(name, f"out of {', '.join(known)}", f"从 {'、'.join(known)} 中选", answer)
        return len(set(answer))
    whole = isinstance(answer, (int, float)) and not isinstance(answer, bool) and answer == int(answer) and answer >= 0
    if not whole or (known is not None and answer > len(known)):
        most = f" to {len(known)}" if known is not None else " on"
        most_zh = f" 到 {len(known)}" if known is not None else " 起"
        raise _wrong(name, f"a whole number from 0{most}", f"从 0{most_zh}的整数", answer)
    return int(answer)


def _wrong(name, what, what_zh, answer):
    return UserError(Label(f"{name} is {what}; not {answer!r}.", f"{name} 应为{what_zh}；收到的是 {answer!r}。"), code="answers")
