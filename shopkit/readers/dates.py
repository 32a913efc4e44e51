"""Dates and times as platforms write them; whether 3/4 is in March or April is settled by the file or by the user."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from shopkit.labels import Label, UserError

ORDERS = ("dmy", "mdy")
# so few dates that can only be read the other way are damaged cells, not the other order
_STRAY = 1 / 20
_YEARS = range(1990, 2100)
_BETWEEN = re.compile(r"日\s*|(?<=\d)T(?=\d)|\s+")
_SEPARATORS = re.compile(r"[年月/.]")
_EPOCH = re.compile(r"1\d{9}")
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_WORDS = "|".join(_MONTHS)
_MONTH_FIRST = re.compile(rf"({_WORDS})[a-z]*\.?[ -](\d{{1,2}}),?[ -]+(\d{{4}}|\d{{2}})(?![\d:])", re.IGNORECASE)
_MONTH_SECOND = re.compile(rf"(\d{{1,2}})[ -]({_WORDS})[a-z]*\.?,?[ -](\d{{4}}|\d{{2}})(?!\d)", re.IGNORECASE)
# the shop's own clock stays as it was written; what stands behind it says how far that is from UTC
_OFFSET = re.compile(r"(?<=\d)\s*(?:(?P<utc>Z|UTC|GMT|[+-]00:?00)|[+-]\d{2}:?\d{2}|(?:AM\s|PM\s)?[PMCE][SD]T|BST|CES?T|JST|IST)$", re.IGNORECASE)
_PACKED = re.compile(r"((?:19|20)\d{6})(\d{2})(?:(\d{2})(\d{2})?)?")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4}|\d{2})")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(am|pm)?", re.IGNORECASE)


# every text of a column, one a line, where a platform writes its times as most do
_ISO = re.compile(r"(?:(?:199|20[0-9])[0-9]-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]:[0-5][0-9](?:\n|\Z))*+")


class Moments:
    """The date columns of one file, read together: any of them may settle the order of day and month for all.

    texts: column → texts (missing where nothing stands). order: "dmy", "mdy" or None, as the user said.
    utc_offset: hours of the shop's clock from UTC, for platforms that write seconds since 1970; None refuses them.
    `values` has the times, NaT where missing or unreadable; `by_the_hour` the columns that give hours without minutes;
    `utc` says whether times are given in UTC rather than by a shop's clock.
    Raises UserError where the order stays open, or where what the user said cannot be.
    """

    def __init__(self, texts: dict[str, pd.Series], place: str, order: str | None = None, utc_offset: int | None = None):
        at_once = {name: _iso(column) for name, column in texts.items()}
        parts = {name: _split(column) for name, column in texts.items() if at_once[name] is None}
        for part in parts.values():
            _refuse_mixed(part["day"].value_counts(), place)
        days = pd.concat([p["day"] for p in parts.values()]) if parts else pd.Series(dtype="str")
        order = _settle(days.value_counts(), place, order)
        self.values, self.by_the_hour = {name: column for name, column in at_once.items() if column is not None}, []
        self.utc = any(part["utc"].any() for part in parts.values())
        for name, part in parts.items():
            day = part["day"].map({t: _day(t, order, utc_offset) for t in part["day"].dropna().unique()})
            clock = part["clock"].map({t: _clock(t) for t in part["clock"].dropna().unique()})
            self.values[name] = (day.astype("datetime64[us]") + clock.astype("timedelta64[us]")).astype("datetime64[us]")
            clocks = set(part["clock"].dropna().unique()) - {""}
            if clocks and not any(":" in clock for clock in clocks):
                self.by_the_hour.append(name)


def _iso(texts: pd.Series) -> pd.Series | None:
    """A column wholly written 2026-08-01 09:30:00, read at once; None for any other, which is read text by text."""
    known = texts.dropna().unique().tolist()
    if not known or "" in known or not _ISO.fullmatch("\n".join(known)):
        return None
    try:
        times = pd.to_datetime(pd.Series(known), format="%Y-%m-%d %H:%M:%S").astype("datetime64[us]")
    except ValueError:  # a day or an hour that does not exist: the others are read all the same
        return None
    at = pd.Index(known).get_indexer(texts)
    return pd.Series(times.reindex(at).to_numpy(), index=texts.index)


def is_date(text: str) -> bool:
    """Whether a text is a date, with or without a clock, in whichever order of day and month.

    >>> is_date("Sep 01, 2026"), is_date("4/13/2026 9:05"), is_date("20261301"), is_date("12.50")
    (True, True, False, False)
    """
    day, clock, _ = _halves(text)
    return any(_day(day, order, None) for order in ORDERS) and _clock(clock) is not None


def _split(texts: pd.Series) -> pd.DataFrame:
    """Each text as day and clock; whatever separates year, month and day becomes "-"."""
    parts = {text: _halves(text) for text in texts.dropna().unique()}
    return pd.DataFrame({name: texts.map({t: p[at] for t, p in parts.items()}) for at, name in enumerate(("day", "clock", "utc"))},
                        index=texts.index).astype({"utc": "boolean"})


def _halves(text: str) -> tuple[str, str, bool]:
    """Day, clock, and whether the clock is UTC's."""
    text = text.strip()
    offset = _OFFSET.search(text) if ":" in text else None
    if offset:
        # "AM PST": the half of the day belongs to the clock
        text = text[:offset.start()] + (text[offset.start():].strip()[:2] if text[offset.start():].strip()[:2].lower() in ("am", "pm") else "")
    if worded := _MONTH_FIRST.match(text):
        text = f"{_year(worded[3])}-{_MONTHS[worded[1][:3].lower()]}-{worded[2]}{text[worded.end():]}"
    elif worded := _MONTH_SECOND.match(text):
        text = f"{_year(worded[3])}-{_MONTHS[worded[2][:3].lower()]}-{worded[1]}{text[worded.end():]}"
    elif packed := _PACKED.fullmatch(text):
        return packed[1], ":".join(filter(None, packed.groups()[1:])), False
    day, _, clock = _BETWEEN.sub(" ", text, count=1).partition(" ")
    return _SEPARATORS.sub("-", day), clock.strip(), bool(offset and offset["utc"])


def _year(digits: str) -> str:
    return digits if len(digits) == 4 else f"20{digits}"


def _refuse_mixed(counts: pd.Series, place: str) -> None:
    """A column partly 2026-04-03 and partly 4/13/2026 has been through a spreadsheet that took some days for months."""
    first, last = (counts[[bool(form.fullmatch(t)) for t in counts.index]].sum() for form in (_YEAR_FIRST, _YEAR_LAST))
    if min(first, last) > max(1, _STRAY * (first + last)):
        raise UserError(
            Label(
                f"{place}: some dates begin with the year and some end with it, in one column. A spreadsheet has read part of "
                f"them, perhaps with day and month exchanged. Export the file again and give it as it is.",
                f"{place}：同一列里有的日期以年开头、有的以年结尾，说明电子表格改写过一部分，日和月可能已经颠倒。请重新导出，直接给原文件。",
            ),
            code="dates_mixed",
        )


def _settle(counts: pd.Series, place: str, order: str | None) -> str:
    """The order of day and month: what the file's dates allow, or the user's word; UserError if that leaves it open."""
    only = {"dmy": 0, "mdy": 0}
    open_dates = 0
    for text, rows in counts.items():
        match = _YEAR_LAST.fullmatch(text)
        if not match:
            continue
        first, second = int(match[1]), int(match[2])
        if first > 12 >= second:
            only["dmy"] += rows
        elif second > 12 >= first:
            only["mdy"] += rows
        elif first != second:
            open_dates += rows
    decided = sum(only.values())
    possible = [o for o in ORDERS if decided - only[o] <= _STRAY * decided]
    if order in possible:
        return order
    if order:
        raise UserError(
            Label(
                f"{place}: --dates {order} cannot be right: {decided - only[order]:,} dates of this file can only be read "
                f"the other way round.",
                f"{place}：--dates {order} 不对：文件里有 {decided - only[order]:,} 个日期只能按另一种顺序读。",
            ),
            code="dates_contradict",
        )
    if not possible:
        raise UserError(
            Label(
                f"{place}: the dates contradict each other: {only['dmy']:,} have the day first, {only['mdy']:,} the month. "
                f"Export the file again and do not save it with a spreadsheet in between.",
                f"{place}：日期自相矛盾：{only['dmy']:,} 个是日在前，{only['mdy']:,} 个是月在前。"
                f"请重新导出，中间不要用电子表格另存。",
            ),
            code="dates_contradict",
        )
    if len(possible) > 1 and open_dates:
        raise UserError(
            Label(
                f"{place}: nothing in this file settles whether 3/4 is the 3rd of April or March the 4th. Say which: "
                f"--dates dmy (day first) or --dates mdy (month first).",
                f"{place}：从文件本身看不出 3/4 是 4 月 3 日还是 3 月 4 日。请说明：--dates dmy（日在前）或 --dates mdy（月在前）。",
            ),
            code="dates_ambiguous",
        )
    return possible[0]


def _day(text: str, order: str, utc_offset: int | None) -> dt.datetime | None:
    if utc_offset is not None and _EPOCH.fullmatch(text):
        return dt.datetime(1970, 1, 1) + dt.timedelta(seconds=int(text), hours=utc_offset)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(p) for p in match.groups() if p is not None)
    elif match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        day, month = (first, second) if order == "dmy" else (second, first)
        year += 2000 if len(match[3]) == 2 else 0
    else:
        return None
    try:
        return dt.datetime(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _clock(text: str) -> dt.timedelta | None:
    if not text:
        return dt.timedelta(0)
    match = _CLOCK.fullmatch(text)
    if not match:
        return None
    hour, minute, second = (int(match[i] or 0) for i in (1, 2, 3))
    half = (match[4] or "").lower()
    if half:
        # some write midnight as 00:00 AM
        if hour > 12 or (hour == 0 and half == "pm"):
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.timedelta(hours=hour, minutes=minute, seconds=second) if hour < 24 and minute < 60 and second < 60 else None
