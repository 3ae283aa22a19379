"""Measure how often the predicted genre flips when an input is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from genrelens.explanation.perturbations import Perturbation, perturbations_for
from genrelens.explanation.results import StressTest
from genrelens.features.alignment import aligned_proba

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd
    from numpy.typing import ArrayLike, NDArray

    from genrelens.features.alignment import ProbabilityModel
    from genrelens.schema.features import Feature

__all__ = ["StressStudy", "clustered_wilson"]

MAX_TRACKS_A_FOLD = 2000
"""Held-out tracks of one fold that are used at most."""

_Z = 1.959963984540054  # 97.5 % point of the normal distribution


@dataclass(slots=True)
class _Tally:
    """What one perturbation did, fold after fold."""

    is_flip: list[NDArray[np.bool_]] = field(default_factory=list)
    was_right: list[NDArray[np.bool_]] = field(default_factory=list)
    is_right: list[NDArray[np.bool_]] = field(default_factory=list)
    codes: list[NDArray[np.int64]] = field(default_factory=list)
    groups: list[NDArray[np.int64]] = field(default_factory=list)


class StressStudy:
    """Stress tests in music units on held-out tracks, gathered fold by fold.

    Parameters
    ----------
    features : sequence of Feature
        The tests which apply to them are made, see
        `genrelens.explanation.perturbations.perturbations_for`.
    max_tracks : int, default 2000
        Held-out tracks of a fold used at most; more are sampled.
    random_state : int, default 0
    """

    def __init__(
        self,
        features: Sequence[Feature],
        *,
        max_tracks: int = MAX_TRACKS_A_FOLD,
        random_state: int = 0,
    ) -> None:
        self._perturbations = perturbations_for(features)
        self._tallies = {item.name: _Tally() for item in self._perturbations}
        self._max_tracks = max_tracks
        self._random_state = random_state
        self._n_folds = 0
        self._n_tracks_seen = 0
        self._genres: tuple[str, ...] = ()

    def add_fold(
        self,
        model: ProbabilityModel,
        X_test: pd.DataFrame,
        y_test_codes: NDArray[np.int64],
        genres: Sequence[str],
        groups: ArrayLike | None = None,
    ) -> None:
        """Predict one fold's held-out tracks as they are, and with every error.

        Parameters
        ----------
        model : trained classifier
            One that has not met these tracks.
        X_test : pandas.DataFrame, n_tracks x n_features
        y_test_codes : ndarray of int, shape (n_tracks,)
            True genres, as positions in `genres`.
        genres : sequence of str
            All genres, the same for each fold.
        groups : array of int, shape (n_tracks,), optional
            Artist (or other group) of each track, numbered alike in all
            folds; without it each track counts as its own.
        """
        rng = np.random.default_rng(
            np.random.SeedSequence([self._random_state, self._n_folds])
        )
        self._genres = tuple(genres)
        members = self._members(len(X_test), groups)
        rows = np.arange(len(X_test))
        if len(rows) > self._max_tracks:
            rows = np.sort(rng.choice(rows, size=self._max_tracks, replace=False))
        X, codes = X_test.iloc[rows], np.asarray(y_test_codes)[rows]
        members = members[rows]
        before = aligned_proba(model, X, genres).argmax(axis=1)
        for number, item in enumerate(self._perturbations):
            own = np.random.SeedSequence([self._random_state, self._n_folds, number])
            wrong = item.apply(X, np.random.default_rng(own))
            hit = _changed_rows(X, wrong, item)
            if not len(hit):
                continue
            after = aligned_proba(model, wrong.iloc[hit], genres).argmax(axis=1)
            tally = self._tallies[item.name]
            tally.is_flip.append(after != before[hit])
            tally.was_right.append(before[hit] == codes[hit])
            tally.is_right.append(after == codes[hit])
            tally.codes.append(codes[hit])
            tally.groups.append(members[hit])
        self._n_folds += 1

    def _members(self, n_tracks: int, groups: ArrayLike | None) -> NDArray[np.int64]:
        """Give each track's group; where there are none, a number of its own."""
        if groups is not None:
            return np.asarray(groups, dtype=np.int64)
        own = np.arange(self._n_tracks_seen, self._n_tracks_seen + n_tracks)
        self._n_tracks_seen += n_tracks
        return own.astype(np.int64)

    def result(self) -> tuple[StressTest, ...]:
        """Sum up the folds added so far.

        Returns
        -------
        tuple of StressTest
            A test that changed no track at all (its feature is always
            missing) is left out.
        """
        return tuple(
            _sum_up(item, self._tallies[item.name], self._genres)
            for item in self._perturbations
            if self._tallies[item.name].is_flip
        )


def clustered_wilson(
    is_hit: NDArray[np.bool_], groups: NDArray[np.int64]
) -> tuple[float, float, float]:
    """Give a share with a 95 % interval that respects groups.

    Wilson's score interval for as many independent tracks as there would be
    after the design effect: the variance of the share between groups (a ratio
    estimator) over the variance if all tracks were independent. Where the
    share is 0 or 1 that variance is unknown, and the number of groups is taken
    as the number of independent tracks.

    Parameters
    ----------
    is_hit : ndarray of bool, shape (n_tracks,), n_tracks >= 1
    groups : ndarray of int64, shape (n_tracks,)

    Returns
    -------
    share, low, high : float
        ``0 <= low <= share <= high <= 1``.

    References
    ----------
    Wilson (1927), Probable inference, the law of succession, and statistical
    inference. JASA 22. Kish (1965), Survey sampling, section 8.2.

    Examples
    --------
    >>> alone = clustered_wilson(np.arange(100) < 20, np.arange(100))
    >>> [round(figure, 3) for figure in alone]
    [0.2, 0.133, 0.289]
    """
    n_tracks = len(is_hit)
    _, place = np.unique(groups, return_inverse=True)
    sizes = np.bincount(place)
    hits = np.bincount(place, weights=is_hit)
    n_groups = len(sizes)
    share = float(is_hit.mean())
    n_free = float(n_groups)
    if 0.0 < share < 1.0 and n_groups > 1:
        residuals = hits - share * sizes
        variance = n_groups / (n_groups - 1) * float(residuals @ residuals)
        alone = share * (1.0 - share) * n_tracks
        n_free = n_tracks / max(variance / alone, 1.0)
    shrink = 1.0 + _Z**2 / n_free
    middle = (share + _Z**2 / (2 * n_free)) / shrink
    spread = share * (1 - share) / n_free + _Z**2 / (4 * n_free**2)
    reach = _Z / shrink * float(np.sqrt(spread))
    return (
        share,
        min(max(middle - reach, 0.0), share),
        max(min(middle + reach, 1.0), share),
    )


def _changed_rows(
    X: pd.DataFrame, wrong: pd.DataFrame, item: Perturbation
) -> NDArray[np.int64]:
    """Find the tracks that the error touches; the others need no prediction."""
    is_changed = np.zeros(len(X), dtype=bool)
    for name in item.columns:
        old, new = X[name], wrong[name]
        is_same = (old == new).fillna(value=False) | (old.isna() & new.isna())
        is_changed |= ~is_same.to_numpy(dtype=bool)
    return np.flatnonzero(is_changed)


def _sum_up(item: Perturbation, tally: _Tally, genres: Sequence[str]) -> StressTest:
    is_flip = np.concatenate(tally.is_flip)
    codes = np.concatenate(tally.codes)
    groups = np.concatenate(tally.groups)
    share, low, high = clustered_wilson(is_flip, groups)
    counts = np.bincount(codes, minlength=len(genres))
    flips = np.bincount(codes, weights=is_flip, minlength=len(genres))
    return StressTest(
        name=item.name,
        title=item.title,
        n_tracks=len(is_flip),
        flip_share=share,
        flip_low=low,
        flip_high=high,
        accuracy_before=float(np.concatenate(tally.was_right).mean()),
        accuracy_after=float(np.concatenate(tally.is_right).mean()),
        flips_by_genre={
            genre: float(flips[place] / counts[place])
            for place, genre in enumerate(genres)
            if counts[place]
        },
        n_groups=len(np.unique(groups)),
    )
