"""Channels as Google Analytics names them, and the campaign types of Google Ads by the channel that they bring visitors through."""

from __future__ import annotations

import pandas as pd

# one name of ours for one of theirs, so that no two rows' visitors would have to be added; any other keeps its own name
SOURCES = {
    "organic search": "free_search", "paid search": "search_ads", "display": "audience_ads", "cross-network": "whole_shop_ads",
    "direct": "direct", "organic social": "content", "referral": "off_site",
}
# what Analytics calls the visits that each type of campaign brings
CAMPAIGN_TYPES = {
    "search": "Paid Search", "shopping": "Paid Shopping", "display": "Display", "video": "Paid Video",
    "performance max": "Cross-network", "demand gen": "Cross-network",
}


def sources(channels: pd.Series) -> pd.Series:
    """Each channel by our name for it, else by its own.

    >>> sources(pd.Series(["Organic Search", "Paid Shopping"])).tolist()
    ['free_search', 'Paid Shopping']
    """
    return channels.map({c: SOURCES.get(c.casefold(), c) for c in channels.dropna().unique()}).astype("str")


def of_campaigns(types: pd.Series) -> pd.Series:
    """The channel of campaigns by their type; a type that is not known keeps its name."""
    return sources(types.map({t: CAMPAIGN_TYPES.get(t.casefold(), t) for t in types.dropna().unique()}).astype("str"))
