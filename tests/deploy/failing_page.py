"""A page that raises an error with the state of its link."""

from explainer import controls
from explainer.controls import Widgets
from explainer.pages.walkthrough.settings import WalkthroughSettings

controls.note_link()
raise RuntimeError(f"nothing is ready for step {Widgets(WalkthroughSettings).settings().step}")
