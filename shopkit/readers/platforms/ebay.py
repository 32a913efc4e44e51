"""eBay: the orders report, and what it takes from orders by the transaction report and the order earnings report."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label
from shopkit.readers import orders, people
from shopkit.readers.report import Reader, Rows, column

_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")
_PERSONAL = ("Seller", "PayPal Transaction ID", "Tracking Number")
# columns of fees, which eBay writes below zero; not the charity donation, which is the seller's own wish
_FEES = {
    "fixed": ("Final Value Fee - fixed",), "variable": ("Final Value Fee - variable",), "regulatory": ("Regulatory operating fee",),
    "not_as_described": ('Very high "item not as described" fee',), "below_standard": ("Below standard performance fee",),
    "international": ("International fee",), "deposit": ("Deposit processing fee",),
    "promoted": ("Promoted Listing Standard fee", "Promoted Listings Standard fee", "Promoted Listings fee", "Ad Fee Standard"),
    "dispute": ("Payment dispute fee",),
}
_CENT = 0.015


def _orders(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """orders, one line per item; products.

    order_amount = Sold For, times Quantity where Total Price says that Sold For is the price of one: Total Price =
    goods + Shipping And Handling + taxes (those in the total). paid_amount = order_amount where there is a Paid On
    Date, which is paid_at. An order of several items has a row of its own sums above them: it is set aside and held
    against them. product_id = Item Number. eBay's refunds and fees stand in the transaction report.
    """
    several = rows["item"].isna() & rows["item"].notna().groupby(rows["order_id"]).transform("any")
    sums = rows.frame[several]
    rows.set_aside(several, "other_level")
    rows.set_aside(rows["transaction_id"].notna() & rows.frame.duplicated(["order_id", "transaction_id"]) if "transaction_id" in rows
                   else pd.Series(False, index=rows.frame.index), "repeated_line")
    rows.set_aside(rows["sold_for"] < 0, "impossible_amount")
    if rows.frame.empty:
        return {}, rows.currency
    goods = _goods(rows)
    _note_sums(rows, sums, goods)
    order, at = rows["order_id"], rows.frame.index
    if "paid_at" in rows and len(sums):
        # the order's row may have the only day of payment
        of_order = sums.dropna(subset="paid_at").drop_duplicates("order_id").set_index("order_id")["paid_at"]
        paid_at = rows["paid_at"].fillna(order.map(of_order))
    else:
        paid_at = rows.column("paid_at", missing=pd.NaT).astype("datetime64[us]")
    if "paid_at" not in rows:
        rows.note("paid_at_missing", Label("The file has no Paid On Date: no order of it can be said to be paid.", "文件没有 Paid On Date 列：无法判断订单是否已付款。"))
    paid = paid_at.notna()
    shipped = rows.column("shipped_at", missing=pd.NaT).notna()
    product = rows.first_of("item", "title")
    table = {
        "order_id": order, "line_no": orders.line_numbers(order), "product_id": product, "ordered_at": rows["sale_date"], "paid_at": paid_at,
        "quantity": rows["quantity"], "list_amount": goods, "order_amount": goods, "paid_amount": goods.where(paid),
        "status": pd.Series("unpaid", index=at).where(~paid, "paid").where(~(paid & shipped), "shipped"),
    }
    table |= {name: rows[name] for name in ("city", "province", "shipped_at") if name in rows}
    if "buyer" in rows:
        table["customer_id"] = people.hashed(rows["buyer"], "ebay")
    tables = {"orders": pd.DataFrame(table, index=at)}
    if "title" in rows:
        titled = pd.DataFrame({"product_id": product, "title": rows["title"]}).dropna(subset="product_id")
        tables["products"] = titled.drop_duplicates("product_id", keep="last")
    rows.note("fees_elsewhere", Label("Refunds and fees are not in this report: give the transaction report (Payments → Reports) as well.",
                                      "这份报表没有退款和费用：请同时给 Payments → Reports 的 transaction report。"))
    return tables, rows.currency


def _goods(rows: Rows) -> pd.Series:
    """What each line costs: Sold For, as one or as all of its units, whichever Total Price confirms."""
    one, all_units = rows["sold_for"] * rows["quantity"], rows["sold_for"]
    many = rows["quantity"] > 1
    if not many.any():
        return all_units.round(2)
    rest = rows.column("total") - rows.or_zero("shipping")
    taxes = rows.or_zero("seller_tax") + rows.or_zero("ebay_tax")
    confirms = {name: ((rest - goods).abs() < _CENT) | ((rest - goods - rows.or_zero("seller_tax")).abs() < _CENT) | ((rest - goods - taxes).abs() < _CENT)
                for name, goods in (("one", one), ("all", all_units))}
    each, whole = (many & confirms[name] & ~confirms[other] for name, other in (("one", "all"), ("all", "one")))
    unknown = many & ~each & ~whole
    if unknown.any() and each.any() != whole.any():
        rows.note("price_as_elsewhere", Label(
            "Rows of several units whose Total Price does not tell whether Sold For is the price of one or of all; they were read like the other "
            "rows of the file: {rows:count}.",
            "有 {rows:count} 行多件商品，从 Total Price 看不出 Sold For 是单价还是总价，按文件里其他行的口径读取。").fill(rows=int(unknown.sum())), unknown)
        each, unknown = each | (unknown if each.any() else False), unknown & False
    if unknown.any():
        rows.note("price_undecided", Label(
            "Rows of several units of which nothing tells whether Sold For is the price of one or of all; their amounts were left empty: {rows:count}.",
            "有 {rows:count} 行多件商品，无法判断 Sold For 是单价还是总价，金额留空。").fill(rows=int(unknown.sum())), unknown)
    return all_units.where(~each, one).where(~unknown).round(2)


def _note_sums(rows: Rows, sums: pd.DataFrame, goods: pd.Series) -> None:
    """Hold the row of an order's sums against its items."""
    if sums.empty:
        return
    of_items = goods.groupby(rows["order_id"]).sum(min_count=1)
    difference = (sums["sold_for"] - sums["order_id"].map(of_items)).round(2)
    differs = difference.abs() > _CENT
    if differs.any():
        rows.entry.note("items_differ_from_order", Label(
            "Orders of several items whose own row does not add up to their items: {orders:count}, {amount:money} in sum. The items are used.",
            "有 {orders:count} 笔多商品订单，订单行与商品行之和不等，合计相差 {amount:money}。以商品行为准。",
        ).fill(rows.currency, orders=int(differs.sum()), amount=round(float(difference[differs].sum()), 2)), sums.index[differs])


def _transactions(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """fees of orders, refunds, and payments.

    fee_amount of a row of type Order or Refund = −(Σ of its fee columns), so that what a refund gives back of the fees
    is taken off; of type Other fee with an order (advertising) = −Net amount. refund_amount of type Refund, Claim or
    Payment dispute = −Item subtotal, else −Gross transaction amount. Other fees without an order, and shipping labels, are payments
    of the month (kind other). Payouts, transfers, holds and the like are set aside: no sale and no cost.
    """
    kind = rows["type"].str.casefold().fillna("")
    of_sale = kind.str.fullmatch(r"order|refund|claim|payment dispute") & rows["order_id"].notna()
    charge = kind.str.fullmatch(r"other fee|shipping label|fee|adjustment")
    rows.set_aside(~(of_sale | charge), "not_a_sale")
    currency = rows.one_currency()
    if rows.frame.empty:
        return {}, currency
    of_sale, charge, kind = (series.loc[rows.frame.index] for series in (of_sale, charge, kind))
    fees = -pd.concat([rows.or_zero(name) for name in _FEES], axis=1).sum(axis=1)
    label = kind == "shipping label"
    of_order = charge & ~label & rows["order_id"].notna()
    amount = fees.where(of_sale, -rows.or_zero("net")).round(2)
    paid = charge & ~of_order
    tables = {}
    taken = pd.DataFrame({"order_id": rows["order_id"], "fee_amount": amount}, index=rows.frame.index)[of_sale | of_order]
    if len(taken):
        tables["fees"] = _above_zero(rows, taken)
    if "date" in rows and paid.any():
        tables["payments"] = pd.DataFrame({"paid_at": rows["date"], "kind": "other", "amount": -rows.or_zero("net")}, index=rows.frame.index)[paid]
    back = of_sale & (kind != "order")
    if back.any():
        gone = rows.column("subtotal").fillna(rows.column("gross"))
        refunds = {"order_id": rows["order_id"], "refund_amount": (0.0 - gone.fillna(0.0)).clip(lower=0).round(2), "refunded_at": rows["date"]}
        if "item" in rows:
            refunds["product_id"] = rows["item"]
        tables["refunds"] = pd.DataFrame(refunds, index=rows.frame.index)[back]
    if label.any():
        rows.note("labels_as_costs", Label(
            "Shipping labels bought on eBay count as a cost of their month, of kind other, not as the shipping cost of an order: {rows:count}.",
            "有 {rows:count} 行是在 eBay 购买的运单，计入当月费用（其他），没有记到订单的运费成本上。").fill(rows=int(label.sum())), label)
    return tables, currency


def _above_zero(rows: Rows, taken: pd.DataFrame) -> pd.DataFrame:
    """Fees, without those of orders of which the file has nothing but what was given back of fees taken before."""
    only_back = taken.groupby("order_id")["fee_amount"].transform("sum") < -0.005
    if only_back.any():
        rows.note("fees_given_back", Label(
            "Rows of orders of which the file has more fees given back than taken (they were sold before its first day); their fee is 0: {rows:count}.",
            "有 {rows:count} 行所属订单退回的费用多于收取的费用（下单早于本文件），费用记为 0。",
        ).fill(rows=int(only_back.sum())), pd.Series(only_back, index=taken.index).reindex(rows.frame.index, fill_value=False))
    return taken.assign(fee_amount=taken["fee_amount"].where(~only_back, 0.0))


def _earnings(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """fees of orders, and refunds: fee_amount = −(Σ of the fee columns); refund_amount = −Refunds, which may hold tax and shipping."""
    currency = rows.one_currency()
    rows.set_aside(rows["earnings"].isna() & rows.column("subtotal").isna(), "unreadable_amount")
    if rows.frame.empty:
        return {}, currency
    at = rows.frame.index
    fees = -pd.concat([rows.or_zero(name) for name in _FEES], axis=1).sum(axis=1)
    tables = {"fees": _above_zero(rows, pd.DataFrame({"order_id": rows["order_id"], "fee_amount": fees.round(2)}, index=at))}
    if "refunds" in rows:
        back = rows.or_zero("refunds").abs() > 0.005
        if back.any():
            tables["refunds"] = pd.DataFrame({"order_id": rows["order_id"], "refund_amount": rows["refunds"].abs()}, index=at)[back]
            rows.note("refund_from_total", Label("refund_amount is the report's Refunds, which may hold tax and shipping; at most the goods count.",
                                                 "退款取报表的 Refunds，可能含税费和运费，最多计到货款。"))
    return tables, currency


_FEE_COLUMNS = tuple(column(name, "money", *seen) for name, seen in _FEES.items())
ORDERS = Reader(
    platform="ebay",
    report="orders",
    feeds=("orders", "products"),
    title=Label("eBay, orders report", "eBay 订单报表"),
    main="orders",
    amount="sold_for",
    build=_orders,
    personal=_PERSONAL,
    encodings=_ENCODINGS,
    fields=(
        column("order_id", "id", "Order Number", must=True, filled=True),
        column("sale_date", "time", "Sale Date", must=True, filled=True),
        column("sold_for", "money", "Sold For", must=True, filled=True),
        column("quantity", "count", "Quantity", must=True, filled=True),
        column("item", "id", "Item Number", must=True),
        column("title", "text", "Item Title"),
        column("transaction_id", "id", "Transaction ID"),
        column("shipping", "money", "Shipping And Handling", "Postage And Packaging"),
        column("seller_tax", "money", "Seller Collected Tax"),
        column("ebay_tax", "money", "eBay Collected Tax"),
        column("total", "money", "Total Price"),
        column("paid_at", "time", "Paid On Date"),
        column("shipped_at", "time", "Shipped On Date", "Dispatched On Date"),
        column("city", "text", "Ship To City", "Post To City", "Buyer City"),
        column("province", "text", "Ship To State", "Post To County", "Buyer State"),
        column("buyer", "person", "Buyer Username"),
    ),
)
TRANSACTIONS = Reader(
    platform="ebay",
    report="transactions",
    feeds=("orders", "costs"),
    title=Label("eBay, transaction report", "eBay 交易明细（Transaction report）"),
    main="fees",
    amount="net",
    build=_transactions,
    personal=_PERSONAL,
    encodings=_ENCODINGS,
    fields=(
        column("date", "time", "Transaction creation date", must=True, filled=True),
        column("type", "text", "Type", must=True, filled=True),
        column("order_id", "id", "Order number", must=True),
        column("net", "money", "Net amount", must=True, filled=True),
        column("currency", "text", "Payout currency", "Transaction currency"),
        column("item", "id", "Item ID"),
        column("subtotal", "money", "Item subtotal"),
        column("gross", "money", "Gross transaction amount"),
        *_FEE_COLUMNS,
    ),
)
EARNINGS = Reader(
    platform="ebay",
    report="order_earnings",
    feeds=("orders",),
    title=Label("eBay, order earnings report", "eBay 订单收益报表（Order earnings）"),
    main="fees",
    amount="earnings",
    build=_earnings,
    personal=_PERSONAL,
    encodings=_ENCODINGS,
    fields=(
        column("date", "time", "Order creation date", must=True),
        column("order_id", "id", "Order number", must=True, filled=True),
        column("earnings", "money", "Order earnings", must=True),
        column("subtotal", "money", "Item subtotal"),
        column("currency", "text", "Transaction currency", "Payout currency"),
        column("refunds", "money", "Refunds"),
        *_FEE_COLUMNS,
    ),
)
READERS = (ORDERS, TRANSACTIONS, EARNINGS)
