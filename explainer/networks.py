"""The sources of network, input and target: a row of the table for each source.

Pages treat all sources alike: each gives a network, examples, and perhaps a picture of the first.
The target of an example may be any distribution over the classes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from explainer.compute import ACTIVATIONS, Network
from explainer.compute.arrays import Array
from explainer.digits import load_digits
from explainer.notation import CONVENTIONS, Convention, Formulation, Notation
from explainer.palette import Palette
from explainer.scene import Example, Picture, Scene
from explainer.settings import Settings, choice, whole

KEPT = 64  # examples in the cache, each at most 0.1 MiB with its results


@dataclass(frozen=True, eq=False)
class Examples:
    """A network and N examples for it; the first may be a picture."""

    network: Network
    x: Array  # (N, D)
    y: Array  # (N, K), each row a distribution
    picture: Picture | None = None


@dataclass(frozen=True)
class NetworkSource:
    """A row of the table: a label, the settings it depends on, and a function for examples."""

    label: str
    parameters: tuple[str, ...]  # the names of the settings that it depends on
    examples: Callable[..., Examples]  # takes the number of examples and these settings by name


def _random(
    count: int, *, D: int, H: int, K: int, activation: str, seed: int, target: int
) -> Examples:
    """Return standard normal inputs; the targets are the classes in turn, from `target` on."""
    network = Network.random(D, H, K, seed, activation)
    x = np.random.default_rng([seed, 1]).standard_normal((count, D))
    return Examples(network, x, np.eye(K)[(target + np.arange(count)) % K])


def _digit(count: int, *, image: int) -> Examples:
    """Return handwritten digits with their labels, from this image on."""
    digits = load_digits()
    at = (image + np.arange(count)) % len(digits.images)
    side = round(digits.images.shape[1] ** 0.5)
    picture = Picture(
        (side, side),
        f"Held-out image {image}, labelled {digits.labels[image]}",
        f"It was trained on other images and reads {digits.held_out_right} of "
        f"{digits.held_out_total} held-out ones right.",
        f"Image: {digits.source}, {digits.licence}.",
    )
    y = np.eye(digits.network.sizes[2])[digits.labels[at]]
    return Examples(digits.network, digits.images[at], y, picture)


SOURCES: dict[str, NetworkSource] = {
    "random": NetworkSource("Random", ("D", "H", "K", "activation", "seed", "target"), _random),
    "digit": NetworkSource("Handwritten digit", ("image",), _digit),
}


@dataclass(frozen=True)
class ConventionSettings(Settings):
    """The settings of every page."""

    convention: Convention = choice(
        {name: writing.label for name, writing in CONVENTIONS.items()},
        default="rows",
        label="Convention",
    )


@dataclass(frozen=True)
class NetworkSettings(ConventionSettings):
    """The settings of every page that shows a network."""

    network: str = choice(
        {name: source.label for name, source in SOURCES.items()}, default="random", label="Network"
    )
    image: int = whole(0, 99, default=0, label="Image, ten of each digit")
    D: int = whole(1, 12, default=4, label="D, inputs")
    H: int = whole(1, 12, default=5, label="H, hidden units")
    K: int = whole(2, 12, default=3, label="K, classes")
    activation: str = choice(tuple(ACTIVATIONS), default="sigmoid", label="Activation")
    seed: int = whole(0, 99, default=5, label="Seed of the random numbers")
    target: int = whole(0, lambda s: s.K - 1, default=0, label="Target class")

    @property
    def source(self) -> NetworkSource:
        return SOURCES[self.network]

    @property
    def sizes(self) -> dict[str, int]:
        """The sizes D, H and K of the network that is shown."""
        return dict(zip("DHK", example(self).network.sizes, strict=True))

    def aside(self, name: str) -> str:
        users = [s.label for s in SOURCES.values() if name in s.parameters]
        if not users or name in self.source.parameters:
            return ""
        return f", with the network {' or '.join(users)}"


def example(settings: NetworkSettings) -> Example:
    """Return the example of these settings, from a cache with its results."""
    return _example(settings.network, *_key(settings))


def examples(settings: NetworkSettings, count: int) -> Examples:
    """Return the network with `count` examples, of which `example(settings)` is the first."""
    names = settings.source.parameters
    return settings.source.examples(count, **dict(zip(names, _key(settings), strict=True)))


def _key(settings: NetworkSettings) -> tuple[object, ...]:
    return tuple(getattr(settings, name) for name in settings.source.parameters)


@lru_cache(maxsize=KEPT)
def _example(network: str, *key: object) -> Example:
    source = SOURCES[network]
    examples = source.examples(1, **dict(zip(source.parameters, key, strict=True)))
    return Example(examples.network, examples.x[0], examples.y[0], examples.picture)


def scene_of(
    settings: NetworkSettings, palette: Palette, formulation: Formulation = "matrix"
) -> Scene:
    """Return the example of the settings with its notation."""
    shown = example(settings)
    notation = Notation(settings.convention, formulation, shown.network.function, palette)
    return Scene(shown, notation)
