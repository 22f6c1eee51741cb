"""The error curve draws the errors it is given, on axes without a zero."""

from explainer.figures.error_curve import LOWEST, ErrorCurve, error_curve
from explainer.palette import DARK, LIGHT
from tests.figures.reading import named, names, valid

EPSILONS = [0.1, 0.01, 0.001]


def drawn(errors=(1e-2, 1e-4, 1e-3), chosen=0.01, complex_step=1e-16, palette=LIGHT):
    return error_curve(ErrorCurve(EPSILONS, errors, chosen, complex_step), palette=palette)


def test_the_curve_holds_the_errors():
    curve = named(drawn(), "nudge, Δy/ε")
    assert (curve["x"], curve["y"]) == (EPSILONS, [1e-2, 1e-4, 1e-3])


def test_an_error_of_0_lies_at_the_lower_edge_and_says_so():
    figure = drawn((0.0, 1e-4, None), complex_step=0.0)
    curve = named(figure, "nudge, Δy/ε")
    assert curve["y"] == [LOWEST, 1e-4, None]
    assert curve["hovertext"] == [
        "ε = 1e-01: error 0",
        "ε = 1e-02: error 0.0001",
        "ε = 1e-03: error none",
    ]
    assert named(figure, "complex step, 1e-30")["y"] == [LOWEST, LOWEST]


def test_the_chosen_one_is_marked():
    chosen = named(drawn(chosen=0.001), "this ε")
    assert (chosen["x"], chosen["y"]) == ([0.001], [1e-3])


def test_the_complex_step_is_flat_and_left_out_where_there_is_none():
    flat = named(drawn(), "complex step, 1e-30")
    assert flat["y"] == [1e-16, 1e-16]
    assert "complex step, 1e-30" not in names(drawn(complex_step=None))


def test_both_axes_are_logarithmic_and_the_nudge_shrinks_to_the_right():
    layout = drawn().to_dict()["layout"]
    assert layout["xaxis"]["type"] == layout["yaxis"]["type"] == "log"
    left, right = layout["xaxis"]["range"]
    assert left > -1 > -12 > right
    low, high = layout["yaxis"]["range"]
    assert 10**low < LOWEST
    assert 10**high > 1


def test_plotly_accepts_it():
    for palette in (LIGHT, DARK):
        valid(drawn(palette=palette))
        valid(drawn((None, None, None), complex_step=None, palette=palette))
