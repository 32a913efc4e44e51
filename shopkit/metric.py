"""Total, Ratio, Metric: what a number is, how it is added up, and when it may not be."""

from __future__ import annotations

from dataclasses import dataclass

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.schema import DIMENSIONS, column

# in a daily table a person of two days stands twice: added over days they are called what they are
DAYS_NAME = {"people": "_days"}


@dataclass(frozen=True)
class Total:
    """The sum of one column, less the sums of others: Total("paid_amount", minus=("refund_amount",))."""

    column: str
    minus: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.column, *self.minus)

    @property
    def text(self) -> str:
        return " − ".join(self.columns)

    def value(self, sums: pd.DataFrame) -> pd.Series:
        return sums[self.column] - sum(sums[c] for c in self.minus)


@dataclass(frozen=True)
class Ratio:
    """One sum divided by another. Each side is a column's name or a Total."""

    top: str | Total
    bottom: str | Total

    @property
    def sides(self) -> tuple[Total, Total]:
        return tuple(s if isinstance(s, Total) else Total(s) for s in (self.top, self.bottom))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(c for side in self.sides for c in side.columns))

    @property
    def text(self) -> str:
        return " ÷ ".join(f"({s.text})" if s.minus else s.text for s in self.sides)

    def value(self, sums: pd.DataFrame) -> pd.Series:
        top, bottom = (s.value(sums).astype(float) for s in self.sides)
        return top / bottom.where(bottom != 0)


@dataclass(frozen=True)
class Metric:
    """One number of the trade, declared once beside its analysis.

    name: column = metric = glossary key. formula: Total or Ratio over canonical columns. unit: the schema's kind
    (rate, money, count, number). better: "higher", "lower" or "neither". bounds: the values it can take.
    if_out_of_bounds: why data can still exceed them. source: who defines it so.
    """

    name: str
    label: Label
    formula: Total | Ratio
    unit: str
    better: str
    bounds: tuple[float, float]
    if_out_of_bounds: Label
    source: str

    @property
    def text(self) -> str:
        """The formula as text: "pay_conversion = buyers ÷ visitors"."""
        return f"{self.name} = {self.formula.text}"

    def of(self, frame, by=None):
        """Add first, then divide: the metric of a table, as one float, or a small frame with one row per `by`.

        frame: a canonical table (pandas, polars, DuckDB, PySpark or a path). by: a column's name or a list.
        With `by`: columns by…, the summed columns, the metric; people added over days are renamed `visitor_days`,
        `buyer_days`; `attrs["basis"]` is "people" or "days", None where nobody is counted. Undefined is NaN. Rows in which a column of the formula
        is missing are left out of all its sums. Raises UserError where a column is missing, or where people would be
        added over sources, items or another dimension: the same person stands in several of those rows.

        >>> import pandas as pd
        >>> from shopkit.metrics.funnel import PAY_CONVERSION
        >>> days = pd.DataFrame({"date": ["2026-11-01", "2026-11-02"], "visitors": [100, 300], "buyers": [5, 3]})
        >>> PAY_CONVERSION.of(days)
        0.02
        """
        keys = [by] if isinstance(by, str) else list(by or [])
        currency = getattr(frame, "attrs", {}).get("currency")
        lazy = engine.table(frame)
        engine.need(lazy, [*self.formula.columns, *keys], self.text)
        lazy = _numbers(lazy, self.formula.columns, self.text)
        days = may_be_added(lazy, self.formula.columns, keys, self.text)
        sums = engine.collect(_sums(lazy, self.formula.columns, keys))
        result = sums.assign(**{self.name: self.formula.value(sums)})
        if not keys:
            return float(result[self.name].iloc[0])
        if days:
            result = result.rename(columns={c: days_name(c) for c in self.formula.columns if _people(c)})
        result = result.sort_values(keys, ignore_index=True)
        people = any(_people(c) for c in self.formula.columns)
        result.attrs.update(basis=("days" if days else "people") if people else None, currency=currency, metric=self.name)
        return result


def days_name(name: str) -> str:
    """What people added over days are called: visitors → visitor_days."""
    return name.removesuffix("s") + DAYS_NAME["people"]


def may_be_added(lazy: nw.LazyFrame, columns, keys, what: str) -> bool:
    """Whether adding `columns` within `keys` adds people over days (True), or no people twice (False).

    Raises UserError where it would add people over sources, items or another dimension.
    """
    people = [c for c in columns if _people(c)]
    names = lazy.collect_schema().names()
    dims = [d for d in DIMENSIONS if d in names and d not in keys]
    dated = "date" in names and "date" not in keys
    if not people or not (dims or dated):
        return False
    counts = [nw.col(d).n_unique().alias(d) for d in dims]
    counts += [nw.len().alias("_rows"), (nw.col("date").n_unique() if dated else nw.lit(1)).alias("_days")]
    counted = engine.collect(lazy.group_by(*keys).agg(*counts) if keys else lazy.select(*counts))
    # one row a day: a further column (the name of a campaign) only describes the day and splits nobody
    split = counted[counted["_rows"] > counted["_days"]]
    wrong = [d for d in dims if (split[d] > 1).any()]
    if wrong:
        over = Label(*(", ".join(getattr(column(d).label, lang) for d in wrong) for lang in ("en", "zh")))
        names_en = ", ".join(people)
        raise UserError(
            Label(
                f"{what}: {names_en} must not be added over {over.en.lower()}: one person who came twice is counted "
                f"twice. Keep that column with by={wrong + keys!r}, or use a table in which it does not stand "
                f"(shop_days), or count people in events.",
                f"{what}：{names_en} 不能跨“{over.zh}”相加：同一个人会被算多次。请用 by={wrong + keys!r} 保留这一列，"
                f"或改用没有这一列的表（shop_days），或从 events 按人去重。",
            ),
            code="people_added",
        )
    return bool(dated and (counted["_days"] > 1).any())


def _people(name: str) -> bool:
    declared = column(name)
    return declared is not None and declared.unit == "people"


def _numbers(lazy, columns, what: str):
    types = lazy.collect_schema()
    texts = [c for c in columns if not types[c].is_numeric()]
    if not texts:
        return lazy
    # an empty table does not know its types
    if engine.collect(lazy.select(rows=nw.len()))["rows"].iloc[0]:
        names = ", ".join(map(repr, texts))
        raise UserError(
            Label(f"{what}: the column {names} holds {types[texts[0]]}, not numbers; turn it into numbers first.",
                  f"{what}：列 {names} 的类型是 {types[texts[0]]}，不是数字；请先转换成数字。"),
            code="not_a_number",
        )
    return lazy.with_columns(nw.col(c).cast(nw.Float64) for c in texts)


def _sums(lazy, columns, keys):
    types = lazy.collect_schema()
    # engines differ in whether NaN is missing; here it is
    known = [~nw.col(c).is_null() & ~nw.col(c).is_nan() if types[c].is_float() else ~nw.col(c).is_null() for c in columns]
    lazy = lazy.with_columns(nw.all_horizontal(*known, ignore_nulls=False).alias("_known"))
    sums = [nw.when(nw.col("_known")).then(nw.col(c)).otherwise(None).sum().alias(c) for c in columns]
    sums.append(nw.col("_known").cast(nw.Int64).sum().alias("_rows"))
    summed = lazy.group_by(*keys).agg(*sums) if keys else lazy.select(*sums)
    # the sum of no row at all is not 0: nothing is known of it
    known = nw.when(nw.col("_rows") > 0)
    return summed.with_columns(known.then(nw.col(c)).otherwise(None).alias(c) for c in columns).drop("_rows")
