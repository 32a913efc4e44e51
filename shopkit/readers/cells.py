"""Cells of text → ids, numbers and texts, as platforms write them; what cannot be read is marked, never guessed."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

MISSING = frozenset({"", "-", "--", "---", "—", "–", "/", "\\", "nan", "null", "none", "n/a", "#n/a", "无退款申请"})
# how platforms blank out people: **** (also 王**), ##… and $$… before a cipher. Masked, it tells nobody apart.
_MASKED = re.compile(r"##.*|\$\$.*|.*\*{2,}.*", re.DOTALL)
_HEADING_UNIT = re.compile(r"(?P<name>.+?)\s*[(\[]\s*(?P<unit>元|件|人|次|笔|秒|条|%|[¥$€£₹]|[a-z]{3})\s*[)\]]")
_SYMBOLS = {"元": "CNY", "€": "EUR", "£": "GBP", "₹": "INR"}  # "$" and "¥" are several countries'
_REFUNDED = re.compile(r"(?P<paid>[^()]+)\(\s*(?:已全额退款|(?:已退款|退款)\s*(?P<refund>[^()]+))\s*\)")
_COMMA_ONLY = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d+,(?:\d{1,2}|\d{4,})")
_POINT_ONLY = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{1,3}(?:,\d{3}){2,}")
_UNITS = {"": 1, "元": 1, "%": 0.01, "万": 1e4, "万元": 1e4, "亿": 1e8}
# a currency before the number, or after it; what the currency is, a column of its own says
_BEFORE = r"(?:(?:[A-Z]{3}|[A-Z]{2}(?=\$))?\s?[$£€¥₹]?)"
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[+-]?)\s?{_BEFORE}\s?(?P<sign2>[+-]?)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)?(?P<fraction>\.\d*)?"
    r"\s?(?P<unit>%|元|万元?|亿)?\s?(?:[$£€¥]|[A-Z]{3})?(?P<close>\))?"
)
_DESTROYED = re.compile(r"\d(?:\.\d+)?[eE]\+\d+")
_ID_WRAPPERS = "'’`\"\t \xa0\u3000"


def plain(texts: pd.Series) -> pd.Series:
    """The texts without the blanks around them; the marks for "nothing here" become missing."""
    return _by_unique(texts, _plain).astype("str")


def ids(texts: pd.Series) -> pd.Series:
    """Ids as text: without ="…", tabs and quotation marks around them; leading zeros stay."""
    return _by_unique(texts, _id).astype("str")


def destroyed(texts: pd.Series) -> pd.Series:
    """Which ids a spreadsheet has turned into numbers such as 2.02606E+27: their digits are lost."""
    known = texts.fillna("")
    return known.map({t: bool(_DESTROYED.fullmatch(t)) for t in known.unique()}).astype(bool)


def people(texts: pd.Series) -> pd.Series:
    """Ids of people: as ids, and missing where the platform has masked them, for a mask stands for everybody."""
    return _by_unique(texts, lambda text: None if _MASKED.fullmatch(text.strip()) else _id(text)).astype("str")


def masked(texts: pd.Series) -> pd.Series:
    """Which texts a platform has masked: ****, ##…, $$…"""
    return texts.fillna("").map({t: bool(_MASKED.fullmatch(t.strip())) for t in texts.fillna("").unique()}).astype(bool)


def numbers(texts: pd.Series, decimal: str = ".") -> pd.Series:
    """Numbers as float64: "1,234", "¥28.16", "12.34%" (0.1234), "(5.00)" (−5), "3.2万". Unreadable and missing: NaN.

    decimal: the mark before the decimals, see decimal_mark().
    """
    if decimal == ",":
        return _by_unique(texts, lambda text: _number(text.translate(str.maketrans(",.", ".,")))).astype("float64")
    return _by_unique(texts, _number).astype("float64")


def decimal_mark(columns) -> str | None:
    """"," where numbers such as 12,50 or 1.234,50 stand and none that needs a point; else "."; None where both stand."""
    comma = point = False
    for texts in columns:
        for text in texts.dropna().unique():
            bare = re.sub(r"[^\d.,]", "", text)
            comma, point = comma or bool(_COMMA_ONLY.fullmatch(bare)), point or bool(_POINT_ONLY.fullmatch(bare))
    return None if comma and point else "," if comma else "."


def paid_and_refunded(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """"131.77(已退款89.84)" as 131.77 and 89.84; "131.77(已全额退款)" as twice 131.77; a plain amount as itself and 0."""
    parts = {t: _REFUNDED.fullmatch(unicodedata.normalize("NFKC", t)) for t in texts.dropna().unique()}
    paid = texts.map({t: m["paid"] if m else t for t, m in parts.items()})
    refund = texts.map({t: m["refund"] or m["paid"] if m else "0" for t, m in parts.items()})
    return numbers(paid), numbers(refund)


def normal(name: str) -> str:
    """A column's name as names are compared: width, case, dashes, blanks and ="…" do not matter."""
    text = unicodedata.normalize("NFKC", name).strip(_ID_WRAPPERS + "\ufeff=").casefold()
    return re.sub(r"\s+", " ", re.sub("[‐‑‒–—−]", "-", text))


def heading(name: str) -> tuple[str, str | None]:
    """A column's normal name without a unit or currency behind it, and the currency: "Spend (USD)" → "spend", "USD"."""
    found = _HEADING_UNIT.fullmatch(normal(name))
    if not found:
        return normal(name), None
    unit = found["unit"]
    return found["name"], _SYMBOLS.get(unit, unit.upper() if unit.isascii() and unit.isalpha() else None)


def _by_unique(texts: pd.Series, read) -> pd.Series:
    # shops' columns repeat their values: each is read once
    return texts.map({text: read(text) for text in texts.dropna().unique()})


def _plain(text: str) -> str | None:
    text = text.strip(" \t\r\n\xa0\u3000\ufeff")
    return None if text.casefold() in MISSING else text


def _id(text: str) -> str | None:
    text = text.strip(_ID_WRAPPERS)
    if text.startswith("="):
        text = text[1:].strip(_ID_WRAPPERS)
    return None if text.casefold() in MISSING else text


def _number(text: str) -> float | None:
    match = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).replace("−", "-").strip())
    if not match or not (match["digits"] or len(match["fraction"] or "") > 1):
        return None
    if bool(match["open"]) != bool(match["close"]) or (match["sign"] and match["sign2"]):
        return None
    value = float((match["digits"] or "0").replace(",", "") + (match["fraction"] or "")) * _UNITS[match["unit"] or ""]
    negative = "-" in (match["sign"], match["sign2"]) or match["open"]
    # more than any shop's number: a damaged cell, or an id under the wrong heading
    return None if value >= 1e13 else -value if negative else value
