"""The exports of the bench: its network, the formula on it, and all 160 formulas."""

from __future__ import annotations

from textwrap import indent

from explainer.compute.formulas import FORMULAS, Formula
from explainer.exports import Piece, Subject
from explainer.notation.formula import latex, product_code, snippet
from explainer.pages.bench.scene import BenchScene, bench_of
from explainer.pages.bench.settings import BenchSettings
from explainer.palette import LIGHT

KIND = BenchSettings


def subject_of(settings: BenchSettings, link: str = "") -> Subject:
    """Return the network and, unless the bench is blank or the activation softmax, the formulas."""
    bench = bench_of(settings, LIGHT)
    shown = bench.scene.network.function.elementwise and not settings.blank
    pieces = (_formula(bench), _all(bench)) if shown else ()
    return Subject(bench.scene, link, pieces)


def _formula(bench: BenchScene) -> Piece:
    """Return the formula as NumPy runs it; the code catches the error of one that breaks."""
    n, middle, evaluation = bench.scene.notation, bench.settings.s, bench.evaluated("numpy")
    code, value = snippet(n, bench.formula, middle).code, evaluation.value
    title = (
        f"The formula on the bench, as NumPy runs it: {bench.judged('numpy')[bench.formula].kind}"
    )
    product = rf"\mathtt{{product}} = {latex(n, bench.formula, middle)}"
    formulas = (f"s = {n.derivative.latex}", product)
    if value is None:
        return Piece(title, CAUGHT.format(code=indent(code, "    ")), formulas=formulas)
    note = STRETCHED if evaluation.stretched else ""
    results = {"product": value if n.rows else value.T}
    return Piece(title, code, results, formulas=formulas, key="bench", note=note)


STRETCHED = (
    "As mathematics it is illegal: NumPy repeats an axis of size 1 until the shapes are equal."
)
CAUGHT = """try:
{code}
except (ValueError, TypeError, RuntimeError) as error:
    print("it breaks:", error)
else:
    raise AssertionError("it was to break")"""


def _all(bench: BenchScene) -> Piece:
    """Return all 160 formulas as NumPy runs them, judged on random numbers of the same shapes."""
    n, middle, (D, H, K) = bench.scene.notation, bench.settings.s, bench.scene.network.sizes
    verdicts, row = bench.judged("numpy"), middle == "row"
    listed = (
        f'    "{product_code(n, formula, middle)}": "{verdicts[formula].kind}",'
        for formula in FORMULAS
    )
    shapes = {
        "e": tuple(n.ordered((1, K))),
        "s": tuple(n.ordered((1, H))) if row else (H, H),
        "W1": (H, D) if n.out_in else (D, H),
        "W2": (K, H) if n.out_in else (H, K),
    }
    code = JUDGED.format(
        verdicts="\n".join(listed),
        shapes=shapes,
        s="s" if row else "np.diag(np.diag(s))",
        matrix="np.diag(s.reshape(-1))" if row else "s",
        right=product_code(n, PRINCIPLE, "diagonal", s="matrix"),
    )
    title = f"All {len(FORMULAS)} formulas as NumPy runs them, which repeats axes of size 1"
    return Piece(title, code, numpy_only=True)


PRINCIPLE = Formula(("@", "@", "@"))  # matrix products of Jacobians
JUDGED = """verdicts = {{
{verdicts}
}}
shapes = {shapes}


def judged(formula):
    for seed in (0, 1):
        rng = np.random.default_rng(seed)
        e, s, W1, W2 = (rng.standard_normal(shape) for shape in shapes.values())
        s = {s}
        matrix = {matrix}
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
