"""The verdict on a formula in words: illegal, legal but wrong, or right, and why."""

import streamlit as st

from explainer.compute.comparison import largest_difference
from explainer.compute.formulas import Join, Shape, Verdict
from explainer.notation.formula import sides
from explainer.pages.bench.scene import BenchScene
from explainer.wording import number


def show_verdict(bench: BenchScene) -> None:
    """Show the verdict, and the effect of NumPy's broadcasting."""
    evaluation, verdict = bench.found, bench.verdict
    if evaluation.clash:
        st.error(f"**Illegal.** {why_broken(bench, evaluation.clash)}.")
        _show_that_numpy_runs(bench)
    elif verdict.shape:
        st.error(f"**Illegal.** {_capitalised(why_illegal(bench, verdict))}.")
    else:
        _show_error(bench)
    for join in evaluation.stretched:
        left, right = sides(bench.scene.notation, join)
        st.warning(
            f"∘ between {shape(left)} and {shape(right)} is no Hadamard product: NumPy repeats an "
            "axis of size 1 until the shapes are equal (broadcasting)."
            + (
                " The value is right; as mathematics the formula is not."
                * (verdict.kind == "right")
            )
        )


def why_illegal(bench: BenchScene, verdict: Verdict) -> str:
    """Return, for example, `runs, but gives the wrong shape: 3×3, and the gradient is 1×3`."""
    if verdict.clash:
        return why_broken(bench, verdict.clash)
    assert verdict.shape
    ordered = bench.scene.notation.ordered
    given, wanted = (
        shape(tuple(ordered(sizes))) for sizes in (verdict.shape, (1, bench.scene.example.x.size))
    )
    return f"runs, but gives the wrong shape: {given}, and the gradient is {wanted}"


def why_broken(bench: BenchScene, clash: Join) -> str:
    """Return, for example, `∘ between 1×3 and 3×5: sizes must be equal`."""
    left, right = sides(bench.scene.notation, clash)
    if clash.operator == "@":
        asked = f"the inner sizes {left[1]} and {right[0]} must be equal"
    elif bench.settings.hadamard == "strict":
        asked = "sizes must be equal"
    else:
        asked = "sizes must be equal or 1, even for NumPy"
    return f"{clash.operator} between {shape(left)} and {shape(right)}: {asked}"


def shape(sizes: Shape) -> str:
    return "×".join(map(str, sizes))


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]


def _show_error(bench: BenchScene) -> None:
    evaluation, measured = bench.found, bench.scene.example.gradients["central"]
    assert evaluation.value is not None
    error = number(largest_difference(evaluation.value[0], measured), 3)
    compared = f"largest error against central differences {error}"
    if bench.verdict.kind == "right":
        st.success(f"**Right**: {compared}.")
    elif bench.coincides:
        st.error(
            f"**Legal but wrong**: right with the numbers of this network ({compared}), wrong with "
            "others. The verdict is about any s, W₁, W₂ and ŷ−y."
        )
    else:
        st.error(f"**Legal but wrong**: {compared}.")


def _show_that_numpy_runs(bench: BenchScene) -> None:
    """Say what NumPy gives, if it runs a formula that breaks under the rule of equal shapes."""
    there = bench.judged("numpy")[bench.formula]
    if there.clash:
        return
    gives = {
        "right": "the gradient",
        "wrong": "a wrong result of the gradient's shape",
        "illegal": "a result of another shape",
    }[there.kind]
    st.warning(
        f"NumPy runs it all the same: it repeats an axis of size 1 until the shapes are equal "
        f"(broadcasting), and gives {gives}."
    )
