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
