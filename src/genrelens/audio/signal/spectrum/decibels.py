"""Turn power into decibels above a floor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["RANGE_DB", "decibels"]

RANGE_DB: Final = 80.0
_FLOOR: Final = 1e-10


def decibels(power: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give power in decibels, nothing more than 80 dB below the highest.

    Parameters
    ----------
    power : ndarray of any shape, float32
        Not negative, at least one value.

    Returns
    -------
    ndarray of the same shape, float32
        0 dB is a power of 1; the same as librosa's ``power_to_db``.

    Examples
    --------
    >>> import numpy as np
    >>> decibels(np.array([100.0, 1.0, 0.0], np.float32)).round().tolist()
    [20.0, 0.0, -60.0]
    """
    level = np.log10(np.maximum(power, np.float32(_FLOOR)))
    level *= np.float32(10.0)
    np.maximum(level, level.max() - np.float32(RANGE_DB), out=level)
    return level
