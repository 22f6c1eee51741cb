"""The exports of the conventions: the network, and its gradient in each convention."""

from __future__ import annotations

from dataclasses import replace

from explainer.exports import Piece, Subject
from explainer.networks import scene_of
from explainer.notation import CONVENTIONS, Convention, latex
from explainer.notation.numpy_code import whole
from explainer.pages.conventions.settings import BookSettings
from explainer.palette import LIGHT
from explainer.scene import Scene

KIND = BookSettings


def subject_of(settings: BookSettings, link: str = "") -> Subject:
    """Return the network of the settings in their convention, and its gradient in all."""
    scene = scene_of(settings, LIGHT)
    return Subject(scene, link, tuple(_written(scene, name) for name in CONVENTIONS))


def _written(scene: Scene, convention: Convention) -> Piece:
    """Return the weights as the convention stores them, and ∂J/∂x computed from them."""
    n = replace(scene.notation, convention=convention, formulation="elementwise")
    given = {name: n.stored(name, getattr(scene.network, name)) for name in ("W1", "W2")}
    return Piece(
        f"Written as {CONVENTIONS[convention].label}",
        f"gradient = {whole(n)}",
        {"gradient": scene.chain.gradient},
        given,
        formulas=(f"{n.gradient('x')} = {latex.product(n)}",),
        key=convention,
        notation=n,
    )
