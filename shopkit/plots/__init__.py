"""Result table → matplotlib Axes, in one house style, with Chinese glyphs from the font that shopkit ships."""

from shopkit.plots.competition import (
    plot_change,
    plot_cuts,
    plot_multiples,
    plot_picture_prices,
    plot_price_war,
    plot_shares,
    plot_survivors,
)
from shopkit.plots.funnel import (
    plot_effects,
    plot_funnel,
    plot_funnel_by,
    plot_landings,
    plot_leaks,
    plot_peers,
    plot_presale,
)
from shopkit.plots.house import (
    BLUE,
    FONT,
    GREEN,
    GREY,
    ORANGE,
    PALETTE,
    RED,
    axes,
    date_axis,
    finish,
    plain,
    shade_campaigns,
    style,
    use_style,
)
from shopkit.plots.positioning import plot_break_even, plot_niches, plot_price_quality, plot_reasons
from shopkit.plots.profit import plot_factors, plot_items, plot_price, plot_sensitivity, plot_waterfall
from shopkit.plots.shop import plot_bars, plot_days, plot_margins
from shopkit.plots.traffic import plot_attribution, plot_mix_and_rate, plot_response, plot_sources

__all__ = [
    "BLUE", "FONT", "GREEN", "GREY", "ORANGE", "PALETTE", "RED", "axes", "date_axis", "finish", "plain", "plot_attribution", "plot_bars", "plot_break_even", "plot_change", "plot_cuts", "plot_days", "plot_effects", "plot_factors", "plot_funnel", "plot_funnel_by", "plot_items", "plot_landings", "plot_leaks", "plot_margins", "plot_mix_and_rate", "plot_multiples", "plot_niches", "plot_peers", "plot_picture_prices", "plot_presale", "plot_price", "plot_price_quality", "plot_price_war", "plot_reasons", "plot_response", "plot_sensitivity", "plot_shares", "plot_sources", "plot_survivors", "plot_waterfall", "shade_campaigns", "style", "use_style",
]
