"""SymPy for typed functions without a time limit."""

import pytest

from explainer.expressions.deriver import Deriver
from explainer.expressions.own import DERIVER
from tests.expressions.here import Here


@pytest.fixture(scope="module")
def sympy_is_there():
    DERIVER.start()
    assert DERIVER.wait_until_ready(60)


@pytest.fixture
def unhurried(monkeypatch):
    """Ask SymPy in this process, without a time limit."""
    monkeypatch.setattr(Deriver, "ask", lambda self, question: Here().ask(question))
