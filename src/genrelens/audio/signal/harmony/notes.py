"""Find the notes that sound: pitch classes frame by frame, and their tuning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.signal.spectrum.spectra import power_spectra

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Notes", "hear_notes"]

_FRAME_SECONDS: Final = 0.37  # long enough to tell semitones of the bass apart
_CONCERT_A: Final = 440.0
_LOWEST: Final = 35.0  # Hz
_BASS_TOP: Final = 260.0
_VOICE_BOTTOM: Final = 65.0
_HIGHEST: Final = 2100.0
_FAINT: Final = 1e-6  # of the strongest power: 60 dB below it
_FAINT_FRAME: Final = 0.01  # of the strongest frame
_N_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True)
class Notes:
    """The strength of the twelve pitch classes.

    Parameters
    ----------
    chroma : ndarray of shape (n_sounding_frames, 12)
        From 65 to 2,100 Hz; the strongest of each frame is 1. Column 0 is C.
    bass : ndarray of shape (12,)
        Mean of the same from 35 to 260 Hz.
    tuning_cents : float
        How far the notes lie above equal temperament on 440 Hz, -50 to 50.
    frame_rate : float
        Frames a second.
    """

    chroma: NDArray[np.float64]
    bass: NDArray[np.float64]
    tuning_cents: float
    frame_rate: float


@dataclass(frozen=True, slots=True)
class _Peaks:
    """Peaks of spectra: the frame of each, its frequency in Hz and its magnitude."""

    frame: NDArray[np.int64]
    hertz: NDArray[np.float64]
    magnitude: NDArray[np.float64]


def hear_notes(samples: NDArray[np.float32], rate: int) -> Notes | None:
    """Find the pitch classes that sound.

    The peaks of long spectra are found to a fraction of a bin; the circular mean of
    their distances from semitones is the tuning; each peak then counts for its pitch
    class, the less the farther it lies from it.

    Parameters
    ----------
    samples : ndarray of shape (n_samples,), float32
    rate : int
        Samples a second.

    Returns
    -------
    Notes or None
        None where there is no peak between 65 and 2,100 Hz.

    References
    ----------
    Gómez, "Tonal description of music audio signals", thesis, UPF 2006, chapter 3.
    """
    frame = 1 << int(np.ceil(np.log2(_FRAME_SECONDS * rate)))
    hop = frame // 2
    peaks = _find_peaks(samples, rate, frame)
    n_frames = len(samples) // hop + 1
    pitch = 69.0 + 12.0 * np.log2(peaks.hertz / _CONCERT_A)
    turn = np.sum(peaks.magnitude * np.exp(2j * np.pi * pitch))
    tuning = float(np.angle(turn) / (2 * np.pi)) if turn else 0.0
    in_voice = peaks.hertz >= _VOICE_BOTTOM
    chroma = _chroma(peaks, pitch - tuning, in_voice, n_frames)
    if not len(chroma):
        return None
    bass = _chroma(peaks, pitch - tuning, peaks.hertz <= _BASS_TOP, n_frames)
    mean = bass.sum(axis=0) / n_frames
    return Notes(chroma, mean, 100 * tuning, rate / hop)


def _find_peaks(samples: NDArray[np.float32], rate: int, frame: int) -> _Peaks:
    """Find the peaks of all frames by a parabola through the logarithms."""
    low, high = (int(edge * frame / rate) for edge in (_LOWEST, _HIGHEST))
    blocks = [
        block[:, low - 1 : high + 1]
        for block in power_spectra(samples, frame, frame // 2, _N_AT_ONCE)
    ]
    power = np.concatenate(blocks)
    here, before, after = power[:, 1:-1], power[:, :-2], power[:, 2:]
    is_peak = (here > before) & (here >= after) & (here > _FAINT * here.max())
    frames, bins = np.nonzero(is_peak)
    tiny = np.float32(np.finfo(np.float32).tiny)
    left, top, right = (
        np.log(np.maximum(side[is_peak], tiny).astype(np.float64))
        for side in (before, here, after)
    )
    shift = 0.5 * (left - right) / (left - 2 * top + right)
    hertz = (bins + low + shift) * (rate / frame)
    return _Peaks(frames, hertz, np.exp(0.5 * top))


def _chroma(
    peaks: _Peaks,
    pitch: NDArray[np.float64],
    is_meant: NDArray[np.bool_],
    n_frames: int,
) -> NDArray[np.float64]:
    """Add the peaks that are meant up to pitch classes; faint frames are left out."""
    nearest = np.rint(pitch[is_meant])
    near = np.cos(np.pi * (pitch[is_meant] - nearest)) ** 2
    frame, magnitude = peaks.frame[is_meant], peaks.magnitude[is_meant]
    cells = frame * 12 + nearest.astype(np.int64) % 12
    sums = np.bincount(cells, magnitude * near, minlength=n_frames * 12)
    chroma = sums.reshape(-1, 12)
    level = np.bincount(frame, magnitude, minlength=n_frames)
    chroma = chroma[(level > 0) & (level > _FAINT_FRAME * level.max())]
    return np.asarray(chroma / chroma.max(axis=1, keepdims=True))
