"""Read each value of a column as the genre that other tracks with it have."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.utils.validation import has_fit_parameter

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ValueMemory"]


class ValueMemory(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A model to which a column of many values is shown by its values' genres.

    In training each track sees the genre that most *other* training tracks with
    its value have, so that a value of one track says nothing; a new track sees
    that of all training tracks with its value. Genres are numbers in alphabetical
    order, and a value never met is missing.

    Parameters
    ----------
    model : estimator
        Untrained; a clone of it is trained.
    column : str
        Name of the column.
    """

    def __init__(self, model: Any, column: str) -> None:  # noqa: ANN401
        self.model = model
        self.column = column

    def fit(
        self,
        X: pd.DataFrame,
        y: NDArray[np.str_],
        sample_weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Learn the genres of the values, then train the model.

        Parameters
        ----------
        X : pandas.DataFrame, n_tracks x n_features
            With the column among the others.
        y : ndarray of str, shape (n_tracks,)
            Genres.
        sample_weight : ndarray of float64, shape (n_tracks,), optional
            Weight of each track in the model, where it takes weights; the genres of
            values are counted without.
        """
        genres, codes = np.unique(y, return_inverse=True)
        values, levels = pd.factorize(X[self.column])
        counts = np.zeros((len(levels) + 1, len(genres)), dtype=np.int32)
        np.add.at(counts, (values, codes), 1)  # missing ones go to the last row
        counts[-1] = 0
        first, most = counts.argmax(axis=1), counts.max(axis=1)
        rest = counts.copy()
        rest[np.arange(len(rest)), first] = 0
        second, next_most = rest.argmax(axis=1), rest.max(axis=1)
        is_own = codes == first[values]
        wins = ~is_own | (most[values] - 1 >= np.maximum(next_most[values], 1))
        seen = np.where(wins, first[values], second[values]).astype(np.float64)
        others = np.where(wins, most[values] - is_own, next_most[values])
        seen[(others < 1) | (values < 0)] = np.nan
        known = pd.Series(first[:-1].astype(np.float64), index=pd.Index(levels))
        self.genre_of_value_ = known
        shown = X.assign(**{self.column: seen})
        model = clone(self.model)
        if sample_weight is None or not has_fit_parameter(model, "sample_weight"):
            self.model_ = model.fit(shown, y)
        else:
            self.model_ = model.fit(shown, y, sample_weight=sample_weight)
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Give the model's probabilities, shape (n_tracks, n_genres)."""
        seen = X[self.column].map(self.genre_of_value_).astype(np.float64)
        proba = self.model_.predict_proba(X.assign(**{self.column: seen}))
        return np.asarray(proba, dtype=np.float64)
