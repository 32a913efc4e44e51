"""The funnel against brute force over every start, on every kind of input; its rules, its messages, its leaks."""

import datetime as dt
import doctest
import functools
import importlib

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pytest
from funnel_reference import funnel_by_brute_force

from shopkit import engine
from shopkit.labels import UserError, set_language
from shopkit.metrics import book
from shopkit.metrics.funnel import COLUMNS, PAY_CONVERSION, funnel, leaks, step_times

NAMES = ["home", "search", "detail", "cart", "pay"]
BY = ["source", "device"]


def random_log(seed):
    """A few people with many events within a few instants: most of what can go wrong is a tie."""
    rng = np.random.default_rng(seed)
    rows = int(rng.integers(1, 120))
    # seconds, or microseconds, or days: windows must be exact in all
    unit = str(rng.choice(["us", "s", "D"]))
    instants = int(rng.integers(2, 14))
    return pd.DataFrame({
        "visitor_id": rng.integers(1, rng.integers(2, 16), rows) * 4_503_599_627_370_497 % 2**53,
        "at": np.datetime64("2026-10-25T23:59:58", "us") + rng.integers(0, instants, rows).astype(f"timedelta64[{unit}]"),
        "step": pd.Series(rng.choice(NAMES, rows, p=rng.dirichlet(np.ones(5) * 2)), dtype="str"),
        "source": pd.Series(rng.choice(["search_ads", "direct", None, "内容"], rows), dtype="str"),
        "device": pd.Series(rng.choice(["phone", "computer", None], rows), dtype="str"),
    }), unit


def random_question(seed, unit):
    """Steps, window and step windows to ask of a log."""
    rng = np.random.default_rng([seed, 1])
    names = list(rng.permutation(NAMES))[: rng.integers(2, 6)]
    stages = [(str(n),) for n in names]
    if len(stages) > 2 and rng.random() < 0.5:
        n = int(rng.integers(0, len(stages) - 1))
        stages[n : n + 2] = [stages[n] + stages[n + 1]]
    span = {"us": dt.timedelta(microseconds=1), "s": dt.timedelta(seconds=1), "D": dt.timedelta(days=1)}[unit]
    window = None if rng.random() < 0.15 else int(rng.integers(0, 9)) * span
    each = [None if rng.random() < 0.5 else int(rng.integers(0, 5)) * span for _ in stages[1:]]
    return stages, window, each if rng.random() < 0.5 else None


def events_of(log):
    return [{k: None if v != v else v for k, v in row.items()} for row in log.to_dict("records")]


def counts_of(table, by=()):
    """The result in the shape of the reference."""
    found = {} if by else {(): []}
    for row in table.to_dict("records"):
        found.setdefault(tuple(row[k] for k in by), []).append(row["visitors"])
    return found


def steps_of(stages):
    return [s if len(s) > 1 else s[0] for s in stages]


@pytest.mark.parametrize("block", range(10))
def test_same_as_brute_force(block):
    for seed in range(block * 15, block * 15 + 15):
        log, unit = random_log(seed)
        stages, window, each = random_question(seed, unit)
        by = [(), ("source",), ("source", "device")][seed % 3]
        expected = funnel_by_brute_force(events_of(log), stages, window, each or [None] * (len(stages) - 1), by)
        found = funnel(log, steps_of(stages), window=window, step_windows=each, by=list(by) or None)
        assert counts_of(found, by) == expected, (seed, stages, window, each, by)


def polars_of(log):
    return pl.DataFrame({c: [None if v != v else v for v in log[c].tolist()] for c in log.columns})


def csv_of(log, folder):
    path = folder / "events.csv"
    log.to_csv(path, index=False, date_format="%Y-%m-%d %H:%M:%S.%f")
    return path


def parquet_of(log, folder):
    path = folder / "events.parquet"
    engine.write_parquet(log, path)
    return path


KINDS = {
    "csv": csv_of,
    "parquet": parquet_of,
    "parquet, path as text": lambda log, folder: str(parquet_of(log, folder)),
    "folder of parquet": lambda log, folder: parquet_of(log, folder).parent,
    "polars": lambda log, folder: polars_of(log),
    "polars lazy": lambda log, folder: polars_of(log).lazy(),
    "DuckDB": lambda log, folder: duckdb.connect().from_df(log),
}


@functools.cache
def asked(seed):
    """A log, a question, and the answer from pandas, computed once for all kinds of input."""
    log, unit = random_log(seed)
    stages, window, each = random_question(seed, unit)
    ask = dict(steps=steps_of(stages), window=window, step_windows=each, by=[None, "source", BY][seed % 3])
    return log, ask, funnel(log, **ask)


@pytest.mark.parametrize("kind", KINDS)
def test_same_from_every_kind_of_input(kind, tmp_path):
    for seed in range(1000, 1015):
        log, ask, expected = asked(seed)
        folder = tmp_path / str(seed)
        folder.mkdir()
        pd.testing.assert_frame_equal(funnel(KINDS[kind](log, folder), **ask), expected)


def test_groups_add_up_to_the_whole():
    for seed in range(2000, 2010):
        log, unit = random_log(seed)
        stages, window, each = random_question(seed, unit)
        steps = steps_of(stages)
        whole = funnel(log, steps, window=window, step_windows=each)
        groups = funnel(log, steps, window=window, step_windows=each, by=BY)
        assert groups.groupby("step_no")["visitors"].sum().reindex(whole["step_no"], fill_value=0).tolist() == whole["visitors"].tolist()
        assert (groups.groupby(BY)["visitors"].diff().fillna(0) <= 0).all()


def test_longer_windows_never_lose_anybody():
    for seed in range(2100, 2106):
        log, unit = random_log(seed)
        stages, _, _ = random_question(seed, unit)
        span = pd.Timedelta(1, unit).to_pytimedelta()
        reached = [funnel(log, steps_of(stages), window=w)["visitors"] for w in (0 * span, span, 4 * span, 20 * span, None)]
        for shorter, longer in zip(reached, reached[1:], strict=False):
            assert (shorter <= longer).all()
        # no log is longer than 20 units
        assert reached[-2].tolist() == reached[-1].tolist()


def test_order_of_rows_and_doubled_rows_make_no_difference():
    for seed in range(2200, 2208):
        log, unit = random_log(seed)
        stages, window, each = random_question(seed, unit)
        shuffled = pd.concat([log, log.sample(frac=0.5, random_state=seed)]).sample(frac=1, random_state=seed)
        ask = dict(window=window, step_windows=each, by="source")
        pd.testing.assert_frame_equal(funnel(shuffled, steps_of(stages), **ask), funnel(log, steps_of(stages), **ask))


def log_of(*rows, **types):
    log = pd.DataFrame(rows, columns=["visitor_id", "at", "step", "source"][: len(rows[0])])
    return log.assign(at=pd.to_datetime(log["at"], format="ISO8601"))


def test_the_result():
    log = log_of((1, "2026-11-01 10:00", "search", "a"), (1, "2026-11-02 10:00", "detail", "b"),
                 (2, "2026-11-01 10:00", "home", "b"), (3, "2026-11-01", "pay", "c"))
    log.attrs["currency"] = "CNY"
    table = funnel(log, [("home", "search"), "detail", "pay", "cart"])
    assert table.to_dict("list") | {"step_conversion": 0, "overall_conversion": 0} == {
        "step_no": [1, 2, 3, 4], "step": ["home / search", "detail", "pay", "cart"], "visitors": [2, 1, 0, 0],
        "step_conversion": 0, "overall_conversion": 0,
    }
    np.testing.assert_array_equal(table["step_conversion"], [np.nan, 0.5, 0, np.nan])
    np.testing.assert_array_equal(table["overall_conversion"], [1, 0.5, 0, 0])
    assert table.attrs == {"basis": "people", "window": "7d", "currency": "CNY"}
    grouped = funnel(log, ["home", "detail", "pay"], by="source")
    assert list(grouped.columns) == ["source", "step_no", "step", "visitors", "step_conversion", "overall_conversion"]
    # a group in which nobody came to step 1 is no group
    assert grouped["source"].unique().tolist() == ["b"]


def test_the_window_belongs_to_a_start_and_its_end_is_inside():
    log = log_of((1, "2026-11-01 00:00:00.000001", "detail"), (1, "2026-11-08 00:00:00.000001", "pay"),
                 (2, "2026-11-01 00:00:00.000001", "detail"), (2, "2026-11-08 00:00:00.000002", "pay"),
                 (3, "2026-11-01", "detail"), (3, "2026-11-05", "detail"), (3, "2026-11-09", "pay"))
    assert funnel(log, ["detail", "pay"])["visitors"].tolist() == [3, 2]
    assert funnel(log, ["detail", "pay"], window=dt.timedelta(days=7, microseconds=1))["visitors"].tolist() == [3, 3]
    assert funnel(log, ["detail", "pay"], window=dt.timedelta(days=4))["visitors"].tolist() == [3, 1]


def test_a_step_window_counts_from_the_step_before():
    log = log_of((1, "2026-11-01 00:00", "detail"), (1, "2026-11-01 05:00", "cart"), (1, "2026-11-01 09:00", "cart"),
                 (1, "2026-11-01 10:00", "pay"))
    steps = ["detail", "cart", "pay"]
    assert funnel(log, steps, step_windows=["5h", "1h"])["visitors"].tolist() == [1, 1, 0]
    assert funnel(log, steps, step_windows=[None, "1h"])["visitors"].tolist() == [1, 1, 1]
    assert funnel(log, steps, window=None, step_windows=["9h", "59m"])["visitors"].tolist() == [1, 1, 0]


def test_events_at_one_instant_count_in_the_order_of_the_steps():
    log = log_of(*((1, "2026-11-01", step) for step in ("pay", "cart", "detail")))
    assert funnel(log, ["detail", "cart", "pay"], window="0s")["visitors"].tolist() == [1, 1, 1]
    assert funnel(log, ["pay", "cart", "detail"], window="0s")["visitors"].tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    "expected, rows",
    [
        # deepest is the visit itself: the first one names it
        ("a", [("01", "detail", "a"), ("02", "detail", "b")]),
        # both starts lead to the payment: the newest of them
        ("b", [("01", "detail", "a"), ("02", "detail", "b"), ("03", "pay", "x")]),
        # a later start that leads to a second payment comes too late
        ("a", [("01", "detail", "a"), ("02", "pay", "x"), ("03", "detail", "b"), ("04", "pay", "x")]),
        # the first visit led to the cart only, the second to the payment
        ("b", [("01", "detail", "a"), ("02", "cart", "x"), ("20", "detail", "b"), ("21", "cart", "x"), ("22", "pay", "x")]),
        # two starts at one instant: the smallest name, a known before a missing one
        ("b", [("01", "detail", "c"), ("01", "detail", None), ("01", "detail", "b"), ("02", "pay", "a")]),
        ("(unknown)", [("01", "detail", None), ("02", "pay", "a")]),
    ],
)
def test_a_breakdown_counts_a_person_under_one_start(expected, rows):
    log = log_of(*((1, f"2026-11-{day}", step, source) for day, step, source in rows))
    assert funnel(log, ["detail", "pay"], by="source")["source"].unique().tolist() == [expected]


def test_several_columns_are_taken_from_one_start():
    log = log_of((1, "2026-11-01", "detail", "a"), (1, "2026-11-01", "detail", "b")).assign(device=["phone", "computer"])
    assert funnel(log, ["detail", "pay"], by=BY)[BY].drop_duplicates().values.tolist() == [["a", "phone"]]
    assert funnel(log, ["detail", "pay"], by=BY[::-1])[BY].drop_duplicates().values.tolist() == [["b", "computer"]]


def test_values_that_are_not_text():
    log = log_of(*((n, "2026-11-01", "detail") for n in range(4))).assign(n=[10, 9, 2, None], flag=[True, False, True, None])
    for source in (log, polars_of(log)):
        assert funnel(source, ["detail", "pay"], by="n")["n"].tolist()[::2] == [2, 9, 10, "(unknown)"]
        assert funnel(source, ["detail", "pay"], by="flag")["flag"].tolist()[::2] == [False, True, "(unknown)"]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_units_of_time_zones_and_categories(unit):
    log = log_of((1, "2026-11-01 00:00:01", "detail", "a"), (1, "2026-11-01 00:00:02", "pay", "a"))
    log["at"] = log["at"].astype(f"datetime64[{unit}]")
    zoned = log.assign(at=log["at"].dt.tz_localize("Asia/Shanghai"), step=log["step"].astype("category"))
    frames = [log, zoned]
    if unit != "s":
        lazy = pl.LazyFrame({"visitor_id": [1, 1], "step": ["detail", "pay"], "at": log["at"].astype("datetime64[us]").tolist()})
        lazy = lazy.with_columns(pl.col("at").cast(pl.Datetime(unit)), pl.col("step").cast(pl.Categorical))
        frames += [lazy, lazy.with_columns(pl.col("at").dt.replace_time_zone("America/New_York"))]
    for frame in frames:
        assert funnel(frame, ["detail", "pay"], window="1s")["visitors"].tolist() == [1, 1]
        assert funnel(frame, ["detail", "pay"], window=dt.timedelta(microseconds=999_999))["visitors"].tolist() == [1, 0]


def test_times_to_the_day_are_instants_with_ties():
    log = log_of((1, "2026-11-01", "pay"), (1, "2026-11-01", "detail"))
    for frame in (log.assign(at=log["at"].dt.date), polars_of(log.assign(at=log["at"].dt.date))):
        assert funnel(frame, ["detail", "pay"])["visitors"].tolist() == [1, 1]


def test_an_empty_table_has_an_empty_funnel(tmp_path):
    log = log_of((1, "2026-11-01", "detail", "a"))
    for frame in (log[:0], pl.DataFrame({c: [] for c in log}), csv_of(log[:0], tmp_path), log.assign(step="home")):
        table = funnel(frame, ["detail", "pay"])
        assert table["visitors"].tolist() == [0, 0] and table["overall_conversion"].isna().all()
        grouped = funnel(frame, ["detail", "pay"], by="source")
        assert grouped.empty and list(grouped.columns)[:2] == ["source", "step_no"]
        assert leaks(table, 100)["lost_visitors"].tolist() == [0] and leaks(grouped, 100).empty


GOOD = log_of((1, "2026-11-01", "detail", "a"), (1, "2026-11-02", "pay", "a"))


@pytest.mark.parametrize(
    "code, en, zh, frame, ask",
    [
        ("missing_column", "needs the column 'at'", "需要列 'at'", GOOD.drop(columns="at"), {}),
        ("missing_column", "needs the column 'colour'", "需要列 'colour'", GOOD, {"by": "colour"}),
        ("missing_value", "visitor_id (1), at (2)", "visitor_id (1), at (2)", GOOD.assign(visitor_id=[1, None], at=pd.NaT), {}),
        ("missing_value", "step (1)", "step (1)", GOOD.assign(step=["detail", None]), {}),
        ("not_a_time", "pd.to_datetime", "pd.to_datetime", GOOD.assign(at=["1 November", "2 November"]), {}),
        ("bad_steps", "at least two names", "至少两个", GOOD, {"steps": ["detail"]}),
        ("bad_steps", "not 'detail'", "'detail'", GOOD, {"steps": "detail"}),
        ("bad_steps", "at least two names", "至少两个", GOOD, {"steps": ["detail", ()]}),
        ("bad_steps", "at least two names", "至少两个", GOOD, {"steps": ["detail", 4]}),
        ("step_twice", "'detail' stands more than once", "'detail' 出现了多次", GOOD, {"steps": [("home", "detail"), "detail"]}),
        ("unknown_step", "are detail, pay", "有：detail、pay", GOOD, {"steps": ["detail", "paid"]}),
        ("bad_window", "not '7 days'", "'7 days'", GOOD, {"window": "7 days"}),
        ("bad_window", "not 7", "7", GOOD, {"window": 7}),
        ("bad_window", "0 to 100 years", "100 年", GOOD, {"window": dt.timedelta(-1)}),
        ("bad_window", "0 to 100 years", "100 年", GOOD, {"window": "99999999999d"}),
        ("bad_window", "here 1", "1 个", GOOD, {"step_windows": ["1d", "1d"]}),
        ("bad_window", "here 1", "1 个", GOOD, {"step_windows": "1d"}),
        ("bad_by", "'step'", "'step'", GOOD, {"by": "step"}),
        ("bad_by", "'source'", "'source'", GOOD, {"by": ["source", "source"]}),
    ],
)
def test_what_it_says_of_a_mistake(code, en, zh, frame, ask):
    for source in (frame, polars_of(frame)):
        with pytest.raises(UserError) as caught:
            funnel(source, **({"steps": ["detail", "pay"]} | ask))
        assert caught.value.code == code
        assert en in caught.value.label.en and zh in caught.value.label.zh
        try:
            set_language("zh")
            assert str(caught.value) == caught.value.label.zh
        finally:
            set_language("en")


def test_a_step_of_the_schema_that_nobody_took_is_no_mistake():
    assert funnel(GOOD, ["detail", "compare"])["visitors"].tolist() == [1, 0]


def reached_by_brute_force(log, stages, window, each):
    """person → the instants of each stage that any chain from any start reaches."""
    people = {}
    for event in events_of(log):
        people.setdefault(event["visitor_id"], []).append(event)
    for person, own in people.items():
        reached = [set() for _ in stages]
        for start in (e["at"] for e in own if e["step"] in stages[0]):
            ends = {start}
            for n in range(len(stages)):
                if n:
                    ends = {e["at"] for e in own for end in ends if e["step"] in stages[n] and end <= e["at"] and (window is None or e["at"] - start <= window)
                            and (each[n - 1] is None or e["at"] - end <= each[n - 1])}
                reached[n] |= ends
        people[person] = reached
    return people


@pytest.mark.parametrize("block", range(10))
def test_step_times_are_those_of_brute_force(block):
    for seed in range(block * 8, block * 8 + 8):
        log, unit = random_log(seed)
        stages, window, step_windows = random_question(seed, unit)
        each = step_windows or [None] * (len(stages) - 1)
        people = reached_by_brute_force(log, stages, window, each)
        for source in (log, polars_of(log)):
            found = step_times(source, stages, window=window, step_windows=step_windows)
            for n in range(1, len(stages)):
                took = []
                for reached in people.values():
                    if reached[n]:
                        first = min(reached[n])
                        took.append((first - max(at for at in reached[n - 1] if at <= first)).total_seconds() / 3600)
                row = found.iloc[n - 1]
                assert row["visitors"] == len(took), (seed, n)
                told = row[["lower_quartile_hours", "median_hours", "upper_quartile_hours"]].astype(float)
                expected = np.quantile(took, [0.25, 0.5, 0.75]) if took else [np.nan] * 3
                np.testing.assert_allclose(told, expected, rtol=1e-9, atol=1e-10, err_msg=str((seed, n)))


@pytest.mark.parametrize("kind", ["csv", "parquet", "polars lazy"])
def test_step_times_from_files_and_over_a_change_of_year(kind, tmp_path):
    log = pd.DataFrame({"visitor_id": [1, 1, 1, 2, 2], "step": ["detail", "detail", "pay", "detail", "pay"],
                        "at": pd.to_datetime(["2024-12-30 10:00:00", "2024-12-31 23:59:00", "2025-01-01 00:00:30", "2024-02-28 12:00:00", "2024-03-01 12:00:00"])})
    source = {"csv": csv_of, "parquet": parquet_of}[kind](log, tmp_path) if kind != "polars lazy" else pl.DataFrame({c: log[c].tolist() for c in log}).lazy()
    found = step_times(source, ["detail", "pay"]).iloc[0]
    # 90 seconds, and two days over the 29th of February
    assert found["median_hours"] == pytest.approx((90 / 3600 + 48) / 2) and found["visitors"] == 2
    assert step_times(log[:0], ["detail", "pay"])["visitors"].tolist() == [0] and step_times(log, ["cart", "pay"])["median_hours"].isna().all()


def test_four_ways_of_counting_give_four_counts_and_the_docstring_shows_them():
    log = pd.DataFrame([("Ann", 0, "detail"), ("Ann", 0.1, "pay"), ("Ben", 1, "pay"), ("Cai", 1, "pay"), ("Cai", 1.1, "detail"), ("Dan", 0, "detail"), ("Dan", 30, "pay"),
                        ("Eve", 0, "detail"), ("Eve", 19, "detail"), ("Eve", 20, "pay")], columns=["visitor_id", "at", "step"])
    log["at"] = pd.Timestamp("2026-11-01") + pd.to_timedelta(log["at"], unit="D")
    steps = ["detail", "pay"]
    first = log["step"].eq("detail") & log.groupby(["visitor_id", "step"])["at"].transform("min").lt(log["at"])
    counts = [log.loc[log["step"] == "pay", "visitor_id"].nunique(), *(funnel(part, steps, window=w)["visitors"].iloc[-1] for part, w in ((log, None), (log, "7d"), (log[~first], "7d")))]
    assert counts == [5, 3, 2, 1]
    assert ">>> print(singly, ordered, exact, first_only)\n    5 3 2 1" in funnel.__doc__


def test_leaks():
    table = pd.DataFrame({"source": ["a"] * 3 + ["b"] * 3, "step_no": [1, 2, 3] * 2, "step": ["detail", "cart", "pay"] * 2,
                          "visitors": [1000, 200, 50, 10, 0, 0]})
    table.attrs["currency"] = "CNY"
    found = leaks(table, spend_per_buyer=80, win_back=0.5)
    assert list(found.columns) == ["source", "step_no", "from_step", "step", "lost_visitors", "pay_chance", "extra_buyers", "extra_paid_amount"]
    assert found["step"].tolist() == ["cart", "pay"] * 2 and found["from_step"].tolist() == ["detail", "cart"] * 2
    assert found["lost_visitors"].tolist() == [800, 150, 10, 0]
    np.testing.assert_array_equal(found["pay_chance"], [0.25, 1, np.nan, np.nan])
    np.testing.assert_array_equal(found["extra_buyers"], [100, 75, np.nan, np.nan])
    np.testing.assert_array_equal(found["extra_paid_amount"], [8000, 6000, np.nan, np.nan])
    assert found.attrs == {"currency": "CNY"}
    with pytest.raises(UserError, match="0 to 1"):
        leaks(table, 80, win_back=10)


def test_metrics_and_columns_are_labelled():
    assert book()["pay_conversion"] is PAY_CONVERSION
    results = [funnel(GOOD, ["detail", "pay"]), leaks(funnel(GOOD, ["detail", "pay"]), 1)]
    declared = {c.name for c in COLUMNS} | {"step", "visitors"}
    assert {c for r in results for c in r.columns} <= declared
    assert all(c.label.en and c.label.zh for c in COLUMNS)


def test_the_docstrings_examples_run():
    results = doctest.testmod(importlib.import_module("shopkit.metrics.funnel"))
    assert results.attempted > 10 and results.failed == 0
