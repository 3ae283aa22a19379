from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from genrelens.evaluation.sufficiency.genre_needs import find_needs
from genrelens.evaluation.sufficiency.learning_curve import TracedCurve, trace_curve
from genrelens.evaluation.sufficiency.refitting import refit_small

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial

SPREAD = 0.002


@pytest.fixture
def traced(make_trial: Callable[..., Trial]) -> tuple[Trial, TracedCurve]:
    trial = make_trial(n_artists=60)
    found = trace_curve(trial, refit_small(trial), grows_in="groups", seed=0)
    assert isinstance(found, TracedCurve)
    return trial, found


def _with_auc(traced: TracedCurve, auc: np.ndarray) -> TracedCurve:
    """Replace the genres' AUC, shape (n_sizes, n_genres), by known values."""
    rng = np.random.default_rng(0)
    drawn = auc[..., np.newaxis] + SPREAD * rng.normal(size=(*auc.shape, 400))
    scored = replace(
        traced.scored,
        genre_values={**traced.scored.genre_values, "auc": auc},
        genre_drawings={**traced.scored.genre_drawings, "auc": drawn},
    )
    return replace(traced, scored=scored)


def test_the_steepest_genre_comes_first_and_a_flat_one_is_not_claimed(
    traced: tuple[Trial, TracedCurve],
) -> None:
    trial, found = traced
    n_sizes = len(found.narrowed)
    steps = np.arange(n_sizes)[:, np.newaxis]
    auc = 0.7 + steps * np.array([0.0, 0.03, 0.06])
    needs = find_needs(trial, _with_auc(found, auc))
    assert [need.genre for need in needs] == ["genre 2", "genre 1", "genre 0"]
    assert [need.is_growing for need in needs] == [True, True, False]
    slope = needs[0].auc_slope
    assert slope is not None
    assert slope.value == pytest.approx(0.06, rel=0.15)
    assert slope.low > 0


def test_a_genre_that_falls_is_not_claimed(traced: tuple[Trial, TracedCurve]) -> None:
    trial, found = traced
    steps = np.arange(len(found.narrowed))[:, np.newaxis]
    needs = find_needs(trial, _with_auc(found, 0.9 - 0.05 * steps * np.ones(3)))
    assert not any(need.is_growing for need in needs)


def test_a_genre_that_cannot_be_ranked_has_no_slope(
    traced: tuple[Trial, TracedCurve],
) -> None:
    trial, found = traced
    auc = np.full((len(found.narrowed), 3), 0.7)
    auc[-2, 1] = np.nan
    needs = {need.genre: need for need in find_needs(trial, _with_auc(found, auc))}
    assert needs["genre 1"].auc_slope is None
    assert needs["genre 1"].adjusted_p == 1.0
    assert not needs["genre 1"].is_growing
    assert needs["genre 0"].auc_slope is not None


def test_tracks_and_groups_of_each_genre_are_counted(
    traced: tuple[Trial, TracedCurve],
) -> None:
    trial, found = traced
    for need in find_needs(trial, found):
        is_own = trial.y[trial.division.rows] == need.genre
        ids = trial.groups.ids[trial.division.rows][is_own]
        assert (need.n_tracks, need.n_groups) == (is_own.sum(), len(np.unique(ids)))
