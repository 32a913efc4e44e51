"""Cells of text → ids, numbers and texts, as platforms write them; what cannot be read is marked, never guessed."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

MISSING = frozenset({"", "-", "--", "---", "—", "–", "/", "\\", "nan", "null", "none", "n/a", "#n/a", "无退款申请"})
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


def numbers(texts: pd.Series) -> pd.Series:
    """Numbers as float64: "1,234", "¥28.16", "12.34%" (0.1234), "(5.00)" (−5), "3.2万". Unreadable and missing: NaN."""
    return _by_unique(texts, _number).astype("float64")


def normal(name: str) -> str:
    """A column's name as names are compared: width, case, dashes, blanks and ="…" do not matter."""
    text = unicodedata.normalize("NFKC", name).strip(_ID_WRAPPERS + "\ufeff=").casefold()
    return re.sub(r"\s+", " ", re.sub("[‐‑‒–—−]", "-", text))


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
