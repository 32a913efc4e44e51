"""Shop: a folder of canonical tables, and the coarse tables that can be derived from fine ones."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import narwhals.stable.v2 as nw
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError, language
from shopkit.schema import SCHEMA_VERSION, TABLES, column, conform

CARD = "shop.json"
# what a made-up shop was made of: it belongs to the tables it was written with, and lies apart from them
TRUTH = Path(".truth") / "truth.json"
# what belongs to a shop on any platform: its bills, its own tables
NEUTRAL = frozenset({"alipay", "wechat", "jd_finance", "own", "google_ads", "meta_ads"})
# a table longer than this is written as parquet, a shorter one as csv that anyone can open
CSV_ROWS = 10_000


class Shop:
    """A shop's canonical tables, each an attribute: `shop.orders` is a pandas frame, read when first asked for.

    tables: name → pandas frame, or the path of a csv or parquet file. currency: ISO code, or None if the export
    does not say. ledger: what was read from which file (empty for a shop folder); ignored: files of
    a folder that were left alone. Tables that are not there but follow from others (shop_days from orders and events,
    …) are derived and listed in `derived`.
    """

    def __init__(self, tables, *, currency=None, locale=None, name="", ledger=(), personal_columns=(), ignored=()):
        for table in tables:
            if table not in TABLES:
                raise KeyError(f"{table} is not a canonical table; they are {sorted(TABLES)}")
        self._sources = dict(tables)
        self._frames, self._columns, self._filled = {}, {}, {}
        self.currency, self.locale, self.name = currency, locale, name
        self.ledger, self.personal_columns, self.ignored = list(ledger), list(personal_columns), list(ignored)
        self.derived = frozenset(
            name for name, rule in RULES.items() if name not in self._sources and rule.can(self._names)
        )

    @property
    def tables(self) -> tuple[str, ...]:
        """Names of the tables that are there, derived ones included, in the schema's order."""
        return tuple(name for name in TABLES if name in self._sources or name in self.derived)

    @property
    def platforms(self) -> frozenset[str]:
        """The platforms that its files come from; bills and tables of one's own belong to any of them."""
        return frozenset(entry.platform for entry in self.ledger) - NEUTRAL

    def __getattr__(self, name):
        if name.startswith("_"):  # asked for before there is a Shop, when one is copied or unpickled
            raise AttributeError(name)
        if name not in TABLES:
            raise AttributeError(f"a Shop has no {name!r}; its tables are {', '.join(self.tables)}")
        return self.table(name)

    def __repr__(self):
        return f"Shop({self.name!r}: {', '.join(self.tables)})"

    def table(self, name: str) -> pd.DataFrame:
        """One table as a pandas frame of its own; raises UserError where the shop has no such table."""
        # lazily copied (pandas 3): what is changed in it is changed there alone
        return self._frame(name).copy(deep=False)

    def _frame(self, name: str) -> pd.DataFrame:
        if name not in self._frames:
            if name in self._sources:
                frame = self._read(name)
            elif name in self.derived:
                frame = conform(name, RULES[name].derive(self))
            else:
                raise UserError(
                    Label(
                        f"This shop's files bring no table '{name}'; they bring {', '.join(self.tables) or 'none'}.",
                        f"这家店的文件里没有“{name}”表；有的是：{'、'.join(self.tables) or '无'}。",
                    ),
                    code="missing_table",
                )
            frame.attrs.update(currency=self.currency, table=name)
            self._frames[name] = frame
        return self._frames[name]

    def source(self, name: str):
        """The table where it lies (a path if it is a file), for tables too long to hold in memory."""
        return self._sources.get(name) if name in self._sources else self.table(name)

    def columns(self, name: str) -> tuple[str, ...]:
        """Names of the columns that a table has here; () where the table is not there."""
        if name not in self._sources:
            return tuple(self._frame(name).columns) if name in self.derived else ()
        source = self._sources[name]
        if name in self._frames or isinstance(source, pd.DataFrame):
            return tuple((self._frames.get(name) if name in self._frames else source).columns)
        if name not in self._columns:
            with _told(name, path := Path(source)):
                # a csv's names stand in its first line: no need to read on for the types
                self._columns[name] = _csv_names(path) if path.suffix == ".csv" else tuple(engine.table(path).collect_schema().names())
        return self._columns[name]

    def missing(self, needs: str) -> tuple[str, ...]:
        """Which of `needs` ("traffic.cost, items") this shop does not have; () if all is there."""
        wanted = [n.strip() for n in needs.split(",") if n.strip()]
        return tuple(n for n in wanted if not self._has(*n.partition(".")[::2]))

    def save(self, folder) -> None:
        """Write the tables (not the derived ones) and shop.json into `folder`; a shop that was there is replaced.

        Its truth goes with it, unless it is this very shop that was there: it would answer for another one.
        """
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        for name in self._sources:
            self.table(name)  # read before anything goes: the folder may be the one it comes from
        if (folder / CARD).exists():
            # a table that was long and is short now, or is no longer there, must not leave its old file behind
            for path in [p for name in TABLES for p in folder.glob(f"{name}.*")]:
                path.unlink()
            if not self._lies_in(folder):
                (folder / TRUTH).unlink(missing_ok=True)
        for name, source in self._sources.items():
            path = write_table(self.table(name), folder / name)
            if isinstance(source, (str, Path)) and not Path(source).exists():
                self._sources[name] = path
        card = {"schema_version": SCHEMA_VERSION, "name": self.name, "currency": self.currency, "locale": self.locale}
        (folder / CARD).write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

    def _lies_in(self, folder):
        """Whether every table was opened from a file of this folder."""
        return all(isinstance(s, (str, Path)) and Path(s).resolve().parent == folder.resolve() for s in self._sources.values())

    @property
    def _names(self):
        return {name: self.columns(name) for name in self._sources}

    def _has(self, table, name):
        if table not in self.tables:
            return False
        if not name or name not in self.columns(table) or table in self.derived:
            return not name or name in self.columns(table)
        # an export may have the column and nothing in it
        if (table, name) not in self._filled:
            self._filled[table, name] = bool(self._frame(table)[name].notna().any())
        return self._filled[table, name]

    def _read(self, name):
        source = self._sources[name]
        if isinstance(source, pd.DataFrame):
            return conform(name, source)
        with _told(name, path := Path(source)):
            return conform(name, _read_csv(name, path) if path.suffix == ".csv" else engine.collect(engine.table(path)))


def open_folder(folder) -> Shop:
    """A Shop from a folder that holds shop.json. `products.en.csv` stands in for `products.csv` in English."""
    folder = Path(folder)
    card = _read_card(folder / CARD)
    if card["schema_version"] != SCHEMA_VERSION:
        raise UserError(
            Label(
                f"{folder / CARD}: schema version {card['schema_version']}, but this shopkit reads {SCHEMA_VERSION}; "
                f"make or read the shop again.",
                f"{folder / CARD}：数据结构版本是 {card['schema_version']}，这一版 shopkit 只读 {SCHEMA_VERSION}；"
                f"请重新生成或重新读取这家店。",
            ),
            code="schema_version",
        )
    tables = {}
    for name in TABLES:
        found = [p for p in (folder / f"{name}{end}" for end in (f".{language()}.csv", ".csv", ".parquet")) if p.exists()]
        if found:
            tables[name] = found[0]
    return Shop(tables, currency=card["currency"], locale=card["locale"], name=card["name"])


@contextmanager
def _told(name: str, path: Path):
    """What is wrong with a table's file, said with its path."""
    try:
        yield
    except (KeyError, ValueError, TypeError) as error:
        raise UserError(
            Label(f"{path} is no table of {name}: {error}", f"{path} 不是一张 {name} 表：{error}"), code="broken_table"
        ) from error


def _read_csv(name: str, path: Path) -> pd.DataFrame:
    types = {c.name: "str" for c in TABLES[name].columns if c.kind in ("id", "text")}
    times = [c.name for c in TABLES[name].columns if c.kind in ("date", "time")]
    header = _csv_names(path)
    return pd.read_csv(path, dtype=types, parse_dates=[c for c in times if c in header], encoding="utf-8",
                       keep_default_na=False, na_values=[""])


def _csv_names(path: Path) -> tuple[str, ...]:
    return tuple(pd.read_csv(path, nrows=0, encoding="utf-8").columns)


def _read_card(path: Path) -> dict:
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
        return {key: card[key] for key in ("schema_version", "name", "currency", "locale")}
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            Label(f"{path} is damaged ({error}); make or read the shop again.",
                  f"{path} 已损坏（{error}）；请重新生成或重新读取这家店。"),
            code="broken_card",
        ) from error


def write_table(frame: pd.DataFrame, stem: Path) -> Path:
    """Write a canonical frame as `stem`.csv (short) or `stem`.parquet (long); returns the path."""
    if len(frame) <= CSV_ROWS:
        path = stem.with_name(stem.name + ".csv")
        frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        return path
    path = stem.with_name(stem.name + ".parquet")
    engine.write_parquet(frame, path)
    return path


@dataclass(frozen=True)
class Rule:
    """How one coarse table follows from finer ones: `can` says from which columns, `derive` makes it."""

    can: Callable[[dict[str, tuple[str, ...]]], bool]
    derive: Callable[[Shop], pd.DataFrame]


def _shop_days(shop: Shop) -> pd.DataFrame:
    """Daily totals from first to last day. People are the distinct persons of each day: over days they do not add up.

    People from events where there are events, else from orders. Orders and order_amount are dated by the day they
    were placed, paid_orders and paid_amount by the day they were paid, refunds by the day they were made; a date
    that the export does not have falls back to the one before it.
    """
    parts = []
    if "events" in shop.tables:
        events = _dated(engine.table(shop.source("events")))
        views = events.filter(nw.col("step").is_in(["home", "search", "detail", "compare"]))
        favourites = events.filter(nw.col("step") == "favourite")
        parts += [
            _people(events, ["date"]),
            engine.collect(views.group_by("date").agg(page_views=nw.len())).set_index("date"),
            engine.collect(favourites.group_by("date").agg(favourites=nw.len())).set_index("date"),
        ]
    if "orders" in shop.tables:
        parts.append(_money(shop.orders, ["date"], people="events" not in shop.tables))
    if "ads" in shop.tables:
        parts.append(shop.ads.groupby("date")[[c for c in ("impressions", "clicks") if c in shop.columns("ads")]].sum())
    days = pd.concat(parts, axis=1, sort=True)
    if days.empty:
        return days.reset_index()
    span = pd.date_range(days.index.min(), days.index.max(), freq="D", name="date", unit="us")
    # a day on which nothing happened is a day of 0, not a missing day
    return days.reindex(span).fillna(0).reset_index()


def _traffic(shop: Shop) -> pd.DataFrame:
    """Day × source: people from events, orders and money from orders, each under the source that it names."""
    keys = ["date", "source"]
    events = _dated(engine.table(shop.source("events"))).filter(~nw.col("source").is_null())
    parts = [_people(events, keys).drop(columns="cart_adders", errors="ignore")]  # traffic does not tell carts
    if "source" in shop.columns("orders"):
        parts.append(_money(shop.orders, keys, people=False).reindex(columns=["orders", "paid_amount"]).dropna(axis=1, how="all"))
    return pd.concat(parts, axis=1, sort=True).fillna(0).reset_index()


RULES = {
    "shop_days": Rule(lambda has: "orders" in has or "events" in has, _shop_days),
    "traffic": Rule(lambda has: "source" in has.get("events", ()), _traffic),
}


def _dated(events):
    return events.with_columns(date=nw.col("at").dt.truncate("1d"))


def _people(events, keys) -> pd.DataFrame:
    """Distinct visitors of any step, and of the steps cart, order and pay where the log has them, by `keys`."""
    steps = set(engine.collect(events.select("step").unique())["step"])
    flags = {name: step for name, step in (("cart_adders", "cart"), ("orderers", "order"), ("buyers", "pay")) if step in steps}
    counts = {"visitors": events, **{name: events.filter(nw.col("step") == step) for name, step in flags.items()}}
    return pd.DataFrame({
        name: engine.collect(frame.group_by(*keys).agg(nw.col("visitor_id").n_unique().alias(name))).set_index(keys)[name]
        for name, frame in counts.items()
    })


def _money(orders: pd.DataFrame, keys, people: bool) -> pd.DataFrame:
    """Orders and money by `keys` ("date" among them), and buyers where `people` is asked for and known."""
    ordered = orders["ordered_at"]
    paid_at = orders["paid_at"] if "paid_at" in orders else ordered
    refunded_at = orders["refunded_at"].fillna(paid_at) if "refunded_at" in orders else paid_at

    def dated(at, rows=slice(None)):
        return orders.assign(date=at.dt.floor("D"))[rows].groupby(keys)

    placed, paid = dated(ordered), dated(paid_at, paid_at.notna())
    out = {"orders": placed["order_id"].nunique(), "paid_orders": paid["order_id"].nunique()}
    if "order_amount" in orders:
        out["order_amount"] = placed["order_amount"].sum()
    if "paid_amount" in orders:
        out["paid_amount"] = paid["paid_amount"].sum()
    if "refund_amount" in orders:
        refunds = dated(refunded_at, orders["refund_amount"] > 0)
        out |= {"refunded_orders": refunds["order_id"].nunique(), "refund_amount": refunds["refund_amount"].sum()}
    if people and "customer_id" in orders and orders["customer_id"].notna().any():
        out |= {"orderers": placed["customer_id"].nunique(), "buyers": paid["customer_id"].nunique()}
    return pd.DataFrame(out)


def describe_need(need: str) -> Label:
    """A need in words: "traffic.cost" → "Ad spend (traffic)"."""
    table, _, name = need.partition(".")
    grain = TABLES[table].grain
    if not name:
        return Label(f"{table} (one row per {grain.en})", f"{table} 表（每行：{grain.zh}）")
    label = column(name, table).label
    return Label(f"{label.en} ({table}.{name})", f"{label.zh}（{table}.{name}）")
