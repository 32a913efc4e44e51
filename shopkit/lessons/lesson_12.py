"""Lesson 12, your own shop: the ledger of what was read, one file held against another, which lessons it feeds."""

from __future__ import annotations

import pandas as pd

from shopkit.labels import Label, format_value
from shopkit.lessons.lesson_00 import worded
from shopkit.readers.bring import brings, to_fetch
from shopkit.shop import describe_need

_HEADS = {
    "file": Label("File", "文件"), "report": Label("Report", "报表"),
    "rows_read": Label("Rows read", "读到行数"), "rows_kept": Label("kept", "采用"), "rows_set_aside": Label("set aside", "未采用"),
    "money_read": Label("Money read", "读到金额"), "money_kept": Label("money kept", "采用金额"), "money_set_aside": Label("money set aside", "未采用金额"),
    "month": Label("Month", "月份"), "by_orders": Label("Paid, from the orders", "支付金额（订单）"), "by_report": Label("Paid, from the shop report", "支付金额（店铺概况）"),
    "difference": Label("Difference", "相差"), "paid_orders": Label("Paid orders", "支付订单数"), "refunded_orders": Label("of them refunded", "其中退款"),
    "paid_amount": Label("Paid amount", "支付金额"), "refund_amount": Label("Refund amount", "退款金额"), "refund_rate": Label("Refund rate", "退款率"),
}
_KINDS = {"refund_rate": "rate", "rows_read": "count", "rows_kept": "count", "rows_set_aside": "count", "paid_orders": "count", "refunded_orders": "count"}


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """One of this lesson's tables with heads and figures as a reader of the language that is on expects them."""
    text = {"file", "report", "month"}
    told = pd.DataFrame({
        str(_HEADS[name]): [v if name in text else format_value(v, _KINDS.get(name, "money"), table.attrs.get("currency")) for v in table[name]]
        for name in table})
    told.attrs["words"] = [i for i, name in enumerate(table) if name in text]
    return told


def where_to_click(report: dict, platforms=()) -> pd.DataFrame:
    """Every need of the lessons, missing here or not: which export of which platform brings it, and for which lessons.

    report: what publish.lesson_report() says of a shop. platforms: those that it sells on; all of them if none is known.
    """
    needs: dict[str, list[str]] = {}
    for number, what in report.items():
        for table in dict.fromkeys(need.partition(".")[0] for need in what["needs"]):
            needs.setdefault(table, []).append(number)
    rows = [(describe_need(table), brings(table, platforms), Label(", ".join(numbers), "、".join(numbers))) for table, numbers in needs.items()]
    # what can be fetched today comes first
    rows = [row for row, table in sorted(zip(rows, needs, strict=True), key=lambda pair: not to_fetch(pair[1], platforms))]
    return _prose(rows, Label("What", "需要什么"), Label("Which export brings it", "哪种导出能带来"), Label("For lessons", "用于第几课"))


def ledger(shop) -> pd.DataFrame:
    """One row per file (or sheet): file, report, rows_read = rows_kept + rows_set_aside, and the same for its main amount."""
    rows, places = [], _places(shop)
    for entry, place in zip(shop.ledger, places, strict=True):
        money = entry.money() or {"read": None, "kept": None, "set_aside": None}
        rows.append({"file": place, "report": str(entry.title), "rows_read": entry.rows_read, "rows_kept": entry.rows_kept,
                     "rows_set_aside": entry.rows_set_aside, **{f"money_{name}": money[name] for name in ("read", "kept", "set_aside")}})
    table = pd.DataFrame(rows, columns=["file", "report", "rows_read", "rows_kept", "rows_set_aside", "money_read", "money_kept", "money_set_aside"])
    money = [name for name in table if name.startswith("money_")]
    table[money] = table[money].astype("float64")
    table.attrs["currency"] = shop.currency
    return table


def reasons(shop) -> pd.DataFrame:
    """Why rows were set aside, file by file, with their numbers."""
    rows = [(place, reason.sentence()) for entry, place in zip(shop.ledger, _places(shop), strict=True) for reason in entry.reasons]
    return _prose(_once(rows), Label("File", "文件"), Label("Set aside, and why", "哪些未采用，为什么"))


def remarks(shop) -> pd.DataFrame:
    """What a file could not say, or what must be known of its figures."""
    rows = [(place, note.label) for entry, place in zip(shop.ledger, _places(shop), strict=True) for note in entry.notes]
    return _prose(_once(rows), Label("File", "文件"), Label("To know", "要知道的"))


def _places(shop) -> list[str]:
    """The file of each entry of the ledger, with the sheet where several sheets of it were read."""
    files = [entry.file for entry in shop.ledger]
    return [entry.place if files.count(entry.file) > 1 else entry.file for entry in shop.ledger]


def _once(rows) -> list[tuple]:
    """A file's name before the first of its lines only."""
    return [("" if i and rows[i - 1][0] == place else place, line) for i, (place, line) in enumerate(rows)]


def _prose(rows, *heads: Label) -> pd.DataFrame:
    table = worded(rows, *heads)
    table.attrs["words"] = list(range(len(heads)))
    return table


def paid_lines(shop) -> pd.DataFrame:
    """The order lines that were paid, with the time of payment in paid_at (of the order, where the export has no other)."""
    orders = shop.orders if "paid_at" in shop.columns("orders") else shop.orders.assign(paid_at=lambda lines: lines["ordered_at"])
    return orders[orders["paid_at"].notna()]


def two_files(shop) -> pd.DataFrame:
    """The paid amount by month of payment from the orders, beside that of the shop report, over the days that both cover.

    Returns month, by_orders, by_report, difference (orders − report). attrs: first_day, last_day, currency, and derived: whether
    the daily figures were computed from the orders, so that they cannot differ.
    """
    paid, days = paid_lines(shop), shop.shop_days.dropna(subset=["paid_amount"])
    day = paid["paid_at"].dt.normalize()
    first, last = (max(day.min(), days["date"].min()), min(day.max(), days["date"].max())) if len(day) and len(days) else (pd.NaT, pd.NaT)
    in_both, reported = day[day.between(first, last)], days[days["date"].between(first, last)]
    from_orders = paid.loc[in_both.index].groupby(in_both.dt.strftime("%Y-%m"))["paid_amount"].sum()
    from_report = reported.groupby(reported["date"].dt.strftime("%Y-%m"))["paid_amount"].sum()
    # a month that one of the two has nothing in is a difference, not a gap
    table = pd.DataFrame({"by_orders": from_orders, "by_report": from_report}).fillna(0.0).rename_axis("month").reset_index()
    table["difference"] = (table["by_orders"] - table["by_report"]).round(2)
    table.attrs.update(currency=shop.currency, derived="shop_days" in shop.derived, first_day=first, last_day=last)
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
    table = worded(rows, Label("Lesson", "课"), Label("On these files", "用这些文件"), Label("Sections", "小节"), Label("First lack", "最先缺的"))
    table.attrs["words"] = [0, 1, 3]
    return table


def most_awaited(report: dict, platforms=()) -> tuple[Label, int] | None:
    """The file that most closed sections lack, whatever else they lack, and how many; None if none can be fetched."""
    awaited: dict[Label, int] = {}
    for what in report.values():
        for part in what["sections"]:
            for file in {file for need in (*what["unmet"], *part["missing"]) for file in to_fetch(need, platforms)}:
                awaited[file] = awaited.get(file, 0) + 1
    return max(awaited.items(), key=lambda pair: (pair[1], pair[0].en)) if awaited else None


def best_download(report: dict, platforms=()) -> tuple[Label, int] | None:
    """The one file more that would open most sections which these files leave closed, and how many; None if no single file opens any.

    A section is opened by a file that brings all that it (and its lesson) lacks. What is not read yet, or what no seller
    can fetch, is not proposed.
    """
    opened: dict[Label, int] = {}
    for what in report.values():
        for part in what["sections"]:
            lacks = dict.fromkeys([*what["unmet"], *part["missing"]])
            files = [set(to_fetch(need, platforms)) for need in lacks]
            for file in set.intersection(*files) if files else ():
                opened[file] = opened.get(file, 0) + 1
    return max(opened.items(), key=lambda pair: (pair[1], pair[0].en)) if opened else None


def refunds(shop) -> pd.DataFrame:
    """Paid orders, those of which money went back, and the money, by month of payment."""
    paid = paid_lines(shop)
    lines = paid.assign(month=paid["paid_at"].dt.strftime("%Y-%m"), refund_amount=paid["refund_amount"].fillna(0.0))
    orders = lines.groupby(["month", "order_id"], as_index=False)[["paid_amount", "refund_amount"]].sum()
    orders["refunded"] = orders["refund_amount"] > 0
    table = orders.groupby("month").agg(paid_orders=("order_id", "size"), refunded_orders=("refunded", "sum"), paid_amount=("paid_amount", "sum"),
                                        refund_amount=("refund_amount", "sum")).reset_index()
    table["refund_rate"] = table["refunded_orders"] / table["paid_orders"]
    table.attrs["currency"] = shop.currency
    return table


def not_back(shop, days: int = 30) -> int:
    """How many customers paid at least once and have not placed an order for more than `days` days, at the last order's day."""
    known = shop.orders.dropna(subset=["customer_id"])
    last = known.groupby("customer_id")["ordered_at"].max()
    edge = shop.orders["ordered_at"].max().normalize() - pd.Timedelta(days=days)
    return int((last[last.index.isin(paid_lines(shop)["customer_id"])] < edge).sum())
