"""Look at a stretch of sound frame by frame: one short-time spectrum for everything."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.signal.spectrum.filters import (
    bin_frequencies,
    mel_bands,
    octave_bands,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

__all__ = ["FRAME", "HOP", "Frames", "look", "power_spectra", "window"]

FRAME: Final = 2048
HOP: Final = 512
_BLOCK: Final = 128  # frames at a time: they stay in the processor's cache
_ROLLOFF: Final = 0.85
_FLOOR: Final = 1e-10  # of power, as librosa's `spectral_flatness`
_BASS_HZ: Final = 200.0
_TREBLE_HZ: Final = 4000.0


@dataclass(frozen=True, slots=True)
class Frames:
    """What the frames of a stretch look like, one row a frame.

    Parameters
    ----------
    mel : ndarray of shape (n_frames, 128), float32
        Power in mel bands.
    centroid, bandwidth, rolloff : ndarray of shape (n_frames,)
        Hz; of the magnitudes.
    flatness : ndarray of shape (n_frames,)
        Geometric by arithmetic mean of the power, 0 to 1.
    peaks, valleys : ndarray of shape (n_frames, 7)
        Mean magnitude of the strongest and the weakest fiftieth of each octave.
    power, bass, treble : ndarray of shape (n_frames,)
        Sum of power over all bins, those below 200 Hz, those above 4,000 Hz.
    """

    mel: NDArray[np.float32]
    centroid: NDArray[np.float32]
    bandwidth: NDArray[np.float32]
    rolloff: NDArray[np.float32]
    flatness: NDArray[np.float32]
    peaks: NDArray[np.float32]
    valleys: NDArray[np.float32]
    power: NDArray[np.float32]
    bass: NDArray[np.float32]
    treble: NDArray[np.float32]


@lru_cache(maxsize=8)
def window(frame: int) -> NDArray[np.float32]:
    """Give a periodic Hann window.

    Returns
    -------
    ndarray of shape (frame,), float32
    """
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(frame) / frame)
    return hann.astype(np.float32)


def power_spectra(
    samples: NDArray[np.float32], frame: int, hop: int, n_at_once: int = _BLOCK
) -> Iterator[NDArray[np.float32]]:
    """Give the power spectra of overlapping frames, some frames at a time.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    frame, hop : int
        Samples in a frame, and from one frame to the next. The first frame is centred
        on the first sample; beyond the ends there is silence.
    n_at_once : int
        Frames in a block.

    Yields
    ------
    ndarray of shape (n_frames_of_block, frame // 2 + 1), float32
    """
    from scipy.fft import rfft

    padded = np.pad(samples, frame // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, frame)[::hop]
    hann = window(frame)
    for start in range(0, len(frames), n_at_once):
        spectrum = rfft(frames[start : start + n_at_once] * hann, axis=1)
        yield spectrum.real**2 + spectrum.imag**2


def look(samples: NDArray[np.float32], rate: int) -> Frames:
    """Look at every frame of 2,048 samples, 512 apart.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
        At least one.
    rate : int
        Samples a second.

    Returns
    -------
    Frames
    """
    blocks = [_look_at(power, rate) for power in power_spectra(samples, FRAME, HOP)]
    return Frames(
        *(
            np.concatenate([getattr(block, field.name) for block in blocks])
            for field in fields(Frames)
        )
    )


def _look_at(power: NDArray[np.float32], rate: int) -> Frames:
    """Look at some frames."""
    hertz = bin_frequencies(rate, FRAME).astype(np.float32)
    magnitude = np.sqrt(power)
    total = magnitude.sum(axis=1)
    share = magnitude / np.where(total > 0, total, np.float32(1))[:, None]
    centroid = share @ hertz
    away = hertz - centroid[:, None]
    away *= away
    away *= share
    bandwidth = np.sqrt(away.sum(axis=1))
    below = np.cumsum(share, axis=1)
    place = (below < _ROLLOFF * below[:, -1:]).sum(axis=1)
    floored = np.maximum(power, np.float32(_FLOOR))
    flatness = np.exp(np.log(floored).mean(axis=1)) / floored.mean(axis=1)
    peaks, valleys = _extremes(magnitude, rate)
    bass = int(np.searchsorted(hertz, _BASS_HZ))
    treble = int(np.searchsorted(hertz, _TREBLE_HZ))
    return Frames(
        mel=power @ mel_bands(rate, FRAME),
        centroid=np.asarray(centroid, dtype=np.float32),
        bandwidth=np.asarray(bandwidth, dtype=np.float32),
        rolloff=hertz[place],
        flatness=np.asarray(flatness, dtype=np.float32),
        peaks=peaks,
        valleys=valleys,
        power=power.sum(axis=1),
        bass=power[:, :bass].sum(axis=1),
        treble=power[:, treble:].sum(axis=1),
    )


def _extremes(
    magnitude: NDArray[np.float32], rate: int
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the mean of the strongest and weakest fiftieth of each octave."""
    bands = octave_bands(rate, FRAME)
    peaks = np.empty((len(magnitude), len(bands)), dtype=np.float32)
    valleys = np.empty_like(peaks)
    for number, (bins, n_ends) in enumerate(bands):
        ordered = np.sort(magnitude[:, bins], axis=1)
        peaks[:, number] = ordered[:, -n_ends:].mean(axis=1)
        valleys[:, number] = ordered[:, :n_ends].mean(axis=1)
    return peaks, valleys
