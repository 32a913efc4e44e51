"""The demo shop's plan: a young shop for small things that plug in; every figure it is drawn from, and why."""

from __future__ import annotations

from datetime import date

from shopkit.labels import Label
from shopkit.world.cities import PLACES
from shopkit.world.plan import (
    Behaviour,
    Cost,
    Creative,
    Device,
    Niche,
    Peers,
    Product,
    Promotion,
    Rival,
    Segment,
    Service,
    ShopPlan,
    Source,
)

# invented brands, so that nothing here speaks of a real one
_XIANGWAN = Label("Xiangwan", "向晚")
_ZHICHENG = Label("Zhicheng", "知澄")
CATEGORIES = {
    "lamps": Label("Desk lamps", "台灯"),
    "kettles": Label("Kettles", "电水壶"),
    "earphones": Label("Earphones", "耳机"),
    "charging": Label("Charging", "充电配件"),
    "humidifiers": Label("Humidifiers", "加湿器"),
}


def _item(number, en, zh, brand, category, supplier, list_price, price, unit_cost, popularity, launched, cart=1.0, with_=(), fault=0.24):
    return Product(f"7312040{number:05d}", Label(f"{brand.en} {en}", f"{brand.zh} {zh}"), brand, category, supplier,
                   list_price, price, unit_cost, popularity, launched, cart,
                   tuple(f"7312040{other:05d}" for other in with_), fault=fault)


# Popularity is long-tailed, as in any shop: three items take half of the looks. The reading lamp is the shop
# window of the ads and its page is weak (cart 0.42): much traffic, few carts, lesson 03's dearest leak.
PRODUCTS = (
    _item(10115, "LED reading lamp with clamp, adjustable arm", "LED夹式阅读灯 长臂可调 卧室床头学习",
          _XIANGWAN, "lamps", 0, 199, 169, 82, 0.210, "2025-02-24", cart=0.42, with_=(40128,)),
    _item(10123, "folding desk lamp, three brightness steps", "折叠台灯 三档亮度 宿舍书桌充电款",
          _XIANGWAN, "lamps", 0, 99, 79, 37, 0.125, "2025-02-24", with_=(40110, 40128)),
    _item(10131, "bedside lamp, warm light, touch switch", "床头小夜灯 暖光触摸开关 可充电",
          _XIANGWAN, "lamps", 0, 69, 59, 26, 0.060, "2025-03-12", with_=(40110,)),
    _item(10149, "floor-standing study lamp", "立式学习落地灯 书房客厅",
          _ZHICHENG, "lamps", 0, 329, 289, 146, 0.025, "2025-05-30", with_=(40128,)),
    _item(20114, "electric kettle 1.5 L, stainless steel", "电热水壶1.5L 304不锈钢 自动断电",
          _ZHICHENG, "kettles", 1, 129, 99, 51, 0.130, "2025-02-24", with_=(20130,)),
    _item(20122, "kettle 1 L with four temperatures", "恒温电水壶1L 四档调温 泡茶冲奶",
          _ZHICHENG, "kettles", 1, 189, 159, 80, 0.060, "2025-04-10", with_=(20130,)),
    _item(20130, "tea filter and cup set for kettles", "泡茶滤网杯套装 配水壶",
          _ZHICHENG, "kettles", 1, 45, 36, 14, 0.030, "2025-04-10", with_=(20122,)),
    _item(20148, "folding travel kettle 0.6 L", "折叠旅行水壶0.6L 出差便携",
          _ZHICHENG, "kettles", 1, 159, 129, 69, 0.045, "2025-05-16"),
    _item(30113, "in-ear Bluetooth earphones, 24 hours", "入耳式蓝牙耳机 24小时续航",
          _XIANGWAN, "earphones", 2, 149, 119, 65, 0.095, "2025-02-24", with_=(40110,)),
    _item(30121, "wired earphones with microphone, Type-C", "有线耳机 Type-C带麦 通话清晰",
          _XIANGWAN, "earphones", 2, 49, 39, 16, 0.055, "2025-03-12", with_=(40110,)),
    _item(30139, "over-ear headphones for study, folding", "头戴式耳机 学习办公 可折叠",
          _XIANGWAN, "earphones", 2, 219, 189, 104, 0.035, "2025-06-27"),
    _item(40110, "charging cable 1.5 m, two pieces", "快充数据线1.5米 两条装",
          _ZHICHENG, "charging", 3, 35, 27, 8, 0.055, "2025-02-24", with_=(40128, 40136)),
    _item(40128, "power strip with three USB ports", "桌面插线板 三USB口 1.8米",
          _ZHICHENG, "charging", 3, 79, 65, 33, 0.055, "2025-03-12", with_=(40110,)),
    _item(40136, "wall charger 45 W", "充电头45W 双口折叠插脚",
          _ZHICHENG, "charging", 3, 99, 85, 41, 0.020, "2025-08-14", with_=(40110,)),
    # a category that the shop opens before its traffic can carry one: a thin page and no reviews
    _item(50117, "desk humidifier 0.5 L, USB", "桌面加湿器0.5L USB供电", _XIANGWAN, "humidifiers", 1, 89, 69, 41, 0.012, "2025-11-03", cart=0.42, fault=0.42),
    _item(50125, "quiet bedroom humidifier 4 L", "静音加湿器4L 卧室大雾量", _XIANGWAN, "humidifiers", 1, 199, 169, 105, 0.010, "2025-11-03", cart=0.36, fault=0.45),
)

# Volume and readiness differ, and they do not go together: paid search is among the widest and among the poorest.
# Click prices are our assumption for categories of ¥100 items: at these, search ads just about earn their keep after
# goods and fees, and audience ads lose money. Search clicks are bought in an auction, where a better click rate makes
# them cheaper (quality 0.6); audience ads are paid by impressions, there it is arithmetic (1). More clicks of a day are
# dearer: clicks = a · spend ** 0.7, in the middle of what response-curve studies report (0.5-0.9).
# `share` is of first visits, `back` of later ones: who comes back comes mostly directly.
SOURCES = (
    Source("free_search", 0.330, (0.06, 0.78, 0.16), looks=1.9, intent=1.15, order=1.05, click_rate=0.045, back=0.20),
    Source("search_ads", 0.345, (0.02, 0.58, 0.40), looks=1.6, intent=0.66, order=0.95, click_rate=0.041, back=0.10,
           click_price=0.82, returns_to_scale=0.7, quality=0.6),
    Source("audience_ads", 0.115, (0.30, 0.00, 0.70), looks=1.4, intent=0.42, order=0.85, click_rate=0.028, back=0.03,
           click_price=0.62, returns_to_scale=0.85, quality=1.0),
    Source("content", 0.120, (0.08, 0.00, 0.92), looks=2.3, intent=0.38, order=0.80, click_rate=0.060, back=0.05, favourite=2.2),
    Source("platform_event", 0.050, (0.40, 0.10, 0.50), looks=1.8, intent=0.85, order=1.05, click_rate=0.050),
    Source("direct", 0.040, (0.88, 0.06, 0.06), looks=2.4, intent=1.40, order=1.15, back=0.62),
)

# Ad plans send to one item each; two pictures a plan, of which one draws more clicks.
_ITEM_PICTURE, _SCENE_PICTURE = Label("item on white", "白底图"), Label("in the room", "场景图")


def _plan(source, name, number, weight, better=1.12):
    where = {"search_ads": Label("Search", "搜索"), "audience_ads": Label("Audience", "人群")}[source]
    title = Label(f"{where.en}: {name.en}", f"{where.zh}·{name.zh}")
    pictures = tuple(Creative(Label(f"{title.en}, {picture.en}", f"{title.zh}·{picture.zh}"), share, click)
                     for picture, share, click in ((_ITEM_PICTURE, 0.5, 2 - better), (_SCENE_PICTURE, 0.5, better)))
    return Promotion(title, source, f"7312040{number:05d}", weight, pictures)


_LAMP, _FOLDING = Label("reading lamp", "阅读灯"), Label("folding lamp", "折叠台灯")
_KETTLE, _EARPHONE, _STRIP = Label("kettle 1.5 L", "电热水壶"), Label("in-ear earphones", "蓝牙耳机"), Label("power strip", "插线板")
PROMOTIONS = (
    _plan("search_ads", _LAMP, 10115, 0.34),
    _plan("search_ads", _FOLDING, 10123, 0.20),
    _plan("search_ads", _KETTLE, 20114, 0.22),
    _plan("search_ads", _EARPHONE, 30113, 0.16),
    _plan("search_ads", _STRIP, 40128, 0.08, better=1.05),
    _plan("audience_ads", _LAMP, 10115, 0.45),
    _plan("audience_ads", _KETTLE, 20114, 0.30),
    _plan("audience_ads", _EARPHONE, 30113, 0.25),
)

# Taobao and Tmall are shopped on phones. On a computer the last step asks to fetch the phone and scan a code: here
# people look and fill the cart as elsewhere, and a third of them do not pay. (That size is our assumption.)
DEVICES = (
    Device("phone", 0.85, pay=0.90),
    Device("computer", 0.11, pay=0.52),
    Device("tablet", 0.04, pay=0.86),
)

SEGMENTS = (
    Segment(Label("Students in dormitories", "住校学生"), 0.34, 1.00),
    Segment(Label("Office workers who rent", "租房上班族"), 0.38, 1.10),
    Segment(Label("Families", "小家庭"), 0.20, 0.95),
    Segment(Label("Bargain browsers", "比价闲逛"), 0.08, 0.50),
)

# Chances per item page unless said; where no source is named they are our assumption, set by what comes out: 2-5 %
# of a day's visitors pay, 8-9 % fill a cart (published averages of add-to-cart run from 2.5 to 7 %, the best fifth of
# shops above 10 %). Two of three carts are not ordered in the same visit, as in Baymard Institute's average of
# published studies (70 % of carts not bought, 2023). Half of those people come back with the cart, some after more
# than a week: that is what makes the window of a funnel matter.
# Most people only look, a few are ready, and that stays with a person: three states stand in for a long tail.
BEHAVIOUR = Behaviour(
    ready=((0.62, 0.45), (0.28, 1.45), (0.10, 3.15)),
    cart=0.061, buy_now=0.0032, favourite=0.028, compare=0.16, cart_before_page=0.08, second_line=0.13,
    order_from_cart=0.205, order_from_old_cart=0.27, pay_later=0.28, look_after_paying=0.28, cart_after_paying=0.16,
    back=(0.23, 0.34, 0.58), back_with_cart=0.50, gap=(2.6, 4.2, 12.0), returning=1.10, again_today=0.06, via_home=0.22,
)

# Weekday rhythm: a few percent, Sunday and Monday busiest, Friday least. Log files of Taobao differ on the weekend.
_WEEKDAYS = (1.03, 1.02, 1.00, 0.99, 0.93, 0.97, 1.06)
# Hours as in the public Taobao behaviour log of Tianchi (November-December 2014), smoothed: little before seven,
# a hump around noon, the peak at nine in the evening.
_HOURS = (2.6, 1.2, 0.6, 0.4, 0.3, 0.4, 0.9, 1.8, 3.0, 4.2, 5.1, 5.3, 5.5, 5.6, 5.3, 5.5, 5.6, 5.2, 5.3, 6.8, 8.2, 8.9, 8.0, 4.3)

# A rented corner of a warehouse, one person full time and help with packing on some days; per order a box and its
# filling, and the premium of the return-freight insurance.
COSTS = (
    Cost("rent", 1200),
    Cost("labour", 7200),
    Cost("software", 380),
    Cost("dead_stock", 240),  # what did not sell and is written off
    Cost("commission", of_paid=0.012),  # to those who send buyers by a link
    Cost("tax", of_paid=0.01),  # a small company's value-added tax, reduced rate
    Cost("packing", per_order=1.2),
    Cost("return_freight", per_order=0.9),
)


# Names and values of the market: invented rivals. Visitors cost all of them about the same; what a visitor is worth does not.
RIVALS = (
    Rival(Label("Mingguang Lamps", "明光灯具旗舰店"), "lamps", 96, 2600, 0.047, 0.034, 118, 0.36, 0.95, 4.83, True),
    Rival(Label("Bright Study", "亮学专卖店"), "lamps", 118, 1500, 0.043, 0.027, 171, 0.45, 1.15, 4.88, True),
    Rival(Label("Lamp Alley", "灯巷"), "lamps", 74, 1900, 0.039, 0.031, 83, 0.22, 0.85, 4.61, True),
    Rival(Label("Boiling Point", "沸点电器"), "kettles", 101, 2100, 0.045, 0.036, 112, 0.34, 0.90, 4.80, True),
    Rival(Label("Tea Hour", "茶时光"), "kettles", 132, 900, 0.050, 0.030, 196, 0.48, 1.20, 4.90, True),
    Rival(Label("Loud & Clear", "声声入耳"), "earphones", 92, 3200, 0.041, 0.026, 104, 0.30, 0.85, 4.74, True),
    Rival(Label("Ear Works", "耳工坊"), "earphones", 108, 1700, 0.044, 0.029, 127, 0.37, 0.95, 4.82, True),
    Rival(Label("Cable House", "线之家"), "charging", 88, 2300, 0.038, 0.048, 41, 0.41, 0.55, 4.77, True),
    Rival(Label("Big Market Electrics", "大集电器"), "kettles", 90, 14_000, 0.052, 0.041, 109, 0.33, 0.80, 4.84, False),
    Rival(Label("Pengcheng Digital", "鹏程数码"), "earphones", 97, 21_000, 0.049, 0.036, 121, 0.31, 0.80, 4.79, False),
)

_STUDENTS, _WORKERS = Label("Students in dormitories", "住校学生"), Label("Office workers who rent", "租房上班族")
_FAMILIES, _OLDER = Label("Families", "小家庭"), Label("People over 55", "55 岁以上人群")
NICHES = (
    Niche("lamps", _STUDENTS, 5200, 310, 1.9), Niche("lamps", _WORKERS, 3600, 260, 2.3), Niche("lamps", _FAMILIES, 2900, 190, 2.8),
    Niche("lamps", _OLDER, 1500, 34, 2.6, trend=0.0022), Niche("kettles", _STUDENTS, 1900, 150, 1.6), Niche("kettles", _WORKERS, 3300, 240, 2.4),
    Niche("kettles", _FAMILIES, 4700, 330, 2.9), Niche("kettles", _OLDER, 1700, 120, 2.7), Niche("earphones", _STUDENTS, 8800, 720, 2.0),
    Niche("earphones", _WORKERS, 7400, 690, 2.6), Niche("earphones", _FAMILIES, 1600, 160, 1.9), Niche("earphones", _OLDER, 900, 90, 1.7),
    Niche("charging", _STUDENTS, 6100, 820, 0.9), Niche("charging", _WORKERS, 6600, 860, 1.1), Niche("charging", _FAMILIES, 3100, 420, 1.0),
    Niche("humidifiers", _WORKERS, 2100, 260, 1.8, trend=0.003), Niche("humidifiers", _FAMILIES, 2600, 300, 2.1, trend=0.003),
)

SERVICE = Service()

# the platform sorts shops anew each month; after the campaign's sales this one rose a tier
PEERS = (Peers(date(2025, 1, 1), 0.029, 0.052, 0.041), Peers(date(2025, 10, 1), 0.034, 0.063, 0.044))


def demo_plan(seed: int = 2026, locale: str = "zh_CN", days: int | None = None, scale: float = 1.0) -> ShopPlan:
    """The plan of the course's shop; `days` from 1 August 2025 on (153 if None), `scale` multiplies its visitors."""
    return ShopPlan(
        name=Label("Xiangwan Home (demo shop)", "向晚小家电（示例店铺）"),
        story=Label("The course's shop: a young shop for small things that plug in, from its first busy summer to the end of the year.",
                    "课程的示例店铺：一家卖小家电的年轻店铺，从第一个忙碌的夏天到年底。"),
        seed=seed, scale=scale, locale=locale, currency="CNY",
        first_day=date(2025, 8, 1), days=153 if days is None else days,
        visitors_per_day=205, trend=0.0012, weekdays=_WEEKDAYS, hours=_HOURS, categories=CATEGORIES,
        products=PRODUCTS, sources=SOURCES, promotions=PROMOTIONS, devices=DEVICES, segments=SEGMENTS, places=PLACES,
        behaviour=BEHAVIOUR, service=SERVICE, peers=PEERS, costs=COSTS, rivals=RIVALS, niches=NICHES,
        # about what Tmall's service fee (2-5 % by category) and payment cost together; chance of a refund per line
        fee=0.05, refund=0.08, gift_cost=3.5, gift_from=129,
    )
