"""Open a page from a link, and read it as a reader does."""

import json
import re
from functools import cache
from html import unescape
from pathlib import Path

import plotly.graph_objects as go
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from explainer import notation
from explainer.networks import scene_of
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.palette import LIGHT

DOOR = Path(__file__).parents[2] / "door.py"
# The page has no components. Otherwise each session would look for them in all installed packages,
# which takes longer than most pages.
NO_COMPONENTS = BidiComponentManager()
CONVENTIONS = {name: writing.label for name, writing in notation.CONVENTIONS.items()}
ENDS = {"formulation": "elementwise", "folded": True}  # the end position of each switch
KINDS = ("title", "header", "subheader", "markdown", "latex", "caption", "success", "error", "info")


def opened(page="", **link):
    """Open a new session, which a test may change; the default page is the walkthrough."""
    at = AppTest.from_file(str(DOOR), default_timeout=60)
    at._bidi_component_manager = NO_COMPONENTS
    for name, value in link.items():
        at.query_params[name] = value if isinstance(value, list) else str(value)
    return turned(at, page) if page else at.run()


def turned(at, page):
    """The session at another page; `switch_page` knows none that is a function."""
    at._page_hash = calc_hash(page)
    return at.run()


@cache
def read(page="", **link):
    """Open a session once, which tests must not change."""
    return opened(page, **link)


def exceptions(at):
    return [element.message for element in at.exception]


def warnings(at):
    return [element.value for element in at.warning]


def text(at):
    """Return all text in the body of the page."""
    return "\n".join(element.value for kind in KINDS for element in at.main.get(kind))


def charts(at):
    """Return (alternative text, figure) of each visible figure, in the state of its switch."""
    state = at.session_state
    played = [name for name, end in ENDS.items() if name in state and state[name] == end]
    hints = "\n".join(element.proto.body for element in at.get("html"))
    found = []
    for proto in (element.proto for element in at.get("plotly_chart")):
        alt, key = proto.alt, proto.id.rpartition("figure-")[2]
        seen = re.search(rf'data-(\w+)="(\d)"\]\) \.st-key-box-{key}[, ]', hints)
        if seen and (seen[1] in played) != (seen[2] == "1"):
            continue
        for follows, end in re.findall(
            rf'hint-{key}".*data-follows="(\w+)" .*data-last="([^"]*)"', hints
        ):
            alt = unescape(end) if follows in played else alt
        found.append((alt, go.Figure(json.loads(proto.spec), _validate=False)))
    return found


def settings(at, kind=WalkthroughSettings):
    """Return the settings of the session's widgets."""
    names = (name for name in kind.parameters() if name in at.session_state)
    return kind(**{name: at.session_state[name] for name in names})


def scene(at):
    """Return the walkthrough's scene of the session, computed again."""
    chosen = settings(at)
    return scene_of(chosen, LIGHT, chosen.formulation)
