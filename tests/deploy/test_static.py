"""The static site is built completely, with the same bytes each time, or not at all."""

import hashlib
import io
import json
import re
import tarfile
import zipfile

import pytest

from deploy.static import packages
from deploy.static.__main__ import main
from deploy.static.build import build
from deploy.static.fetch import Refused, tarball
from deploy.static.packages import COMPILED, LOCK, MENDS, PURE, PYODIDE, STLITE

INFO = {"abi_version": "2025_0", "python": "3.13.2"}


def wheel(path, name, **files):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}/__init__.py", f"NAME = {name!r}\n")
        for file, text in files.items():
            archive.writestr(f"{name}/{file}", text)


def pack(folder, package, files):
    with tarfile.open(tarball(folder, *package), "w:gz") as tar:
        for name, text in files.items():
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(text.encode())
            tar.addfile(info, io.BytesIO(text.encode()))


@pytest.fixture
def folder(tmp_path):
    """The parts of a site, all of them made up."""
    folder = tmp_path / "wheels"
    folder.mkdir()
    entries = {}
    for name in COMPILED:
        file = f"{name}-1.0-cp313.whl"
        wheel(folder / file, name)
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        entries[name] = {
            "version": "1.0", "file_name": file, "sha256": digest, "depends": [],
            "imports": [name], "install_dir": "site", "package_type": "package",
        }  # fmt: skip
    for name, version in PURE.items():
        module = name.replace("-", "_")
        wheel(folder / f"{module}-{version}-py3-none-any.whl", module)
    runtime = dict.fromkeys(
        ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip"), "runs"
    )
    pack(folder, PYODIDE, runtime | {"pyodide-lock.json": json.dumps({"info": INFO})})
    pack(folder, LOCK, {"pyodide-lock.json": json.dumps({"packages": entries})})
    scripts = {
        "build/stlite.js": "mount",
        "build/stlite.css": "",
        "build/index-a.js": f"before {' and '.join(MENDS)} after",
        "build/DeckGl-a.js": "maps",
        "build/stlite.js.map": "{}",
        "build/wheels/streamlit-1.whl": "wheel",
    }
    pack(folder, STLITE, scripts)
    return folder


@pytest.fixture
def site(folder, tmp_path):
    build(folder, tmp_path / "site", compiles=False)
    return tmp_path / "site"


def contents(site):
    return {p.relative_to(site): p.read_bytes() for p in site.rglob("*") if p.is_file()}


def test_a_second_build_has_the_same_bytes_and_takes_the_place_of_the_first(folder, site):
    first = contents(site)
    (site / "old").touch()
    build(folder, site, compiles=False)
    assert contents(site) == first


def test_python_finds_every_package_by_the_hash_of_its_file(site):
    lock = json.loads((site / "pyodide/pyodide-lock.json").read_text())
    assert lock["info"] == INFO
    assert set(lock["packages"]) == {*COMPILED, *PURE, *packages.EMPTY}
    for name, entry in lock["packages"].items():
        data = (site / "pyodide" / entry["file_name"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], name
        assert set(entry["depends"]) <= set(lock["packages"]), name


def test_the_app_is_in_it_and_what_shows_its_progress(site):
    with zipfile.ZipFile(site / "app.zip") as app:
        names = set(app.namelist())
    assert {"door.py", "explainer/browser/following.js", "explainer/digits/digits.npz"} <= names
    assert not any("test" in name or "__pycache__" in name for name in names)
    said = json.loads((site / "site.json").read_text())
    assert "app.zip" in said["files"] and "stlite/index-a.js" in said["files"]
    assert not {"stlite/DeckGl-a.js", "pyodide/sympy-1.0-cp313.whl"} & set(said["files"])
    assert all((site / name).exists() for name in said["files"])
    assert not (site / "stlite/stlite.js.map").exists()
    assert said["version"] in (site / "worker.js").read_text()


def test_the_page_is_the_handout_and_holds_what_the_site_is(site):
    page = (site / "index.html").read_text()
    assert page == (site / "404.html").read_text()
    assert '<section id="activation"' in page
    held = re.search(r'<script type="application/json" id="site">(.*?)</script>', page)[1]
    assert json.loads(held)["config"]["theme.light.primaryColor"] == "#0b55a8"


def test_what_is_broken_in_the_older_scripts_is_mended(site):
    assert (
        site / "stlite/index-a.js"
    ).read_text() == f"before {' and '.join(MENDS.values())} after"


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (lambda f: (f / "numpy-1.0-cp313.whl").write_bytes(b"other"), "is not the file that the"),
        (lambda f: (f / "numpy-1.0-cp313.whl").unlink(), "numpy-1.0-cp313.whl is missing in"),
        (lambda f: next(f.glob("plotly-*")).unlink(), "There is no wheel of plotly"),
        (lambda f: tarball(f, *STLITE).unlink(), "stlite-browser-1.9.2.tgz is missing in"),
        (lambda f: tarball(f, *PYODIDE).unlink(), "pyodide-0.29.3.tgz is missing in"),
        (lambda f: pack(f, PYODIDE, {}), "pyodide-0.29.3.tgz holds no"),
        (lambda f: pack(f, STLITE, {"build/index-a.js": "new"}), "does not hold what is to be"),
    ],
)
def test_what_is_missing_or_another_is_refused_and_nothing_is_left(folder, tmp_path, broken, said):
    broken(folder)
    with pytest.raises(Refused, match=said) as refused:
        build(folder, tmp_path / "site", compiles=False)
    assert str(refused.value).count("\n") == 0
    assert [path.name for path in tmp_path.iterdir()] == ["wheels"]


def test_a_folder_with_something_else_is_left_alone(folder, tmp_path, capsys):
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("all of it")
    with pytest.raises(Refused, match="holds something else"):
        build(folder, other, compiles=False)
    assert (other / "thesis.txt").read_text() == "all of it"
    assert main([str(tmp_path / "site"), "--wheels", str(tmp_path / "nowhere")]) == 2
    assert capsys.readouterr().err == f"{tmp_path / 'nowhere'} is no folder.\n"


def test_another_app_is_another_version(folder, site, tmp_path):
    one = json.loads((site / "site.json").read_text())["version"]
    wheel(next(folder.glob("toml-*")), "toml", more="x = 1")
    build(folder, site, compiles=False)
    assert json.loads((site / "site.json").read_text())["version"] != one
