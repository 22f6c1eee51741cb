"""Scene: a network with one example and how it is written, for all pages that show one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainer.figures.arrangement import NUMBERED
from explainer.networks import NetworkSettings, example
from explainer.notation import Formulation, Notation
from explainer.palette import Palette
from explainer.written import WrittenExample


@dataclass(frozen=True)
class Scene(WrittenExample):
    """What the figures need besides. Equal scenes are one key of what is kept."""

    @property
    def palette(self) -> Palette:
        return self.notation.palette

    @property
    def limit(self) -> float:
        """The largest entry of the chain: where the colours of all its figures saturate."""
        return self.example.limit

    @property
    def gradient_limit(self) -> float | None:
        """Where the colours of gradients saturate, if they have a scale of their own.

        Next to large matrices, and without numbers, gradients would be empty rows.
        """
        return self.example.gradient_limit if max(self.network.sizes) > NUMBERED else None

    def written_as(self, formulation: Formulation) -> Scene:
        """The same in this formulation."""
        return replace(self, notation=replace(self.notation, formulation=formulation))

    @property
    def both(self) -> tuple[Scene, Scene]:
        """The same in each formulation, in the order of the switch."""
        return self.written_as("matrix"), self.written_as("elementwise")


def notation_of(
    settings: NetworkSettings, palette: Palette, formulation: Formulation = "matrix"
) -> Notation:
    """How the network of the settings is written."""
    function = example(settings).network.function
    return Notation(settings.convention, formulation, function, palette)
