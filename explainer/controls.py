"""The widgets that make Settings, and the URL they are bound to: no other file touches either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explainer.palette import DARK, LIGHT, Palette
from explainer.settings import (
    ACTIVATIONS,
    CONVENTIONS,
    DEFAULT,
    FORMULATIONS,
    IMAGES,
    LARGEST,
    NETWORKS,
    SEEDS,
    STEPS,
    Settings,
)

URL: dict[str, Any] = {"bind": "query-params"}


def palette() -> Palette:
    """The colours of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def settings() -> Settings:
    """The state of all widgets, those not drawn now at their last or default value."""
    state = st.session_state
    return Settings(**{name: state.get(name, getattr(DEFAULT, name)) for name in vars(DEFAULT)})


def remember_link() -> None:
    """Keep what the link said, before the widgets drop from the URL what they do not accept."""
    if "link" not in st.session_state:
        st.session_state.link = {
            name: st.query_params.get_all(name) for name in vars(DEFAULT) if name in st.query_params
        }


def refusals() -> list[str]:
    """A sentence for each value of the link that is not valid, while what replaced it stands."""
    sentences = []
    for name, texts in st.session_state.get("link", {}).items():
        used = st.session_state.get(name)
        if used is None:  # its widget is not drawn now
            continue
        accepted = texts == [str(used)]
        instead = st.session_state.setdefault("instead", {})  # what refused values became at first
        if instead.setdefault(name, None if accepted else used) == used:
            said = " and ".join(f"`{text[:40]}`" if text else "nothing" for text in texts)
            sentences.append(
                f"The link says {name} = {said}, but it must be {_allowed(name)}: "
                f"{name} = {used} is used instead."
            )
    return sentences


def _allowed(name: str) -> str:
    choices = {
        "network": NETWORKS,
        "activation": ACTIVATIONS,
        "convention": CONVENTIONS,
        "formulation": FORMULATIONS,
        "step": STEPS,
    }
    if name in choices:
        return "one of " + ", ".join(choices[name])
    low, high = {
        "image": (0, IMAGES - 1),
        "D": (1, LARGEST),
        "H": (1, LARGEST),
        "K": (2, LARGEST),
        "seed": (0, SEEDS - 1),
        "target": (0, settings().K - 1),
        "entry": (0, st.session_state.get("entries", 1) - 1),
    }[name]
    return f"one whole number from {low} to {high}"


def sidebar() -> None:
    """Network, sizes, activation, target and convention, kept from page to page."""
    with st.sidebar:
        st.segmented_control(
            "Network", NETWORKS, default=DEFAULT.network, key="network", required=True, **URL
        )
        if settings().network == "Random":
            _random_network()
        else:
            _slider("Image", 0, IMAGES - 1, "image")
        st.segmented_control(
            "Convention",
            CONVENTIONS,
            default=DEFAULT.convention,
            key="convention",
            required=True,
            help="Rows: gradients are rows, as in the question. "
            "Columns: gradients are columns, as in many textbooks. The numbers stay.",
            **URL,
        )


def _random_network() -> None:
    _slider("D, inputs", 1, LARGEST, "D")
    _slider("H, hidden units", 1, LARGEST, "H")
    _slider("K, classes", 2, LARGEST, "K")
    with st.container(horizontal=True):
        for label, sizes in (("4-5-3, distinct", (4, 5, 3)), ("3-3-3, square", (3, 3, 3))):
            st.button(label, on_click=_set_sizes, args=sizes)
    st.selectbox(
        "Activation",
        ACTIVATIONS,
        index=ACTIVATIONS.index(DEFAULT.activation),
        key="activation",
        **URL,
    )
    _slider("Seed of the random numbers", 0, SEEDS - 1, "seed")
    classes = settings().K
    _clamp("target", classes - 1, f"with K = {classes} the last class is {classes - 1}")
    _slider("Target class", 0, classes - 1, "target")


def _slider(label: str, low: int, high: int, name: str) -> None:
    st.slider(label, low, high, getattr(DEFAULT, name), key=name, **URL)


def _clamp(name: str, largest: int, why: str = "") -> None:
    # A slider whose maximum falls below its value would jump to its default.
    old = st.session_state.get(name, 0)
    if old > largest:
        st.session_state[name] = largest
        if why:
            st.caption(f"{name} = {old} became {largest}: {why}.")


def _set_sizes(D: int, H: int, K: int) -> None:
    st.session_state.update(D=D, H=H, K=K)


def formulation_switch() -> None:
    """Matrix multiply or Element-wise."""
    st.segmented_control(
        "Formulation",
        FORMULATIONS,
        default=DEFAULT.formulation,
        key="formulation",
        required=True,
        **URL,
    )


def step_navigation() -> None:
    """The steps, Previous and Next; the arrow keys press the buttons."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # First the widget that reads the link: the buttons go by what it says.
        st.segmented_control("Step", STEPS, default=DEFAULT.step, key="step", required=True, **URL)
        _move_button("Previous", -1, shortcut="ArrowLeft", key="previous")
        _move_button("Next", 1, shortcut="ArrowRight", key="next")


def step_buttons(titles: dict[str, str]) -> None:
    """The same at the foot of a step, with the titles; a presenter's clicker presses these."""
    step = settings().step
    before, after = neighbour(step, -1), neighbour(step, 1)
    with st.container(horizontal=True, horizontal_alignment="distribute"):
        if before != step:
            label = f"{before}. {titles[before]}"
            _move_button(label, -1, shortcut="PageUp", key="previous-title")
        if after != step:
            label = f"{after}. {titles[after]}"
            _move_button(label, 1, shortcut="PageDown", key="next-title", type="primary")


def neighbour(step: str, by: int) -> str:
    """The step before or after, from 1 to 7; All has neither."""
    if step == "All":
        return step
    return str(min(7, max(1, int(step) + by)))


def _move_button(label: str, by: int, *, shortcut: str, key: str, **more: Any) -> None:
    step = settings().step
    disabled = neighbour(step, by) == step
    st.button(
        label, on_click=_move, args=(by,), shortcut=shortcut, key=key, disabled=disabled, **more
    )


def _move(by: int) -> None:
    # From where the step is now, not from where the button was drawn: quick presses add up.
    st.session_state.step = neighbour(st.session_state.step, by)


def entry_slider(count: int, label: str) -> int:
    """Which entry of a result is traced, 0 to count − 1."""
    st.session_state.entries = count
    if count == 1:
        return 0
    _clamp("entry", count - 1)
    _slider(label, 0, count - 1, "entry")
    return settings().entry


def on_entry_click(chart: str) -> Callable[[], None]:
    """A callback that traces the entry clicked in the chart with this key."""

    def trace() -> None:
        points = st.session_state[chart]["selection"]["points"]
        # A chart that was redrawn reports an empty selection: it is no click.
        if points and points[0].get("customdata") is not None:
            st.session_state.entry = max(points[0]["customdata"])

    return trace
