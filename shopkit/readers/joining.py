"""Several reports of one shop → one set of tables; a row that stands in two of them is counted once."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.files import problem
from shopkit.readers.ledger import Note
from shopkit.readers.reader import Part
from shopkit.schema import TABLES
from shopkit.shop import Shop

# what tells a row from any other; tables that are not named here are told apart by all of their columns
_KEYS = {"orders": ["order_id", "line_no"], "products": ["product_id"], "customers": ["customer_id"]}


def join(parts: list[Part], ignored=()) -> Shop:
    """One Shop from all parts. Raises UserError if they are in several currencies."""
    currencies = sorted({part.currency for part in parts if part.currency})
    if len(currencies) > 1:
        named = "; ".join(f"{part.entry.file} {part.currency}" for part in parts if part.currency)
        raise problem("several_currencies", f"These files are in several currencies, which cannot be added: {named}. Read them one by one.",
                      f"这些文件的货币不同，金额不能相加：{named}。请分开读取。")
    _note_platforms(parts)
    tables = {}
    for name in TABLES:
        holding = [part for part in parts if name in part.tables]
        if holding:
            tables[name] = _stack(name, holding)
    personal = dict.fromkeys(column for part in parts for column in part.personal)
    return Shop(tables, currency=currencies[0] if currencies else None, ledger=[part.entry for part in parts],
                personal_columns=personal, ignored=ignored)


def _stack(name: str, holding: list[Part]) -> pd.DataFrame:
    """A table from several parts, each row of a later part that an earlier one has set aside in the ledger."""
    kept = holding[0].tables[name]
    for part in holding[1:]:
        table = part.tables[name]
        again = _stands_in(table, kept, _KEYS.get(name))
        if name == part.main and again.any():
            part.entry.set_aside("duplicate_of_other_file", table.index[again])
            part.entry.rows_kept -= int(again.sum())
            _note_changed(part, name, table[again], kept)
        kept = pd.concat([kept, table[~again]], ignore_index=True)
    return kept.reset_index(drop=True)


def _stands_in(table: pd.DataFrame, kept: pd.DataFrame, keys: list[str] | None) -> pd.Series:
    """Which rows stand in `kept` already. Without a key, a row that stands n times there may stand n times here."""
    if keys is None:
        keys = [c for c in table if c in kept]
        table, kept = _counted(table, keys), _counted(kept, keys)
        keys = [*keys, "_nth"]
    there = kept[keys].drop_duplicates().assign(_there=True)
    return table[keys].merge(there, on=keys, how="left")["_there"].notna().set_axis(table.index)


def _counted(table, keys):
    return table[keys].assign(_nth=table.groupby(keys, dropna=False).cumcount())


def _note_changed(part: Part, name: str, again: pd.DataFrame, kept: pd.DataFrame) -> None:
    """Say how many rows that stand in two files say different things there."""
    keys, shared = _KEYS.get(name), [c for c in again if c in kept]
    if not keys:
        return
    first = again[keys].merge(kept[shared], on=keys, how="left").set_axis(again.index)
    changed = pd.Series(False, index=again.index)
    for column in shared:
        changed |= (again[column] != first[column]).fillna(False) & ~(again[column].isna() & first[column].isna())
    if changed.any():
        label = Label(
            "Rows that stand in an earlier file as well but say something else here: {rows:count}; the earlier file's were kept. To "
            "have the newer ones, name the newer file first.",
            "与前面文件重复的行中，有 {rows:count} 行内容不同，采用了前面文件的。想用新的，请把新文件写在前面。",
        ).fill(rows=int(changed.sum()))
        part.entry.notes.append(Note("differs_from_other_file", label, tuple(map(int, again.index[changed]))))


def _note_platforms(parts: list[Part]) -> None:
    platforms = sorted({part.entry.platform for part in parts})
    if len(platforms) > 1:
        named = ", ".join(platforms)
        label = Label(f"These files come from several platforms ({named}): visitors of one are not divided by orders of another.",
                      f"这些文件来自不同平台（{named}）：不会用一个平台的访客去除另一个平台的订单。")
        parts[0].entry.notes.append(Note("several_platforms", label))
