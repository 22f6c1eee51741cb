"""Step 3: from the loss to the logits, where the Jacobian is square and not diagonal."""

import numpy as np
import streamlit as st

from explainer.compute import Link, central_difference, hadamard
from explainer.compute.chain import unfused_links
from explainer.compute.network import cross_entropy
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.compute.validation import Array
from explainer.figures.alt import alt_text
from explainer.figures.cells import number
from explainer.figures.equation import equation
from explainer.notation import FUSED, latex, snippets
from explainer.pages.parts import show_either, show_heading, show_snippet, show_source
from explainer.pages.scene import Scene
from explainer.pages.terms import Items, gradient, lit_line, product_items, vector
from explainer.pages.walkthrough.controls import trace
from explainer.pages.walkthrough.terms import link_items
from explainer.pages.walkthrough.tracer import show_link_sum, show_total, traced


def show(scene: Scene, title: str) -> None:
    """The step under its title."""
    if scene.chain.unfused is None:
        _show_fused(scene, title)
    else:
        _show_unfused(scene, title, *scene.chain.unfused)
    show_source("loss", unfused_links, DiagonalMinusOuter, hadamard)


def _show_unfused(scene: Scene, title: str, first: Link, second: Link) -> None:
    """The product of the loss's and of softmax's Jacobian, or `∘` in its place."""
    show_heading(title, formula(scene))
    entry = show_product(scene)
    show_sum(scene, entry)
    if scene.notation.formulation == "elementwise":
        _explain_wrong(scene, first, second)
    else:
        _explain_product(scene, second)


def formula(scene: Scene) -> str:
    """LaTeX of the step, or of what `∘` would make of it; fused where nothing else is finite."""
    n = scene.notation
    if scene.chain.unfused is None:
        return latex.fused(n)
    wrong = n.formulation == "elementwise"
    return latex.softmax_wrong(n) if wrong else latex.softmax_link(n)


def show_product(scene: Scene) -> int:
    """The figure, and the entry that it traces; none where only the fused factor is left."""
    if scene.chain.unfused is None:
        return 0
    n, (first, second) = scene.notation, scene.chain.unfused

    def draw(entry: int) -> None:
        products = (
            link_items(scene, second, n.softmax_jacobian, entry),
            wrong_items(scene, first, second, entry),
        )
        figures = [
            (equation(items, limit=_limit(second), palette=scene.palette), alt_text(items))
            for items in products
        ]
        show_either("formulation", figures, key="loss", act=trace)

    return traced(n.gradient_inline("theta"), second.gradient.size, draw)


def show_sum(scene: Scene, entry: int) -> None:
    """What makes the entry, and of the wrong product how far it is off."""
    if scene.chain.unfused is None:
        return
    n, (first, second) = scene.notation, scene.chain.unfused
    if n.formulation == "matrix":
        show_link_sum(scene, second, entry)
        return
    wrong, here = hadamard(first.gradient, second.jacobian), slice(entry, entry + 1)
    diagonal = np.diag(np.asarray(second.jacobian))
    show_total(scene, f"wrong[{entry}]", first.gradient[here], diagonal[here], wrong[entry])
    off = number(abs(wrong[entry] - second.gradient[entry]), 2)
    remark = (
        " This is the true class, where $\\circ$ happens to be right: choose another entry."
        if entry == scene.example.true_class
        else ""
    )
    st.markdown(
        f"{n.gradient_inline('theta')}[{entry}] is {number(second.gradient[entry])}: off by {off}."
        + remark
    )


def verdict(scene: Scene) -> str:
    """Why there is no `∘`; where only the fused factor is left, that."""
    if scene.chain.unfused is None:
        return _only_fused(scene)
    n, y_hat = scene.notation, scene.notation.node("y_hat")
    outer = f"${y_hat}^{{\\top}}{y_hat}$" if n.rows else f"${y_hat}{y_hat}^{{\\top}}$"
    return (
        "Softmax gives a **dense** Jacobian, because every probability is divided by the same "
        f"sum: raise one logit and all probabilities move ({outer} is the table of all products "
        f"${y_hat}_i\\,{y_hat}_j$). It has no zeros to leave out, so it has no $\\circ$."
    )


def _show_fused(scene: Scene, title: str) -> None:
    show_heading(title, formula(scene))
    st.markdown(_only_fused(scene))
    show_snippet(FUSED, scene.chain["theta"].gradient)


def _only_fused(scene: Scene) -> str:
    y_hat = scene.notation.node("y_hat")
    asked = scene.example.y > 0
    smallest = int(np.argmin(np.where(asked, scene.values.y_hat, np.inf)))
    return (
        f"For this input ${y_hat}_{{{smallest}}}$ is so close to 0 that $-y/{y_hat}$ is no "
        f"finite number. Only the fused factor ${y_hat}-y$ can be written down."
    )


def _explain_product(scene: Scene, link: Link) -> None:
    y_hat = scene.notation.node("y_hat")
    difference = np.abs(link.gradient - scene.chain["theta"].gradient).max()
    st.markdown(
        f"Two factors. The loss gives $-y/{y_hat}$: $-\\log {y_hat}$ has derivative $-1/{y_hat}$, "
        f"so each entry of $-y$ is divided by the matching entry of ${y_hat}$. {_filled(scene)} "
        f"{verdict(scene)} "
        f"Multiplied out, the two collapse to ${y_hat}-y$, the first factor of the chain above; "
        f"the product and ${y_hat}-y$ differ by {number(difference, 2)}."
    )
    st.markdown(
        "What if you wrote $\\circ$ all the same? Choose **Element-wise** at the top to see "
        "it, and how wrong it is."
    )
    show_snippet(snippets(scene.notation)["loss"], link.gradient)


def _filled(scene: Scene) -> str:
    """Which entries of −y/ŷ are not 0."""
    true = scene.example.true_class
    if true is not None:
        return f"Only the true class, {true}, has an entry that is not 0."
    return "Every class that has a share of the target has an entry that is not 0."


def _explain_wrong(scene: Scene, first: Link, second: Link) -> None:
    wrong = hadamard(first.gradient, second.jacobian)
    _judge(scene, wrong, second.gradient)
    show_snippet(snippets(scene.notation)["loss"], wrong)


def _judge(scene: Scene, wrong: Array, right: Array) -> None:
    y_hat = scene.notation.node("y_hat")
    y, theta = scene.example.y, scene.values.theta
    measured = central_difference(lambda theta: cross_entropy(theta, y), theta)[0]
    error, remainder = (np.abs(found - measured).max() for found in (wrong, right))
    st.error(
        f"Wrong: $\\circ$ is not allowed here. Its largest error against central differences is "
        f"{number(error)}; that of ${y_hat}-y$ is {number(remainder, 2)}. (Central differences "
        "nudge each logit up and down and see how the loss changes: no derivative is used.)"
    )
    st.markdown(
        f"The shapes fit, {wrong.size} against {wrong.size}, and still it is wrong: the Jacobian "
        f"of softmax is square but not diagonal, and $\\circ$ sees its diagonal alone, "
        f"${y_hat}\\circ(1-{y_hat})$. {_consequence(scene, wrong)} So this step stays a "
        f"matrix product in both formulations; its result is written ${y_hat}-y$."
    )


def _consequence(scene: Scene, wrong: Array) -> str:
    """What the wrong product gives the classes."""
    true, y_hat = scene.example.true_class, scene.notation.node("y_hat")
    if true is None:
        return (
            f"It gives each class $-y_k(1-{y_hat}_k)$, which is 0 where the target is 0 and never "
            "positive: training would never lower a logit."
        )
    others = np.abs(np.delete(wrong, true)).max()
    return (
        f"With a one-hot target the true class, {true}, comes out right, ${number(wrong[true])}$, "
        f"and every wrong class gets {number(others)} instead of its probability: training would "
        "never lower the logit of a wrong class."
    )


def wrong_items(scene: Scene, first: Link, second: Link, entry: int) -> Items:
    """−y/ŷ ∘ ŷ∘(1−ŷ) = …, and what it should have been."""
    y_hat = scene.notation.text("y_hat")
    lit = {"lit": lit_line(scene, entry)}
    diagonal = np.diag(np.asarray(second.jacobian))
    name = f"{y_hat}∘(1−{y_hat})"
    wrong = hadamard(first.gradient, second.jacobian)
    return [
        *product_items(
            scene,
            gradient(scene, "y_hat", first.gradient, **lit),
            "∘",
            vector(scene, name, diagonal, "K", current=True, **lit),
            vector(scene, "wrong", wrong, "K", clickable=True, **lit),
        ),
        "≠",
        gradient(scene, "theta", second.gradient, **lit),
    ]


def _limit(link: Link) -> float:
    arrays = (link.upstream, np.asarray(link.jacobian), link.gradient)
    return max(float(np.abs(array).max()) for array in arrays)
