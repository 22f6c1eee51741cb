"""The numbers that a visitor types into a field of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable

from explainer.settings import Refusal


def typed(numbers: Iterable[float]) -> str:
    """Return numbers as somebody would type them, with all digits."""
    return ", ".join(repr(float(number)).removesuffix(".0") for number in numbers)


def read_numbers(text: str, most: int, largest: float) -> list[float] | None:
    """Return 1 to `most` numbers, split at commas or spaces, up to `largest` in size; or None."""
    parts = re.split(r"\s*[,;]\s*|\s+", text.strip(" []()").replace("−", "-"))
    plain = all(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", p, re.A) for p in parts)
    if not plain or len(parts) > most:
        return None
    numbers = [float(part) for part in parts]
    return numbers if max(map(abs, numbers)) <= largest else None


def refusal(name: str, text: str, allowed: str) -> Refusal:
    """Return the refusal of a typed text that cannot be read; nothing is used instead."""
    return Refusal(name, (text.strip(),), allowed, None, None, origin="field")
