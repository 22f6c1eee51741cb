"""The parameters of a link to the conventions: the network, and the forms of a book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from explainer.networks import NetworkSettings
from explainer.notation import CONVENTIONS, Convention
from explainer.notation.phrase_book import layer
from explainer.settings import choice

Unknown = Literal["?"]
UNKNOWN: Unknown = "?"


@dataclass(frozen=True)
class BookSettings(NetworkSettings):
    """The forward and the backward form of a layer, each by the convention that has it."""

    page: ClassVar[str] = "conventions"

    forward: Convention | Unknown = choice(
        {UNKNOWN: "not said"} | {name: layer(name).forward for name in CONVENTIONS},
        default=UNKNOWN,
        label="My book makes r from x by",
    )
    backward: Convention | Unknown = choice(
        {UNKNOWN: "not said"} | {name: layer(name).backward for name in CONVENTIONS},
        default=UNKNOWN,
        label="and goes back with",
    )
