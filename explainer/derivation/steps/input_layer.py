"""Step 6: through the input layer, to the gradient that was asked for."""

from collections.abc import Iterator

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.derivation.links import link_product, link_sum
from explainer.derivation.parts import Part, Source, Text, code_of, heading
from explainer.derivation.picture import picture
from explainer.notation import latex, snippets
from explainer.scene import Scene


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title."""
    yield heading(title, formula(scene))
    yield from product(scene, entry)
    yield Text(made(scene, entry))
    yield Text(verdict(scene))
    yield from picture(scene, key="picture-input", gradient=True)
    yield code_of(snippets(scene.notation)["input"], scene.chain["x"].gradient)
    yield Source("input", (linear_jacobian, Dense))


def formula(scene: Scene) -> str:
    """LaTeX of the step."""
    n = scene.notation
    return latex.applied(n, "r", "x", n.weights("W1"))


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """The figure, and the choice of the entry that it traces."""
    return link_product(scene, scene.chain["x"], scene.notation.weights("W1"), entry, key="input")


def made(scene: Scene, entry: int) -> str:
    """Return the sum that gives the entry."""
    return link_sum(scene, scene.chain["x"], entry)


def verdict(scene: Scene) -> str:
    """Return the kind of the product, and its result."""
    n, (D, H, _) = scene.notation, scene.network.sizes
    r, x = n.node("r"), n.node("x")
    both = " in both formulations" if n.formulation == "elementwise" else ""
    jacobian = n.weights("W1", transposed=n.rows).latex
    turned = f" (columns multiply with its transpose, ${n.weights('W1').latex}$, {D}×{H})"
    return (
        f"The same as at the output layer: $\\partial {r}_i/\\partial {x}_j = "
        f"{n.weight('W1', 'i', 'j')}$, so the Jacobian is ${jacobian}$, "
        f"{H}×{D}{'' if n.rows else turned}, dense, and the product a matrix product{both}. What "
        f"comes out is ${n.gradient('x')}$, one number for each input: how fast the loss grows "
        "with that input."
    )
