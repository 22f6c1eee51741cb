"""The costs of a product: multiplications and stored numbers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Costs:
    """The costs of one `v @ J`, or of the whole chain from the loss to the input."""

    multiplications: int  # and divisions
    cells: int  # stored numbers: those of J, or of the four factors


def chain_costs(D: int, H: int, K: int, *, shorthand: bool) -> Costs:
    """Return the costs of `(ŷ − y) W₂ᵀ diag(s) W₁ᵀ`; if `shorthand`, `∘ s` replaces diag(s).

    A row of n entries times an n×m matrix takes n·m multiplications, a Hadamard product n.
    """
    activation = H if shorthand else H * H
    return Costs(
        multiplications=K * H + activation + H * D,
        cells=K + K * H + activation + H * D,
    )
