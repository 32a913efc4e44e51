"""Totals rows: how they are known, and what the rows add up to beside what they say."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import LANGUAGES, Label, format_value
from shopkit.readers import cells
from shopkit.readers.ledger import Entry
from shopkit.readers.report import Found

_WORDS = ("total", "合计", "总计", "总和", "汇总", "小计")
# blanks, and no line ends: cells are also searched many at a time
TOTAL = re.compile(rf"[^\S\n]*(?:(?:grand\s+)?totals?\s*(?:[:：].*)?$|{'|'.join(_WORDS[1:])})", re.IGNORECASE)
_AMONG = re.compile(rf"^(?:{TOTAL.pattern})", re.IGNORECASE | re.MULTILINE)
_CENT = 0.005


def total_among(texts: set[str]) -> bool:
    """Whether a cell with any of these texts may mark a totals row."""
    lines = "\n".join(texts).lower()
    return any(word in lines for word in _WORDS) and bool(_AMONG.search(lines))


def reconcile(found: Found, whole: pd.DataFrame, texts: pd.DataFrame, sums: pd.DataFrame, entry: Entry, currency: str | None) -> None:
    """Hold each totals row against the sum of the rows it counts, and say where they differ; the file's rows are used.

    They may differ for good reasons (a platform leaves rows out below a limit, or counts what it does not list), so
    a difference is told and nothing is refused.
    """
    names = [f.name for f in found.reader.fields if f.adds and f.name in whole and f.name in sums]
    if sums.empty or not names:
        return
    levels = [name for name in found.reader.levels if name in sums]
    decimal = cells.decimal_mark(texts[name] for name in names) or "."
    said = sums[names].apply(lambda column: cells.numbers(cells.plain(column), decimal))
    differs: dict[str, float] = {}
    checked = 0
    for number in sums.index:
        counted = pd.Series(True, index=texts.index)
        for level in levels:
            text = sums.at[number, level].strip()
            if text and not TOTAL.match(text):
                counted &= texts[level].str.strip() == text
        rows = whole.loc[whole.index.intersection(texts.index[counted]), names].sum()
        for name in names:
            if pd.notna(said.at[number, name]):
                checked += 1
                difference = rows[name] - said.at[number, name]
                if abs(difference) > _CENT * max(1, len(whole) ** 0.5):
                    differs.setdefault(name, difference)
    if not checked:
        return
    if not differs:
        entry.note("totals_agree", Label("The file's own totals agree with the sum of its rows.", "文件自带的合计与各行之和一致。"), sums.index)
        return
    fields = {f.name: f for f in found.reader.fields}
    parts = [Label(*(f"{fields[name].seen[0]} {format_value(by, fields[name].kind, currency, lang)}" for lang in LANGUAGES))
             for name, by in differs.items()]
    entry.note("totals_differ", Label(
        f"The file's own totals differ from the sum of its rows (rows minus total: {'; '.join(p.en for p in parts)}). The rows are used.",
        f"文件自带的合计与各行之和不一致（各行之和减合计：{'；'.join(p.zh for p in parts)}）。以各行为准。"), sums.index)
