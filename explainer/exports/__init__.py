"""What is taken away: of a network scripts, a document and numbers; of exercises worksheets."""

from explainer.exports.subject import Subject
from explainer.exports.table import EXPORTS, Export

__all__ = ["EXPORTS", "Export", "Subject"]
