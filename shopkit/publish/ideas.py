"""Which cell teaches each idea of the course, and what practises it: notebooks/README.md, from what cells and exercises say of themselves."""

from __future__ import annotations

import ast
import inspect
from importlib import import_module
from importlib.util import find_spec

from shopkit.labels import LANGUAGES
from shopkit.publish.source import ROOT, heading_of, parse, sources

TARGET = ROOT / "notebooks" / "README.md"
# the ideas of each lesson; the letter is the lesson's, J to D. Lesson 12 has none of its own: it puts the others on one's own files
IDEAS = {"00": ("J", 10), "01": ("P", 9), "02": ("M", 8), "03": ("F", 10), "04": ("T", 13), "05": ("C", 8), "06": ("A", 7),
         "07": ("K", 9), "08": ("B", 7), "09": ("S", 8), "10": ("D", 8)}
_HEAD = """# Where each idea is taught · 每个要点在哪里讲、在哪里练

Made by `python -m shopkit.publish --ideas` from the cells, exercises and panels themselves; a test compares.
由 `python -m shopkit.publish --ideas` 根据单元格、练习和滑块自己的标记生成，有测试核对。
"""


def ideas_of(lesson: str) -> list[str]:
    """The ids of a lesson's ideas, in order; none for a lesson that only applies the others."""
    letter, count = IDEAS.get(lesson, ("", 0))
    return [f"{letter}{n}" for n in range(1, count + 1)]


def taught(lesson: str) -> dict[str, list[dict[str, str]]]:
    """Idea → the headings (language → text) of the sections that have a cell which teaches it."""
    found, titles = {}, {}
    for cell in parse(sources()[lesson]).cells:
        lang, heading = cell.metadata.get("lang"), heading_of(cell)
        if heading:
            titles = {**(titles if lang == LANGUAGES[-1] else {}), lang: heading}
        if lang == LANGUAGES[0]:
            continue  # the other language stands right after it and says the same; then both headings are known
        for idea in cell.metadata.get("ideas", "").split():
            sections = found.setdefault(idea, [])
            if titles not in sections:
                sections.append(dict(titles))
    return found


def practised(lesson: str) -> dict[str, list[str]]:
    """Idea → what practises it: "exercise 3", "panel: its title" (in English)."""
    found = {}
    for exercise in import_module(f"shopkit.lessons.exercises_{lesson}").EXERCISES:
        for idea in exercise.ideas.split():
            found.setdefault(idea, []).append(f"exercise {exercise.number}")
    for title, ideas in _panels(lesson):
        for idea in ideas.split():
            found.setdefault(idea, []).append(f"panel “{title}”")
    return found


def _panels(lesson: str):
    """(title, ideas) of each Panel that the lesson's module makes: read, not run, since a panel needs a shop."""
    homes = [name for name in (f"shopkit.lessons.lesson_{lesson}", f"shopkit.lessons.panels_{lesson}") if find_spec(name)]
    trees = [ast.parse(inspect.getsource(import_module(name))) for name in homes]
    for function in (n for tree in trees for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)):
        named = {t.id: n.value for n in ast.walk(function) if isinstance(n, ast.Assign) for t in n.targets if isinstance(t, ast.Name)}
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Panel":
                ideas = next((k.value.value for k in node.keywords if k.arg == "ideas"), "")
                title = node.args[0] if node.args else next(k.value for k in node.keywords if k.arg == "title")
                title = named.get(title.id, title) if isinstance(title, ast.Name) else title
                parts = title.args[0].values if isinstance(title.args[0], ast.JoinedStr) else [title.args[0]]
                # a hole in the title is filled by a shop, which is not here
                yield "".join(p.value if isinstance(p, ast.Constant) else "…" for p in parts), ideas


def table() -> str:
    """The whole page: a table for each lesson that is there and has ideas."""
    parts = [_HEAD]
    for lesson, path in sources().items():
        if lesson not in IDEAS:
            continue
        where, how = taught(lesson), practised(lesson)
        rows = ["| | taught in | 讲解 | practised by · 练习 |", "|---|---|---|---|"]
        for idea in ideas_of(lesson):
            sections = where.get(idea, [])
            cells = ["; ".join(s.get(lang, "") for s in sections) or "—" for lang in LANGUAGES]
            rows.append(f"| {idea} | {cells[0]} | {cells[1]} | {'; '.join(how.get(idea, [])) or '—'} |")
        parts.append(f"## {path.stem.replace('_', ' ')}\n\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)
