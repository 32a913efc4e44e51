"""Codes of the drawn arrays: steps as numbers, times as seconds, and how a uniform number picks a category."""

from __future__ import annotations

import numpy as np

from shopkit.schema import STEPS

DAY = 86_400
NEVER = -(10**12)
STEP = {name: code for code, name in enumerate(STEPS)}


def pick(uniform, cumulative) -> np.ndarray:
    """The category that each uniform number falls into; the last takes what rounding left over."""
    return np.minimum(np.searchsorted(cumulative, uniform, side="right"), len(cumulative) - 1)


def distinct(values: np.ndarray) -> np.ndarray:
    """Each value once, in order; a sort of numbers is many times as fast as numpy's own unique."""
    values = np.sort(values)
    return values[np.concatenate([[True], values[1:] != values[:-1]])] if len(values) else values
