"""Numbers and counts as a cell or a sentence shows them, with a true minus sign."""

from __future__ import annotations

import numpy as np

from explainer.compute.arrays import Array

SHOWN_PRODUCTS = 6  # of a sum; the others are added to one number
STRUCTURAL_ZERO = "0 for every input and every weight"  # the hover text of such an entry


def cell_text(value: float) -> str:
    """Return at most five characters: two decimals, fewer if large, a power of ten if tiny."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 999.5 or size < 0.005:
        mantissa, exponent = f"{value:.0e}".split("e")
        return f"{mantissa}e{int(exponent)}".replace("-", "−")
    decimals = 2 if size < 9.995 else 1 if size < 99.95 else 0
    return f"{value:.{decimals}f}".replace("-", "−")


def fitting(value: float, characters: int, digits: int = 5) -> str:
    """Return `value` with as many significant digits, up to `digits`, as fit into `characters`."""
    texts = (number(value, count) for count in range(digits, 0, -1))
    return next((text for text in texts if len(text) <= characters), number(value, 1))


def fixed(value: float, decimals: int) -> str:
    """Return `value` with this many decimals; a value that rounds to zero has no sign."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")


def listed(values: Array, decimals: int) -> str:
    """Return the entries of a vector with this many decimals, separated by commas."""
    return ", ".join(fixed(value, decimals) for value in values.tolist())


def number(value: float, digits: int = 4) -> str:
    """Return `value` with this many significant digits, for prose and hover texts."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")  # + 0.0: no −0


def counted(count: int, noun: str) -> str:
    """Return the count with the noun, in the plural unless the count is 1."""
    return f"{count} {noun}{'s' * (count != 1)}"


def sum_of_products(*factors: Array) -> str:
    """Write out `Σ a · b · …`; in a long sum, the smaller products are added to one number."""
    products = np.prod(factors, axis=0)
    shown = np.arange(products.size)
    if products.size > SHOWN_PRODUCTS:
        most = np.argsort(-np.abs(products), kind="stable")[:SHOWN_PRODUCTS]
        shown = np.sort(most[products[most] != 0])
    texts = ["".join(f"({number(factor[i])})" for factor in factors) for i in shown]
    if more := products.size - shown.size:
        rest = np.delete(products, shown).sum()  # a difference of sums would round
        texts.append(f"({number(rest)}, the other {more} products)")
    return " + ".join(texts)
