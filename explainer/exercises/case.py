"""Case: a small network of an exercise, as one exact state of the walkthrough."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from explainer.compute import Link
from explainer.compute.arrays import Array
from explainer.exercises.exercise import StepState
from explainer.networks import NetworkSettings, scene_of
from explainer.notation import Convention
from explainer.notation.latex import numbers
from explainer.notation.names import WEIGHTS
from explainer.palette import LIGHT
from explainer.scene import Scene

Sizes = Literal["distinct", "equal"]
Functions = Literal["sigmoid", "elementwise", "any"]

# Those whose derivative one works out by hand.
ACTIVATIONS: dict[Functions, tuple[str, ...]] = {
    "sigmoid": ("sigmoid",),
    "elementwise": ("sigmoid", "tanh", "relu", "identity"),
    "any": ("sigmoid", "tanh", "relu", "identity", "softmax"),
}


@dataclass(frozen=True)
class Difficulty:
    """The networks that exercises use, and their notation."""

    sizes: Sizes = "distinct"  # or "equal": then shapes fit by chance
    functions: Functions = "sigmoid"
    convention: Convention = "rows"


@dataclass(frozen=True)
class Case:
    """A small network, and the settings that it follows from."""

    scene: Scene
    settings: NetworkSettings

    @property
    def forward(self) -> str:
        """The network in a sentence, without LaTeX."""
        n = self.scene.notation
        D, H, K = self.scene.network.sizes
        W1, W2 = (n.weights(name, transposed=False).text for name in WEIGHTS)
        x, h = ("".join(n.ordered(pair)) for pair in (("x", W1), ("h", W2)))
        units = "units" if H > 1 else "unit"
        return (
            f"A network has {D} inputs x, {H} hidden {units} h and {K} classes: r = {x} + b₁, "
            f"h = {n.function.name}(r), θ = {h} + b₂, ŷ = softmax(θ). The loss is J = −Σ y log ŷ, "
            f"with the target y, which is 1 for class {self.settings.target} and 0 otherwise."
        )

    @property
    def middle(self) -> str:
        """∂h/∂r as a product writes it: by its diagonal s, if it has one."""
        if self.scene.notation.function.elementwise:
            return self.scene.notation.activation_matrix.short
        return "∂h/∂r" if self.scene.notation.rows else "(∂h/∂r)ᵀ"

    @property
    def softmax(self) -> Link:
        """The link of softmax before the fusion."""
        assert self.scene.chain.unfused is not None
        return self.scene.chain.unfused[1]

    def stored(self, name: Literal["W1", "W2"]) -> Array:
        """A weight matrix as the convention stores it."""
        return self.scene.notation.stored(name, getattr(self.scene.network, name))

    def step(self, step: str, entry: int = 0) -> StepState:
        """Return the step of the walkthrough that shows this case."""
        return StepState(self.settings, step, entry)


def drawn(
    rng: np.random.Generator, difficulty: Difficulty, sizes: tuple[int, int, int] | None = None
) -> Case:
    """A random case of this difficulty; its sizes too, if they are not given."""
    if sizes is None:
        equal = int(rng.integers(2, 4))
        mixed = [int(size) for size in rng.permutation([2, 3, 4])]
        D, H, K = (equal,) * 3 if difficulty.sizes == "equal" else mixed
    else:
        D, H, K = sizes
    settings = NetworkSettings(
        D=D,
        H=H,
        K=K,
        activation=str(rng.choice(ACTIVATIONS[difficulty.functions])),
        seed=int(rng.integers(100)),
        target=int(rng.integers(K)),
        convention=difficulty.convention,
    )
    return Case(scene_of(settings, LIGHT), settings)


def vector(case: Case, name: str, values: Array, decimals: int = 3) -> str:
    """A vector with its name, as a row or a column."""
    return matrix(
        name, values[np.newaxis] if case.scene.notation.rows else values[:, np.newaxis], decimals
    )


def matrix(name: str, values: Array, decimals: int = 3) -> str:
    """A matrix with its name, as LaTeX on a line of its own."""
    return f"\n\n$$\n{name}={numbers(values.tolist(), decimals)}\n$$\n\n"
