"""Tell short strokes from held notes in a spectrogram."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["percussive_shares"]

_LENGTH: Final = 17  # frames, 0.4 s: a note lasts longer than half of it
_WIDTH: Final = 17  # bands: a stroke is wider than half of it


def _medians(rows: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Give running medians along each row, mirrored at its ends."""
    from scipy.ndimage import median_filter

    half = size // 2
    padded = np.pad(rows, ((0, 0), (half, half)), mode="symmetric")
    flat = median_filter(padded.ravel(), size)  # one long line is filtered fastest
    medians: NDArray[np.float32] = flat.reshape(padded.shape)[:, half:-half]
    return medians


def percussive_shares(mel: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the share of each frame's power that is percussive.

    The median over time keeps what is held, the median over frequency what is short;
    their squares divide the power of each cell (a soft mask).

    Parameters
    ----------
    mel : ndarray of shape (n_frames, n_bands), float32
        Power in mel bands.

    Returns
    -------
    ndarray of shape (n_frames,), float32
        0 to 1; 0 for a frame without power.

    References
    ----------
    Fitzgerald, "Harmonic/percussive separation using median filtering", DAFx 2010;
    here on mel bands in place of the bins.
    """
    magnitude = np.sqrt(mel)
    held = _medians(np.ascontiguousarray(magnitude.T), _LENGTH).T
    short = _medians(magnitude, _WIDTH)
    held *= held
    short = short * short
    both = held + short
    mask = np.divide(short, both, out=np.zeros_like(both), where=both > 0)
    total = mel.sum(axis=1)
    part = (mask * mel).sum(axis=1)
    return np.asarray(np.divide(part, total, out=np.zeros_like(total), where=total > 0))
