from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.sufficiency.narrowing import narrow_groups
from genrelens.evaluation.sufficiency.refitting import MOST_TREES, refit_small
from genrelens.models.genre_forest import GenreForest

if TYPE_CHECKING:
    from collections.abc import Callable

    from genrelens.evaluation.scenarios.trial import Trial


class _Noting(GenreForest):
    seen: list[tuple[int, int, int]]

    def fit(self, X, y, sample_weight=None, *, on_tree=None):
        self.seen.append((self.n_trees, len(X), X.shape[1]))
        return super().fit(X, y, sample_weight, on_tree=on_tree)


def test_models_are_small_and_see_only_what_is_left(
    make_trial: Callable[..., Trial],
) -> None:
    seen: list[tuple[int, int, int]] = []

    def make_model(seed: int) -> _Noting:
        model = _Noting(n_trees=60, random_state=seed, n_jobs=1)
        model.seen = seen
        return model

    trial = replace(make_trial(n_artists=30), make_model=make_model)
    (half,) = narrow_groups(trial, (0.5,), seed=0)
    refit_small(trial, narrowed=half, X=trial.X[["clear"]])
    assert seen == [(MOST_TREES, len(rows), 1) for rows in half.rows]


def test_the_same_question_gets_the_same_answer(
    make_trial: Callable[..., Trial],
) -> None:
    trial = make_trial(n_artists=30)
    (full,) = narrow_groups(trial, (1.0,), seed=0)
    first, second = refit_small(trial), refit_small(trial, narrowed=full)
    np.testing.assert_array_equal(first.proba, second.proba)
