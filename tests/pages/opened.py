"""The page as a reader finds it who opens a link."""

import json
from functools import cache
from pathlib import Path

import plotly.graph_objects as go
from streamlit.testing.v1 import AppTest

from explainer.palette import LIGHT
from explainer.scene import Scene
from explainer.settings import SLUGS, Settings

APP = Path(__file__).parents[2] / "app.py"
KINDS = ("title", "header", "subheader", "markdown", "latex", "caption", "success", "error", "info")


def opened(**link):
    """A session of its own that may be acted on."""
    at = AppTest.from_file(str(APP), default_timeout=60)
    for name, value in link.items():
        at.query_params[name] = value if isinstance(value, list) else str(value)
    return at.run()


@cache
def read(**link):
    """A session that is only read, opened once."""
    return opened(**link)


def exceptions(at):
    return [element.message for element in at.exception]


def warnings(at):
    return [element.value for element in at.warning]


def text(at):
    """All that is written in the body of the page."""
    return "\n".join(element.value for kind in KINDS for element in at.main.get(kind))


def charts(at):
    """(alternative text, figure) of every figure that is not hidden."""
    current = scene(at).settings.formulation
    hidden = tuple(f"-{slug}" for formulation, slug in SLUGS.items() if formulation != current)
    protos = (element.proto for element in at.get("plotly_chart"))
    found = [proto for proto in protos if not proto.id.endswith(hidden)]
    return [(proto.alt, go.Figure(json.loads(proto.spec), _validate=False)) for proto in found]


def scene(at):
    """The scene that the session is about, computed anew."""
    kept = {name: at.session_state[name] for name in vars(Settings()) if name in at.session_state}
    return Scene(Settings(**kept), LIGHT)
