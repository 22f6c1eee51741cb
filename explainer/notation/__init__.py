"""The notation: names, LaTeX and NumPy code of each factor and step, without numbers."""

from explainer.notation.names import CONVENTIONS, Convention, Factor, Formulation, Notation
from explainer.notation.numpy_code import FUSED, Snippet, snippets

__all__ = [
    "CONVENTIONS",
    "FUSED",
    "Convention",
    "Factor",
    "Formulation",
    "Notation",
    "Snippet",
    "snippets",
]
