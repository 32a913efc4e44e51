"""Tables between reports and the schema: what one report knows and another completes."""

from __future__ import annotations

import pandas as pd

# name → its columns. Reports of one shop meet in them; `joining` makes canonical tables of them.
STAGED = {
    # lines of orders whose head (time, buyer, place, state) stands in another report. paid_amount where the line has its own.
    "order_lines": ("order_id", "line_no", "product_id", "title", "quantity", "list_amount", "order_amount", "paid_amount", "refund_amount",
                    "unit_cost", "status"),
    # money that went back; one order may have several. product_id where the report says of which item.
    "refunds": ("order_id", "product_id", "refund_amount", "refunded_at"),
    # fees and commissions that a platform takes from an order
    "fees": ("order_id", "fee_amount"),
    # payments out of the shop's account, with a kind of schema.COST_KINDS; account: where it was paid from, for equal payments
    # of two accounts are two
    "payments": ("paid_at", "kind", "amount", "account"),
}


def spread(total: pd.Series, weights: pd.Series, key: pd.Series) -> pd.Series:
    """An amount per order over its lines by weight, to the cent: the lines add up to the order exactly.

    total: the order's amount, the same on each of its lines. What rounding leaves goes to the order's last line.
    Where all weights of an order are 0 its lines get equal parts; a missing total stays missing.

    >>> spread(pd.Series([10.0, 10.0, 10.0]), pd.Series([1.0, 1.0, 1.0]), pd.Series(["a", "a", "a"])).tolist()
    [3.33, 3.33, 3.34]
    """
    weights = weights.fillna(0.0).clip(lower=0.0)
    all_of = weights.groupby(key).transform("sum")
    lines = weights.groupby(key).transform("size")
    share = (weights / all_of).where(all_of > 0, 1 / lines)
    parts = (total * share).round(2)
    last = ~key.duplicated(keep="last")
    return parts.where(~last, (total - parts.where(~last, 0.0).groupby(key).transform("sum")).round(2))
