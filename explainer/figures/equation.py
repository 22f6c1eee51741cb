"""The equation figure: a row of matrices, drawn to scale, with the operators between them."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from explainer.figures.arrangement import WIDTH, arrange
from explainer.figures.drawing import Spec, assembled, canvas
from explainer.figures.term import Term
from explainer.figures.tiles import marks, numbers, tiles
from explainer.figures.tracer import tracer
from explainer.figures.writing import labels, lettering, operators
from explainer.palette import Palette


def equation(
    items: Sequence[Term | str],
    *,
    limit: float,
    palette: Palette,
    width: float = WIDTH,
    broken: int | None = None,
    letters: float = 1,
) -> go.Figure:
    """Draw a row of matrices to scale, with the operators between them, row 0 on top.

    `items` are the terms and, as strings, the operators. `limit` is the absolute value at which the
    colour saturates; pass one limit to all figures that are compared. Cells hold numbers up to 12
    rows and columns. A structural zero has no tile: its z is None and its number faint. `broken` is
    the index, among the strings, of an operator that cannot join its sides: it is crossed out. With
    larger `letters` the figure has no numbers, to be shown smaller.
    """
    arranged = arrange(items, width, letters)
    terms = arranged.terms
    words = [word for placed in terms for word in labels(placed, arranged, palette)]
    margin = 0 if terms[0].numbered else 3  # small cells would be covered
    data = [*tiles(terms, palette), *tracer(terms, palette, margin)]
    layout = canvas(arranged.width, arranged.height, limit, palette)
    words += operators(arranged, palette)
    words += [word for placed in terms for word in numbers(placed, limit, palette)]
    layout["images"] = [lettering(words, (placed.box for placed in terms), layout, palette)]
    layout["shapes"] = marks(terms, palette)
    if broken is not None:
        layout["shapes"].append(_crack(arranged.operators[broken][0], palette))
    return assembled(data, layout)


def _crack(x: float, palette: Palette) -> Spec:
    """A line through the whole row where it breaks."""
    ends = {"x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper"}
    line = {"color": palette.negative, "width": 3, "dash": "dash"}
    return {"type": "line", **ends, "line": line, "layer": "below"}
