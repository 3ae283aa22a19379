"""Tables of known kinds, divided as training divides them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from genrelens.evaluation.grouping import Groups
from genrelens.evaluation.scenarios.trial import Trial
from genrelens.evaluation.splitting import divide
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable


def _make(
    *,
    n_artists: int = 60,
    per_artist: int = 4,
    n_genres: int = 3,
    signal: float = 2.0,
    kind: str = "artists",
    seed: int = 0,
) -> Trial:
    """Column "clear" tells the genre as the signal is strong, "noise" says nothing."""
    rng = np.random.default_rng(seed)
    ids = np.repeat(np.arange(n_artists), per_artist)
    codes = (np.arange(n_artists) % n_genres)[ids].astype(np.int64)
    X = pd.DataFrame(
        {
            "clear": signal * codes + rng.normal(size=len(ids)),
            "half": 0.5 * signal * codes + rng.normal(size=len(ids)),
            "noise": rng.normal(size=len(ids)),
        }
    )
    genres = np.array([f"genre {code}" for code in range(n_genres)])
    groups = Groups(ids, kind, n_artists, 1 / n_artists, "Made by hand.")
    return Trial(
        lambda model_seed: GenreForest(n_trees=10, random_state=model_seed, n_jobs=1),
        X,
        genres[codes],
        codes,
        genres,
        groups,
        divide(codes, groups, n_folds=4, seed=seed),
        seed,
        lambda _: None,
    )


@pytest.fixture
def make_trial() -> Callable[..., Trial]:
    return _make
