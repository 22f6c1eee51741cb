"""DoubtScene: the chosen doubt, its attempts, and the matches of a search."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from explainer import controls
from explainer.pages.doubts.controls import WIDGETS
from explainer.pages.doubts.doubt import Attempt, Desk, Doubt
from explainer.pages.doubts.search import found
from explainer.pages.doubts.settings import LETTERS, DoubtSettings
from explainer.pages.doubts.table import DOUBTS
from explainer.palette import Palette


@dataclass(frozen=True)
class DoubtScene:
    """The settings, and the colours of a theme."""

    settings: DoubtSettings
    palette: Palette

    @property
    def doubt(self) -> Doubt | None:
        return DOUBTS.get(self.settings.doubt)

    @cached_property
    def attempts(self) -> dict[str, Attempt]:
        """The three attempts by their letters. Raises `AssertionError` without a doubt."""
        assert self.doubt is not None
        desk = Desk(self.settings.convention, self.palette)
        return dict(zip(LETTERS, self.doubt.attempts(desk), strict=True))

    @property
    def all(self) -> list[Doubt]:
        return list(DOUBTS.values())

    @property
    def matches(self) -> list[Doubt]:
        """The doubts that match the search, the best first; all of them without a search."""
        query = self.settings.search
        return found(query) if query.strip() else self.all


def current_scene() -> DoubtScene:
    """Return the scene of the current widgets, in the colours of the browser's theme."""
    return DoubtScene(WIDGETS.settings(), controls.palette())
