"""Sources: paired languages, sections and needs, what learners and exports do not get; built notebooks are up to date."""

import re

import jupytext
import nbformat
import pytest
from markdown_it import MarkdownIt

from shopkit.labels import LANGUAGES
from shopkit.publish.build import NOTEBOOKS, unexecuted
from shopkit.publish.source import (
    NOT_FOR_EXPORTS,
    SourceError,
    drop_sections,
    lesson_needs,
    one_language,
    parse,
    sections,
    sources,
)
from shopkit.schema import TABLES

SET_UP = '# %% lang="en"\nset_language("en")\n\n# %% lang="zh"\nset_language("zh")\n\n'
PAIR = '# %% [markdown] lang="en"\n# ## One\n\n# %% [markdown] lang="zh"\n# ## 一\n\n'


def _parse(tmp_path, text):
    path = tmp_path / "99_test.py"
    path.write_text(text, encoding="utf-8")
    return parse(path)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (SET_UP + '# %% [markdown] lang="en"\n# alone\n', "no Chinese cell"),
        (SET_UP + '# %% [markdown] lang="zh"\n# 独\n', "without an English one"),
        (SET_UP + "# %% [markdown]\n# nobody's\n", "needs lang"),
        (SET_UP + PAIR.replace('"zh"', '"zh" tags=["trainer"]'), "tags differ"),
        (SET_UP + PAIR.replace('"en"', '"en" needs="events"'), "needs differ"),
        (SET_UP + PAIR.replace("## 一", "一"), "kind of cell"),
        (PAIR, "exactly one code cell"),
        (SET_UP + SET_UP, "exactly one code cell"),
    ],
)
def test_a_source_that_drifted_is_refused(tmp_path, text, told):
    with pytest.raises(SourceError, match=told):
        _parse(tmp_path, text)


def test_ids_come_from_the_content(tmp_path):
    code = SET_UP + PAIR + "# %%\nx = 1\n\n# %%\nx = 1\n"
    one, other = (one_language(_parse(tmp_path, text), "en") for text in (code, code.replace("One", "Two")))
    changed = [a.id != b.id for a, b in zip(one.cells, other.cells, strict=True)]
    assert sum(changed) == 1
    assert len({c.id for c in one.cells}) == len(one.cells)


def test_a_section_whose_needs_are_unmet_becomes_a_sentence(tmp_path):
    text = SET_UP + PAIR + '# %%\na = 1\n\n' + PAIR.replace('"en"', '"en" needs="ads"').replace('"zh"', '"zh" needs="ads"') + "# %%\nb = 2\n\n" + PAIR + "# %%\nc = 3\n"
    notebook = one_language(_parse(tmp_path, text), "zh")
    drop_sections(notebook, lambda needs: "缺" if needs else "")
    assert [c.source for c in notebook.cells] == ['set_language("zh")', "## 一", "a = 1", "## 一\n\n缺", "## 一", "c = 3"]


@pytest.mark.parametrize("number", list(sources()))
def test_both_languages_run_the_same_code(number):
    notebook = parse(sources()[number])
    codes = {}
    for lang in LANGUAGES:
        codes[lang] = [c.source for c in one_language(notebook, lang).cells if c.cell_type == "code"]
    different = [(a, b) for a, b in zip(codes["en"], codes["zh"], strict=True) if a != b]
    assert different == [('set_language("en")', 'set_language("zh")')]


@pytest.mark.parametrize("number", list(sources()))
def test_learners_and_exports_get_what_is_theirs(number):
    notebook = parse(sources()[number])
    for lang in LANGUAGES:
        learner = one_language(notebook, lang)
        assert not {"trainer", "solution"} & {t for c in learner.cells for t in c.metadata.get("tags", [])}
        assert "check.solution" not in "".join(c.source for c in learner.cells)
        export = one_language(notebook, lang, without=NOT_FOR_EXPORTS)
        assert not any("check.ask" in c.source or "my_guess" in c.source for c in export.cells)
        everything = one_language(notebook, lang, without=frozenset())
        assert len(everything.cells) > len(learner.cells) > len(export.cells)
        assert sum("parameters" in c.metadata.get("tags", []) for c in learner.cells) == 1


@pytest.mark.parametrize("number", list(sources()))
def test_needs_name_tables_and_columns_that_exist(number):
    notebook = parse(sources()[number])
    needs = [lesson_needs(notebook), *(s.needs for s in sections(notebook))]
    assert needs[0]
    for need in (n.strip() for text in needs for n in text.split(",") if n.strip()):
        table, _, column = need.partition(".")
        assert table in TABLES and (not column or column in TABLES[table]), need


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", list(sources()))
def test_committed_notebooks_are_built_from_their_sources(number, lang):
    path = sources()[number]
    committed = nbformat.read(NOTEBOOKS / lang / f"{path.stem}.ipynb", as_version=4)
    built = unexecuted(path, lang)
    assert [(c.id, c.source) for c in committed.cells] == [(c.id, c.source) for c in built.cells], (
        f"notebooks/{lang}/{path.stem}.ipynb is older than its source: python start.py build")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", list(sources()))
def test_committed_notebooks_are_clean(number, lang):
    path = NOTEBOOKS / lang / f"{sources()[number].stem}.ipynb"
    notebook = nbformat.read(path, as_version=4)
    assert path.stat().st_size < 600_000
    assert b"\r" not in path.read_bytes()
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            assert output.output_type != "error" and output.get("name") != "stderr", cell.source
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})
            # a figure said by an object's address or a bare repr is nothing for a reader
            assert "<Axes" not in str(output.get("data", {}).get("text/plain", "")), cell.source
    assert not {"widgets", "jupytext"} & set(notebook.metadata)


@pytest.mark.parametrize("number", list(sources()))
def test_lessons_on_exports_show_no_order_and_nobody(number):
    """A row of one order or person, with its id, can be looked up by whoever has the shop's back office."""
    for cell in one_language(parse(sources()[number]), "en", without=NOT_FOR_EXPORTS).cells:
        if cell.cell_type == "code":
            assert not re.search(r"show\(.*[\"'](order|visit|customer|visitor)_id", cell.source), cell.source


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("number", list(sources()))
def test_no_mark_of_emphasis_is_left_in_the_prose(number, lang):
    """By the strict rules a ** between Chinese punctuation and a letter stays as it is written: **这样：**不行."""
    for cell in unexecuted(sources()[number], lang, trainer=True).cells:
        if cell.cell_type == "markdown":
            for block in MarkdownIt().parse(cell.source):
                left = [part.content for part in block.children or () if part.type == "text" and "**" in part.content]
                assert not left, left


def test_jupytext_reads_the_sources_as_percent():
    for path in sources().values():
        assert jupytext.read(path, fmt="py:percent").cells
