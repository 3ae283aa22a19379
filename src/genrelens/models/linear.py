"""Learn genres by logistic regression, to set beside forests."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from genrelens.errors import InputError, NotTrainedError, printable
from genrelens.features.encoding import FeatureEncoder

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = ["LinearModel"]

_FARTHEST = 6.0  # standard deviations at which a value is cut, so that none rules


class LinearModel(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression that takes tables of numbers, flags and categories.

    Columns are encoded as for the forest and standardised on the training rows; a
    value further than six standard deviations from the mean is cut there. A
    missing value becomes the mean, and an indicator of its own says that it was
    missing. It is fitted on one thread, so that the result is the same on any
    machine with the same libraries.

    Parameters
    ----------
    max_iter : int, default 50
        Most steps of the fit; `has_converged_` tells whether they were enough.
    strength : float, default 1.0
        How closely the coefficients may follow the training tracks: the inverse
        of the weight of their squares, scikit-learn's ``C``. Smaller is
        smoother; above 0.

    Attributes
    ----------
    classes_ : ndarray of shape (n_genres,)
        Genres, sorted.
    has_converged_ : bool
        Whether the fit came to rest within `max_iter` steps.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"tempo": [80.0, 82.0, 128.0, 126.0] * 5})
    >>> model = LinearModel().fit(frame, ["dub", "dub", "house", "house"] * 5)
    >>> model.predict(frame[:3])
    array(['dub', 'dub', 'house'], dtype='<U5')
    """

    classes_: NDArray[Any]
    has_converged_: bool

    def __init__(self, *, max_iter: int = 50, strength: float = 1.0) -> None:
        self.max_iter = max_iter
        self.strength = strength

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Fit the regression.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            Features; missing where NaN.
        y : array-like of shape (n_tracks,)
            The genre of each track; at least two genres.
        sample_weight : array-like of float, shape (n_tracks,), optional
            Weight of each track; equal weights where not given.

        Raises
        ------
        InputError
            If `strength` is no positive number, or a column cannot be encoded.
        """
        if not 0 < self.strength < np.inf:
            raise InputError(
                f"strength is {printable(repr(self.strength))}. Give a number above 0."
            )
        self._encoder = FeatureEncoder().fit(X)
        encoded = self._encoder.transform(X).astype(np.float64)
        is_known = ~np.isnan(encoded)
        n_known = is_known.sum(axis=0).clip(min=1)
        self._mean = np.where(is_known, encoded, 0.0).sum(axis=0) / n_known
        centred = np.where(is_known, encoded - self._mean, 0.0)
        spread = np.sqrt((centred**2).sum(axis=0) / n_known)
        self._spread = np.where(spread > 0, spread, 1.0)
        self._has_gaps = ~is_known.all(axis=0)
        self._regression = LogisticRegression(C=self.strength, max_iter=self.max_iter)
        with threadpool_limits(1), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", ConvergenceWarning)
            self._regression.fit(
                self._standardise(encoded), np.asarray(y), sample_weight
            )
        _pass_on(told)
        self.has_converged_ = not any(
            issubclass(one.category, ConvergenceWarning) for one in told
        )
        self.classes_ = self._regression.classes_
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
            raise NotTrainedError("The regression is not fitted. Call fit first.")
        encoded = self._encoder.transform(X).astype(np.float64)
        with threadpool_limits(1):
            probabilities: NDArray[np.float64] = self._regression.predict_proba(
                self._standardise(encoded)
            )
        return probabilities

    def predict(self, X: pd.DataFrame | ArrayLike) -> NDArray[Any]:
        """Name the most probable genre of each track, shape (n_tracks,)."""
        first = self.predict_proba(X).argmax(axis=1)
        named: NDArray[Any] = self.classes_[first]
        return named

    def _standardise(self, encoded: NDArray[np.float64]) -> NDArray[np.float64]:
        is_missing = np.isnan(encoded)
        scaled = (encoded - self._mean) / self._spread
        scaled[is_missing] = 0.0
        np.clip(scaled, -_FARTHEST, _FARTHEST, out=scaled)
        return np.hstack([scaled, is_missing[:, self._has_gaps].astype(np.float64)])


def _pass_on(told: list[warnings.WarningMessage]) -> None:
    """Give every warning on but those of convergence, which are kept as a fact."""
    for one in told:
        if not issubclass(one.category, ConvergenceWarning):
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
