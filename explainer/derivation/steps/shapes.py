"""Step 2: the chain in shapes, before any number."""

from collections.abc import Iterator

import numpy as np

from explainer.compute import Network
from explainer.compute.formulas import BRACKETINGS, FORMULAS, Middle, tally
from explainer.derivation.parts import (
    Drawn,
    Either,
    Part,
    Paths,
    Prose,
    SourceCode,
    Tracer,
    code_of,
    heading,
)
from explainer.derivation.terms import chain_in_both
from explainer.figures.alt import alt_text
from explainer.figures.shapes import Sides, shapes
from explainer.notation import latex, snippets
from explainer.scene import Scene
from explainer.terms import Items
from explainer.wording import number, sum_of_products

EQUAL = (3, 3, 3)


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title."""
    n = scene.notation
    yield heading(title, formula(scene), latex.shapes(n))
    yield from product(scene, entry)
    yield Prose(made(scene, entry))
    yield Prose(_inner_sizes(scene))
    yield Prose(verdict(scene))
    yield Paths("shapes")
    yield code_of(snippets(n)["shapes"], written_shapes(scene))
    yield SourceCode("shapes", (Network.jacobians,))


def formula(scene: Scene) -> str:
    """LaTeX of the chain, without its shapes on a line of their own."""
    return latex.symbolic(scene.notation)


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """The factors' shapes, and the choice of the entry that is traced."""
    pairs = zip(scene.both, chain_in_both(scene, entry), strict=True)
    yield Either("shapes", "formulation", tuple(_drawn(*pair) for pair in pairs))
    yield Tracer(scene.notation.gradient_inline("x"))


def _drawn(scene: Scene, items: Items) -> Drawn:
    return Drawn(shapes(items, sides(scene), palette=scene.palette), alt_text(items))


def _inner_sizes(scene: Scene) -> str:
    n, (D, H, K) = scene.notation, scene.network.sizes
    transposed = (
        " Written in columns every Jacobian is transposed and the order reversed; the inner sizes "
        "meet as before."
    )
    return (
        "The chain rule multiplies local Jacobians. Entry $[i, j]$ of a Jacobian is the "
        "derivative of output $i$ with respect to input $j$, so its shape is outputs × inputs, and "
        "the inputs of one are the outputs of the next: **the inner sizes are equal because they "
        f"count the same node**. Here ${n.size('K')}={K}$, ${n.size('H')}={H}$, "
        f"${n.size('D')}={D}$.{'' if n.rows else transposed}"
    )


def made(scene: Scene, entry: int) -> str:
    """Return the products that make an entry, one for each path through the network."""
    n, name = scene.notation, scene.notation.gradient_inline("x")
    error, output, activation, input = (np.asarray(s.jacobian) for s in scene.chain.links)
    products = np.broadcast_arrays(
        error[0][:, None, None], output[:, :, None], activation, input[:, entry]
    )
    paths = np.broadcast_to(scene.chain["r"].jacobian.support(), products[0].shape)
    written = paths if n.shorthand else np.ones_like(paths)
    factors = [array[written] for array in products]
    count, zero = factors[0].size, int(np.count_nonzero(written & ~paths))
    counted = f"{count} products of four factors"
    if zero:
        counted += (
            f", one for each choice of a logit, a hidden value and a pre-activation. Only "
            f"{count - zero} of them are paths from x[{entry}] to J; the other {zero} are zero for "
            "every input and every weight"
        )
    else:
        counted += f", one for each path from x[{entry}] to J"
    sum_ = sum_of_products(*n.ordered(factors))
    return (
        f"{name}[{entry}] = {sum_} = **{number(scene.chain.gradient[entry])}**\n\n"
        f"It is a sum of {counted}."
    )


def verdict(scene: Scene) -> str:
    """Return how many formulas fit at these sizes, and how many of them are wrong."""
    n = scene.notation
    if not n.function.elementwise:
        return "That the shapes fit says nothing of which product it is: the Jacobian does."
    reading: Middle = "row" if n.shorthand else "diagonal"
    counts = tally(*scene.network.sizes, s=reading)
    fit = counts.wrong + counts.right
    return (
        "**Fitting shapes do not prove that a formula is right.** There are "
        f"{len(FORMULAS)} ways to join these factors in this order: each weight matrix transposed "
        f"or not, `@` or `∘` in three places, brackets in {len(BRACKETINGS)} ways. "
        f"At these sizes {_counted(fit, counts.wrong)}"
        f"{_at_equal_sizes(scene, reading)}. The page *Formula bench* shows them all."
    )


def _counted(fit: int, wrong: int) -> str:
    if fit == 1:
        return f"1 of them fits, and it is {'wrong' if wrong else 'right'}"
    judged = f"{wrong} of those {fit} are wrong" if wrong else f"all {fit} are right"
    return f"{fit} of them fit, and {judged}"


def _at_equal_sizes(scene: Scene, reading: Middle) -> str:
    if scene.network.sizes == EQUAL:
        return ""
    counts = tally(*EQUAL, s=reading)
    return f"; at 3-3-3 {_counted(counts.wrong + counts.right, counts.wrong)}"


def sides(scene: Scene) -> list[Sides]:
    """The sizes of the terms of the chain as they are written, the result last."""
    n = scene.notation
    pairs = n.ordered(factor.sizes for factor in n.factors)
    return [Sides(*n.ordered(pair)) for pair in (*pairs, ("1", "D"))]


def written_shapes(scene: Scene) -> list[tuple[int, int]]:
    """The shapes of the factors as they are written."""
    count = dict(zip("DHK", scene.network.sizes, strict=True)) | {"1": 1}
    return [(count[side.rows], count[side.columns]) for side in sides(scene)[:-1]]
