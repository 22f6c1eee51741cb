"""The formula bench: build the product yourself, and see what fitting shapes prove."""

from dataclasses import replace

import streamlit as st

from explainer import controls
from explainer.compute.formulas import (
    BRACKETINGS,
    FORMULAS,
    Circle,
    Formula,
    Kind,
    Middle,
    Verdict,
    tally,
)
from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.figures.verdict_map import VerdictMap, verdict_map
from explainer.notation import Notation
from explainer.notation.formula import factors, mirrored, snippet, transposes, written
from explainer.pages.bench.blank import build_when_chosen, show_blank
from explainer.pages.bench.controls import (
    WIDGETS,
    formula_controls,
    hide_controls,
    put_on_bench,
    start_switch,
)
from explainer.pages.bench.scene import BenchScene, current_scene
from explainer.pages.bench.settings import BUILT
from explainer.pages.bench.subject import subject_of
from explainer.pages.bench.terms import formula_items
from explainer.pages.bench.verdict_text import show_verdict, why_broken, why_illegal
from explainer.pages.frame import Page
from explainer.pages.parts import show_figure, show_snippet, show_table

COLUMNS = [f for f in FORMULAS if f.bracketing == next(iter(BRACKETINGS))]
MEANINGS: dict[Circle, str] = {
    "strict": "as mathematics: equal shapes",
    "numpy": "as NumPy runs it: broadcasting",
}
READINGS: dict[Middle, str] = {"row": "s a vector", "diagonal": "s a diagonal matrix"}
KINDS: dict[Kind, str] = {"illegal": "illegal", "wrong": "legal but wrong", "right": "right"}


def show_introduction(bench: BenchScene) -> None:
    n = bench.scene.notation
    st.markdown(
        f"Is it enough to make the shapes fit? Build the product for ${n.gradient('x')}$ yourself: "
        f"$W_1$ and $W_2$ as they are or transposed; $s = {n.derivative.latex}$, the derivative of "
        "the activation, as a vector or as a diagonal matrix; `@` (matrix product) or `∘` (entry "
        f"by entry) between them; and the brackets. There are {len(FORMULAS)} formulas for your s: "
        "see how many fit, and how many of those are right."
    )


def show_bench(bench: BenchScene) -> None:
    """Show the chosen formula, its verdict, and the verdicts on all formulas."""
    with st.container(key="verdict"):
        show_verdict(bench)
    show_formula(bench)
    code = snippet(bench.scene.notation, bench.formula, bench.settings.s)
    show_snippet(code, shown_result(bench))
    show_all(bench)
    show_counts(bench)
    show_trap(bench.scene.notation)


def show_controls(bench: BenchScene) -> None:
    n = bench.scene.notation
    weights = {
        "W2T": f"{n.weights('W2').text} (off: {n.weights('W2', False).text})",
        "W1T": f"{n.weights('W1').text} (off: {n.weights('W1', False).text})",
    }
    letters = zip("abcd", factors(n, bench.formula, "row"), strict=True)
    legend = ", ".join(f"{letter} {factor.short}" for letter, factor in letters)
    names = n.ordered(("op1", "W2T", "op2", "s", "op3", "W1T"))
    formula_controls(names, weights, f"Brackets: {legend}")


def show_formula(bench: BenchScene) -> None:
    """Draw the formula as a row of matrices, with its result or the place where it breaks."""
    items, clash = formula_items(bench), bench.found.clash
    broken = bench.scene.notation.ordered((1, 2, 3))[clash.place] if clash else None
    figure = equation(items, limit=bench.scene.limit, palette=bench.scene.palette, broken=broken)
    text = alt_text(items) + (f". It breaks: {why_broken(bench, clash)}" if clash else "")
    show_figure(figure, text, key="formula")


def shown_result(bench: BenchScene) -> object:
    """Return the result of the displayed NumPy code: an array, or a text about its error."""
    value = bench.evaluated("numpy").value
    if value is None:
        return "no value: NumPy raises a ValueError"
    return value if bench.scene.notation.rows else value.T


def show_all(bench: BenchScene) -> None:
    """Show the map of all 160 verdicts, the size buttons, and a table of formulas that run."""
    verdicts, settings = bench.verdicts, bench.settings
    counts = counts_text(bench)
    reading = f"{READINGS[settings.s]}, ∘ {MEANINGS[settings.hadamard]}"
    title = f"All {len(verdicts)} formulas"
    st.markdown(f"## {title}\n\nWith {sizes_text(bench)}, {reading}: {counts}.")
    controls.size_buttons("trap")
    parts, formulas = map_parts(bench)
    show_figure(
        verdict_map(parts, palette=bench.scene.palette),
        f"Map of {len(verdicts)} formulas, {len(BRACKETINGS)}×{len(COLUMNS)}, {reading}: {counts}",
        key="verdicts",
        act=lambda row, column: put_on_bench(formulas[row][column]),
    )
    chosen = f"`{in_words(bench, bench.formula)}`: {verdict_text(bench, bench.verdict)}"
    with st.container(key="chosen"):
        st.markdown(f"On the bench now: {chosen}. Choose a cell to put its formula there.")
    st.markdown(_explain_map(bench))
    running = [f for f, verdict in verdicts.items() if not verdict.clash]
    with st.expander(f"In words: {_that_run(len(running), len(verdicts))}"):
        rows = [(f"`{in_words(bench, f)}`", verdict_text(bench, verdicts[f])) for f in running]
        show_table(("formula", "verdict"), rows, key="words")


def _explain_map(bench: BenchScene) -> str:
    other_shape = sum(verdict.shape is not None for verdict in bench.verdicts.values())
    of_size_1 = (
        " A size of 1 makes a matrix a vector or a number: more formulas fit, and more are right. "
        "At other sizes those are not."
        if 1 in bench.scene.network.sizes
        else ""
    )
    return (
        "A column is a choice of signs and transposes (T: transposed, ·: as it is), a row is a way "
        "to bracket. × is illegal: the formula breaks, or it runs and its result has another shape "
        f"than the gradient ({other_shape} of the {len(bench.verdicts)} do so here). ≠ is legal "
        "but wrong, ✓ is right. Right means: right for all numbers, not only for those of this "
        "network."
        f"{of_size_1}"
    )


def _that_run(count: int, total: int) -> str:
    if count == total:
        return f"all {total} formulas, for all of them run"
    return f"{'the one that runs' if count == 1 else f'the {count} that run'}; the others break"


def counts_text(bench: BenchScene) -> str:
    kinds = [verdict.kind for verdict in bench.verdicts.values()]
    return ", ".join(f"{kinds.count(kind)} {name}" for kind, name in KINDS.items())


def verdict_text(bench: BenchScene, verdict: Verdict) -> str:
    """Return, for example, `illegal: ∘ between 1×3 and 3×5: sizes must be equal`."""
    why = f": {why_illegal(bench, verdict)}" if verdict.kind == "illegal" else ""
    return KINDS[verdict.kind] + why


def map_parts(bench: BenchScene) -> tuple[VerdictMap, list[list[Formula]]]:
    """Return the map, and the formula of each of its cells."""
    n, verdicts, chosen = bench.scene.notation, bench.verdicts, bench.formula
    formulas = [[replace(f, bracketing=name) for f in COLUMNS] for name in BRACKETINGS]
    hover = [
        [f"{in_words(bench, f)}: {verdict_text(bench, verdicts[f])}" for f in row]
        for row in formulas
    ]
    parts = VerdictMap(
        kinds=[[verdicts[f].kind for f in row] for row in formulas],
        hover=hover,
        rows=[mirrored(n, name) for name in BRACKETINGS],
        columns=[transposes(n, f) for f in COLUMNS],
        groups=[" ".join(n.ordered(f.operators)) for f in COLUMNS[::4]],
        chosen=(
            list(BRACKETINGS).index(chosen.bracketing),
            COLUMNS.index(replace(chosen, bracketing=COLUMNS[0].bracketing)),
        ),
    )
    return parts, formulas


def in_words(bench: BenchScene, formula: Formula) -> str:
    return written(bench.scene.notation, formula, bench.settings.s)


def show_counts(bench: BenchScene) -> None:
    """Show how many formulas are illegal, wrong and right, for both meanings of ∘ and of s."""
    sizes, settings = bench.scene.network.sizes, bench.settings
    rows = []
    for s, s_name in READINGS.items():
        for circle, meaning in MEANINGS.items():
            count = tally(*sizes, s=s, circle=circle)
            cells = [f"{s_name}; ∘ {meaning}", count.illegal, count.wrong, count.right]
            shown = (s, circle) == (settings.s, settings.hadamard)
            rows.append([f"**{cell}**" if shown else str(cell) for cell in cells])
    st.markdown(f"With {sizes_text(bench)} (bold: the map above):")
    show_table(("s and ∘", *KINDS.values()), rows, key="counts", numbers=True)


def sizes_text(bench: BenchScene) -> str:
    return "D, H, K = " + ", ".join(map(str, bench.scene.network.sizes))


def show_trap(n: Notation) -> None:
    """Explain that many more wrong formulas fit at equal sizes than at distinct ones."""
    jacobians = ", ".join(n.ordered(f.short for f in factors(n, Formula(), "diagonal")))
    distinct, equal = (tally(*sizes, circle="numpy") for sizes in ((4, 5, 3), (3, 3, 3)))
    fit = equal.wrong + equal.right
    st.markdown(
        "## The square trap\n\n**Distinct sizes make fitting shapes look like a method.** With s a "
        f"vector and ∘ as NumPy runs it, {distinct.wrong + distinct.right} formulas fit at 4-5-3 "
        f"and {distinct.wrong} of them are wrong; at 3-3-3 {fit} fit, and {equal.wrong} of them "
        "are wrong.\n\n"
        f"**With Jacobians there is nothing to fit.** With the four Jacobians, {jacobians}, and "
        "`@` in all three places, all five ways to bracket are right at every size, because a "
        "matrix product is associative.\n\n"
        "**A mixture of `@` and `∘` is not associative**, so its brackets matter; and Python gives "
        "`@` and `*` the same precedence, so without brackets it works from the left."
    )


def show() -> None:
    build_when_chosen(current_scene().scene.notation)
    bench = current_scene()
    show_introduction(bench)
    if not bench.scene.network.function.elementwise:
        st.info(
            "With softmax as activation there is no s to build with: its Jacobian is not diagonal, "
            "and no vector stands for it. Choose another activation at the side."
        )
        return
    if not bench.settings.blank:
        WIDGETS.show(bench=BUILT)  # a link set part of a formula
    start_switch()
    with st.container(key="built"):
        show_controls(bench)
    if bench.settings.blank:
        hide_controls()
        show_blank(bench)
    else:
        show_bench(bench)


PAGE = Page(WIDGETS, show, subject_of)
