"""Amazon Business Report by child item: the last full month, which only the file's name tells."""

from __future__ import annotations

from pathlib import Path
from zlib import crc32

import pandas as pd

from shopkit.labels import format_value
from shopkit.shop import Shop
from shopkit.world.export_shapes.tables import last_full_month, table, titles
from shopkit.world.export_shapes.writing import count, divided, percent, write_csv

HEADER = (
    "(Parent) ASIN,(Child) ASIN,Title,SKU,Sessions - Total,Sessions - Total - B2B,Session Percentage - Total,"
    "Session Percentage - Total - B2B,Page Views - Total,Page Views - Total - B2B,Page Views Percentage - Total,"
    "Page Views Percentage - Total - B2B,Featured Offer (Buy Box) Percentage,Featured Offer (Buy Box) Percentage - B2B,Units Ordered,"
    "Units Ordered - B2B,Unit Session Percentage,Unit Session Percentage - B2B,Ordered Product Sales,Ordered Product Sales - B2B,"
    "Total Order Items,Total Order Items - B2B"
).split(",")


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs items. No buyer of this shop is a company: the B2B columns are 0."""
    items = table(shop, "items")
    if items is None:
        return []
    period = last_full_month(shop)
    month = _month(shop, items, period)
    rows = [HEADER, *(_row(item, month, shop.currency) for item in month.itertuples())]
    # a mark (BOM) in front, as its importers meet it
    return [write_csv(folder / f"BusinessReport_{period.written('_')}.csv", rows, "utf-8-sig", "\n")]


def _month(shop: Shop, items: pd.DataFrame, period) -> pd.DataFrame:
    """Sessions = Σ visitors of each day: Amazon counts a person once in 24 hours, so daily visitors do add up here."""
    by = items[period.holds(items["date"])].groupby("product_id")
    month = by[["visitors", "page_views", "units", "paid_amount", "buyers"]].sum().rename(columns={"buyers": "lines"})
    orders = table(shop, "orders")
    if orders is not None:
        month["lines"] = orders[period.holds(orders["paid_at"])].groupby("product_id").size()
    month = month.fillna(0).reset_index()
    month["title"] = titles(shop, month["product_id"])
    return month.sort_values(["visitors", "product_id"], ascending=[False, True])


def _row(item, month: pd.DataFrame, currency: str | None) -> list[str]:
    """Ordered = paid: on Amazon there is no order without a payment. SKU is the canonical product_id."""
    asin = f"B0{crc32(item.product_id.encode()):08X}"
    return [
        asin, asin, item.title, item.product_id, count(item.visitors), "0", _share(item.visitors, month["visitors"]), "0.00%",
        count(item.page_views), "0", _share(item.page_views, month["page_views"]), "0.00%", "100.00%", "0.00%",
        count(item.units), "0", percent(divided(item.units, item.visitors) or 0), "0.00%",
        format_value(item.paid_amount, "money", currency, "en"), format_value(0.0, "money", currency, "en"), count(item.lines), "0",
    ]


def _share(part, of: pd.Series) -> str:
    return percent(divided(part, of.sum()) or 0)
