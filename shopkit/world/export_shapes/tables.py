"""A shop's tables as the reports need them: every declared column there, and the days that a report covers."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from shopkit.schema import TABLES, conform
from shopkit.shop import Shop
from shopkit.world.export_shapes.writing import text

_DAY = pd.Timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Whole days from `first` to `last`, both included."""

    first: pd.Timestamp
    last: pd.Timestamp

    def holds(self, times: pd.Series) -> pd.Series:
        """Which times lie in the period; a missing one does not."""
        return (times >= self.first) & (times < self.last + _DAY)

    @property
    def before(self) -> Period:
        """The period of the same length that ends the day before."""
        return Period(self.first - (self.last - self.first) - _DAY, self.first - _DAY)

    @property
    def after(self) -> pd.Timestamp:
        """The first midnight after it, when a report of it can be downloaded."""
        return self.last + _DAY

    def written(self, between: str, form: str = "%Y-%m-%d") -> str:
        """Both days in one text."""
        return f"{self.first:{form}}{between}{self.last:{form}}"


def table(shop: Shop, name: str) -> pd.DataFrame | None:
    """The table with every column that its schema declares, empty where the shop has none; None without the table."""
    if name not in shop.tables:
        return None
    return conform(name, shop.table(name).reindex(columns=[c.name for c in TABLES[name].columns]))


def known(frame: pd.DataFrame | None, *columns: str) -> bool:
    """Whether the table is there and each of the columns has something in it."""
    return frame is not None and all(frame[c].notna().any() for c in columns)


def whole(shop: Shop) -> Period:
    """From the shop's first day to its last, as its daily tables have them."""
    dates = pd.concat([shop.table(name)["date"] for name in ("shop_days", "items", "ads") if name in shop.tables])
    return Period(dates.min().normalize(), dates.max().normalize())


def last_full_month(shop: Shop) -> Period:
    """The last calendar month of which the shop has every day; all its days where there is none."""
    days = whole(shop)
    last = (days.after.to_period("M") - 1).to_timestamp("D", "end").normalize()
    month = Period(last.replace(day=1), last)
    return month if days.first <= month.first else days


def titles(shop: Shop, product_ids: pd.Series) -> pd.Series:
    """Each item's title; its id where the shop has no title for it."""
    products = table(shop, "products")
    known_titles = {} if products is None else products.dropna(subset="title").set_index("product_id")["title"].to_dict()
    return pd.Series([known_titles.get(i, text(i)) for i in product_ids], index=product_ids.index)


def stays(events: pd.DataFrame) -> pd.Series:
    """Seconds from each step to the next of its visit, NaN after the last; `events` in order of visit and time.

    Half an hour without a step counts as being away, as analytics tools have it: 0 seconds.
    """
    seconds = (events["at"].shift(-1) - events["at"]).dt.total_seconds()
    seconds = seconds.where(events["visit_id"] == events["visit_id"].shift(-1))
    return seconds.mask(seconds > 1800, 0.0)


def devices(shop: Shop, visit_ids: pd.Series) -> pd.Series:
    """The device of each visit, "phone" where it is not known: nine of ten visits are."""
    events = table(shop, "events")
    if not known(events, "visit_id", "device"):
        return pd.Series("phone", index=visit_ids.index)
    of_visit = events.dropna(subset="device").drop_duplicates("visit_id").set_index("visit_id")["device"]
    return visit_ids.map(of_visit).fillna("phone")
