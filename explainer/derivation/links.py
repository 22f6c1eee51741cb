"""A link of the chain as a matrix product, and an entry of it as a sum."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from explainer.compute import Link
from explainer.compute.arrays import Array
from explainer.derivation.parts import Figure, Tracer, drawn_equation
from explainer.derivation.terms import link_items
from explainer.notation import Factor
from explainer.scene import Scene
from explainer.wording import number, sum_of_products


def link_product(
    scene: Scene, link: Link, written: Factor, entry: int, *, key: str
) -> Iterator[Figure | Tracer]:
    """Yield a link as a matrix product, and the choice of the entry that is traced."""
    items = link_items(scene, link, written, entry)
    drawn = drawn_equation(items, limit=scene.limit, palette=scene.palette)
    yield Figure(key, drawn, clickable=True)
    yield Tracer(scene.notation.gradient_inline(link.input))


def link_sum(scene: Scene, link: Link, entry: int) -> str:
    """An entry of a link's gradient as the sum of products that it is."""
    name = scene.notation.gradient_inline(link.input)
    column = np.asarray(link.jacobian)[:, entry]
    return total(scene, f"{name}[{entry}]", link.upstream, column, link.gradient[entry])


def total(scene: Scene, name: str, left: Array, right: Array, result: float) -> str:
    """An entry as the sum of products that it is."""
    written = sum_of_products(*scene.notation.ordered((left, right)))
    return f"{name} = {written} = **{number(result)}**"
