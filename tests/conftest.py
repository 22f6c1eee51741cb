"""The way tests run in all folders: one browser a process, and Hypothesis without deadlines."""

import os

import pytest
from hypothesis import settings
from playwright.sync_api import sync_playwright

from deploy import trial
from tests.amounts import NIGHTLY

MISSING = (
    "no Chromium found: install one (`apt-get install chromium`, or `playwright install chromium`) "
    "or set CHROMIUM to its path"
)

SLOWEST = ("engines", "browser")  # the folders that start first

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config, items):
    """Keep a file in one process, and Firefox and WebKit in one; slow files start first.

    A slow file at the end would leave the other process idle. Nightly tests are left out, and not
    counted as skipped, unless NIGHTLY is set.
    """
    for item in items:
        group = "engines" if "engines" in item.path.parts else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
    if not NIGHTLY:
        left_out = [item for item in items if item.get_closest_marker("nightly")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
    items.sort(key=lambda item: [folder not in item.path.parts for folder in SLOWEST])


@pytest.fixture(scope="session")
def playwright():
    """Playwright, started once per process: a second one is not possible."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright):
    """The Chromium for all tests of a process."""
    executable = trial.chromium(playwright)
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with trial.launched(playwright, executable) as started:
        yield started


@pytest.fixture(scope="session")
def server():
    """The URL of a server started for the tests."""
    with trial.served() as url:
        yield url
