"""Playing the frames of a figure: two buttons, and what Plotly is told by them."""

from __future__ import annotations

from collections.abc import Sequence

from explainer.figures.drawing import Spec
from explainer.palette import Palette

HEIGHT = 44  # pixels that the buttons take below a figure
FADE, MOVE = 300, 700  # milliseconds


def frame(name: str, changes: Sequence[Spec], first: int = 0) -> Spec:
    """A key frame: what changes of the traces from number `first` on."""
    return {"name": name, "data": list(changes), "traces": list(range(first, first + len(changes)))}


def buttons(
    labels: tuple[str, str],
    moments: Sequence[str],
    between: Sequence[int],
    *,
    left: float,
    palette: Palette,
) -> Spec:
    """Two buttons, labelled so, that play the frames named `moments` forth and back.

    `between` are the milliseconds from each to the next; `left` is where they stand, as a share of
    the figure's width.
    """
    forth = _playing(f"▶ {labels[0]}", moments, between)
    back = _playing(f"◀ {labels[1]}", moments[::-1], between[::-1])
    return {
        "type": "buttons",
        "direction": "right",
        "showactive": False,
        "x": left,
        "xanchor": "left",
        "y": 0.02,
        "yanchor": "bottom",
        "bgcolor": "rgba(0,0,0,0)",
        "bordercolor": palette.muted,
        "font": {"color": palette.ink, "size": 13},
        "buttons": [forth, back],
    }


def _playing(label: str, moments: Sequence[str], between: Sequence[int]) -> Spec:
    """The button that plays the moments in this order."""
    durations = [FADE, *between]
    times = [{"duration": duration, "redraw": False} for duration in durations]
    easing = [{"duration": duration, "easing": "cubic-in-out"} for duration in durations]
    how = {"mode": "immediate", "frame": times, "transition": easing}
    return {"label": label, "method": "animate", "args": [list(moments), how]}
