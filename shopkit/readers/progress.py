"""A progress bar while a long file is read: on stderr, so that what is piped or parsed from stdout stays clean."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from shopkit.labels import Label

LARGE = 20_000_000
# a file that is read before this is over needs no bar
DELAY_SECONDS = 0.5
SCREEN_SECONDS = 0.1
# where every state of the bar is a line of a log, few of them will do
_LOG_SECONDS = 5


@contextmanager
def bar(path: Path) -> Iterator[Callable[[float], object]]:
    """What collect() tells of how far it is, from 0 to 1: a bar on a terminal, or wherever the file is large, else nothing."""
    if not _wanted(path):
        yield lambda _share: None
        return
    from tqdm import tqdm

    words = Label(f"Reading {path.name}", f"读取 {path.name}")
    with tqdm(total=1.0, desc=str(words), bar_format="{desc}: {percentage:3.0f}%|{bar}| {elapsed}<{remaining}", file=sys.stderr, leave=False,
              delay=DELAY_SECONDS, miniters=0, mininterval=SCREEN_SECONDS if sys.stderr.isatty() else _LOG_SECONDS) as shown:
        yield lambda share: shown.update(share - shown.n)


def _wanted(path: Path) -> bool:
    # no stderr (a windowed program), or a notebook's: what stands there would be kept in the cell's output for good
    if sys.stderr is None or type(sys.stderr).__module__.startswith("ipykernel"):
        return False
    return sys.stderr.isatty() or path.stat().st_size > LARGE
