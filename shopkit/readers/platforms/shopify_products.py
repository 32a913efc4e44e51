"""Shopify's products export: one row per variant, with the product's own cells on its first row only, and rows of pictures."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.report import Reader, Rows, column

_OF_PRODUCT = ("title", "vendor", "type", "category")
_OPTIONS = ("option1", "option2", "option3")


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """products, one per variant, because a variant is what an order line sells.

    product_id = Variant SKU, else the name that the orders export gives the variant ("Title - Option 1 / Option 2",
    of a product without options its Title): the two exports meet in it, with or without SKUs. title = that name.
    list_price = Variant Compare At Price where it is above the Variant Price, else the Variant Price, as list_amount
    of an order is. unit_cost = Cost per item. category = Type, else Product Category. brand = Vendor.
    """
    rows.fill_down("handle", *_OF_PRODUCT)
    options = pd.concat([rows.column(name, missing=pd.NA) for name in _OPTIONS], axis=1).astype("str")
    nothing = options.isna().all(axis=1) & rows["price"].isna() & rows.column("sku", missing=pd.NA).isna()
    rows.set_aside(nothing, "picture_row")
    rows.set_aside((rows["price"] < 0) | (rows.column("unit_cost") < 0), "impossible_amount")
    name = _name(rows["title"], options.loc[rows.frame.index])
    product_id = rows["sku"].fillna(name) if "sku" in rows else name
    rows.set_aside(product_id.isna(), "missing_id")
    rows.set_aside(product_id.loc[rows.frame.index].duplicated(), "repeated_item")
    if rows.frame.empty:
        return {}, rows.currency
    at = rows.frame.index
    without = int(rows.column("sku", missing=pd.NA).isna().sum())
    if without:
        rows.note("no_sku", Label(
            "Variants without an SKU, known by their name as the orders export writes it: {items:count}. Renamed later, they meet their old orders no more.",
            "有 {items:count} 个规格没有 SKU，用订单导出里的商品名识别；改名后就对不上旧订单了。").fill(items=without))
    compare = rows.column("compare_at")
    table = {"product_id": product_id.loc[at], "title": name.loc[at],
             "list_price": rows["price"].where(~(compare > rows["price"]), compare).round(2)}
    if "vendor" in rows:
        table["brand"] = rows["vendor"]
    if "type" in rows or "category" in rows:
        table["category"] = rows.first_of("type", "category")
    if "unit_cost" in rows:
        table["unit_cost"] = rows["unit_cost"].round(2)
    return {"products": pd.DataFrame(table, index=at)}, rows.currency


def _name(title: pd.Series, options: pd.DataFrame) -> pd.Series:
    """The variant's name as a line of an order has it."""
    joined = pd.Series(pd.NA, index=options.index, dtype="str")
    for name in options:
        value = options[name].where(options[name] != "Default Title")
        joined = joined.where(value.isna(), value.where(joined.isna(), joined + " / " + value))
    return title.where(joined.isna(), title + " - " + joined)


PRODUCTS = Reader(
    platform="shopify",
    report="products",
    feeds=("products",),
    title=Label("Shopify, products", "Shopify 商品"),
    main="products",
    build=_build,
    encodings=("utf-8-sig", "utf-16", "cp1252"),
    fields=(
        column("handle", "id", "Handle", must=True, filled=True),
        column("title", "text", "Title", must=True),
        column("price", "money", "Variant Price", must=True),
        column("sku", "id", "Variant SKU"),
        column("compare_at", "money", "Variant Compare At Price"),
        column("unit_cost", "money", "Cost per item", "Variant Cost"),
        column("vendor", "text", "Vendor"),
        column("type", "text", "Type"),
        column("category", "text", "Product Category"),
        column("option1", "text", "Option1 Value"),
        column("option2", "text", "Option2 Value"),
        column("option3", "text", "Option3 Value"),
    ),
)
READERS = (PRODUCTS,)
