"""Hear fifty tags in a stretch of sound with the pretrained network."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from genrelens.audio.music_tags.mel import RATE, log_mel
from genrelens.audio.music_tags.rectified import Rectified, scale_and_shift
from genrelens.audio.music_tags.temporal import TemporalFilters
from genrelens.audio.music_tags.timbral import TimbralFilters, spectra_over_bands
from genrelens.errors import InputError
from genrelens.schema.music_tags import MUSIC_TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["N_FRAMES", "MusicTagsNetwork", "open_music_tags", "windows_of"]

N_FRAMES: Final = 187
"""Frames of one window: three seconds, as in training."""

_WINDOWS_AT_ONCE: Final = 4


def open_music_tags(folder: Path, *, threads: int = 1) -> MusicTagsNetwork:
    """Open the network that stands in a folder, and check that it is whole.

    Parameters
    ----------
    folder : pathlib.Path
        Written by `genrelens.audio.music_tags.storing.store_weights`.
    threads : int, default 1
        Most threads it may use.

    Raises
    ------
    InputError
        If it is not there or damaged.
    """
    from genrelens.audio.music_tags.storing import load_weights

    weights = load_weights(folder)
    return MusicTagsNetwork(weights.arrays, digest=weights.digest, threads=threads)


def windows_of(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    """Cut a mel picture into windows of three seconds that do not overlap.

    What is left at the end is not heard; a picture shorter than a window is
    repeated until it fills one.

    Parameters
    ----------
    picture : ndarray of float32, shape (n_frames, 96)
        At least one frame.

    Returns
    -------
    ndarray of float32, shape (n_windows, 187, 96)
        At least one window.
    """
    if len(picture) < N_FRAMES:
        picture = np.resize(picture, (N_FRAMES, picture.shape[1]))
    n_windows = len(picture) // N_FRAMES
    return picture[: n_windows * N_FRAMES].reshape(n_windows, N_FRAMES, -1)


class MusicTagsNetwork:
    """The published network, with the same answers by less arithmetic.

    Parameters
    ----------
    arrays : mapping of str to ndarray of float32
        Its weights, by the names they were published under.
    digest : str
        SHA-256 of the weights.
    threads : int, default 1
        Most threads it may use.

    References
    ----------
    J. Pons and X. Serra (2019), musicnn: pre-trained convolutional neural networks
    for music audio tagging, late-breaking demo, ISMIR.
    """

    name: Final = "music-tags"
    columns: Final = tuple(tag.column for tag in MUSIC_TAGS)
    rate: Final = RATE

    def __init__(
        self,
        arrays: Mapping[str, NDArray[np.float32]],
        *,
        digest: str,
        threads: int = 1,
    ) -> None:
        from threadpoolctl import ThreadpoolController

        self.digest: Final = digest
        self._threads = threads
        self._libraries = ThreadpoolController()
        scale, shift = scale_and_shift(arrays, "batch_normalization")
        self._scale, self._shift = np.float32(scale[0]), np.float32(shift[0])
        self._timbral = (
            TimbralFilters(arrays, "conv2d", "batch_normalization_1"),
            TimbralFilters(arrays, "conv2d_1", "batch_normalization_2"),
        )
        self._temporal = tuple(
            TemporalFilters(arrays, f"conv2d_{n}", f"batch_normalization_{n + 1}")
            for n in (2, 3, 4)
        )
        self._layers = tuple(_Layer(arrays, n) for n in (5, 6, 7))
        self._dense = _fold(arrays, "batch_normalization_9", "dense")
        self._last = _fold(arrays, "batch_normalization_10", "dense_1")

    def hear(self, samples: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the probability of each tag, the mean over windows of three seconds.

        Parameters
        ----------
        samples : ndarray of float32, shape (n_samples,)
            One channel at 16 kHz, finite, at least one sample.

        Returns
        -------
        ndarray of float32, shape (50,)
            From 0 to 1, in the order of `columns`.

        Raises
        ------
        InputError
            If there is no sample, or one is not finite.
        """
        if samples.ndim != 1 or len(samples) == 0:
            raise InputError(
                f"The network hears one channel with at least one sample, but was "
                f"given samples of shape {samples.shape}. Give a stretch with sound."
            )
        if not np.isfinite(samples).all():
            n_wrong = int((~np.isfinite(samples)).sum())
            raise InputError(
                f"{n_wrong:,} of {len(samples):,} samples are not finite numbers. "
                f"The file is damaged; convert it anew from its source."
            )
        with self._libraries.limit(limits=self._threads):
            heard = self.hear_windows(windows_of(log_mel(samples)))
        mean: NDArray[np.float64] = heard.mean(axis=0, dtype=np.float64)
        return mean.astype(np.float32)

    def hear_windows(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the probability of each tag in each window.

        Parameters
        ----------
        windows : ndarray of float32, shape (n_windows, n_frames, 96)
            Log-mel pictures.

        Returns
        -------
        ndarray of float32, shape (n_windows, 50)
            From 0 to 1.
        """
        from scipy.special import expit

        starts = range(0, len(windows), _WINDOWS_AT_ONCE)
        pooled = np.concatenate(
            [self._pool(windows[start : start + _WINDOWS_AT_ONCE]) for start in starts]
        )
        weight, bias = self._dense
        hidden = np.maximum(pooled @ weight + bias, 0)
        weight, bias = self._last
        heard: NDArray[np.float32] = expit(hidden @ weight + bias)
        return heard

    def _pool(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give maximum and mean over time of every feature, one after the other."""
        found = self._front(windows)
        features = [found]
        for layer in self._layers:
            found = layer.hear(found)
            if len(features) > 1:
                found += features[-1]
            features.append(found)
        tops = np.concatenate([part.max(axis=1) for part in features], axis=1)
        means = np.concatenate([part.mean(axis=1) for part in features], axis=1)
        return np.stack([tops, means], axis=2).reshape(len(windows), -1)

    def _front(self, windows: NDArray[np.float32]) -> NDArray[np.float32]:
        """Give the features of timbre and rhythm, (n_windows, n_frames, 561)."""
        sizes = [timbre.n_filters for timbre in self._timbral]
        sizes += [rhythm.n_filters for rhythm in self._temporal]
        ends = np.cumsum(sizes)
        found = np.empty((*windows.shape[:2], int(ends[-1])), dtype=np.float32)
        for window, row in zip(windows, found, strict=True):
            picture = window * self._scale + self._shift
            spectra = spectra_over_bands(picture)
            parts = np.split(row, ends[:-1], axis=1)
            for timbre, part in zip(self._timbral, parts, strict=False):
                timbre.hear(spectra, part)
            for rhythm, part in zip(self._temporal, parts[2:], strict=True):
                rhythm.hear(picture, part)
        return found


class _Layer:
    """A layer that looks at all features of seven frames."""

    def __init__(self, arrays: Mapping[str, NDArray[np.float32]], number: int) -> None:
        self._after = Rectified.of(
            arrays, f"conv2d_{number}", f"batch_normalization_{number + 1}"
        )
        kernel = arrays[f"conv2d_{number}/kernel"][:, :, 0]
        self._n_taps, n_features, self._n_filters = kernel.shape
        side_by_side = kernel.transpose(1, 0, 2).reshape(n_features, -1)
        self._kernel = np.ascontiguousarray(side_by_side)

    def hear(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Multiply once with all seven frames' weights, then add what belongs together.

        Parameters
        ----------
        features : ndarray of float32, shape (n_windows, n_frames, n_features)
            Before and after a window there are zeros.

        Returns
        -------
        ndarray of float32, shape (n_windows, n_frames, n_filters)
            A new array.
        """
        n_windows, n_frames, n_features = features.shape
        products = (features.reshape(-1, n_features) @ self._kernel).reshape(
            n_windows, n_frames, self._n_taps, self._n_filters
        )
        middle = self._n_taps // 2
        answers = products[:, :, middle].copy()
        for tap in range(self._n_taps):
            late = tap - middle
            if late > 0:
                answers[:, :-late] += products[:, late:, tap]
            elif late < 0:
                answers[:, -late:] += products[:, :late, tap]
        return self._after.apply(answers)


def _fold(
    arrays: Mapping[str, NDArray[np.float32]], norm: str, dense: str
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Give a dense layer that does the normalisation before it as well."""
    scale, shift = scale_and_shift(arrays, norm)
    kernel = arrays[f"{dense}/kernel"].astype(np.float64)
    bias = arrays[f"{dense}/bias"] + shift @ kernel
    return (
        (scale[:, np.newaxis] * kernel).astype(np.float32),
        bias.astype(np.float32),
    )
