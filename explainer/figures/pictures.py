"""The handwritten digit and its gradient, as pictures side by side."""

from __future__ import annotations

import numpy as np
import plotly.graph_objects as go

from explainer.compute.validation import Array
from explainer.figures.cells import number
from explainer.palette import Palette

SIDE, GAP, HEAD, EDGE = 184, 40, 30, 8  # pixels


def digit_pictures(
    image: Array, gradient: Array | None, *, name: str, palette: Palette
) -> go.Figure:
    """`image`, pixels (n, n) from 0 to 1, and beside it `gradient` (n, n), named `name`.

    The image runs from the background to the ink, the gradient on the diverging scale, symmetric
    about 0 and saturating at its own largest entry.
    """
    pictures = [(image, "the digit x", "greys")]
    if gradient is not None:
        pictures.append((gradient, name, "signed"))
    width = len(pictures) * (SIDE + GAP) - GAP + 2 * EDGE
    figure = go.Figure()
    for at, (pixels, title, axis) in enumerate(pictures):
        left = EDGE + at * (SIDE + GAP)
        step = SIDE / len(pixels)
        edges = step * np.arange(len(pixels) + 1)
        figure.add_heatmap(
            name=title,
            x=left + edges,
            y=HEAD + edges,
            z=pixels,
            coloraxis="coloraxis" if axis == "signed" else "coloraxis2",
            customdata=[[number(v, 4) for v in row] for row in pixels],
            hovertemplate=f"{title}: %{{customdata}}<extra></extra>",
        )
        figure.add_annotation(
            x=left + SIDE / 2,
            y=HEAD / 2,
            text=f"<b>{title}</b>",
            showarrow=False,
            font={"size": 14, "color": palette.ink},
        )
        figure.add_shape(
            type="rect",
            **{"x0": left, "x1": left + SIDE, "y0": HEAD, "y1": HEAD + SIDE},
            line={"color": palette.muted, "width": 1},
        )
    limit = float(np.abs(gradient).max()) if gradient is not None else 1.0
    hidden = {"visible": False, "fixedrange": True}
    height = HEAD + SIDE + EDGE
    figure.update_layout(
        template="none",
        width=width,
        height=height,
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        xaxis={"range": [0, width], **hidden},
        yaxis={"range": [height, 0], **hidden},
        coloraxis={
            "cmin": -limit or -1.0,
            "cmax": limit or 1.0,
            "colorscale": palette.colorscale(),
            "showscale": False,
        },
        coloraxis2={
            "cmin": 0,
            "cmax": 1,
            "colorscale": [[0, palette.background], [1, palette.ink]],
            "showscale": False,
        },
        dragmode=False,
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
    )
    return figure
