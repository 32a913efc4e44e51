"""The canonical tables and their columns, declared once: names, kinds, labels, what may be missing."""

from __future__ import annotations

from dataclasses import dataclass, field

from shopkit.labels import Label

SCHEMA_VERSION = 1

# kind → how pandas holds it. People are keyed hashes below 2**53, so that a detour through float loses nothing.
DTYPES = {
    "id": "str",
    "person": "Int64",
    "date": "datetime64[us]",
    "time": "datetime64[us]",
    "count": "Int64",
    "money": "float64",
    "rate": "float64",
    "number": "float64",
    "text": "str",
    "flag": "boolean",
}


@dataclass(frozen=True)
class Column:
    """One column: its kind (see DTYPES), label, unit ("people" must not be added up), closed list of values."""

    name: str
    kind: str
    label: Label
    unit: str = ""
    values: dict[str, Label] = field(default_factory=dict)
    personal: bool = False


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its columns, and those no row can do without."""

    name: str
    grain: Label
    columns: tuple[Column, ...]
    required: tuple[str, ...]

    def __getitem__(self, name: str) -> Column:
        return next(c for c in self.columns if c.name == name)

    def __contains__(self, name: str) -> bool:
        return any(c.name == name for c in self.columns)


def _column(name, kind, en, zh, unit="", values=None, personal=False):
    return Column(name, kind, Label(en, zh), unit, values or {}, personal)


def _values(*rows):
    return {name: Label(en, zh) for name, en, zh in rows}


STEPS = _values(
    ("home", "Home page", "首页"),
    ("search", "Search", "搜索"),
    ("detail", "Item page", "商品详情页"),
    ("favourite", "Favourite", "收藏"),
    ("compare", "Comparison", "比较"),
    ("cart", "Cart", "加购"),
    ("order", "Order placed", "下单"),
    ("pay", "Paid", "支付"),
)
SOURCES = _values(
    ("free_search", "Free search", "免费搜索"),
    ("search_ads", "Search ads", "搜索广告"),
    ("audience_ads", "Audience ads", "人群广告"),
    ("whole_shop_ads", "Whole-shop ads", "全站推广"),
    ("platform_event", "Platform events", "平台活动"),
    ("direct", "Direct and returning", "直接访问与回访"),
    ("content", "Content and live", "内容与直播"),
    ("off_site", "Off-site", "站外"),
)
COST_KINDS = _values(
    ("rent", "Rent", "房租"),
    ("labour", "Labour", "人工"),
    ("tax", "Tax", "税费"),
    ("software", "Software", "软件服务"),
    ("dead_stock", "Dead stock", "滞销损失"),
    ("packing", "Packing", "包材"),
    ("return_freight", "Return freight and its insurance", "退货运费及运费险"),
    ("commission", "Affiliate and creator commission", "淘客与达人佣金"),
    ("other", "Other", "其他"),
)
STATUSES = _values(
    ("unpaid", "Not paid", "未付款"),
    ("paid", "Paid", "已付款"),
    ("shipped", "Shipped", "已发货"),
    ("completed", "Completed", "交易成功"),
    ("cancelled", "Cancelled", "已取消"),
    ("refunded", "Refunded", "已退款"),
)
DEVICES = _values(("phone", "Phone", "手机"), ("computer", "Computer", "电脑"), ("tablet", "Tablet", "平板"))
CHANGES = _values(
    ("picture", "Main picture", "主图"),
    ("page", "Item page", "详情页"),
    ("price", "Price", "价格"),
    ("gift", "Gift", "赠品"),
    ("title", "Title", "标题"),
)

TOPICS = _values(
    ("size", "Size", "尺寸"),
    ("warranty", "Warranty", "保修"),
    ("shipping_time", "Delivery time", "发货与到货时间"),
    ("compatibility", "What it works with", "适配"),
    ("price", "Price", "价格"),
    ("invoice", "Invoice", "发票"),
)

# where somebody stands who may be written to, and on what a list of people may be based. Article 13 of China's Personal
# Information Protection Law (in force since 2021-11-01) and Article 6 of the GDPR list more bases; these two are what a
# shop's message to its own customers can stand on. From general knowledge, no legal advice.
STAGES = _values(
    ("in_cart_not_paid", "In the cart, not paid", "已加购未付款"),
    ("coupon_not_used", "Claimed a coupon, did not use it", "领了券没用"),
    ("ordered_not_paid", "Placed an order, did not pay it", "拍下未付款"),
    ("not_back", "Bought, and has not ordered again since", "买过，之后没再下单"),
)
BASES = _values(
    ("consent", "consent (PIPL art. 13 (1), GDPR art. 6 (1) a)", "本人同意（《个人信息保护法》第十三条第一款第一项）"),
    ("contract", "needed for the contract (PIPL art. 13 (2), GDPR art. 6 (1) b)", "履行合同所必需（《个人信息保护法》第十三条第一款第二项）"),
)

# columns that stand in several tables are said once
_DATE = _column("date", "date", "Date", "日期")
_AT = _column("at", "time", "Time", "时间")
_PRODUCT = _column("product_id", "id", "Item id", "商品ID")
_CUSTOMER = _column("customer_id", "person", "Customer", "客户编号")
_VISITOR = _column("visitor_id", "person", "Visitor", "访客编号")
_SOURCE = _column("source", "text", "Traffic source", "流量来源", values=SOURCES)
_DEVICE = _column("device", "text", "Device", "设备", values=DEVICES)
_CATEGORY = _column("category", "text", "Category", "类目")
_SEGMENT = _column("segment", "text", "Customer segment", "人群")
_PROVINCE = _column("province", "text", "Province", "省份")
_CITY = _column("city", "text", "City", "城市")
_PRESALE = _column("is_presale", "flag", "Pre-sale", "预售")
_TITLE = _column("title", "text", "Title", "标题")
_IMPRESSIONS = _column("impressions", "count", "Impressions", "展现量", "times")
_CLICKS = _column("clicks", "count", "Clicks", "点击量", "times")
_VISITORS = _column("visitors", "count", "Visitors", "访客数", "people")
_PAGE_VIEWS = _column("page_views", "count", "Page views", "浏览量", "times")
_CART_ADDERS = _column("cart_adders", "count", "Cart adders", "加购人数", "people")
_ORDERERS = _column("orderers", "count", "Orderers", "下单买家数", "people")
_BUYERS = _column("buyers", "count", "Buyers", "支付买家数", "people")
_ORDERS = _column("orders", "count", "Orders", "订单数", "orders")
_UNITS = _column("units", "count", "Units", "支付件数", "units")
_ORDER_AMOUNT = _column("order_amount", "money", "Order amount (placed)", "下单金额", "money")
_PAID = _column("paid_amount", "money", "Paid amount (later refunds included)", "支付金额", "money")
_REFUND = _column("refund_amount", "money", "Refund amount", "退款金额", "money")
_COST = _column("cost", "money", "Ad spend", "花费", "money")
_CAMPAIGN = _column("campaign", "text", "Campaign", "活动")
_RIVAL = _column("rival", "text", "Rival shop", "竞店")


def _table(name, en, zh, required, *columns):
    return Table(name, Label(en, zh), columns, tuple(required.split()))


_TABLES = (
    _table(
        "orders", "order line", "订单明细行", "order_id ordered_at",
        _column("order_id", "id", "Order id", "订单编号"),
        _column("line_no", "count", "Line of the order", "订单行号", "lines"),
        _PRODUCT, _CUSTOMER,
        _column("visit_id", "id", "Visit id", "访问编号"),
        _column("ordered_at", "time", "Ordered at", "下单时间"),
        _column("paid_at", "time", "Paid at", "支付时间"),
        _column("quantity", "count", "Quantity", "数量", "units"),
        _column("list_amount", "money", "List price × quantity", "标价金额", "money"),
        _ORDER_AMOUNT, _PAID, _REFUND,
        _column("refunded_at", "time", "Refunded at", "退款时间"),
        _column("fee_amount", "money", "Platform fees", "平台扣费", "money"),
        _column("shipping_cost", "money", "Shipping cost", "运费成本", "money"),
        _column("unit_cost", "money", "Unit cost at sale", "售出时单位成本", "money"),
        _column("gift_cost", "money", "Gift cost", "赠品成本", "money"),
        _SOURCE, _PRESALE,
        _column("status", "text", "Status", "订单状态", values=STATUSES),
        _PROVINCE, _CITY,
        _column("shipped_at", "time", "Shipped at", "发货时间"),
        _column("delivered_at", "time", "Delivered at", "签收时间"),
        _column("coupon_id", "id", "Coupon id", "优惠券编号"),
    ),
    _table(
        "products", "item", "商品", "product_id",
        _PRODUCT, _TITLE,
        _column("brand", "text", "Brand", "品牌"),
        _CATEGORY,
        _column("supplier", "text", "Supplier", "供应商"),
        _column("list_price", "money", "List price", "标价", "money"),
        _column("unit_cost", "money", "Unit cost", "单位成本", "money"),
        _column("launched_on", "date", "Launched on", "上架日期"),
    ),
    _table(
        "customers", "customer", "客户", "customer_id",
        _CUSTOMER,
        _column("first_seen_on", "date", "First seen on", "首次到店日期"),
        _SEGMENT, _PROVINCE, _CITY,
        _column("is_member", "flag", "Member", "会员"),
    ),
    _table(
        "events", "step of a visit", "访问的一个步骤", "visitor_id at step",
        _VISITOR, _CUSTOMER,
        _column("visit_id", "id", "Visit id", "访问编号"),
        _AT,
        _column("step", "text", "Step", "步骤", values=STEPS),
        _PRODUCT, _SOURCE, _DEVICE,
    ),
    _table(
        "shop_days", "day", "天", "date",
        _DATE, _VISITORS,
        _column("new_visitors", "count", "New visitors", "新访客数", "people"),
        _column("returning_visitors", "count", "Returning visitors", "老访客数", "people"),
        _PAGE_VIEWS, _IMPRESSIONS, _CLICKS,
        _column("favourites", "count", "Favourites", "收藏次数", "times"),
        _column("followers", "count", "New followers", "新增关注数", "people"),
        _CART_ADDERS, _ORDERERS, _BUYERS, _ORDERS,
        _column("paid_orders", "count", "Paid orders", "支付订单数", "orders"),
        _column("refunded_orders", "count", "Refunded orders", "退款订单数", "orders"),
        _ORDER_AMOUNT, _PAID, _REFUND, _CAMPAIGN,
        _column("peer_average_conversion", "rate", "Same-tier average pay conversion", "同行同层平均支付转化率"),
        _column("peer_top_conversion", "rate", "Same-tier top pay conversion", "同行同层优秀支付转化率"),
        _column("peer_average_click_rate", "rate", "Same-tier average click rate", "同行同层平均点击率"),
    ),
    _table(
        "traffic", "day × source", "天 × 来源", "date source",
        _DATE, _SOURCE, _VISITORS, _ORDERERS, _BUYERS, _ORDERS, _PAID, _COST,
    ),
    _table(
        "items", "day × item", "天 × 商品", "date product_id",
        _DATE, _PRODUCT, _IMPRESSIONS, _CLICKS, _VISITORS, _PAGE_VIEWS, _CART_ADDERS, _ORDERERS, _BUYERS,
        _UNITS, _PAID,
        _column("price", "money", "Price", "售价", "money"),
        _column("search_rank", "number", "Search rank", "搜索排名"),
        _column("rating_shown", "number", "Rating shown", "展示评分"),
        _column("stock", "count", "Stock", "库存", "units"),
        _PRESALE,
    ),
    _table(
        "ads", "day × campaign × creative", "天 × 计划 × 创意", "date",
        _DATE,
        _column("channel", "text", "Channel", "渠道"),
        _CAMPAIGN,
        _column("creative", "text", "Creative", "创意"),
        _PRODUCT,
        _column("bid", "money", "Bid", "出价", "money"),
        _column("budget", "money", "Budget", "预算", "money"),
        _column("quality_score", "number", "Quality score", "质量分"),
        _IMPRESSIONS, _CLICKS, _COST,
        _column("ad_orders", "count", "Ad orders", "广告成交笔数", "orders"),
        _column("ad_sales", "money", "Ad sales", "广告成交金额", "money"),
    ),
    _table(
        "ad_exposures", "person × creative", "人 × 创意", "visitor_id creative",
        _VISITOR,
        _column("creative", "text", "Creative", "创意"),
        _IMPRESSIONS, _CLICKS,
        _column("first_at", "time", "First seen at", "首次展现时间"),
    ),
    _table(
        "changes", "change made", "一次改动", "at kind",
        _AT,
        _column("who", "text", "Who", "谁改的"),
        _PRODUCT,
        _column("kind", "text", "Kind of change", "改动类型", values=CHANGES),
        _column("note", "text", "Note", "备注"),
    ),
    _table(
        "costs", "month × kind", "月 × 费用类型", "month kind amount",
        _column("month", "date", "Month", "月份"),
        _column("kind", "text", "Kind of cost", "费用类型", values=COST_KINDS),
        _column("amount", "money", "Amount", "金额", "money"),
        _column("is_fixed", "flag", "Fixed", "固定费用"),
    ),
    _table(
        "reviews", "review", "评价", "at",
        _column("order_id", "id", "Order id", "订单编号"),
        _PRODUCT, _AT,
        _column("text", "text", "Text", "评价内容"),
        _column("score_item", "number", "Item as described", "描述相符"),
        _column("score_service", "number", "Service", "服务态度"),
        _column("score_logistics", "number", "Logistics", "物流服务"),
        _column("replied_at", "time", "Replied at", "回复时间"),
    ),
    _table(
        "chats", "service chat", "一次客服会话", "chat_id started_at",
        _column("chat_id", "id", "Chat id", "会话编号"),
        _CUSTOMER,
        _column("started_at", "time", "Started at", "开始时间"),
        _column("first_reply_s", "number", "First reply time (s)", "首次响应时长（秒）", "seconds"),
        _column("led_to_order", "flag", "Led to an order", "促成下单"),
        _column("score", "number", "Score", "评分"),
        _column("topic", "text", "Topic", "话题", values=TOPICS),
        _column("question", "text", "Question", "顾客的问题"),
        _column("answered", "flag", "Answered", "答上来了"),
    ),
    _table(
        "coupons", "claimed coupon", "一张已领的优惠券", "coupon_id claimed_at",
        _column("coupon_id", "id", "Coupon id", "优惠券编号"),
        _column("offer", "text", "Offer", "优惠"),
        _CUSTOMER,
        _column("claimed_at", "time", "Claimed at", "领取时间"),
        _column("used_order_id", "id", "Used for order", "核销订单"),
    ),
    _table(
        "pushes", "message sent", "一条已发消息", "at",
        _AT, _CUSTOMER,
        _column("channel", "text", "Channel", "渠道"),
        _column("cost", "money", "Cost", "费用", "money"),
        _column("opened", "flag", "Opened", "已打开"),
        _column("opted_out", "flag", "Opted out", "已退订"),
    ),
    _table(
        "competitors", "day × rival", "天 × 竞店", "date rival",
        _DATE, _RIVAL, _CATEGORY,
        _column("price_index", "number", "Price index", "价格指数"),
        _UNITS, _PAID, _VISITORS,
        _column("click_rate", "rate", "Click rate", "点击率"),
        _column("pay_conversion", "rate", "Pay conversion", "支付转化率"),
        _column("profit_rate", "rate", "Profit rate", "净利润率"),
        _column("dsr_item", "number", "Item as described", "描述相符"),
        _column("new_reviews", "count", "New reviews", "新增评价数", "times"),
        _column("same_tier", "flag", "Same tier", "同行同层"),
    ),
    _table(
        "market", "day × category × segment", "天 × 类目 × 人群", "date category",
        _DATE, _CATEGORY, _SEGMENT,
        _column("searches", "count", "Searches", "搜索次数", "times"),
        _column("sellers", "count", "Sellers", "卖家数", "sellers"),
        _PAID,
    ),
    _table(
        "market_reviews", "review of a rival's item", "一条竞品评价", "rival text",
        _DATE, _RIVAL, _CATEGORY,
        _column("text", "text", "Text", "评价内容"),
        _column("score", "number", "Score", "评分"),
    ),
)
TABLES: dict[str, Table] = {t.name: t for t in _TABLES}

# dimensions over which people may not be added: the same person stands in several of their rows
DIMENSIONS = ("source", "product_id", "device", "channel", "campaign", "creative", "rival", "category", "segment",
              "province", "city")


def column(name: str, table: str | None = None) -> Column | None:
    """The declaration of a column, looked up in `table` first, else in the first table that has it."""
    for t in [TABLES[table]] if table else _TABLES:
        if name in t:
            return t[name]
    return None


def conform(table: str, frame):
    """The frame with its columns in the declared order and pandas types; a column not declared raises KeyError."""
    declared = TABLES[table]
    order = [c.name for c in declared.columns if c.name in frame.columns]
    unknown = set(frame.columns) - set(order)
    if unknown:
        raise KeyError(f"{table} has no column {sorted(unknown)}; declare it in schema.py")
    return frame[order].astype({name: DTYPES[declared[name].kind] for name in order})


def problems(table: str, frame):
    """What in a canonical frame breaks its declaration, all at once.

    Returns a DataFrame with columns `column`, `check` (missing_column, missing_value, not_in_list, negative)
    and `row` (position, 0-based; -1 for the whole column). Empty when all is well.
    """
    import pandas as pd
    import pandera.pandas as pa

    declared = TABLES[table]
    columns = {}
    for c in declared.columns:
        checks = []
        if c.values and c.name != "source":  # sources of a real shop have names of their own
            checks.append(pa.Check.isin(list(c.values), name="not_in_list", error="not_in_list"))
        if c.kind == "count" or (c.kind == "money" and c.name != "amount"):
            checks.append(pa.Check.ge(0, name="negative", error="negative"))
        columns[c.name] = pa.Column(checks=checks, nullable=c.name not in declared.required,
                                    required=c.name in declared.required)
    try:
        pa.DataFrameSchema(columns).validate(frame.reset_index(drop=True), lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        check = cases["check"].replace({"not_nullable": "missing_value", "column_in_dataframe": "missing_column"})
        name = cases["column"].where(check != "missing_column", cases["failure_case"])
        found = pd.DataFrame({"column": name, "check": check, "row": cases["index"].fillna(-1).astype(int)})
        return found.sort_values(["row", "column"], ignore_index=True)
    return pd.DataFrame({"column": [], "check": [], "row": []})
