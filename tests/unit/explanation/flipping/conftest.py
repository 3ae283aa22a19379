"""A forest and a linear model on made-up attributes, for the tests of flips."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from genrelens.explanation.flipping.axes import Axis, lay_out_axes
from genrelens.features.reference import FeatureReference, describe_features
from genrelens.models.genre_forest import GenreForest
from genrelens.models.linear import LinearModel
from genrelens.schema.columns import Kind
from genrelens.schema.features import Feature

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from genrelens.models.genre_model import GenreModel

FEATURES = (
    Feature("tempo", "tempo", Kind.NUMBER, "BPM", "rhythm", "tempo", True),
    Feature("energy", "energy", Kind.NUMBER, "", "loudness", "energy", True),
    Feature("duration_ms", "duration", Kind.NUMBER, "ms", "sound", "duration", True),
    Feature("key", "key", Kind.NUMBER, "pitch class", "harmony", "key", True),
    Feature("year", "year", Kind.NUMBER, "year", "catalogue", "year", False),
    Feature("explicit", "explicit", Kind.FLAG, "", "catalogue", "explicit", False),
    Feature("label", "label", Kind.CATEGORY, "", "catalogue", "label", False),
)


@dataclass(frozen=True)
class MadeUp:
    """A trained model, what it learnt from, and where attributes may go."""

    model: GenreModel
    features: tuple[Feature, ...]
    references: tuple[FeatureReference, ...]
    frame: pd.DataFrame
    genres: tuple[str, ...]
    axes: tuple[Axis, ...]

    @staticmethod
    def calibrate(own: NDArray[np.float64]) -> NDArray[np.float64]:
        """Favour the last genre, so that calibration changes who wins."""
        shifted = own * np.array([1.0, 1.0, 1.3])
        return np.asarray(shifted / shifted.sum(axis=1, keepdims=True))

    def row(self, place: int) -> pd.DataFrame:
        return self.frame.iloc[[place]]


def _draw(n_tracks: int) -> tuple[pd.DataFrame, NDArray[Any]]:
    rng = np.random.default_rng(8)
    genre = rng.integers(0, 3, n_tracks)
    frame = pd.DataFrame(
        {
            "tempo": np.array([84.0, 124.0, 137.0])[genre] + rng.normal(0, 9, n_tracks),
            "energy": (0.3 + 0.2 * genre + rng.normal(0, 0.15, n_tracks)).clip(0, 1),
            "duration_ms": rng.normal(210_000, 40_000, n_tracks).round(),
            "key": rng.integers(0, 12, n_tracks).astype(float),
            "year": rng.integers(1990, 2024, n_tracks).astype(float),
            "explicit": (rng.random(n_tracks) < 0.2 + 0.2 * (genre == 0)).astype(float),
            "label": np.array(["Roots", "Deep", "Works"])[
                np.where(
                    rng.random(n_tracks) < 0.7, genre, rng.integers(0, 3, n_tracks)
                )
            ],
        }
    )
    frame.loc[rng.random(n_tracks) < 0.05, "energy"] = np.nan
    frame["label"] = frame["label"].astype("str")
    return frame, np.array(["dub", "house", "techno"])[genre]


@pytest.fixture(scope="session")
def made_up() -> MadeUp:
    return _learnt(GenreForest(n_trees=30, random_state=0, n_jobs=1))


@pytest.fixture(scope="session", params=["forest", "linear"])
def either(request: pytest.FixtureRequest, made_up: MadeUp) -> MadeUp:
    """Give a forest, and then a linear model that learnt from the same tracks."""
    return made_up if request.param == "forest" else _learnt(LinearModel(n_jobs=1))


def _learnt(model: GenreModel) -> MadeUp:
    frame, y = _draw(500)
    model = model.fit(frame, y)
    references = describe_features(FEATURES, frame, y)
    axes = lay_out_axes(FEATURES, references, model.encoder_)
    return MadeUp(model, FEATURES, references, frame, ("dub", "house", "techno"), axes)


@pytest.fixture(scope="session")
def feature() -> Callable[[str], Feature]:
    by_name = {feature.name: feature for feature in FEATURES}
    return lambda name: by_name[name]
