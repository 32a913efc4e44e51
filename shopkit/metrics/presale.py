"""Pre-sale: what its deposit days and its balance day bring together, beside the daily conversion that misleads."""

from __future__ import annotations

import pandas as pd

from shopkit import engine
from shopkit.labels import Label, UserError
from shopkit.metrics.conversion import interval
from shopkit.schema import Column

COLUMNS = (
    Column("balance_day", "date", Label("Balance day", "付尾款日")),
    Column("deposit_buyers", "count", Label("Deposit buyers", "付定金人数"), "people"),
    Column("deposit_conversion", "rate", Label("Deposit conversion", "定金转化率")),
    Column("balance_buyers", "count", Label("Paid the balance", "付尾款人数"), "people"),
    Column("balance_payment_rate", "rate", Label("Balance-payment rate", "付尾款率")),
    Column("presale_conversion", "rate", Label("Pre-sale conversion", "预售转化率")),
    Column("naive_deposit_days", "rate", Label("Pay conversion shown for the deposit days", "定金期显示的支付转化率")),
    Column("naive_balance_day", "rate", Label("Pay conversion shown for the balance day", "付尾款日显示的支付转化率")),
    Column("phase", "text", Label("Phase", "阶段"), values={
        "before": Label("before", "预售前"), "deposit": Label("deposit days", "定金期"), "balance": Label("balance day", "付尾款日"),
        "after": Label("after", "预售后")}),
)
# days of deposits further apart than this belong to two pre-sales
_APART = 7
_ASIDE = 7


def pre_sales(orders: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Each pre-sale as one: deposit buyers ÷ visitors of the period × balance-payment rate, and what the daily figures made of it.

        deposit_conversion = deposit_buyers ÷ visitor_days;   balance_payment_rate = balance_buyers ÷ deposit_buyers
        presale_conversion = deposit_conversion × balance_payment_rate = balance_buyers ÷ visitor_days

    orders: order lines with order_id, product_id, ordered_at, paid_at, is_presale; people by customer_id, else each order is
    taken for one. items: day × item with date, product_id, visitors, buyers: the visitors are those of the items in pre-sale.
    Deposit days are days on which such orders were placed; the balance day is the one on which most of them were paid.
    Returns one row per pre-sale: first_day, last_day, balance_day, visitor_days, deposit_buyers, deposit_conversion,
    balance_buyers, balance_payment_rate, conversion_low, conversion_high (of the balance-payment rate, 95 %, Wilson),
    presale_conversion, naive_deposit_days, naive_balance_day. attrs: basis "days", products (one tuple of ids a row).
    NaN where nobody came or nobody paid. Empty where no order is one of a pre-sale. Raises UserError where a column is missing.
    Source: Tmall's pre-sale (预售): a deposit first, the balance on a set day; the platform dates a buyer by the payment.

    >>> orders = pd.DataFrame({"order_id": ["1", "2"], "product_id": "lamp", "customer_id": [7, 8], "is_presale": True,
    ...     "ordered_at": pd.to_datetime(["2026-10-15 09:00", "2026-10-16 09:00"]), "paid_at": pd.to_datetime(["2026-10-20 20:00", None])})
    >>> items = pd.DataFrame({"date": pd.date_range("2026-10-15", periods=6), "product_id": "lamp", "visitors": 50, "buyers": [0, 0, 0, 0, 0, 1]})
    >>> pre_sales(orders, items)[["deposit_conversion", "balance_payment_rate", "presale_conversion"]]
       deposit_conversion  balance_payment_rate  presale_conversion
    0                0.02                   0.5                0.01
    """
    engine.need(orders, ["order_id", "product_id", "ordered_at", "paid_at", "is_presale"], "pre_sales()")
    engine.need(items, ["date", "product_id", "visitors", "buyers"], "pre_sales()")
    lines = orders[orders["is_presale"].fillna(False).astype(bool)]
    person = lines["customer_id"].astype("str").where(lines["customer_id"].notna(), lines["order_id"]) if "customer_id" in lines else lines["order_id"]
    lines = lines.assign(person=person, day=lines["ordered_at"].dt.floor("D"), paid_day=lines["paid_at"].dt.floor("D")).sort_values("day")
    which = (lines["day"].diff() > pd.Timedelta(days=_APART)).cumsum()
    rows, products = [], []
    for _, sale in lines.groupby(which):
        # an order may hold other items besides: those sold early are the ones without a buyer in these days
        own = _sold_early(sale, items)
        days = items[items["product_id"].isin(own)]
        deposits = days[days["date"].isin(sale["day"].unique())]
        paid, paid_days = sale[sale["paid_at"].notna()], sale["paid_day"].dropna()
        balance = paid_days.mode().iloc[0] if len(paid_days) else pd.NaT
        on_balance = days[days["date"] == balance]
        visits, people, payers = float(deposits["visitors"].sum()), sale["person"].nunique(), paid["person"].nunique()
        low, high = interval(payers, people)
        rows.append({
            "first_day": sale["day"].min(), "last_day": sale["day"].max(), "balance_day": balance, "visitor_days": int(visits), "deposit_buyers": people,
            "deposit_conversion": _share(people, visits), "balance_buyers": payers, "balance_payment_rate": _share(payers, people),
            "conversion_low": low, "conversion_high": high, "presale_conversion": _share(payers, visits),
            "naive_deposit_days": _share(deposits["buyers"].sum(), visits), "naive_balance_day": _share(on_balance["buyers"].sum(), on_balance["visitors"].sum()),
        })
        products.append(own)
    names = ["first_day", "last_day", "balance_day", "visitor_days", "deposit_buyers", "deposit_conversion", "balance_buyers", "balance_payment_rate",
             "conversion_low", "conversion_high", "presale_conversion", "naive_deposit_days", "naive_balance_day"]
    result = pd.DataFrame(rows, columns=names)
    result.attrs.update(basis="days", products=products, currency=orders.attrs.get("currency"))
    return result


def pre_sale_days(orders: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Day by day around the first pre-sale, for its items: what the daily conversions show, and in which phase each day lies.

    orders, items: as of pre_sales(); items may have orderers. Returns date, phase ("before", "deposit", "balance", "after"; a
    week on either side), visitors, orderers, buyers, order_conversion, pay_conversion. Raises UserError where there is no pre-sale.

    >>> orders = pd.DataFrame({"order_id": ["1"], "product_id": "lamp", "is_presale": True,
    ...     "ordered_at": pd.to_datetime(["2026-10-15"]), "paid_at": pd.to_datetime(["2026-10-16"])})
    >>> items = pd.DataFrame({"date": pd.date_range("2026-10-15", periods=2), "product_id": "lamp", "visitors": [50, 20], "buyers": [0, 1]})
    >>> pre_sale_days(orders, items)[["phase", "visitors", "pay_conversion"]]
         phase  visitors  pay_conversion
    0  deposit        50            0.00
    1  balance        20            0.05
    """
    sales = pre_sales(orders, items)
    if sales.empty:
        raise UserError(Label("These orders hold no pre-sale.", "这些订单里没有预售。"), code="no_presale")
    sale, products = sales.iloc[0], sales.attrs["products"][0]
    end = sale["last_day"] if pd.isna(sale["balance_day"]) else sale["balance_day"]
    aside = pd.Timedelta(days=_ASIDE)
    days = items[items["product_id"].isin(products) & items["date"].between(sale["first_day"] - aside, end + aside)]
    counts = [c for c in ("visitors", "orderers", "buyers") if c in days]
    table = days.groupby("date")[counts].sum().reset_index()
    phase = pd.Series("before", index=table.index, dtype="str").mask(table["date"] >= sale["first_day"], "deposit")
    phase = phase.mask(table["date"] > sale["last_day"], "after").mask(table["date"] == sale["balance_day"], "balance")
    table.insert(1, "phase", phase)
    visits = table["visitors"].astype(float).where(table["visitors"] > 0)
    if "orderers" in table:
        table["order_conversion"] = table["orderers"] / visits
    table["pay_conversion"] = table["buyers"] / visits
    table.attrs.update(basis="days", currency=items.attrs.get("currency"))
    return table


def _sold_early(sale: pd.DataFrame, items: pd.DataFrame) -> tuple[str, ...]:
    """The items that a pre-sale sold: marked so in the table of items, else those that nobody could pay in its deposit days."""
    during = items[items["date"].isin(sale["day"].unique()) & items["product_id"].isin(sale["product_id"])]
    if "is_presale" in during and during["is_presale"].fillna(False).any():
        return tuple(sorted(during.loc[during["is_presale"].fillna(False).astype(bool), "product_id"].unique()))
    bought = during.groupby("product_id")["buyers"].sum()
    return tuple(sorted(bought.index[bought == 0])) or tuple(sorted(sale["product_id"].unique()))


def _share(top, bottom) -> float:
    return float(top) / float(bottom) if bottom else float("nan")
