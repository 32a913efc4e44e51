"""Imports go down the list of layers only, nothing happens on import, no module holds two ideas."""

import ast
import subprocess
import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1] / "shopkit"

# top to bottom, as the design lists them; names on one line are siblings that never import each other
LAYERS = [
    ["cli"],
    ["publish"],
    ["lessons"],
    ["panel"],
    ["exercise"],
    ["tables"],
    ["plots"],
    ["opening"],
    ["metrics", "world", "readers"],
    ["shop"],
    ["metric"],
    ["engine"],
    ["schema"],
    ["labels"],
]
LEVEL = {name: i for i, names in enumerate(LAYERS) for name in names}
# the package's front door and its two ways of being run stand above everything
DOORS = {"__init__", "__main__"}


def _imports(path: Path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "shopkit":
            parts = node.module.split(".")
            yield from ([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("shopkit."))


def _modules():
    return [p for p in PACKAGE.rglob("*.py") if p.parent.name != "fonts"]


def test_imports_go_down():
    wrong = []
    for path in _modules():
        here = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if here in DOORS:
            continue
        for target in _imports(path):
            if target != here and target in LEVEL and LEVEL[target] <= LEVEL[here]:
                wrong.append(f"{path.relative_to(PACKAGE)} imports {target}")
            assert target in LEVEL, f"{path.relative_to(PACKAGE)} imports {target}, which stands in no layer"
    assert not wrong


def test_every_module_stands_in_a_layer():
    assert {p.relative_to(PACKAGE).parts[0].removesuffix(".py") for p in _modules()} - DOORS == set(LEVEL)


def test_modules_hold_one_idea():
    long = {str(p.relative_to(PACKAGE)): n for p in _modules()
            if (n := len(p.read_text(encoding="utf-8").splitlines())) > 400}
    assert not long


def test_first_line_says_why_a_module_exists():
    assert not [p.name for p in _modules() if not (ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) or "").strip()]


def test_import_does_nothing():
    # heavy parts load when first used; a course that starts slowly is not started
    code = "import sys, shopkit; print(sorted({'pandas', 'matplotlib', 'duckdb', 'narwhals', 'ipywidgets'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
