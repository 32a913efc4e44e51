"""Which group of visitors is lost where the others go on, whether that is more than chance, and what it is worth."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.schema import Column

COLUMNS = (
    Column("visitor_kind", "text", Label("Visitor", "访客"), values={"new": Label("new", "新访客"), "returning": Label("returning", "老访客")}),
    Column("others_conversion", "rate", Label("All others", "其他各组")),
    Column("missing_visitors", "count", Label("Visitors missing against the others", "与其他组相比少走下去的人"), "people"),
    Column("worse_than_chance", "flag", Label("Worse than chance explains", "差得不像碰巧")),
)
# of a hundred shops in which all groups are alike, one may still be told of a gap
FALSE_ALARMS = 0.01


def gaps(funnel_table: pd.DataFrame, by: str, spend_per_buyer: float | None = None) -> pd.DataFrame:
    """Each group at each step against all other groups together.

        missing_visitors = (others_conversion − step_conversion) × visitors of the step before, where positive
        extra_buyers = missing_visitors × pay_chance;   extra_paid_amount = extra_buyers × spend_per_buyer

    What others reach at the same step may be reachable; that is why a gap says more than a low rate. It takes groups that
    are alike in intent: a device against others is fair, an advert's visitors against regulars are not.

    funnel_table: a result of funnel(…, by=by). by: the column of the groups. spend_per_buyer: money, or None.
    Returns one row per group × transition: by, step_no, from_step, step, previous_visitors, step_conversion, others_conversion,
    missing_visitors, pay_chance (share of this group's people at the step that reach the last one; of the others' where it has none), extra_buyers,
    extra_paid_amount (NaN without spend_per_buyer), worse_than_chance (Fisher's exact test, one-sided; the limit of 1 %
    is divided by the number of rows compared, so that many groups do not find luck).

    >>> from shopkit.metrics.funnel import funnel
    >>> table = pd.DataFrame({"device": ["phone"] * 2 + ["computer"] * 2, "step_no": [1, 2] * 2,
    ...     "step": ["order", "pay"] * 2, "visitors": [900, 810, 100, 60]})
    >>> gaps(table, "device", 100.0)[["device", "missing_visitors", "extra_paid_amount", "worse_than_chance"]]
         device  missing_visitors  extra_paid_amount  worse_than_chance
    0     phone               0.0                0.0              False
    1  computer              30.0             3000.0               True
    """
    from scipy.stats import fisher_exact

    table = funnel_table.sort_values(["step_no"], kind="stable")
    groups = table.groupby(by, sort=False)["visitors"]
    here, before, last = table["visitors"], groups.shift(), groups.transform("last")
    rows = table.assign(from_step=table.groupby(by, sort=False)["step"].shift(), previous_visitors=before, pay_chance=last / here.where(here > 0), last=last)[table["step_no"] > 1]
    at_step = rows.groupby("step_no")
    others_here = at_step["visitors"].transform("sum") - rows["visitors"]
    others_before = at_step["previous_visitors"].transform("sum") - rows["previous_visitors"]
    own = rows["visitors"] / rows["previous_visitors"].where(rows["previous_visitors"] > 0)
    others = others_here / others_before.where(others_before > 0)
    # where nobody of a group passes, nobody shows how those who did would have gone on: take the others' chance
    others_last = at_step["last"].transform("sum") - rows["last"]
    chance_on = rows["pay_chance"].fillna(others_last / others_here.where(others_here > 0))
    missing = ((others - own) * rows["previous_visitors"]).clip(lower=0).fillna(0)
    extra = missing * chance_on.fillna(0)
    squares = zip(rows["visitors"], rows["previous_visitors"] - rows["visitors"], others_here, others_before - others_here, strict=True)
    chance = [fisher_exact([[a, b], [c, d]], alternative="less").pvalue for a, b, c, d in squares]
    result = rows[[by, "step_no", "from_step", "step"]].assign(
        previous_visitors=rows["previous_visitors"].astype("int64"), step_conversion=own, others_conversion=others,
        missing_visitors=missing, pay_chance=chance_on, extra_buyers=extra,
        extra_paid_amount=extra * (float("nan") if spend_per_buyer is None else spend_per_buyer),
        worse_than_chance=pd.Series([p < FALSE_ALARMS / len(rows) for p in chance], index=rows.index, dtype=bool),
    )
    result = result.loc[funnel_table.index.intersection(result.index)].reset_index(drop=True)
    result.attrs.update(funnel_table.attrs)
    return result


def widest_gap(gaps_table: pd.DataFrame) -> pd.Series | None:
    """The row of gaps() with most people to win among those that are more than chance, by money where it is known."""
    sure = gaps_table[gaps_table["worse_than_chance"]]
    if sure.empty:
        return None
    worth = sure["extra_paid_amount"] if sure["extra_paid_amount"].notna().any() else sure["missing_visitors"]
    return sure.loc[worth.idxmax()]
