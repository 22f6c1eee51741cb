"""The command line.

python -m deploy.static OUT [--wheels DIR]

Builds the site in OUT. Packages that are not in DIR yet are downloaded there by npm and pip.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from deploy.static.build import build
from deploy.static.fetch import Refused, fetch


def main(arguments: list[str] | None = None) -> int:
    """Build the site; return 0, or 2 after printing a sentence on what is missing or wrong."""
    parser = argparse.ArgumentParser(prog="python -m deploy.static", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--wheels", type=Path, metavar="DIR", help="where the packages are kept")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.wheels or Path(temporary)
        try:
            if not folder.is_dir():
                raise Refused(f"{folder} is no folder.")
            fetch(folder)
            build(folder, asked.out)
        except Refused as refused:
            print(refused, file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
