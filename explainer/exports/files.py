"""Files that are whole or not there."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Put the content in the place of what stands there. Raises `OSError`, and changes nothing."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise


def _umask() -> int:
    """What the system keeps from new files; a temporary file has less."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
