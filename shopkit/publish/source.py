"""A lesson's one bilingual source: parsed, checked, and cut down to one language and one use."""

from __future__ import annotations

import copy
import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shopkit.labels import LANGUAGES

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "notebooks" / "source"

# tags of cells that a use leaves out
NOT_FOR_LEARNERS = frozenset({"trainer", "solution"})
NOT_FOR_EXPORTS = frozenset({"trainer", "solution", "lesson-only"})


class SourceError(Exception):
    """A source that cannot give two like notebooks; told to its author, in English."""


@dataclass(frozen=True)
class Section:
    """A run of cells under one heading (## or ###); `needs` as declared on the heading, title in both languages."""

    title: dict[str, str]
    needs: str


def sources() -> dict[str, Path]:
    """Lesson number → source file, in order."""
    return {path.name[:2]: path for path in sorted(SOURCES.glob("[0-9][0-9]_*.py"))}


def parse(path: Path):
    """The source as a notebook with both languages in it, to be read and not changed; raises SourceError where they do not match."""
    return _parsed(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _parsed(path: Path, _changed: int):
    import jupytext

    notebook = jupytext.read(path, fmt="py:percent")
    _check_pairs(notebook.cells, path.name)
    return notebook


def lesson_needs(notebook) -> str:
    """What the lesson as a whole cannot do without: declared on its first cell."""
    return notebook.cells[0].metadata.get("needs", "")


def sections(notebook) -> list[Section]:
    """The sections in order. The opening cells (title and set-up) belong to none."""
    found, titles = [], {}
    for cell in notebook.cells:
        heading = heading_of(cell)
        if heading:
            titles[cell.metadata["lang"]] = heading
            if len(titles) == len(LANGUAGES):
                found.append(Section(dict(titles), cell.metadata.get("needs", "")))
                titles = {}
    return found


def one_language(notebook, lang: str, without=NOT_FOR_LEARNERS):
    """A copy with the cells of `lang` and those of no language, less the cells whose tags are in `without`."""
    result = copy.deepcopy(notebook)
    result.cells = [
        cell for cell in result.cells
        if cell.metadata.get("lang", lang) == lang and not without & set(cell.metadata.get("tags", []))
    ]
    result.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    result.nbformat, result.nbformat_minor = 4, 5
    _tidy(result)
    return result


def drop_sections(notebook, unmet) -> None:
    """In place: cells of each section for whose needs `unmet(needs)` gives a sentence become its heading and that."""
    kept, sentence = [], ""
    for cell in notebook.cells:
        if heading_of(cell):
            sentence = unmet(cell.metadata.get("needs", ""))
            if sentence:
                cell.source = f"{cell.source.splitlines()[0]}\n\n{sentence}"
                kept.append(cell)
                continue
        if not sentence:
            kept.append(cell)
    notebook.cells = kept
    _tidy(notebook)


def _tidy(notebook) -> None:
    """Stable ids from content, so that a changed sentence is a diff of one cell, and only metadata that is used."""
    seen: dict[str, int] = {}
    for cell in notebook.cells:
        digest = hashlib.sha256(f"{cell.cell_type}\n{cell.source}".encode()).hexdigest()[:12]
        seen[digest] = seen.get(digest, 0) + 1
        cell.id = digest if seen[digest] == 1 else f"{digest}-{seen[digest]}"
        cell.metadata = {k: v for k, v in cell.metadata.items() if k in ("tags", "lang", "needs")}


def _check_pairs(cells, name: str) -> None:
    waiting = None
    code_pairs = 0
    for cell in cells:
        lang = cell.metadata.get("lang")
        where = f"{name}: cell {cell.source[:60]!r}"
        if waiting is not None:
            if lang != "zh":
                raise SourceError(f"{name}: the English cell {waiting.source[:60]!r} has no Chinese cell right after it")
            for key in ("tags", "needs", "ideas"):
                if waiting.metadata.get(key) != cell.metadata.get(key):
                    raise SourceError(f"{where}: {key} differ between the two languages")
            if waiting.cell_type != cell.cell_type or bool(heading_of(waiting)) != bool(heading_of(cell)):
                raise SourceError(f"{where}: the two languages differ in kind of cell")
            code_pairs += cell.cell_type == "code"
            waiting = None
        elif lang == "en":
            waiting = cell
        elif lang is not None:
            raise SourceError(f"{where}: a Chinese cell without an English one before it")
        elif cell.cell_type == "markdown":
            raise SourceError(f"{where}: prose needs lang=\"en\" or lang=\"zh\"")
    if waiting is not None:
        raise SourceError(f"{name}: the English cell {waiting.source[:60]!r} has no Chinese cell right after it")
    if code_pairs != 1:
        raise SourceError(f"{name}: exactly one code cell differs by language, the set-up; here it is {code_pairs}")


def heading_of(cell) -> str:
    """The text of the section heading (## or ###) that a cell begins with; "" if it begins with none."""
    match = re.match(r"#{2,3} +(.+)", cell.source) if cell.cell_type == "markdown" else None
    return match.group(1).strip() if match else ""
