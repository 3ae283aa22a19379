"""Cross-validate once more with one thing changed, on the headline's own folds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.evaluation.scenarios.cross_validation import (
    cross_validate,
    with_fewer_trees,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.scenarios.trial import Trial
    from genrelens.evaluation.scores import HeldOut
    from genrelens.evaluation.splitting import Folds

__all__ = ["SIDE_TREES", "refit"]

SIDE_TREES = 100
"""Most trees of a model that only stands beside the headline's."""


def refit(
    trial: Trial,
    *,
    purpose: int,
    X: pd.DataFrame | None = None,
    y: NDArray[np.str_] | None = None,
    keep: Callable[[NDArray[np.int64], int], NDArray[np.int64]] | None = None,
    folds: Folds | None = None,
    is_naive: bool = False,
    make_model: Callable[[int], Any] | None = None,
) -> HeldOut:
    """Predict every cross-validated row anew, by models with one thing changed.

    Two calls with the same `purpose` train from the same seeds, so that what
    differs between them is what was changed and nothing else.

    Parameters
    ----------
    trial : Trial
        The table and model, as in the headline.
    purpose : int
        From 100 on; smaller numbers belong to the scenarios.
    X : pandas.DataFrame, n_tracks x n_features, optional
        Other features of the same rows.
    y : ndarray of str, shape (n_tracks,), optional
        Other genres of the same rows.
    keep : callable, optional
        Given positions of training rows and the fold's number, returns those
        to train on.
    folds : Folds, optional
        Another division of the cross-validated rows; by default that of the
        headline's first repetition.
    is_naive : bool
        Whether rows tied to test rows stay in training.
    make_model : callable, optional
        Given a seed, returns another untrained estimator; by default the trial's
        own, with at most `SIDE_TREES` trees.

    Returns
    -------
    HeldOut
        In the order of ``trial.division.rows``, every track once
        (`Trial.count_once`).

    Raises
    ------
    InputError
        If a fold leaves nothing to train on.
    """
    changed = trial if X is None else replace(trial, X=X)
    if y is not None:
        genres, codes = np.unique(y, return_inverse=True)
        changed = replace(changed, y=y, genres=genres, codes=codes.astype(np.int64))

    def fit(train: NDArray[np.int64], seed: int) -> Any:  # noqa: ANN401
        if make_model is not None:
            model = make_model(seed)
        else:
            model, _ = with_fewer_trees(changed.make_model(seed), SIDE_TREES)
        return changed.teach(model, train)

    division = folds if folds is not None else trial.division.repeats[0]
    passes, _ = cross_validate(
        changed, [division], fit, purpose=purpose, is_naive=is_naive, keep=keep
    )
    return trial.count_once(passes[0])
