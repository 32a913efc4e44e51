"""Which export of which platform brings a table or column that is missing."""

from __future__ import annotations

import re
from itertools import compress

from shopkit.labels import LANGUAGES, Label
from shopkit.schema import TABLES


class _Later(Label):
    """A report whose reader is still to come: `brings` says so, or somebody downloads it for nothing."""


class _NoButton(Label):
    """What no seller downloads with a click: a log that somebody has to record, or nothing at all."""


def _mapped(en: str, zh: str) -> Label:
    """A table of one's own."""
    return Label(f"{en} (by a mapping: read --suggest)", f"{zh}（用列对照：read --suggest）")


_ETSY_ORDERS = Label("Etsy: Download Data → Orders", "Etsy：Download Data → Orders")
_ETSY_ITEMS = Label("Etsy: Download Data → Order Items, along with Orders", "Etsy：Download Data → Order Items，与 Orders 一起给")
_ETSY_BUYERS = Label("Etsy: Download Data → Orders, with the column Buyer User ID", "Etsy：Download Data → Orders，含 Buyer User ID 列")
_BEHAVIOUR = _NoButton("Taobao: a behaviour log per person (user, item, step, time)", "淘宝：逐人的行为日志（用户、商品、行为、时间）")
_ETSY_STATS = _Later("Etsy: Stats, visits by day", "Etsy：Stats → 每日访问")
_SYCM_SHOP = Label("Taobao/Tmall: Business Advisor, shop overview by day", "淘宝/天猫：生意参谋 → 店铺概况（按日）")
_SYCM_SOURCES = Label("Taobao/Tmall: Business Advisor, traffic sources", "淘宝/天猫：生意参谋 → 流量 → 店铺来源")
_SYCM_ITEMS = Label("Taobao/Tmall: Business Advisor, item performance by day", "淘宝/天猫：生意参谋 → 商品效果（按日）")
_SYCM_RIVALS = _Later("Taobao/Tmall: Business Advisor, competition", "淘宝/天猫：生意参谋 → 竞争")
_SYCM_MARKET = _Later("Taobao/Tmall: Business Advisor, market", "淘宝/天猫：生意参谋 → 市场")
_QIANNIU = Label("Taobao/Tmall: Qianniu → Sold items (已卖出的宝贝) → bulk export, the list of orders and the list of items",
                 "淘宝/天猫：千牛 → 已卖出的宝贝 → 批量导出，订单报表和宝贝报表都要")
_QIANNIU_ORDERS = Label("Taobao/Tmall: Qianniu → Sold items (已卖出的宝贝) → bulk export, the list of orders",
                        "淘宝/天猫：千牛 → 已卖出的宝贝 → 批量导出 → 订单报表")
_QIANNIU_REFUNDS = Label("Taobao/Tmall: Qianniu → Refund management (退款管理) → export", "淘宝/天猫：千牛 → 退款管理 → 导出")
_SHOPEE = Label("Shopee: My Orders → Export", "Shopee：我的订单 → 导出")
_LAZADA = Label("Lazada: Orders → Export", "Lazada：订单 → 导出")
_ALIMAMA = Label("Taobao/Tmall: Alimama (Wanxiangtai), campaign report by day", "淘宝/天猫：阿里妈妈万相台 → 计划报表（按日）")
_ALIMAMA_CREATIVES = Label("Taobao/Tmall: Alimama (Wanxiangtai), creative report by day", "淘宝/天猫：阿里妈妈万相台 → 创意报表（按日）")
_SYCM_PAID_ORDERS = Label("Taobao/Tmall: Business Advisor, shop overview by day with the column 支付父订单数",
                          "淘宝/天猫：生意参谋 → 店铺概况（按日），含“支付父订单数”列")
_SYCM_SEEN = Label("Taobao/Tmall: Business Advisor, item performance by day, where it has the columns 曝光量 and 点击次数",
                   "淘宝/天猫：生意参谋 → 商品效果（按日），含“曝光量”“点击次数”列")
_DMP = Label("Taobao/Tmall: Alimama DMP, all items of the shop by day", "淘宝/天猫：阿里妈妈 DMP → 全店单品（按日）")
_AFFILIATES = Label("Taobao Affiliates: results by day", "淘宝联盟：推广效果（按日）")
_REVIEWS = _Later("Taobao/Tmall: Qianniu, review management, export", "淘宝/天猫：千牛 → 评价管理 → 导出")
_CHATS = _Later("the service tool's list of chats", "客服工具的会话明细")
_COUPONS = _Later("Taobao/Tmall: marketing centre, coupon list", "淘宝/天猫：营销中心 → 优惠券明细")
_SHOPIFY_ORDERS = Label("Shopify: Orders → Export", "Shopify：Orders → Export")
_SHOPIFY_SALES = Label("Shopify: Analytics → Reports, total sales by day", "Shopify：Analytics → Reports → 每日 Total sales")
_SHOPIFY_SESSIONS = Label("Shopify: Analytics → Reports, sessions by day with Online store visitors",
                          "Shopify：Analytics → Reports → 每日 Sessions，含 Online store visitors")
_SHOPIFY_PRODUCTS = Label("Shopify: Products → Export", "Shopify：Products → Export")
_JD_TRAFFIC = Label("JD: Shangzhi, traffic sources by day", "京东：商智 → 流量 → 流量来源（按日）")
_JD_BILL = Label("JD: the merchant console's settlement bill, with its details", "京东：商家后台 → 结算管理 → 对账单明细")
_PDD_ORDERS = Label("Pinduoduo: merchant console, order list, export", "拼多多：商家后台 → 订单查询 → 导出")
_PDD_ADS = Label("Pinduoduo: promotion centre, report by day and item", "拼多多：推广中心 → 推广报表（按日、按商品）")
_PDD_BILL = Label("Pinduoduo: merchant console, bill of the account, together with the orders", "拼多多：商家后台 → 对账中心 → 账务明细（与订单一起读取）")
_DOUYIN_ORDERS = Label("Douyin shop: order list, export", "抖店：订单管理 → 导出")
_DOUYIN_BILL = Label("Douyin shop: movements of the account or settlements, together with the orders", "抖店：资金 → 动账明细或结算账单（与订单一起读取）")
_COMPASS = Label("Douyin Compass: own selection of figures, the whole shop by day", "抖音罗盘：自助取数（全店，按日）")
_TIKTOK = Label("TikTok Shop: Seller Center, Orders, Export", "TikTok Shop：Seller Center → Orders → Export")
_ADS = (Label("Google Ads: Campaigns, segmented by day, Download → csv", "Google Ads：广告系列，按天细分后下载 csv"),
        Label("Meta Ads Manager: Reports → Export, by day", "Meta 广告管理工具：报告 → 导出，按天细分"),
        Label("Amazon Ads: Sponsored Products search term report, daily", "Amazon 广告：商品推广搜索词报告，按日"))
_AMAZON_ORDERS = Label("Amazon: Reports → Fulfillment → All Orders (txt)", "Amazon：报告 → 库存和销售报告 → 所有订单（txt）")
_AMAZON_PAYOUTS = Label("Amazon: Payments → Settlements, flat file (V1 or V2)", "Amazon：付款 → 结算报告，Flat File（V1 或 V2）")
_AMAZON_ITEMS = Label("Amazon: Business Reports → Detail Page Sales and Traffic by Child Item, one file per day",
                      "Amazon：业务报告 → 子商品详情页面上的销售量与访问量，每天一份")
_GA4 = Label("Google Analytics 4: Traffic acquisition with the dimension Date, Download CSV", "Google Analytics 4：流量获取报告，加上“日期”维度，下载 CSV")
_WOO_ORDERS = Label("WooCommerce: the export plugin, orders with Order Line (w/o tax)", "WooCommerce：导出插件 → 订单，勾选 Order Line (w/o tax)")
_EBAY_ORDERS = Label("eBay: Seller Hub → Orders → Download report", "eBay：Seller Hub → Orders → Download report")
_EBAY_FEES = Label("eBay: Seller Hub → Payments → Reports, transaction report", "eBay：Seller Hub → Payments → Reports → Transaction report")
_BILLS = Label("Alipay or WeChat: bills, downloaded for personal reconciliation; Alipay for merchants: account details; JD Finance: bills",
               "支付宝或微信：账单 → 下载（用于个人对账）；支付宝商家：账务明细；京东金融：账单")
_MERCHANT = Label("Alipay for merchants: account details", "支付宝商家：账务明细")
_COURIER = _mapped("your courier's bill with the order ids", "带订单编号的快递对账单")
_COSTS = _mapped("your own list of what each item costs", "自己的商品成本表")
_BOOKS = _mapped("your own books: rent, labour, … by month", "自己的账本：每月的房租、人工等")
_NOTES = _mapped("your own notes of what you changed and when", "自己的改动记录")
_CALENDAR = _Later("your own calendar of campaigns", "自己的活动日历")
_CRM = _mapped("your own CRM's list", "自己的客户系统导出的名单")
_LOG = _NoButton("your own site's event log, with the source, device and visit of each step (by a mapping: read --suggest)",
                 "自有站点的行为日志，带来源、设备和访问编号（用列对照：read --suggest）")
_COURSE = _NoButton("no platform exports it; the course's own shop has it", "没有平台导出它，只有课程自带的店铺有")

# "table" or "table.column" → where it comes from; a column that is not named comes with its table
_FROM: dict[str, tuple[Label, ...]] = {
    "orders": (_ETSY_ORDERS, _QIANNIU, _SHOPIFY_ORDERS, _SHOPEE, _LAZADA, _PDD_ORDERS, _DOUYIN_ORDERS, _JD_BILL, _TIKTOK, _AMAZON_ORDERS, _WOO_ORDERS, _EBAY_ORDERS),
    "orders.product_id": (_QIANNIU, _SHOPIFY_ORDERS, _SHOPEE, _LAZADA, _ETSY_ITEMS, _PDD_ORDERS, _DOUYIN_ORDERS, _JD_BILL, _TIKTOK, _AMAZON_ORDERS, _WOO_ORDERS, _EBAY_ORDERS),
    "orders.customer_id": (_ETSY_BUYERS, _QIANNIU_ORDERS, _SHOPIFY_ORDERS, _SHOPEE, _TIKTOK, _WOO_ORDERS, _EBAY_ORDERS),
    "orders.refund_amount": (_ETSY_ORDERS, _QIANNIU_ORDERS, _QIANNIU_REFUNDS, _SHOPIFY_ORDERS, _SHOPEE, _LAZADA, _PDD_BILL, _DOUYIN_BILL, _JD_BILL, _TIKTOK, _AMAZON_PAYOUTS, _WOO_ORDERS, _EBAY_FEES),
    "orders.refunded_at": (_QIANNIU_REFUNDS, _PDD_BILL, _DOUYIN_BILL, _JD_BILL, _AMAZON_PAYOUTS, _EBAY_FEES),
    "orders.fee_amount": (_ETSY_ORDERS, _SHOPEE, _PDD_BILL, _DOUYIN_BILL, _JD_BILL, _AMAZON_PAYOUTS, _MERCHANT, _EBAY_FEES),
    "orders.unit_cost": (_SHOPIFY_PRODUCTS, _COSTS),
    "orders.shipping_cost": (_COURIER,),
    "orders.gift_cost": (_COSTS,),
    "orders.source": (_LOG, _DOUYIN_ORDERS),
    "orders.visit_id": (_LOG,),
    "orders.is_presale": (_QIANNIU_ORDERS,),
    "products": (_QIANNIU, _SHOPIFY_PRODUCTS, _SHOPEE, _LAZADA, _ETSY_ITEMS, _PDD_ORDERS, _DOUYIN_ORDERS, _JD_BILL, _TIKTOK, _AMAZON_ITEMS, _SYCM_ITEMS, _WOO_ORDERS, _EBAY_ORDERS),
    "products.category": (_BEHAVIOUR, _SHOPIFY_PRODUCTS),
    "products.unit_cost": (_SHOPIFY_PRODUCTS, _COSTS),
    "customers": (_CRM,),
    "events": (_BEHAVIOUR, _LOG),
    "events.source": (_LOG,),
    "events.device": (_LOG,),
    "events.customer_id": (_LOG,),
    "events.visit_id": (_LOG,),
    "shop_days": (_SYCM_SHOP, _ETSY_STATS, _SHOPIFY_SESSIONS, _SHOPIFY_SALES, _COMPASS, _GA4),
    "shop_days.visitors": (_SYCM_SHOP, _ETSY_STATS, _SHOPIFY_SESSIONS, _COMPASS, _GA4),
    **{f"shop_days.{name}": (_SYCM_SHOP,) for name in ("favourites", "followers", "returning_visitors")},
    "shop_days.buyers": (_ETSY_BUYERS, _SYCM_SHOP, _COMPASS),
    "shop_days.orders": (_ETSY_ORDERS, _SYCM_SHOP, _QIANNIU_ORDERS, _SHOPIFY_ORDERS, _SHOPIFY_SALES, _PDD_ORDERS, _DOUYIN_ORDERS, _JD_BILL, _TIKTOK),
    "shop_days.paid_orders": (_ETSY_ORDERS, _SYCM_SHOP, _QIANNIU_ORDERS, _SHOPIFY_ORDERS, _COMPASS, _PDD_ORDERS, _DOUYIN_ORDERS, _JD_BILL, _TIKTOK, _SYCM_PAID_ORDERS),
    "shop_days.paid_amount": (_ETSY_ORDERS, _SYCM_SHOP, _QIANNIU_ORDERS, _SHOPIFY_ORDERS, _SHOPIFY_SALES, _COMPASS, _PDD_ORDERS, _DOUYIN_ORDERS, _JD_BILL, _TIKTOK),
    "shop_days.peer_average_conversion": (_SYCM_RIVALS,),
    "shop_days.peer_top_conversion": (_SYCM_RIVALS,),
    "shop_days.peer_average_click_rate": (_SYCM_RIVALS,),
    "shop_days.impressions": (_ALIMAMA, *_ADS, _COMPASS),
    "shop_days.clicks": (_ALIMAMA, *_ADS, _COMPASS),
    "shop_days.campaign": (_CALENDAR,),
    **{f"items.{name}": (_SYCM_ITEMS,) for name in ("cart_adders", "orderers", "buyers")},
    **{f"items.{name}": (_COURSE,) for name in ("price", "search_rank", "rating_shown", "stock", "is_presale")},
    **{f"ads.{name}": _ADS for name in ("bid", "budget", "quality_score")},
    "traffic": (_SYCM_SOURCES, _JD_TRAFFIC, _SHOPIFY_SESSIONS, _GA4),
    "traffic.cost": (_ALIMAMA, *_ADS, _SYCM_SHOP),
    "items": (_SYCM_ITEMS, _AMAZON_ITEMS),
    "ads": (_ALIMAMA, *_ADS, _PDD_ADS),
    "traffic.orders": (_AFFILIATES, _LOG),
    "items.impressions": (_SYCM_SEEN,),
    "items.clicks": (_SYCM_SEEN,),
    "items.page_views": (_SYCM_ITEMS, _DMP),
    "items.paid_amount": (_SYCM_ITEMS, _DMP),
    "ads.creative": (_ALIMAMA_CREATIVES, *_ADS),
    "ad_exposures": (_COURSE,),
    "changes": (_NOTES,),
    "costs": (_BOOKS, _BILLS, _PDD_BILL, _DOUYIN_BILL),
    "reviews": (_REVIEWS,),
    "chats": (_CHATS,),
    "coupons": (_COUPONS,),
    "pushes": (_CRM,),
    "competitors": (_SYCM_RIVALS,),
    "market": (_SYCM_MARKET,),
    "market_reviews": (_SYCM_RIVALS,),
}

# platform → how the names of its exports begin; what begins otherwise is anybody's
_PREFIXES = {"taobao": "Taobao", "etsy": "Etsy", "shopify": "Shopify", "jd": "JD: ", "pinduoduo": "Pinduoduo", "douyin": "Douyin", "tiktok": "TikTok",
             "amazon": "Amazon", "shopee": "Shopee", "lazada": "Lazada", "woocommerce": "WooCommerce", "ebay": "eBay"}
# what only a shop with a site of its own has, and what a shop inside a Chinese platform cannot use
_OWN_SITES, _OF_SITES = frozenset({"shopify", "woocommerce", "ga4"}), ("your own site",)
_WALLED, _OUTSIDE = frozenset({"taobao", "jd", "pinduoduo", "douyin"}), ("Google", "Meta")


def to_fetch(need: str, platforms=()) -> tuple[Label, ...]:
    """What a seller on these platforms (any, if none is given) can fetch today: a click in the back office or a list of one's own, read already."""
    return tuple(p for p in _of_platforms(_everywhere(need), platforms) if not isinstance(p, (_Later, _NoButton)))


def _everywhere(need: str) -> tuple[Label, ...]:
    table = need.partition(".")[0]
    if table not in TABLES:
        raise KeyError(f"{need}: there is no table {table}")
    return _FROM.get(need) or _FROM[table]


def _of_platforms(everywhere, platforms) -> tuple[Label, ...]:
    if not platforms:
        return everywhere
    others = tuple(prefix for name, prefix in _PREFIXES.items() if name not in platforms)
    others += () if _OWN_SITES & set(platforms) else _OF_SITES
    others += _OUTSIDE if set(platforms) <= _WALLED else ()
    return tuple(p for p in everywhere if not p.en.startswith(others))


def places(need: str) -> Label:
    """The places that export a need, by name and without where to click in them.

    >>> places("traffic").en
    'Taobao/Tmall, JD, Shopify, Google Analytics 4'
    """
    there = [p for p in _everywhere(need) if not isinstance(p, _Later)] or _everywhere(need)
    en, zh = (dict.fromkeys(re.split("[:：,，(（]", getattr(p, lang))[0].strip() for p in there) for lang in LANGUAGES)
    return Label(", ".join(en), "、".join(zh))


def brings(need: str, platforms=()) -> Label:
    """Which exports bring a need ("traffic.cost", "items"), in one phrase; those that are not read yet come last.

    platforms: those that the shop sells on, as its ledger names them: exports of others are left out. Where its own bring
    nothing, the others are named, but not where to click in them.

    >>> brings("orders").en.split("; ")[0]
    'Etsy: Download Data → Orders'
    """
    here = _of_platforms(_everywhere(need), platforms)
    if not here:
        where = places(need)
        return Label(f"only elsewhere: {where.en}", f"只有别的平台有：{where.zh}")
    read, later = ([p for p in here if isinstance(p, _Later) is kind] for kind in (False, True))
    en = ["; ".join(p.en for p in read), "not read yet: " + "; ".join(p.en for p in later)]
    zh = ["；".join(p.zh for p in read), "尚不能读：" + "；".join(p.zh for p in later)]
    there = [bool(read), bool(later)]
    return Label("; ".join(compress(en, there)), "；".join(compress(zh, there)))
