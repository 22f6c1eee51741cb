"""The amount of testing: little by day; all, and what takes long, where NIGHTLY is set."""

import os
from itertools import product

import pytest

NIGHTLY = bool(os.environ.get("NIGHTLY"))


def examples(few, many):
    """Return the examples of a test: `few` by day, `many` at night."""
    return many if NIGHTLY else few


def screens(theme, width):
    """Run a test in this theme and at this width; at night in both themes and at both widths."""
    every = list(product(("light", "dark"), (1280, 390)))
    return pytest.mark.parametrize(("theme", "width"), examples([(theme, width)], every))
