"""Playing the frames of a figure: what Plotly is told by buttons that nobody sees.

`browser.html` presses them, as the switch that the figure follows stands.
"""

from __future__ import annotations

from collections.abc import Sequence

from explainer.figures.drawing import Spec

FADE, MOVE = 300, 700  # milliseconds


def frame(name: str, changes: Sequence[Spec], first: int = 0) -> Spec:
    """A key frame: what changes of the traces from number `first` on."""
    return {"name": name, "data": list(changes), "traces": list(range(first, first + len(changes)))}


def players(moments: Sequence[str], between: Sequence[int]) -> Spec:
    """Four buttons: the last two play the frames named `moments` back and forth, the first two do
    not play: they put the figure at the first frame, and at the last.

    `between` are the milliseconds from each moment to the next.
    """
    ways = (
        (moments[:1], [0]),
        (moments[-1:], [0]),
        (moments[::-1], [FADE, *between[::-1]]),
        (moments, [FADE, *between]),
    )
    return {
        "type": "buttons",
        "font": {"size": 1, "color": "rgba(0,0,0,0)"},
        "borderwidth": 0,
        "bgcolor": "rgba(0,0,0,0)",
        "buttons": [_playing(names, durations) for names, durations in ways],
    }


def _playing(moments: Sequence[str], durations: Sequence[int]) -> Spec:
    times = [{"duration": duration, "redraw": False} for duration in durations]
    easing = [{"duration": duration, "easing": "cubic-in-out"} for duration in durations]
    how = {"mode": "immediate", "frame": times, "transition": easing}
    return {"label": "", "method": "animate", "args": [list(moments), how]}
