"""The signs of mathematics as Python writes them: ², ·, σ, eˣ, |x|, 2x.

Each character of the result remembers its place in the text, so that an error can point there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

SIGNS = {
    **dict.fromkeys("−–—", "-"),
    **dict.fromkeys("·×∗∘⊙•", "*"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("\u00a0\u2009\u202f\u2007\t", " "),
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "½": "(1/2)",
    "¼": "(1/4)",
    "⅓": "(1/3)",
    "σ": "sigmoid",
    "π": "pi",
    "√": "sqrt",
    "∑": "sum",
    "Σ": "sum",
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "δ": "delta",
    "ε": "eps",
    "κ": "kappa",
    "λ": "lam",
    "μ": "mu",
    "τ": "tau",
    "ω": "omega",
    "Φ": "Phi",
}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ˣ", "0123456789+-()x", strict=True))
TOKEN = re.compile(
    r"(?P<number>(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<space> +)|.",
    re.ASCII | re.DOTALL,
)
KEYWORDS = {"if", "else", "for", "in", "and", "or", "not", "lambda", "return", "def", "is"}
# Names after which a parenthesis or a name is a product, and no call.
PRODUCTS = {"x", "e", *(name for sign, name in SIGNS.items() if sign in "παβγδεκλμτω")}


@dataclass(frozen=True)
class Plain:
    """A text in ASCII, and for each of its characters the place in the text as typed."""

    text: str
    origins: tuple[int, ...]  # one more than characters: the last is the end

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where characters `start` to `end` come from."""
        last = self.origins[max(start, end - 1)]
        return self.origins[start], max(last + 1, self.origins[start])


def plain(text: str) -> Plain:
    """Return a text with the signs of mathematics replaced, comments and indentation left out."""
    pieces: list[tuple[str, int]] = []
    start = 0
    lines = text.splitlines(keepends=True)
    filled = [line for line in lines if line.strip()]
    indent = min((len(line) - len(line.lstrip(" \t")) for line in filled), default=0)
    for line in lines:
        code = line.split("#", 1)[0]
        skipped = min(indent, len(code) - len(code.lstrip(" \t")))
        pieces += _signs(code.rstrip()[skipped:], start + skipped)
        start += len(line)
        pieces.append(("\n", start - 1))
    return _joined(_products(_joined(pieces, len(text))), len(text))


def _joined(pieces: list[tuple[str, int]], end: int) -> Plain:
    text = "".join(piece for piece, _ in pieces)
    origins = tuple(place for piece, place in pieces for _ in piece)
    return Plain(text, (*origins, end))


def _signs(line: str, start: int) -> list[tuple[str, int]]:
    """Return the pieces of a line, each with its place."""
    pieces: list[tuple[str, int]] = []
    at, closing = 0, 0
    # After a closing parenthesis a bar is Python's "or".
    bars = 1 if re.search(r"\)\s*\|\s*\(", line) else line.count("|")
    inside = False  # between two bars
    while at < len(line):
        character, place = line[at], start + at
        if character in RAISED:
            raised = re.match(f"[{''.join(map(re.escape, RAISED))}]+", line[at:])
            assert raised is not None
            written = "".join(RAISED[c] for c in raised[0])
            pieces.append((f"**{written}" if written.isdigit() else f"**({written})", place))
            at += len(raised[0])
            continue
        if character == "^":
            pieces.append(("**", place))
            if line[at + 1 : at + 2] == "{":
                pieces.append(("(", place + 1))
                closing += 1
                at += 1
        elif character == ";":
            pieces.append(("\n", place))
            at += len(line[at + 1 :]) - len(line[at + 1 :].lstrip(" "))
        elif character == "}" and closing:
            pieces.append((")", place))
            closing -= 1
        elif character in "|‖" and (character == "‖" or bars % 2 == 0):
            opens = {"|": "abs(", "‖": "norm("}[character]
            inside = not inside
            pieces.append((opens if inside else ")", place))
        else:
            written = SIGNS.get(character, character)
            if written.isalpha() and character != written:  # πx has two names
                before = pieces[-1][0][-1:] if pieces else ""
                written = (
                    f"{' ' * before.isalnum()}{written}{' ' * line[at + 1 : at + 2].isalnum()}"
                )
            pieces.append((written, place))
        at += 1
    return pieces


def _products(text: Plain) -> list[tuple[str, int]]:
    """Return the pieces with the products that mathematics leaves out: 2x, 2(x + 1), (a)(b)."""
    pieces: list[tuple[str, int]] = []
    opened: list[str] = []  # what stands before each open parenthesis
    before, dotted = "", ""  # the last token: "number", "name", ")", or a sign; the last name
    for token in TOKEN.finditer(text.text):
        kind, written, place = token.lastgroup, token[0], text.origins[token.start()]
        if token["space"]:
            pieces.append((written, place))
            continue
        kind = "number" if token["number"] else "name" if token["name"] else written
        if _is_product(before, dotted, kind, written):
            pieces.append(("*", place))
        if kind == "(":
            opened.append(dotted if before == "name" else "")
        if kind == "name":
            dotted = f"{dotted}.{written}" if before == "." and dotted else written
        elif kind == ")":
            dotted = opened.pop() if opened else ""
        elif kind != ".":
            dotted = ""
        if kind == "name" and written in KEYWORDS:
            kind = "keyword"
        pieces += [(c, text.origins[token.start() + k]) for k, c in enumerate(written)]
        before = kind
    return pieces


def _is_product(before: str, dotted: str, kind: str, written: str) -> bool:
    """Tell whether a product sign was left out between two tokens."""
    if kind == "name" and written in KEYWORDS:
        return False
    if before == "number":
        return kind in ("name", "(")
    if before == ")":
        # nn.ReLU()(x) is a call: what is made has a capital letter.
        made = dotted.rpartition(".")[2][:1].isupper()
        return kind in ("name", "number") or (kind == "(" and not made)
    return before == "name" and dotted in PRODUCTS and kind in ("(", "name")
