"""One way in and one way out: the same table through every engine is the same pandas frame."""

import datetime as dt
import time

import duckdb
import narwhals.stable.v2 as nw
import pandas as pd
import polars as pl
import pytest

from shopkit import engine
from shopkit.labels import UserError, set_language

TYPES = {
    "order_id": "str", "title": "str", "at": "datetime64[us]", "date": "datetime64[us]", "orders": "int64", "stock": "Int64",
    "paid_amount": "float64", "is_presale": "bool", "opened": "boolean",
}
ROWS = {
    # ids with zeros in front, as text that must not become a number; words that csv readers take for missing values
    "order_id": ["007", "012", "2026110100000000000"],
    "title": ["向晚 1.5L, \"quiet\"", None, "NA"],
    "at": [dt.datetime(2026, 11, 1, 23, 59, 59, 999_999), None, dt.datetime(2026, 11, 3)],
    "date": [dt.date(2026, 11, 1), dt.date(2026, 11, 2), dt.date(2026, 11, 3)],
    "orders": [1, 2, 3],
    "stock": [5, None, 0],
    "paid_amount": [19.9, None, -3.25],
    "is_presale": [True, False, True],
    "opened": [True, None, False],
}


def pandas_of(rows=slice(None)):
    return pd.DataFrame({name: pd.Series(values, dtype=TYPES[name]) for name, values in ROWS.items()})[rows]


def csv_of(folder, frame):
    path = folder / "orders.csv"
    frame.to_csv(path, index=False)
    return path


def parquet_of(folder, frame):
    path = folder / "orders.parquet"
    engine.write_parquet(frame, path)
    return path


def several_of(folder, frame):
    for part in range(len(frame)):
        engine.write_parquet(frame[part : part + 1], folder / f"part-{part}.parquet")
    (folder / "README.txt").write_text("not a part")
    return folder


def polars_of(frame):
    kinds = {"int64": pl.Int64, "Int64": pl.Int64, "float64": pl.Float64, "str": pl.String, "bool": pl.Boolean, "boolean": pl.Boolean,
             "datetime64[us]": pl.Datetime("us")}
    schema = {name: kinds[kind] for name, kind in TYPES.items()} | {"date": pl.Date}
    return pl.DataFrame({name: values[: len(frame)] for name, values in ROWS.items()}, schema=schema)


KINDS = {
    "pandas": lambda folder, frame: frame,
    "csv": csv_of,
    "csv, path as text": lambda folder, frame: str(csv_of(folder, frame)),
    "parquet": parquet_of,
    "folder of parquet": several_of,
    "polars": lambda folder, frame: polars_of(frame),
    "polars lazy": lambda folder, frame: polars_of(frame).lazy(),
    "DuckDB": lambda folder, frame: duckdb.connect().from_df(frame),
    "Narwhals": lambda folder, frame: engine.table(frame),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_table_from_every_kind_of_input(kind, tmp_path):
    result = engine.collect(engine.table(KINDS[kind](tmp_path, pandas_of())))
    pd.testing.assert_frame_equal(result.sort_values("orders", ignore_index=True), pandas_of())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_sums_from_every_kind_of_input(kind, tmp_path):
    lazy = engine.table(KINDS[kind](tmp_path, pandas_of()))
    sums = engine.collect(lazy.group_by("is_presale").agg(nw.col("paid_amount").sum(), nw.col("stock").max()))
    assert sums.sort_values("is_presale")["paid_amount"].tolist() == [0, 19.9 - 3.25]
    assert sums.sort_values("is_presale")["stock"].fillna(-1).tolist() == [-1, 5]


@pytest.mark.parametrize("kind", [k for k in KINDS if k not in ("csv", "csv, path as text", "folder of parquet")])
def test_an_empty_table_keeps_its_columns_and_types(kind, tmp_path):
    result = engine.collect(engine.table(KINDS[kind](tmp_path, pandas_of(slice(0)))))
    whole = {"Int64": "int64", "boolean": "bool"}  # nothing is missing in an empty column
    assert {n: str(t) for n, t in result.dtypes.items()} == {n: whole.get(t, t) for n, t in TYPES.items()}


def test_a_csv_of_a_header_only_has_its_columns(tmp_path):
    result = engine.collect(engine.table(csv_of(tmp_path, pandas_of(slice(0)))))
    assert list(result.columns) == list(TYPES) and result.empty


def test_the_callers_frame_stays_as_it_was():
    frame = pandas_of().set_index("order_id")
    kept = frame.copy()
    engine.collect(engine.table(frame))
    pd.testing.assert_frame_equal(frame, kept)


@pytest.fixture
def far_away(monkeypatch):
    """A computer whose clock stands in another zone than the shop."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    if hasattr(time, "tzset"):  # not on Windows
        time.tzset()
        yield
        monkeypatch.undo()
        time.tzset()
    else:
        yield


NIGHT = pd.DataFrame({"at": pd.Series(["2026-11-01 23:30"], dtype="datetime64[us]")})


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "America/New_York", "UTC"])
def test_a_zoned_time_is_the_clock_time_it_shows(zone, far_away):
    # an order of half past eleven at night must not move into another day, wherever the computer stands
    zoned = NIGHT.assign(at=NIGHT["at"].dt.tz_localize(zone))
    connection = duckdb.connect()
    connection.execute(f"SET TimeZone = '{zone}'")
    here = pl.DataFrame({"at": NIGHT["at"].tolist()}).with_columns(pl.col("at").dt.replace_time_zone(zone))
    for frame in (zoned, here, here.lazy(), connection.from_df(zoned)):
        pd.testing.assert_frame_equal(engine.collect(engine.table(frame)), NIGHT)


def test_a_zoned_time_in_a_csv_is_the_clock_time_it_shows(tmp_path, far_away):
    path = tmp_path / "events.csv"
    path.write_text("at\n2026-11-01 23:30:00+08:00\n")
    pd.testing.assert_frame_equal(engine.collect(engine.table(path)), NIGHT)


def test_instants_in_parquet_do_not_follow_the_clock_of_the_machine(tmp_path, far_away):
    path = tmp_path / "events.parquet"
    polars = pl.DataFrame({"at": NIGHT["at"].tolist()}).with_columns(pl.col("at").dt.replace_time_zone("Asia/Shanghai"))
    polars.write_parquet(path)
    # the format keeps the instant and not the zone: it is shown in UTC, on every machine
    assert engine.collect(engine.table(path))["at"].tolist() == [pd.Timestamp("2026-11-01 15:30")]


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_come_out_in_microseconds(unit):
    result = engine.collect(engine.table(NIGHT.astype(f"datetime64[{unit}]")))
    pd.testing.assert_frame_equal(result, NIGHT)


def test_text_in_any_dress_comes_out_as_text():
    words = ["cart", None, "词"]
    for series in (pd.Series(words, dtype=object), pd.Series(words, dtype="category"), pd.Series(words, dtype="string")):
        result = engine.collect(engine.table(pd.DataFrame({"step": series})))
        pd.testing.assert_frame_equal(result, pd.DataFrame({"step": pd.Series(words, dtype="str")}))
    for kind in (pl.Categorical, pl.Enum(["cart", "词"])):
        result = engine.collect(engine.table(pl.DataFrame({"step": words}, schema={"step": kind})))
        pd.testing.assert_frame_equal(result, pd.DataFrame({"step": pd.Series(words, dtype="str")}))


def told(code, en, zh, ask):
    with pytest.raises(UserError) as caught:
        ask()
    assert caught.value.code == code
    for lang, words in (("en", en), ("zh", zh)):
        set_language(lang)
        assert words in str(caught.value)


def test_a_missing_path_is_named(tmp_path):
    told("missing_path", "There is no file", "没有这个文件", lambda: engine.table(tmp_path / "orders.csv"))
    told("missing_path", "no .parquet file", "没有 .parquet 文件", lambda: engine.table(tmp_path))


def test_a_file_of_another_kind_is_sent_to_open_shop(tmp_path):
    (tmp_path / "orders.xlsx").write_bytes(b"PK")
    told("unknown_file", "open_shop()", "open_shop()", lambda: engine.table(tmp_path / "orders.xlsx"))


def test_a_broken_file_is_a_sentence_not_a_traceback(tmp_path):
    (tmp_path / "orders.parquet").write_bytes(b"\x00\x01 no parquet")
    told("unreadable_file", "orders.parquet cannot be read", "orders.parquet 读不出来", lambda: engine.table(tmp_path / "orders.parquet"))


def test_the_ending_may_be_in_capitals(tmp_path):
    (tmp_path / "ORDERS.CSV").write_text("n\n1\n")
    assert engine.collect(engine.table(tmp_path / "ORDERS.CSV"))["n"].tolist() == [1]


@pytest.mark.parametrize("thing", [None, 3, [1, 2], {"visitors": [1]}, pd.Series([1])], ids=lambda v: type(v).__name__)
def test_what_is_no_table_is_told_kindly(thing):
    told("", f"this is a {type(thing).__name__}", f"收到的是 {type(thing).__name__}", lambda: engine.table(thing))


def test_a_table_without_columns_is_told():
    told("missing_column", "no columns", "没有任何列", lambda: engine.table(pd.DataFrame()))


@pytest.mark.parametrize("kind", ["pandas", "csv", "polars lazy", "DuckDB"])
def test_missing_columns_are_named_beside_those_there(kind, tmp_path):
    lazy = engine.table(KINDS[kind](tmp_path, pandas_of()))
    engine.need(lazy, ["orders", "date"], "five_numbers()")
    told("missing_column", "five_numbers() needs the column 'visitors', 'buyers'; this table has [order_id, title, at",
         "five_numbers() 需要列 'visitors', 'buyers'；这张表只有 [order_id, title, at",
         lambda: engine.need(lazy, ["orders", "visitors", "buyers"], "five_numbers()"))
