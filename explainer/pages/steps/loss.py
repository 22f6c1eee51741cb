"""Step 3: from the loss to the logits, where the Jacobian is square and not diagonal."""

import numpy as np
import streamlit as st

from explainer.compute import Step, central_difference
from explainer.compute.chain import unfused_steps
from explainer.compute.functions import log_softmax
from explainer.compute.jacobians import DiagonalMinusOuter
from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.notation import latex
from explainer.pages.parts import show_code, show_equation, show_heading, show_source, traced
from explainer.pages.terms import Items, gradient, link_items, softmax_factor, vector
from explainer.scene import Scene

TITLE = "From the loss to the logits"


def show(scene: Scene, title: str) -> None:
    n = scene.notation
    if scene.chain.unfused is None:
        show_heading(title, latex.fused(n))
        st.markdown(
            f"For this input ${n.node('y_hat')}_{{{scene.target}}}$ is so close to 0 that "
            f"$-y/{n.node('y_hat')}$ is no finite number. Only the fused factor "
            f"${n.node('y_hat')}-y$ can be written down."
        )
        result = scene.chain.steps[0].result
    elif n.formulation == "Element-wise":
        result = _show_wrong(scene, title, *scene.chain.unfused)
    else:
        result = _show_product(scene, title, scene.chain.unfused[1])
    show_code(scene, 3, result)
    show_source("3", unfused_steps, DiagonalMinusOuter)


def _show_product(scene: Scene, title: str, step: Step) -> Array:
    n = scene.notation
    show_heading(title, latex.softmax_link(n))
    written = softmax_factor(scene)
    limit = _limit(step)
    traced(
        scene,
        step,
        lambda entry: show_equation(
            scene, link_items(scene, step, written, entry), key="loss", limit=limit, clickable=True
        ),
    )
    difference = np.abs(step.result - scene.chain.steps[0].result).max()
    st.markdown(
        f"Two factors. The loss gives $-y/{n.node('y_hat')}$: only the true class (class "
        f"{scene.target}) has an entry that is not 0. Softmax gives a **dense** Jacobian, because "
        "every probability is divided by the same sum: raise one logit and all probabilities "
        "move. No zero to leave out, so no $\\circ$. Multiplied out, the two collapse to "
        f"${n.node('y_hat')}-y$, the first factor of the chain above; the product and ŷ − y differ "
        f"by {number(difference, 2)}."
    )
    return step.result


def _show_wrong(scene: Scene, title: str, first: Step, second: Step) -> Array:
    n = scene.notation
    show_heading(title, latex.softmax_wrong(n))
    wrong = hadamard_with_diagonal(second)
    show_equation(scene, wrong_items(scene, first, second, wrong), key="loss", limit=_limit(second))
    measured = central_difference(
        lambda theta: -np.sum(scene.y * log_softmax(theta)), scene.values.theta
    )
    error = np.abs(wrong - measured[0]).max()
    right = np.abs(second.result - measured[0]).max()
    others = np.delete(wrong, scene.target)
    st.error(
        f"Wrong: $\\circ$ is not allowed here. Its largest error against central differences is "
        f"{number(error)}; that of ${n.node('y_hat')}-y$ is {number(right, 2)}."
    )
    st.markdown(
        f"The shapes fit, {first.result.size} against {second.result.size}, and still it is wrong: "
        "the Jacobian of softmax is square but not diagonal, and $\\circ$ sees its diagonal "
        f"alone, ${n.node('y_hat')}\\circ(1-{n.node('y_hat')})$. With a one-hot target the true "
        f"class {scene.target} comes out right, ${number(wrong[scene.target])}$, and every wrong "
        f"class gets {number(np.abs(others).max())} instead of its probability: the network would "
        "never learn to lower a wrong answer. So this link stays a matrix product, in both "
        f"formulations, and its result is written ${n.node('y_hat')}-y$."
    )
    return wrong


def hadamard_with_diagonal(step: Step) -> Array:
    """What `∘` makes of a Jacobian that is not diagonal: the product with its diagonal alone."""
    return step.upstream * np.diag(np.asarray(step.jacobian))


def wrong_items(scene: Scene, first: Step, second: Step, wrong: Array) -> Items:
    """−y/ŷ ∘ ŷ∘(1−ŷ) = …, and what it should have been."""
    n = scene.notation
    y_hat = n.text("y_hat")
    diagonal = np.diag(np.asarray(second.jacobian))
    left = gradient(scene, "y_hat", first.result)
    right = vector(scene, f"{y_hat}∘(1−{y_hat})", diagonal, "K", current=True)
    pair: Items = [left, "∘", right] if n.rows else [right, "∘", left]
    return [
        *pair,
        "=",
        vector(scene, "wrong", wrong, "K"),
        "≠",
        gradient(scene, "theta", second.result),
    ]


def _limit(step: Step) -> float:
    arrays = (step.upstream, np.asarray(step.jacobian), step.result)
    return max(float(np.abs(array).max()) for array in arrays)
