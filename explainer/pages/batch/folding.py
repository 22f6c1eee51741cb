"""From a link of the batch to the fold of its figure: which entry goes where."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from explainer.batch_scene import BatchScene
from explainer.compute.validation import Array
from explainer.figures.arrangement import Term, plain
from explainer.figures.cells import number
from explainer.figures.fold import Fold, Names, Part
from explainer.notation.batches import WEIGHTS, gradient_text, structure, text
from explainer.notation.names import Notation

ROOM = " " * 9  # for the names of the rows
EVERYTHING = (slice(None), slice(None))
Lit = tuple[slice, slice]


def folding(scene: BatchScene) -> Fold:
    """The product with the flattened Jacobian, and the short one, as the convention writes them."""
    link, n = scene.link, scene.notation
    outputs = link.upstream.shape[1]
    inside = link.gradient.shape[-1]  # of a row of the variable
    rows, columns = np.indices(scene.matrix.shape)
    i, k = divmod(scene.entry, inside)
    if link.variable in WEIGHTS:
        compact = _first_factor(scene)
        middle = (columns // outputs, rows // outputs)
        lit = (_row(i), _column(k), _cell(i, k))
        order: list[int | str] = [1, "@", 0, "=", 2]
    elif link.variable == "r":
        function, r = scene.batch.network.function, scene.batch.values.r
        compact = function.derivative(r) if scene.folds else np.zeros_like(r)
        middle = (rows // outputs, rows % outputs)
        lit = (_cell(i, k), _cell(i, k), _cell(i, k))
        order = [0, "∘", 1, "=", 2]
    else:
        weights = {"h": scene.batch.network.W2, "x": scene.batch.network.W1}[link.variable]
        compact = weights.T
        middle = (rows % outputs, columns % inside)
        lit = (_column(k), _row(i), _cell(i, k))
        order = [0, "@", 1, "=", 2]
    gradient = np.atleast_2d(link.gradient)
    names = _names(n, link.variable, link.output)
    folded = [
        Term(names[0], link.upstream, lit=lit[1]),
        Term(names[1], compact, lit=lit[0]),
        Term(names[2], gradient, lit=lit[2], clickable=True),
    ]
    support = link.jacobian.support()
    column = (slice(None), slice(scene.entry, scene.entry + 1))
    flat = [
        Term(f"vec({names[0]})", link.upstream.reshape(1, -1), lit=EVERYTHING),
        Term(structure(n, link.variable), scene.matrix, support=support, lit=column),
        Term(f"vec({names[2]})", gradient.reshape(1, -1), lit=column, clickable=True),
    ]
    flat = [replace(term, name=_shortened(term.name)) for term in flat]
    places = (_unflattened(link.upstream), middle, _unflattened(gradient))
    parts = [Part(a, b, *place) for a, b, place in zip(flat, folded, places, strict=True)]
    parts[1] = replace(parts[1], texts=_derivatives(scene))
    blocks = Names(_blocks(n, link.output, len(link.upstream)), _column_blocks(scene))
    if n.rows:
        return Fold((parts[0], parts[1], parts[2]), [0, "@", ROOM, 1, "=", 2], order, blocks)
    keeps = link.variable in WEIGHTS  # of a parameter the shapes stay as they are stored
    turned = [_turned(part, keeps) for part in parts]
    return Fold(
        (turned[0], turned[1], turned[2]),
        [ROOM, 1, "@", 0, "=", 2],
        order if keeps else [*order[:3][::-1], *order[3:]],
        Names(blocks.columns, blocks.rows),
    )


def _derivatives(scene: BatchScene) -> list[list[str]]:
    """What each entry of the Jacobian is: which output by which entry of the variable."""
    link = scene.link
    outputs, inputs = (
        [f"{plain(text(scene.notation, name))}{list(map(int, at))}" for at in np.ndindex(*shape)]
        for name, shape in (
            (link.output, link.upstream.shape),
            (link.variable, link.gradient.shape),
        )
    )
    return [
        [f"∂{out}/∂{into} = {number(value, 6)}" for into, value in zip(inputs, row, strict=True)]
        for out, row in zip(outputs, scene.matrix.tolist(), strict=True)
    ]


def _first_factor(scene: BatchScene) -> Array:
    """xᵀ, hᵀ or 1ᵀ."""
    values = scene.batch.values
    factors = {"W2": values.h, "W1": values.x}
    return factors.get(scene.variable, np.ones((len(values.x), 1))).T


def _unflattened(array: Array) -> tuple[Array, Array]:
    rows, columns = np.indices(array.shape)
    return rows.reshape(1, -1), columns.reshape(1, -1)


def _names(n: Notation, variable: str, output: str) -> tuple[str, str, str]:
    """Of the upstream gradient, the factor, and the gradient, folded."""
    upstream, own = gradient_text(n, output), gradient_text(n, variable)
    if variable in WEIGHTS:
        factor = {"W2": n.text("h"), "W1": n.text("x")}.get(variable, "1")
        return (upstream, f"{factor}ᵀ", own) if n.rows else (f"({upstream})ᵀ", factor, own)
    factor = {"r": "s", "h": "W₂", "x": "W₁"}[variable]
    return upstream, factor if variable == "r" or not n.rows else f"{factor}ᵀ", own


def _shortened(name: str) -> str:
    """`vec((∇J)ᵀ)` of a column is `vec(∇J)`: flattened, a transpose says nothing."""
    return name.replace("vec((", "vec(").replace(")ᵀ)", ")")


def _turned(part: Part, keeps_folded: bool) -> Part:
    """Transposed; the folded matrix only if it is not a parameter's."""
    flat, rows, columns = _transposed(part.flat), part.rows.T, part.columns.T
    texts = part.texts and [list(line) for line in zip(*part.texts, strict=True)]
    if keeps_folded:
        return Part(flat, part.folded, rows, columns, texts)
    return Part(flat, _transposed(part.folded), columns, rows, texts)


def _transposed(term: Term) -> Term:
    support = None if term.support is None else term.support.T
    lit = None if term.lit is None else term.lit[::-1]
    return replace(term, values=term.values.T, support=support, lit=lit)


def _row(i: int) -> Lit:
    return slice(i, i + 1), slice(None)


def _column(j: int) -> Lit:
    return slice(None), slice(j, j + 1)


def _cell(i: int, j: int) -> Lit:
    return slice(i, i + 1), slice(j, j + 1)


def _blocks(n: Notation, name: str, count: int) -> list[str]:
    return [f"{text(n, name)}[{at}]" for at in range(count)]


def _column_blocks(scene: BatchScene) -> list[str]:
    n, variable = scene.notation, scene.variable
    if scene.link.gradient.ndim == 1:
        return [text(n, variable)]
    return _blocks(n, variable, len(scene.link.gradient))


def slices(scene: BatchScene) -> list[Term | str]:
    """∂output/∂W of the first example as one matrix for each output."""
    link, n = scene.link, scene.notation
    outputs = link.upstream.shape[1]
    tensor = scene.matrix[:outputs].reshape(outputs, *link.gradient.shape)
    support = link.jacobian.support()[:outputs].reshape(tensor.shape)
    name = f"∂{text(n, link.output)}[{{}}]/∂{text(n, link.variable)}"
    items: list[Term | str] = []
    for k in range(outputs):
        items += ["", Term(name.format(k), tensor[k], support=support[k])]
    return items[1:]
