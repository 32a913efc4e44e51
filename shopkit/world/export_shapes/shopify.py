"""Shopify orders_export.csv."""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from shopkit.shop import Shop
from shopkit.world.export_shapes.buyers import Buyer, buyers
from shopkit.world.export_shapes.order_heads import order_heads, order_lines
from shopkit.world.export_shapes.tables import table
from shopkit.world.export_shapes.writing import moment, plain, text, write_csv

HEADER = (
    "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,"
    "Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,"
    "Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,"
    "Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,"
    "Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,"
    "Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,"
    "Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,"
    "Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,"
    "Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
).split(",")
# where a shop with this currency stands, and its clock; an American shop keeps eastern time, as the hours of its plan do
_PLACES = {"CNY": ("CN", "Asia/Shanghai"), "USD": ("US", "America/New_York")}
_ELSEWHERE = ("US", "UTC")
_NOTES = ("Please leave it at the door.\nThank you!", "Gift: no invoice in the parcel,\nplease.", 'Address is "Building B",\nsecond floor')
_METHODS = ("Shopify Payments", "Shopify Payments", "Shopify Payments", "PayPal Express Checkout", "Shopify Payments + Gift Card")


def write(shop: Shop, folder: Path, seed: int) -> list[Path]:
    """Needs orders. UTF-8 without a mark, \\n line ends, newest order first."""
    lines = order_lines(shop)
    if lines is None:
        return []
    lines = _priced(shop, lines)
    heads = order_heads(lines)
    heads["discount"] = (lines["price"] * lines["quantity"] - lines["goods"]).groupby(lines["order_id"], sort=False).sum().round(2).to_numpy()
    people = buyers(heads.iloc[::-1], "en_US", seed)
    draw = np.random.default_rng([seed, 21])
    chance = pd.DataFrame({"note": draw.integers(30 * len(_NOTES), size=len(heads)), "method": draw.integers(len(_METHODS), size=len(heads)),
                           "marketing": draw.random(len(heads)) < 0.4, "name": [f"#{1000 + n}" for n in range(len(heads), 0, -1)]})
    of_order = {order_id: list(rows) for order_id, rows in groupby(lines.itertuples(), key=lambda line: line.order_id)}
    rows = [HEADER]
    for order in heads.join(chance).itertuples():
        head, buyer = _head(order, people[order.order_id], shop), people[order.order_id]
        for n, line in enumerate(of_order[order.order_id]):
            # order-level cells stand on the first line only; these four repeat
            again = {"Name": order.name, "Email": buyer.email, "Created at": _time(order.ordered_at, shop)}
            cells = (head if n == 0 else {}) | again | _line(line)
            rows.append([cells.get(name, "") for name in HEADER])
    return [write_csv(folder / "orders_export.csv", rows, "utf-8", "\n")]


def _priced(shop: Shop, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with `goods` (paid, or to be paid) and the shelf `price`, so that Σ price × quantity − Discount Amount = Subtotal."""
    goods = lines["paid_amount"].where(lines["paid_at"].notna(), lines["order_amount"]).fillna(lines["order_amount"]).fillna(0.0)
    quantity = lines["quantity"].fillna(1).astype(int)
    # a price of whole cents that covers the goods: what a division leaves over goes into the discount
    least = pd.Series([math.ceil(round(g * 100) / q) / 100 for g, q in zip(goods, quantity, strict=True)], index=lines.index)
    items = table(shop, "items")
    shelf = {} if items is None else items.dropna(subset="price").drop_duplicates(["date", "product_id"]).set_index(["date", "product_id"])["price"].to_dict()
    keys = zip(lines["ordered_at"].dt.floor("D"), lines["product_id"], strict=True)
    price = [max(shelf.get(key, at_least), at_least) for key, at_least in zip(keys, least, strict=True)]
    products = table(shop, "products")
    brand = {} if products is None else products.dropna(subset="brand").set_index("product_id")["brand"].to_dict()
    return lines.assign(goods=goods, quantity=quantity, price=price, brand=[brand.get(i, "") for i in lines["product_id"]])


def _line(line) -> dict[str, str]:
    before = line.list_amount / line.quantity if line.list_amount > line.price * line.quantity else None
    return {
        "Lineitem quantity": str(line.quantity), "Lineitem name": line.title, "Lineitem price": plain(line.price),
        "Lineitem compare at price": plain(before), "Lineitem sku": text(line.product_id), "Lineitem requires shipping": "true",
        "Lineitem taxable": "true", "Lineitem fulfillment status": "pending" if pd.isna(line.shipped_at) else "fulfilled",
        "Vendor": line.brand, "Lineitem discount": "0.00",
    }


def _head(order, buyer: Buyer, shop: Shop) -> dict[str, str]:
    """Subtotal = Total: canonical amounts are goods alone, without tax and shipping. Refunded Amount of the goods."""
    paid = not pd.isna(order.paid_at)
    goods = round(order.paid_amount if paid else order.order_amount, 2)
    reference = f"c{order.order_id}.1" if paid else ""
    cancelled = order.ordered_at + pd.Timedelta(days=1) if order.status == "cancelled" else None  # no table has this time
    return {
        "Financial Status": _financial(order, paid), "Paid at": _time(order.paid_at, shop),
        "Fulfillment Status": "unfulfilled" if pd.isna(order.shipped_at) else "fulfilled", "Fulfilled at": _time(order.shipped_at, shop),
        "Accepts Marketing": "yes" if order.marketing else "no", "Currency": shop.currency or "",
        "Subtotal": plain(goods), "Shipping": "0.00", "Taxes": "0.00", "Total": plain(goods),
        "Discount Code": text(order.coupon_id) or ("AUTOMATIC DISCOUNTS" if order.discount > 0 else ""),
        "Discount Amount": plain(order.discount), "Shipping Method": "Standard", "Notes": dict(enumerate(_NOTES)).get(order.note, ""),
        "Note Attributes": "" if pd.isna(order.source) else f"source: {order.source}\nlanding: /",  # newlines in cells
        "Cancelled at": _time(cancelled, shop), "Payment Method": _METHODS[order.method] if paid else "",
        "Payment Reference": reference, "Payment ID": reference, "Payment References": reference,
        "Refunded Amount": plain(order.refund_amount), "Outstanding Balance": plain(0.0 if paid or cancelled is not None else goods),
        "Id": order.order_id, "Risk Level": "Low", "Source": "web", "Phone": buyer.phone,
    } | _address("Billing", order, buyer, shop) | _address("Shipping", order, buyer, shop)


def _address(of: str, order, buyer: Buyer, shop: Shop) -> dict[str, str]:
    province = text(order.province)
    return {
        f"{of} Name": buyer.name, f"{of} Street": buyer.street, f"{of} Address1": buyer.street, f"{of} City": text(order.city),
        f"{of} Zip": f"'{buyer.postcode}",  # an apostrophe keeps the zero in front
        f"{of} Province": province, f"{of} Province Name": province, f"{of} Country": _PLACES.get(shop.currency, _ELSEWHERE)[0], f"{of} Phone": buyer.phone,
    }


def _financial(order, paid: bool) -> str:
    if not paid:
        return "voided" if order.status == "cancelled" else "pending"
    refund = 0 if pd.isna(order.refund_amount) else order.refund_amount
    return "paid" if refund <= 0 else "refunded" if refund >= order.paid_amount else "partially_refunded"


def _time(at, shop: Shop) -> str:
    """With the clock's offset on that day. Of the hour that the end of summer time repeats, it is the first."""
    clock = ZoneInfo(_PLACES.get(shop.currency, _ELSEWHERE)[1])
    return moment(at.to_pydatetime().replace(tzinfo=clock), "%Y-%m-%d %H:%M:%S %z") if moment(at) else ""
