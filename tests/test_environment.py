"""environment.yml and constraints.txt: one place for versions, and conda users get what start.py installs."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PIN = re.compile(r"([a-z0-9][a-z0-9-]*)==([\w.!+]+)(?: ; .+)?")


@pytest.fixture(scope="module")
def environment():
    return yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))


def pins():
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(PIN.fullmatch(line).groups() for line in lines if not line.startswith("#"))


def normal(requirement):
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def test_conda_brings_python_and_pip_and_nothing_else(environment):
    *conda, pip = environment["dependencies"]
    assert environment["name"] == "shopkit"
    assert conda == ["python", "pip"]
    assert pip == {"pip": ["-c constraints.txt", "-e .[lab]"]}


def test_constraints_pin_everything_once_and_hold_no_address():
    text = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    assert not re.search(r"://|file:|[/\\@]|--(extra-)?index-url [^-]|find-links", text)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = sum(project["optional-dependencies"].values(), project["dependencies"])
    assert {normal(requirement) for requirement in direct} <= set(pins())
    assert len(pins()) == len([line for line in text.splitlines() if not line.startswith("#")])


def pip_for_this_python():
    """An environment made by uv has no pip: then the pip of the Python below it, or uv's."""
    base = getattr(sys, "_base_executable", sys.executable)
    for pip in ([sys.executable, "-m", "pip"], [base, "-m", "pip", "--python", sys.executable]):
        if subprocess.run([*pip, "--version"], capture_output=True).returncode == 0:
            return pip
    pytest.skip("no pip here")


@pytest.mark.slow
def test_what_conda_would_run_installs_the_pinned_versions(environment, tmp_path):
    for name in ("pyproject.toml", "constraints.txt", "README.md", "LICENSE"):
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / "shopkit", tmp_path / "shopkit", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "conda.requirements.txt").write_text("\n".join(environment["dependencies"][-1]["pip"]))
    told = subprocess.run(
        [*pip_for_this_python(), "install", "-U", "-r", "conda.requirements.txt"]
        + ["--dry-run", "--ignore-installed", "--quiet", "--report", "report.json"],
        cwd=tmp_path, capture_output=True, text=True,
    )  # fmt: skip
    if re.search("connection|resolve host|name resolution|timed out", told.stderr, re.I) and told.returncode:
        pytest.skip("no package index within reach")
    assert told.returncode == 0, told.stderr
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    found = {normal(item["metadata"]["name"]): item["metadata"]["version"] for item in report["install"]}
    del found["shopkit"]
    assert {"jupyterlab", "pandas", "duckdb"} <= set(found)
    assert found == {name: pins()[name] for name in found}
