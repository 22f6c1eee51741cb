"""What is taken away from the bench: its network, the formula on it, and all the others."""

from __future__ import annotations

from textwrap import indent

from explainer.compute.formulas import FORMULAS, Formula, Middle, verdicts
from explainer.exports import Piece, Subject
from explainer.networks import example
from explainer.notation import Notation
from explainer.notation.formula import latex, snippet
from explainer.pages.bench.scene import BenchScene, scene_of
from explainer.pages.bench.settings import BenchSettings
from explainer.palette import LIGHT

KIND = BenchSettings


def subject_of(settings: BenchSettings, link: str = "") -> Subject:
    """The network and, unless they are still to be found out, the formulas."""
    scene = scene_of(settings, LIGHT)
    shown = scene.network.function.elementwise and not settings.blank
    pieces = (_formula(scene), _all(scene)) if shown else ()
    return Subject(example(settings), scene.notation, link, pieces)


def _formula(scene: BenchScene) -> Piece:
    """The formula as NumPy runs it, which may break it."""
    code = snippet(scene.notation, scene.formula, scene.settings.s).code
    title = f"The formula on the bench: {scene.verdict.kind}"
    formula = latex(scene.notation, scene.formula, scene.settings.s)
    formulas = (f"s = {scene.notation.derivative.latex}", rf"\mathtt{{product}} = {formula}")
    value = scene.evaluated("numpy").value
    if value is None:
        ends = 'else:\n    raise AssertionError("it was to break")'
        errors = "(ValueError, TypeError, RuntimeError)"
        caught = f'except {errors} as error:\n    print("it breaks:", error)'
        return Piece(title, f"try:\n{indent(code, '    ')}\n{caught}\n{ends}", formulas=formulas)
    value = value if scene.notation.rows else value.T
    return Piece(title, code, {"product": value}, formulas=formulas, key="bench")


def _all(scene: BenchScene) -> Piece:
    """All 160 as NumPy runs them, judged on random numbers of the same shapes."""
    n, middle, (D, H, K) = scene.notation, scene.settings.s, scene.network.sizes
    found = verdicts(D, H, K, s=middle, circle="numpy")
    listed = "\n".join(
        f'    "{_product(n, formula, middle)}": "{found[formula].kind}",' for formula in FORMULAS
    )
    shapes = {
        "e": tuple(n.ordered((1, K))),
        "s": tuple(n.ordered((1, H))) if middle == "row" else (H, H),
        "W1": (H, D) if n.out_in else (D, H),
        "W2": (K, H) if n.out_in else (H, K),
    }
    right = _product(n, Formula(("@", "@", "@")), "diagonal").replace("s", "jacobian")
    drawn = "np.diag(s.reshape(-1))" if middle == "row" else "np.diag(np.diag(s))"
    code = f"""verdicts = {{
{listed}
}}
shapes = {shapes}


def judged(formula):
    for seed in (0, 1):
        rng = np.random.default_rng(seed)
        e, s, W1, W2 = (rng.standard_normal(shape) for shape in shapes.values())
        jacobian = {drawn}{"" if middle == "row" else chr(10) + "        s = jacobian"}
        right = {right}
        try:
            product = eval(formula, {{"e": e, "s": s, "W1": W1, "W2": W2}})
        except ValueError:
            return "illegal"
        if product.shape != right.shape:
            return "illegal"
        if np.abs(product - right).max() > 1e-9 * np.abs(right).max():
            return "wrong"
    return "right"


found = {{formula: judged(formula) for formula in verdicts}}
for kind in ("illegal", "wrong", "right"):
    print(list(found.values()).count(kind), kind)
assert found == verdicts"""
    return Piece("All 160 formulas as NumPy runs them", code, numpy_only=True)


def _product(n: Notation, formula: Formula, middle: Middle) -> str:
    """NumPy of a formula over e, s, W1 and W2."""
    return snippet(n, formula, middle).code.partition("product = ")[2]
