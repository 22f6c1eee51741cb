"""Settings: what a link holds, with the default and the choices of each value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from explainer.compute import FUNCTIONS
from explainer.notation import Convention, Formulation

NetworkName = Literal["Random", "Handwritten digit"]
NETWORKS: tuple[NetworkName, ...] = get_args(NetworkName)
CONVENTIONS: tuple[Convention, ...] = get_args(Convention)
FORMULATIONS: tuple[Formulation, ...] = get_args(Formulation)
ACTIVATIONS = tuple(FUNCTIONS)
SLUGS: dict[Formulation, str] = {"Matrix multiply": "matrix", "Element-wise": "elementwise"}
STEPS = ("1", "2", "3", "4", "5", "6", "7", "All")
LARGEST = 12  # of D, H and K
IMAGES = 100
SEEDS = 100


@dataclass(frozen=True)
class Settings:
    """One exact state of the page. Fields are the names of the URL parameters."""

    network: NetworkName = "Random"
    image: int = 0  # 0 to 99, for the handwritten digit
    D: int = 4  # 1 to 12, as H; these six for the random network
    H: int = 5
    K: int = 3  # 2 to 12
    activation: str = "sigmoid"
    seed: int = 0  # 0 to 99
    target: int = 0  # 0 to K − 1
    convention: Convention = "Rows"
    formulation: Formulation = "Matrix multiply"
    step: str = "1"
    entry: int = 0  # of the step's result, counted from 0; the one that is traced


DEFAULT = Settings()
