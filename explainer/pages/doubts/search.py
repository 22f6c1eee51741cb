"""The search for doubts by words, in any order, and by signs such as Wᵀδ."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher
from functools import cache
from math import log

from explainer.pages.doubts.doubt import Doubt
from explainer.pages.doubts.table import DOUBTS

# Mathematical signs as people type them, and an irregular plural.
SIGNS = {
    "σ′": " sigma prime ",
    "σ'": " sigma prime ",
    "sigma'": " sigma prime ",
    "′": " prime ",
    "ᵀ": " transpose ",
    "^t": " transpose ",
    ".t": " transpose ",
    "∘": " hadamard ",
    "⊙": " hadamard ",
    "⊗": " kronecker ",
    "@": " matmul ",
    "δ": " delta ",
    "σ": " sigma ",
    "θ": " theta ",
    "ŷ": " yhat ",
    "y_hat": " yhat ",
    "∂": " d",
    "−": "-",
    "matrices": "matrix",
}
# Words that occur in any question, and are not mathematical.
EMPTY = set(
    "a an and are at be been by can cannot do does doing for from get gets give go goes has have "
    "how i in is it its just me my not of on or should so some than that the their them then there "
    "these they this to use used was we what when where which who why will with would you "
    "your".split()
)
ENDINGS = ("ations", "ation", "ings", "ing", "ions", "ion", "ies", "ed", "es", "s", "e", "y")
WEIGHTS = {"words": 3.0, "also": 2.0, "answer": 1.0}  # weight of a word by its place
ALIKE = 0.8  # least similarity of a word and a mistyped one


def found(query: str) -> list[Doubt]:
    """Return the doubts that match any word of the query, the best first."""
    asked = words_of(query)
    scores = {doubt.short: _score(asked, doubt) for doubt in DOUBTS.values()}
    named = [doubt for doubt in DOUBTS.values() if scores[doubt.short] > 0]
    return sorted(named, key=lambda doubt: -scores[doubt.short])


def words_of(text: str) -> list[str]:
    """Return the words that count, without their endings; signs become words."""
    text = text.lower()
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    plain = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return [_stem(word) for word in re.findall(r"[a-z0-9]+", plain) if word not in EMPTY]


def _stem(word: str) -> str:
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


@cache
def _index() -> dict[str, dict[str, float]]:
    """Return the weight of every word in each doubt, keyed by its short name."""
    index: dict[str, dict[str, float]] = {}
    for doubt in DOUBTS.values():
        parts = {
            "words": doubt.words,
            "also": f"{doubt.short} {doubt.also}",
            "answer": doubt.answer,
        }
        weights: dict[str, float] = {}
        for part, text in parts.items():
            for word in words_of(text):
                weights[word] = max(weights.get(word, 0.0), WEIGHTS[part])
        index[doubt.short] = weights
    return index


@cache
def _rarity() -> dict[str, float]:
    """Return the rarity of each word: higher if fewer doubts contain it."""
    held = Counter(word for weights in _index().values() for word in weights)
    return {word: log(1 + len(DOUBTS) / count) for word, count in held.items()}


def _score(asked: list[str], doubt: Doubt) -> float:
    weights = _index()[doubt.short]
    return sum(_best(word, weights) for word in set(asked))


def _best(word: str, weights: dict[str, float]) -> float:
    """Return the score of the word; if unknown, half that of one that it begins or misspells."""
    if word in weights:
        return weights[word] * _rarity()[word]
    if word in _rarity() or len(word) < 4:
        return 0.0
    close = [
        weights[other] * _rarity()[other] / 2
        for other in weights
        if other.startswith(word)
        or SequenceMatcher(None, word, other, autojunk=False).ratio() >= ALIKE
    ]
    return max(close, default=0.0)
