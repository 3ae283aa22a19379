"""Pack numbers into short text that the page's script unpacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["LEVELS", "pack_integers", "pack_shares"]

_ALPHABET = np.frombuffer(
    b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", dtype=np.uint8
)
LEVELS = 4096
"""Steps into which `pack_shares` divides its range: two characters a number."""


def pack_integers(numbers: NDArray[np.int64], *, width: int) -> str:
    """Write whole numbers as `width` characters each, high digit first.

    Parameters
    ----------
    numbers : ndarray of int64, any shape
        Each from 0 up to, but not including, ``64 ** width``.
    width : int
        Characters a number.

    Raises
    ------
    ValueError
        If a number does not fit.

    Examples
    --------
    >>> pack_integers(np.array([0, 1, 65]), width=2)
    'AAABBB'
    """
    flat = np.asarray(numbers, dtype=np.int64).ravel()
    if flat.size and (flat.min() < 0 or flat.max() >= 64**width):
        message = (
            f"numbers from {flat.min()} to {flat.max()} do not fit in {width} digits"
        )
        raise ValueError(message)
    powers = 64 ** np.arange(width - 1, -1, -1)
    digits = (flat[:, None] // powers) % 64
    return bytes(_ALPHABET[digits].tobytes()).decode("ascii")


def pack_shares(values: NDArray[np.float64], *, low: float, high: float) -> str:
    """Write numbers between `low` and `high` as two characters each.

    The error is at most half of ``(high - low) / 4095``; numbers outside are
    written as the nearer end.
    """
    span = high - low if high > low else 1.0
    steps = np.clip((np.asarray(values) - low) / span, 0.0, 1.0) * (LEVELS - 1)
    return pack_integers(np.rint(steps).astype(np.int64), width=2)
