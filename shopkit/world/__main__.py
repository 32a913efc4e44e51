"""python -m shopkit.world: draw the course's shop again and write the data dictionary beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from shopkit.world import make_shop
from shopkit.world.dictionary import dictionary


def main(datasets: Path) -> None:
    """Write demo/ and README.md into `datasets`."""
    shop = make_shop(datasets / "demo", progress=sys.stderr.isatty())
    (datasets / "README.md").write_text(dictionary(shop), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2] / "datasets")
