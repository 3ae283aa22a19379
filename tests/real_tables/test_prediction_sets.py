"""What calibration, sets and decisions are worth on a real table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from genrelens.evaluation.calibration.studying import calibrate_out_of_fold
from genrelens.evaluation.grouping import find_groups
from genrelens.evaluation.prediction_sets.studying import study_decisions
from genrelens.evaluation.scores import HeldOut
from genrelens.evaluation.splitting import split_groups, training_rows
from genrelens.models.genre_forest import GenreForest
from genrelens.workflow.preparing import prepare
from genrelens.workflow.requests import TrainRequest

pytestmark = pytest.mark.real_tables


@pytest.fixture(scope="module")
def six_genres(real_tables: Path) -> tuple[HeldOut, list[str]]:
    """Cross-validate a forest over artists, by what describes the sound."""
    request = TrainRequest(
        table=real_tables / "tidytuesday/spotify_songs.csv",
        target="playlist_genre",
        features="audio",
        output=Path("unused"),
        threads=1,
    )
    prepared = prepare(request)
    groups = find_groups(prepared.checked.table, prepared.rows)
    genres, codes = np.unique(prepared.labels.astype(str), return_inverse=True)
    every = np.arange(len(codes))
    folds = split_groups(codes, groups.ids, n_folds=5, seed=0)
    proba = np.zeros((len(codes), len(genres)))
    for test in folds:
        rows = training_rows(test, every, groups.ties)
        forest = GenreForest(n_trees=60, random_state=0, n_jobs=1)
        forest.fit(prepared.inputs.iloc[rows], codes[rows])
        proba[test] = forest.predict_proba(prepared.inputs.iloc[test])
    held_out = HeldOut.of(codes, proba, folds=folds.fold, units=groups.ids)
    return held_out, genres.tolist()


def test_probabilities_mean_what_they_say_and_sets_hold_what_they_promise(six_genres):
    """Sets of 2.7 genres, which better attributes allow, need more than the sound."""
    held_out, genres = six_genres
    study, calibrated = calibrate_out_of_fold(
        held_out, seed=0, genres=genres, title="unseen artists"
    )
    assert study.before.calibration_error.value > 0.05
    assert study.after.calibration_error.value <= 0.02
    decided = study_decisions(
        calibrated, max_error=0.1, seed=0, genres=genres, title="unseen artists"
    )
    assert decided.sets.coverage.value == pytest.approx(0.9, abs=0.02)
    assert decided.sets.worst.coverage.value >= 0.85
    assert decided.sets.mean_size.value < 3.2
    assert decided.sets.mean_size.value <= decided.compared[0].mean_size.value
    error = decided.decided.error_written
    assert error is not None
    assert error.value <= 0.1
    assert decided.decided.written.value > 0.02
