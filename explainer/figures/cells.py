"""Numbers as they stand in a cell and in a sentence, with a true minus sign."""

from __future__ import annotations

STRUCTURAL_ZERO = "0 for every input and every weight"  # what such an entry says


def cell_text(value: float) -> str:
    """At most five characters: two decimals, fewer for large values, powers of ten for tiny."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 999.5 or size < 0.005:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    return f"{value:.{decimals}f}".replace("-", "−")


def fitting(value: float, characters: int, digits: int = 5) -> str:
    """`value` to as many significant digits, of `digits`, as fit into so many characters."""
    texts = (number(value, count) for count in range(digits, 0, -1))
    return next((text for text in texts if len(text) <= characters), number(value, 1))


def fixed(value: float, decimals: int) -> str:
    """`value` with so many decimals; what rounds to zero has no sign."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def number(value: float, digits: int = 4) -> str:
    """`value` to so many significant digits, for prose and hover."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")  # + 0.0: no −0
