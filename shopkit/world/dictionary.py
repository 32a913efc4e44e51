"""The data dictionary of datasets/: every table and column in both languages, written from the schema."""

from __future__ import annotations

from shopkit.schema import TABLES, Table
from shopkit.shop import Shop

_INTRO = """# Datasets · 数据集

This page is written by `python -m shopkit.world`, which also draws the data. Do not edit it by hand.
本页与数据均由 `python -m shopkit.world` 生成，请勿手工修改。

## demo

The course's shop. It is invented: people, orders and brands come from a plan and a random seed
(`shopkit/world/demo.py` says every figure and why), so that it may be shown to anyone. Chinese texts stand in
`<table>.csv`, English ones in `<table>.en.csv` with the same ids and numbers. It is what the shop knew on the evening
of its last day: later payments, parcels and refunds have not happened yet.

课程使用的示例店铺，纯属虚构：人、订单和品牌都由一份计划加随机种子生成（每个数值及理由见 `shopkit/world/demo.py`），可以放心给任何人看。
中文文本在 `<表名>.csv`，英文文本在 `<表名>.en.csv`，编号和数字完全相同。数据是店铺在最后一天晚上所知道的情况：之后的付款、包裹和退款都还没有发生。
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

**Bold**: no row can do without it. ✓: filled in the demo shop; the other columns and tables come from exports of real
shops or from later shops of the course. People (visitors, buyers, …) of several days, sources or items must not be
added: the same person stands in several rows.

**粗体**：每一行都必须有。✓：示例店铺中有数据；其余的列和表来自真实店铺的导出文件，或课程后续的店铺。
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
