"""The data dictionary of datasets/: every table and column in both languages, written from the schema."""

from __future__ import annotations

from shopkit.schema import TABLES, Table
from shopkit.shop import Shop

_INTRO = """# Datasets · 数据集

This page is written by `python -m shopkit.world`, which also draws the data. Do not edit it by hand.
`checksums.txt` lists every file (`sha256sum -c checksums.txt`).
本页与数据均由 `python -m shopkit.world` 生成，请勿手工修改。`checksums.txt` 列出每个文件的校验和（`sha256sum -c checksums.txt`）。

## demo

The course's shop. It is invented: people, orders, brands and rivals come from a plan and a random seed
(`shopkit/world/demo.py` says every figure and why, `shopkit/world/stories.py` what happened to it), so that it may be
shown to anyone. Chinese texts stand in `<table>.csv`, English ones in `<table>.en.csv` with the same ids and numbers. It is
what the shop knew on the evening of its last day: later payments, parcels and refunds have not happened yet. What was
planted, and how much it moved, lies apart in `demo/.truth/truth.json`: look there last.

课程使用的示例店铺，纯属虚构：人、订单、品牌和竞店都由一份计划加随机种子生成（每个数值及理由见 `shopkit/world/demo.py`，店里发生过什么见
`shopkit/world/stories.py`），可以放心给任何人看。中文文本在 `<表名>.csv`，英文文本在 `<表名>.en.csv`，编号和数字完全相同。
数据是店铺在最后一天晚上所知道的情况：之后的付款、包裹和退款都还没有发生。埋下了什么、各自影响多大，另放在
`demo/.truth/truth.json`，最后再看。

## exports

The same shop as platforms would export it, a folder each: `taobao/` (生意参谋, 千牛, 阿里妈妈), `shopify/`, `amazon/` and
`ga4/`, with their headers, encodings and quirks. **Synthetic**: the buyers' names, addresses and phones in them are made up (phones from ranges that nobody has).
They are there to practise on before you have exports of your own.

同一家店，按各平台导出文件的样子写成，每个平台一个文件夹：`taobao/`（生意参谋、千牛、阿里妈妈）、`shopify/`、`amazon/`、
`ga4/`，表头、编码和各种小毛病都照真实文件来。
**均为合成数据**：其中的买家姓名、地址、电话都是编造的（电话取自无人使用的号段）。在拿到自己店的导出文件之前，可以先用它们练手。
"""
_KINDS = {
    "id": ("id (text)", "编号（文本）"),
    "person": ("person (whole number below 2^53)", "人（小于 2^53 的整数）"),
    "date": ("date", "日期"),
    "time": ("time", "时间"),
    "count": ("whole number", "整数"),
    "money": ("money", "金额"),
    "rate": ("rate (0.03 = 3 %)", "比率（0.03 即 3%）"),
    "number": ("number", "数值"),
    "text": ("text", "文本"),
    "flag": ("yes or no", "是或否"),
}


def dictionary(shop: Shop) -> str:
    """The dictionary as Markdown. shop: whose rows are told and whose filled columns are ticked."""
    parts = [_INTRO, _rows(shop), _how_to_read(), *(_table(shop, table) for table in TABLES.values())]
    return "\n".join(parts)


def _rows(shop):
    days = shop.shop_days["date"]
    currency = f"{days.min():%Y-%m-%d} – {days.max():%Y-%m-%d}, {shop.currency}"
    lines = [currency, "", "| table · 表 | rows · 行数 | one row per · 每行一个 |", "|---|---:|---|"]
    lines += [f"| [{n}](#{n}) | {len(shop.table(n)):,} | {TABLES[n].grain.en} · {TABLES[n].grain.zh} |" for n in shop.tables]
    return "\n".join(lines) + "\n"


def _how_to_read():
    return """## Every table and column · 所有表和列

**Bold**: no row can do without it. ✓: filled in the demo shop. People (visitors, buyers, …) of several days, sources or items must not be
added: the same person stands in several rows.

**粗体**：每一行都必须有。✓：示例店铺中有数据。
人数（访客、买家等）不能跨天、跨来源、跨商品相加：同一个人会出现在多行中。
"""


def _table(shop: Shop, table: Table) -> str:
    filled = shop.table(table.name).notna().any() if table.name in shop.tables else {}
    lines = [f"### {table.name}", "", f"One row per {table.grain.en}. 每行一个{table.grain.zh}。", "",
             "| column · 列 | English | 中文 | kind · 类型 | values · 取值 | demo |", "|---|---|---|---|---|---|"]
    for c in table.columns:
        name = f"**{c.name}**" if c.name in table.required else c.name
        values = "<br>".join(f"`{key}` {label.en} · {label.zh}" for key, label in c.values.items())
        tick = "✓" if len(filled) and bool(filled.get(c.name, False)) else ""
        lines.append(f"| {name} | {c.label.en} | {c.label.zh} | {' · '.join(_KINDS[c.kind])} | {values} | {tick} |")
    return "\n".join(lines) + "\n"
