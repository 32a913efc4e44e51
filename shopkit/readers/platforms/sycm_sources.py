"""Business Advisor's traffic sources (生意参谋 流量来源): three levels of sources, a sheet per device."""

from __future__ import annotations

import re

import pandas as pd

from shopkit.labels import Label
from shopkit.readers.platforms.sycm import CURRENCY, PLATFORM, no_negative, view
from shopkit.readers.report import Reader, Rows, column
from shopkit.readers.sources import source_of
from shopkit.readers.totals import TOTAL

_LEVELS = ("first", "second", "third")
_MONEY = ("paid_amount", "order_amount")
_CENT = 0.005


def _build(rows: Rows) -> tuple[dict[str, pd.DataFrame], str | None]:
    """traffic, a row per day (or period, under its first day) and source; no row counts what another one counts.

    Of each branch 一级 → 二级 → 三级 the finest rows that are there are kept, and the 汇总 rows above them set aside. Only
    where several finer rows all mean one source of the schema, as the row above them does (自主访问 → 购物车, 我的淘宝:
    direct), is the 汇总 row kept instead: it counts its people once, the finer rows count them again. source = the schema's
    source that the row's name clearly means, else its branch's; where several rows of a day would still get the same one, each
    keeps the platform's name. visitors = 访客数, orderers = 下单买家数, buyers = 支付买家数, paid_amount = 支付金额. The
    sheet of all devices (全店) is used where there is one; else phones and computers stand apart, the computers' sources under
    the platform's names: their people may be the same.
    """
    no_negative(rows, *_MONEY)
    days = rows.dates_or_period()
    names = pd.DataFrame({name: rows[name].mask(rows[name].str.match(TOTAL).fillna(False)) for name in _LEVELS if name in rows})
    paths = pd.Series([_path(row) for row in names.itertuples(index=False)], index=names.index)
    keys = pd.Series(list(zip(days, paths, strict=True)), index=names.index)
    nobody = paths.map(len) == 0
    rows.set_aside(nobody, "totals_row")
    rows.set_aside(keys[~nobody].duplicated(), "repeated_row")
    keys = keys.loc[rows.frame.index]
    is_above = keys.isin({(day, path[:n]) for day, path in keys for n in range(1, len(path))})
    _hold_levels(rows, keys, is_above)
    kept = _kept(keys, is_above)
    rows.set_aside(~kept, "other_level")
    says = _says(rows)
    _choose_device(rows, says)
    table = {"date": days.loc[rows.frame.index], "source": _sources(keys[kept], says == "PC")}
    table |= {name: rows[name] for name in ("visitors", "orderers", "buyers", "paid_amount") if name in rows}
    return {"traffic": pd.DataFrame(table, index=rows.frame.index)}, rows.currency


def _path(names) -> tuple[str, ...]:
    """The names from the first level down to the last that is named."""
    out = []
    for name in names:
        if not isinstance(name, str):
            break
        out.append(name)
    return tuple(out)


def _kept(keys: pd.Series, is_above: pd.Series) -> pd.Series:
    """The finest rows; of finer ones that all mean the source of the row above them, that one."""
    leaves = {(day, path): _meant(path) for day, path in keys[~is_above]}
    under: dict[tuple, list] = {}
    for (day, path), source in leaves.items():
        for n in range(1, len(path)):
            under.setdefault((day, path[:n]), []).append(source)
    one = {key for key in keys[is_above]
           if len(under[key]) > 1 and (source := _meant(key[1])) is not None and set(under[key]) == {source}}

    def stands(key) -> bool:
        day, path = key
        return (key in leaves or key in one) and not any((day, path[:n]) in one for n in range(1, len(path)))

    return keys.map(stands).astype(bool)


def _meant(path: tuple[str, ...]) -> str | None:
    """The schema's source that the last of the names means, else the one before it, …"""
    return next(filter(None, map(source_of, reversed(path))), None)


def _sources(keys: pd.Series, computers: bool) -> pd.Series:
    """What each row's source is called: the schema's word where it is clear and nobody else's of that day."""
    if computers:
        return keys.map(lambda key: f"PC·{'·'.join(key[1][1:] or key[1])}").astype("str")
    meant = keys.map(lambda key: _meant(key[1]))
    taken = pd.DataFrame({"day": keys.str[0], "source": meant}).duplicated(keep=False) & meant.notna()
    own = keys.map(lambda key: key[1][-1])
    twice = pd.DataFrame({"day": keys.str[0], "source": own}).duplicated(keep=False)
    own = own.where(~twice, keys.map(lambda key: "·".join(key[1])))
    return own.where(meant.isna() | taken, meant).astype("str")


def _hold_levels(rows: Rows, keys: pd.Series, is_above: pd.Series) -> None:
    """The money of a 汇总 row beside the sum of the finest rows under it; said where they differ, never refused."""
    differs: dict[int, float] = {}
    for name in _MONEY:
        if name not in rows:
            continue
        under: dict[tuple, float] = {}
        leaves: dict[tuple, int] = {}
        for (day, path), amount in zip(keys[~is_above], rows[name][~is_above].fillna(0.0), strict=True):
            for key in ((day, path[:n]) for n in range(1, len(path))):
                under[key] = under.get(key, 0.0) + amount
                leaves[key] = leaves.get(key, 0) + 1
        for number, key in keys[is_above].items():
            difference = abs(under[key] - rows[name].loc[number])
            if difference > _CENT * leaves[key]:  # never where the row has no amount of its own
                differs[number] = differs.get(number, 0.0) + difference
    if differs:
        rows.note("levels_differ", Label(
            "Sources whose own amounts are not the sum of the finer sources under them: {rows:count}; the differences come to {amount:money}, signs left out.",
            "有 {rows:count} 个上级来源的金额与其下级之和不等，差额合计 {amount:money}（按绝对值）。",
        ).fill(rows.currency, rows=len(differs), amount=round(sum(differs.values()), 2)), is_above & is_above.index.isin(list(differs)))


def _says(rows: Rows) -> str:
    """Which devices a sheet is about, by its name, else by the file's: "PC", "phone", or "" for the whole shop."""
    for text in (rows.entry.section, rows.entry.file):
        if re.search("全店|所有终端", text):
            return ""
        if re.search("(?<![a-z])pc(?![a-z])", text, re.IGNORECASE):
            return "PC"
        if re.search("无线|手淘|app", text, re.IGNORECASE):
            return "phone"
    return ""


def _choose_device(rows: Rows, says: str) -> None:
    rows.view = view(rows, "traffic", "devices", 1) if says else view(rows, "traffic", "whole shop", 2)
    if says == "PC":
        rows.note("computers_apart", Label(
            "This sheet is about computers. Somebody may come on a phone as well, so its sources stand apart, named PC·…, and no visitors are added. "
            "Advertising costs, which no sheet divides by device, stand with the phones' sources. A sheet of all devices (全店) would be used instead.",
            "本表只含电脑端。同一人也可能用手机来过，因此其来源单列（名称以“PC·”开头），访客不相加。推广花费不分终端，记在无线端的来源下。"
            "若下载“全店”表，则以全店为准。"))


SOURCES = Reader(
    platform=PLATFORM,
    report="sycm_sources",
    feeds=("traffic",),
    title=Label("Business Advisor, traffic sources", "生意参谋 流量来源"),
    main="traffic",
    amount="paid_amount",
    currency=CURRENCY,
    build=_build,
    never=("店内跳转人数", "跳出本店人数"),
    fields=(
        column("date", "period", "统计日期", "日期", filled=True),
        column("first", "text", "一级来源", must=True, filled=True),
        column("second", "text", "二级来源"),
        column("third", "text", "三级来源"),
        column("visitors", "people", "访客数", must=True),
        column("order_amount", "money", "下单金额"),
        column("orderers", "people", "下单买家数"),
        column("paid_amount", "money", "支付金额"),
        column("buyers", "people", "支付买家数", must=True),
    ),
)
OF_ITEMS = Reader(
    platform=PLATFORM,
    report="sycm_item_sources",
    title=Label("Business Advisor, traffic sources of an item", "生意参谋 单品流量来源"),
    fields=(
        column("visitors", "people", "访客数", must=True),
        column("inside", "people", "店内跳转人数", must=True),
        column("left", "people", "跳出本店人数", must=True),
        column("paid_amount", "money", "支付金额"),
    ),
    instead=Label(
        "this is Business Advisor's traffic report of single items, which is not read. Download the shop's: 流量 → 店铺来源.",
        "这是单品的流量来源，目前不读。请下载店铺的：生意参谋 → 流量 → 店铺来源。"),
)
READERS = (SOURCES, OF_ITEMS)
