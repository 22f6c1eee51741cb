"""The four rules as cases of one identity, and three products that are often confused."""

from typing import Literal

import numpy as np
import streamlit as st

from explainer import controls
from explainer.compute.arrays import Array
from explainer.compute.batch import VARIABLES
from explainer.derivation.parts import largest
from explainer.figures.alt import alt_text
from explainer.figures.equation import equation
from explainer.figures.term import Term
from explainer.notation import batches as notation
from explainer.pages.batches.controls import WIDGETS
from explainer.pages.batches.scene import BatchScene
from explainer.pages.batches.settings import MOST
from explainer.pages.parts import show_figure, show_table
from explainer.palette import Palette
from explainer.settings import Refusal
from explainer.terms import Items
from explainer.wording import number


def show_rules(shown: BatchScene) -> None:
    """Show v (A ⊗ B) = vec(Aᵀ V B), and the rule for each variable, with its error."""
    n = shown.scene.notation
    upstream = "v\\,(A\\otimes B) = \\operatorname{vec}(A^{\\top} V B)"
    if not n.rows:
        upstream = "(A\\otimes B)^{\\top} v = \\operatorname{vec}(A^{\\top} V B)"
    stored = ", the weights, stored as outputs × inputs, column by column" if n.out_in else ""
    others = (
        ""
        if n.out_in
        else " (Books that stack columns write the factors the other way round, $x\\otimes I$ as "
        "$I\\otimes x$.)"
    )
    st.markdown(
        f"## One identity, four rules\n\n$$\n{upstream}\n$$\n\n"
        "$A\\otimes B$, the matrix of blocks $A_{ij}B$, is called the Kronecker product. $V$ is "
        "$v$ with a row for each row of $A$ (an example, drawn as a column where gradients are "
        f"columns), and vec flattens row by row{stored}.{others} What are usually taught as four "
        "rules are this one identity:"
    )
    rows = []
    for name, link in shown.links.items():
        if VARIABLES[name].role == "activation":
            continue
        rule = notation.rule(n, name)
        big = link.upstream.reshape(-1) @ np.asarray(link.jacobian)
        off = number(float(np.abs(big - link.gradient.reshape(-1)).max()), 2)
        code = f"`{rule.short_code}`"
        rows.append((f"${n.node(name)}$", f"${rule.structure}$", f"${rule.shorthand}$", code, off))
    header = ("with respect to", "A ⊗ B", "rule", "in NumPy", "differs from the big matrix by")
    show_table(header, rows, key="rules")
    st.markdown(_explain_activation(shown))


def _explain_activation(shown: BatchScene) -> str:
    n, function = shown.scene.notation, shown.batch.network.function
    r, h = n.node("r"), n.node("h")
    size = shown.links["r"].gradient.size
    if function.elementwise:
        return (
            f"The activation is no such product, and needs none: over a batch ${h}$ is still made "
            f"entry by entry of ${r}$, so its Jacobian is diagonal, with {size} entries, and "
            "$\\circ$ is allowed as before, whatever shape the array has."
        )
    return (
        "Softmax as activation is block-diagonal over a batch: each example has a dense block of "
        "its own, and no $\\circ$ stands for it. Its shorthand is the softmax rule, row by row."
    )


@controls.fragment  # other vectors change nothing else on the page
def show_three_products(palette: Palette) -> None:
    """Show the Hadamard, dot and outer product of two vectors that the visitor sets."""
    st.markdown(
        "## Three products of two vectors\n\nThey are made of the same numbers and are confused "
        "with each other. Hadamard keeps the shape, dot adds up, outer makes every pair. Change "
        "the vectors, also their lengths: which products still exist?"
    )
    with st.container(horizontal=True):
        WIDGETS.typed("a", width=250)
        WIDGETS.typed("b", width=250)
    a, b = (_read(name) for name in ("a", "b"))
    if a is None or b is None:
        return  # nothing is said of other vectors
    equal = a.size == b.size
    with st.container(horizontal=True):
        _show("hadamard", [Term("a", a[None]), "∘", Term("b", b[None])], "Hadamard", palette, equal)
        _show("dot", [Term("a", a[None]), "@", Term("bᵀ", b[:, None])], "dot", palette, equal)
        _show("outer", [Term("aᵀ", a[:, None]), "@", Term("b", b[None])], "outer", palette, True)
    st.markdown(
        f"`a * b`, `a @ b` and `np.outer(a, b)`. {_said(a.size, b.size)} In the chain rule, the "
        "Hadamard product is a diagonal Jacobian, the dot product one entry of any matrix product, "
        "and the outer product the gradient of a weight matrix for one example."
    )


def _read(name: Literal["a", "b"]) -> Array | None:
    """Return the typed vector; if it cannot be read, warn and return None."""
    entries = WIDGETS.settings().numbers(name, MOST)
    if isinstance(entries, Refusal):
        st.warning(entries.sentence())
        return None
    return np.array(entries)


def _show(key: str, items: Items, name: str, palette: Palette, fits: bool) -> None:
    """Draw two vectors and their product; if it does not exist, only the two."""
    left, right = (item.values for item in items if isinstance(item, Term))
    if fits:
        items = [*items, "=", Term(name, left * right if "∘" in items else left @ right)]
    figure = equation(items, limit=largest(items), palette=palette, broken=None if fits else 0)
    alt = alt_text(items) + ("" if fits else ". The sizes do not fit")
    with st.container(width=round(figure.layout.width)):
        show_figure(figure, alt, key=key)


def _said(n: int, m: int) -> str:
    if n == m:
        return f"Of {n} and {m} numbers they have {n}, 1 and {n * m}."
    return (
        f"{n} and {m} numbers have neither a Hadamard nor a dot product: those want equal "
        f"sizes. Their outer product has {n * m} entries."
    )
