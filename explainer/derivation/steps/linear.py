"""Steps 4 and 6: through a linear layer, whose Jacobian is read off its formula."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.derivation.links import link_product, link_sum
from explainer.derivation.parts import Part, Prose, SourceCode, code_of, heading
from explainer.derivation.picture import picture
from explainer.notation import latex, snippets
from explainer.scene import Scene
from explainer.wording import number


@dataclass(frozen=True)
class Linear:
    """The step through a linear layer, from the gradient of its output to that of its input."""

    name: str  # of the step
    output: str
    input: str
    weights: Literal["W1", "W2"]
    verdict: Callable[[Scene], str]
    reasons: Callable[[Scene], Iterator[Part]]  # why the Jacobian and the product are what they are

    def content(self, scene: Scene, title: str, entry: int) -> Iterator[Part]:
        """The step under its title."""
        yield heading(title, self.formula(scene))
        yield from self.product(scene, entry)
        yield Prose(self.made(scene, entry))
        yield from self.reasons(scene)
        yield code_of(snippets(scene.notation)[self.name], scene.chain[self.input].gradient)
        yield SourceCode(self.name, (linear_jacobian, Dense))

    def formula(self, scene: Scene) -> str:
        """LaTeX of the step."""
        n = scene.notation
        return latex.applied(n, self.output, self.input, n.weights(self.weights))

    def product(self, scene: Scene, entry: int) -> Iterator[Part]:
        """The figure, and the choice of the entry that it traces."""
        link, weights = scene.chain[self.input], scene.notation.weights(self.weights)
        return link_product(scene, link, weights, entry, key=self.name)

    def made(self, scene: Scene, entry: int) -> str:
        """Return the sum that gives the entry."""
        return link_sum(scene, scene.chain[self.input], entry)


def _output_reasons(scene: Scene) -> Iterator[Part]:
    yield Prose(_transpose(scene))
    if scene.notation.formulation == "elementwise":
        yield Prose(_output_verdict(scene))


def _transpose(scene: Scene) -> str:
    """Return the reason for the transpose."""
    n, (H, K) = scene.notation, scene.network.W2.shape
    i, j = K - 1, min(1, H - 1)
    theta, h = n.node("theta"), n.node("h")
    product = r"\,".join(n.ordered((f"{h}_j", n.weight("W2", "i", "j"))))
    return (
        f"**The transpose is read off, not chosen.** Forward, ${theta}_i = \\sum_j {product} + "
        f"b_2[i]$, so $\\partial {theta}_i/\\partial {h}_j = {n.weight('W2', 'i', 'j')}$: "
        f"output $i$ first, input $j$ second, as in every Jacobian. For example $\\partial "
        f"{theta}_{{{i}}}/\\partial {h}_{{{j}}} = {n.weight('W2', i, j)} = "
        f"{number(scene.network.W2[j, i])}$. {_read_off(scene)}"
    )


def _read_off(scene: Scene) -> str:
    """Return how the Jacobian is read off the layer, and how it is written."""
    n, (H, K) = scene.notation, scene.network.W2.shape
    turns = "The sign ${}^{\\top}$ turns rows into columns."
    if n.out_in:
        jacobian = f"$W_2$ is stored as outputs × inputs: the Jacobian is $W_2$ itself, {K}×{H}"
        if n.rows:
            return f"{jacobian}, and the transpose stands in the forward pass. {turns}"
        return f"{jacobian}, and columns multiply with its transpose, {H}×{K}. {turns}"
    if n.rows:
        return (
            "Row $i$ of the Jacobian is column $i$ of $W_2$: the Jacobian is $W_2^{\\top}$, "
            f"{K}×{H}. {turns}"
        )
    return (
        f"The Jacobian is $W_2^{{\\top}}$ ($W_2$ with its rows as columns, {K}×{H}), and columns "
        f"multiply with its transpose: $W_2$ as it is stored, {H}×{K}."
    )


def _output_verdict(scene: Scene) -> str:
    n, (H, K) = scene.notation, scene.network.W2.shape
    if H == K:
        without = f"$\\circ$ would keep the {K} entries of the diagonal and drop {K * K - K}."
    elif H == 1:
        without = f"$\\circ$ would leave {K} products, and never add them up."
    else:
        factor = f"{K}×{H}" if n.rows else f"{H}×{K}"
        without = f"$\\circ$ does not even fit, {K} numbers against {factor}."
    return (
        f"**This factor stays a matrix product.** Each logit is a sum over all of ${n.node('h')}$, "
        f"so no entry is zero for every choice of weights, and none can be left out: {without}"
    )


def _input_reasons(scene: Scene) -> Iterator[Part]:
    yield Prose(_input_verdict(scene))
    yield from picture(scene, key="picture-input", gradient=True)


def _input_verdict(scene: Scene) -> str:
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


OUTPUT = Linear("output", "theta", "h", "W2", _output_verdict, _output_reasons)
INPUT = Linear("input", "r", "x", "W1", _input_verdict, _input_reasons)
