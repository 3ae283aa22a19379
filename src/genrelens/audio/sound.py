"""Hold the decoded part of a track, at whatever rate it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Sound"]


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of a track as samples.

    Parameters
    ----------
    samples : ndarray of shape (n_samples, n_channels), float32
        Finite values; full scale is from -1 to 1, louder peaks may go beyond.
    rate : int
        Samples a second.
    start : float
        Where the stretch begins in the track, in seconds.
    track_seconds : float
        Duration of the whole track, in seconds.
    """

    samples: NDArray[np.float32]
    rate: int
    start: float
    track_seconds: float
    _at_rates: dict[int, NDArray[np.float32]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @property
    def seconds(self) -> float:
        """Duration of the stretch, in seconds."""
        return len(self.samples) / self.rate

    def mono(self, rate: int) -> NDArray[np.float32]:
        """Give the mean of the channels at a rate; each rate is made once.

        Parameters
        ----------
        rate : int
            Samples a second.

        Returns
        -------
        ndarray of shape (n_samples,), float32
            Resampled by soxr at its high quality.
        """
        if rate not in self._at_rates:
            import soxr

            mean = self.samples.mean(axis=1, dtype=np.float32)
            if rate != self.rate and len(mean):
                mean = soxr.resample(mean, self.rate, rate, quality="HQ")
            self._at_rates[rate] = np.ascontiguousarray(mean, dtype=np.float32)
        return self._at_rates[rate]
