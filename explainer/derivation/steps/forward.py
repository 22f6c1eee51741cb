"""Step 1: every node's values, and the functions between them."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from explainer.compute import Network
from explainer.compute.mixing import log_softmax
from explainer.derivation.parts import (
    Figure,
    Part,
    Paths,
    Prose,
    SourceCode,
    Tracer,
    code_of,
    drawn_equation,
    heading,
)
from explainer.derivation.picture import picture
from explainer.derivation.terms import node
from explainer.figures.term import Term
from explainer.notation import latex, snippets
from explainer.notation.steps import FACTORS
from explainer.scene import Scene
from explainer.terms import EVERYTHING, Items, lit_line
from explainer.wording import number, sum_of_products


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title."""
    n = scene.notation
    yield heading(title, formula(scene))
    yield from picture(scene, key="picture-forward")
    yield from product(scene, entry)
    yield Prose(made(scene, entry))
    yield Prose(_nodes(scene))
    yield Prose(verdict(scene), tells=tuple(FACTORS.values()))
    yield Paths("forward")
    yield code_of(snippets(n)["forward"], round(scene.example.loss, 6))
    yield SourceCode("forward", (Network.values, Network.loss, n.function.value, log_softmax))


def formula(scene: Scene) -> str:
    """LaTeX of the step."""
    return latex.forward(scene.notation)


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """The nodes' values, with what makes a logit."""
    yield _figure(scene, "forward", forward_items(scene, entry))
    yield Tracer("θ")


def slide(scene: Scene, entry: int) -> Iterator[Part]:
    """Yield the step for a slide: larger numbers, and the nodes in two lines, the first up to h."""
    items = forward_items(scene, entry)
    if not scene.notation.rows:
        yield _figure(scene, "forward", items)
        return
    h = next(item for item in items if isinstance(item, Term) and item.lit)
    at = items.index(h)
    yield _figure(scene, "to-h", [*items[:at], replace(h, lit=None)])
    yield _figure(scene, "from-h", items[at:])


def _figure(scene: Scene, key: str, items: Items) -> Figure:
    values = scene.values
    nodes = (values.x, values.r, values.h, values.theta, np.array([scene.example.loss]))
    limit = max(float(np.abs(node).max()) for node in nodes)
    return Figure(key, drawn_equation(items, limit=limit, palette=scene.palette), clickable=True)


def made(scene: Scene, entry: int) -> str:
    """Return the sum that gives the logit."""
    n, values = scene.notation, scene.values
    weights, bias = scene.network.W2[:, entry], scene.network.b2[entry]
    products = sum_of_products(*n.ordered((values.h, weights)))
    result = number(values.theta[entry])
    return (
        f"θ[{entry}] = {products} + ({number(bias)}) = **{result}**: the hidden values times "
        f"{'row' if n.out_in else 'column'} {entry} of W₂, plus b₂[{entry}]."
    )


def _nodes(scene: Scene) -> str:
    """Return the meaning of each node."""
    n, (D, H, K) = scene.notation, scene.network.sizes
    how = ", entry by entry" if n.function.elementwise else ""
    return (
        f"The input ${n.node('x')}$ has ${n.size('D')} = {D}$ numbers. The first "
        f"layer, with $W_1$ (${n.stored_shape('W1')}$) and the bias $b_1$, turns them "
        f"into ${n.size('H')} = {H}$ pre-activations ${n.node('r')}$. The activation turns "
        f"these into the hidden values ${n.node('h')} = {n.colored(n.words.latex)}${how}: "
        f"{n.colored(n.words.meaning)}. $W_2$ (${n.stored_shape('W2')}$) and $b_2$ "
        f"make the ${n.size('K')} = {K}$ logits ${n.node('theta')}$, one for each class. Softmax, "
        r"$e^{\theta_i}$ divided by the sum of all of them, makes the prediction "
        f"${n.node('y_hat')}$: probabilities that sum to 1. {_explain_loss(scene)} "
        "Entries are counted from 0, as in the code."
    )


def _explain_loss(scene: Scene) -> str:
    n, true = scene.notation, scene.example.true_class
    y = ", ".join(number(value) for value in scene.example.y)
    J, y_hat, loss = n.node("J"), n.node("y_hat"), f"{scene.example.loss:.4f}"
    if true is None:
        return (
            f"The target $y = ({y})$ is spread over several classes, and each term of the loss "
            f"counts with its share: ${J} = -\\sum_k y_k\\log {y_hat}_k = {loss}$."
        )
    return (
        f"The target $y = ({y})$ is 1 for the true class, {true}, and 0 elsewhere, so of the sum "
        f"in the loss one term is left: ${J} = -\\log {y_hat}_{{{true}}} = {loss}$."
    )


def verdict(scene: Scene) -> str:
    """Return which functions mix their inputs, and which does not."""
    n = scene.notation
    r, h = n.node("r"), n.node("h")
    if n.function.elementwise:
        return (
            "Look at what the arrows do. The linear layers, with $W_1$ and $W_2$, mix: each output "
            f"depends on every input. So does softmax. {n.function.name.capitalize()} does not: "
            f"${h}_i$ is made from ${r}_i$ alone. This difference decides the whole question."
        )
    return (
        "Look at what the arrows do. The linear layers, with $W_1$ and $W_2$, mix: each output "
        "depends on every input. So does this activation: softmax divides by a sum over all of "
        f"${r}$, so each ${h}_i$ depends on every ${r}_j$."
    )


def forward_items(scene: Scene, entry: int) -> Items:
    """x → r → h → θ → ŷ → J, each as a row or a column, with what makes the traced logit lit."""
    n, v = scene.notation, scene.values
    logit = {"lit": lit_line(scene.notation, entry), "clickable": True}
    x, r, y_hat = (node(scene, name, getattr(v, name)) for name in ("x", "r", "y_hat"))
    h, theta = node(scene, "h", v.h, lit=EVERYTHING), node(scene, "theta", v.theta, **logit)
    loss = node(scene, "J", np.array([scene.example.loss]))
    activation, true = n.function.name, scene.example.true_class
    log = "−Σ y log ŷ" if true is None else f"−log ŷ<sub>{true}</sub>"
    return [
        *(x, "W₁, b₁<br>→", r, f"{activation}<br>→", h, "W₂, b₂<br>→", theta),
        *("softmax<br>→", y_hat, f"{log}<br>→", loss),
    ]
