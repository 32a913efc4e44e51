"""Lesson 12, your own shop: the ledger of what was read, one file held against another, which lessons it feeds."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label, format_value
from shopkit.lessons.lesson_00 import worded
from shopkit.readers.bring import brings
from shopkit.shop import describe_need

_HEADS = {
    "file": Label("File", "文件"), "report": Label("Report", "报表"),
    "rows_read": Label("Rows read", "读到行数"), "rows_kept": Label("kept", "采用"), "rows_set_aside": Label("set aside", "略去"),
    "money_read": Label("Money read", "读到金额"), "money_kept": Label("money kept", "采用金额"), "money_set_aside": Label("money set aside", "略去金额"),
    "month": Label("Month", "月份"), "by_orders": Label("Paid, from the orders", "支付金额（订单）"), "by_report": Label("Paid, from the shop report", "支付金额（店铺概况）"),
    "difference": Label("Difference", "相差"), "paid_orders": Label("Paid orders", "支付订单数"), "refunded_orders": Label("of them refunded", "其中退款"),
    "paid_amount": Label("Paid amount", "支付金额"), "refund_amount": Label("Refund amount", "退款金额"), "refund_rate": Label("Refund rate", "退款率"),
}
_KINDS = {"refund_rate": "rate", "rows_read": "count", "rows_kept": "count", "rows_set_aside": "count", "paid_orders": "count", "refunded_orders": "count"}


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """One of this lesson's tables with heads and figures as a reader of the language that is on expects them."""
    text = {"file", "report", "month"}
    return pd.DataFrame({
        str(_HEADS[name]): [v if name in text else format_value(v, _KINDS.get(name, "money"), table.attrs.get("currency")) for v in table[name]]
        for name in table})


def where_to_click(report: dict, platforms=()) -> pd.DataFrame:
    """Every need of the lessons, missing here or not: which export of which platform brings it, and for which lessons.

    report: what publish.lesson_report() says of a shop. platforms: those that it sells on; all of them if none is known.
    """
    needs: dict[str, list[str]] = {}
    for number, what in report.items():
        for table in dict.fromkeys(need.partition(".")[0] for need in what["needs"]):
            needs.setdefault(table, []).append(number)
    rows = [(describe_need(table), brings(table, platforms), Label(", ".join(numbers), "、".join(numbers))) for table, numbers in needs.items()]
    return worded(rows, Label("What", "需要什么"), Label("Which export brings it", "哪种导出能带来"), Label("For lessons", "用于第几课"))


def ledger(shop) -> pd.DataFrame:
    """One row per file (or sheet): file, report, rows_read = rows_kept + rows_set_aside, and the same for its main amount."""
    rows = []
    for entry in shop.ledger:
        money = entry.money() or {"read": None, "kept": None, "set_aside": None}
        rows.append({"file": entry.place, "report": str(entry.title), "rows_read": entry.rows_read, "rows_kept": entry.rows_kept,
                     "rows_set_aside": entry.rows_set_aside, **{f"money_{name}": money[name] for name in ("read", "kept", "set_aside")}})
    table = pd.DataFrame(rows, columns=["file", "report", "rows_read", "rows_kept", "rows_set_aside", "money_read", "money_kept", "money_set_aside"])
    money = [name for name in table if name.startswith("money_")]
    table[money] = table[money].astype("float64")
    table.attrs["currency"] = shop.currency
    return table


def reasons(shop) -> pd.DataFrame:
    """Why rows were set aside, file by file, with their numbers."""
    rows = [(Label(entry.place, entry.place), reason.sentence()) for entry in shop.ledger for reason in entry.reasons]
    return worded(rows, Label("File", "文件"), Label("Set aside, and why", "略去了什么，为什么"))


def remarks(shop) -> pd.DataFrame:
    """What a file could not say, or what must be known of its figures."""
    rows = [(Label(entry.place, entry.place), note.label) for entry in shop.ledger for note in entry.notes]
    return worded(rows, Label("File", "文件"), Label("To know", "要知道的"))


def two_files(shop) -> pd.DataFrame:
    """The paid amount by month of payment from the orders, beside that of the shop report; full months of both only."""
    orders = shop.orders
    paid = orders[orders["paid_at"].notna()] if "paid_at" in orders else orders
    at = paid["paid_at"] if "paid_at" in orders else paid["ordered_at"]
    days = shop.shop_days
    first, last = max(at.min(), days["date"].min()), min(at.max(), days["date"].max() + pd.Timedelta(days=1))
    here = paid[(at >= first) & (at < last)]
    from_orders = here.groupby(at[here.index].dt.strftime("%Y-%m"))["paid_amount"].sum()
    inside = days[(days["date"] >= first.normalize()) & (days["date"] < last)]
    from_report = inside.groupby(inside["date"].dt.strftime("%Y-%m"))["paid_amount"].sum()
    table = pd.DataFrame({"by_orders": from_orders, "by_report": from_report}).dropna().rename_axis("month").reset_index()
    table["difference"] = (table["by_orders"] - table["by_report"]).round(2)
    table.attrs.update(currency=shop.currency, derived="shop_days" in shop.derived)
    return table


def what_runs(report: dict) -> pd.DataFrame:
    """Each lesson: whether it runs, how many of its sections, and the first thing that it lacks."""
    yes, no = Label("runs", "能用"), Label("not yet", "还不能用")
    rows = []
    for number, what in report.items():
        parts = what["sections"]
        count = f"{sum(part['runs'] for part in parts)} / {len(parts)}" if parts else "—"
        lacks = describe_need(what["missing"][0]) if what["missing"] else Label("—", "—")
        rows.append((Label(number, number), yes if what["runs"] else no, Label(count, count), lacks))
    return worded(rows, Label("Lesson", "课"), Label("On these files", "用这些文件"), Label("Sections", "小节"), Label("First lack", "最先缺的"))


def best_download(report: dict) -> tuple[str, int] | None:
    """The table whose export would open most sections that these files leave closed, and how many; None if none is closed."""
    closed: dict[str, int] = {}
    for what in report.values():
        for part in what["sections"]:
            tables = {need.partition(".")[0] for need in part["missing"]}
            # a section that lacks two exports is opened by neither alone
            if len(tables) == 1:
                (table,) = tables
                closed[table] = closed.get(table, 0) + 1
    # what no platform exports cannot be downloaded
    closed = {table: count for table, count in closed.items() if "no platform exports it" not in brings(table).en}
    return max(closed.items(), key=lambda item: item[1]) if closed else None


def refunds(shop) -> pd.DataFrame:
    """Paid orders, those of which money went back, and the money, by month of payment."""
    orders = shop.orders
    paid = orders[orders["paid_at"].notna()] if "paid_at" in orders else orders
    at = paid["paid_at"] if "paid_at" in orders else paid["ordered_at"]
    lines = paid.assign(month=at.dt.strftime("%Y-%m"), refund_amount=paid["refund_amount"].fillna(0.0))
    per_order = lines.groupby(["month", "order_id"])[["paid_amount", "refund_amount"]].sum().reset_index()
    months = per_order.groupby("month")
    table = pd.DataFrame({
        "paid_orders": months["order_id"].nunique(),
        "refunded_orders": per_order[per_order["refund_amount"] > 0].groupby("month")["order_id"].nunique(),
        "paid_amount": months["paid_amount"].sum(), "refund_amount": months["refund_amount"].sum(),
    }).fillna({"refunded_orders": 0}).astype({"refunded_orders": "int64"}).reset_index()
    table["refund_rate"] = table["refunded_orders"] / table["paid_orders"]
    table.attrs["currency"] = shop.currency
    return table


def not_back(shop, days: int = 30) -> int:
    """How many customers paid at least once and have not placed an order for more than `days` days, at the last order's day."""
    orders = shop.orders.dropna(subset=["customer_id"])
    last = orders.groupby("customer_id")["ordered_at"].max()
    paid = orders[orders["paid_at"].notna()]["customer_id"].unique() if "paid_at" in orders else last.index
    edge = shop.orders["ordered_at"].max().normalize() - pd.Timedelta(days=days)
    return int((last[last.index.isin(paid)] < edge).sum())

