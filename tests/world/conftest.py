import pytest

from shopkit.world import draw_shop


@pytest.fixture(scope="session")
def demo():
    return draw_shop()


@pytest.fixture(scope="session")
def us():
    return draw_shop(seed=5, scale=0.25, locale="en_US")


@pytest.fixture(scope="session", params=["demo", "small", "smaller", "us"])
def drawn(request, demo, us):
    """Four shops on which the books must balance alike."""
    if request.param in ("demo", "us"):
        return demo if request.param == "demo" else us
    return draw_shop(seed=7, scale=0.25, days=28) if request.param == "small" else draw_shop(seed=11, scale=0.05, days=10)
