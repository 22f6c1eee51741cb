"""The figures of a handout: each once for each theme, and what else changes in it."""

from __future__ import annotations

import gzip
import json
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from math import ceil
from typing import Any

from plotly.utils import PlotlyJSONEncoder

from explainer.derivation.parts import Drawn

Variants = Mapping[str, Drawn]  # by what is chosen, the first as it is at first
Spec = dict[str, Any]
Patch = dict[str, Any]  # new values by their paths
COLOR = re.compile("(#|%23)[0-9a-f]{6}|rgba")  # or within a picture


@dataclass
class Figures:
    """All figures of a handout; equal figures are stored once."""

    found: list[str] = field(default_factory=list)

    def box(self, light: Variants, dark: Callable[[str], Drawn]) -> str:
        """A place for a figure in both themes, in a box that scrolls where it is too narrow."""
        (name, first), *others = light.items()
        specs = spec_of(first), spec_of(dark(name))
        variants: list[dict[str, Patch]] = [{}, {}]
        for name, drawn in others:
            patch = dict(changes(specs[0], spec_of(drawn)))
            variants[0][name] = variants[1][name] = patch
            if COLOR.search(json.dumps(patch)):  # or it is the same in the dark
                variants[1][name] = dict(changes(specs[1], spec_of(dark(name))))
        return self._placed(first, [specs[at] | {"variants": variants[at]} for at in range(2)])

    def _placed(self, drawn: Drawn, themes: list[Spec]) -> str:
        held = json.dumps(themes, cls=PlotlyJSONEncoder, separators=(",", ":"))  # NaN is null
        if held not in self.found:
            self.found.append(held)
        width, height = (ceil(drawn.figure.layout[side]) for side in ("width", "height"))
        return (
            f'<div class="box" style="--width: {width}px; --height: {height}px">'
            f'<div class="figure" role="img" aria-label="{escape(drawn.alt)}" '
            f'data-figure="{self.found.index(held)}"></div></div>'
        )

    @property
    def packed(self) -> str:
        """Return all figures as compressed JSON, in characters that are safe within a script."""
        return b64encode(gzip.compress(f"[{','.join(self.found)}]".encode(), mtime=0)).decode()


def spec_of(drawn: Drawn) -> Spec:
    """Return Plotly's data, the texts, and the frames without the buttons that play them."""
    spec = drawn.figure.to_dict()
    layout = dict(spec["layout"])
    menus = layout.pop("updatemenus", [])
    plays = [button["args"] for menu in menus for button in menu["buttons"]]
    texts = [drawn.alt, drawn.follows.alt if drawn.follows else drawn.alt]
    return {
        "data": list(spec["data"]),
        "layout": layout,
        "frames": list(spec["frames"]),
        "plays": plays,
        "texts": texts,
    }


def changes(old: Any, new: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """The path and the new value of all that differs, as deep as both have the same form."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        pairs: Any = ((name, old[name], new[name]) for name in old)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        pairs = ((at, *pair) for at, pair in enumerate(zip(old, new, strict=True)))
    elif old != new:
        yield path, new
        return
    else:
        return
    for name, first, second in pairs:
        yield from changes(first, second, f"{path}/{name}" if path else str(name))
