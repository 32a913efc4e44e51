"""The names that platforms give to sources of traffic and scenes of advertising → the schema's sources."""

from __future__ import annotations

import re

# the first that is found counts: "搜索推广" is advertising, though "搜索" stands in it
_SOURCES = {
    "whole_shop_ads": r"全站推|货品全站|万相台无界",
    "search_ads": r"直通车|关键词推广|搜索推广|搜索广告",
    "audience_ads": r"引力魔方|超级推荐|人群推广|精准人群|超级钻展|钻石展位|钻展|智钻",
    "off_site": r"淘宝客|淘客|淘宝联盟|站外|淘外|其他网站|外投",
    "platform_event": r"聚划算|百亿补贴|淘抢购|天天特[价卖]|平台活动|活动会场",
    "content": r"直播|短视频|逛逛|内容|微淘|点淘",
    "direct": r"购物车|我的淘宝|直接访问|收藏|自主访问",
    "free_search": r"手淘搜索|淘宝搜索|天猫搜索|免费搜索|自然搜索|^搜索$",
}
_PATTERNS = {source: re.compile(pattern) for source, pattern in _SOURCES.items()}


def source_of(name: str | None) -> str | None:
    """The schema's source that a platform's name clearly means, or None.

    >>> source_of("关键词推广（直通车）"), source_of("手淘搜索"), source_of("手淘推荐")
    ('search_ads', 'free_search', None)
    """
    if not isinstance(name, str):
        return None
    return next((source for source, pattern in _PATTERNS.items() if pattern.search(name)), None)
