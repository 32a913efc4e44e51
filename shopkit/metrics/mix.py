"""Why a ratio of the whole moved: other groups came (mix), or the groups themselves did other than before (rate)."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Ratio, days_name
from shopkit.schema import Column

COLUMNS = (
    Column("share_before", "rate", Label("Share before", "此前占比")),
    Column("share_after", "rate", Label("Share after", "此后占比")),
    Column("rate_before", "rate", Label("Before", "此前")),
    Column("rate_after", "rate", Label("After", "此后")),
    Column("mix_part", "rate", Label("By its share (mix)", "占比变化的影响（结构）")),
    Column("rate_part", "rate", Label("By its own rate", "自身变化的影响（效率）")),
    Column("change_part", "rate", Label("Both together", "合计影响")),
)


def mix_and_rate(before, after, by: str, metric: Metric) -> pd.DataFrame:
    """The change of a ratio between two periods, split exactly into mix and rate, group by group.

    With a group's share s = its part of the bottom of the ratio, its own ratio r, and R the ratio of the whole:

        mix_part  = (s_after − s_before) × ((r_before + r_after) ÷ 2 − (R_before + R_after) ÷ 2)
        rate_part = (s_before + s_after) ÷ 2 × (r_after − r_before)

    All parts together are R_after − R_before, with nothing left over. It is the Shapley value of two players: the mean of
    "first the shares move, then the rates" and of the other order, so that neither order nor the direction of time decides
    (swapped periods change the signs, no size). A log-mean split is as exact but has no answer where a rate is 0. The mean
    of R is taken off, which adds nothing to the sum, so that a group below average that grows pulls down. A group that is
    only there in one period has no rate in the other: its whole part is mix.

    before, after: two tables of one kind (rows of traffic, items, orders, …). by: the column of the groups. metric: a
    Metric that is a Ratio.
    Returns one row per group, the largest part first: by, share_before, share_after, rate_before, rate_after (NaN where the
    group is not there), mix_part, rate_part, change_part (points as fractions). attrs: before, after, change, mix, rate
    (of the whole), metric, basis, currency. Raises UserError where a column is missing, the metric is no Ratio, or a
    period holds nothing to divide by.
    Source: Shapley (1953) with two players; in this use also called the Marshall–Edgeworth split of a rate difference
    (Kitagawa 1955, "Components of a difference between two rates").

    >>> from shopkit.metrics.funnel import PAY_CONVERSION
    >>> before = pd.DataFrame({"source": ["search", "advert"], "visitors": [800, 200], "buyers": [40, 4]})
    >>> after = pd.DataFrame({"source": ["search", "advert"], "visitors": [800, 1200], "buyers": [44, 30]})
    >>> table = mix_and_rate(before, after, "source", PAY_CONVERSION)
    >>> [round(table.attrs[part], 5) for part in ("change", "mix", "rate")]
    [-0.007, -0.012, 0.005]
    """
    if not isinstance(metric.formula, Ratio):
        raise UserError(Label(f"{metric.name} is a sum, not a ratio: it has no mix. Compare its parts directly.",
                              f"{metric.name} 是总量，不是比率，谈不上结构变化；直接比较各部分就行。"), code="not_a_ratio")
    (old, was), (new, now) = (_parts(frame, by, metric) for frame in (before, after))
    if not (old["bottom"].sum() and new["bottom"].sum()):
        raise UserError(Label(f"{metric.text}: one of the two periods holds nothing to divide by.",
                              f"{metric.text}：两段时间里有一段没有可以作分母的数。"), code="nothing_to_divide_by")
    groups = old.index.union(new.index, sort=False)
    old, new = old.reindex(groups, fill_value=0.0), new.reindex(groups, fill_value=0.0)
    share, rate, whole, mix, own = split(*(part[side].to_numpy() for part in (old, new) for side in ("top", "bottom")))
    result = pd.DataFrame({by: groups, "share_before": share[0], "share_after": share[1], "rate_before": rate[0], "rate_after": rate[1],
                           "mix_part": mix, "rate_part": own, "change_part": mix + own})
    result = result.reindex(result["change_part"].abs().sort_values(ascending=False, kind="stable").index).reset_index(drop=True)
    result.attrs.update(before=whole[0], after=whole[1], change=whole[1] - whole[0], mix=float(mix.sum()), rate=float(own.sum()),
                        metric=metric.name, basis=now["basis"], currency=now.get("currency") or was.get("currency"))
    return result


def split(top_before, bottom_before, top_after, bottom_after):
    """The arithmetic of mix_and_rate() on arrays, one value per group: shares, rates, wholes (each before, after), mix, rate."""
    tops, bottoms = (top_before, top_after), (bottom_before, bottom_after)
    share = [bottom / bottom.sum() for bottom in bottoms]
    rate = [np.divide(top, bottom, out=np.full(len(top), np.nan), where=bottom != 0) for top, bottom in zip(tops, bottoms, strict=True)]
    whole = [float(top.sum() / bottom.sum()) for top, bottom in zip(tops, bottoms, strict=True)]
    # a rate that nobody saw is taken to be the one that was seen: then it explains nothing, and the share explains all
    before, after = (np.nan_to_num(np.where(np.isnan(one), other, one)) for one, other in (rate, rate[::-1]))
    mix = (share[1] - share[0]) * ((before + after) / 2 - sum(whole) / 2)
    return share, rate, whole, mix, (share[0] + share[1]) / 2 * (after - before)


def _parts(frame, by, metric):
    """Top and bottom of the ratio per group, and the attrs of the sums."""
    sums = metric.of(frame, by=by)
    named = sums.rename(columns={days_name(c): c for c in metric.formula.columns if days_name(c) in sums})
    top, bottom = (side.value(named).astype(float).fillna(0.0) for side in metric.formula.sides)
    return pd.DataFrame({"top": top.to_numpy(), "bottom": bottom.to_numpy()}, index=pd.Index(sums[by], name=by)), sums.attrs
