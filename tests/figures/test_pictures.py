"""The picture of a digit has its pixels, and its gradient beside it."""

import numpy as np

from explainer.figures.pictures import digit_pictures
from explainer.palette import DARK, LIGHT
from tests.figures.reading import box, edges, heatmaps, said, valid

IMAGE = np.arange(64).reshape(8, 8) / 63
GRADIENT = np.linspace(-0.5, 0.25, 64).reshape(8, 8)


def drawn(gradient=GRADIENT, image=IMAGE, palette=LIGHT):
    return digit_pictures(image, gradient, name="∂J/∂x", palette=palette)


def test_the_z_of_each_picture_is_its_pixels():
    image, gradient = heatmaps(drawn())
    assert np.array_equal(image["z"], IMAGE)
    assert np.array_equal(gradient["z"], GRADIENT)
    assert (image["coloraxis"], gradient["coloraxis"]) == ("coloraxis2", "coloraxis")


def test_without_a_gradient_the_digit_stands_alone():
    figure = drawn(gradient=None)
    assert len(heatmaps(figure)) == 1
    assert figure.layout.width < drawn().layout.width
    assert said(figure) == ["the digit x"]
    assert said(drawn()) == ["the digit x", "∂J/∂x"]


def test_the_scale_of_the_gradient_is_symmetric_and_saturates_at_its_largest_entry():
    for gradient in (GRADIENT, -GRADIENT, np.full((8, 8), 0.1)):
        axis, largest = drawn(gradient).layout.coloraxis, np.abs(gradient).max()
        assert axis.cmax == -axis.cmin == largest
        assert dict(axis.colorscale)[0.5] == LIGHT.zero, largest


def test_a_gradient_of_zeros_still_has_a_scale():
    axis = drawn(np.zeros((8, 8))).layout.coloraxis
    assert axis.cmin < 0 < axis.cmax


def test_the_image_runs_from_the_background_to_the_ink():
    for palette in (LIGHT, DARK):
        axis = drawn(palette=palette).layout.coloraxis2
        assert (axis.cmin, axis.cmax) == (0, 1)
        assert [color for _, color in axis.colorscale] == [palette.background, palette.ink]


def test_pixels_are_squares_of_one_size():
    steps = np.concatenate([np.diff(e) for h in heatmaps(drawn()) for e in edges(h)])
    np.testing.assert_allclose(steps, steps[0])
    assert steps[0] > 0


def test_the_pictures_stand_side_by_side_at_one_height():
    image, gradient = map(box, heatmaps(drawn()))
    assert image[2] < gradient[0]
    assert (image[1], image[3]) == (gradient[1], gradient[3])


def test_pointing_at_a_pixel_gives_its_value():
    _, gradient = heatmaps(drawn())
    assert gradient["customdata"][0][0] == "−0.5"
    assert gradient["hovertemplate"].startswith("∂J/∂x: ")


def test_plotly_accepts_every_part_of_the_figure():
    valid(drawn())
