"""Write `pytorch_gradients.json` again, with PyTorch:

    pip install torch && python -m tests.compute.pytorch_gradients

The networks of the file are kept. A new activation gets one network of each kind, and needs a line
in `ACTIVATIONS` below.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from torch.nn import functional

from explainer import compute

FILE = Path(__file__).with_suffix(".json")
PARAMETERS = ("W1", "b1", "W2", "b2")
ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    # PyTorch's own softplus returns r above 20, which is right only to nine digits.
    "softplus": lambda r: torch.logaddexp(r, torch.zeros_like(r)),
    "gelu": functional.gelu,
    "identity": lambda r: r,
    "softmax": lambda r: torch.softmax(r, dim=-1),
}


def computed(case: dict) -> dict:
    """Return the case with all values and gradients computed by PyTorch in float64."""
    given = {
        name: torch.tensor(case[name], dtype=torch.float64, requires_grad=name != "y")
        for name in ("x", "y", *PARAMETERS)
    }
    r = given["x"] @ given["W1"] + given["b1"]
    h = ACTIVATIONS[case["activation"]](r)
    theta = h @ given["W2"] + given["b2"]
    J = functional.cross_entropy(theta, given["y"])
    values = {"r": r, "h": h, "theta": theta, "y_hat": torch.softmax(theta, dim=-1), "J": J}
    leaves = {"theta": theta, "h": h, "r": r, **{name: given[name] for name in ("x", *PARAMETERS)}}
    gradients = torch.autograd.grad(J, list(leaves.values()))
    return case | {
        "values": {name: value.tolist() for name, value in values.items()},
        "gradients": {name: found.tolist() for name, found in zip(leaves, gradients, strict=True)},
    }


def wanted(cases: list[dict]) -> list[dict]:
    """Return the cases, and the first activation's networks for each activation they lack."""
    first, there = cases[0]["activation"], {case["activation"] for case in cases}
    networks = [case for case in cases if case["activation"] == first]
    lacking = [name for name in compute.ACTIVATIONS if name not in there]
    return cases + [
        case | {"name": case["name"].replace(first, name), "activation": name}
        for name in lacking
        for case in networks
    ]


def main() -> None:
    cases = [computed(case) for case in wanted(json.loads(FILE.read_text())["cases"])]
    version = torch.__version__.split("+")[0]
    FILE.write_text(json.dumps({"source": f"PyTorch {version}, float64", "cases": cases}) + "\n")
    print(f"{len(cases)} networks are in {FILE.name}")


if __name__ == "__main__":
    main()
