"""An input that is an image: the picture, what the network makes of it, and ∂J/∂x beside it."""

import numpy as np
import streamlit as st

from explainer.figures.cells import number
from explainer.figures.pictures import digit_pictures
from explainer.pages.parts import show_figure
from explainer.pages.scene import Scene


def show_picture(scene: Scene, *, key: str, gradient: bool = False) -> None:
    """The image if the input is one, what the network makes of it, and perhaps ∂J/∂x."""
    picture, y_hat = scene.example.picture, scene.values.y_hat
    if picture is None:
        return
    rows, columns = picture.shape
    name = scene.notation.gradient_text("x")
    found = scene.chain.gradient.reshape(picture.shape) if gradient else None
    alt = f"The handwritten digit, {rows}×{columns} pixels"
    if found is not None:
        at = np.unravel_index(np.argmax(np.abs(found)), found.shape)
        alt += (
            f", and {scene.notation.gradient_plain('x')} as a picture of the same size, entries "
            f"from {number(found.min())} to {number(found.max())}, the largest in size at row "
            f"{at[0]}, column {at[1]}"
        )
    image = scene.example.x.reshape(picture.shape)
    show_figure(digit_pictures(image, found, name=name, palette=scene.palette), alt, key=key)
    guess = int(np.argmax(y_hat))
    said = (
        f"{picture.title}; the network says {guess} with probability {y_hat[guess]:.3f}. "
        f"{picture.about}"
    )
    if gradient:
        said += " Blue: more ink there raises the loss. Orange: it lowers it."
    st.markdown(said)
    st.caption(picture.source)
