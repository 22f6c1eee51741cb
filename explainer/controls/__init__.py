"""The widgets that make Settings, and the URL they are bound to: no other room touches either."""

from explainer.controls.bench import formula_controls, on_formula_click, size_buttons
from explainer.controls.sidebar import sidebar
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
    "drop_refusals",
    "entry_slider",
    "formula_controls",
    "formulation_switch",
    "neighbour",
    "on_entry_click",
    "on_formula_click",
    "palette",
    "read_url",
    "settings",
    "settle_url",
    "show_refusals",
    "sidebar",
    "size_buttons",
    "step_buttons",
    "step_navigation",
]
