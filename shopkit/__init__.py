"""shopkit: run an online shop by its data. Names are loaded when first used, so importing costs nothing."""

from importlib import import_module

__version__ = "0.1.0"

_HOMES = {
    "Label": "labels",
    "UserError": "labels",
    "set_language": "labels",
    "open_shop": "opening",
    "open_truth": "opening",
    "funnel": "metrics.funnel",
    "gaps": "metrics.leaks",
    "leaks": "metrics.funnel",
    "five_numbers": "metrics.summary",
    "margins": "metrics.profit",
    "summary": "metrics.summary",
    "book": "metrics",
    "exercises": "lessons",
    "sentences": "lessons",
    "show": "tables",
    "glossary": "tables",
    "use_style": "plots",
}
__all__ = [*_HOMES, "__version__"]


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module 'shopkit' has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__():
    return sorted(__all__)
