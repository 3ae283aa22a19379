"""Answer with the network's filters of timbre, by way of a spectrum over the bands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from genrelens.audio.music_tags.mel import N_MELS
from genrelens.audio.music_tags.rectified import Rectified

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = ["TimbralFilters", "spectra_over_bands"]

_N_BINS: Final = N_MELS // 2 + 1
_N_TAPS: Final = 7  # frames that a filter spans
_FRAMES_AT_ONCE: Final = 17  # what is then held in between stays in the second cache


def spectra_over_bands(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Give the spectra over the mel bands of the seven frames around each frame.

    Parameters
    ----------
    picture : ndarray of float32, shape (n_frames, 96)
        A window of the mel picture; before and after it there are zeros.

    Returns
    -------
    ndarray of float32, shape (49, n_frames, 14)
        For each frequency the real and imaginary parts of seven frames.
    """
    n_frames = len(picture)
    spectrum = np.zeros((_N_BINS, n_frames + _N_TAPS - 1, 2), dtype=np.float32)
    middle = spectrum[:, _N_TAPS // 2 : _N_TAPS // 2 + n_frames]
    np.copyto(middle, (picture @ _to_spectrum()).reshape(-1, _N_BINS, 2).swapaxes(0, 1))
    flat = spectrum.reshape(_N_BINS, -1)
    around = sliding_window_view(flat, 2 * _N_TAPS, axis=1)[:, ::2]
    return np.ascontiguousarray(around)


class TimbralFilters:
    """Filters of seven frames and many bands, each slid over the bands.

    A filter answers at every place along the bands where it fits, and only its
    greatest answer counts. Slid over the bands, it is a product of spectra (the places
    where it fits are those where a circular product of length 96 does not wrap), which
    costs 14 multiplications a frequency instead of 266 or 469 a place. On the way
    back, two places at the same distance m from the middle share their work: their
    answers are E(m) + O(m) and E(m) - O(m), an even and an odd sum over frequencies,
    so that the greater of the two is E(m) plus the size of O(m).

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
        kernel = arrays[f"{filters}/kernel"].astype(np.float64)
        n_taps, n_bands, _, self.n_filters = kernel.shape
        signed = kernel.reshape(n_taps, n_bands, -1) * self._after.sign
        n_places = N_MELS - n_bands + 1
        self._n_half = (n_places + 1) // 2
        self._products = _products(signed, middle=(n_places - 1) / 2)
        self._sums = _sums(n_places)
        n_between = _N_BINS * _FRAMES_AT_ONCE * self.n_filters
        self._between = np.empty(n_between, dtype=np.float32)
        n_answers = self._n_half * _FRAMES_AT_ONCE * self.n_filters
        self._answers = np.empty((2, n_answers), dtype=np.float32)

    def hear(self, spectra: NDArray[np.float32], out: NDArray[np.float32]) -> None:
        """Give the features of a window.

        Parameters
        ----------
        spectra : ndarray of float32, shape (49, n_frames, 14)
            As of `spectra_over_bands`.
        out : ndarray of float32, shape (n_frames, n_filters)
            Where the features are put.
        """
        for start in range(0, spectra.shape[1], _FRAMES_AT_ONCE):
            part = slice(start, start + _FRAMES_AT_ONCE)
            even, odd = (self._sum(spectra[:, part], half) for half in (0, 1))
            np.abs(odd, out=odd)
            even += odd
            out[part] = even.max(axis=0).reshape(-1, self.n_filters)
        self._after.finish(out)

    def _sum(self, spectra: NDArray[np.float32], half: int) -> NDArray[np.float32]:
        """Give the even (0) or odd (1) sum of each place, frame and filter."""
        n_columns = spectra.shape[1] * self.n_filters
        between = self._between[: _N_BINS * n_columns].reshape(_N_BINS, n_columns)
        shaped = between.reshape(_N_BINS, -1, self.n_filters)
        np.matmul(spectra, self._products[half], out=shaped)
        answers = self._answers[half, : self._n_half * n_columns]
        return np.matmul(self._sums[half], between, out=answers.reshape(-1, n_columns))


def _to_spectrum() -> NDArray[np.float32]:
    """Give the matrix from 96 bands to real and imaginary parts of 49 frequencies."""
    angle = np.outer(np.arange(N_MELS), np.arange(_N_BINS)) * (2 * np.pi / N_MELS)
    parts = np.stack([np.cos(angle), -np.sin(angle)], axis=2)
    return parts.reshape(N_MELS, 2 * _N_BINS).astype(np.float32)


def _products(
    kernel: NDArray[np.float64], *, middle: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the matrices from seven spectra to the product's real and imaginary part.

    Both are of shape (49, 14, n_filters); the product is turned so that the place
    `middle` lies at zero.
    """
    angle = np.arange(_N_BINS) * (2 * np.pi / N_MELS)
    turned = np.fft.rfft(kernel, n=N_MELS, axis=1).conj()
    turned *= np.exp(1j * angle * middle)[:, np.newaxis]
    per_bin = turned.swapaxes(0, 1)  # frequencies, frames, filters
    real = np.stack([per_bin.real, -per_bin.imag], axis=2)
    imaginary = np.stack([per_bin.imag, per_bin.real], axis=2)
    shape = (_N_BINS, 2 * kernel.shape[0], kernel.shape[2])
    return (
        real.reshape(shape).astype(np.float32),
        imaginary.reshape(shape).astype(np.float32),
    )


def _sums(n_places: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give the even and odd sums over frequencies, at each distance from the middle."""
    distance = np.arange((n_places + 1) // 2) + (0.5 if n_places % 2 == 0 else 0.0)
    angle = np.outer(distance, np.arange(_N_BINS)) * (2 * np.pi / N_MELS)
    share = np.full(_N_BINS, 2 / N_MELS)
    share[[0, -1]] /= 2
    even, odd = np.cos(angle) * share, -np.sin(angle) * share
    return even.astype(np.float32), odd.astype(np.float32)
