"""Codes of the drawn arrays: steps as numbers, times as seconds, and how a uniform number picks a category."""

from __future__ import annotations

import numpy as np

from shopkit.schema import STEPS

DAY = 86_400
NEVER = -(10**12)
STEP = {name: code for code, name in enumerate(STEPS)}


# equal parts of [0, 1), of which nearly all lie within one category; a power of two, so that multiplying by it is exact
_CELLS = 1024


def pick(uniform, cumulative) -> np.ndarray:
    """The category that each uniform number falls into; the last takes what rounding left over.

    Most numbers are looked up by the part of [0, 1) they lie in: that is several times as fast as searching for each.
    """
    if len(uniform) < _CELLS:
        return np.minimum(np.searchsorted(cumulative, uniform, side="right"), len(cumulative) - 1)
    edges = np.searchsorted(cumulative, np.arange(_CELLS + 1) / _CELLS, side="right")
    cell = (uniform * _CELLS).astype(np.intp)
    found = edges[cell]
    open_ = np.flatnonzero((edges[1:] != edges[:-1])[cell])
    found[open_] = np.searchsorted(cumulative, uniform[open_], side="right")
    return np.minimum(found, len(cumulative) - 1, out=found)


def distinct(values: np.ndarray) -> np.ndarray:
    """Each value once, in order; a sort of numbers is many times as fast as numpy's own unique."""
    values = np.sort(values)
    return values[np.concatenate([[True], values[1:] != values[:-1]])] if len(values) else values
