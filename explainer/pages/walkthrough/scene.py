"""What the walkthrough shows now."""

from explainer import controls
from explainer.networks import example
from explainer.pages.walkthrough.controls import WIDGETS
from explainer.scene import Scene, notation_of


def current_scene() -> Scene:
    """What the widgets say, in the colours of the browser's theme."""
    settings = WIDGETS.settings()
    notation = notation_of(settings, controls.palette(), settings.formulation)
    return Scene(example(settings), notation)
