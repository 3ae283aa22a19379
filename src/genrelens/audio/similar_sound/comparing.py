"""Tell how alike two fingerprints are where one is laid over the other."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from genrelens.audio.similar_sound.fingerprint import WORDS_A_SECOND

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["SAME_RECORDING", "Overlay", "best_overlay", "least_overlap", "similarity"]

SAME_RECORDING = 0.70
"""Least share of equal bits that two fingerprints of one recording have.

Measured on 209 clips: encoded anew 0.76 and more, different recordings at any offset
0.60 and less (`benchmarks/sound/duplicates.py`).
"""

_LEAST_SECONDS = 3.0


class Overlay(NamedTuple):
    """How one fingerprint lies over another.

    Parameters
    ----------
    similarity : float
        Share of equal bits, 0 to 1.
    offset : int
        Word `n` of the second lies on word `n + offset` of the first.
    """

    similarity: float
    offset: int


def least_overlap(
    n_first: NDArray[np.int64] | int, n_second: NDArray[np.int64] | int
) -> NDArray[np.int64]:
    """Words that must lie over each other: half of the shorter one, at least 3 s.

    Examples
    --------
    >>> least_overlap(np.array([600, 600]), np.array([600, 80]))
    array([300,  65])
    """
    least = math.ceil(_LEAST_SECONDS * WORDS_A_SECOND)
    half = np.asarray(np.minimum(n_first, n_second), dtype=np.int64) // 2
    return np.maximum(np.int64(least), half)


def similarity(
    first: NDArray[np.uint32], second: NDArray[np.uint32], offset: int
) -> float:
    """Share of equal bits at one offset.

    Parameters
    ----------
    first, second : ndarray of uint32, shape (n_words,)
    offset : int
        Word `n` of the second lies on word `n + offset` of the first.

    Returns
    -------
    float
        0 where too little of them lies over each other. Moments in which both are
        silent tell nothing and are not counted.

    Examples
    --------
    >>> words = np.arange(1, 101, dtype=np.uint32)
    >>> similarity(words, words[10:], 10)
    1.0
    >>> similarity(words, ~words, 0)
    0.0
    """
    ours = first[max(0, offset) :]
    theirs = second[max(0, -offset) :]
    n_common = min(len(ours), len(theirs))
    ours, theirs = ours[:n_common], theirs[:n_common]
    n_heard = int(np.count_nonzero(ours | theirs))
    if n_heard < least_overlap(len(first), len(second)):
        return 0.0
    n_different = int(np.bitwise_count(ours ^ theirs).sum())
    return 1.0 - n_different / (32 * n_heard)


def best_overlay(
    first: NDArray[np.uint32],
    second: NDArray[np.uint32],
    *,
    near: int,
    reach: int,
) -> Overlay:
    """Lay the second over the first at the best of some offsets.

    Parameters
    ----------
    first, second : ndarray of uint32, shape (n_words,)
    near : int
        The offset in the middle of those that are tried.
    reach : int
        How many are tried on each side of it.

    Returns
    -------
    Overlay
        The offset nearest to `near` wins a draw.
    """
    tried = sorted(range(near - reach, near + reach + 1), key=lambda at: abs(at - near))
    overlays = [Overlay(similarity(first, second, at), at) for at in tried]
    return max(overlays, key=lambda overlay: overlay.similarity)
