"""The demo shop's plan: a young shop for small things that plug in; every figure it is drawn from, and why."""

from __future__ import annotations

from datetime import date

from shopkit.labels import Label
from shopkit.world.cities import PLACES
from shopkit.world.plan import (
    Behaviour,
    Campaign,
    Cost,
    Device,
    Peers,
    Product,
    Segment,
    Shift,
    ShopPlan,
    Source,
)

# invented brands, so that nothing here speaks of a real one
_XIANGWAN = Label("Xiangwan", "向晚")
_ZHICHENG = Label("Zhicheng", "知澄")
_LAMPS = Label("Desk lamps", "台灯")
_KETTLES = Label("Kettles", "电水壶")
_EARPHONES = Label("Earphones", "耳机")
_CHARGING = Label("Charging", "充电配件")


def _item(number, en, zh, brand, category, supplier, list_price, price, unit_cost, popularity, launched, cart=1.0, with_=()):
    return Product(f"7312040{number:05d}", Label(f"{brand.en} {en}", f"{brand.zh} {zh}"), brand, category, supplier,
                   list_price, price, unit_cost, popularity, launched, cart,
                   tuple(f"7312040{other:05d}" for other in with_))


# Popularity is long-tailed, as in any shop: three items take half of the looks. The reading lamp is the shop
# window of the ads and its page is weak (cart 0.42): much traffic, few carts, lesson 03's dearest leak.
PRODUCTS = (
    _item(10115, "LED reading lamp with clamp, adjustable arm", "LED夹式阅读灯 长臂可调 卧室床头学习",
          _XIANGWAN, _LAMPS, 0, 199, 169, 82, 0.210, "2026-03-02", cart=0.42, with_=(40128,)),
    _item(10123, "folding desk lamp, three brightness steps", "折叠台灯 三档亮度 宿舍书桌充电款",
          _XIANGWAN, _LAMPS, 0, 99, 79, 37, 0.125, "2026-03-02", with_=(40110, 40128)),
    _item(10131, "bedside lamp, warm light, touch switch", "床头小夜灯 暖光触摸开关 可充电",
          _XIANGWAN, _LAMPS, 0, 69, 59, 26, 0.060, "2026-03-18", with_=(40110,)),
    _item(10149, "floor-standing study lamp", "立式学习落地灯 书房客厅",
          _ZHICHENG, _LAMPS, 0, 329, 289, 146, 0.025, "2026-06-05", with_=(40128,)),
    _item(20114, "electric kettle 1.5 L, stainless steel", "电热水壶1.5L 304不锈钢 自动断电",
          _ZHICHENG, _KETTLES, 1, 129, 99, 51, 0.130, "2026-03-02", with_=(20130,)),
    _item(20122, "kettle 1 L with four temperatures", "恒温电水壶1L 四档调温 泡茶冲奶",
          _ZHICHENG, _KETTLES, 1, 189, 159, 80, 0.060, "2026-04-11", with_=(20130,)),
    _item(20130, "tea filter and cup set for kettles", "泡茶滤网杯套装 配水壶",
          _ZHICHENG, _KETTLES, 1, 45, 36, 14, 0.030, "2026-04-11", with_=(20122,)),
    _item(20148, "folding travel kettle 0.6 L", "折叠旅行水壶0.6L 出差便携",
          _ZHICHENG, _KETTLES, 1, 159, 129, 69, 0.045, "2026-05-20"),
    _item(30113, "in-ear Bluetooth earphones, 24 hours", "入耳式蓝牙耳机 24小时续航",
          _XIANGWAN, _EARPHONES, 2, 149, 119, 65, 0.095, "2026-03-02", with_=(40110,)),
    _item(30121, "wired earphones with microphone, Type-C", "有线耳机 Type-C带麦 通话清晰",
          _XIANGWAN, _EARPHONES, 2, 49, 39, 16, 0.055, "2026-03-18", with_=(40110,)),
    _item(30139, "over-ear headphones for study, folding", "头戴式耳机 学习办公 可折叠",
          _XIANGWAN, _EARPHONES, 2, 219, 189, 104, 0.035, "2026-07-01"),
    _item(40110, "charging cable 1.5 m, two pieces", "快充数据线1.5米 两条装",
          _ZHICHENG, _CHARGING, 3, 35, 27, 8, 0.055, "2026-03-02", with_=(40128, 40136)),
    _item(40128, "power strip with three USB ports", "桌面插线板 三USB口 1.8米",
          _ZHICHENG, _CHARGING, 3, 79, 65, 33, 0.055, "2026-03-18", with_=(40110,)),
    _item(40136, "wall charger 45 W", "充电头45W 双口折叠插脚",
          _ZHICHENG, _CHARGING, 3, 99, 85, 41, 0.020, "2026-08-14", with_=(40110,)),
)

# Volume and readiness differ, and they do not go together: paid search is among the widest and among the poorest.
# Click prices are our assumption for categories of ¥100 items: at these, search ads just about earn their keep after
# goods and fees, and audience ads lose money. `share` is of first visits; who comes back comes mostly directly.
SOURCES = (
    Source("free_search", 0.330, (0.06, 0.78, 0.16), looks=1.9, intent=1.15, order=1.05, click_rate=0.045),
    Source("search_ads", 0.345, (0.02, 0.58, 0.40), looks=1.6, intent=0.66, order=0.95, click=0.82, click_rate=0.041),
    Source("audience_ads", 0.115, (0.30, 0.00, 0.70), looks=1.4, intent=0.42, order=0.85, click=0.62, click_rate=0.028),
    Source("content", 0.120, (0.08, 0.00, 0.92), looks=2.3, intent=0.38, order=0.80, click_rate=0.060, favourite=2.2),
    Source("platform_event", 0.050, (0.40, 0.10, 0.50), looks=1.8, intent=0.85, order=1.05, click_rate=0.050),
    Source("direct", 0.040, (0.88, 0.06, 0.06), looks=2.4, intent=1.40, order=1.15),
)

# Taobao and Tmall are shopped on phones. On a computer the last step asks to fetch the phone and scan a code: here
# people look and fill the cart as elsewhere, and a third of them do not pay. (That size is our assumption.)
DEVICES = (
    Device("phone", 0.85, cart=1.0, pay=0.90),
    Device("computer", 0.11, cart=1.05, pay=0.52),
    Device("tablet", 0.04, cart=0.95, pay=0.86),
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
BEHAVIOUR = Behaviour(
    cart=0.061, buy_now=0.0032, favourite=0.028, compare=0.16, cart_before_page=0.08, second_line=0.15,
    order_from_cart=0.205, order_from_old_cart=0.27, pay_later=0.28, look_after_paying=0.28, cart_after_paying=0.16,
    return_looked=0.22, return_favourite=0.36, return_cart=0.50, return_buyer=0.28, returning=1.10, again_today=0.06, via_home=0.22,
)

# Weekday rhythm: a few percent, Sunday and Monday busiest, Friday least. Log files of Taobao differ on the weekend.
_WEEKDAYS = (1.03, 1.02, 1.00, 0.99, 0.93, 0.97, 1.06)
# Hours as in the public Taobao behaviour log of Tianchi (November-December 2014), smoothed: little before seven,
# a hump around noon, the peak at nine in the evening.
_HOURS = (2.6, 1.2, 0.6, 0.4, 0.3, 0.4, 0.9, 1.8, 3.0, 4.2, 5.1, 5.3, 5.5, 5.6, 5.3, 5.5, 5.6, 5.2, 5.3, 6.8, 8.2, 8.9, 8.0, 4.3)

_RETURN_SOURCES = {"direct": 0.62, "free_search": 0.20, "search_ads": 0.10, "content": 0.05, "audience_ads": 0.03}

# A rented corner of a warehouse, one person full time and help with packing on some days; per order a box and its
# filling, and the premium of the return-freight insurance.
COSTS = (
    Cost("rent", 1200),
    Cost("labour", 7200),
    Cost("software", 380),
    Cost("tax", of_paid=0.01),  # a small company's value-added tax, reduced rate
    Cost("packing", per_order=1.2),
    Cost("return_freight", per_order=0.9),
)


def demo_plan(seed: int = 2026, locale: str = "zh_CN", days: int | None = None, scale: float = 1.0) -> ShopPlan:
    """The plan of the course's shop; `days` from 1 August 2026 on (91 if None), `scale` multiplies its visitors."""
    return ShopPlan(
        name=Label("Xiangwan Home (demo shop)", "向晚小家电（示例店铺）"),
        seed=seed, scale=scale, locale=locale, currency="CNY",
        first_day=date(2026, 8, 1), days=92 if days is None else days,
        visitors_per_day=205, trend=0.0012, weekdays=_WEEKDAYS, hours=_HOURS,
        products=PRODUCTS, sources=SOURCES, devices=DEVICES, segments=SEGMENTS, places=PLACES,
        behaviour=BEHAVIOUR, return_sources=_RETURN_SOURCES,
        # the platform sorts shops anew each month; after the campaign's sales this one rose a tier
        peers=(Peers(date(2026, 1, 1), 0.029, 0.052, 0.041), Peers(date(2026, 10, 1), 0.034, 0.063, 0.044)),
        costs=COSTS,
        campaigns=(
            Campaign(Label("September sale", "9月焕新节"), date(2026, 9, 9), date(2026, 9, 11),
                     arrivals=1.45, event_arrivals=7.0, price=0.88, intent=1.85),
        ),
        shifts=(
            Shift(date(2026, 9, 21), date(2027, 12, 31), 3.0, "audience_ads"),  # more new people, colder ones
            Shift(date(2026, 10, 1), date(2026, 10, 7), 0.84),  # National Day: people travel
        ),
        # about what Tmall's service fee (2-5 % by category) and payment cost together; chance of a refund per line
        fee=0.05, refund=0.08, gift_cost=3.5, gift_from=129,
    )
