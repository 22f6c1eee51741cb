"""The lettering of a figure: names, shapes, signs and numbers, as one picture over it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from explainer.figures.arrangement import FOOT, HEAD, Arrangement, Box, Placed
from explainer.figures.drawing import FONT, Spec, bracket_pair
from explainer.figures.term import plain
from explainer.palette import Palette

TEXT = 11  # size of the numbers in the cells
DIGITS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
# A Δ, turned about its place on the line and moved to where it was. An invisible character is
# before it, since a first letter's shift would replace that of its line.
NABLA = (
    '\u200b<tspan class="turned" rotate="180" dx=".64em" dy="-.72em">Δ</tspan>'
    '<tspan dx="-.66em" dy=".72em">\u200b</tspan>'
)
Word = tuple[float, float, str, float, str]  # x, y, text with Plotly's HTML, size, colour


def lettering(words: Iterable[Word], boxes: Iterable[Box], layout: Spec, palette: Palette) -> Spec:
    """Return all lettering of a figure, and its brackets, as one SVG image to lay over it.

    As text of Plotly's, a hundred numbers would take the browser longer than all the rest.
    """
    width, height = layout["width"], layout["height"]
    texts = "".join((_two_lines if "<br>" in word[2] else _one_line)(*word) for word in words)
    strokes = "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in points)
        for box in boxes
        for points in bracket_pair(box)
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'font-family="{FONT}" text-anchor="middle">'
        f'<path d="{strokes}" fill="none" stroke="{palette.ink}" stroke-width="1.8"/>{texts}</svg>'
    )
    return {
        "source": "data:image/svg+xml," + quote(svg),
        "xref": "x",
        "yref": "y",
        "x": 0,
        "y": 0,
        "sizex": width,
        "sizey": height,
        "layer": "above",
    }


def _one_line(x: float, y: float, text: str, size: float, color: str) -> str:
    if text == "✓":  # missing in the same fonts
        moved = f'transform="translate({x:g} {y:g}) scale({size:g})"'
        pen = f'fill="none" stroke="{color}" stroke-width=".12"'
        return f'<path class="tick" d="M-.3 .05L-.1 .3L.3 -.3" {moved} {pen}/>'
    at = f'x="{x:g}" y="{y:g}" dy=".35em"'
    return f'<text {at} font-size="{size}" fill="{color}">{_svg(text)}</text>'


def _two_lines(x: float, y: float, text: str, size: float, color: str) -> str:
    """Words above their arrow, each centred."""
    above, below = text.split("<br>")
    lines = (
        f'<tspan x="{x:g}" dy="{dy}em">{_svg(part)}</tspan>'
        for part, dy in ((above, -0.3), (below, 1.3))
    )
    return f'<text y="{y:g}" font-size="{size}" fill="{color}">{"".join(lines)}</text>'


def _svg(html: str) -> str:
    """Plotly's HTML as SVG."""
    for tag, replacement in (
        (r'<span style="color:([^"]*)">', r'<tspan fill="\1">'),
        ("<b>", '<tspan font-weight="bold">'),
        ("<sub>", '<tspan dy=".3em" font-size="75%">'),
        # A shift lasts until the next one: an invisible character shifts back.
        ("</sub>", '</tspan><tspan dx=".1em" dy="-.22em">\u200b</tspan>'),
        ("</(span|b)>", "</tspan>"),
        # A picture has the system's fonts and no others, and some, such as Liberation, lack these.
        ("[₀-₉]", lambda digit: _small(digit[0].translate(DIGITS), ".25", "-.175")),
        ("ᵀ", _small("T", "-.4", ".28")),
        ("∘", "◦"),
        ("∇", NABLA),
    ):
        html = re.sub(tag, replacement, html)
    return html


def _small(text: str, down: str, back: str) -> str:
    """Return a small letter, moved by a part of its line's em; the text after it is moved back."""
    small = f'<tspan class="small" dy="{down}em" font-size="70%">{text}</tspan>'
    return f'{small}<tspan dy="{back}em">\u200b</tspan>'


def labels(placed: Placed, arranged: Arrangement, palette: Palette) -> list[Word]:
    """The name above the row and the shape below it."""
    return captions(placed.term.name, placed.term.written_shape, placed.middle, arranged, palette)


def captions(
    name: str, shape: str, x: float, arranged: Arrangement, palette: Palette
) -> list[Word]:
    """Return the texts above the row and below it."""
    size, below = arranged.letters, arranged.height - arranged.letters * (FOOT / 2 - 3)
    return [
        (x, size * (HEAD / 2 - 2), f"<b>{name}</b>", 14 * size, palette.ink),
        (x, below, shape, 13 * size, palette.muted),
    ]


def operators(arranged: Arrangement, palette: Palette) -> list[Word]:
    """The signs between the terms."""
    return [
        # Words above an arrow are small enough to stay off the brackets.
        (x, arranged.axis, text, arranged.letters * (11.5 if "<br>" in text else 18), palette.ink)
        for x, text in arranged.operators
        if plain(text)
    ]


def text_trace(words: Sequence[Word], name: str) -> Spec:
    """Words that an animation changes, as one trace; what stays belongs in the `lettering`."""
    x, y, text, size, color = ([word[part] for word in words] for part in range(5))
    return {
        "type": "scatter",
        "mode": "text",
        "x": x,
        "y": y,
        "text": text,
        "textfont": {"size": size, "color": color},
        "cliponaxis": False,
        "hoverinfo": "skip",
        "name": name,
    }
