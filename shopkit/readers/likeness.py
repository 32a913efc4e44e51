"""How like a column of any table is to a canonical one: by its heading in both languages, and by what stands in it."""

from __future__ import annotations

import difflib
import re
from functools import cache, lru_cache

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import cells, privacy
from shopkit.readers.dates import is_date
from shopkit.schema import Column

# what people call a column besides its name and its labels
_SYNONYMS = {
    "order_id": "order no|order number|order nr|order|no|invoice no|invoice number|订单号|单号|主订单编号|交易号",
    "line_no": "line|line no|position|行号",
    "product_id": "sku|item no|item number|product id|product code|article|article no|asin|商品编码|货号|商家编码|宝贝ID|款号",
    "customer_id": "customer id|customer no|customer number|client id|client no|client number|buyer id|member id|客户ID|会员编号|会员ID|买家ID|买家编号",
    "visitor_id": "visitor id|user id|device id|cookie id|访客ID|用户ID|用户编号",
    "visit_id": "session id|session|visit|会话ID",
    "chat_id": "chat no|conversation id|会话ID|会话号",
    "ordered_at": "order date|sale date|order time|date of order|date|created at|created|placed at|下单日期|订单创建时间|订单日期|日期",
    "paid_at": "paid date|payment date|date paid|paid on|付款时间|付款日期|支付日期",
    "refunded_at": "refund date|refunded on|退款日期",
    "shipped_at": "ship date|date shipped|shipped on|dispatch date|发货日期",
    "delivered_at": "delivery date|delivered on|收货时间|确认收货时间",
    "quantity": "qty|units|pieces|pcs|items|number of items|件数|购买数量",
    "list_amount": "gross|gross amount|list total|原价|商品总价",
    "order_amount": "order total|order value|total|订单金额|应付金额|订单总额",
    "paid_amount": "net|net amount|net sales|amount paid|paid|revenue|sales|turnover|实付|实付金额|实收|实收金额|销售额|成交金额",
    "refund_amount": "refund|refunds|refunded|returns|退款",
    "fee_amount": "fee|fees|platform fee|手续费|平台佣金|扣点",
    "shipping_cost": "shipping|postage|freight|运费|快递费|邮费",
    "unit_cost": "cost|cost price|purchase price|cogs|成本|成本价|进价|采购价",
    "gift_cost": "gift|赠品",
    "status": "order status|order state|state|状态",
    "source": "channel|referrer|渠道|来源",
    "province": "region|state|省|所在省",
    "city": "town|所在城市",
    "title": "product name|item name|product|item|商品名称|商品标题|宝贝标题|品名",
    "category": "product type|分类|品类|类别",
    "supplier": "vendor|manufacturer|供货商|厂家",
    "list_price": "price|retail price|rrp|售价|价格|吊牌价",
    "price": "unit price|单价|价格",
    "launched_on": "launch date|上新日期|上架时间",
    "date": "day|日|统计日期|统计时间",
    "visitors": "uv|users|unique visitors|访客|访客人数",
    "page_views": "pv|views|pageviews|浏览次数",
    "impressions": "impr|views|曝光|曝光量|展示量",
    "clicks": "click|点击|点击次数",
    "cost": "spend|amount spent|ad cost|消耗|推广花费|广告费",
    "ad_orders": "conversions|purchases|成交笔数|总成交笔数",
    "ad_sales": "conversion value|purchase value|sales|总成交金额|广告销售额",
    "campaign": "campaign name|plan|计划|计划名称|活动名称",
    "channel": "platform|network|平台|投放渠道",
    "month": "period|month of|年月",
    "kind": "type|kind|cost type|item|expense|change|类型|项目|费用项目|费用类别|类别",
    "amount": "sum|total|value|cost|费用|支出|金额(元)",
    "is_fixed": "fixed cost|固定",
    "at": "time|date|when|timestamp|日期|发生时间",
    "note": "notes|remark|remarks|description|说明|改动说明",
    "text": "review|comment|review text|评论|评价|内容",
    "score_item": "rating|stars|score|星级|商品评分",
    "score": "rating|stars|星级|满意度",
    "step": "event|action|behaviour|behavior|行为|动作|事件",
    "device": "platform|device type|终端|设备类型",
    "stock": "inventory|on hand|库存数量",
    "rival": "competitor|shop|竞争对手|竞品店铺",
    "segment": "group|customer group|客群",
    "units": "qty|quantity|销量|件数",
    "orders": "order count|number of orders|订单量|单量",
    "buyers": "customers|买家数|成交人数",
    "coupon_id": "coupon|coupon code|voucher|优惠券|券号",
    "brand": "make|牌子",
}
# headings that may stand for a person as well as for a thing
_WHO = re.compile(r"(?:full )?name|who|customer|client|buyer|member|user|contact|staff|employee|author|remarks?|message|seller|owner|客户|顾客|买家|会员|用户|联系方式|微信号?|qq号?|经办人|负责人|操作人|名字|名称|备注|留言", re.IGNORECASE)
# words that say too little by themselves: a heading must be such a word, not only hold it
_BARE = frozenset("date time total type sales cost items order orders no line price paid net units value sum state period description "
                  "product item users views action event group shop channel platform".split())
_FLAGS = {"true", "false", "yes", "no", "y", "n", "0", "1", "是", "否"}
_CODE = re.compile(r"\S{1,40}")
_MONTH = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*月?|\d{6}")
_SHARE = 0.3


@cache
def words(heading: str) -> str:
    """A heading as likeness compares it: lower case, words apart, without unit, currency or punctuation."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return re.sub(r"[\W_]+", " ", cells.heading(apart)[0]).strip()


def of_name(heading: str, column: Column) -> tuple[float, str]:
    """How like a heading is to a canonical column, 0 to 1, and the name that it is like."""
    return _most_alike(words(heading), column.name, column.label.en, column.label.zh)


@cache
def _most_alike(said: str, column: str, *labels: str) -> tuple[float, str]:
    names = [column.replace("_", " "), *labels, *_SYNONYMS.get(column, "").split("|")]
    return max(((_alike(said, words(name)), name) for name in names if name), default=(0.0, ""))


@cache
def _alike(said: str, name: str) -> float:
    if not said or not name:
        return 0.0
    if said == name:
        return 1.0
    matcher = difflib.SequenceMatcher(None, said, name)
    best = 0.95 * matcher.ratio() if matcher.real_quick_ratio() >= 0.8 and matcher.quick_ratio() >= 0.8 else 0.0
    best = best if best >= 0.95 * 0.8 else 0.0
    tokens, wanted = set(said.split()), set(name.split())
    if name.isascii():
        if wanted < tokens and len(name) >= 4 and not wanted <= _BARE:
            best = max(best, 0.6 + 0.3 * len(wanted) / len(tokens))
    elif len(name) >= 2 and name in said:
        best = max(best, 0.6 + 0.35 * len(name) / len(said))
    return best


def of_content(texts: pd.Series, column: Column) -> tuple[float, Label]:
    """How well the cells (plain, none missing) fit a canonical column, 0 to 1, and what they are, without quoting one."""
    if texts.empty:
        return 0.5, Label("its cells are empty", "单元格都是空的")
    kind = "month" if column.name == "month" else column.kind
    sample = tuple(texts)
    listed = frozenset(word.casefold() for value, label in column.values.items() for word in (value, value.replace("_", " "), label.en, label.zh)) if column.name != "source" else frozenset()
    score = share = _share_that_fits(sample, kind, listed)
    if kind == "text" and listed:
        # words of one's own can be translated: that they are no words of the list speaks little against a column
        score = 0.25 * share + 0.75 * _share_that_fits(sample, kind, frozenset())
    what = {
        "date": Label("dates", "日期"), "time": Label("dates", "日期"), "month": Label("months", "月份"), "money": Label("amounts", "金额"),
        "count": Label("whole numbers", "整数"), "rate": Label("numbers", "数字"), "number": Label("numbers", "数字"),
        "id": Label("ids", "编号"), "person": Label("ids", "编号"), "flag": Label("yes or no", "“是/否”"),
    }.get(kind, Label("words of its list", "取值表里的词") if listed else Label("texts", "文字"))
    shown = f"{share:.0%}"
    return score, Label(f"{shown} of its cells are {what.en}", f"{shown} 的单元格是{what.zh}")


@lru_cache(maxsize=256)
def _numbers_and_dates(texts: tuple[str, ...]) -> tuple[pd.Series, pd.Series]:
    """The cells as numbers, and which are dates."""
    column = pd.Series(texts, dtype="str")
    return cells.numbers(column, cells.decimal_mark([column]) or "."), column.map({t: is_date(t) for t in set(texts)}).astype(bool)


@lru_cache(maxsize=4096)
def _share_that_fits(texts: tuple[str, ...], kind: str, listed: frozenset[str]) -> float:
    """The share of cells that are of a kind; asked again for every canonical column that a heading may feed. listed: the words of a closed list."""
    column = pd.Series(texts, dtype="str")
    numbers, date = _numbers_and_dates(texts)
    number = numbers.notna()
    if kind in ("date", "time"):
        fits = date
    elif kind == "month":
        fits = date | column.str.fullmatch(_MONTH)
    elif kind == "count":
        fits = (numbers >= 0) & (numbers % 1 == 0)
    elif kind in ("money", "number", "rate"):
        fits = number & ~(date & ~column.str.fullmatch(r"\d+"))
    elif kind in ("id", "person"):
        fits = column.str.fullmatch(_CODE) & ~column.str.fullmatch(r"\d*\.\d+") & (~date | column.str.fullmatch(r"\d+"))
    elif kind == "flag":
        fits = column.str.casefold().isin(_FLAGS)
    elif listed:
        fits = column.str.casefold().isin(listed)
    else:
        fits = ~number & ~date
    return float(fits.mean())


def says_who(heading: str, texts: pd.Series) -> bool:
    """Whether a column is a person's: by its heading, by its cells (plain, none missing), or by both where a heading may mean either."""
    if privacy.is_personal_name(heading):
        return True
    digits = texts.str.fullmatch(r"\W*\d+\W*")
    found = privacy.personal(texts) | cells.masked(texts)
    if re.search(r"(?:id|no|number|编号|单号|号)$", words(heading)):
        found &= ~digits  # a number of an order may have as many digits as a phone's
    if len(texts) and found.mean() > _SHARE:
        return True
    return bool(_WHO.fullmatch(words(heading))) and not (len(texts) and digits.mean() > 1 - _SHARE)
