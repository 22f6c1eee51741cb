"""The doubts, in the order in which the page shows them."""

from explainer.pages.doubts.deciding import DECIDING
from explainer.pages.doubts.diagonals import DIAGONALS
from explainer.pages.doubts.flattened import FLATTENED
from explainer.pages.doubts.going_back import GOING_BACK
from explainer.pages.doubts.writing import WRITING

NUMBERED = DECIDING | DIAGONALS | WRITING | GOING_BACK | FLATTENED
DOUBTS = {doubt.short: doubt for _, doubt in sorted(NUMBERED.items())}
