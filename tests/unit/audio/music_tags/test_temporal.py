"""Filters of rhythm answer as when they are slid over time in every band."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.music_tags.temporal import TemporalFilters


@pytest.mark.parametrize(("number", "n_taps"), [(2, 128), (3, 64), (4, 32)])
def test_features_are_those_of_every_band_tried(
    drawn_arrays, slow_network, number, n_taps
):
    picture = np.random.default_rng(7).gamma(2, size=(50, 96)).astype(np.float32)
    filters = TemporalFilters(
        drawn_arrays, f"conv2d_{number}", f"batch_normalization_{number + 1}"
    )
    found = np.empty((len(picture), filters.n_filters), dtype=np.float32)
    filters.hear(picture, found)
    before = (n_taps - 1) // 2
    slow = slow_network(drawn_arrays).convolve(
        number, picture.astype(float), before=before, after=n_taps - 1 - before
    )
    np.testing.assert_allclose(found, slow.max(axis=1), atol=2e-5)
