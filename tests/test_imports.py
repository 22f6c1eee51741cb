"""Import rules: no cycles of rooms, no page imports another, and one room holds the state.

A room is a module directly below `explainer`. Rooms and pages are found, not listed.
Each rule is shown to fail on a source that breaks it.
"""

import ast
import re
import sys
from pathlib import Path

import pytest

from explainer import browser

ROOT = Path(__file__).parent.parent
PAGES = "explainer.pages"
COMMAND_LINE = "explainer.__main__"
DOOR = "door"  # it draws the frame, and knows no page but by its folder
STATE = {"session_state", "query_params"}
# The rooms that import nothing from outside but these packages.
PROMISES = {
    "explainer.compute": {"numpy"},
    "explainer.palette": set(),
    "explainer.digits": {"numpy", "sklearn"},
    "explainer.settings": set(),
    "explainer.notation": set(),
    "explainer.exercises": {"numpy"},
    "explainer.derivation": {"numpy", "plotly"},
    "explainer.exports": {"numpy", "latex2mathml", "markdown_it", "mdit_py_plugins", "plotly"},
    "explainer.expressions": {"numpy", "sympy", "pyodide_js"},
    "explainer.figures": {"numpy", "plotly"},
    "explainer.fonts": {"fontTools"},
    "explainer.networks": {"numpy"},
    "explainer.notebook": {"numpy"},
    "explainer.scene": {"numpy"},
    "explainer.terms": {"numpy"},
    "explainer.wording": {"numpy"},
    "explainer.written": set(),
}


def name_of(path):
    """Return the module name of a file."""
    name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return name.removesuffix(".__init__")


FILES = {name_of(path): path for path in sorted((ROOT / "explainer").rglob("*.py"))}
SOURCES = {name: path.read_text(encoding="utf-8") for name, path in FILES.items()}
SOURCES |= {name: (ROOT / f"{name}.py").read_text(encoding="utf-8") for name in ("app", "door")}


def within(name, room):
    return name == room or name.startswith(f"{room}.")


def room_of(module):
    """Return the room of a module: explainer.compute.chain lies in explainer.compute."""
    return ".".join(module.split(".")[:2])


def page_of(module):
    """Return the page whose folder contains a module, or None."""
    parts = module.split(".")
    is_folder = len(parts) > 2 and f"{PAGES}.{parts[2]}.page" in SOURCES
    return parts[2] if is_folder and within(module, PAGES) else None


def imported(source):
    """Yield the modules that a source imports, at its top or in a function."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = (f"{node.module}.{alias.name}" for alias in node.names)
            # `from explainer.compute import validation` imports a module, not a name in a module.
            yield from (name if name in SOURCES else str(node.module) for name in names)


def offences(sources):
    """Return (module, forbidden import) for all sources, a mapping from module to source."""
    return [
        (module, name)
        for module, source in sources.items()
        for name in imported(source)
        if leads_to_another_page(module, name) or breaks_a_promise(module, name)
    ]


def leads_to_another_page(module, name):
    """No page imports more of another than its settings, which links to it are made of.

    Nothing but pages imports what lies in their room.

    The command line is a door, as door.py is: it opens the walkthrough's links.
    """
    if not within(name, PAGES) or module == COMMAND_LINE:
        return False
    if module == DOOR:
        return page_of(name) is not None
    return not within(module, PAGES) or (
        page_of(name) not in (None, page_of(module)) and not name.endswith(".settings")
    )


def breaks_a_promise(module, name):
    """Tell whether a room imports something from outside that it promises not to."""
    outside = name.split(".")[0]
    room = room_of(module)
    if outside in sys.stdlib_module_names or outside == "explainer" or room not in PROMISES:
        return False
    return outside not in PROMISES[room]


def circles(sources):
    """Return the rooms whose imports lead back to them."""
    reached = {room_of(module): set() for module in sources}
    for module, source in sources.items():
        rooms = (room_of(name) for name in imported(source) if within(name, "explainer"))
        reached[room_of(module)] |= {room for room in rooms if room != room_of(module)}
    for _ in reached:
        for others in reached.values():
            others |= set().union(*(reached.get(other, set()) for other in list(others)))
    return sorted(room for room, others in reached.items() if room in others)


def touches_state(source):
    """Tell whether a source names Streamlit's state or the URL."""
    nodes = list(ast.walk(ast.parse(source)))
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    names = {a.name for n in nodes if isinstance(n, ast.ImportFrom) for a in n.names}
    return bool(STATE & (attributes | names))


def private_names(source):
    """Return the private names that a source imports from another module."""
    return [
        alias.name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if node.module != "__future__" and alias.name.startswith("_")
    ]


def test_every_page_is_alone_and_every_room_keeps_its_promise():
    assert offences(SOURCES) == []


def test_no_imports_lead_back_to_their_room():
    assert circles(SOURCES) == []


def test_only_controls_touches_the_state_and_the_url():
    touching = [module for module, source in SOURCES.items() if touches_state(source)]
    assert all(within(module, "explainer.controls") for module in touching), touching


def test_a_private_name_stays_in_its_module():
    assert [m for m, source in SOURCES.items() if private_names(source)] == []


def test_what_runs_in_the_browser_knows_no_parameter_of_a_page():
    for text in (browser.STYLE, browser.PAGE_SCRIPT, browser.PICTURES_SCRIPT):
        for module in SOURCES:
            if page_of(module) and module.endswith(".settings"):
                nodes = ast.walk(ast.parse(SOURCES[module]))
                fields = [n.target.id for n in nodes if isinstance(n, ast.AnnAssign)]
                named = [f for f in fields if re.search(rf"\.st-key-{f}(?![\w-])", text)]
                assert named == [], module


def test_no_room_below_the_pages_names_one():
    pages = {page_of(module) for module in SOURCES} - {None, "exercises"}  # also a room
    for module, source in SOURCES.items():
        if not within(module, PAGES) and module not in (DOOR, COMMAND_LINE):
            strings = {n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant)}
            assert not strings & pages, module


def test_a_page_is_a_folder_and_a_line():
    folders = {page_of(module) for module in SOURCES} - {None}
    assert folders
    for folder in folders:
        assert SOURCES["door"].count(f'"{folder}"') == 1, folder


def markup(source):
    """Return the strings with LaTeX, Markdown or HTML in a source, except docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [node for node in ast.walk(tree) if isinstance(node, documented)]
    docstrings = {ast.get_docstring(node, clean=False) for node in bodies}
    constants = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    strings = [text for text in constants - docstrings if isinstance(text, str)]
    return [text for text in strings if re.search(r"\\[a-zA-Z]{2}|\$|</|\*\*", text)]


def test_compute_holds_numbers_and_nothing_that_is_to_be_read():
    for module, source in SOURCES.items():
        if within(module, "explainer.compute"):
            assert markup(source) == [], module
    assert markup('x = r"\\sigma(r)"') == [r"\sigma(r)"]


@pytest.mark.parametrize(
    ("module", "source", "named"),
    [
        ("explainer.compute.network", "import plotly.graph_objects as go", "plotly.graph_objects"),
        ("explainer.compute.chain", "def f():\n    import streamlit", "streamlit"),
        ("explainer.figures.new", "from streamlit import markdown", "streamlit"),
        ("explainer.notation.latex", "import numpy", "numpy"),
        ("explainer.pages.bench.new", "import explainer.pages.gallery.scene", None),
        ("explainer.pages.bench.new", "from explainer.pages.gallery import controls", None),
        ("explainer.pages.parts", "from explainer.pages.bench.scene import BenchScene", None),
        ("explainer.networks", "from explainer.pages.parts import show_code", None),
        ("door", "from explainer.pages.bench import settings", None),
    ],
)
def test_an_import_that_may_not_be_is_found(module, source, named):
    (offence,) = offences({module: f"import math\n{source}\n"})
    assert offence == (module, named or offence[1])
    assert named or within(offence[1], PAGES)


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("explainer.figures.alt", "from explainer.compute import validation"),
        ("explainer.pages.bench.page", "from explainer.pages.bench.settings import X"),
        ("explainer.pages.bench.page", "from explainer.pages.gallery.settings import X"),
        ("explainer.pages.bench.page", "import streamlit as st\nimport explainer.pages.parts"),
        ("explainer.compute.chain", "from __future__ import annotations"),
    ],
)
def test_an_import_that_may_be_is_not(module, source):
    assert offences({module: source}) == []


def test_a_circle_of_rooms_is_found():
    one = {"explainer.compute.new": "import explainer.digits.train"}
    assert circles(SOURCES | one) == ["explainer.compute", "explainer.digits"]


def test_a_private_name_of_another_module_is_found():
    assert private_names("from explainer.compute.chain import Link, _linked") == ["_linked"]


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


def test_the_tests_of_compute_need_nothing_but_compute():
    for path in (ROOT / "tests" / "compute").glob("*.py"):
        for name in imported(path.read_text(encoding="utf-8")):
            own = within(name, "explainer.compute") or within(name, "tests.compute")
            assert own or name.split(".")[0] not in ("explainer", "tests"), (path.name, name)


def test_nothing_but_tests_imports_tests():
    folders = (ROOT / folder for folder in ("explainer", "deploy", "benchmarks", "docs"))
    found = {
        str(path): list(imported(path.read_text(encoding="utf-8")))
        for folder in folders
        for path in folder.rglob("*.py")
    }
    assert len(found) > 100
    assert [name for name, names in found.items() if any(within(n, "tests") for n in names)] == []
    assert within(next(imported("from tests.browser import reader")), "tests")
