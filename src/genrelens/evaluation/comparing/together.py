"""Score several predictions of the same tracks under the same drawings of groups."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from genrelens.errors import InputError
from genrelens.evaluation.comparing.paired import difference_of
from genrelens.evaluation.intervals import (
    choose_n_replicates,
    draw_weights,
    interval_about,
    stretch_of,
)
from genrelens.evaluation.scores import score_weighted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.results import Estimate
    from genrelens.evaluation.scores import HeldOut

__all__ = [
    "SCORES",
    "ScoredTogether",
    "normal_p_value",
    "score_together",
]

SCORES = ("accuracy", "macro_auc_ovr")
"""What models and sizes of data are compared by."""

_GENRE_SCORES = ("recall", "auc")
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class ScoredTogether:
    """Scores of several predictions, each also under every drawing of groups.

    Parameters
    ----------
    values : dict of str to ndarray of float64, shape (n_sets,)
        By names of `SCORES`; NaN where a score is not defined.
    drawings : dict of str to ndarray of float64, shape (n_sets, n_replicates)
        The same under each drawing.
    genre_values : dict of str to ndarray of float64, shape (n_sets, n_genres)
        ``recall`` and ``auc``; empty where they were not asked for.
    genre_drawings : dict of str to ndarray, shape (n_sets, n_genres, n_replicates)
        The same under each drawing.
    stretch : float
        Factor for training sets that overlap.
    n_tracks, n_groups : int
        Tracks scored, and independent groups among them.
    """

    values: dict[str, NDArray[np.float64]]
    drawings: dict[str, NDArray[np.float64]]
    genre_values: dict[str, NDArray[np.float64]]
    genre_drawings: dict[str, NDArray[np.float64]]
    stretch: float
    n_tracks: int
    n_groups: int

    @property
    def defined(self) -> tuple[str, ...]:
        """Give the scores that are defined for every set."""
        return tuple(name for name in SCORES if np.isfinite(self.values[name]).all())

    def estimates(self, position: int) -> dict[str, Estimate]:
        """Give the defined scores of one set, each with its interval."""
        found = {}
        for name in SCORES:
            value = float(self.values[name][position])
            if np.isfinite(value):
                drawn = self.drawings[name][position]
                found[name] = interval_about(value, drawn, stretch=self.stretch)
        return found

    def genre_estimate(self, name: str, position: int, genre: int) -> Estimate | None:
        """Give one genre's ``recall`` or ``auc`` in one set; None if not defined."""
        value = float(self.genre_values[name][position, genre])
        if not np.isfinite(value):
            return None
        drawn = self.genre_drawings[name][position, genre]
        return interval_about(value, drawn, stretch=self.stretch)

    def difference(self, name: str, first: int, second: int) -> Difference:
        """Give the first set's score minus the second's.

        Where all drawings lie on one side of zero, their number limits the
        p-value; it is then that of a normal distribution with their spread, if
        that is smaller, so that several differences can be judged together.

        Raises
        ------
        InputError
            If the score is not defined for both.
        """
        pair = (float(self.values[name][first]), float(self.values[name][second]))
        if not np.isfinite(pair).all():
            raise InputError(
                f"The score '{name}' is not defined for these {self.n_tracks:,} "
                "tracks, so nothing can be compared by it. Compare by accuracy."
            )
        drawn = self.drawings[name][first] - self.drawings[name][second]
        found = difference_of(
            name,
            pair,
            drawn,
            stretch=self.stretch,
            n_tracks=self.n_tracks,
            n_groups=self.n_groups,
        )
        if found.p_value <= 2 / (found.n_replicates + 1):
            beyond = normal_p_value(found.value, drawn, self.stretch)
            found = replace(found, p_value=min(found.p_value, beyond))
        return found


def score_together(
    sets: Sequence[HeldOut],
    *,
    seed: int,
    by_genre: bool = False,
    n_replicates: int | None = None,
) -> ScoredTogether:
    """Score all sets on all tracks, and under the same drawings of whole groups.

    Parameters
    ----------
    sets : sequence of HeldOut
        At least one; of the same tracks in the same order.
    seed : int
        Of the drawings.
    by_genre : bool, default False
        Whether to keep the scores of single genres.
    n_replicates : int, optional
        Drawings; where not given, 1,000, or fewer for large tables.

    Returns
    -------
    ScoredTogether

    Raises
    ------
    InputError
        If the tracks are not the same.
    """
    first = sets[0]
    _check_same(sets)
    n_units = int(first.units.max()) + 1
    drawn = n_replicates or choose_n_replicates(
        len(first.codes), first.proba.shape[1], n_repeats=len(sets)
    )
    batches = [np.ones((n_units, 1)), *draw_weights(n_units, drawn, seed)]
    kept = _GENRE_SCORES if by_genre else ()
    scores: dict[str, list[list[NDArray[np.float64]]]] = {name: [] for name in SCORES}
    genres: dict[str, list[list[NDArray[np.float64]]]] = {name: [] for name in kept}
    for weights in batches:
        found = [score_weighted(one, weights) for one in sets]
        for name in SCORES:
            scores[name].append([one.metrics[name] for one in found])
        for name in kept:
            genres[name].append([one.by_genre[name] for one in found])
    overall = {name: np.concatenate(parts, axis=-1) for name, parts in scores.items()}
    single = {name: np.concatenate(parts, axis=-1) for name, parts in genres.items()}
    return ScoredTogether(
        values={name: both[..., 0] for name, both in overall.items()},
        drawings={name: both[..., 1:] for name, both in overall.items()},
        genre_values={name: both[..., 0] for name, both in single.items()},
        genre_drawings={name: both[..., 1:] for name, both in single.items()},
        stretch=stretch_of(first),
        n_tracks=len(first.codes),
        n_groups=n_units,
    )


def normal_p_value(
    value: float, drawings: NDArray[np.float64], stretch: float
) -> float:
    """Give the two-sided p-value of zero, if drawings are spread normally.

    Parameters
    ----------
    value : float
        Finite.
    drawings : ndarray of float64, shape (n_replicates,)
        NaN where not defined.
    stretch : float
        Factor by which the spread of the drawings is widened.

    Examples
    --------
    >>> normal_p_value(0.0, np.array([-1.0, 1.0]), 1.0)
    1.0
    """
    defined = drawings[np.isfinite(drawings)]
    spread = stretch * float(defined.std()) if len(defined) else 0.0
    if spread == 0:
        return 1.0
    return float(2 * stats.norm.sf(abs(value) / spread))


def _check_same(sets: Sequence[HeldOut]) -> None:
    first = sets[0]
    for other in sets[1:]:
        are_same = np.array_equal(first.codes, other.codes) and np.array_equal(
            first.units, other.units
        )
        if not are_same:
            raise InputError(
                f"Predictions of {len(first.codes):,} and {len(other.codes):,} tracks "
                "are not of the same tracks, genres and groups in the same order. "
                "Compare predictions of the same rows."
            )
