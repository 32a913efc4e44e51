"""The funnel: how many people reach each step in order and in time, and where the others are lost."""

from __future__ import annotations

import datetime as dt
import re

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit import engine
from shopkit.labels import Label
from shopkit.metric import Metric, Ratio
from shopkit.metrics.depth import KEYS, deepest, passages, wrong
from shopkit.schema import STEPS, Column

PAY_CONVERSION = Metric(
    name="pay_conversion",
    label=Label("Pay conversion", "支付转化率"),
    formula=Ratio("buyers", "visitors"),
    unit="rate",
    better="higher",
    bounds=(0, 1),
    if_out_of_bounds=Label(
        "Buyers are dated by the day they paid, visitors by the day they came: who pays on a later day, or without a "
        "visit that was counted, is a buyer and no visitor.",
        "买家按支付日统计，访客按到访日统计：隔天付款或未被记录到访的人，只算买家、不算访客。",
    ),
    source="Taobao and Tmall Business Advisor (生意参谋): paying buyers ÷ visitors of the same period",
)
ORDER_CONVERSION = Metric(
    name="order_conversion",
    label=Label("Order conversion", "下单转化率"),
    formula=Ratio("orderers", "visitors"),
    unit="rate",
    better="higher",
    bounds=(0, 1),
    if_out_of_bounds=Label(
        "An order can be placed without a visit that was counted: by phone, by chat, or from another site.",
        "有些订单没有被记录的到访：电话、客服代下单或站外下单。",
    ),
    source="Taobao and Tmall Business Advisor (生意参谋): people who placed an order ÷ visitors of the same period",
)
CART_RATE = Metric(
    name="cart_rate",
    label=Label("Add-to-cart rate", "加购率"),
    formula=Ratio("cart_adders", "visitors"),
    unit="rate",
    better="higher",
    bounds=(0, 1),
    if_out_of_bounds=Label(
        "Something can be put into the cart from a list or a live stream, without a visit that was counted.",
        "在列表页或直播间加购时，可能没有被记录的到访。",
    ),
    source="Taobao and Tmall Business Advisor (生意参谋): people who added to the cart ÷ visitors of the same period. "
    "In ad reports the like-named rate is carts ÷ clicks.",
)
STEP_CONVERSION = Metric(
    name="step_conversion",
    label=Label("Step conversion", "单步转化率"),
    formula=Ratio("visitors", "previous_visitors"),
    unit="rate",
    better="higher",
    bounds=(0, 1),
    if_out_of_bounds=Label(
        "Whoever reached a step has reached the one before it; above 100 % the steps were counted singly.",
        "到达某一步的人必然到达过上一步；超过 100%，说明各步是分开计数的。",
    ),
    source="Common usage: people who reached a step ÷ people who reached the step before",
)
OVERALL_CONVERSION = Metric(
    name="overall_conversion",
    label=Label("Overall conversion", "总转化率"),
    formula=Ratio("visitors", "first_visitors"),
    unit="rate",
    better="higher",
    bounds=(0, 1),
    if_out_of_bounds=Label(
        "Whoever reached a step has reached the first; above 100 % the steps were counted singly.",
        "到达某一步的人必然到达过第一步；超过 100%，说明各步是分开计数的。",
    ),
    source="Common usage: people who reached a step ÷ people who reached the first step",
)

# columns of the results that no canonical table has
COLUMNS = (
    Column("from_step", "text", Label("From", "从"), values=STEPS),
    Column("step_no", "number", Label("Step no.", "步骤序号")),
    Column("previous_visitors", "count", Label("Visitors of the step before", "上一步访客数"), "people"),
    Column("first_visitors", "count", Label("Visitors of the first step", "第一步访客数"), "people"),
    Column("step_conversion", "rate", STEP_CONVERSION.label),
    Column("overall_conversion", "rate", OVERALL_CONVERSION.label),
    Column("lost_visitors", "count", Label("Visitors lost", "流失访客数"), "people"),
    Column("pay_chance", "rate", Label("Of those who pass, share that reaches the end", "通过者走完全程的比例")),
    Column("extra_buyers", "count", Label("Extra buyers", "可挽回买家数"), "people"),
    Column("extra_paid_amount", "money", Label("Extra paid amount", "可挽回支付金额"), "money"),
    Column("lower_quartile_hours", "number", Label("A quarter go on within (hours)", "四分之一的人用时不超过（小时）"), "hours"),
    Column("median_hours", "number", Label("Half go on within (hours)", "一半的人用时不超过（小时）"), "hours"),
    Column("upper_quartile_hours", "number", Label("Three quarters go on within (hours)", "四分之三的人用时不超过（小时）"), "hours"),
)

UNKNOWN = "(unknown)"
_OWN = ("step_no", "step", "visitors", "step_conversion", "overall_conversion")
_WINDOW = re.compile(r"(\d+)([dhms])")
_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_LONGEST = dt.timedelta(days=36_500)


def funnel(events, steps, *, window="7d", step_windows=None, by=None) -> pd.DataFrame:
    """How many people reach each step, in order and within the window: the exact funnel.

    A person counts at the deepest step that they reach in order, within `window` of an event of the first step; any
    event of the first step may start the window, not only the person's first one. Both ends belong to the window.
    Events at one instant count in the order of the steps.

        step_conversion = visitors ÷ visitors of the step before;   overall_conversion = visitors ÷ visitors of step 1

    events: pandas, polars, DuckDB or PySpark frame, or the path of a csv or parquet file; one row per event, columns
        visitor_id, at (time), step, and those named in `by`. Order of rows and doubled rows make no difference.
    steps: names of steps, at least two, each once; a tuple of names is one stage:
        [("home", "search"), "detail", "cart", "order", "pay"]. A step that is not in the data is reached by nobody.
    window: "7d", "24h", "30m", "45s", a datetime.timedelta, or None for no limit; counted from the start.
    step_windows: one such per transition (one fewer than steps), each counted from the step before.
    by: a column's name or a list of them. A person is counted once, under the value of the newest start that first
        reaches their deepest step; of several starts at that instant the smallest value, a known before a missing
        one; a missing value is called "(unknown)". At each step the groups add up to the whole.

    Returns one row per (by…) × step: by…, step_no (1…), step (a tuple's names joined by " / "), visitors (people who
    reached at least this step), step_conversion (NaN at step 1), overall_conversion; 0 ÷ 0 is NaN.
    attrs: basis "people", window, currency.

    Raises UserError where a column or a value of visitor_id, at or step is missing, `at` is text, a step stands twice
    or is known neither to the data nor to the schema, or a window cannot be read.

    Source: the same person-level definition as ClickHouse's `windowFunnel`, with per-step windows besides.

    Four counts of payers on one small log. Steps counted singly take Ben, who paid without looking, and Cai, who looked
    after paying; without a window Dan counts, who paid a month later; with the first start only, Eve is lost, whose
    second visit led to payment:

    >>> log = pd.DataFrame([
    ...     ("Ann", "2026-11-01 10:00", "detail"), ("Ann", "2026-11-01 10:05", "pay"),
    ...     ("Ben", "2026-11-02 09:00", "pay"),
    ...     ("Cai", "2026-11-02 11:00", "pay"), ("Cai", "2026-11-02 12:00", "detail"),
    ...     ("Dan", "2026-11-01 08:00", "detail"), ("Dan", "2026-12-01 08:00", "pay"),
    ...     ("Eve", "2026-11-01 20:00", "detail"), ("Eve", "2026-11-20 20:00", "detail"),
    ...     ("Eve", "2026-11-21 20:00", "pay")], columns=["visitor_id", "at", "step"])
    >>> log["at"] = pd.to_datetime(log["at"])
    >>> steps = ["detail", "pay"]
    >>> singly = log.groupby("step")["visitor_id"].nunique()["pay"]
    >>> ordered = funnel(log, steps, window=None)["visitors"].iloc[-1]
    >>> exact = funnel(log, steps, window="7d")["visitors"].iloc[-1]
    >>> first = log["step"].eq("detail") & log.groupby(["visitor_id", "step"])["at"].transform("min").lt(log["at"])
    >>> first_only = funnel(log[~first], steps, window="7d")["visitors"].iloc[-1]
    >>> print(singly, ordered, exact, first_only)
    5 3 2 1
    >>> funnel(log, steps)[["step_no", "step", "visitors", "overall_conversion"]]
       step_no    step  visitors  overall_conversion
    0        1  detail         4                 1.0
    1        2     pay         2                 0.5
    """
    stages = _stages(steps)
    whole, each = _span(window), _spans(step_windows, len(stages) - 1)
    keys = _keys(by)
    people = deepest(events, stages, whole, each, keys)
    if people is None:
        counts = pd.DataFrame(columns=[*keys, "deepest", "people"])
    else:
        counts = engine.collect(people.group_by(*keys, "deepest").agg(people=nw.len()))
    result = _table(counts, [" / ".join(names) for names in stages], keys)
    result.attrs.update(basis="people", window=window, currency=getattr(events, "attrs", {}).get("currency"))
    return result


def leaks(funnel_table: pd.DataFrame, spend_per_buyer: float, win_back: float = 0.1) -> pd.DataFrame:
    """Where people are lost, and what winning back a share of them would bring.

        extra_buyers = win_back × lost_visitors × pay_chance;   extra_paid_amount = extra_buyers × spend_per_buyer

    It assumes that those won back go on like those who passed by themselves. That flatters: who had to be won back
    hesitated more. Take it as the most that there is to gain, and to compare the steps with each other.

    funnel_table: a result of funnel(), by columns included. spend_per_buyer: money. win_back: share, 0 to 1.

    Returns one row per (by…) × transition: by…, step_no, from_step and step (the step that they did not reach),
    lost_visitors (visitors of the step before − visitors of this one), pay_chance (share of those who reach this step
    that reach the last one; NaN where nobody does), extra_buyers, extra_paid_amount (money).

    >>> table = pd.DataFrame({"step_no": [1, 2, 3], "step": ["detail", "cart", "pay"], "visitors": [1000, 200, 50]})
    >>> leaks(table, spend_per_buyer=80)[["from_step", "step", "lost_visitors", "pay_chance", "extra_paid_amount"]]
      from_step  step  lost_visitors  pay_chance  extra_paid_amount
    0    detail  cart            800        0.25             1600.0
    1      cart   pay            150        1.00             1200.0
    """
    if not 0 <= win_back <= 1:
        raise wrong("bad_share", f"win_back is a share from 0 to 1, not {win_back}.", f"win_back 是 0 到 1 之间的比例，不能是 {win_back}。")
    keys = [c for c in funnel_table.columns if c not in _OWN]
    parts = funnel_table.groupby(keys or (lambda _: 0), sort=False, dropna=False)
    groups, before = parts["visitors"], parts["step"].shift()
    reached = funnel_table["visitors"]
    lost = groups.shift() - reached
    chance = groups.transform("last") / reached.where(reached > 0)
    extra = win_back * lost * chance
    result = funnel_table[[*keys, "step_no"]].assign(
        from_step=before, step=funnel_table["step"], lost_visitors=lost, pay_chance=chance,
        extra_buyers=extra, extra_paid_amount=extra * spend_per_buyer,
    )
    result = result[result["step_no"] > 1].astype({"lost_visitors": "int64"}).reset_index(drop=True)
    result.attrs.update(funnel_table.attrs)
    return result


def step_times(events, steps, *, window="7d", step_windows=None) -> pd.DataFrame:
    """How long people take from each step to the next: median and quartiles of those who go on.

        time of a person = first event that reaches the step − latest event of the step before it that is reached itself

    "Reached" is meant as in funnel(): in order, within the window. Only those who went on can be timed: a short median does
    not say that who waits longer is lost, and nobody takes longer than the window lets them.

    events, steps, window, step_windows: as of funnel(), on the same engines.
    Returns one row per transition: step_no (2…), from_step, step, visitors (people who made it), lower_quartile_hours,
    median_hours, upper_quartile_hours (hours; interpolated between neighbours; NaN where nobody made it). attrs: basis, window.
    Raises UserError as funnel() does.
    Source: quartiles as usual in statistics (linear interpolation, Hyndman and Fan's type 7).

    >>> log = pd.DataFrame([("Ann", "2026-11-01 10:00", "detail"), ("Ann", "2026-11-01 13:00", "detail"), ("Ann", "2026-11-01 14:00", "pay"),
    ...     ("Ben", "2026-11-02 08:00", "detail"), ("Ben", "2026-11-02 11:00", "pay")], columns=["visitor_id", "at", "step"])
    >>> log["at"] = pd.to_datetime(log["at"])
    >>> step_times(log, ["detail", "pay"])[["from_step", "step", "visitors", "lower_quartile_hours", "median_hours"]]
      from_step step  visitors  lower_quartile_hours  median_hours
    0    detail  pay         2                   1.5           2.0
    """
    stages = _stages(steps)
    names = [" / ".join(stage) for stage in stages]
    made = passages(events, stages, _span(window), _spans(step_windows, len(stages) - 1))
    quartiles = {"lower_quartile_hours": 0.25, "median_hours": 0.5, "upper_quartile_hours": 0.75}
    result = pd.DataFrame({"step_no": range(2, len(stages) + 1), "from_step": names[:-1], "step": names[1:]})
    if made is None:
        result = result.assign(visitors=0, **dict.fromkeys(quartiles, float("nan")))
    else:
        hours = made.with_columns(hours=nw.col("micros") / 3_600_000_000)
        found = engine.collect(hours.group_by("_stage").agg(
            nw.len().alias("visitors"), *(nw.col("hours").quantile(q, interpolation="linear").alias(n) for n, q in quartiles.items())))
        result = result.merge(found.rename(columns={"_stage": "step_no"}).astype({"step_no": "int64"}), on="step_no", how="left")
        result["visitors"] = result["visitors"].fillna(0).astype("int64")
    result.attrs.update(basis="people", window=window)
    return result


def _keys(by) -> list[str]:
    keys = [by] if isinstance(by, str) else list(by or [])
    taken = [k for k in keys if k in (*KEYS, *_OWN) or keys.count(k) > 1]
    if taken:
        raise wrong(
            "bad_by",
            f"by names columns besides {', '.join(KEYS)} and those of the result ({', '.join(_OWN)}), each once; not {by!r}.",
            f"by 不能用 {'、'.join(KEYS)} 和结果自己的列名（{'、'.join(_OWN)}），每列只能写一次；收到的是 {by!r}。",
        )
    return keys


def _stages(steps) -> list[tuple[str, ...]]:
    stages = [] if isinstance(steps, str) else [(s,) if isinstance(s, str) else s for s in steps]
    good = all(isinstance(s, (tuple, list)) and s and all(isinstance(n, str) for n in s) for s in stages)
    if len(stages) < 2 or not good:
        raise wrong(
            "bad_steps",
            f"steps is a list of at least two names, a tuple of names being one stage, such as "
            f"[('home', 'search'), 'detail', 'pay']; not {steps!r}.",
            f"steps 是至少两个步骤名的列表，一个元组算一步，例如 [('home', 'search'), 'detail', 'pay']；"
            f"收到的是 {steps!r}。",
        )
    names = [n for s in stages for n in s]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise wrong(
            "step_twice",
            f"a step may stand once only; {', '.join(map(repr, twice))} stands more than once.",
            f"每个步骤只能出现一次；{'、'.join(map(repr, twice))} 出现了多次。",
        )
    return [tuple(s) for s in stages]


def _spans(windows, count) -> list[dt.timedelta | None]:
    if windows is None:
        return [None] * count
    if isinstance(windows, (str, dt.timedelta)) or len(windows) != count:
        raise wrong(
            "bad_window",
            f"step_windows is a list with one window per transition, here {count}; not {windows!r}.",
            f"step_windows 是列表，每次过渡一个窗口，这里要 {count} 个；收到的是 {windows!r}。",
        )
    return [_span(w) for w in windows]


def _span(window) -> dt.timedelta | None:
    """A window as a length of time; None is no limit."""
    if window is None:
        return None
    span = window
    found = _WINDOW.fullmatch(window) if isinstance(window, str) else None
    if found and len(found[1]) < 10:
        span = dt.timedelta(**{_UNITS[found[2]]: int(found[1])})
    if not isinstance(span, dt.timedelta) or not dt.timedelta(0) <= span <= _LONGEST:
        raise wrong(
            "bad_window",
            f"a window is written '7d', '24h', '30m' or '45s', or is a timedelta of 0 to 100 years, or None "
            f"for no limit; not {window!r}.",
            f"窗口写作 '7d'、'24h'、'30m'、'45s'，或 0 到 100 年之间的 timedelta，None 表示不限；"
            f"收到的是 {window!r}。",
        )
    return span


def _table(counts: pd.DataFrame, names, keys) -> pd.DataFrame:
    """People by deepest step → visitors who reached at least each step, with the conversions."""
    counts = counts.assign(**{k: _named(counts[k]) for k in keys})
    groups = sorted(set(counts[keys].itertuples(index=False, name=None)), key=lambda g: [(v == UNKNOWN, v) for v in g])
    at_depth = counts.groupby([*keys, "deepest"])["people"].sum()
    rows = []
    for group in groups if keys else [()]:
        people = [int(at_depth.get((*group, n) if keys else n, 0)) for n in range(1, len(names) + 1)]
        reached = [sum(people[n:]) for n in range(len(people))]
        rows += [(*group, n, name, v, reached[0]) for n, (name, v) in enumerate(zip(names, reached, strict=True), 1)]
    table = pd.DataFrame(rows, columns=[*keys, "step_no", "step", "visitors", "first_visitors"])
    table = table.astype({"step_no": "int64", "step": "str", "visitors": "int64"})
    table["previous_visitors"] = table["visitors"].shift().where(table["step_no"] > 1)
    for metric in (STEP_CONVERSION, OVERALL_CONVERSION):
        table[metric.name] = metric.formula.value(table)
    return table.drop(columns=["previous_visitors", "first_visitors"])


def _named(values: pd.Series) -> pd.Series:
    if pd.api.types.is_float_dtype(values) and (values.dropna() % 1 == 0).all():
        values = values.astype("Int64")  # whole numbers became floats only because some were missing
    if not values.isna().any():
        return values
    return values.astype(object).where(values.notna(), UNKNOWN)
