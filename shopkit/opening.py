"""open_shop: one door for shop folders, the course's own shops and platforms' exports."""

from __future__ import annotations

from pathlib import Path

from shopkit import shop as shops
from shopkit.labels import Label, UserError
from shopkit.shop import Shop

DATASETS = Path(__file__).resolve().parent.parent / "datasets"

# the course's practice exports, by platform
EXPORTS = ("exports/taobao", "exports/shopify", "exports/amazon", "exports/ga4")


def open_shop(*paths, dates: str | None = None, mapping=None) -> Shop:
    """The Shop behind a name or paths.

    paths: the name of a shop of the course ("demo"), or of its exports ("exports/taobao"); or a shop folder (it holds shop.json); or one or more files
    and folders as platforms export them (or one list of them). dates: "dmy" or "mdy", where a file leaves open
    whether 3/4 is in March or in April. mapping: the path of a mapping file, or several, by which tables of one's own
    are read (`python -m shopkit read --suggest FILE` drafts one). Raises UserError if there is nothing usable, naming each problem.

    >>> open_shop("demo").currency
    'CNY'
    """
    if len(paths) == 1 and isinstance(paths[0], (list, tuple)):
        paths = tuple(paths[0])
    if not paths or not all(map(str, paths)):
        raise UserError(
            Label('open_shop() needs the name of a shop ("demo") or the path of a file or folder.',
                  'open_shop() 需要店铺的名字（如 "demo"），或文件、文件夹的路径。'),
            code="missing_path",
        )
    if len(paths) == 1:
        folder = _folder(paths[0])
        if (folder / shops.CARD).exists():
            if mapping:
                raise UserError(Label(f"{paths[0]} is a shop already and needs no mapping.", f"{paths[0]} 本身就是店铺，不需要列对照。"), code="mapping_unused")
            return shops.open_folder(folder)
        if _is_name(paths[0]) and not folder.exists():
            known = ", ".join(sorted(p.parent.name for p in DATASETS.glob(f"*/{shops.CARD}"))) or "—"
            raise UserError(
                Label(
                    f"There is no shop or file called {str(paths[0])!r} here. The course's shops are: {known}. "
                    f"For files of your own give their path.",
                    f"这里没有叫 {str(paths[0])!r} 的店铺或文件。课程自带的店铺有：{known}。自己的文件请写出路径。",
                ),
                code="missing_path",
            )
    from shopkit import readers

    return readers.read_shop([_folder(path) for path in paths], dates=dates, mapping=mapping)


def open_truth(shop):
    """The truth behind a drawn shop, by the name or the folder that open_shop() takes: to be looked at last.

    Raises UserError for a real shop, whose truth nobody knows.

    >>> round(open_truth("demo").ratio("unused_coupon"), 2) < 1
    True
    """
    from shopkit import world

    return world.open_truth(_folder(shop))


def _folder(name_or_path) -> Path:
    """The path, or what the course's datasets hold under this name: a shop, or a folder of exports."""
    named = DATASETS / str(name_or_path)
    shop = _is_name(name_or_path) and (named / shops.CARD).exists()
    exports = isinstance(name_or_path, str) and name_or_path in EXPORTS and not Path(name_or_path).exists()
    return named if shop or exports else Path(name_or_path)


def _is_name(path) -> bool:
    return isinstance(path, str) and not any(mark in path for mark in "/\\.")
