"""Step 5: through the activation, the one place of the chain where `∘` is allowed."""

from functools import lru_cache

import plotly.graph_objects as go
import streamlit as st

from explainer.compute.jacobians import Diagonal, DiagonalMinusOuter
from explainer.figures.alt import alt_text
from explainer.figures.collapse import Collapse, collapse
from explainer.notation import latex
from explainer.pages.parts import (
    show_code,
    show_equation,
    show_heading,
    show_in_both,
    show_source,
    traced,
)
from explainer.pages.terms import derivative, factor, gradient, link_items, product_items
from explainer.scene import Scene

TITLE = "Through the activation"


def show(scene: Scene, title: str) -> None:
    if scene.network.function.elementwise:
        _show_diagonal(scene, title)
    else:
        _show_dense(scene, title)


def _show_diagonal(scene: Scene, title: str) -> None:
    n, step = scene.notation, scene.chain.steps[2]
    r, h, H = n.node("r"), n.node("h"), step.result.size
    a_vector = "a row" if n.rows else "a column"
    show_heading(
        title,
        latex.applied(n, "h", "r", n.activation_matrix),
        latex.applied(n, "h", "r", n.derivative, circle=True),
    )
    traced(
        scene,
        step,
        lambda entry: show_in_both(
            scene, lambda written: _figure(written, entry), key="activation", clickable=True
        ),
        elementwise=n.shorthand,
    )
    st.markdown(
        f"${h}_i$ is made from ${r}_i$ alone, so $\\partial {h}_i/\\partial {r}_j = 0$ wherever $i "
        f"\\neq j$: **the Jacobian is diagonal**, with ${n.derivative.latex}$ on the diagonal. The "
        "zeros are there for every input, which is why they have no tile in the picture. "
        f"Multiplying {a_vector} with a diagonal matrix multiplies each entry with its own "
        "diagonal entry, and $\\circ$ is the short way to write that."
    )
    st.markdown(
        f"| | Matrix multiply | Element-wise |\n|---|---:|---:|\n"
        f"| cells stored | {H * H} | {H} |\n"
        f"| of them zero for every input | {H * H - H} | 0 |\n"
        f"| multiplications | {H * H} | {H} |"
    )
    kinks = n.function.kinks
    if kinks:
        st.markdown(
            f"{n.function.name} has a kink at {kinks[0]:g}; there the derivative is taken to be 0."
        )
    show_code(scene, 5, step.result)
    show_source("5", Diagonal, n.function.rule)


@lru_cache(maxsize=256)
def _figure(scene: Scene, entry: int) -> tuple[go.Figure, str]:
    n, step = scene.notation, scene.chain.steps[2]
    upstream = gradient(scene, "h", step.upstream)
    matrix = factor(
        scene, n.activation_matrix, step.jacobian.build(), support=step.jacobian.support()
    )
    vector = factor(scene, n.derivative, derivative(scene), in_place_of=matrix)
    result = gradient(scene, "r", step.result, clickable=True)
    figure = collapse(
        Collapse(upstream, matrix, vector, result, vertical=not n.rows, traced=entry),
        collapsed=n.shorthand,
        limit=scene.limit,
        palette=scene.palette,
    )
    written, sign = (vector, "∘") if n.shorthand else (matrix, "@")
    items = product_items(upstream, sign, written, result, rows=n.rows)
    return figure, alt_text(items)


def _show_dense(scene: Scene, title: str) -> None:
    n, step = scene.notation, scene.chain.steps[2]
    r, h, H = n.node("r"), n.node("h"), step.result.size
    show_heading(title, latex.applied(n, "h", "r", n.activation_matrix))
    traced(
        scene,
        step,
        lambda entry: show_equation(
            scene,
            link_items(scene, step, n.activation_matrix, entry),
            key="activation",
            clickable=True,
        ),
    )
    st.markdown(
        "**No $\\circ$ here.** As an activation, softmax divides each entry by a sum over all of "
        f"${r}$: ${h}_i$ depends on every ${r}_j$, none of the {H}×{H} entries is zero by "
        "structure, and the formulation makes no difference. There is still a short way that "
        "never builds the matrix, but it is another one, `h * (v - v @ h)` with `v` the upstream "
        "gradient: the structure of the Jacobian is its shorthand, and this structure is a "
        "diagonal minus an outer product."
    )
    show_code(scene, 5, step.result)
    show_source("5", DiagonalMinusOuter)
