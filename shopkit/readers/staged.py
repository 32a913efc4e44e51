"""Tables between reports and the schema: what one report knows and another completes."""

from __future__ import annotations

import pandas as pd

# name → its columns. Reports of one shop meet in them; `joining` makes canonical tables of them.
STAGED = {
    # lines of orders whose head (time, buyer, place, state) stands in another report. paid_amount where the line has its own;
    # weight where the head's amounts are to be used all the same: they are spread by it. Lines with an ordered_at stand alone,
    # as orders, where no report has their head.
    "order_lines": ("order_id", "line_no", "product_id", "title", "quantity", "list_amount", "order_amount", "paid_amount", "refund_amount",
                    "unit_cost", "ordered_at", "paid_at", "shipped_at", "status", "weight"),
    # orders as a report of their lines alone tells them, with all that `orders` may have; used where no head of the order is there
    "lone_orders": ("order_id", "line_no", "ordered_at"),
    # money that went back; one order may have several. product_id where the report says of which item.
    "refunds": ("order_id", "product_id", "refund_amount", "refunded_at"),
    # fees and commissions that a platform takes from an order; payout tells apart equal fees of two payouts
    "fees": ("order_id", "fee_amount", "payout"),
    # what it cost to send an order, by a bill of the courier or a list of one's own; an order may have several parcels
    "parcels": ("order_id", "shipping_cost", "gift_cost"),
    # what payouts say was sold: columns of orders, payout and item. Orders of their own where no list of orders has them.
    "settled": ("order_id", "payout", "item", "product_id", "ordered_at", "paid_at", "quantity", "order_amount", "paid_amount", "status"),
    # what a shop paid for advertising per day and source, as another report than the advertising platform's says it
    "spend": ("date", "source", "cost"),
    # payments out of the shop's account, with a kind of schema.COST_KINDS; account: where it was paid from, for equal payments
    # of two accounts are two
    "payments": ("paid_at", "kind", "amount", "account"),
}


def spread(total: pd.Series, weights: pd.Series, key: pd.Series) -> pd.Series:
    """An amount per order over its lines by weight, to the cent: the lines add up to the order exactly.

    total: the order's amount, the same on each of its lines. What rounding leaves goes to the heaviest line (the last
    of several), never to a gift that weighs nothing: it would be paid for, or have a price below zero. Where all weights of an order are 0 its lines get equal parts; a missing total stays missing.

    >>> spread(pd.Series([10.0, 10.0, 10.0]), pd.Series([1.0, 1.0, 1.0]), pd.Series(["a", "a", "a"])).tolist()
    [3.33, 3.33, 3.34]
    """
    weights = weights.fillna(0.0).clip(lower=0.0)
    all_of = weights.groupby(key).transform("sum")
    lines = weights.groupby(key).transform("size")
    share = (weights / all_of).where(all_of > 0, 1 / lines)
    parts = (total * share).round(2)
    heaviest = weights.groupby(key).rank(method="first") == lines
    return parts.where(~heaviest, (parts + total - parts.groupby(key).transform("sum")).round(2))
