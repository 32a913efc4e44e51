"""The ledger: what was read from a file, what was kept, what was set aside and why, in both languages."""

from __future__ import annotations

from dataclasses import dataclass, field

import pandas as pd

from shopkit.labels import LANGUAGES, Label, UserError

# why a row is set aside: code → a sentence. Codes are never translated and never renamed.
REASONS = {
    "broken_row": Label(
        "has fewer or more cells than the header (cut off, or a quotation mark that is never closed)",
        "单元格数与表头不符（被截断，或引号没有闭合）",
    ),
    "unreadable_characters": Label("holds characters that cannot be decoded", "含有无法解码的字符"),
    "unreadable_date": Label("has a date that is missing or cannot be read", "日期缺失或无法识别"),
    "unreadable_amount": Label("has an amount that is missing or cannot be read", "金额缺失或无法识别"),
    "unreadable_number": Label("has a number that is missing or cannot be read", "数字缺失或无法识别"),
    "missing_id": Label("has no id", "没有编号"),
    "unknown_value": Label("has a value that the platform's list does not have", "取值不在平台的取值表里"),
    "impossible_amount": Label("has an amount that cannot be (negative, or a discount above the value)",
                               "金额不合理（为负，或优惠大于货款）"),
    "totals_row": Label("is a totals row: its amounts stand in the other rows already", "是合计行，金额在其他行里已经算过"),
    "remark": Label("is a remark, not data", "是说明文字，不是数据"),
    "description_row": Label("describes the columns", "是列的说明"),
    "repeated_header": Label("is the header once more", "是重复的表头"),
    "repeated_order": Label("is an order that stands in an earlier row of this file", "这笔订单在本文件前面的行里已经有了"),
    "repeated_line": Label("is a line (of an order, or a refund) that stands in an earlier row of this file",
                           "这一行（订单明细或退款）在本文件前面的行里已经有了"),
    "refund_not_completed": Label("is a refund that was withdrawn, was refused or is still under way", "是已撤销、被拒绝或仍在处理中的退款"),
    "repeated_item": Label("is an item whose id stands in an earlier row of this file", "这个商品编号在本文件前面的行里已经有了"),
    "headless_line": Label("belongs to an order whose first row, with its amounts and state, is missing or could not be used",
                           "所属订单的首行（含金额和状态）缺失或无法采用"),
    "picture_row": Label("adds a picture to an item and is no item", "只是商品的附加图片，不是商品"),
    "repeated_row": Label("stands in an earlier row of this file already", "在本文件前面的行里已经有了"),
    "several_rows_of_a_day": Label("is one of several rows of its day: the same people may stand in each of them, so they cannot be added",
                                   "同一天有几行，各行里可能是同一批人，不能相加"),
    "sold_elsewhere": Label("was sold on another channel and only shipped by this platform", "在别的渠道成交，本平台只负责发货"),
    "passes_through": Label("is tax, shipping or the like of an order: neither money for goods nor a fee", "是订单的税费、运费之类，既不是货款也不是平台扣费"),
    "no_single_order": Label("is an amount of no single order (subscription, storage, advertising, reserve …)", "不属于任何一笔订单（订阅费、仓储费、广告费、预留款等）"),
    "no_such_order": Label("belongs to an order that none of the files holds", "所属订单不在任何文件里"),
    "other_level": Label("counts again, at another level, what the rows that were kept count", "是另一层级的行，与采用的行重复计数"),
    "not_a_sale": Label("is no sale of goods and no cost of the shop (a transfer, a top-up, a payout …)", "不是卖货也不是店铺的费用（转账、充值、提现等）"),
    "counted_elsewhere": Label("counts what another of the files counts as well, in another way; the two may not be added",
                               "与另一个文件统计的是同一件事，只是口径不同，不能相加"),
    "sale_income": Label("is money from a sale, which the order list counts", "是卖货收入，由订单报表计算"),
    "repeated_key": Label("repeats what tells an earlier row of this file from all others (its day, item …)", "与本文件前面某行的主键（日期、商品等）重复"),
    "money_in": Label("is money that came in: sales are counted from the reports of orders", "是收入：销售额以订单报表为准"),
    "not_paid": Label("is a payment that was not made, or that came back in full", "是没有付成或已全额退回的付款"),
    "overlapping_period": Label("speaks of days that another file covers already", "所说的日期另一个文件已经覆盖"),
    "duplicate_of_other_file": Label("stands in another of the files as well; counted once", "在另一个文件里也有，只算一次"),
}


@dataclass(frozen=True)
class Reason:
    """Rows that were set aside for one reason; row numbers are 1-based, as an editor or spreadsheet shows them."""

    code: str
    row_numbers: tuple[int, ...]

    @property
    def rows(self) -> int:
        return len(self.row_numbers)

    def sentence(self) -> Label:
        why, where = REASONS[self.code], _places(self.row_numbers)
        return Label(
            f"{_rows_en(self.rows)} set aside ({where.en}): {'it' if self.rows == 1 else 'each'} {why.en}.",
            f"{self.rows:,} 行未采用（{where.zh}）：{why.zh}。",
        )


@dataclass(frozen=True)
class Note:
    """Something to know about rows that were kept, or about the file as a whole (no row numbers)."""

    code: str
    label: Label
    row_numbers: tuple[int, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.row_numbers)


@dataclass
class Amounts:
    """The money of a file's main column, row by row: what was read is what was kept and what was set aside.

    of_rows: amount by row number, of the rows that are whole; totals rows and broken ones have no part in it.
    """

    column: str
    currency: str | None
    of_rows: pd.Series = field(repr=False)

    def sums(self, kept) -> tuple[float, float, float]:
        """Read, kept, set aside."""
        here = self.of_rows.loc[self.of_rows.index.intersection(kept)]
        rest = self.of_rows.loc[self.of_rows.index.difference(kept)]
        return tuple(round(float(part.sum()), 2) for part in (self.of_rows, here, rest))


@dataclass
class Entry:
    """One file (or one sheet of it): what it is, the tables it feeds, and where each of its rows went.

    rows_read comes from a counter apart from the parser; rows_kept + rows_set_aside always equals it.
    """

    file: str
    section: str
    platform: str
    report: str
    title: Label
    tables: tuple[str, ...] = ()
    rows_read: int = 0
    rows_kept: int = 0
    reasons: list[Reason] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    amounts: Amounts | None = None

    def note(self, code: str, label: Label, numbers=()) -> None:
        """Say something about the file, or about some of its rows."""
        self.notes.append(Note(code, label, tuple(map(int, numbers))))

    def money(self) -> dict | None:
        """The main column's money: read = kept + set aside."""
        if self.amounts is None:
            return None
        aside = {number for reason in self.reasons for number in reason.row_numbers}
        kept = [number for number in self.amounts.of_rows.index if number not in aside]
        return {"column": self.amounts.column, **dict(zip(("read", "kept", "set_aside"), self.amounts.sums(kept), strict=True))}

    @property
    def rows_set_aside(self) -> int:
        return sum(reason.rows for reason in self.reasons)

    def set_aside(self, code: str, numbers) -> None:
        """Count more rows under `code`; they are no longer kept."""
        here = next((r for r in self.reasons if r.code == code), Reason(code, ()))
        merged = Reason(code, tuple(sorted({*here.row_numbers, *map(int, numbers)})))
        if merged.rows:
            self.reasons = sorted([*(r for r in self.reasons if r.code != code), merged], key=lambda r: list(REASONS).index(r.code))

    def check(self) -> None:
        """Raise UserError unless every row that was counted is accounted for."""
        if self.rows_read != self.rows_kept + self.rows_set_aside:
            raise UserError(
                Label(
                    f"{self.place}: the rows cannot be told apart with certainty ({self.rows_read:,} counted, "
                    f"{self.rows_kept + self.rows_set_aside:,} parsed). A quotation mark is probably out of place: "
                    f"export the file again.",
                    f"{self.place}：行与行之间分不清楚（数出 {self.rows_read:,} 行，解析出 "
                    f"{self.rows_kept + self.rows_set_aside:,} 行），多半是引号错位，请重新导出。",
                ),
                code="rows_unaccounted",
            )

    @property
    def place(self) -> str:
        return f"{self.file} · {self.section}" if self.section else self.file

    def sentence(self) -> Label:
        """The entry in one sentence: recognised as what, which tables, how many rows."""
        en, zh = (getattr(self.title, lang) for lang in LANGUAGES)
        return Label(
            f"{en} → {', '.join(self.tables)}. {_rows_en(self.rows_read)} read = {self.rows_kept:,} kept + "
            f"{self.rows_set_aside:,} set aside.",
            f"{zh} → {'、'.join(self.tables)}。读到 {self.rows_read:,} 行 = 采用 {self.rows_kept:,} 行 + "
            f"未采用 {self.rows_set_aside:,} 行。",
        )

    def lines(self) -> list[Label]:
        """The money, the reasons and the notes, a sentence each."""
        money = self.money()
        told = [] if money is None else [Label(
            "{column:text}: {read:money} read = {kept:money} kept + {set_aside:money} set aside.",
            "{column:text}：读到 {read:money} = 采用 {kept:money} + 未采用 {set_aside:money}。").fill(self.amounts.currency, **money)]
        return [*told, *(reason.sentence() for reason in self.reasons), *(note.label for note in self.notes)]

    def as_dict(self) -> dict:
        """The entry as `read --json` gives it; codes are not translated."""
        return {
            "file": self.file,
            "section": self.section,
            "platform": self.platform,
            "report": self.report,
            "tables": list(self.tables),
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "rows_set_aside": self.rows_set_aside,
            "money": self.money(),
            "reasons": [{"code": r.code, "rows": r.rows, "row_numbers": list(r.row_numbers)} for r in self.reasons],
            "notes": [{"code": n.code, "rows": n.rows, "row_numbers": list(n.row_numbers)} for n in self.notes],
        }


@dataclass(frozen=True)
class Ignored:
    """A file or sheet in a folder that was left alone, and why."""

    file: str
    code: str
    label: Label


class SeveralProblemsError(UserError):
    """Several problems at once, one line each."""

    def __init__(self, errors):
        self.errors = tuple(errors)
        super().__init__(Label(*("\n".join(getattr(e.label, lang) for e in self.errors) for lang in LANGUAGES)),
                         code=self.errors[0].code)


def _rows_en(rows: int) -> str:
    return f"{rows:,} row" if rows == 1 else f"{rows:,} rows"


def _places(numbers) -> Label:
    """The first few row numbers, in words: a reader wants to look one up, not to see a thousand."""
    shown, more = ", ".join(map(str, numbers[:5])), len(numbers) - 5
    if more > 0:
        return Label(f"rows {shown} and {more:,} more", f"第 {shown.replace(', ', '、')} 行等")
    return Label(f"row{'s' if len(numbers) > 1 else ''} {shown}", f"第 {shown.replace(', ', '、')} 行")
