"""Step 3: from the loss to the logits, where the Jacobian is square and not diagonal."""

import numpy as np
import streamlit as st

from explainer.compute import Step, central_difference, hadamard
from explainer.compute.chain import unfused_steps
from explainer.compute.network import cross_entropy
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.notation import FUSED, latex
from explainer.pages.parts import (
    show_code,
    show_equation,
    show_heading,
    show_snippet,
    show_source,
)
from explainer.pages.terms import Items, gradient, lit_line, product_items, vector
from explainer.pages.tracer import show_link, show_sum, traced
from explainer.scene import Scene

TITLE = "From the loss to the logits"


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    if scene.chain.unfused is None:
        _show_fused(scene, title)
    elif scene.notation.formulation == "Element-wise":
        _show_wrong(scene, title, *scene.chain.unfused)
    else:
        _show_product(scene, title, scene.chain.unfused[1])
    show_source("3", unfused_steps, DiagonalMinusOuter, hadamard)


def _show_fused(scene: Scene, title: str) -> None:
    y_hat = scene.notation.node("y_hat")
    show_heading(title, latex.fused(scene.notation))
    st.markdown(
        f"For this input ${y_hat}_{{{scene.target}}}$ is so close to 0 that $-y/{y_hat}$ is no "
        f"finite number. Only the fused factor ${y_hat}-y$ can be written down."
    )
    show_snippet(FUSED, scene.chain.steps[0].result)


def _show_product(scene: Scene, title: str, step: Step) -> None:
    n, y_hat = scene.notation, scene.notation.node("y_hat")
    show_heading(title, latex.softmax_link(n))
    show_link(scene, step, n.softmax_jacobian, key="loss", limit=_limit(step))
    outer = f"${y_hat}^{{\\top}}{y_hat}$" if n.rows else f"${y_hat}{y_hat}^{{\\top}}$"
    difference = np.abs(step.result - scene.chain.steps[0].result).max()
    st.markdown(
        f"Two factors. The loss gives $-y/{y_hat}$, each entry of $-y$ divided by its own of "
        f"${y_hat}$, for the derivative of $-\\log$ is $-1/{y_hat}$: only the true "
        f"class, {scene.target}, has an entry that is not 0. Softmax gives a **dense** Jacobian, "
        "because every probability is divided by the same sum: raise one logit and all "
        f"probabilities move ({outer} is the table of all products ${y_hat}_i\\,{y_hat}_j$). It "
        "has no zeros to leave out, so it has no $\\circ$. Multiplied out, "
        f"the two collapse to ${y_hat}-y$, the first factor of the chain above; the product and "
        f"${y_hat}-y$ differ by {number(difference, 2)}."
    )
    st.markdown(
        "What if you wrote $\\circ$ all the same? Choose **Element-wise** above to see it, and "
        "how wrong it is."
    )
    show_code(scene, 3, step.result)


def _show_wrong(scene: Scene, title: str, first: Step, second: Step) -> None:
    n, wrong = scene.notation, hadamard(first.result, second.jacobian)
    show_heading(title, latex.softmax_wrong(n))

    def draw(entry: int) -> None:
        items = wrong_items(scene, first, second, entry)
        show_equation(scene, items, key="loss", limit=_limit(second), clickable=True)

    entry = traced(n.gradient_inline("theta"), wrong.size, draw)
    diagonal, here = np.diag(np.asarray(second.jacobian)), slice(entry, entry + 1)
    show_sum(scene, f"wrong[{entry}]", first.result[here], diagonal[here], wrong[entry])
    off = number(abs(wrong[entry] - second.result[entry]), 2)
    remark = " This is the true class: choose another." if entry == scene.target else ""
    st.markdown(
        f"{n.gradient_inline('theta')}[{entry}] is {number(second.result[entry])}: off by {off}."
        + remark
    )
    _judge(scene, wrong, second.result)
    show_code(scene, 3, wrong)


def _judge(scene: Scene, wrong: Array, right: Array) -> None:
    y_hat = scene.notation.node("y_hat")
    measured = central_difference(lambda theta: cross_entropy(theta, scene.y), scene.values.theta)[
        0
    ]
    error, remainder = (np.abs(found - measured).max() for found in (wrong, right))
    others = np.abs(np.delete(wrong, scene.target)).max()
    st.error(
        f"Wrong: $\\circ$ is not allowed here. Its largest error against central differences is "
        f"{number(error)}; that of ${y_hat}-y$ is {number(remainder, 2)}. (Central differences "
        "nudge each logit up and down and see how the loss changes: no derivative is used.)"
    )
    st.markdown(
        f"The shapes fit, {wrong.size} against {wrong.size}, and still it is wrong: the Jacobian "
        f"of softmax is square but not diagonal, and $\\circ$ sees its diagonal alone, "
        f"${y_hat}\\circ(1-{y_hat})$. With a one-hot target the true class, {scene.target}, comes "
        f"out right, ${number(wrong[scene.target])}$, and every wrong class gets {number(others)} "
        "instead of its probability: training would never lower the logit of a wrong class. So "
        f"this step stays a matrix product in both formulations; its result is written ${y_hat}-y$."
    )


def wrong_items(scene: Scene, first: Step, second: Step, entry: int) -> Items:
    """−y/ŷ ∘ ŷ∘(1−ŷ) = …, and what it should have been."""
    y_hat = scene.notation.text("y_hat")
    lit = {"lit": lit_line(scene, entry)}
    diagonal = np.diag(np.asarray(second.jacobian))
    name = f"{y_hat}∘(1−{y_hat})"
    return [
        *product_items(
            scene,
            gradient(scene, "y_hat", first.result, **lit),
            "∘",
            vector(scene, name, diagonal, "K", current=True, **lit),
            vector(
                scene, "wrong", hadamard(first.result, second.jacobian), "K", clickable=True, **lit
            ),
        ),
        "≠",
        gradient(scene, "theta", second.result, **lit),
    ]


def _limit(step: Step) -> float:
    arrays = (step.upstream, np.asarray(step.jacobian), step.result)
    return max(float(np.abs(array).max()) for array in arrays)
