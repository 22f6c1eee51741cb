"""What is taken away of a network: scripts that run alone, a document, and the numbers."""

from explainer.exports.subject import Subject
from explainer.exports.table import EXPORTS, Export

__all__ = ["EXPORTS", "Export", "Subject"]
