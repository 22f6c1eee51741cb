"""How the tests run in all folders: one browser a process, and Hypothesis is never in a hurry."""

import os

import pytest
from hypothesis import settings

from tests.amounts import NIGHTLY
from tests.browser import serving

MISSING = (
    "no Chromium found: install one (`apt-get install chromium`, or `playwright install chromium`) "
    "or set CHROMIUM to its path"
)

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.hookimpl(tryfirst=True)  # before the items are dealt out by their groups
def pytest_collection_modifyitems(config, items):
    """A file stays in one process, all of the browser's in another: they share a server.

    What takes long is left out, and not counted as skipped, unless NIGHTLY is set.
    """
    for item in items:
        group = "browser" if "browser" in item.path.parts else item.path.name
        item.add_marker(pytest.mark.xdist_group(group))
    if not NIGHTLY:
        left_out = [item for item in items if item.get_closest_marker("nightly")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def browser():
    """One Chromium in a process: there cannot be two."""
    executable = serving.chromium()
    if executable is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail(MISSING)
        pytest.skip(MISSING)
    with serving.browser(executable) as launched:
        yield launched
