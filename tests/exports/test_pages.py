"""The pieces that pages add to files, and the files of a layer: they run and are right."""

import ast
import importlib.util
import io
import json
import re
import shutil
import subprocess

import numpy as np
import pytest

from explainer.compute import FUNCTIONS
from explainer.exports import EXPORTS
from explainer.exports.frameworks import JAX, PYTORCH, framework_script
from explainer.exports.latex_document import latex_document
from explainer.exports.scripts import numpy_script
from explainer.pages.batches import subject as batches
from explainer.pages.bench import subject as bench
from explainer.pages.conventions import subject as conventions
from explainer.pages.gallery import subject as gallery

TYPED = [
    "x * sigmoid(x)",
    "softmax(A @ x)",
    "max(x) - min(x) + mean(x) * sum(x)",
    "layer_norm(x @ A) * 2",
    "dropout(x) + bias(x) * scale(x)",
    "max_pool(x)",
    "relu(x)**3 / (1 + x**2) + sin(2) * abs(x)",
    "x + 0 * sum(x)",
    "2**3 + 1",
    # Numbers, and shortened vectors, in functions of the table.
    "gelu(2) * softplus(3) * x * abs(2)**-1",
    "bias(2) * dropout(mean(x)) * scale(x)",
    "matrix(max_pool(x)) + bias(max_pool(x))",
    "matrix(x) + diagonal_weights(A @ x)",
    "max_pool((x + x) * (x @ x))",
    # As code and books have it.
    "np.where(x > 0.1, x, 0.25 * np.expm1(x)) * (x.sum() > 0)",
    "0.5 * x * (1 + torch.erf(x / math.sqrt(2)))",
    "np.clip((x + 3) / 6, 0, 1) + np.minimum(x, 0.7) * max(2, x) * (1 < 2)",
    "x.std() * np.arctan(x) + np.log1p(x**2) / len(x) - np.sign(x) * np.tan(x / 4)",
    "2**x + x.abs().log2() + np.e**x * np.pi * np.sinh(x) * np.cosh(x) * np.arcsinh(x)",
    "torch.tensor([1.0, 0.5, 2.0, -1.0]) * x + np.array([3.0, 1, 0, 2]) @ x",
    "x if x > 0.2 else 3",
    "log_sum_exp(x) * rms_norm(x) + torch.logsumexp(x, dim=-1)",
]
# Cases that central differences or a library's derivative cannot check.
HARD = [
    ("x * relu(x)", "1, 0, -1"),
    ("relu(x) - relu(-x)", "0, 1"),
    ("log(x)", "0.001, 1"),
    ("sin(1000 * x)", "0.5, 2"),
    ("exp(1 / x)", "0.05, 1"),
    ("exp(x)", "20, 1"),
    ("log(1 + exp(x))", "800, 1"),
    ("exp(x) / sum(exp(x))", "900, 800"),
]
STATES = [
    *(
        (batches, {"N": 3, "convention": convention, "activation": activation, "reduction": joined})
        for convention, activation, joined in (
            ("rows", "sigmoid", "mean"),
            ("columns", "softmax", "sum"),
            ("Wx", "gelu", "mean"),
            ("xWT", "relu", "sum"),
        )
    ),
    (batches, {"N": 1, "D": 1, "H": 1, "K": 2, "a": "1, 2", "v": "2, 3"}),
    (batches, {"N": 3, "H": 1}),
    (batches, {"N": 3, "D": 1, "convention": "columns"}),
    (batches, {"network": "digit", "a": "not read"}),
    (bench, {"op1": "∘"}),
    (bench, {}),
    (bench, {"bench": "built", "convention": "Wx", "s": "diagonal"}),
    (bench, {"D": 3, "H": 3, "K": 3, "W2T": False, "hadamard": "numpy"}),
    (bench, {"activation": "softmax"}),
    (conventions, {"activation": "tanh"}),
    (conventions, {"activation": "softmax", "convention": "xWT", "D": 2}),
    *((gallery, {"function": name}) for name in FUNCTIONS),
    # Equal numbers and a kink.
    *((gallery, {"function": name, "x": "1, 2, 2, 0, -1", "eps": 1e-6}) for name in FUNCTIONS),
    *((gallery, {"function": "own", "expression": text, "convention": "Wx"}) for text in TYPED),
    *((gallery, {"function": "own", "expression": e, "x": x, "eps": 1e-12}) for e, x in HARD),
    (gallery, {"function": "own", "expression": "log(x) @ x", "x": "2, 3"}),
    (gallery, {"function": "softplus", "x": "20.5, 1"}),
    (gallery, {"function": "normalise", "x": "0.00001, 0.00002"}),
]
FRAMEWORKS = {"torch": PYTORCH, "jax": JAX}


def title(state):
    page, settings = state
    return f"{page.__name__.split('.')[-2]} {' '.join(map(str, settings.values()))}"


over_states = pytest.mark.parametrize("state", STATES, ids=title)


def subject(state):
    page, settings = state
    found = page.subject_of(page.KIND(**settings), "/x?y=1")
    return found


def ran(code):
    names = {"__name__": "__main__"}
    exec(compile(code, "script", "exec"), names)
    return names


@over_states
def test_the_numpy_script_makes_and_asserts_every_number(state, capsys):
    found = subject(state)
    code = numpy_script(found)
    names = ran(code)
    for piece in found.pieces:
        assert code.count(f"# {piece.title}\n") == 1
        for name in piece.results:
            assert f"assert np.allclose({name}, " in code
            assert name in names


@over_states
def test_scripts_of_libraries_are_python_and_assert_what_is_differentiated(state):
    found = subject(state)
    for framework in FRAMEWORKS.values():
        code = framework_script(found, framework)
        ast.parse(code)
        assert not re.search(r"\bnp\.", code)
        for piece in found.pieces:
            for derivative in piece.derivatives:
                checked = f"assert close({derivative.name}, " in code
                assert checked == derivative.exists, derivative.name


@pytest.mark.nightly
@pytest.mark.parametrize("library", FRAMEWORKS)
def test_libraries_find_the_same(library):
    if not importlib.util.find_spec(library):
        pytest.skip(f"{library} is missing: pip install -e '.[export-test]'")
    for state in STATES:
        ran(framework_script(subject(state), FRAMEWORKS[library]))


@over_states
def test_the_document_is_plain_latex_and_balanced(state):
    code = latex_document(subject(state))
    assert code.isascii() and "#" not in code
    for opening, closing in (("{", "}"), (r"\left(", r"\right)"), ("\\[\n", "\\]\n")):
        assert code.count(opening) == code.count(closing), opening


@pytest.mark.nightly
def test_pdflatex_compiles_it(tmp_path):
    if not shutil.which("pdflatex"):
        pytest.skip("pdflatex is missing: install texlive-latex-recommended")
    for state in STATES:
        (tmp_path / "a.tex").write_text(latex_document(subject(state)), encoding="ascii")
        command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "a.tex"]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, (title(state), done.stdout[-2000:])
        too_wide = [float(w) for w in re.findall(r"Overfull \\hbox \(([\d.]+)pt", done.stdout)]
        assert max(too_wide, default=0) < 20, title(state)


@over_states
def test_files_of_numbers_hold_the_same_arrays(state):
    found = subject(state)
    with np.load(io.BytesIO(EXPORTS["npz"].make(found))) as held:
        arrays = dict(held)
    listed = json.loads(EXPORTS["json"].make(found))
    for piece in found.pieces:
        for name in {**piece.given, **piece.results} if piece.key else ():
            array = arrays[f"{piece.key}_{name}"]
            assert np.array_equal(array, np.array(listed[piece.key][name])), name


@pytest.mark.parametrize(
    ("state", "right", "wrong"),
    [
        ((batches, {"N": 2}), "delta.sum(axis=0)", "delta.mean(axis=0)"),
        ((bench, {"bench": "built"}), '"right"', '"wrong"'),
        ((conventions, {}), "gradient = W1 @", "gradient = -W1 @"),
        ((gallery, {"function": "softmax"}), "y * (v - v @ y)", "y * (v + v @ y)"),
        ((gallery, {"function": "tanh", "eps": 1e-12}), "eps = 1e-12", "eps = 2e-12"),
    ],
)
def test_an_error_in_what_a_page_adds_is_noticed(state, right, wrong, capsys):
    code = numpy_script(subject(state))
    assert right in code
    with pytest.raises(AssertionError):
        ran(code.replace(right, wrong, 1))


def test_what_is_said_of_the_hadamard_product_is_what_is_known():
    for text, verdict in (("x**2", "allowed"), ("softmax(x)", "not allowed")):
        code = numpy_script(subject((gallery, {"function": "own", "expression": text})))
        assert f"J.diagonal()  # {verdict}\n" in code
