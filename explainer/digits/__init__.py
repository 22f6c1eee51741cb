"""A trained 64-32-10 sigmoid network and 100 handwritten digits that it was not trained on.

The images are from E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, UCI
Machine Learning Repository, 1998, doi:10.24432/C50P49, licence CC BY 4.0: a selection with
unchanged pixels. `python -m explainer.digits.train` makes the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np

from explainer.compute import Network
from explainer.compute.arrays import Array
from explainer.compute.validation import frozen

__all__ = ["Digits", "load_digits"]


@dataclass(frozen=True, eq=False)
class Digits:
    """The network, its held-out accuracy, and the images to show; the arrays are read-only."""

    network: Network  # 64-32-10, sigmoid
    images: Array  # (100, 64), 8×8 row by row, in [0, 1], ink is 1; sorted by class, ten of each
    labels: Array  # (100,), integers 0..9
    source: str
    licence: str
    held_out_right: int  # of all held-out images, which include the 100
    held_out_total: int


@cache
def load_digits() -> Digits:
    """Return the digits that ship with the package; the file is read once."""
    file = resources.files("explainer.digits").joinpath("digits.npz")
    with file.open("rb") as opened, np.load(opened) as stored:
        labels = stored["labels"].astype(int)
        labels.setflags(write=False)
        return Digits(
            network=Network(**{name: stored[name] for name in ("W1", "b1", "W2", "b2")}),
            images=frozen("images", stored["images"] / 16),
            labels=labels,
            source=str(stored["source"]),
            licence=str(stored["licence"]),
            held_out_right=int(stored["held_out_right"]),
            held_out_total=int(stored["held_out_total"]),
        )
