"""The exports of the gallery: the layer, its Jacobian, its shorthand and its nudges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeGuard

import numpy as np

from explainer.compute import layer_weights
from explainer.compute.arrays import Array
from explainer.compute.function import identifier
from explainer.exports import Derivative, LayerSubject, Piece
from explainer.exports.scripts import literal
from explainer.expressions.formulas import Readable
from explainer.expressions.own import DERIVER
from explainer.expressions.spellings import PRIMITIVES
from explainer.notation.layers import derivative, formula, vjp_code, weights_code
from explainer.pages.gallery.layer import Layer
from explainer.pages.gallery.scene import GalleryScene, gallery_of
from explainer.pages.gallery.settings import OWN, GallerySettings
from explainer.palette import LIGHT

KIND = GallerySettings
# Layers with weights: the name of the weights, and the function that makes them.
WEIGHTS = {
    "dropout": ("m", layer_weights.dropout_mask),
    "bias": ("b", layer_weights.bias_vector),
    "scale": ("s", layer_weights.scale_vector),
    "matrix": ("A", layer_weights.weight_matrix),
    "diagonal weights": ("B", layer_weights.diagonal_weight_matrix),
}
# What NumPy does not have.
NUMPY = {"erf": "np.vectorize(math.erf)"}
PATIENCE = 30.0  # seconds to wait until SymPy has started
LONGEST = 150  # characters of LaTeX that fit in a line on paper
KINK = "At this x the function has a kink, and no derivative: its slope is a convention."
PARTS = (
    "Inside the formula a part has a kink at this x. The chain rule takes a slope for it by "
    "convention, and here central differences are right."
)
BENDS = "Within 6e-6 of x the function bends or jumps: here central differences are wrong."


def subject_of(settings: GallerySettings, link: str = "") -> LayerSubject:
    """Return the layer of the settings at their x. Raises `Unusable` if there is none."""
    if settings.function == OWN:
        DERIVER.wait_until_ready(PATIENCE)
    scene = gallery_of(settings, LIGHT)
    about = f"The Jacobian of {_name(scene)} at one x"
    return LayerSubject(scene.notation, about, tuple(_pieces(scene)), link)


def _name(scene: GalleryScene) -> str:
    typed = scene.layer.expression
    return f"y = {typed.code}" if typed else scene.layer.function.name


def _pieces(scene: GalleryScene) -> Iterator[Piece]:
    yield _value(scene)
    yield _jacobian(scene)
    yield _central_differences(scene)
    if scene.moves is not None:
        yield _nudges(scene, scene.moves)
    yield _product(scene)


def _value(scene: GalleryScene) -> Piece:
    layer, kink = scene.layer, _kink(scene.layer)
    return Piece(
        "The layer",
        f"{_definition(scene)}y = f(x)",
        {"y": layer.y},
        given={"x": layer.x, "v": scene.v, **_weights(scene)},
        formulas=_value_formulas(scene),
        key="layer",
        derivatives=(Derivative("J", "f(x)", "x", scene.exact, exists=not kink),),
        note=kink,
        names=_names(scene),
    )


def _kink(layer: Layer) -> str:
    """Return why a slope at this x is a convention; empty if it is not."""
    return KINK * layer.has_kink or PARTS * layer.by_convention


def _definition(scene: GalleryScene) -> str:
    """Return NumPy code that defines f."""
    typed = scene.layer.expression
    if not typed:
        return f"f = {scene.layer.function.identifier}\n"
    return f"def f(x):\n    return np.atleast_1d({typed.numpy})\n\n\n"


def _names(scene: GalleryScene) -> str:
    """Return NumPy code that defines the functions that a typed one calls, such as exp."""
    typed = scene.layer.expression
    called = [name for name in PRIMITIVES if typed and name in typed.functions]
    return "\n".join(f"{name} = {NUMPY.get(name, f'np.{name}')}" for name in called)


def _weights(scene: GalleryScene) -> dict[str, Array]:
    """Return the weights of the layer, or of the functions in a typed one, and A if it occurs."""
    typed, n = scene.layer.expression, scene.layer.x.size
    called = typed.functions if typed else {scene.layer.function.identifier}
    makers = [WEIGHTS[name] for name in WEIGHTS if identifier(name) in called]
    if typed and "A" in typed.names:
        makers.append(WEIGHTS["matrix"])
    return {letter: make(n) for letter, make in makers}


def _value_formulas(scene: GalleryScene) -> list[str]:
    """Return LaTeX of y; for a typed function by SymPy, its short outputs only, or as typed."""
    if not scene.layer.expression:
        return [formula(scene.notation, scene.layer.function.name)]
    formulas = scene.inquiry and scene.inquiry.formulas
    short = [
        f"y_{{{i}}} = {latex}"
        for i, latex in enumerate(formulas.value if formulas else ())
        if _fits(latex)
    ]
    code = scene.layer.expression.code.replace("_", r"\_").replace("&", r"\&")
    return short or [rf"y = \texttt{{{code}}}"] * (len(code) < LONGEST / 2)


def _fits(latex: Readable | None) -> TypeGuard[str]:
    return isinstance(latex, str) and len(latex) <= LONGEST


def _jacobian(scene: GalleryScene) -> Piece:
    """Return J, computed row by row from the shorthand; for a typed function, its numbers."""
    name, matrix = scene.layer.function.name, "J"
    if scene.layer.expression:
        written = scene.inquiry and scene.inquiry.formulas
        if written and _fits(written.matrix):
            matrix = written.matrix
        formulas = [rf"\frac{{\partial y}}{{\partial x}} = {matrix}"]
        code = f"J = {literal(scene.exact, 'np.array')}  # by the chain rule, part by part"
    else:
        formulas = [derivative(scene.notation, name)]
        lines = (weights_code(name), f"J = np.stack([{vjp_code(name)} for v in np.eye(y.size)])")
        code = "\n".join(filter(None, lines))
    results = {"J": scene.exact}
    return Piece("Its Jacobian", code, results, formulas=formulas, key="jacobian", numpy_only=True)


def _central_differences(scene: GalleryScene) -> Piece:
    """Return J by central differences, with an assertion if they agree here."""
    layer = scene.layer
    code = """measured = central_difference(f, x)
print("J differs from central differences by", np.abs(measured - J).max())"""
    note = ""
    if layer.central_error is None:
        code, note = "", "They lead out of where the function has a value."
    elif layer.central_error > scene.central_limit:
        note = _kink(layer) or BENDS
    else:
        code += f"\nassert np.abs(measured - J).max() < {2 * scene.central_limit:.1e}"
    return Piece("The same by nudges up and down", code, numpy_only=True, note=note)


def _nudges(scene: GalleryScene, moves: Array) -> Piece:
    """Return the change of each output with a nudge of each input by the ε of the page."""
    code = (
        f"eps = {scene.settings.eps!r}\n"
        "moves = np.stack([f(x + nudge) - f(x) for nudge in eps * np.eye(x.size)], axis=1)\n"
        'print("moves / eps differs from J by", np.abs(moves / eps - J).max())'
    )
    eps, size = scene.settings.eps, float(np.abs(moves).max())
    return Piece(
        "Nudged as on the page",
        code,
        {"moves": moves},
        key="nudges",
        numpy_only=True,
        close=1e-9 * size + scene.layer.rounding(eps) * eps,
    )


def _product(scene: GalleryScene) -> Piece:
    """Return `v @ J` for the upstream gradient v, and the Hadamard product if it exists."""
    code, results = ["product = v @ J"], {"product": scene.product}
    if scene.wrong is not None:
        verdict = "allowed" if scene.allowed else "not proved" if scene.unproved else "not allowed"
        code.append(f"hadamard = v * J.diagonal()  # {verdict}")
        results["hadamard"] = scene.wrong
    written = r"v\,J" if scene.notation.rows else r"J^{\top}v"
    formulas = [rf"\mathtt{{product}} = {written}"]
    title = "Back through the layer, for a v that arrives"
    return Piece(title, "\n".join(code), results, formulas=formulas, key="back")
