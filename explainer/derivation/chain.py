"""The whole chain as a picture, and as a miniature where it would not fit."""

from __future__ import annotations

from functools import lru_cache

from explainer.derivation.collapsing import drawn
from explainer.derivation.parts import Drawn
from explainer.derivation.terms import chain_in_both
from explainer.scene import Scene

KEPT = 64  # figures of at most 0.7 MiB, that of the digit's network
LARGE = 2.2  # letters of the miniature, which a phone shows at about 0.4 of its size


@lru_cache(maxsize=KEPT)
def drawn_chain(scene: Scene, letters: float = 1, unseen: frozenset[str] = frozenset()) -> Drawn:
    """Draw the whole chain, with a hidden mark for each term; larger letters use short names.

    The figure does not change from step to step: a style sheet shows the mark of the step's factor.
    """
    both = chain_in_both(scene, short=letters > 1, unseen=unseen, markable=True)
    return drawn(scene, *both, letters=letters)
