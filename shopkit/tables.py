"""Result table → formatted table, and the glossary: labels, units and number formats come from the declarations."""

from __future__ import annotations

import html
import zlib

import pandas as pd

from shopkit.labels import Label, UserError, format_value
from shopkit.metrics import book, describe
from shopkit.schema import TABLES, Column, column

BASIS = {
    "people": Label("People, each counted once.", "按人去重，每人只算一次。"),
    "days": Label("Visitor-days: a person who came on two days counts twice.", "按“访客日”：同一人来两天算两次。"),
}


def labelled(result: pd.DataFrame) -> pd.DataFrame:
    """The table as text in the current language: heads, closed lists and numbers as a reader expects them."""
    currency = result.attrs.get("currency")
    columns = {}
    for name in result.columns:
        declared = _declared(name, result.attrs.get("table"))
        kind = declared.kind if declared else _kind(result[name])
        values = declared.values if declared else {}
        head = str(declared.label) if declared else str(name)
        if head in columns:  # two columns may be called alike; neither may vanish
            head = f"{head} ({name})"
        columns[head] = [str(values[v]) if values and v in values else format_value(v, kind, currency) for v in result[name]]
    return pd.DataFrame(columns, index=result.index)


def show(result: pd.DataFrame, title: Label | None = None, index: bool = False):
    """A result table as HTML for a notebook: escaped, numbers right, the basis (people or days) below.

    Formula, unit and label of each column come from its declaration; a column nobody declared keeps its name.
    attrs["words"]: positions of the columns that hold prose, which stands left; every other column then stands right.
    """
    from IPython.display import HTML

    if result.empty:
        return HTML(f"<p>{Label('Nothing to show here.', '这里没有可列出的内容。')}</p>")
    text = labelled(result)
    # wide enough to tell numbers from words by the data, not by the formatted text
    right = [text.columns[i] for i, n in enumerate(result.columns) if pd.api.types.is_numeric_dtype(result[n])]
    styler = text.style.format(escape="html").format_index(html.escape, axis=1).format_index(escape="html", axis=0)
    words = [text.columns[i] for i in result.attrs.get("words", ())]
    right = [c for c in text.columns if c not in words] if words else right
    # a heading stands where its column stands, whatever the page around it does
    stands = {c: "right" if c in right else "left" for c in text.columns if c in right or c in words}
    styler = styler.set_table_styles({c: [{"selector": "", "props": f"text-align: {side}"}] for c, side in stands.items()})
    if not index:
        styler = styler.hide(axis="index")
    if title is not None:
        styler = styler.set_caption(html.escape(str(title)))
    # an id of its own, or another table's rules would reach into it; and the same table is the same text in every run
    own = zlib.crc32(f"{text.to_csv(lineterminator=chr(10))}{stands}".encode())
    styler = styler.set_uuid(f"shopkit_{own:08x}").set_table_attributes('class="dataframe"')
    styler.cell_ids = False
    basis = BASIS.get(result.attrs.get("basis"))
    note = f'<p style="color:#666;font-size:90%">{html.escape(str(basis))}</p>' if basis else ""
    return HTML(styler.to_html() + note)


def glossary(*names: str) -> pd.DataFrame:
    """What columns and metrics mean, in both languages: name, English, 中文, formula. All of the book if none is named."""
    metrics = book()
    rows = []
    for name in names or dict.fromkeys([*metrics, *(c.name for t in TABLES.values() for c in t.columns)]):
        declared = describe(name)
        if declared is None:
            raise UserError(Label(f"There is no column or metric {name!r}.", f"没有叫 {name!r} 的列或指标。"), code="unknown_name")
        formula = metrics[name].text.partition(" = ")[2] if name in metrics else "—"
        rows.append({"name": name, "English": declared.label.en, "中文": declared.label.zh, "formula": formula})
    return pd.DataFrame(rows)


def _declared(name: str, table: str | None) -> Column | None:
    """A name that two tables use ("kind", "cost") means what it means in its own."""
    return (column(name, table) if table in TABLES else None) or describe(name)


def _kind(column: pd.Series) -> str:
    if pd.api.types.is_bool_dtype(column):
        return "flag"
    if pd.api.types.is_integer_dtype(column):
        return "count"
    if pd.api.types.is_datetime64_any_dtype(column):
        return "date"
    return "number" if pd.api.types.is_numeric_dtype(column) else "text"
