"""The days that a report is about, where only the lines above its header or its file's name say so."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_DAY = r"((?:19|20)\d{2})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?"
_TIME = r"(?:[ T]?\d{1,2}:\d{2}(?::\d{2})?)?"
# a number that goes on is an order's or an export's, not a day
_RANGE = re.compile(rf"(?<!\d){_DAY}{_TIME}\s*(?:[-_~–—至到]+|to)\s*{_DAY}(?!\d)", re.IGNORECASE)
_ONE = re.compile(rf"(?<!\d){_DAY}(?!\d)")
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_WORDS = "|".join(m[:3] for m in _MONTHS)
_WORDED = re.compile(rf"\b({_WORDS})[a-z]*\.?\s+(\d{{1,2}}),?\s+(\d{{4}})\b", re.IGNORECASE)
_WORDED_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})\s+({_WORDS})[a-z]*\.?,?\s+(\d{{4}})\b", re.IGNORECASE)
_START = re.compile(r"(?:start date|起始日期|开始日期|开始时间|起始时间)[^0-9]{0,6}", re.IGNORECASE)
_END = re.compile(r"(?:end date|终止日期|结束日期|结束时间|截止日期)[^0-9]{0,6}", re.IGNORECASE)


@dataclass(frozen=True)
class Period:
    """From the first day to the last, both counted."""

    first: dt.datetime
    last: dt.datetime

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def overlaps(self, other: Period) -> bool:
        return self.first <= other.last and other.first <= self.last


def find_period(preamble: str, file_name: str) -> Period | None:
    """The period named above the header, else in the file's name; None where neither names one.

    >>> find_period("", "商品_全部_2025-12-01_2025-12-31.xls").days
    31
    """
    return _labelled(preamble) or _range(preamble) or _range(file_name)


def _labelled(text: str) -> Period | None:
    """`Start date: 20230101` and `End date: …`, each on a line of its own; of several, those nearest to the header."""
    starts, ends = list(_START.finditer(text)), list(_END.finditer(text))
    if not (starts and ends):
        return None
    first, last = (_first_day(text[m[-1].end():]) for m in (starts, ends))
    return Period(first, last) if first and last and first <= last else None


def _range(text: str) -> Period | None:
    text = _WORDED.sub(lambda m: f"{m[3]}-{_month(m[1])}-{m[2]}", text)
    text = _WORDED_DAY_FIRST.sub(lambda m: f"{m[3]}-{_month(m[2])}-{m[1]}", text)
    if found := _RANGE.search(text):
        first, last = _day(*found.groups()[:3]), _day(*found.groups()[3:])
        return Period(first, last) if first and last and first <= last else None
    day = _first_day(text)
    return Period(day, day) if day else None


def _first_day(text: str) -> dt.datetime | None:
    return next((day for m in _ONE.finditer(text) if (day := _day(*m.groups()))), None)


def _month(word: str) -> int:
    return next(i for i, name in enumerate(_MONTHS, 1) if name.startswith(word[:3].casefold()))


def _day(year, month, day) -> dt.datetime | None:
    try:
        return dt.datetime(int(year), int(month), int(day))
    except ValueError:
        return None
