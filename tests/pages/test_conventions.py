"""The page on conventions: a book's rule is answered, or the shapes that clash are named."""

import re
from itertools import product

import numpy as np
import pytest

from explainer.notation import CONVENTIONS
from explainer.notation.phrase_book import layer
from tests.amounts import examples
from tests.pages.opened import charts, exceptions, read, text, warnings

FORMS = list(product(CONVENTIONS, repeat=2))
SIZES = [(4, 5, 3), (3, 3, 3), (1, 1, 2), (1, 6, 2), (6, 1, 2)]


def book(forward, backward, **link):
    forms = {"forward": layer(forward).forward, "backward": layer(backward).backward}
    return read("conventions", **forms, **link)


def verdicts(at):
    return [element.value for element in (*at.main.success, *at.main.warning, *at.main.error)]


@pytest.mark.parametrize(("D", "H", "K"), examples(SIZES[:2], SIZES))
def test_each_pair_has_one_answer(D, H, K):
    for forward, backward in FORMS:
        at = book(forward, backward, D=D, H=H, K=K)
        assert exceptions(at) == []
        (said,) = verdicts(at)
        same_storage = CONVENTIONS[forward].out_in == CONVENTIONS[backward].out_in
        kind = at.main.success if forward == backward else at.main.warning
        if not same_storage and D * H > 1:  # with one number there is no difference
            kind = at.main.error
        assert len(kind) == 1, (forward, backward)
        assert len(charts(at)) == 1
        assert said.count("**") >= 2 and "  " not in said


def test_what_breaks_is_named_with_its_shapes():
    at = book("rows", "Wx")
    (said,) = verdicts(at)
    assert "W is 4×5, inputs × outputs" in said
    assert "Wᵀ is 5×4 and δ 1×5: 4 and 1 are not equal" in said
    assert "Wᵀ is 5×4 and δ 5×1: 4 and 5 are not equal" in said
    assert "**δWᵀ** goes with xW; Wᵀδ goes with Wx" in said
    ((alt, figure),) = charts(at)
    assert alt.endswith("It breaks: Wᵀ is 5×4 and δ 1×5: 4 and 1 are not equal")
    assert [shape for shape in figure.layout.shapes if shape.type == "line"]


def test_the_shapes_that_are_said_not_to_meet_do_not():
    for forward, backward in FORMS:
        (said,) = verdicts(book(forward, backward))
        broken = re.findall(r"is (\d+)×(\d+) and \S+ (\d+)×(\d+): (\d+) and (\d+)", said)
        assert len(broken) == (
            2 - 2 * (forward == backward) if "cannot" in said else "wants" in said
        )
        for _, inner, other, _, left, right in broken:
            assert (inner, other) == (left, right)
            assert left != right


def test_at_equal_sizes_a_wrong_pair_runs_and_its_error_is_said():
    (said,) = verdicts(book("rows", "Wx", D=3, H=3, K=3))
    off = re.search(r"runs at these sizes, and is off by (\S+)\.", said)
    assert float(off[1]) > 1e-3


def test_a_gradient_that_is_turned_is_right_but_for_that():
    (said,) = warnings(book("rows", "columns"))
    off = re.search(r"gives the gradient as a column: central differences differ by (\S+)\.", said)
    assert float(off[1].replace("−", "-")) < 1e-7
    assert "**δWᵀ**" in said
    ((alt, _),) = charts(book("rows", "columns"))
    assert alt.endswith("∇xJ (4×1)")


def test_where_every_product_is_the_gradient_nobody_can_tell():
    for link, reason in (
        ({"D": 1, "H": 1, "K": 2}, "W is one number"),
        ({"D": 3, "H": 3, "K": 3, "activation": "relu", "seed": 16}, "δ is 0"),
    ):
        (said,) = warnings(book("rows", "Wx", **link))
        assert f"Here nobody can tell**: {reason}." in said


def test_without_a_book_there_is_no_answer_and_with_half_of_one_there_is():
    at = read("conventions", convention="Wx")
    assert verdicts(at) == [] and charts(at) == []
    assert "Wx, chosen at the side" in text(at)
    for link in ({"forward": "Wᵀx"}, {"backward": "Wδ"}):
        at = read("conventions", **link)
        assert at.main.success[0].value.startswith("**Columns**: Wᵀx goes with Wδ.")
        assert "Columns, your book" in text(at)


def test_the_books_column_comes_first_and_every_result_is_right():
    for forward in CONVENTIONS:
        said = text(book(forward, forward))
        header = re.search(r"\|  \| (.*) \|\n", said)[1].split(" | ")
        assert header[0] == f"{CONVENTIONS[forward].label}, your book"
        assert len(set(header)) == len(CONVENTIONS)
        last = re.search(r"differs from central differences by \| (.*) \|", said)[1].split(" | ")
        assert np.all([float(one.replace("−", "-")) < 1e-7 for one in last])


def test_softmax_and_the_digit_have_a_phrase_book_too():
    for link in ({"activation": "softmax"}, {"network": "Handwritten digit"}):
        at = book("Wx", "Wx", **link)
        assert exceptions(at) == []
        assert "your book" in text(at)
