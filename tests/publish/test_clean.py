"""clean: outputs go, what was written stays."""

import json

import nbformat
import pytest

from shopkit.cli import main
from shopkit.labels import UserError
from shopkit.publish.build import NOTEBOOKS
from shopkit.publish.clean import clean

LESSON = NOTEBOOKS / "zh" / "00_the_job_and_the_five_numbers.ipynb"


def test_outputs_go_and_sources_stay(tmp_path):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(LESSON.read_bytes())
    before = nbformat.read(path, as_version=4)
    assert clean(path) == sum(cell.cell_type == "code" for cell in before.cells) > 5
    after = nbformat.read(path, as_version=4)
    assert [(c.id, c.cell_type, c.source) for c in after.cells] == [(c.id, c.cell_type, c.source) for c in before.cells]
    assert not any(c.get("outputs") or c.get("execution_count") for c in after.cells)
    assert "image/png" not in path.read_text(encoding="utf-8") and clean(path) == 0


def test_widget_states_go_too(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1")], metadata={"widgets": {"state": {"x": {"value": "secret"}}}})
    path = tmp_path / "mine.ipynb"
    nbformat.write(notebook, path)
    clean(path)
    assert "secret" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["", "{}", "[]", "no json", json.dumps({"cells": 3, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})])
def test_what_is_no_notebook_is_left_alone(tmp_path, text):
    path = tmp_path / "mine.ipynb"
    path.write_text(text)
    with pytest.raises(UserError):
        clean(path)
    assert path.read_text() == text


def test_the_command(tmp_path, capsys):
    path = tmp_path / "mine.ipynb"
    path.write_bytes(LESSON.read_bytes())
    assert main(["clean", str(path), "--lang", "en"]) == 0 and "outputs of" in capsys.readouterr().err
    assert main(["clean", str(tmp_path / "none.ipynb"), "--lang", "zh"]) == 2 and "打不开" in capsys.readouterr().err
