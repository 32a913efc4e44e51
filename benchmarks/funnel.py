"""How fast the funnel is: against hand-written pandas and hand-tuned SQL that give the same numbers, in one run.

    python benchmarks/funnel.py [--rows 1000000 10000000] [--repeats 5]

Each measurement is one call in a fresh process, after a small call to load what is loaded lazily. The contenders take
turns, and the table shows the best run of each: the one that a busy machine disturbed least. Peak memory is that of the
whole process, interpreter and libraries included.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

STEPS = [("home", "search"), "detail", "cart", "pay"]
STAGE = {"home": 1, "search": 1, "detail": 2, "cart": 3, "pay": 4}
WINDOW = "7d"
# a step's share of the events falls with its depth in the visit
DEPTHS = {"home": 0.0, "search": 0.05, "detail": 0.16, "favourite": 0.40, "cart": 0.46, "order": 0.58, "pay": 0.64}
SOURCES = ["free_search", "search_ads", "audience_ads", "platform_event", "direct", "content", "off_site"]
DAYS = 35


def draw_log(rows, seed=20261111):
    """A log in order of time, about one visitor per 10 events over 35 days, whose visits go deeper as they go on."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(seed)
    visits = rows // 4 + 10
    visitor = rng.integers(0, max(rows // 10, 1), visits)
    keen = rng.beta(1.2, 4, visits)
    length = rng.geometric(0.25, visits)
    length = length[: np.searchsorted(np.cumsum(length), rows) + 1]
    visit = np.repeat(np.arange(len(length)), length)
    first = np.repeat(np.cumsum(length) - length, length)
    begin = rng.integers(0, DAYS, visits) * 86_400 + rng.beta(3, 2, visits) * 86_400
    clock = np.cumsum(rng.geometric(1 / 40, len(visit)))
    second = (begin[visit] + clock - clock[first]).astype("int64")
    progress = np.minimum((np.arange(len(visit)) - first) / 6, 1)
    depth = rng.random(len(visit)) * (0.35 + 0.65 * progress) * (0.6 + 0.4 * keen[visit])
    step = np.searchsorted(list(DEPTHS.values()), depth, side="right") - 1
    source = rng.integers(0, len(SOURCES), visits)[visit]
    # ids spread as hashes are
    person = (visitor[visit].astype("uint64") * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(11)).astype("int64")
    order = np.argsort(second, kind="stable")
    return pd.DataFrame({
        "visitor_id": person[order],
        "at": np.datetime64("2026-10-01", "us") + second[order].astype("timedelta64[s]"),
        "step": pd.Series(np.array(list(DEPTHS), dtype=object)[step[order]], dtype="str"),
        "source": pd.Series(np.array(SOURCES, dtype=object)[source[order]], dtype="str"),
    })


def shopkit(source):
    from shopkit import funnel

    return funnel(source, STEPS, window=WINDOW)["visitors"].tolist()


def pandas(source):
    """As a careful analyst writes it: one sort, then for each step the newest start that its events can follow."""
    import duckdb
    import pandas as pd

    if not isinstance(source, pd.DataFrame):
        # pandas itself reads parquet only with a further library, and not faster
        source = duckdb.read_parquet(str(source)).select('visitor_id, "at", step').df()
    log = source[["visitor_id", "at"]].assign(stage=source["step"].astype("category").map(STAGE).astype("float"))
    log = log.dropna(subset="stage").sort_values(["visitor_id", "at", "stage"])
    person, at = log["visitor_id"], log["at"]
    start = at.where(log["stage"] == 1)
    visitors = [person[start.notna()].nunique()]
    for stage in (2, 3, 4):
        newest = start.groupby(person, sort=False).ffill()
        start = newest.where((log["stage"] == stage) & (at - newest <= pd.Timedelta(days=7)))
        visitors.append(person[start.notna()].nunique())
    return visitors


def sql(source):
    """As a DuckDB expert writes it: one ASOF join per step, each carrying the start."""
    import duckdb

    connection = duckdb.connect()
    if isinstance(source, (str, Path)):
        connection.read_parquet(str(source)).create_view("events")
    else:
        connection.register("events", source)

    def joined(step, before):
        return f"""(select e.visitor_id, e."at", b.start from (select visitor_id, "at" from events where step = '{step}') e
            asof join {before} b on e.visitor_id = b.visitor_id and e."at" >= b."at"
            where e."at" <= b.start + interval 7 days)"""

    query = f"""
        with s1 as materialized (select visitor_id, "at", "at" as start from events where step in ('home', 'search')),
        s2 as materialized {joined("detail", "s1")},
        s3 as materialized {joined("cart", "s2")},
        s4 as materialized {joined("pay", "s3")}
        select {", ".join(f"(select count(distinct visitor_id) from s{n})" for n in (1, 2, 3, 4))}"""
    return list(connection.sql(query).fetchall()[0])


CONTENDERS = {f.__name__: f for f in (shopkit, pandas, sql)}
INPUTS = {"pandas": "pandas in memory", "parquet": "parquet"}


def measure(contender, kind, path):
    """In this process: one call, timed; prints seconds, result and peak memory as JSON."""
    import duckdb

    call = CONTENDERS[contender]
    call(draw_log(1_000))
    source = path if kind == "parquet" else duckdb.read_parquet(path).df()
    begin = time.perf_counter()
    visitors = call(source)
    seconds = time.perf_counter() - begin
    print(json.dumps({"seconds": seconds, "visitors": visitors, "peak_mb": peak_mb()}))


def peak_mb():
    try:
        import resource
    except ImportError:  # Windows
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def write(rows, path):
    from shopkit import engine

    engine.write_parquet(draw_log(int(rows)), path)


def fresh(*task):
    """Another process for a task. This one stays small: a process inherits the peak memory of the one that starts it."""
    return subprocess.run([sys.executable, __file__, *map(str, task)], check=True, stdout=subprocess.PIPE, text=True).stdout


def compare(sizes, folder, repeats):
    """rows → (contender, input) → its runs; fails if two contenders ever disagree."""
    paths = {rows: Path(folder) / f"events_{rows}.parquet" for rows in sizes}
    for rows, path in paths.items():
        fresh("--write", rows, path)
    results = {rows: {(c, k): [] for k in INPUTS for c in CONTENDERS} for rows in sizes}
    tasks = [(rows, *who) for rows, runs in results.items() for who in runs] * repeats
    for number, (rows, contender, kind) in enumerate(tasks, 1):
        print(f"\r{number} of {len(tasks)} ", end="", file=sys.stderr, flush=True)
        results[rows][contender, kind].append(json.loads(fresh("--measure", contender, kind, paths[rows])))
    print(file=sys.stderr)
    for rows, runs in results.items():
        answers = {tuple(run["visitors"]) for found in runs.values() for run in found}
        assert len(answers) == 1, f"the contenders disagree at {rows:,} rows: {answers}"
    return results


def report(results, repeats):
    def seconds(rows, contender, kind):
        return min(run["seconds"] for run in results[rows][contender, kind])

    print("| events | input | shopkit | pandas by hand | SQL by hand | faster than pandas | time ÷ SQL | peak memory |")
    print("|--:|---|--:|--:|--:|--:|--:|--:|")
    for rows, runs in results.items():
        for kind, name in INPUTS.items():
            own, by_pandas, by_sql = (seconds(rows, c, kind) for c in CONTENDERS)
            peak = f"{max(run['peak_mb'] for run in runs['shopkit', kind]):,.0f} MB" if kind == "parquet" else "–"
            print(f"| {rows:,} | {name} | {own:.2f} s | {by_pandas:.2f} s | {by_sql:.2f} s "
                  f"| {by_pandas / own:.1f} × | {own / by_sql:.2f} × | {peak} |")
    sizes = sorted(results)
    growth = [f"{seconds(sizes[-1], 'shopkit', k) / seconds(sizes[0], 'shopkit', k):.1f} × from {n}" for k, n in INPUTS.items()]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "narwhals", "pandas"))
    print(f"\nFrom {sizes[0]:,} to {sizes[-1]:,} events the time grows {' and '.join(growth)}. Best of {repeats}, 4 steps, window of "
          f"{WINDOW}; visitors by step {results[sizes[-1]]['sql', 'parquet'][0]['visitors']}; {os.cpu_count()} cores, "
          f"{platform.system()}, Python {platform.python_version()}, {libraries}.")


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 10_000_000])
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    options.add_argument("--write", nargs=2, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.measure:
        return measure(*chosen.measure)
    if chosen.write:
        return write(*chosen.write)
    with tempfile.TemporaryDirectory() as folder:
        report(compare(chosen.rows, folder, chosen.repeats), chosen.repeats)


if __name__ == "__main__":
    main()
