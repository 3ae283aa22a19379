"""Tests of genrelens.evaluation.scenarios.summary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.scenarios.summary import summarise, tell_lone_genres

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.scenarios.trial import Trial


def test_a_summary_names_its_tracks_groups_and_drawings(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> None:
    codes = np.array([0, 1] * 30)
    trial = make_trial(make_groups(np.repeat(np.arange(20), 3)), codes)
    rows = np.arange(60)
    held = trial.hold_out(rows, np.full((60, 2), 0.5), np.arange(60) % 2)
    scores, found = summarise(trial, "random_rows", "random rows", [held], ["told"])
    assert (scores.n_tracks, scores.n_groups, scores.n_folds) == (60, 20, 2)
    assert scores.notes[0] == "told"
    assert f"{found.n_replicates:,} drawings of 20 groups" in scores.notes[-1]
    assert "Nadeau and Bengio" in scores.notes[-1]


def test_a_genre_of_a_single_group_is_named(
    make_groups: Callable[..., Groups], make_trial: Callable[..., Trial]
) -> None:
    codes = np.array([0] * 20 + [1] * 20 + [2] * 10)
    groups = make_groups(np.append(np.arange(40), np.full(10, 99)))
    (told,) = tell_lone_genres(make_trial(groups, codes))
    assert "'techno'" in told
