"""Bilingual sources → learners' (or trainers') notebooks, executed, the same bytes each time."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from shopkit.labels import LANGUAGES, UserError
from shopkit.publish import run
from shopkit.publish.source import ROOT, one_language, parse, sources

NOTEBOOKS = ROOT / "notebooks"


def unexecuted(path: Path, lang: str, trainer: bool = False):
    """The notebook of one source in one language, not yet run."""
    return one_language(parse(path), lang, **({"without": frozenset()} if trainer else {}))


def build(lessons=None, to: Path = NOTEBOOKS, trainer: bool = False, progress: bool = True) -> list[Path]:
    """Build and execute the lessons (all, or those whose numbers are given) into `to`/en and `to`/zh.

    Raises UserError for an unknown lesson number, CellExecutionError where a cell fails.
    """
    from tqdm import tqdm

    chosen = {number: path for number, path in sources().items() if not lessons or number in lessons}
    notebooks = [(path, lang, unexecuted(path, lang, trainer)) for path in chosen.values() for lang in LANGUAGES]
    written = []
    with tqdm(total=sum(run.code_cells(n) for *_, n in notebooks), unit=" cells", disable=not progress, file=sys.stderr) as bar:
        for path, lang, notebook in notebooks:
            bar.set_description(f"{path.stem} {lang}")
            run.execute(notebook, on_cell=bar.update)
            target = Path(to) / lang / f"{path.stem}.ipynb"
            run.write(notebook, target)
            written.append(target)
    return written


def main(argv=None) -> int:
    parser = argparse.ArgumentParser(prog="shopkit.publish", description="Build the course's notebooks from notebooks/source.")
    parser.add_argument("lessons", nargs="*", help="lesson numbers, such as 00 03; all if none is given")
    parser.add_argument("--trainer", action="store_true", help="with trainers' notes and solutions; needs --to")
    parser.add_argument("--to", type=Path, default=NOTEBOOKS, help="folder for en/ and zh/ (default: notebooks/)")
    parser.add_argument("--ideas", action="store_true", help="only write notebooks/README.md: where each idea is taught and practised")
    parser.add_argument("--reports", action="store_true", help="only write the READMEs' table of the exports that are read")
    options = parser.parse_args(argv)
    if options.reports:
        from shopkit.publish import reports

        reports.write()
        return 0
    if options.ideas:
        from shopkit.publish import ideas

        ideas.TARGET.write_text(ideas.table(), encoding="utf-8", newline="\n")
        return 0
    if options.trainer and options.to == NOTEBOOKS:
        parser.error("trainers' notebooks hold the solutions: give them a folder of their own with --to")
    try:
        build(options.lessons, options.to, options.trainer)
    except UserError as error:
        print(error, file=sys.stderr)
        return 2
    return 0
