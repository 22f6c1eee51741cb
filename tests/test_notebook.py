"""`explain` shows the chain of a user's own network in a real notebook."""

import subprocess
import sys

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from explainer import explain
from explainer.compute import Network
from explainer.notation import CONVENTIONS

NETWORK = Network.random(3, 4, 2, 0, "tanh")
X, Y = np.array([0.5, -1.0, 0.3]), np.array([0.0, 1.0])
CELL = """
import numpy as np
from explainer import explain
from explainer.compute import Network

network = Network.random(D=3, H=4, K=2, seed=0, activation="tanh")
explain(network, [0.5, -1.0, 0.3], [0, 1], formulation="elementwise", convention="columns")
"""


def test_a_real_notebook_shows_it():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(CELL)])
    notebook.cells[0].pop("id", None)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    (output,) = notebook.cells[0].outputs
    assert output.output_type == "execute_result"
    assert set(output.data) == {"text/html", "text/latex", "text/plain"}
    assert output.data["text/html"].startswith("<iframe")
    assert r"\nabla" in output.data["text/latex"] and r"\circ" in output.data["text/latex"]
    assert "textcolor" not in output.data["text/latex"]
    assert "∘" in output.data["text/plain"]


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_its_words_are_those_of_the_figure(convention):
    matrix = repr(explain(NETWORK, X, Y, convention=convention))
    circle = repr(explain(NETWORK, X, Y, convention=convention, formulation="elementwise"))
    assert "(4×4, diagonal" in matrix and "(4×4" not in circle


def test_it_writes_the_handout_of_the_network(tmp_path):
    found = explain(NETWORK, X, Y)
    found.handout(tmp_path / "own.html")
    document = (tmp_path / "own.html").read_text(encoding="utf-8")
    assert "3 inputs, 4 hidden units and 2 classes; activation tanh; convention Rows" in document
    assert f"{found.scene.chain.gradient[0]:.10f}".replace("-", "−") in document


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"formulation": "@"}, "formulation '@' is none of matrix, elementwise"),
        ({"convention": "Columns"}, "convention 'Columns' is none of rows, columns"),
        ({"x": [1.0]}, r"x has shape \(1,\)"),
        ({"x": [[1.0, 2.0, 3.0]]}, r"x has shape \(1, 3\) and y \(2,\): each must be one vector"),
        ({"y": [0.5, 0.6]}, "y sums to 1.1"),
        ({"x": [1j, 0.0, 0.0]}, "x is complex"),
        ({"network": None}, "network is NoneType: must be a Network"),
        ({"network": Network.random(3, 4, 1, 0), "y": [1.0]}, "has 1 class"),
        ({"formulation": np.array(["matrix"])}, "is none of matrix"),
        ({"network": Network.random(3, 65, 2, 0)}, "layers of at most 64 can be drawn"),
    ],
)
def test_what_cannot_be_shown_is_said(changed, said):
    with pytest.raises(ValueError, match=said):
        explain(**({"network": NETWORK, "x": X, "y": Y} | changed))


def test_who_computes_alone_loads_no_figures():
    code = "import explainer.compute, sys; print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
