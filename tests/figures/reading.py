"""Read a figure from its arrays, as the browser does."""

import base64
import re
from copy import deepcopy
from itertools import pairwise
from urllib.parse import unquote
from xml.etree import ElementTree

import numpy as np
import plotly.graph_objects as go
import pytest

from explainer.figures.term import Term
from explainer.figures.writing import TEXT

SVG = "{http://www.w3.org/2000/svg}"


def traces(figure):
    """Return the traces as dicts."""
    return figure.to_dict()["data"]


def heatmaps(figure):
    """Return each matrix's coloured cells, from left to right; shared heatmaps are split."""
    shared = [trace for trace in traces(figure) if trace["type"] == "heatmap"]
    return sorted((part for trace in shared for part in _parts(trace)), key=lambda p: p["x"][0])


def _parts(trace):
    """Yield the matrices of a heatmap, which are separated by empty columns without text."""
    x, y, z = (_array(trace[axis]) for axis in "xyz")
    text = trace.get("text", trace.get("customdata"))
    gaps = [j for j, said in enumerate(text[0]) if said == ""]
    assert all(row[j] is None for row in z for j in gaps)
    spans = zip([0, *(j + 1 for j in gaps)], [*gaps, len(text[0])], strict=True)
    for name, (first, end) in zip(trace["name"].split(", "), spans, strict=True):
        inner = slice(first, end)
        yield trace | {
            "name": name,
            "x": x[first : end + 1],
            "y": y,
            "z": [list(row[inner]) for row in z],
            "text": [row[inner] for row in text],
        }


def _array(values):
    """Return an array, decoded if Plotly stored it as bytes."""
    if not isinstance(values, dict):
        return values
    shape = [int(size) for size in str(values.get("shape", -1)).split(",")]
    return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"]).reshape(shape)


def named(figure, name):
    """Return the only trace of this name."""
    (trace,) = [trace for trace in traces(figure) if trace.get("name") == name]
    return trace


def names(figure):
    return [trace.get("name") for trace in traces(figure)]


def words(figure):
    """Return (x, y, text, colour) of names, shapes and operators."""
    return [word[:4] for word in _lettering(figure) if word[4] > TEXT]


def said(figure):
    return [text for _, _, text, _ in words(figure)]


def numbers(figure):
    """Return (x, y, text, colour) of the numbers in the cells."""
    return [word[:4] for word in _lettering(figure) if word[4] <= TEXT]


def brackets(figure):
    """Return the left or right edge, top and bottom of each bracket of the static matrices."""
    return [(top[0], top[1], bottom[1]) for _, top, bottom, _ in strokes(figure)]


def strokes(figure):
    """Return the corners of each bracket, from the upper tip to the lower one."""
    (path,) = [path for path in _svg(figure).iter(f"{SVG}path") if path.get("class") != "tick"]
    return [
        [tuple(map(float, point.split())) for point in stroke.split("L")]
        for stroke in path.get("d").split("M")[1:]
    ]


def _lettering(figure):
    """Return (x, y, text, colour, size) of all texts, also of the ticks, which are drawn."""
    svg = _svg(figure)
    ticks = [
        (*place[:2], "✓", path.get("stroke"), place[2])
        for path in svg.iter(f"{SVG}path")
        if (place := [float(part) for part in re.findall(r"[\d.]+", path.get("transform", ""))])
    ]
    return ticks + [
        (
            float(text.get("x") or text[0].get("x")),
            float(text.get("y")),
            _text(text),
            text.get("fill"),
            float(text.get("font-size")),
        )
        for text in svg.iter(f"{SVG}text")
    ]


SMALL = str.maketrans("0123456789T", "₀₁₂₃₄₅₆₇₈₉ᵀ")


def _text(element):
    """Return the text of an element, with small letters for the signs that it shows so."""
    said = element.text or ""
    if element.get("class") == "small":
        said = said.translate(SMALL)
    if element.get("class") == "turned":
        said = said.replace("Δ", "∇")
    inner = "".join(_text(child) + (child.tail or "") for child in element)
    return (said + inner).replace("\u200b", "").replace("◦", "∘")


def _svg(figure):
    """Return the SVG over the figure, after checking that both have the same coordinates."""
    layout = figure.to_dict()["layout"]
    (image,) = layout["images"]
    kind, _, svg = image["source"].partition(",")
    assert kind == "data:image/svg+xml"
    root = ElementTree.fromstring(unquote(svg))
    size = (layout["width"], layout["height"])
    assert (image["x"], image["y"], image["xref"], image["yref"]) == (0, 0, "x", "y")
    assert (image["sizex"], image["sizey"]) == size
    assert (float(root.get("width")), float(root.get("height"))) == pytest.approx(size, rel=1e-5)
    return root


def edges(heatmap):
    """Return the edges of the cells, along x and y."""
    return np.array(heatmap["x"]), np.array(heatmap["y"])


def box(heatmap):
    """Return left, top, right and bottom."""
    x, y = edges(heatmap)
    return x[0], y[0], x[-1], y[-1]


def rectangles(trace):
    """Return left, top, right and bottom of each closed line of a trace."""
    x, y = trace["x"], trace["y"]
    starts = [0, *(i + 1 for i, value in enumerate(x) if value is None)]
    parts = [slice(a, b - 1) for a, b in pairwise(starts)]
    return [(min(x[p]), min(y[p]), max(x[p]), max(y[p])) for p in parts]


def valid(figure):
    """Return the figure after Plotly's validation, which raises for unknown attributes."""
    return go.Figure(figure.to_dict())


def played(figure, name):
    """Return the traces after one frame, by name; a frame changes only what it contains."""
    found = deepcopy(traces(figure))
    (frame,) = [frame for frame in figure.to_dict()["frames"] if frame["name"] == name]
    for number, change in zip(frame["traces"], frame["data"], strict=True):
        found[number] |= change
    return {trace["name"]: trace for trace in found}


def term(name, rows, columns, **more):
    """Return a term with the entries 1, 2, 3, …"""
    return Term(name, np.arange(1.0, rows * columns + 1).reshape(rows, columns), **more)
