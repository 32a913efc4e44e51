"""Lesson 12's exercises: question, answer on this shop, usual mistakes, hints."""

from __future__ import annotations

import pandas as pd

from shopkit.exercise import Choice, Exercise, Figure, Mistake
from shopkit.labels import Label
from shopkit.lessons.lesson_12 import not_back, paid_lines


def _per_order(shop) -> pd.DataFrame:
    """Paid orders: what was paid for each, and what went back."""
    return paid_lines(shop).fillna({"refund_amount": 0.0}).groupby("order_id")[["paid_amount", "refund_amount"]].sum()


def _refunded(shop) -> float:
    orders = _per_order(shop)
    return float((orders["refund_amount"] > 0).mean())


def _by_money(shop) -> float:
    orders = _per_order(shop)
    return float(orders["refund_amount"].sum() / orders["paid_amount"].sum())


def _by_all_orders(shop) -> float:
    return float((_per_order(shop)["refund_amount"] > 0).sum() / shop.orders["order_id"].nunique())


def _orders_not_back(shop) -> int:
    """Paid orders of more than 30 days ago: orders, not people, and of people who are back as well."""
    orders = paid_lines(shop).dropna(subset=["customer_id"])
    return int(orders.loc[orders["ordered_at"] < shop.orders["ordered_at"].max().normalize() - pd.Timedelta(days=30), "order_id"].nunique())


def _first_long_ago(shop) -> int:
    orders = paid_lines(shop).dropna(subset=["customer_id"])
    return int((orders.groupby("customer_id")["ordered_at"].min() < shop.orders["ordered_at"].max().normalize() - pd.Timedelta(days=30)).sum())


EXERCISES = (
    Exercise(
        1,
        Label("A colleague outside the shop wants to help with the promotion and asks for “the order list of last month”. What do you send?",
              "店外的一位同事想帮你做推广，开口要“上个月的订单表”。你发什么？"),
        Choice({
            "finding": Label("A table of sales by source and item, without people", "一张按来源、按商品的销售表，里面没有人"),
            "raw": Label("The export as it is; it is only for a week", "原始导出，反正只用一周"),
            "hashed": Label("The export with names deleted and phone numbers kept", "删掉姓名、留下手机号的导出"),
            "photo": Label("A photo of the screen with the order list", "拍一张订单列表的屏幕照片"),
        }),
        lambda shop: "finding",
        (
            Mistake(lambda shop: "raw", Label("A week is long enough to be forwarded once. You would have handed a stranger the addresses of everybody who trusted you; you cannot call them back.",
                                              "一周足够被转发一次。等于把信任你的顾客的地址交给了外人，收不回来。")),
            Mistake(lambda shop: "hashed", Label("A phone number names a person better than a name does: there are many people called alike, and one with this number.",
                                                 "手机号比姓名更能认出一个人：同名的很多，用这个号码的只有一个。")),
            Mistake(lambda shop: "photo", Label("A photo of a raw export is a raw export, only harder to delete.", "原始导出的照片还是原始导出，只是更难删干净。")),
        ),
        (Label("What does promotion need to know: who, or how much?", "推广需要知道的是“谁”，还是“多少”？"),
         Label("Leave out every column that leads to a person.", "能对应到人的列，一个都不要。"),
         Label("Sales by source and by item answer the question.", "按来源、按商品的销售额就够回答问题了。")),
        Label("Send findings, never people.", "发结论，不发人。"),
    ),
    Exercise(
        2,
        Label("You opened the order list in a spreadsheet, saved it, and `read` now refuses it: order ids such as 2.02606E+17. What do you do?",
              "你用电子表格打开订单表又存了一次，现在 read 拒绝读取：订单号成了 2.02606E+17 这样。怎么办？"),
        Choice({
            "again": Label("Download it again and give the new file unopened", "重新下载，不打开，直接交给 read"),
            "format": Label("Set the column to “text” in the spreadsheet and save", "在电子表格里把这列改成“文本”再存"),
            "number": Label("Widen the column until the digits show", "把列拉宽，让数字全显示出来"),
            "without": Label("Delete the column; the amounts are what counts", "删掉这一列，反正只看金额"),
        }),
        lambda shop: "again",
        (
            Mistake(lambda shop: "format", Label("The digits are lost already: the spreadsheet kept 15 of 18. As text they would be 18 digits of which three are invented, and many orders would share an id.",
                                                 "数字早就丢了：18 位只留下 15 位。改成文本，后三位是编出来的，好多订单会变成同一个号。")),
            Mistake(lambda shop: "number", Label("What shows then ends in zeros that the platform never wrote. Refunds and items could no longer find their order.",
                                                 "显示出来的末尾全是 0，平台从没写过。退款和明细再也找不到自己的订单。")),
            Mistake(lambda shop: "without", Label("Without the id an order that stands in two files counts twice, and no refund finds its order.",
                                                  "没有订单号，两个文件里的同一单会算两次，退款也找不到订单。")),
        ),
        (Label("Can digits that were not saved come back?", "没存下来的数字还能找回来吗？"),
         Label("Where do they still stand in full?", "哪里还有完整的数字？"),
         Label("In the platform's back office.", "平台后台里有。")),
        Label("What a spreadsheet rounded away is gone; the platform still has it.", "电子表格四舍五入掉的找不回来，平台那边还在。"),
    ),
    Exercise(
        3,
        Label("The ledger of a file says: 1,204 rows read = 1,201 kept + 3 set aside; two of them are totals rows, one has a date that cannot be read. What is lost?",
              "某个文件的台账写着：读到 1,204 行 = 采用 1,201 行 + 未采用 3 行；其中 2 行是合计行，1 行日期无法识别。丢了什么？"),
        Choice({
            "one": Label("At most one row; look it up by its number", "最多一行，按行号回文件里查"),
            "three": Label("Three rows of sales", "三行销售"),
            "nothing": Label("Nothing; set aside means repaired", "什么也没丢，未采用就是修好了"),
            "all": Label("The file cannot be trusted; leave it out", "文件不可信，整个不用"),
        }),
        lambda shop: "one",
        (
            Mistake(lambda shop: "three", Label("A totals row adds up the other rows. Keep it, and every sale counts twice: you would plan with double the sales.",
                                                "合计行是其他行的和。留着它，每笔销售都会算两遍，你会拿着两倍的销售额去做计划。")),
            Mistake(lambda shop: "nothing", Label("Set aside is set aside: the row with the broken date is in no figure until you mend it. Once it may be your largest order.",
                                                  "未采用就是没用上：日期坏掉的那行不在任何数字里，除非你去补。说不定它正是最大的一单。")),
            Mistake(lambda shop: "all", Label("1,201 good rows would be thrown away for one. The ledger is there so that you need not choose between all and nothing.",
                                              "为了一行扔掉 1,201 行好数据。台账就是让你不必“全要或全不要”。")),
        ),
        (Label("Which of the three rows was a sale?", "三行里哪一行是销售？"), Label("A totals row repeats the others.", "合计行只是重复别的行。"),
         Label("One row is left: its number stands in the ledger.", "只剩一行，台账里有它的行号。")),
        Label("Totals rows must go; the row with the broken date is the one to look up.", "合计行本来就该去掉；要查的是日期坏掉的那一行。"),
    ),
    Exercise(
        4,
        Label("Of this shop's paid orders, for which share did any money go back? (Percent to 1 decimal; each order counts once.)",
              "这家店的支付订单里，发生过退款的占多大比例？（百分数，1 位小数；每笔订单只算一次。）"),
        Figure("rate", 1),
        _refunded,
        (
            Mistake(_by_money, Label("You divided money by money: how much of the paid amount went back. Asked was how many orders. Large orders are refunded more or less often than small ones, so the two differ.",
                                     "你用金额除以金额：支付金额里退回了多少。问的是多少笔订单。大单小单退得不一样多，两个数就不同。")),
            Mistake(_by_all_orders, Label("You divided by all orders placed. Who never paid cannot be refunded: unpaid orders in the denominator make you look better than you are.",
                                          "你的分母是所有下单的订单。没付款的谈不上退款，分母里混进去，退款率就虚低了。")),
        ),
        (Label("Orders with a refund ÷ paid orders.", "有退款的订单数 ÷ 支付订单数。"),
         Label("An order of several lines is one order.", "一笔订单有几行，也只算一笔。"),
         Label("The sentence above the exercise says both shares; which one counts orders?", "上面那句话里有两个比率，哪个数的是订单？")),
        Label("Paid orders with a refund above 0 ÷ paid orders.", "退款大于 0 的支付订单数 ÷ 支付订单数。"),
        needs="orders.paid_amount, orders.refund_amount",
    ),
    Exercise(
        5,
        Label("How many customers would stand on the list “bought, and no order for more than 30 days” (counted back from the last day of the orders)?",
              "“买过、30 多天没再下单”的名单上会有多少位顾客？（从订单的最后一天往回数。）"),
        Figure("count", 0),
        not_back,
        (
            Mistake(_orders_not_back, Label("You counted orders. Who bought three times in summer would get three messages, and who is back already would get one too.",
                                            "你数的是订单。夏天买过三次的人会收到三条消息，已经回来的人也会收到。")),
            Mistake(_first_long_ago, Label("You looked at each customer's first order. Somebody who bought again yesterday would be asked why they never came back.",
                                           "你看的是每位顾客的第一单。昨天刚回购的人，会被问“怎么不来了”。")),
            Mistake(lambda shop: int(shop.orders["customer_id"].nunique()),
                    Label("That is everybody. A message to everybody is what people switch off.", "这是所有人。发给所有人的消息，大家都会屏蔽。")),
        ),
        (Label("What counts is each customer's last order.", "要看每位顾客的最后一单。"),
         Label("Take 30 days off the last day of the orders.", "从订单的最后一天往回减 30 天。"),
         Label("The sentence above the command says it.", "命令上面那句话里就有。")),
        Label("Customers with a paid order whose last order lies more than 30 days before the last day.", "有过支付、最后一单早于最后一天 30 天以上的顾客数。"),
        needs="orders.customer_id",
    ),
)
