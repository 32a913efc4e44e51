"""Lesson 12 in sentences: every figure in its prose, computed and said in both languages."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.lessons import lesson_12


def _say_files(shop):
    if not shop.ledger:
        return Label("This shop was opened from a shop folder, not from a platform's files: there is no ledger to read.",
                     "这家店是从店铺文件夹打开的，不是平台导出的文件：没有台账可看。")
    files, rows = len({entry.file for entry in shop.ledger}), sum(entry.rows_read for entry in shop.ledger)
    told = Label("{files:count} files, recognised by what stands in them, not by their names; {rows:count} rows in all." if files > 1 else
                 "One file, recognised by what stands in it, not by its name; {rows:count} rows.",
                 "按内容（不按文件名）认出 {files:count} 个文件，共 {rows:count} 行。").fill(files=files, rows=rows)
    if not shop.ignored:
        return told
    left = Label(" Left alone, because nothing in them is known: {ignored:count}.", "另有 {ignored:count} 个认不出来，没有动。").fill(ignored=len(shop.ignored))
    return Label(told.en + left.en, told.zh + left.zh)


def _say_ledger(table):
    if table.empty:
        return Label("There is no ledger for a shop that was not read from files.", "不是从文件读来的店，没有台账。")
    read, kept, aside = (int(table[name].sum()) for name in ("rows_read", "rows_kept", "rows_set_aside"))
    if read != kept + aside:
        return Label("The rows do not add up; do not use these figures before you know why.", "行数对不上；弄清原因之前不要用这些数。")
    if not aside:
        return Label("{read:count} rows read, all of them kept: not one is lost.", "读到 {read:count} 行，全部采用，一行没丢。").fill(read=read)
    return Label("{read:count} rows read = {kept:count} kept + {aside:count} set aside: not one is lost. Set aside: {share:rate} of the rows.",
                 "读到 {read:count} 行 = 采用 {kept:count} 行 + 未采用 {aside:count} 行，一行没丢。未采用的占 {share:rate}。").fill(
        read=read, kept=kept, aside=aside, share=aside / read)


def _say_two_files(table, currency):
    if table.attrs["derived"]:
        return Label("Only the orders were given; the daily figures were computed from them here, so the two cannot disagree. If your platform has a shop "
                     "report by day, give it too, and this table becomes a check.",
                     "这里只有订单，每天的数是从订单算出来的，当然对得上。平台如果有按日的店铺概况，一起交给 read，这张表才算得上核对。")
    if table.empty:
        return Label("The two files share no day: there is nothing to compare. Download both for the same days.", "两份文件没有共同的日子，没法核对。请按同一时间段各下载一份。")
    worst = table.loc[table["difference"].abs().idxmax()]
    if abs(worst["difference"]) < 0.01:
        return Label("From {first:date} to {last:date} the two agree to the cent, month by month. Now you may plan with either.",
                     "{first:date} 至 {last:date}，两份逐月核对，分毫不差。现在用哪份做计划都行。").fill(first=table.attrs["first_day"], last=table.attrs["last_day"])
    return Label(
        "They differ most in {month}: by {difference:money}, {share:rate} of what the report says. Usual reasons: paid near midnight, "
        "cancelled orders, shipping inside one of the two, refunds taken off in one of them.",
        "{month} 差得最多：相差 {difference:money}，占店铺概况的 {share:rate}。常见原因：临近零点付款、已取消的订单、其中一份含运费、其中一份扣了退款。",
    ).fill(currency, month=worst["month"], difference=float(worst["difference"]),
           share=abs(float(worst["difference"] / worst["by_report"])) if worst["by_report"] else float("nan"))


def _say_best_download(report, platforms):
    best, awaited = lesson_12.best_download(report, platforms), lesson_12.most_awaited(report, platforms)
    if best is None:
        told = Label("No single file more would open another section: each lacks several things at once, or something that no export brings.",
                     "再多一个文件也打不开新的小节：剩下的都同时缺好几样，或者缺的东西没有平台导出。")
    else:
        told = Label("One file more would open {sections:text}: {file:text}.", "再加一个文件，就能打开 {sections:text}：{file:text}。").fill(
            sections=Label("one of the closed sections" if best[1] == 1 else f"{best[1]} of the closed sections", f"{best[1]} 个小节"), file=best[0])
    if awaited is None or awaited == best:
        return told
    more = Label(" Most often lacking, along with other things: {file:text} ({sections:count} sections).",
                 "最常缺的（往往还缺别的）是：{file:text}，关系到 {sections:count} 个小节。").fill(file=awaited[0], sections=awaited[1])
    return Label(told.en + more.en, told.zh + more.zh)


def _say_refunds(table, currency):
    if table.empty:
        return Label("No order was paid: nothing could go back.", "没有支付订单，也就谈不上退款。")
    paid, back = float(table["paid_amount"].sum()), float(table["refund_amount"].sum())
    orders, refunded = int(table["paid_orders"].sum()), int(table["refunded_orders"].sum())
    if not refunded:
        return Label("Of {orders:count} paid orders none was refunded. Ask whether refunds stand in another file before you are glad.",
                     "{orders:count} 笔支付订单，没有一笔退款。先别高兴，问一句：退款是不是记在另一份文件里？").fill(orders=orders)
    return Label(
        "Of {paid:money} paid, {back:money} went back: {share:rate} of the money, and {refunded:count} of {orders:count} paid orders ({rate:rate}). The two "
        "rates differ because orders are not equally large and some are refunded only in part; say which one you mean.",
        "支付 {paid:money}，退回 {back:money}，占金额的 {share:rate}；{orders:count} 笔支付订单里有 {refunded:count} 笔退款（{rate:rate}）。"
        "两个比率不一样，因为订单有大有小，有的只退了一部分：说退款率时要讲清是哪一个。",
    ).fill(currency, paid=paid, back=back, share=back / paid if paid else float("nan"), orders=orders, refunded=refunded, rate=refunded / orders)


def _say_not_back(shop):
    people, everybody = lesson_12.not_back(shop), shop.orders["customer_id"].nunique()
    return Label("Of {everybody:count} customers, {people:count} bought and have not ordered for more than 30 days. They are the ones to whom one friendly message goes.",
                 "{everybody:count} 位顾客中，有 {people:count} 位买过、之后 30 多天没再下单。这条友好的消息，就只发给他们。").fill(people=people, everybody=everybody)


SENTENCES = {
    "files": _say_files,
    "ledger": _say_ledger,
    "two_files": _say_two_files,
    "best_download": _say_best_download,
    "refunds": _say_refunds,
    "not_back": _say_not_back,
}
