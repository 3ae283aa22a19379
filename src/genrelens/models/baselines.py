"""Know nothing on purpose: the models that every score is set against."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from genrelens.errors import InputError, NotTrainedError

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = ["MajorityBaseline", "ShuffledLabels", "shuffle_over_groups"]


def shuffle_over_groups(
    groups: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw a permutation of rows that keeps the rows of a group together.

    The groups are put in a random order, and their rows laid end to end over
    the rows of the groups in their old order. Labels moved by it keep their
    counts, and nearly all of the likeness within groups; with one row a group
    it is a plain permutation.

    Parameters
    ----------
    groups : ndarray of int64, shape (n_rows,)
        Number of each row's group.
    rng : numpy.random.Generator
        Source of randomness.

    Returns
    -------
    ndarray of int64, shape (n_rows,)
        Row ``i`` receives what row ``permutation[i]`` had.
    """
    _, codes = np.unique(groups, return_inverse=True)
    places = np.argsort(codes, kind="stable")
    new_rank = rng.permutation(int(codes.max()) + 1)
    sources = np.argsort(new_rank[codes], kind="stable")
    permutation = np.empty(len(codes), dtype=np.int64)
    permutation[places] = sources
    return permutation


class MajorityBaseline(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Give every track the genre frequencies of training.

    Its prediction is always the most frequent genre (of equal ones, the first).
    """

    classes_: NDArray[Any]
    frequencies_: NDArray[np.float64]

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,  # noqa: ARG002 (the estimator contract)
        y: ArrayLike,
    ) -> Self:
        """Count the genres; the features are not looked at.

        Raises
        ------
        InputError
            If there are no tracks.
        """
        labels = np.asarray(y)
        if len(labels) == 0:
            raise InputError("There are no tracks. Give at least one.")
        self.classes_, counts = np.unique(labels, return_counts=True)
        self.frequencies_ = counts / len(labels)
        return self

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float64]:
        """Give the same frequencies to each track, shape (n_tracks, n_genres).

        Raises
        ------
        NotTrainedError
            If `fit` was not called.
        """
        if not hasattr(self, "frequencies_"):
            raise NotTrainedError("The baseline has counted no genres. Call fit first.")
        return np.tile(self.frequencies_, (len(X), 1))  # type: ignore[arg-type]

    def predict(self, X: pd.DataFrame | ArrayLike) -> NDArray[Any]:
        """Name the most frequent genre for each track, shape (n_tracks,)."""
        first = self.predict_proba(X).argmax(axis=1)
        named: NDArray[Any] = self.classes_[first]
        return named


class ShuffledLabels(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Train a model on genres dealt out at random.

    What it scores on true genres is what this model, on this table, can reach
    without any connection between features and genre.

    Parameters
    ----------
    model : estimator
        Any classifier; a clone of it is trained.
    random_state : int, default 0
        Seed of the shuffle.
    """

    model_: Any
    classes_: NDArray[Any]

    def __init__(self, model: Any, *, random_state: int = 0) -> None:  # noqa: ANN401
        self.model = model
        self.random_state = random_state

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: ArrayLike,
        *,
        groups: NDArray[np.int64] | None = None,
    ) -> Self:
        """Shuffle the genres over groups, and train on them.

        Parameters
        ----------
        X : pandas.DataFrame or array-like, shape (n_tracks, n_features)
            Features.
        y : array-like, shape (n_tracks,)
            True genres.
        groups : ndarray of int64, shape (n_tracks,), optional
            Rows of a group stay together; every row its own where not given.
        """
        labels = np.asarray(y)
        ids = np.arange(len(labels)) if groups is None else np.asarray(groups)
        rng = np.random.default_rng(self.random_state)
        self.model_ = clone(self.model).fit(X, labels[shuffle_over_groups(ids, rng)])
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float64]:
        """Give the probabilities of the model so trained.

        Raises
        ------
        NotTrainedError
            If `fit` was not called.
        """
        if not hasattr(self, "model_"):
            raise NotTrainedError("The baseline is not trained. Call fit first.")
        probabilities: NDArray[np.float64] = self.model_.predict_proba(X)
        return probabilities

    def predict(self, X: pd.DataFrame | ArrayLike) -> NDArray[Any]:
        """Name the most probable genre of each track, shape (n_tracks,)."""
        first = self.predict_proba(X).argmax(axis=1)
        named: NDArray[Any] = self.classes_[first]
        return named
