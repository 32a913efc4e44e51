"""What all tests share: shops to test on, the language put back, and skips that CI does not forgive."""

import os
from functools import cache
from pathlib import Path

import matplotlib
import pytest

from shopkit import labels
from shopkit.opening import open_shop

matplotlib.use("Agg")
SEEDS = range(1, 21)
EXPORTS = Path(__file__).parent / "exports"


@pytest.fixture(autouse=True)
def english():
    labels.set_language("en")
    yield
    labels.set_language("en")


@pytest.fixture(autouse=True, scope="session")
def data_folder(tmp_path_factory):
    """The key for people's numbers is made in a folder of the tests, never in the user's own."""
    if "SHOPKIT_DATA" not in os.environ:
        os.environ["SHOPKIT_DATA"] = str(tmp_path_factory.mktemp("data"))


@pytest.fixture(autouse=True)
def close_figures():
    import matplotlib.pyplot as plt

    yield
    plt.close("all")


@pytest.fixture(scope="session")
def demo():
    return open_shop("demo")


@cache
def small_shop(seed: int, scenario: str = "demo"):
    """A shop of two months (of the demo's kind) or of a lesson's whole calendar, drawn once per test process."""
    from shopkit.world import draw_shop

    return draw_shop(seed=seed, scenario=scenario, days=62 if scenario == "demo" else None)


def real_exports() -> Path:
    """The folder of genuine exports; skips where it is not set."""
    folder = os.environ.get("SHOPKIT_REAL_EXPORTS")
    if not folder or not Path(folder).is_dir():
        pytest.skip("SHOPKIT_REAL_EXPORTS names no folder of genuine exports")
    return Path(folder)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    # on CI nobody would notice that the browser or the genuine files were not there
    report = (yield).get_result()
    must_run = item.get_closest_marker("browser") or item.get_closest_marker("real")
    if os.environ.get("CI") == "true" and must_run and report.skipped:
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} may not be skipped on CI: {report.longrepr}"
