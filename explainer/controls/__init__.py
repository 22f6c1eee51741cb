"""The widgets that make Settings, and the URL they are bound to: no other room touches either."""

from explainer.controls.batch import (
    batch_controls,
    on_trace_click,
    trace_slider,
    variable_switch,
)
from explainer.controls.bench import formula_controls, on_formula_click, size_buttons
from explainer.controls.layer import (
    anyway_toggle,
    eps_slider,
    function_controls,
    nudge_buttons,
    nudged_slider,
    on_gallery_click,
    on_input_click,
)
from explainer.controls.sidebar import hide_network, sidebar
from explainer.controls.state import (
    drop_refusals,
    palette,
    read_url,
    settings,
    settle_url,
    show_refusals,
)
from explainer.controls.walkthrough import (
    entry_slider,
    formulation_switch,
    neighbour,
    on_entry_click,
    step_buttons,
    step_navigation,
)

__all__ = [
    "anyway_toggle",
    "batch_controls",
    "drop_refusals",
    "entry_slider",
    "eps_slider",
    "formula_controls",
    "formulation_switch",
    "function_controls",
    "hide_network",
    "neighbour",
    "nudge_buttons",
    "nudged_slider",
    "on_entry_click",
    "on_formula_click",
    "on_gallery_click",
    "on_input_click",
    "on_trace_click",
    "palette",
    "read_url",
    "settings",
    "settle_url",
    "show_refusals",
    "sidebar",
    "size_buttons",
    "step_buttons",
    "step_navigation",
    "trace_slider",
    "variable_switch",
]
