"""Several reports of one shop → one set of tables; a row that stands in two of them is counted once."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import days, orders, rivals, spend
from shopkit.readers.files import problem
from shopkit.readers.ledger import Note
from shopkit.readers.report import Part
from shopkit.schema import TABLES, conform
from shopkit.shop import NEUTRAL, Shop

# what tells a row from any other; tables that are not named here are told apart by all of their columns
_KEYS = {
    "orders": ["order_id", "line_no"], "products": ["product_id"], "customers": ["customer_id"], "shop_days": ["date"],
    "traffic": ["date", "source"], "items": ["date", "product_id"],
    "ads": ["date", "channel", "campaign", "creative", "product_id"], "costs": ["month", "kind"],
    "order_lines": ["order_id", "line_no"], "lone_orders": ["order_id", "line_no"], "spend": ["date", "source"],
}


def join(parts: list[Part], ignored=()) -> Shop:
    """One Shop from all parts. Raises UserError if they are in several currencies, or if nothing is left of them."""
    currencies = sorted({part.currency for part in parts if part.currency})
    if len(currencies) > 1:
        named = "; ".join(f"{part.entry.file} {part.currency}" for part in parts if part.currency)
        raise problem("several_currencies", f"These files are in several currencies, which cannot be added: {named}. Read them one by one.",
                      f"这些文件的货币不同，金额不能相加：{named}。请分开读取。")
    _note_platforms(parts)
    rivals.choose(parts)
    _set_aside_overlaps(parts)
    _set_aside_payouts(parts)
    currency = currencies[0] if currencies else None
    tables = {}
    for name in dict.fromkeys(name for part in parts for name in part.tables):
        tables[name] = _stack(name, [part for part in parts if name in part.tables])
    tables = days.assemble(spend.assemble(orders.assemble(tables, parts, currency), tables, parts, currency), parts)
    shop = {name: conform(name, tables[name]) for name in TABLES if name in tables and len(tables[name])}
    if not shop:
        raise problem("nothing_kept", " ".join(["No row of these files can be used."] + [line.en for part in parts for line in part.entry.lines()]),
                      "".join(["这些文件没有一行能用。"] + [line.zh for part in parts for line in part.entry.lines()]))
    personal = dict.fromkeys(column for part in parts for column in part.personal)
    return Shop(shop, currency=currency, ledger=[part.entry for part in parts], personal_columns=personal, ignored=ignored)


def _set_aside_overlaps(parts: list[Part]) -> None:
    """Of reports that give one figure for several days, those whose days another of the same kind covers already."""
    kept: list[Part] = []
    for part in parts:
        if part.period is None:
            continue
        other = next((k for k in kept if k.entry.report == part.entry.report and k.entry.platform == part.entry.platform
                      and k.period.overlaps(part.period) and k.period != part.period), None)
        other = other or _by_day(part, parts)
        if other is None:
            kept.append(part)
            continue
        del part.tables[part.main]
        part.entry.set_aside("overlapping_period", part.kept)
        part.entry.rows_kept = 0
        part.entry.note("overlapping_period", Label(
            f"Its days overlap those of {other.entry.place}: to add both would count them twice. Give files that follow each other.",
            f"与 {other.entry.place} 的日期有重叠，相加会重复计数。请给日期前后相接的文件。"))


def _set_aside_payouts(parts: list[Part]) -> None:
    """Of a payout that two kinds of report tell, as Amazon's V1 and V2 do, the rows of the first."""
    told: dict[str, str] = {}
    for part in parts:
        main = part.tables.get(part.main)
        if main is None or "payout" not in main:
            continue
        by = main["payout"].map(told)
        again = by.notna() & (by != part.entry.report)
        told = dict.fromkeys(main["payout"].dropna(), part.entry.report) | told
        if again.any():
            gone = set(main["payout"][again])
            part.tables = {name: table[~table["payout"].isin(gone)] if "payout" in table else table for name, table in part.tables.items()}
            part.tables = {name: table for name, table in part.tables.items() if len(table)}
            part.entry.set_aside("duplicate_of_other_file", main.index[again])
            part.entry.rows_kept -= int(again.sum())


def _by_day(part: Part, parts: list[Part]) -> Part | None:
    """A report of the same kind that has the days of this one singly."""
    if part.period.days == 1:
        return None
    for other in parts:
        table = other.tables.get(other.main)
        if (other.period is None and (other.entry.platform, other.entry.report) == (part.entry.platform, part.entry.report)
                and table is not None and "date" in table and table["date"].between(part.period.first, part.period.last).any()):
            return other
    return None


def _stack(name: str, holding: list[Part]) -> pd.DataFrame:
    """A table from several parts. A row that an earlier part has as well gives what is missing there, and counts once."""
    kept = holding[0].tables[name]
    for part in holding[1:]:
        table = part.tables[name]
        keys = [k for k in _KEYS.get(name, ()) if k in table and k in kept] if name in _KEYS else None
        again = _stands_in(table, kept, keys)
        if again.any():
            adds = False
            if keys:
                kept, adds = _completed(kept, table[again], keys)
                _note_changed(part, table[again], kept, keys)
            if name in part.by_row and not adds and (part.beside or again.all() or len(table) == part.entry.rows_kept):
                # where rows are added up there are more of them than the table has
                numbers = part.kept if again.all() and not part.beside else table.index[again]
                part.entry.set_aside("duplicate_of_other_file", numbers)
                part.entry.rows_kept -= len(numbers)
            elif name in part.by_row and not adds:
                part.entry.note("overlaps_other_file", Label(
                    "Rows of the table {table:text} that stand in another of the files as well and count once: {rows:count}.",
                    "{table:text} 表有 {rows:count} 行在另一个文件里也有，只算一次。").fill(table=name, rows=int(again.sum())))
        kept = pd.concat([kept, table[~again]], ignore_index=True)
    return kept.reset_index(drop=True)


def _stands_in(table: pd.DataFrame, kept: pd.DataFrame, keys: list[str] | None) -> pd.Series:
    """Which rows stand in `kept` already. Without a key, a row that stands n times there may stand n times here."""
    if not keys:
        keys = [c for c in table if c in kept]
        table, kept = _counted(table, keys), _counted(kept, keys)
        keys = [*keys, "_nth"]
    there = kept[keys].drop_duplicates().assign(_there=True)
    return table[keys].merge(there, on=keys, how="left")["_there"].notna().set_axis(table.index)


def _counted(table, keys):
    return table[keys].assign(_nth=table.groupby(keys, dropna=False).cumcount())


def _completed(kept: pd.DataFrame, again: pd.DataFrame, keys: list[str]) -> tuple[pd.DataFrame, bool]:
    """`kept` with the cells that only the later rows have, and whether there were any."""
    given = kept[keys].merge(again.drop_duplicates(keys), on=keys, how="left").set_axis(kept.index)
    adds = False
    kept = kept.copy()
    for name in again.columns.difference(keys, sort=False):
        if name not in kept:
            adds, kept[name] = adds or given[name].notna().any(), given[name]
            continue
        old = kept[name]
        new = old.isna() & given[name].notna()
        if new.any():
            adds = True
            kept[name] = old.where(~new, given[name].astype(old.dtype))
    return kept, adds


def _note_changed(part: Part, again: pd.DataFrame, kept: pd.DataFrame, keys: list[str]) -> None:
    """Say how many rows that stand in two files say different things there."""
    shared = [c for c in again if c in kept]
    first = again[keys].merge(kept[shared].drop_duplicates(keys), on=keys, how="left").set_axis(again.index)
    changed = pd.Series(False, index=again.index)
    for column in shared:
        changed |= ((again[column] != first[column]).fillna(False) & again[column].notna()).astype(bool)
    if changed.any():
        label = Label(
            "Rows that stand in an earlier file as well but say something else here: {rows:count}; the earlier file's were kept. To "
            "have the newer ones, name the newer file first.",
            "与前面文件重复的行中，有 {rows:count} 行内容不同，采用了前面文件的。想用新的，请把新文件写在前面。",
        ).fill(rows=int(changed.sum()))
        part.entry.note("differs_from_other_file", label, again.index[changed])


def _note_platforms(parts: list[Part]) -> None:
    platforms = sorted({part.entry.platform for part in parts} - NEUTRAL)
    if len(platforms) > 1:
        named = ", ".join(platforms)
        label = Label(f"These files come from several platforms ({named}): visitors of one are not divided by orders of another.",
                      f"这些文件来自不同平台（{named}）：不会用一个平台的访客去除另一个平台的订单。")
        parts[0].entry.notes.append(Note("several_platforms", label))

