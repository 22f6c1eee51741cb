"""The gallery as a reader finds it."""

from explainer.pages.gallery.scene import gallery_of
from explainer.pages.gallery.settings import GallerySettings
from explainer.palette import LIGHT
from tests.pages.opened import charts, exceptions, opened, settings

OWN = "your own"
NEXT = "move-nudged-forth-ArrowRight"


def gallery(**link):
    return opened("gallery", **link)


def shown(at):
    """Return the gallery's scene of the session, computed again."""
    return gallery_of(settings(at, GallerySettings), LIGHT)


def figure(at, begin):
    """Return the only figure whose alternative text begins with `begin`."""
    (found,) = [figure for alt, figure in charts(at) if alt.startswith(begin)]
    return found


def verdict(at):
    """Return the text under the nudge test."""
    found = [*at.main.error, *at.main.success, *at.main.info, *at.main.warning]
    return "\n".join(element.value for element in found)


def own(expression, **more):
    return gallery(function=OWN, expression=expression, **more)


def verdict_is_true(at):
    """Assert that a function diagonal for every x is allowed, or called not proved."""
    said = verdict(at)
    assert exceptions(at) == []
    assert "∘ is not allowed" not in said
    assert "forbids it" not in said
    assert "another x" not in said
    return "∘ is allowed" in said or "**Not proved for every x.**" in said
