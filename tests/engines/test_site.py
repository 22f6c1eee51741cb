"""The site without a server in each engine: figures keep their lettering, and Back works."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.deploy.site import built, hosted
from tests.engines.conftest import HEIGHT
from tests.engines.test_student import assert_agree
from tests.engines.window import Window

LIVE = "document.querySelector('#root')?.dataset.live === 'yes'"
READY = "document.querySelector('#live') && !document.querySelector('#live progress')"
# The lettering of the first visible figure: its position, width and distance outside the figure.
LETTERED = """
const figure = [...document.querySelectorAll('#root .js-plotly-plot')].find((e) => e.offsetParent);
const box = figure.getBoundingClientRect();
const image = figure.querySelector('image').getBoundingClientRect();
return {
  position: getComputedStyle(figure.querySelector('.main-svg')).position,
  width: image.width,
  out: Math.max(box.left - image.left, image.right - box.right, box.top - image.top),
};
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    out = tmp_path_factory.mktemp("site")
    built(out / "site", tmp_path_factory.mktemp("wheels"))
    with hosted(out / "site") as url:
        yield url


@pytest.fixture
def window(opened: Callable[[str], Window], engine: str) -> Window:
    found = opened(engine)
    found.resize(1280, HEIGHT)
    return found


def assert_lettered(window: Window) -> None:
    found = window.run(LETTERED)
    assert found["position"] == "absolute" and found["width"] > 400, found
    assert found["out"] <= 1, found


@pytest.mark.parametrize("late", [False, True])
def test_a_figure_has_its_lettering_pressed_early_or_late(
    window: Window, site: str, late: bool
) -> None:
    window.goto(f"{site}/")
    window.wait("document.querySelector('#live button') && document.querySelector('.main-svg')")
    if late:
        window.wait(READY, 180)
        window.pause(1)
    window.click("#live button")
    window.wait(LIVE, 180)
    window.settle()
    assert_lettered(window)


def test_a_deep_link_has_it_and_back_takes_all_along(window: Window, site: str) -> None:
    window.goto(f"{site}/?step=5")
    window.wait(LIVE, 180)
    window.settle()
    assert_lettered(window)
    window.press("e")
    window.pause(3)
    assert_agree(window, elementwise=True)
    window.back()
    assert_agree(window, elementwise=False)
    window.forward()
    assert_agree(window, elementwise=True)
