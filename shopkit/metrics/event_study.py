"""What a rival's change brought it: before and after, set against rivals that changed nothing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metrics.conversion import LEVEL
from shopkit.metrics.survivors import NEAR
from shopkit.schema import Column

# days on each side of a change: three full weeks, so that every weekday stands on both sides alike
DAYS = 21
COLUMNS = (
    Column("controls", "count", Label("Rivals compared with", "对照竞店数"), "shops"),
    Column("ratio_alone", "number", Label("After ÷ before, itself", "自己：后 ÷ 前")),
    Column("ratio_others", "number", Label("After ÷ before, the others", "其他店：后 ÷ 前")),
    Column("ratio_effect", "number", Label("Left for the change (itself ÷ others)", "扣除后剩下的倍数")),
    Column("ratio_low", "number", Label("Left, at least (95 %)", "倍数下限（95%）")),
    Column("ratio_high", "number", Label("Left, at most (95 %)", "倍数上限（95%）")),
    Column("ratio_price", "number", Label("Its price, after ÷ before", "自己的价格：后 ÷ 前")),
    Column("index_itself", "number", Label("Itself, mean before = 1", "自己，改动前平均 = 1")),
    Column("index_others", "number", Label("The others, mean before = 1", "其他店，改动前平均 = 1")),
)


def change_effect(rivals, who: str, on, column: str = "visitors", days: int = DAYS, controls=None, level: float = LEVEL) -> pd.Series:
    """How a rival's figure moved when it changed something, less how the figures of others moved at the same time.

        ratio_effect = (after ÷ before of the rival) ÷ (after ÷ before of the others)

    Means are geometric (of logarithms), so that the ratio is exact and no large rival outweighs the rest. Season, campaigns and
    weekdays that all shops share drop out. What they do not share stays in: something else that the rival did in these weeks, or a
    shock to its category alone. So this is evidence for a cause, not proof of one.

    The interval: day by day the gap between the logarithms of the rival and of the others; least squares on before and after with
    errors that allow for days of different unrest (HC3, Student's t). Days are taken as independent.

    rivals: competitors with date, rival and the column. who: its name. on: the first day of the change. column: "visitors", "units",
    "pay_conversion", "click_rate", "paid_amount". days: on each side. controls: names of the rivals to compare with; by default all others
    of other categories (its own category may feel the change), or all others where the table has no category.
    Returns a Series: rival, changed_on, column, controls, ratio_alone, ratio_others, ratio_effect, ratio_low, ratio_high, beyond_chance (1 lies
    outside the interval). Raises UserError where a column is missing, the rival is not in the table, no control is left, or one of the
    sides has fewer than 7 days.
    Source: difference-in-differences (Card & Krueger 1994), in logarithms.

    >>> dates = pd.date_range("2026-09-01", periods=28)
    >>> rivals = pd.concat([pd.DataFrame({"date": dates, "rival": name, "visitors": [100 * scale + day % 3 for day in range(14)] + [after * scale + day % 3 for day in range(14)]})
    ...     for name, scale, after in (("A", 1, 130), ("B", 10, 100), ("C", 20, 100))])
    >>> found = change_effect(rivals, "A", "2026-09-15", days=14)
    >>> round(found["ratio_effect"], 2), bool(found["beyond_chance"])
    (1.3, True)
    """
    # the parts that are needed: the whole package takes twice as long to load
    from statsmodels.regression.linear_model import OLS
    from statsmodels.tools import add_constant

    gap = _gaps(rivals, who, on, column, days, controls)
    after = gap["after"].astype(float)
    fit = OLS(gap["itself"] - gap["others"], add_constant(after)).fit(cov_type="HC3", use_t=True)
    low, high = (float(np.exp(v)) for v in fit.conf_int(alpha=1 - level).loc["after"])
    alone, others = (float(np.exp(gap[side][gap["after"]].mean() - gap[side][~gap["after"]].mean())) for side in ("itself", "others"))
    return pd.Series({"rival": who, "changed_on": pd.Timestamp(on).normalize(), "column": column, "controls": gap.attrs["controls"], "ratio_alone": alone,
                      "ratio_others": others, "ratio_effect": alone / others, "ratio_low": low, "ratio_high": high, "beyond_chance": not low <= 1 <= high})


def change_effects(rivals, changes, column: str = "visitors", days: int = DAYS, level: float = LEVEL) -> pd.DataFrame:
    """change_effect() of every change that the table tells of a rival, each against rivals that changed nothing in its weeks:
    no row tells a change of theirs, and their price stayed where it was.

    rivals: as change_effect(). changes: rows with at, who, kind. Changes of shops that are not among the rivals (the shop itself) and
    those with less than a week on one side are left out. level: of each interval; one in twenty of them misses at 95 %, so of many
    changes without any effect some will seem to have one.
    Returns one row per change, in order of time: rival, changed_on, kind, controls, ratio_alone, ratio_others, ratio_effect, ratio_low,
    ratio_high, beyond_chance, ratio_price (of its own price index: where it lies far from 1 the change did not come alone; NaN
    without price_index). Empty where no rival changed anything. Raises UserError where a column is missing.
    """
    engine.need(changes, ["at", "who", "kind"], "change_effects()")
    engine.need(rivals, ["date", "rival", column], "change_effects()")
    known = changes[changes["who"].isin(rivals["rival"].unique())].sort_values("at")
    first, last = rivals["date"].min(), rivals["date"].max()
    rows = []
    for change in known.itertuples():
        on = change.at.normalize()
        if min((on - first).days, (last - on).days + 1) < _WEEK:
            continue
        near = known[(known["at"].dt.normalize() - on).abs() <= pd.Timedelta(days=days)]
        prices = _price_moves(rivals, on, days)
        # who cut prices changed something, though no row tells it
        quiet = [name for name in _others(rivals, change.who) if name not in set(near["who"]) and not abs(prices.get(name, 1) - 1) > NEAR]
        if quiet:
            found = change_effect(rivals, change.who, on, column, days, quiet, level)
            rows.append(found.drop("column").to_dict() | {"kind": change.kind, "ratio_price": prices.get(change.who, float("nan"))})
    names = ["rival", "changed_on", "kind", "controls", "ratio_alone", "ratio_others", "ratio_effect", "ratio_low", "ratio_high", "beyond_chance", "ratio_price"]
    return pd.DataFrame(rows, columns=names)


def change_lines(rivals, who: str, on, column: str = "visitors", days: int = DAYS, controls=None) -> pd.DataFrame:
    """The two lines behind change_effect(): each day's figure ÷ its own mean before the change.

    Returns date, index_itself, index_others, after (flag). attrs: rival, changed_on, column. Parameters and errors as change_effect().
    """
    gap = _gaps(rivals, who, on, column, days, controls)
    lines = pd.DataFrame({"date": gap.index, "after": gap["after"].to_numpy()})
    for side in ("itself", "others"):
        lines[f"index_{side}"] = np.exp(gap[side] - gap[side][~gap["after"]].mean()).to_numpy()
    lines.attrs.update(rival=who, changed_on=pd.Timestamp(on).normalize(), column=column)
    return lines


_WEEK = 7


def _price_moves(rivals, on, days) -> dict[str, float]:
    """Each rival's mean price after ÷ before; nothing where the table tells no prices."""
    if "price_index" not in rivals:
        return {}
    near = rivals[(rivals["date"] >= on - pd.Timedelta(days=days)) & (rivals["date"] < on + pd.Timedelta(days=days))]
    mean = near.groupby(["rival", near["date"] >= on])["price_index"].mean().unstack().reindex(columns=[False, True])
    return (mean[True] / mean[False]).dropna().to_dict()


def _others(rivals, who) -> list[str]:
    """Rivals of other categories; all others where the table does not tell the categories, or knows one only."""
    names = [name for name in rivals["rival"].unique() if name != who]
    if "category" not in rivals:
        return names
    own = set(rivals.loc[rivals["rival"] == who, "category"])
    elsewhere = set(rivals.loc[~rivals["category"].isin(own), "rival"])
    return [name for name in names if name in elsewhere] or names


def _gaps(rivals, who, on, column, days, controls) -> pd.DataFrame:
    """Logarithm of the rival's figure and mean logarithm of the others', by day, with the flag `after`."""
    engine.need(rivals, ["date", "rival", column], "change_effect()")
    if who not in set(rivals["rival"]):
        names = ", ".join(map(str, rivals["rival"].unique()))
        raise UserError(Label(f"There is no rival {who!r} in this table; there are {names}.", f"这张表里没有竞店“{who}”；有的是：{names}。"), code="unknown_rival")
    on = pd.Timestamp(on).normalize()
    controls = _others(rivals, who) if controls is None else [name for name in controls if name != who]
    # a day on which nothing was counted has no logarithm
    wide = rivals.pivot_table(index="date", columns="rival", values=column, aggfunc="sum", observed=True).astype(float)
    wide = np.log(wide.where(wide > 0))
    controls = [name for name in controls if name in wide]
    if not controls:
        raise UserError(Label(f"There is no other rival to compare {who} with.", f"没有别的竞店可以和“{who}”对照。"), code="no_control")
    near = wide[(wide.index >= on - pd.Timedelta(days=days)) & (wide.index < on + pd.Timedelta(days=days))]
    gap = pd.DataFrame({"itself": near[who], "others": near[controls].mean(axis=1)}).dropna()
    gap["after"] = gap.index >= on
    if min(gap["after"].sum(), (~gap["after"]).sum()) < _WEEK:
        raise UserError(Label(f"Around {on:%Y-%m-%d} there are fewer than {_WEEK} days on one side: too few to tell a change from the days' unrest.",
                              f"{on:%Y-%m-%d} 前后有一边不足 {_WEEK} 天，分不清是改动的作用还是日常波动。"), code="too_few_days")
    gap.attrs["controls"] = len(controls)
    return gap
