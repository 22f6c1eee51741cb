"""Settings of Hypothesis: it looks for wrong numbers, never for slow ones.

By day the few examples are the same each time. With NIGHTLY they are many and random.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("compute", deadline=None, max_examples=12, derandomize=True)
settings.register_profile("nightly", deadline=None, max_examples=500)

HERE = "nightly" if os.environ.get("NIGHTLY") else "compute"


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """Load the profile while a module of this folder is imported: its tests take it over."""
    before = settings.get_current_profile_name()
    settings.load_profile(HERE)
    try:
        return (yield)
    finally:
        settings.load_profile(before)
