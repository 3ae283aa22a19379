"""Measure peaks and the level's way through a stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.audio.signal.levelling import SILENCE

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["level_attributes", "peak_attributes"]


def peak_attributes(samples: NDArray[np.float32]) -> dict[str, float]:
    """Measure the highest sample and how far it rises above the level.

    Parameters
    ----------
    samples : ndarray of shape (n_samples, n_channels), float32
        At the sound's own rate.

    Returns
    -------
    dict of str to float
        Empty where the channels, each without its mean, are silent.
    """
    if not len(samples):
        return {}
    centred = samples - samples.mean(axis=0, dtype=np.float64).astype(np.float32)
    flat = centred.ravel()
    power = float(np.einsum("i,i->", flat, flat, dtype=np.float64)) / len(flat)
    rms = float(np.sqrt(power))
    if rms < SILENCE:
        return {}
    highest = max(abs(float(samples.max())), abs(float(samples.min())))
    centred_highest = max(float(flat.max()), -float(flat.min()))
    return {
        "peak_level_db": 20 * float(np.log10(highest)),
        "crest_factor_db": 20 * float(np.log10(centred_highest / rms)),
    }


def level_attributes(levels: NDArray[np.float64], gain: float) -> dict[str, float]:
    """Measure the level of the frames.

    Parameters
    ----------
    levels : ndarray of shape (n_frames,)
        Root mean squares of the frames of levelled samples.
    gain : float
        What the samples had been multiplied with.

    Returns
    -------
    dict of str to float

    References
    ----------
    Tzanetakis & Cook, "Musical genre classification of audio signals", IEEE TSAP 10,
    2002, for the share of quiet frames.
    """
    return {
        "rms_mean": float(levels.mean()) / gain,
        "rms_sd": float(levels.std()) / gain,
        "low_energy_share": float((levels < levels.mean()).mean()),
    }
