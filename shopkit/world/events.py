"""The day's steps → the events table: as a frame in memory, or written to parquet as the days go by."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from operator import itemgetter
from pathlib import Path

import numpy as np
import pandas as pd

from shopkit.world.words import Words

# rows of one part on the way to the whole file: what is held in memory at a time
_PART = 2_000_000
# days are kept in few bytes until they are written
_TYPES = {"person": np.int32, "visit": np.int32, "at": np.int32, "step": np.int8, "product": np.int16, "source": np.int8, "device": np.int8, "known": bool}


class Events:
    """Collects the steps of the shop's days. to: the parquet file to write; None keeps them in memory."""

    def __init__(self, words: Words, to: Path | None = None):
        self.words, self.to = words, to
        self._steps: list[dict[str, np.ndarray]] = []
        self._parts: list[Path] = []
        self.rows = 0

    def add(self, steps: dict[str, np.ndarray]) -> None:
        """One day's steps, in order of time."""
        if not len(steps["at"]):
            return
        self._steps.append({name: steps[name].astype(kind) for name, kind in _TYPES.items()})
        self.rows += len(steps["at"])
        if self.to and sum(len(s["at"]) for s in self._steps) >= _PART:
            self._write()

    def frame(self) -> pd.DataFrame:
        """The events table in memory. Each column is filled day by day: asking for memory takes longer than the numbers do."""
        words, steps = self.words, self._steps
        ends = np.cumsum([0, *(len(s["at"]) for s in steps)])

        def filled(out, of):
            for today, begin, end in zip(steps, ends, ends[1:], strict=False):
                out[begin:end] = of(today)
            return out

        def numbers():
            empty = partial(np.empty, self.rows)
            return {"visitor_id": filled(empty(np.int64), lambda today: words.visitor_ids(today["person"])),
                    "customer_id": pd.arrays.IntegerArray(filled(empty(np.int64), lambda today: words.customer_ids(today["person"])),
                                                          filled(empty(bool), lambda today: ~today["known"])),
                    "at": filled(empty("datetime64[us]"), lambda today: words.times(today["at"]))}

        def texts():
            # a text is made once, and checked once, for all rows that have it; a code of -1 is the missing one at the end
            code = np.empty(self.rows, np.intp)
            first, last = int(min(s["visit"].min() for s in steps)), int(max(s["visit"].max() for s in steps))
            listed = {"step": words.steps, "product": words.product_ids, "source": words.sources, "device": words.devices}
            columns = {name: pd.array(np.append(made, np.nan), dtype="str").take(filled(code, itemgetter(name))) for name, made in listed.items()}
            visits = pd.array(words.visit_range(first, last + 1), dtype="str")
            return {"visit_id": visits.take(filled(code, lambda today: today["visit"] - first)), "product_id": columns.pop("product"), **columns}

        with ThreadPoolExecutor(1) as beside:
            columns = beside.submit(numbers)
            return pd.DataFrame(texts() | columns.result(), copy=False)

    def close(self) -> Path:
        """Put the parts together, in order; returns the file."""
        import duckdb

        self._write()
        connection = duckdb.connect(config={"memory_limit": "600MB", "temp_directory": str(self.to.parent)})
        parts = ", ".join(f"'{path}'" for path in map(_quoted, self._parts))
        connection.execute(f"COPY (SELECT * FROM read_parquet([{parts}])) TO '{_quoted(self.to)}' (FORMAT parquet, COMPRESSION zstd)")
        connection.close()
        for path in self._parts:
            path.unlink()
        return self.to

    def _taken(self):
        taken = {n: np.concatenate([s[n] for s in self._steps]) if self._steps else np.zeros(0, kind) for n, kind in _TYPES.items()}
        self._steps = []
        return taken

    def _write(self):
        """One part: numbers in numpy, their words put in by DuckDB."""
        import duckdb

        s, words = self._taken(), self.words
        codes = pd.DataFrame({  # noqa: F841 - DuckDB reads it by its name
            "visitor_id": words.visitor_ids(s["person"]), "customer_id": words.customer_ids(s["person"]), "known": s["known"],
            "visit": s["visit"], "at": words.times(s["at"]), "step": s["step"], "product": s["product"], "source": s["source"], "device": s["device"],
        })

        def named(column, texts):
            # positions in a list begin at 1; one outside it gives NULL
            listed = ", ".join("'" + str(t).replace("'", "''") + "'" for t in texts)
            return f"list_extract([{listed}], {column} + 1)"

        path = self.to.with_name(f"{self.to.stem}.part{len(self._parts)}.parquet")
        # a product of -1 asks for position 0, which no list has
        duckdb.connect().execute(f"""COPY (SELECT visitor_id, CASE WHEN known THEN customer_id END AS customer_id,
            'v' || lpad(visit::VARCHAR, greatest(8, length(visit::VARCHAR))::INTEGER, '0') AS visit_id, "at",
            {named("step", words.steps)} AS step, {named("product", words.product_ids)} AS product_id,
            {named("source", words.sources)} AS source, {named("device", words.devices)} AS device
            FROM codes) TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION zstd)""")
        self._parts.append(path)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
