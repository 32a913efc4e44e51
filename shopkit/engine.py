"""Any frame or file → one lazy frame; the only module that knows engines."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit.labels import Label, UserError


def table(source, connection=None) -> nw.LazyFrame:
    """One way in: `source` as a lazy frame.

    source: a path (csv, parquet, or a folder of parquet) or a pandas frame, both handed to an embedded DuckDB;
    a polars frame (eager or lazy), a DuckDB relation or a PySpark frame, left where it is.
    Time zones are resolved to the clock time they show; parquet keeps instants only, and shows them in UTC.
    Raises UserError for a missing, unknown or unreadable file.
    """
    if isinstance(source, nw.LazyFrame):
        return source
    if isinstance(source, (str, Path)):
        return _naive(nw.from_native(_scan(Path(source), connection)))
    if isinstance(source, pd.DataFrame):
        if source.columns.empty:
            raise UserError(Label("This table has no columns.", "这张表没有任何列。"), code="missing_column")
        connection = connection or _connect()
        return _naive(nw.from_native(connection.from_df(_clock_times(source.reset_index(drop=True)))))
    try:
        frame = nw.from_native(source)
    except TypeError as error:
        raise UserError(
            Label(
                f"A table is needed here: a pandas, polars, DuckDB or PySpark frame, or the path of a csv or parquet "
                f"file; this is a {type(source).__name__}.",
                f"这里需要一张表：pandas、polars、DuckDB 或 PySpark 的表，或 csv、parquet 文件的路径；"
                f"收到的是 {type(source).__name__}。",
            )
        ) from error
    return _naive(frame.lazy())


def hold(frame: nw.LazyFrame) -> nw.LazyFrame:
    """The frame computed now and its rows kept, for what is used more than once: a lazy frame is computed at each use."""
    native = frame.to_native()
    if hasattr(native, "materialize"):  # DuckDB
        return nw.from_native(native.materialize())
    if hasattr(native, "persist"):  # PySpark
        return nw.from_native(native.persist())
    return nw.from_native(native.collect().lazy())


def collect(frame: nw.LazyFrame) -> pd.DataFrame:
    """One way out: the (small) result as a pandas frame in pandas' own types."""
    native = frame.to_native()
    if hasattr(native, "toPandas"):  # PySpark
        result = native.toPandas()
    elif hasattr(native, "df"):  # DuckDB
        result = native.df()
    else:
        # by way of plain columns: polars' own to_pandas wants pyarrow, which nothing else here needs
        columns = frame.collect().iter_columns()
        result = pd.DataFrame({c.name: pd.Series(c.to_list(), dtype=_dtype(c.dtype, c.null_count() > 0)) for c in columns})
    return _pandas_types(result)


def need(frame: nw.LazyFrame | pd.DataFrame, columns, what: str) -> None:
    """Raise UserError if `frame` lacks one of `columns`, naming `what` wants them."""
    have = list(map(str, frame.columns)) if isinstance(frame, pd.DataFrame) else frame.collect_schema().names()
    missing = [c for c in columns if c not in have]
    if missing:
        names, there = ", ".join(map(repr, missing)), ", ".join(have)
        raise UserError(
            Label(
                f"{what} needs the column {names}; this table has [{there}].",
                f"{what} 需要列 {names}；这张表只有 [{there}]。",
            ),
            code="missing_column",
        )


def _connect():
    # a database of its own for each frame would cost more than most lessons' queries
    return _database().cursor()


@cache
def _database():
    import duckdb

    database = duckdb.connect()
    # the clock of the machine must not shift a shop's days
    database.execute("SET GLOBAL TimeZone = 'UTC'")
    return database


def _scan(path: Path, connection):
    import duckdb

    connection = connection or _connect()
    if not path.exists():
        raise UserError(Label(f"There is no file {path}.", f"没有这个文件：{path}。"), code="missing_path")
    if path.is_dir() and not any(path.glob("*.parquet")):
        raise UserError(Label(f"There is no .parquet file in {path}.", f"文件夹 {path} 里没有 .parquet 文件。"), code="missing_path")
    try:
        if path.is_dir():
            return connection.read_parquet(str(path / "*.parquet"))
        if path.suffix.lower() == ".parquet":
            return connection.read_parquet(str(path))
        if path.suffix.lower() == ".csv":
            return connection.read_csv(str(path), sample_size=-1)
    except duckdb.Error as error:
        raise UserError(
            Label(f"{path.name} cannot be read: {error}", f"{path.name} 读不出来：{error}"), code="unreadable_file"
        ) from error
    raise UserError(
        Label(
            f"{path.name}: only .csv and .parquet can be scanned; open a platform's export with open_shop().",
            f"{path.name}：这里只能读 .csv 与 .parquet；平台导出的文件请用 open_shop() 打开。",
        ),
        code="unknown_file",
    )


def _naive(frame: nw.LazyFrame) -> nw.LazyFrame:
    zoned = [n for n, t in frame.collect_schema().items() if isinstance(t, nw.Datetime) and t.time_zone]
    return frame.with_columns(nw.col(n).dt.replace_time_zone(None) for n in zoned) if zoned else frame


def _clock_times(frame: pd.DataFrame) -> pd.DataFrame:
    zoned = [n for n, t in frame.dtypes.items() if isinstance(t, pd.DatetimeTZDtype)]
    return frame.assign(**{n: frame[n].dt.tz_localize(None) for n in zoned}) if zoned else frame


def _dtype(kind, holes: bool) -> str | None:
    """The pandas type that DuckDB gives such a column: one with holes keeps its kind, an empty one too."""
    if kind.is_integer():
        return "Int64" if holes else "int64"
    if kind.is_numeric():
        return "float64"
    if isinstance(kind, nw.Boolean):
        return "boolean" if holes else "bool"
    if isinstance(kind, (nw.Datetime, nw.Date)):
        return "datetime64[us]"
    return "str" if isinstance(kind, (nw.String, nw.Categorical, nw.Enum)) else None


def _pandas_types(frame: pd.DataFrame) -> pd.DataFrame:
    times = {n: "datetime64[us]" for n in frame if str(frame[n].dtype).startswith("datetime64")}
    texts = {n: "str" for n in frame if isinstance(frame[n].dtype, pd.CategoricalDtype) or (
        frame[n].dtype == object and frame[n].map(lambda v: v is None or isinstance(v, str)).all())}
    return frame.astype(times | texts)


def write_parquet(frame: pd.DataFrame, path) -> None:
    """Write a pandas frame as one parquet file."""
    _connect().from_df(frame).write_parquet(str(path), compression="zstd")


def rows(path) -> int:
    """How many rows a file has, without holding it in memory."""
    return int(collect(table(path).select(nw.len()))["len"].iloc[0])
