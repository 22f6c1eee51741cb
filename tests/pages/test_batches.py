"""The page on batches shows every variable in both conventions, with correct numbers."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute.batch import VARIABLES
from explainer.networks import example
from explainer.pages.batches.scene import batch_of
from explainer.pages.batches.settings import BatchSettings
from explainer.palette import LIGHT
from explainer.wording import number
from tests.amounts import examples
from tests.figures.reading import heatmaps, named
from tests.pages.opened import CONVENTIONS, charts, exceptions, opened, settings, text, warnings

variables = pytest.mark.parametrize("variable", VARIABLES)


def batches(**link):
    return opened("batches", **link)


def shown(at):
    return batch_of(settings(at, BatchSettings), LIGHT)


CASES = [
    (
        variable,
        convention,
        ("Sum", "Mean")[at % 2],
        1 + at % 6,
        ("sigmoid", "relu", "softmax")[at % 3],
    )
    for at, (variable, convention) in enumerate(product(VARIABLES, CONVENTIONS.values()))
]


@pytest.mark.parametrize(
    ("variable", "convention", "reduction", "N", "activation"), examples(CASES[::3], CASES)
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
    assert figure.to_plotly_json() == same.to_plotly_json()  # the browser plays it to the end
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


def test_vec_and_the_kronecker_product_are_shown_in_numbers_before_they_are_used():
    said = text(batches())
    assert r"\operatorname{vec}\left(\begin{smallmatrix}3&1\\4&2" in said
    assert r"\otimes I = \left(\begin{smallmatrix}5&0&7&0\\0&5&0&7" in said
    assert said.index(r"\otimes I =") < said.index("One identity, four rules")
    assert "With one example" in said  # the first state


def test_the_cells_are_counted_at_the_size_that_is_chosen():
    assert "| 16,777,216 | 65,536 | 256 |" in text(batches())
    said = text(batches(units="1,024"))
    assert "| 1,073,741,824 | 1,048,576 | 1,024 |" in said
    assert "would take 8 GiB, and its gradient takes 8 MiB" in said


def products(at):
    """Return the result of each of the three products, if it has one."""
    found = {}
    for alt, figure in charts(at):
        for name in ("Hadamard", "dot", "outer"):
            if f"{name} (" in alt:
                found[name] = np.array(heatmaps(figure)[-1]["z"])
    return found


def test_the_three_products_are_of_the_same_vectors():
    results = products(batches())
    a, b = np.array([2.0, -1.0, 0.5]), np.array([1.0, 3.0, -2.0])
    assert np.array_equal(results["Hadamard"], [a * b])
    assert np.array_equal(results["dot"], [[a @ b]])
    assert np.array_equal(results["outer"], np.outer(a, b))


def test_vectors_of_other_sizes_have_an_outer_product_alone():
    at = batches(a="1, 2")
    assert exceptions(at) == []
    assert np.array_equal(products(at)["outer"], np.outer([1, 2], [1, 3, -2]))
    assert set(products(at)) == {"outer"}
    assert "2 and 3 numbers have neither a Hadamard nor a dot product" in text(at)


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({"a": "1, two"}, "a must be 1 to 5 numbers from −100 to 100 with commas between, and"),
        ({"b": ""}, "with commas between, and nothing is not."),
        ({"v": "1, 2"}, "v must be 3 numbers from −100 to 100 with commas between, and `1, 2`"),
        ({"v": "1, 2, 101"}, "`1, 2, 101` is not."),
    ],
)
def test_what_is_typed_and_is_no_vector_is_named(link, said):
    at = batches(**link)
    assert exceptions(at) == []
    (warning,) = warnings(at)
    assert said in warning and "instead" not in warning
    # Nothing is drawn or said of other numbers than those that stand in the field.
    drawn = [alt for alt, _ in charts(at)]
    assert any("v @ J" in alt for alt in drawn) == ("v" not in link)
    assert ("`a * b`, `a @ b`" in text(at)) == ("v" in link)


def test_v_times_the_jacobian_is_what_backward_gives():
    at = opened("batches")
    W2 = example(BatchSettings()).network.W2
    for button, v in (("row-1", W2.T[1]), ("loss", None)):
        at.button(key=f"choose-v-{button}").click().run()
        assert exceptions(at) == []
        (figure,) = (figure for alt, figure in charts(at) if "v @ J" in alt)
        given = np.array([float(one) for one in at.text_input(key="v").value.split(",")])
        assert np.allclose(heatmaps(figure)[-1]["z"][0], given @ W2.T if v is None else v)
        assert ("This is row 1 of J: they differ by 0." in text(at)) == (v is not None)


def test_the_digit_is_too_large():
    at = batches(network="Handwritten digit")
    assert exceptions(at) == []
    assert "too large for these pictures" in at.main.info[0].value


@pytest.mark.parametrize(
    ("name", "value", "used"),
    [("N", "7", "1"), ("variable", "W3", "W2"), ("reduction", "sum", "Sum"), ("traced", "15", "0")],
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
