"""Expected sums → counts drawn without events: a shop of any size in a blink, to see whether an effect can be seen."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from shopkit.world.plan import Cause
from shopkit.world.service import UNHAPPY
from shopkit.world.stream import stream
from shopkit.world.truth import rows_of

# sums that are not counts: a number of points or of money for each of what they are divided by
_POINTS, _MONEY = ("score_item", "score_service", "score_logistics"), ("goods_cost", "cost", "paid_amount")


@dataclass(frozen=True)
class Measured:
    """An effect as counts show it: ratio with ÷ without, and its interval."""

    ratio: float
    low: float
    high: float


def measure(cause: Cause, with_it: pd.DataFrame, without: pd.DataFrame, scale: float = 100_000.0, seed: int = 1, level: float = 0.999) -> Measured:
    """The effect of one cause on what it shows in, on counts of two shops `scale` times as large: with it and without.

    with_it, without: the expected table in which the cause shows (truth.sides). Rows of the cause's days and place: below
    the line Poisson, above it binomial (of money and points: so much for each). The interval is that of the difference of
    two logarithms, by the delta method.
    """
    from scipy.special import ndtri

    (above, var_above), (below, var_below) = (
        _ratio(rows_of(table, cause), cause.shows, scale, stream(seed, f"{cause.name} {name}")) for name, table in (("with", with_it), ("without", without)))
    if above == 0:  # nothing at all, in how many ever
        return Measured(0.0, 0.0, 0.0)
    middle, half = np.log(above / below), ndtri((1 + level) / 2) * np.sqrt(var_above + var_below)
    return Measured(*(float(v) for v in np.exp([middle, middle - half, middle + half])))


def _ratio(rows: pd.DataFrame, shows, scale, draw):
    """(drawn ratio, variance of its logarithm)."""
    top, bottom = shows
    if not bottom:
        n = draw.poisson(rows[top].to_numpy() * scale).sum()
        return float(n), 1 / max(n, 1)
    expected = rows[bottom].to_numpy()
    n = draw.poisson(expected * scale)
    each = np.divide(rows[top].to_numpy(), expected, out=np.zeros(len(rows)), where=expected > 0)
    if top in _MONEY:
        total = (n * each).sum()
        spread = (n * (each - total / n.sum()) ** 2).sum() / n.sum()
        return total / n.sum(), spread / n.sum() / (total / n.sum()) ** 2
    if top in _POINTS:
        unhappy = draw.binomial(n, np.clip((5 - each) / UNHAPPY, 0, 1))
        lost = unhappy + draw.binomial(3 * unhappy, 0.6)
        mean = 5 - lost.sum() / n.sum()
        return mean, 4.0 / n.sum() / mean**2  # no score is further than 2 from the middle of the scale
    if (each > 1).any():  # several units a buyer: not a share
        x = draw.poisson(rows[top].to_numpy() * scale).sum()
        return x / n.sum(), 1 / max(x, 1) + 1 / n.sum()
    x = draw.binomial(n, each).sum()
    return x / n.sum(), (1 - x / n.sum()) / max(x, 1)
