"""Tests of genrelens.evaluation.scenarios.trial."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.trial import Trial


def test_a_genre_that_training_lacked_gets_probability_nought(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    codes = np.array([0, 1, 2] * 20)
    trial = make_trial(make_groups(np.arange(60)), codes)
    known = np.flatnonzero(codes < 2)
    proba = trial.predict(trial.fit(known, 0), np.arange(60))
    assert proba.shape == (60, 3)
    assert (proba[:, 2] == 0).all()


def test_held_out_rows_bring_their_genres_and_groups_counted_from_nought(
    make_groups: Callable[..., Groups],
    make_trial: Callable[..., Trial],
) -> None:
    codes = np.array([0, 1] * 30)
    trial = make_trial(make_groups(np.repeat(np.arange(20), 3)), codes)
    rows = np.arange(30, 60)
    held = trial.hold_out(rows, np.full((30, 2), 0.5))
    assert held.codes.tolist() == codes[rows].tolist()
    assert sorted(set(held.units)) == list(range(10))
