"""Whether a shop's story draws people: followers, favourites and returning visitors, week by week against their usual swing."""

from __future__ import annotations

import math

import pandas as pd

from shopkit.labels import Label
from shopkit.metric import Metric, Ratio
from shopkit.schema import Column

_ADVISOR = "Taobao and Tmall Business Advisor (生意参谋), of the same period"
FOLLOW_RATE = Metric(
    "follow_rate", Label("Follow rate", "关注率"), Ratio("followers", "visitors"), "rate", "higher", (0, 1),
    Label("Somebody can follow from a live stream, without a visit that was counted.", "在直播间里关注的人，可能没有被记录的到访。"),
    f"{_ADVISOR}: new followers ÷ visitors",
)
FAVOURITE_RATE = Metric(
    "favourite_rate", Label("Favourites per visitor", "每访客收藏次数"), Ratio("favourites", "visitors"), "rate", "higher", (0, math.inf),
    Label("Favourites are never negative; one person may add several.", "收藏次数不会为负；一个人可以收藏好几件。"),
    f"{_ADVISOR}: favourites ÷ visitors; times, not people, so it may exceed 100 %",
)
RETURNING_SHARE = Metric(
    "returning_share", Label("Returning visitors' share", "老访客占比"), Ratio("returning_visitors", "visitors"), "rate", "higher", (0, 1),
    Label("Returning visitors are among the visitors; above 100 % the two were counted over different periods.",
          "老访客是访客的一部分；超过 100%，说明两个数的统计周期不同。"),
    f"{_ADVISOR}: returning visitors ÷ visitors; how long ago a visit still counts is the platform's choice",
)
STORY = (FOLLOW_RATE, FAVOURITE_RATE, RETURNING_SHARE)
COLUMNS = (
    Column("week", "date", Label("Week from", "周（起始日）")),
    Column("story_metric", "text", Label("Number", "指标"), values={m.name: m.label for m in STORY}),
    Column("usual", "rate", Label("All weeks together", "各周合计")),
    Column("lowest_week", "rate", Label("Lowest week", "最低的一周")),
    Column("highest_week", "rate", Label("Highest week", "最高的一周")),
    Column("weeks", "count", Label("Weeks", "周数"), "weeks"),
)


def usual_swing(shop_days, metrics=STORY) -> pd.DataFrame:
    """How far numbers swing from week to week with nothing done about them: what a change must leave behind to be seen.

    shop_days: day (date and the columns of the metrics); only full weeks, Monday to Sunday, are taken.
    Returns one row per metric: story_metric, usual (all full weeks added, then divided), lowest_week, highest_week, weeks.
    NaN where there is no full week. Raises UserError where a column is missing.
    Source: the range of a run chart, the plainest of control charts.

    >>> days = pd.DataFrame({"date": pd.date_range("2026-11-02", periods=14), "visitors": [100] * 14, "followers": [2] * 7 + [4] * 7})
    >>> usual_swing(days, (FOLLOW_RATE,))[["usual", "lowest_week", "highest_week"]].round(3).values.tolist()
    [[0.03, 0.02, 0.04]]
    """
    weeks = full_weeks(shop_days)
    rows = []
    for metric in metrics:
        by_week = metric.of(weeks, by="week")[metric.name] if len(weeks) else pd.Series(dtype=float)
        rows.append((metric.name, metric.of(weeks) if len(weeks) else math.nan, by_week.min(), by_week.max(), len(by_week)))
    return pd.DataFrame(rows, columns=["story_metric", "usual", "lowest_week", "highest_week", "weeks"])


def full_weeks(shop_days: pd.DataFrame) -> pd.DataFrame:
    """The days of full weeks (Monday to Sunday), with a column `week`: the Monday."""
    days = shop_days.assign(week=shop_days["date"].dt.floor("D") - pd.to_timedelta(shop_days["date"].dt.day_of_week, unit="D"))
    return days[days.groupby("week")["date"].transform("count") == 7].reset_index(drop=True)
