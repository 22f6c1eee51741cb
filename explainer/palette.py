"""Colours: one for each node of the network, a diverging scale for signed numbers, two themes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, eq=False)
class Palette:
    """The colours of one theme. Text colours have a contrast of at least 4.5 with `background`."""

    background: str
    ink: str  # brackets, operators
    muted: str  # structural zeros, shapes
    accent: str  # outline of the traced cells
    mark: str  # fill behind the current factor
    nodes: dict[str, str]
    negative: str  # the scale's ends and its middle
    zero: str
    positive: str

    def fill(self, fraction: float) -> str:
        """Return the scale's colour at `fraction` of the limit, −1 to 1; it grows as the root.

        The root keeps a gradient of 0.05 visible next to a weight of 2 on the same scale.
        """
        end = self.positive if fraction > 0 else self.negative
        return _mixed(self.zero, end, min(1.0, abs(fraction)) ** 0.5)

    def ink_on(self, fraction: float) -> str:
        """Return black or white, whichever has more contrast with `fill(fraction)`."""
        fill = self.fill(fraction)
        return max(("#000000", "#ffffff"), key=lambda ink: contrast(ink, fill))

    def size(self, symbol: str) -> str | None:
        """Return the colour of D, H or K, which is that of its node; None for another symbol."""
        return self.nodes.get({"D": "x", "H": "h", "K": "theta"}.get(symbol, ""))

    def colorscale(self) -> list[list[float | str]]:
        """Return Plotly's colour scale from −limit to limit, with the same colours as `fill`."""
        steps = [i / 12 for i in range(-12, 13)]
        # The stops are at squares: they are dense near zero, where the root is steep.
        fractions = [step * abs(step) for step in steps]
        return [[(fraction + 1) / 2, self.fill(fraction)] for fraction in fractions]


LIGHT = Palette(
    background="#ffffff",
    ink="#4a5058",
    muted="#686f78",
    accent="#c2255c",
    mark="rgba(255, 196, 0, 0.20)",
    nodes={
        "x": "#1b7837",
        "r": "#8a5a00",
        "h": "#7338b0",
        "theta": "#a61e63",
        "y_hat": "#00677f",
        "J": "#3d4450",
    },
    negative="#b5410b",
    zero="#f1f3f5",
    positive="#0b55a8",
)

DARK = Palette(
    background="#0e1117",
    ink="#c3c9d1",
    muted="#98a0aa",
    accent="#ff7eb6",
    mark="rgba(255, 212, 59, 0.16)",
    nodes={
        "x": "#5fd38d",
        "r": "#e3b341",
        "h": "#c49bff",
        "theta": "#ff8ac0",
        "y_hat": "#5cc8e8",
        "J": "#cdd3da",
    },
    negative="#ff8a4c",
    zero="#20262e",
    positive="#5cb0ff",
)


@lru_cache(maxsize=2048)
def contrast(ink: str, ground: str) -> float:
    """Return the contrast ratio of two `#rrggbb` colours, 1 to 21. Source: WCAG 2.2."""
    low, high = sorted((_luminance(ink), _luminance(ground)))
    return (high + 0.05) / (low + 0.05)


@lru_cache(maxsize=2048)
def _luminance(color: str) -> float:
    shares = [value / 255 for value in _rgb(color)]
    light = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), light, strict=True))


def _mixed(start: str, end: str, share: float) -> str:
    pairs = zip(_rgb(start), _rgb(end), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(color: str) -> list[int]:
    return [int(color[i : i + 2], 16) for i in (1, 3, 5)]
