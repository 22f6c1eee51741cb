"""An exercise on conventions: a book writes its layer in one way; how does it go back?"""

from __future__ import annotations

import numpy as np

from explainer.compute import central_difference
from explainer.compute.arrays import Array
from explainer.compute.comparison import largest_difference
from explainer.exercises.case import Case, Difficulty, drawn
from explainer.exercises.exercise import BookState, Exercise, Operand, Options, Product
from explainer.notation import CONVENTIONS, Convention
from explainer.notation.phrase_book import layer
from explainer.wording import listed, number

CLEAR = 0.01  # how far off a wrong form has to be
NAMES: tuple[Convention, ...] = tuple(CONVENTIONS)


def way_back(
    weights: Array, delta: Array, forward: Convention, backward: Convention, *, rows: bool
) -> Product:
    """Return ∂J/∂x as a book of `backward` writes it, with the arrays of a book of `forward`.

    W has shape (inputs, outputs) and δ (outputs,); δ is a row or a column.
    """
    there, back = CONVENTIONS[forward], CONVENTIONS[backward]
    stored = weights.T if there.out_in else weights
    turned = back.rows != back.out_in
    delta_operand = Operand("δ", delta[np.newaxis] if rows else delta[:, np.newaxis])
    weight_operand = Operand("Wᵀ", stored.T) if turned else Operand("W", stored)
    return Product(
        (delta_operand, weight_operand) if back.rows else (weight_operand, delta_operand)
    )


def weight_gradient(x: Array, delta: Array, forward: Convention, form: Convention) -> Product:
    """Return ∂J/∂W as a book of `form` writes it, with x and δ of a book of `forward`."""
    stand, wanted = CONVENTIONS[forward], CONVENTIONS[form]
    as_rows = [values[np.newaxis] for values in (x, delta)]
    x_there, delta_there = as_rows if stand.rows else [values.T for values in as_rows]
    # Of rows the first factor is transposed, of columns the second.
    names = ("δ", "x") if wanted.out_in else ("x", "δ")
    values = {"x": x_there, "δ": delta_there}
    turned = names[0] if wanted.rows else names[1]
    return Product(
        [
            Operand(f"{name}ᵀ", values[name].T) if name == turned else Operand(name, values[name])
            for name in names
        ]
    )


def convention(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Given the layer, which way back goes with it?"""
    forward = NAMES[int(rng.integers(len(NAMES)))]
    maker = _of_the_weights if rng.random() < 0.5 else _of_the_input
    while True:
        exercise = maker(rng, drawn(rng, difficulty), forward)
        if exercise:
            return exercise


def _introduction(case: Case, forward: Convention) -> str:
    D, H, _ = case.scene.network.sizes
    delta = listed(case.scene.chain["r"].gradient, 3)
    return (
        f"A book writes its layer as r = {layer(forward).forward} + b, with {D} inputs x and {H} "
        f"outputs r. δ is ∂J/∂r, here [{delta}], and is a {CONVENTIONS[forward].stands}, like r."
    )


def _stored(case: Case, forward: Convention) -> str:
    D, H, _ = case.scene.network.sizes
    return f"{H}×{D}" if CONVENTIONS[forward].out_in else f"{D}×{H}"


def _of_the_input(rng: np.random.Generator, case: Case, forward: Convention) -> Exercise | None:
    delta, exact = case.scene.chain["r"].gradient, case.scene.example.gradients["central"]
    rows = CONVENTIONS[forward].rows
    forms = {
        layer(name).backward: way_back(case.scene.network.W1, delta, forward, name, rows=rows)
        for name in NAMES
    }
    return _exercise(rng, case, forward, forms, layer(forward).backward, exact, "x")


def _of_the_weights(rng: np.random.Generator, case: Case, forward: Convention) -> Exercise | None:
    delta, x = case.scene.chain["r"].gradient, case.scene.example.x
    forms = {}
    for name in NAMES:
        product = weight_gradient(x, delta, forward, name)
        forms["".join(factor.name for factor in product.factors)] = product
    right = "".join(f.name for f in weight_gradient(x, delta, forward, forward).factors)
    exact = central_difference(
        lambda W1: case.scene.network.replaced("W1", W1).loss(x, case.scene.example.y),
        case.scene.network.W1,
    ).reshape(case.scene.network.W1.shape)
    stored = exact.T if CONVENTIONS[forward].out_in else exact
    return _exercise(rng, case, forward, forms, right, stored, "W")


def _exercise(
    rng: np.random.Generator,
    case: Case,
    forward: Convention,
    forms: dict[str, Product],
    right: str,
    exact: Array,
    of: str,
) -> Exercise | None:
    """The exercise; none where a wrong form that runs is off by too little to show it."""
    wrong = [
        product_of.value
        for form, product_of in forms.items()
        if form != right and product_of.value is not None
    ]
    off = [largest_difference(value, exact) for value in wrong if value.size == exact.size]
    if min(off, default=1.0) < CLEAR:
        return None
    options = tuple(str(form) for form in rng.permutation(list(forms)))
    shape = _stored(case, forward) if of == "W" else "×".join(map(str, _as_x(case, forward)))

    def refutes(answer: str) -> str:
        product = forms[answer]
        if product.value is None:
            return f"Wrong: {product.clash}"
        if "×".join(map(str, product.value.shape)) != shape:
            size = "×".join(map(str, product.value.shape))
            return f"Wrong: it is {size}, and ∂J/∂{of} has the shape of {of}, {shape}."
        off = number(largest_difference(product.value, exact), 2)
        return f"Wrong: it runs at these sizes, and is off by {off}."

    product = forms[right]
    assert product.value is not None
    shapes = f"{product.factors[0].shape} @ {product.factors[1].shape}"
    book = CONVENTIONS[forward]
    return Exercise(
        prompt=f"{_introduction(case, forward)} Which of these is ∂J/∂{of}?",
        form=Options(options),
        answer=right,
        confirms=f"{shapes} is {shape}, the shape of {of}, and the difference from central "
        f"differences is {number(largest_difference(product.value, exact), 2)}.",
        refutes=refutes,
        hint=f"With r = {layer(forward).forward} + b the matrix W is {_stored(case, forward)}. A "
        "gradient has the shape of its variable.",
        explanation=f"W is stored as {book.stored} and gradients are {book.stands}s: {right}.",
        state=BookState(case.settings, forward),
    )


def _as_x(case: Case, forward: Convention) -> tuple[int, int]:
    D = case.scene.network.sizes[0]
    return (1, D) if CONVENTIONS[forward].rows else (D, 1)
