"""The error of a central difference against the size of the nudge: it falls and rises again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import plotly.graph_objects as go

from explainer.figures.drawing import FONT, Spec, assembled
from explainer.palette import Palette
from explainer.wording import number

WIDTH, HEIGHT = 348, 270  # pixels: within a phone
LOWEST = 1e-18  # where an error of 0 is drawn, on a scale that has no 0


@dataclass(frozen=True)
class ErrorCurve:
    """The largest error of the Jacobian at each size of the nudge; None where there is no value."""

    epsilons: Sequence[float]
    errors: Sequence[float | None]
    chosen: float
    complex_step: float | None  # its error, at any size of its step


def error_curve(parts: ErrorCurve, *, palette: Palette) -> go.Figure:
    """Both axes logarithmic, the nudge shrinking to the right; the chosen one marked."""
    data = [_curve(parts, palette), _chosen(parts, palette)]
    if parts.complex_step is not None:
        data.append(_flat(parts, parts.complex_step, palette))
    known = [error for error in parts.errors if error]
    top = max(1.5, np.log10(max(known)) + 1) if known else 1.5
    return assembled(data, _layout(float(top), palette))


def _points(name: str, mode: str, x: Sequence[float], errors: Sequence[float | None]) -> Spec:
    y = [error if error is None else max(error, LOWEST) for error in errors]
    return {"type": "scatter", "mode": mode, "name": name, "x": list(x), "y": y}


def _curve(parts: ErrorCurve, palette: Palette) -> Spec:
    texts = [
        f"ε = {eps:.0e}: error {'none' if error is None else number(error, 2)}"
        for eps, error in zip(parts.epsilons, parts.errors, strict=True)
    ]
    return {
        **_points("nudge, Δy/ε", "lines+markers", parts.epsilons, parts.errors),
        "line": {"color": palette.positive, "width": 2},
        "marker": {"size": 6},
        "hoverinfo": "text",
        "hovertext": texts,
    }


def _chosen(parts: ErrorCurve, palette: Palette) -> Spec:
    error = parts.errors[list(parts.epsilons).index(parts.chosen)]
    ring = {"size": 13, "symbol": "circle-open", "color": palette.accent, "line": {"width": 3}}
    points = _points("this ε", "markers", [parts.chosen], [error])
    return {**points, "marker": ring, "hoverinfo": "skip"}


def _flat(parts: ErrorCurve, error: float, palette: Palette) -> Spec:
    ends = [parts.epsilons[0], parts.epsilons[-1]]
    return {
        **_points("complex step, 1e-30", "lines", ends, [error, error]),
        "line": {"color": palette.negative, "width": 2, "dash": "dash"},
        "hoverinfo": "text",
        "hovertext": 2 * [f"complex step: error {number(error, 2)} at any ε"],
    }


def _layout(top: float, palette: Palette) -> Spec:
    ticks = {
        "type": "log",
        "exponentformat": "power",
        "color": palette.ink,
        "gridcolor": palette.zero,
        "zeroline": False,
        "fixedrange": True,
    }
    error = {"text": "largest error", "standoff": 6}
    return {
        "template": {},
        "font": {"family": FONT, "size": 12, "color": palette.ink},
        "width": WIDTH,
        "height": HEIGHT,
        "margin": {"l": 62, "r": 12, "t": 30, "b": 44},
        "xaxis": {**ticks, "range": [-0.6, -12.4], "dtick": 3, "title": {"text": "ε"}},
        "yaxis": {**ticks, "range": [-18.5, top], "dtick": 3, "title": error},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "dragmode": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
    }
