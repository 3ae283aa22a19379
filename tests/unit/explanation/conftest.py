"""Tiny models and tables with known truth."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

CENTRES = {"tempo": (125, 55), "loudness": (-11, 9), "speechiness": (0.5, 0.5)}


def _feature(name, unit="", kind=Kind.NUMBER, label=None, group="sound"):
    return Feature(name, label or name, kind, unit, group, name, is_audio=True)


@pytest.fixture
def make_feature():
    return _feature


@pytest.fixture
def features():
    return (
        _feature("tempo", "BPM", group="rhythm"),
        _feature("loudness", "dB", group="loudness"),
        _feature("speechiness"),
        _feature("explicit", kind=Kind.FLAG),
        _feature("mood", kind=Kind.CATEGORY),
        _feature("key", "pitch class", group="harmony"),
        _feature("duration_ms", "ms", label="duration"),
    )


@pytest.fixture
def frame():
    rng = np.random.default_rng(0)
    n = 240
    return pd.DataFrame(
        {
            "tempo": rng.uniform(70, 180, n),
            "loudness": rng.uniform(-20, -2, n),
            "speechiness": rng.uniform(0, 1, n),
            "explicit": rng.integers(0, 2, n).astype(float),
            "mood": pd.Series(rng.choice(["calm", "wild", "sad"], n), dtype="str"),
            "key": rng.integers(0, 12, n).astype(float),
            "duration_ms": rng.uniform(1e5, 4e5, n),
        }
    )


class LinearModel:
    """Probabilities linear in a few columns: Shapley values are known exactly.

    P(genre 0) = 0.5 + sum of weight * scaled column, clipped nowhere; columns are
    scaled to within ±1, missing values and text count 0.
    """

    def __init__(self, weights, classes=("house", "techno")):
        self.weights = weights
        self.classes_ = np.array(classes)

    def _parts(self, X):
        parts = np.zeros(X.shape)
        for place, name in enumerate(X.columns):
            if name in self.weights:
                middle, reach = CENTRES.get(name, (0.5, 0.5))
                scaled = (X[name].to_numpy(float) - middle) / reach
                parts[:, place] = self.weights[name] * np.nan_to_num(scaled)
        return parts

    def predict_proba(self, X):
        first = 0.5 + self._parts(X).sum(axis=1)
        return np.column_stack([first, 1 - first])

    def shapley_values(self, X):
        parts = self._parts(X)
        return np.stack([parts, -parts], axis=2), np.array([0.5, 0.5])


@pytest.fixture
def linear_model():
    return LinearModel
