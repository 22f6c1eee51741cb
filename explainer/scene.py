"""Scene: a network with one example and its notation, for all pages that show one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from explainer.figures.arrangement import NUMBERED
from explainer.networks import NetworkSettings, example
from explainer.notation import Formulation, Notation
from explainer.palette import Palette
from explainer.written import WrittenExample


@dataclass(frozen=True)
class Scene(WrittenExample):
    """A written example with what figures need. Equal scenes share a cache entry."""

    @property
    def palette(self) -> Palette:
        return self.notation.palette

    @property
    def limit(self) -> float:
        """The largest absolute entry of the chain, at which the colours of its figures saturate."""
        return self.example.limit

    @property
    def gradient_limit(self) -> float | None:
        """The limit of the gradients' own colour scale; None if they share the chain's scale.

        On the scale of large matrices, whose cells have no numbers, gradients would look empty.
        """
        return self.example.gradient_limit if max(self.network.sizes) > NUMBERED else None

    def written_as(self, formulation: Formulation) -> Scene:
        """Return the same scene in this formulation."""
        return replace(self, notation=replace(self.notation, formulation=formulation))

    @property
    def both(self) -> tuple[Scene, Scene]:
        """The same scene in each formulation, in the order of the switch."""
        return self.written_as("matrix"), self.written_as("elementwise")


def notation_of(
    settings: NetworkSettings, palette: Palette, formulation: Formulation = "matrix"
) -> Notation:
    """Return the notation for the network of the settings."""
    function = example(settings).network.function
    return Notation(settings.convention, formulation, function, palette)
