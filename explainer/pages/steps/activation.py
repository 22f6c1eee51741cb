"""Step 5: through the activation, the one place of the chain where `∘` is allowed."""

from functools import lru_cache

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from explainer.compute import hadamard
from explainer.compute.jacobians import Diagonal
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.figures.alt import alt_text
from explainer.figures.cells import number
from explainer.figures.collapse import Collapse, collapse
from explainer.notation import latex
from explainer.pages.parts import show_code, show_heading, show_in_both, show_source
from explainer.pages.terms import factor, gradient, product_items
from explainer.pages.tracer import show_link, show_sum, traced
from explainer.scene import Scene

TITLE = "Through the activation"
ONE = (
    "Softmax of a single number is 1, whatever the number is: its Jacobian is the 1×1 matrix 0, "
    "and the gradient behind it is 0 for every input. Give it more hidden units."
)


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    if scene.network.function.elementwise:
        _show_diagonal(scene, title)
        show_source("5", Diagonal, scene.network.function.rule)
    else:
        _show_dense(scene, title)
        show_source("5", DiagonalMinusOuter)


def _show_diagonal(scene: Scene, title: str) -> None:
    n, step = scene.notation, scene.chain.steps[2]
    show_heading(
        title,
        latex.applied(n, "h", "r", n.activation_matrix),
        latex.applied(n, "h", "r", n.derivative, circle=True),
    )
    name = n.gradient_inline("r")

    def draw(entry: int) -> None:
        show_in_both(scene.tracing(entry), _figure, key="activation", clickable=True)

    entry = traced(name, step.result.size, draw)
    among = slice(entry, entry + 1) if n.shorthand else slice(None)
    column = np.asarray(step.jacobian)[among, entry]
    show_sum(scene, f"{name}[{entry}]", step.upstream[among], column, step.result[entry])
    _explain(scene)
    show_code(scene, 5, step.result)


def _explain(scene: Scene) -> None:
    n, H = scene.notation, scene.network.sizes[1]
    r, h, f = n.node("r"), n.node("h"), n.function
    a_vector = "a row" if n.rows else "a column"
    # The same in both formulations: the browser typesets again what changes.
    zeros = "Every entry beside it is zero for every input. " if H > 1 else ""
    st.markdown(
        f"${h}_i$ is made from ${r}_i$ alone, so $\\partial {h}_i/\\partial {r}_j = 0$ wherever $i "
        f"\\neq j$: **the Jacobian is diagonal**. On the diagonal stands ${n.derivative.latex}$, "
        f"the derivative of the activation ({n.colored(f.derivative_meaning)}); "
        f"$\\operatorname{{diag}}$ makes the matrix of it. {zeros}To multiply {a_vector} with a "
        r"diagonal matrix is to multiply each entry with its own diagonal entry, and $\circ$ is "
        "the short way to write that. **Press Collapse or Expand** under the figure to watch the "
        "matrix become the vector, and back. The switch *Formulation* above changes the sum and "
        "the code as well.\n\n"
        f"| | Matrix multiply | Element-wise |\n|---|---:|---:|\n"
        f"| cells stored | {H * H} | {H} |\n"
        f"| of them zero for every input | {H * H - H} | 0 |\n"
        f"| multiplications | {H * H} | {H} |"
    )
    for kink in f.kinks:
        st.markdown(
            f"{f.name} has a kink at {kink:g}; there the derivative is taken to be "
            f"{f.derivative(np.array([kink]))[0]:g}."
        )


@lru_cache(maxsize=256)
def _figure(scene: Scene) -> tuple[go.Figure, str]:
    n, step = scene.notation, scene.chain.steps[2]
    upstream = gradient(scene, "h", step.upstream)
    matrix = factor(
        scene, n.activation_matrix, step.jacobian.build(), support=step.jacobian.support()
    )
    vector = factor(scene, n.derivative, scene.derivative, in_place_of=matrix)
    result = gradient(scene, "r", step.result, clickable=True)
    figure = collapse(
        Collapse(
            upstream, matrix, vector, result, vertical=not n.rows, traced=scene.settings.entry
        ),
        collapsed=n.shorthand,
        limit=scene.limit,
        palette=scene.palette,
    )
    written, sign = (vector, "∘") if n.shorthand else (matrix, "@")
    items = product_items(scene, upstream, sign, written, result)
    other = "matrix" if n.shorthand else "vector"
    return figure, f"{alt_text(items)}. Collapse and Expand play it into the {other} and back"


def _show_dense(scene: Scene, title: str) -> None:
    n, step = scene.notation, scene.chain.steps[2]
    show_heading(title, latex.applied(n, "h", "r", n.activation_matrix))
    show_link(scene, step, n.activation_matrix, key="activation")
    st.markdown(_why_dense(scene) if step.result.size > 1 else ONE)
    show_code(scene, 5, step.result)


def _why_dense(scene: Scene) -> str:
    n, step, H = scene.notation, scene.chain.steps[2], scene.network.sizes[1]
    error = np.abs(hadamard(step.upstream, step.jacobian) - step.result).max()
    r, h = n.node("r"), n.node("h")
    return (
        "**No $\\circ$ here.** As an activation, softmax divides each entry by a sum over all of "
        f"${r}$, so ${h}_i$ depends on every ${r}_j$: "
        f"{n.colored(n.function.derivative_meaning)}, where $[i=j]$ is 1 on the diagonal and 0 "
        f"elsewhere. None of the {H}×{H} entries is zero for every input, and the formulation "
        f"makes no difference. With $\\circ$ and the diagonal alone, the result would be off by "
        f"{number(error)}.\n\n"
        f"There is a short way that never builds the matrix, but it is another one: with `v` for "
        f"${n.gradient('h')}$, the gradient that arrives, it is `h * (v - v @ h)`. For this "
        "Jacobian is a diagonal minus the table of all products of two entries of "
        f"${h}$ (an outer product), and each structure has a shorthand of its own."
    )
