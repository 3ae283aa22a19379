"""Find which features a model leans on, by shuffling them on held-out tracks."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError
from genrelens.explanation.results import FeatureImportance, Importance
from genrelens.features.alignment import aligned_proba
from genrelens.features.fold_noise import mean_interval
from genrelens.features.permuting import score_drops

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.features.alignment import ProbabilityModel
    from genrelens.schema.features import Feature

__all__ = ["ImportanceStudy"]

MAX_TRACKS_A_FOLD = 3000
"""Held-out tracks of one fold that are used at most."""

_MIN_FOLDS = 2


class ImportanceStudy:
    """Permutation importance, gathered fold by fold.

    Parameters
    ----------
    features : sequence of Feature
        In the order of the model's columns.
    clusters : sequence of tuple of str
        Names of correlated features, which are also shuffled together.
    metric : callable
        Of (genre codes, probabilities in the order of all genres); larger is
        better.
    metric_name : str
    n_repeats : int, default 3
        Shuffles of each feature in each fold.
    max_tracks : int, default 3000
        Held-out tracks of a fold used at most; more are sampled.
    random_state : int, default 0

    References
    ----------
    Breiman (2001), Random forests. Machine Learning 45, section 10.
    Nadeau & Bengio (2003), Inference for the generalization error. Machine
    Learning 52, 239-281 (the interval over folds).
    """

    def __init__(
        self,
        features: Sequence[Feature],
        clusters: Sequence[tuple[str, ...]] = (),
        *,
        metric: Callable[[NDArray[np.int64], NDArray[np.float64]], float],
        metric_name: str,
        n_repeats: int = 3,
        max_tracks: int = MAX_TRACKS_A_FOLD,
        random_state: int = 0,
    ) -> None:
        self._features = tuple(features)
        self._clusters = tuple(tuple(names) for names in clusters)
        self._metric = metric
        self._metric_name = metric_name
        self._n_repeats = n_repeats
        self._max_tracks = max_tracks
        self._random_state = random_state
        self._n_folds_seen = 0
        self._n_tracks = 0
        self._drops: list[NDArray[np.float64]] = []

    def add_fold(
        self,
        model: ProbabilityModel,
        X_test: pd.DataFrame,
        y_test_codes: NDArray[np.int64],
        genres: Sequence[str],
    ) -> None:
        """Shuffle every feature and every cluster on one fold's held-out tracks.

        A fold on which the metric has no value is left out, and not counted.

        Parameters
        ----------
        model : trained classifier
            One that has not met these tracks. Classes it lacks get
            probability 0.
        X_test : pandas.DataFrame, n_tracks x n_features
        y_test_codes : ndarray of int, shape (n_tracks,)
            True genres, as positions in `genres`.
        genres : sequence of str
            All genres.
        """
        seeds = np.random.SeedSequence([self._random_state, self._n_folds_seen])
        rng = np.random.default_rng(seeds)
        self._n_folds_seen += 1
        rows = np.arange(len(X_test))
        if len(rows) > self._max_tracks:
            rows = np.sort(rng.choice(rows, size=self._max_tracks, replace=False))
        codes = np.asarray(y_test_codes)[rows]
        X = X_test.iloc[rows]
        if math.isnan(self._metric(codes, aligned_proba(model, X, genres))):
            return
        drops = score_drops(
            model,
            X,
            genres,
            [*([feature.name] for feature in self._features), *self._clusters],
            score=lambda proba: self._metric(codes, proba),
            n_repeats=self._n_repeats,
            rng=rng,
        )
        self._drops.append(drops)
        self._n_tracks += len(rows)

    def result(self, *, scenario: str) -> Importance:
        """Average over the folds added so far.

        Parameters
        ----------
        scenario : str
            What the folds' way of splitting is called.

        Returns
        -------
        Importance

        Raises
        ------
        InputError
            If fewer than two folds could be used: there is no interval then.
        """
        if len(self._drops) < _MIN_FOLDS:
            message = (
                f"Permutation importance: {len(self._drops)} of {self._n_folds_seen} "
                f"folds could be scored by {self._metric_name}, and {_MIN_FOLDS} are "
                "needed for an interval. Give more folds, or more tracks a genre."
            )
            raise InputError(message)
        drops = np.stack(self._drops)
        labels = {feature.name: feature.label for feature in self._features}
        blocks = [(feature.name,) for feature in self._features] + list(self._clusters)
        found = [
            _summarise(names, labels, drops[:, place, :])
            for place, names in enumerate(blocks)
        ]
        n_features = len(self._features)
        return Importance(
            metric=self._metric_name,
            scenario=scenario,
            n_tracks=self._n_tracks,
            n_folds=len(drops),
            n_repeats=self._n_repeats,
            features=_largest_first(found[:n_features]),
            groups=_largest_first(found[n_features:]),
        )


def _summarise(
    names: tuple[str, ...], labels: dict[str, str], drops: NDArray[np.float64]
) -> FeatureImportance:
    """Condense one block's drops, shape (n_folds, n_repeats)."""
    mean, low, high = mean_interval(drops.mean(axis=1), test_share=1 / len(drops))
    return FeatureImportance(
        names=names,
        label=" + ".join(labels[name] for name in names),
        drop=mean,
        low=low,
        high=high,
        spread=float(drops.std(ddof=1)),
    )


def _largest_first(found: Sequence[FeatureImportance]) -> tuple[FeatureImportance, ...]:
    return tuple(sorted(found, key=lambda item: -item.drop))
