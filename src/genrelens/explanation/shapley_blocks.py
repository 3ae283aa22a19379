"""Share out the predictions of many tracks, a block at a time, and check every sum."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from genrelens.errors import AdditivityError
from genrelens.features.alignment import ProbabilityModel, genre_positions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from numpy.typing import NDArray

__all__ = ["TOLERANCE", "ShapleyBlock", "ShapleyModel", "explain_blocks"]

TOLERANCE: Final = 1e-9
"""Largest error of the sum that counts as exact, in units of probability."""

_BLOCK_CELLS: Final = 4_000_000  # values held at a time: 32 MB
_WIDE_BLOCK_CELLS: Final = 16_000_000  # and 128 MB, where fewer rows would be slow
_FEW_ROWS: Final = 100  # from so many on, the engine takes rows together
_MOST_ROWS: Final = 1_024  # so that a listener hears of them often enough


class ShapleyModel(ProbabilityModel, Protocol):
    """A classifier that shares its probabilities out over the features."""

    def shapley_values(
        self, X: pd.DataFrame, /
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Give values (n_tracks, n_features, n_classes) and base (n_classes,)."""
        ...  # pragma: no cover


@dataclass(frozen=True, slots=True, eq=False)
class ShapleyBlock:
    """The Shapley values of consecutive tracks.

    Parameters
    ----------
    start : int
        Position of the block's first track among all that are explained.
    values : ndarray of float64, shape (n_tracks, n_features, n_genres)
        In units of probability.
    base : ndarray of float64, shape (n_genres,)
        The model's mean prediction.
    probabilities : ndarray of float64, shape (n_tracks, n_genres)
        What the model predicts; `base` and the sum of `values` give the same.
    """

    start: int
    values: NDArray[np.float64]
    base: NDArray[np.float64]
    probabilities: NDArray[np.float64]


def explain_blocks(
    model: ShapleyModel, X: pd.DataFrame, genres: Sequence[str]
) -> Iterator[ShapleyBlock]:
    """Explain tracks in the order of all genres, some thousand at a time.

    Parameters
    ----------
    model : trained classifier with ``shapley_values``
    X : pandas.DataFrame, n_tracks x n_features
    genres : sequence of str
        A genre that the model never met has values, base and probability 0.

    Yields
    ------
    ShapleyBlock
        In the order of the tracks. Memory is that of one block, however many
        tracks there are.

    Raises
    ------
    AdditivityError
        If base and values miss a predicted probability by more than 1e-9.
    """
    places = genre_positions(model, genres)
    size = _block_rows(X.shape[1] * len(genres))
    for start in range(0, len(X), size):
        part = X.iloc[start : start + size]
        found, found_base = model.shapley_values(part)
        # The engine has checked its own sums, but not what models make of them:
        # columns left out, and categories added up. To check takes no time.
        predicted = model.predict_proba(part)
        _check_sums(found, found_base, predicted)
        yield ShapleyBlock(
            start,
            _placed(found, places, len(genres)),
            _placed(found_base, places, len(genres)),
            _placed(predicted, places, len(genres)),
        )


def _block_rows(n_cells: int) -> int:
    """Say how many rows of so many values each are taken at a time."""
    size = _BLOCK_CELLS // max(1, n_cells)
    if size < _FEW_ROWS:
        size = max(1, min(_FEW_ROWS, _WIDE_BLOCK_CELLS // n_cells))
    return min(size, _MOST_ROWS)


def _placed(
    found: NDArray[np.float64], places: NDArray[np.int64], n_genres: int
) -> NDArray[np.float64]:
    """Bring the last axis into the order of all genres."""
    if np.array_equal(places, np.arange(n_genres)):
        return found
    placed = np.zeros((*found.shape[:-1], n_genres))
    placed[..., places] = found
    return placed


def _check_sums(
    values: NDArray[np.float64],
    base: NDArray[np.float64],
    predicted: NDArray[np.float64],
) -> None:
    gap = np.abs(values.sum(axis=1) + base - predicted)
    # "Not within" rather than "beyond", so that a NaN is an error as well.
    n_wrong = int((~(gap <= TOLERANCE)).any(axis=1).sum())
    if n_wrong:
        raise AdditivityError(
            f"Shapley values: base and values of {n_wrong:,} of {len(gap):,} tracks "
            f"miss the predicted probabilities, by up to "
            f"{np.nanmax(gap, initial=0.0):.2g} where {TOLERANCE:g} is allowed. This "
            "is a fault of the explaining engine; please report it with the model "
            "file."
        )
