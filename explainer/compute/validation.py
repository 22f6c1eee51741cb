"""Checks of the arrays that enter the compute module: each is checked once, then trusted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array


def finite(name: str, values: ArrayLike) -> Array:
    """Return `values` as a float (or complex) array.

    Raises `ValueError`, with the array's name and the position, for an entry that is not finite.
    """
    try:
        array = np.asarray(values)
        kind = np.complex128 if array.dtype.kind == "c" else np.float64
        array = array.astype(kind, copy=False)
    except (TypeError, ValueError) as error:
        raise ValueError(f"{name} must hold numbers: {error}") from None
    if not np.isfinite(array).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name}[{', '.join(map(str, at))}] is {array[at]}: must be finite")
    return array


def real(name: str, values: ArrayLike) -> Array:
    """Return `values` as a float array. Raises `ValueError` if complex, or like `finite`."""
    array = finite(name, values)
    if array.dtype.kind == "c":
        raise ValueError(f"{name} is complex: must be real, only x may be complex")
    return array


def frozen(name: str, values: ArrayLike) -> Array:
    """Return a read-only copy of `values`. Raises `ValueError` like `real`."""
    array = np.array(real(name, values), order="C")
    array.setflags(write=False)
    return array


def vectors(name: str, values: ArrayLike, size: int, symbol: str) -> Array:
    """Return `values` as one vector (size,) or a batch of them (N, size).

    Raises `ValueError`, with both shapes, for another shape; `symbol` is the name of `size` there.
    """
    array = finite(name, values)
    if array.ndim not in (1, 2) or array.shape[-1] != size:
        allowed = f"({size},) or (N, {size}): {symbol} = {size}"
        raise ValueError(f"{name} has shape {array.shape} but must be {allowed}")
    return array


def distributions(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Return `values` as probabilities of the given shape, (K,) or (N, K): each row sums to 1.

    Raises `ValueError` for another shape, a complex or negative entry, or a row that does not sum
    to 1.
    """
    array = real(name, values)
    if array.shape != shape:
        raise ValueError(f"{name} has shape {array.shape} but the logits have {shape}")
    if np.minimum.reduce(array, axis=None, initial=0) < 0:
        at = tuple(int(i) for i in np.argwhere(array < 0)[0])
        raise ValueError(f"{name}[{', '.join(map(str, at))}] is {array[at]}: must not be negative")
    sums = np.add.reduce(array, axis=-1)
    wrong = abs(sums - 1) > 1e-9
    if wrong.any():
        total = float(sums[wrong][0] if array.ndim > 1 else sums)
        row = f" in row {int(np.argmax(wrong))}" if array.ndim > 1 else ""
        raise ValueError(f"{name} sums to {total:.12g}{row}: must sum to 1")
    return array


def protect(holder: object) -> None:
    """Replace the arrays of a frozen dataclass by read-only views."""
    for name, value in vars(holder).items():
        if isinstance(value, np.ndarray) and value.flags.writeable:
            view = value.view()
            view.setflags(write=False)
            object.__setattr__(holder, name, view)


def enter(holder: object, **axes: int | tuple[int, ...]) -> None:
    """Check the number of axes of the named arrays of a frozen dataclass, and protect all arrays.

    Raises `ValueError` for an array with another number of axes. Other values, such as the size of
    an identity, are not checked.
    """
    for name, number in axes.items():
        array, allowed = getattr(holder, name), np.atleast_1d(number).tolist()
        if isinstance(array, np.ndarray) and array.ndim not in allowed:
            must = f"must have {' or '.join(map(str, allowed))} axes"
            raise ValueError(f"{type(holder).__name__}: {name} has shape {array.shape} but {must}")
    protect(holder)
