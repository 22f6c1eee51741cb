#!/usr/bin/env bash
# PyTorch's hardsigmoid has a float64 value, and a slope that is 1/6 rounded to float32.
#
# The value of `torch.nn.functional.hardsigmoid` at a float64 tensor is right to the last digit. Its
# derivative between −3 and 3 should be 1/6; the backward pass returns 0.16666667163372040, the
# float32 number next to 1/6, which is off by 5e-9. Its own gradient check (`gradcheck`) allows for
# that, and a comparison with relu6(x + 3)/6, which is the same function, does not. hardswish, whose
# slope has the same 1/6 in it, is right to the last digit.
# Found with PyTorch 2.13.0 on Python 3.11.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet torch==2.13.0 numpy
cat >"$folder/look.py" <<'PY'
import sys

import torch

torch.set_default_dtype(torch.float64)
functional = torch.nn.functional


def error(function, slope):
    """Return how far the slope at 1/2 is from the right one."""
    x = torch.tensor(0.5, requires_grad=True)
    function(x).backward()
    return abs(x.grad.item() - slope)


print(f"PyTorch {torch.__version__}")
value = abs(functional.hardsigmoid(torch.tensor(0.5)).item() - 3.5 / 6)
errors = {
    "hardsigmoid": error(functional.hardsigmoid, 1 / 6),
    "relu6(x + 3) / 6": error(lambda x: functional.relu6(x + 3) / 6, 1 / 6),
    "hardswish": error(functional.hardswish, 0.5 / 3 + 0.5),
}
print(f"value of hardsigmoid at 1/2: off by {value:.1e}")
for name, off in errors.items():
    print(f"slope of {name} at 1/2: off by {off:.1e}")
rounded = 4e-9 < errors.pop("hardsigmoid") < 6e-9
sys.exit(0 if rounded and value < 1e-15 and max(errors.values()) < 1e-15 else 1)
PY
"$folder/venv/bin/python" "$folder/look.py"
