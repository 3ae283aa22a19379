"""Bring a stretch of sound to one level, so that its volume does not colour it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SILENCE", "Levelled", "level"]

SILENCE: Final = 10 ** (-90 / 20)
"""Root mean square below which a stretch counts as silent: 90 dB below full scale."""

_LEVEL: Final = 0.1  # 20 dB below full scale, where recordings lie


@dataclass(frozen=True, slots=True)
class Levelled:
    """Samples whose mean is 0 and whose root mean square is 0.1.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    gain : float
        What the samples were multiplied with; 0 if they are silent, in which case they
        are left as they were.
    """

    samples: NDArray[np.float32]
    gain: float

    @property
    def is_silent(self) -> bool:
        """Whether there is nothing to measure."""
        return self.gain == 0.0


def level(samples: NDArray[np.float32]) -> Levelled:
    """Take away the mean of the samples and bring them to one level.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
        One channel, finite.

    Returns
    -------
    Levelled

    Examples
    --------
    >>> import numpy as np
    >>> level(np.full(1000, 0.5, np.float32)).is_silent
    True
    >>> wave = np.sin(np.arange(1000)).astype(np.float32)
    >>> round(level(wave).gain / level(3 * wave).gain, 6)
    3.0
    """
    if not len(samples):
        return Levelled(samples, 0.0)
    centred = samples - np.float32(samples.mean(dtype=np.float64))
    power = float(np.einsum("i,i->", centred, centred, dtype=np.float64))
    rms = float(np.sqrt(power / len(centred)))
    if rms < SILENCE:
        return Levelled(samples, 0.0)
    gain = _LEVEL / rms
    return Levelled(centred * np.float32(gain), gain)
