"""The frozen shops, poor shops cut from them, and a lesson's own cells run on any of them."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from shopkit.labels import Label, UserError
from shopkit.opening import open_shop
from shopkit.publish.source import NOT_FOR_EXPORTS, drop_sections, one_language, parse, sources
from shopkit.shop import Shop

FOLDER = Path(__file__).parent
NAMES = ("a", "b")
# what must never stand in a sentence: a hole, or a value that nobody wrote for readers
_BARE = r"(?:nan|NaN|NaT|None|inf|<NA>|&lt;NA&gt;)"
BROKEN = re.compile(rf"[{{}}∞]|(?<![A-Za-z]){_BARE}(?![A-Za-z])|Label\(")
BROKEN_CELL = re.compile(rf">\s*-?{_BARE}\s*<|Label\(")


@cache
def frozen(name: str) -> Shop:
    return open_shop(FOLDER / name)


def tables_of(name: str) -> dict[str, pd.DataFrame]:
    return {table: frozen(name).table(table) for table in frozen(name).tables}


def between(tables, first: str, last: str) -> dict[str, pd.DataFrame]:
    """The tables as an export of these days (both included) would bring them."""
    at = {"orders": "ordered_at", "events": "at", "shop_days": "date", "traffic": "date", "items": "date"}
    cut = dict(tables)
    for name, column in at.items():
        day = cut[name][column].dt.strftime("%Y-%m-%d")
        cut[name] = cut[name][(first <= day) & (day <= last)].reset_index(drop=True)
    month = cut["costs"]["month"].dt.strftime("%Y-%m")
    cut["costs"] = cut["costs"][(first[:7] <= month) & (month <= last[:7])].reset_index(drop=True)
    return cut


def _orders_only(t):
    return {"orders": t["orders"]}


def _bare_orders(t):
    return {"orders": t["orders"].dropna(subset=["paid_at"])[["order_id", "ordered_at", "paid_amount"]]}


def _bare_log(t):
    return {"events": t["events"].loc[t["events"]["step"].isin(["detail", "cart", "pay"]), ["visitor_id", "at", "step"]]}


def _log_without_payments(t):
    return {"events": t["events"][t["events"]["step"].isin(["home", "detail", "cart", "order"])]}


def _orders_and_a_log_without_payments(t):
    return {name: t[name] for name in ("orders", "products", "costs")} | _log_without_payments(t)


def _log_of_looks_and_payments(t):
    return {"events": t["events"][t["events"]["step"].isin(["detail", "pay"])], "orders": t["orders"]}


def _log_only(t):
    return {"events": t["events"].drop(columns="customer_id")}


def _log_of_one_day(t):
    return {name: frame for name, frame in between(t, "2026-09-10", "2026-09-10").items() if name in ("events", "orders")}


def _single_month(t):
    return between(t, "2026-09-01", "2026-09-30")


def _ten_days(t):
    return between(t, "2026-09-05", "2026-09-14")


def _few_visitors(t):
    return between(t, "2026-09-01", "2026-09-04") | {"products": t["products"]}


def _no_gap(t):
    # the device says nothing: by the visitor's number, alike on both sides
    events = t["events"]
    return t | {"events": events.assign(device=(events["visitor_id"] // 7 % 2).map({0: "phone", 1: "computer"}).astype("str"))}


def _one_device(t):
    return t | {"events": t["events"].assign(device="phone")}


def _gaps_in_the_log(t):
    """Some devices, items, sources and customers unknown, and an item that no list of products has."""
    events = t["events"]
    third = events["visitor_id"] % 3 == 0
    events = events.assign(**{c: events[c].where(~third) for c in ("device", "product_id", "source")})
    return t | {"events": events, "products": t["products"].iloc[1:]}


def _orders_of_nobody(t):
    return t | {"orders": t["orders"].drop(columns="customer_id")}


def _some_orders_of_nobody(t):
    orders = t["orders"]
    return t | {"orders": orders.assign(customer_id=orders["customer_id"].where(orders["customer_id"] % 2 == 0))}


def _days_without_visitors(t):
    """A quiet shop: days without anybody, and a buyer who paid on a day on which nobody came."""
    days = t["shop_days"].copy()
    quiet = days["date"].dt.day.isin([3, 4, 20])
    counts = [c for c in days if days[c].dtype == "Int64"]
    days.loc[quiet, counts] = 0
    days.loc[quiet & (days["date"].dt.day == 3), ["buyers", "paid_orders"]] = 1
    return t | {"shop_days": days}


def _month_without_sales(t):
    days = t["shop_days"].copy()
    first = days["date"].dt.month == 8
    for name in ("buyers", "paid_orders", "paid_amount", "orderers", "orders", "order_amount"):
        days.loc[first, name] = 0
    orders = t["orders"]
    return t | {"shop_days": days, "orders": orders[(orders["paid_at"].dt.month != 8) & (orders["ordered_at"].dt.month != 8)].reset_index(drop=True)}


def _paid_three_days_later(t):
    """Bank transfers: what was ordered at the end of a month is paid in the next."""
    return t | {"orders": t["orders"].assign(paid_at=t["orders"]["paid_at"] + pd.Timedelta(days=3))}


def _nobody_gets_to_the_end(t):
    """Everyone looks and fills the cart; the few who order or pay never looked."""
    events = t["events"]
    lookers = events.loc[events["step"] == "detail", "visitor_id"]
    stray = ~events["visitor_id"].isin(lookers)
    ends = events["step"].isin(["order", "pay"])
    extra = events[ends].head(4).assign(visitor_id=[1, 2, 3, 4])
    return t | {"events": pd.concat([events[~ends & ~stray], extra], ignore_index=True)}


def _orders_without_time_of_payment(t):
    return t | {"orders": t["orders"].dropna(subset=["paid_at"]).drop(columns="paid_at")}


def _two_platforms(t):
    return t


def _no_shipping_cost(t):
    return t | {"orders": t["orders"].drop(columns="shipping_cost")}


POOR = {f.__name__.strip("_"): f for f in (
    _orders_only, _bare_orders, _bare_log, _log_without_payments, _orders_and_a_log_without_payments, _log_of_looks_and_payments, _log_only, _log_of_one_day,
    _single_month, _ten_days, _few_visitors, _no_gap, _one_device, _gaps_in_the_log, _orders_of_nobody, _some_orders_of_nobody,
    _days_without_visitors, _month_without_sales, _paid_three_days_later, _nobody_gets_to_the_end, _orders_without_time_of_payment, _no_shipping_cost, _two_platforms,
)}


@cache
def poor(kind: str, name: str = "a") -> Shop:
    ledger = [SimpleNamespace(platform=p) for p in ("taobao", "etsy")] if kind == "two_platforms" else []
    return Shop(POOR[kind](tables_of(name)), currency="CNY", locale="zh_CN", name=kind, ledger=ledger)


def same(found, expected) -> bool:
    """Equal to what the loops give: to the last digit that a float has."""
    return found == expected if isinstance(expected, str) else float(found) == pytest.approx(float(expected), rel=1e-9, abs=1e-9)


def assert_said(words, *expected: str) -> None:
    """These figures stand in the sentence, and both languages say the same figures."""
    label = words.label
    assert not BROKEN.search(label.en + label.zh), label
    assert set(_figures(label.en)) == set(_figures(label.zh)), label
    assert not Counter(expected) - _figures(label.en), (expected, label.en)


def _figures(text: str) -> Counter:
    return Counter(re.findall(r"-?[¥$]?\d+(?:,\d{3})*(?:\.\d+)?%?", text))


@dataclass
class Told:
    """What a run of a lesson said and showed, and which cells broke."""

    said: list[tuple[str, Label]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def faults(self) -> list[str]:
        """Every broken cell, every sentence and every table with a hole or a bare value in it."""
        sentences = [f"{key}: {text}" for key, label in self.said for text in (label.en, label.zh) if not text.strip() or BROKEN.search(text)]
        return self.broken + sentences + [text for text in self.shown if BROKEN_CELL.search(text)]


def run_lesson(number: str, shop: Shop, lang: str, on_export: bool) -> Told:
    """The lesson's cells run on the shop without a notebook; a cell that breaks does not stop the others.

    on_export: as `apply` runs it: without what is for the course's shop only, and without sections whose needs are
    not met. Otherwise as a learner runs it.
    """
    import matplotlib.pyplot as plt

    notebook = one_language(parse(sources()[number]), lang, without=NOT_FOR_EXPORTS if on_export else frozenset({"trainer"}))
    if on_export:
        drop_sections(notebook, lambda needs: ", ".join(shop.missing(needs)))
    names, told = {"the_shop": shop}, Told()
    for cell in (c for c in notebook.cells if c.cell_type == "code"):
        source = "" if "parameters" in cell.metadata.get("tags", []) else cell.source.replace("open_shop(SHOP)", "the_shop")
        try:
            told.shown += _shown(_run(source, names))
        except Exception as error:
            kind = UserError if isinstance(error, UserError) else type(error)
            told.broken.append(f"{source.splitlines()[-1]} → {kind.__name__}: {error}")
        if "sentences" in names:
            names["sentences"] = _recorded(names["sentences"], told.said)
        plt.close("all")
    return told


def _run(source: str, names):
    """Run the cell; the value of its last line, as a notebook would show it."""
    body = ast.parse(source).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    exec(compile(ast.Module(body, []), "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


def _shown(value) -> list[str]:
    if hasattr(value, "_repr_mimebundle_"):  # asked once: a panel draws its pictures for it
        bundle = value._repr_mimebundle_()
        return [bundle["text/html"]] if "text/html" in bundle else []
    return [value._repr_html_() or ""] if hasattr(value, "_repr_html_") else [repr(value)]


def _recorded(sentences, said):
    """`sentences`, so that every sentence that is said is also kept."""
    if hasattr(sentences, "kept"):
        return sentences

    def kept(number, shop):
        say = sentences(number, shop)

        def recorded(key, *args, **values):
            words = say(key, *args, **values)
            said.append((key, words.label))
            return words

        return recorded

    kept.kept = True
    return kept
