"""The packages of the site, by name and exact version, for npm and pip."""

from __future__ import annotations

PYTHON = "3.13"  # in the browser
STLITE = "@stlite/browser", "1.9.2"  # Streamlit 1.62 for the browser
PYODIDE = "pyodide", "0.29.3"  # Python 3.13 for the browser, the version that stlite needs
# Its lock names the compiled wheels of this Python with their SHA-256.
LOCK = "pyodide", "0.28.3"
# On PyPI one wheel contains these files; for files from elsewhere, use --wheels.
CARRIER = "open-webui", "0.9.6"
CARRIED_BY = "3.11"  # a Python version that it supports; it is only unpacked, not installed
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
MODULE = {"protobuf": "google", "markdown-it-py": "markdown_it"}  # if not the name with _ for -
# Streamlit asks for these by name; a page without data frames never imports them.
EMPTY = {"fastparquet": "2024.11.0", "pandas": "2.3.1"}
# The packages that the app imports at start; SymPy is loaded when somebody types a function.
REQUIRED = ("numpy", "plotly", "latex2mathml", "markdown-it-py", "mdit-py-plugins", "toml")
LATER = ("sympy", "mpmath")

# 20 MB for notebooks and maps, and the parts of other kinds of figures. The script for handouts
# stays.
DROPPED = (
    "plotly/express",
    "plotly/figure_factory",
    "plotly/labextension",
    "plotly/matplotlylib",
)
KINDS = "scatter", "heatmap", "layout"  # parts of our figures
KEPT_DATA = ("plotly/package_data/templates", "plotly/package_data/plotly.min.js")
# These stay source: packages of which a visit uses few modules, or that read their own source.
UNCOMPILED = ("altair/", "anyio/", "narwhals/", "PIL/")

# The scripts of Streamlit that every visit needs, by the beginning of the name.
CHUNKS = ("index-", "PlotlyChart-", "ButtonGroup-", "Slider-", "Checkbox-", "Html-", "PageLink-")

# Fixes in Streamlit's own scripts, in the file whose name begins with `PATCHED`.
PATCHED = "index-"
MENDS = {
    # After Back, this older Streamlit would send the previous URL.
    "this.onPageChange(ve.pageScriptHash, void 0, !0)": (
        "(this.setState({queryParams: document.location.search}), "
        "this.onPageChange(ve.pageScriptHash, document.location.search.substring(1), !0))"
    ),
    # With a press, Firefox and WebKit would send the URL from before it, and Back would change
    # nothing: React has not stored the new URL yet.
    "ve = _e && _e.length > 0 ? _e : document.location.search": "ve = document.location.search",
}
