"""Genres with a tree, and predictions whose chances are true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.scores import HeldOut
from genrelens.schema.genre_tree import GenreTree

if TYPE_CHECKING:
    from collections.abc import Callable

GENRES = ("house", "techno", "folk", "country", "trip hop")


@pytest.fixture
def genres() -> tuple[str, ...]:
    return GENRES


@pytest.fixture
def tree() -> GenreTree:
    return GenreTree.of(
        {
            "house": "electronic",
            "techno": "electronic",
            "folk": "acoustic",
            "country": "acoustic",
            "trip hop": ["electronic", "rap"],
        }
    )


@pytest.fixture
def honest() -> Callable[..., HeldOut]:
    """Draw genres by the very chances that are predicted."""

    def draw(n_tracks: int = 2000, seed: int = 0, n_folds: int = 4) -> HeldOut:
        rng = np.random.default_rng(seed)
        family = rng.dirichlet([0.4, 0.4, 0.2], n_tracks)
        within = rng.dirichlet([0.5, 0.5], (n_tracks, 2))
        proba = np.column_stack(
            [
                family[:, :1] * within[:, 0],
                family[:, 1:2] * within[:, 1],
                family[:, 2:],
            ]
        )
        codes = (rng.uniform(size=(n_tracks, 1)) > proba.cumsum(axis=1)).sum(axis=1)
        units = np.arange(n_tracks) // 2
        return HeldOut.of(
            np.minimum(codes, 4), proba, folds=units % n_folds, units=units
        )

    return draw
