"""A report as it is declared: its columns, and how its rows become tables; and its rows while they are read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import cells, files
from shopkit.readers.files import problem
from shopkit.readers.ledger import Entry, Note
from shopkit.readers.period import Period
from shopkit.readers.text import Row


@dataclass(frozen=True)
class Field:
    """One column of a report.

    name: what the reader calls it. kind: id, person (an id of somebody), place (an address, of which nothing but province and
    city is kept), time, period ("20260725-20260729", of which
    the first day counts), money, count, people (a count that must not be added up), number or text. seen: the names
    that platforms give it, of which the first in the header counts; a unit or currency in brackets behind one does
    not matter. must: without it the report is not this one. spare: the report can do without it: where its name stands twice
    in the header it is left unread, and told of. filled: a row without a value is set aside. values: what
    the platform writes → what we write; anything else sets the row aside.
    """

    name: str
    kind: str
    seen: tuple[str, ...]
    must: bool = False
    filled: bool = False
    values: dict[str, str] = field(default_factory=dict)
    spare: bool = False

    @property
    def adds(self) -> bool:
        """Whether a totals row of the report can be held against the sum of this column."""
        return self.kind in ("money", "count")


def column(name: str, kind: str, *seen: str, must: bool = False, filled: bool = False, values=None, spare: bool = False) -> Field:
    return Field(name, kind, tuple(map(cells.normal, seen)), must, filled, values or {}, spare)


@dataclass(frozen=True)
class Reader:
    """One report of one platform: its columns, and how its rows become tables.

    build: Rows → (tables, currency or None); tables are canonical ones or those of `joining.STAGED`; what it keeps of
    `rows` counts as kept, and the index of the table `main` are the file's row numbers. feeds: the canonical tables that
    come of it, by itself or with its sister reports. personal: names of columns
    that say who somebody is, besides those that `privacy` knows; never read. amount: the money column whose sum the
    ledger accounts for. encodings: in the order in which they are tried. currency: of a platform that has only one.
    utc_offset: hours of the shop's clock, where the report has seconds since 1970. described: the row under the
    header describes the columns. totals: texts of the rows → which of them are totals that no word marks as such.
    levels: columns that nest (source, then its sub-source): a totals row counts what stands under the levels it names.
    ends_after: the field that a row reaches at least, where the platform leaves empty cells at the end of a row out.
    partial_totals: pattern of the first cell of totals rows that count only some of the rows, and are held against none.
    never: names of columns that this report does not have. beside: tables that hold other rows of the file than `main` does,
    by row number as well. own: declared by the user's mapping (see `generic`): it comes before any other, and dates and refuse are the
    user's: the order of day and month, and a look at (texts, place) that raises where they may not be read. instead: for a report that is known but not read, the
    sentence that says which one to give. genuine: whether it was proven on a genuine file, or on a shape taken from
    published headers.
    """

    platform: str
    report: str
    title: Label
    fields: tuple[Field, ...]
    main: str = ""
    feeds: tuple[str, ...] = ()
    build: Callable[[Rows], tuple[dict[str, pd.DataFrame], str | None]] | None = None
    personal: tuple[str, ...] = ()
    amount: str = ""
    encodings: tuple[str, ...] = files.ENCODINGS
    currency: str | None = None
    utc_offset: int | None = None
    described: bool = False
    totals: Callable[[pd.DataFrame], pd.Series] | None = None
    levels: tuple[str, ...] = ()
    ends_after: str = ""
    partial_totals: str = ""
    never: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    own: bool = False
    dates: str | None = None
    refuse: Callable[[pd.DataFrame, str], None] | None = None
    instead: Label | None = None
    genuine: bool = False


@dataclass(frozen=True)
class Found:
    """A report recognised in a sheet: the reader, the header, where its fields stand, which columns are personal.

    twice: headings that stand twice and were left unread for it. preamble: the text above the header. currency: what the headings of amounts name, if they do.
    """

    reader: Reader
    sheet: object
    header: Row
    places: dict[str, int]
    personal: tuple[str, ...]
    preamble: str = ""
    currency: str | None = None
    twice: tuple[str, ...] = ()


@dataclass(frozen=True)
class View:
    """One of several ways in which reports count the same things: whole shop or by device, by day or for a month at once.

    of: what is counted. name: the way, in which files may complete each other; those of two ways may not be added.
    rank: of two ways, the higher one is kept; of two of one rank, the one that covers more days.
    """

    of: str
    name: str
    rank: int = 0


@dataclass
class Part:
    """What one sheet gave: its ledger entry, its tables, the currency it names, the personal columns left out.

    period: the days that a report without dates of its own speaks of. view: which of several ways of counting the same
    it is (see `rivals`). kept: the numbers of the rows that were used; a table may have fewer rows, where rows are added up. beside: see Reader.
    """

    entry: Entry
    main: str
    tables: dict[str, pd.DataFrame]
    currency: str | None
    personal: tuple[str, ...]
    period: Period | None = None
    view: View | None = None
    kept: tuple[int, ...] = ()
    beside: tuple[str, ...] = ()

    @property
    def by_row(self) -> tuple[str, ...]:
        """The tables whose index are rows of the file: each of those rows stands in one of them."""
        return self.main, *self.beside


class Rows:
    """The rows of a report while it is read: clean columns by field name, indexed by row number, and their ledger.

    period: the days that the file says it is about, above its header or in its name; None where it says nothing.
    currency: what the headings or the platform say. ends: per column of kind period, the last day of each range. said:
    what the file says of itself above its header and in the remarks under it; it may name people and is not to be shown.
    """

    def __init__(self, frame: pd.DataFrame, entry: Entry, *, by_the_hour=(), period: Period | None = None,
                 currency: str | None = None, ends: dict[str, pd.Series] | None = None, said: str = ""):
        self.frame, self.entry, self.by_the_hour = frame, entry, tuple(by_the_hour)
        self.period, self.currency, self.ends = period, currency, ends or {}
        self.said = said
        self.dates: str | None = None  # the order of day and month, where the user gave it
        self.period_used: Period | None = None
        self.view: View | None = None

    def __getitem__(self, name: str) -> pd.Series:
        return self.frame[name]

    def __contains__(self, name: str) -> bool:
        return name in self.frame.columns

    def column(self, name: str, missing=float("nan")) -> pd.Series:
        """The column, or `missing` on every row where the file has no such column."""
        return self.frame[name] if name in self.frame else pd.Series(missing, index=self.frame.index)

    def or_zero(self, name: str) -> pd.Series:
        """An amount that is nothing where the file says nothing."""
        return self.column(name).fillna(0.0)

    def first_of(self, *names: str) -> pd.Series:
        """The first of several columns that has a value, row by row."""
        found = self.column(names[0], missing=pd.NA) if names[0] not in self else self[names[0]]
        for name in names[1:]:
            if name in self:
                found = found.where(found.notna(), self[name])
        return found

    def fill_down(self, key: str, *names: str) -> None:
        """Cells that stand on the first line of an order only → on each of its lines."""
        for name in names:
            if name in self:
                self.frame = self.frame.assign(**{name: self.frame.groupby(key, sort=False)[name].transform("first")})

    def set_aside(self, mask: pd.Series, code: str) -> None:
        """Take the rows of `mask` out, counted under `code`; what it says of rows that are out already does not matter."""
        mask = mask.reindex(self.frame.index).fillna(False).astype(bool)
        if mask.any():
            self.entry.set_aside(code, self.frame.index[mask])
            self.frame = self.frame[~mask]

    def note(self, code: str, label: Label, mask: pd.Series | None = None) -> None:
        """Say something about the file, or about the rows of `mask`, which stay."""
        numbers = () if mask is None else tuple(map(int, self.frame.index[mask.fillna(False).astype(bool)]))
        self.entry.notes.append(Note(code, label, numbers))

    def dates_or_period(self, name: str = "date") -> pd.Series:
        """The days of the rows: the column `name`, else the first day of the period that the file is about.

        A column of ranges ("20260725-20260729") gives their first days. Raises UserError where the file names
        neither: its figures belong to no day.
        """
        if name in self:
            days = self[name].dt.floor("D")
            if name in self.ends and len(days):
                last = self.ends[name].loc[days.index].dt.floor("D")
                if (last > days).any():
                    self._of_a_period(Period(days.min().to_pydatetime(), last.max().to_pydatetime()))
            return days
        place = self.entry.place
        if self.period is None:
            raise problem(
                "no_date", f"{place}: the figures have no date, neither in a column nor above the header nor in the file's name. "
                "Keep the name that the platform gave the file, with its dates in it.",
                f"{place}：数据没有日期：列里、表头上方和文件名里都没有。请保留平台给的文件名（里面带日期）。")
        self._of_a_period(self.period)
        return pd.Series(self.period.first, index=self.frame.index).astype("datetime64[us]")

    def _of_a_period(self, period: Period) -> None:
        self.period_used = period
        if period.days > 1:
            self.note("one_figure_for_the_period", Label(
                "The file gives one figure for {days:count} days ({first:date} to {last:date}): it stands under the first of them, and "
                "nothing by day can be shown from it.",
                "文件给的是 {days:count} 天合计（{first:date} 至 {last:date}），记在第一天名下，看不出每天的变化。",
            ).fill(days=period.days, first=period.first, last=period.last))

    def days_of_ranges(self, first: pd.Series, last: pd.Series) -> pd.Series:
        """The first day of each row's range, from and to; rows that give one figure for several days are told of."""
        self.set_aside(last < first, "unreadable_date")
        first, last = (days.loc[self.frame.index].dt.floor("D") for days in (first, last))
        last = last.fillna(first)
        longer = last > first
        if longer.any():
            self.note("one_figure_for_the_period", Label(
                "Rows that give one figure for several days: {rows:count} ({first:date} to {last:date}). It stands under the first of the days, "
                "and nothing by day can be shown from it.",
                "有 {rows:count} 行是多天合计（{first:date} 至 {last:date}），记在第一天名下，看不出每天的变化。",
            ).fill(rows=int(longer.sum()), first=first[longer].min(), last=last[longer].max()), longer)
            if first.nunique() == last.nunique() == 1:
                self.period_used = Period(first.iloc[0].to_pydatetime(), last.iloc[0].to_pydatetime())
        return first

    def one_currency(self, name: str = "currency") -> str | None:
        """The file's currency by its column `name`, else by its headings; UserError where there are several."""
        if name not in self:
            return self.currency
        from babel.core import get_global

        code = self[name].str.upper()
        self.set_aside(code.notna() & ~code.isin(list(get_global("all_currencies"))), "unknown_value")
        found = sorted(self[name].dropna().str.upper().unique())
        if len(found) > 1:
            place, named = self.entry.place, ", ".join(found)
            raise problem("several_currencies", f"{place}: amounts in several currencies ({named}) cannot be added. Split the file by currency.",
                          f"{place}：金额有多种货币（{named}），不能相加。请按货币拆成几个文件。")
        if found and self.entry.amounts:
            self.entry.amounts.currency = found[0]
        return found[0] if found else self.currency
