"""Any table at all, by a small mapping file; and a draft of that file."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people, privacy
from shopkit.readers.dates import ORDERS, Moments
from shopkit.readers.files import problem
from shopkit.readers.report import Reader, Rows
from shopkit.readers.report import column as field_of
from shopkit.readers.staged import STAGED
from shopkit.schema import TABLES, Column

PLATFORM = "own"
_KEYS = ("table", "columns", "currency", "dates", "values")
_MAX_BYTES = 1_000_000
_FLAGS = dict.fromkeys(("true", "yes", "y", "1", "1.0", "是", "有", "√"), "yes") | dict.fromkeys(("false", "no", "n", "0", "0.0", "否", "无", "×"), "no")
# tables of which each row is told from all others by what it must have
_ONE_ROW_EACH = ("products", "customers", "shop_days", "traffic", "items")
# what the ledger adds up, the first that is mapped
_AMOUNTS = ("paid_amount", "order_amount", "amount", "cost", "ad_sales", "list_price", "shipping_cost", "fee_amount")
# what an order costs: a table that says only this of orders adds to those of other files
_COSTS = ("shipping_cost", "gift_cost", "fee_amount")
# columns that hold a shop's own words or a customer's by declaration, and the headings that only say so
_FREE_TEXT = ("note", "text", "question")
_WORDS_OF = re.compile(r"notes?|comment|message|备注|留言", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*月?|(\d{4})(\d{2})")
# more cells than this share that say who somebody is make a column personal, whatever its name
_PERSONAL_SHARE = 0.5


@dataclass(frozen=True)
class Mapping:
    """What a mapping file says: which canonical table, which heading feeds which of its columns, in which words."""

    file: str
    table: str
    columns: dict[str, str]
    currency: str | None = None
    dates: str | None = None
    values: dict[str, dict[str, str]] = field(default_factory=dict)


def reader(mapping_path) -> Reader:
    """The Reader that a mapping file (YAML or JSON) describes.

    table: a canonical table. columns: its columns ← headings of the file, all of which must be there. currency: an ISO
    code, where amounts name none. dates: dmy or mdy. values: per column, the file's words → those of the schema.
    customer_id and visitor_id are hashed. Raises UserError, one line per mistake: an unknown table, column, word or
    currency, a required column that is not mapped, a heading that says who somebody is.

        table: orders
        columns: {order_id: "No.", ordered_at: "Date", paid_amount: "Net"}
        currency: EUR
        dates: dmy
    """
    mapping = _mapping(Path(mapping_path))
    table = TABLES[mapping.table]
    return Reader(
        platform=PLATFORM,
        report=mapping.table,
        title=Label(f"your own table, read as {mapping.table}", f"自己的表格（按 {mapping.table} 读取）"),
        main=next(iter(_added(mapping.columns))) if adds_to_orders(mapping.table, mapping.columns) else mapping.table,
        build=partial(_build, mapping),
        fields=tuple(field_of(name, _kind(table[name]), heading, must=True, filled=name in table.required and name != "month", values=_values(mapping, table[name]))
                     for name, heading in mapping.columns.items()),
        amount=next((name for name in _AMOUNTS if name in mapping.columns), ""),
        own=True,
        dates=mapping.dates,
        refuse=partial(_refuse_people, mapping),
    )


def suggest(path) -> str:
    """A draft of the mapping for a table, as YAML with a comment per column: why, and how sure. See `drafting`."""
    from shopkit.readers import drafting

    return drafting.draft(Path(path))


# the mapping file ------------------------------------------------------------------------------------------------------


def _mapping(path: Path) -> Mapping:
    said = _load(path)
    wrong: list[Label] = []
    if not isinstance(said, dict) or not isinstance(said.get("columns"), dict) or not said["columns"]:
        raise problem("mapping", f"{path.name}: a mapping needs two entries, table: NAME and columns: {{column: \"heading\", …}}.",
                      f"{path.name}：列对照要有两项：table: 表名，columns: {{列名: \"表头\", …}}。")
    for key in said:
        if key not in _KEYS:
            wrong.append(Label(f"there is no entry “{key}”; there are {', '.join(_KEYS)}", f"没有“{key}”这一项；可用的是 {'、'.join(_KEYS)}"))
    name = str(said.get("table"))
    if name not in TABLES:
        wrong.append(Label(f"there is no table “{name}”{_perhaps(name, TABLES).en}; there are {', '.join(TABLES)}",
                           f"没有“{name}”这张表{_perhaps(name, TABLES).zh}；有的是 {'、'.join(TABLES)}"))
    for column, heading in said["columns"].items():
        if isinstance(heading, (bool, dict, list)) or heading is None:
            wrong.append(Label(f"the heading of {column} must be one text in quotation marks", f"{column} 的表头要写成一段带引号的文字"))
    columns = {str(column): str(heading) for column, heading in said["columns"].items()}
    if name in TABLES:
        wrong += _wrong_columns(name, columns)
    values = said.get("values") or {}
    wrong += _wrong_values(name, columns, values)
    currency, dates = said.get("currency"), said.get("dates")
    if currency is not None and not _is_currency(currency):
        wrong.append(Label(f"currency must be a code such as EUR or CNY, not “{currency}”", f"currency 要写货币代码，如 EUR、CNY，而不是“{currency}”"))
    if dates is not None and dates not in ORDERS:
        wrong.append(Label(f"dates must be dmy or mdy, not “{dates}”", f"dates 只能是 dmy 或 mdy，而不是“{dates}”"))
    if wrong:
        raise problem("mapping", "\n".join(f"{path.name}: {w.en}." for w in wrong), "\n".join(f"{path.name}：{w.zh}。" for w in wrong))
    words = {str(c): {str(word).strip().casefold(): _word(value) for word, value in given.items()} for c, given in values.items()}
    return Mapping(path.name, name, columns, None if currency is None else str(currency).upper(), dates, words)


def _load(path: Path):
    import yaml

    try:
        if path.stat().st_size > _MAX_BYTES:
            raise problem("mapping", f"{path.name}: this is no mapping: it is far too long. Give the mapping to --map and the table as PATH.",
                          f"{path.name}：这不是列对照，太长了。--map 后面写列对照文件，表格另写。")
        data = path.read_bytes()
    except OSError as error:
        raise problem("mapping", f"{path}: the mapping cannot be opened ({type(error).__name__}).", f"{path}：列对照打不开（{type(error).__name__}）。") from error
    try:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")  # a Chinese Windows editor's own
        return json.loads(text) if path.suffix.casefold() == ".json" else yaml.safe_load(text)
    except (UnicodeDecodeError, ValueError, RecursionError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else getattr(error, "lineno", None)
        en, zh = (f" (line {line})", f"（第 {line} 行）") if line else ("", "")
        raise problem("mapping", f"{path.name}: this is neither YAML nor JSON{en}. Put headings in quotation marks, one column a line.",
                      f"{path.name}：不是有效的 YAML 或 JSON{zh}。表头请加引号，每列写一行。") from error


def _wrong_columns(name: str, columns: dict[str, str]) -> list[Label]:
    table, wrong = TABLES[name], []
    for column, heading in columns.items():
        if column not in table:
            known = [c.name for c in table.columns]
            wrong.append(Label(f"the table {name} has no column “{column}”{_perhaps(column, known).en}; it has {', '.join(known)}",
                               f"{name} 表没有“{column}”列{_perhaps(column, known).zh}；有的是 {'、'.join(known)}"))
        elif not heading.strip():
            wrong.append(Label(f"“{column}” names no heading", f"“{column}”没有写表头"))
        elif _names_somebody(table[column], heading):
            wrong.append(Label(
                f"“{heading}” says who somebody is (a name, a phone number, an address, a note) and is never read, so it cannot be {column}. "
                f"An id of customers may be customer_id: only a keyed hash of it is kept",
                f"“{heading}”是个人信息（姓名、电话、地址、留言等），一律不读，不能作 {column}。客户的编号可以作 customer_id，只保留加密值"))
    lacking = [c for c in table.required if c not in columns and not adds_to_orders(name, columns)]
    if lacking:
        wrong.append(Label(f"the table {name} cannot do without {', '.join(lacking)}: name the headings that feed them",
                           f"{name} 表缺不了 {'、'.join(lacking)}：请写出对应的表头"))
    return wrong


def _names_somebody(column: Column, heading: str) -> bool:
    if column.kind == "person" or not privacy.is_personal_name(heading):
        return False
    # a list of one's own changes has notes; what stands in them is looked through cell by cell
    return not (column.name in _FREE_TEXT and _WORDS_OF.search(heading))


def _wrong_values(name: str, columns: dict[str, str], values) -> list[Label]:
    if not isinstance(values, dict) or not all(isinstance(v, dict) for v in values.values()):
        return [Label("values must be written {column: {\"your word\": schema's word}}", "values 要写成 {列名: {\"你的写法\": 标准写法}}")]
    wrong = []
    for column, words in values.items():
        if name not in TABLES or column not in columns or column not in TABLES[name]:
            wrong.append(Label(f"values speaks of “{column}”, which columns does not", f"values 里的“{column}”不在 columns 里"))
            continue
        known = _list_of(TABLES[name][column])
        for value in dict.fromkeys(map(_word, words.values())):
            if known and value not in known:
                wrong.append(Label(f"{column} has no value “{value}”{_perhaps(value, known).en}; it has {', '.join(known)}",
                                   f"{column} 没有“{value}”这个取值{_perhaps(value, known).zh}；有的是 {'、'.join(known)}"))
    return wrong


def _word(value) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)


def _perhaps(word: str, known) -> Label:
    near = difflib.get_close_matches(word, list(known), 1)
    return Label(f" (perhaps {near[0]}?)", f"（是不是 {near[0]}？）") if near else Label("", "")


def _is_currency(code) -> bool:
    from babel.core import get_global

    return str(code).upper() in get_global("all_currencies")


# the table -------------------------------------------------------------------------------------------------------------


def _list_of(column: Column) -> tuple[str, ...]:
    """The closed list of a column's values; sources of a real shop have names of their own."""
    return ("yes", "no") if column.kind == "flag" else () if column.name == "source" else tuple(column.values)


def _kind(column: Column) -> str:
    """The reader's kind for a kind of the schema. Months may lack a day, and flags are words: both are read as text."""
    if column.name == "month":
        return "text"
    if column.kind == "count":
        return "people" if column.unit == "people" else "count"
    return {"date": "time", "rate": "number", "flag": "text"}.get(column.kind, column.kind)


def _values(mapping: Mapping, column: Column) -> dict[str, str]:
    given = mapping.values.get(column.name, {})
    if column.kind == "flag":
        return _FLAGS | given
    return _labelled(column) | given if _list_of(column) else {}


def _labelled(column: Column) -> dict[str, str]:
    """The values of a column by their names and by their labels in both languages."""
    return {word.casefold(): value for value, label in column.values.items() for word in (value, value.replace("_", " "), label.en, label.zh)}


def _refuse_people(mapping: Mapping, texts: pd.DataFrame, place: str) -> None:
    """Raise where most cells of a mapped column say who somebody is, whatever its heading says."""
    for name, heading in mapping.columns.items():
        column = TABLES[mapping.table][name]
        if column.kind not in ("id", "text") or column.name in _FREE_TEXT:
            continue
        there = texts[name].str.strip()
        there = there[there != ""]
        found = privacy.personal(there)
        if column.kind == "id":
            found &= ~there.str.fullmatch(r"\W*\d+\W*")  # a number of an order may have as many digits as a phone's
        if len(there) and found.mean() > _PERSONAL_SHARE:
            raise problem(
                "personal_column", f"{place}: most cells of “{heading}” look like phone numbers, e-mails or addresses. They are never read; take {name} out of "
                f"{mapping.file}.",
                f"{place}：“{heading}”列的内容大多像电话、邮箱或地址，一律不读。请从 {mapping.file} 中去掉 {name}。")


def _build(mapping: Mapping, rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """The canonical table: each column from its heading, in its own kind; nothing is reckoned that the file does not say.

    Lines of an order are numbered where line_no is not mapped; is_fixed of costs follows the kind where it is not mapped.
    Money below 0 and rows that repeat a key of the table are set aside. Rates are fractions or carry a %.
    """
    table = TABLES[mapping.table]
    currency = _currency(mapping, rows)
    if "month" in rows:
        rows.frame = rows.frame.assign(month=_months(rows["month"], rows.entry.place, rows.dates))
        rows.set_aside(rows["month"].isna(), "unreadable_date")
    for name in mapping.columns:
        if table[name].kind == "money" and name != "amount":
            rows.set_aside(rows[name] < 0, "impossible_amount")
        elif table[name].kind == "rate" and (rows[name].abs() > 1).any():
            heading = mapping.columns[name]
            raise problem("rate_above_one", f"{rows.entry.place}: “{heading}” holds rates above 1 without a % sign: whether 12.5 means 12.5 % cannot be told. "
                          "Write them as 12.5% or as 0.125.",
                          f"{rows.entry.place}：“{heading}”列有大于 1 又不带 % 的比率，分不清 12.5 是不是 12.5%。请写成 12.5% 或 0.125。")
    rows.frame = rows.frame.assign(**{name: _column(table[name], rows[name]) for name in mapping.columns})
    if mapping.table in _ONE_ROW_EACH:
        rows.set_aside(rows.frame.duplicated(list(table.required)), "repeated_key")
    out = {name: rows[name] for name in mapping.columns}
    if adds_to_orders(mapping.table, mapping.columns):
        rows.note("adds_to_orders", Label("Its costs are added to the orders of the other files, by order id.", "其中的费用按订单编号加到其他文件的订单上。"))
        return {name: pd.DataFrame({c: out[c] for c in ("order_id", *columns)}, index=rows.frame.index) for name, columns in _added(out).items()}, currency
    if mapping.table == "orders":
        _complete_orders(rows, out, currency)
    elif mapping.table == "costs" and "is_fixed" not in out:
        out["is_fixed"] = out["kind"].isin(orders.FIXED)
    return {mapping.table: pd.DataFrame(out, index=rows.frame.index)}, currency


def _column(column: Column, cells: pd.Series) -> pd.Series:
    if column.kind == "person":
        return people.hashed(cells, PLATFORM)
    if column.kind == "date":
        return cells.dt.floor("D")
    if column.kind == "flag":
        return cells.map({"yes": True, "no": False}).astype("boolean")
    if column.name == "source":
        named = _labelled(column)
        return cells.map({t: named.get(t.casefold(), t) for t in cells.dropna().unique()}).astype("str")
    return cells


def adds_to_orders(name: str, columns) -> bool:
    """Whether a table of orders says no more than what they cost, as a courier's bill does: it adds to the orders of other files."""
    return name == "orders" and {"order_id"} < set(columns) <= {"order_id", *_COSTS}


def _added(columns) -> dict[str, list[str]]:
    """Staged table → its costs among these columns."""
    found = {name: [c for c in STAGED[name] if c in _COSTS and c in columns] for name in ("parcels", "fees")}
    return {name: costs for name, costs in found.items() if costs}


def _currency(mapping: Mapping, rows: Rows) -> str | None:
    if mapping.currency and rows.currency and mapping.currency != rows.currency:
        raise problem("currency_contradicts", f"{rows.entry.place}: {mapping.file} says {mapping.currency}, the headings say {rows.currency}. Put one of them right.",
                      f"{rows.entry.place}：{mapping.file} 写的货币是 {mapping.currency}，表头写的是 {rows.currency}。请改正其一。")
    return mapping.currency or rows.currency


def _months(texts: pd.Series, place: str, order: str | None) -> pd.Series:
    """2026-01, 2026年1月, 202601 or any day of the month → its first day."""
    whole = {t: f"{m[1] or m[3]}-{m[2] or m[4]}-01" if (m := _MONTH.fullmatch(t)) else t for t in texts.dropna().unique()}
    days = Moments({"month": texts.map(whole).astype("str")}, place, order).values["month"]
    return days.dt.to_period("M").dt.to_timestamp().astype("datetime64[us]")


def _complete_orders(rows: Rows, out: dict[str, pd.Series], currency: str | None) -> None:
    if "line_no" not in out:
        out["line_no"] = orders.line_numbers(out["order_id"])
        several = out["order_id"].duplicated(keep=False)
        if several.any():
            rows.note("lines_numbered", Label("Rows that share their order id with others and count as lines of one order: {rows:count}.",
                                              "有 {rows:count} 行与别的行订单编号相同，按同一订单的多行计算。").fill(rows=int(several.sum())), several)
    if "refund_amount" in out and "paid_amount" in out:
        out["refund_amount"] = orders.within_paid(rows, out["refund_amount"], out["paid_amount"], currency)
    if "paid_amount" in out and "paid_at" not in out:
        rows.note("no_paid_at", Label(
            "paid_at is not mapped: payments are dated by ordered_at, and every order counts as paid. Where the table says when it was paid, map it.",
            "没有对应 paid_at：支付按下单时间计，每笔订单都算已支付。表里有付款时间的，请补上。"))
