"""Gather exact Shapley values of held-out tracks, for all genres at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd

from genrelens.errors import AdditivityError, InputError
from genrelens.explanation.results import ShapleyTable
from genrelens.features.alignment import ProbabilityModel, genre_positions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.schema.features import Feature

__all__ = ["ShapleyModel", "ShapleyStudy", "explain_rows", "seconds_per_track"]

TOLERANCE = 1e-9
"""Largest error of the sum that counts as exact, in units of probability."""

_SECONDS_PER_LEAF = 2e-8  # one track and one leaf entry, on one core
_BLOCK_CELLS = 20_000_000  # values held while a block is checked: 160 MB


class ShapleyModel(ProbabilityModel, Protocol):
    """A classifier that shares its probabilities out over the features."""

    def shapley_values(
        self, X: pd.DataFrame, /
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give values (n_tracks, n_features, n_classes) and base (n_classes,)."""
        ...  # pragma: no cover


@dataclass(frozen=True, slots=True)
class _Explained:
    rows: NDArray[np.int64]
    contributions: NDArray[np.float64]
    base: NDArray[np.float64]
    inputs: pd.DataFrame


def seconds_per_track(model: object) -> float:
    """Estimate the cost of explaining one track, from the forest's size alone.

    It is counted, not measured, so that two runs explain the same tracks.

    Parameters
    ----------
    model : object
        Its `forest_` (a packed forest) is counted; without one the cost is
        taken as nothing, and a budget has no effect.

    Returns
    -------
    float
        Seconds on one core.
    """
    forest = getattr(model, "forest_", None)
    if forest is None:
        return 0.0
    return float(len(forest.leaf_value)) * _SECONDS_PER_LEAF


def explain_rows(
    model: ShapleyModel, X: pd.DataFrame, genres: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Explain tracks in the order of all genres, and check the sums.

    Parameters
    ----------
    model : trained classifier with ``shapley_values``
    X : pandas.DataFrame, n_tracks x n_features
    genres : sequence of str
        A genre that the model never met has values and base 0.

    Returns
    -------
    values : ndarray of float64, shape (n_tracks, n_features, n_genres)
        In units of probability.
    base : ndarray of float64, shape (n_genres,)

    Raises
    ------
    AdditivityError
        If base and values miss a predicted probability by more than 1e-9.
    """
    places = genre_positions(model, genres)
    values = np.zeros((len(X), X.shape[1], len(genres)))
    base = np.zeros(len(genres))
    block = max(1, _BLOCK_CELLS // max(1, X.shape[1] * len(genres)))
    for start in range(0, len(X), block):
        part = X.iloc[start : start + block]
        found, found_base = model.shapley_values(part)
        gap = np.abs(found.sum(axis=1) + found_base - model.predict_proba(part))
        # "Not within" rather than "beyond", so that a NaN is an error as well.
        if not np.all(gap <= TOLERANCE):
            _refuse(gap)
        values[start : start + block, :, places] = found
        base[places] = found_base
    return values, base


def _refuse(gap: NDArray[np.float64]) -> None:
    n_wrong = int((~(gap <= TOLERANCE)).any(axis=1).sum())
    message = (
        f"Shapley values: base and values of {n_wrong:,} of {len(gap):,} tracks miss "
        f"the predicted probabilities, by up to {np.nanmax(gap, initial=0.0):.2g} "
        f"where {TOLERANCE:g} is allowed. This is a fault of the explaining engine; "
        "please report it with the model file."
    )
    raise AdditivityError(message)


class ShapleyStudy:
    """Shapley values of held-out tracks, gathered fold by fold.

    Parameters
    ----------
    features : sequence of Feature
        In the order of the model's columns.
    genres : sequence of str
        All genres, in the order of the third axis.
    per_fold : int
        Most tracks explained in each fold.
    random_state : int, default 0
    seconds : float, optional
        Budget for all folds together. It is turned into a number of tracks by
        the forest's size (`seconds_per_track`), never by the clock.
    n_folds : int, default 5
        Folds among which the budget is divided.
    """

    def __init__(
        self,
        features: Sequence[Feature],
        genres: Sequence[str],
        *,
        per_fold: int,
        random_state: int = 0,
        seconds: float | None = None,
        n_folds: int = 5,
    ) -> None:
        self._features = tuple(feature.name for feature in features)
        self._genres = tuple(genres)
        self._per_fold = per_fold
        self._random_state = random_state
        self._seconds = seconds
        self._n_folds = n_folds
        self._is_cut_by_budget = False
        self._is_cut_by_size = False
        self._parts: list[_Explained] = []

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
        n_wanted = self._n_affordable(model, len(rows))
        if n_wanted < len(rows):
            strata = (
                np.asarray(y)[rows].astype(str)
                if y is not None
                else model.predict_proba(X.iloc[rows]).argmax(axis=1)
            )
            seeds = np.random.SeedSequence([self._random_state, len(self._parts)])
            rows = rows[_spread(strata, n_wanted, np.random.default_rng(seeds))]
        inputs = X.iloc[rows][list(self._features)]
        values, base = explain_rows(model, inputs, self._genres)
        bases = np.broadcast_to(base, (len(rows), len(base)))
        self._parts.append(_Explained(rows, values, bases, inputs))

    def _n_affordable(self, model: object, n_tracks: int) -> int:
        n_wanted = min(n_tracks, self._per_fold)
        self._is_cut_by_size |= n_wanted < n_tracks
        cost = seconds_per_track(model)
        if self._seconds is not None and cost > 0:
            n_payable = max(1, int(self._seconds / self._n_folds / cost))
            self._is_cut_by_budget |= n_payable < n_wanted
            n_wanted = min(n_wanted, n_payable)
        return n_wanted

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
        if not sum(len(part.rows) for part in self._parts):
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
            values=np.concatenate([part.contributions for part in self._parts])[order],
            base=np.concatenate([part.base for part in self._parts])[order],
            inputs=pd.concat([part.inputs for part in self._parts]).iloc[order],
            n_candidates=n_candidates,
            why_not_all=self._why_not_all(len(rows), n_candidates),
        )

    def _why_not_all(self, n_explained: int, n_candidates: int) -> str:
        if n_explained >= n_candidates:
            return ""
        reasons = []
        if self._is_cut_by_size:
            reasons.append(f"at most {self._per_fold:,} a fold")
        if self._is_cut_by_budget:
            reasons.append(
                f"a forest of this size allows no more within {self._seconds:g} seconds"
            )
        if not reasons:
            reasons.append("the others were in no fold that was explained")
        return (
            f"{n_explained:,} of {n_candidates:,} tracks were explained "
            f"({' and '.join(reasons)}; each genre in its share)."
        )


def _spread(
    strata: NDArray[Any], n_wanted: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Draw tracks so that every stratum has its share, give or take one."""
    shuffled = rng.permutation(len(strata))
    by_stratum = shuffled[np.argsort(strata[shuffled], kind="stable")]
    # One track from each of n equal stretches of the sorted tracks.
    picks = ((np.arange(n_wanted) + rng.random()) * len(strata) / n_wanted).astype(int)
    return np.sort(by_stratum[picks])
