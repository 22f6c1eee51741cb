"""A student's acts in Chromium, Firefox and WebKit; daily only a few in the last two.

Engines that are not installed are skipped. Slow tests run if NIGHTLY is set.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.engines.hosted import missing, webkit
from tests.engines.played import chromium, firefox
from tests.engines.window import Window

ENGINES = ("chromium", "firefox", "webkit")
WIDTHS = (1280, 390)
HEIGHT = 800
Visit = Callable[..., Window]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "smoke(*widths): runs each day at these widths")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every act in every engine at every width; by day only the smoke."""
    if "engine" in metafunc.fixturenames:
        cases = [pytest.param(engine, marks=pytest.mark.nightly) for engine in ENGINES]
        metafunc.parametrize("engine", cases)
    if "visit" not in metafunc.fixturenames:
        return
    smoke = metafunc.definition.get_closest_marker("smoke")
    daily = smoke.args if smoke else ()
    cases = [
        pytest.param(
            (engine, width),
            id=f"{engine}-{width}",
            marks=[] if engine != "chromium" and width in daily else [pytest.mark.nightly],
        )
        for engine in ENGINES
        for width in WIDTHS
    ]
    metafunc.parametrize("visit", cases, indirect=True)


@pytest.fixture(scope="package")
def opened(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Window]]:
    """Open an engine's window once for all its tests; skip the test without the engine."""
    windows: dict[str, Window] = {}
    with ExitStack() as stack:

        def window(engine: str) -> Window:
            if engine not in windows:
                folder = tmp_path_factory.mktemp(engine)
                if engine == "chromium":
                    context = chromium(request.getfixturevalue("browser"), folder)
                elif engine == "firefox":
                    context = firefox(playwright, found_firefox(), folder)
                else:
                    if lacks := missing():
                        pytest.skip(f"no WebKit: `apt-get install {lacks}`")
                    context = webkit(folder)
                windows[engine] = stack.enter_context(context)
            return windows[engine]

        yield window


def found_firefox() -> str:
    """Return the path of a Firefox; skip the test if there is none."""
    for name in ("firefox-esr", "firefox"):
        if path := shutil.which(name):
            return path
    pytest.skip("no Firefox: `apt-get install firefox-esr`")


@pytest.fixture
def visit(
    request: pytest.FixtureRequest, opened: Callable[[str], Window], server: str
) -> Iterator[Visit]:
    """Open a page in an engine's window and wait until it is idle; fail on errors of the page."""
    engine, width = request.param
    window = opened(engine)
    for path in window.folder.iterdir():  # files saved by another test
        path.unlink()
    visited: list[str] = []

    def open_page(path: str = "/") -> Window:
        assert not visited or window.wrong() == []
        visited.append(path)
        window.resize(width, HEIGHT)
        window.goto(f"{server}{path}")
        window.settle()
        return window

    yield open_page
    assert window.wrong() == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a path for a PDF."""
    return tmp_path / "printed.pdf"
