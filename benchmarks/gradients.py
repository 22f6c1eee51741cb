"""The speed of `Network.gradient` against PyTorch and autograd, only ∂J/∂x, in float64.

    python benchmarks/gradients.py

It prints ratios: the other library's time over ours, from the same round, so that a slow phase of
the machine affects both. Above 1 we are faster. PyTorch is measured twice, as `J.backward()` and
as `torch.autograd.grad(J, x)`; the smaller ratio counts. The memory is the peak that tracemalloc
reports during one call.

Run nothing else: threads that wait for a busy core make every library look slow, and not by the
same factor. `OMP_NUM_THREADS=1` gives PyTorch and NumPy one thread each.
"""

from __future__ import annotations

import os
import statistics
import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from explainer.compute import Network
from explainer.compute.mixing import softmax

Gradient = Callable[[], np.ndarray]

ROUNDS = 31
ROUND_SECONDS = 0.1  # for each contender in each round


def problem(D: int, H: int, K: int, N: int | None) -> tuple[Network, np.ndarray, np.ndarray]:
    """Return a random network, x and y; `N` rows of x and y, or single vectors for None."""
    rng = np.random.default_rng(0)
    rows = () if N is None else (N,)
    x = rng.standard_normal((*rows, D))
    return Network.random(D, H, K, seed=1), x, softmax(rng.standard_normal((*rows, K)))


def with_pytorch(network: Network, x: np.ndarray, y: np.ndarray) -> dict[str, Gradient]:
    """Return the gradient by PyTorch's eager autograd, in both of its spellings."""
    import torch
    from torch.nn import functional

    W1, b1, W2, b2, target = (
        torch.tensor(array) for array in (network.W1, network.b1, network.W2, network.b2, y)
    )
    leaf = torch.tensor(x, requires_grad=True)

    def loss() -> torch.Tensor:
        theta = torch.sigmoid(leaf @ W1 + b1) @ W2 + b2
        return functional.cross_entropy(theta, target, reduction="sum")

    def backward() -> np.ndarray:
        leaf.grad = None  # or gradients would accumulate
        loss().backward()
        return leaf.grad.numpy()

    def grad() -> np.ndarray:
        return torch.autograd.grad(loss(), leaf)[0].numpy()

    return {"PyTorch, J.backward()": backward, "PyTorch, autograd.grad(J, x)": grad}


def with_autograd(network: Network, x: np.ndarray, y: np.ndarray) -> dict[str, Gradient]:
    """Return the gradient by autograd (HIPS), which differentiates NumPy code."""
    import autograd
    import autograd.numpy as anp

    def loss(x: np.ndarray) -> float:
        h = 1 / (1 + anp.exp(-(x @ network.W1 + network.b1)))
        theta = h @ network.W2 + network.b2
        shifted = theta - anp.max(theta, axis=-1, keepdims=True)
        return -anp.sum(y * (shifted - anp.log(anp.sum(anp.exp(shifted), axis=-1, keepdims=True))))

    gradient = autograd.grad(loss)
    return {"autograd": lambda: gradient(x)}


def contenders(network: Network, x: np.ndarray, y: np.ndarray) -> dict[str, Gradient]:
    """Return the gradients of all installed libraries, each checked against ours."""
    ours = network.gradient(x, y)
    found: dict[str, Gradient] = {}
    for library, make in (("PyTorch", with_pytorch), ("autograd", with_autograd)):
        try:
            made = make(network, x, y)
        except ModuleNotFoundError as error:
            print(f"  {library} is not compared: {error}")
            continue
        for name, gradient in made.items():
            np.testing.assert_allclose(gradient(), ours, rtol=1e-9, atol=1e-12, err_msg=name)
            found[name] = gradient
    return found


def seconds(gradient: Gradient, calls: int) -> float:
    """Return the median time of `calls` calls, after a pause and one uncounted call.

    Threads of the previous library spin for about 30 ms on the cores that this one needs.
    """
    time.sleep(0.05)
    gradient()
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        gradient()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def compare(D: int, H: int, K: int, N: int | None) -> None:
    """Print each library's time over ours: the median and the quartiles of the rounds."""
    network, x, y = problem(D, H, K, N)
    print(f"\n{D}-{H}-{K}, " + ("a single x" if N is None else f"a batch of {N}"))
    every = {"ours": lambda: network.gradient(x, y), **contenders(network, x, y)}
    calls = {
        name: max(3, int(ROUND_SECONDS / seconds(gradient, 3))) for name, gradient in every.items()
    }
    rounds = [
        {name: seconds(gradient, calls[name]) for name, gradient in every.items()}
        for _ in range(ROUNDS)
    ]
    ratios = {
        name: [times[name] / times["ours"] for times in rounds] for name in every if name != "ours"
    }
    for name, values in ratios.items():
        low, middle, high = statistics.quantiles(values, n=4)
        print(f"  {name:28} {middle:6.2f}×   (half of the rounds: {low:.2f} to {high:.2f})")


def peak_bytes(H: int) -> int:
    """Return the peak memory of one gradient in bytes, for D = K = H."""
    network, x, y = problem(H, H, H, None)
    network.gradient(x, y)  # so that one-time allocations do not count
    tracemalloc.start()
    network.gradient(x, y)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def main() -> None:
    print(f"{os.cpu_count()} cores; load before the start {os.getloadavg()[0]:.1f}, wanted 0")
    compare(4, 5, 3, None)
    compare(1024, 1024, 1024, None)
    compare(1024, 1024, 1024, 64)
    print("\nPeak memory of one gradient, D = K = H")
    for H in (1024, 2048, 4096):
        peak = peak_bytes(H)
        print(f"  H = {H}: {peak / 1024:7.1f} KiB, {peak / (8 * H):5.2f} rows of H")


if __name__ == "__main__":
    main()
