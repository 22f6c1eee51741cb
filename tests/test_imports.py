"""Imports point one way: compute ← notation, figures ← pages, and one file knows the URL.

Each test of the tree is shown to fail on a source that breaks its rule.
"""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in [ROOT / "app.py", *sorted((ROOT / "explainer").rglob("*.py"))]
}
# What each room may import beyond itself and Python's own library; the longest name that fits.
ALLOWED = {
    "explainer": (),
    "explainer.compute": ("numpy",),
    "explainer.palette": (),
    "explainer.notation": ("explainer.compute", "explainer.palette"),
    "explainer.expressions": ("numpy", "explainer.compute"),
    "explainer.expressions.symbols": (
        "numpy",
        "sympy",
        "explainer.compute",
        "explainer.expressions",
    ),
    "explainer.digits": ("numpy", "explainer.compute", "sklearn"),
    "explainer.figures": ("numpy", "plotly", "explainer.compute.validation", "explainer.palette"),
    "explainer.settings": (
        *("explainer.compute", "explainer.digits", "explainer.notation"),
        "explainer.expressions.parsing",
    ),
    "explainer.scene": (
        *("numpy", "explainer.compute", "explainer.digits"),
        *("explainer.notation", "explainer.palette", "explainer.settings"),
    ),
    "explainer.layer": (
        "numpy",
        "explainer.compute",
        "explainer.expressions",
        "explainer.settings",
    ),
    "explainer.layer_scene": (
        *("numpy", "explainer.compute", "explainer.layer"),
        *("explainer.notation", "explainer.palette", "explainer.settings"),
    ),
    "explainer.batch_scene": (
        *("numpy", "explainer.compute", "explainer.notation", "explainer.palette"),
        *("explainer.scene", "explainer.settings"),
    ),
    "explainer.controls": (
        *("streamlit", "explainer.compute.formulas", "explainer.expressions.parsing"),
        *("explainer.palette", "explainer.settings"),
    ),
    "explainer.pages": (
        *("numpy", "plotly", "streamlit", "explainer.compute", "explainer.controls"),
        *("explainer.batch_scene", "explainer.digits", "explainer.expressions"),
        "explainer.figures",
        *("explainer.layer_scene", "explainer.notation", "explainer.scene"),
        "explainer.settings",
    ),
    "app": ("streamlit", "explainer.controls"),
}
STATE = {"session_state", "query_params"}


def within(name, room):
    return name == room or name.startswith(f"{room}.")


def room_of(module):
    """The longest name of the table that the module lies in."""
    fitting = [room for room in ALLOWED if room != "explainer" and within(module, room)]
    return max(fitting, key=len, default="explainer")


def imported(source):
    """The modules that a source imports, at its top or within."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            # `from explainer.compute import validation` imports a module, not a name of one.
            yield from (name if name in FILES else str(node.module) for name in names)


def forbidden(module, source):
    """The imports of a source that its room may not make."""
    room = room_of(module)
    allowed = (*ALLOWED[room], *([] if room == "explainer" else [room]))
    return [
        name
        for name in imported(source)
        if name.split(".")[0] not in sys.stdlib_module_names
        and not any(within(name, one) for one in allowed)
    ]


def touches_state(source):
    """Does a source name Streamlit's state or the URL?"""
    nodes = list(ast.walk(ast.parse(source)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names = {a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
    return bool(STATE & (attributes | names))


def private_names(source):
    """The private names that a source takes from another module."""
    return [
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if node.module != "__future__" and alias.name.startswith("_")
    ]


every_module = pytest.mark.parametrize("module", FILES)


@every_module
def test_a_module_imports_only_what_its_room_may(module):
    assert forbidden(module, FILES[module].read_text(encoding="utf-8")) == []


@every_module
def test_only_controls_touches_the_state_and_the_url(module):
    source = FILES[module].read_text(encoding="utf-8")
    assert not touches_state(source) or within(module, "explainer.controls")


@every_module
def test_a_private_name_stays_in_its_module(module):
    assert private_names(FILES[module].read_text(encoding="utf-8")) == []


def test_a_private_name_of_another_module_is_found():
    assert private_names("from explainer.compute.chain import Step, _linked") == ["_linked"]


def test_every_room_of_the_table_exists():
    for room in ALLOWED:
        assert room in FILES


@pytest.mark.parametrize(
    ("module", "source", "named"),
    [
        ("explainer.compute.network", "import plotly.graph_objects as go", "plotly.graph_objects"),
        ("explainer.compute.chain", "def f():\n    import streamlit", "streamlit"),
        (
            "explainer.compute.costs",
            "from explainer.figures import cells",
            "explainer.figures.cells",
        ),
        ("explainer.figures.alt", "from explainer.compute import Network", "explainer.compute"),
        ("explainer.figures.alt", "import explainer.compute.chain", "explainer.compute.chain"),
        ("explainer.figures.new", "from streamlit import markdown", "streamlit"),
        ("explainer.notation.latex", "import numpy", "numpy"),
        ("explainer.scene", "import streamlit as st", "streamlit"),
        ("explainer.settings", "from explainer.controls import settings", "explainer.controls"),
        ("explainer.digits", "import explainer.scene", "explainer.scene"),
        ("explainer.utils", "import numpy", "numpy"),
        ("app", "from explainer.pages.terms import factor", "explainer.pages.terms"),
    ],
)
def test_an_import_that_points_the_other_way_is_found(module, source, named):
    assert forbidden(module, f"import math\n{source}\n") == [named]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("explainer.figures.alt", "from explainer.compute import validation"),
        ("explainer.figures.alt", "from explainer.figures.arrangement import Term"),
        ("explainer.pages.steps.loss", "import streamlit as st"),
        ("explainer.compute.chain", "from __future__ import annotations"),
    ],
)
def test_an_import_that_points_the_right_way_is_not(module, source):
    assert forbidden(module, source) == []


@pytest.mark.parametrize(
    "source",
    [
        "st.session_state.step = '1'",
        "import streamlit\nstreamlit.query_params.clear()",
        "from streamlit import session_state as kept",
    ],
)
def test_a_touch_of_the_state_is_found(source):
    assert touches_state(source)


def test_a_module_that_only_talks_about_the_state_is_not():
    assert not touches_state('"""Nothing of session_state."""\nst.title("query_params")')
