"""Learn genres from features with a random forest, by scikit-learn's contract."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
import pandas as pd
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import (
    assert_all_finite,
    check_array,
    check_consistent_length,
    check_random_state,
    column_or_1d,
)
from sklearn.utils.class_weight import compute_class_weight
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import _check_sample_weight, validate_data

from genrelens import forest as engine
from genrelens.errors import InputError, NotTrainedError, printable
from genrelens.features.encoding import FeatureEncoder
from genrelens.models.leaf_minimum import choose_leaf_minimum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest import PackedForest

__all__ = ["GenreForest"]


class GenreForest(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A random forest that takes tables of numbers, flags and categories.

    Missing values are learnt from as they are. Category columns (text) are
    encoded inside the model, so that nothing about them is learnt from rows it
    was not trained on. For one `random_state` the forest is the same, bit for
    bit, on any number of threads.

    Parameters
    ----------
    n_trees : int, default 400
        Trees to grow.
    min_samples_leaf : int or "auto", default "auto"
        Fewest training tracks in a leaf. ``"auto"`` chooses by the size of the
        genres, see `genrelens.models.leaf_minimum`.
    max_features : "sqrt", "log2", int, float or None, default "sqrt"
        Features tried at each split: a rule, a number, a share, or all.
    max_depth : int or None, default None
        Greatest depth of a tree.
    class_weight : "balanced", dict of genre to float, or None, default None
        Weight of each genre's tracks in training.
    random_state : int, numpy.random.RandomState or None, default None
        Seed; None draws a fresh one.
    n_jobs : int or None, default None
        Threads for growing and predicting; -1 for all.

    Attributes
    ----------
    classes_ : ndarray of shape (n_genres,)
        Genres, sorted.
    n_features_in_ : int
        Columns seen in training.
    feature_names_in_ : ndarray of str, shape (n_features_in_,)
        Their names, where a table with text headers was given.
    encoder_ : FeatureEncoder
        How the columns become the forest's matrix.
    forest_ : PackedForest
        The trees.
    min_samples_leaf_ : int
        The leaf minimum that was used.

    References
    ----------
    L. Breiman (2001), Random Forests, Machine Learning 45.

    Examples
    --------
    >>> frame = pd.DataFrame({"tempo": [80.0, 82.0, 128.0, 126.0] * 5})
    >>> model = GenreForest(n_trees=5, random_state=0)
    >>> model.fit(frame, ["dub", "dub", "house", "house"] * 5).predict(frame[:3])
    array(['dub', 'dub', 'house'], dtype='<U5')
    """

    classes_: NDArray[Any]
    n_features_in_: int
    feature_names_in_: NDArray[Any]
    encoder_: FeatureEncoder
    forest_: PackedForest
    min_samples_leaf_: int

    def __init__(
        self,
        *,
        n_trees: int = 400,
        min_samples_leaf: int | Literal["auto"] = "auto",
        max_features: Literal["sqrt", "log2"] | float | None = "sqrt",
        max_depth: int | None = None,
        class_weight: Mapping[Any, float] | str | None = None,
        random_state: int | np.random.RandomState | None = None,
        n_jobs: int | None = None,
    ) -> None:
        self.n_trees = n_trees
        self.min_samples_leaf = min_samples_leaf
        self.max_features = max_features
        self.max_depth = max_depth
        self.class_weight = class_weight
        self.random_state = random_state
        self.n_jobs = n_jobs

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        *,
        on_tree: Callable[[int], None] | None = None,
    ) -> Self:
        """Grow the forest.

        Parameters
        ----------
        X : pandas.DataFrame or array-like of numbers, shape (n_tracks, n_features)
            Features; NaN where missing.
        y : array-like of shape (n_tracks,)
            The genre of each track.
        sample_weight : array-like of float, shape (n_tracks,), optional
            Weight of each track; equal weights where not given.
        on_tree : callable, optional
            Called with the number of trees grown so far.

        Returns
        -------
        GenreForest
            Itself.

        Raises
        ------
        InputError
            If the parameters, features, genres or weights cannot be used.
        """
        self._check_parameters()
        table = self._accept(X, is_training=True)
        self.classes_, codes = _read_genres(y, len(table))
        weights = self._weigh(len(table), codes, sample_weight)
        self.min_samples_leaf_ = (
            choose_leaf_minimum(len(self.classes_), len(codes))
            if self.min_samples_leaf == "auto"
            else int(self.min_samples_leaf)
        )
        self.encoder_ = FeatureEncoder().fit(table)
        self.forest_ = engine.grow(
            self.encoder_.transform(table),
            codes,
            n_classes=len(self.classes_),
            n_trees=self.n_trees,
            min_samples_leaf=self.min_samples_leaf_,
            max_features=self.max_features,
            max_depth=self.max_depth,
            sample_weight=weights,
            random_state=_seed_from(self.random_state),
            n_jobs=self.n_jobs,
            on_tree=on_tree,
        )
        return self

    def predict_proba(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float64]:
        """Give the probability of every genre.

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
            If the model is not trained.
        InputError
            If the columns differ from those of training.
        """
        probabilities: NDArray[np.float64] = engine.predict_proba(
            self.forest_if_trained, self._encode(X), n_jobs=self.n_jobs
        )
        return probabilities

    def predict(self, X: pd.DataFrame | ArrayLike) -> NDArray[Any]:
        """Name the most probable genre; of equal ones, the first in `classes_`.

        Parameters, errors and their meaning are those of `predict_proba`.

        Returns
        -------
        ndarray of shape (n_tracks,)
            Genres.
        """
        first = self.predict_proba(X).argmax(axis=1)
        named: NDArray[Any] = self.classes_[first]
        return named

    def shapley_values(
        self, X: pd.DataFrame | ArrayLike
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Share each track's probabilities out over the columns of training.

        The exact path-dependent Shapley values; the indicators of a category
        are added up to one value for their column.

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
            Mean output over the training tracks, as the trees recorded it.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        InputError
            If the columns differ from those of training.
        AdditivityError
            If the values do not sum to the prediction.

        References
        ----------
        S. Lundberg et al. (2020), From local explanations to global
        understanding with explainable AI for trees, Nature Machine
        Intelligence 2.
        """
        found = engine.shapley_values(
            self.forest_if_trained, self._encode(X), n_jobs=self.n_jobs
        )
        encoded: NDArray[np.float64] = found.values  # noqa: PD011 (not pandas)
        origin = self.encoder_.origin
        if np.array_equal(origin, np.arange(self.n_features_in_)):
            return encoded, found.base
        values = np.zeros((len(encoded), self.n_features_in_, len(self.classes_)))
        for position, column in enumerate(origin):
            values[:, column] += encoded[:, position]
        return values, found.base

    @classmethod
    def restore(
        cls,
        *,
        classes: NDArray[Any],
        encoder: FeatureEncoder,
        forest: PackedForest,
        is_named: bool,
        min_samples_leaf_used: int,
        **parameters: Any,
    ) -> Self:
        """Rebuild a trained model from its parts, as they were when it was saved.

        Parameters
        ----------
        classes : ndarray of shape (n_genres,)
            Genres, in the order of the forest's classes.
        encoder : FeatureEncoder
            As fitted.
        forest : PackedForest
            A validated forest.
        is_named : bool
            Whether training saw named columns.
        min_samples_leaf_used : int
            The leaf minimum of training.
        **parameters
            Those of the constructor.

        Raises
        ------
        InputError
            If the parts do not fit each other.
        """
        fits = forest.n_features == len(encoder.origin) and forest.n_classes == len(
            classes
        )
        if not fits:
            raise InputError(
                f"The parts do not fit: a forest of {forest.n_features} features "
                f"and {forest.n_classes} genres, an encoder of "
                f"{len(encoder.origin)} features, and {len(classes)} genres. Give "
                f"parts of one model."
            )
        model = cls(**parameters)
        model.classes_ = np.asarray(classes)
        model.encoder_ = encoder
        model.forest_ = forest
        model.min_samples_leaf_ = min_samples_leaf_used
        model.n_features_in_ = len(encoder.names)
        if is_named:
            model.feature_names_in_ = np.asarray(encoder.names, dtype=object)
        return model

    @property
    def forest_if_trained(self) -> PackedForest:
        """The trees.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        """
        if not hasattr(self, "forest_"):
            raise NotTrainedError(
                f"This {type(self).__name__} is not trained yet. Call fit with "
                f"features and genres first."
            )
        return self.forest_

    def __sklearn_tags__(self) -> Any:  # noqa: ANN401 (scikit-learn's own type)
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.input_tags.categorical = True
        tags.input_tags.string = False  # named columns only, never plain arrays
        return tags

    def _encode(self, X: pd.DataFrame | ArrayLike) -> NDArray[np.float32]:
        _ = self.forest_if_trained
        return self.encoder_.transform(self._accept(X, is_training=False))

    def _accept(
        self, X: pd.DataFrame | ArrayLike, *, is_training: bool
    ) -> pd.DataFrame | NDArray[np.float32]:
        """Check shape and names by scikit-learn's rules; cells of arrays as well."""
        is_named = isinstance(X, pd.DataFrame) and all(
            isinstance(name, str) for name in X.columns
        )
        try:
            if is_named:
                table: pd.DataFrame = validate_data(
                    self, X, reset=is_training, skip_check_array=True
                )
                check_array(
                    np.zeros(table.shape, bool)
                )  # refuses a table without cells
                return table
            matrix: NDArray[np.float32] = validate_data(
                self,
                X,
                reset=is_training,
                dtype=np.float32,
                ensure_all_finite="allow-nan",
            )
        except ValueError as error:
            raise InputError(str(error)) from error
        return matrix

    def _check_parameters(self) -> None:
        n_trees, leaf, depth = self.n_trees, self.min_samples_leaf, self.max_depth
        if not _is_count(n_trees):
            raise InputError(
                f"n_trees is {printable(repr(n_trees))}. Give a whole number of at "
                f"least 1."
            )
        if leaf != "auto" and not _is_count(leaf):
            raise InputError(
                f"min_samples_leaf is {printable(repr(leaf))}. Give 'auto' or a "
                f"whole number of at least 1."
            )
        if depth is not None and not _is_count(depth):
            raise InputError(
                f"max_depth is {printable(repr(depth))}. Give None or a whole "
                f"number of at least 1."
            )

    def _weigh(
        self, n_tracks: int, codes: NDArray[np.int64], sample_weight: ArrayLike | None
    ) -> NDArray[np.float64] | None:
        """Join the weights of tracks and of genres; None where all are equal."""
        if sample_weight is None and self.class_weight is None:
            return None
        weights = np.ones(n_tracks)
        try:
            if sample_weight is not None:
                weights = _check_sample_weight(
                    sample_weight,
                    np.zeros((n_tracks, 1)),
                    dtype=np.float64,
                    ensure_non_negative=True,
                )
            if self.class_weight is not None:
                weight_by_genre = compute_class_weight(
                    self.class_weight, classes=self.classes_, y=self.classes_[codes]
                )
                weights = weights * weight_by_genre[codes]
        except ValueError as error:
            raise InputError(str(error)) from error
        if not weights.any():
            raise InputError(
                "Every track has weight 0. Give at least one a positive weight."
            )
        return weights


def _is_count(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return False
    return int(value) >= 1


def _read_genres(y: ArrayLike, n_tracks: int) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Give the sorted genres, and each track's position among them."""
    if y is None:
        raise InputError(
            "GenreForest requires y to be passed, but the target y is None. Give "
            "the genre of each track."
        )
    try:
        labels = column_or_1d(y, warn=True)
        check_consistent_length(np.zeros((n_tracks, 1)), labels)
        assert_all_finite(labels, input_name="y")
        check_classification_targets(labels)
    except ValueError as error:
        raise InputError(str(error)) from error
    n_missing = int(pd.isna(labels).sum())
    if n_missing:
        raise InputError(
            f"{n_missing} of {n_tracks} tracks have no genre. Leave them out, or "
            f"give each a genre."
        )
    if labels.dtype == object and all(isinstance(label, str) for label in labels):
        labels = labels.astype(str)
    genres, codes = np.unique(labels, return_inverse=True)
    return genres, codes.astype(np.int64)


def _seed_from(random_state: int | np.random.RandomState | None) -> int:
    if isinstance(random_state, numbers.Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))
