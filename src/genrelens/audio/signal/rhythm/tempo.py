"""Estimate the tempo from the strength of onsets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.signal.rhythm.pulse_trains import score_pulses

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Tempo", "estimate_tempo"]

_FINER: Final = 4  # points for each frame, so that fast tempi differ
_SMOOTH_HZ: Final = 10.0
_WINDOW: Final = 6.0  # s
_STEP: Final = 0.75  # s
_LEAST: Final = 4.0  # s; less holds too few beats of a slow song
_SLOWEST: Final = 50.0
_FASTEST: Final = 210.0
_N_CANDIDATES: Final = 10
_PREFERRED: Final = 120.0  # BPM, one octave wide, as in librosa
_GRID: Final = np.exp(np.linspace(np.log(45.0), np.log(230.0), 400))
_BLUR: Final = 0.025  # of log tempo
_SAME: Final = 0.04  # of log tempo


@dataclass(frozen=True, slots=True)
class Tempo:
    """How fast a stretch pulses, and how surely.

    Parameters
    ----------
    bpm : float
        Beats a minute, 50 to 210.
    confidence : float
        Share of the six-second windows whose best pulse is that tempo, its half, its
        double, its third or its triple.
    strength : float
        How far the attacks repeat after one beat: the autocorrelation there, from 0 to
        1, on average over the windows.
    """

    bpm: float
    confidence: float
    strength: float


def estimate_tempo(
    onset_strength: NDArray[np.float32], frame_rate: float
) -> Tempo | None:
    """Estimate the tempo.

    In windows of six seconds the peaks of a generalised autocorrelation are candidates;
    each is judged by how well trains of pulses at its distance meet the onsets. The
    judgements of all windows are added up over a scale of tempi, where a tempo near
    120 BPM is preferred to its half and double.

    Parameters
    ----------
    onset_strength : ndarray of shape (n_frames,), float32
    frame_rate : float
        Frames a second.

    Returns
    -------
    Tempo or None
        None for less than four seconds, or where nothing repeats.

    References
    ----------
    Percival & Tzanetakis, "Streamlined tempo estimation based on autocorrelation and
    cross-correlation with pulses", IEEE/ACM TASLP 22, 2014; their octave decision by
    trained numbers is replaced by the preference of Ellis, "Beat tracking by dynamic
    programming", J. New Music Research 36, 2007.
    """
    if len(onset_strength) < _LEAST * frame_rate or not onset_strength.any():
        return None
    rate = frame_rate * _FINER
    windows = _windows(_finer(onset_strength, frame_rate), rate)
    similar = _autocorrelation(windows)
    lags, is_peak = _candidates(_with_harmonics(similar), rate)
    if not is_peak.any():
        return None
    scores = np.where(is_peak, score_pulses(windows, lags, is_peak), 0.0)
    bpm = 60 * rate / lags
    chosen = _most_voted(bpm, scores)
    lag = _refined(lags, scores * _is_near(bpm, chosen), 60 * rate / chosen)
    return Tempo(
        float(np.clip(60 * rate / lag, _SLOWEST, _FASTEST)),
        _agreement(bpm, scores, chosen),
        _repetition(windows, lag),
    )


def _finer(strength: NDArray[np.float32], frame_rate: float) -> NDArray[np.float64]:
    """Give the onset strength at more points, without what is faster than 10 Hz."""
    from scipy.fft import irfft, next_fast_len, rfft

    n = len(strength)
    length = next_fast_len(n + int(1.5 * frame_rate), real=True)
    length += length % 2
    centred = strength.astype(np.float64) - strength.mean(dtype=np.float64)
    spectrum = rfft(centred, length)
    hertz = np.fft.rfftfreq(length, 1 / frame_rate)
    spectrum *= np.exp(-0.5 * (hertz / _SMOOTH_HZ) ** 2)
    fine: NDArray[np.float64] = irfft(spectrum, length * _FINER)[: n * _FINER]
    return fine * _FINER


def _windows(strength: NDArray[np.float64], rate: float) -> NDArray[np.float64]:
    """Cut six-second windows; a shorter stretch is one window."""
    length, step = int(_WINDOW * rate), int(_STEP * rate)
    if len(strength) <= length:
        return strength[None, :]
    return np.lib.stride_tricks.sliding_window_view(strength, length)[::step]


def _autocorrelation(windows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Give the generalised autocorrelation: magnitudes are compressed to their root."""
    from scipy.fft import irfft, next_fast_len, rfft

    n = windows.shape[1]
    length = next_fast_len(2 * n, real=True)
    centred = windows - windows.mean(axis=1, keepdims=True)
    spectrum = np.sqrt(np.abs(rfft(centred, length, axis=1)))
    similar: NDArray[np.float64] = irfft(spectrum, length, axis=1)[:, :n]
    return similar


def _with_harmonics(similar: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add to each lag what is found at its double and its fourfold."""
    added = similar.copy()
    for factor in (2, 4):
        stretched = similar[:, ::factor]
        added[:, : stretched.shape[1]] += stretched
    return added


def _candidates(
    similar: NDArray[np.float64], rate: float
) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Give the lags of the ten highest peaks of each window, and which are peaks."""
    first = int(60 / _FASTEST * rate)
    last = min(int(60 / _SLOWEST * rate) + 2, similar.shape[1] - 1)
    lags = np.arange(first, last)
    here, before, after = (similar[:, lags + shift] for shift in (0, -1, 1))
    heights = np.where((here > before) & (here >= after), here, -np.inf)
    order = np.argsort(-heights, axis=1, kind="stable")[:, :_N_CANDIDATES]
    return lags[order], np.isfinite(np.take_along_axis(heights, order, axis=1))


def _is_near(bpm: NDArray[np.float64], tempo: float) -> NDArray[np.bool_]:
    return np.abs(np.log(bpm / tempo)) < _SAME


def _most_voted(bpm: NDArray[np.float64], scores: NDArray[np.float64]) -> float:
    """Add the scores up over a scale of tempi and give the highest, preferred first."""
    places = np.searchsorted(_GRID, bpm.ravel())
    votes = np.bincount(places, scores.ravel(), minlength=len(_GRID))
    apart = np.log(_GRID)[:, None] - np.log(_GRID)
    blurred = np.exp(-0.5 * (apart / _BLUR) ** 2) @ votes
    preference = np.exp(-0.5 * np.log2(_GRID / _PREFERRED) ** 2)
    return float(_GRID[np.argmax(blurred * preference)])


def _refined(
    lags: NDArray[np.int64], weights: NDArray[np.float64], otherwise: float
) -> float:
    """Give the mean of the lags by weight."""
    total = float(weights.sum())
    return float((lags * weights).sum() / total) if total > 0 else otherwise


def _agreement(
    bpm: NDArray[np.float64], scores: NDArray[np.float64], tempo: float
) -> float:
    """Give the share of windows whose best candidate is the tempo or akin to it."""
    best = bpm[np.arange(len(bpm)), scores.argmax(axis=1)]
    relatives = [_is_near(best, tempo * factor) for factor in (1, 2, 0.5, 3, 1 / 3)]
    return float(np.logical_or.reduce(relatives).mean())


def _repetition(windows: NDArray[np.float64], lag: float) -> float:
    """Give the mean correlation of each window with itself one beat later."""
    shift = round(lag)
    early, late = windows[:, :-shift], windows[:, shift:]
    early = early - early.mean(axis=1, keepdims=True)
    late = late - late.mean(axis=1, keepdims=True)
    scale = np.sqrt((early**2).sum(axis=1) * (late**2).sum(axis=1))
    products = (early * late).sum(axis=1)
    like = np.divide(products, scale, out=np.zeros_like(scale), where=scale > 0)
    return float(np.clip(like.mean(), 0.0, 1.0))
