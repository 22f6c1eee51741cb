"""The network as a graph: the paths from an input to a logit, and the sum of their products."""

import numpy as np

from explainer.compute.arrays import Array
from explainer.derivation.parts import Drawn
from explainer.figures.graph import Column, Edges, Graph, graph_alt, graph_figure
from explainer.scene import Scene
from explainer.wording import number, sum_of_products

MOST = 12  # units of a layer that are drawn


def paths(scene: Scene, start: int, end: int, *, gradients: bool = False) -> tuple[Drawn, str]:
    """The graph with the paths from x[start] to θ[end], and what they come to."""
    parts = graph(scene, start, end, gradients=gradients)
    drawn = Drawn(graph_figure(parts, palette=scene.palette), graph_alt(parts))
    return drawn, _explain(scene, start, end, gradients=gradients)


def factors_of(scene: Scene, start: int, end: int) -> list[Array]:
    """The three slopes along every path from x[start] to θ[end], those that there are."""
    network, jacobian = scene.network, scene.chain["r"].jacobian
    into, out_of = np.nonzero(jacobian.support().T)  # of r, of h
    matrix = np.asarray(jacobian)
    return [network.W1[start, into], matrix[out_of, into], network.W2[out_of, end]]


def graph(scene: Scene, start: int, end: int, *, gradients: bool) -> Graph:
    """The units that are drawn: all, or of a wide layer those of the strongest paths."""
    values, chain = scene.values, scene.chain
    D, H, K = scene.network.sizes
    inputs = np.arange(D) if D <= MOST else np.array([start])
    hidden = _strongest(scene, start, end) if H > MOST else np.arange(H)
    units = {"x": inputs, "r": hidden, "h": hidden, "theta": np.arange(K)}
    n = scene.notation
    layers = [
        Column(
            n.gradient_text(name) if gradients else n.text(name),
            scene.palette.nodes[name],
            at,
            (chain[name].gradient if gradients else getattr(values, name))[at],
        )
        for name, at in units.items()
    ]
    return Graph(layers, _edges(scene, inputs, hidden, (start, end)))


def _edges(scene: Scene, inputs: Array, hidden: Array, ends: tuple[int, int]) -> list[Edges]:
    """Return the edges between the drawn units, lit on the paths from one end to the other."""
    network, jacobian = scene.network, scene.chain["r"].jacobian
    inner = np.ix_(hidden, hidden)
    gate = jacobian.support().T[inner]
    start, end = ends
    into = np.repeat((inputs == start)[:, np.newaxis], hidden.size, axis=1)
    outputs = np.arange(network.sizes[2])
    out_of = np.repeat((outputs == end)[np.newaxis], hidden.size, axis=0)
    return [
        Edges(network.W1[np.ix_(inputs, hidden)], np.ones_like(into), into),
        Edges(np.asarray(jacobian).T[inner], gate, gate),
        Edges(network.W2[hidden], np.ones_like(out_of), out_of),
    ]


def _strongest(scene: Scene, start: int, end: int) -> Array:
    """The hidden units with the strongest paths, in their order."""
    products = np.abs(np.prod(factors_of(scene, start, end), axis=0))
    into, _ = np.nonzero(scene.chain["r"].jacobian.support().T)
    strength = np.bincount(into, weights=products, minlength=scene.network.sizes[1])
    return np.sort(np.argsort(-strength, kind="stable")[:MOST])


def _explain(scene: Scene, start: int, end: int, *, gradients: bool) -> str:
    factors, chain = factors_of(scene, start, end), scene.chain
    total = float(np.prod(factors, axis=0).sum())
    matrices = (np.asarray(chain[name].jacobian) for name in ("h", "r", "x"))
    output, activation, input = matrices
    entry = float((output @ activation @ input)[end, start])
    H, count = scene.network.sizes[1], factors[0].size
    ends = f"From x[{start}] to θ[{end}]"
    if not count:
        return f"{ends} there is no path: nothing moves what the activation gives."
    paths = f"{ends} there {'is 1 path' if count == 1 else f'are {count} paths'}"
    which = (
        f"{paths}, one through each hidden unit: an element-wise activation joins each r with its "
        "own h alone. **No two edges between r and h cross: that is the diagonal.**"
        if scene.notation.function.elementwise
        else f"{paths}: {scene.notation.function.name} joins every r with every h. **The edges "
        "between r and h cross: no diagonal.**"
    )
    shown = f" Drawn are the {MOST} hidden units with the strongest paths, of {H}." * (H > MOST)
    nodes = " In each node stands its own gradient: r and h are two nodes, with the slope between."
    return (
        f"{which}{shown}{nodes if gradients else ''}\n\nEach path has the product of its three "
        f"slopes, and together they are ∂θ[{end}]/∂x[{start}] = {sum_of_products(*factors)} = "
        f"**{number(total)}**. The product of the Jacobians has the same entry: they differ by "
        f"{number(abs(total - entry), 2)}."
    )
