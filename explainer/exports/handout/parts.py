"""The parts of the derivation as HTML: one of each, with all that a reader can choose in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, partial
from html import escape

from explainer.derivation.graph import paths
from explainer.derivation.labels import BEHIND, GRAPH, PATHS_FROM, PATHS_TO, tracing
from explainer.derivation.parts import (
    Code,
    Details,
    Drawn,
    Either,
    Figure,
    Part,
    Paths,
    Prose,
    SourceCode,
    Table,
    Tracer,
    source_of,
)
from explainer.derivation.steps import parts_of
from explainer.exports.handout.figures import Figures
from explainer.exports.typeset import typeset, typeset_inline
from explainer.scene import Scene

MOST = 150  # pairs of nodes whose paths can be chosen
Themes = tuple[Scene, Scene]  # light and dark


@dataclass(frozen=True)
class Writer:
    """Parts as HTML. What it draws is kept in its figures."""

    figures: Figures
    folds: dict[Paths, str] = field(default_factory=dict)

    def step(self, themes: Themes, name: str, entries: int) -> str:
        """Return a whole step, for each formulation and for each entry that may be traced."""
        written = [
            self._formulation((light, dark), name, entries)
            for light, dark in zip(*(scene.both for scene in themes), strict=True)
        ]
        return either_way(*written)

    def _formulation(self, themes: Themes, name: str, entries: int) -> list[str]:
        light, dark = (
            [partial(parts_of, scene, name, at) for at in range(entries)] for scene in themes
        )
        variants = [list(parts()) for parts in light]
        by_night = cache(lambda at: list(dark[int(at)]()))

        def dark_part(place: int) -> Callable[[str], Part]:
            return lambda at: by_night(at)[place]

        return [
            self._part(themes, parts, dark_part(place))
            for place, parts in enumerate(zip(*variants, strict=True))
        ]

    def _part(self, themes: Themes, variants: Sequence[Part], dark: Callable[[str], Part]) -> str:
        """Return one part for each entry that may be traced; `dark` has the colours of dark."""
        match variants[0]:
            case Prose():
                return _either(
                    [_text(variant) for variant in variants if isinstance(variant, Prose)]
                )
            case Figure() | Either():
                boxes = self._boxes(variants, dark)
                if len(boxes) == 1:
                    return boxes[0]
                return "".join(when(at, box) for at, box in enumerate(boxes))
            case Tracer(name):
                return slider(tracing(name), len(variants))
            case Paths() as part:
                if part not in self.folds:  # they are the same in both formulations
                    self.folds[part] = self._paths(themes, part)
                return self.folds[part]
            case Details(title, _):
                return fold(title, self._within(themes, variants, dark))
            case _:
                return _either([_plain(variant) for variant in variants])

    def _within(self, themes: Themes, variants: Sequence[Part], dark: Callable[[str], Part]) -> str:
        """Return the content of a fold."""

        def dark_part(place: int) -> Callable[[str], Part]:
            return lambda at: _folded(dark(at))[place]

        inner = zip(*(_folded(parts) for parts in variants), strict=True)
        return "".join(self._part(themes, parts, dark_part(at)) for at, parts in enumerate(inner))

    def _boxes(self, variants: Sequence[Part], dark: Callable[[str], Part]) -> list[str]:
        """A box for each of the part's figures, that changes with the entry."""

        def dark_figure(at: int) -> Callable[[str], Drawn]:
            return lambda entry: _drawn(dark(entry))[at]

        figures = zip(*(_drawn(part) for part in variants), strict=True)
        return [
            self.figures.box({str(e): drawing for e, drawing in enumerate(figure)}, dark_figure(at))
            for at, figure in enumerate(figures)
        ]

    def _paths(self, themes: Themes, part: Paths) -> str:
        light, dark = themes
        D, _, K = light.network.sizes
        starts, ends = (D, K) if D * K <= MOST else (1, 1)
        pairs = {
            _name((start, starts), (end, ends)): (start, end)
            for start in range(starts)
            for end in range(ends)
        }
        drawings = {
            name: paths(light, *pair, gradients=part.gradients) for name, pair in pairs.items()
        }
        box = self.figures.box(
            {name: drawn for name, (drawn, _) in drawings.items()},
            lambda name: paths(dark, *pairs[name], gradients=part.gradients)[0],
        )
        captions = _either([typeset(caption) for _, caption in drawings.values()], list(drawings))
        choose = slider(PATHS_FROM, starts) + slider(PATHS_TO, ends)
        inner = f"<div data-group>{choose}{box}{captions}</div>"
        return fold(GRAPH, inner)


def either_way(matrix: Sequence[str], elementwise: Sequence[str]) -> str:
    """Join the parts of both formulations; a part of only one is shown only with it."""
    html: list[str] = []
    blocks = SequenceMatcher(None, matrix, elementwise, autojunk=False)
    for kind, start, end, other_start, other_end in blocks.get_opcodes():
        if kind == "equal":
            html += matrix[start:end]
        else:
            html += [when(0, "".join(matrix[start:end]))] * (start < end)
            html += [when(1, "".join(elementwise[other_start:other_end]))] * (
                other_start < other_end
            )
    return "\n".join(html)


def when(formulation: int, html: str) -> str:
    """Return HTML that is shown with one formulation only, by its place in the switch."""
    return f'<div data-when="{formulation}">{html}</div>'


def slider(label: str, count: int) -> str:
    """Return a slider over `count` entries; empty if there is only one."""
    if count < 2:
        return ""
    return (
        f'<label class="slider"><span>{typeset_inline(label)}</span>'
        f'<input type="range" min="0" max="{count - 1}" value="0"><output>0</output></label>'
    )


def fold(title: str, html: str) -> str:
    """Return a folded section."""
    return f"<details><summary>{escape(title)}</summary>{html}</details>"


def _name(*choices: tuple[int, int]) -> str:
    """Return the name that handout.js makes of these choices."""
    return "-".join(str(at) for at, count in choices if count > 1) or "0"


def _either(written: Sequence[str], names: Sequence[str] = ()) -> str:
    """Return one text for each choice, of which one is shown; a single text if all are equal."""
    if len(set(written)) == 1:
        return written[0]
    names = names or [str(at) for at in range(len(written))]
    return "".join(
        f'<div data-variant="{name}"{" hidden" * (at > 0)}>{html}</div>'
        for at, (name, html) in enumerate(zip(names, written, strict=True))
    )


def _folded(part: Part) -> tuple[Part, ...]:
    assert isinstance(part, Details)
    return part.parts


def _drawn(part: Part) -> tuple[Drawn, ...]:
    """The figures of a part."""
    if isinstance(part, Either):
        return part.figures
    assert isinstance(part, Figure)
    return (part.drawn,)


def _text(part: Prose) -> str:
    html = typeset(part.markdown)
    return f'<div class="{part.tone}">{html}</div>' if part.tone else html


def _plain(part: Part) -> str:
    match part:
        case Code(text):
            return _code(text)
        case SourceCode(_, functions):
            return fold(BEHIND, _code(source_of(functions)))
        case Table(_, header, rows):
            lines = [header, ["---:"] * len(header), *rows]
            table = typeset("\n".join(f"| {' | '.join(line)} |" for line in lines))
            return f'<div class="wide">{table}</div>'
    raise TypeError(f"a handout has no way to show {type(part).__name__}")


def _code(text: str) -> str:
    return f"<pre><code>{escape(text)}</code></pre>"
