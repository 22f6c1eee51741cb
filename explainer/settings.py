"""Settings: what a link holds, with the default and the choices of each value."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

from explainer.compute import ACTIVATIONS, FUNCTIONS
from explainer.compute.batch import VARIABLES, Reduction, Variable
from explainer.compute.formulas import BRACKETINGS, OPERATORS, Formula, Hadamard, Middle, Operator
from explainer.digits import load_digits
from explainer.expressions.parsing import LONGEST
from explainer.notation import Convention, Formulation

NetworkName = Literal["Random", "Handwritten digit"]
NETWORKS: tuple[NetworkName, ...] = get_args(NetworkName)
CONVENTIONS: tuple[Convention, ...] = get_args(Convention)
FORMULATIONS: tuple[Formulation, ...] = get_args(Formulation)
SLUGS: dict[Formulation, str] = {"Matrix multiply": "matrix", "Element-wise": "elementwise"}
# The steps, and the size of what each ends with, of which an entry is traced.
TRACED = {"1": "K", "2": "D", "3": "K", "4": "H", "5": "H", "6": "D", "7": "D"}
CHOICES_OF_STEP = (*TRACED, "All")
MiddleName = Literal["vector", "diagonal matrix"]
MIDDLE: dict[MiddleName, Middle] = {"vector": "row", "diagonal matrix": "diagonal"}
HadamardName = Literal["Equal shapes", "NumPy broadcasting"]
HADAMARD: dict[HadamardName, Hadamard] = {"Equal shapes": "strict", "NumPy broadcasting": "numpy"}
ReductionName = Literal["Sum", "Mean"]
REDUCTIONS: dict[ReductionName, Reduction] = {"Sum": "sum", "Mean": "mean"}
OWN = "your own"
LAYERS = (OWN, *FUNCTIONS)
NUMBERS = (0.5, -1.0, 0.3, 2.0, -0.4, 1.2, -1.7, 0.8)  # an x where none is typed
EPSILONS = tuple(f"1e-{k}" for k in range(1, 13))


@dataclass(frozen=True)
class Settings:
    """One exact state of the page. Fields are the names of the URL parameters."""

    network: NetworkName = "Random"
    image: int = 0  # of the handwritten digit
    D: int = 4  # these six of the random network
    H: int = 5
    K: int = 3
    activation: str = "sigmoid"
    seed: int = 0
    target: int = 0
    convention: Convention = "Rows"
    formulation: Formulation = "Matrix multiply"
    step: str = "1"
    entry: int = 0  # of the step's result, counted from 0; the one that is traced
    # The formula on the bench, from the loss to the input as it is written in rows:
    op1: Operator = "@"  # between ŷ − y and W₂ᵀ
    W2T: bool = True  # W₂ᵀ, or W₂
    op2: Operator = "∘"
    s: MiddleName = "vector"  # the derivative of the activation: as a vector, or as a matrix
    op3: Operator = "@"
    W1T: bool = True  # W₁ᵀ, or W₁
    bracketing: str = "((ab)c)d"
    hadamard: HadamardName = "Equal shapes"  # what ∘ asks for
    # The layer whose Jacobian is looked at, and the numbers that go into it:
    function: str = "sigmoid"
    expression: str = "x * sigmoid(x)"  # your own function
    x: str = "0.5, -1, 0.3, 2"  # the first of NUMBERS
    nudged: int = 0  # how many inputs have been nudged
    eps: str = "1e-3"  # by how much
    anyway: bool = False  # multiply entry by entry, allowed or not
    # A batch, and the variable by which the derivative is taken:
    N: int = 2
    variable: Variable = "W2"
    reduction: ReductionName = "Sum"  # of the examples' losses
    traced: int = 0  # entry of the gradient by the variable, flattened

    @property
    def formula(self) -> Formula:
        """The formula on the bench."""
        operators = (self.op1, self.op2, self.op3)
        return Formula(operators, (self.W2T, self.W1T), self.bracketing)

    @property
    def middle(self) -> Middle:
        """How s is written on the bench."""
        return MIDDLE[self.s]

    @property
    def hadamard_meaning(self) -> Hadamard:
        """What ∘ means on the bench."""
        return HADAMARD[self.hadamard]

    @property
    def sizes(self) -> dict[str, int]:
        """D, H and K of the network that is shown."""
        if self.network == "Random":
            return {"D": self.D, "H": self.H, "K": self.K}
        return dict(zip("DHK", load_digits().network.sizes, strict=True))

    @property
    def entries(self) -> int:
        """How many entries the step's result has; with all steps shown, the longest one."""
        sizes = self.sizes
        return sizes[TRACED[self.step]] if self.step in TRACED else max(sizes.values())

    @property
    def variable_size(self) -> int:
        """How many entries the variable has, over the batch."""
        D, H, K, N = self.D, self.H, self.K, self.N
        sizes = {"W2": H * K, "b2": K, "h": N * H, "r": N * H, "W1": D * H, "b1": H, "x": N * D}
        return sizes[self.variable]

    @property
    def inputs(self) -> list[float]:
        """The numbers that go into the layer; the default where x holds none."""
        return read_numbers(self.x) or read_numbers(DEFAULT.x) or []


DEFAULT = Settings()


@dataclass(frozen=True)
class Choice:
    """A parameter that is one of a few words."""

    options: tuple[str, ...]

    def parse(self, text: str) -> str | None:
        """The value that a link's text stands for, None if it is none of the options."""
        return text if text in self.options else None

    def __str__(self) -> str:
        return "one of " + ", ".join(self.options)


@dataclass(frozen=True)
class Flag:
    """A parameter that is true or false."""

    def parse(self, text: str) -> bool | None:
        """The value that a link's text stands for, None if it is neither."""
        return {"true": True, "false": False}.get(text.lower())

    def __str__(self) -> str:
        return "true or false"


@dataclass(frozen=True)
class Whole:
    """A parameter that is a whole number from `low` to `high`."""

    low: int
    high: int

    def parse(self, text: str) -> int | None:
        """The value that a link's text stands for, None if it is no such number."""
        if not re.fullmatch("[0-9]{1,9}", text) or not self.low <= int(text) <= self.high:
            return None
        return int(text)

    def __str__(self) -> str:
        if self.low == self.high:
            return str(self.low)
        return f"one whole number from {self.low} to {self.high}"


@dataclass(frozen=True)
class Text:
    """A parameter that somebody types; what it means is looked at where it is used."""

    longest: int

    def parse(self, text: str) -> str | None:
        """The text of a link, None if it is too long."""
        return text if len(text) <= self.longest else None

    def __str__(self) -> str:
        return f"a text of at most {self.longest} characters"


def typed(number: float) -> str:
    """A number as somebody would type it, to its last digit."""
    return repr(number).removesuffix(".0")


LARGEST = 1000.0


def read_numbers(text: str) -> list[float] | None:
    """One to eight numbers from −1000 to 1000, with commas or spaces between; else None."""
    parts = re.split(r"\s*[,;]\s*|\s+", text.strip(" []()").replace("−", "-"))
    plain = all(re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?", p, re.A) for p in parts)
    if not plain or len(parts) > len(NUMBERS):
        return None
    numbers = [float(part) for part in parts]
    return numbers if max(map(abs, numbers)) <= LARGEST else None


@lru_cache(maxsize=64)
def parameters(settings: Settings) -> dict[str, Choice | Whole | Flag | Text]:
    """What each parameter may be; some ranges depend on the other settings."""
    return {
        "network": Choice(NETWORKS),
        "image": Whole(0, 99),
        "D": Whole(1, 12),
        "H": Whole(1, 12),
        "K": Whole(2, 12),
        "activation": Choice(tuple(ACTIVATIONS)),
        "seed": Whole(0, 99),
        "target": Whole(0, settings.K - 1),
        "convention": Choice(CONVENTIONS),
        "formulation": Choice(FORMULATIONS),
        "step": Choice(CHOICES_OF_STEP),
        "entry": Whole(0, settings.entries - 1),
        "op1": Choice(OPERATORS),
        "W2T": Flag(),
        "op2": Choice(OPERATORS),
        "s": Choice(tuple(MIDDLE)),
        "op3": Choice(OPERATORS),
        "W1T": Flag(),
        "bracketing": Choice(tuple(BRACKETINGS)),
        "hadamard": Choice(tuple(HADAMARD)),
        "function": Choice(LAYERS),
        "expression": Text(LONGEST),
        "x": Text(LONGEST),
        "nudged": Whole(0, len(settings.inputs)),
        "eps": Choice(EPSILONS),
        "anyway": Flag(),
        "N": Whole(1, 6),
        "variable": Choice(VARIABLES),
        "reduction": Choice(tuple(REDUCTIONS)),
        "traced": Whole(0, settings.variable_size - 1),
    }


def formula_settings(formula: Formula) -> dict[str, str | bool]:
    """What settings a formula is."""
    op1, op2, op3 = formula.operators
    W2T, W1T = formula.transposed
    bracketing = formula.bracketing
    return {"op1": op1, "W2T": W2T, "op2": op2, "op3": op3, "W1T": W1T, "bracketing": bracketing}


@dataclass(frozen=True)
class Refusal:
    """A value of a link that is not valid."""

    name: str
    texts: tuple[str, ...]  # what the link says, more than one where it repeats itself
    allowed: str
    where: str = ""  # is it used, where not on the network that is shown

    @property
    def used(self) -> object:
        """What is used instead."""
        return getattr(DEFAULT, self.name)

    @property
    def sentence(self) -> str:
        """What the link says, what it could have said, and what is used instead."""
        said = " and ".join(f"`{harmless(text)}`" if text else "nothing" for text in self.texts)
        return (
            f"The link says {self.name} = {said}, but it must be {self.allowed}: "
            f"{self.name} = {self.used} is used instead{self.where}."
        )


def shown(name: str, network: NetworkName) -> bool:
    """Does a setting say anything of this network?"""
    if name in ("D", "H", "K", "activation", "seed", "target"):
        return network == "Random"
    return name != "image" or network == "Handwritten digit"


def harmless(text: str) -> str:
    """Text of a link that may stand between backticks, cut to 40 characters."""
    return "".join(c if c.isprintable() and c != "`" else "·" for c in text[:40])


def read_link(link: Mapping[str, Sequence[str]]) -> tuple[Settings, list[Refusal]]:
    """The state that a link holds, and what of it was refused; other parameters are left alone."""
    settings, refused = DEFAULT, []
    for name in vars(DEFAULT):  # in this order what depends on others comes after them
        if name not in link:
            continue
        parameter = parameters(settings)[name]
        value = parameter.parse(link[name][0]) if len(link[name]) == 1 else None
        if value is None:
            where = "" if shown(name, settings.network) else ", with the other network"
            refused.append(Refusal(name, tuple(link[name]), str(parameter), where))
        else:
            settings = replace(settings, **{name: value})  # type: ignore[arg-type]
    return settings, refused
