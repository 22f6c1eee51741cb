"""A figure read back from its own arrays, as the browser would read it."""

import base64
from copy import deepcopy
from itertools import pairwise
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import plotly.graph_objects as go

from explainer.figures.arrangement import Term, plain


def traces(figure):
    """The traces, as dicts."""
    return figure.to_dict()["data"]


def heatmaps(figure):
    return [
        trace | {axis: _array(trace[axis]) for axis in "xyz"}
        for trace in traces(figure)
        if trace["type"] == "heatmap"
    ]


def _array(values):
    """Plotly sends a NumPy array as its bytes."""
    if not isinstance(values, dict):
        return values
    shape = [int(size) for size in str(values.get("shape", -1)).split(",")]
    return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).reshape(shape)


def named(figure, name):
    """The one trace of this name."""
    (trace,) = [trace for trace in traces(figure) if trace.get("name") == name]
    return trace


def names(figure):
    return [trace.get("name") for trace in traces(figure)]


def words(figure):
    """(x, y, text without HTML, colour) of names, shapes and operators."""
    trace = named(figure, "words")
    columns = (trace["x"], trace["y"], trace["text"], trace["textfont"]["color"])
    return [(x, y, plain(text), color) for x, y, text, color in zip(*columns, strict=True)]


def said(figure):
    return [text for _, _, text, _ in words(figure)]


def numbers(figure):
    """(x, y, text, colour) of what stands in the cells: an SVG image, one unit a pixel."""
    found = []
    for image in figure.to_dict()["layout"].get("images", []):
        kind, _, svg = image["source"].partition(",")
        assert kind == "data:image/svg+xml"
        root = ElementTree.fromstring(unquote(svg))
        assert (image["x"], image["y"], image["xref"], image["yref"]) == (0, 0, "x", "y")
        assert (image["sizex"], image["sizey"]) == (figure.layout.width, figure.layout.height)
        assert (float(root.get("width")), float(root.get("height"))) == (
            figure.layout.width,
            figure.layout.height,
        )
        found += [
            (float(t.get("x")), float(t.get("y")), t.text, t.get("fill"))
            for t in root.iter("{http://www.w3.org/2000/svg}text")
        ]
    return found


def edges(heatmap):
    """The edges of the cells, along x and y."""
    return np.array(heatmap["x"]), np.array(heatmap["y"])


def box(heatmap):
    """Left, top, right, bottom."""
    x, y = edges(heatmap)
    return x[0], y[0], x[-1], y[-1]


def rectangles(trace):
    """Left, top, right, bottom of each closed line of a trace."""
    x, y = trace["x"], trace["y"]
    starts = [0, *(i + 1 for i, value in enumerate(x) if value is None)]
    parts = [slice(a, b - 1) for a, b in pairwise(starts)]
    return [(min(x[p]), min(y[p]), max(x[p]), max(y[p])) for p in parts]


def valid(figure):
    """The same figure through Plotly's validation, which raises for what Plotly does not know."""
    return go.Figure(figure.to_dict())


def played(figure, name):
    """The traces after one frame, by name; what a frame leaves out stays."""
    found = deepcopy(traces(figure))
    (frame,) = [frame for frame in figure.to_dict()["frames"] if frame["name"] == name]
    for number, change in zip(frame["traces"], frame["data"], strict=True):
        found[number] |= change
    return {trace["name"]: trace for trace in found}


def term(name, rows, columns, **more):
    """A term whose entries count 1, 2, 3, …"""
    return Term(name, np.arange(1.0, rows * columns + 1).reshape(rows, columns), **more)
