"""The waterfall: from list price down to net profit, every cost in its place, for the shop or for each item, category, month."""

from __future__ import annotations

import narwhals.stable.v2 as nw
import numpy as np
import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metrics.profit import ALL_LINES, check_known
from shopkit.schema import COST_KINDS, Column

TOTALS = ("list_amount", "paid_amount", "net_paid", "gross", "contribution", "net")
LINES = tuple(line for line in ALL_LINES if line != "fixed")
# a kind of cost that grows with orders stands before the contribution, a fixed one after it; other kinds under these two
_VARIABLE, _FIXED = ("commission", "packing", "return_freight", "tax"), ("labour", "rent", "software", "dead_stock")
# what a cost that names no item is shared out by
_BY_ORDERS = ("packing", "return_freight", "variable", "labour")
KEYS = {
    **{line: Label("paid amount within the order", "按订单内支付金额分摊") for line in ("shipping", "gifts")},
    **{line: Label("paid orders of the month", "按当月支付订单数分摊") for line in _BY_ORDERS},
    **{line: Label("net paid amount of the month", "按当月净支付金额分摊") for line in ("commission", "tax", "rent", "software", "dead_stock", "other")},
    "advertising": Label("what the source brought in the month", "按该来源当月带来的支付金额分摊"),
}
LEVERS = {"price": Label("Price (same units)", "售价（销量不变）"), "units": Label("Units (same price)", "销量（价格不变）"),
          **{line: Label(text.en.lstrip("−+= ").capitalize(), text.zh.lstrip("−+= ")) for line, text in ALL_LINES.items()}}
COLUMNS = (
    Column("lever", "text", Label("What changes", "变动项"), values=LEVERS),
    Column("profit_change", "money", Label("Change of net profit", "净利润变化"), "money"),
    Column("profit_rate_after", "rate", Label("Profit rate then", "变动后净利润率")),
    Column("goods", "money", Label("Goods", "商品成本"), "money"),
    Column("markup", "rate", Label("Mark-up (of cost)", "加价率（占成本）")),
    Column("listed", "money", Label("Goods at the listed cost", "按商品表成本算"), "money"),
    Column("sold", "money", Label("Goods at the cost when sold", "按售出时成本算"), "money"),
    Column("change", "rate", Label("Change", "变化")),
)
UNKNOWN = "(unknown)"
_NEEDED = ("order_id", "paid_at", "list_amount", "paid_amount", "refund_amount", "unit_cost", "quantity", "fee_amount", "shipping_cost")
NEEDS = ", ".join([*(f"orders.{c}" for c in _NEEDED), "costs.kind", "traffic.cost"])
_DIRECT = {"list_amount": "list_amount", "paid_amount": "paid_amount", "refunds": "refund_amount", "goods": "goods", "fees": "fee_amount",
           "shipping": "shipping_cost", "gifts": "gift_cost"}


def waterfall(orders, costs, traffic, by: str | None = None, items=None, seller_share: float = 1.0) -> pd.DataFrame:
    """From list price to net profit, line by line; with `by`, for each group, the groups adding up to the shop to the cent.

        list − discounts − coupons = paid;   paid − refunds = net paid;   net paid + subsidy − goods = gross
        gross − fees − commission − shipping − packing − return freight − gifts − advertising − tax − other variable = contribution
        contribution − labour − rent − software − dead stock − other fixed = net

    Contribution and net are those of margins(): a cost stands before the contribution if it grows with orders (is_fixed is
    False), whatever its kind. Goods of a refunded line count as sold: whether they came back fit for sale, the tables do
    not say.

    orders: order lines, paid ones counted (order_id, paid_at, list_amount, paid_amount, refund_amount, unit_cost, quantity,
    fee_amount, shipping_cost; gift_cost, source if there). costs: month × kind (month, kind, amount, is_fixed). traffic:
    day × source (date, cost; source if there). All of one period. by: a column of orders ("product_id"; join a category
    first), or "month", in which a line was paid. items: day × item (date, product_id, price): with it, what went off on top
    of the day's price stands under coupons; without it, under discounts. seller_share: share of the coupons that the seller
    bears; the rest comes back from the platform, less that of refunded lines.

    A cost that names no item is shared out by the keys of KEYS: shipping and gifts of an order over its lines; packing,
    return freight and labour by paid orders (an order of three items counts a third for each by what was paid); rent,
    software, dead stock, commission and tax by net paid amount; advertising by what each source brought. Within the month;
    a month that sold nothing is borne by all months. The keys are a choice, not a fact: another key moves profit between
    items and none in the shop.

    Returns one row per (by) × line: by, line (LINES, in order), line_amount (money, costs negative), share (÷ net paid).
    attrs: currency, by. Raises UserError where a column or a value of a paid line is missing. Source: usual management accounting.

    >>> orders = pd.DataFrame({"order_id": ["a", "a", "b"], "product_id": ["lamp", "cable", "lamp"], "list_amount": [100.0, 30.0, 100.0],
    ...     "paid_at": pd.to_datetime(["2026-10-02", "2026-10-02", "2026-10-09"]), "paid_amount": [75.0, 25.0, 80.0], "refund_amount": [0.0, 0.0, 80.0],
    ...     "unit_cost": [30.0, 8.0, 30.0], "quantity": [1, 1, 1], "fee_amount": [4.0, 1.0, 0.0], "shipping_cost": [4.0, 0.0, 4.0]})
    >>> costs = pd.DataFrame({"month": pd.to_datetime(["2026-10-01"]), "kind": ["rent"], "amount": [10.0], "is_fixed": [True]})
    >>> traffic = pd.DataFrame({"date": pd.to_datetime(["2026-10-01"]), "cost": [9.0]})
    >>> table = waterfall(orders, costs, traffic, by="product_id")
    >>> table[table["line"] == "net"][["product_id", "line_amount"]].values.tolist()
    [['cable', 11.25], ['lamp', -11.25]]
    >>> float(waterfall(orders, costs, traffic).set_index("line")["line_amount"]["net"])
    0.0
    """
    if not 0 <= seller_share <= 1:
        raise UserError(Label(f"waterfall(): seller_share is a share from 0 to 1, not {seller_share}.",
                              f"waterfall()：seller_share 是 0 到 1 之间的比例，不能是 {seller_share}。"), code="bad_share")
    cells, spend, ads = _cells(orders, by, items), _by_month(costs), _ads(traffic)
    months = sorted({*cells["month"], *spend["month"], *ads["month"]})
    groups = months if by == "month" else sorted(cells["group"].unique()) or [UNKNOWN]
    # shared in two steps: over months and sources first where a cost has them, then over the groups
    amounts = {line: _direct(cells, column, groups, "group" if by != "month" else "month") for line, column in _DIRECT.items()}
    amounts["coupons"] = _direct(cells, "coupons", groups, "group" if by != "month" else "month")
    amounts["coupon_subsidy"] = _direct(cells, "subsidy", groups, "group" if by != "month" else "month", 1 - seller_share)
    amounts["discounts"] = amounts["list_amount"] - amounts["coupons"] - amounts["paid_amount"]
    weights = _weights(cells, groups)
    for line in ("advertising", *_VARIABLE, "variable", *_FIXED, "other"):
        pools = ads if line == "advertising" else spend[spend["line"] == line]
        amounts[line] = sum((_shared(pool, weights, groups, by) for pool in pools.to_dict("records")), np.zeros(len(groups), np.int64))
    cents = pd.DataFrame({line: amounts[line] if line in ("list_amount", "paid_amount", "coupon_subsidy") else -amounts[line] for line in amounts},
                         index=pd.Index(groups, name=by or "group"))
    cents["net_paid"] = cents["paid_amount"] + cents["refunds"]
    cents["gross"] = cents["net_paid"] + cents["coupon_subsidy"] + cents["goods"]
    cents["contribution"] = cents["gross"] + cents[["fees", "shipping", "gifts", "advertising", *_VARIABLE, "variable"]].sum(axis=1)
    cents["net"] = cents["contribution"] + cents[[*_FIXED, "other"]].sum(axis=1)
    return _long(cents, by, getattr(orders, "attrs", {}).get("currency"))


def lines_wide(table: pd.DataFrame) -> pd.DataFrame:
    """A table of waterfall(by=…) with one row per group and one column per line: what metrics such as PROFIT_RATE divide.

    The columns `price_cut` and `share` of the long form are not in it. attrs are kept.

    >>> long = pd.DataFrame({"product_id": ["lamp", "lamp"], "line": ["net_paid", "net"], "line_amount": [100.0, 12.0], "share": [1.0, 0.12]})
    >>> lines_wide(long)
      product_id  net_paid   net
    0       lamp     100.0  12.0
    """
    by = [c for c in table.columns if c not in ("line", "line_amount", "share")]
    order = [line for line in ALL_LINES if line in set(table["line"])]
    wide = table.pivot(index=by, columns="line", values="line_amount")[order].rename_axis(columns=None).reset_index()
    wide.attrs.update(table.attrs)
    return wide


def sensitivity(table: pd.DataFrame, change: float = 0.1) -> pd.DataFrame:
    """What net profit gains if the price rises, units rise, or one cost line falls by `change`, all else as it is.

        price: change × (net paid − fees − commission − tax);   units: change × contribution;   a cost: change × its amount

    A higher price with the same units is arithmetic, not a forecast: how units answer is price_elasticity(). More units take
    more of all that grows with orders, advertising included, and no more fixed cost.

    table: waterfall() of one group (or margins()). change: a share, 0.1 is a tenth.
    Returns one row per lever, largest first: lever (price, units, or a cost line), line_amount (money; NaN for price, units),
    profit_change (money), profit_rate_after (rate). attrs: change, net, currency. Raises UserError for a table of several groups.
    Source: usual management accounting (one-at-a-time sensitivity).

    >>> table = pd.DataFrame({"line": ["paid_amount", "net_paid", "goods", "fees", "contribution", "rent", "net"],
    ...     "line_amount": [100.0, 100.0, -60.0, -5.0, 35.0, -30.0, 5.0]})
    >>> sensitivity(table, 0.10)[["lever", "profit_change"]].values.tolist()
    [['price', 9.5], ['goods', 6.0], ['units', 3.5], ['rent', 3.0], ['fees', 0.5]]
    """
    if table["line"].duplicated().any():
        raise UserError(Label("sensitivity() takes the waterfall of one shop or one item; this table holds several groups.",
                              "sensitivity() 只接受一家店或一个商品的表；这张表里有好几组。"), code="several_groups")
    lines = table.set_index("line")["line_amount"].astype(float)
    with_money = sum(lines.get(line, 0.0) for line in ("fees", "commission", "tax", "coupon_subsidy"))
    rows = [("price", np.nan, change * (lines["net_paid"] + with_money), 1 + change), ("units", np.nan, change * lines["contribution"], 1 + change)]
    before_paid = ("list_amount", "discounts", "coupons", "coupon_subsidy", "refunds")
    rows += [(line, lines[line], -change * lines[line], 1.0) for line in lines.index if line not in (*TOTALS, *before_paid) and lines[line] != 0]
    result = pd.DataFrame(rows, columns=["lever", "line_amount", "profit_change", "scale"])
    base = lines["net_paid"] * result["scale"]
    result["profit_rate_after"] = (lines["net"] + result["profit_change"]) / base.where(base != 0)
    result = result.drop(columns="scale").sort_values("profit_change", ascending=False, kind="stable", ignore_index=True)
    result.attrs.update(change=change, net=float(lines["net"]), currency=table.attrs.get("currency"))
    return result


def _cells(orders, by, items) -> pd.DataFrame:
    """Sums of the paid lines by group, month and source; `orders`: each order counts 1, shared over its lines by what was paid."""
    lines = engine.table(orders)
    wanted = [*_NEEDED, *([by] if by and by != "month" else [])]
    engine.need(lines, wanted, "waterfall()")
    paid = lines.filter(nw.col("paid_amount") > 0, ~nw.col("paid_at").is_null())
    check_known(paid, _NEEDED[2:], Label("paid order lines", "已付款的明细行"), "waterfall()")
    have = paid.collect_schema().names()
    paid = paid.with_columns(
        month=nw.col("paid_at").dt.truncate("1mo"),
        group=(nw.col(by) if by and by != "month" else nw.lit("all")).cast(nw.String).fill_null(UNKNOWN),
        source_=(nw.col("source").cast(nw.String).fill_null(UNKNOWN) if "source" in have else nw.lit(UNKNOWN)),
        gift_cost=nw.col("gift_cost").fill_null(0.0) if "gift_cost" in have else nw.lit(0.0),
        goods=nw.col("unit_cost") * nw.col("quantity"), of_order=nw.col("paid_amount").sum().over("order_id"),
    )
    paid = paid.with_columns(orders_=nw.col("paid_amount") / nw.col("of_order"), net_=nw.col("paid_amount") - nw.col("refund_amount"))
    # the order's parcel stands on its first line: it carries the others too
    shares = {c: nw.col(c).sum().over("order_id") * nw.col("orders_") for c in ("shipping_cost", "gift_cost")}
    paid = paid.with_columns(**shares)
    sums = ["list_amount", "paid_amount", "refund_amount", "goods", "fee_amount", "shipping_cost", "gift_cost", "orders_", "net_", "quantity"]
    keys = ["group", "month", "source_"]
    if items is None:
        cells = engine.collect(paid.group_by(*keys).agg(*(nw.col(c).sum() for c in sums))).assign(coupons=0.0, subsidy=0.0)
        return cells.sort_values(keys, ignore_index=True)
    engine.need(paid, ["product_id", "ordered_at"], "waterfall(items=…)")
    # by day and item as well: there one price holds, and the few sums can be joined with it in pandas
    paid = paid.with_columns(date=nw.col("ordered_at").dt.truncate("1d"), kept_=nw.col("quantity") * nw.col("net_") / nw.col("paid_amount"))
    fine = [*keys, "date", *([] if by == "product_id" else ["product_id"])]
    cells = engine.collect(paid.group_by(*fine).agg(*(nw.col(c).sum() for c in (*sums, "kept_"))))
    return _with_coupons(cells.rename(columns={} if "product_id" in cells else {"group": "product_id"}), items, keys)


def _with_coupons(cells, items, keys) -> pd.DataFrame:
    """What went off on top of the day's price, and that of it which stayed sold; nothing where a price is not known."""
    prices = engine.table(items)
    engine.need(prices, ["date", "product_id", "price"], "waterfall(): items")
    prices = engine.collect(prices.select("date", "product_id", "price")).astype({"price": float}).drop_duplicates(["date", "product_id"])
    cells = cells.merge(prices, how="left", on=["date", "product_id"])
    off, kept = (cells["price"] * cells[units] - cells[money] for units, money in (("quantity", "paid_amount"), ("kept_", "net_")))
    cells = cells.assign(coupons=off.clip(lower=0).fillna(0.0), subsidy=kept.clip(lower=0).fillna(0.0))
    cells = cells.rename(columns={"product_id": "group"}) if "group" not in cells else cells
    return cells.groupby(keys, as_index=False).sum(numeric_only=True).sort_values(keys, ignore_index=True)


def _by_month(costs) -> pd.DataFrame:
    """Running costs by month and line, in cents."""
    spend = engine.table(costs)
    engine.need(spend, ["month", "kind", "amount", "is_fixed"], "waterfall()")
    check_known(spend, ["month", "kind", "amount", "is_fixed"], Label("rows of costs", "费用行"), "waterfall()")
    found = engine.collect(spend.with_columns(month=nw.col("month").dt.truncate("1mo")).group_by("month", "kind", "is_fixed").agg(nw.col("amount").sum()))
    fixed = found["is_fixed"].astype(bool)
    line = found["kind"].where(found["kind"].isin(_FIXED), "other").where(fixed, found["kind"].where(found["kind"].isin(_VARIABLE), "variable"))
    found = found.assign(line=line.astype(str), source_="").groupby(["month", "line", "source_"], as_index=False)["amount"].sum()
    return found.assign(cents=(found["amount"] * 100).round().astype("int64"))


def _ads(traffic) -> pd.DataFrame:
    """Ad spend by month and source, in cents."""
    ads = engine.table(traffic)
    engine.need(ads, ["date", "cost"], "waterfall()")
    source = nw.col("source").cast(nw.String).fill_null(UNKNOWN) if "source" in ads.collect_schema().names() else nw.lit("")
    found = engine.collect(ads.with_columns(month=nw.col("date").dt.truncate("1mo"), source_=source).group_by("month", "source_").agg(nw.col("cost").sum()))
    found = found.sort_values(["month", "source_"], ignore_index=True).assign(line="advertising")
    return found.assign(cents=(found["cost"].fillna(0.0).astype(float) * 100).round().astype("int64"))


def _direct(cells, column, groups, key, times: float = 1.0) -> np.ndarray:
    """Cents of a column by group: each rounded so that they add up to the rounded whole."""
    exact = cells.groupby(key)[column].sum().reindex(groups, fill_value=0.0).to_numpy(float) * 100 * times
    return _rounded(exact, round(exact.sum()))


def _weights(cells, groups) -> dict[tuple, pd.DataFrame]:
    """What costs are shared out by, a row for each of the groups: () of all months, (month,), (month, source)."""
    wanted = ["orders_", "net_", "paid_amount"]
    parts = [((), cells), *cells.groupby(["month"]), *cells.groupby(["month", "source_"])]
    return {place: rows.groupby("group")[wanted].sum().reindex(groups, fill_value=0.0) for place, rows in parts}


def _shared(pool, weights, groups, by) -> np.ndarray:
    """Cents of one pool of cost over the groups."""
    if by == "month":
        return np.array([pool["cents"] if month == pool["month"] else 0 for month in groups], np.int64)
    key = "orders_" if pool["line"] in _BY_ORDERS else "paid_amount" if pool["line"] == "advertising" else "net_"
    for place in ((pool["month"], pool["source_"]), (pool["month"],), ()):
        share = weights[place][key].to_numpy(float) if place in weights else np.zeros(len(groups))
        if share.sum() > 0:
            break
    else:  # nothing was sold at all
        share = np.ones(len(groups))
    return _rounded(pool["cents"] * share / share.sum(), pool["cents"])


def _rounded(exact: np.ndarray, whole: int) -> np.ndarray:
    """Whole cents nearest to `exact` that add up to `whole`: those with the largest remainders are rounded up."""
    # binary fractions must not turn 3.0 into 2.9999999 and its remainder into the largest one
    low = np.floor(np.round(exact, 6))
    up = np.argsort(-(exact - low), kind="stable")[: int(round(whole - low.sum()))]
    low[up] += 1
    return low.astype(np.int64)


def _long(cents, by, currency) -> pd.DataFrame:
    base = cents["net_paid"].where(cents["net_paid"] != 0).astype(float)
    money = (cents[list(LINES)] / 100).rename_axis(columns="line").stack().rename("line_amount")
    table = money.to_frame().assign(share=(cents[list(LINES)].div(base, axis=0)).rename_axis(columns="line").stack(future_stack=True))
    table = table.reset_index()
    # + 0.0: a cost of nothing is 0, not −0
    table = table.assign(line_amount=table["line_amount"] + 0.0)
    if by is None:
        table = table.drop(columns="group")
    table.attrs.update(currency=currency, by=by)
    return table


assert {*_VARIABLE, *_FIXED} <= set(COST_KINDS)
