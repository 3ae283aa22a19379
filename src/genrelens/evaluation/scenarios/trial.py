"""The table on which a model is tried, and the models of its folds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.utils.validation import has_fit_parameter

from genrelens.evaluation.scenarios.counting_once import narrow
from genrelens.evaluation.scores import HeldOut
from genrelens.features.alignment import aligned_proba

if TYPE_CHECKING:
    from collections.abc import Callable

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.evaluation.grouping import Groups
    from genrelens.evaluation.splitting import Division

__all__ = ["FoldModel", "Trial"]


@dataclass(frozen=True, slots=True)
class FoldModel:
    """A model, and the rows it has and has not seen.

    Parameters
    ----------
    model : estimator
        Trained.
    train, test : ndarray of int64
        Positions of the rows it was trained on, and of those held out.
    fold, repeat : int
        Counted from 0.
    """

    model: Any
    train: NDArray[np.int64]
    test: NDArray[np.int64]
    fold: int
    repeat: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The table on which a model is tried, and how.

    Parameters
    ----------
    make_model : callable
        Given a seed, returns an untrained estimator.
    X : pandas.DataFrame, n_tracks x n_features
        Features.
    y : ndarray of str, shape (n_tracks,)
        Genre of each track.
    codes : ndarray of int64, shape (n_tracks,)
        Position of each track's genre in `genres`.
    genres : ndarray of str, shape (n_genres,)
        Sorted.
    groups : Groups
        Rows that belong together.
    division : Division
        Which rows are cross-validated and how, and which are locked away.
    seed : int
        Of everything random in the scenarios.
    on_trained : callable
        Called with the scenario's title after each trained model.
    is_counted : ndarray of bool, shape (n_tracks,), optional
        The row that stands for each track
        (`genrelens.evaluation.scenarios.counting_once.mark_once`); every row where
        not given. All rows are trained on; scores count these.
    weights : ndarray of float64, shape (n_tracks,), optional
        Weight of each row in training
        (`genrelens.evaluation.scenarios.counting_once.weigh_rows`); equal weights
        where not given.
    """

    make_model: Callable[[int], Any]
    X: pd.DataFrame
    y: NDArray[np.str_]
    codes: NDArray[np.int64]
    genres: NDArray[np.str_]
    groups: Groups
    division: Division
    seed: int
    on_trained: Callable[[str], None]
    is_counted: NDArray[np.bool_] | None = None
    weights: NDArray[np.float64] | None = None

    def fit(self, train: NDArray[np.int64], seed: int) -> Any:  # noqa: ANN401
        """Train a new model on these rows."""
        return self.teach(self.make_model(seed), train)

    def teach(self, model: Any, train: NDArray[np.int64]) -> Any:  # noqa: ANN401
        """Train a model on these rows, weighted where the model takes weights."""
        X, y = self.X.iloc[train], self.y[train]
        if self.weights is None or not has_fit_parameter(model, "sample_weight"):
            return model.fit(X, y)
        return model.fit(X, y, sample_weight=self.weights[train])

    def predict(self, model: Any, rows: NDArray[np.int64]) -> NDArray[np.float64]:  # noqa: ANN401
        """Give a model's probabilities for these rows, in the order of all genres."""
        return aligned_proba(model, self.X.iloc[rows], self.genres.tolist())

    def hold_out(
        self,
        rows: NDArray[np.int64],
        proba: NDArray[np.float64],
        folds: NDArray[np.int64] | None = None,
    ) -> HeldOut:
        """Join predictions of these rows with their genres and groups."""
        _, units = np.unique(self.groups.ids[rows], return_inverse=True)
        return HeldOut.of(self.codes[rows], proba, folds=folds, units=units)

    def count_once(
        self, held_out: HeldOut, rows: NDArray[np.int64] | None = None
    ) -> HeldOut:
        """Give the predictions of these rows with every track once.

        Parameters
        ----------
        held_out : HeldOut
            Predictions.
        rows : ndarray of int64, optional
            The rows they are of; all cross-validated ones where not given.
        """
        if self.is_counted is None:
            return held_out
        own = self.division.rows if rows is None else rows
        return narrow(held_out, self.is_counted[own])
