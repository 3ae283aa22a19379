"""Estimate what other services call energy and danceability, by stated formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.audio.signal.rhythm.fluctuation import fluctuation_exponent

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["danceability_estimate", "energy_estimate"]

_DANCEABLE: Final = 3.0  # 1 / exponent of the steadiest music, about
_ENERGY_SPANS: Final = {
    "onset_rate": (0.0, 8.0),  # per second
    "spectral_centroid_mean": (500.0, 3500.0),  # Hz
    "spectral_flux_mean": (0.0, 4.0),  # dB
}


def energy_estimate(row: Mapping[str, float]) -> float:
    """Estimate how intense the sound is from its attacks, brightness and change.

    The mean of attack rate (0 to 8 a second), brightness (500 to 3,500 Hz) and spectral
    flux (0 to 4 dB), each brought to 0 to 1. The volume does not count.

    Parameters
    ----------
    row : mapping of str to float
        The attributes measured so far.

    Examples
    --------
    >>> energy_estimate(
    ...     {"onset_rate": 4, "spectral_centroid_mean": 2000, "spectral_flux_mean": 9}
    ... )
    0.666...
    """
    parts = [
        min(max((row[name] - low) / (high - low), 0.0), 1.0)
        for name, (low, high) in _ENERGY_SPANS.items()
    ]
    return sum(parts) / len(parts)


def danceability_estimate(samples: NDArray[np.float32], rate: int) -> float | None:
    """Estimate how steadily the sound pulses.

    One third of the inverse of the mean fluctuation exponent, from 0 to 1.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    rate : int
        Samples a second.

    Returns
    -------
    float or None
        None where the stretch is too short for an exponent.

    References
    ----------
    Streich & Herrera, AES 118, 2005; see `rhythm.fluctuation`.
    """
    exponent = fluctuation_exponent(samples, rate)
    if exponent is None:
        return None
    return 1.0 if exponent <= 1 / _DANCEABLE else 1 / exponent / _DANCEABLE
