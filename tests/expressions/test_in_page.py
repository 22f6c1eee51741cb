"""SymPy in the page's own process, as in a browser: the same answers, within a time limit."""

import asyncio
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from types import ModuleType

import pytest

from explainer.expressions.deriver import BROKEN, STARTING
from explainer.expressions.in_page import LONG, DeriverInPage, within
from tests.expressions.here import Here


def alone(coroutine):
    """Run a coroutine in a new thread: the browser's tests have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


def question(text, n=4):
    doubtful = [[True] * n] * n
    places = [[i, j] for i in range(n) for j in range(n)]
    return json.dumps({"text": text, "x": [0.5, -1, 0.3, 2][:n], "places": places,
                       "doubtful": doubtful})  # fmt: skip


@pytest.mark.parametrize("text", ["x / sum(x)", "softmax(x)", "relu(x)", "x * x - x ** 2"])
def test_its_answers_are_those_of_a_process(text):
    answer, slow = within(600, question(text))
    assert not slow
    assert answer == Here().ask(question(text))


def test_what_takes_long_is_interrupted_and_the_next_question_is_answered():
    before = sys.getprofile()
    answer, slow = within(0.0, question("softmax(x)"))
    assert slow and answer.reason == LONG and answer.formulas == "null"
    assert sys.getprofile() is before
    assert within(600, question("x + x", 2))[0].reason is None


def test_sympy_is_brought_for_the_first_who_asks(monkeypatch):
    brought = []

    async def load(name):
        brought.append(name)

    module = ModuleType("pyodide_js")
    module.loadPackage = load
    monkeypatch.setitem(sys.modules, "pyodide_js", module)

    async def visit():
        deriver = DeriverInPage(limit=600)
        deriver.start()
        assert brought == []
        first = deriver.ask(question("x + x", 2))
        await asyncio.sleep(0.01)
        await deriver._loading
        return first, deriver.ask(question("x + x", 2)), deriver.ask(question("x + x", 2))

    first, second, third = alone(visit())
    assert first.reason == STARTING and brought == ["sympy"]
    assert second.reason is None and third is second


def test_where_it_cannot_be_brought_that_is_said():
    async def visit():
        deriver = DeriverInPage()
        deriver.ask(question("x", 1))
        await asyncio.sleep(0.01)
        return deriver.ask(question("x", 1))

    assert alone(visit()).reason == BROKEN
