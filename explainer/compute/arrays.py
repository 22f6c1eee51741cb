"""The type of every array."""

from typing import Any

from numpy.typing import NDArray

Array = NDArray[Any]  # real, or complex during a complex step
