"""Files to take away: scripts, a document and numbers of a network; worksheets of exercises."""

from explainer.exports.piece import Derivative, Piece
from explainer.exports.subject import NODES, LayerSubject, Subject
from explainer.exports.table import EXPORTS, Export

__all__ = ["EXPORTS", "NODES", "Derivative", "Export", "LayerSubject", "Piece", "Subject"]
