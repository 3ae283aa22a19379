"""Predictions whose truth is known, in groups of any size."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from genrelens.evaluation.scores import HeldOut

DrawHeldOut = Callable[..., HeldOut]


def _draw(
    n_tracks: int = 1500,
    *,
    n_genres: int = 4,
    alpha: float = 0.7,
    power: float = 1.0,
    group_size: int = 3,
    n_folds: int = 5,
    seed: int = 0,
) -> HeldOut:
    """Draw genres from probabilities that the model reports raised to a power."""
    rng = np.random.default_rng(seed)
    true = rng.dirichlet(np.full(n_genres, alpha), n_tracks)
    codes = (rng.random(n_tracks)[:, None] > true.cumsum(axis=1)).sum(axis=1)
    codes = codes.clip(max=n_genres - 1)
    told = true.clip(1e-12) ** power
    told /= told.sum(axis=1, keepdims=True)
    units = np.arange(n_tracks) // group_size
    return HeldOut.of(codes, told, folds=units % n_folds, units=units)


@pytest.fixture
def draw_held_out() -> DrawHeldOut:
    return _draw
