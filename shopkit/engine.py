"""Any frame or file → one lazy frame; the only module that knows engines."""

from __future__ import annotations

from pathlib import Path

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit.labels import Label, UserError


def table(source, connection=None) -> nw.LazyFrame:
    """One way in: `source` as a lazy frame.

    source: a path (csv, parquet, or a folder of parquet) or a pandas frame, both handed to an embedded DuckDB;
    a polars frame (eager or lazy), a DuckDB relation or a PySpark frame, left where it is.
    Time zones are resolved to the clock time they show. Raises UserError for a missing or unknown file.
    """
    if isinstance(source, nw.LazyFrame):
        return source
    if isinstance(source, (str, Path)):
        return _naive(nw.from_native(_scan(Path(source), connection)))
    if isinstance(source, pd.DataFrame):
        connection = connection or _connect()
        return _naive(nw.from_native(connection.from_df(source.reset_index(drop=True))))
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


def collect(frame: nw.LazyFrame) -> pd.DataFrame:
    """One way out: the (small) result as a pandas frame in pandas' own types."""
    native = frame.to_native()
    if hasattr(native, "toPandas"):  # PySpark
        result = native.toPandas()
    elif hasattr(native, "df"):  # DuckDB
        result = native.df()
    else:
        # by way of plain columns: polars' own to_pandas wants pyarrow, which nothing else here needs
        result = pd.DataFrame({name: values for name, values in frame.collect().to_dict(as_series=False).items()})
    return _pandas_types(result)


def need(frame: nw.LazyFrame, columns, what: str) -> None:
    """Raise UserError if `frame` lacks one of `columns`, naming `what` wants them."""
    have = frame.collect_schema().names()
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
    import duckdb

    return duckdb.connect()


def _scan(path: Path, connection):
    connection = connection or _connect()
    if path.is_dir():
        return connection.read_parquet(str(path / "*.parquet"))
    if not path.exists():
        raise UserError(Label(f"There is no file {path}.", f"没有这个文件：{path}。"), code="missing_path")
    if path.suffix == ".parquet":
        return connection.read_parquet(str(path))
    if path.suffix == ".csv":
        return connection.read_csv(str(path), sample_size=-1)
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


def _pandas_types(frame: pd.DataFrame) -> pd.DataFrame:
    times = {n: "datetime64[us]" for n in frame if str(frame[n].dtype).startswith("datetime64")}
    texts = {n: "str" for n in frame if frame[n].dtype == object and frame[n].map(lambda v: v is None or isinstance(v, str)).all()}
    return frame.astype(times | texts)


def write_parquet(frame: pd.DataFrame, path) -> None:
    """Write a pandas frame as one parquet file."""
    _connect().from_df(frame).write_parquet(str(path), compression="zstd")
