"""The chain of your own network in a notebook, and its handout."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from os import PathLike
from pathlib import Path
from typing import Any

from numpy.typing import ArrayLike

from explainer.compute import Network
from explainer.compute.validation import real
from explainer.derivation.chain import drawn_chain
from explainer.exports.files import write_whole
from explainer.exports.handout import chain_alone, handout
from explainer.notation import CONVENTIONS, Convention, Formulation, Notation, latex
from explainer.palette import LIGHT
from explainer.scene import Example, Scene

LARGEST = 64  # the most units of a layer that can be drawn and traced
FORMULATIONS: tuple[Formulation, ...] = ("matrix", "elementwise")


def explain(
    network: Network,
    x: ArrayLike,
    y: ArrayLike,
    *,
    formulation: Formulation = "matrix",
    convention: Convention = "rows",
) -> Explanation:
    """Return ∂J/∂x of a network for x (D,) and y (K,); the last line of a cell displays it.

    `formulation` is "matrix" or "elementwise", `convention` "rows", "columns", "Wx" or "xWT".
    Raises `ValueError` for other names, for complex numbers, for shapes that do not fit, for a
    target that is not a distribution, for one class, and for layers of more than 64 units.
    """
    if not isinstance(network, Network):
        raise ValueError(f"network is {type(network).__name__}: must be a Network of compute")
    for name, name_given, known in (
        ("formulation", formulation, FORMULATIONS),
        ("convention", convention, tuple(CONVENTIONS)),
    ):
        if not isinstance(name_given, str) or name_given not in known:
            raise ValueError(f"{name} {name_given!r} is none of {', '.join(known)}")
    if max(network.sizes) > LARGEST:
        raise ValueError(
            f"the network has {network.sizes} units: layers of at most {LARGEST} can be drawn"
        )
    if network.sizes[2] < 2:
        raise ValueError("the network has 1 class, whose probability is always 1: give it 2")
    x, y = real("x", x), real("y", y)
    if x.ndim != 1 or y.ndim != 1:
        raise ValueError(f"x has shape {x.shape} and y {y.shape}: each must be one vector")
    network.chain(x, y)  # raises if they do not fit
    notation = Notation(convention, formulation, network.function, LIGHT)
    return Explanation(Scene(Example(network, x, y, None), notation))


@dataclass(frozen=True, repr=False)
class Explanation:
    """The chain of one example. Jupyter and VS Code show its figure with formula and switch."""

    scene: Scene

    def handout(self, path: str | PathLike[str]) -> None:
        """Write the whole walkthrough as one HTML file that works offline."""
        write_whole(Path(path), handout(self.scene).encode())

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        n = self.scene.notation
        formula = f"{n.gradient('x')} = {latex.product(n)}"
        return {
            "text/html": framed(chain_alone(self.scene)),
            "text/latex": f"$\\displaystyle {latex.colorless(formula)}$",
            "text/plain": repr(self),
        }

    def __repr__(self) -> str:
        """Return the figure in words."""
        drawn = drawn_chain(self.scene.written_as("matrix"))
        follows = drawn.follows if self.scene.notation.shorthand else None
        return follows.alt if follows else drawn.alt


def framed(document: str) -> str:
    """Return a document in an iframe, separate from the styles and names of the page around it."""
    return (
        '<iframe title="The chain rule" style="width: 100%; height: 420px; border: 0" '
        f'srcdoc="{escape(document)}"></iframe>'
    )
