"""Step 7: the whole chain, every way, side by side."""

from collections.abc import Iterator

import numpy as np

from explainer.compute import Network, central_difference, complex_step, gradients
from explainer.compute.arrays import Array
from explainer.compute.comparison import Way, agree, differences, tolerances
from explainer.derivation.labels import FORMULATIONS
from explainer.derivation.links import total
from explainer.derivation.parts import (
    Details,
    Figure,
    Part,
    Prose,
    SourceCode,
    Table,
    Tracer,
    code_of,
    drawn_equation,
    heading,
)
from explainer.derivation.picture import picture
from explainer.notation import latex, snippets
from explainer.scene import Scene
from explainer.terms import Items, lit_line, vector
from explainer.wording import fixed, number

WAYS: dict[Way, str] = {
    "matrix": FORMULATIONS["matrix"],
    "elementwise": FORMULATIONS["elementwise"],
    "central": "Central differences",
    "complex": "Complex step",
}
ROWS = 12  # of the table; more are folded


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title."""
    by_way = scene.example.gradients
    yield heading(title, formula(scene))
    yield from picture(scene, key="picture-whole", gradient=True)
    yield from product(scene, entry)
    yield Prose(made(scene, entry))
    yield _agreement(by_way)
    yield from _table(by_way)
    yield Prose(_ways(scene))
    yield Prose(verdict(scene))
    yield code_of(snippets(scene.notation)["whole"], scene.chain.gradient)
    yield SourceCode("whole", (Network.gradient, gradients, central_difference, complex_step))


def formula(scene: Scene) -> str:
    """LaTeX of the whole product."""
    n = scene.notation
    return f"{n.gradient('x')} = {latex.product(n)}"


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """The gradient in every way, and the entry that is traced."""
    by_way = scene.example.gradients
    limit = max(float(np.abs(gradient).max()) for gradient in by_way.values()) or 1.0
    items = results_items(scene, entry)
    yield Figure(
        "results", drawn_equation(items, limit=limit, palette=scene.palette), clickable=True
    )
    yield Tracer(scene.notation.gradient_inline("x"))


def verdict(scene: Scene) -> str:
    """Return the question to ask of each factor."""
    return (
        "**So which product?** Ask of each factor whether every output depends on its own input "
        "alone. If so, its Jacobian is diagonal and $\\circ$ may stand for the matrix product; if "
        "not, it may not. The shapes alone cannot tell you."
    )


def made(scene: Scene, entry: int) -> str:
    """Return the traced entry as a sum, with its value in every way of computing it."""
    at_entry = {way: gradient[entry] for way, gradient in scene.example.gradients.items()}
    values = ", ".join(
        f"{WAYS[way].lower()} {number(value, 10)}" for way, value in at_entry.items()
    )
    spread = max(at_entry.values()) - min(at_entry.values())
    last, name = scene.chain["x"], scene.notation.gradient_inline("x")
    column = np.asarray(last.jacobian)[:, entry]
    sum_ = total(scene, f"{name}[{entry}]", last.upstream, column, last.gradient[entry])
    return f"{sum_}\n\nIn every way: {values}. Here they differ by at most {number(spread, 2)}."


def results_items(scene: Scene, entry: int) -> Items:
    """The gradient in every way, joined by ≈ where it agrees with the first and by ≠ elsewhere."""
    n = scene.notation
    (first, gradient), *others = scene.example.gradients.items()
    lit = {"lit": lit_line(n, entry)}
    items: Items = [vector(n, WAYS[first].lower(), gradient, "D", clickable=True, **lit)]
    for way, other in others:
        alike = agree({first: gradient, way: other})
        items += ["≈" if alike else "≠", vector(n, WAYS[way].lower(), other, "D", **lit)]
    return items


def _agreement(by_way: dict[Way, Array]) -> Prose:
    alike = agree(by_way)
    off = differences(by_way).items()
    apart = ", ".join(f"{WAYS[way].lower()} {number(difference, 2)}" for way, difference in off)
    allowed = ", ".join(f"{number(limit, 2)}" for limit in tolerances(by_way).values())
    verdict = "They agree" if alike else "They do not agree"
    return Prose(
        f"{verdict}: largest difference from the matrix product: {apart} (allowed: {allowed}).",
        tone="right" if alike else "wrong",
    )


def _table(by_way: dict[Way, Array]) -> Iterator[Part]:
    header = ("entry", *(WAYS[way] for way in by_way))
    entries = enumerate(zip(*by_way.values(), strict=True))
    rows = tuple((str(i), *(fixed(value, 10) for value in values)) for i, values in entries)
    yield Table("gradients", header, rows[:ROWS])
    if len(rows) > ROWS:
        yield Details(f"All {len(rows)} entries", (Table("all-gradients", header, rows),))


def _ways(scene: Scene) -> str:
    """Return the ways of computing the gradient, explained."""
    f, far = scene.notation.function, differences(scene.example.gradients)
    sentences = ["**Matrix multiply** builds every Jacobian as a matrix and multiplies them."]
    sentences.append(
        r"**Element-wise** replaces the diagonal one by $\circ$."
        if f.elementwise
        else f"There is no element-wise way with {f.name} as activation: it does not work entry by "
        "entry."
    )
    sentences.append(
        "**Central differences** know no derivative: they nudge each input up and down by a little "
        "and see how the loss changes."
    )
    if far["central"]:
        sentences.append(
            "The finite step and 16-digit rounding account for the "
            f"{number(far['central'], 2)} above."
        )
    if f.complex_step:
        sentences.append(
            "The **complex step** nudges each input by $10^{-30}$ along the imaginary axis: the "
            "imaginary part of the loss, divided by $10^{-30}$, is the derivative. Nothing is "
            f"subtracted, so nothing is lost: {number(far['complex'], 2)}."
        )
    else:
        sentences.append(f"There is no complex step: {scene.notation.words.real_only}.")
    return " ".join(sentences)
