"""What the reports of 生意参谋 (Business Advisor) have in common: strings in every cell, and how they are written."""

from __future__ import annotations

import pandas as pd

from shopkit.world.export_shapes.writing import MISSING, count, money, percent


def written(name: str, value) -> str:
    """A figure as the column of this name writes it ("1,234", "12.34%", "-")."""
    if isinstance(value, str):
        return value
    if name.endswith(("率", "占比", "变化")):
        return percent(value)
    if any(word in name for word in ("金额", "价值", "客单价", "花费", "佣金", "时长")):
        return money(value)
    return count(value)


def rows(figures: pd.DataFrame, header: list[str]) -> list[list[str]]:
    """The header and a row of texts per row of figures; what the shop's tables do not tell is "-"."""
    figures = figures.reindex(columns=header)
    return [header, *([written(name, value) if value is not None else MISSING for name, value in zip(header, row, strict=True)]
                      for row in figures.astype(object).itertuples(index=False))]


def ratio(part: pd.Series, of: pd.Series) -> pd.Series:
    """part ÷ of, undefined where `of` is 0."""
    of = of.astype("Float64")
    return part.astype("Float64") / of.where(of > 0)


def people(events: pd.DataFrame, by, who: str = "visitor_id") -> pd.Series:
    """Distinct persons by `by`: over a period a person is counted once."""
    return events.groupby(by)[who].nunique()


def preamble(title: str, dates: str, lines: int) -> list[list[str]]:
    """The lines above the header. How many there are is known, their wording is ours."""
    return [[title], [f"统计日期：{dates}"], ["数据来源：生意参谋（示例店铺，合成数据）"], *([""] for _ in range(lines - 3))]
