"""The notation of the functions: NumPy that computes what the rule does, and LaTeX."""

import numpy as np

from explainer.compute import ACTIVATIONS, FUNCTIONS
from explainer.notation.functions import WORDS
from tests.notation.scenes import FUNCTIONS as IN_REACH
from tests.notation.scenes import difference

X = np.array([-3.1, -0.7, -0.01, 0.02, 0.4, 2.3])  # on both sides of every kink


def run(name, code, x=X, **more):
    """Return the result of code that uses only NumPy, our functions, r and h."""
    names = {"np": np, **IN_REACH, "r": x, "h": FUNCTIONS[name].value(x), **more}
    exec(f"{WORDS[name].weights_code}\nfound = {code}", names)
    return names["found"]


def test_every_function_of_the_table_has_its_words():
    assert list(WORDS) == list(FUNCTIONS)


def test_what_has_no_complex_step_says_why():
    assert {name for name in WORDS if WORDS[name].real_only} == {
        function.name for function in FUNCTIONS.values() if not function.complex_step
    }


def test_the_derivative_as_code_computes_the_jacobian():
    for name, words in WORDS.items():
        if words.derivative_code:
            found, matrix = (
                run(name, words.derivative_code),
                np.asarray(FUNCTIONS[name].jacobian(X)),
            )
            found = np.diag(found) if FUNCTIONS[name].elementwise else found
            assert np.array_equal(found, matrix), name


def test_the_shorthand_as_code_is_the_matrix_product():
    for name, words in WORDS.items():
        if words.vjp_code:
            matrix = np.asarray(FUNCTIONS[name].jacobian(X))
            v = np.random.default_rng(0).standard_normal(len(matrix))
            assert difference(run(name, words.vjp_code, v=v), v @ matrix) < 1e-14, name


def test_where_entries_are_equal_the_shorthand_and_the_matrix_choose_the_same():
    for name in ("sort", "max pool"):
        for x in (np.array([2.0, 2.0, 2.0, 1.0, 1.0]), np.zeros(2)):
            matrix = np.asarray(FUNCTIONS[name].jacobian(x))
            v = np.arange(1.0, len(matrix) + 1)
            found = run(name, WORDS[name].vjp_code, x=x, v=v)
            assert np.array_equal(found, v @ matrix), (name, x)


class Counting(np.ndarray):
    """An array that counts the multiplications and divisions it takes part in."""

    count = 0

    def __array_ufunc__(self, ufunc, method, *inputs, out=None, **more):
        plain = [np.asarray(array) for array in inputs]
        result = np.asarray(getattr(ufunc, method)(*plain, **more))
        if ufunc in (np.multiply, np.divide):
            Counting.count += result.size
        if ufunc is np.matmul:
            Counting.count += result.size * plain[0].shape[-1]
        return result.view(Counting)


def test_the_shorthand_as_code_takes_the_multiplications_that_are_said():
    for name, function in FUNCTIONS.items():
        if name == "moving average":
            continue  # np.convolve cannot be counted; by hand it is three for each entry
        for n in (4, 7):
            x = np.resize(X, n)
            v = np.ones(function.jacobian(x).shape[0]).view(Counting)
            d = function.derivative(x) if function.elementwise else None
            Counting.count = 0
            run(name, WORDS[name].vjp_code or "v * d", x=x, v=v, d=d)
            assert Counting.count == function.costs(n).multiplications, (name, n)


def test_every_function_says_in_latex_and_in_words_what_it_does():
    lacking = [name for name, w in WORDS.items() if not (w.latex and w.meaning and w.shorthand)]
    assert lacking == []


def test_every_function_has_a_derivative_or_a_shorthand_in_numpy():
    for name, words in WORDS.items():
        assert words.derivative_code or words.vjp_code, name
        assert words.derivative_latex or not words.derivative_code, name


def test_the_formula_of_an_entry_stands_where_the_diagonal_is_not_all():
    for name, words in WORDS.items():
        assert bool(words.entry_latex) != FUNCTIONS[name].elementwise, name
        assert words.derivative_latex or words.entry_latex, name


def test_an_activation_has_all_that_the_walkthrough_says_of_it():
    for name in ACTIVATIONS:
        words = WORDS[name]
        said = {
            "LaTeX": words.derivative_latex,
            "text": words.derivative_text,
            "meaning": words.derivative_meaning,
            "code": words.derivative_code,
        }
        assert [what for what, text in said.items() if not text] == [], name
