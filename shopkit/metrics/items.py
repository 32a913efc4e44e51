"""Items: whose first landing they are, how the shop's conversion is made of theirs, and whether a change is more than chance."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metric import Metric, Ratio, days_name
from shopkit.metrics.conversion import difference, interval
from shopkit.metrics.depth import deepest
from shopkit.metrics.funnel import CART_RATE, PAY_CONVERSION, _span, _stages
from shopkit.metrics.leaks import FALSE_ALARMS
from shopkit.schema import Column

CLICK_RATE = Metric(
    name="click_rate", label=Label("Click rate", "点击率"), formula=Ratio("clicks", "impressions"), unit="rate", better="higher", bounds=(0, 1),
    if_out_of_bounds=Label("Impressions and clicks are counted by different machines: a click late at night may fall on the day after its impression.",
                           "展现和点击由不同的系统统计：深夜的点击可能算到展现的第二天。"),
    source="Taobao and Tmall Business Advisor (生意参谋): clicks ÷ impressions of the same period",
)
COLUMNS = (
    Column("seen_visitors", "count", Label("Saw its page", "看过它的人数"), "people"),
    Column("landed_visitors", "count", Label("Landed on it first", "首次落地在它的人数"), "people"),
    Column("landing_share", "rate", Label("Share of visitors", "访客占比")),
    Column("landing_buyers", "count", Label("Of these, bought (anything)", "其中买了（不论买哪件）"), "people"),
    Column("landing_conversion", "rate", Label("Item conversion (first landing)", "商品转化率（首次落地）")),
    Column("landing_points", "rate", Label("Share × conversion", "占比 × 转化率")),
    Column("rate_change", "rate", Label("Change", "变化")),
    Column("change_low", "rate", Label("Change, at least (95 %)", "变化下限（95%）")),
    Column("change_high", "rate", Label("Change, at most (95 %)", "变化上限（95%）")),
    Column("beyond_chance", "flag", Label("More than chance", "不像碰巧")),
    Column("work_rule", "text", Label("What to do", "怎么办"), values={
        "up": Label("find out why, give it traffic, copy it", "找原因、给流量、复制到别的商品"),
        "down": Label("fix it; if it stays down, move the traffic", "先修；修不好就把流量挪走"),
        "wait": Label("nothing: luck explains it", "先不动：碰巧也会这样"),
    }),
    Column("week_from", "date", Label("Week from", "从这天起的一周")),
    Column("changed_on", "date", Label("Changed on", "改动日")),
    Column("judged_by", "text", Label("Judged by", "看哪个指标")),
    Column("change_alone", "rate", Label("After against before", "前后对比")),
    Column("change_others", "rate", Label("The other items", "其他商品")),
    Column("change_effect", "rate", Label("Left for the change", "扣除后剩下的")),
    Column("effect_low", "rate", Label("At least (95 %)", "下限（95%）")),
    Column("effect_high", "rate", Label("At most (95 %)", "上限（95%）")),
    Column("price_to_list", "rate", Label("Price ÷ list price", "售价 ÷ 标价")),
    Column("sold_before", "count", Label("Sold so far", "累计已售"), "units"),
    Column("reviews_before", "count", Label("Reviews so far", "累计评价数"), "times"),
    Column("bad_before", "rate", Label("Of these, one to three stars", "其中一至三星")),
)
# what a change is judged by: a picture and a title are seen in the list, page, price and gift behind it
_AIM = {"picture": CLICK_RATE, "title": CLICK_RATE, "page": CART_RATE, "price": CART_RATE, "gift": CART_RATE}
# an item whose visitors are fewer is not judged at all
_ENOUGH = 30


def landings(events, steps, *, window="7d", at_step: str = "detail") -> pd.DataFrame:
    """The shop's conversion as share × conversion of its items, exact, because each person stands under one item only.

        landing_share = landed_visitors ÷ people;   landing_conversion = landing_buyers ÷ landed_visitors
        Σ landing_share × landing_conversion = the funnel's overall conversion

    A person belongs to the item of their first event of `at_step` (of several at that instant the smallest id), whatever
    they bought in the end. seen_visitors counts a person under each item that they saw: its sum exceeds the people by the overlap.

    events, steps, window: as of funnel(); product_id besides. at_step: a step of the first stage.
    Returns one row per item, the largest share first: product_id ("(unknown)" where the log names none), seen_visitors,
    landed_visitors, landing_share, landing_buyers (of these, those who reach the last step, with any item), landing_conversion,
    landing_points. attrs: basis "people", people, overlap (Σ seen − people), conversion (of the whole), window. Raises UserError
    as funnel() does, and where `at_step` is not in the first stage.
    Source: our own definition; Business Advisor (生意参谋) counts a visitor under every item seen.

    >>> log = pd.DataFrame([("Ann", "2026-11-01", "detail", "lamp"), ("Ann", "2026-11-02", "detail", "kettle"), ("Ann", "2026-11-03", "pay", "kettle"),
    ...     ("Ben", "2026-11-01", "detail", "kettle"), ("Cai", "2026-11-01", "detail", "lamp")], columns=["visitor_id", "at", "step", "product_id"])
    >>> log["at"] = pd.to_datetime(log["at"])
    >>> table = landings(log, ["detail", "pay"])
    >>> table[["product_id", "seen_visitors", "landed_visitors", "landing_buyers"]]
      product_id  seen_visitors  landed_visitors  landing_buyers
    0       lamp              2                2               1
    1     kettle              2                1               0
    >>> table.attrs["overlap"], round(float(table["landing_points"].sum()), 3)
    (1, 0.333)
    """
    stages = _stages(steps)
    if at_step not in stages[0]:
        raise UserError(Label(f"landings(): people land on a step of the first stage ({', '.join(stages[0])}), not on {at_step!r}.",
                              f"landings()：落地页应是第一步之一（{'、'.join(stages[0])}），不能是 {at_step!r}。"), code="bad_steps")
    log = engine.table(events)
    engine.need(log, ["product_id"], "landings()")
    people = deepest(log, stages, _span(window), [None] * (len(stages) - 1), [])
    if people is None:
        rows = pd.DataFrame({"product_id": pd.Series([], dtype="str"), "seen_visitors": [], "landed_visitors": [], "landing_buyers": []})
    else:
        item = nw.when(nw.col("product_id").is_null()).then(nw.lit("(unknown)")).otherwise(nw.col("product_id").cast(nw.String))
        looks = log.filter(nw.col("step") == at_step).select("visitor_id", "at", product_id=item)
        seen = looks.group_by("product_id").agg(nw.col("visitor_id").n_unique().alias("seen_visitors"))
        first = looks.unique(["visitor_id"], keep="first", order_by=["at", "product_id"]).select("visitor_id", "product_id")
        # a first stage of several steps: who never saw an item's page landed on none
        joined = people.join(first, on="visitor_id", how="left")
        bought = (nw.col("deepest") == len(stages)).cast(nw.Int64)
        landed = joined.with_columns(landing_buyers=bought).group_by("product_id").agg(landed_visitors=nw.len(), landing_buyers=nw.col("landing_buyers").sum())
        landed = engine.collect(landed).fillna({"product_id": "(none)"})
        rows = landed.merge(engine.collect(seen), on="product_id", how="outer").fillna(0)
    counts = ["seen_visitors", "landed_visitors", "landing_buyers"]
    rows = rows.astype(dict.fromkeys(counts, "int64")).sort_values(["landed_visitors", "product_id"], ascending=[False, True], ignore_index=True)
    whole = int(rows["landed_visitors"].sum())
    rows["landing_share"] = rows["landed_visitors"] / (whole or np.nan)
    rows["landing_conversion"] = rows["landing_buyers"] / rows["landed_visitors"].where(rows["landed_visitors"] > 0)
    rows["landing_points"] = rows["landing_buyers"] / (whole or np.nan)
    rows = rows[["product_id", "seen_visitors", "landed_visitors", "landing_share", "landing_buyers", "landing_conversion", "landing_points"]]
    rows.attrs.update(basis="people", people=whole, overlap=int(rows["seen_visitors"].sum()) - whole, window=window,
                      conversion=rows["landing_buyers"].sum() / whole if whole else float("nan"))
    return rows


def item_changes(items: pd.DataFrame, on, *, days: int = 28, metric: Metric = PAY_CONVERSION) -> pd.DataFrame:
    """Each item's conversion after a day beside that before it: is the change more than chance, and what follows from it.

        rate_change = rate_after − rate_before;   beyond_chance: Fisher's exact test below FALSE_ALARMS ÷ items compared

    items: day × item with date, product_id and the metric's columns; rows of pre-sale items (is_presale) are left out, they
    could not be paid. on: the first day of "after". days: length of each period. metric: PAY_CONVERSION, CART_RATE, ….
    Returns one row per item that has at least 30 of the metric's bottom in both periods, the largest gain first: product_id, rate_before,
    rate_after, rate_change, change_low, change_high (95 %), beyond_chance, work_rule ("up", "down", "wait"). attrs: before
    and after (first and last days), metric. Raises UserError where columns are missing or a period has no day.
    Source: Fisher (1935), limit by Bonferroni; Newcombe (1998) for the interval.

    >>> days = pd.DataFrame({"date": pd.to_datetime(["2026-11-01", "2026-11-02"] * 2), "product_id": ["lamp"] * 2 + ["kettle"] * 2,
    ...     "visitors": [1000, 1000, 90, 90], "buyers": [20, 60, 1, 4]})
    >>> item_changes(days, "2026-11-02", days=1)[["product_id", "rate_before", "rate_after", "beyond_chance", "work_rule"]].round(3)
      product_id  rate_before  rate_after  beyond_chance work_rule
    0       lamp        0.020       0.060           True        up
    1     kettle        0.011       0.044          False      wait
    """
    before, after = periods(items, on, days, metric)
    both = _pairs(before, after, metric)
    result = _judged(both, len(both))
    result.attrs.update(basis="days", metric=metric.name, **_ends(before, after))
    return result


def week_changes(items: pd.DataFrame, *, metric: Metric = PAY_CONVERSION) -> pd.DataFrame:
    """item_changes() of every week against the week before, counted back from the last day, and judged as one table.

    Many comparisons find something by luck alone; so the limit of chance is divided by all rows of all weeks.

    items, metric: as of item_changes(). Returns week_from and its columns, week by week; empty where there are no two weeks.

    >>> days = pd.DataFrame({"date": pd.date_range("2026-11-01", periods=21), "product_id": "lamp", "visitors": 100, "buyers": [4] * 14 + [0] * 7})
    >>> week_changes(days)[["week_from", "rate_before", "rate_after", "work_rule"]]
       week_from  rate_before  rate_after work_rule
    0 2026-11-08         0.04        0.04      wait
    1 2026-11-15         0.04        0.00      down
    """
    engine.need(items, ["date", "product_id", *metric.formula.columns], "week_changes()")
    starts = sorted(pd.date_range(items["date"].max() - pd.Timedelta(days=6), items["date"].min() + pd.Timedelta(days=7), freq="-7D")) if len(items) else []
    pairs = {day: _pairs(*_around(items, day, 7), metric) for day in starts}
    count = sum(len(both) for both in pairs.values())
    weeks = [_judged(both, count).assign(week_from=day) for day, both in pairs.items()] or [_judged(_pairs(items[:0], items[:0], metric), 0).assign(week_from=pd.NaT)]
    result = pd.concat(weeks, ignore_index=True)
    result.insert(0, "week_from", result.pop("week_from").astype("datetime64[us]"))
    result.attrs = {"basis": "days", "metric": metric.name}
    return result


def judge_changes(changes: pd.DataFrame, items: pd.DataFrame, *, days: int = 42, at_least: int = 14) -> pd.DataFrame:
    """Each change that was made to one item, judged by what it aims at, with the other items as control.

    A picture or a title by the click rate, a page, price or gift by the add-to-cart rate. Items that were changed in the same
    weeks and for the same rate are no control. Changes with fewer than `at_least` days before or after them, or with nothing
    to count, are left out.

    changes: at, product_id, kind, note. items: as of controlled_change(), with impressions and clicks for pictures and titles.
    Returns changed_on, product_id, kind, note, judged_by, change_alone, change_others, change_effect, effect_low, effect_high
    (as changes: 0.25 is a quarter more), beyond_chance (the interval leaves 0 out). Raises UserError where a column is missing.

    >>> days = pd.date_range("2026-11-01", periods=40)
    >>> table = pd.DataFrame({"date": list(days) * 2, "product_id": ["lamp"] * 40 + ["kettle"] * 40, "visitors": 200,
    ...     "cart_adders": [10, 11] * 10 + [18, 18] * 10 + [20, 19] * 10 + [25, 23] * 10})
    >>> made = pd.DataFrame({"at": [days[20]], "product_id": ["lamp"], "kind": ["page"], "note": ["new page"]})
    >>> judge_changes(made, table, days=20)[["judged_by", "change_alone", "change_others", "change_effect", "beyond_chance"]].round(2)
       judged_by  change_alone  change_others  change_effect  beyond_chance
    0  cart_rate          0.71           0.23           0.39           True
    """
    engine.need(changes, ["at", "product_id", "kind"], "judge_changes()")
    engine.need(items, ["date", "product_id"], "judge_changes()")
    rows, made = [], changes[changes["product_id"].notna() & changes["kind"].isin(list(_AIM))]
    for change in made.to_dict("records"):
        metric, day = _AIM[change["kind"]], pd.Timestamp(change["at"]).normalize()
        if not set(metric.formula.columns) <= set(items):
            continue
        before, after = _around(items, day, days)
        own = [part[part["product_id"] == change["product_id"]] for part in (before, after)]
        counted = all(part["date"].nunique() >= at_least and part[metric.formula.columns[0]].sum() > 0 for part in own)
        alike = made["kind"].map(_AIM).map(lambda aim: aim.name) == metric.name
        changed = {change["product_id"], *made.loc[alike & ((made["at"] - day).abs() <= pd.Timedelta(days=days)), "product_id"]}
        others = all(part.loc[~part["product_id"].isin(changed), metric.formula.columns[0]].sum() > 0 for part in (before, after))
        if not (counted and others):
            continue
        told = controlled_change(items, change["product_id"], day, days=days, metric=metric, without=changed)
        rows.append({"changed_on": day, **{c: change.get(c) for c in ("product_id", "kind", "note")}, "judged_by": metric.name, "change_alone": told["alone"] - 1,
                     "change_others": told["others"] - 1, "change_effect": told["effect"] - 1, "effect_low": told["low"] - 1, "effect_high": told["high"] - 1,
                     "beyond_chance": not told["low"] <= 1 <= told["high"]})
    names = ["changed_on", "product_id", "kind", "note", "judged_by", "change_alone", "change_others", "change_effect", "effect_low", "effect_high", "beyond_chance"]
    result = pd.DataFrame(rows, columns=names)
    result.attrs.update(basis="days", table="changes")
    return result


def item_factors(items: pd.DataFrame, products: pd.DataFrame | None = None, reviews: pd.DataFrame | None = None) -> pd.DataFrame:
    """The table of items with what a visitor sees on each page that day: price against list price, sold so far, reviews so far, bad ones.

    items: day × item. products: product_id, list_price. reviews: product_id, at, score_item (one to five); those of the days before count.
    Returns items with price_to_list, sold_before, reviews_before, bad_before, as far as the tables tell.

    >>> items = pd.DataFrame({"date": pd.date_range("2026-11-01", periods=3), "product_id": "lamp", "units": [2, 1, 0]})
    >>> item_factors(items)["sold_before"].tolist()
    [0, 2, 3]
    """
    table = items.sort_values(["product_id", "date"], kind="stable")
    if "units" in table:
        table = table.assign(sold_before=table.groupby("product_id")["units"].transform(lambda units: units.fillna(0).cumsum().shift(fill_value=0)).astype("int64"))
    if products is not None and "price" in table and "list_price" in products:
        table = table.assign(price_to_list=table["price"] / table["product_id"].map(products.set_index("product_id")["list_price"]))
    if reviews is not None and len(reviews):
        seen = reviews.assign(date=reviews["at"].dt.floor("D") + pd.Timedelta(days=1), bad=reviews["score_item"] <= 3)
        so_far = seen.groupby(["product_id", "date"])["bad"].agg(["size", "sum"]).groupby("product_id").cumsum().reset_index()
        joined = pd.merge_asof(table.sort_values("date", kind="stable"), so_far.astype({"date": table["date"].dtype}).sort_values("date"), on="date", by="product_id")
        counted = joined["size"].fillna(0).astype("int64")
        table = joined.drop(columns=["size", "sum"]).assign(reviews_before=counted, bad_before=joined["sum"] / counted.where(counted > 0))
    return table.reset_index(drop=True)


def controlled_change(items: pd.DataFrame, product_id: str, on, *, days: int = 28, metric: Metric = CART_RATE, without=()) -> dict[str, float]:
    """An item's rate before and after a change, with the shop's other items as control: what is left for the change itself.

        alone = after ÷ before;   others = the same of all other items together;   effect = alone ÷ others, with low and high (95 %)

    What moves all items (season, campaign, other visitors) moves the control too and drops out. What happened to this item
    alone on that day stays in: a control is no lot. The interval is that of a Poisson regression of the daily counts with
    the day's spread measured (quasi-Poisson), so that restless days make it wide.

    items: as of item_changes(). product_id: the item changed. on: the first day with the change. metric: the rate that the
    change aims at. without: items that are no control, because they were changed themselves. Returns before, after, others_before, others_after (rates), alone, others, effect, low, high (factors),
    chance. Raises UserError where the item or a period is missing.
    Source: difference in differences on the logarithm; regression by statsmodels' GLM.

    >>> days = pd.date_range("2026-11-01", periods=40)
    >>> table = pd.DataFrame({"date": list(days) * 2, "product_id": ["lamp"] * 40 + ["kettle"] * 40, "visitors": 200,
    ...     "cart_adders": [10, 11] * 10 + [18, 18] * 10 + [20, 19] * 10 + [25, 23] * 10})
    >>> found = controlled_change(table, "lamp", "2026-11-21", days=20)
    >>> {name: round(found[name], 2) for name in ("alone", "others", "effect")}
    {'alone': 1.71, 'others': 1.23, 'effect': 1.39}
    """
    # not statsmodels.api, which loads all of it
    from statsmodels.genmod.families import Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    before, after = periods(items, on, days, metric)
    top, bottom = metric.formula.columns
    rows = pd.concat([before.assign(later=0), after.assign(later=1)])
    rows = rows[~rows["product_id"].isin([item for item in without if item != product_id])]
    rows = rows.assign(own=(rows["product_id"] == product_id).astype(int))
    daily = rows.groupby(["date", "later", "own"])[[top, bottom]].sum().astype(float).reset_index()
    daily = daily[daily[bottom] > 0]
    sums = daily.groupby(["own", "later"])[[top, bottom]].sum()
    if len(sums) < 4 or (sums[top] == 0).any():
        raise UserError(Label(f"controlled_change(): {product_id} or the other items have nothing to count before or after {pd.Timestamp(on):%Y-%m-%d}.",
                              f"controlled_change()：{product_id} 或其他商品在 {pd.Timestamp(on):%Y-%m-%d} 之前或之后没有可数的数据。"), code="nothing_to_compare")
    rate = (sums[top] / sums[bottom]).to_dict()
    told = {"before": rate[1, 0], "after": rate[1, 1], "others_before": rate[0, 0], "others_after": rate[0, 1]}
    told |= {"alone": told["after"] / told["before"], "others": told["others_after"] / told["others_before"]}
    design = daily[["own", "later"]].assign(both=daily["own"] * daily["later"], const=1).astype(float)
    fit = GLM(daily[top], design, family=Poisson(), offset=np.log(daily[bottom])).fit(scale="X2")
    low, high = np.exp(fit.conf_int().loc["both"])
    return told | {"effect": float(np.exp(fit.params["both"])), "low": float(low), "high": float(high), "chance": float(fit.pvalues["both"])}


def by_halves(table: pd.DataFrame, factor: str, metric: Metric = PAY_CONVERSION) -> pd.DataFrame:
    """The conversion of the rows with little and with much of a factor, half of the visitors each: what goes with it, not what it does.

    table: rows with the factor (a number) and the metric's columns; rows without the factor are left out. Equal values stay in one half.
    Returns two rows (one, where the factor does not vary): half ("low", "high"), factor_from, factor_to, the metric's two
    sums, the metric, conversion_low, conversion_high. attrs as of conversions(). Raises UserError where a column is missing.

    >>> table = pd.DataFrame({"price": [30.0, 50.0, 90.0], "visitors": [100, 100, 200], "buyers": [6, 4, 4], "product_id": list("abc")})
    >>> by_halves(table, "price")[["half", "factor_from", "factor_to", "pay_conversion"]]
       half  factor_from  factor_to  pay_conversion
    0   low         30.0       50.0            0.05
    1  high         90.0       90.0            0.02
    """
    engine.need(table, [factor, *metric.formula.columns], "by_halves()")
    rows = table[table[factor].notna()].sort_values(factor, kind="stable")
    top, bottom = metric.formula.columns
    weight = rows.groupby(factor)[bottom].sum().astype(float)
    # a value belongs to the half in which the middle of its visitors lies
    middle = (weight.cumsum() - weight / 2) / weight.sum()
    rows = rows.assign(half=np.where(rows[factor].map(middle) < 0.5, "low", "high"), **{factor: rows[factor].astype(float)})
    groups = rows.groupby("half", sort=False)
    ends = groups[factor].agg(["min", "max"]).rename(columns={"min": "factor_from", "max": "factor_to"})
    sums = groups[[top, bottom]].sum().astype(float)
    result = ends.join(sums).reset_index()
    result[metric.name] = result[top] / result[bottom].where(result[bottom] > 0)
    result["conversion_low"], result["conversion_high"] = interval(result[top], result[bottom])
    result = result.rename(columns={top: days_name(top), bottom: days_name(bottom)})
    result.attrs.update(basis="days", metric=metric.name)
    return result


def periods(items: pd.DataFrame, on, days: int, metric: Metric) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows of the `days` days before `on`, and of those from `on` on, without items that are in pre-sale."""
    engine.need(items, ["date", "product_id", *metric.formula.columns], "item_changes()")
    day = pd.Timestamp(on).normalize()
    before, after = _around(items, day, days)
    if before.empty or after.empty:
        first, last = (f"{d:%Y-%m-%d}" for d in (items["date"].min(), items["date"].max())) if len(items) else ("—", "—")
        raise UserError(Label(f"item_changes(): there are no days before or after {day:%Y-%m-%d}; the table runs from {first} to {last}.",
                              f"item_changes()：{day:%Y-%m-%d} 之前或之后没有数据；这张表从 {first} 到 {last}。"), code="no_days")
    return before, after


def _around(items, day, days):
    length = dt.timedelta(days=days)
    rows = items if "is_presale" not in items else items[~items["is_presale"].fillna(False).astype(bool)]
    return rows[(rows["date"] >= day - length) & (rows["date"] < day)], rows[(rows["date"] >= day) & (rows["date"] < day + length)]


def _pairs(before, after, metric) -> pd.DataFrame:
    """product_id and the metric's two sums before and after, of items with enough in both; a person of two days is two visitor-days."""
    top, bottom = metric.formula.columns
    sums = [rows.groupby("product_id")[[top, bottom]].sum().astype("int64").set_axis(["top", "bottom"], axis=1) for rows in (before, after)]
    both = sums[0].join(sums[1], how="inner", suffixes=("_before", "_after")).reset_index()
    return both[(both["bottom_before"] >= _ENOUGH) & (both["bottom_after"] >= _ENOUGH)]


def _judged(both: pd.DataFrame, compared: int) -> pd.DataFrame:
    """The rows of item_changes(), the limit of chance divided by the number of comparisons."""
    tests = [difference(*(int(v) for v in row)) for row in both[["top_after", "bottom_after", "top_before", "bottom_before"]].itertuples(index=False, name=None)]
    found = pd.DataFrame(tests, columns=["difference", "low", "high", "chance"], index=both.index, dtype=float)
    sure = found["chance"] < FALSE_ALARMS / max(compared, 1)
    rule = np.select([sure & (found["difference"] > 0), sure], ["up", "down"], "wait")
    return pd.DataFrame({
        "product_id": both["product_id"], "rate_before": both["top_before"] / both["bottom_before"], "rate_after": both["top_after"] / both["bottom_after"],
        "rate_change": found["difference"], "change_low": found["low"], "change_high": found["high"], "beyond_chance": sure.astype(bool),
        "work_rule": pd.Series(rule, index=both.index, dtype="str"),
    }).sort_values("rate_change", ascending=False, kind="stable", ignore_index=True)


def _ends(before, after) -> dict[str, tuple]:
    return {name: (rows["date"].min(), rows["date"].max()) for name, rows in (("before", before), ("after", after))}
