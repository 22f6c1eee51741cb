"""Step 7: the whole chain, every way, side by side."""

import numpy as np
import streamlit as st

from explainer.compute import Network, central_difference, complex_step
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.notation import latex
from explainer.pages.parts import show_code, show_digit, show_heading, show_source, wide
from explainer.pages.terms import derivative
from explainer.scene import Scene

TITLE = "The whole chain, checked"
TOLERANCE = {"Element-wise": 1e-12, "Central differences": 1e-7, "Complex step": 1e-12}
ROWS = 12  # of the table; more are folded


def show(scene: Scene, title: str) -> None:
    n = scene.notation
    show_heading(title, rf"{n.gradient('x')} = {latex.product(n)}")
    if scene.is_digit:
        show_digit(scene, key="digit-whole", gradient=True)
    results = gradients(scene)
    matrix = results["Matrix multiply"]
    assert matrix is not None
    _show_table(results)
    differences = {
        name: float(np.abs(found - matrix).max())
        for name, found in results.items()
        if found is not None and name != "Matrix multiply"
    }
    size = max(1.0, float(np.abs(matrix).max()))
    agree = all(d <= TOLERANCE[name] * size for name, d in differences.items())
    said = ", ".join(f"{name.lower()} {number(d, 2)}" for name, d in differences.items())
    verdict = "They agree" if agree else "They do not agree"
    (st.success if agree else st.error)(
        f"{verdict}: largest difference from the matrix product: {said}."
    )
    _explain(scene)
    show_code(scene, 7, scene.chain.gradient)
    show_source("7", Network.gradient, central_difference, complex_step)


def gradients(scene: Scene) -> dict[str, Array | None]:
    """∂J/∂x, (D,), computed four ways; None for a way that does not exist for this activation."""
    network, function = scene.network, scene.network.function
    loss, output, activation, input = (np.asarray(s.jacobian) for s in scene.chain.steps)
    e, W1, W2 = scene.values.y_hat - scene.y, network.W1, network.W2
    f = _loss_of_x(scene)
    return {
        "Matrix multiply": (loss @ output @ activation @ input)[0],
        "Element-wise": (e @ W2.T * derivative(scene)) @ W1.T if function.elementwise else None,
        "Central differences": central_difference(f, scene.x)[0],
        "Complex step": complex_step(f, scene.x)[0] if function.complex_step else None,
    }


def _loss_of_x(scene: Scene):  # type: ignore[no-untyped-def]
    return lambda x: scene.network.loss(x, scene.y)


def _show_table(results: dict[str, Array | None]) -> None:
    lines = ["| entry | " + " | ".join(results) + " |", "|---:|" + "---:|" * len(results)]
    size = len(next(found for found in results.values() if found is not None))
    for i in range(size):
        cells = ("—" if found is None else _fixed(found[i]) for found in results.values())
        lines.append(f"| {i} | " + " | ".join(cells) + " |")
    head = 2 + min(size, ROWS)
    with wide("gradients"):
        st.markdown("\n".join(lines[:head]))
    if size > ROWS:
        with st.expander(f"All {size} entries"), wide("all-gradients"):
            st.markdown("\n".join(lines))


def _fixed(value: float) -> str:
    return f"{round(value, 10) + 0.0:.10f}".replace("-", "−")  # + 0.0: a zero has no sign


def _explain(scene: Scene) -> None:
    n = scene.notation
    st.markdown(
        "The **matrix** column builds every Jacobian and multiplies. The **element-wise** column "
        r"replaces the diagonal one by $\circ$. The last two know no derivative: central "
        r"differences "
        "nudge each input up and down and look at the loss, with an error from rounding near "
        r"$10^{-10}$; the complex step nudges along the imaginary axis and subtracts nothing, so "
        r"it "
        "has no such error."
    )
    if not n.function.elementwise:
        st.markdown(
            f"With {n.function.name} as activation there is no element-wise column: its Jacobian "
            "is not diagonal."
        )
    if not n.function.complex_step:
        st.markdown(
            f"There is no complex step for {n.function.name}: the error function it is made of "
            "takes real numbers only."
        )
