"""What a link to the page on batches holds besides the network."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import Any

from explainer.compute.batch import VARIABLES, Reduction
from explainer.networks import NetworkSettings
from explainer.settings import choice, whole

REDUCTIONS: dict[Reduction, str] = {"sum": "Sum", "mean": "Mean"}


@dataclass(frozen=True)
class BatchSettings(NetworkSettings):
    """A batch, the variable with respect to which the derivative is taken, and a traced entry."""

    N: int = whole(1, 6, default=2, label="N, examples in the batch")
    variable: str = choice(tuple(VARIABLES), default="W2", label="The derivative with respect to")
    reduction: Reduction = choice(
        REDUCTIONS, default="sum", label="Combine the examples' losses by"
    )
    traced: int = whole(
        0,
        lambda s: s.variable_size - 1,
        default=0,
        label="Trace this entry of the gradient, flattened",
    )

    @property
    def of_the_batch(self) -> dict[str, Any]:
        """What the batch depends on, and nothing else: no trace, no variable, no convention."""
        names = ("network", *self.source.parameters, "N", "reduction")
        return {name: getattr(self, name) for name in names}

    @property
    def variable_size(self) -> int:
        """How many entries the variable has, over the batch."""
        return prod(VARIABLES[self.variable].shape({"N": self.N, **self.sizes}))
