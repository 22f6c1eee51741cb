"""The parameters of a link to the page on batches."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any, ClassVar, Literal

from explainer.compute.batch import VARIABLES, Reduction
from explainer.networks import SOURCES, NetworkSettings
from explainer.pages.typed import read_numbers, refusal, typed
from explainer.settings import Refusal, choice, flag, text, whole

MOST, LARGEST = 5, 100.0  # limits of their count (a, b) and size (a, b, v)
A, B = "2, -1, 0.5", "1, 3, -2"
UNITS = {size: f"{size:,}" for size in (4, 32, 256, 1024, 4096)}
REDUCTIONS: dict[Reduction, str] = {"sum": "Sum", "mean": "Mean"}


@dataclass(frozen=True)
class BatchSettings(NetworkSettings):
    """A batch, the variable of the derivative, and the traced entry."""

    page: ClassVar[str] = "batches"

    N: int = whole(1, 6, default=1, label="N, examples in the batch")
    variable: str = choice(tuple(VARIABLES), default="W2", label="The derivative with respect to")
    reduction: Reduction = choice(REDUCTIONS, default="sum", label="J of the batch is the")
    traced: int = whole(
        0,
        lambda s: s.variable_size - 1,
        default=0,
        label="Trace this entry of the gradient, flattened",
    )

    a: str = text(60, default=A, label=f"a, 1 to {MOST} numbers")
    b: str = text(60, default=B, label=f"b, 1 to {MOST} numbers")
    v: str = text(120, default="", label="v, as many numbers as J has rows")
    units: int = choice(UNITS, default=256, label="Units of each layer")
    folded: bool = flag(default=False, label="Fold it: write what people write")

    @property
    def of_the_batch(self) -> dict[str, Any]:
        """The settings on which the batch depends: not those of the display or other networks."""
        shown = {"variable", "traced", "folded", "convention", "a", "b", "v", "units"}
        others = {name for source in SOURCES.values() for name in source.parameters}
        left_out = shown | (others - set(self.source.parameters))
        return {name: value for name, value in vars(self).items() if name not in left_out}

    def numbers(self, name: Literal["a", "b", "v"], rows: int) -> list[float] | Refusal:
        """Return the typed numbers of a, b or v (`rows` long), or why they cannot be read."""
        start = {"a": A, "b": B, "v": typed([1.0] + [0.0] * (rows - 1))}[name]
        least, most = (rows, rows) if name == "v" else (1, MOST)
        written = getattr(self, name)
        if name == "v" and not written.strip():  # nothing is typed yet
            written = start
        entries = read_numbers(written, most, LARGEST)
        if entries and len(entries) >= least:
            return entries
        count = f"{most}" if least == most else f"{least} to {most}"
        allowed = f"{count} numbers from −{LARGEST:g} to {LARGEST:g} with commas between"
        return refusal(name, getattr(self, name), allowed)

    @property
    def variable_size(self) -> int:
        """The number of entries of the variable, over the whole batch."""
        return prod(VARIABLES[self.variable].shape({"N": self.N, **self.sizes}))
