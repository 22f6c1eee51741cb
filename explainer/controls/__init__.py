"""State, widgets and the sidebar, shared by all pages. No other package touches state or URL."""

from explainer.controls.address import other_address
from explainer.controls.asking import (
    answered,
    asked,
    asked_list,
    asked_several,
    asked_texts,
    forget,
)
from explainer.controls.fragments import Act, fragment, on_click, spread_fragment
from explainer.controls.links import page_link, state_link
from explainer.controls.marks import (
    begin_at,
    beyond_link,
    copy_button,
    mark,
    pictures,
    toggled_by,
    whole_page_link,
)
from explainer.controls.sidebar import hide_network, sidebar, size_buttons
from explainer.controls.state import (
    ask_when_back,
    drop_refusals,
    kept,
    names_in_link,
    note_end,
    note_link,
    palette,
    read_again,
    said,
    show_refusals,
    whole_address,
)
from explainer.controls.widgets import Widgets, file_button, following

__all__ = [
    "Act",
    "Widgets",
    "answered",
    "ask_when_back",
    "asked",
    "asked_list",
    "asked_several",
    "asked_texts",
    "begin_at",
    "beyond_link",
    "copy_button",
    "drop_refusals",
    "file_button",
    "following",
    "forget",
    "fragment",
    "hide_network",
    "kept",
    "mark",
    "names_in_link",
    "note_end",
    "note_link",
    "on_click",
    "other_address",
    "page_link",
    "palette",
    "pictures",
    "read_again",
    "said",
    "show_refusals",
    "sidebar",
    "size_buttons",
    "spread_fragment",
    "state_link",
    "toggled_by",
    "whole_address",
    "whole_page_link",
]
