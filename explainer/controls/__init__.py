"""State, widgets and the sidebar: what all pages share. No other room touches state or URL."""

from explainer.controls.sidebar import hide_network, sidebar, size_buttons
from explainer.controls.state import (
    address,
    drop_refusals,
    kept,
    note_end,
    note_link,
    palette,
    show_refusals,
)
from explainer.controls.widgets import (
    Act,
    Widgets,
    answered,
    asked,
    asked_list,
    asked_several,
    asked_texts,
    begin_at,
    copy_button,
    following,
    forget,
    on_click,
    toggled_by,
)

__all__ = [
    "Act",
    "Widgets",
    "address",
    "answered",
    "asked",
    "asked_list",
    "asked_several",
    "asked_texts",
    "begin_at",
    "copy_button",
    "drop_refusals",
    "following",
    "forget",
    "hide_network",
    "kept",
    "note_end",
    "note_link",
    "on_click",
    "palette",
    "show_refusals",
    "sidebar",
    "size_buttons",
    "toggled_by",
]
