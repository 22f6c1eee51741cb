"""Markdown with LaTeX between dollars, as HTML with MathML, which needs no script."""

from __future__ import annotations

from typing import Any

from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

from explainer.fonts import FAMILY_STYLE

# What the converter does not know, and what it knows instead.
ENVIRONMENTS = {"aligned": "align*", "gathered": "matrix"}
# What MathML leaves to style sheets now.
STYLE = f"""{FAMILY_STYLE}
mtable {{ math-style: normal; }}
mtd {{ padding: 0.3em 0.5em; }}
mtd[columnalign="right"] {{ text-align: right; padding: 0.3em 0.15em; }}
mtd[columnalign="left"] {{ text-align: left; padding: 0.3em 1.2em 0.3em 0.15em; }}
munder > mfrac:last-child {{ font-size: 1.4em; }}
"""


def typeset(markdown: str) -> str:
    """Paragraphs, titles, tables, formulas."""
    return str(MARKDOWN.render(markdown))


def typeset_inline(text: str) -> str:
    """Return the same without a paragraph around it."""
    return str(MARKDOWN.renderInline(text))


def _mathml(latex: str, options: dict[str, Any]) -> str:
    for environment, known in ENVIRONMENTS.items():
        latex = latex.replace(f"{{{environment}}}", f"{{{known}}}")
    return str(convert(latex, display="block" if options["display_mode"] else "inline"))


# HTML in a text would be shown as it stands.
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")
MARKDOWN.use(dollarmath_plugin, renderer=_mathml)
