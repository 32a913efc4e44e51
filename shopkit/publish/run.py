"""Running a notebook and writing it so that the same cells give the same bytes."""

from __future__ import annotations

import os
from pathlib import Path

from shopkit.panel import few_colours

WIDGET = "application/vnd.jupyter.widget-view+json"
CELL_SECONDS = 120


def execute(notebook, on_cell=lambda: None, allow_errors: bool = False, cwd: Path | None = None) -> None:
    """Execute in place in a fresh kernel; `on_cell` is called after each cell.

    Widgets leave their static picture, not a view that no kernel stands behind. Raises CellExecutionError at the
    first failing cell unless `allow_errors`, nbclient's CellTimeoutError after CELL_SECONDS.
    """
    import nbclient.output_widget
    from nbclient import NotebookClient

    # a widget's state sent to nbclient's stand-in can stall it for good (jupyter/nbclient#312)
    nbclient.output_widget.OutputWidget.sync_state = lambda self, *_: None
    client = NotebookClient(
        notebook, timeout=CELL_SECONDS, kernel_name="python3", record_timing=False, allow_errors=allow_errors,
        coalesce_streams=True, store_widget_state=False, extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(cwd or Path.cwd())}},
        on_cell_executed=lambda **_: on_cell(),
    )
    client.execute(env={**os.environ, "PYTHONUTF8": "1"})
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)
            output.get("metadata", {}).pop(WIDGET, None)
            if "image/png" in output.get("data", {}):
                output["data"]["image/png"] = few_colours(output["data"]["image/png"])
    notebook.metadata.pop("widgets", None)
    notebook.metadata["language_info"] = {"name": "python"}


def code_cells(notebook) -> int:
    """How many cells execute() will run, for a progress bar."""
    return sum(cell.cell_type == "code" for cell in notebook.cells)


def write(notebook, path: Path) -> None:
    """Write with "\\n" line ends on every system, making the folder where needed."""
    import nbformat

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(nbformat.writes(notebook) + "\n", encoding="utf-8", newline="\n")
