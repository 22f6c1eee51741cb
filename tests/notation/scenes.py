"""The scenes whose notation is tested, and functions that run their snippets."""

import inspect
from functools import cache
from itertools import product
from typing import get_args

import numpy as np

from explainer import networks
from explainer.compute import ACTIVATIONS, elementwise, layer_weights, mixing
from explainer.networks import NetworkSettings
from explainer.notation import Convention, Formulation, snippets
from explainer.palette import LIGHT

CONVENTIONS, FORMULATIONS = get_args(Convention), get_args(Formulation)
SIZES = (4, 5, 3)
EDGES = [(3, 3, 3), (1, 1, 2), (1, 12, 2), (12, 1, 5), (2, 5, 5)]
FUNCTIONS = {
    name: function
    for module in (elementwise, mixing, layer_weights)
    for name, function in vars(module).items()
    if inspect.isfunction(function) and function.__module__ == module.__name__
}


def scene_of(*, formulation="matrix", **settings):
    """Return a scene in the light theme."""
    found = NetworkSettings(**settings)
    return networks.scene_of(found, LIGHT, formulation)


# Every activation at one size; the other sizes with two activations; and the digit.
NETWORKS = [
    *(
        {"D": D, "H": H, "K": K, "target": K - 1, "activation": activation}
        for (D, H, K), activation in [
            *product([SIZES], ACTIVATIONS),
            *product(EDGES, ["sigmoid", "softmax"]),
        ]
    ),
    {"network": "digit", "image": 37},
]
WRITTEN = [
    scene_of(**network, convention=convention, formulation=formulation)
    for network, convention, formulation in product(NETWORKS, CONVENTIONS, FORMULATIONS)
]


def title(scene):
    n, sizes = scene.notation, "-".join(map(str, scene.network.sizes))
    return f"{sizes} {n.function.name} {n.convention} {n.formulation}"


def run(scene, change=None):
    """Return all names after the snippets ran in order; `change` is applied to each code first.

    The snippets use np, the network's arrays, x, y and the functions of the table, nothing else.
    """
    network = scene.network
    names = {"np": np, **FUNCTIONS, **stored(scene.notation, network)}
    names |= {"x": scene.example.x, "y": scene.example.y}
    for snippet in snippets(scene.notation).values():
        exec(change(snippet.code) if change else snippet.code, names)
    return names


def stored(n, network):
    """Return the network's arrays as the convention stores them."""
    return {name: n.stored(name, getattr(network, name)) for name in ("W1", "b1", "W2", "b2")}


@cache
def ran(scene):
    """Return the names after the unchanged snippets, once for each scene; do not write to them."""
    return run(scene)


def difference(found, shown):
    """Return the largest difference over max(1, largest entry), or inf if the shapes differ."""
    found, shown = np.asarray(found), np.asarray(shown)
    if found.shape != shown.shape:
        return np.inf
    return np.abs(found - shown).max() / max(1.0, np.abs(shown).max())
