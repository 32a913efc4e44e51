"""ShopPlan: what a shop is told before anything is drawn; its shapes, no figures and no chance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from shopkit.labels import Label


@dataclass(frozen=True)
class Move:
    """One lever multiplied at one place. where: axis → names ({"source": ("search_ads",)}; {} is everywhere).

    multiply: one number for all days of its cause, or one for each of them in turn.
    """

    lever: str
    multiply: float | tuple[float, ...]
    where: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Change:
    """A row of `changes`: what was done, by whom (None: the shop itself), to which item."""

    kind: str
    note: Label
    product_id: str | None = None
    who: Label | None = None


@dataclass(frozen=True)
class Cause:
    """Something that happens on some days and moves levers; what there is to be found in the tables.

    days: those on which it acts. table and where: the rows in which its effect shows. shows: the two sums whose ratio
    moves there (the second "": the first sum itself).
    """

    name: str
    story: Label
    days: tuple[date, ...]
    moves: tuple[Move, ...]
    table: str
    where: dict[str, str]
    shows: tuple[str, str]
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Campaign:
    """Days with a name on the calendar, known to everybody: what it moves is no secret."""

    name: Label
    days: tuple[date, ...]
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Product:
    """One item. popularity: its share of looks; cart: its page against 1; elasticity: of carts to its own price."""

    product_id: str
    title: Label
    brand: Label
    category: str
    supplier: int
    list_price: float
    price: float
    unit_cost: float
    popularity: float
    launched_on: str
    cart: float = 1.0
    companions: tuple[str, ...] = ()
    click: float = 1.0
    elasticity: float = -1.6
    fault: float = 0.25


@dataclass(frozen=True)
class Source:
    """One way in. share: of first visits; starts: chance to begin at home, search or straight on an item page;
    looks: item pages per visit that sees any; intent and order: against 1; click_rate: of impressions (None: there is
    nothing to click); click_price: of one click; returns_to_scale: clicks = a · spend ** b; quality: how far a better
    click rate makes the click cheaper (1: paid by impressions, it is arithmetic).
    """

    name: str
    share: float
    starts: tuple[float, float, float]
    looks: float
    intent: float
    order: float
    click_rate: float | None = None
    click_price: float = 0.0
    returns_to_scale: float = 1.0
    quality: float = 0.0
    favourite: float = 1.0
    back: float = 0.0


@dataclass(frozen=True)
class Creative:
    """One picture of an ad: its share of the ad's impressions and its click rate against 1."""

    name: Label
    share: float
    click: float = 1.0


@dataclass(frozen=True)
class Promotion:
    """One ad plan: a source, the item it sends to, its creatives; weight: its share of the source's clicks."""

    name: Label
    source: str
    product_id: str
    weight: float
    creatives: tuple[Creative, ...]


@dataclass(frozen=True)
class Device:
    """What people come with. share: of people; pay: chance that an order is paid there and then."""

    name: str
    share: float
    pay: float


@dataclass(frozen=True)
class Segment:
    """A group of people who buy alike: its share of people and its intent against 1."""

    label: Label
    share: float
    intent: float


@dataclass(frozen=True)
class Place:
    """A city, its share of people, what a parcel to it costs, and how many days it travels."""

    province: Label
    city: Label
    share: float
    parcel: float
    travel_days: float = 2.4


@dataclass(frozen=True)
class Behaviour:
    """Chances at the stages of a visit, before what the item, source, day and person make of them.

    ready: (share of people, intent against 1), which the shop can't see. back: chance to come back after a visit that
    left no cart, by purchases so far (0, 1, 2 and more). gap: about how many days until then: with a cart, having only
    looked, having bought.
    """

    ready: tuple[tuple[float, float], ...]
    cart: float
    buy_now: float
    favourite: float
    compare: float
    cart_before_page: float
    second_line: float
    order_from_cart: float
    order_from_old_cart: float
    pay_later: float
    look_after_paying: float
    cart_after_paying: float
    back: tuple[float, float, float]
    back_with_cart: float
    gap: tuple[float, float, float]
    returning: float
    again_today: float
    via_home: float
    bounce_home: float = 0.22
    bounce_search: float = 0.16
    remember: float = 0.7


@dataclass(frozen=True)
class Service:
    """Chats and reviews. chats: chance that who holds a cart asks; reply: median seconds; quick, slow: what an answer
    within `in_time` seconds, or a later one, does to the chance of ordering; review: chance that a parcel is reviewed.
    """

    chats: float = 0.22
    reply: float = 34.0
    spread: float = 0.9
    in_time: float = 60.0
    quick: float = 1.30
    slow: float = 0.72
    review: float = 0.42
    service_fault: float = 0.16
    logistics_fault: float = 0.14
    per_late_day: float = 0.42
    on_time_days: float = 3.5
    rating_pull: float = 0.9


@dataclass(frozen=True)
class Coupon:
    """An offer: from when to when; off: share of the order; claim: by who fills a cart; use: by who then orders."""

    name: Label
    first: date
    last: date
    off: float
    claim: float
    use: float


@dataclass(frozen=True)
class Push:
    """A message to everybody who has bought before, except a random part that is sent nothing."""

    name: str
    day: date
    channel: Label
    cost: float
    holdout: float
    opened: float
    visits: float
    opts_out: float


@dataclass(frozen=True)
class PreSale:
    """What becomes of orders of items that are on pre-sale: paid from the balance hour on, by a share of them.

    Which items, and on which days, says the lever `paid_now`: 0 where only the deposit is due.
    """

    balance: date
    balance_hour: int
    pays: float


@dataclass(frozen=True)
class CreativeTest:
    """A test by person: who searches is shown creative A or B at random, for some days. click: of each, per impression."""

    first: date
    last: date
    people_per_day: float
    impressions: float
    names: tuple[Label, Label]
    click: tuple[float, float]


@dataclass(frozen=True)
class Rival:
    """Another shop. price_index: 100 is the category's middle; margin: of paid, before its visitors' cost."""

    name: Label
    category: str
    price_index: float
    visitors: float
    click_rate: float
    pay_conversion: float
    spend: float
    margin: float
    visitor_cost: float
    rating: float
    same_tier: bool


@dataclass(frozen=True)
class Niche:
    """Part of a category's market: searches and sellers a day, and what is paid for it."""

    category: str
    segment: Label
    searches: float
    sellers: float
    paid_per_search: float
    trend: float = 0.0


@dataclass(frozen=True)
class Peers:
    """Benchmarks of shops of the same tier, from `since`: the tier moves with sales, so they may jump."""

    since: date
    average_conversion: float
    top_conversion: float
    average_click_rate: float


@dataclass(frozen=True)
class Cost:
    """A monthly cost: a fixed amount, or one per paid order, or a share of what was paid."""

    kind: str
    amount: float = 0.0
    per_order: float = 0.0
    of_paid: float = 0.0

    @property
    def is_fixed(self) -> bool:
        return self.amount > 0


@dataclass(frozen=True)
class ShopPlan:
    """Everything a shop is drawn from. visitors_per_day: first visits of an ordinary day at scale 1."""

    name: Label
    story: Label
    seed: int
    scale: float
    locale: str
    currency: str
    first_day: date
    days: int
    visitors_per_day: float
    trend: float
    weekdays: tuple[float, ...]
    hours: tuple[float, ...]
    categories: dict[str, Label]
    products: tuple[Product, ...]
    sources: tuple[Source, ...]
    promotions: tuple[Promotion, ...]
    devices: tuple[Device, ...]
    segments: tuple[Segment, ...]
    places: tuple[Place, ...]
    behaviour: Behaviour
    service: Service
    peers: tuple[Peers, ...]
    costs: tuple[Cost, ...]
    rivals: tuple[Rival, ...] = ()
    niches: tuple[Niche, ...] = ()
    coupons: tuple[Coupon, ...] = ()
    pushes: tuple[Push, ...] = ()
    presales: tuple[PreSale, ...] = ()
    test: CreativeTest | None = None
    campaigns: tuple[Campaign, ...] = ()
    causes: tuple[Cause, ...] = ()
    # changes with nothing behind them, each with its day
    idle_changes: tuple[tuple[date, Change], ...] = ()
    fee: float = 0.05
    refund: float = 0.09
    partial_refund: float = 0.2
    gift_cost: float = 0.0
    gift_from: float = 0.0
    # points that a review takes off an item, where a gift came with it, against 1
    gift_pleases: float = 0.75
    parcel_more: float = 0.8
    suppliers: int = 4
    # how far carts follow the rivals' prices in the same category
    rival_pull: float = 0.5
    # days drawn before the first and thrown away, so that the first day has its returning visitors
    run_in: int = 30
    # how far days differ by more than chance alone: weather, football, what a rival does
    mood: float = 0.07
    lessons: dict | None = None

    @property
    def language(self) -> str:
        """The language of the shop's own texts: "zh" or "en"."""
        return self.locale[:2]

    @property
    def calendar(self) -> tuple[date, ...]:
        """The days of the shop, run-in not included."""
        return tuple(self.first_day + timedelta(days=i) for i in range(self.days))


def span(first: date, last: date) -> tuple[date, ...]:
    """Every day from first to last, both included."""
    return tuple(first + timedelta(days=i) for i in range((last - first).days + 1))


def plan_without(plan: ShopPlan, cause: Cause) -> ShopPlan:
    """The same plan, in which this one of its causes never happened."""
    return replace(plan, causes=tuple(c for c in plan.causes if c is not cause))
