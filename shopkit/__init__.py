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
    "step_times": "metrics.funnel",
    "conversions": "metrics.conversion",
    "against_peers": "metrics.conversion",
    "creative_test": "metrics.conversion",
    "landings": "metrics.items",
    "week_changes": "metrics.items",
    "judge_changes": "metrics.items",
    "pre_sales": "metrics.presale",
    "stage_segment": "metrics.segments",
    "write_list": "metrics.segments",
    "five_numbers": "metrics.summary",
    "margins": "metrics.profit",
    "waterfall": "metrics.waterfall",
    "sensitivity": "metrics.waterfall",
    "price_elasticity": "metrics.price",
    "best_price": "metrics.price",
    "stack_offers": "metrics.price",
    "explained_share": "metrics.factors",
    "mix_and_rate": "metrics.mix",
    "source_table": "metrics.traffic",
    "attribution": "metrics.attribution",
    "halo": "metrics.halo",
    "store_type": "metrics.store_type",
    "break_even_visitors": "metrics.positioning",
    "niches": "metrics.positioning",
    "price_quality": "metrics.positioning",
    "buying_reasons": "metrics.reasons",
    "multiples": "metrics.competition",
    "beside_rivals": "metrics.competition",
    "market_shares": "metrics.competition",
    "concentration": "metrics.competition",
    "fall_out": "metrics.survivors",
    "usual_days": "metrics.survivors",
    "change_effects": "metrics.event_study",
    "price_war": "metrics.price_war",
    "suspicions": "metrics.faked",
    "base_rates": "metrics.faked",
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
