"""Reports that count the same things in several ways: of those whose days meet, one way is kept."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Part


def choose(parts: list[Part]) -> None:
    """Set aside the reports that count what others of the files count as well, in a way that may not be added to theirs.

    Of two ways (`Part.view`) whose days meet, the one of the higher rank stays, then the one that covers more days,
    then the one that gives single days, then the one whose files come first. Reports of one way are left to `joining`:
    a row that stands in two of them counts once.
    """
    for of in dict.fromkeys(part.view.of for part in parts if part.view):
        ways: dict[str, list[Part]] = {}
        for part in parts:
            if part.view and part.view.of == of and part.main in part.tables:
                ways.setdefault(part.view.name, []).append(part)
        days = {name: set().union(*map(_days, way)) for name, way in ways.items()}
        best = sorted(ways, key=lambda name: (-ways[name][0].view.rank, -len(days[name]), any(map(_of_a_period, ways[name]))))
        kept: list[str] = []
        for name in best:
            other = next((k for k in kept if days[k] & days[name]), None)
            if other is None:
                kept.append(name)
            else:
                for part in ways[name]:
                    _set_aside(part, ways[other][0])


def _days(part: Part) -> set[pd.Timestamp]:
    if part.period is not None:
        return set(pd.date_range(part.period.first, part.period.last, freq="D"))
    return set(part.tables[part.main]["date"].dropna().unique())


def _of_a_period(part: Part) -> bool:
    return part.period is not None and part.period.days > 1


def _set_aside(part: Part, other: Part) -> None:
    table = part.tables[part.main]
    # names of items count nothing
    part.tables = {name: kept for name, kept in part.tables.items() if name == "products"}
    part.entry.set_aside("counted_elsewhere", table.index)
    part.entry.rows_kept -= len(table)
    part.period = None
    part.entry.note("counted_elsewhere", Label(
        f"{other.entry.place} counts the same for the same days, in another way: the two are not added, and that one is used.",
        f"{other.entry.place} 统计的是同样日期的同一件事，口径不同，两者不相加，采用那一份。"))
