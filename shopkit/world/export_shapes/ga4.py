"""GA4 traffic acquisition: channels by the hour over the last full month, several tables in one file."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.buyers import invented_name
from shopkit.world.export_shapes.tables import Period, known, last_full_month, stays, table
from shopkit.world.export_shapes.writing import divided, write_csv

HEADER = [
    "Session primary channel group (Default channel group)", "Date + hour (YYYYMMDDHH)", "Users", "Sessions", "Engaged sessions",
    "Average engagement time per session", "Engaged sessions per user", "Events per session", "Engagement rate", "Event count",
]
EVENT_HEADER = ["Event name", "Event count", "Total users", "Event count per user", "Total revenue"]
CHANNELS = {
    "free_search": "Organic Search", "search_ads": "Paid Search", "audience_ads": "Display", "whole_shop_ads": "Cross-network",
    "platform_event": "Organic Shopping", "direct": "Direct", "content": "Organic Social", "off_site": "Referral",
}
_RULE = "# ----------------------------------------"
# what GA4 calls engaged: ten seconds, two page views, or a key event
_ENGAGED_SECONDS = 10
_PAGES = ("home", "search", "detail", "compare")


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs events with sources and visits. Below the report stand users by day, and a table without rows."""
    events = table(shop, "events")
    if not known(events, "source", "visit_id"):
        return []
    period = last_full_month(shop)
    sessions = _sessions(events, period)
    dates = [[f"# Start date: {period.first:%Y%m%d}"], [f"# End date: {period.last:%Y%m%d}"]]
    rows = [
        [_RULE], ["# Report CSV Export"],
        [f"# Account: {invented_name('en_US', seed)}"],  # this line may hold a person's name
        [f"# Property: {shop.name or 'Shop'} - GA4"], [_RULE], ["# "], ["# All Users"], *dates, [], HEADER,
        # the totals row has a cell more than the header; its users are people, not a sum. Where it
        # stands it leaves open: below the header
        *(["", "", *figures, "Grand total"] for figures in _metrics(sessions, lambda row: 0)),
        *_metrics(sessions, ["channel", "hour"]),
        [], *dates, ["Nth day", "Users"], *_users_by_day(events, period),
        [], *dates, EVENT_HEADER,  # one of the stacked tables is empty
    ]
    path = folder / "Traffic_acquisition_Session_primary_channel_group_(Default_channel_group).csv"
    return [write_csv(path, rows, "utf-8", "\n")]


def _sessions(events: pd.DataFrame, period: Period) -> pd.DataFrame:
    """One row per visit that began in the period."""
    events = events.sort_values(["visit_id", "at"], kind="stable")
    events = events.assign(page=events["step"].isin(_PAGES), paid=events["step"] == "pay", stay=stays(events))
    visits = events.groupby("visit_id").agg(
        begin=("at", "min"), visitor_id=("visitor_id", "first"), source=("source", "first"), events=("step", "size"),
        seconds=("stay", "sum"), pages=("page", "sum"), paid=("paid", "any"))
    visits = visits[period.holds(visits["begin"]) & visits["source"].notna()]
    return visits.assign(
        engaged=(visits["seconds"] >= _ENGAGED_SECONDS) | (visits["pages"] >= 2) | visits["paid"],
        hour=visits["begin"].dt.strftime("%Y%m%d%H"), channel=visits["source"].map(CHANNELS).fillna("Unassigned"))


def _metrics(sessions: pd.DataFrame, by) -> list[list[str]]:
    """The eight figures per group, after the group's keys where it has any; ratios from sums, 0 where there is nothing."""
    sums = sessions.groupby(by).agg(users=("visitor_id", "nunique"), n=("events", "size"), engaged=("engaged", "sum"),
                                    seconds=("seconds", "sum"), events=("events", "sum"))
    return [
        [*(key if isinstance(key, tuple) else ()),
         *(f"{value or 0:.12g}" for value in (
             of.users, of.n, of.engaged, divided(of.seconds, of.n), divided(of.engaged, of.users), divided(of.events, of.n),
             divided(of.engaged, of.n), of.events))]
        for key, of in zip(sums.index, sums.itertuples(), strict=True)
    ]


def _users_by_day(events: pd.DataFrame, period: Period):
    """Days are numbered from 0000."""
    month = events[period.holds(events["at"])]
    by_day = month.groupby((month["at"].dt.floor("D") - period.first).dt.days)["visitor_id"].nunique()
    return [[f"{day:04d}", str(by_day.get(day, 0))] for day in range((period.last - period.first).days + 1)]
