"""Tables of a web page that a platform saved under a workbook's name, as sheets of text cells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from shopkit.labels import Label, UserError
from shopkit.readers.workbook import GridSheet

# the tree of a page takes many times its size in memory
MAX_BYTES = 100_000_000


def tables(path: Path) -> Iterator[GridSheet]:
    """Each table of the page; nothing in it is run or fetched. Raises UserError where there is none."""
    from lxml import etree, html

    if path.stat().st_size > MAX_BYTES:
        raise _refused(path, "too_large", "is too long to be read as a web page", "太大，无法按网页读取")
    content = path.read_bytes()
    encoding = next((e for e in ("utf-8-sig", "gb18030", "utf-16", "cp1252") if _decodes(content, e)), "utf-8")
    parser = html.HTMLParser(encoding=encoding.removesuffix("-sig"), no_network=True, remove_comments=True)
    try:
        page = html.document_fromstring(content, parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise _refused(path, "web_page", "holds no table", "里没有表格") from error
    found = [[_cells(row) for row in table.iter("tr")] for table in page.iter("table") if not table.xpath(".//table")]
    found = [grid for grid in found if grid]
    if not found:
        raise _refused(path, "web_page", "holds no table", "里没有表格")
    for number, grid in enumerate(found, 1):
        width = max(map(len, grid))
        yield GridSheet(str(number) if len(found) > 1 else "", [row + [""] * (width - len(row)) for row in grid])


def _cells(row) -> list[str]:
    out = []
    for cell in row.iter("td", "th"):
        span = cell.get("colspan", "1")
        out += [" ".join(cell.text_content().split()), *[""] * (min(int(span), 100) - 1 if span.isdigit() else 0)]
    return out


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _refused(path: Path, code: str, en: str, zh: str) -> UserError:
    return UserError(Label(f"{path.name}: this is a web page saved under a table's name, and it {en}. Export the table again as csv or xlsx.",
                           f"{path.name}：这是存成表格名字的网页，{zh}。请重新导出 csv 或 xlsx。"), code=code)
