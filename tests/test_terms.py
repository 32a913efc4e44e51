"""The terms list says what the code declares."""

import re
from pathlib import Path

from shopkit.metrics import book, describe

TERMS = Path(__file__).resolve().parents[1] / "notebooks" / "TERMS.md"


def _rows():
    for line in TERMS.read_text(encoding="utf-8").splitlines():
        cells = [c.strip() for c in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and re.fullmatch(r"[a-z][a-z_]*", cells[2]):
            yield cells


def test_terms_are_the_labels_of_the_code():
    wrong = []
    for chinese, english, name in _rows():
        declared = describe(name)
        if declared is None:
            continue
        # a remark in brackets explains; the word before it is the label
        bare = [re.sub(r"\s*[(（].*", "", text) for text in (english, declared.label.en, chinese, declared.label.zh)]
        if bare[0] != bare[1] or bare[2] != bare[3]:
            wrong.append((name, english, declared.label.en, chinese, declared.label.zh))
    assert not wrong


def test_every_metric_stands_in_the_list():
    assert not set(book()) - {name for *_, name in _rows()}
