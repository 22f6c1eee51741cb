"""The widgets that make Settings, and the URL they are bound to: no other file touches either."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from explainer.compute.formulas import Formula
from explainer.palette import DARK, LIGHT, Palette
from explainer.settings import (
    DEFAULT,
    TRACED,
    Choice,
    Settings,
    Whole,
    formula_settings,
    parameters,
    read_link,
)

SIZE_BUTTONS = {"4-5-3, distinct": (4, 5, 3), "3-3-3, square": (3, 3, 3)}
URL: dict[str, Any] = {"bind": "query-params"}


def palette() -> Palette:
    """The colours of the theme that the browser shows."""
    return DARK if st.context.theme.type == "dark" else LIGHT


def settings() -> Settings:
    """The state of all widgets, those not drawn yet or now at what the link says."""
    state = st.session_state
    link = state.get("link", DEFAULT)
    return Settings(**{name: state.get(name, getattr(link, name)) for name in vars(DEFAULT)})


def read_url() -> None:
    """Note what the link refuses to be; in the run after it, put the default in its place."""
    state = st.session_state
    if "refused" not in state:
        said = st.query_params
        link = {name: said.get_all(name) for name in vars(DEFAULT) if name in said}
        state.link, state.refused = read_link(link)
    elif "refused_widgets" in state:
        for name in state.pop("refused_widgets"):
            state[name] = getattr(DEFAULT, name)


def settle_url() -> None:
    """Run again where a widget made something of a value that is refused.

    Streamlit reads "9.7" as 9 and takes one of two repeated values. In the first run the URL
    overrules every value that is set before the widget is drawn.
    """
    if "settled" not in st.session_state:
        st.session_state.settled = True
        used = settings()
        wrong = [r.name for r in st.session_state.refused if getattr(used, r.name) != r.used]
        if wrong:
            st.session_state.refused_widgets = wrong
            st.rerun()


def show_refusals() -> None:
    """A sentence for each value of the link that is not valid, while what replaced it stands."""
    drop_refusals()
    for refusal in st.session_state.refused:
        st.warning(refusal.sentence)


def drop_refusals() -> bool:
    """Forget the refusals whose setting has been changed since; were there any?"""
    if not st.session_state.refused:
        return False
    state, chosen = st.session_state, settings()
    kept = [r for r in state.refused if getattr(chosen, r.name) == r.used]
    dropped = "settled" in state and kept != state.refused
    if dropped:
        state.refused = kept
    return dropped


def sidebar() -> None:
    """Network, sizes, activation, target and convention, kept from page to page."""
    with st.sidebar:
        _segments("Network", "network")
        if settings().network == "Random":
            _random_network()
        else:
            _slider("Image", "image")
        _segments(
            "Convention",
            "convention",
            help="Rows: gradients are rows, as in the question. "
            "Columns: gradients are columns, as in many textbooks. The numbers stay.",
        )


def _random_network() -> None:
    _slider("D, inputs", "D")
    _slider("H, hidden units", "H")
    _slider("K, classes", "K")
    with st.container(horizontal=True):
        for label, sizes in SIZE_BUTTONS.items():
            st.button(label, on_click=_set_sizes, args=sizes)
    st.selectbox(
        "Activation",
        _options("activation"),
        index=_options("activation").index(DEFAULT.activation),
        key="activation",
        **URL,
    )
    _slider("Seed of the random numbers", "seed")
    old, classes = _clamp("target"), settings().K
    if old != settings().target:
        last = classes - 1
        st.caption(f"target = {old} became {last}: with K = {classes} the last class is {last}.")
    _slider("Target class", "target")


def _options(name: str) -> tuple[str, ...]:
    parameter = parameters(DEFAULT)[name]
    assert isinstance(parameter, Choice)
    return parameter.options


def _range(name: str) -> tuple[int, int]:
    # Only these depend on the others, and asking for all settings takes its time.
    chosen = settings() if name in ("target", "entry") else DEFAULT
    parameter = parameters(chosen)[name]
    assert isinstance(parameter, Whole)
    return parameter.low, parameter.high


def _segments(label: str, name: str, **more: Any) -> None:
    default = getattr(DEFAULT, name)
    st.segmented_control(
        label, _options(name), default=default, key=name, required=True, **more, **URL
    )


def _slider(label: str, name: str) -> None:
    st.slider(label, *_range(name), getattr(DEFAULT, name), key=name, **URL)


def _clamp(name: str) -> int:
    """Keep a value in its range, and return what it was."""
    # A slider whose maximum falls below its value would jump to its default.
    old: int = getattr(settings(), name)
    if name in st.session_state:
        st.session_state[name] = min(old, _range(name)[1])
    return old


def _set_sizes(D: int, H: int, K: int) -> None:
    st.session_state.update(D=D, H=H, K=K)


def formulation_switch() -> None:
    """Matrix multiply or Element-wise."""
    _segments("Formulation", "formulation")


def step_navigation() -> None:
    """The steps, Previous and Next; the arrow keys press the buttons."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # First the widget that reads the link: the buttons go by what it says.
        _segments("Step", "step")
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
            _move_button(label, 1, shortcut="PageDown", key="next-title")


def neighbour(step: str, by: int) -> str:
    """The step before or after, from the first to the last; All has neither."""
    if step == "All":
        return step
    return str(min(len(TRACED), max(1, int(step) + by)))


def _move_button(label: str, by: int, *, shortcut: str, key: str) -> None:
    step = settings().step
    disabled = neighbour(step, by) == step
    st.button(label, on_click=_move, args=(by,), shortcut=shortcut, key=key, disabled=disabled)


def _move(by: int) -> None:
    # From where the step is now, not from where the button was drawn: quick presses add up.
    st.session_state.step = neighbour(st.session_state.step, by)


def entry_slider(label: str) -> None:
    """Which entry of the step's result is traced; of a result with one entry there is no choice."""
    _clamp("entry")
    if _range("entry")[1]:
        _slider(label, "entry")


def on_entry_click(chart: str) -> Callable[[], None]:
    """A callback that traces the entry clicked in the chart with this key."""

    def trace(row: int, column: int) -> None:
        st.session_state.entry = max(row, column)

    return _on_click(chart, trace)


def _on_click(chart: str, act: Callable[[int, int], None]) -> Callable[[], None]:
    """A callback that acts on row and column of the clicked cell."""

    def clicked() -> None:
        points = st.session_state[chart]["selection"]["points"]
        # A chart that was redrawn reports an empty selection: it is no click.
        if points and points[0].get("customdata") is not None:
            act(*points[0]["customdata"])

    return clicked


def formula_controls(left_to_right: list[str], weights: dict[str, str], brackets: str) -> None:
    """The choices of a formula, in the order in which it is written.

    `weights` says of W2T and W1T how the factor is written where it is chosen, `brackets` what the
    letters of a bracketing stand for.
    """
    signs = (f"{which} sign" for which in ("first", "second", "third"))
    with st.container(horizontal=True, vertical_alignment="bottom", key="formula"):
        for name in left_to_right:
            if name in weights:
                st.toggle(weights[name], getattr(DEFAULT, name), key=name, **URL)
            else:
                _segments("s as" if name == "s" else next(signs), name)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox(
            brackets,
            _options("bracketing"),
            index=_options("bracketing").index(DEFAULT.bracketing),
            key="bracketing",
            width=320,
            **URL,
        )
        _segments("∘ asks for", "hadamard")


def on_formula_click(chart: str, formulas: list[list[Formula]]) -> Callable[[], None]:
    """A callback that puts the formula of the clicked cell on the bench."""

    def load(row: int, column: int) -> None:
        st.session_state.update(formula_settings(formulas[row][column]))

    return _on_click(chart, load)


def size_buttons() -> None:
    """From distinct to equal sizes and back, on the random network."""
    with st.container(horizontal=True):
        for label, sizes in SIZE_BUTTONS.items():
            key = f"bench {label}"
            st.button(label, on_click=_set_random_sizes, args=sizes, key=key)


def _set_random_sizes(D: int, H: int, K: int) -> None:
    st.session_state.network = "Random"
    _set_sizes(D, H, K)
