"""Train the network that ships with the page: `python -m explainer.digits.train`.

It needs scikit-learn, `pip install -e '.[train]'`, only for the images: the gradients are
`Batch.parameter_gradients`. It prints the held-out accuracy and writes digits.npz, with the same
bytes each time; `--check` trains again and compares the result with the file.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np

from explainer.compute import Network
from explainer.compute.arrays import Array
from explainer.compute.batch import Batch

SEED = 0
FILE = Path(__file__).with_name("digits.npz")
SOURCE = (
    "E. Alpaydin and C. Kaynak, Optical Recognition of Handwritten Digits, "
    "UCI Machine Learning Repository, 1998, doi:10.24432/C50P49"
)
LICENCE = "CC BY 4.0"
PARAMETERS = ("W1", "b1", "W2", "b2")
# Chosen by validation within the training images.
HIDDEN, EPOCHS, BATCH = 32, 80, 32
RATE, MOMENTUM = 0.3, 0.9
NOISE, SMOOTHING = 0.2, 0.02


def trained(
    images: Array, labels: Array, rng: np.random.Generator, epochs: int = EPOCHS
) -> Network:
    """Return a sigmoid network trained by minibatch descent on images (N, D), labels (N,).

    The learning rate falls linearly to zero. New normal noise is added to an image in each epoch
    to prevent overfitting. The labels are smoothed: a network that is always certain would have no
    gradient to show.
    """
    K = int(labels.max()) + 1
    targets = (1 - SMOOTHING) * np.eye(K)[labels] + SMOOTHING / K
    network = Network.random(images.shape[1], HIDDEN, K, seed=int(rng.integers(2**32)))
    velocity = {name: np.zeros_like(getattr(network, name)) for name in PARAMETERS}
    for epoch in range(epochs):
        shuffled = rng.permutation(len(images))
        for start in range(0, len(images), BATCH):
            rows = shuffled[start : start + BATCH]
            seen = images[rows] + NOISE * rng.standard_normal((len(rows), images.shape[1]))
            step = RATE * (1 - epoch / epochs) / len(rows)  # the gradients sum over the batch
            gradients = Batch(network, seen, targets[rows]).parameter_gradients()
            for name, gradient in gradients.items():
                velocity[name] = MOMENTUM * velocity[name] - step * gradient
            moved = {name: getattr(network, name) + velocity[name] for name in PARAMETERS}
            network = replace(network, **moved)
    return network


def right(network: Network, images: Array, labels: Array) -> int:
    """Return the number of images (N, D) whose largest ŷ is at their label (N,)."""
    return int(np.sum(network.values(images).y_hat.argmax(axis=1) == labels))


def split(labels: Array, rng: np.random.Generator) -> tuple[Array, Array]:
    """Return the training rows and the held-out rows (a quarter of each class), both shuffled."""
    shuffled = rng.permutation(len(labels))
    by_class = [shuffled[labels[shuffled] == label] for label in np.unique(labels)]
    held_out = np.concatenate([rows[: len(rows) // 4] for rows in by_class])
    train = np.concatenate([rows[len(rows) // 4 :] for rows in by_class])
    return rng.permutation(train), rng.permutation(held_out)


def shipment(pixels: Array, labels: Array, seed: int = SEED) -> dict[str, Array]:
    """Return the content of digits.npz, from all pixels (N, 64) in 0..16 and labels (N,).

    The weights are rounded to float32 and then tested, only on the held-out images. The images to
    show are the first ten of each class among these. The same seed gives the same content.
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
    """Return the names whose values differ: weights by more than `tolerance`, others exactly."""

    def same(name: str) -> bool:
        new, old = made[name], stored[name]
        if name not in PARAMETERS or new.shape != old.shape:
            return np.array_equal(new, old)
        return np.allclose(new, old, rtol=0, atol=tolerance)

    agreeing = {name for name in made.keys() & stored.keys() if same(name)}
    return sorted((made.keys() | stored.keys()) - agreeing)


def main() -> None:
    parser = argparse.ArgumentParser(description="Train the network on the handwritten digits.")
    parser.add_argument("--check", action="store_true", help="compare with the shipped file")
    check = parser.parse_args().check

    from sklearn.datasets import load_digits  # here, so that `trained` needs only NumPy

    made = shipment(*load_digits(return_X_y=True))
    n, total = int(made["held_out_right"]), int(made["held_out_total"])
    print(f"{n} of {total} held-out images read right: {n / total:.2%}")
    if not check:
        np.savez_compressed(FILE, **made)  # type: ignore[arg-type]
        print(f"wrote {FILE} ({FILE.stat().st_size} bytes)")
        return
    with np.load(FILE) as stored:
        # Another BLAS adds in another order, which changes the result by rounding errors.
        different = differences(made, dict(stored), tolerance=1e-4)
    if different:
        raise SystemExit(f"differs from {FILE}: {', '.join(different)}")
    print(f"agrees with {FILE}")


if __name__ == "__main__":
    main()
