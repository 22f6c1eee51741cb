"""An input that is an image: the picture, what the network makes of it, and ∂J/∂x beside it."""

from collections.abc import Iterator

import numpy as np

from explainer.derivation.parts import Drawn, Figure, Part, Prose
from explainer.figures.pictures import digit_pictures
from explainer.scene import Scene
from explainer.wording import number


def picture(scene: Scene, *, key: str, gradient: bool = False) -> Iterator[Part]:
    """The image if the input is one, what the network makes of it, and perhaps ∂J/∂x."""
    shown, y_hat = scene.example.picture, scene.values.y_hat
    if shown is None:
        return
    rows, columns = shown.shape
    name = scene.notation.gradient_text("x")
    pixels = scene.chain.gradient.reshape(shown.shape) if gradient else None
    alt = f"The handwritten digit, {rows}×{columns} pixels"
    if pixels is not None:
        at = np.unravel_index(np.argmax(np.abs(pixels)), pixels.shape)
        alt += (
            f", and {scene.notation.gradient_plain('x')} as a picture of the same size, entries "
            f"from {number(pixels.min())} to {number(pixels.max())}, the largest in size at row "
            f"{at[0]}, column {at[1]}"
        )
    image = scene.example.x.reshape(shown.shape)
    drawn = Drawn(digit_pictures(image, pixels, name=name, palette=scene.palette), alt)
    yield Figure(key, drawn)
    guess = int(np.argmax(y_hat))
    sentence = (
        f"{shown.title}; the network says {guess} with probability {y_hat[guess]:.3f}. "
        f"{shown.about}"
    )
    if gradient:
        sentence += " Blue: more ink there raises the loss. Orange: it lowers it."
    yield Prose(sentence)
    yield Prose(shown.source, tone="source")
