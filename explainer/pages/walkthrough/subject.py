"""The exports of the walkthrough: its network, with everything that the steps show."""

from explainer.exports import Subject
from explainer.networks import scene_of
from explainer.pages.walkthrough.settings import WalkthroughSettings
from explainer.palette import LIGHT

KIND = WalkthroughSettings


def subject_of(settings: WalkthroughSettings, link: str = "") -> Subject:
    """Return the network of the settings, in their notation."""
    return Subject(scene_of(settings, LIGHT, settings.formulation), link)
