"""What advertising cost, beside the traffic that it brought: by source, for the very days that the traffic report speaks of."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Part

_CENT = 0.005


def assemble(tables: dict[str, pd.DataFrame], before: dict[str, pd.DataFrame], parts: list[Part], currency: str | None) -> dict[str, pd.DataFrame]:
    """The tables with traffic.cost, where a report says what advertising cost and none says it by source already.

    cost per day and source = Σ ads.cost of the channel; on days before and after those reports, what the shop's own
    report says (`spend`). The two are never added. Where a traffic report gives one figure for a period, its row gets
    the cost of all days of that period, if they are all covered. Costs of other days are rows of their own without visitors: they
    count in the shop's profit, and no visitors are divided by them. Without a traffic report there are such rows only.
    """
    spent = _spent(tables.get("ads"), before.get("spend"), parts, currency)
    traffic = tables.get("traffic")
    if spent is None or (traffic is not None and "cost" in traffic and traffic["cost"].notna().any()):
        return tables
    if traffic is None:
        # of an event log that names its sources, traffic is derived
        return tables if "source" in tables.get("events", ()) else tables | {"traffic": spent}
    ends = {pd.Timestamp(p.period.first): pd.Timestamp(p.period.last) for p in parts if p.period and p.main == "traffic"}
    first, last = spent["date"].min(), spent["date"].max()
    row_of = spent["date"].copy()
    covered = []
    for day in sorted(traffic["date"].unique()):
        end = ends.get(day, day)
        if first <= day and end <= last:
            row_of = row_of.mask(spent["date"].between(day, end), day)
            covered.append(day)
        elif first <= end and day <= last:
            _note_part_only(parts, day, end)
    beside = row_of.isin(covered)
    costs = spent[beside].assign(date=row_of[beside].astype(traffic["date"].dtype)).groupby(["date", "source"], as_index=False)["cost"].sum().round({"cost": 2})
    traffic = traffic.drop(columns="cost", errors="ignore").merge(costs, on=["date", "source"], how="outer")
    # a channel that the report names on other days cost nothing on this one
    idle = traffic["cost"].isna() & traffic["source"].isin(spent["source"].unique()) & traffic["date"].isin(covered)
    traffic["cost"] = traffic["cost"].mask(idle, 0.0)
    traffic = pd.concat([traffic, spent[~beside].astype({"date": traffic["date"].dtype})], ignore_index=True)
    return tables | {"traffic": traffic.sort_values(["date", "source"], kind="stable", ignore_index=True)}


def _spent(ads, shop, parts, currency) -> pd.DataFrame | None:
    """date, source, cost."""
    found = None
    if ads is not None and {"channel", "cost"} <= set(ads) and ads["cost"].notna().any():
        named = ads[ads["channel"].notna() & ads["cost"].notna()]
        found = named.groupby(["date", "channel"], as_index=False)["cost"].sum().rename(columns={"channel": "source"}).round({"cost": 2})
    if shop is None or not len(shop):
        return found if found is not None and len(found) else None
    shop = shop.dropna(subset="cost")[["date", "source", "cost"]]
    if found is None or found.empty:
        return shop if len(shop) else None
    shared = shop["date"].between(found["date"].min(), found["date"].max())
    _note_difference(shop[shared], found, parts, currency)
    return pd.concat([found, shop[~shared]], ignore_index=True).sort_values(["date", "source"], kind="stable", ignore_index=True)


def _note_difference(shop, found, parts, currency) -> None:
    """The shop's own report beside the advertising platform's, over the days of both."""
    days = set(shop["date"])
    difference = round(float(shop["cost"].sum() - found.loc[found["date"].isin(days), "cost"].sum()), 2)
    if days and abs(difference) > _CENT:
        _entry(parts, "spend").note("spend_differs", Label(
            "Over the days of both, advertising costs in this file less those in the advertising report: {amount:money}. The advertising report's are used.",
            "两份报表都有的日期里，本文件的推广花费减去推广报表的花费：{amount:money}。采用推广报表的。",
        ).fill(currency, amount=difference))


def _note_part_only(parts: list[Part], day, end) -> None:
    part = next(p for p in parts if p.main == "traffic" and p.period and pd.Timestamp(p.period.first) == day)
    part.entry.note("spend_of_a_part", Label(
        "The advertising report covers only a part of {first:date} to {last:date}: its costs are not set against these visitors. "
        "Download both for the same days.",
        "推广报表只覆盖了 {first:date} 至 {last:date} 的一部分，花费不与这些访客相对照。请下载同一时间段的两份报表。",
    ).fill(first=day, last=end))


def _entry(parts: list[Part], name: str):
    return next(p.entry for p in parts if name in p.tables)
