"""The book: every metric, collected from the analyses it stands beside."""

from functools import cache
from importlib import import_module

from shopkit import schema
from shopkit.labels import Label
from shopkit.schema import Column

_ANALYSES = ("attribution", "competition", "conversion", "event_study", "factors", "faked", "funnel", "halo", "items", "leaks", "mix", "positioning", "presale", "price", "price_war", "profit", "reasons", "response", "segments", "store_type", "story", "summary", "survivors", "traffic", "waterfall")


@cache
def book():
    """name → Metric, of every analysis; a name used twice raises."""
    from shopkit.metric import Metric

    metrics = {}
    for module in _modules():
        for value in vars(module).values():
            if isinstance(value, Metric):
                if metrics.setdefault(value.name, value) is not value:
                    raise ValueError(f"two metrics are called {value.name}")
    return metrics


@cache
def _results():
    return {c.name: c for module in _modules() for c in getattr(module, "COLUMNS", ())}


def describe(name: str) -> Column | None:
    """Label, kind and closed list of a column of any table or result; None if nobody declared it."""
    if name in book():
        metric = book()[name]
        return Column(name, metric.unit, metric.label)
    return _results().get(name) or schema.column(name) or _person_days(name)


def _person_days(name: str) -> Column | None:
    """What people are called when they were added over days: visitors → visitor_days, 访客日."""
    base = schema.column(f"{name.removesuffix('_days')}s") if name.endswith("_days") else None
    if base is None or base.unit != "people":
        return None
    return Column(name, "count", Label(f"{base.label.en.removesuffix('s')}-days", f"{base.label.zh.removesuffix('数')}日"))


def _modules():
    return [import_module(f"{__name__}.{name}") for name in _ANALYSES]
