"""A draft of a mapping for a table that no reader knows: YAML with the reason beside each column."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.readers import cells, files, generic, known, likeness, privacy
from shopkit.readers.dates import Moments, is_date
from shopkit.readers.files import problem
from shopkit.readers.identify import identify
from shopkit.readers.text import rows_of
from shopkit.schema import TABLES

_ROWS = 500
# from here on a likeness is sure, likely, or only to be looked at
_SURE, _LIKELY, _UNSURE = 0.92, 0.7, 0.5
_MISSING_REQUIRED = 0.75


@dataclass(frozen=True)
class _Guess:
    """That a heading feeds a canonical column: how like it is, and why."""

    column: str
    heading: str
    score: float
    why: Label
    by_name: bool = True


def draft(path: Path) -> str:
    """The draft as YAML. It quotes headings, never cells, and no heading of a person's column is mapped.

    Raises UserError where there is no table, or no heading that is like any column.
    """
    if not path.is_file():
        raise problem("missing_path", f"{path}: there is no such file.", f"{path}：没有这个文件。")
    best = None
    for ways in files.sheets(path):
        for way in ways:
            table = _table(way)
            if table is None:
                continue
            name, guesses, score = _best_table(table)
            if best is None or score > best[0]:
                best = score, name, guesses, table
            if _mapped(guesses) >= 2 and way.encoding in ("", files.ENCODINGS[0]):
                break  # UTF-8 that holds known headings is UTF-8
    # one name may be like another by chance, or the row be no header at all
    if best is None or sum(g.by_name for g in best[2]) < 2:
        raise problem(
            "no_draft", f"{path.name}: no two of its headings are like a column that shopkit knows, so nothing can be drafted. Write the mapping by hand; "
            "datasets/README.md lists the tables and their columns.",
            f"{path.name}：认不出两个以上的表头，无法生成列对照。请手写一份；各表和列见 datasets/README.md。")
    return _written(path, *best[1:])


def _mapped(guesses: list[_Guess]) -> int:
    return sum(g.score >= _LIKELY for g in guesses)


def _table(way) -> dict[str, pd.Series] | None:
    """Per heading of a sheet its cells in the first rows, plain and none missing; None where it has none, or is not text in this encoding."""
    head = way.head(files.HEAD_LINES)
    if not head:
        return None
    header = max((row for row in head if row.whole), key=lambda row: _is_header(row.cells), default=None)
    if header is None or _is_header(header.cells) < 2 or len(header.cells) > files.MAX_COLUMNS:
        return None
    width = len(header.cells)
    try:
        rows = [row.cells[:width] + [""] * (width - len(row.cells)) for row in islice(rows_of(way, header), _ROWS) if row.whole and row.cells != header.cells]
    except UnicodeDecodeError:
        return None
    names = [name.strip() for name in header.cells]
    table = pd.DataFrame(rows, columns=range(width), dtype="str")
    return {name: cells.plain(table[at]).dropna() for at, name in enumerate(names) if name and names.count(name) == 1}


def _is_header(row: list[str]) -> int:
    """How many headings a row has; 0 where a cell of it is a number, a date or a person's: that is a row of data."""
    texts = pd.Series([cell.strip() for cell in row if cell.strip()], dtype="str")
    if texts.empty or privacy.personal(texts).any() or cells.numbers(texts).notna().any() or any(map(is_date, texts)):
        return 0
    return texts.nunique()


def _best_table(table: dict[str, pd.Series]) -> tuple[str, list[_Guess], float]:
    open_ = [heading for heading in table if not likeness.says_who(heading, table[heading])]
    found = {name: _guesses(name, open_, table) for name in TABLES}

    def score(name):
        likely = {g.column: g.score for g in found[name] if g.score >= _LIKELY}
        return sum(likely.values()) - _MISSING_REQUIRED * sum(c not in likely for c in TABLES[name].required)

    name = max(found, key=score)
    return name, found[name], score(name)


def _guesses(name: str, headings: list[str], table: dict[str, pd.Series]) -> list[_Guess]:
    """Each heading for one canonical column at most, the likest first; then what is required and only its cells can tell."""
    pairs = []
    for heading in headings:
        for column in TABLES[name].columns:
            by_name, like = likeness.of_name(heading, column)
            if by_name < _UNSURE:  # most pairs end here: cells are looked at for the few that are left
                continue
            by_content, what = likeness.of_content(table[heading], column)
            why = Label(f"its name is like “{like}”, {what.en}", f"表头接近“{like}”，{what.zh}") if by_name < 1 else Label(
                f"its name is “{like}”, {what.en}", f"表头就是“{like}”，{what.zh}")
            pairs.append(_Guess(column.name, heading, by_name * (0.3 + 0.7 * by_content), why))
    taken: dict[str, _Guess] = {}
    for guess in sorted(pairs, key=lambda g: -g.score):
        if guess.column not in taken and guess.heading not in {g.heading for g in taken.values()} and guess.score >= _UNSURE:
            taken[guess.column] = guess
    for required in TABLES[name].required:
        if required in taken or TABLES[name][required].kind not in ("time", "date", "money"):
            continue
        left = [h for h in headings if h not in {g.heading for g in taken.values()}]
        fit = [(h, what) for h in left for share, what in [likeness.of_content(table[h], TABLES[name][required])] if share > 0.95]
        if len(fit) == 1:
            what = fit[0][1]
            taken[required] = _Guess(required, fit[0][0], _UNSURE, Label(f"only its cells say so: {what.en}, and no other column's", f"只看内容：{what.zh}，别的列都不是"), by_name=False)
    order = [c.name for c in TABLES[name].columns]
    return sorted(taken.values(), key=lambda g: order.index(g.column))


def _written(path: Path, name: str, guesses: list[_Guess], table: dict[str, pd.Series]) -> str:
    declared, mapped = TABLES[name], [g for g in guesses if g.score >= _LIKELY]
    # a comment ends with its line, whatever a file's name or heading holds
    shown = _quoted(path.name)
    lines = [
        Label(f"# A draft for {shown}: check every line, save it as a file, then: python -m shopkit read --map MAPPING FILE",
              f"# {shown} 的列对照草稿：请逐行核对，存成文件，再运行：python -m shopkit read --map 对照文件 表格文件"),
        *_already_read(path),
        Label(f"table: {name}  # one row per {declared.grain.en}", f"table: {name}  # 一行是：{declared.grain.zh}"),
        "columns:",
    ]
    for guess in guesses:
        sure = Label("sure", "确定") if guess.score >= _SURE else Label("likely", "很可能") if guess.score >= _LIKELY else Label("unsure, take the # away if it is right", "拿不准，对的话去掉行首的 #")
        start = "" if guess.score >= _LIKELY else "# "
        label = declared[guess.column].label
        lines.append(Label(f"  {start}{guess.column}: {_quoted(guess.heading)}  # {label.en}; {sure.en}: {guess.why.en}",
                           f"  {start}{guess.column}: {_quoted(guess.heading)}  # {label.zh}；{sure.zh}：{guess.why.zh}"))
    adds = generic.adds_to_orders(name, [g.column for g in mapped])
    if adds:
        lines.append(Label("  # these costs are added, by order id, to the orders of other files: give them together",
                           "  # 这些费用会按订单编号加到其他文件的订单上，要一起给"))
    for column in declared.required:
        if column not in {g.column for g in guesses} and not adds:
            label = declared[column].label
            lines.append(Label(f"  # {column}: \"\"  # {label.en}: required, and no heading is like it; fill it in",
                               f"  # {column}: \"\"  # {label.zh}：必填，没有找到相近的表头，请补上"))
    lines += _settings(declared, mapped, table)
    lines += _left_out(guesses, table)
    return "\n".join(map(str, lines)) + "\n"


def _already_read(path: Path) -> list[Label]:
    for ways in files.sheets(path):
        try:
            title = identify(path, ways, known()).reader.title
        except UserError:
            continue  # no report that is known: that is what a mapping is for
        return [Label(f"# This file is known, though ({title.en}): it is read without a mapping.", f"# 不过这个文件本来就能读（{title.zh}），不需要列对照。")]
    return []


def _settings(declared, mapped: list[_Guess], table: dict[str, pd.Series]) -> list:
    lines = []
    money = [g for g in mapped if declared[g.column].kind == "money"]
    if money and not any(cells.heading(g.heading)[1] for g in money):
        lines.append(Label("# currency: CNY  # which currency the amounts are in, as a code", "# currency: CNY  # 金额是哪种货币，写代码"))
    moments = {g.column: table[g.heading] for g in mapped if declared[g.column].kind in ("date", "time")}
    try:
        Moments(moments, "")
    except UserError as error:
        if error.code == "dates_ambiguous":
            lines.append(Label("# dates: dmy  # nothing settles whether 3/4 is in April (dmy) or in March (mdy): say which",
                               "# dates: dmy  # 看不出 3/4 是 4 月 3 日（dmy）还是 3 月 4 日（mdy），请写明"))
    for guess in mapped:
        column = declared[guess.column]
        if column.values and column.name != "source" and likeness.of_content(table[guess.heading], column)[0] < 1:
            known_words = ", ".join(column.values)
            lines.append(Label(f"# values: {{{column.name}: {{\"your word\": {next(iter(column.values))}}}}}  # some words are not the schema's: {known_words}",
                               f"# values: {{{column.name}: {{\"你的写法\": {next(iter(column.values))}}}}}  # 有的写法不在取值表里：{known_words}"))
    return lines


def _left_out(guesses: list[_Guess], table: dict[str, pd.Series]) -> list[Label]:
    used = {g.heading for g in guesses}
    personal = [h for h in table if likeness.says_who(h, table[h])]
    other = [h for h in table if h not in used and h not in personal]
    lines = []
    if personal:
        named = ", ".join(map(_quoted, personal))
        lines.append(Label(f"# May say who somebody is, so not mapped: {named}", f"# 可能是个人信息，没有对应：{named}"))
    if other:
        named = ", ".join(map(_quoted, other))
        lines.append(Label(f"# Not like any column of this table: {named}", f"# 与这张表的列都不像：{named}"))
    return lines


def _quoted(text: str) -> str:
    """In quotation marks; what would end the line, or is no text to YAML, is written as its number."""
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in json.dumps(text, ensure_ascii=False))
