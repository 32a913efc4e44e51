"""Codes → what stands in the tables: ids, times and texts in the shop's language, and their twins in the other."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.labels import LANGUAGES, Label
from shopkit.schema import DEVICES, STEPS
from shopkit.world.codes import NEVER
from shopkit.world.plan import ShopPlan

# odd numbers: multiplying by one modulo a power of two mixes the ids and never gives one twice
_MIX_VISITOR, _MIX_CUSTOMER, _MIX_ORDER = 0x9E3779B97F4A7, 0xC2B2AE3D27D4F, 0x165667B19E377
_BITS = 52
# columns whose texts have a twin in the other language
_TRANSLATED = ("title", "brand", "category", "supplier", "segment", "province", "city", "campaign", "creative", "offer", "channel",
               "rival", "who", "note", "text", "question")


class Words:
    """What numbers look like in this shop's tables."""

    def __init__(self, plan: ShopPlan):
        self.plan, self.lang = plan, plan.language
        self.midnight = np.datetime64(plan.first_day.isoformat(), "us")
        self.product_ids = _array(p.product_id for p in plan.products)
        self.sources = _array(s.name for s in plan.sources)
        self.devices = _array(d.name for d in plan.devices)
        self.steps = _array(STEPS)
        self.spoken: dict[str, str] = {}
        self.segments = self._texts(s.label for s in plan.segments)
        self.provinces = self._texts(p.province for p in plan.places)
        self.cities = self._texts(p.city for p in plan.places)
        assert set(self.devices) <= set(DEVICES)

    def text(self, label: Label) -> str:
        """A label in the shop's language; `spoken` remembers what it is in the other."""
        other = label.en if self.lang == "zh" else label.zh
        own = getattr(label, self.lang)
        self.spoken[own] = other
        return own

    def twin(self, frame: pd.DataFrame) -> pd.DataFrame | None:
        """The table with its texts in the other language, or None where it has none to translate."""
        texts = [c for c in _TRANSLATED if c in frame and frame[c].isin(self.spoken).any()]
        if not texts:
            return None
        return frame.assign(**{c: frame[c].map(lambda text: self.spoken.get(text, text), na_action="ignore") for c in texts})

    def _texts(self, labels):
        return _array(self.text(label) for label in labels)

    def visitor_ids(self, person) -> np.ndarray:
        """A number below 2**53 that is this person's for good."""
        return _mixed(person, _MIX_VISITOR, self.plan.seed)

    def customer_ids(self, person) -> np.ndarray:
        """The same person once logged in; the two numbers belong to each other, one to one."""
        return _mixed(person, _MIX_CUSTOMER, self.plan.seed + 1)

    def exposed_ids(self, number) -> np.ndarray:
        """Numbers of people who were shown an ad, from a range that no visitor has."""
        return 2**_BITS + _mixed(number, _MIX_VISITOR, self.plan.seed + 3)

    def coupon_ids(self, claim) -> np.ndarray:
        return _array(f"q{number:07d}" for number in np.asarray(claim).tolist())

    def visit_ids(self, visit) -> np.ndarray:
        return _array(f"v{number:08d}" for number in np.asarray(visit).tolist())

    def visit_range(self, first: int, end: int) -> np.ndarray:
        """visit_ids of all numbers from first to end - 1; several times as fast, as only every thousandth number is formatted."""
        thousands = _array(f"v{number:05d}" for number in range(first // 1000, (end - 1) // 1000 + 1))
        units = _array(f"{number:03d}" for number in range(1000))
        return np.add.outer(thousands, units).ravel()[first % 1000:][:end - first]

    def order_ids(self, order) -> np.ndarray:
        """Nineteen digits, as Taobao's: too long for a spreadsheet's number, so it must be read as text."""
        return _array(f"3{number:018d}" for number in _mixed(order, _MIX_ORDER, self.plan.seed + 2).tolist())

    def times(self, seconds) -> np.ndarray:
        """Shop time from seconds since the first midnight; NEVER is missing."""
        seconds = np.asarray(seconds, np.int64)
        times = seconds * 1_000_000
        times += self.midnight.astype(np.int64)
        times[seconds == NEVER] = np.iinfo(np.int64).min  # how numpy writes a missing time
        return times.view("datetime64[us]")

    def seconds(self, times) -> np.ndarray:
        """Seconds since the first midnight from shop time, the way back from `times`."""
        times = np.asarray(times, "datetime64[us]")
        return np.where(np.isnat(times), NEVER, (times - self.midnight).astype(np.int64) // 1_000_000)

    def dates(self, day) -> np.ndarray:
        """The date of each day of the shop, counted from 0."""
        return (self.midnight + np.asarray(day).astype("timedelta64[D]")).astype("datetime64[us]")

    def products(self) -> pd.DataFrame:
        """The products table."""
        companies = companies_of(self.plan)
        return pd.DataFrame([
            {"product_id": p.product_id, "title": self.text(p.title), "brand": self.text(p.brand),
             "category": self.text(self.plan.categories[p.category]), "supplier": self.text(companies[p.supplier]),
             "list_price": p.list_price, "unit_cost": p.unit_cost, "launched_on": pd.Timestamp(p.launched_on)}
            for p in self.plan.products
        ])


def companies_of(plan: ShopPlan) -> list[Label]:
    """The suppliers' names, invented by Faker in each language; no number comes from it."""
    names = {lang: _companies({"en": "en_US", "zh": "zh_CN"}[lang], plan.seed, plan.suppliers) for lang in LANGUAGES}
    return [Label(*pair) for pair in zip(names["en"], names["zh"], strict=True)]


def _companies(locale, seed, n):
    # only the provider that is needed: a whole Faker takes as long to load as a small shop to draw
    from faker.factory import Factory

    fake = Factory.create(locale, providers=["faker.providers.company", "faker.providers.person"])
    fake.seed_instance(seed)
    names = []
    while len(names) < n:
        name = fake.company()
        if name not in names:
            names.append(name)
    return names


def _mixed(number, odd, offset):
    mixed = np.asarray(number).astype(np.uint64)
    mixed += np.uint64(offset)
    mixed *= np.uint64(odd)
    mixed &= np.uint64(2**_BITS - 1)
    return mixed.view(np.int64)


def _array(texts):
    return np.array(list(texts), dtype=object)
