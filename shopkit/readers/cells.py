"""Cells of text → ids, numbers and texts, as platforms write them; what cannot be read is marked, never guessed.

Columns repeat their texts: who has many rows gives each text once (pandas.factorize), and every one is looked at here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache, partial
from itertools import chain, product

import numpy as np
import pandas as pd

MISSING = frozenset({"", "-", "--", "---", "—", "–", "/", "\\", "nan", "null", "none", "n/a", "#n/a", "无退款申请"})
# each as it may be written: a column without these, and without blanks at its cells' ends, is as it stands
_MARKS = frozenset(map("".join, chain.from_iterable(product(*({c, c.upper()} for c in mark)) for mark in MISSING)))
# how platforms blank out people: **** (also 王**), ##… and $$… before a cipher. Masked, it tells nobody apart.
_MASKED = re.compile(r"##.*|\$\$.*|.*\*{2,}.*", re.DOTALL)
_MASKS = ("##", "$$", "**")
_HEADING_UNIT = re.compile(r"(?P<name>.+?)\s*[(\[]\s*(?P<unit>元|件|人|次|笔|秒|条|%|[¥$€£₹]|[a-z]{3})\s*[)\]]")
_SYMBOLS = {"元": "CNY", "€": "EUR", "£": "GBP", "₹": "INR"}  # "$" and "¥" are several countries'
_SIGN = re.compile(r"[€£₹]|[A-Z]{2}(?=\$)|(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_DOLLARS = {"US": "USD", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD", "MX": "MXN"}
# French and Nordic thousands stand apart by a blank: 12 131
_THOUSANDS_BLANK = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_REFUNDED = re.compile(r"(?P<paid>[^()]+)\(\s*(?:已全额退款|(?:已退款|退款)\s*(?P<refund>[^()]+))\s*\)")
_COMMA_ONLY = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})")
_POINT_ONLY = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3}){2,}")
_EXCHANGED = str.maketrans(",.", ".,")
_UNITS = {"": 1, "元": 1, "%": 0.01, "万": 1e4, "万元": 1e4, "亿": 1e8}
# a currency before the number, or after it; what the currency is, a column of its own says
_BEFORE = r"(?:(?:[A-Z]{3}|[A-Z]{1,2}(?=\s?\$))?\s?[$£€¥₹]?)"
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-]?)\s?{_BEFORE}\s?(?P<sign2>[+-]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)?(?P<fraction>\.\d*)?"
    r"\s?(?P<unit>%|元|万元?|亿)?\s?(?:[$£€¥]|[A-Z]{3})?(?P<close>\))?"
)
_DESTROYED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
# marks that turn the reading direction round or are not seen at all: a title may not rewrite the line it stands in
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]")
_PROVINCE = re.compile(
    "(?:(?:北京|天津|上海|重庆)市?|(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)省?"
    "|(?:内蒙古|西藏)(?:自治区)?|广西(?:壮族自治区)?|宁夏(?:回族自治区)?|新疆(?:维吾尔自治区)?|(?:香港|澳门)(?:特别行政区)?)")
# no district and no street before the city's own last character
_CITY = re.compile(r"[^\W\d_a-zA-Z区县路街村号室栋]{1,8}?(?:自治州|地区|盟|市)")
# amounts and counts as most exports write them, one a line: read at once
_PLAIN_NUMBERS = re.compile(r"(?:[0-9]{1,12}(?:\.[0-9]+)?(?:\n|\Z))*+")
_POINTED = re.compile(r"\.(?:[0-9]{1,2}|[0-9]{4,})$", re.MULTILINE)
# ids in the form that keeps a spreadsheet from counting with them, one a line
_WRAPPED_DIGITS = re.compile(r'(?:="[0-9]+"(?:\n|\Z))++')
_ID_WRAPPERS = "'’`\"\t \xa0\u3000"


def plain(texts: pd.Series) -> pd.Series:
    """The texts without the blanks around them; the marks for "nothing here" become missing."""
    known = _texts(texts)
    lines = "\n".join(["", *known, ""])
    if "".join(known).isprintable() and "\n " not in lines and " \n" not in lines:
        return texts.where(~texts.isin(marks)) if (marks := _MARKS.intersection(known)) else texts
    return _each(texts, _plain, "str")


def ids(texts: pd.Series) -> pd.Series:
    """Ids as text: without ="…", tabs and quotation marks around them; leading zeros stay."""
    values = texts.tolist()
    if _WRAPPED_DIGITS.fullmatch(lines := "\n".join(map(str, values))):
        return pd.Series(lines[2:-1].split('"\n="'), index=texts.index, dtype="str")
    return _each(texts, _id, "str")


def destroyed(texts: pd.Series) -> pd.Series:
    """Which ids a spreadsheet has turned into numbers such as 2.02606E+27: their digits are lost."""
    return _those(texts, ("e+", "E+"), _DESTROYED.fullmatch)


def people(texts: pd.Series) -> pd.Series:
    """Ids of people: as ids, and missing where the platform has masked them, for a mask stands for everybody."""
    return _each(texts, lambda text: None if _MASKED.fullmatch(text.strip()) else _id(text), "str")


def masked(texts: pd.Series) -> pd.Series:
    """Which texts a platform has masked: ****, ##…, $$…"""
    return _those(texts, _MASKS, lambda text: _MASKED.fullmatch(text.strip()))


def places(texts: pd.Series) -> pd.Series:
    """Chinese addresses as "province city" or "province", as they are written; nothing of what follows is kept.

    >>> places(pd.Series(["浙江省 杭州市 西湖区 某某路1号", "上海", "某某路1号"])).tolist()
    ['浙江省 杭州市', '上海', nan]
    """
    return _each(texts, _place, "str")


def numbers(texts: pd.Series, decimal: str = ".") -> pd.Series:
    """Numbers as float64: "1,234", "¥28.16", "12.34%" (0.1234), "(5.00)" (−5), "3.2万". Unreadable and missing: NaN.

    decimal: the mark before the decimals, see decimal_mark().
    """
    if decimal == ",":
        return _each(texts, lambda text: _number(text.translate(_EXCHANGED)), "float64")
    values = texts.tolist()
    written = [t for t in values if isinstance(t, str)]
    if _PLAIN_NUMBERS.fullmatch("\n".join(written)) and "" not in written:
        return pd.Series(np.fromiter(map(float, values), "float64", len(values)), index=texts.index)
    return _each(texts, _number, "float64")


def decimal_mark(columns) -> str | None:
    """"," where numbers such as 12,50 or 1.234,50 stand and none that needs a point; else "."; None where both stand."""
    columns = [_texts(texts) for texts in columns]
    if not any("," in "".join(known) for known in columns):
        return "."
    comma = point = False
    for known in columns:
        if _PLAIN_NUMBERS.fullmatch(lines := "\n".join(known)):
            point = point or bool(_POINTED.search(lines))
            continue
        for text in known:
            if ("," not in text and "." not in text):
                continue
            bare = re.sub(r"[^\d.,]", "", text)
            comma, point = comma or bool(_COMMA_ONLY.fullmatch(bare)), point or bool(_POINT_ONLY.fullmatch(bare))
    return None if comma and point else "," if comma else "."


def currencies(columns) -> set[str]:
    """The currencies that amounts name beside their figures: "£12.50", "12,50 €", "US$3", "EUR 3"; "$" and "¥" name none.

    >>> sorted(currencies([pd.Series(["£12.50", "3"]), pd.Series(["$4", None])]))
    ['GBP']
    """
    signs = {m[0] for texts in columns for text in _texts(texts) if (m := _SIGN.search(unicodedata.normalize("NFKC", text)))}
    if not signs:
        return set()
    from babel.core import get_global

    return {_SYMBOLS.get(sign) or _DOLLARS.get(sign) or sign for sign in signs} & set(get_global("all_currencies"))


def paid_and_refunded(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """"131.77(已退款89.84)" as 131.77 and 89.84; "131.77(已全额退款)" as twice 131.77; a plain amount as itself and 0."""
    def part(name, text):
        found = _REFUNDED.fullmatch(unicodedata.normalize("NFKC", text))
        if not found:
            return text if name == "paid" else "0"
        return found[name] or found["paid"]

    return tuple(numbers(_each(texts, partial(part, name), "str")) for name in ("paid", "refund"))


@lru_cache(maxsize=10_000)
def normal(name: str) -> str:
    """A column's name as names are compared: width, case, dashes, blanks and ="…" do not matter."""
    text = unicodedata.normalize("NFKC", name).strip(_ID_WRAPPERS + "\ufeff=").casefold()
    return re.sub(r"\s+", " ", re.sub("[‐‑‒–—−]", "-", text))


@lru_cache(maxsize=10_000)
def heading(name: str) -> tuple[str, str | None]:
    """A column's normal name without a unit or currency behind it, and the currency: "Spend (USD)" → "spend", "USD"."""
    found = _HEADING_UNIT.fullmatch(normal(name))
    if not found:
        return normal(name), None
    unit = found["unit"]
    return found["name"], _SYMBOLS.get(unit, unit.upper() if unit.isascii() and unit.isalpha() else None)


def _each(texts: pd.Series, read, dtype: str) -> pd.Series:
    """Each text read; missing stays missing."""
    values = texts.tolist()
    found = [read(t) if isinstance(t, str) else None for t in values]
    # most columns are as they should be
    return texts if dtype == "str" and found == values else pd.Series(found, index=texts.index, dtype=dtype)


def _texts(texts: pd.Series) -> list[str]:
    return [t for t in texts.tolist() if isinstance(t, str)]


def _those(texts: pd.Series, marks, test) -> pd.Series:
    """Which texts pass a test that none passes without one of these marks in it."""
    known = _texts(texts)
    lines = "\n".join(known)
    found = {t for t in known if test(t)} if any(mark in lines for mark in marks) else ()
    return texts.isin(found) if found else pd.Series(False, index=texts.index)


def _plain(text: str) -> str | None:
    text = _UNSEEN.sub("", text).strip(" \t\r\n\xa0\u3000\ufeff")
    return None if text.casefold() in MISSING else text


def _id(text: str) -> str | None:
    text = text.strip(_ID_WRAPPERS)
    if text.startswith("="):
        text = text[1:].strip(_ID_WRAPPERS)
    return None if text.casefold() in MISSING else text


def _place(text: str) -> str | None:
    province = _PROVINCE.match(text)
    if not province:
        return None
    city = _CITY.match(text[province.end():].lstrip(" \t\u3000,，/-"))
    return f"{province[0]} {city[0]}" if city else province[0]


def _number(text: str) -> float | None:
    match = _NUMBER.fullmatch(_THOUSANDS_BLANK.sub("", unicodedata.normalize("NFKC", text).replace("−", "-").strip()))
    if not match or not (match["digits"] or len(match["fraction"] or "") > 1):
        return None
    if bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["sign2"]):
        return None
    value = float((match["digits"] or "0").replace(",", "") + (match["fraction"] or "")) * _UNITS[match["unit"] or ""]
    negative = "-" in (match["sign"], match["sign2"]) or match["open"]
    # more than any shop's number: a damaged cell, or an id under the wrong heading
    return None if value >= 1e13 else -value if negative else value
