"""Few of the 160 formulas fit, fewer are right, and the counts depend only on the sizes."""

from itertools import product

import numpy as np
import pytest

from explainer.compute.formulas import (
    BRACKETINGS,
    FORMULAS,
    Formula,
    Join,
    Tally,
    evaluate,
    reference,
    tally,
    verdicts,
)

# (legal, right) if s is a row, without and with broadcasting, and if s is a diagonal matrix.
FACTS = {
    (4, 5, 3): [(1, 1), (3, 3), (5, 5)],
    (3, 3, 3): [(8, 1), (36, 3), (52, 5)],
    (5, 5, 3): [(4, 1), (14, 3), (14, 5)],
    (4, 5, 5): [(2, 1), (6, 3), (14, 5)],
}
WAYS = [("row", "strict"), ("row", "numpy"), ("diagonal", "strict")]
ASKED = Formula()  # the formula of the question
ALL_MATRIX = [Formula(("@", "@", "@"), (True, True), name) for name in BRACKETINGS]


def drawn(D, H, K, s="row", seed=5):
    rng = np.random.default_rng(seed)
    shapes = ((1, K), (H, K), (1, H), (D, H))
    error, W2, row, W1 = (rng.standard_normal(shape) for shape in shapes)
    return [error, W2, row if s == "row" else np.diag(row[0]), W1]


def by_numpy(formula, factors, star=np.multiply):
    """Evaluate the formula with NumPy, operator by operator; raise where NumPy does."""
    names = dict(zip("abcd", factors, strict=True))
    for name, turned in zip("bd", formula.transposed, strict=True):
        names[name] = names[name].T if turned else names[name]

    def work(tree):
        if isinstance(tree, int):
            return names["abcd"[tree]]
        left, right = tree
        last = left
        while not isinstance(last, int):
            last = last[1]
        operator = np.matmul if formula.operators[last] == "@" else star
        return operator(work(left), work(right))

    return work(BRACKETINGS[formula.bracketing])


def equal_shapes(left, right):
    if left.shape != right.shape:
        raise ValueError("∘ of unequal shapes")
    return left * right


def test_there_are_160_formulas_and_no_two_are_the_same():
    assert len(FORMULAS) == len(set(FORMULAS)) == 160
    assert ASKED in FORMULAS


@pytest.mark.parametrize("sizes", FACTS)
def test_the_counts_are_those_that_were_counted(sizes):
    for (s, hadamard), (legal, right) in zip(WAYS, FACTS[sizes], strict=True):
        found = tally(*sizes, s=s, circle=hadamard)
        counted = Tally(illegal=160 - legal, wrong=legal - right, right=right)
        assert found == counted, (s, hadamard)


@pytest.mark.parametrize("sizes", [*FACTS, (1, 5, 3), (4, 1, 3), (4, 5, 1), (3, 5, 3), (1, 1, 1)])
def test_every_verdict_is_what_numpy_itself_makes_of_the_formula(sizes):
    stretched = []

    def broadcasting(left, right):
        if left.shape != right.shape:
            stretched.append((left.shape, right.shape))
        return left * right

    stars = {"strict": equal_shapes, "numpy": broadcasting}
    for s, hadamard in product(["row", "diagonal"], stars):
        factors = drawn(*sizes, s)
        error, W2, middle, W1 = factors
        right = error @ W2.T @ (middle if s == "diagonal" else np.diag(middle[0])) @ W1.T
        for formula, verdict in verdicts(*sizes, s=s, circle=hadamard).items():
            at = (formula, s, hadamard)
            stretched.clear()
            try:
                value = by_numpy(formula, factors, stars[hadamard])
            except ValueError:
                assert verdict.kind == "illegal" and verdict.clash, at
                continue
            assert verdict.clash is None, at
            assert [(join.left, join.right) for join in verdict.stretched] == stretched, at
            if value.shape != right.shape:
                assert (verdict.kind, verdict.shape) == ("illegal", value.shape), at
            else:
                kind = "right" if np.allclose(value, right) else "wrong"
                assert (verdict.kind, verdict.shape) == (kind, None), at


def test_the_reference_is_the_same_with_s_as_a_row_and_as_a_matrix():
    # By hand: (1, 2) times W₂ᵀ is (1, 2, 3), times s (1, 20, 300), times W₁ᵀ.
    error, W2 = np.array([[1.0, 2.0]]), np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]])
    s, W1 = np.array([[1.0, 10.0, 100.0]]), np.array([[1.0, 1.0, 1.0], [5.0, 0.0, -1.0]])
    assert reference([error, W2, s, W1]).tolist() == [[321, -295]]
    assert reference([error, W2, np.diag(s[0]), W1]).tolist() == [[321, -295]]


@pytest.mark.parametrize(
    ("sizes", "kinds"),
    [
        ((1, 5, 3), {"row strict": (1, 1), "row numpy": (3, 3), "diagonal strict": (5, 5)}),
        ((3, 5, 3), {"row strict": (1, 1), "row numpy": (3, 3), "diagonal strict": (5, 5)}),
        ((4, 1, 3), {"row strict": (6, 6), "row numpy": (20, 20), "diagonal strict": (6, 6)}),
        ((1, 1, 1), {"row strict": (160, 160), "row numpy": (160, 160)}),
    ],
)
def test_a_size_of_1_makes_more_formulas_fit(sizes, kinds):
    for way, (legal, right) in kinds.items():
        s, hadamard = way.split()
        found = tally(*sizes, s=s, circle=hadamard)
        assert (found.wrong + found.right, found.right) == (legal, right), way


def test_with_jacobians_every_bracketing_is_right_at_every_size():
    for sizes in (*FACTS, (1, 1, 1), (12, 1, 2), (64, 32, 10)):
        found = verdicts(*sizes, s="diagonal")
        assert [found[formula].kind for formula in ALL_MATRIX] == ["right"] * 5, sizes


@pytest.mark.parametrize("sizes", FACTS)
def test_broadcasting_allows_whatever_equal_shapes_allow(sizes):
    strict, numpy = (verdicts(*sizes, circle=meaning) for meaning in ("strict", "numpy"))
    for formula in FORMULAS:
        if strict[formula].kind != "illegal":
            assert numpy[formula] == strict[formula]


def test_a_clash_names_the_operator_and_both_shapes():
    formula = Formula(("∘", "@", "@"), (True, True), "((ab)c)d")
    assert verdicts(4, 5, 3)[formula].clash == Join(0, "∘", (1, 3), (3, 5))


def test_the_first_clash_is_the_one_that_is_named():
    formula = Formula(("@", "@", "@"), (False, False), "a(b(cd))")
    # s is 1×5 and W₁ 4×5: the innermost bracket is evaluated first.
    assert verdicts(4, 5, 3)[formula].clash == Join(2, "@", (1, 5), (4, 5))


def test_where_broadcasting_made_a_circle_run_it_is_told():
    formula = Formula(("@", "∘", "@"), (True, True), "(a(bc))d")
    strict, numpy = (verdicts(4, 5, 3, circle=h)[formula] for h in ("strict", "numpy"))
    assert strict.kind == "illegal"
    assert numpy.kind == "right"
    assert numpy.stretched == (Join(1, "∘", (3, 5), (1, 5)),)


def test_legal_signs_that_give_another_shape_are_illegal_and_say_so():
    found = verdicts(3, 3, 3, circle="numpy")
    shaped = [verdict for verdict in found.values() if verdict.shape]
    assert {verdict.kind for verdict in shaped} == {"illegal"}
    assert {verdict.shape for verdict in shaped} == {(3, 3)}
    assert all(verdict.clash is None for verdict in shaped)


def test_a_row_of_zeros_does_not_make_a_wrong_formula_right():
    # With a dead relu every formula gives zeros; the verdict depends only on the sizes.
    factors = drawn(3, 3, 3)
    factors[2] = np.zeros((1, 3))
    wrong = Formula(("@", "∘", "@"), (False, True), "((ab)c)d")
    assert not evaluate([wrong], factors, "strict")[wrong].value.any()
    assert verdicts(3, 3, 3)[wrong].kind == "wrong"


@pytest.mark.parametrize("hadamard", ["strict", "numpy"])
def test_parts_that_formulas_share_do_not_mix_them_up(hadamard):
    factors = drawn(3, 3, 3, "diagonal")
    together = evaluate(FORMULAS, factors, hadamard)
    for formula in FORMULAS[::7]:
        alone = evaluate([formula], factors, hadamard)[formula]
        assert np.array_equal(alone.value, together[formula].value)


def test_the_question_is_right():
    assert verdicts(4, 5, 3)[ASKED].kind == "right"
