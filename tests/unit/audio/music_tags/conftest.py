"""A slow, plain account of the published network."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view

from genrelens.audio.music_tags.published import ARRAYS


class SlowNetwork:
    """The network of Pons and Serra (2019) as it is published, layer by layer.

    Double precision, every convolution as a sum over all its places; it shares no
    line with the package.
    """

    def __init__(self, arrays) -> None:
        self.arrays = {name: each.astype(np.float64) for name, each in arrays.items()}

    def normalise(self, number, values):
        name = f"batch_normalization_{number}" if number else "batch_normalization"
        gamma, beta, mean, variance = (
            self.arrays[f"{name}/{part}"]
            for part in ("gamma", "beta", "moving_mean", "moving_variance")
        )
        return gamma * (values - mean) / np.sqrt(variance + 1e-3) + beta

    def convolve(self, number, image, *, before, after):
        """Give (n_frames, n_places, n_filters), after bias, rectifier and norm."""
        name = f"conv2d_{number}" if number else "conv2d"
        kernel, bias = self.arrays[f"{name}/kernel"], self.arrays[f"{name}/bias"]
        n_taps, n_bands, _, n_filters = kernel.shape
        padded = np.pad(image, ((before, after), (0, 0)))
        places = sliding_window_view(padded, (n_taps, n_bands))
        flat = places.reshape(*places.shape[:2], -1)
        answers = flat @ kernel.reshape(-1, n_filters) + bias
        return self.normalise(number + 1, np.maximum(answers, 0))

    def front(self, picture):
        image = self.normalise(0, picture.astype(np.float64))
        parts = [self.convolve(n, image, before=3, after=3) for n in (0, 1)]
        for number, n_taps in ((2, 128), (3, 64), (4, 32)):
            before = (n_taps - 1) // 2
            after = n_taps - 1 - before
            parts.append(self.convolve(number, image, before=before, after=after))
        return np.concatenate([part.max(axis=1) for part in parts], axis=1)

    def hear_window(self, picture):
        found = self.front(picture)
        first = self.convolve(5, found, before=3, after=3)[:, 0]
        second = self.convolve(6, first, before=3, after=3)[:, 0] + first
        third = self.convolve(7, second, before=3, after=3)[:, 0] + second
        features = np.concatenate([found, first, second, third], axis=1)
        pooled = np.stack([features.max(axis=0), features.mean(axis=0)], axis=1)
        hidden = self.normalise(9, pooled.ravel()) @ self.arrays["dense/kernel"]
        hidden = np.maximum(hidden + self.arrays["dense/bias"], 0)
        hidden = self.normalise(10, hidden)
        answers = hidden @ self.arrays["dense_1/kernel"] + self.arrays["dense_1/bias"]
        return 1 / (1 + np.exp(-answers))


def _draw(name, shape, rng):
    if name.endswith("variance"):
        return rng.uniform(0.5, 2.0, shape)
    if name.endswith("kernel"):
        return rng.normal(0, 1 / np.sqrt(np.prod(shape[:-1])), shape)
    return rng.normal(0, 0.5, shape)  # normalisations of both signs, too


@pytest.fixture(scope="session")
def drawn_arrays():
    """Give arrays of the network's shapes with drawn numbers."""
    rng = np.random.default_rng(20)
    return {
        name: _draw(name, shape, rng).astype(np.float32)
        for name, shape in ARRAYS.items()
    }


@pytest.fixture(scope="session")
def slow_network():
    return SlowNetwork
