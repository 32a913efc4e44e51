"""stream: one independent source of chance per step and day, so that no step reshuffles another."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def stream(seed: int, name: str, day: int = 0) -> np.random.Generator:
    """A generator of its own for one step of one day; the same three always give the same numbers.

    seed: the plan's. name: the step ("carts", "pay"). day: the date's ordinal, so that a longer shop
    begins with the same days. Philox, because it is counter-based: streams of different keys never overlap.

    >>> list(stream(1, "carts", 5).integers(100, size=3)) == list(stream(1, "carts", 5).integers(100, size=3))
    True
    """
    entropy = [seed, crc32(name.encode()), day]
    if 0 <= seed < 2**32:  # the same numbers, taken in as they are: a shop has thousands of streams
        entropy = np.array(entropy, np.uint32)
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy)))
