"""What a link to the page on batches holds besides the network."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from explainer.compute.batch import VARIABLES, Reduction
from explainer.networks import SOURCES, NetworkSettings
from explainer.settings import choice, flag, whole

REDUCTIONS: dict[Reduction, str] = {"sum": "Sum", "mean": "Mean"}


@dataclass(frozen=True)
class BatchSettings(NetworkSettings):
    """A batch, the variable with respect to which the derivative is taken, and a traced entry."""

    N: int = whole(1, 6, default=2, label="N, examples in the batch")
    variable: str = choice(tuple(VARIABLES), default="W2", label="The derivative with respect to")
    reduction: Reduction = choice(REDUCTIONS, default="sum", label="J of the batch is the")
    traced: int = whole(
        0,
        lambda s: s.variable_size - 1,
        default=0,
        label="Trace this entry of the gradient, flattened",
    )

    folded: bool = flag(default=False, label="Fold it: write what people write")

    @property
    def of_the_batch(self) -> dict[str, Any]:
        """What the batch depends on: all but what is only shown of it, and the other networks."""
        shown = {"variable", "traced", "folded", "convention"}
        others = {name for one in SOURCES.values() for name in one.parameters}
        left_out = shown | (others - set(self.source.parameters))
        return {name: value for name, value in vars(self).items() if name not in left_out}

    @property
    def variable_size(self) -> int:
        """How many entries the variable has, over the batch."""
        return prod(VARIABLES[self.variable].shape({"N": self.N, **self.sizes}))
