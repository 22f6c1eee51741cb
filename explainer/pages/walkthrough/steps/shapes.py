"""Step 2: the chain in shapes, before any number."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from explainer.compute import Network
from explainer.compute.formulas import Middle, tally
from explainer.figures.alt import alt_text
from explainer.figures.cells import number
from explainer.figures.shapes import Sides, shapes
from explainer.notation import latex, snippets
from explainer.pages.parts import (
    show_either,
    show_heading,
    show_snippet,
    show_source,
    sum_of_products,
)
from explainer.pages.scene import Scene
from explainer.pages.terms import Items
from explainer.pages.walkthrough.controls import trace
from explainer.pages.walkthrough.graph import show_graph
from explainer.pages.walkthrough.terms import chain_in_both
from explainer.pages.walkthrough.tracer import traced

EQUAL = (3, 3, 3)


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    n = scene.notation
    show_heading(title, formula(scene), latex.shapes(n))
    show_sum(scene, show_product(scene))
    _explain_shapes(scene)
    st.markdown(verdict(scene))
    show_graph(scene, "shapes")
    show_snippet(snippets(scene.notation)["shapes"], written_shapes(scene))
    show_source("shapes", Network.jacobians)


def formula(scene: Scene) -> str:
    """LaTeX of the chain, without its shapes on a line of their own."""
    return latex.symbolic(scene.notation)


def show_product(scene: Scene) -> int:
    """The figure, and the entry that it traces."""

    def draw(entry: int) -> None:
        pairs = zip(scene.both, chain_in_both(scene, entry), strict=True)
        figures = [_figure(written, items) for written, items in pairs]
        show_either("formulation", figures, key="shapes", act=trace)

    return traced(scene.notation.gradient_inline("x"), scene.network.sizes[0], draw)


def _figure(scene: Scene, items: Items) -> tuple[go.Figure, str]:
    return shapes(items, sides(scene), palette=scene.palette), alt_text(items)


def _explain_shapes(scene: Scene) -> None:
    n, (D, H, K) = scene.notation, scene.network.sizes
    transposed = (
        " Written in columns every Jacobian is transposed and the order reversed; the inner sizes "
        "meet as before."
    )
    st.markdown(
        "The chain rule multiplies local Jacobians. Entry $[i, j]$ of a Jacobian is the "
        "derivative of output $i$ with respect to input $j$, so its shape is outputs × inputs, and "
        "the inputs of one are the outputs of the next: **the inner sizes are equal because they "
        f"count the same node**. Here ${n.size('K')}={K}$, ${n.size('H')}={H}$, "
        f"${n.size('D')}={D}$.{'' if n.rows else transposed}"
    )


def show_sum(scene: Scene, entry: int) -> None:
    """The products that make an entry, one for each path through the network."""
    n, name = scene.notation, scene.notation.gradient_inline("x")
    error, output, activation, input = (np.asarray(s.jacobian) for s in scene.chain.links)
    products = np.broadcast_arrays(
        error[0][:, None, None], output[:, :, None], activation, input[:, entry]
    )
    paths = np.broadcast_to(scene.chain["r"].jacobian.support(), products[0].shape)
    written = paths if n.shorthand else np.ones_like(paths)
    factors = [array[written] for array in products]
    count, zero = factors[0].size, int(np.count_nonzero(written & ~paths))
    made = f"{count} products of four factors"
    if zero:
        made += (
            f", one for each choice of a logit, a hidden value and a pre-activation. Only "
            f"{count - zero} of them are paths from x[{entry}] to J; the other {zero} are zero for "
            "every input and every weight"
        )
    else:
        made += f", one for each path from x[{entry}] to J"
    sum_ = sum_of_products(*n.ordered(factors))
    st.markdown(
        f"{name}[{entry}] = {sum_} = **{number(scene.chain.gradient[entry])}**\n\n"
        f"It is a sum of {made}."
    )


def verdict(scene: Scene) -> str:
    """What fitting shapes is worth at these sizes."""
    n = scene.notation
    if not n.function.elementwise:
        return "That the shapes fit says nothing of which product it is: the Jacobian does."
    reading: Middle = "row" if n.shorthand else "diagonal"
    found = tally(*scene.network.sizes, s=reading)
    fit = found.wrong + found.right
    return (
        "**Fitting shapes do not prove that a formula is right.** There are 160 ways to join these "
        "factors in this order: each weight matrix transposed or not, `@` or `∘` in three places, "
        "brackets in five ways. "
        f"At these sizes {_counted(fit, found.wrong)}"
        f"{_at_equal_sizes(scene, reading)}. The *Formula bench* shows them all."
    )


def _counted(fit: int, wrong: int) -> str:
    if fit == 1:
        return f"1 of them fits, and it is {'wrong' if wrong else 'right'}"
    return f"{fit} of them fit, and {wrong} of those {fit} are wrong"


def _at_equal_sizes(scene: Scene, reading: Middle) -> str:
    if scene.network.sizes == EQUAL:
        return ""
    found = tally(*EQUAL, s=reading)
    return f"; at 3-3-3 {_counted(found.wrong + found.right, found.wrong)}"


def sides(scene: Scene) -> list[Sides]:
    """The sizes of the terms of the chain as they are written, the result last."""
    n = scene.notation
    pairs = n.ordered(factor.sizes for factor in n.factors)
    return [Sides(*n.ordered(pair)) for pair in (*pairs, ("1", "D"))]


def written_shapes(scene: Scene) -> list[tuple[int, int]]:
    """The shapes of the factors as they are written."""
    count = dict(zip("DHK", scene.network.sizes, strict=True)) | {"1": 1}
    return [(count[side.rows], count[side.columns]) for side in sides(scene)[:-1]]
