"""The way by spectra gives the answers of the filters slid over the bands."""

from __future__ import annotations

import numpy as np
import pytest

from genrelens.audio.music_tags.timbral import TimbralFilters, spectra_over_bands


@pytest.fixture(scope="module")
def picture():
    drawn = np.random.default_rng(6).gamma(2, size=(41, 96))
    return drawn.astype(np.float32)


@pytest.mark.parametrize("number", [0, 1])
def test_features_are_those_of_every_place_tried(
    drawn_arrays, slow_network, picture, number
):
    """59 places, an odd number, have a middle; 30 have none."""
    name = "conv2d" if number == 0 else "conv2d_1"
    filters = TimbralFilters(drawn_arrays, name, f"batch_normalization_{number + 1}")
    found = np.empty((len(picture), filters.n_filters), dtype=np.float32)
    filters.hear(spectra_over_bands(picture), found)
    slow = slow_network(drawn_arrays).convolve(
        number, picture.astype(float), before=3, after=3
    )
    np.testing.assert_allclose(found, slow.max(axis=1), atol=2e-5)


def test_spectra_hold_the_seven_frames_around_each(picture):
    spectra = spectra_over_bands(picture)
    assert spectra.shape == (49, len(picture), 14)
    expected = np.fft.rfft(np.pad(picture, ((3, 3), (0, 0))), axis=1)
    for frame, offset in ((0, 0), (20, 3), (40, 6)):
        found = spectra[:, frame, 2 * offset] + 1j * spectra[:, frame, 2 * offset + 1]
        np.testing.assert_allclose(found, expected[frame + offset], atol=1e-4)
