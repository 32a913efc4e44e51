"""Named scenarios: the shop's plan, its calendar and its causes, with a one-line story each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from shopkit.labels import Label
from shopkit.world import causes
from shopkit.world.causes import campaign, planted
from shopkit.world.plan import Change, Coupon, CreativeTest, Move, ShopPlan, span
from shopkit.world.stream import stream

_LAMP, _FOLDING, _KETTLE, _EARPHONES, _STRIP, _CABLE = (f"7312040{n}" for n in (10115, 10123, 20114, 30113, 40128, 40110))
_END = date(2025, 12, 31)


def base(seed: int, locale: str, days: int | None, scale: float) -> ShopPlan:
    """The shop of a locale with its calendar and nothing planted: what all scenarios begin from."""
    if locale == "en_US":
        from shopkit.world.us import us_plan

        return _common(us_plan(seed=seed, days=days, scale=scale))
    from shopkit.world.demo import demo_plan

    return _common(_chinese_calendar(demo_plan(seed=seed, days=days, scale=scale)))


def _chinese_calendar(plan):
    """The platform's campaigns of autumn 2025 and the holiday week; how much they bring is our assumption.

    Before the November campaign people wait, after it they have bought: both are part of it. Only in December the ads were
    turned up as well.
    """
    plan = campaign(plan, Label("September sale", "9月焕新节"), span(date(2025, 9, 9), date(2025, 9, 11)), Move("impressions", 1.45, {}),
                    Move("impressions", 4.8, {"source": ("platform_event",)}), Move("price", 0.88, {}), Move("cart", 1.5, {}))
    # people travel; the week has no name on the shop's calendar
    plan = campaign(plan, Label("", ""), span(date(2025, 10, 1), date(2025, 10, 7)), Move("impressions", 0.84, {}))
    plan = campaign(plan, Label("", ""), span(date(2025, 11, 1), date(2025, 11, 8)), Move("order", 0.82, {}))
    plan = campaign(plan, Label("Double 11", "双11"), span(date(2025, 11, 9), date(2025, 11, 11)), Move("impressions", 1.7, {}),
                    Move("impressions", 4.0, {"source": ("platform_event",)}), Move("price", 0.86, {}), Move("cart", 1.55, {}), Move("order", 1.25, {}))
    plan = campaign(plan, Label("", ""), span(date(2025, 11, 12), date(2025, 11, 18)), Move("impressions", 0.86, {}))
    plan = campaign(plan, Label("Double 12", "双12"), span(date(2025, 12, 10), date(2025, 12, 12)), Move("impressions", 1.25, {}),
                    Move("impressions", 2.5, {"source": ("platform_event",)}), Move("price", 0.9, {}), Move("cart", 1.2, {}),
                    Move("impressions", 1.8, {"source": ("search_ads",)}))
    plan = replace(plan, coupons=(*plan.coupons, Coupon(Label("5 % off, first order", "新人九五折券"), date(2025, 8, 1), _END, 0.05, 0.22, 0.55)))
    # deposits from mid-October, the balance on the evening of the 20th, as Tmall had it in 2025
    return causes.pre_sale(plan, date(2025, 10, 15), date(2025, 10, 19), date(2025, 10, 20), (_LAMP, _KETTLE))


def _common(plan):
    """What every shop has: a test of two pictures, and changes that move nothing."""
    test = CreativeTest(date(2025, 9, 1), date(2025, 9, 14), 230, 2.2,
                        (Label("Lamp in use, at night", "夜读场景图"), Label("Lamp with its price", "价格利益点图")), (0.036, 0.045))
    idle = (
        (date(2025, 8, 19), Change("title", Label("Title reordered", "标题调整词序"), _FOLDING)),
        (date(2025, 9, 3), Change("page", Label("Size table added to the page", "详情页加了尺寸表"), _EARPHONES)),
        (date(2025, 9, 24), Change("gift", Label("Cleaning cloth with every order", "每单送擦拭布"), None)),
        (date(2025, 10, 28), Change("picture", Label("Main picture brightened", "主图调亮"), _CABLE)),
        (date(2025, 11, 25), Change("title", Label("Two words added to the title", "标题加了两个词"), _STRIP)),
        (date(2025, 12, 16), Change("page", Label("Page fonts changed", "详情页换字体"), _KETTLE)),
        (date(2025, 10, 9), Change("picture", Label("New main picture", "更换主图"), None, plan.rivals[0].name)),
        (date(2025, 12, 2), Change("gift", Label("A gift with every order", "下单送赠品"), None, plan.rivals[-1].name)),
    )
    return replace(plan, test=test, idle_changes=idle, campaigns=tuple(_shared(c) for c in plan.campaigns))


def _shared(event):
    """A campaign with a name is everybody's: as many more people look for such things, and rivals cut prices and sell more."""
    more = [m.multiply for m in event.moves if m.lever == "impressions" and not m.where]
    if not event.name.en or not more:
        return event
    return replace(event, moves=(*event.moves, Move("searches", more[0], {}), Move("rival_visitors", more[0], {}), Move("rival_price", 0.93, {}),
                                 Move("rival_orders", 1.15, {})))


def _scenario(name, story, *makers):
    """story: None where the plan's own is the scenario's."""
    def make(seed, locale, days, scale):
        plan = base(seed, locale, days, scale)
        return fit(planted(replace(plan, story=story or plan.story), *makers))

    return name, make


def _with(maker, *arguments, **options):
    return lambda plan: maker(plan, *arguments, **options)


def _new_audience(plan):
    return causes.poor_paid_traffic(plan, date(2025, 9, 21), _END, more=3.0, cart=0.85)


def _first_creative(plan, product_id, source):
    promotion = next(p for p in plan.promotions if p.product_id == product_id and p.source == source)
    return promotion.creatives[-1].name.en


def _tired(plan):
    return causes.tired_creative(plan, date(2025, 10, 25), _END, _first_creative(plan, _LAMP, "search_ads"), to=0.55)


def _weeks(plan, name, values, first=date(2025, 8, 4), last=date(2025, 12, 28)):
    """Every day from first to last, and a value for each, drawn by lot once a week."""
    days = span(first, last)
    weeks = stream(plan.seed, name).choice(values, (len(days) + 6) // 7)
    return days, tuple(float(weeks[i // 7]) for i in range(len(days)))


def _price_weeks(plan):
    days, each = _weeks(plan, "price weeks", (0.85, 0.92, 1.0, 1.08, 1.15))
    return causes.price_weeks(plan, days, each, _FOLDING)


def _budget_weeks(plan):
    return causes.budget_weeks(plan, *_weeks(plan, "budget weeks", (0.5, 0.75, 1.0, 1.4, 1.9)))


# gross margin of an item = 0.42 + these × its four factors, each about −1.5 to 1.5; cost and competition press on it
MARGIN_WEIGHTS = {"value": 0.060, "attraction": 0.040, "cost": -0.050, "competition": -0.035}
_PROXIES = {"value": "rating lost: item_fault = 0.30 − 0.07 × value", "attraction": "click rate: × (1 + 0.12 × attraction)",
            "cost": "supplier: −1.2, −0.4, 0.4, 1.2 from the most upstream one down", "competition": "market: sellers a search × exp(0.35 × competition)"}
_COST_OF_SUPPLIER, _COMPETITION = (-1.2, -0.4, 0.4, 1.2), {"charging": 1.2, "earphones": 0.5, "kettles": -0.3, "lamps": -1.0, "humidifiers": 0.2}
_COLOURS = (Label("white", "白色"), Label("dark grey", "深灰"))


def _factors(plan):
    """Every item in two colours, each with factors of its own, and a price that gives it the margin they make."""
    draw = stream(plan.seed, "factors")
    products = []
    for item in plan.products:
        for n, colour in enumerate(_COLOURS):
            value, attraction = np.round(np.clip(draw.normal(0, 0.8, 2), -1.5, 1.5), 3)
            supplier = int(draw.integers(len(_COST_OF_SUPPLIER)))
            factors = {"value": value, "attraction": attraction, "cost": _COST_OF_SUPPLIER[supplier], "competition": _COMPETITION[item.category]}
            margin = 0.42 + sum(MARGIN_WEIGHTS[k] * v for k, v in factors.items())
            # the price stays, the cost is what the margin leaves of it
            products.append(replace(
                item, product_id=item.product_id if n == 0 else f"{int(item.product_id) + 4}", title=Label(f"{item.title.en}, {colour.en}", f"{item.title.zh} {colour.zh}"),
                unit_cost=round(item.price * (1 - margin), 2), supplier=supplier, popularity=item.popularity * (0.62, 0.38)[n],
                click=round(1 + 0.12 * attraction, 6), fault=round(0.30 - 0.07 * value, 6)))
    crowded = {c: float(np.exp(0.35 * k)) for c, k in _COMPETITION.items()}
    niches = tuple(replace(n, sellers=round(n.searches * 0.07 * crowded[n.category], 1)) for n in plan.niches)
    return replace(plan, products=tuple(products), niches=niches, suppliers=len(_COST_OF_SUPPLIER), lessons={
        "02": {"margin": {"base": 0.42, "weights": MARGIN_WEIGHTS, "seen_in": _PROXIES}}})


def _halo(plan):
    days = span(date(2025, 8, 4), date(2025, 12, 28))
    off = stream(plan.seed, "ads off").random(len(days)) < 0.5
    return causes.halo(plan, tuple(d for d, o in zip(days, off, strict=True) if not o), tuple(d for d, o in zip(days, off, strict=True) if o))


def fit(plan: ShopPlan) -> ShopPlan:
    """Without what lies outside the plan's days: a short shop knows nothing of a campaign that is yet to come."""
    days = set(plan.calendar)
    return replace(
        plan, campaigns=tuple(c for c in plan.campaigns if days & set(c.days)), causes=tuple(c for c in plan.causes if days & set(c.days)),
        pushes=tuple(p for p in plan.pushes if p.day in days), coupons=tuple(c for c in plan.coupons if c.first <= plan.calendar[-1] and c.last >= plan.first_day),
        presales=tuple(s for s in plan.presales if s.balance >= plan.first_day and s.balance <= plan.calendar[-1]),
        test=plan.test if plan.test and plan.test.last <= plan.calendar[-1] else None,
    )


# what a capstone shop may have happened to it: days from its start on and a length are drawn, two to four of them a shop
POOL = (
    lambda plan, first, last: causes.rival_price_war(plan, first, last),
    lambda plan, first, last: causes.page_change(plan, first, last, _KETTLE, 0.6),
    lambda plan, first, last: causes.page_change(plan, first, last, _LAMP, 1.5),
    lambda plan, first, last: causes.new_picture(plan, first, last, _EARPHONES, 1.4),
    lambda plan, first, last: causes.poor_paid_traffic(plan, first, last, more=4.0, cart=0.5),
    lambda plan, first, last: causes.logistics_delay(plan, first, last),
    lambda plan, first, last: causes.slow_service(plan, first, last, slower=8.0),
    lambda plan, first, last: causes.stock_out(plan, first, min(last, first + timedelta(days=12)), _FOLDING),
    lambda plan, first, last: causes.tired_creative(plan, first, last, _first_creative(plan, _LAMP, "search_ads"), to=0.4),
    lambda plan, first, last: causes.supplier_rise(plan, first, last, factor=1.2),
    lambda plan, first, last: causes.double_tracking(plan, first, first + timedelta(days=2)),
    lambda plan, first, last: causes.early_category(plan, max(first, date(2025, 11, 3)), max(last, date(2025, 12, 10))),
    lambda plan, first, last: causes.poor_campaign(plan, first, first + timedelta(days=4)),
)


def _capstone(seed, locale, days, scale):
    """Two to four causes of the pool, their days drawn from the seed."""
    plan = replace(base(seed, locale, days, scale), story=Label("A shop never seen before: what happened to it, since when, and what did it cost?",
                                                                 "一家从没见过的店：发生了什么、从什么时候开始、损失多少？"))
    draw = stream(seed, "capstone")
    for which in sorted(draw.choice(len(POOL), draw.integers(2, 5), replace=False)):
        first = plan.first_day + timedelta(days=int(draw.integers(35, max(plan.days - 35, 36))))
        plan = POOL[which](plan, first, first + timedelta(days=int(draw.integers(14, 30))))
    return fit(plan)


SCENARIOS = dict((
    _scenario("demo", None, _new_audience, _tired,
              _with(causes.unused_coupon, date(2025, 9, 15), date(2025, 9, 30)),
              _with(causes.new_picture, date(2025, 10, 27), _END, _EARPHONES, 1.25),
              _with(causes.slow_service, date(2025, 11, 9), date(2025, 11, 13)),
              _with(causes.logistics_delay, date(2025, 11, 10), date(2025, 11, 20)),
              _with(causes.stock_out, date(2025, 11, 13), date(2025, 11, 19), _FOLDING),
              _with(causes.page_change, date(2025, 11, 20), _END, _KETTLE, 1.35),
              _with(causes.rival_price_war, date(2025, 11, 24), date(2025, 12, 20)),
              _with(causes.supplier_rise, date(2025, 12, 1), _END),
              _with(causes.recall, date(2025, 12, 4))),
    _scenario("lesson_02", Label("Every item earns what its value, pull, cost and rivals let it earn; one price is drawn by lot each week.",
                                 "每个商品赚多少，由它的价值、吸引力、成本和对手决定；其中一个每周随机定价。"),
              _factors, _price_weeks, _with(causes.supplier_rise, date(2025, 11, 1), _END, factor=1.18)),
    _scenario("lesson_04", Label("Search ads go on and off by lot, and their budget is drawn every week.",
                                 "搜索广告随机开关，预算每周随机抽定。"), _halo, _budget_weeks),
    _scenario("lesson_05", Label("A price war in earphones, a rival's new picture, and another whose orders look too good.",
                                 "耳机打起价格战，一家竞店换了主图，还有一家的订单好得不像真的。"),
              _with(causes.rival_price_war, date(2025, 10, 20), date(2025, 12, 5)), _with(causes.rival_change, date(2025, 9, 25), _END),
              _with(causes.faked_orders, date(2025, 11, 15), date(2025, 12, 10))),
    _scenario("lesson_06", Label("A picture wears out, another is changed, and two are tested by lot.",
                                 "一张图看腻了，一张图换了新的，还有两张在随机测试。"),
              _tired, _with(causes.new_picture, date(2025, 10, 1), _END, _EARPHONES, 1.35), _budget_weeks),
    _scenario("lesson_07", Label("One message calls customers back, another annoys them; who buys twice stays.",
                                 "一条消息召回了老顾客，另一条惹烦了大家；买过两次的人会留下来。"),
              _with(causes.recall, date(2025, 11, 25)), _with(causes.annoying_push, date(2025, 12, 12)),
              lambda plan: replace(plan, behaviour=replace(plan.behaviour, back=(0.23, 0.30, 0.80)))),
    _scenario("lesson_08", Label("A member day every Tuesday, a bestseller out of stock, a category opened too early.",
                                 "每周二会员日，一个爆款断货，一个类目开得太早。"),
              _with(causes.member_day, date(2025, 9, 16), _END), _with(causes.stock_out, date(2025, 10, 22), date(2025, 11, 2), _FOLDING),
              _with(causes.early_category, date(2025, 11, 5), date(2025, 12, 20))),
    _scenario("lesson_09", Label("Parcels are late, service is slow, a campaign brings bad ratings: which of them hurt?",
                                 "发货慢、客服慢、活动带来差评：伤了店的是哪一个？"),
              _with(causes.logistics_delay, date(2025, 9, 20), date(2025, 10, 12)), _with(causes.slow_service, date(2025, 11, 5), date(2025, 11, 26)),
              _with(causes.poor_campaign, date(2025, 12, 3), date(2025, 12, 7))),
    _scenario("lesson_10", Label("A tracking fault, a pre-sale and three changes on one day: what can these numbers still say?",
                                 "埋点故障、预售、一天改三处：这些数字还能说明什么？"),
              _with(causes.double_tracking, date(2025, 9, 23), date(2025, 9, 25)),
              _with(causes.page_change, date(2025, 11, 20), _END, _KETTLE, 0.7), _with(causes.new_picture, date(2025, 11, 20), _END, _KETTLE, 1.3)),
    ("capstone", _capstone),
))
