"""WrittenExample: a network with one example, and its notation."""

from __future__ import annotations

from dataclasses import dataclass

from explainer.compute import Chain, Network, Values
from explainer.networks import Example
from explainer.notation import Notation


@dataclass(frozen=True)
class WrittenExample:
    """An example and its notation, used by pages, exercises and files."""

    example: Example
    notation: Notation

    @property
    def network(self) -> Network:
        return self.example.network

    @property
    def values(self) -> Values:
        return self.example.values

    @property
    def chain(self) -> Chain:
        return self.example.chain
