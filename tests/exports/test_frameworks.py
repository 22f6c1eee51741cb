"""Every function that a script may call has a row in each library; no library is needed for it."""

import ast
from dataclasses import replace

import pytest

from explainer.compute import FUNCTIONS
from explainer.compute.function import identifier
from explainer.exports.frameworks import JAX, PYTORCH
from explainer.expressions.spellings import PRIMITIVES

NEEDED = {identifier(name) for name in FUNCTIONS} | set(PRIMITIVES)
libraries = pytest.mark.parametrize("library", [PYTORCH, JAX], ids=lambda one: one.name)


def lacking(library):
    """Return the functions without a row in the library."""
    return sorted(NEEDED - library.functions.keys())


@libraries
def test_no_function_of_the_table_or_of_a_typed_formula_lacks_its_row(library):
    assert lacking(library) == [], f"{library.name} needs a row in exports/frameworks.py"


@libraries
def test_a_row_that_is_missing_is_named(library):
    rows = {name: code for name, code in library.functions.items() if name != "max_pool"}
    assert lacking(replace(library, functions=rows)) == ["max_pool"]


@libraries
def test_every_row_is_an_expression(library):
    for name, code in library.functions.items():
        assert ast.parse(code, mode="eval"), name
