"""The parts of an equation figure: coloured cells, the numbers in them, and marks behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Placed
from explainer.figures.drawing import Spec, rectangle, squares, tiled
from explainer.figures.term import plain
from explainer.figures.tracer import hover_text, support_of
from explainer.figures.writing import TEXT, Word
from explainer.palette import Palette
from explainer.wording import cell_text


def tiles(terms: Sequence[Placed], palette: Palette) -> list[Spec]:
    """The coloured cells.

    Terms of one height and scale share a heatmap, with an empty column between them: each heatmap
    takes the browser as long as twenty cells.
    """
    terms = [placed for placed in terms if not placed.term.unknown]
    kinds = list(dict.fromkeys((placed.top, placed.term.limit) for placed in terms))
    return [
        _heatmap([placed for placed in terms if (placed.top, placed.term.limit) == kind], palette)
        for kind in kinds
    ]


def _heatmap(terms: Sequence[Placed], palette: Palette) -> Spec:
    first = terms[0]
    # Edges, not centres: from the centre of a single row Plotly cannot know its height.
    edges = [placed.left + placed.cell * np.arange(placed.term.columns + 1) for placed in terms]
    return {
        "type": "heatmap",
        "name": ", ".join(plain(placed.term.name) for placed in terms),
        "x": np.concatenate(edges).tolist(),
        "y": (first.top + first.cell * np.arange(first.term.rows + 1)).tolist(),
        "z": _beside([tiled(p.term.values, support_of(p.term)) for p in terms], None),
        "text": _beside([hover_text(placed.term) for placed in terms], ""),
        "xgap": first.gap,
        "ygap": first.gap,
        **_scale(first.term.limit, palette),
        "hoverinfo": "text",
        "hoverongaps": True,
    }


def _scale(limit: float | None, palette: Palette) -> Spec:
    """The figure's colours, or the same with a limit of their own."""
    if limit is None:
        return {"coloraxis": "coloraxis"}
    colors = palette.colorscale()
    return {"zmin": -limit, "zmax": limit, "colorscale": colors, "showscale": False}


def _beside(blocks: Sequence[Array], between: object) -> list[list[object]]:
    """The rows of all blocks, with a column of `between` after each but the last."""
    gap = np.full((len(blocks[0]), 1), between, dtype=object)
    return np.hstack([part for block in blocks for part in (block, gap)][:-1]).tolist()


def markers(placed: Placed, limit: float, palette: Palette) -> Spec:
    """The coloured cells as markers, for a figure with frames: playing them loses a heatmap."""
    rows, columns = np.indices(placed.term.values.shape).reshape(2, -1)
    if placed.term.unknown:
        rows, columns = rows[:0], columns[:0]
    look = colored(placed, placed.term.values.ravel(), placed.term.limit or limit, palette)
    cells = squares(plain(placed.term.name), *placed.centers(rows, columns), **look)
    return cells | hovered(placed, hover_text(placed.term).ravel().tolist())


def colored(placed: Placed, values: Array, limit: float, palette: Palette) -> Spec:
    """The markers of these entries: they fill their cells, in the colours of the values."""
    fills = [palette.fill(value / limit) for value in values.tolist()]
    return {"size": placed.cell - placed.gap, "color": fills, "opacity": 1}


def hovered(placed: Placed, texts: Sequence[str]) -> Spec:
    """Return the hover texts of markers, where neither numbers nor click targets show them.

    Plotly selects everything that has a hover text: a click must find only the targets.
    """
    if placed.numbered or placed.term.clickable:
        return {"hoverinfo": "skip"}
    return {"hoverinfo": "text", "hovertext": texts}


def numbers(placed: Placed, limit: float, palette: Palette) -> Iterator[Word]:
    """The number in each cell, if the cells are large enough; structural zeros are faint."""
    if placed.term.unknown:
        yield placed.middle, (placed.top + placed.bottom) / 2, "?", 18 * placed.letters, palette.ink
    if placed.term.unknown or not placed.numbered:
        return
    support, columns = support_of(placed.term), placed.column_centers()
    limit = placed.term.limit or limit
    for i, y in enumerate(placed.row_centers()):
        for j, x in enumerate(columns):
            value = float(placed.term.values[i, j])
            color = palette.ink_on(value / limit) if support[i, j] else palette.muted
            yield float(x), float(y), *cell_word(value, placed.cell), color


def cell_word(value: float, cell: float) -> tuple[str, float]:
    """The text of a cell, and the size at which it leaves a margin in it."""
    text = cell_text(value)
    width = TEXT * sum({".": 0.29, "−": 0.75}.get(character, 0.575) for character in text)
    return text, round(TEXT * min(1, (cell - 3) / width), 1)


def marks(terms: Sequence[Placed], palette: Palette) -> list[Spec]:
    """The marker behind the current factor, and those that are not seen."""
    marked = [placed for placed in terms if placed.term.current or placed.term.markable]
    return [_mark(placed, palette) | {"opacity": int(placed.term.current)} for placed in marked]


def _mark(placed: Placed, palette: Palette) -> Spec:
    half = max(placed.right - placed.left, placed.letters * placed.term.label_width) / 2 + 7
    box = (placed.middle - half, 0, placed.middle + half, 1)
    fill = {"fillcolor": palette.mark, "line": {"width": 0}}
    return rectangle(box, name="mark", yref="paper", layer="below", **fill)
