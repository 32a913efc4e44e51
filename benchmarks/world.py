"""How fast the world is drawn: against made-up rows by Faker, mimesis and plain numpy, which nothing links, in one run.

    python benchmarks/world.py [--rows 1000000 5000000] [--repeats 3] [--stream 50]

A row is an event or an order line. Each measurement is one call in a fresh process, after a small call to load what is
loaded lazily. The contenders take turns, and the table shows the best run of each: the one that a busy machine disturbed
least. Peak memory is that of the whole process, interpreter and libraries included.

--stream: also a shop of that many million events, written to a temporary folder, once. `--rows --stream 50` draws
nothing else.
"""

import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from funnel import peak_mb

LOCALE = "zh_CN"
SEED = 2026
# the demo plan: order lines among all rows
ORDER_LINES = 0.015
POOL = 5_000
# row by row takes long, and each row as long as the one before: these make so many, whatever --rows says
ROWS = {"faker": 20_000, "mimesis": 100_000}
BEGIN, END = datetime.datetime(2025, 8, 1), datetime.datetime(2026, 1, 1)
STEPS = ["home", "search", "detail", "favourite", "compare", "cart", "order", "pay"]
SOURCES = ["free_search", "search_ads", "audience_ads", "platform_event", "direct", "content", "off_site"]
DEVICES = ["phone", "computer", "tablet"]
PRODUCTS = [f"7312040{number:05d}" for number in range(16)]


def shopkit(scale, folder):
    """All tables in memory. Nothing is written."""
    from shopkit.world import draw_shop

    return draw_shop(seed=SEED, scale=scale, locale=LOCALE)


def files(scale, folder):
    """The same shop, as the files of a folder."""
    from shopkit.world import make_shop

    return make_shop(folder, seed=SEED, scale=scale, locale=LOCALE)


def floor(rows, folder):
    """The columns of events and orders in the types that the shop has them in: words from pools, numbers at random.

    The cheapest that gives such frames: no row has to do with another, times are in no order, ids are words like others.
    """
    import numpy as np
    import pandas as pd
    from faker import Faker

    from shopkit.schema import DTYPES, TABLES

    rng, fake = np.random.default_rng(SEED), Faker(LOCALE)
    fake.seed_instance(SEED)
    names, cities = ([invent() for _ in range(POOL)] for invent in (fake.name, fake.city_name))
    lists = {"step": STEPS, "source": SOURCES, "device": DEVICES, "product_id": [*PRODUCTS, None], "city": cities, "province": cities}
    words = {name: pd.array(values, dtype="str") for name, values in lists.items()}
    others = pd.array(names, dtype="str")
    span = int((END - BEGIN).total_seconds())

    def column(name, kind, n):
        if kind in ("id", "text"):
            pool = words.get(name, others)
            return pool.take(rng.integers(0, len(pool), n))
        if kind in ("date", "time"):
            return np.datetime64(BEGIN, "us") + rng.integers(0, span, n).astype("timedelta64[s]").astype("timedelta64[us]")
        if kind in ("person", "count"):
            return pd.arrays.IntegerArray(rng.integers(1, 2**52 if kind == "person" else 4, n), rng.random(n, dtype="float32") < 0.3)
        if kind == "flag":
            return pd.arrays.BooleanArray(rng.random(n, dtype="float32") < 0.3, np.zeros(n, dtype=bool))
        return rng.integers(0, 50_000, n) / 100

    parts = {"orders": round(rows * ORDER_LINES)}
    parts["events"] = rows - parts["orders"]
    frames = {table: pd.DataFrame({c.name: column(c.name, c.kind, n) for c in TABLES[table].columns}, copy=False)
              for table, n in parts.items()}
    for table, frame in frames.items():
        assert frame.dtypes.astype(str).to_dict() == {c.name: DTYPES[c.kind] for c in TABLES[table].columns}
    return frames


def mimesis(rows, folder):
    """Row by row, as its tutorials do."""
    from mimesis import Generic, Locale

    make = Generic(Locale.ZH, seed=SEED)
    choice, number = make.random.choice, make.random.randint
    return _row_by_row(rows, lambda: {
        "visitor_id": number(1, 2**52), "name": make.person.full_name(), "city": make.address.city(),
        "at": make.datetime.datetime(start=BEGIN.year, end=BEGIN.year), "step": choice(STEPS), "product_id": choice(PRODUCTS),
        "source": choice(SOURCES), "device": choice(DEVICES),
    }, lambda: {
        "order_id": number(10**18, 10**19), "name": make.person.full_name(), "city": make.address.city(), "address": make.address.address(),
        "ordered_at": make.datetime.datetime(start=BEGIN.year, end=BEGIN.year), "product_id": choice(PRODUCTS),
        "paid_amount": round(make.random.uniform(9, 2_000), 2),
    })


def faker(rows, folder):
    """Row by row, as its tutorials do."""
    from faker import Faker

    fake = Faker(LOCALE)
    fake.seed_instance(SEED)
    choice = fake.random_element
    return _row_by_row(rows, lambda: {
        "visitor_id": fake.random_int(1, 2**52), "name": fake.name(), "city": fake.city_name(), "at": fake.date_time_between(BEGIN, END),
        "step": choice(STEPS), "product_id": choice(PRODUCTS), "source": choice(SOURCES), "device": choice(DEVICES),
    }, lambda: {
        "order_id": fake.random_int(10**18, 10**19), "name": fake.name(), "city": fake.city_name(), "address": fake.address(),
        "ordered_at": fake.date_time_between(BEGIN, END), "product_id": choice(PRODUCTS),
        "paid_amount": fake.pyfloat(min_value=9, max_value=2_000, right_digits=2),
    })


def _row_by_row(rows, event, order):
    import pandas as pd

    orders = round(rows * ORDER_LINES)
    return {"events": pd.DataFrame([event() for _ in range(rows - orders)]), "orders": pd.DataFrame([order() for _ in range(orders)])}


CONTENDERS = {f.__name__: f for f in (shopkit, files, floor, mimesis, faker)}
NAMES = {"shopkit": "shopkit, in memory", "files": "shopkit, to files", "floor": "numpy and pools of Faker's words, no links",
         "mimesis": "mimesis, row by row", "faker": "Faker, row by row"}


def count(made):
    """Events and order lines of a shop or of frames. A file is counted, not read."""
    from shopkit import engine

    tables = {name: made[name] if isinstance(made, dict) else made.source(name) for name in ("events", "orders")}
    return {name: engine.rows(table) if isinstance(table, (str, Path)) else len(table) for name, table in tables.items()}


def measure(contender, rows, of):
    """In this process: one call, timed; prints seconds, rows made, peak memory and size of the files as JSON.

    rows: how many events (of = "events") or events and order lines (of = "rows") it should make, about.
    """
    call = CONTENDERS[contender]
    with tempfile.TemporaryDirectory() as small, tempfile.TemporaryDirectory() as folder:
        if contender in ("shopkit", "files"):
            # the small call tells how many rows a scale gives
            found = count(call(0.2, small))
            size = rows * 0.2 / (found["events"] if of == "events" else sum(found.values()))
        else:
            call(1_000, small)
            size = rows
        begin = time.perf_counter()
        made = call(size, folder)
        seconds = time.perf_counter() - begin
        peak = peak_mb()
        written = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
        print(json.dumps({"seconds": seconds, **count(made), "tables": len(getattr(made, "tables", made)), "peak_mb": peak,
                          "files": len(written), "files_mb": sum(written) / 1e6}))


def fresh(contender, rows, of="rows"):
    """A measurement in another process. This one stays small: a process inherits the peak memory of the one that starts it."""
    task = [sys.executable, __file__, "--measure", contender, str(rows), of]
    return json.loads(subprocess.run(task, check=True, stdout=subprocess.PIPE, text=True).stdout)


def compare(sizes, repeats):
    """(contender, rows) → its runs."""
    here = [name for name in CONTENDERS if name not in ROWS or find_spec(name)]
    for name in CONTENDERS.keys() - here:
        print(f"{name} is left out, as it is not installed: pip install {name}", file=sys.stderr)
    tasks = [(name, rows) for rows in sizes for name in here if name not in ROWS]
    tasks += [(name, ROWS[name]) for name in here if name in ROWS]
    runs = {task: [] for task in tasks}
    for number, task in enumerate(tasks * repeats, 1):
        print(f"\r{number} of {len(tasks) * repeats} ", end="", file=sys.stderr, flush=True)
        runs[task].append(fresh(*task))
    print(file=sys.stderr)
    return runs


def report(runs, repeats):
    def rate(run):
        return (run["events"] + run["orders"]) / run["seconds"]

    best = {task: max(found, key=rate) for task, found in runs.items()}
    tables = max(run["tables"] for run in best.values())
    own = {rows: rate(run) for (name, rows), run in best.items() if name == "shopkit"}
    print("| made by | events | order lines | time | rows a second | ÷ shopkit in memory | peak memory |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    for (name, rows), run in best.items():
        ratio = rate(run) / own.get(rows, own[max(own)])
        peak = max(other["peak_mb"] for other in runs[name, rows])
        print(f"| {NAMES[name]} | {run['events']:,} | {run['orders']:,} | {run['seconds']:.2f} s | {rate(run):,.0f} "
              f"| {ratio:.{2 if ratio > 0.1 else 3}f} × | {peak:,.0f} MB |")
    print(f"\nBest of {repeats}. shopkit's rows are linked: people come back, visits are in order of time, orders follow from "
          f"them; with them come all the other tables of the shop, {tables} in all, which are not counted, as the days before its "
          f"first are not, though they are drawn too. To files: the same, and the truth beside it. Row by row: fewer rows, set "
          f"against shopkit's rate at {max(own):,}. {versions()}")


def stream(millions):
    """One large shop to files."""
    run = fresh("files", round(millions * 1_000_000), "events")
    rows = run["events"] + run["orders"]
    print("| events | order lines | time | rows a second | files | size | peak memory |")
    print("|--:|--:|--:|--:|--:|--:|--:|")
    print(f"| {run['events']:,} | {run['orders']:,} | {run['seconds']:,.0f} s | {rows / run['seconds']:,.0f} "
          f"| {run['files']} | {run['files_mb']:,.0f} MB | {run['peak_mb']:,.0f} MB |")
    print(f"\nOne run. {versions()}")


def versions():
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "pandas", "duckdb", "faker", "mimesis") if find_spec(name))
    texts = "held by pyarrow" if find_spec("pyarrow") else "plain objects"
    return f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}, {libraries}; texts are {texts}."


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, nargs="*", default=[1_000_000, 5_000_000])
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--stream", type=float, metavar="MILLIONS")
    options.add_argument("--measure", nargs=3, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.measure:
        contender, rows, of = chosen.measure
        return measure(contender, int(rows), of)
    if chosen.rows:
        report(compare(chosen.rows, chosen.repeats), chosen.repeats)
    if chosen.stream:
        stream(chosen.stream)


if __name__ == "__main__":
    main()
