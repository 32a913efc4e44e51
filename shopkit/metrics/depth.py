"""How deep each person gets, and when: one row per person from an event log, in order, in time, on any engine."""

from __future__ import annotations

import datetime as dt

import narwhals.stable.v2 as nw

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.schema import STEPS

KEYS = ("visitor_id", "at", "step")
# stands for "not reached" under a running maximum, which must have a value on every row
_NEVER = nw.lit(dt.datetime(1, 1, 1))


def deepest(events, stages, window, step_windows, by) -> nw.LazyFrame | None:
    """One row per person who reached the first stage: visitor_id, deepest (1…), and the columns `by` of their start.

    events: anything that engine.table takes. stages: list of tuples of step names. window: timedelta or None.
    step_windows: the same, one per transition. by: list of columns; of a person's starts, that one counts which
    funnel() describes. A lazy frame, None where the log is empty. Raises UserError for what cannot be counted.
    """
    log = _log(engine.table(events), stages, by)
    if log is None:
        return None
    reached = _reached(log, window, step_windows)
    if not by:
        return reached.group_by("visitor_id").agg(deepest=nw.col("_stage").max())
    # the newest start that first reaches a step is the least `_start` there, since they only grow with time
    first = reached.group_by("visitor_id", "_stage").agg(nw.col("_start").min())
    people = first.unique(["visitor_id"], keep="last", order_by=["_stage"]).rename({"_stage": "deepest"})
    starts = log.filter(nw.col("_stage") == 1).select("visitor_id", *by, _start=nw.col("at"))
    named = people.join(starts, on=["visitor_id", "_start"], how="inner")
    # several starts at that instant: a known value before a missing one, then the smallest
    named = named.with_columns(nw.col(c).is_null().cast(nw.Int8).alias(f"_missing_{c}") for c in by)
    order = [name for c in by for name in (f"_missing_{c}", c)]
    return named.unique(["visitor_id"], keep="first", order_by=order).select("visitor_id", "deepest", *by)


def passages(events, stages, window, step_windows) -> nw.LazyFrame | None:
    """One row per person and transition that they made: visitor_id, _stage (2…, the stage reached), micros (µs that it took).

    From the latest event of the stage before that is reached itself to the first event that reaches the stage. Arguments,
    and what it raises, as of deepest(); None where the log is empty.
    """
    log = _log(engine.table(events), stages, [])
    if log is None:
        return None
    reached = _reached(log, window, step_windows, timed=True).filter(nw.col("_stage") > 1)
    # both only grow with time: the least of each belong to the same event
    first = reached.group_by("visitor_id", "_stage").agg(nw.col("at").min(), nw.col("_since").min())
    return first.select("visitor_id", "_stage", micros=_micros(nw.col("at")) - _micros(nw.col("_since")))


def _micros(at):
    """Microseconds since the year 1 from the parts of a time: the one way that every engine knows, and exact."""
    parts = (at.dt.year(), at.dt.ordinal_day(), at.dt.hour(), at.dt.minute(), at.dt.second(), at.dt.microsecond())
    year, day, hour, minute, second, micro = (part.cast(nw.Int64) for part in parts)
    past = year - 1
    days = past * 365 + past // 4 - past // 100 + past // 400 + day
    return (days * 86_400 + hour * 3600 + minute * 60 + second) * 1_000_000 + micro


def _reached(log: nw.LazyFrame, window, step_windows, timed: bool = False) -> nw.LazyFrame:
    """The events that are reached, each with `_start`, the newest start that reaches it: visitor_id, _stage, _start.

    timed: also `at`, and `_since`, the latest reached event of the step before.

    The newest start is enough, and so is the latest event of the step before: the later an event that is reached, the
    newer the start that reaches it. Each round sorts the events of two neighbouring steps only, and keeps few of them.
    """
    log = engine.hold(log.select("visitor_id", "at", "_stage"))
    at, stage, start = nw.col("at"), nw.col("_stage"), nw.col("_start")
    here = log.filter(stage == 1).with_columns(_start=at)
    told = ["visitor_id", "_stage", "_start", *(["at", "_since"] if timed else [])]
    reached = [here.with_columns(_since=_NEVER) if timed else here]
    for k, limit in enumerate(step_windows, 1):
        pair = nw.concat([here, log.filter(stage == k + 1).with_columns(_start=_NEVER)])
        # of events of one step with nothing of the step before between them, the first is reached if any is, from the
        # same start: it is enough, and the row before it is all it needs; but a window that counts from this step
        # wants the latest of them too, and so does who asks how long it took
        all_count = timed or (k < len(step_windows) and step_windows[k] is not None)
        seen = {"_newest": start}
        if timed or limit is not None:
            seen["_since"] = nw.when(stage == k).then(at).otherwise(_NEVER)
        # named before the window: an expression computed inside it would become what some engines sort by
        pair = pair.with_columns(**seen)
        before = [nw.col(c).cum_max() if all_count else nw.col(c).shift(1) for c in seen]
        pair = pair.with_columns(e.over("visitor_id", order_by=["at", "_stage"]) for e in before)
        passed = (stage == k + 1) & (nw.col("_newest") > _NEVER)
        if window is not None:
            passed = passed & (at <= _later(nw.col("_newest"), window))
        if limit is not None:
            passed = passed & (at <= _later(nw.col("_since"), limit))
        kept = ["visitor_id", "at", "_stage", *(["_since"] if timed else [])]
        reached.append(engine.hold(pair.filter(passed).select(*kept, _start=nw.col("_newest"))))
        here = reached[-1].select("visitor_id", "at", "_stage", "_start")
    return nw.concat([r.select(*told) for r in reached])


def _later(at, span: dt.timedelta):
    micros = span // dt.timedelta(microseconds=1)
    return at.dt.offset_by(f"{micros}us" if micros % 1_000_000 else f"{micros // 1_000_000}s")


def _log(events: nw.LazyFrame, stages, by) -> nw.LazyFrame | None:
    """The events of the stages: visitor_id, at (µs), _stage (1…), by."""
    engine.need(events, [*KEYS, *by], "funnel")
    types = events.collect_schema()
    _check_rows(events, types)
    if not isinstance(types["at"], (nw.Datetime, nw.Date)):
        if engine.collect(events.select(rows=nw.len()))["rows"].iloc[0] == 0:
            return None  # an empty table does not know its types
        raise wrong(
            "not_a_time",
            f"the column 'at' holds {types['at']}, not times; turn it into times first, in pandas with "
            f"events['at'] = pd.to_datetime(events['at']).",
            f"“at” 列的类型是 {types['at']}，不是时间；请先转换，例如 pandas：events['at'] = pd.to_datetime(events['at'])。",
        )
    _check_names(events, stages)
    at = nw.col("at") if types["at"] == nw.Datetime("us") else nw.col("at").cast(nw.Datetime("us"))
    step, number = nw.col("step").cast(nw.String), nw.lit(0)
    # the first stages, which are the most frequent, end up outermost and are compared first
    for n, names in reversed(list(enumerate(stages, 1))):
        for name in names:
            number = nw.when(step == name).then(nw.lit(n)).otherwise(number)
    # in one projection, so that an engine which keeps it for two uses keeps no text
    log = events.select(_plain("visitor_id", types), at, *(_plain(c, types) for c in by), _stage=number.cast(nw.Int8))
    return log.filter(nw.col("_stage") > 0)


def _plain(name, types):
    """A column fit to be compared and joined on: a category as its text, NaN as missing."""
    if isinstance(types[name], (nw.Categorical, nw.Enum)):
        return nw.col(name).cast(nw.String)
    if types[name].is_float():
        return nw.when(~nw.col(name).is_nan()).then(nw.col(name)).otherwise(None).alias(name)
    return nw.col(name)


def _check_rows(events, types):
    """Raise UserError where a row lacks its person, time or step."""
    missing = events.select(_plain(c, types).is_null().alias(c) for c in KEYS)
    broken = missing.filter(nw.any_horizontal(*KEYS, ignore_nulls=False))
    sums = engine.collect(broken.select(nw.col(c).cast(nw.Int64).sum() for c in KEYS)).fillna(0).iloc[0]
    found = {c: int(sums[c]) for c in KEYS if sums[c]}
    if found:
        named = ", ".join(f"{c} ({n})" for c, n in found.items())
        raise wrong(
            "missing_value",
            f"rows lack a value, {named}. Nobody can be followed through such a row: fill the column, or leave the "
            f"rows out yourself, in pandas with events.dropna(subset={list(found)}).",
            f"有的行缺值：{named}。这样的行无法归到人或步骤：请补上，或自己去掉这些行，"
            f"例如 pandas：events.dropna(subset={list(found)})。",
        )


def _check_names(events, stages):
    strange = [n for names in stages for n in names if n not in STEPS]
    if not strange:
        return
    there = sorted(engine.collect(events.select(nw.col("step").cast(nw.String)).unique())["step"])
    absent = [n for n in strange if n not in there]
    if absent:
        raise wrong(
            "unknown_step",
            f"there is no step {', '.join(map(repr, absent))}; the steps in this table are {', '.join(there)}.",
            f"没有步骤 {'、'.join(map(repr, absent))}；这张表里的步骤有：{'、'.join(there)}。",
        )


def wrong(code, en, zh) -> UserError:
    """A mistake in what the funnel was asked or given."""
    return UserError(Label(f"funnel: {en}", f"funnel：{zh}"), code=code)
