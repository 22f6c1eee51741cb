"""Train the network that ships with the page: `python -m explainer.digits.train`.

Needs scikit-learn, `pip install -e '.[train]'`, for the images and for nothing else: the gradients
are `Batch.parameter_gradients`. Prints the held-out accuracy and writes digits.npz, the same
bytes each time; `--check` trains again and compares with the file instead of writing it.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from explainer.compute import Network
from explainer.compute.batch import Batch
from explainer.compute.validation import Array

SEED = 0
FILE = Path(__file__).with_name("digits.npz")
SOURCE = (
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, "
    "UCI Machine Learning Repository, 1998, doi:10.24432/C50P49"
)
LICENCE = "CC BY 4.0"
PARAMETERS = ("W1", "b1", "W2", "b2")


def trained(
    images: Array,
    labels: Array,
    rng: np.random.Generator,
    *,
    hidden: int = 32,
    epochs: int = 80,
    batch: int = 32,
    rate: float = 0.3,
    momentum: float = 0.9,
    noise: float = 0.2,
    smoothing: float = 0.02,
) -> Network:
    """A sigmoid network after minibatch gradient descent on images (N, D) and labels (N,).

    The rate falls to zero in a straight line. Every image is seen under fresh normal `noise`, so
    that no stroke is learned by heart. The targets give `smoothing` of their 1 to all classes: a
    network that is never in doubt has no gradient to show. The defaults were chosen by validation
    inside the training images.
    """
    K = int(labels.max()) + 1
    targets = (1 - smoothing) * np.eye(K)[labels] + smoothing / K
    network = Network.random(images.shape[1], hidden, K, seed=int(rng.integers(2**32)))
    velocity = {name: np.zeros_like(getattr(network, name)) for name in PARAMETERS}
    for epoch in range(epochs):
        shuffled = rng.permutation(len(images))
        for start in range(0, len(images), batch):
            rows = shuffled[start : start + batch]
            seen = images[rows] + noise * rng.standard_normal((len(rows), images.shape[1]))
            step = rate * (1 - epoch / epochs) / len(rows)  # the gradients sum over the batch
            gradients = Batch(network, seen, targets[rows]).parameter_gradients()
            for name, gradient in gradients.items():
                velocity[name] = momentum * velocity[name] - step * gradient
            moved = {name: getattr(network, name) + velocity[name] for name in PARAMETERS}
            network = replace(network, **moved)
    return network


def right(network: Network, images: Array, labels: Array) -> int:
    """How many of the images (N, D) have their largest ŷ at their label (N,)."""
    return int(np.sum(network.values(images).y_hat.argmax(axis=1) == labels))


def accuracy(network: Network, images: Array, labels: Array) -> float:
    """The share of the images (N, D) whose largest ŷ is at their label (N,)."""
    return right(network, images, labels) / len(labels)


def split(labels: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """The rows to train on and the rows held out, a quarter of each class, both shuffled."""
    shuffled = rng.permutation(len(labels))
    by_class = [shuffled[labels[shuffled] == label] for label in np.unique(labels)]
    held_out = np.concatenate([rows[: len(rows) // 4] for rows in by_class])
    train = np.concatenate([rows[len(rows) // 4 :] for rows in by_class])
    return rng.permutation(train), rng.permutation(held_out)


def shipment(pixels: Array, labels: Array, seed: int = SEED) -> dict[str, Array]:
    """What digits.npz holds, from all pixels (N, 64) in 0..16 and labels (N,).

    The weights are rounded to float32 first and measured after, on the held-out images alone. Those
    shown are the first ten of each class among them, not chosen. One seed gives one shipment.
    """
    rng = np.random.default_rng(seed)
    train, held_out = split(labels, rng)
    network = trained(pixels[train] / 16, labels[train], rng)
    weights = {name: getattr(network, name).astype(np.float32) for name in PARAMETERS}
    rounded = Network(**weights)
    shown = np.concatenate([held_out[labels[held_out] == k][:10] for k in np.unique(labels)])
    return weights | {
        "images": pixels[shown].astype(np.uint8),
        "labels": labels[shown].astype(np.uint8),
        "source": np.array(SOURCE),
        "licence": np.array(LICENCE),
        "held_out_right": np.array(right(rounded, pixels[held_out] / 16, labels[held_out])),
        "held_out_total": np.array(len(held_out)),
    }


def differences(made: dict[str, Array], stored: dict[str, Array], tolerance: float) -> list[str]:
    """The names whose values differ: the weights by more than `tolerance`, the rest at all."""
    return [
        name
        for name in sorted(made.keys() | stored.keys())
        if name not in made
        or name not in stored
        or made[name].shape != stored[name].shape
        or not (
            np.allclose(made[name], stored[name], rtol=0, atol=tolerance)
            if name in PARAMETERS
            else np.array_equal(made[name], stored[name])
        )
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the network on the handwritten digits.")
    parser.add_argument("--check", action="store_true", help="compare with the shipped file")
    check = parser.parse_args().check

    from sklearn.datasets import load_digits  # here, so that the loop above needs NumPy alone

    made = shipment(*load_digits(return_X_y=True))
    n, total = int(made["held_out_right"]), int(made["held_out_total"])
    print(f"{n} of {total} held-out images read right: {n / total:.2%}")
    if not check:
        np.savez_compressed(FILE, **made)  # type: ignore[arg-type]
        print(f"wrote {FILE} ({FILE.stat().st_size} bytes)")
        return
    with np.load(FILE) as stored:
        # Another BLAS adds in another order; the descent then ends a rounding away.
        different = differences(made, dict(stored), tolerance=1e-4)
    if different:
        raise SystemExit(f"differs from {FILE}: {', '.join(different)}")
    print(f"agrees with {FILE}")


if __name__ == "__main__":
    main()
