"""How fast is the funnel: against hand-written pandas and hand-tuned SQL that give the same numbers, in one run."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

STEPS = [("home", "search"), "detail", "cart", "pay"]
STAGE = {"home": 1, "search": 1, "detail": 2, "cart": 3, "pay": 4}
NAMES = ["home", "search", "detail", "favourite", "cart", "order", "pay"]
SOURCES = ["free_search", "search_ads", "audience_ads", "platform_event", "direct", "content", "off_site"]
DAYS, WINDOW_S = 35, 7 * 86_400
CONTENDERS = ("shopkit", "pandas", "sql")


def draw_log(rows, seed=20261111):
    """A log of about one visitor per 10 events over 35 days, in order of time: visits that go deeper as they go on."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    people, visits = max(rows // 10, 1), rows // 4 + 10
    who = rng.integers(0, people, visits)
    keen = rng.beta(1.2, 4, people)
    length = rng.geometric(0.25, visits)
    length = length[: np.searchsorted(np.cumsum(length), rows) + 1]
    visit = np.repeat(np.arange(len(length)), length)
    first = np.repeat(np.cumsum(length) - length, length)
    place = np.arange(len(visit)) - first
    begin = rng.integers(0, DAYS, visits) * 86_400 + rng.beta(3, 2, visits) * 86_400
    clock = np.cumsum(rng.geometric(1 / 40, len(visit)))
    at = (begin[visit] + clock - clock[first]).astype("int64")
    depth = rng.random(len(visit)) * (0.35 + 0.65 * np.minimum(place / 6, 1)) * (0.6 + 0.4 * keen[who[visit]])
    step = np.searchsorted([0.05, 0.16, 0.40, 0.46, 0.58, 0.64], depth)
    order = np.argsort(at, kind="stable")[:rows]
    return pd.DataFrame({
        # spread over 53 bits, as hashes are
        "visitor_id": (who[visit].astype("uint64") * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(11)).astype("int64")[order],
        "at": (np.datetime64("2026-10-01", "us") + at.astype("timedelta64[s]"))[order],
        "step": pd.Series(np.array(NAMES, dtype=object)[step[order]], dtype="str"),
        "source": pd.Series(np.array(SOURCES, dtype=object)[rng.integers(0, len(SOURCES), visits)[visit][order]], dtype="str"),
    })


def by_shopkit(source):
    from shopkit import funnel

    return funnel(source, STEPS, window="7d")["visitors"].tolist()


def by_pandas(source):
    """As a careful analyst writes it: one sort, then per step a running maximum of the starts that are still open."""
    import pandas as pd

    if not isinstance(source, pd.DataFrame):
        source = _connect().read_parquet(str(source)).select('visitor_id, "at", step').df()
    log = source[["visitor_id", "at"]].assign(stage=source["step"].astype("category").map(STAGE).astype("float64"))
    log = log.dropna(subset=["stage"]).sort_values(["visitor_id", "at", "stage"])
    seconds = log["at"].astype("int64") // 1_000_000
    start = seconds.where(log["stage"] == 1)
    visitors = [log.loc[start.notna(), "visitor_id"].nunique()]
    for stage in (2, 3, 4):
        open_start = start.groupby(log["visitor_id"], sort=False).ffill()
        start = open_start.where((log["stage"] == stage) & (seconds <= open_start + WINDOW_S))
        visitors.append(log.loc[start.notna(), "visitor_id"].nunique())
    return visitors


def by_sql(source):
    return SQL["asof"](source)


def _connect():
    import duckdb

    return duckdb.connect()


def asof(source):
    con=_connect()
    if isinstance(source,(str,Path)): con.read_parquet(str(source)).create_view("ev")
    else: con.register("ev", source)
    return list(con.sql("""
     with log as (select visitor_id v, "at", step from ev),
     s1 as materialized (select v, "at" from log where step in ('home','search')),
     s2 as materialized (select b.v, b."at", a."at" s from (select v, "at" from log where step='detail') b asof join s1 a on b.v=a.v and b."at">=a."at" where b."at" <= a."at" + interval 7 days),
     s3 as materialized (select b.v, b."at", a.s from (select v, "at" from log where step='cart') b asof join s2 a on b.v=a.v and b."at">=a."at" where b."at" <= a.s + interval 7 days),
     s4 as materialized (select b.v, b."at", a.s from (select v, "at" from log where step='pay') b asof join s3 a on b.v=a.v and b."at">=a."at" where b."at" <= a.s + interval 7 days)
     select (select count(distinct v) from s1),(select count(distinct v) from s2),(select count(distinct v) from s3),(select count(distinct v) from s4)
    """).fetchall()[0])

def window(source):
    con=_connect()
    if isinstance(source,(str,Path)): con.read_parquet(str(source)).create_view("ev")
    else: con.register("ev", source)
    return list(con.sql("""
     with log as (select visitor_id v, epoch_us("at") t, case step when 'home' then 1 when 'search' then 1 when 'detail' then 2 when 'cart' then 3 when 'pay' then 4 end k from ev where step in ('home','search','detail','cart','pay')),
     l1 as (select *, max(case when k=1 then t end) over w s from log window w as (partition by v order by t, k)),
     l2 as (select *, max(case when k=2 and t<=s+604800000000 then s end) over w s2 from l1 window w as (partition by v order by t, k)),
     l3 as (select *, max(case when k=3 and t<=s2+604800000000 then s2 end) over w s3 from l2 window w as (partition by v order by t, k)),
     p as (select v, max(case when k=1 then 1 when k=2 and t<=s+604800000000 then 2 when k=3 and t<=s2+604800000000 then 3 when k=4 and t<=s3+604800000000 then 4 end) d from l3 group by v)
     select count(*) filter (d>=1), count(*) filter (d>=2), count(*) filter (d>=3), count(*) filter (d>=4) from p
    """).fetchall()[0])

def window_range(source):
    con=_connect()
    if isinstance(source,(str,Path)): con.read_parquet(str(source)).create_view("ev")
    else: con.register("ev", source)
    return list(con.sql("""
     with log as (select visitor_id v, epoch_us("at") t, case step when 'home' then 1 when 'search' then 1 when 'detail' then 2 when 'cart' then 3 when 'pay' then 4 end k from ev where step in ('home','search','detail','cart','pay')),
     l1 as (select *, max(case when k=1 then t end) over w s from log window w as (partition by v order by t)),
     l2 as (select *, max(case when k=2 and t<=s+604800000000 then s end) over w s2 from l1 window w as (partition by v order by t)),
     l3 as (select *, max(case when k=3 and t<=s2+604800000000 then s2 end) over w s3 from l2 window w as (partition by v order by t)),
     p as (select v, max(case when k=1 then 1 when k=2 and t<=s+604800000000 then 2 when k=3 and t<=s2+604800000000 then 3 when k=4 and t<=s3+604800000000 then 4 end) d from l3 group by v)
     select count(*) filter (d>=1), count(*) filter (d>=2), count(*) filter (d>=3), count(*) filter (d>=4) from p
    """).fetchall()[0])
SQL={"asof":asof,"window":window,"window_range":window_range}
