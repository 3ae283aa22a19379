"""Gather exact Shapley values of held-out tracks, for all genres at once."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from genrelens.errors import InputError
from genrelens.explanation.results import ShapleyTable
from genrelens.explanation.shapley_blocks import explain_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.explanation.shapley_blocks import ShapleyModel
    from genrelens.schema.features import Feature

__all__ = ["ShapleyStudy", "steps_of"]

_MOST_WORK: Final = 60_000_000_000  # tracks times steps, over all folds
_FEWEST_TRACKS: Final = 2_000  # explained however large the forest is
_KEPT_TRACKS: Final = 2_000  # whose values are kept for pictures
_KEPT_CELLS: Final = 25_000_000  # values kept at most: 200 MB
_NORMAL: Final = 1.96  # of a two-sided 95 % interval


@dataclass(frozen=True, slots=True, eq=False)
class _Kept:
    rows: NDArray[np.int64]
    values: NDArray[np.float64]
    base: NDArray[np.float64]
    inputs: pd.DataFrame


def steps_of(model: object) -> int:
    """Count the steps of explaining one track: genres in leaves, tree by tree.

    They are counted, and no clock is asked, so that two runs explain the same
    tracks. A linear model counts steps of about the same length.

    Parameters
    ----------
    model : object
        Its `steps_to_explain` are taken; a model without them counts as none.
    """
    found: int = getattr(model, "steps_to_explain", 0)
    return found


class ShapleyStudy:
    """Shapley values of held-out tracks, gathered fold by fold.

    All tracks of a fold are explained where tracks times steps (`steps_of`) stay
    within a fifth of sixty thousand million; else as many as do, but never fewer
    than a fifth of 2,000. Sums run over all of them, so that memory is bounded;
    the values of at most 2,000 tracks are kept.

    Parameters
    ----------
    features : sequence of Feature
        In the order of the model's columns.
    genres : sequence of str
        All genres, in the order of the third axis.
    most_tracks : int, optional
        Explain at most so many in all folds together, whatever the forest's
        size. Without it the rule above decides.
    random_state : int, default 0
    n_folds : int, default 5
        Folds among which these numbers are divided.
    """

    def __init__(
        self,
        features: Sequence[Feature],
        genres: Sequence[str],
        *,
        most_tracks: int | None = None,
        random_state: int = 0,
        n_folds: int = 5,
    ) -> None:
        self._features = tuple(feature.name for feature in features)
        self._genres = tuple(genres)
        self._most_tracks = most_tracks
        self._random_state = random_state
        self._n_folds = n_folds
        self._n_explained = self._n_met = self._n_steps = 0
        shape = (len(self._features), len(self._genres))
        self._sum, self._sum_of_squares = np.zeros(shape), np.zeros(shape)
        self._parts: list[_Kept] = []

    def add_fold(
        self,
        model: ShapleyModel,
        X: pd.DataFrame,
        test_rows: NDArray[np.int64],
        y: NDArray[Any] | None = None,
    ) -> None:
        """Explain one fold's held-out tracks, or an even sample of them.

        Parameters
        ----------
        model : trained classifier with ``shapley_values``
            One that has not met these tracks.
        X : pandas.DataFrame, n_rows x n_features
            The whole training table.
        test_rows : ndarray of int64
            Positions of the fold's held-out tracks.
        y : ndarray of str, shape (n_rows,), optional
            Genre of each row; the sample then holds each genre in its share.
            Without it the predicted genre takes its place.

        Raises
        ------
        AdditivityError
            If values and base miss a predicted probability.
        """
        rows = np.asarray(test_rows, dtype=np.int64)
        n_wanted = min(len(rows), self._n_affordable(steps_of(model)))
        n_kept = min(n_wanted, self._n_kept())
        strata = np.zeros(0)
        if n_kept < len(rows):
            strata = (
                np.asarray(y)[rows].astype(str)
                if y is not None
                else model.predict_proba(X.iloc[rows]).argmax(axis=1)
            )
        seeds = np.random.SeedSequence([self._random_state, len(self._parts)])
        rng = np.random.default_rng(seeds)
        drawn = _spread(strata, len(rows), n_wanted, rng)
        kept = _spread(strata[drawn] if len(strata) else strata, n_wanted, n_kept, rng)
        self._n_met += len(rows)
        self._n_steps = max(self._n_steps, steps_of(model))
        self._explain(model, X.iloc[rows[drawn]], rows[drawn], kept)

    def _n_affordable(self, n_steps: int) -> int:
        """Give how many tracks of one fold are explained at most."""
        if self._most_tracks is not None:
            return math.ceil(self._most_tracks / self._n_folds)
        fewest = math.ceil(_FEWEST_TRACKS / self._n_folds)
        return max(fewest, _MOST_WORK // self._n_folds // max(n_steps, 1))

    def _n_kept(self) -> int:
        cells = max(1, len(self._features) * len(self._genres))
        n_kept = min(_KEPT_TRACKS, _KEPT_CELLS // cells)
        return max(1, math.ceil(n_kept / self._n_folds))

    def _explain(
        self,
        model: ShapleyModel,
        tracks: pd.DataFrame,
        rows: NDArray[np.int64],
        kept: NDArray[np.int64],
    ) -> None:
        inputs = tracks[list(self._features)]
        parts = [np.zeros((0, len(self._features), len(self._genres)))]
        base = np.zeros(len(self._genres))
        for block in explain_blocks(model, inputs, self._genres):
            end = block.start + len(block.values)
            here = kept[(kept >= block.start) & (kept < end)] - block.start
            values, base = block.values, block.base  # noqa: PD011 (ours, not pandas)
            parts.append(values[here])
            self._sum += np.abs(values).sum(axis=0)
            self._sum_of_squares += np.square(values).sum(axis=0)
        self._n_explained += len(rows)
        bases = np.broadcast_to(base, (len(kept), len(base)))
        self._parts.append(
            _Kept(rows[kept], np.concatenate(parts), bases, inputs.iloc[kept])
        )

    def result(self, n_candidates: int) -> ShapleyTable:
        """Join the folds added so far, in the order of the table's rows.

        Parameters
        ----------
        n_candidates : int
            Tracks that could have been explained.

        Returns
        -------
        ShapleyTable

        Raises
        ------
        InputError
            If no track was explained.
        """
        if not self._n_explained:
            message = (
                f"Shapley values: none of {n_candidates:,} tracks was explained. "
                "Add a fold with held-out tracks first."
            )
            raise InputError(message)
        rows = np.concatenate([part.rows for part in self._parts])
        order = np.argsort(rows, kind="stable")
        return ShapleyTable(
            rows=rows[order],
            features=self._features,
            genres=self._genres,
            values=np.concatenate([part.values for part in self._parts])[order],  # noqa: PD011 (ours, not pandas)
            base=np.concatenate([part.base for part in self._parts])[order],
            inputs=pd.concat([part.inputs for part in self._parts]).iloc[order],
            sizes=self._sum / self._n_explained,
            n_explained=self._n_explained,
            n_candidates=n_candidates,
            why_not_all=self._why_not_all(n_candidates),
        )

    def _why_not_all(self, n_candidates: int) -> str:
        if self._n_explained >= n_candidates:
            return ""
        told = f"{self._n_explained:,} of {n_candidates:,} tracks were explained"
        if self._n_explained == self._n_met:
            return f"{told}; the others were in no fold that was explained."
        reason = (
            f"at most {self._most_tracks:,} were asked for"
            if self._most_tracks is not None
            else f"explaining one track takes {self._n_steps:,} steps; all tracks "
            f"would take {self._n_steps * n_candidates / 1e9:,.0f} thousand million, "
            f"and beyond {_MOST_WORK / 1e9:g} thousand million a sample is explained"
        )
        return (
            f"{told}, drawn evenly with each genre in its share: {reason}. A mean size "
            f"lies within ±{100 * self._margin(n_candidates):.2g} percentage points of "
            "that of all tracks (95 %, for the most uncertain one)."
        )

    def _margin(self, n_candidates: int) -> float:
        """Give the largest half-width of a mean size's interval, as a random sample's.

        The even draw makes the true one smaller, if anything.
        """
        n = self._n_explained
        variance = self._sum_of_squares / n - np.square(self._sum / n)
        spread = math.sqrt(max(float(variance.max(initial=0.0)), 0.0))
        return _NORMAL * spread * math.sqrt((1 - n / n_candidates) / max(n - 1, 1))


def _spread(
    strata: NDArray[Any], n_tracks: int, n_wanted: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw positions so that every stratum has its share, give or take one."""
    if n_wanted >= n_tracks:
        return np.arange(n_tracks)
    shuffled = rng.permutation(n_tracks)
    by_stratum = shuffled[np.argsort(strata[shuffled], kind="stable")]
    # One track from each of n equal stretches of the sorted tracks.
    picks = ((np.arange(n_wanted) + rng.random()) * n_tracks / max(n_wanted, 1)).astype(
        np.int64
    )
    return np.sort(by_stratum[picks])
