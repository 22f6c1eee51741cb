"""Build the site from a folder that holds all its packages."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deploy.static.fetch import Refused, checked, compiled, packed, tarball, wheel
from deploy.static.packages import (
    CHUNKS,
    DEPENDS,
    DROPPED,
    EMPTY,
    KEPT_DATA,
    KINDS,
    LATER,
    MENDS,
    MODULE,
    PATCHED,
    PURE,
    PYODIDE,
    REQUIRED,
    STLITE,
    UNCOMPILED,
)
from explainer.exports.handout import handout
from explainer.exports.subject import Subject
from explainer.networks import NetworkSettings, scene_of
from explainer.palette import LIGHT

HERE = Path(__file__).parent
APP = HERE.parent.parent
RUNTIME = ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip")
SHOWN = {".py", ".css", ".js", ".html", ".npz", ".woff2"}  # the app's files that the site needs
ENTRY = "door.py"
YEAR = (1980, 1, 1, 0, 0, 0)  # of packed files, so that the bytes are always the same
MARK = "site.json"  # marks a site that we made


def build(folder: Path, site: Path, *, compiles: bool = True) -> None:
    """Build the site from the folder, and replace an earlier one. Raises `Refused`."""
    if site.exists() and any(site.iterdir()) and not (site / MARK).exists():
        raise Refused(f"{site} holds something else than an earlier site.")
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=site.parent) as half:  # so that nobody sees half a site
        made = Path(half) / "site"
        _build(folder, made, compiles=compiles)
        shutil.rmtree(site, ignore_errors=True)
        made.rename(site)


def _build(folder: Path, site: Path, *, compiles: bool) -> None:
    (site / "pyodide").mkdir(parents=True)
    _runtime(folder, site / "pyodide")
    _stlite(folder, site / "stlite")
    (site / "app.zip").write_bytes(_app())
    packages = _packages(folder, site / "pyodide")
    if compiles:
        _lock(folder, site / "pyodide", {})  # Python does not start without one
        _compile(site)
    _lock(folder, site / "pyodide", packages)
    _pages(site)


def _lock(folder: Path, out: Path, packages: dict[str, dict[str, Any]]) -> None:
    """Write the lock that Pyodide reads: the packages, each with the hash of its file."""
    for entry in packages.values():
        data = (out / entry["file_name"]).read_bytes()
        entry["sha256"] = hashlib.sha256(data).hexdigest()
    info = json.loads(packed(folder, PYODIDE, "pyodide-lock.json"))["info"]
    lock = json.dumps({"info": info, "packages": packages}, sort_keys=True)
    (out / "pyodide-lock.json").write_text(lock, encoding="utf-8")


def _runtime(folder: Path, out: Path) -> None:
    for name in RUNTIME:
        (out / name).write_bytes(packed(folder, PYODIDE, name))


def _stlite(folder: Path, out: Path) -> None:
    path = tarball(folder, *STLITE)
    if not path.exists():
        raise Refused(f"{path.name} is missing in {folder}.")
    with tarfile.open(path) as tar:
        for member in tar.getmembers():
            name = member.name.removeprefix("package/build/")
            if member.isfile() and name != member.name and not name.endswith((".map", ".d.ts")):
                file = tar.extractfile(member)
                assert file is not None
                (out / name).parent.mkdir(parents=True, exist_ok=True)
                (out / name).write_bytes(file.read())
    _patch(out)


def _patch(out: Path) -> None:
    """Fix known bugs in stlite's scripts. Raises `Refused` unless each occurs exactly once."""
    scripts = {path: path.read_text("utf-8") for path in out.glob(f"{PATCHED}*.js")}
    for broken, mended in MENDS.items():
        found = [path for path, text in scripts.items() if broken in text]
        if len(found) != 1 or scripts[found[0]].count(broken) != 1:
            raise Refused(f"{STLITE[0]} {STLITE[1]} does not hold what is to be mended in it.")
        scripts[found[0]] = scripts[found[0]].replace(broken, mended)
        found[0].write_text(scripts[found[0]], encoding="utf-8")


def _packages(folder: Path, out: Path) -> dict[str, dict[str, Any]]:
    """Write all wheels to `out`, and return their entries for the lock."""
    entries = {}
    for name, entry in compiled(folder).items():
        (out / entry["file_name"]).write_bytes(checked(folder, entry))
        kept = ("version", "depends", "imports", "install_dir", "package_type", "file_name")
        entries[name] = {"name": name, "unvendored_tests": False} | {k: entry[k] for k in kept}
    for name, version in PURE.items():
        path = wheel(folder, name, version)
        (out / path.name).write_bytes(_slimmed(path))
        entries[name] = _entry(name, version, path.name)
    for name, version in EMPTY.items():
        file = f"{name}-{version}-py3-none-any.whl"
        (out / file).write_bytes(_empty(name, version))
        entries[name] = _entry(name, version, file)
    return entries


def _entry(name: str, version: str, file: str) -> dict[str, Any]:
    return {
        "name": name,
        "version": version,
        "file_name": file,
        "install_dir": "site",
        "package_type": "package",
        "imports": [MODULE.get(name, name.replace("-", "_"))],
        "depends": DEPENDS.get(name, []),
        "unvendored_tests": False,
    }


def _slimmed(path: Path) -> bytes:
    """Return a wheel without the files that no page needs."""
    with zipfile.ZipFile(path) as source:
        names = [name for name in sorted(source.namelist()) if not _is_dropped(name)]
        return _zipped((name, source.read(name)) for name in names)


def _is_dropped(name: str) -> bool:
    data = name.startswith("plotly/package_data") and not name.endswith(".py")
    return (
        name.startswith(DROPPED)
        or bool((kind := re.match("plotly/graph_objs/([a-z0-9]+)/", name)) and kind[1] not in KINDS)
        or ".data/" in name
        or name.endswith("RECORD")  # it lists removed files
        or (data and not name.startswith(KEPT_DATA))
    )


def _empty(name: str, version: str) -> bytes:
    """Return a wheel that raises `ImportError` on import: the package is left out."""
    about = f"{name}-{version}.dist-info/"
    tags = "Wheel-Version: 1.0\nGenerator: deploy\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    said = f'raise ImportError("{name} is left out of this site")\n'
    return _zipped(
        (file, text.encode())
        for file, text in (
            (f"{name}/__init__.py", said),
            (f"{about}METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"),
            (f"{about}WHEEL", tags),
        )
    )


def _app() -> bytes:
    files = [APP / ENTRY, *sorted((APP / "explainer").rglob("*"))]
    return _zipped(
        (path.relative_to(APP).as_posix(), path.read_bytes())
        for path in files
        if path.suffix in SHOWN
    )


def _zipped(files: Iterator[tuple[str, bytes]]) -> bytes:
    """Return an archive whose bytes depend only on these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files:
            archive.writestr(zipfile.ZipInfo(name, YEAR), data, zipfile.ZIP_DEFLATED, 9)
    return out.getvalue()


def _compile(site: Path) -> None:
    if shutil.which("node") is None:
        raise Refused("node is missing: it compiles the Python of the site.")
    archives = [*sorted((site / "pyodide").glob("*.whl")), site / "app.zip"]
    command = ["node", HERE / "compile.mjs", site / "pyodide", ",".join(UNCOMPILED), *archives]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise Refused(f"The Python of the site did not compile: {done.stderr.strip()[-300:]}")


def _pages(site: Path) -> None:
    """Write the handout page, which loads the app; the same page also answers deep links."""
    for name in ("live.js", "live.css"):
        shutil.copyfile(HERE / name, site / name)
    (site / ".nojekyll").touch()  # or GitHub would leave out names that begin with _
    needed = [file for file in _files(site) if _is_needed(file.relative_to(site).as_posix())]
    version = _version(site)
    said = {
        "version": version,
        "entry": ENTRY,
        "required": REQUIRED,
        "config": _flat(tomllib.loads((APP / ".streamlit/config.toml").read_text("utf-8"))),
        # The bytes sent for each: most hosts compress files.
        "files": {f.relative_to(site).as_posix(): _sent(f) for f in needed},
    }
    (site / MARK).write_text(json.dumps(said, indent=1), encoding="utf-8")
    settings = NetworkSettings()
    subject = Subject(scene_of(settings, LIGHT), "/")
    page = handout(subject.scene, end=_end(said))
    for name in ("index.html", "404.html"):
        (site / name).write_text(page, encoding="utf-8")
    worker = (HERE / "worker.js").read_text("utf-8").replace("VERSION", version)
    (site / "worker.js").write_text(worker, encoding="utf-8")


def _end(said: dict[str, Any]) -> str:
    """Return the HTML at the end of the page."""
    return (
        '<link rel="stylesheet" href="./live.css">\n'
        f'<script type="application/json" id="site">{json.dumps(said)}</script>\n'
        '<script type="module" src="./live.js"></script>\n'
    )


def _files(site: Path) -> list[Path]:
    return [path for path in sorted(site.rglob("*")) if path.is_file()]


def _is_needed(name: str) -> bool:
    """Tell whether every visit needs this file."""
    folder, _, file = name.rpartition("/")
    if folder == "pyodide":
        return not file.startswith(LATER)
    scripts = file.startswith((*CHUNKS, "stlite.")) or folder == "stlite/wheels"
    return name == "app.zip" or (folder.startswith("stlite") and scripts)


def _version(site: Path) -> str:
    """Return a hash of the site's files, which differs for different sites."""
    found = hashlib.sha256()
    for path in _files(site):
        found.update(path.relative_to(site).as_posix().encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _sent(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), mtime=0))


def _flat(tree: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in tree.items():
        name = f"{prefix}{key}"
        flat |= _flat(value, f"{name}.") if isinstance(value, dict) else {name: value}
    return flat
