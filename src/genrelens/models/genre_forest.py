"""Learn genres from features with a random forest, by scikit-learn's contract."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import check_random_state

from genrelens import forest as engine
from genrelens.errors import InputError, NotTrainedError, printable
from genrelens.features.encoding import FeatureEncoder
from genrelens.forest.predicting.probabilities import prepare_walk
from genrelens.forest.responding import respond_to_column
from genrelens.models.accepting import accept_table, read_genres, weigh_tracks
from genrelens.models.leaf_minimum import choose_leaf_minimum

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from genrelens.forest import PackedForest
    from genrelens.forest.responding import ColumnResponse

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
    >>> import pandas as pd
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
        table = accept_table(self, X, is_training=True)
        self.classes_, codes = read_genres(y, len(table), asker="GenreForest")
        weights = weigh_tracks(sample_weight, self.class_weight, self.classes_, codes)
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
        probabilities: NDArray[np.float64] = engine.predict_proba(
            self.forest_if_trained, rows, n_jobs=self.n_jobs
        )
        return probabilities

    def respond_to_column(
        self, row: NDArray[np.float32], column: int
    ) -> ColumnResponse:
        """Give the output for one encoded row as one column takes every value."""
        return respond_to_column(self.forest_if_trained, row, column)

    def ready_for_rows(self) -> Callable[[NDArray[np.float32]], NDArray[np.float64]]:
        """Give the quickest way to answer one encoded row, with all of it laid out.

        One row is walked through the trees and explained, so that the first who
        asks waits for nothing that is laid out or compiled once.

        Returns
        -------
        callable
            From ndarray of float32, shape (1, n_columns), to probabilities, shape
            (1, n_genres), as `predict_encoded` gives them. Any thread may call it.
        """
        forest = self.forest_if_trained
        add_leaves = prepare_walk(forest, 1)

        def answer(row: NDArray[np.float32]) -> NDArray[np.float64]:
            given = np.zeros((1, forest.n_classes))
            add_leaves(row, given)
            given /= forest.n_trees
            return given

        unknown = np.full((1, forest.n_features), np.nan, dtype=np.float32)
        answer(unknown)
        engine.shapley_values(forest, unknown, n_jobs=1)
        return answer

    @property
    def steps_to_explain(self) -> int:
        """Steps of explaining one track: genres in leaves, tree by tree."""
        return len(self.forest_if_trained.leaf_value)

    @property
    def nbytes(self) -> int:
        """About how many bytes the trees take, laid out for answers."""
        forest = self.forest_if_trained
        return forest.nbytes + 8 * forest.n_nodes

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
        return self.encoder_.transform(accept_table(self, X, is_training=False))

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


def _is_count(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        return False
    return int(value) >= 1


def _seed_from(random_state: int | np.random.RandomState | None) -> int:
    if isinstance(random_state, numbers.Integral):
        return int(random_state)
    return int(check_random_state(random_state).randint(np.iinfo(np.int32).max))
