"""Step 3: from the loss to the logits, where the Jacobian is square and not diagonal."""

from collections.abc import Iterator

import numpy as np

from explainer.compute import Link, central_difference, hadamard
from explainer.compute.arrays import Array
from explainer.compute.chain import unfused_links
from explainer.compute.comparison import largest_difference
from explainer.compute.network import cross_entropy
from explainer.compute.product_structures import DiagonalMinusOuter
from explainer.derivation.links import link_sum, total
from explainer.derivation.parts import (
    Either,
    Part,
    Prose,
    SourceCode,
    Tracer,
    code_of,
    drawn_equation,
    heading,
)
from explainer.derivation.terms import link_items
from explainer.notation import FUSED, latex, snippets
from explainer.scene import Scene
from explainer.terms import Items, gradient, lit_line, product_items, vector
from explainer.wording import number


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title: the product of two Jacobians, or `∘` in its place."""
    yield heading(title, formula(scene))
    if scene.chain.unfused is None:
        yield Prose(verdict(scene))
        yield code_of(FUSED, scene.chain["theta"].gradient)
    else:
        yield from product(scene, entry)
        yield Prose(made(scene, entry))
        wrong = scene.notation.formulation == "elementwise"
        yield from (_wrong if wrong else _right)(scene, *scene.chain.unfused)
    yield SourceCode("loss", (unfused_links, DiagonalMinusOuter, hadamard))


def formula(scene: Scene) -> str:
    """LaTeX of the step, or of what `∘` would make of it; fused where nothing else is finite."""
    n = scene.notation
    if scene.chain.unfused is None:
        return latex.fused(n)
    wrong = n.formulation == "elementwise"
    return latex.softmax_wrong(n) if wrong else latex.softmax_link(n)


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """Both products, and the choice of the entry; nothing where only the fused factor is left."""
    if scene.chain.unfused is None:
        return
    n, (first, second) = scene.notation, scene.chain.unfused
    products = (
        link_items(scene, second, n.softmax_jacobian, entry),
        wrong_items(scene, first, second, entry),
    )
    limit = _limit(second)
    drawn = (drawn_equation(items, limit=limit, palette=scene.palette) for items in products)
    yield Either("loss", "formulation", tuple(drawn))
    yield Tracer(n.gradient_inline("theta"))


def made(scene: Scene, entry: int) -> str:
    """Return the sum that gives the entry, and the error of the wrong product."""
    if scene.chain.unfused is None:
        return ""
    n, (first, second) = scene.notation, scene.chain.unfused
    if n.formulation == "matrix":
        return link_sum(scene, second, entry)
    wrong, here = hadamard(first.gradient, second.jacobian), slice(entry, entry + 1)
    diagonal = np.diag(np.asarray(second.jacobian))
    left, right = first.gradient[here], diagonal[here]
    sum_ = total(scene, f"wrong[{entry}]", left, right, wrong[entry])
    off = number(abs(wrong[entry] - second.gradient[entry]), 2)
    remark = (
        " This is the true class, where $\\circ$ happens to be right: choose another entry."
        if entry == scene.example.true_class
        else ""
    )
    product = number(second.gradient[entry])
    name = n.gradient_inline("theta")
    return f"{sum_}\n\n{name}[{entry}] is {product}: off by {off}.{remark}"


def telling(scene: Scene, entry: int) -> int:
    """An entry that shows how wrong the wrong product is: not the true class, where it is right."""
    happens_right = entry == scene.example.true_class
    return (entry + 1) % scene.example.y.size if happens_right else entry


def verdict(scene: Scene) -> str:
    """Return why `∘` is not allowed, or that only the fused factor can be represented."""
    if scene.chain.unfused is None:
        return _only_fused(scene)
    n, y_hat = scene.notation, scene.notation.node("y_hat")
    outer = f"${y_hat}^{{\\top}}{y_hat}$" if n.rows else f"${y_hat}{y_hat}^{{\\top}}$"
    return (
        "Softmax gives a **dense** Jacobian, because every probability is divided by the same "
        f"sum: raise one logit and all probabilities move ({outer} is the table of all products "
        f"${y_hat}_i\\,{y_hat}_j$). No entry is always 0, so $\\circ$ cannot replace the product."
    )


def _only_fused(scene: Scene) -> str:
    y_hat = scene.notation.node("y_hat")
    asked = scene.example.y > 0
    smallest = int(np.argmin(np.where(asked, scene.values.y_hat, np.inf)))
    return (
        f"For this input ${y_hat}_{{{smallest}}}$ is so close to 0 that $-y/{y_hat}$ is no "
        f"finite number. Only the fused factor ${y_hat}-y$ can be written down."
    )


def _right(scene: Scene, _: Link, link: Link) -> Iterator[Part]:
    """The two factors, and what they come to."""
    y_hat = scene.notation.node("y_hat")
    difference = largest_difference(link.gradient, scene.chain["theta"].gradient)
    end = "first" if scene.notation.rows else "last"
    yield Prose(
        f"Two factors. The loss gives $-y/{y_hat}$: $-\\log {y_hat}$ has derivative $-1/{y_hat}$, "
        f"so each entry of $-y$ is divided by the matching entry of ${y_hat}$. {_filled(scene)} "
        f"{verdict(scene)} "
        f"Multiplied out, the two collapse to ${y_hat}-y$, the {end} factor of the chain above; "
        f"the product and ${y_hat}-y$ differ by {number(difference, 2)}."
    )
    yield Prose(
        "What if you wrote $\\circ$ all the same? Choose **Element-wise** at the top to see "
        "it, and how wrong it is."
    )
    yield code_of(snippets(scene.notation)["loss"], link.gradient)


def _filled(scene: Scene) -> str:
    """Return which entries of −y/ŷ are nonzero."""
    true = scene.example.true_class
    if true is not None:
        return f"Only the true class, {true}, has an entry that is not 0."
    return "Every class that has a share of the target has an entry that is not 0."


def _wrong(scene: Scene, first: Link, second: Link) -> Iterator[Part]:
    """Yield the error of `∘`, and the reason."""
    wrong, right = hadamard(first.gradient, second.jacobian), second.gradient
    y_hat = scene.notation.node("y_hat")
    y, theta = scene.example.y, scene.values.theta
    measured = central_difference(lambda theta: cross_entropy(theta, y), theta)[0]
    error, remainder = (largest_difference(gradient, measured) for gradient in (wrong, right))
    yield Prose(
        f"Wrong: $\\circ$ is not allowed here. Its largest error against central differences is "
        f"{number(error)}; that of ${y_hat}-y$ is {number(remainder, 2)}. (Central differences "
        "nudge each logit up and down and see how the loss changes: no derivative is used.)",
        tone="wrong",
    )
    yield Prose(
        f"The shapes fit, {wrong.size} against {wrong.size}, and still it is wrong: the Jacobian "
        f"of softmax is square but not diagonal, and $\\circ$ sees its diagonal alone, "
        f"${y_hat}\\circ(1-{y_hat})$. {_consequence(scene, wrong)} So this step stays a "
        f"matrix product in both formulations; its result is written ${y_hat}-y$."
    )
    yield code_of(snippets(scene.notation)["loss"], wrong)


def _consequence(scene: Scene, wrong: Array) -> str:
    """Return what the wrong product gives for each class."""
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
    lit = {"lit": lit_line(scene.notation, entry)}
    diagonal = np.diag(np.asarray(second.jacobian))
    name = f"{y_hat}∘(1−{y_hat})"
    wrong = hadamard(first.gradient, second.jacobian)
    return [
        *product_items(
            scene.notation,
            gradient(scene, "y_hat", first.gradient, **lit),
            "∘",
            vector(scene.notation, name, diagonal, "K", current=True, **lit),
            vector(scene.notation, "wrong", wrong, "K", clickable=True, **lit),
        ),
        "≠",
        gradient(scene, "theta", second.gradient, **lit),
    ]


def _limit(link: Link) -> float:
    arrays = (link.upstream, np.asarray(link.jacobian), link.gradient)
    return max(float(np.abs(array).max()) for array in arrays)
