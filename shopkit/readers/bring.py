"""Which export of which platform brings a table or column that is missing."""

from __future__ import annotations

from itertools import compress

from shopkit.labels import Label
from shopkit.schema import TABLES


class _Later(Label):
    """A report whose reader is still to come: `brings` says so, or somebody downloads it for nothing."""


_ETSY_ORDERS = Label("Etsy: Download Data → Orders", "Etsy：Download Data → Orders")
_ETSY_ITEMS = Label("Etsy: Download Data → Order Items, along with Orders", "Etsy：Download Data → Order Items，与 Orders 一起给")
_ETSY_BUYERS = Label("Etsy: Download Data → Orders, with the column Buyer User ID", "Etsy：Download Data → Orders，含 Buyer User ID 列")
_BEHAVIOUR = Label("Taobao: a behaviour log per person (user, item, step, time)", "淘宝：逐人的行为日志（用户、商品、行为、时间）")
_ETSY_STATS = _Later("Etsy: Stats, visits by day", "Etsy：Stats → 每日访问")
_SYCM_SHOP = _Later("Taobao/Tmall: Business Advisor, shop overview by day", "淘宝/天猫：生意参谋 → 店铺概况（按日）")
_SYCM_SOURCES = _Later("Taobao/Tmall: Business Advisor, traffic sources", "淘宝/天猫：生意参谋 → 流量 → 店铺来源")
_SYCM_ITEMS = _Later("Taobao/Tmall: Business Advisor, item performance by day", "淘宝/天猫：生意参谋 → 商品效果（按日）")
_SYCM_RIVALS = _Later("Taobao/Tmall: Business Advisor, competition", "淘宝/天猫：生意参谋 → 竞争")
_SYCM_MARKET = _Later("Taobao/Tmall: Business Advisor, market", "淘宝/天猫：生意参谋 → 市场")
_ALIMAMA = _Later("Taobao/Tmall: Alimama (Wanxiangtai), campaign report by day", "淘宝/天猫：阿里妈妈万相台 → 计划报表（按日）")
_QIANNIU = _Later("Taobao/Tmall: Qianniu, sold items, export of orders and their items", "淘宝/天猫：千牛 → 已卖出的宝贝 → 导出订单与宝贝明细")
_QIANNIU_REFUNDS = _Later("Taobao/Tmall: Qianniu, refund management, export", "淘宝/天猫：千牛 → 退款管理 → 导出")
_REVIEWS = _Later("Taobao/Tmall: Qianniu, review management, export", "淘宝/天猫：千牛 → 评价管理 → 导出")
_CHATS = _Later("the service tool's list of chats", "客服工具的会话明细")
_COUPONS = _Later("Taobao/Tmall: marketing centre, coupon list", "淘宝/天猫：营销中心 → 优惠券明细")
_JD = _Later("JD: Shangzhi, traffic sources", "京东：商智 → 流量来源")
_SHOPIFY_ORDERS = Label("Shopify: Orders → Export", "Shopify：Orders → Export")
_SHOPIFY_SALES = Label("Shopify: Analytics → Reports, total sales by day", "Shopify：Analytics → Reports → 每日 Total sales")
_SHOPIFY_SESSIONS = Label("Shopify: Analytics → Reports, sessions by day with Online store visitors",
                          "Shopify：Analytics → Reports → 每日 Sessions，含 Online store visitors")
_SHOPIFY_PRODUCTS = Label("Shopify: Products → Export", "Shopify：Products → Export")
_WOO_ORDERS = Label("WooCommerce: the export plugin, orders with Order Line (w/o tax)", "WooCommerce：导出插件 → 订单，勾选 Order Line (w/o tax)")
_EBAY_ORDERS = Label("eBay: Seller Hub → Orders → Download report", "eBay：Seller Hub → Orders → Download report")
_EBAY_FEES = Label("eBay: Seller Hub → Payments → Reports, transaction report", "eBay：Seller Hub → Payments → Reports → Transaction report")
_ADS = _Later("Google, Meta or Amazon Ads: campaign report by day", "Google、Meta 或 Amazon 广告：按日的计划报表")
_BILLS = _Later("Alipay or WeChat bills", "支付宝或微信账单")
_COURIER = _Later("your courier's bill", "快递对账单")
_COSTS = _Later("your own list of what each item costs", "自己的商品成本表")
_BOOKS = _Later("your own books: rent, labour, … by month", "自己的账本：每月的房租、人工等")
_NOTES = _Later("your own notes of what you changed and when", "自己的改动记录")
_CALENDAR = _Later("your own calendar of campaigns", "自己的活动日历")
_CRM = _Later("your own CRM's list", "自己的客户系统导出的名单")
_LOG = _Later("your own site's event log, with the source, device and visit of each step", "自有站点的行为日志，带来源、设备和访问编号")
_COURSE = Label("no platform exports it; the course's own shop has it", "没有平台导出它，只有课程自带的店铺有")

# "table" or "table.column" → where it comes from; a column that is not named comes with its table
_FROM: dict[str, tuple[Label, ...]] = {
    "orders": (_ETSY_ORDERS, _QIANNIU, _SHOPIFY_ORDERS, _WOO_ORDERS, _EBAY_ORDERS),
    "orders.product_id": (_ETSY_ITEMS, _QIANNIU, _SHOPIFY_ORDERS, _WOO_ORDERS, _EBAY_ORDERS),
    "orders.customer_id": (_ETSY_BUYERS, _QIANNIU, _SHOPIFY_ORDERS, _WOO_ORDERS, _EBAY_ORDERS),
    "orders.refund_amount": (_ETSY_ORDERS, _QIANNIU_REFUNDS, _SHOPIFY_ORDERS, _WOO_ORDERS, _EBAY_FEES),
    "orders.refunded_at": (_QIANNIU_REFUNDS, _EBAY_FEES),
    "orders.fee_amount": (_ETSY_ORDERS, _BILLS, _EBAY_FEES),
    "orders.unit_cost": (_COSTS,),
    "orders.shipping_cost": (_COURIER,),
    "orders.gift_cost": (_COSTS,),
    "orders.source": (_LOG,),
    "orders.visit_id": (_LOG,),
    "products": (_ETSY_ITEMS, _QIANNIU, _SHOPIFY_PRODUCTS, _WOO_ORDERS, _EBAY_ORDERS),
    "products.category": (_BEHAVIOUR, _SHOPIFY_PRODUCTS),
    "products.unit_cost": (_SHOPIFY_PRODUCTS, _COSTS),
    "customers": (_CRM,),
    "events": (_BEHAVIOUR, _LOG),
    "events.source": (_LOG,),
    "events.device": (_LOG,),
    "events.customer_id": (_LOG,),
    "events.visit_id": (_LOG,),
    "shop_days": (_SYCM_SHOP, _ETSY_STATS, _SHOPIFY_SESSIONS, _SHOPIFY_SALES),
    "shop_days.buyers": (_ETSY_BUYERS, _SYCM_SHOP),
    "shop_days.orders": (_ETSY_ORDERS, _SYCM_SHOP, _QIANNIU, _SHOPIFY_ORDERS, _SHOPIFY_SALES),
    "shop_days.paid_orders": (_ETSY_ORDERS, _SYCM_SHOP, _QIANNIU, _SHOPIFY_ORDERS),
    "shop_days.paid_amount": (_ETSY_ORDERS, _SYCM_SHOP, _QIANNIU, _SHOPIFY_ORDERS, _SHOPIFY_SALES),
    "shop_days.peer_average_conversion": (_SYCM_RIVALS,),
    "shop_days.peer_top_conversion": (_SYCM_RIVALS,),
    "shop_days.peer_average_click_rate": (_SYCM_RIVALS,),
    "shop_days.impressions": (_ALIMAMA, _ADS),
    "shop_days.clicks": (_ALIMAMA, _ADS),
    "shop_days.campaign": (_CALENDAR,),
    "traffic": (_SYCM_SOURCES, _JD),
    "traffic.cost": (_ALIMAMA, _ADS),
    "items": (_SYCM_ITEMS,),
    "ads": (_ALIMAMA, _ADS),
    "ad_exposures": (_COURSE,),
    "changes": (_NOTES,),
    "costs": (_BOOKS, _BILLS),
    "reviews": (_REVIEWS,),
    "chats": (_CHATS,),
    "coupons": (_COUPONS,),
    "pushes": (_CRM,),
    "competitors": (_SYCM_RIVALS,),
    "market": (_SYCM_MARKET,),
    "market_reviews": (_SYCM_RIVALS,),
}


def brings(need: str) -> Label:
    """Which exports bring a need ("traffic.cost", "items"), in one phrase; those that are not read yet come last.

    >>> brings("orders").en.split("; ")[0]
    'Etsy: Download Data → Orders'
    """
    table = need.partition(".")[0]
    if table not in TABLES:
        raise KeyError(f"{need}: there is no table {table}")
    places = _FROM.get(need) or _FROM[table]
    read, later = ([p for p in places if isinstance(p, _Later) is kind] for kind in (False, True))
    en = ["; ".join(p.en for p in read), "not read yet: " + "; ".join(p.en for p in later)]
    zh = ["；".join(p.zh for p in read), "尚不能读：" + "；".join(p.zh for p in later)]
    there = [bool(read), bool(later)]
    return Label("; ".join(compress(en, there)), "；".join(compress(zh, there)))
