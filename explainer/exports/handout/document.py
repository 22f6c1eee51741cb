"""The whole document: Plotly once, the figures, the words, and what plays them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from html import escape
from math import ceil
from pathlib import Path

from plotly.offline import get_plotlyjs

from explainer.derivation.chain import LARGE, drawn_chain
from explainer.derivation.labels import FORMULATIONS, LETTERS, SWITCH, TITLE
from explainer.derivation.parts import Drawn
from explainer.derivation.question import question, savings, signs
from explainer.derivation.steps import STEPS, entries, title_of
from explainer.derivation.steps.whole_chain import formula
from explainer.exports.handout.figures import Figures
from explainer.exports.handout.parts import Themes, Writer, either_way, fold, when
from explainer.exports.typeset import STYLE as MATH
from explainer.exports.typeset import typeset
from explainer.fonts import faces
from explainer.notation import CONVENTIONS
from explainer.palette import DARK, LIGHT, Palette
from explainer.scene import Scene
from explainer.wording import counted

HERE = Path(__file__).parent
SMALLEST = 0.85  # of its size, at which the chain can be read; handout.css knows it


def handout(scene: Scene, end: str = "") -> str:
    """Return the question, the answer, the chain and all steps of a network, in both formulations.

    The HTML file opens offline and requests nothing. `end` is HTML that is added at its end.
    """
    themes, figures = _themes(scene), Figures()
    writer = Writer(figures)
    sections = [
        f'<section id="{name}" data-group>\n'
        f"{writer.step(themes, name, entries(scene, name))}\n</section>"
        for name in STEPS
    ]
    contents = "".join(f'<li><a href="#{name}">{escape(title_of(name))}</a></li>' for name in STEPS)
    letters = either_way(*([typeset(signs(written))] for written in scene.both))
    body = [
        f"<header>\n<h1>{TITLE}</h1>\n{_about(scene)}\n</header>\n<main>",
        either_way(*([typeset(question(written.notation))] for written in scene.both)),
        chain_of(themes, figures),
        _bar(scene),
        f'<nav aria-label="Steps"><ol>{contents}</ol></nav>',
        fold(LETTERS, letters),
        *sections,
        "</main>",
    ]
    return _document(TITLE, "\n".join(body), figures, scene, faces(), end)


def chain_alone(scene: Scene) -> str:
    """The whole chain with its formula and the switch, as a document.

    It has no fonts of its own: where VS Code shows it, a document may bring none.
    """
    themes, figures = _themes(scene), Figures()
    formulas = either_way(*([typeset(f"$$\n{formula(written)}\n$$")] for written in scene.both))
    parts = ['<main class="alone">', formulas, chain_of(themes, figures), _bar(scene), "</main>"]
    return _document(TITLE, "\n".join(parts), figures, scene)


def chain_of(themes: Themes, figures: Figures) -> str:
    """The chain, and its miniature where it does not fit."""
    light, dark = (scene.written_as("matrix") for scene in themes)
    boxes = {
        name: figures.box({"0": drawn_chain(light, size)}, partial(_chain, dark, size))
        for name, size in (("whole", 1), ("miniature", LARGE))
    }
    wide = f"min-width: {ceil(SMALLEST * drawn_chain(light).figure.layout.width)}px"
    inner = "".join(f'<div class="{name}">{box}</div>' for name, box in boxes.items())
    return (
        f'<div class="chain">{inner}</div><style>@container chain ({wide}) '
        "{.miniature {display: none}} "
        f"@container chain (not ({wide})) {{.whole {{display: none}}}}</style>"
    )


def _chain(scene: Scene, size: float, _: str) -> Drawn:
    return drawn_chain(scene, size)


def _themes(scene: Scene) -> Themes:
    light, dark = (
        replace(scene, notation=replace(scene.notation, palette=palette))
        for palette in (LIGHT, DARK)
    )
    return light, dark


def _about(scene: Scene) -> str:
    """Return which network it is, and what a reader can do here."""
    n, (D, H, K) = scene.notation, scene.network.sizes
    sizes = f"{counted(D, 'input')}, {counted(H, 'hidden unit')} and {K} classes"
    what = f"{sizes}; activation {n.function.name}; convention {CONVENTIONS[n.convention].label}."
    press = (
        " Press **Element-wise** and watch the diagonal Jacobian become a vector."
        if n.function.elementwise
        else ""
    )
    hint = f"This file works offline.{press}"
    return f'{typeset(f"One network with {what}")}<div class="screen">{typeset(hint)}</div>'


def _bar(scene: Scene) -> str:
    at = scene.notation.formulation == "elementwise"
    buttons = "".join(
        f'<label><input type="radio" name="formulation" value="{number}"'
        f"{' checked' * (number == at)}>{label}</label>"
        for number, label in enumerate(FORMULATIONS.values())
    )
    saved = "".join(
        when(number, typeset(savings(written))) for number, written in enumerate(scene.both)
    )
    return (
        f'<fieldset class="bar"><legend>{SWITCH}</legend>'
        f'{buttons}<div class="saved">{saved}</div></fieldset>'
    )


def _document(
    title: str, body: str, figures: Figures, scene: Scene, fonts: str = "", end: str = ""
) -> str:
    at = int(scene.notation.formulation == "elementwise")
    script = (HERE / "handout.js").read_text("utf-8")
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="icon" href="data:,">
<style>{fonts}{_style()}</style>
</head>
<body data-formulation="{at}">
{_colored(body)}
<script>{get_plotlyjs()}</script>
<script type="application/gzip" id="figures">{figures.packed}</script>
<script type="module">{script}</script>
{end}</body>
</html>
"""


def _style() -> str:
    light, dark = (_variables(palette) for palette in (LIGHT, DARK))
    own = (HERE / "handout.css").read_text("utf-8")
    return (
        f":root {{{light}}}\n@media screen and (prefers-color-scheme: dark) {{:root {{{dark}}}}}\n"
        f"{MATH}{own}"
    )


def _variables(palette: Palette) -> str:
    colors = {
        "background": palette.background,
        "ink": palette.ink,
        "muted": palette.muted,
        "accent": palette.positive,
        "panel": palette.zero,
        "wrong": palette.negative,
        **{f"node-{name}": color for name, color in palette.nodes.items()},
    }
    return "; ".join(f"--{name}: {color}" for name, color in colors.items())


def _colored(html: str) -> str:
    """The nodes' colours of either theme."""
    for name, color in LIGHT.nodes.items():
        html = html.replace(f'mathcolor="{color}"', f'style="color: var(--node-{name})"')
    return html
