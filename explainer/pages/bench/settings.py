"""The parameters of a link to the bench: the network, and the formula from loss to input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from explainer.compute.formulas import BRACKETINGS, OPERATORS, Circle, Formula, Middle, Operator
from explainer.networks import NetworkSettings
from explainer.settings import choice, flag

MIDDLES: dict[Middle, str] = {"row": "vector", "diagonal": "diagonal matrix"}
BLANK, BUILT = "blank", "built"
STARTS = {BLANK: "Nothing yet", BUILT: "A formula"}
CIRCLES: dict[Circle, str] = {"strict": "Equal shapes", "numpy": "NumPy broadcasting"}


@dataclass(frozen=True)
class BenchSettings(NetworkSettings):
    """One formula, as written in rows, and one network."""

    page: ClassVar[str] = "bench"

    bench: str = choice(STARTS, default=BLANK, label="On the bench")
    op1: Operator = choice(OPERATORS, default="@", label="The sign between ŷ−y and W₂")
    W2T: bool = flag(default=True, label="W₂ as the layer's Jacobian, W₂ᵀ in rows")
    op2: Operator = choice(OPERATORS, default="∘", label="The sign before s")
    s: Middle = choice(MIDDLES, default="row", label="s as")
    op3: Operator = choice(OPERATORS, default="@", label="The sign between s and W₁")
    W1T: bool = flag(default=True, label="W₁ as the layer's Jacobian, W₁ᵀ in rows")
    bracketing: str = choice(tuple(BRACKETINGS), default="((ab)c)d", label="Brackets")
    hadamard: Circle = choice(CIRCLES, default="strict", label="Rule for ∘")

    @property
    def blank(self) -> bool:
        """True if nothing is on the bench: `bench` is blank and the formula is the default."""
        start = type(self)()
        names = (*formula_settings(Formula()), "s", "hadamard")
        return self.bench == BLANK and all(getattr(self, n) == getattr(start, n) for n in names)

    @property
    def formula(self) -> Formula:
        """The formula on the bench."""
        operators = (self.op1, self.op2, self.op3)
        return Formula(operators, (self.W2T, self.W1T), self.bracketing)


def formula_settings(formula: Formula) -> dict[str, str | bool]:
    """Return the settings of a formula, keyed by name."""
    op1, op2, op3 = formula.operators
    W2T, W1T = formula.transposed
    bracketing = formula.bracketing
    return {"op1": op1, "W2T": W2T, "op2": op2, "op3": op3, "W1T": W1T, "bracketing": bracketing}
