#!/usr/bin/env bash
# Streamlit's AppTest reads the metadata of every installed package again for each test.
#
# The first run of each AppTest looks for custom components in all installed packages, and parses the
# metadata of a package four times to see that it is not one. Nothing of it is kept for the next
# AppTest, so a suite slows down with each package that is installed, whether it is used or not. A
# server does this once, when it starts.
# Found with Streamlit 1.67.0 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet streamlit==1.67.0
cat >"$folder/look.py" <<'PY'
import importlib.metadata as metadata
import sys

import streamlit
from streamlit.testing.v1 import AppTest

installed = len(list(metadata.distributions()))
original = metadata.PathDistribution.metadata
reads = 0


def counted(self):
    global reads
    reads += 1
    return original.fget(self)


metadata.PathDistribution.metadata = property(counted)
print(f"Streamlit {streamlit.__version__}, {installed} packages installed")
same = True
for number in (1, 2, 3):
    reads = 0
    AppTest.from_string("import streamlit as st\nst.write(1)").run()
    print(f"AppTest {number}: metadata read {reads} times, {reads / installed:.1f} a package")
    same &= reads > 3 * installed
sys.exit(0 if same else 1)
PY
"$folder/venv/bin/python" "$folder/look.py" 2>/dev/null
