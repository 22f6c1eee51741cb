"""The page on batches shows every variable in both conventions, and computes what it says."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute.batch import VARIABLES
from explainer.figures.cells import number
from explainer.networks import CONVENTIONS
from explainer.pages.batches.scene import scene_of
from explainer.pages.batches.settings import BatchSettings
from explainer.palette import LIGHT
from tests.figures.reading import heatmaps, named
from tests.pages.opened import charts, exceptions, opened, settings, text, warnings

variables = pytest.mark.parametrize("variable", VARIABLES)


def batches(**link):
    return opened("batches", **link)


def shown(at):
    return scene_of(settings(at, BatchSettings), LIGHT)


@pytest.mark.parametrize(
    ("variable", "convention", "reduction", "N", "activation"),
    [
        (
            variable,
            convention,
            ("Sum", "Mean")[at % 2],
            1 + at % 6,
            ("sigmoid", "relu", "softmax")[at % 3],
        )
        for at, (variable, convention) in enumerate(product(VARIABLES, CONVENTIONS.values()))
    ],
)
def test_every_variable_shows_itself(variable, convention, reduction, N, activation):
    at = batches(
        variable=variable, convention=convention, reduction=reduction, N=N, activation=activation
    )
    assert exceptions(at) == warnings(at) == []
    assert "It differs from the product with the flattened matrix by" in text(at)


@variables
def test_the_fold_holds_the_jacobian(variable):
    at = batches(variable=variable, N=2)
    _, figure = charts(at)[0]
    filled = np.count_nonzero(shown(at).link.jacobian.support())
    assert len(named(figure, "part 1")["x"]) == filled
    assert len(named(figure, "part 2")["x"]) == shown(at).link.gradient.size


@pytest.mark.parametrize("variable", VARIABLES)
def test_folded_the_figures_text_the_sum_and_the_code_are_the_short_ones(variable):
    flat, folded = (batches(variable=variable, N=2, folded=f) for f in ("false", "true"))
    (long, figure), (short, same) = charts(flat)[0], charts(folded)[0]
    assert figure.to_plotly_json() == same.to_plotly_json()  # the browser brings it there
    assert "vec(" in long and "vec(" not in short
    assert "jacobian = " in flat.code[0].value
    assert "jacobian = " not in folded.code[0].value
    assert "products" in text(flat) and re.search(r"= \*\*[^*]*\*\*\.", text(folded))


def test_softmax_over_a_batch_is_drawn_as_the_blocks_it_is():
    at = batches(variable="r", activation="softmax", N=2)
    _, jacobian, _ = heatmaps(charts(at)[0][1])
    z = np.array([[np.nan if v is None else v for v in row] for row in jacobian["z"]])
    assert np.array_equal(np.isnan(z), ~shown(at).link.jacobian.support())


@pytest.mark.parametrize(("traced", "convention"), [(0, "Rows"), (7, "Rows"), (14, "Columns")])
def test_a_traced_entry_is_the_sum_that_is_written(traced, convention):
    at = batches(variable="W2", traced=traced, convention=convention, N=3)
    scene = shown(at)
    value = scene.link.gradient.reshape(-1)[traced]
    (line,) = [m.value for m in at.markdown if "products 6 are zero" in m.value]
    assert f"= **{number(value)}**" in line
    factors = re.findall(r"\(([^()]*)\)\(([^()]*)\)", line)
    total = sum(float(a.replace("−", "-")) * float(b.replace("−", "-")) for a, b in factors)
    assert total == pytest.approx(value, abs=1e-3)


@variables
def test_the_slider_traces_every_entry(variable):
    at = batches(variable=variable, N=2)
    size = shown(at).link.gradient.size
    slider = at.slider(key="traced")
    assert (slider.min, slider.max) == (0, size - 1)
    slider.set_value(size - 1).run()
    assert exceptions(at) == []
    assert shown(at).entry == size - 1


def test_with_another_variable_the_trace_begins_again():
    at = batches(variable="W2", traced=14)
    at.segmented_control(key="variable").set_value("b2").run()
    assert exceptions(at) == []
    assert at.session_state["traced"] == 0


def test_a_smaller_batch_takes_the_trace_along():
    at = batches(variable="x", N=2, traced=7)
    at.slider(key="N").set_value(1).run()
    assert exceptions(at) == []
    assert at.session_state["traced"] == 3


@pytest.mark.parametrize(("variable", "slices", "inner"), [("W2", 3, (5, 3)), ("W1", 5, (4, 5))])
def test_a_weight_matrix_has_a_slice_for_each_output_with_one_column(variable, slices, inner):
    at = batches(variable=variable)
    (figure,) = [f for alt, f in charts(at) if re.match(r"∂[θr]\[0\]/∂W", alt)]
    parts = heatmaps(figure)
    assert len(parts) == slices
    inputs = shown(at).batch.values.h[0] if variable == "W2" else shown(at).batch.x[0]
    for k, part in enumerate(parts):
        z = np.array([[0 if v is None else v for v in row] for row in part["z"]], dtype=float)
        assert z.shape == inner
        assert np.array_equal(z[:, k], inputs)
        assert not np.delete(z, k, axis=1).any()


def test_the_rules_and_their_differences_are_in_the_table():
    said = text(batches(N=3))
    for code in ("`h.T @ delta`", "`delta.sum(axis=0)`", "`delta @ W2.T`", "`x.T @ delta`"):
        assert code in said
    table = next(m for m in said.split("\n\n") if "differs from the big matrix" in m)
    lines = table[table.index("| with respect to |") :].splitlines()
    offs = [line.split("|")[-2].strip() for line in lines[2:] if line.startswith("|")]
    assert len(offs) == 6
    assert all(float(off.replace("−", "-")) < 1e-14 for off in offs)


def test_the_shapes_are_those_of_the_variables_and_the_errors_are_numbers():
    at = batches(N=3, D=2, H=6, K=4)
    said = text(at)
    for shape in ("| 6×4 |", "| 2×6 |", "| 3×2 |"):
        assert shape in said
    assert (
        f"The largest of all is **{number(max(shown(at).gradients.errors.values()), 2)}**" in said
    )


def test_sum_and_mean_are_compared_by_a_number():
    at = batches(N=4)
    largest = np.abs(shown(at).links["W2"].gradient).max()
    said = text(at)
    assert f"is {number(largest)}; with the mean it would be {number(largest / 4)}" in said
    at.segmented_control(key="reduction").set_value("mean").run()
    assert f"is {number(largest / 4)}; with the sum it would be {number(largest)}" in text(at)


def test_the_cells_at_a_size_of_use_are_counted():
    said = text(batches())
    assert "| 51,380,224 | 200,704 | 256 |" in said
    assert "| 25,600 | 2,560 | 10 |" in said


def test_the_three_products_are_of_the_same_vectors():
    at = batches()
    results = {}
    for alt, figure in charts(at):
        for name in ("Hadamard", "dot", "outer"):
            if f"{name} (" in alt:
                results[name] = np.array(heatmaps(figure)[-1]["z"])
    a, b = np.array([2.0, -1.0, 0.5]), np.array([1.0, 3.0, -2.0])
    assert np.array_equal(results["Hadamard"], [a * b])
    assert np.array_equal(results["dot"], [[a @ b]])
    assert np.array_equal(results["outer"], np.outer(a, b))


def test_the_digit_is_too_large():
    at = batches(network="Handwritten digit")
    assert exceptions(at) == []
    assert "too large for these pictures" in at.main.info[0].value


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [("N", "7", "2"), ("variable", "W3", "W2"), ("reduction", "sum", "Sum"), ("traced", "15", "0")],
)
def test_a_refused_value_is_named(name, value, used):
    (said,) = warnings(batches(**{name: value}))
    assert f"says {name} = `{value}`" in said
    assert said.endswith(f"{name} = {used} is used instead.")


def test_a_link_restores_all_of_it():
    link = {"N": "5", "variable": "x", "reduction": "Mean", "traced": "11", "convention": "Columns"}
    at = batches(**link)
    assert exceptions(at) == warnings(at) == []
    for name, parameter in BatchSettings.parameters().items():
        if name in link:
            assert parameter.text(at.session_state[name]) == link[name]
