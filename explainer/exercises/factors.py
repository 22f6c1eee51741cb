"""Exercises on a factor of the chain: its shape, its operator, and the order of all four."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from explainer.compute import Link
from explainer.compute.comparison import largest_difference
from explainer.exercises.case import Case, Difficulty, drawn
from explainer.exercises.exercise import Exercise, Operand, Options, Product
from explainer.exercises.questions import CIRCLE, Question, name, operator, shape
from explainer.notation.names import SYMBOLS
from explainer.notation.steps import FACTORS
from explainer.wording import listed, number

# From the loss: the right one, it reversed, the weights swapped, and that reversed.
ORDERS = (0, 1, 2, 3), (3, 2, 1, 0), (0, 3, 2, 1), (3, 1, 2, 0)
CLEAR = 1e-3  # a gradient that tells a wrong order from the right one
STEPS = {node: step for step, node in FACTORS.items()}


def shape_of_a_factor(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Ask which of three shapes a Jacobian has."""
    # Of equal sizes all shapes would be alike.
    case, link = _link(rng, replace(difficulty, sizes="distinct"))
    outputs, inputs = link.jacobian.shape
    D, H, K = case.scene.network.sizes
    # A square and a shape with its transpose, whichever of them is right.
    oblong = [(K, H), (H, D)][int(rng.integers(2))]
    square = (H, H) if rng.random() < 0.5 else (K, K)
    others = [oblong, oblong[::-1]] if outputs == inputs else [square]
    asked = shape(link, case.scene.notation.rows, others)
    out, into = (SYMBOLS[node].text for node in (link.output, link.input))
    return _asked(
        rng,
        case,
        link,
        asked,
        f"{case.forward} Jacobians are outputs × inputs. {asked.asked}",
        "A Jacobian has a row for each output and a column for each input.",
        f"{name(link)} has outputs {out}, {outputs} of them, and inputs {into}, {inputs} of them: "
        f"it is {outputs}×{inputs}.",
    )


def operator_of_a_factor(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Ask whether `@` is required, or `∘` is allowed."""
    case, link = _link(rng, difficulty)
    asked = operator(link)
    v, allowed = f"∂J/∂{SYMBOLS[link.output].text}", asked.right == CIRCLE
    arrived = listed(link.upstream, 3)
    why = (
        f"{name(link)} is diagonal, so ∘ with its diagonal is short for the matrix product."
        if allowed
        else f"{name(link)} is not diagonal: each output is made of several inputs, and only a "
        "matrix product adds up what they give."
    )
    return _asked(
        rng,
        case,
        link,
        asked,
        f"{case.forward} The gradient {v} = [{arrived}] has arrived, and {name(link)} is the next "
        "factor. "
        f"{asked.asked}",
        "∘ is allowed exactly when the Jacobian is diagonal: when each output depends on its own "
        "input alone.",
        why,
    )


def _link(rng: np.random.Generator, difficulty: Difficulty) -> tuple[Case, Link]:
    case = drawn(rng, difficulty)
    at = str(rng.choice(list(STEPS)))
    return case, case.softmax if at == "theta" else case.scene.chain[at]


def _asked(
    rng: np.random.Generator,
    case: Case,
    link: Link,
    asked: Question,
    prompt: str,
    hint: str,
    explanation: str,
) -> Exercise:
    return Exercise(
        prompt=prompt,
        form=Options(tuple(str(option) for option in rng.permutation(list(asked.options)))),
        answer=asked.right,
        confirms=asked.confirms,
        refutes=asked.refutes,
        hint=hint,
        explanation=explanation,
        state=case.step(STEPS[link.input]),
    )


def order_of_the_factors(rng: np.random.Generator, difficulty: Difficulty) -> Exercise:
    """Ask for the order of the four factors."""
    case = drawn(rng, difficulty)
    while not np.abs(case.scene.chain.gradient).max() > CLEAR:  # by chance every order would give 0
        case = drawn(rng, difficulty)
    chain = _from_the_loss(case)
    right = case.scene.notation.ordered(chain)
    orders = {}
    for order in ORDERS:
        factors = case.scene.notation.ordered(chain[at] for at in order)
        orders[_written(factors)] = Product(factors)
    options = [str(option) for option in rng.permutation(list(orders))]
    listed = [chain[at] for at in rng.permutation(len(chain))]
    given = ", ".join(f"{factor.name} ({factor.shape})" for factor in listed)
    diagonal = "; s is the diagonal of ∂h/∂r" if case.scene.notation.function.elementwise else ""
    each = "" if case.scene.notation.rows else ", each transposed"
    stand = "rows" if case.scene.notation.rows else "columns"
    meetings = ", ".join(f"{left.shape} meets {right.shape}" for left, right in pairwise(right))
    measured = case.scene.example.gradients["central"]

    def refutes(answer: str) -> str:
        product = orders[answer]
        if product.value is None:
            return f"Wrong: {product.clash}"
        if product.value.size != measured.size:
            return f"Wrong: it runs, and gives {product.value.size} numbers, not {measured.size}."
        off = largest_difference(product.value, measured)
        return f"Wrong: it runs at these sizes, and is off by {number(off, 2)} from ∂J/∂x."

    exact = orders[_written(right)].value
    assert exact is not None
    return Exercise(
        prompt=f"{case.forward} Gradients are {stand} here. The factors of ∂J/∂x are {given}"
        f"{diagonal}. In which order are they multiplied?",
        form=Options(tuple(options)),
        answer=_written(right),
        confirms=f"{meetings}, and the result differs from central differences by "
        f"{number(largest_difference(exact, measured), 2)}.",
        refutes=refutes,
        hint="The chain goes from the loss back to the input, and each Jacobian turns the gradient "
        f"of its outputs into that of its inputs. Gradients that are {stand} stand on the "
        f"{'left of it' if case.scene.notation.rows else 'right of its transpose'}.",
        explanation=f"From the loss to the input it is ∂J/∂θ, ∂θ/∂h, ∂h/∂r, ∂r/∂x; written in "
        f"{stand}{each}: {_written(right)}.",
        state=case.step("shapes"),
    )


def _from_the_loss(case: Case) -> list[Operand]:
    n, chain = case.scene.notation, case.scene.chain
    names = (n.error.short, n.weights("W2").short, case.middle, n.weights("W1").short)
    matrices = (np.atleast_2d(np.asarray(link.jacobian)) for link in chain.links)
    return [
        Operand(name, values if n.rows else values.T)
        for name, values in zip(names, matrices, strict=True)
    ]


def _written(factors: list[Operand]) -> str:
    return " @ ".join(factor.name for factor in factors)
