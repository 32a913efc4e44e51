"""Lists of customers by stage, for one purpose, with an end: who has a full cart or an unused coupon and may be written to."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pandas as pd

from shopkit.labels import Label, UserError
from shopkit.schema import BASES, STAGES, Column

COLUMNS = (
    Column("stage", "text", Label("Stage", "阶段"), values=STAGES),
    Column("stage_date", "date", Label("Since", "从哪天起")),
    Column("holds", "text", Label("In the cart, or the coupon", "购物车里的商品或优惠券")),
    Column("purpose", "text", Label("Purpose", "用途")),
    Column("legal_basis", "text", Label("Legal basis", "合法性基础"), values=BASES),
    Column("delete_on", "date", Label("Delete on", "删除日期")),
)
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def stage_segment(shop, stage: str, *, purpose: str, delete_after_days: int, legal_basis: str = "consent", within_days: int = 14, as_of=None) -> pd.DataFrame:
    """The customers who stand at a stage now, one row each, as a list that says what it is for and when it ends.

    "in_cart_not_paid": put an item into the cart and has not paid for that item since. "coupon_not_used": claimed a coupon
    that no order used. "ordered_not_paid": placed an order that is neither paid nor cancelled, and has paid none since. All within
    the last `within_days` days. "not_back": paid for an order, the last one more than `within_days` days ago. Whoever opted out of a message before is left out; so is who is known
    only as a visitor, since nobody can write to them.

    shop: a Shop with events (customer_id, product_id), coupons (customer_id) or orders (customer_id); pushes (opted_out) and products (title) where
    it has them. purpose: what the list is for, in words. delete_after_days: 1 to 365, counted from as_of. legal_basis: "consent"
    or "contract". as_of: the day of the list, by default the last day of that table.
    Returns customer_id, stage, stage_date (last cart, or day of the claim), holds (titles or ids of the items joined by "; ", or the
    offer), purpose, legal_basis, delete_on; the newest first. attrs: opted_out and without_id (people left out), as_of.
    Raises UserError for an unknown stage or basis, no purpose, no end, and tables or columns that are not there.
    Source: principles of purpose and storage limitation (China's PIPL, art. 6 and 19; GDPR, art. 5).

    >>> from shopkit.shop import Shop
    >>> coupons = pd.DataFrame({"coupon_id": ["a", "b"], "customer_id": [7, 8], "claimed_at": pd.to_datetime(["2026-11-01", "2026-11-02"]),
    ...     "offer": "5 % off", "used_order_id": [None, "17"]})
    >>> found = stage_segment(Shop({"coupons": coupons}), "coupon_not_used", purpose="remind once", delete_after_days=14)
    >>> found[["customer_id", "holds", "purpose", "delete_on"]]
       customer_id    holds      purpose  delete_on
    0            7  5 % off  remind once 2026-11-16
    """
    if stage not in STAGES:
        raise _wrong("unknown_stage", f"there is no stage {stage!r}; choose {' or '.join(STAGES)}.", f"没有 {stage!r} 这个阶段，请选 {' 或 '.join(STAGES)}。")
    if legal_basis not in BASES:
        raise _wrong("unknown_basis", f"a list needs a legal basis, {' or '.join(BASES)}; not {legal_basis!r}.",
                     f"名单需要合法性基础：{' 或 '.join(BASES)}；收到的是 {legal_basis!r}。")
    _say_why(purpose)
    if isinstance(delete_after_days, bool) or not isinstance(delete_after_days, int) or not 1 <= delete_after_days <= 365:
        raise _wrong("no_end", f"say after how many days (1 to 365) the list will be deleted; not {delete_after_days!r}.",
                     f"请写明名单几天后删除（1 到 365 天）；收到的是 {delete_after_days!r}。")
    rows = {"in_cart_not_paid": _carts, "coupon_not_used": _coupons, "ordered_not_paid": _unpaid, "not_back": _buyers}[stage](shop)
    last = rows.attrs["last"] if as_of is None else pd.Timestamp(as_of)
    day = last.normalize()
    edge = day - dt.timedelta(days=within_days)
    rows = rows[(rows["at"] <= last + pd.Timedelta(days=1)) & ((rows["at"] < edge) if stage == "not_back" else (rows["at"] >= edge))]
    known, refused = rows[rows["customer_id"].notna()], _opted_out(shop)
    asked = known[~known["customer_id"].isin(refused)].sort_values(["at", "customer_id"], ascending=[False, True], kind="stable")
    groups = asked.groupby("customer_id", sort=False)
    result = pd.DataFrame({
        "customer_id": list(groups.groups), "stage": stage, "stage_date": groups["at"].max().dt.floor("D").to_numpy(),
        "holds": groups["what"].agg(lambda names: "; ".join(dict.fromkeys(names))).to_numpy(),
    }).astype({"customer_id": "Int64", "stage": "str", "holds": "str"})
    result = result.assign(purpose=purpose.strip(), legal_basis=legal_basis, delete_on=(day + dt.timedelta(days=delete_after_days)).as_unit("us"))
    result.attrs.update(opted_out=known.loc[known["customer_id"].isin(refused), "customer_id"].nunique(),
                        without_id=rows.loc[rows["customer_id"].isna(), "who"].nunique(), as_of=day, basis="people")
    return result


def write_list(segment: pd.DataFrame, path) -> Path:
    """Write a list of stage_segment() as csv for a CRM; no cell of it can start a formula in a spreadsheet.

    A text that begins with = + - @ (also full-width), a tab or a line break gets an apostrophe in front; tabs and line breaks
    within become spaces. Ids are long numbers: import the file, for a spreadsheet that opens it may round them.

    Returns the path. Raises UserError, and writes nothing, where the list has no purpose, no legal basis or no deletion date
    in every row, or where its deletion date lies before a row's own stage date.
    Source: OWASP, "CSV Injection".
    """
    for name in ("purpose", "legal_basis", "delete_on"):
        if name not in segment or segment[name].isna().any():
            raise _wrong("no_end" if name == "delete_on" else "no_purpose", f"nothing was written: every row needs its {name}.", f"没有写出：每一行都要有 {name}。")
    for purpose in segment["purpose"].unique():
        _say_why(purpose)
    if "stage_date" in segment and (segment["delete_on"] < segment["stage_date"]).any():
        raise _wrong("no_end", "nothing was written: a row would be deleted before it began.", "没有写出：有的行删除日期早于开始日期。")
    path = Path(path)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow([_cell(name) for name in segment.columns])
        writer.writerows([_cell(value) for value in row] for row in segment.itertuples(index=False, name=None))
    return path


def _cell(value) -> str:
    """A value as text that no spreadsheet takes for a formula."""
    if value is None or value is pd.NA or value != value:
        return ""
    if isinstance(value, (pd.Timestamp, dt.date)):
        return f"{value:%Y-%m-%d}"
    text = str(value)
    # a number below zero is a number; a text that looks like one may be anything
    risky = isinstance(value, str) and (text.startswith(_FORMULA) or text.lstrip().startswith(_FORMULA))
    text = "".join(" " if c in "\t\r\n\v\f\x00\x85\u2028\u2029" else c for c in text)
    return "'" + text if risky else text


def _carts(shop) -> pd.DataFrame:
    _need(shop, "events.product_id, events.customer_id")
    log = shop.events
    log = log.assign(who=log["customer_id"].astype("str").where(log["customer_id"].notna(), "v" + log["visitor_id"].astype("str")))
    pairs = ["who", "product_id"]
    carts = log[log["step"] == "cart"].dropna(subset=["product_id"])
    carted = carts.groupby(pairs).agg(at=("at", "max"), customer_id=("customer_id", "first")).reset_index()
    paid = log[log["step"] == "pay"].groupby(pairs)["at"].max().rename("paid_at").reset_index()
    left = carted.merge(paid, on=pairs, how="left")
    left = left[~(left["paid_at"] >= left["at"])]
    titles = {} if shop.missing("products.title") else shop.products.set_index("product_id")["title"].to_dict()
    rows = left.assign(what=[str(titles.get(item, item)) for item in left["product_id"]])[["who", "customer_id", "at", "what"]]
    rows.attrs["last"] = log["at"].max()
    return rows


def _coupons(shop) -> pd.DataFrame:
    _need(shop, "coupons.customer_id, coupons.claimed_at")
    coupons = shop.coupons
    unused = coupons if "used_order_id" not in coupons else coupons[coupons["used_order_id"].isna()]
    what = unused["offer"].fillna(unused["coupon_id"]) if "offer" in unused else unused["coupon_id"]
    rows = pd.DataFrame({"who": unused["coupon_id"], "customer_id": unused["customer_id"], "at": unused["claimed_at"], "what": what.astype("str")})
    rows.attrs["last"] = coupons["claimed_at"].max()
    return rows


def _unpaid(shop) -> pd.DataFrame:
    _need(shop, "orders.customer_id")
    orders = shop.orders
    paid = _paid_at(orders)
    gone = orders["status"].isin(["cancelled", "refunded"]) if "status" in orders else pd.Series(False, index=orders.index)
    since = orders["customer_id"].map(paid.groupby(orders["customer_id"]).max())
    waiting = orders[paid.isna() & ~gone.fillna(False) & ~(since >= orders["ordered_at"])]
    return _with_items(shop, waiting, waiting["ordered_at"], orders["ordered_at"].max())


def _buyers(shop) -> pd.DataFrame:
    _need(shop, "orders.customer_id")
    orders = shop.orders
    paid = orders.assign(paid_at=_paid_at(orders)).dropna(subset=["paid_at"])
    last = paid[paid["paid_at"] == paid.groupby("customer_id")["paid_at"].transform("max")]
    # who has only ordered since is back all the same
    back = last["customer_id"].map(orders.groupby("customer_id")["ordered_at"].max()) > last["paid_at"]
    kept = last[~back.fillna(False).astype(bool)]
    return _with_items(shop, kept, kept["paid_at"], orders["ordered_at"].max())


def _paid_at(orders) -> pd.Series:
    return orders["paid_at"] if "paid_at" in orders else orders["ordered_at"].where(orders["paid_amount"].notna())


def _with_items(shop, orders, at, last) -> pd.DataFrame:
    """Rows of a stage from orders: what they hold are the items' titles, else the order's number."""
    titles = {} if shop.missing("products.title") else shop.products.set_index("product_id")["title"].to_dict()
    items = orders["product_id"] if "product_id" in orders else pd.Series(pd.NA, index=orders.index)
    what = [str(titles.get(item, item)) if pd.notna(item) else order for item, order in zip(items, orders["order_id"], strict=True)]
    rows = pd.DataFrame({"who": orders["order_id"], "customer_id": orders["customer_id"], "at": at, "what": what})
    rows.attrs["last"] = last
    return rows


def _opted_out(shop) -> set:
    """Customers who ever opted out; nobody where the shop has no messages."""
    if shop.missing("pushes.customer_id, pushes.opted_out"):
        return set()
    pushes = shop.pushes
    return set(pushes.loc[pushes["opted_out"].fillna(False).astype(bool), "customer_id"].dropna())


def _say_why(purpose) -> None:
    if not isinstance(purpose, str) or not purpose.strip():
        raise _wrong("no_purpose", "a list of people needs a purpose in words, such as \"remind of the cart, once\".",
                     "名单要写明用途，例如“提醒一次购物车”。")


def _need(shop, needs: str) -> None:
    missing = shop.missing(needs)
    if missing:
        raise _wrong("missing_table", f"this shop's files do not bring {', '.join(missing)}.", f"这家店的文件里没有 {'、'.join(missing)}。")


def _wrong(code, en, zh) -> UserError:
    return UserError(Label(f"stage_segment: {en}", f"stage_segment：{zh}"), code=code)
