"""Score predictions by any genre of a track, where tracks stand under several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.comparing.paired import difference_of
from genrelens.evaluation.intervals import draw_weights, stretch_of
from genrelens.evaluation.results import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.comparing.paired import Difference
    from genrelens.evaluation.scores import HeldOut

__all__ = ["AnyHit", "has_conflicts"]

_ENOUGH = 0.01  # share of tracks under several genres that makes the score worth it
_TAILS = (0.025, 0.975)


def has_conflicts(recordings: NDArray[np.int64], codes: NDArray[np.int64]) -> bool:
    """Claim that at least one in a hundred recordings stands under several genres.

    Parameters
    ----------
    recordings, codes : ndarray of int64, shape (n_rows,)
        Recording and genre of each row.
    """
    n_genres = int(codes.max()) + 1
    pairs = np.unique(recordings * n_genres + codes)
    n_labels = np.bincount(pairs // n_genres)
    return bool((n_labels > 1).mean() >= _ENOUGH)


@dataclass(frozen=True, slots=True)
class AnyHit:
    """The share of distinct tracks that are named by one of their genres.

    Parameters
    ----------
    estimate : Estimate
        With its 95 % interval.
    drawings : ndarray of float64, shape (n_replicates,)
        The same on drawings of whole groups.
    stretch : float
        Factor about the value, for training sets that overlap.
    n_tracks, n_groups : int
        Distinct tracks, and independent groups among them.
    """

    estimate: Estimate
    drawings: NDArray[np.float64]
    stretch: float
    n_tracks: int
    n_groups: int

    @classmethod
    def of(
        cls,
        held_out: HeldOut,
        *,
        recordings: NDArray[np.int64],
        codes: NDArray[np.int64],
        rows: NDArray[np.int64],
        units: NDArray[np.int64],
        seed: int,
        n_replicates: int,
    ) -> AnyHit:
        """Score held-out predictions.

        A track that stands in several rows counts once: the mean over its rows.

        Parameters
        ----------
        held_out : HeldOut
            Predictions of `rows`.
        recordings, codes : ndarray of int64, shape (n_rows_in_all,)
            Recording and genre of every row of the table, the locked ones
            included: a genre is a track's own wherever it stands.
        rows : ndarray of int64, shape (n_tracks,)
            Positions of the rows that were predicted.
        units : ndarray of int64, shape (n_tracks,)
            Group of each of them.
        seed, n_replicates : int
            Of the drawings of groups.
        """
        n_genres = held_out.proba.shape[1]
        named = recordings[rows] * n_genres + held_out.proba.argmax(axis=1)
        is_hit = np.isin(named, np.unique(recordings * n_genres + codes))
        _, places = np.unique(recordings[rows], return_inverse=True)
        weight = 1.0 / np.bincount(places)[places]
        n_units = int(units.max()) + 1
        hits = np.bincount(units, weights=weight * is_hit, minlength=n_units)
        totals = np.bincount(units, weights=weight, minlength=n_units)
        drawings = np.concatenate(
            [
                (hits @ drawn) / (totals @ drawn)
                for drawn in draw_weights(n_units, n_replicates, seed)
            ]
        )
        value, stretch = float(hits.sum() / totals.sum()), stretch_of(held_out)
        low, high = value + stretch * (np.quantile(drawings, _TAILS) - value)
        estimate = Estimate(
            value, max(min(float(low), value), 0.0), min(max(float(high), value), 1.0)
        )
        return cls(estimate, drawings, stretch, int(places.max()) + 1, n_units)

    def minus(self, other: AnyHit) -> Difference:
        """Compare with the same score under another way of splitting."""
        n_drawings = min(len(self.drawings), len(other.drawings))
        return difference_of(
            "any_hit",
            (self.estimate.value, other.estimate.value),
            self.drawings[:n_drawings] - other.drawings[:n_drawings],
            stretch=other.stretch,
            n_tracks=other.n_tracks,
            n_groups=other.n_groups,
        )
