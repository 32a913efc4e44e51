"""One shop as the platforms would export it: synthetic files with the headers and quirks of the genuine ones."""

from __future__ import annotations

from pathlib import Path

from shopkit.shop import Shop


def write_exports(shop: Shop, folder, english: Shop | None = None, seed: int = 2026) -> list[Path]:
    """Write the shop into `folder` as Chinese and international platforms would export it; returns the files.

    A folder per platform (taobao, shopify, amazon, ga4): each shows the same shop, so that their orders are not to be added.
    shop: canonical tables with Chinese texts; a report whose table is not there is not written. english: the same
    shop with English texts, for the international shapes (`shop` itself if None). seed: of the invented people and
    notes. Orders, ads and the shop's days are written whole; reports of a period cover the last full month (all
    days where there is none). The same shop and seed give the same bytes. Headers and quirks are those of genuine files. Raises UserError where xlwt, which writes the .xls files, is missing.

    >>> import tempfile
    >>> from shopkit.world import draw_shop
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     paths = write_exports(draw_shop(seed=3, scale=0.05, days=35), folder)
    ...     len({path.name for path in paths})
    9
    """
    from shopkit.world.export_shapes import (
        alimama,
        amazon,
        ga4,
        item_report,
        qianniu,
        shop_report,
        shopify,
        source_report,
    )

    english = shop if english is None else english
    paths = []
    for name, reports, told in (("taobao", (item_report, source_report, shop_report, qianniu, alimama), shop), ("shopify", (shopify,), english),
                                ("amazon", (amazon,), english), ("ga4", (ga4,), english)):
        into = Path(folder) / name
        into.mkdir(parents=True, exist_ok=True)
        for report in reports:
            paths += report.write(told, into, seed)
    return paths
