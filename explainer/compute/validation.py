"""What may enter the compute module: every array is checked here once, then trusted."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from explainer.compute.arrays import Array


def finite(name: str, values: ArrayLike) -> Array:
    """`values` as a float (or complex) array.

    Raises `ValueError` for an entry that is not a finite number, naming the array and the position.
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
    """`values` as a float array. Raises `ValueError` for complex numbers, and as `finite`."""
    array = finite(name, values)
    if array.dtype.kind == "c":
        raise ValueError(f"{name} is complex: must be real, only x may be complex")
    return array


def frozen(name: str, values: ArrayLike) -> Array:
    """A read-only copy of `values`, checked to be real and finite."""
    array = np.array(real(name, values), order="C")
    array.setflags(write=False)
    return array


def vectors(name: str, values: ArrayLike, size: int, symbol: str) -> Array:
    """`values` as one vector (size,) or a batch of them (N, size).

    Raises `ValueError` naming the operand and both shapes, `symbol` being what `size` is called.
    """
    array = finite(name, values)
    if array.ndim not in (1, 2) or array.shape[-1] != size:
        allowed = f"({size},) or (N, {size}): {symbol} = {size}"
        raise ValueError(f"{name} has shape {array.shape} but must be {allowed}")
    return array


def distributions(name: str, values: ArrayLike, shape: tuple[int, ...]) -> Array:
    """`values` as probabilities of the given shape, (K,) or (N, K): each row sums to 1.

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
    """Keep the arrays of a frozen dataclass from being written to through it."""
    for name, value in vars(holder).items():
        if isinstance(value, np.ndarray) and value.flags.writeable:
            view = value.view()
            view.setflags(write=False)
            object.__setattr__(holder, name, view)


def enter(holder: object, **axes: int | tuple[int, ...]) -> None:
    """Protect the arrays of a frozen dataclass, of which the named have so many axes.

    Raises `ValueError` for an array with another number of axes. What is no array, as the size of
    an identity, is left alone.
    """
    for name, number in axes.items():
        array, allowed = getattr(holder, name), np.atleast_1d(number).tolist()
        if isinstance(array, np.ndarray) and array.ndim not in allowed:
            must = f"must have {' or '.join(map(str, allowed))} axes"
            raise ValueError(f"{type(holder).__name__}: {name} has shape {array.shape} but {must}")
    protect(holder)
