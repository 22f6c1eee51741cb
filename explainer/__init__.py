"""The chain-rule explainer: every factor is a Jacobian, every product a matrix product."""

from typing import Any

__all__ = ["explain"]


def __getattr__(name: str) -> Any:
    # Imported on first use, so that pure computations load no figures.
    if name == "explain":
        from explainer.notebook import explain

        return explain
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
