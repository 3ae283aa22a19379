"""Give each track the genres that it may have at a chosen share of misses."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self, cast

import numpy as np

from genrelens.errors import InputError
from genrelens.evaluation.calibration.stored_values import (
    refuse,
    stored_fields,
    stored_integer,
    stored_list,
    stored_number,
    stored_numbers,
    stored_text,
)
from genrelens.evaluation.prediction_sets.conformity import SCORES, misfits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.prediction_sets.conformity import SetScore

__all__ = ["LEVELS", "SetRule", "level_index"]

LEVELS: tuple[float, ...] = (
    *(0.005, 0.01, 0.02, 0.03, 0.04, 0.05, 0.075, 0.1, 0.125),
    *(0.15, 0.175, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5),
)
"""Shares of misses for which thresholds are kept."""

_WHERE = "prediction sets"
_MOST_GENRES, _MOST_LEVELS, _LARGEST_MISFIT = 10_000, 200, 10_000.0
_LARGEST_PENALTY = 10.0


@dataclass(frozen=True, slots=True)
class SetRule:
    """Thresholds of misfit, below which a genre belongs to a track's set.

    Parameters
    ----------
    score : {"lac", "aps", "raps"}
        How misfit is scored (`misfits`).
    penalty : float
        Of each rank, for ``"raps"``.
    free_ranks : int
        Ranks without a penalty, for ``"raps"``.
    clusters : tuple of int, length n_genres
        Which row of `thresholds` each genre goes by.
    levels : tuple of float, length n_levels
        Shares of misses, rising.
    thresholds : tuple of tuple of float, n_clusters x n_levels
        Largest misfit of a member, not rising along a row; infinite where too
        few groups were seen to promise the level, so that the genre is a member
        of every set.
    """

    score: SetScore
    penalty: float
    free_ranks: int
    clusters: tuple[int, ...]
    levels: tuple[float, ...]
    thresholds: tuple[tuple[float, ...], ...]

    def sets(self, proba: NDArray[np.float64], max_error: float) -> NDArray[np.bool_]:
        """Tell which genres each track may have.

        Parameters
        ----------
        proba : ndarray of float64, shape (n_tracks, n_genres)
            Calibrated probabilities.
        max_error : float
            Share of tracks whose genre may be missed, above 0 and below 1. Between
            two levels the stricter one is used; below the first, sets are full.

        Returns
        -------
        ndarray of bool, shape (n_tracks, n_genres)
            A row may be empty: no genre fits.

        Raises
        ------
        InputError
            If there is another number of genres, or the share cannot be one.
        """
        if proba.ndim != 2 or proba.shape[1] != len(self.clusters):  # noqa: PLR2004
            raise InputError(
                f"Sets were learnt for {len(self.clusters)} genres, and "
                f"probabilities of shape {proba.shape} were given. Give one column "
                f"for each genre of the model."
            )
        at = level_index(self.levels, max_error)
        if at is None:
            return np.ones(proba.shape, dtype=bool)
        found = misfits(
            proba, self.score, penalty=self.penalty, free_ranks=self.free_ranks
        )
        limits = np.array([row[at] for row in self.thresholds])
        return np.asarray(found <= limits[np.array(self.clusters)])

    def to_dict(self) -> dict[str, Any]:
        """Give the rule as plain values, ready for JSON; null is infinite."""
        return {
            "score": self.score,
            "penalty": self.penalty,
            "free_ranks": self.free_ranks,
            "clusters": list(self.clusters),
            "levels": list(self.levels),
            "thresholds": [
                [one if math.isfinite(one) else None for one in row]
                for row in self.thresholds
            ],
        }

    @classmethod
    def from_dict(cls, value: object) -> Self:
        """Read the rule from a stranger's model file.

        Raises
        ------
        BundleError
            If a field is missing, unknown, of another kind, or out of bounds.
        """
        names = (
            *("score", "penalty", "free_ranks"),
            *("clusters", "levels", "thresholds"),
        )
        fields = stored_fields(value, names, where=_WHERE)
        clusters = stored_list(fields["clusters"], (2, _MOST_GENRES), where=_WHERE)
        levels = stored_levels(fields["levels"], where=_WHERE)
        rows = stored_list(fields["thresholds"], (1, len(clusters) + 1), where=_WHERE)
        thresholds = tuple(_stored_row(row, len(levels)) for row in rows)
        return cls(
            score=cast("SetScore", stored_text(fields["score"], SCORES, where=_WHERE)),
            penalty=stored_number(
                fields["penalty"], 0.0, _LARGEST_PENALTY, where=_WHERE
            ),
            free_ranks=stored_integer(
                fields["free_ranks"], 0, _MOST_GENRES, where=_WHERE
            ),
            clusters=tuple(
                stored_integer(one, 0, len(thresholds) - 1, where=_WHERE)
                for one in clusters
            ),
            levels=levels,
            thresholds=thresholds,
        )


def level_index(levels: tuple[float, ...], max_error: float) -> int | None:
    """Find the largest level that is not above the share asked for.

    Parameters
    ----------
    levels : tuple of float
        Rising.
    max_error : float
        Above 0 and below 1.

    Returns
    -------
    int or None
        None if all levels are above it.

    Raises
    ------
    InputError
        If the share is not above 0 and below 1.

    Examples
    --------
    >>> level_index((0.05, 0.1), 0.07), level_index((0.05, 0.1), 0.01)
    (0, None)
    """
    if not 0 < max_error < 1:
        raise InputError(
            f"The largest share of wrong answers was given as {max_error!r}. Give a "
            "number above 0 and below 1, e.g. 0.05 for at most one in twenty."
        )
    below = [at for at, level in enumerate(levels) if level <= max_error + 1e-12]
    return below[-1] if below else None


def stored_levels(value: object, *, where: str) -> tuple[float, ...]:
    """Read levels that rise and lie between 0 and 1.

    Raises
    ------
    BundleError
        If they do not.
    """
    levels = stored_numbers(value, (1, _MOST_LEVELS), 1e-6, 1 - 1e-6, where=where)
    if any(b <= a for a, b in pairwise(levels)):
        refuse(where, "the levels do not rise")
    return levels


def _stored_row(row: object, n_levels: int) -> tuple[float, ...]:
    values = stored_list(row, (n_levels, n_levels), where=_WHERE)
    limits = tuple(
        math.inf
        if one is None
        else stored_number(one, 0.0, _LARGEST_MISFIT, where=_WHERE)
        for one in values
    )
    if any(b > a for a, b in pairwise(limits)):
        refuse(_WHERE, "thresholds rise where more misses are allowed")
    return limits
