"""Learn genres with gradient-boosted trees, to set beside forests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from genrelens.errors import NotTrainedError
from genrelens.features.encoding import FeatureEncoder

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = ["BoostedTrees"]


class BoostedTrees(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Gradient-boosted trees that take tables of numbers, flags and categories.

    scikit-learn's histogram booster on the columns as the forest sees them, with
    small steps, small trees and no early stopping, so that no training tracks are
    set aside; a leaf holds at least 20 tracks. It is grown on one thread, since
    sums of gradients depend on the number of threads.

    Parameters
    ----------
    n_rounds : int, default 100
        Rounds of boosting; each grows one tree a genre.
    learning_rate : float, default 0.06
        Share of each tree that is taken.
    max_leaf_nodes : int, default 15
        Most leaves of a tree.
    l2_regularization : float, default 1.0
        Pull of small leaves towards zero; with none, boosting diverges where there
        are many genres.
    random_state : int, default 0
        Seed.

    Attributes
    ----------
    classes_ : ndarray of shape (n_genres,)
        Genres, sorted.

    References
    ----------
    J. Friedman (2001), Greedy function approximation: a gradient boosting machine,
    Annals of Statistics 29.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"tempo": [80.0, 82.0, 128.0, 126.0] * 20})
    >>> model = BoostedTrees(n_rounds=5)
    >>> model.fit(frame, ["dub", "dub", "house", "house"] * 20).predict(frame[:3])
    array(['dub', 'dub', 'house'], dtype='<U5')
    """

    classes_: NDArray[Any]

    def __init__(
        self,
        *,
        n_rounds: int = 100,
        learning_rate: float = 0.06,
        max_leaf_nodes: int = 15,
        l2_regularization: float = 1.0,
        random_state: int = 0,
    ) -> None:
        self.n_rounds = n_rounds
        self.learning_rate = learning_rate
        self.max_leaf_nodes = max_leaf_nodes
        self.l2_regularization = l2_regularization
        self.random_state = random_state

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Boost the trees.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            Features; NaN where missing.
        y : array-like of shape (n_tracks,)
            The genre of each track; at least two genres.
        sample_weight : array-like of float, shape (n_tracks,), optional
            Weight of each track; equal weights where not given.

        Raises
        ------
        InputError
            If a column cannot be encoded.
        """
        self._encoder = FeatureEncoder().fit(X)
        booster = HistGradientBoostingClassifier(
            max_iter=self.n_rounds,
            learning_rate=self.learning_rate,
            max_leaf_nodes=self.max_leaf_nodes,
            l2_regularization=self.l2_regularization,
            early_stopping=False,
            random_state=self.random_state,
        )
        with threadpool_limits(1):
            self._booster = booster.fit(
                self._encoder.transform(X), np.asarray(y), sample_weight
            )
        self.classes_ = self._booster.classes_
        return self

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float64]:
        """Give the probability of every genre, shape (n_tracks, n_genres).

        Raises
        ------
        NotTrainedError
            If `fit` was not called.
        InputError
            If the columns differ from those of training.
        """
        if not hasattr(self, "classes_"):
            raise NotTrainedError("The boosted trees are not grown. Call fit first.")
        probabilities: NDArray[np.float64] = self._booster.predict_proba(
            self._encoder.transform(X)
        )
        return probabilities

    def predict(self, X: pd.DataFrame | ArrayLike) -> NDArray[Any]:
        """Name the most probable genre of each track, shape (n_tracks,)."""
        first = self.predict_proba(X).argmax(axis=1)
        named: NDArray[Any] = self.classes_[first]
        return named
