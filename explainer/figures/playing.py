"""Playing the frames of a figure, by buttons that nobody sees.

`following.js` presses the one that the switch asks for, and `figures.css` hides them.
"""

from __future__ import annotations

from collections.abc import Sequence

from explainer.figures.drawing import Spec

FADE, MOVE = 300, 700  # milliseconds


def frame(name: str, changes: Sequence[Spec], first: int = 0) -> Spec:
    """A key frame: what changes of the traces from number `first` on."""
    return {"name": name, "data": list(changes), "traces": list(range(first, first + len(changes)))}


def players(moments: Sequence[str], between: Sequence[int]) -> Spec:
    """Four buttons: show the first frame, show the last, play back to the first, play to the last.

    `moments` are the names of the frames, `between` the milliseconds from each moment to the next.
    """
    ways = (
        (moments[:1], [0]),
        (moments[-1:], [0]),
        (moments[-2::-1], between[::-1]),
        (moments[1:], between),
    )
    return {
        "type": "buttons",
        # Small and within the figure: Plotly would make room for what stands outside.
        "direction": "right",
        "font": {"size": 1},
        **{"x": 0, "xanchor": "left", "y": 1, "yanchor": "top"},
        "buttons": [_playing(names, durations) for names, durations in ways],
    }


def _playing(moments: Sequence[str], durations: Sequence[int]) -> Spec:
    times = [{"duration": duration, "redraw": False} for duration in durations]
    easing = [{"duration": duration, "easing": "cubic-in-out"} for duration in durations]
    how = {"mode": "immediate", "frame": times, "transition": easing}
    return {"label": "", "method": "animate", "args": [list(moments), how]}
