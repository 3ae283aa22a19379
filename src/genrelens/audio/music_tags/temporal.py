"""Answer with the network's filters of rhythm, each slid over time in every band."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from genrelens.audio.music_tags.mel import N_MELS
from genrelens.audio.music_tags.rectified import Rectified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["TemporalFilters"]

_FRAMES_AT_ONCE: Final = 11  # their answers stay in the second cache


class TemporalFilters:
    """Filters of one band and many frames; the greatest answer of all bands counts.

    The frames under a filter are rows that follow each other, so that they are
    multiplied where they stand, without a copy for each place.

    Parameters
    ----------
    arrays : mapping of str to ndarray
        The network's arrays.
    filters, norm : str
        Names of the filters and of the normalisation after them.
    """

    def __init__(
        self, arrays: Mapping[str, NDArray[np.float32]], filters: str, norm: str
    ) -> None:
        self._after = Rectified.of(arrays, filters, norm)
        kernel = arrays[f"{filters}/kernel"]
        self._n_taps, _, _, self.n_filters = kernel.shape
        signed = kernel.reshape(self._n_taps, -1) * self._after.sign
        self._signed = np.ascontiguousarray(signed.T)
        shape = (_FRAMES_AT_ONCE, self.n_filters, N_MELS)
        self._answers = np.empty(shape, dtype=np.float32)

    def hear(self, picture: NDArray[np.float32], out: NDArray[np.float32]) -> None:
        """Give the features of a window.

        Parameters
        ----------
        picture : ndarray of float32, shape (n_frames, 96)
            A window of the mel picture; before and after it there are zeros.
        out : ndarray of float32, shape (n_frames, n_filters)
            Where the features are put.
        """
        before = (self._n_taps - 1) // 2
        after = self._n_taps - 1 - before
        padded = np.pad(picture, ((before, after), (0, 0)))
        under = sliding_window_view(padded, self._n_taps, axis=0).swapaxes(1, 2)
        for start in range(0, len(picture), _FRAMES_AT_ONCE):
            part = under[start : start + _FRAMES_AT_ONCE]
            answers = np.matmul(self._signed, part, out=self._answers[: len(part)])
            out[start : start + _FRAMES_AT_ONCE] = _greatest(answers)
        self._after.finish(out)


def _greatest(answers: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the maximum along the last axis of 96: halves first, which is faster."""
    n_left = answers.shape[-1]
    while n_left % 2 == 0:
        n_left //= 2
        half = answers[..., :n_left]
        np.maximum(half, answers[..., n_left : 2 * n_left], out=half)
    greatest: NDArray[np.float32] = answers[..., :n_left].max(axis=-1)
    return greatest
