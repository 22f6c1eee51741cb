"""The scenes whose notation is tested, and how a shown snippet is run."""

import inspect
from dataclasses import replace
from itertools import product

import numpy as np

from explainer.compute import ACTIVATIONS, elementwise, layer_weights, mixing
from explainer.notation import snippets
from explainer.palette import LIGHT
from explainer.scene import Scene
from explainer.settings import CONVENTIONS, FORMULATIONS, Settings

SIZES = [(4, 5, 3), (3, 3, 3), (1, 1, 2), (1, 12, 2), (12, 1, 5), (2, 5, 5)]
NETWORKS = [
    *(
        Settings(D=D, H=H, K=K, target=K - 1, activation=a)
        for D, H, K in SIZES
        for a in ACTIVATIONS
    ),
    Settings(network="Handwritten digit", image=37),
]
WRITTEN = [
    Scene(replace(settings, convention=convention, formulation=formulation), LIGHT)
    for settings, convention, formulation in product(NETWORKS, CONVENTIONS, FORMULATIONS)
]
FUNCTIONS = {
    name: function
    for module in (elementwise, mixing, layer_weights)
    for name, function in vars(module).items()
    if inspect.isfunction(function) and function.__module__ == module.__name__
}


def title(scene):
    s = scene.settings
    sizes = "-".join(map(str, scene.network.sizes))
    return f"{sizes} {scene.network.activation} {s.convention} {s.formulation}"


def run(scene, change=None):
    """All names after the snippets 1 to 7 ran in order; `change` is applied to each code first.

    They find np, the network's arrays, x, y and the functions of the table: nothing else.
    """
    network = scene.network
    arrays = {name: getattr(network, name) for name in ("W1", "b1", "W2", "b2")}
    names = {"np": np, **FUNCTIONS, **arrays, "x": scene.x, "y": scene.y}
    for snippet in snippets(scene.notation).values():
        exec(change(snippet.code) if change else snippet.code, names)
    return names


def difference(found, shown):
    """The largest, as a share of max(1, largest entry); infinite between different shapes."""
    found, shown = np.asarray(found), np.asarray(shown)
    if found.shape != shown.shape:
        return np.inf
    return np.abs(found - shown).max() / max(1.0, np.abs(shown).max())
