"""The fold of a link of the batch: the place where each entry of its figure goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from explainer.compute.arrays import Array
from explainer.compute.batch import Role
from explainer.figures.fold import Fold, FoldPart, Names
from explainer.figures.term import Term, plain
from explainer.notation.batches import drawn_turned, names, rule, stored_turned
from explainer.notation.names import Notation
from explainer.pages.batches.scene import BatchScene
from explainer.terms import EVERYTHING
from explainer.wording import number

ROOM = " " * 9  # for the names of the rows
Lit = tuple[slice, slice]


@dataclass(frozen=True)
class Folding:
    """The fold for variables of one role: the short product, and the cells that make one entry."""

    order: tuple[int | str, ...]  # upstream 0, factor 1, result 2, and the signs between them
    # From row and column of an entry of the Jacobian, the number of outputs, and the length of a
    # row of the variable: its place in the factor, where it meets equal entries.
    place: Callable[[Array, Array, int, int], tuple[Array, Array]]
    lit: Callable[[int, int], tuple[Lit, Lit]]  # cells of factor and upstream for entry [i, k]
    transposed: bool = False  # True if the product has the factor transposed


_OF_PARAMETERS = Folding(
    (1, "@", 0, "=", 2),
    lambda rows, columns, outputs, inside: (columns // outputs, rows // outputs),
    lambda i, k: (_row(i), _column(k)),
    transposed=True,
)
FOLDINGS: dict[Role, Folding] = {
    "weights": _OF_PARAMETERS,
    "bias": _OF_PARAMETERS,
    "layer": Folding(
        (0, "@", 1, "=", 2),
        lambda rows, columns, outputs, inside: (rows % outputs, columns % inside),
        lambda i, k: (_column(k), _row(i)),
        transposed=True,
    ),
    "activation": Folding(
        (0, "∘", 1, "=", 2),
        lambda rows, columns, outputs, inside: (rows // outputs, rows % outputs),
        lambda i, k: (_cell(i, k), _cell(i, k)),
    ),
}


def folding(shown: BatchScene) -> Fold:
    """Return the product with the flattened Jacobian and the short one, in the convention."""
    link, n, how = shown.link, shown.scene.notation, FOLDINGS[shown.variable.role]
    upstream, gradient = link.upstream, np.atleast_2d(link.gradient)
    at: Array = np.indices(shown.matrix.shape)
    middle = how.place(at[0], at[1], upstream.shape[1], gradient.shape[1])
    places = (_unflattened(upstream), middle, _unflattened(gradient))
    pairs = zip(_flat(shown), _folded(shown, how), places, strict=True)
    parts = [FoldPart(flat, folded, *place) for flat, folded, place in pairs]
    parts[1] = replace(parts[1], texts=_derivatives(shown))
    blocks = Names(_blocks(n, link.output, len(upstream)), _column_blocks(shown))
    order, turns = list(how.order), drawn_turned(n, shown.variable)
    first, second, third = (_turned(part, not n.rows, turns) for part in parts)
    return Fold(
        (first, second, third),
        [0, "@", ROOM, 1, "=", 2] if n.rows else [ROOM, 1, "@", 0, "=", 2],
        [*order[:3][::-1], *order[3:]] if turns else order,
        blocks if n.rows else Names(blocks.columns, blocks.rows),
    )


def _folded(shown: BatchScene, how: Folding) -> list[Term]:
    """Return upstream gradient, factor and result, as they are stored."""
    link, (i, k) = shown.link, divmod(shown.entry, shown.link.gradient.shape[-1])
    factor = shown.batch.factor(shown.variable)
    lit_factor, lit_upstream = how.lit(i, k)
    upstream, middle, own = names(shown.scene.notation, link.input)
    gradient = np.atleast_2d(link.gradient)
    return [
        Term(upstream, link.upstream, lit=lit_upstream),
        Term(middle, factor.T if how.transposed else factor, lit=lit_factor),
        Term(own, gradient, lit=_cell(i, k), clickable=True),
    ]


def _flat(shown: BatchScene) -> list[Term]:
    """Return upstream gradient and result, both flattened, and between them the Jacobian."""
    n, link = shown.scene.notation, shown.link
    upstream, own = n.gradient_text(link.output), n.gradient_text(link.input)
    column = _column(shown.entry)
    structure = rule(n, link.input).structure_text
    return [
        Term(f"vec({upstream})", link.upstream.reshape(1, -1), lit=EVERYTHING),
        Term(structure, shown.matrix, support=link.jacobian.support(), lit=column),
        Term(f"vec({own})", link.gradient.reshape(1, -1), lit=column, clickable=True),
    ]


def _derivatives(shown: BatchScene) -> list[list[str]]:
    """Return the hover text of each entry of the Jacobian: ∂output/∂variable = value."""
    link = shown.link
    outputs, inputs = (
        [
            f"{plain(shown.scene.notation.text(name))}{_index(at, turned)}"
            for at in np.ndindex(*shape)
        ]
        for name, shape, turned in (
            (link.output, link.upstream.shape, False),
            (link.input, link.gradient.shape, stored_turned(shown.scene.notation, shown.variable)),
        )
    )
    return [
        [f"∂{out}/∂{into} = {number(value, 6)}" for into, value in zip(inputs, row, strict=True)]
        for out, row in zip(outputs, shown.matrix.tolist(), strict=True)
    ]


def _index(at: tuple[int, ...], turned: bool) -> list[int]:
    return [int(place) for place in (at[::-1] if turned else at)]


def _unflattened(array: Array) -> tuple[Array, Array]:
    rows, columns = np.indices(array.shape)
    return rows.reshape(1, -1), columns.reshape(1, -1)


def _turned(part: FoldPart, flat: bool, folded: bool) -> FoldPart:
    """Transpose the part as it is flattened, as it is folded, or both."""
    if flat:
        texts = part.texts and [list(line) for line in zip(*part.texts, strict=True)]
        part = FoldPart(_transposed(part.flat), part.folded, part.rows.T, part.columns.T, texts)
    if folded:
        part = replace(part, folded=_transposed(part.folded), rows=part.columns, columns=part.rows)
    return part


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
    return [f"{n.text(name)}[{at}]" for at in range(count)]


def _column_blocks(shown: BatchScene) -> list[str]:
    n, link = shown.scene.notation, shown.link
    if link.gradient.ndim == 1:
        return [n.text(link.input)]
    if stored_turned(n, shown.variable):
        return [f"{n.text(link.input)}[:, {at}]" for at in range(len(link.gradient))]
    return _blocks(n, link.input, len(link.gradient))


def slices(shown: BatchScene) -> list[Term | str]:
    """Return ∂output/∂W of the first example as one matrix for each output."""
    link, n = shown.link, shown.scene.notation
    outputs = link.upstream.shape[1]
    tensor = shown.matrix[:outputs].reshape(outputs, *link.gradient.shape)
    support = link.jacobian.support()[:outputs].reshape(tensor.shape)
    name = f"∂{n.text(link.output)}[{{}}]/∂{n.text(link.input)}"
    items: list[Term | str] = []
    for k in range(outputs):
        jacobian, seen = n.stored(link.input, tensor[k]), n.stored(link.input, support[k])
        items += ["", Term(name.format(k), jacobian, support=seen)]
    return items[1:]
