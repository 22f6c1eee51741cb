"""The scene of the walkthrough."""

from explainer import controls
from explainer.networks import scene_of
from explainer.pages.walkthrough.controls import WIDGETS
from explainer.scene import Scene


def current_scene() -> Scene:
    """Return the scene of the current widgets, in the colours of the browser's theme."""
    settings = WIDGETS.settings()
    return scene_of(settings, controls.palette(), settings.formulation)
