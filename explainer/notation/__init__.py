"""What is written: names, LaTeX and NumPy of each factor and step. The numbers are elsewhere."""

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
