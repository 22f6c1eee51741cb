"""How much is tried: little at each push; much, and what takes long, where NIGHTLY is set."""

import os

NIGHTLY = bool(os.environ.get("NIGHTLY"))


def examples(few, many):
    """So many examples of a test."""
    return many if NIGHTLY else few
