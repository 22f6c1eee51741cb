"""The fonts for printing: a page on paper looks the same whatever fonts the machine has.

`text.woff2` is Source Sans 3 (SIL Open Font License) and `math.woff2` is Latin Modern Math (GUST
Font License), both reduced by `subset.py` and renamed. A mathematical font has brackets and braces
that stretch; Chromium does not find one by the name `math`, even if the machine has one.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
FAMILIES = {"text": "Explainer Text", "math": "Explainer Math"}
WEIGHTS = {"text": "200 900", "math": "400"}
TEXT = '"Explainer Text", "Explainer Math", "Source Sans 3", "Segoe UI", Roboto, sans-serif'
# Where a document cannot include fonts, a system font is used: Apple's, Microsoft's, Linux's.
MATH = (
    '"Explainer Math", "STIX Two Math", "Cambria Math", "Latin Modern Math", '
    '"DejaVu Math TeX Gyre", "Noto Sans Math", math'
)
FAMILY_STYLE = f":root {{ --text-family: {TEXT}; }}\nmath {{ font-family: {MATH}; }}\n"


@cache
def faces() -> str:
    """Return the CSS that holds both fonts, 0.11 MB."""
    return "".join(
        f'@font-face {{ font-family: "{family}"; font-weight: {WEIGHTS[name]}; '
        f"src: url(data:font/woff2;base64,{_encoded(name)}) format('woff2'); }}\n"
        for name, family in FAMILIES.items()
    )


def _encoded(name: str) -> str:
    return b64encode((HERE / f"{name}.woff2").read_bytes()).decode()
