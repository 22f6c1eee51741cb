"""The traced entry is a sum of products, written out with the numbers of the page."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.compute import hadamard
from explainer.derivation.labels import FORMULATIONS
from explainer.derivation.steps.whole_chain import WAYS
from explainer.wording import number, sum_of_products
from tests.amounts import examples
from tests.figures.reading import heatmaps, named, names, rectangles
from tests.pages.opened import CONVENTIONS, charts, exceptions, opened, read, scene, settings, text


def sums(at):
    """Return (name, entry, sum, result) of every trace on the page."""
    pattern = r"(.+)\[(\d+)\] = (.+) = \*\*(.+)\*\*(?:: the .+)?"
    written = (re.fullmatch(pattern, paragraph) for paragraph in paragraphs(at))
    return [(m[1], int(m[2]), m[3], value(m[4])) for m in written if m]


def paragraphs(at):
    return [paragraph for m in at.markdown for paragraph in m.value.split("\n\n")]


def value(text):
    return float(text.replace("−", "-"))


def total(written):
    """Compute the written sum of products; a long one ends with a number for the rest."""
    written = written.replace("−", "-")
    pairs = re.findall(r"\(([^()]+)\)\(([^()]+)\)", written)
    rest = re.findall(r"\(([^(),]+), the other \d+ products\)", written)
    bias = re.findall(r" \+ \((-?[\d.e-]+)\)$", written)  # of a logit
    return sum(float(a) * float(b) for a, b in pairs) + sum(map(float, [*rest, *bias]))


def result_of(at, step):
    """Return the array that the step ends with."""
    chain, network, values = scene(at).chain, scene(at).network, scene(at).values
    if step == "1":
        return values.h @ network.W2 + network.b2
    if step == "3":
        loss, softmax = chain.unfused
        wrong = at.session_state["formulation"] == "elementwise"
        return hadamard(loss.gradient, softmax.jacobian) if wrong else softmax.gradient
    return chain.gradient if step == "7" else chain.links[int(step) - 3].gradient


ALL = list(product(CONVENTIONS.values(), FORMULATIONS.values()))
BOTH = examples(ALL[::3], ALL)  # by day each formulation, in different conventions


@pytest.mark.parametrize(("convention", "formulation"), BOTH)
def test_every_sum_is_its_entry(convention, formulation):
    at = read(step="All", entry=2, convention=convention, formulation=formulation)
    first, _, *others = sums(at)  # in step 2 it is a sum of products of four factors
    written_sums = first, *others
    for step, (_, entry, written, shown) in zip("134567", written_sums, strict=True):
        right = result_of(at, step)[2]
        assert entry == 2, step
        assert shown == value(number(right)), step
        assert total(written) == pytest.approx(right, abs=1e-3), step


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ({}, "75 products of four factors, one for each choice of a logit"),
        (
            {},
            "15 of them are paths from x[1] to J; the other 60 are zero for every input and every",
        ),
        ({"formulation": "Element-wise"}, "15 products of four factors, one for each path"),
        ({"activation": "softmax"}, "75 products of four factors, one for each path"),
        ({"H": 1}, "3 products of four factors, one for each path"),
    ],
)
def test_the_chain_in_shapes_says_of_how_many_products_an_entry_is_the_sum(link, said):
    assert said in text(read(step="2", entry=1, **link))


@pytest.mark.parametrize("activation", ["sigmoid", "softmax"])
@pytest.mark.parametrize(("convention", "formulation"), BOTH)
def test_the_products_of_the_whole_chain_add_up(activation, convention, formulation):
    at = read(
        step="2", entry=1, activation=activation, convention=convention, formulation=formulation
    )
    (written,) = [m.value for m in at.markdown if "products of four factors" in m.value]
    terms = written.replace("−", "-").split(" = ")[1]
    products = re.findall(r"\(([^()]+)\)" * 4, terms)
    rest = re.search(r"\(([^(),]+), the other (\d+) products\)", terms)
    found = sum(np.prod(list(map(float, p))) for p in products) + float(rest[1])
    assert found == pytest.approx(scene(at).chain.gradient[1], abs=1e-4)


def test_the_rest_of_a_long_sum_of_zeros_is_zero_and_none_is_listed():
    left = np.array([0.1, 0.2, 0, 0, 0, 0, 0, 0, 0])
    written = sum_of_products(left, np.full(9, 0.1))
    assert written == "(0.1)(0.1) + (0.2)(0.1) + (0, the other 7 products)"
    assert sum_of_products(np.zeros(9), left) == "(0, the other 9 products)"


@pytest.mark.parametrize("convention", CONVENTIONS.values())
def test_the_wrong_entry_of_the_softmax_link_stands_beside_the_right_one(convention):
    at = read(step="3", entry=1, formulation="Element-wise", convention=convention)
    right = scene(at).chain.unfused[1].gradient[1]
    assert f"[1] is {number(right)}: off by {number(abs(right), 2)}" in text(at)
    assert sums(at)[0][2].count(")(") == 1


def test_the_last_step_says_the_entry_in_every_way():
    at = read(step="7", entry=3)
    (said,) = [p for p in paragraphs(at) if p.startswith("In every way: ")]
    for way, gradient in scene(at).example.gradients.items():
        assert f"{WAYS[way].lower()} {number(gradient[3], 10)}" in said
    assert "Here they differ by at most" in said


@pytest.mark.parametrize("step", "1234567")
def test_a_figure_of_every_step_takes_a_click_for_each_entry_it_traces(step):
    at = read(step=step)
    (targets,) = [
        named(figure, "entries")["customdata"]
        for _, figure in charts(at)
        if "entries" in names(figure)
    ]
    assert sorted(map(max, targets)) == list(range(settings(at).entries))


@pytest.mark.parametrize("step", ["4", "5", "6"])
def test_a_digit_has_a_long_sum_whose_rest_is_one_number(step):
    at = read(network="Handwritten digit", image=37, step=step, entry=30)
    ((_, _, written, _),) = sums(at)
    assert total(written) == pytest.approx(result_of(at, step)[30], abs=1e-3)
    assert "the other" in written


def test_the_element_wise_sum_is_a_single_product():
    matrix, circle = (
        sums(read(step="5", entry=2, formulation=f))[0][2].count(")(")
        for f in FORMULATIONS.values()
    )
    assert (matrix, circle) == (5, 1)


def test_columns_write_the_factor_first():
    rows, columns, Wx, xWT = (
        sums(read(step="6", convention=c))[0][2] for c in CONVENTIONS.values()
    )
    first = re.match(r"\((.+?)\)\((.+?)\)", rows).groups()
    assert columns.startswith("({1})({0})".format(*first))
    assert (Wx, xWT) == (columns, rows)


def test_the_slider_chooses_the_entry():
    at = opened(step="6")
    at.slider(key="entry").set_value(3).run()
    assert sums(at)[0][1] == 3


def test_the_outline_lies_around_the_entry_that_is_chosen():
    figure = charts(read(step="6", entry=3))[2][1]
    left, _, right, _ = rectangles(named(figure, "tracer"))[-1]
    assert (left, right) == pytest.approx(tuple(heatmaps(figure)[-1]["x"][3:5]))


def test_an_entry_is_clamped_where_the_result_is_shorter():
    at = opened(step="5", entry=4)
    at.segmented_control(key="step").set_value("loss").run()
    assert exceptions(at) == []
    assert at.session_state["entry"] == 2
    assert sums(at)[0][1] == 2


def test_an_entry_is_clamped_when_the_network_shrinks():
    at = opened(step="6", entry=3)
    at.slider(key="D").set_value(2).run()
    assert sums(at)[0][1] == 1


@pytest.mark.parametrize(("step", "size"), [("5", {"H": 1}), ("6", {"D": 1})])
def test_a_result_of_one_entry_has_nothing_to_choose(step, size):
    at = opened(step=step, entry=3, **size)
    assert exceptions(at) == []
    assert "entry" not in {slider.key for slider in at.slider}
    assert sums(at)[0][1] == 0


def test_on_one_page_every_step_traces_the_same_entry_where_it_has_it():
    at = opened(step="6", entry=3)
    at.segmented_control(key="step").set_value("all").run()
    assert [entry for _, entry, _, _ in sums(at)] == [2, 3, 2, 3, 3, 3, 3]  # K = 3: at most 2
    assert [slider.key for slider in at.main.slider] == ["entry"]


@pytest.mark.parametrize("count", [1, 6, 7, 64])
def test_a_sum_is_written_out_to_its_last_product(count):
    rng = np.random.default_rng(count)
    left, right = rng.standard_normal((2, count))
    written = sum_of_products(left, right)
    assert total(written) == pytest.approx(left @ right, abs=2e-2)
    assert written.count(")(") == min(count, 6)
    assert ("the other" in written) == (count > 6)


def test_of_a_long_sum_the_largest_products_are_shown_in_their_order():
    left = np.array([0.1, 9, 0.2, 8, 7, 6, 5, 4])
    written = sum_of_products(left, np.ones(8))
    assert re.findall(r"\((\d)\)\(1\)", written) == ["9", "8", "7", "6", "5", "4"]
    assert "(0.3, the other 2 products)" in written
