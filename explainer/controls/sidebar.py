"""The sidebar: network, sizes, activation, target and convention, kept from page to page."""

from __future__ import annotations

import streamlit as st

from explainer.controls.state import settings
from explainer.controls.widgets import URL, clamp, options, segments, slider
from explainer.settings import DEFAULT

SIZE_BUTTONS = {"4-5-3, distinct": (4, 5, 3), "3-3-3, square": (3, 3, 3)}


def sidebar() -> None:
    """Network, sizes, activation, target and convention, kept from page to page."""
    with st.sidebar:
        with st.container(key="network-controls"):
            segments("Network", "network")
            if settings().network == "Random":
                _random_network()
            else:
                slider("Image", "image")
        segments(
            "Convention",
            "convention",
            help="Rows: gradients are rows, as in the question. "
            "Columns: gradients are columns, as in many textbooks. The numbers stay.",
        )


def hide_network() -> None:
    """On a page without the network: its widgets keep their values, and are not seen."""
    st.html("<style>.st-key-network-controls {display: none}</style>")


def _random_network() -> None:
    slider("D, inputs", "D")
    slider("H, hidden units", "H")
    slider("K, classes", "K")
    with st.container(horizontal=True):
        for label, sizes in SIZE_BUTTONS.items():
            st.button(label, on_click=set_sizes, args=sizes)
    st.selectbox(
        "Activation",
        options("activation"),
        index=options("activation").index(DEFAULT.activation),
        key="activation",
        **URL,
    )
    slider("Seed of the random numbers", "seed")
    old, classes = clamp("target"), settings().K
    if old != settings().target:
        last = classes - 1
        st.caption(f"target = {old} became {last}: with K = {classes} the last class is {last}.")
    slider("Target class", "target")


def set_sizes(D: int, H: int, K: int) -> None:
    st.session_state.update(D=D, H=H, K=K)
