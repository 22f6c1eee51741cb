"""LaTeX and numbers: the document is whole, and files hold what the page shows."""

import io
import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from explainer.exports import EXPORTS
from explainer.exports.latex_document import latex_document
from tests.exports.subjects import STATES, subject, title


@pytest.mark.parametrize("state", STATES, ids=title)
def test_the_document_is_plain_latex_and_balanced(state):
    code = latex_document(subject(**state))
    assert code.isascii()
    assert "#" not in code
    for opening, closing in (("{", "}"), (r"\left(", r"\right)"), (r"\[", "\\]\n")):
        assert code.count(opening) == code.count(closing), opening
    begun = re.findall(r"\\begin\{(\w+)\}", code)
    assert sorted(begun) == sorted(re.findall(r"\\end\{(\w+)\}", code))
    assert len(re.findall(r"\\section\*", code)) == 7


def test_it_holds_the_numbers_and_both_formulations():
    found = subject(activation="tanh")
    code = latex_document(found)
    for value in found.scene.chain.gradient:
        assert f"{value:.4f}" in code
    assert r"\operatorname{diag}" in code and r"\circ" in code
    assert "a matrix of" in latex_document(subject(network="digit"))


@pytest.mark.nightly
def test_pdflatex_compiles_it(tmp_path):
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is missing: install texlive-latex-recommended")
    for state in STATES[::5]:
        (tmp_path / "a.tex").write_text(latex_document(subject(**state)), encoding="ascii")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, (title(state), done.stdout[-2000:])
        assert "Overfull" not in done.stdout, title(state)


def test_the_numbers_are_those_of_the_page_to_the_last_bit():
    for convention in ("rows", "Wx"):
        found = subject(activation="tanh", convention=convention)
        network, chain = found.scene.network, found.scene.chain
        with np.load(io.BytesIO(EXPORTS["npz"].make(found))) as held:
            arrays = dict(held)
        listed = json.loads(EXPORTS["json"].make(found))
        assert {*arrays} == {*listed} - {"convention", "activation", "link"}
        for name, array in arrays.items():
            assert np.array_equal(array, np.array(listed[name])), name
        assert np.array_equal(arrays["dJ_dx"], chain.gradient)
        assert np.array_equal(arrays["dtheta_dh"], network.W2.T)
        stored = network.W1.T if convention == "Wx" else network.W1
        assert np.array_equal(arrays["W1"], stored)
        assert arrays["dJ_dW1"].shape == stored.shape
        assert (listed["convention"], listed["link"]) == (convention, "/?step=5")
