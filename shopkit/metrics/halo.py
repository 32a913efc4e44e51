"""Does paid traffic bring free traffic with it? Days on and off by lot, beside the comparison that misleads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.schema import Column

COLUMNS = (
    Column("is_on", "flag", Label("Ads on", "广告开着")),
    Column("compared", "text", Label("Compared", "拿什么比"), values={
        "lot": Label("days on and off by lot", "随机开、关的日子"), "campaign": Label("campaign days and others, ads on", "活动日与平日（广告都开着）")}),
    Column("days_more", "count", Label("Days with more ads", "广告多的天数"), "days"),
    Column("days_less", "count", Label("Days with less", "广告少的天数"), "days"),
    Column("extra_paid", "number", Label("More paid visitors a day", "付费访客每天多")),
    Column("extra_free", "number", Label("More free-search visitors a day", "免费搜索访客每天多")),
    Column("free_lift", "rate", Label("Free search up by", "免费搜索提升")),
    Column("lift_low", "rate", Label("Lift, at least (95%)", "提升下限（95%）")),
    Column("lift_high", "rate", Label("Lift, at most (95%)", "提升上限（95%）")),
    Column("free_per_paid", "number", Label("Free visitors per paid one", "每个付费访客带来的免费访客")),
)
# a day is off on which less was spent than this share of its week's dearest day, or than that of a usual day
_OF_WEEK, _OF_USUAL = 0.2, 0.1
_FEWEST = 10


def days_on_and_off(traffic, source: str = "search_ads") -> pd.DataFrame:
    """Each day with what was spent on a source, and whether it was on: date, cost, is_on.

    A day off still costs a little: clicks on adverts that people kept open. So a day counts as off on which less was spent
    than a fifth of the dearest day of its week (Monday to Sunday), or than a tenth of the upper quartile of all days: budgets
    may differ from week to week. traffic: day × source (date, source, cost).

    >>> traffic = pd.DataFrame({"date": pd.to_datetime(["2026-11-02", "2026-11-03", "2026-11-04"]), "source": "search_ads", "cost": [80.0, 2.0, 75.0]})
    >>> days_on_and_off(traffic)["is_on"].tolist()
    [True, False, True]
    """
    rows = engine.table(traffic)
    engine.need(rows, ["date", "source", "cost"], "days_on_and_off()")
    days = engine.collect(rows)
    days = days[days["source"] == source].groupby("date")["cost"].sum().rename("cost").reset_index()
    week = days.groupby(days["date"].dt.to_period("W"))["cost"].transform("max")
    off = (days["cost"] < _OF_WEEK * week) | (days["cost"] < _OF_USUAL * days["cost"].quantile(0.75)) | (days["cost"] <= 0)
    return days.assign(is_on=~off)


def halo(traffic, campaign=None, paid: str = "search_ads", free: str = "free_search", first=None, last=None, level: float = 0.95) -> pd.DataFrame:
    """What a paid source does to a free one: by the days on which a lot turned it off, and by the careless comparison.

        lot: free visitors = exp(on + weekday + campaign + trend), a Poisson regression with robust errors (statsmodels, HC3, t);
             free_lift = exp(on) − 1;  free_per_paid = extra_free ÷ extra_paid
        campaign: the same two differences between campaign days and other days, on days on which the ads ran

    Only where a lot decided do the days on and off differ in nothing but the ads. Campaign days bring more of everything:
    what both sources owe to the campaign then looks as if one had brought the other. free_lift < 0: the ads replace free visits.
    What is measured is the same day's effect: a visitor of an advert who searches for the shop later that day belongs to it.

    traffic: day × source (date, source, visitors, cost). campaign: shop_days (date, campaign), or None. first, last: the days
    between which the lot was drawn (all if None). Returns one row per comparison: compared ("lot", "campaign"), days_more,
    days_less, extra_paid, extra_free, free_lift with lift_low and lift_high (the lot's only), free_per_paid. attrs: level.
    Raises UserError where fewer than 10 days are on or off.
    Source: Blake, Nosko, Tadelis 2015 (turning search ads off by lot).
    """
    days = days_on_and_off(traffic, paid).set_index("date")
    visitors = engine.collect(engine.table(traffic)).pivot_table(index="date", columns="source", values="visitors", aggfunc="sum")
    days = days.assign(free=visitors[free].astype(float), paid=visitors[paid].astype(float), campaign=None)
    if campaign is not None:
        days["campaign"] = campaign.set_index("date")["campaign"].reindex(days.index)
    ran, days = days[days["is_on"]], days.loc[first:last]
    on = days["is_on"]
    if min(on.sum(), (~on).sum()) < _FEWEST:
        raise UserError(Label(f"{paid} was on for {on.sum()} days and off for {(~on).sum()}: too few to compare. Throw a coin each morning for some weeks: "
                              f"heads, the ads run; tails, they rest.",
                              f"{paid} 开了 {on.sum()} 天、关了 {(~on).sum()} 天，太少，没法比。可以试几周：每天早上抛硬币，正面开，反面关。"), code="too_few_days")
    lot = _by_lot(days, level) | {"compared": "lot", "days_more": int(on.sum()), "days_less": int((~on).sum()),
                                  "extra_paid": days["paid"][on].mean() - days["paid"][~on].mean()}
    named = ran["campaign"].notna()
    rows = [lot]
    if named.any() and not named.all():
        rows.append({"compared": "campaign", "days_more": int(named.sum()), "days_less": int((~named).sum())} | {
            f"extra_{name}": ran[name][named].mean() - ran[name][~named].mean() for name in ("paid", "free")})
    names = ["compared", "days_more", "days_less", "extra_paid", "extra_free", "free_lift", "lift_low", "lift_high"]
    table = pd.DataFrame(rows).reindex(columns=names)
    table["free_per_paid"] = table["extra_free"] / table["extra_paid"].where(table["extra_paid"] > 0)
    table.attrs.update(level=level)
    return table


def _by_lot(days: pd.DataFrame, level: float) -> dict[str, float]:
    """free_lift with its interval, and extra_free, from a regression that holds weekday, campaign and trend alike."""
    # statsmodels.api would load all of it
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM
    from statsmodels.tools import add_constant

    at = days.index
    alike = pd.DataFrame({"weekday": at.day_of_week.astype(str), "campaign": days["campaign"].fillna("").astype(str).to_numpy()}, index=at)
    controls = pd.get_dummies(alike, drop_first=True, dtype=float)
    design = add_constant(controls.assign(trend=np.linspace(-0.5, 0.5, len(days)), on=days["is_on"].astype(float)))
    fitted = GLM(days["free"], design, family=Poisson()).fit(cov_type="HC3", use_t=True)
    low, high = fitted.conf_int(alpha=1 - level).loc["on"]
    lift = float(np.expm1(fitted.params["on"]))
    without = float(fitted.predict(design.assign(on=0.0)).mean())
    return {"free_lift": lift, "lift_low": float(np.expm1(low)), "lift_high": float(np.expm1(high)), "extra_free": lift * without}
