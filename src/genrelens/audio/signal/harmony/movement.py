"""Measure how varied the notes are and how far the harmony moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["chord_change", "note_entropy"]

_TURNS: Final = ((7 / 12, 1.0), (3 / 12, 1.0), (4 / 12, 0.5))  # fifths, thirds


def _centroids(chroma: NDArray[np.float64]) -> NDArray[np.float64]:
    """Place each frame on the circles of fifths, minor thirds and major thirds."""
    classes = np.arange(12)
    axes = [
        radius * wave(2 * np.pi * turn * classes)
        for turn, radius in _TURNS
        for wave in (np.sin, np.cos)
    ]
    total = chroma.sum(axis=1, keepdims=True)
    places: NDArray[np.float64] = (chroma / total) @ np.array(axes).T
    return places


def chord_change(chroma: NDArray[np.float64], frame_rate: float) -> float:
    """Give how far the tonal centroid moves in a second.

    Parameters
    ----------
    chroma : ndarray of shape (n_frames, 12)
        Each row has a value above 0; at least two rows.
    frame_rate : float
        Frames a second.

    References
    ----------
    Harte, Sandler & Gasser, "Detecting harmonic change in musical audio", AMCMM 2006.
    """
    steps = np.diff(_centroids(chroma), axis=0)
    return float(np.sqrt((steps**2).sum(axis=1)).mean() * frame_rate)


def note_entropy(chroma: NDArray[np.float64]) -> float:
    """Give how evenly the pitch classes are used, 0 to 1.

    Parameters
    ----------
    chroma : ndarray of shape (12,)
        Not negative, not all 0.

    Examples
    --------
    >>> import numpy as np
    >>> note_entropy(np.ones(12)), note_entropy(np.eye(12)[3])
    (1.0, 0.0)
    """
    share = chroma[chroma > 0] / chroma.sum()
    entropy = float((share * np.log(1 / share)).sum()) / float(np.log(12))
    return min(max(entropy, 0.0), 1.0)
