"""Predictions by a model that knows how its tracks were drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

from genrelens.evaluation.scores import HeldOut

Plant = Callable[..., HeldOut]


def plant_held_out(
    centres: Sequence[float],
    *,
    n_tracks: int = 200,
    per_group: int = 2,
    n_folds: int = 5,
    seed: int = 0,
) -> HeldOut:
    """Draw tracks of each genre about its centre, and give the true chances."""
    rng = np.random.default_rng(seed)
    middle = np.asarray(centres, dtype=float)
    codes = np.repeat(np.arange(len(middle)), n_tracks)
    value = middle[codes] + rng.normal(size=len(codes))
    chances = np.exp(-0.5 * (value[:, np.newaxis] - middle) ** 2) + 1e-12
    units = np.arange(len(codes)) // per_group
    return HeldOut.of(
        codes,
        chances / chances.sum(axis=1, keepdims=True),
        folds=rng.integers(0, n_folds, units[-1] + 1)[units],
        units=units,
    )


@pytest.fixture
def plant() -> Plant:
    return plant_held_out
