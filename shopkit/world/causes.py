"""Causes that can be planted: each a lever, days and a place, and the rows in which its effect shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from shopkit.labels import Label
from shopkit.world.plan import Campaign, Cause, Change, Coupon, Move, PreSale, Push, ShopPlan, span


def _item(plan, product_id):
    return next(p for p in plan.products if p.product_id == product_id)


def _outside(plan):
    """Sources in which there is something to click."""
    return tuple(s.name for s in plan.sources if s.click_rate is not None)


def rival_price_war(plan: ShopPlan, first: date, last: date, category: str = "earphones", price: float = 0.78) -> ShopPlan:
    """All rivals of a category cut their prices; the shop's carts there go elsewhere."""
    rival = next(r for r in plan.rivals if r.category == category)
    name = plan.categories[category]
    return _with(plan, Cause(
        "rival_price_war", Label(f"Rivals cut the prices of {name.en.lower()}.", f"{name.zh}的竞店集体降价。"), span(first, last),
        (Move("rival_price", price, {"category": (category,)}),), "items", {"category": category}, ("buyers", "visitors"),
        (Change("price", Label("Prices down, \"back to school for less\"", "降价促销"), None, rival.name),)))


def page_change(plan: ShopPlan, first: date, last: date, product_id: str, factor: float) -> ShopPlan:
    """A new item page lifts (factor > 1) or hurts the item's conversion."""
    title = _item(plan, product_id).title
    better = Label("lifts", "提高了") if factor > 1 else Label("hurts", "拉低了")
    return _with(plan, Cause(
        "page_change", Label(f"A new page {better.en} the conversion of: {title.en}.", f"新详情页{better.zh}“{title.zh}”的转化。"), span(first, last),
        (Move("cart", factor, {"product_id": (product_id,)}),), "items", {"product_id": product_id}, ("buyers", "visitors"),
        (Change("page", Label("New item page", "更换详情页"), product_id),)))


def new_picture(plan: ShopPlan, first: date, last: date, product_id: str, factor: float = 1.3) -> ShopPlan:
    """A new main picture is clicked more often wherever the item is shown."""
    title = _item(plan, product_id).title
    return _with(plan, Cause(
        "new_picture", Label(f"A new main picture draws more clicks to: {title.en}.", f"新主图让“{title.zh}”的点击变多。"), span(first, last),
        (Move("click_rate", factor, {"product_id": (product_id,), "source": _outside(plan)}),), "items", {"product_id": product_id},
        ("clicks", "impressions"), (Change("picture", Label("New main picture", "更换主图"), product_id),)))


def poor_paid_traffic(plan: ShopPlan, first: date, last: date, source: str = "audience_ads", more: float = 3.0, cart: float = 0.6) -> ShopPlan:
    """A paid source is opened wide: many more people, and colder ones."""
    return _with(plan, Cause(
        "poor_paid_traffic", Label("Audience ads are opened wide and bring colder people.", "人群广告放宽定向，来的人更多也更冷。"), span(first, last),
        (Move("impressions", more, {"source": (source,)}), Move("cart", cart, {"source": (source,)})), "traffic", {"source": source},
        ("buyers", "visitors")))


def poor_campaign(plan: ShopPlan, first: date, last: date) -> ShopPlan:
    """An event that brings many people who do not want this, and ratings to match: the platform's, or another site's."""
    source = next(s.name for s in plan.sources if s.name in ("platform_event", "off_site"))
    return _with(plan, Cause(
        "poor_campaign", Label("An event brings bargain hunters, and bad ratings after them.", "一场活动带来一批薅羊毛的人，随后是差评。"), span(first, last),
        (Move("impressions", 6.0, {"source": (source,)}), Move("cart", 0.5, {"source": (source,)}),
         Move("item_fault", 1.9, {})), "traffic", {"source": source}, ("buyers", "visitors")))


def logistics_delay(plan: ShopPlan, first: date, last: date, pack: float = 2.5, travel: float = 1.6) -> ShopPlan:
    """Parcels leave and travel late; ratings of logistics fall, then the rating shown, then conversion."""
    return _with(plan, Cause(
        "logistics_delay", Label("Parcels are late.", "发货和运输变慢。"), span(first, last),
        (Move("pack", pack, {}), Move("travel", travel, {})), "reviews", {}, ("score_logistics", "reviews")))


def slow_service(plan: ShopPlan, first: date, last: date, slower: float = 6.0) -> ShopPlan:
    """Chats wait for an answer, and fewer of them end in an order."""
    return _with(plan, Cause(
        "slow_service", Label("Chats wait minutes for an answer.", "客服回复要等好几分钟。"), span(first, last),
        (Move("reply", slower, {}),), "chats", {}, ("led_to_order", "chats")))


def stock_out(plan: ShopPlan, first: date, last: date, product_id: str) -> ShopPlan:
    """A bestseller is out of stock: it is looked at and can't be bought."""
    title = _item(plan, product_id).title
    return _with(plan, Cause(
        "stock_out", Label(f"Out of stock: {title.en}.", f"断货：{title.zh}。"), span(first, last),
        (Move("stock", 0.0, {"product_id": (product_id,)}),), "items", {"product_id": product_id}, ("buyers", "visitors")))


def tired_creative(plan: ShopPlan, first: date, last: date, creative: str, to: float = 0.5) -> ShopPlan:
    """A picture of an ad wears out: its click rate falls a little every day."""
    days = span(first, last)
    fading = tuple(round(to ** ((i + 1) / len(days)), 6) for i in range(len(days)))
    return _with(plan, Cause(
        "tired_creative", Label(f"A picture wears out: {creative}.", "一张创意图看腻了，点击率天天下滑。"), days,
        (Move("creative", fading, {"creative": (creative,)}),), "ads", {"creative": creative}, ("clicks", "impressions")))


def pre_sale(plan: ShopPlan, first: date, last: date, balance: date, product_ids: tuple[str, ...], pays: float = 0.82) -> ShopPlan:
    """Deposit days: orders are placed and not paid until the balance hour."""
    plan = replace(plan, presales=(*plan.presales, PreSale(balance, 20, pays)))
    return _with(plan, Cause(
        "pre_sale", Label("Pre-sale: deposits first, the balance on one evening.", "预售：先付定金，尾款集中在一个晚上。"), span(first, last),
        (Move("paid_now", 0.0, {"product_id": product_ids}), Move("order", 1.25, {})), "items", {"product_id": product_ids[0]}, ("buyers", "visitors")))


def unused_coupon(plan: ShopPlan, first: date, last: date, use: float = 0.08) -> ShopPlan:
    """An offer that many claim and nearly nobody uses. The use of an ordinary offer is the plan's."""
    offer = Coupon(Label("3 % off, autumn", "秋日九七折券"), first, last, 0.03, 0.30, 0.55)
    plan = replace(plan, coupons=(*plan.coupons, offer))
    return _with(plan, Cause(
        "unused_coupon", Label("A coupon is claimed and hardly ever used.", "一张券领的人多、用的人几乎没有。"), span(first, last),
        (Move("use", use, {"coupon": (offer.name.en,)}),), "coupons", {"offer": offer.name.en}, ("used", "claimed")))


def supplier_rise(plan: ShopPlan, first: date, last: date, supplier: int = 0, factor: float = 1.14) -> ShopPlan:
    """One supplier's prices rise, and with them the cost of all of its items."""
    return _with(plan, Cause(
        "supplier_rise", Label("One supplier raises its prices.", "一家供应商涨价。"), span(first, last),
        (Move("unit_cost", factor, {"supplier": (str(supplier),)}),), "items", {"supplier": str(supplier)}, ("goods_cost", "units")))


def faked_orders(plan: ShopPlan, first: date, last: date, rival: int = 5) -> ShopPlan:
    """A rival's orders are faked: sales without visitors, and a burst of reviews that say nothing."""
    name = plan.rivals[rival].name
    return _with(plan, Cause(
        "faked_orders", Label(f"Orders of {name.en} are faked.", f"“{name.zh}”的订单有假。"), span(first, last),
        (Move("rival_orders", 3.2, {"rival": (name.en,)}), Move("rival_reviews", 5.0, {"rival": (name.en,)})), "competitors",
        {"rival": name.en}, ("buyers", "visitors")))


def rival_change(plan: ShopPlan, first: date, last: date, rival: int = 3, more: float = 1.35) -> ShopPlan:
    """A rival's new main picture brings it more visitors; the other rivals changed nothing that day."""
    name = plan.rivals[rival].name
    return _with(plan, Cause(
        "rival_change", Label(f"{name.en} changes its main picture and gets more visitors.", f"“{name.zh}”换了主图，访客变多。"), span(first, last),
        (Move("rival_visitors", more, {"rival": (name.en,)}),), "competitors", {"rival": name.en}, ("visitors", ""),
        (Change("picture", Label("New main picture", "更换主图"), None, name),)))


def double_tracking(plan: ShopPlan, first: date, last: date, source: str = "free_search") -> ShopPlan:
    """A fault in the tracking counts every visit of one source twice."""
    return _with(plan, Cause(
        "double_tracking", Label("The tracking counts one source's visitors twice.", "埋点故障，一个来源的访客被数了两遍。"), span(first, last),
        (Move("counted", 2.0, {"source": (source,)}),), "traffic", {"source": source}, ("buyers", "visitors")))


def member_day(plan: ShopPlan, first: date, last: date, weekday: int = 1, lift: float = 1.6, after: float = 0.92) -> ShopPlan:
    """A fixed weekday with an offer; part of what it sells is only taken from the two days after it."""
    days = span(first, last)
    each = tuple({0: lift, 1: after, 2: after}.get((d.weekday() - weekday) % 7, 1.0) for d in days)
    return _with(plan, Cause(
        "member_day", Label("A weekly member day.", "每周一天会员日。"), days,
        (Move("order", each, {}),), "shop_days", {}, ("buyers", "visitors")))


def early_category(plan: ShopPlan, first: date, last: date, category: str = "humidifiers", more: float = 25.0) -> ShopPlan:
    """Traffic is sent to a new category before its pages and reviews can sell it."""
    name = plan.categories[category]
    return _with(plan, Cause(
        "early_category", Label(f"{name.en} are pushed before they are ready.", f"{name.zh}类目还没准备好就大力引流。"), span(first, last),
        (Move("impressions", more, {"category": (category,), "source": ("free_search", "content", "platform_event")}),), "shop_days", {},
        ("buyers", "visitors")))


def halo(plan: ShopPlan, on: tuple[date, ...], off: tuple[date, ...], more: float = 1.12) -> ShopPlan:
    """On days drawn by lot search ads are off; on the others free search gets a little more, because of them."""
    plan = _with(plan, Cause(
        "ads_off", Label("On days drawn by lot the search ads are off.", "随机抽出的日子里关掉搜索广告。"), off,
        (Move("impressions", 0.06, {"source": ("search_ads",)}),), "traffic", {"source": "search_ads"}, ("visitors", "")))
    return _with(plan, Cause(
        "halo", Label("Paid search brings some free search with it.", "付费搜索带动了一点免费搜索。"), on,
        (Move("impressions", more, {"source": ("free_search",)}),), "traffic", {"source": "free_search"}, ("visitors", "")))


def budget_weeks(plan: ShopPlan, days: tuple[date, ...], each: tuple[float, ...], source: str = "search_ads") -> ShopPlan:
    """A source's budget is drawn anew every week: more clicks, each of them dearer."""
    return _with(plan, Cause(
        "budget_weeks", Label("The search budget is drawn by lot each week.", "搜索预算每周随机抽定。"), days,
        (Move("impressions", each, {"source": (source,)}),), "traffic", {"source": source}, ("cost", "visitors")))


def price_weeks(plan: ShopPlan, days: tuple[date, ...], each: tuple[float, ...], product_id: str) -> ShopPlan:
    """An item's price is drawn anew every week, so that its elasticity can be seen."""
    title = _item(plan, product_id).title
    return _with(plan, Cause(
        "price_weeks", Label(f"The price is drawn by lot each week: {title.en}.", f"每周随机定价：{title.zh}。"), days,
        (Move("price", each, {"product_id": (product_id,)}),), "items", {"product_id": product_id}, ("units", "visitors")))


def recall(plan: ShopPlan, day: date, more: float = 5.0) -> ShopPlan:
    """A message to past customers, with a part held out at random, that brings some of them back."""
    # Postscript's shops of 2020: 1.5 % unsubscribe on a message that wins customers back, 0.9 % on a campaign's
    push = Push("recall", day, Label("SMS", "短信"), 0.05, 0.5, 0.14, 0.025, 0.015)
    plan = replace(plan, pushes=(*plan.pushes, push))
    return _with(plan, Cause(
        "recall", Label("A message brings past customers back.", "一条召回消息把老顾客叫了回来。"), span(day, day),
        (Move("push_visits", more, {"push": (push.name,)}),), "pushes", {"push": push.name}, ("followed", "sent")))


def annoying_push(plan: ShopPlan, day: date) -> ShopPlan:
    """A message with nothing in it for anybody: few open it, many opt out."""
    push = Push("everybody", day, Label("SMS", "短信"), 0.05, 0.1, 0.13, 0.02, 0.007)
    plan = replace(plan, pushes=(*plan.pushes, push))
    return _with(plan, Cause(
        "annoying_push", Label("A message to everybody annoys them.", "一条群发消息惹烦了大家。"), span(day, day),
        (Move("opts_out", 7.0, {"push": (push.name,)}), Move("opened", 0.4, {"push": (push.name,)})), "pushes", {"push": push.name},
        ("opted_out", "sent")))


def campaign(plan: ShopPlan, name: Label, days: tuple[date, ...], *moves: Move) -> ShopPlan:
    """The plan with one more campaign on its calendar."""
    return replace(plan, campaigns=(*plan.campaigns, Campaign(name, days, moves)))


def planted(plan: ShopPlan, *makers: Callable[[ShopPlan], ShopPlan]) -> ShopPlan:
    """The plan with several causes, one after the other."""
    for make in makers:
        plan = make(plan)
    return plan


def _with(plan, cause):
    """One more cause. A second one of the same kind is numbered, so that each has a name of its own."""
    same = sum(c.name.partition("#")[0] == cause.name for c in plan.causes)
    return replace(plan, causes=(*plan.causes, replace(cause, name=f"{cause.name}#{same + 1}" if same else cause.name)))
