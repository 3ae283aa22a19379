"""Learn genres from the fewest attributes that do, chosen anew in every training."""

from __future__ import annotations

import numbers
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Self

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin, clone

from genrelens.errors import InputError, NotTrainedError, printable
from genrelens.features.correlation import correlated_clusters
from genrelens.features.selection import select_features

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from genrelens.features.selection import SelectionResult
    from genrelens.forest import PackedForest
    from genrelens.models.genre_forest import GenreForest
    from genrelens.schema.features import Feature

__all__ = ["MAX_SIZES", "MAX_TRACKS", "MAX_TREES", "ChoosingForest"]

MAX_TREES = 40
"""Trees of the forests that compare sets of attributes, at most."""

MAX_SIZES = 6
"""Sizes of set that are compared, at most."""

MAX_TRACKS = 4_000
"""Tracks on which sets are compared, at most."""


class ChoosingForest(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A forest that first chooses its attributes, on its own training tracks.

    Because the choice is made inside `fit`, whoever scores this model on tracks
    held out from it scores the choice as well: a held-out track has taken no part
    in it, and the choice flatters no score. It answers for the whole table;
    attributes that it left out change nothing.

    Parameters
    ----------
    forest : GenreForest
        Untrained; a clone of it is trained on the attributes chosen. Its seed, a
        whole number, is that of the choice, too.
    features : sequence of Feature
        The columns of the table, from which correlated ones are told.
    folds : callable
        Of (rows, genres, seed), shapes (n_tracks,): divides training tracks once
        more, and gives (train, test) pairs of positions among these tracks. The
        rows are what the index of the training table says, so that tracks which
        belong together can be looked up.
    score : callable
        Of (genre codes, probabilities); larger is better.
    metric, scenario : str
        What `score` and `folds` are called.

    Attributes
    ----------
    model_ : GenreForest
        Trained on the attributes chosen.
    chosen_ : tuple of str
        Their names, in the table's order.
    selection_ : SelectionResult or None
        The curve; None where no choice could be made and all are kept.
    why_none_ : str
        Why there was no choice; empty where there was one.
    columns_ : tuple of str
        All columns of the training table.

    References
    ----------
    C. Ambroise, G. McLachlan (2002), Selection bias in gene extraction on the
    basis of microarray gene-expression data. PNAS 99.
    """

    model_: GenreForest
    chosen_: tuple[str, ...]
    selection_: SelectionResult | None
    why_none_: str
    columns_: tuple[str, ...]

    def __init__(
        self,
        forest: GenreForest,
        *,
        features: Sequence[Feature],
        folds: Callable[
            [NDArray[np.int64], NDArray[Any], int],
            Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]],
        ],
        score: Callable[[NDArray[np.int64], NDArray[np.float64]], float],
        metric: str,
        scenario: str,
    ) -> None:
        self.forest = forest
        self.features = features
        self.folds = folds
        self.score = score
        self.metric = metric
        self.scenario = scenario

    def fit(
        self,
        X: pd.DataFrame,
        y: ArrayLike,
        sample_weight: ArrayLike | None = None,
        *,
        on_step: Callable[[int, int], None] | None = None,
    ) -> Self:
        """Choose attributes, and grow the forest on them.

        Parameters
        ----------
        X : pandas.DataFrame, n_tracks x n_features
            Its index holds the rows that `folds` understands.
        y : array-like of str, shape (n_tracks,)
            The genre of each track.
        sample_weight : array-like of float, shape (n_tracks,), optional
            Weight of each track in the forest; the choice weighs all alike.
        on_step : callable, optional
            Told (small forests grown, small forests in all) during the choice.

        Returns
        -------
        ChoosingForest
            Itself.

        Raises
        ------
        InputError
            If the forest has no seed or cannot be trained. That no choice can be
            made is no error: all attributes are kept, and `why_none_` says why.
        """
        labels = np.asarray(y)
        _ = self._seed
        self.columns_ = tuple(str(name) for name in X.columns)
        self.selection_, self.why_none_ = None, ""
        try:
            self.selection_ = self._choose(X, labels, on_step)
        except InputError as error:
            self.why_none_ = str(error)
        found = self.selection_
        self.chosen_ = self.columns_ if found is None else found.chosen
        self.model_ = clone(self.forest).fit(
            X[list(self.chosen_)], labels, sample_weight
        )
        return self

    def predict_proba(self, X: pd.DataFrame) -> NDArray[np.float64]:
        """Give the probability of every genre.

        Parameters
        ----------
        X : pandas.DataFrame, n_tracks x n_features
            All columns of training, or at least those chosen.

        Returns
        -------
        ndarray of float64, shape (n_tracks, n_genres)
            In the order of `classes_`.

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        InputError
            If a chosen column is missing.
        """
        return self._trained.predict_proba(self._narrow(X))

    def predict(self, X: pd.DataFrame) -> NDArray[Any]:
        """Name the most probable genre; of equal ones, the first in `classes_`."""
        return self._trained.predict(self._narrow(X))

    def shapley_values(
        self, X: pd.DataFrame
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Share each track's probabilities out over all columns of training.

        Parameters
        ----------
        X : pandas.DataFrame, n_tracks x n_features
            All columns of training, or at least those chosen.

        Returns
        -------
        values : ndarray of float64, shape (n_tracks, n_features, n_genres)
            In the order of `columns_`; exactly 0 for columns left out.
        base : ndarray of float64, shape (n_genres,)

        Raises
        ------
        NotTrainedError
            If the model is not trained.
        InputError
            If a chosen column is missing.
        AdditivityError
            If the values do not sum to the prediction.
        """
        found, base = self._trained.shapley_values(self._narrow(X))
        values = np.zeros((len(found), len(self.columns_), found.shape[2]))
        values[:, [self.columns_.index(name) for name in self.chosen_]] = found
        return values, base

    @property
    def classes_(self) -> NDArray[Any]:
        """Genres, sorted."""
        return self._trained.classes_

    @property
    def forest_(self) -> PackedForest:
        """The trees."""
        return self._trained.forest_

    @property
    def steps_to_explain(self) -> int:
        """Steps of explaining one track: genres in leaves, tree by tree."""
        return self._trained.steps_to_explain

    @property
    def _trained(self) -> GenreForest:
        if not hasattr(self, "model_"):
            raise NotTrainedError(
                "This ChoosingForest is not trained yet. Call fit with features and "
                "genres first."
            )
        return self.model_

    @property
    def _seed(self) -> int:
        seed = self.forest.random_state
        if isinstance(seed, bool) or not isinstance(seed, numbers.Integral):
            raise InputError(
                f"The forest's random_state is {printable(repr(seed))}, so its choice "
                "of attributes could not be repeated. Give a whole number."
            )
        return int(seed)

    def _narrow(self, X: pd.DataFrame) -> pd.DataFrame:
        missing = [name for name in self.chosen_ if name not in X.columns]
        if missing:
            return X  # the forest refuses it, and names what is missing
        return X[list(self.chosen_)]

    def _choose(
        self,
        X: pd.DataFrame,
        y: NDArray[Any],
        on_step: Callable[[int, int], None] | None,
    ) -> SelectionResult:
        seed = self._seed
        n_trees = min(MAX_TREES, self.forest.n_trees)

        def make_small(number: int) -> GenreForest:
            small: GenreForest = clone(self.forest)
            small.set_params(n_trees=n_trees, random_state=number)
            return small

        result = select_features(
            make_small,
            X,
            y,
            self.folds(X.index.to_numpy(dtype=np.int64), y, seed),
            score=self.score,
            metric=self.metric,
            scenario=self.scenario,
            clusters=correlated_clusters(self.features, X),
            is_applied=True,
            n_steps=MAX_SIZES,
            max_tracks=MAX_TRACKS,
            random_state=seed,
            on_step=on_step,
        )
        return replace(result, note=self._told(result.note, n_trees))

    def _told(self, note: str, n_trees: int) -> str:
        if n_trees == self.forest.n_trees:
            return note
        return (
            f"{note} Forests of {n_trees} trees stood in for those of "
            f"{self.forest.n_trees}."
        )
