"""The currency of a shop by the country that its orders are sent to, for platforms that name no currency."""

from __future__ import annotations

import pandas as pd


def currency_of(countries: pd.Series) -> str | None:
    """The currency of the one country that stands there, by its English name or its two letters; None for several or none.

    >>> currency_of(pd.Series(["Malaysia", "MY", None]))
    'MYR'
    """
    from babel import Locale
    from babel.numbers import get_territory_currencies

    names = Locale("en").territories
    codes = {name.casefold(): code for code, name in names.items() if len(code) == 2 and code.isalpha()}
    found = {codes.get(c.casefold(), c.upper()) for c in countries.dropna().unique()}
    if len(found) != 1 or found.isdisjoint(names):
        return None
    current = get_territory_currencies(found.pop())
    return current[0] if len(current) == 1 else None
