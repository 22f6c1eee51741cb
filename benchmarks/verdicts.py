"""The time of the formula bench's 160 verdicts: `python benchmarks/verdicts.py`.

The page computes them for all four readings when a size changes; the limit is 100 ms for 160.
"""

from itertools import product
from statistics import median
from time import perf_counter

from explainer.compute.formulas import verdicts

LIMIT = 100  # milliseconds
SIZES = [(4, 5, 3), (12, 12, 12), (64, 32, 10)]


def milliseconds(D: int, H: int, K: int, s: str, circle: str, times: int = 9) -> float:
    """Return the median time of one reading in milliseconds, without the cache."""
    taken = []
    for _ in range(times):
        start = perf_counter()
        verdicts.__wrapped__(D, H, K, s=s, circle=circle)
        taken.append((perf_counter() - start) * 1e3)
    return median(taken)


if __name__ == "__main__":
    for sizes in SIZES:
        readings = product(("row", "diagonal"), ("strict", "numpy"))
        taken = [milliseconds(*sizes, *reading) for reading in readings]
        print(f"{sizes}: {max(taken):.1f} ms for the slowest of four readings, limit {LIMIT} ms")
        assert max(taken) < LIMIT
