"""The subject of a file: a network with one example or a layer, and what a page adds to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from explainer.compute.arrays import Array
from explainer.exports.piece import Piece
from explainer.notation import FUSED, Notation, Snippet, snippets
from explainer.scene import Scene
from explainer.settings import Refusal

NODES = "r", "h", "theta", "y_hat"
PARAMETERS = "W1", "b1", "W2", "b2"


@dataclass(frozen=True)
class LayerSubject:
    """A layer, all of which its pieces say."""

    notation: Notation
    about: str
    pieces: tuple[Piece, ...]
    link: str = ""  # the page, and what follows the question mark

    @property
    def arrays(self) -> dict[str, Mapping[str, Array]]:
        """The arrays of files of numbers, by the names of the pieces."""
        return _arrays(self.pieces)


@dataclass(frozen=True)
class Subject:
    """A scene, the link that opens it on its page, and the pieces that the page adds."""

    scene: Scene
    link: str = ""
    pieces: tuple[Piece, ...] = ()
    refused: tuple[Refusal, ...] = ()  # settings that could not be used

    @property
    def notation(self) -> Notation:
        return self.scene.notation

    @property
    def about(self) -> str:
        """The subject in a few words, for the first line of a file."""
        sizes = "-".join(map(str, self.scene.network.sizes))
        return f"The gradient of a {sizes} network with {self.notation.function.name}"

    @property
    def arrays(self) -> dict[str, Mapping[str, Array]]:
        """The arrays of files of numbers, by the names of the pieces; "" is the network."""
        return {"": {**self.given, **self.results, **self.jacobians}, **_arrays(self.pieces)}

    @property
    def given(self) -> dict[str, Array]:
        """x, y and the parameters, stored as the convention has them."""
        arrays = {name: getattr(self.scene.network, name) for name in PARAMETERS}
        stored = {name: self.notation.stored(name, array) for name, array in arrays.items()}
        return {"x": self.scene.example.x, "y": self.scene.example.y, **stored}

    @property
    def results(self) -> dict[str, Array]:
        """All nodes, and the gradient of J with respect to each node and parameter."""
        example, n, values, chain = (
            self.scene.example,
            self.notation,
            self.scene.values,
            self.scene.chain,
        )
        nodes = {name: getattr(values, name) for name in NODES}
        gradients = {f"dJ_d{name}": chain[name].gradient for name in ("theta", "h", "r", "x")}
        delta2, delta1 = gradients["dJ_dtheta"], gradients["dJ_dr"]
        of_parameters = {
            "dJ_dW2": n.stored("W2", np.outer(values.h, delta2)),
            "dJ_db2": delta2,
            "dJ_dW1": n.stored("W1", np.outer(example.x, delta1)),
            "dJ_db1": delta1,
        }
        return {**nodes, "J": np.array(example.loss), **gradients, **of_parameters}

    @property
    def jacobians(self) -> dict[str, Array]:
        """The local Jacobians, outputs × inputs, as matrices."""
        names = {"h": "dtheta_dh", "r": "dh_dr", "x": "dr_dx"}
        return {name: np.asarray(self.scene.chain[node].jacobian) for node, name in names.items()}

    @property
    def snippets(self) -> dict[str, Snippet]:
        """The NumPy that the walkthrough shows, by step."""
        fused = {} if self.scene.chain.unfused else {"loss": FUSED}
        return {**snippets(self.notation), **fused}


def _arrays(pieces: Iterable[Piece]) -> dict[str, Mapping[str, Array]]:
    arrays: dict[str, Mapping[str, Array]] = {}
    for piece in pieces:
        if piece.key:
            arrays[piece.key] = {**arrays.get(piece.key, {}), **piece.given, **piece.results}
    return arrays
