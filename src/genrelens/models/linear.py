"""Learn genres by logistic regression, by scikit-learn's contract."""

from __future__ import annotations

import numbers
import warnings
from typing import TYPE_CHECKING, Any, Final, Literal, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from genrelens.errors import InputError, NotTrainedError, printable
from genrelens.features.encoding import FeatureEncoder
from genrelens.models.accepting import accept_table, read_genres, weigh_tracks
from genrelens.models.linear_response import LinearResponse, respond_linearly
from genrelens.models.linear_rule import LinearRule, answer_rows, to_inputs
from genrelens.models.linear_shares import base_of, count_steps, share_out
from genrelens.models.typical_tracks import find_typical

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

__all__ = ["PRIOR_SPREAD", "LinearModel"]

PRIOR_SPREAD: Final = 5.0
"""What ``"auto"`` shares out among the inputs; see decision record 0022."""

_SMALLEST_SPREAD: Final = 1e-12  # of the mean; less is rounding


class LinearModel(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Logistic regression that takes tables of numbers, flags and categories.

    Columns are encoded as for the forest and standardised on the training rows; a
    value further than six standard deviations from the mean is cut there. A
    missing value becomes the mean, and an indicator of its own says that it was
    missing. It is fitted on one thread, so that the result is the same on any
    machine with the same libraries.

    Parameters
    ----------
    max_iter : int, default 200
        Most steps of the fit; `has_converged_` tells whether they were enough.
    strength : float or "auto", default "auto"
        How closely the coefficients may follow the training tracks: the inverse
        of the weight of their squares, scikit-learn's ``C``. Smaller is
        smoother; above 0. ``"auto"`` is `PRIOR_SPREAD` divided by the number of
        inputs, so that what all of them can do together does not grow with
        their number.
    class_weight : "balanced", dict of genre to float, or None, default None
        Weight of each genre's tracks in training.
    n_jobs : int or None, default None
        Threads for explaining; -1 for all. Results do not depend on it.

    Attributes
    ----------
    classes_ : ndarray of shape (n_genres,)
        Genres, sorted.
    n_features_in_ : int
        Columns seen in training.
    feature_names_in_ : ndarray of str, shape (n_features_in_,)
        Their names, where a table with text headers was given.
    encoder_ : FeatureEncoder
        How the columns become the matrix of the fit.
    rule_ : LinearRule
        The coefficients, and what they are applied to.
    strength_ : float
        The strength that was used.
    has_converged_ : bool
        Whether the fit came to rest within `max_iter` steps.
    n_iter_ : int
        Steps that the fit took; not kept in a file.

    Examples
    --------
    >>> import pandas as pd
    >>> frame = pd.DataFrame({"tempo": [80.0, 82.0, 128.0, 126.0] * 5})
    >>> model = LinearModel().fit(frame, ["dub", "dub", "house", "house"] * 5)
    >>> model.predict(frame[:3])
    array(['dub', 'dub', 'house'], dtype='<U5')
    """

    classes_: NDArray[Any]
    n_features_in_: int
    feature_names_in_: NDArray[Any]
    encoder_: FeatureEncoder
    rule_: LinearRule
    strength_: float
    has_converged_: bool
    n_iter_: int

    def __init__(
        self,
        *,
        max_iter: int = 200,
        strength: float | Literal["auto"] = "auto",
        class_weight: Mapping[Any, float] | str | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.max_iter = max_iter
        self.strength = strength
        self.class_weight = class_weight
        self.n_jobs = n_jobs

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

        Returns
        -------
        LinearModel
            Itself.

        Raises
        ------
        InputError
            If the parameters, features, genres or weights cannot be used.
        """
        self._check_parameters()
        table = accept_table(self, X, is_training=True)
        name = type(self).__name__
        self.classes_, codes = read_genres(y, len(table), asker=name)
        if len(self.classes_) == 1:
            raise InputError(
                f"{name} cannot be trained when only one class is present: a linear "
                f"model tells genres apart. Give tracks of at least two genres."
            )
        weights = weigh_tracks(sample_weight, self.class_weight, self.classes_, codes)
        self.encoder_ = FeatureEncoder().fit(table)
        encoded = self.encoder_.transform(table)
        counted = weigh_tracks(sample_weight, None, self.classes_, codes)
        plain = _standardiser(encoded, counted, n_genres=len(self.classes_))
        inputs = to_inputs(plain, encoded)
        fitted = self._regress(inputs, codes, weights)
        typical, shares = find_typical(inputs, codes, counted)
        self.rule_ = LinearRule(
            plain.mean, plain.spread, plain.has_gaps, *fitted, typical, shares
        )
        self.rule_.check()
        return self

    def _regress(
        self,
        inputs: NDArray[np.float64],
        codes: NDArray[np.int64],
        weights: NDArray[np.float64] | None,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give coefficients (n_inputs, n_genres) and intercepts (n_genres,)."""
        self.strength_ = (
            PRIOR_SPREAD / inputs.shape[1]
            if self.strength == "auto"
            else float(self.strength)
        )
        regression = LogisticRegression(C=self.strength_, max_iter=self.max_iter)
        with threadpool_limits(1), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always", ConvergenceWarning)
            regression.fit(inputs, codes, weights)
        _pass_on(told)
        self.n_iter_ = int(regression.n_iter_.max())
        self.has_converged_ = not any(
            issubclass(one.category, ConvergenceWarning) for one in told
        )
        slopes, intercepts = regression.coef_, regression.intercept_
        if len(self.classes_) == 2:  # noqa: PLR2004 (one row stands for both)
            slopes = np.concatenate([-slopes, slopes]) / 2
            intercepts = np.concatenate([-intercepts, intercepts]) / 2
        return np.ascontiguousarray(slopes.T), np.array(intercepts)

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float64]:
        """Give the probability of every genre.

        What is said of a track depends on nothing but that track.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            The columns of training, in their order.

        Returns
        -------
        ndarray of float64, shape (n_tracks, n_genres)
            In the order of `classes_`; each row sums to 1.

        Raises
        ------
        NotTrainedError
            If `fit` was not called.
        InputError
            If the columns differ from those of training.
        """
        return answer_rows(self.rule_if_trained, self._encode(X))

    def predict(self, X: pd.DataFrame | ArrayLike) -> NDArray[Any]:
        """Name the most probable genre; of equal ones, the first in `classes_`."""
        first = self.predict_proba(X).argmax(axis=1)
        named: NDArray[Any] = self.classes_[first]
        return named

    def shapley_values(
        self, X: pd.DataFrame | ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Share each track's probabilities out over the columns of training.

        The values of Aumann and Shapley, averaged over the typical tracks of all
        genres (`genrelens.models.linear_shares`); the indicators of a category, and
        that of a missing value, are added up to one value for their column.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            The columns of training, in their order. Memory grows with
            ``n_tracks * n_features * n_genres``: give many tracks in pieces.

        Returns
        -------
        values : ndarray of float64, shape (n_tracks, n_features_in_, n_genres)
            In units of probability; over features they sum to
            ``predict_proba(X) - base``.
        base : ndarray of float64, shape (n_genres,)
            Mean answer to the typical track of every genre, each counted as often
            as the genre was met in training.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        InputError
            If the columns differ from those of training.
        """
        rule = self.rule_if_trained
        values = share_out(
            rule,
            self._encode(X),
            self.encoder_.origin,
            self.n_features_in_,
            n_jobs=self.n_jobs,
        )
        return values, base_of(rule)

    def predict_encoded(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Give the probability of every genre for rows that are encoded already.

        Parameters
        ----------
        rows : ndarray of float32, shape (n_rows, n_columns)
            From `encoder_`.

        Returns
        -------
        ndarray of float64, shape (n_rows, n_genres)
        """
        return answer_rows(self.rule_if_trained, rows)

    def respond_to_column(
        self, row: NDArray[np.float32], column: int
    ) -> LinearResponse:
        """Give the output for one encoded row as one column takes every value."""
        return respond_linearly(self.rule_if_trained, row, column)

    def ready_for_rows(self) -> Callable[[NDArray[np.float32]], NDArray[np.float64]]:
        """Give the quickest way to answer one encoded row, with all of it compiled.

        Returns
        -------
        callable
            From ndarray of float32, shape (1, n_columns), to probabilities, shape
            (1, n_genres), as `predict_encoded` gives them. Any thread may call it.
        """
        rule = self.rule_if_trained
        unknown = np.full((1, rule.n_columns), np.nan, dtype=np.float32)
        answer_rows(rule, unknown)
        share_out(rule, unknown, self.encoder_.origin, self.n_features_in_, n_jobs=1)
        return lambda row: answer_rows(rule, row)

    @property
    def steps_to_explain(self) -> int:
        """About how many steps it takes to explain one track."""
        return count_steps(self.rule_if_trained)

    @property
    def nbytes(self) -> int:
        """About how many bytes the rule takes."""
        return self.rule_if_trained.nbytes

    @classmethod
    def restore(
        cls,
        *,
        classes: NDArray[Any],
        encoder: FeatureEncoder,
        rule: LinearRule,
        is_named: bool,
        strength_used: float,
        has_converged: bool,
        **parameters: Any,
    ) -> Self:
        """Rebuild a trained model from its parts, as they were when it was saved.

        Parameters
        ----------
        classes : ndarray of shape (n_genres,)
            Genres, in the order of the rule's.
        encoder : FeatureEncoder
            As fitted.
        rule : LinearRule
            Checked here.
        is_named : bool
            Whether training saw named columns.
        strength_used : float
            The strength of training.
        has_converged : bool
            Whether training came to rest.
        **parameters
            Those of the constructor.

        Raises
        ------
        InputError
            If the parts do not fit each other, or are no rule.
        """
        rule.check()
        if rule.n_columns != len(encoder.origin) or rule.n_genres != len(classes):
            raise InputError(
                f"The parts do not fit: a rule of {rule.n_columns} columns and "
                f"{rule.n_genres} genres, an encoder of {len(encoder.origin)} "
                f"columns, and {len(classes)} genres. Give parts of one model."
            )
        model = cls(**parameters)
        model.classes_ = np.asarray(classes)
        model.encoder_ = encoder
        model.rule_ = rule
        model.strength_ = strength_used
        model.has_converged_ = has_converged
        model.n_features_in_ = len(encoder.names)
        if is_named:
            model.feature_names_in_ = np.asarray(encoder.names, dtype=object)
        return model

    @property
    def rule_if_trained(self) -> LinearRule:
        """The coefficients.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        """
        if not hasattr(self, "rule_"):
            raise NotTrainedError(
                f"This {type(self).__name__} is not trained yet. Call fit with "
                f"features and genres first."
            )
        return self.rule_

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401 (scikit-learn's own type)
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = False  # named columns only, never plain arrays
        return tags

    def _encode(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float32]:
        _ = self.rule_if_trained
        return self.encoder_.transform(accept_table(self, X, is_training=False))

    def _check_parameters(self) -> None:
        strength, steps = self.strength, self.max_iter
        is_number = isinstance(strength, numbers.Real) and not isinstance(
            strength, bool
        )
        if strength != "auto" and not (is_number and 0 < strength < np.inf):
            raise InputError(
                f"strength is {printable(repr(strength))}. Give 'auto' or a number "
                f"above 0."
            )
        is_whole = isinstance(steps, numbers.Integral) and not isinstance(steps, bool)
        if not is_whole or steps < 1:
            raise InputError(
                f"max_iter is {printable(repr(steps))}. Give a whole number of at "
                f"least 1."
            )


def _standardiser(
    encoded: NDArray[np.float32],
    weights: NDArray[np.float64] | None,
    *,
    n_genres: int,
) -> LinearRule:
    """Give a rule that knows how to standardise, and no coefficients yet."""
    values = encoded.astype(np.float64)
    is_known: NDArray[np.bool_] = ~np.isnan(values)
    counts = is_known.astype(np.float64)
    if weights is not None:
        counts *= weights[:, np.newaxis]
        is_known = is_known | (weights == 0.0)[:, np.newaxis]
    n_known = counts.sum(axis=0)
    n_known[n_known == 0.0] = 1.0
    known = np.where(counts > 0, values, 0.0)
    mean = (counts * known).sum(axis=0) / n_known
    centred = np.where(counts > 0, known - mean, 0.0)
    spread = np.sqrt((counts * centred**2).sum(axis=0) / n_known)
    is_wide = spread > _SMALLEST_SPREAD * np.abs(mean)
    nothing = np.zeros((0, 0))
    return LinearRule(
        mean=mean,
        spread=np.where(is_wide, spread, 1.0),
        has_gaps=np.asarray(~is_known.all(axis=0)),
        coefficients=nothing,
        intercepts=np.zeros(n_genres),
        typical=nothing,
        typical_shares=np.zeros(0),
    )


def _pass_on(told: list[warnings.WarningMessage]) -> None:
    """Give every warning on but those of convergence, which are kept as a fact."""
    for one in told:
        if not issubclass(one.category, ConvergenceWarning):
            warnings.warn_explicit(one.message, one.category, one.filename, one.lineno)
