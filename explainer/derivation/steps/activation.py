"""Step 5: through the activation, the one place of the chain where `∘` is allowed."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from explainer.compute import hadamard
from explainer.compute.jacobians import Diagonal
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.derivation.collapsing import drawn
from explainer.derivation.links import link_product, total
from explainer.derivation.parts import (
    Drawn,
    Figure,
    Part,
    Paths,
    Prose,
    SourceCode,
    Tracer,
    code_of,
    heading,
)
from explainer.derivation.terms import activation
from explainer.notation import latex, snippets
from explainer.scene import Scene
from explainer.terms import Items, gradient, product_items
from explainer.wording import number

ONE = (
    "Softmax of a single number is 1, whatever the number is: its Jacobian is the 1×1 matrix 0, "
    "and the gradient behind it is 0 for every input. Give it more hidden units."
)


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title."""
    function = scene.network.function
    yield heading(title, *dict.fromkeys(formula(scene_as) for scene_as in scene.both))
    yield from product(scene, entry)
    yield Prose(made(scene, entry))
    yield from _diagonal(scene) if function.elementwise else [Prose(verdict(scene))]
    yield code_of(snippets(scene.notation)["activation"], scene.chain["r"].gradient)
    yield Paths("activation", gradients=True)
    behind = (Diagonal, function.rule) if function.elementwise else (DiagonalMinusOuter,)
    yield SourceCode("activation", behind)


def formula(scene: Scene) -> str:
    """LaTeX of the step, as the formulation writes it."""
    n = scene.notation
    return latex.applied(n, "h", "r", n.activation, circle=n.shorthand)


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """The figure, and the choice of the entry that it traces."""
    n, link = scene.notation, scene.chain["r"]
    if not n.function.elementwise:
        yield from link_product(scene, link, n.activation_matrix, entry, key="activation")
        return
    drawing = _drawn(scene.written_as("matrix"), entry)  # for both formulations
    yield Figure("activation", drawing, clickable=True)
    yield Tracer(n.gradient_inline("r"))


def made(scene: Scene, entry: int) -> str:
    """Return the sum that gives the entry: one product, or one among structural zeros."""
    n, link = scene.notation, scene.chain["r"]
    among = slice(entry, entry + 1) if n.shorthand else slice(None)
    column, name = np.asarray(link.jacobian)[among, entry], n.gradient_inline("r")
    return total(scene, f"{name}[{entry}]", link.upstream[among], column, link.gradient[entry])


def verdict(scene: Scene) -> str:
    """Why `∘` is allowed, or why it is not."""
    n, link = scene.notation, scene.chain["r"]
    if not n.function.elementwise:
        return _why_dense(scene) if link.gradient.size > 1 else ONE
    r, h = n.node("r"), n.node("h")
    return (
        f"${h}_i$ is made from ${r}_i$ alone, so $\\partial {h}_i/\\partial {r}_j = 0$ wherever $i "
        "\\neq j$: **the Jacobian is diagonal**, and $\\circ$ may stand for the product."
    )


def _diagonal(scene: Scene) -> Iterator[Prose]:
    """Yield the structure of the Jacobian, and what `∘` saves."""
    n, H, f = scene.notation, scene.network.sizes[1], scene.notation.function
    a_vector = "a row" if n.rows else "a column"
    # The same in both formulations: the browser typesets again what changes.
    zeros = "Every entry off it is zero for every input and every weight. " if H > 1 else ""
    yield Prose(
        f"{verdict(scene)} Its diagonal is ${n.derivative.latex}$, "
        f"the derivative of the activation ({n.colored(n.words.derivative_meaning)}); "
        f"$\\operatorname{{diag}}$ makes the matrix of it. {zeros}Multiplying {a_vector} by "
        r"a diagonal matrix scales each entry by the matching diagonal entry, and $\circ$ is "
        "the short way to write that. **Press Element-wise or Matrix multiply** under the chain at "
        "the top to watch the matrix become the vector, and back; the sum and the code change with "
        f"it.{_seen(scene)}\n\n"
        f"| of this factor | Matrix multiply | Element-wise |\n|---|---:|---:|\n"
        f"| cells stored | {H * H} | {H} |\n"
        f"| of them structural zeros | {H * H - H} | 0 |\n"
        f"| multiplications | {H * H} | {H} |"
    )
    for kink in f.kinks:
        yield Prose(
            f"{f.name} has a kink at {kink:g}; there the derivative is taken to be "
            f"{f.derivative(np.array([kink]))[0]:g}."
        )


def _seen(scene: Scene) -> str:
    """Return a note on a diagonal that holds only zeros and ones."""
    diagonal = scene.example.derivative
    if not np.isin(diagonal, (0, 1)).all():
        return ""
    if diagonal.all():
        return (
            " Here every entry of the diagonal is 1: at this input the Jacobian is the identity, "
            "and the product changes nothing."
        )
    return (
        f" Here the diagonal holds zeros and ones, {int(diagonal.sum())} of {diagonal.size} are 1: "
        "the Jacobian is **diagonal, but not the identity**. A 0 stops the gradient of its unit."
    )


@lru_cache(maxsize=128)  # of at most 0.2 MiB each
def _drawn(scene: Scene, entry: int) -> Drawn:
    return drawn(scene, *_items(scene), traced=entry)


def _items(scene: Scene) -> tuple[Items, Items]:
    """The product with the matrix and with the vector."""
    link, (matrix, vector) = scene.chain["r"], activation(scene, current=True)
    upstream = gradient(scene, "h", link.upstream)
    result = gradient(scene, "r", link.gradient, clickable=True)
    return (
        product_items(scene.notation, upstream, "@", matrix, result),
        product_items(scene.notation, upstream, "∘", vector, result),
    )


def _why_dense(scene: Scene) -> str:
    n, link, H = scene.notation, scene.chain["r"], scene.network.sizes[1]
    error = np.abs(hadamard(link.upstream, link.jacobian) - link.gradient).max()
    r, h = n.node("r"), n.node("h")
    return (
        "**No $\\circ$ here.** As an activation, softmax divides each entry by a sum over all of "
        f"${r}$, so ${h}_i$ depends on every ${r}_j$: "
        f"{n.colored(n.words.derivative_meaning)}, where $[i=j]$ is 1 on the diagonal and 0 "
        f"elsewhere. None of the {H}×{H} entries is a structural zero, and the formulation "
        f"makes no difference. With $\\circ$ and the diagonal alone, the result would be off by "
        f"{number(error)}.\n\n"
        f"There is a short way that never builds the matrix, but it is another one: with `v` for "
        f"${n.gradient('h')}$, the gradient that arrives, it is `h * (v - v @ h)`. For this "
        "Jacobian is a diagonal minus the table of all products of two entries of "
        f"${h}$ (an outer product), and each structure has a shorthand of its own."
    )
