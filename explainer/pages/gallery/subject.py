"""What is taken away from the gallery: the layer, its Jacobian, its shorthand and its nudges."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import numpy as np

from explainer.compute import layer_weights
from explainer.compute.function import identifier
from explainer.compute.validation import Array
from explainer.exports import Derivative, LayerSubject, Piece
from explainer.exports.scripts import literal, names_in
from explainer.notation.layers import derivative, formula, vjp_code, weights_code
from explainer.pages.gallery.scene import GalleryScene, scene_of
from explainer.pages.gallery.settings import GallerySettings
from explainer.palette import LIGHT

KIND = GallerySettings
# Of the layers that have weights their name, and what makes them.
WEIGHTS = {
    "dropout": ("m", layer_weights.dropout_mask),
    "bias": ("b", layer_weights.bias_vector),
    "scale": ("s", layer_weights.scale_vector),
    "matrix": ("A", layer_weights.weight_matrix),
    "diagonal weights": ("A", layer_weights.diagonal_weight_matrix),
}
PRIMITIVES = "exp", "log", "sqrt", "sin", "cos", "abs", "sum", "mean", "max", "min"  # NumPy's


def subject_of(settings: GallerySettings, link: str = "") -> LayerSubject:
    """The layer of the settings at their x."""
    scene = scene_of(settings, LIGHT)
    about = f"The Jacobian of {_name(scene)} at one x"
    return LayerSubject(scene.notation, about, tuple(_pieces(scene)), link, tuple(scene.complaints))


def _name(scene: GalleryScene) -> str:
    typed = scene.layer.expression
    return f"y = {typed.text.strip()}" if typed else scene.layer.function.name


def _pieces(scene: GalleryScene) -> Iterator[Piece]:
    layer, smooth = scene.layer, not (scene.layer.has_kink or scene.layer.by_convention)
    yield Piece(
        "The layer",
        f"{_definition(scene)}y = f(x)",
        {"y": layer.y},
        given={"x": layer.x, "v": scene.v, **_weights(scene)},
        formulas=_value_formulas(scene),
        key="layer",
        derivatives=(Derivative("J", "f(x)", "x", scene.exact, exists=smooth),),
    )
    yield _jacobian(scene)
    if smooth and layer.central_error is not None:
        yield _central_differences(scene)
    if scene.moves is not None:
        yield _nudges(scene, scene.moves)
    yield _product(scene)


def _definition(scene: GalleryScene) -> str:
    """NumPy that defines f."""
    typed, name = scene.layer.expression, scene.layer.function.identifier
    if not typed:
        return f"f = {name}\n"
    called = [f"{p} = np.{p}" for p in PRIMITIVES if p in typed.functions]
    code = ast.unparse(_Arrays().visit(ast.parse(typed.text.strip(), mode="eval")))
    body = f"def f(x):\n    return np.atleast_1d({code})\n\n\n"
    return "\n".join([*called, "\n" * bool(called) + body])


class _Arrays(ast.NodeTransformer):
    """Makes an array of a number that a function is called with: a library may want one."""

    def visit_Call(self, node: ast.Call) -> ast.Call:
        inside = [self.visit(argument) for argument in node.args]
        if not names_in(ast.unparse(node.args[0])):
            inside = [ast.Call(ast.parse("np.asarray", mode="eval").body, inside, [])]
        return ast.Call(node.func, inside, [])


def _weights(scene: GalleryScene) -> dict[str, Array]:
    """Those of the layer, or of the functions that the typed one calls; and A, where it is said."""
    typed, n = scene.layer.expression, scene.layer.x.size
    called = typed.functions if typed else {scene.layer.function.identifier}
    found = [WEIGHTS[name] for name in WEIGHTS if identifier(name) in called]
    if typed and "A" in names_in(typed.text.strip()):
        found.append(WEIGHTS["matrix"])
    return {letter: make(n) for letter, make in found}


def _value_formulas(scene: GalleryScene) -> list[str]:
    """LaTeX of y, by SymPy where it is typed and short."""
    if not scene.layer.expression:
        return [formula(scene.notation, scene.layer.function.name)]
    found = scene.inquiry and scene.inquiry.formulas
    values = enumerate(found.value) if found else ()
    return [f"y_{{{i}}} = {latex}" for i, latex in values if isinstance(latex, str)] or ["y = f(x)"]


def _jacobian(scene: GalleryScene) -> Piece:
    """From the shorthand, row by row; a typed function has none, and its numbers are the page's."""
    title, name = "Its Jacobian", scene.layer.function.name
    found = scene.inquiry and scene.inquiry.formulas
    if scene.layer.expression:
        whole = found.matrix if found and isinstance(found.matrix, str) else "J"
        formulas = [rf"\frac{{\partial y}}{{\partial x}} = {whole}"]
        code = f"J = {literal(scene.exact, 'np.array')}  # by the chain rule, part by part"
    else:
        formulas = [derivative(scene.notation, name)]
        lines = (weights_code(name), f"J = np.stack([{vjp_code(name)} for v in np.eye(y.size)])")
        code = "\n".join(filter(None, lines))
    results = {"J": scene.exact}
    return Piece(title, code, results, formulas=formulas, key="jacobian", numpy_only=True)


def _central_differences(scene: GalleryScene) -> Piece:
    allowed = 1e-6 * max(1.0, float(np.abs(scene.exact).max()), float(np.abs(scene.layer.y).max()))
    code = f"""nudges = 6e-6 * np.eye(x.size)
measured = np.stack([(f(x + nudge) - f(x - nudge)) / 12e-6 for nudge in nudges], axis=1)
print("J differs from central differences by", np.abs(measured - J).max())
assert np.abs(measured - J).max() < {allowed:.1e}"""
    return Piece("The same by nudges up and down", code, numpy_only=True)


def _nudges(scene: GalleryScene, moves: Array) -> Piece:
    """What each input, nudged by the ε of the page, does to each output."""
    code = (
        f"eps = {scene.settings.eps!r}\n"
        "moves = np.stack([f(x + nudge) - f(x) for nudge in eps * np.eye(x.size)], axis=1)\n"
        'print("moves / eps differs from J by", np.abs(moves / eps - J).max())'
    )
    return Piece("Nudged as on the page", code, {"moves": moves}, key="nudges", numpy_only=True)


def _product(scene: GalleryScene) -> Piece:
    """What goes back through the layer, and what the Hadamard product would make of it."""
    code, results = ["product = v @ J"], {"product": scene.product}
    if scene.wrong is not None:
        verdict = "allowed" if scene.allowed else "not allowed"
        code.append(f"hadamard = v * J.diagonal()  # {verdict}")
        results["hadamard"] = scene.wrong
    written = r"v\,J" if scene.notation.rows else r"J^{\top}v"
    formulas = [rf"\mathtt{{product}} = {written}"]
    title = "Back through the layer, for a v that arrives"
    return Piece(title, "\n".join(code), results, formulas=formulas, key="back")
