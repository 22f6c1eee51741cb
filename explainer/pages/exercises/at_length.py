"""The page that shows an exercise's numbers at length."""

from __future__ import annotations

from explainer.exercises.exercise import BookState, LayerState, State, StepState
from explainer.networks import NetworkSettings
from explainer.pages.conventions.settings import BookSettings
from explainer.pages.gallery.settings import GallerySettings
from explainer.pages.typed import typed
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.settings import Address, address


def address_of(state: State) -> Address:
    """Return the address of the page that shows this state, whatever the visitor has chosen."""
    match state:
        case StepState(settings, step, entry):
            return address(WalkthroughSettings, **_network(settings), step=step, entry=entry)
        case LayerState(function, x):
            return address(GallerySettings, function=function, x=typed(x), nudged=len(x))
        case BookState(settings, book):
            return address(BookSettings, **_network(settings), forward=book, backward=book)


def _network(settings: NetworkSettings) -> dict[str, object]:
    """Return what a link must say so that it opens this network in this convention."""
    names = ("network", "convention", *settings.source.parameters)
    return {name: getattr(settings, name) for name in names}
