"""The parser of typed functions of x: each part is checked against a list.

Python's own parser reads the text, but Python never runs it: `meaning_of` walks the tree.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import cached_property

from explainer.expressions.code import numpy_code, short_code
from explainer.expressions.reading import (
    NOTHING,
    TOO_DEEP,
    NotAllowed,
    Reader,
    checked,
    named_libraries,
    part_at,
    variable_of,
)
from explainer.expressions.signs import Plain, plain
from explainer.expressions.spellings import CALLABLE
from explainer.expressions.stable import stable
from explainer.expressions.tree import Name, Node, functions, walk

LONGEST = 1000  # characters
STRANGE = re.compile(r"[^A-Za-z0-9_.+\-*/@()\[\], <>=!&|~:'\"%\n;]")
HINTS = {
    "\\": "formulas are written as code: x * sigmoid(x)",
    "{": "only a power has braces: e^{-x}",
    "}": "only a power has braces: e^{-x}",
    "$": "write the formula without dollar signs",
}
HEAD = re.compile(r"^\s*[A-Za-z_]\w*\s*\(\s*([A-Za-z_]\w*)\s*\)\s*:?=(?!=)", re.ASCII)  # f(x) =


@dataclass(frozen=True)
class Expression:
    """A text that was read, its tree, and what was taken for granted."""

    text: str
    tree: Node
    notes: tuple[str, ...] = ()

    @property
    def functions(self) -> set[str]:
        """The names of the functions that are called."""
        return functions(self.tree)

    @property
    def names(self) -> set[str]:
        """The names x and A, as far as they occur."""
        return {part.name for part in walk(self.tree) if isinstance(part, Name)}

    @cached_property
    def code(self) -> str:
        """The function as this page writes it, in one line."""
        return short_code(self.tree)

    @cached_property
    def numpy(self) -> str:
        """NumPy code over x, A and the functions by their names."""
        return numpy_code(self.tree)

    @cached_property
    def stable(self) -> Expression | None:
        """The same function in a form that does not overflow; None if no other form is known."""
        tree = stable(self.tree)
        return None if tree == self.tree else Expression(self.text, tree, self.notes)

    def part(self, node: Node) -> str:
        """A part and its place, counted from 1, for a sentence: `log(x)` at character 5."""
        return part_at(self.text, node.span)


def parse(text: str) -> Expression:
    """The function that a text is. Raises `NotAllowed` for anything else."""
    if not text.strip():
        raise NotAllowed(NOTHING)
    if len(text) > LONGEST:
        raise NotAllowed(f"it has {len(text)} characters, and {LONGEST} are the most")
    typed, variable = text, ""
    if head := HEAD.match(typed):
        variable = head[1]
        typed = " " * head.end() + typed[head.end() :]
    ascii_text = plain(typed.replace("\r\n", " \n"))
    if strange := STRANGE.search(ascii_text.text):
        raise NotAllowed(_strange(strange[0], ascii_text.origins[strange.start()], typed))
    body = _parsed(ascii_text, text)
    if not body:
        raise NotAllowed(NOTHING)
    reader = Reader(
        text, ascii_text, variable or variable_of(body), libraries=named_libraries(body)
    )
    try:
        tree = checked(reader.program(body))
    except RecursionError:
        raise NotAllowed(TOO_DEEP) from None
    return Expression(text, tree, tuple(reader.notes))


def _parsed(ascii_text: Plain, text: str) -> list[ast.stmt]:
    try:
        return ast.parse(ascii_text.text).body
    except SyntaxError as error:
        raise NotAllowed(_unreadable(text, ascii_text, error)) from None
    except (MemoryError, RecursionError, ValueError):  # Python's parser has limits of its own
        raise NotAllowed(TOO_DEEP) from None


def _strange(character: str, place: int, text: str) -> str:
    character = text[place] if place < len(text) else character
    is_plain = character.isprintable() and character not in "`\\"
    name = f"`{character}`" if is_plain else f"a character of code {ord(character)}"
    hint = f" ({HINTS[character]})" if character in HINTS else ""
    return f"{name} at character {place + 1} is not allowed{hint}"


def _unreadable(text: str, ascii_text: Plain, error: SyntaxError) -> str:
    missing = text.count("(") - text.count(")")
    if missing:
        return f"a parenthesis is {'not closed' if missing > 0 else 'closed that was never opened'}"
    if not error.offset or not error.text or error.offset > len(error.text.rstrip()):
        return "something is missing at its end"
    if re.search(rf"\b({'|'.join(CALLABLE)}) +[A-Za-z0-9]", text):
        return "a function has its argument in parentheses, as in sin(x)"
    lines = ascii_text.text.split("\n")[: (error.lineno or 1) - 1]
    place = sum(len(line) + 1 for line in lines) + error.offset - 1
    shown = ascii_text.origins[min(place, len(ascii_text.origins) - 1)] + 1
    return f"it cannot be read as an expression from character {min(shown, len(text))} on"
