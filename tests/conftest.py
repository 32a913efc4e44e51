"""What all tests share: shops to test on, the language put back, and skips that CI does not forgive."""

import os
import pickle
import tempfile
from functools import lru_cache
from pathlib import Path

import matplotlib
import pytest

from shopkit import labels
from shopkit.opening import open_shop

matplotlib.use("Agg")
SEEDS = range(1, 21)
EXPORTS = Path(__file__).parent / "exports"
SHOPS = "SHOPKIT_TEST_SHOPS"  # names the folder of drawn shops to the workers


def pytest_configure(config):
    if not hasattr(config, "workerinput"):  # workers start later, in this environment
        folder = tempfile.TemporaryDirectory(prefix="shopkit-shops-", ignore_cleanup_errors=True)
        os.environ[SHOPS] = folder.name
        config.add_cleanup(folder.cleanup)


def pytest_collection_modifyitems(items):
    """A module is one worker's: the long ones begin, so that at the end no worker waits for the other's."""
    long = {item.path for item in items if any(map(item.get_closest_marker, ("slow", "browser", "real")))}
    items.sort(key=lambda item: item.path not in long)


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


@lru_cache(maxsize=40)
def small_shop(seed: int, scenario: str = "demo"):
    """A shop of two months (of the demo's kind) or of a lesson's whole calendar, drawn once for all workers of a test run."""
    from shopkit.world import draw_shop

    kept = Path(os.environ[SHOPS], f"{scenario}-{seed}.pickle")
    if kept.exists():
        return pickle.loads(kept.read_bytes())
    shop = draw_shop(seed=seed, scenario=scenario, days=62 if scenario == "demo" else None)
    # a file of its own first: two workers may draw the same shop at the same time
    own = kept.with_suffix(f".{os.getpid()}")
    own.write_bytes(pickle.dumps(shop, pickle.HIGHEST_PROTOCOL))
    os.replace(own, kept)
    return shop


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
