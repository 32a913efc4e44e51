"""Lesson 12 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.lessons import lesson_12
from shopkit.readers.bring import brings
from shopkit.shop import describe_need


def _say_files(shop):
    if not shop.ledger:
        return Label("This shop was opened from a shop folder, not from a platform's files: there is no ledger to read.",
                     "这家店是从店铺文件夹打开的，不是平台导出的文件：没有读取账单可看。")
    rows = sum(entry.rows_read for entry in shop.ledger)
    return Label("{files:count} files were recognised by what stands in them, {rows:count} rows in all. Left alone: {ignored:count}.",
                 "按内容认出 {files:count} 个文件，共 {rows:count} 行；没有动的有 {ignored:count} 个。").fill(
        files=len({entry.file for entry in shop.ledger}), rows=rows, ignored=len(shop.ignored))


def _say_ledger(table):
    if table.empty:
        return Label("There is no ledger for a shop that was not read from files.", "不是从文件读来的店，没有账单。")
    read, kept, aside = (int(table[name].sum()) for name in ("rows_read", "rows_kept", "rows_set_aside"))
    if read != kept + aside:
        return Label("The rows do not add up; do not use these figures before you know why.", "行数对不上；弄清原因之前不要用这些数。")
    return Label("{read:count} rows read = {kept:count} kept + {aside:count} set aside: not one is lost. {share:rate} were set aside.",
                 "读到 {read:count} 行 = 采用 {kept:count} 行 + 略去 {aside:count} 行，一行没丢。略去的占 {share:rate}。").fill(
        read=read, kept=kept, aside=aside, share=aside / read if read else float("nan"))


def _say_two_files(table, currency):
    if table.empty:
        return Label("The two files share no month: there is nothing to compare.", "两份文件没有共同的月份，没法核对。")
    if table.attrs["derived"]:
        return Label("Only one of the two was exported; the other was computed from it here, so that they cannot disagree. Download the shop report too.",
                     "两份里只导出了一份，另一份是从它算出来的，当然对得上。请把店铺概况也下载来。")
    worst = table.loc[table["difference"].abs().idxmax()]
    if abs(worst["difference"]) < 0.01:
        return Label("All {months:count} months agree to the cent: now you may believe either.", "{months:count} 个月分毫不差：现在两份都可以信了。").fill(months=len(table))
    return Label(
        "In {month} the orders and the report differ most: by {difference:money}, {share:rate} of what the report says. Usual reasons: paid near midnight, "
        "cancelled orders, shipping inside one of the two, a file that does not begin on the first.",
        "{month} 差得最多：相差 {difference:money}，占店铺概况的 {share:rate}。常见原因：临近零点付款、已取消的订单、其中一份含运费、文件不是从一号开始。",
    ).fill(currency, month=worst["month"], difference=float(worst["difference"]), share=abs(float(worst["difference"] / worst["by_report"])))


def _say_best_download(report, platforms):
    best = lesson_12.best_download(report)
    if best is None:
        return Label("No single download would open another section.", "再多下载一个，也打不开新的小节。")
    table, sections = best
    what, where = describe_need(table), brings(table, platforms)
    return Label(f"One download would open {sections} sections: {what.en} ← {where.en}.", f"再下载一个就能打开 {sections} 个小节：{what.zh} ← {where.zh}。")


def _say_refunds(table, currency):
    paid, back = float(table["paid_amount"].sum()), float(table["refund_amount"].sum())
    orders, refunded = int(table["paid_orders"].sum()), int(table["refunded_orders"].sum())
    return Label(
        "Of {paid:money} paid, {back:money} went back: {share:rate} of the money, and {refunded:count} of {orders:count} paid orders ({rate:rate}). The two "
        "rates differ because orders are not equally large; say which one you mean.",
        "支付 {paid:money}，退回 {back:money}，占金额的 {share:rate}；{orders:count} 笔支付订单里有 {refunded:count} 笔退款（{rate:rate}）。"
        "两个比率不一样，因为订单有大有小：说退款率时要讲清是哪一个。",
    ).fill(currency, paid=paid, back=back, share=back / paid, orders=orders, refunded=refunded, rate=refunded / orders)


def _say_not_back(shop):
    people = lesson_12.not_back(shop)
    everybody = shop.orders["customer_id"].nunique()
    return Label("{people:count} of {everybody:count} customers bought and have not ordered for more than 30 days. That is whom one friendly message could reach.",
                 "{everybody:count} 位顾客中，有 {people:count} 位买过、之后 30 多天没再下单。一条友好的消息，能送到的就是他们。").fill(people=people, everybody=everybody)


SENTENCES = {
    "files": _say_files,
    "ledger": _say_ledger,
    "two_files": _say_two_files,
    "best_download": _say_best_download,
    "refunds": _say_refunds,
    "not_back": _say_not_back,
}
