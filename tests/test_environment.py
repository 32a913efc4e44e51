"""environment.yml and constraints.txt: one place for versions, and conda users get what start.py installs."""

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

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


def test_all_that_the_course_needs_is_here_at_its_pinned_version():
    """What conda's pip and start.py install alike: followed from shopkit[lab] through what is installed."""
    found, waiting = {}, [Requirement("shopkit[lab]")]
    while waiting:
        asked = waiting.pop()
        name, extras = normal(asked.name), {"", *asked.extras}
        if extras <= found.setdefault(name, set()):
            continue
        found[name] |= extras
        for text in distribution(name).requires or ():
            needed = Requirement(text)
            if not needed.marker or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                waiting.append(needed)
    found.pop("shopkit")
    assert {"jupyterlab", "pandas", "duckdb"} <= set(found)
    assert {name: distribution(name).version for name in found} == {name: pins()[name] for name in found}
