"""Tracks by artists on numbers, a flag and a category, and their description."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.shift.describing import describe_training
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.shift.results import ShiftReference

GENRES = ("dub", "folk", "house")
FEATURES = (
    Feature("energy", "energy", Kind.NUMBER, "", "loudness", "e", True),
    Feature("loudness", "loudness", Kind.NUMBER, "dB", "loudness", "l", True),
    Feature("duration_ms", "duration", Kind.NUMBER, "ms", "setting", "d", True),
    Feature("popularity", "popularity", Kind.NUMBER, "", "catalogue", "p", False),
    Feature("explicit", "explicit", Kind.FLAG, "", "setting", "x", False),
    Feature("key", "key", Kind.CATEGORY, "", "harmony", "k", True),
)


@dataclass(frozen=True)
class Tracks:
    """A drawn table: attributes, genres, and the artist of each track."""

    frame: pd.DataFrame
    codes: NDArray[np.int64]
    units: NDArray[np.int64]
    proba: NDArray[np.float64]


def draw(n_artists: int, seed: int, mix: tuple[float, ...] = (1, 1, 1)) -> Tracks:
    """Draw artists of one genre with one to nine tracks that sound alike."""
    rng = np.random.default_rng(seed)
    shares = np.array(mix) / sum(mix)
    sizes = rng.integers(1, 10, size=n_artists)
    units = np.repeat(np.arange(n_artists), sizes)
    codes = rng.choice(3, size=n_artists, p=shares)[units]
    n_tracks = len(units)
    sound = np.array([-1.0, 0.0, 1.0])[codes] + 0.6 * rng.normal(size=n_artists)[units]
    sound = sound + 0.6 * rng.normal(size=n_tracks)
    keys = np.array(["C", "D", "F♯", "A"])[rng.integers(4, size=n_tracks)]
    frame = pd.DataFrame(
        {
            "energy": 1 / (1 + np.exp(-sound)),
            "loudness": -9 + 2 * sound + rng.normal(0, 0.5, n_tracks),
            "duration_ms": np.exp(rng.normal(12.3, 0.25, n_tracks)),
            "popularity": rng.integers(1, 100, n_tracks).astype(float),
            "explicit": (rng.random(n_tracks) < 0.3).astype(float),
            "key": pd.Series(keys, dtype="str"),
        }
    )
    density = np.exp(-((sound[:, None] - np.array([-1.0, 0.0, 1.0])) ** 2) / (2 * 0.72))
    return Tracks(frame, codes, units, density / density.sum(axis=1, keepdims=True))


@pytest.fixture(scope="session")
def draw_tracks():
    return draw


@dataclass(frozen=True)
class Described:
    """What training was like, and the features and genres that it is about."""

    reference: ShiftReference
    features: tuple[Feature, ...]
    genres: tuple[str, ...]
    tracks: Tracks


@pytest.fixture(scope="session")
def described() -> Described:
    tracks = draw(900, 1)
    held_out = HeldOut.of(
        tracks.codes, tracks.proba, folds=tracks.units % 5, units=tracks.units
    )
    reference = describe_training(
        tracks.frame, FEATURES, held_out, scenario="unseen artists"
    )
    return Described(reference, FEATURES, GENRES, tracks)
