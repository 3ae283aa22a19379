"""Estimate danceability, energy and valence by stated formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from genrelens.audio.signal.rhythm.fluctuation import fluctuation_exponent

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

__all__ = ["danceability_estimate", "energy_estimate", "valence_estimate"]

_DANCEABLE: Final = 3.0  # 1 / exponent of the steadiest music, about
_VALENCE_SPANS: Final = {
    "major_strength": (-0.5, 0.5),
    "onset_rate": (0.0, 8.0),  # per second
}
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
    return _mean_of_shares(row, _ENERGY_SPANS)


def valence_estimate(row: Mapping[str, float]) -> float | None:
    """Estimate how cheerful the sound is from its mode and its attacks.

    The mean of ``major_strength`` (-0.5 to 0.5) and attack rate (0 to 8 a second),
    each brought to 0 to 1.

    Parameters
    ----------
    row : mapping of str to float
        The attributes measured so far.

    Returns
    -------
    float or None
        None where no key could be measured.

    References
    ----------
    Gabrielsson & Lindström, "The role of structure in the musical expression of
    emotions", in Handbook of Music and Emotion, 2010: happiness goes with the major
    mode and with fast movement.

    Examples
    --------
    >>> valence_estimate({"major_strength": 0.5, "onset_rate": 4})
    0.75
    >>> valence_estimate({"onset_rate": 4}) is None
    True
    """
    if "major_strength" not in row:
        return None
    return _mean_of_shares(row, _VALENCE_SPANS)


def _mean_of_shares(
    row: Mapping[str, float], spans: Mapping[str, tuple[float, float]]
) -> float:
    """Bring attributes from their spans to 0 to 1 and give the mean."""
    parts = [
        min(max((row[name] - low) / (high - low), 0.0), 1.0)
        for name, (low, high) in spans.items()
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
