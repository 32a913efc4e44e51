"""Which reports are read: the table of both READMEs, from what the readers say of themselves."""

from __future__ import annotations

from shopkit.labels import Label
from shopkit.publish.source import ROOT, lesson_needs, parse, sections, sources

READMES = {"en": ROOT / "README.md", "zh": ROOT / "README.zh-CN.md"}
_BEGIN, _END = "<!-- reports: python -m shopkit.publish --reports -->", "<!-- /reports -->"
_HEADS = (Label("report", "报表"), Label("tables", "得到的表"), Label("lessons it feeds", "带动的课"), Label("proven on", "验证依据"))
_GENUINE, _SHAPE = Label("a genuine file", "真实文件"), Label("a shape taken from published headers", "按公开的表头仿制的文件")


def feeds() -> dict[str, set[str]]:
    """Table → the lessons that have a section which needs it."""
    found: dict[str, set[str]] = {}
    for number, path in sources().items():
        notebook = parse(path)
        for declared in (lesson_needs(notebook), *(section.needs for section in sections(notebook))):
            for need in filter(None, map(str.strip, declared.split(","))):
                found.setdefault(need.partition(".")[0], set()).add(number)
    return found


def table(lang: str) -> str:
    """One row per report, in Markdown."""
    from shopkit.readers import readers

    lessons = feeds()
    rows = [" | ".join(getattr(head, lang) for head in _HEADS), "|".join("---" for _ in _HEADS)]
    for reader in readers():
        if reader.instead:
            continue
        fed = sorted(set().union(*(lessons.get(name, set()) for name in reader.feeds)))
        rows.append(" | ".join((getattr(reader.title, lang), ", ".join(reader.feeds), " ".join(fed) or "—",
                                getattr(_GENUINE if reader.genuine else _SHAPE, lang))))
    return "".join(f"| {row} |\n" if "---" not in row else f"|{row}|\n" for row in rows)


def with_table(text: str, lang: str) -> str:
    """A README with its table of reports made anew."""
    before, _, rest = text.partition(_BEGIN)
    _, mark, after = rest.partition(_END)
    if not mark:
        raise ValueError(f"the README in {lang} lacks the marks {_BEGIN} and {_END}")
    return f"{before}{_BEGIN}\n{table(lang)}{_END}{after}"


def write() -> None:
    for lang, path in READMES.items():
        path.write_text(with_table(path.read_text(encoding="utf-8"), lang), encoding="utf-8", newline="\n")
