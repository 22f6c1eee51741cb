"""Step 4: through the output layer, where the transpose is read off."""

from collections.abc import Iterator

from explainer.compute.jacobians import Dense
from explainer.compute.network import linear_jacobian
from explainer.derivation.links import link_product, link_sum
from explainer.derivation.parts import Part, Source, Text, code_of, heading
from explainer.notation import latex, snippets
from explainer.scene import Scene
from explainer.wording import number


def content(scene: Scene, title: str, entry: int) -> Iterator[Part]:
    """The step under its title."""
    n = scene.notation
    yield heading(title, formula(scene))
    yield from product(scene, entry)
    yield Text(made(scene, entry))
    yield Text(_transpose(scene))
    if n.formulation == "elementwise":
        yield Text(verdict(scene))
    yield code_of(snippets(n)["output"], scene.chain["h"].gradient)
    yield Source("output", (linear_jacobian, Dense))


def _transpose(scene: Scene) -> str:
    """Return the reason for the transpose."""
    n, (H, K) = scene.notation, scene.network.W2.shape
    i, j = K - 1, min(1, H - 1)
    theta, h = n.node("theta"), n.node("h")
    return (
        f"**The transpose is read off, not chosen.** Forward, ${theta}_i = \\sum_j "
        f"{_product(scene)} + b_2[i]$, so $\\partial {theta}_i/\\partial {h}_j = "
        f"{n.weight('W2', 'i', 'j')}$: "
        f"output $i$ first, input $j$ second, as in every Jacobian. For example $\\partial "
        f"{theta}_{{{i}}}/\\partial {h}_{{{j}}} = {n.weight('W2', i, j)} = "
        f"{number(scene.network.W2[j, i])}$. {_read_off(scene)}"
    )


def _product(scene: Scene) -> str:
    n = scene.notation
    return r"\,".join(n.ordered((f"{n.node('h')}_j", n.weight("W2", "i", "j"))))


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


def formula(scene: Scene) -> str:
    """LaTeX of the step."""
    n = scene.notation
    return latex.applied(n, "theta", "h", n.weights("W2"))


def product(scene: Scene, entry: int) -> Iterator[Part]:
    """The figure, and the choice of the entry that it traces."""
    return link_product(scene, scene.chain["h"], scene.notation.weights("W2"), entry, key="output")


def made(scene: Scene, entry: int) -> str:
    """Return the sum that gives the entry."""
    return link_sum(scene, scene.chain["h"], entry)


def verdict(scene: Scene) -> str:
    """Why it is a matrix product."""
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
