"""Draw whole groups of tracks once, and put intervals around many small scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.intervals import (
    choose_n_replicates,
    draw_weights,
    stretch_of,
)
from genrelens.evaluation.results import Estimate
from genrelens.forest.compiling import compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.scores import HeldOut

__all__ = ["GroupDraws", "draw_groups"]

_LEVEL = 0.95
_MOST_DRAWN = 255  # times that a group can come up, as one byte counts


@dataclass(frozen=True, slots=True)
class GroupDraws:
    """Drawings of groups with replacement, the same for every score.

    Parameters
    ----------
    weights : ndarray of uint8, shape (n_groups, n_replicates)
        How often each group was drawn.
    units : ndarray of int64, shape (n_tracks,)
        Group of each track.
    stretch : float
        Factor about a score for training sets that overlap.
    """

    weights: NDArray[np.uint8]
    units: NDArray[np.int64]
    stretch: float

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return len(self.weights)

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up values of tracks in each drawing.

        Parameters
        ----------
        values : ndarray of float64, shape (n_tracks,)
            One a track.

        Returns
        -------
        ndarray of float64, shape (n_replicates,)
        """
        by_group = np.bincount(self.units, values, minlength=self.n_groups)
        sums = np.zeros(self.weights.shape[1])
        _add_up(by_group.astype(np.float64), self.weights, sums)
        return sums

    def ratio(
        self, above: NDArray[np.float64], below: NDArray[np.float64]
    ) -> Estimate | None:
        """Estimate the sum of one value of the tracks over that of another.

        Parameters
        ----------
        above, below : ndarray of float64, shape (n_tracks,)
            Not negative, and `above` nowhere more than `below`.

        Returns
        -------
        Estimate or None
            None where all of `below` is 0.
        """
        total = float(below.sum())
        if total == 0:
            return None
        drawn = self.sums(below)
        shares = np.divide(
            self.sums(above), drawn, out=np.full(len(drawn), np.nan), where=drawn > 0
        )
        return self.around(float(above.sum()) / total, shares, lowest=0.0, highest=1.0)

    def around(
        self,
        value: float,
        drawings: NDArray[np.float64],
        *,
        lowest: float = -np.inf,
        highest: float = np.inf,
    ) -> Estimate:
        """Put the 95 % interval of its drawings about a value.

        Parameters
        ----------
        value : float
            The score itself.
        drawings : ndarray of float64, shape (n_replicates,)
            The score in each drawing; NaN where it is not defined.
        lowest, highest : float
            What the score cannot leave.
        """
        defined = np.append(drawings[np.isfinite(drawings)], value)
        tail = (1 - _LEVEL) / 2
        low, high = value + self.stretch * (
            np.quantile(defined, [tail, 1 - tail]) - value
        )
        return Estimate(
            value,
            max(min(float(low), value), lowest),
            min(max(float(high), value), highest),
        )


def draw_groups(
    held_out: HeldOut, *, seed: int, n_replicates: int | None = None
) -> GroupDraws:
    """Draw the groups of held-out predictions with replacement.

    Parameters
    ----------
    held_out : HeldOut
        Out-of-fold predictions.
    seed : int
        Of the drawings.
    n_replicates : int, optional
        Drawings; as for single scores where not given.

    Returns
    -------
    GroupDraws
        The same as `genrelens.evaluation.intervals.draw_weights` gives, a byte
        a group and drawing.
    """
    n_tracks, n_genres = held_out.proba.shape
    drawn = n_replicates or choose_n_replicates(n_tracks, n_genres)
    n_groups = int(held_out.units.max()) + 1
    weights = np.empty((n_groups, drawn), dtype=np.uint8)
    start = 0
    for batch in draw_weights(n_groups, drawn, seed):
        weights[:, start : start + batch.shape[1]] = np.minimum(batch, _MOST_DRAWN)
        start += batch.shape[1]
    return GroupDraws(weights, held_out.units, stretch_of(held_out))


@compiled
def _add_up(
    by_group: NDArray[np.float64],
    weights: NDArray[np.uint8],
    sums: NDArray[np.float64],
) -> None:
    for group in range(len(by_group)):
        value = by_group[group]
        if value != 0:
            weight = weights[group]
            for w in range(len(sums)):
                sums[w] += value * weight[w]
