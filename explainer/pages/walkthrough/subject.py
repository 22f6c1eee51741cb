"""What is taken away from the walkthrough: its network, with all that every step shows."""

from explainer.exports import Subject
from explainer.networks import example
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.palette import LIGHT
from explainer.scene import notation_of

KIND = WalkthroughSettings


def subject_of(settings: WalkthroughSettings, link: str = "") -> Subject:
    """The network of the settings, as they write it."""
    notation = notation_of(settings, LIGHT, settings.formulation)
    return Subject(example(settings), notation, link)
