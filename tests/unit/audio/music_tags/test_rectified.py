"""The greatest feature is found from the greatest signed answer."""

from __future__ import annotations

import numpy as np

from genrelens.audio.music_tags.rectified import Rectified, scale_and_shift


def _arrays(n=40):
    rng = np.random.default_rng(4)
    return {
        "f/bias": rng.normal(size=n).astype(np.float32),
        "n/gamma": rng.normal(size=n).astype(np.float32),
        "n/beta": rng.normal(size=n).astype(np.float32),
        "n/moving_mean": rng.normal(size=n).astype(np.float32),
        "n/moving_variance": rng.uniform(0.1, 3, n).astype(np.float32),
    }


def test_scale_and_shift_are_the_normalisation():
    arrays = _arrays()
    scale, shift = scale_and_shift(arrays, "n")
    x = np.linspace(-3, 3, 40)
    gamma, beta, mean, variance = (
        arrays[f"n/{part}"].astype(float)
        for part in ("gamma", "beta", "moving_mean", "moving_variance")
    )
    expected = gamma * (x - mean) / np.sqrt(variance + 1e-3) + beta
    np.testing.assert_allclose(scale * x + shift, expected)


def test_the_greatest_signed_answer_gives_the_greatest_feature_of_all_places():
    after = Rectified.of(_arrays(), "f", "n")
    assert {-1.0, 1.0} == set(after.sign.tolist())
    rng = np.random.default_rng(5)
    answers = rng.normal(size=(12, 7, 40)).astype(np.float32)  # places, frames, filters
    every = after.apply(answers.copy()).max(axis=0)
    shortcut = after.finish((answers * after.sign).max(axis=0))
    np.testing.assert_array_equal(shortcut, every)
