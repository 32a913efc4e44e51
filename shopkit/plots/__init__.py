"""Result table → matplotlib Axes, in one house style, with Chinese glyphs from the font that shopkit ships."""

from shopkit.plots.funnel import plot_funnel, plot_funnel_by, plot_leaks
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
from shopkit.plots.shop import plot_bars, plot_days, plot_margins

__all__ = [
    "BLUE", "FONT", "GREEN", "GREY", "ORANGE", "PALETTE", "RED", "axes", "date_axis", "finish", "plain", "plot_bars", "plot_days",
    "plot_funnel", "plot_funnel_by", "plot_leaks", "plot_margins", "shade_campaigns", "style", "use_style",
]
