"""What a link to the conventions holds besides the network: what a book writes."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.networks import NetworkSettings
from explainer.notation import CONVENTIONS, Convention
from explainer.notation.phrase_book import layer
from explainer.settings import choice


@dataclass(frozen=True)
class BookSettings(NetworkSettings):
    """The form of a layer and the form of the way back, each by the convention that has it."""

    forward: Convention = choice(
        {name: layer(name).forward for name in CONVENTIONS},
        default="rows",
        label="My book makes r of",
    )
    backward: Convention = choice(
        {name: layer(name).backward for name in CONVENTIONS},
        default="rows",
        label="and goes back with",
    )
