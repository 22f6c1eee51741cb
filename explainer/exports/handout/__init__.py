"""The handout: the whole walkthrough of one network as one HTML file that works offline."""

from explainer.exports.handout.document import chain_alone, handout

__all__ = ["chain_alone", "handout"]
