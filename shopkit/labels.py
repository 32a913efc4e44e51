"""Words in both languages: labels, how numbers are written, and which language is on."""

from __future__ import annotations

import math
import numbers
import string
from dataclasses import dataclass
from functools import cache

LANGUAGES = ("en", "zh")
_LOCALES = {"en": "en_US", "zh": "zh_CN"}
UNDEFINED = "—"

_language = "en"


def set_language(language: str) -> None:
    """Switch what labels, tables, charts and messages are written in: "en" or "zh"."""
    global _language
    if language not in LANGUAGES:
        raise UserError(
            Label(
                f"There is no language {language!r}; choose 'en' or 'zh'.",
                f"没有 {language!r} 这种语言，请选 'en' 或 'zh'。",
            )
        )
    _language = language


def language() -> str:
    """The language that is on: "en" or "zh"."""
    return _language


@dataclass(frozen=True)
class Label:
    """One text in both languages; `str()` gives the one that is on.

    >>> str(Label("Visitors", "访客数"))
    'Visitors'
    """

    en: str
    zh: str

    def __str__(self) -> str:
        return getattr(self, _language)

    def fill(self, currency: str | None = None, **values) -> Label:
        """The label with its `{name:kind}` holes filled, each value written as its kind asks.

        >>> Label("{share:rate} of {people:count}", "{people:count} 人的 {share:rate}").fill(
        ...     share=0.125, people=1200).en
        '12.5% of 1,200'
        """
        return Label(*(_Filler(lang, currency).vformat(getattr(self, lang), (), values) for lang in LANGUAGES))


class UserError(Exception):
    """A mistake of the user's or of their file, told in their language: what, where, why, what to do."""

    def __init__(self, label: Label, code: str = ""):
        super().__init__(label.en)
        self.label = label
        self.code = code

    def __str__(self) -> str:
        return str(self.label)

    def _render_traceback_(self):
        # IPython asks for this instead of printing a traceback: a user's mistake deserves a sentence
        return [f"⚠ {self.label}"]


class NotInFilesError(UserError):
    """What this shop's files cannot say, and what would: on a real export the sentence stands in the section's place."""


def format_value(value, kind: str, currency: str | None = None, lang: str | None = None) -> str:
    """One value as a reader of `lang` expects to see it; undefined is "—", never 0.

    Kinds are the schema's: count, money, rate, number, date, time, text, id, flag, person.

    >>> format_value(0.0341, "rate"), format_value(1234.5, "money", "CNY"), format_value(float("nan"), "rate")
    ('3.41%', '¥1,234.50', '—')
    """
    lang = lang or _language
    if _undefined(value):
        return UNDEFINED
    if isinstance(value, Label):
        return getattr(value, lang)
    if kind == "flag":
        return getattr(Label("yes", "是") if value else Label("no", "否"), lang)
    if not isinstance(value, numbers.Number):
        if kind == "date" and hasattr(value, "strftime"):
            return value.strftime("%Y-%m-%d")
        return f"{value:%Y-%m-%d %H:%M}" if kind == "time" and hasattr(value, "strftime") else str(value)
    if kind in ("id", "person", "text"):
        return str(value)
    if math.isinf(value):
        return "∞" if value > 0 else "-∞"
    text = _number(value, kind, currency, _locale(lang))
    # what rounds to nothing has no sign: "-0.00" would read as a loss
    return text if set(text) & set("123456789") else text.removeprefix("-")


def _undefined(value) -> bool:
    """None, NaN, NaT and pandas' NA: nothing was measured."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True  # NA will not say whether it equals itself


@cache
def _locale(lang: str):
    """Looked up once: by its name Babel would go through all that it knows for every number."""
    from babel import Locale

    return Locale.parse(_LOCALES[lang])


def _number(value, kind: str, currency: str | None, locale) -> str:
    from babel.numbers import format_currency, format_decimal, format_percent

    if kind == "rate":
        # a rate of a few percent is read to a tenth of a point; a small one to a hundredth
        return format_percent(value, "#,##0.00%" if abs(value) < 0.1 else "#,##0.0%", locale=locale)
    if kind == "money":
        if currency is None:
            return format_decimal(value, "#,##0.00", locale=locale)
        # "¥" to every reader of either language: CN¥ is what English software writes, not people
        return format_currency(value, currency, "¤#,##0.00;-¤#,##0.00", locale=locale).replace("CN¥", "¥").replace("US$", "$")
    if kind == "count":
        return format_decimal(value, "#,##0" if float(value).is_integer() else "#,##0.0", locale=locale)
    return format_decimal(value, "#,##0.##", locale=locale)


class _Filler(string.Formatter):
    """str.format whose format specs are the schema's kinds: {amount:money}, {share:rate}."""

    def __init__(self, lang: str, currency: str | None):
        self.lang, self.currency = lang, currency

    def format_field(self, value, format_spec):
        return format_value(value, format_spec or "text", self.currency, self.lang)
