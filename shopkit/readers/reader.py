"""A recognised report → its tables, with every one of its rows accounted for."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import numpy as np
import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.readers import cells, files, privacy, totals
from shopkit.readers.collect import collect
from shopkit.readers.dates import Moments
from shopkit.readers.files import problem
from shopkit.readers.identify import Known, identify, unknown
from shopkit.readers.ledger import Amounts, Entry, Ignored
from shopkit.readers.period import find_period
from shopkit.readers.progress import bar
from shopkit.readers.report import Field, Found, Part, Rows
from shopkit.schema import TABLES, conform

_BAD = {"time": "unreadable_date", "period": "unreadable_date", "money": "unreadable_amount", "count": "unreadable_number",
        "people": "unreadable_number", "number": "unreadable_number", "id": "missing_id", "person": "missing_id", "text": "unknown_value", "place": "unknown_value"}
_COUNTS = ("count", "people")
_SOME = 1000
_BETWEEN_DAYS = re.compile(r"\s*(?:~|–|—|至|到|\s-+\s|\bto\b|(?<=\d{8})-(?=\d{8}))\s*")


def read_file(path: Path, known: Known, dates: str | None = None) -> tuple[list[Part], list[Ignored]]:
    """Every report that a file holds, and its sheets that hold none. Raises UserError if it holds none at all."""
    parts, others = [], []
    for ways in files.sheets(path):
        section = ways[0].section
        while ways:
            try:
                found = identify(path, ways, known)
                parts.append(read(path, found, dates))
            except UnicodeDecodeError:  # the encoding fits the first rows and not the whole file
                ways = ways[ways.index(found.sheet) + 1:]
                continue
            except UserError as error:
                others.append((section, error))
            break
    # a sheet that is a report and cannot be used must be told of, whatever the other sheets give
    if not parts or any(e.code not in NO_REPORT for _, e in others):
        # of several sheets that cannot be used, the first that is more than unknown speaks for the file
        raise next((e for _, e in others if e.code not in NO_REPORT), next((e for _, e in others if e.code != "unknown_table"), unknown(path)))
    return parts, [Ignored(f"{path.name} · {section}", error.code, error.label) for section, error in others]


# a file or sheet that is no report of ours, or an empty month; anything else is a report that needs the user's word
NO_REPORT = ("unknown_table", "missing_columns", "not_read_yet", "picture", "not_a_table", "archive", "web_page", "empty_file",
             "no_rows", "nothing_kept", "broken_workbook", "password", "too_large", "unreadable_file", "column_twice")


def read(path: Path, found: Found, dates: str | None = None) -> Part:
    """The tables of a recognised report, with every row accounted for. Raises UserError where none can be used."""
    reader = found.reader
    entry = Entry(path.name, found.sheet.section, reader.platform, reader.report, reader.title)
    with bar(path) as progress:
        texts, sums, remarks = collect(found, entry, progress)
    entry.rows_read = found.sheet.counted
    if not entry.rows_read:
        raise problem("no_rows", f"{entry.place}: {reader.title.en} with a header and no rows. Choose another period and export again.",
                      f"{entry.place}：{reader.title.zh}，只有表头、没有数据。请换个时间段重新导出。")
    if reader.refuse:
        reader.refuse(texts, entry.place)
    # _clean lets go of each column as it is read; only totals rows are held against the texts once more
    said = texts.copy(deep=False) if len(sums) else texts.iloc[:0]
    rows = _clean(texts, found, entry, path, dates or reader.dates)
    rows.said, rows.dates = "\n".join([found.preamble, *remarks]), dates or reader.dates
    whole = rows.frame
    for name in found.twice:
        rows.note("column_twice", Label("The column '{name:text}' stands twice in the header; which one counts cannot be told, so that neither was read.",
                                        "表头里有两个“{name:text}”列，分不清以哪个为准，都没有采用。").fill(name=name))
    tables, currency = reader.build(rows) if len(rows.frame) else ({}, None)
    entry.rows_kept = len(rows.frame) if tables else 0
    entry.check()
    if not entry.rows_kept:
        reasons = [reason.sentence() for reason in entry.reasons]
        raise problem("nothing_kept", f"{entry.place}: none of its rows can be used. {' '.join(r.en for r in reasons)}",
                      f"{entry.place}：没有一行能用。{''.join(r.zh for r in reasons)}")
    totals.reconcile(found, whole, said, sums, entry, currency)
    if found.sheet.lossy or found.sheet.encoding not in ("", "utf-8-sig", *reader.encodings[:1]):
        name = found.sheet.encoding.upper().removesuffix("-SIG")
        rows.note("encoding", Label(f"The file is not UTF-8; it was read as {name}.", f"文件不是 UTF-8 编码，按 {name} 读取。"))
    tables = {name: conform(name, table) if name in TABLES else table for name, table in tables.items() if len(table)}
    entry.tables = tuple(tables)
    return Part(entry, reader.main, tables, currency, found.personal, rows.period_used, rows.view,
                tuple(rows.frame.index.tolist()), reader.beside)


def _clean(texts: pd.DataFrame, found: Found, entry: Entry, path: Path, dates: str | None) -> Rows:
    """Every cell in its own kind; rows with a cell that cannot be read, or that must be there and is not, set aside."""
    reader = found.reader
    fields = [f for f in reader.fields if f.name in found.places]
    # every text of a column is read once, however many rows have it: `at` says where each row's stands among them
    at, there = {}, {}
    for f in fields:
        at[f.name], known = _each_once(texts.pop(f.name))
        there[f.name] = cells.plain(pd.Series(known, dtype="str"))

    def rows_of(f: Field, values: pd.Series) -> pd.Series:
        return pd.Series(values.array.take(at[f.name]), index=texts.index)

    clean, wrong, ends = {}, {}, {}
    for f in fields:
        if f.kind == "period":
            halves = there[f.name].str.split(_BETWEEN_DAYS, n=1, expand=True).reindex(columns=[0, 1]).astype("str")
            there[f.name], ends[f.name] = halves[0], rows_of(f, halves[1].fillna(halves[0]))
    # what settles the order of day and month are rows
    moments = Moments({f.name: rows_of(f, there[f.name]) for f in fields if f.kind in ("time", "period")} | {f"{n} end": t for n, t in ends.items()},
                      entry.place, dates, reader.utc_offset)
    decimal = _decimal_mark([there[f.name] for f in fields if f.kind in ("money", "number", *_COUNTS)], entry)
    for f in fields:
        text = said = there[f.name]
        if f.kind in ("time", "period"):
            read = moments.values[f.name]
        elif f.kind in ("money", "number", *_COUNTS):
            read = cells.numbers(text, decimal)
            read = read.where((read >= 0) & (read % 1 == 0)) if f.kind in _COUNTS else read
        elif f.kind in ("id", "person"):
            read = cells.ids(text) if f.kind == "id" else cells.people(text)
            if (lost := cells.destroyed(read)).any():
                raise _destroyed(int(texts.index[lost.to_numpy()[at[f.name]]][0]), f, entry)
            if f.kind == "person":
                said = said.where(~cells.masked(text))
        elif f.kind == "place":
            read = said = cells.places(text)
        elif f.values:
            read = text.str.casefold().map(f.values).astype("str")
        else:
            who = privacy.personal(text)
            if who.any():
                _note_people(texts.index[who.to_numpy()[at[f.name]]], f, entry)
            read = text.where(~(who | cells.masked(text)))
        # what says something and cannot be read, and what must say something and does not
        asked = said.notna().to_numpy() | f.filled if f.kind != "text" or f.values else np.full(len(said), f.filled)
        unread = read.isna().to_numpy()
        if f.kind in ("time", "period"):
            clean[f.name], wrong[f.name] = read, unread & asked[at[f.name]]
        else:
            clean[f.name], wrong[f.name] = rows_of(f, read), (unread & asked)[at[f.name]]
        if f.kind != "money" or found.currency:
            del there[f.name]
    whole = np.ones(len(texts), dtype=bool)
    for f in fields:
        if wrong[f.name].any():
            entry.set_aside(_BAD[f.kind], texts.index[whole & wrong[f.name]])
            whole &= ~wrong[f.name]
    currency = found.currency or _currency([there[f.name] for f in fields if f.kind == "money"], entry)
    if reader.amount in clean:
        entry.amounts = Amounts(found.header.cells[found.places[reader.amount]].strip(), currency, clean[reader.amount].fillna(0.0))
    rows = Rows(pd.DataFrame(clean, index=texts.index)[whole], entry, by_the_hour=moments.by_the_hour,
                period=find_period(found.preamble, path.name), currency=currency, ends={name: moments.values[f"{name} end"] for name in ends})
    if moments.utc:
        rows.note("times_in_utc", Label("Times are given in UTC and were left so: a day ends when it ends there.",
                                        "文件里的时间是 UTC 时间，按原样保留：一天以 UTC 的零点为界。"))
    _note_future(rows, [f.name for f in fields if f.kind in ("time", "period")])
    return rows


def _each_once(column: pd.Series):
    """Where each row's text stands among the texts, and those: each once, where a column repeats its texts at all."""
    if len(column) > _SOME and column.iloc[:_SOME].is_unique:
        return np.arange(len(column)), column.array
    return pd.factorize(column, use_na_sentinel=False)


def _decimal_mark(columns, entry: Entry) -> str:
    mark = cells.decimal_mark(columns)
    if mark is None:
        raise problem("decimals_mixed", f"{entry.place}: some amounts are written 1,234.50 and some 1.234,50; which is which cannot be told. "
                      "Export the file again and give it as it is.",
                      f"{entry.place}：有的金额写成 1,234.50，有的写成 1.234,50，无法分辨。请重新导出，直接给原文件。")
    if mark == ",":
        entry.note("decimal_comma", Label("Amounts are written with a decimal comma (1.234,50).", "金额用逗号作小数点（1.234,50）。"))
    return mark


def _currency(columns, entry: Entry) -> str | None:
    """What the amounts themselves name ("£12.50"), where no heading does."""
    found = sorted(cells.currencies(columns))
    if len(found) > 1:
        place, named = entry.place, ", ".join(found)
        raise problem("several_currencies", f"{place}: amounts in several currencies ({named}) cannot be added. Split the file by currency.",
                      f"{place}：金额有多种货币（{named}），不能相加。请按货币拆成几个文件。")
    return found[0] if found else None


def _note_people(rows: pd.Index, f: Field, entry: Entry) -> None:
    """Cells of a column that nobody is expected in, in which somebody stands all the same."""
    entry.note("personal_content", Label(
        "Cells of the column '{column:text}' that hold what looks like a phone number, an e-mail or an address, and were left empty: {rows:count}.",
        "“{column:text}”列有 {rows:count} 个单元格像是电话、邮箱或地址，已留空。",
    ).fill(column=f.seen[0], rows=len(rows)), rows)


def _note_future(rows: Rows, names) -> None:
    """Days that have not come yet: a pre-sale's balance day, or a column that a spreadsheet has dragged on."""
    tomorrow = pd.Timestamp(dt.date.today()) + pd.Timedelta(days=1)
    later = pd.Series(False, index=rows.frame.index)
    for name in names:
        later |= rows[name] >= tomorrow
    if later.any():
        rows.note("future_dates", Label(
            "Rows with a date that has not come yet: {rows:count}, the latest {last:date}. A spreadsheet that was dragged down "
            "counts on like that; compare with the platform.",
            "有 {rows:count} 行的日期还没到，最晚 {last:date}。电子表格下拉填充常会这样，请与平台核对。",
        ).fill(rows=int(later.sum()), last=max(rows[name].max() for name in names)), later)


def _destroyed(row: int, f: Field, entry: Entry) -> UserError:
    return problem(
        "ids_destroyed",
        f"{entry.place}: the column '{f.seen[0]}' holds ids that a spreadsheet has turned into numbers (first in row {row:,}); "
        f"their last digits are lost. Export again and give that file as it is, without opening it in a spreadsheet.",
        f"{entry.place}：“{f.seen[0]}”列的编号被电子表格转成了科学计数（最早在第 {row:,} 行），末尾数字已经丢失。"
        f"请重新导出，不要用电子表格打开，直接给原文件。")
