"""One exercise: its question, its answer on this shop, the usual mistakes, hints, and the verdict on a try."""

from __future__ import annotations

import html
import math
import numbers
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from shopkit.labels import Label, UserError, format_value


@dataclass(frozen=True)
class Figure:
    """An answer that is one number: a rate, an amount, a count. `decimals` as written (of percent, for a rate)."""

    kind: str
    decimals: int

    @property
    def wanted(self) -> Label:
        d = self.decimals
        if self.kind == "rate":
            return Label(f"a rate: 0.0341, or 3.41 for percent, to {d} decimals of percent",
                         f"一个比率：写 0.0341，或写百分数 3.41，百分数保留 {d} 位小数")
        places = Label(f"to {d} decimals", f"保留 {d} 位小数") if d else Label("a whole number", "取整数")
        return Label(f"one number, {places.en}", f"一个数，{places.zh}")

    def read(self, answer):
        """The answer as a float; raises _WrongFormError for what is no number."""
        if isinstance(answer, str):
            # full-width signs, a currency before and a unit behind ("901 人") are as good as the bare number
            found = re.fullmatch(r"[^\d.+-]{0,3}([+-]?\d[\d,]*\.?\d*|[+-]?\.\d+)\s*(%?)[^\d]{0,10}", unicodedata.normalize("NFKC", answer).strip())
            if not found:
                raise _WrongFormError
            return float(found[1].replace(",", "")) / (100 if found[2] else 1)
        if hasattr(answer, "size") and hasattr(answer, "ravel"):  # numpy scalar or array, pandas Series
            if answer.size != 1:
                raise _WrongFormError
            answer = answer.ravel()[0]
        elif hasattr(answer, "to_numpy"):
            return self.read(answer.to_numpy())
        if isinstance(answer, bool) or not isinstance(answer, numbers.Number):
            raise _WrongFormError
        return float(answer)

    def same(self, answer, expected) -> Label | None | bool:
        """True, False, or a remark if it is the same but written as percent."""
        given, true = self.read(answer), float(expected)
        unit = 10.0 ** -self.decimals / (100 if self.kind == "rate" else 1)
        if self._near(given, true, unit):
            return True
        if self.kind == "rate" and not isinstance(answer, str) and self._near(given / 100, true, unit):
            return Label("(Read as percent.)", "（按百分数理解。）")
        if self.kind == "rate" and isinstance(answer, str) and not {"%", "％"} & set(answer) and self._near(given / 100, true, unit):
            return Label("(Read as percent.)", "（按百分数理解。）")
        return False

    def show(self, value) -> Label:
        return Label(*(format_value(value, self.kind, lang=lang) for lang in ("en", "zh")))

    @staticmethod
    def _near(given, true, unit):
        # half a unit of the last digit asked for, and a hair for binary fractions
        return math.isclose(given, true, rel_tol=1e-9, abs_tol=0.5 * unit * (1 + 1e-6))


@dataclass(frozen=True)
class Choice:
    """An answer picked from a list: key → words. The key, the words or the letter (A, B, …) are taken."""

    options: dict[str, Label]

    @property
    def wanted(self) -> Label:
        letters = ", ".join(chr(65 + i) for i in range(len(self.options)))
        return Label(f"one of {letters}", f"从 {letters} 中选一个")

    def read(self, answer):
        if not isinstance(answer, str):
            raise _WrongFormError
        text = unicodedata.normalize("NFKC", answer).strip().lower().rstrip(".。 ")
        for i, (key, label) in enumerate(self.options.items()):
            letter, words = chr(97 + i), {label.en.lower(), unicodedata.normalize("NFKC", label.zh).lower()}
            if text in (key.lower(), letter) or text.lstrip(f"{letter}.、:。 ") in words or text in words:
                return key
        raise _WrongFormError

    def same(self, answer, expected):
        return self.read(answer) == self.read(expected)

    def show(self, value) -> Label:
        key = self.read(value)
        letter = chr(65 + list(self.options).index(key))
        return Label(*(f"{letter}. {getattr(self.options[key], lang)}" for lang in ("en", "zh")))


@dataclass(frozen=True)
class Listing:
    """An answer of several names: a list, Series, Index, set or array; `ordered` where the order is asked for."""

    ordered: bool = True

    @property
    def wanted(self) -> Label:
        return Label("a list of names, in order" if self.ordered else "a list of names, in any order",
                     "一串名称，按顺序" if self.ordered else "一串名称，顺序不限")

    def read(self, answer):
        if isinstance(answer, str):
            answer = [part for part in answer.replace("，", ",").replace("、", ",").split(",")]
        if hasattr(answer, "tolist"):
            answer = answer.tolist()
        if not isinstance(answer, (list, tuple, set, frozenset)) or not all(isinstance(a, str) for a in answer):
            raise _WrongFormError
        names = [a.strip() for a in answer]
        return names if self.ordered and not isinstance(answer, (set, frozenset)) else sorted(names)

    def same(self, answer, expected):
        return self.read(answer) == self.read(expected)

    def show(self, value) -> Label:
        return Label(", ".join(self.read(value)), "、".join(self.read(value)))


class _WrongFormError(Exception):
    """The answer has not the form asked for."""


@dataclass(frozen=True)
class Mistake:
    """A usual wrong way: what it gives on a shop, and what to tell who took it (what, consequence, where to look)."""

    value: Callable
    reply: Label


@dataclass(frozen=True)
class Exercise:
    """One question on the learner's own shop.

    solution and each mistake's value are functions of the shop (of the lesson's numbers for it); `needs` says which
    columns they read, so that a lesson on a real export leaves out what cannot be asked there. ideas: ids of the
    curriculum that it practises ("F2 F3").
    """

    number: int
    question: Label
    answer: Figure | Choice | Listing
    solution: Callable
    mistakes: tuple[Mistake, ...]
    hints: tuple[Label, Label, Label]
    because: Label
    needs: str = ""
    ideas: str = ""


@dataclass(frozen=True)
class Verdict:
    """What a check replies: kind is "not_tried", "right", "mistake", "not_yet" or "wrong_type"."""

    kind: str
    text: Label
    mistake: Mistake | None = field(default=None, compare=False)

    MARKS = {"not_tried": "…", "right": "✓", "mistake": "✗", "not_yet": "✗", "wrong_type": "?"}
    COLOURS = {"not_tried": "#666", "right": "#1b7f4b", "mistake": "#b3261e", "not_yet": "#9a6700", "wrong_type": "#9a6700"}

    def __repr__(self):
        return f"{self.MARKS[self.kind]} {self.text}"

    def _repr_html_(self):
        return (f'<div style="border-left:4px solid {self.COLOURS[self.kind]};padding:.3em .8em;margin:.3em 0">'
                f"<b>{self.MARKS[self.kind]}</b> {html.escape(str(self.text))}</div>")


def judge(exercise: Exercise, shop, answer) -> Verdict:
    """The verdict on one try."""
    if answer is None or answer is Ellipsis or (isinstance(answer, str) and not answer.strip()):
        return Verdict("not_tried", Label("Not tried yet: put your answer in and check again.",
                                          "还没有作答：写上答案再检查。"))
    expected = exercise.solution(shop)
    try:
        same = exercise.answer.same(answer, expected)
    except _WrongFormError:
        wanted = exercise.answer.wanted
        return Verdict("wrong_type", Label(f"The answer has another form than asked: give {wanted.en}.", f"答案的形式不对：需要{wanted.zh}。"))
    # a mistake whose value is no answer on this shop (NaN) catches nobody
    taken = [(m, m.value(shop)) for m in exercise.mistakes]
    taken = [(m, v) for m, v in taken if not _undefined(v)]
    if same is not False:
        text = _join(Label("Right.", "正确。"), exercise.because)
        if isinstance(same, Label):
            text = _join(text, same)
        if any(exercise.answer.same(v, expected) is True for _, v in taken):
            text = _join(text, Label("(On this shop a usual mistake gives the same answer; on another shop it would not.)",
                                     "（在这家店的数据上，有一种常见错法碰巧得出同样的答案；换一家店就不同了。）"))
        return Verdict("right", text)
    for mistake, value in taken:
        if exercise.answer.same(answer, value) is not False:
            return Verdict("mistake", mistake.reply, mistake)
    return Verdict("not_yet", Label(f"Not yet, and it is none of the usual mistakes. Take a hint: check.hint({exercise.number}).",
                                    f"还不对，也不是常见的那几种错法。看看提示：check.hint({exercise.number})。"))


def _undefined(value) -> bool:
    return isinstance(value, numbers.Number) and value != value


def _join(*labels: Label) -> Label:
    return Label(" ".join(label.en for label in labels), "".join(label.zh for label in labels))


class Check:
    """All exercises of a lesson on one shop: `check(2, answer)`, `check.hint(2)`, `check.solution(2)`."""

    def __init__(self, exercises: tuple[Exercise, ...], shop):
        self.exercises = {e.number: e for e in exercises}
        self.shop = shop
        self._hints_shown = dict.fromkeys(self.exercises, 0)

    def __call__(self, number: int, answer=None) -> Verdict:
        """Judge a try at exercise `number`."""
        return judge(self.exercise(number), self.shop, answer)

    def hint(self, number: int) -> Words:
        """The next of three hints; after the last one it starts over."""
        exercise = self.exercise(number)
        shown = self._hints_shown[number] % len(exercise.hints)
        self._hints_shown[number] += 1
        hint = exercise.hints[shown]
        return Words(Label(f"Hint {shown + 1} of {len(exercise.hints)}: {hint.en}",
                           f"提示 {shown + 1}/{len(exercise.hints)}：{hint.zh}"))

    def solution(self, number: int) -> Words:
        """The answer on this shop and why."""
        exercise = self.exercise(number)
        value = exercise.answer.show(exercise.solution(self.shop))
        return Words(Label(f"{value.en}. {exercise.because.en}", f"{value.zh}。{exercise.because.zh}"))

    def exercise(self, number) -> Exercise:
        """The exercise of that number; raises UserError where the lesson has none."""
        if number not in self.exercises:
            known = ", ".join(map(str, self.exercises))
            raise UserError(Label(f"There is no exercise {number!r} here; this lesson has {known}.",
                                  f"这一课没有第 {number!r} 题；有的是 {known}。"))
        return self.exercises[number]


class Words:
    """A sentence shown as such: text in a terminal, a paragraph in a notebook (escaped, titles are not trusted)."""

    def __init__(self, label: Label):
        self.label = label

    def __repr__(self):
        return str(self.label)

    def __str__(self):
        return str(self.label)

    def _repr_html_(self):
        return f'<p style="max-width:46em">{html.escape(str(self.label))}</p>'
