import pytest

from shopkit.world import draw_shop


@pytest.fixture(scope="session")
def demo():
    return draw_shop()


@pytest.fixture(scope="session", params=["demo", "small", "smaller"])
def drawn(request, demo):
    """Three shops on which the books must balance alike."""
    if request.param == "demo":
        return demo
    return draw_shop(seed=7, scale=0.25, days=28) if request.param == "small" else draw_shop(seed=11, scale=0.05, days=10)
