"""The settings of every page, found in their folders."""

from importlib import import_module
from pathlib import Path

from explainer.networks import ConventionSettings, NetworkSettings
from explainer.settings import Settings

PAGES = Path(__file__).parents[2] / "explainer" / "pages"


def _kind(page):
    """Return the only class of settings that a page's module defines."""
    module = import_module(f"explainer.pages.{page}.settings")
    (kind,) = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, Settings) and one.__module__ == module.__name__
    ]
    return kind


KINDS = {path.parent.name: _kind(path.parent.name) for path in sorted(PAGES.glob("*/settings.py"))}
SHARED = {
    page: NetworkSettings if issubclass(kind, NetworkSettings) else ConventionSettings
    for page, kind in KINDS.items()
}
