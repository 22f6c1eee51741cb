"""A product that the switch brings from one formulation to the other, drawn for both at once."""

from __future__ import annotations

from explainer.derivation.parts import Drawn, Follows
from explainer.figures.alt import alt_text
from explainer.figures.collapse import Collapse, collapse
from explainer.figures.equation import equation
from explainer.scene import Scene
from explainer.terms import Items


def drawn(
    scene: Scene, in_full: Items, shorthand: Items, *, traced: int | None = None, letters: float = 1
) -> Drawn:
    """The product with the matrix, and frames to the one with `∘`, if that is another."""
    limit, palette, alt = scene.limit, scene.palette, alt_text(in_full)
    if in_full is shorthand:
        return Drawn(equation(in_full, limit=limit, palette=palette, letters=letters), alt, None)
    parts = Collapse(in_full, shorthand, vertical=not scene.notation.rows, traced=traced)
    figure = collapse(parts, limit=limit, palette=palette, letters=letters)
    return Drawn(figure, alt, Follows("formulation", alt_text(shorthand)))
