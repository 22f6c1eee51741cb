"""Structures made of zeros and repeated entries: a selection, sums, a convolution, any pattern."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.jacobians import Jacobian
from explainer.compute.validation import enter


@dataclass(frozen=True, eq=False)
class Selection(Jacobian):
    """Each output is one of the inputs: a 1 in each row. If each input occurs once, a permutation.

    `v @ J` adds each entry of v at the index of its input; nothing is multiplied. A row of
    `candidates` lists the inputs that an output may select; if None, the choice never changes.
    """

    chosen: Array  # (outputs,), the index of the input
    inputs: int
    candidates: Array | None = None  # (outputs, any number)
    transposed: bool = False

    def __post_init__(self) -> None:
        enter(self, chosen=1, candidates=2)

    @property
    def shape(self) -> tuple[int, int]:
        upright = (self.chosen.size, self.inputs)
        return upright[::-1] if self.transposed else upright

    @property
    def T(self) -> Selection:
        return Selection(self.chosen, self.inputs, self.candidates, not self.transposed)

    def vjp(self, v: Array) -> Array:
        if self.transposed:
            return v[..., self.chosen]
        gathered = np.zeros((*v.shape[:-1], self.inputs), dtype=v.dtype)
        np.add.at(gathered.T, self.chosen, v.T)  # an input chosen twice gets the sum
        return gathered

    def build(self) -> Array:
        return self._marked(self.chosen[:, np.newaxis]).astype(float)

    def support(self) -> Array:
        single = self.chosen[:, np.newaxis]
        return self._marked(single if self.candidates is None else self.candidates)

    def _marked(self, columns: Array) -> Array:
        marks = np.zeros((self.chosen.size, self.inputs), dtype=bool)
        np.put_along_axis(marks, columns, True, axis=1)
        return marks.T if self.transposed else marks


@dataclass(frozen=True, eq=False)
class CumulativeSum(Jacobian):
    """Ones on and below the diagonal: `v @ J` sums v from the end. `from_the_end` transposes J."""

    size: int
    from_the_end: bool = False

    @property
    def shape(self) -> tuple[int, int]:
        return (self.size, self.size)

    @property
    def T(self) -> CumulativeSum:
        return CumulativeSum(self.size, not self.from_the_end)

    def vjp(self, v: Array) -> Array:
        if self.from_the_end:
            return np.cumsum(v, axis=-1)
        return np.cumsum(v[..., ::-1], axis=-1)[..., ::-1]

    def build(self) -> Array:
        return self.support().astype(float)

    def support(self) -> Array:
        ones = np.ones(self.shape, dtype=bool)
        return np.triu(ones) if self.from_the_end else np.tril(ones)


@dataclass(frozen=True, eq=False)
class Convolution(Jacobian):
    """A banded matrix whose rows are one shifted kernel: `J[i, j] = kernel[j − i + middle]`."""

    kernel: Array  # (an odd number,)
    size: int

    def __post_init__(self) -> None:
        enter(self, kernel=1)
        if self.kernel.size % 2 == 0:
            raise ValueError(f"Convolution: kernel has {self.kernel.size} entries: must be odd")

    @property
    def shape(self) -> tuple[int, int]:
        return (self.size, self.size)

    @property
    def T(self) -> Convolution:
        return Convolution(self.kernel[::-1], self.size)

    def vjp(self, v: Array) -> Array:
        length = self.size + self.kernel.size - 1
        moved = np.zeros((*v.shape[:-1], length), dtype=np.result_type(v, self.kernel))
        for k, weight in enumerate(self.kernel):
            moved[..., k : k + self.size] += weight * v
        middle = self.kernel.size // 2
        return moved[..., middle : middle + self.size]

    def build(self) -> Array:
        matrix = np.zeros(self.shape)
        support = self.support()
        matrix[support] = self.kernel[self._places[support]]
        return matrix

    def support(self) -> Array:
        return (self._places >= 0) & (self._places < self.kernel.size)

    @property
    def _places(self) -> Array:
        """The index into the kernel for each entry, (size, size); out of range off the band."""
        i, j = np.indices(self.shape)
        return j - i + self.kernel.size // 2


@dataclass(frozen=True, eq=False)
class Patterned(Jacobian):
    """A matrix whose structural zeros are known."""

    matrix: Array  # (outputs, inputs)
    known: Array  # the support, booleans of the same shape

    def __post_init__(self) -> None:
        enter(self, matrix=2, known=2)
        if self.matrix.shape != self.known.shape:
            shapes = f"{self.matrix.shape} but known {self.known.shape}"
            raise ValueError(f"Patterned: matrix has shape {shapes}: must be equal")

    @property
    def shape(self) -> tuple[int, int]:
        return self.matrix.shape

    @property
    def T(self) -> Patterned:
        return Patterned(self.matrix.T, self.known.T)

    def vjp(self, v: Array) -> Array:
        return v @ self.matrix

    def build(self) -> Array:
        return self.matrix.copy()

    def support(self) -> Array:
        return self.known
