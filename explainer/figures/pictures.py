"""The handwritten digit and its gradient, as pictures side by side."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from explainer.compute.arrays import Array
from explainer.figures.drawing import Spec, assembled, canvas, rectangle
from explainer.figures.writing import Word, lettering
from explainer.palette import Palette
from explainer.wording import number

SIDE, GAP, HEAD, EDGE = 184, 40, 30, 8  # pixels


def digit_pictures(
    image: Array, gradient: Array | None, *, name: str, palette: Palette
) -> go.Figure:
    """`image`, pixels (n, n) from 0 to 1, and beside it `gradient` (n, n), named `name`.

    The image runs from the background to the ink, the gradient on the diverging scale, symmetric
    about 0 and saturating at its own largest entry.
    """
    pictures = [("the digit x", image, "coloraxis2")]
    if gradient is not None:
        pictures.append((name, gradient, "coloraxis"))
    limit = float(np.abs(gradient).max()) if gradient is not None else 1.0
    width = len(pictures) * (SIDE + GAP) - GAP + 2 * EDGE
    layout = canvas(width, HEAD + SIDE + EDGE, limit or 1.0, palette)
    greys = [[0, palette.background], [1, palette.ink]]
    layout["coloraxis2"] = {"cmin": 0, "cmax": 1, "colorscale": greys, "showscale": False}
    lefts = [EDGE + at * (SIDE + GAP) for at in range(len(pictures))]
    titles: list[Word] = [
        (left + SIDE / 2, HEAD / 2, f"<b>{title}</b>", 14, palette.ink)
        for left, (title, *_) in zip(lefts, pictures, strict=True)
    ]
    layout["images"] = [lettering(titles, [], layout, palette)]
    line = {"color": palette.muted, "width": 1}
    layout["shapes"] = [rectangle((x, HEAD, x + SIDE, HEAD + SIDE), line=line) for x in lefts]
    pairs = zip(lefts, pictures, strict=True)
    return assembled([_heatmap(left, *picture) for left, picture in pairs], layout)


def _heatmap(left: float, title: str, pixels: Array, axis: str) -> Spec:
    edges = SIDE / len(pixels) * np.arange(len(pixels) + 1)
    return {
        "type": "heatmap",
        "name": title,
        "x": (left + edges).tolist(),
        "y": (HEAD + edges).tolist(),
        "z": pixels.tolist(),
        "coloraxis": axis,
        "customdata": [[number(v, 4) for v in row] for row in pixels],
        "hovertemplate": f"{title}: %{{customdata}}<extra></extra>",
    }
