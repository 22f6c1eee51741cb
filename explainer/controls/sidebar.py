"""The sidebar: network, input, target and convention, which all pages share."""

from __future__ import annotations

import streamlit as st

from explainer.controls.widgets import Widgets
from explainer.networks import NetworkSettings

SIZE_BUTTONS = {"4-5-3, distinct": (4, 5, 3), "3-3-3, square": (3, 3, 3)}
WIDGETS = Widgets(NetworkSettings)


def sidebar() -> None:
    """Draw the network's source, the parameters of the source, and the convention."""
    with st.sidebar:
        with st.container(key="network-controls"):
            WIDGETS.segments("network")
            for name in WIDGETS.settings().source.parameters:
                _parameter(name)
        WIDGETS.segments(
            "convention",
            help="Rows: gradients are rows, as in the question. "
            "Columns: gradients are columns, as in many textbooks. Wx: columns, with the weights "
            "stored as outputs × inputs. xWᵀ: rows, with the same weights, as in PyTorch. The "
            "numbers stay.",
        )


def _parameter(name: str) -> None:
    if name == "target":
        _say_if_clamped()
    WIDGETS.any(name)
    if name == "K":
        size_buttons("sizes")


def _say_if_clamped() -> None:
    old, classes = WIDGETS.clamp("target"), WIDGETS.settings().K
    if old >= classes:
        last = classes - 1
        st.caption(f"target = {old} became {last}: with K = {classes} the last class is {last}.")


def hide_network() -> None:
    """Hide the network's widgets on a page without the network; they keep their values."""
    st.html("<style>.st-key-network-controls {display: none}</style>")


def size_buttons(key: str) -> None:
    """Draw buttons that switch the network to distinct or to equal sizes."""
    with st.container(horizontal=True):
        for label, (D, H, K) in SIZE_BUTTONS.items():
            sizes = {"network": "random", "D": D, "H": H, "K": K}
            st.button(label, on_click=WIDGETS.show, kwargs=sizes, key=f"{key} {label}")
