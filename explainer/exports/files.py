"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from errno import EEXIST
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file by this content, or raise `OSError` and change nothing.

    A symbolic link stays, and its target is written. A path that is not a regular file, such as a
    terminal, is written directly.
    """
    write_all({path: content})


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Replace several files; replace none if one of them cannot be prepared."""
    made: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            target = Path(os.path.realpath(path))
            if path.exists() and (not path.is_file() or path.is_relative_to("/dev")):
                with path.open("ab") as file:
                    file.write(content)
            elif target in made:
                raise FileExistsError(EEXIST, "Both are one file", str(path))
            else:
                made[target] = _beside(target, content)
        for target, name in made.items():
            os.replace(name, target)
    finally:
        for name in made.values():
            name.unlink(missing_ok=True)


def _beside(path: Path, content: bytes) -> Path:
    """A file with the content in the same folder, under a name of its own."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
    except OSError:
        os.unlink(name)
        raise
    return Path(name)


def _umask() -> int:
    """Return the process's umask; a temporary file has fewer permissions than a new file."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
