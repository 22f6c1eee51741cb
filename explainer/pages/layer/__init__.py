"""The parts of the gallery page: your own function, the nudge test, the shorthand."""

from explainer import controls
from explainer.layer_scene import LayerScene


def current_scene() -> LayerScene:
    """What the widgets say now, in the colours of the browser's theme."""
    return LayerScene(controls.settings(), controls.palette())
