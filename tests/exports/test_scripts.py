"""Exported scripts run without the project, and their assertions can fail."""

import ast
import importlib.util
import io
import re
import subprocess
import sys

import numpy as np
import pytest

from explainer.exports import EXPORTS
from explainer.exports.frameworks import JAX, PYTORCH, framework_script
from explainer.exports.scripts import numpy_script
from tests.exports.subjects import STATES, subject, title

over_states = pytest.mark.parametrize("state", STATES, ids=title)
FRAMEWORKS = {"torch": PYTORCH, "jax": JAX}


def ran(code, capsys):
    """Return the output of a script, which may import only NumPy and the standard library."""
    names = {"__name__": "__main__"}
    exec(compile(code, "script", "exec"), names)
    return names, capsys.readouterr().out


def test_there_are_enough_states():
    assert len(STATES) >= 60


@over_states
def test_the_numpy_script_runs_and_prints_the_gradient_of_the_page(state, capsys):
    found = subject(**state)
    names, printed = ran(numpy_script(found), capsys)
    gradient = found.scene.chain.gradient
    assert np.abs(names["gradient"] - gradient).max() < 1e-12
    with np.printoptions(precision=4, suppress=False):
        assert f"gradient = {gradient}" in printed
    assert float(re.search(r"central differences: (\S+)", printed)[1]) < 1e-6


def test_it_needs_numpy_and_nothing_else(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(numpy_script(subject(activation="gelu", convention="Wx")), encoding="utf-8")
    modules = {
        alias.name
        for node in ast.walk(ast.parse(script.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert modules == {"math", "numpy"}
    done = subprocess.run([sys.executable, "-I", script], capture_output=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()


@pytest.mark.parametrize(
    ("right", "wrong"), [("h * (1 - h)", "h * (1 + h)"), (".T", ""), ("y_hat - y", "y - y_hat")]
)
def test_an_error_in_it_is_noticed_by_itself(right, wrong, capsys):
    code = numpy_script(subject(D=3, H=3, K=3))
    assert right in code
    with pytest.raises(AssertionError):
        ran(code.replace(right, wrong), capsys)


def test_its_cells_are_marked_and_named_as_the_steps():
    code = numpy_script(subject())
    assert code.count("\n# %%\n") >= 9
    assert re.findall(r"^# (\d)\. ", code, re.M) == list("1234567")


@over_states
def test_the_scripts_of_frameworks_are_python_and_hold_every_number(state):
    found = subject(**state)
    for framework in FRAMEWORKS.values():
        code = framework_script(found, framework)
        ast.parse(code)
        assert not re.search(r"\bnp\.", code)
        assert repr(float(found.scene.chain.gradient[0])) in code
        for name in ("dtheta_dh", "dh_dr", "dr_dx", "dJ_dW1", "dJ_db2"):
            assert name in code


@pytest.mark.nightly
@pytest.mark.parametrize("library", FRAMEWORKS)
def test_what_frameworks_differentiate_is_what_the_page_shows(library, capsys):
    if not importlib.util.find_spec(library):
        pytest.skip(f"{library} is missing: pip install -e '.[export-test]'")
    for state in STATES:
        _, printed = ran(framework_script(subject(**state), FRAMEWORKS[library]), capsys)
        assert "dJ_db2 =" in printed, title(state)


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_file_is_always_the_same(kind):
    one, other = (EXPORTS[kind].make(subject(activation="tanh")) for _ in range(2))
    assert len(one) > 1000
    if kind == "npz":  # an archive contains the time at which it was made
        with np.load(io.BytesIO(one)) as first, np.load(io.BytesIO(other)) as second:
            assert all(np.array_equal(first[name], second[name]) for name in first)
    else:
        assert one == other
