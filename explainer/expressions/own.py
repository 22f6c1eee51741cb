"""Own: a typed function, as one of the table, and what else can be known of it at one x."""

from __future__ import annotations

import atexit
import json
import sys
from dataclasses import dataclass

import numpy as np

from explainer.compute import Function, Patterned
from explainer.compute.arrays import Array
from explainer.compute.jacobians import off_diagonal
from explainer.expressions.deriver import Deriver
from explainer.expressions.formulas import Formulas, Place, formulas_from
from explainer.expressions.in_page import DeriverInPage
from explainer.expressions.parsing import Expression
from explainer.expressions.values import CALLED, Linearized, linearized, value_of
from explainer.expressions.witnesses import Witness, find_witnesses

IN_BROWSER = sys.platform == "emscripten"  # Python in the visitor's own, without processes
DERIVER = DeriverInPage() if IN_BROWSER else Deriver()
atexit.register(DERIVER.stop)
FEW = 16  # entries of a Jacobian that is small


def function_of(expression: Expression) -> Function:
    """The expression as a function like those of the table.

    Its value and its rule raise `NotAllowed` at an x (n,) where it has no numbers.
    """
    called = expression.functions & set(CALLED)
    return Function(
        name="your function",
        value=value_of(expression),
        elementwise=False,
        rule=lambda x, h: linearized(expression, x).structure,
        complex_step=all(CALLED[name].complex_step for name in called),
    )


@dataclass(frozen=True, eq=False)
class Inquiry:
    """The facts about a typed function at x (n,), apart from its value (m,).

    Each entry of the Jacobian is one of three: a structural zero, which is zero for every input
    and every weight, by how the expression is built or by SymPy's proof; witnessed, which is shown
    to be nonzero at some x; or unproved.
    """

    jacobian: Patterned  # (m, n) at x; its support leaves the structural zeros out
    formulas: Formulas | None
    reason: str | None  # why the formulas or the proof are missing, in a few words
    tried: bool  # to prove what is not known: did SymPy come to an end with it
    proved: bool  # is any entry zero by SymPy's proof, and not by how the expression is built
    witnesses: dict[Place, Witness]
    shown: list[Place]  # an entry of the diagonal and one beside it

    @property
    def unproved(self) -> Array:
        """Booleans (m, n): neither known to be zero everywhere nor seen not to be."""
        unproved = self.jacobian.support().copy()
        for place in self.witnesses:
            unproved[place] = False
        return unproved


def inquire(expression: Expression, x: Array, deriver: Deriver = DERIVER) -> Inquiry:
    """Return the facts about an expression at x (n,) that are found in the deriver's time limit.

    Raises only `NotAllowed`, if the expression has no numbers at x.
    """
    here = linearized(expression, x)
    witnesses = find_witnesses(expression, here, x)
    doubtful = here.support.copy()
    for place in witnesses:
        doubtful[place] = False
    shown = _shown(here)
    places = list(np.ndindex(here.support.shape)) if here.support.size <= FEW else shown
    question = {"text": expression.text, "x": x.tolist(), "places": places}
    answer = deriver.ask(json.dumps(question | {"doubtful": doubtful.tolist()}))
    formulas, proof = answer.read()
    zero = np.zeros_like(doubtful) if proof is None else doubtful & np.array(proof, dtype=bool)
    support = here.support & ~zero
    return Inquiry(
        # What is proved to be zero is 0, and not the rounding of what cancels.
        jacobian=Patterned(np.where(support, here.jacobian, 0.0), support),
        formulas=None if formulas is None else formulas_from(formulas, zero.tolist()),
        reason=answer.reason,
        tried=proof is not None,
        proved=bool(zero.any()),
        witnesses=witnesses,
        shown=shown,
    )


def _shown(here: Linearized) -> list[Place]:
    """An entry of the diagonal and one beside it, of each the first that is not 0."""
    size = np.abs(here.jacobian)
    beside = off_diagonal(size)
    chosen = []
    for mask in (~beside, beside & here.support):
        if mask.any():
            i, j = np.argwhere(mask & (size > 0) if size[mask].any() else mask)[0]
            chosen.append((int(i), int(j)))
    return chosen
