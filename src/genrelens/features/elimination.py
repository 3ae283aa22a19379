"""Rank features by dropping the weakest, step by step, on one split of the tracks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from genrelens.features.alignment import aligned_proba
from genrelens.features.permuting import score_drops

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["Trial", "eliminate", "score_set", "spare_clusters"]


@dataclass(frozen=True, slots=True)
class Trial:
    """What stays the same through all steps of a selection.

    Parameters
    ----------
    make_model : callable
        Gives an unfitted classifier for a seed.
    X : pandas.DataFrame, n_tracks x n_features
    y : ndarray of str, shape (n_tracks,)
    score : callable
        Of (codes, probabilities); larger is better.
    clusters : tuple of tuple of str
        Correlated features.
    n_repeats : int
        Shuffles of each feature.
    tick : callable
        Called after each fit.

    Attributes
    ----------
    genres : tuple of str
        All genres of `y`, sorted.
    """

    make_model: Callable[[int], Any]
    X: pd.DataFrame
    y: NDArray[Any]
    score: Callable[[NDArray[np.int64], NDArray[np.float64]], float]
    clusters: tuple[tuple[str, ...], ...]
    n_repeats: int
    tick: Callable[[], None]
    genres: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        genres = tuple(sorted({str(genre) for genre in self.y}))
        object.__setattr__(self, "genres", genres)

    def codes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """Give the genres of some tracks as positions in `genres`."""
        names = np.asarray(self.y[rows]).astype(str)
        return np.searchsorted(np.array(self.genres), names).astype(np.int64)

    def fit(self, rows: NDArray[np.int64], names: Sequence[str], seed: int) -> Any:  # noqa: ANN401 (any classifier)
        """Train a fresh model on some tracks and some features."""
        model = self.make_model(seed)
        model.fit(self.X.iloc[rows][list(names)], self.y[rows])
        self.tick()
        return model


def eliminate(
    trial: Trial,
    *,
    train: NDArray[np.int64],
    held_out: NDArray[np.int64],
    sizes: Sequence[int],
    seed: int,
) -> list[str]:
    """Rank features by backward elimination with permutation importance.

    Parameters
    ----------
    trial : Trial
    train, held_out : ndarray of int64
        Positions of the tracks that train the models, and of those on which
        the features are shuffled.
    sizes : sequence of int
        Sizes of feature set, from all features down.
    seed : int

    Returns
    -------
    list of str
        Best first; the first ``sizes[i]`` names are those that were left at
        step i.
    """
    names = list(trial.X.columns)
    dropped: list[str] = []
    rng = np.random.default_rng(seed)
    codes = trial.codes(held_out)
    for size in [*sizes[1:], 0]:
        if size == 0 and len(names) == 1:
            return names + dropped
        model = trial.fit(train, names, seed)
        drops = score_drops(
            model,
            trial.X.iloc[held_out][names],
            trial.genres,
            [[name] for name in names],
            score=lambda proba: trial.score(codes, proba),
            n_repeats=trial.n_repeats,
            rng=rng,
        ).mean(axis=1)
        ranked = [names[i] for i in np.argsort(-drops, kind="stable")]
        ranked = spare_clusters(ranked, size, trial.clusters)
        dropped = ranked[size:] + dropped
        names = [name for name in names if name in set(ranked[:size])]
    return names + dropped


def spare_clusters(
    ranked: Sequence[str], size: int, clusters: Sequence[Sequence[str]]
) -> list[str]:
    """Reorder a ranking so that one step does not drop correlated features at once.

    Shuffling one of two features that say the same changes little, so both
    look weak; once one is gone, the other shows its worth.

    Parameters
    ----------
    ranked : sequence of str
        Best first.
    size : int
        How many will be kept.
    clusters : sequence of sequences of str

    Returns
    -------
    list of str
        At most one member of each cluster behind position `size`, as far as
        there are others to drop.

    Examples
    --------
    >>> spare_clusters(["a", "b", "c", "d"], 2, [("c", "d")])
    ['a', 'c', 'b', 'd']
    """
    cluster_of = {name: i for i, names in enumerate(clusters) for name in names}
    n_drops = len(ranked) - size
    drops: list[str] = []
    hit: set[int] = set()
    for name in reversed(ranked):
        cluster = cluster_of.get(name)
        if len(drops) < n_drops and (cluster is None or cluster not in hit):
            drops.append(name)
            hit |= set() if cluster is None else {cluster}
    spared = [name for name in reversed(ranked) if name not in drops]
    drops += spared[: n_drops - len(drops)]
    gone = set(drops)
    kept = [name for name in ranked if name not in gone]
    return kept + [name for name in ranked if name in gone]


def score_set(
    trial: Trial,
    names: Sequence[str],
    *,
    train: NDArray[np.int64],
    test: NDArray[np.int64],
    seed: int,
) -> float:
    """Train on one set of features, and score on the tracks kept apart."""
    model = trial.fit(train, names, seed)
    proba = aligned_proba(model, trial.X.iloc[test][list(names)], trial.genres)
    return trial.score(trial.codes(test), proba)
