"""Measure loudness as broadcasters do, in all channels at the sound's own rate."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.needing import need

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Loudness", "measure_loudness"]

_HOP: Final = 0.1  # s
_BLOCK_HOPS: Final = 4  # 400 ms
_SHORT_TERM_HOPS: Final = 30  # 3 s
_LEAST_SHORT_TERMS: Final = 10
_OFFSET: Final = -0.691
_SILENCE_LUFS: Final = -70.0
_GATE: Final = -10.0  # LU below the mean
_RANGE_GATE: Final = -20.0
_WEIGHTS: Final = {1: (2.0,), 2: (1.0, 1.0), 5: (1.0, 1.0, 1.0, 1.41, 1.41),
                   6: (1.0, 1.0, 1.0, 0.0, 1.41, 1.41)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Loudness:
    """How loud a stretch is.

    Parameters
    ----------
    integrated : float or None
        LUFS; None below -70 LUFS, for less than 400 ms, and for numbers of channels
        that the standard does not weigh (all but 1, 2, 5 and 6).
    range : float or None
        LU; None, besides, for less than four seconds.
    """

    integrated: float | None
    range: float | None


def measure_loudness(samples: NDArray[np.float32], rate: int) -> Loudness:
    """Measure the integrated loudness and the loudness range.

    Parameters
    ----------
    samples : ndarray of shape (n_samples, n_channels), float32
        One channel is taken as played by both speakers; six are those of 5.1, with the
        effects channel fourth.
    rate : int
        Samples a second.

    Returns
    -------
    Loudness
        Each channel is taken without its mean; the filters are pyloudnorm's; blocks
        that the stretch does not fill are left out.

    References
    ----------
    ITU-R BS.1770-4 (integrated loudness); EBU Tech 3342 (loudness range).
    """
    weights = _WEIGHTS.get(samples.shape[1])
    bounds = (np.arange(int(len(samples) / (rate * _HOP)) + 1) * _HOP * rate).astype(
        np.int64
    )
    if weights is None or len(bounds) <= _BLOCK_HOPS:
        return Loudness(None, None)
    power = np.zeros(len(bounds) - 1)
    for channel, weight in enumerate(weights):
        if weight:
            power += weight * _weighted_power(samples[:, channel], rate, bounds)
    blocks = _running_mean(power, _BLOCK_HOPS)
    gated = _gated(blocks, _GATE)
    if not len(gated):
        return Loudness(None, None)
    return Loudness(float(_lufs(gated.mean())), _range(power))


def _weighted_power(
    channel: NDArray[np.float32], rate: int, bounds: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Give the mean K-weighted power of one channel between neighbouring bounds."""
    from scipy.signal import sosfilt

    make = need("pyloudnorm").IIRfilter
    shelf = make(4.0, 1 / np.sqrt(2), 1500.0, rate, "high_shelf")
    cut = make(0.0, 0.5, 38.0, rate, "high_pass")
    sections = np.array([[*stage.b, *stage.a] for stage in (shelf, cut)])
    centred = channel - channel.mean(dtype=np.float64)
    heard = sosfilt(sections, centred)
    heard *= heard
    sums = np.add.reduceat(heard[: bounds[-1]], bounds[:-1])
    power: NDArray[np.float64] = sums / np.diff(bounds)
    return power


def _running_mean(power: NDArray[np.float64], n_hops: int) -> NDArray[np.float64]:
    if len(power) < n_hops:
        return np.empty(0)
    windows = np.lib.stride_tricks.sliding_window_view(power, n_hops)
    return np.asarray(windows.mean(axis=1))


def _lufs(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return _OFFSET + 10 * np.log10(np.maximum(power, 1e-30))


def _gated(power: NDArray[np.float64], gate: float) -> NDArray[np.float64]:
    """Keep blocks above -70 LUFS and not too far below the mean of those."""
    heard = power[_lufs(power) >= _SILENCE_LUFS]
    if not len(heard):
        return heard
    return heard[_lufs(heard) >= _lufs(heard.mean()) + gate]


def _range(power: NDArray[np.float64]) -> float | None:
    """Give the distance of the 10th and 95th percentile of three-second blocks."""
    short_terms = _running_mean(power, _SHORT_TERM_HOPS)
    if len(short_terms) < _LEAST_SHORT_TERMS:
        return None
    kept = _gated(short_terms, _RANGE_GATE)
    if not len(kept):
        return None
    low, high = np.percentile(_lufs(kept), (10, 95))
    return float(high - low)
