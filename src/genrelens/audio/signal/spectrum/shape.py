"""Describe the shape of the spectrum by mean and spread over the sounding frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.signal.spectrum.filters import cosine_transform
from genrelens.audio.signal.spectrum.percussion import percussive_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.audio.signal.spectrum.spectra import Frames

__all__ = ["N_TIMBRES", "is_sounding", "shape_attributes", "timbres"]

N_TIMBRES: Final = 20
_FAINT: Final = 1e-3  # of the loudest frame: 60 dB below it
_CONTRAST_RANGE: Final = 1e-4  # of the strongest peak: 80 dB below it


def is_sounding(levels: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Tell which frames are less than 60 dB quieter than the loudest.

    Parameters
    ----------
    levels : ndarray of shape (n_frames,)
        Root mean squares, not all 0.

    Returns
    -------
    ndarray of shape (n_frames,), bool
    """
    return np.asarray(levels > _FAINT * levels.max())


def timbres(decibels: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the cepstral coefficients of each frame.

    Parameters
    ----------
    decibels : ndarray of shape (n_frames, n_bands), float32
        Log-spectrogram in mel bands.

    Returns
    -------
    ndarray of shape (n_frames, 20), float32

    References
    ----------
    Davis & Mermelstein, IEEE TASSP 28, 1980; as librosa's ``mfcc``.
    """
    coefficients: NDArray[np.float32] = decibels @ cosine_transform(
        decibels.shape[1], N_TIMBRES
    )
    return coefficients


def contrasts(frames: Frames) -> NDArray[np.float32]:
    """Give how far peaks rise above valleys in each octave, in dB.

    Nothing counts as more than 80 dB below the strongest peak of the stretch.

    Returns
    -------
    ndarray of shape (n_frames, 7), float32

    References
    ----------
    Jiang et al., "Music type classification by spectral contrast feature", ICME 2002;
    twice librosa's ``spectral_contrast``, which takes magnitudes for powers.
    """
    floor = np.float32(_CONTRAST_RANGE) * frames.peaks.max()
    if floor <= 0:
        return np.zeros_like(frames.peaks)
    high = np.log10(np.maximum(frames.peaks, floor))
    low = np.log10(np.maximum(frames.valleys, floor))
    return np.asarray(np.float32(20) * (high - low))


def shape_attributes(
    frames: Frames,
    decibels: NDArray[np.float32],
    flux: NDArray[np.float32],
    crossings: NDArray[np.float64],
    sounding: NDArray[np.bool_],
) -> dict[str, float]:
    """Measure brightness, noise, contrast, percussion and timbre.

    Parameters
    ----------
    frames : Frames
        What the frames look like.
    decibels : ndarray of shape (n_frames, 128), float32
        Their mel bands on a logarithmic scale.
    flux, crossings : ndarray of shape (n_frames,)
        Gain over the frame before in dB; zero crossings.
    sounding : ndarray of shape (n_frames,), bool
        The frames that count.

    Returns
    -------
    dict of str to float
    """
    varying: dict[str, NDArray[np.float32] | NDArray[np.float64]] = {
        "spectral_centroid": frames.centroid,
        "spectral_bandwidth": frames.bandwidth,
        "spectral_rolloff": frames.rolloff,
        "spectral_flatness": frames.flatness,
        "spectral_flux": flux,
        "zero_crossing_rate": crossings,
        "percussive_share": percussive_shares(frames.mel),
    }
    row: dict[str, float] = {}
    for name, values in varying.items():
        row |= _mean_and_spread(name, values[sounding])
    total = float(frames.power.sum(dtype=np.float64))
    for name, part in (("bass", frames.bass), ("treble", frames.treble)):
        row[f"{name}_share"] = min(float(part.sum(dtype=np.float64)) / total, 1.0)
    for band, value in enumerate(contrasts(frames)[sounding].mean(axis=0), start=1):
        row[f"spectral_contrast_{band}"] = float(value)
    for number, values in enumerate(timbres(decibels)[sounding].T, start=1):
        row |= _mean_and_spread(f"timbre_{number}", values)
    return row


def _mean_and_spread(
    name: str, values: NDArray[np.float32] | NDArray[np.float64]
) -> dict[str, float]:
    exact = values.astype(np.float64)
    return {f"{name}_mean": float(exact.mean()), f"{name}_sd": float(exact.std())}
