"""The American shop's plan: the demo shop's items sold from a web shop of its own, in US dollars; every figure, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from shopkit.labels import Label
from shopkit.world import demo
from shopkit.world.plan import (
    Campaign,
    Cost,
    Coupon,
    Device,
    Move,
    Niche,
    Peers,
    Place,
    Product,
    Rival,
    Segment,
    Service,
    ShopPlan,
    Source,
    span,
)

# Last digits of the item id → list price, price, unit cost, popularity. All are assumptions. Prices are what small
# importers ask for such things; unit cost is landed: factory, sea freight, and the import duties of 2025. Goods take
# under two fifths of the price, since the shop pays every parcel itself ("free shipping" is in the price).
# Americans brew coffee: kettles are looked at less than in China, chargers and lamps more.
_OURS = {
    10115: (49.99, 39.99, 13.40, 0.220), 10123: (32.99, 27.99, 9.60, 0.125), 10131: (29.99, 24.99, 8.40, 0.070),
    10149: (109.00, 89.99, 35.80, 0.040), 20114: (49.99, 39.99, 14.20, 0.095), 20122: (69.99, 59.99, 22.00, 0.055),
    20130: (21.99, 17.99, 5.40, 0.020), 20148: (54.99, 44.99, 16.80, 0.035), 30113: (59.99, 49.99, 18.40, 0.090),
    30121: (24.99, 19.99, 6.30, 0.045), 30139: (89.99, 79.99, 30.50, 0.050), 40110: (17.99, 14.99, 3.90, 0.055),
    40128: (34.99, 29.99, 10.90, 0.070), 40136: (39.99, 34.99, 12.40, 0.035), 50117: (39.99, 34.99, 14.00, 0.012),
    50125: (79.99, 69.99, 28.50, 0.010),
}
# an outlet of 120 V gives a kettle 1500 W, not 1800-2200: it boils slower, and some buyers hold that against it
# (points of five, assumption)
_KETTLES, _SLOWER = (20114, 20122, 20148), 0.03


def _american(item: Product) -> Product:
    number = int(item.product_id[-5:])
    list_price, price, unit_cost, popularity = _OURS[number]
    item = replace(item, list_price=list_price, price=price, unit_cost=unit_cost, popularity=popularity)
    if number not in _KETTLES:
        return item
    return replace(item, title=Label(f"{item.title.en}, 120 V", f"{item.title.zh} 美规120V"), fault=item.fault + _SLOWER)


PRODUCTS = tuple(_american(item) for item in demo.PRODUCTS)

# Click rates and prices: Google's shopping ads 0.86 % and $0.66, search text ads for home and garden about $1.05
# (WordStream; the shop buys mostly the former); Facebook ads of retailers $0.74-1.13 through 2025 (Superads), of home
# and garden 1.3 % (Lebesgue, 2024). free_search is Google without paying, content is social posts and creators,
# off_site is deal sites and blogs that link here: their click rates, and all of intent and looks, are assumptions,
# set by what comes out: 1.8-3.2 % of a day's visitors pay. Shopify shops average 1.4 % of sessions, the best fifth
# 3.2 % and more (Littledata, 2023); people of a day pay oftener than sessions do, as some come twice.
# Ads bring a quarter of the new people, half as many as in the demo shop; at these prices a shop that lived on clicks
# would lose money. Of what they cost, search ads bring back about two thirds as contribution within the five months,
# those who come back later directly included, and audience ads less than a third: that is there to be found.
# quality and returns_to_scale are the demo shop's: both countries sell clicks by the same kinds of auction.
SOURCES = (
    Source("free_search", 0.400, (0.10, 0.16, 0.74), looks=1.9, intent=1.10, order=1.05, click_rate=0.026, back=0.18),
    Source("search_ads", 0.190, (0.02, 0.06, 0.92), looks=1.7, intent=1.15, order=1.00, click_rate=0.0105, back=0.09,
           click_price=0.68, returns_to_scale=0.7, quality=0.6),
    Source("audience_ads", 0.065, (0.22, 0.00, 0.78), looks=1.4, intent=0.50, order=0.85, click_rate=0.013, back=0.04,
           click_price=0.82, returns_to_scale=0.85, quality=1.0),
    Source("content", 0.165, (0.20, 0.00, 0.80), looks=2.1, intent=0.45, order=0.85, click_rate=0.014, back=0.05, favourite=2.2),
    Source("off_site", 0.085, (0.25, 0.02, 0.73), looks=1.8, intent=1.00, order=1.05, click_rate=0.020, back=0.04),
    Source("direct", 0.095, (0.80, 0.10, 0.10), looks=2.3, intent=1.35, order=1.15, back=0.60),
)

# the demo shop's ad plans: the same items, pictures and weights
PROMOTIONS = demo.PROMOTIONS

# Phones bring two thirds of the people and finish less often: a card number and an address are tedious to type there.
# Littledata's Shopify shops: 1.2 % of sessions on phones buy, 1.9 % on computers; 44 % and 49 % of checkouts are
# finished. Our assumption: an order placed is a checkout that has reached the payment, and most of the gap is there.
DEVICES = (
    Device("phone", 0.68, pay=0.64),
    Device("computer", 0.28, pay=0.88),
    Device("tablet", 0.04, pay=0.76),
)

# who buys small things for a desk in the United States, and how readily: assumptions
_STUDENTS, _RENTERS = Label("College students", "大学生"), Label("Renters with a job", "租房上班族")
_OWNERS, _HUNTERS = Label("Families with a house", "有房家庭"), Label("Deal hunters", "追折扣的人")
_OLDER = Label("People over 55", "55 岁以上人群")
SEGMENTS = (
    Segment(_STUDENTS, 0.24, 0.95), Segment(_RENTERS, 0.36, 1.10), Segment(_OWNERS, 0.30, 1.05), Segment(_HUNTERS, 0.10, 0.50),
)

# The demo shop's people, in a strange shop whose checkout asks for more: fewer carts (Shopify shops average 4.6 % of
# sessions, the best fifth 7.5 %: Littledata) and fewer who come back. No platform keeps an order open until it is
# paid: an e-mail reminds, and brings back about one unfinished checkout of seven. At the till more is added than on
# a platform, as the shop shows what goes with it. (Sizes: assumptions.)
BEHAVIOUR = replace(demo.BEHAVIOUR, cart=0.048, pay_later=0.14, second_line=0.19, back=(0.17, 0.26, 0.44), back_with_cart=0.42)

# Metropolitan areas: millions of people (Census Bureau estimates for 2024, rounded). The parcel of two pounds leaves a
# warehouse in New Jersey: $6 nearby to $12 on the west coast, by zone, about what small shops pay for ground parcels
# through a label service; two to five days on the road. Prices and days are assumptions.
_METROS = (
    ("New York", "纽约州", "New York City", "纽约市", 19.9, 6.2, 2.0),
    ("California", "加利福尼亚州", "Los Angeles", "洛杉矶", 12.9, 11.4, 4.8),
    ("Illinois", "伊利诺伊州", "Chicago", "芝加哥", 9.4, 8.2, 3.2),
    ("Texas", "得克萨斯州", "Dallas", "达拉斯", 8.3, 9.4, 3.9),
    ("Texas", "得克萨斯州", "Houston", "休斯敦", 7.8, 9.4, 3.9),
    ("Florida", "佛罗里达州", "Miami", "迈阿密", 6.5, 8.9, 3.6),
    ("District of Columbia", "哥伦比亚特区", "Washington, D.C.", "华盛顿", 6.4, 6.6, 2.2),
    ("Georgia", "佐治亚州", "Atlanta", "亚特兰大", 6.4, 8.1, 3.1),
    ("Pennsylvania", "宾夕法尼亚州", "Philadelphia", "费城", 6.3, 6.2, 2.0),
    ("Arizona", "亚利桑那州", "Phoenix", "菲尼克斯（凤凰城）", 5.2, 11.0, 4.6),
    ("Massachusetts", "马萨诸塞州", "Boston", "波士顿", 5.0, 6.6, 2.2),
    ("California", "加利福尼亚州", "San Francisco", "旧金山", 4.6, 11.6, 4.9),
    ("Michigan", "密歇根州", "Detroit", "底特律", 4.4, 7.6, 2.8),
    ("Washington", "华盛顿州", "Seattle", "西雅图", 4.1, 11.8, 5.0),
    ("Minnesota", "明尼苏达州", "Minneapolis", "明尼阿波利斯", 3.8, 8.8, 3.5),
    ("Florida", "佛罗里达州", "Tampa", "坦帕", 3.4, 8.7, 3.5),
    ("California", "加利福尼亚州", "San Diego", "圣迭戈", 3.3, 11.4, 4.8),
    ("Colorado", "科罗拉多州", "Denver", "丹佛", 3.1, 9.9, 4.1),
    ("Florida", "佛罗里达州", "Orlando", "奥兰多", 2.9, 8.7, 3.4),
    ("North Carolina", "北卡罗来纳州", "Charlotte", "夏洛特", 2.9, 7.5, 2.7),
    ("Maryland", "马里兰州", "Baltimore", "巴尔的摩", 2.9, 6.4, 2.1),
    ("Missouri", "密苏里州", "St. Louis", "圣路易斯", 2.8, 8.5, 3.3),
    ("Texas", "得克萨斯州", "San Antonio", "圣安东尼奥", 2.8, 9.7, 4.0),
    ("Texas", "得克萨斯州", "Austin", "奥斯汀", 2.6, 9.6, 4.0),
    ("Oregon", "俄勒冈州", "Portland", "波特兰", 2.5, 11.8, 5.0),
    ("Pennsylvania", "宾夕法尼亚州", "Pittsburgh", "匹兹堡", 2.4, 7.0, 2.4),
    ("Nevada", "内华达州", "Las Vegas", "拉斯维加斯", 2.4, 11.0, 4.6),
    ("Ohio", "俄亥俄州", "Columbus", "哥伦布", 2.2, 7.4, 2.6),
    ("Tennessee", "田纳西州", "Nashville", "纳什维尔", 2.2, 8.1, 3.1),
)
_MILLIONS = sum(millions for *_, millions, _, _ in _METROS)
PLACES = tuple(Place(Label(state, state_zh), Label(city, city_zh), round(millions / _MILLIONS, 4), parcel, days)
               for state, state_zh, city, city_zh, millions, parcel, days in _METROS)

# One person answers the live chat between parcels: a median of a minute and a half (teams of all sizes 37 seconds:
# Comm100, 2018; small ones two to three minutes: Chatsy, 2026; the 90 are our assumption). Americans ask less than
# people on Taobao do, and of six items that arrive about one is reviewed after an e-mail asks. Late begins after five
# days and a half. (Assumptions.)
SERVICE = Service(chats=0.12, reply=90.0, in_time=120.0, review=0.17, on_time_days=5.5)

# Monday first, Saturday last: a few percent, as many web shops report and others do not (assumption).
_WEEKDAYS = (1.08, 1.03, 1.00, 0.99, 0.95, 0.93, 1.02)
# Hours of the eastern time zone: a plateau from late morning on, the peak from seven to ten in the evening. Reports of
# hours agree on both humps and differ on which is higher (assumption); the west's later evening fills the night.
_HOURS = (2.6, 1.6, 0.9, 0.5, 0.4, 0.7, 1.5, 2.6, 3.8, 4.7, 5.2, 5.5, 5.7, 5.6, 5.3, 5.2, 5.2, 5.3, 5.9, 7.0, 7.6, 7.3, 5.9, 4.0)

# A benchmark service for web shops: the average is that of Littledata's Shopify shops, top the best fifth. It compares
# shops of like sales; from October on this one is among larger ones (size of the step: assumption).
PEERS = (Peers(date(2025, 1, 1), 0.014, 0.032, 0.0125), Peers(date(2025, 10, 1), 0.017, 0.037, 0.0135))

# The plan's fee is the share that card processing takes of every payment in the United States, 2.9 %; the 30 cents per
# payment stand in "other". What is paid leaves out sales tax: it is collected for the state and handed on, so there is
# no tax line; income tax is the owner's. A real processor keeps its fee when money goes back, here the fee goes back
# too: a tenth of 2.9 % is added to "other". The rest are assumptions: shelves in a shared warehouse, a helper fifteen
# hours a week and no wage for the owner, the shop software and its add-ons; per order a box with its filling, and
# a return label of $9 for every fourteenth.
COSTS = (
    Cost("rent", 420),
    Cost("labour", 1050),
    Cost("software", 165),
    Cost("dead_stock", 120),
    Cost("commission", of_paid=0.008),  # to sites and creators that send buyers by a link
    Cost("packing", per_order=1.35),
    Cost("return_freight", per_order=0.65),
    Cost("other", per_order=0.30, of_paid=0.003),
)

# Invented rivals, their figures assumptions. Visitors cost all of them about the same, as on the Chinese market.
RIVALS = (
    Rival(Label("Lampwright Vale", "灯匠谷"), "lamps", 97, 1300, 0.013, 0.021, 47, 0.40, 0.27, 4.64, True),
    Rival(Label("Deskmere Lights", "书案灯"), "lamps", 121, 800, 0.012, 0.017, 68, 0.47, 0.33, 4.73, True),
    Rival(Label("Wattlebright", "瓦特亮"), "lamps", 76, 1000, 0.011, 0.019, 34, 0.33, 0.20, 4.38, True),
    Rival(Label("Kettlemoor", "壶原"), "kettles", 102, 900, 0.013, 0.022, 45, 0.39, 0.28, 4.61, True),
    Rival(Label("Steep & Hollow", "沏谷茶器"), "kettles", 135, 500, 0.014, 0.019, 79, 0.48, 0.36, 4.76, True),
    Rival(Label("Quietfinch Audio", "静雀音频"), "earphones", 93, 1700, 0.011, 0.017, 49, 0.37, 0.25, 4.47, True),
    Rival(Label("Earbrook", "耳溪"), "earphones", 109, 900, 0.012, 0.018, 58, 0.41, 0.28, 4.60, True),
    Rival(Label("Cordwillow", "线柳配件"), "charging", 89, 1200, 0.011, 0.028, 27, 0.46, 0.21, 4.52, True),
    Rival(Label("Bigfield Home Goods", "大田家居"), "kettles", 91, 11_000, 0.015, 0.027, 46, 0.36, 0.27, 4.55, False),
    Rival(Label("Northquill Electronics", "北羽数码"), "earphones", 98, 16_000, 0.014, 0.023, 57, 0.36, 0.27, 4.51, False),
)

# searches, sellers and dollars per search: assumptions in the demo market's proportions, kettles smaller, chargers larger
NICHES = (
    Niche("lamps", _STUDENTS, 3900, 240, 0.52), Niche("lamps", _RENTERS, 4200, 280, 0.66), Niche("lamps", _OWNERS, 4600, 260, 0.80),
    Niche("lamps", _OLDER, 1700, 38, 0.74, trend=0.0022), Niche("kettles", _STUDENTS, 900, 90, 0.42), Niche("kettles", _RENTERS, 1900, 160, 0.62),
    Niche("kettles", _OWNERS, 2300, 190, 0.75), Niche("kettles", _OLDER, 1000, 80, 0.70), Niche("earphones", _STUDENTS, 8200, 690, 0.58),
    Niche("earphones", _RENTERS, 8900, 740, 0.74), Niche("earphones", _OWNERS, 3600, 300, 0.62), Niche("earphones", _OLDER, 1300, 120, 0.52),
    Niche("charging", _STUDENTS, 5800, 780, 0.30), Niche("charging", _RENTERS, 7600, 930, 0.36), Niche("charging", _OWNERS, 6100, 760, 0.35),
    Niche("humidifiers", _RENTERS, 2600, 270, 0.60, trend=0.003), Niche("humidifiers", _OWNERS, 3800, 330, 0.72, trend=0.003),
)

# A code for who leaves an e-mail address. Every shop has one, 10 % is usual; how many take it is an assumption. (Who
# has bought before can use it here again: such codes wander.)
COUPONS = (Coupon(Label("Welcome code, 10 % off", "新客九折码"), date(2025, 6, 1), date(2026, 12, 31), 0.10, 0.30, 0.42),)

# Sales that everybody has. In Cyber Week of 2024 American web shops took 28 % off on average (Salesforce), this one
# takes 20 %; clicks cost a fifth to a quarter more in these weeks (Triple Whale 2024, Superads 2025), a part of which
# comes of buying more of them. The welcome code rests. How many more come, and buy, is an assumption.
CAMPAIGNS = (
    Campaign(Label("Labor Day sale", "劳动节促销"), span(date(2025, 8, 29), date(2025, 9, 1)),
             (Move("impressions", 1.3, {}), Move("price", 0.88, {}), Move("cart", 1.12, {}), Move("claim", 0.0, {}))),
    Campaign(Label("Black Friday to Cyber Monday", "黑色星期五到网络星期一"), span(date(2025, 11, 28), date(2025, 12, 1)),
             (Move("impressions", 1.6, {}), Move("price", 0.8, {}), Move("cart", 1.3, {}), Move("claim", 0.0, {}),
              Move("click_price", 1.1, {}), Move("pack", 1.5, {}))),
)


def us_plan(seed: int = 2026, days: int | None = None, scale: float = 1.0) -> ShopPlan:
    """The plan of the American shop; `days` from 1 August 2025 on (153 if None), `scale` multiplies its visitors."""
    first, days = date(2025, 8, 1), 153 if days is None else days
    return ShopPlan(
        name=Label("Duskward Home (demo shop)", "暮光小家电（美国示例店铺）"),
        story=Label("The same small things that plug in, sold to America from a web shop of its own, through Labor Day and Black Friday.",
                    "同样的小家电，从自己的网店卖给美国人，经历劳动节和黑色星期五。"),
        seed=seed, scale=scale, locale="en_US", currency="USD", first_day=first, days=days,
        visitors_per_day=260, trend=0.0012, weekdays=_WEEKDAYS, hours=_HOURS, categories=demo.CATEGORIES,
        products=PRODUCTS, sources=SOURCES, promotions=PROMOTIONS, devices=DEVICES, segments=SEGMENTS, places=PLACES,
        behaviour=BEHAVIOUR, service=SERVICE, peers=PEERS, costs=COSTS, rivals=RIVALS, niches=NICHES, coupons=COUPONS,
        # a campaign after the last day would move nothing
        campaigns=tuple(c for c in CAMPAIGNS if (c.days[0] - first).days < days),
        # Online returns are 19-20 % over all goods, much of it clothes; 11.5 % of home goods come back (National Retail
        # Federation, 2021-2025). A chance of 0.10 per line; the gift for large orders and the second item's weight: assumptions.
        fee=0.029, refund=0.10, gift_cost=1.5, gift_from=75, parcel_more=1.2,
    )
