"""Outputs taken out of a notebook: what stands in them are figures of somebody's shop."""

from __future__ import annotations

from pathlib import Path

from shopkit.labels import Label, UserError


def clean(path: Path) -> int:
    """Take outputs, counts and widget states out of a notebook, in place; returns how many cells had any.

    What is written stays as it is, with its cell ids. Raises UserError where the file is no notebook.
    """
    import nbformat

    try:
        notebook = nbformat.read(path, as_version=4)
    except (OSError, UnicodeError) as error:
        raise UserError(Label(f"{path}: the file cannot be opened ({type(error).__name__}).", f"{path}：文件打不开（{type(error).__name__}）。"),
                        code="unreadable_file") from error
    except (ValueError, nbformat.ValidationError, AttributeError, KeyError, TypeError) as error:
        raise UserError(Label(f"{path}: this is no notebook (.ipynb).", f"{path}：这不是笔记本（.ipynb）。"), code="no_notebook") from error
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    had = sum(bool(cell.get("outputs")) or cell.get("execution_count") is not None for cell in cells)
    for cell in cells:
        cell.outputs, cell.execution_count = [], None
        for name in ("execution", "collapsed", "scrolled"):
            cell.metadata.pop(name, None)
    # the state of widgets repeats what their outputs showed
    notebook.metadata.pop("widgets", None)
    nbformat.write(notebook, path)
    return had
