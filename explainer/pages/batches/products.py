"""The four rules as cases of one identity, and the three products that are confused."""

import numpy as np
import streamlit as st

from explainer.compute.batch import VARIABLES
from explainer.figures.alt import alt_text
from explainer.figures.arrangement import Term
from explainer.figures.cells import number
from explainer.figures.equation import equation
from explainer.notation import batches as notation
from explainer.pages.batches.scene import BatchScene
from explainer.pages.parts import show_figure, show_table
from explainer.pages.terms import Items

ONE, OTHER = np.array([2.0, -1.0, 0.5]), np.array([1.0, 3.0, -2.0])
LARGEST = 6.0  # of their products, in size


def show_rules(scene: BatchScene) -> None:
    """v (A ⊗ B) = vec(Aᵀ V B), and what it is for each variable, with the difference computed."""
    n = scene.notation
    upstream = "v\\,(A\\otimes B) = \\operatorname{vec}(A^{\\top} V B)"
    if not n.rows:
        upstream = "(A\\otimes B)^{\\top} v = \\operatorname{vec}(A^{\\top} V B)"
    st.markdown(
        f"## One identity, four rules\n\n$$\n{upstream}\n$$\n\n"
        "$A\\otimes B$, the matrix of blocks $A_{ij}B$, is called the Kronecker product. $V$ is "
        "$v$ with a row for each row of $A$ (an example, drawn as a column in the convention of "
        "columns), and vec flattens row by row. (Books that stack columns write the factors the "
        "other way round, $x\\otimes I$ as $I\\otimes x$.) What are usually taught as four rules "
        "are this one identity:"
    )
    rows = []
    for name, link in scene.links.items():
        if VARIABLES[name].role == "activation":
            continue
        rule = notation.rule(n, name)
        big = link.upstream.reshape(-1) @ np.asarray(link.jacobian)
        off = number(float(np.abs(big - link.gradient.reshape(-1)).max()), 2)
        code = f"`{rule.short_code}`"
        rows.append((f"${n.node(name)}$", f"${rule.structure}$", f"${rule.shorthand}$", code, off))
    header = ("with respect to", "A ⊗ B", "rule", "in NumPy", "differs from the big matrix by")
    show_table(header, rows, key="rules", width=640)
    st.markdown(_explain_activation(scene))


def _explain_activation(scene: BatchScene) -> str:
    n, function = scene.notation, scene.batch.network.function
    r, h = n.node("r"), n.node("h")
    size = scene.links["r"].gradient.size
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


def show_three_products(scene: BatchScene) -> None:
    """Hadamard, dot and outer product of the same two vectors."""
    st.markdown(
        "## Three products of two vectors\n\nThey are made of the same numbers and are confused "
        "with each other. Hadamard keeps the shape, dot adds up, outer makes every pair."
    )
    row, other = ONE[np.newaxis, :], OTHER[np.newaxis, :]
    products: dict[str, Items] = {
        "hadamard": [Term("a", row), "∘", Term("b", other), "=", Term("Hadamard", row * other)],
        "dot": [Term("a", row), "@", Term("bᵀ", other.T), "=", Term("dot", row @ other.T)],
        "outer": [Term("aᵀ", row.T), "@", Term("b", other), "=", Term("outer", row.T @ other)],
    }
    with st.container(horizontal=True):
        for name, items in products.items():
            figure = equation(items, limit=LARGEST, palette=scene.palette)
            with st.container(width=round(figure.layout.width)):
                show_figure(figure, alt_text(items), key=name)
    st.markdown(
        "`a * b`, `a @ b` and `np.outer(a, b)`. In the chain rule, the Hadamard product is a "
        "diagonal Jacobian, the dot product one entry of any matrix product, and the outer product "
        "the gradient of a weight matrix for one example."
    )
