"""What the site is made of, by name and exact version; npm and pip know where it is."""

from __future__ import annotations

PYTHON = "3.13"  # of the browser
STLITE = "@stlite/browser", "1.9.2"  # Streamlit 1.62 for the browser
PYODIDE = "pyodide", "0.29.3"  # Python 3.13 for the browser, the version that it wants
# Its lock names the compiled wheels of this Python with their SHA-256.
LOCK = "pyodide", "0.28.3"
# On PyPI these very files lie within one wheel; whoever has them elsewhere says --wheels.
CARRIER = "open-webui", "0.9.6"
CARRIED_BY = "3.11"  # a Python that it installs on; nothing of it is installed
WITHIN = "open_webui/frontend/pyodide/"
COMPILED = ("numpy", "pillow", "micropip", "sympy", "mpmath", "ssl", "libopenssl")

PURE = {
    "altair": "6.3.0",
    "anyio": "4.16.0",
    "blinker": "1.9.0",
    "idna": "3.20",
    "itsdangerous": "2.2.0",
    "latex2mathml": "3.81.1",
    "markdown-it-py": "4.3.0",
    "mdit-py-plugins": "0.7.0",
    "mdurl": "0.1.2",
    "narwhals": "2.29.0",
    "packaging": "26.4",
    "plotly": "7.1.0",
    "protobuf": "7.36.2",
    "pyodide-http": "0.2.2",
    "python-multipart": "0.0.34",
    "sniffio": "1.3.1",
    "starlette": "1.10.0",
    "toml": "0.10.2",
    "typing-extensions": "4.16.0",
}
DEPENDS = {
    "altair": ["typing-extensions", "packaging", "narwhals"],
    "anyio": ["idna", "sniffio", "ssl", "typing-extensions"],
    "markdown-it-py": ["mdurl"],
    "mdit-py-plugins": ["markdown-it-py"],
    "plotly": ["narwhals", "packaging"],
    "starlette": ["anyio"],
}
MODULE = {"protobuf": "google", "markdown-it-py": "markdown_it"}  # not the name with _ for -
# Streamlit asks for these by name; a page without data frames never imports them.
EMPTY = {"fastparquet": "2024.11.0", "pandas": "2.3.1"}
# What the app imports at once; SymPy is fetched when somebody types a function.
REQUIRED = ("numpy", "plotly", "latex2mathml", "markdown-it-py", "mdit-py-plugins", "toml")
LATER = ("sympy", "mpmath")

# 20 MB for notebooks and maps, and what figures of other kinds are made of. The script that a
# handout holds stays.
DROPPED = (
    "plotly/express",
    "plotly/figure_factory",
    "plotly/labextension",
    "plotly/matplotlylib",
)
KINDS = "scatter", "heatmap", "layout"  # of the figures' parts
KEPT_DATA = ("plotly/package_data/templates", "plotly/package_data/plotly.min.js")
# These stay source: modules of which a visit uses few, and what reads its own source.
UNCOMPILED = ("altair/", "anyio/", "narwhals/", "PIL/")

# What of Streamlit's own scripts every visit needs, by how their names begin.
CHUNKS = ("index-", "PlotlyChart-", "ButtonGroup-", "Slider-", "Checkbox-", "Html-", "PageLink-")

# What is mended in Streamlit's own scripts, in the file whose name begins so.
PATCHED = "index-"
MENDS = {
    # After Back this older one would send the address that it had before.
    "this.onPageChange(ve.pageScriptHash, void 0, !0)": (
        "(this.setState({queryParams: document.location.search}), "
        "this.onPageChange(ve.pageScriptHash, document.location.search.substring(1), !0))"
    ),
    # With a press Firefox and WebKit would send the address of before it, and Back would change
    # nothing: React has not kept the new one yet.
    "ve = _e && _e.length > 0 ? _e : document.location.search": "ve = document.location.search",
}
