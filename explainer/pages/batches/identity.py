"""The flattened Jacobian by one variable, folded into the short product that people write."""

import numpy as np
import streamlit as st

from explainer.compute.batch import Batch
from explainer.compute.product_structures import Kronecker
from explainer.derivation.parts import Follows
from explainer.figures.alt import alt_text
from explainer.figures.fold import fold
from explainer.notation import batches as notation
from explainer.pages.batches.controls import WIDGETS, trace
from explainer.pages.batches.folding import folding, slices
from explainer.pages.batches.scene import BatchScene
from explainer.pages.parts import show_equation, show_figure, show_snippet, show_source
from explainer.wording import number, sum_of_products


def show_identity(shown: BatchScene) -> None:
    """Show formula, figure, traced entry, rule and NumPy of the chosen variable."""
    n, name = shown.scene.notation, shown.variable.name
    rule = notation.rule(n, name)
    formulas = [
        f"{notation.jacobian(n, name)} = {rule.structure}",
        f"{n.gradient(name)} = {rule.shorthand}",
    ]
    if shown.variable.role == "activation" and shown.folds:
        formulas.append(f"s = {n.derivative.latex}")
    st.markdown("\n\n".join(f"$$\n{formula}\n$$" for formula in formulas))
    if shown.folds:
        WIDGETS.toggle("folded")
        _show_fold(shown)
    else:
        _show_blocks(shown)
    WIDGETS.slider("traced", f"Trace an entry of {n.gradient_plain(name)}, flattened")
    _show_sum(shown)
    st.markdown(_explain(shown, rule))
    if shown.variable.role == "weights":
        _show_slices(shown)
    code = notation.snippet(n, name, shown.batch.reduction, folded=shown.folded)
    show_snippet(code, n.stored(name, shown.link.gradient))
    show_source("identity", Batch.link, Batch.jacobian, Kronecker)


def _show_fold(shown: BatchScene) -> None:
    parts = folding(shown)
    terms = [term for part in parts.parts for term in (part.flat, part.folded)]
    limit = max(float(np.abs(term.values).max()) for term in terms) or 1.0
    figure = fold(parts, limit=limit, palette=shown.scene.palette)
    flat = [i if isinstance(i, str) else parts.parts[i].flat for i in parts.flat]
    folded = [i if isinstance(i, str) else parts.parts[i].folded for i in parts.folded]
    follows = Follows("folded", alt_text(folded))
    show_figure(figure, alt_text(flat), key="fold", act=trace, follows=follows)


def _show_blocks(shown: BatchScene) -> None:
    """Show the blocks of softmax over a batch: dense and all different, they cannot be folded."""
    parts = folding(shown)
    items = [i if isinstance(i, str) else parts.parts[i].flat for i in parts.flat]
    show_equation(items, key="fold", act=trace)
    st.markdown(
        "Each example has a dense block of its own, and no two are alike: there is nothing to fold."
    )


def _show_sum(shown: BatchScene) -> None:
    """Show the traced entry as a sum of products, without the structural zeros."""
    n, link, entry = shown.scene.notation, shown.link, shown.entry
    reached = link.jacobian.support()[:, entry]
    upstream, column = link.upstream.reshape(-1)[reached], shown.matrix[reached, entry]
    total = number(float(link.gradient.reshape(-1)[entry]))
    written = sum_of_products(*n.ordered((upstream, column)))
    place = np.unravel_index(entry, link.gradient.shape)
    turned = notation.stored_turned(n, shown.variable)
    name = n.gradient_plain(link.input)
    zeros = (
        ""
        if shown.folded
        else f": of the {reached.size} products {reached.size - int(reached.sum())} are zero for "
        "every input and every weight"
    )
    at = ", ".join(str(int(at)) for at in (place[::-1] if turned else place))
    st.markdown(f"{name}[{at}] = {written} = **{total}**{zeros}.")


def _explain(shown: BatchScene, rule: notation.Rule) -> str:
    n, link = shown.scene.notation, shown.link
    rows, columns = link.jacobian.shape
    filled = int(np.count_nonzero(link.jacobian.support()))
    big = link.upstream.reshape(-1) @ shown.matrix
    difference = np.abs(shown.batch.short(link.input).reshape(-1) - big).max()
    stored = n.stored(link.input, link.gradient)
    sizes = " × ".join(map(str, (*link.upstream.shape, *stored.shape)))
    output, variable = (n.node(name) for name in (link.output, link.input))
    by = "column by column" if n.out_in else "row by row"
    order = {"weights": by, "bias": "as it is"}.get(shown.variable.role, "likewise")
    columns_note = (
        ""
        if n.rows
        else " (Indices, shapes and NumPy name the example first, also where it is drawn as a "
        "column.)"
    )
    return (
        f"Flatten ${output}$ example by example ({rows} numbers) and ${variable}$ {order} "
        f"({columns}): the Jacobian is a {rows}×{columns} matrix, or not flattened "
        f"({notation.dimensions(n, link.input)}) = {sizes}. Of its {rows * columns} entries "
        f"{rows * columns - filled} are zero for every input and every weight. What people write "
        f"is {rule.name}: no flattening, no zeros. It differs from the product with the flattened "
        f"matrix by {number(difference, 2)}.{columns_note}"
    )


def _show_slices(shown: BatchScene) -> None:
    """Show the Jacobian as a tensor: one slice for each output of one example."""
    n, link = shown.scene.notation, shown.link
    output, variable = (n.node(name) for name in (link.output, link.input))
    outputs, line = link.upstream.shape[1], "row" if n.out_in else "column"
    st.markdown(
        f"**As a tensor.** Of one example, the Jacobian not flattened is a stack of {outputs} "
        f"slices, one for each output ${output}_k$, each of the shape of ${variable}$. In slice "
        f"$k$ only {line} $k$ is not zero, for ${output}_k$ is made with that {line} alone, and "
        "what stands there is the example's input of the layer."
    )
    show_equation(slices(shown), key="slices")
