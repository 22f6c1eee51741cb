"""The handwritten digit: the image, what the network makes of it, and ∂J/∂x as a picture."""

import numpy as np
import streamlit as st

from explainer.digits import load_digits
from explainer.figures.cells import number
from explainer.figures.pictures import digit_pictures
from explainer.pages.parts import show_figure
from explainer.scene import Scene


def show_digit(scene: Scene, *, key: str, gradient: bool = False) -> None:
    """The image, what the network makes of it, and beside it ∂J/∂x as a picture."""
    digits, v = load_digits(), scene.values
    side = round(scene.x.size**0.5)
    name = scene.notation.gradient_text("x")
    found = scene.chain.gradient.reshape(side, side) if gradient else None
    alt = f"The handwritten digit, {side}×{side} pixels"
    if found is not None:
        at = np.unravel_index(np.argmax(np.abs(found)), found.shape)
        alt += (
            f", and {scene.notation.gradient_plain('x')} as a picture of the same size, entries "
            f"from {number(found.min())} to {number(found.max())}, the largest in size at row "
            f"{at[0]}, column {at[1]}"
        )
    figure = digit_pictures(scene.x.reshape(side, side), found, name=name, palette=scene.palette)
    show_figure(figure, alt, key=key)
    guess = int(np.argmax(v.y_hat))
    text = (
        f"Held-out image {scene.settings.image}, labelled {scene.target}; the network says {guess} "
        f"with probability {v.y_hat[guess]:.3f}. It was trained on other images and reads "
        f"{digits.held_out_right} of {digits.held_out_total} held-out ones right."
    )
    if gradient:
        text += " Blue: more ink there raises the loss. Orange: it lowers it."
    st.markdown(text)
    st.caption(f"Image: {digits.source}, {digits.licence}.")
