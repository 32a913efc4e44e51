"""python -m shopkit.world: draw the course's shops again, the demo's exports, the data dictionary and the checksums."""

from __future__ import annotations

import hashlib
import shutil
import sys
from pathlib import Path

from shopkit.labels import set_language
from shopkit.shop import CARD, open_folder
from shopkit.world import make_shop
from shopkit.world.dictionary import dictionary
from shopkit.world.export_shapes import write_exports

# the shops that lessons need beside the demo, with the tables they use: a log of every step is only carried where paths are told
LESSON_SHOPS = {
    "lesson_02": ("orders", "products", "shop_days", "items", "costs", "traffic", "competitors", "market", "changes"),
    "lesson_04": ("events", "orders", "products", "shop_days", "traffic", "items", "ads", "costs", "customers", "reviews", "changes"),
    "lesson_05": ("orders", "products", "shop_days", "items", "costs", "traffic", "ads", "competitors", "market", "market_reviews", "changes"),
}


def main(datasets: Path) -> None:
    """Write demo/, exports/, the lessons' shops, README.md and checksums.txt into `datasets`."""
    for name in ("demo", "exports", *LESSON_SHOPS):
        shutil.rmtree(datasets / name, ignore_errors=True)
    shop = make_shop(datasets / "demo", progress=sys.stderr.isatty())
    for name, tables in LESSON_SHOPS.items():
        make_shop(datasets / name, scenario=name, progress=sys.stderr.isatty())
        for path in (datasets / name).iterdir():
            if path.is_file() and path.name != CARD and path.name.split(".")[0] not in tables:
                path.unlink()
    set_language("en")
    write_exports(shop, datasets / "exports", english=open_folder(datasets / "demo"))
    (datasets / "README.md").write_text(dictionary(shop), encoding="utf-8", newline="\n")
    (datasets / "checksums.txt").write_text(checksums(datasets), encoding="utf-8", newline="\n")


def checksums(datasets: Path) -> str:
    """One line a file, as sha256sum writes and checks them: digest and path below datasets/."""
    files = sorted(p for p in datasets.rglob("*") if p.is_file() and p.parent != datasets)
    return "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(datasets).as_posix()}\n" for p in files)


if __name__ == "__main__":
    main(Path(__file__).resolve().parents[2] / "datasets")
