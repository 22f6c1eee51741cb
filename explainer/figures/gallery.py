"""The gallery: a small Jacobian of each function, to see at a glance which are diagonal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.compute.arrays import Array
from explainer.figures.arrangement import Box
from explainer.figures.drawing import Spec, assembled, canvas, outlines, squares
from explainer.figures.tracer import targets
from explainer.figures.writing import Word, lettering
from explainer.palette import Palette

PLACE, ROW = 107, 110  # pixels from picture to picture
ACROSS = 8
CELL, HEAD, EDGE = 14, 10, 4


@dataclass(frozen=True, eq=False)
class Thumbnail:
    """A Jacobian of the gallery, with its name."""

    name: str
    values: Array  # (m, n)
    support: Array  # False: a structural zero
    diagonal: bool  # may ∘ stand for the matrix product
    label: str = ""  # in the picture, if not the name


def gallery(pictures: Sequence[Thumbnail], chosen: str, *, palette: Palette) -> go.Figure:
    """Draw all Jacobians in rows; a click on one returns its number as `customdata`.

    Each has its own colour scale. A structural zero has no tile.
    """
    rows = -(-len(pictures) // ACROSS)
    layout = canvas(ACROSS * PLACE + 2 * EDGE, rows * ROW + 2 * EDGE, 1, palette)
    words = [word for at, picture in enumerate(pictures) for word in _words(at, picture, palette)]
    boxes = [_box(at, picture) for at, picture in enumerate(pictures)]
    layout["images"] = [lettering(words, boxes, layout, palette)]
    data = [_tiles(pictures, palette)]
    names = [picture.name for picture in pictures]
    if chosen in names:
        left, top = _corner(names.index(chosen))
        outline = (left + 2, top + 1, left + PLACE - 2, top + ROW - 3)
        data.append(outlines([outline], palette, "chosen"))
    return assembled([*data, _targets(pictures)], layout)


def _corner(at: int) -> tuple[float, float]:
    return EDGE + PLACE * (at % ACROSS), EDGE + ROW * (at // ACROSS)


def _box(at: int, picture: Thumbnail) -> Box:
    """Return the box of the matrix, centred in its place."""
    left, top = _corner(at)
    rows, columns = picture.values.shape
    x = left + (PLACE - columns * CELL) / 2
    y = top + HEAD + (4 - rows) * CELL / 2
    return x, y, x + columns * CELL, y + rows * CELL


def _words(at: int, picture: Thumbnail, palette: Palette) -> Iterator[Word]:
    left, top = _corner(at)
    yield (
        left + PLACE / 2,
        top + HEAD + 4 * CELL + 14,
        picture.label or picture.name,
        12,
        palette.ink,
    )
    x, y = left + PLACE / 2, top + HEAD + 4 * CELL + 31
    yield (
        (x, y, "<b>∘</b>", 17, palette.accent)
        if picture.diagonal
        else (x, y, "@", 13, palette.muted)
    )


def _tiles(pictures: Sequence[Thumbnail], palette: Palette) -> Spec:
    x, y, colors = [], [], []
    for at, picture in enumerate(pictures):
        left, top, *_ = _box(at, picture)
        limit = float(np.abs(picture.values).max()) or 1.0
        for i, j in np.argwhere(picture.support):
            x.append(left + CELL * (j + 0.5))
            y.append(top + CELL * (i + 0.5))
            colors.append(palette.fill(float(picture.values[i, j]) / limit))
    tiles = squares("tiles", x, y, size=CELL - 1.5, color=colors, opacity=1)
    return tiles | {"hoverinfo": "skip"}


def _targets(pictures: Sequence[Thumbnail]) -> Spec:
    corners = [_corner(at) for at in range(len(pictures))]
    return targets(
        [left + PLACE / 2 for left, _ in corners],
        [top + ROW / 2 for _, top in corners],
        size=ROW - 6,
        data=[(0, at) for at in range(len(pictures))],
        texts=None,  # each has its name below it
        name="pictures",
    )
