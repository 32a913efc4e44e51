"""ShopPlan: what a shop is told before anything is drawn; its shapes, no figures and no chance."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from shopkit.labels import Label


@dataclass(frozen=True)
class Product:
    """One item. price and cost in the shop's currency; popularity: its share of looks; cart: its page against 1."""

    product_id: str
    title: Label
    brand: Label
    category: Label
    supplier: int
    list_price: float
    price: float
    unit_cost: float
    popularity: float
    launched_on: str
    cart: float = 1.0
    companions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One way in. share: of first visits; starts: chance to begin at home, search or straight on an item page;
    looks: item pages per visit; intent and order: against 1; click: price of one click; click_rate: of impressions.
    """

    name: str
    share: float
    starts: tuple[float, float, float]
    looks: float
    intent: float
    order: float
    click: float = 0.0
    click_rate: float = 0.0
    favourite: float = 1.0


@dataclass(frozen=True)
class Device:
    """What people come with. share: of people; cart: against 1; pay: chance that an order is paid there and then."""

    name: str
    share: float
    cart: float
    pay: float


@dataclass(frozen=True)
class Segment:
    """A group of people who buy alike: its share of people and its intent against 1."""

    label: Label
    share: float
    intent: float


@dataclass(frozen=True)
class Place:
    """A city, its share of people, and what a parcel to it costs."""

    province: Label
    city: Label
    share: float
    parcel: float


@dataclass(frozen=True)
class Campaign:
    """Some days on which more people come, prices fall and people are readier."""

    name: Label
    first: date
    last: date
    arrivals: float
    event_arrivals: float
    price: float
    intent: float


@dataclass(frozen=True)
class Shift:
    """From `first` to `last` the first visits by `source` (all if None) are multiplied."""

    first: date
    last: date
    arrivals: float
    source: str | None = None


@dataclass(frozen=True)
class Behaviour:
    """Chances at the stages of a visit, before what the item, source, device and person make of them."""

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
    return_looked: float
    return_favourite: float
    return_cart: float
    return_buyer: float
    returning: float
    again_today: float
    via_home: float


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
    products: tuple[Product, ...]
    sources: tuple[Source, ...]
    devices: tuple[Device, ...]
    segments: tuple[Segment, ...]
    places: tuple[Place, ...]
    behaviour: Behaviour
    return_sources: dict[str, float]
    peers: tuple[Peers, ...]
    costs: tuple[Cost, ...]
    campaigns: tuple[Campaign, ...] = ()
    shifts: tuple[Shift, ...] = ()
    fee: float = 0.05
    refund: float = 0.09
    partial_refund: float = 0.2
    gift_cost: float = 0.0
    gift_from: float = 0.0
    suppliers: int = 4
    # days drawn before the first and thrown away, so that the first day has its returning visitors
    run_in: int = 60
    words: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of the shop's own texts: "zh" or "en"."""
        return self.locale[:2]

    @property
    def calendar(self) -> tuple[date, ...]:
        """The days of the shop, run-in not included."""
        return tuple(self.first_day + timedelta(days=i) for i in range(self.days))
