"""A table ready to learn from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from genrelens.checking.checking import CheckedTable
    from genrelens.schema.features import Feature
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["Prepared", "ReviewedLabels"]


@dataclass(frozen=True, slots=True)
class ReviewedLabels:
    """Rows whose label a person decided on.

    Parameters
    ----------
    changed, kept : ndarray of int64
        Positions in the table of rows whose label changed, and of those that were
        reviewed and kept theirs; ascending.
    further : tuple of (int, str)
        Position of a row, and a genre to count as right beside its label.
    """

    changed: NDArray[np.int64]
    kept: NDArray[np.int64]
    further: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A table ready to learn from.

    Parameters
    ----------
    checked : CheckedTable
        The whole table, its findings and the genre column.
    rows : ndarray of int64, shape (n_tracks,)
        Positions in the table of the tracks that are learnt from.
    features : tuple of Feature
        The attributes.
    inputs : pandas.DataFrame, n_tracks x n_features
        Their values.
    labels : ndarray of str, shape (n_tracks,)
        The genres.
    tracks : ndarray of int64, shape (n_tracks,)
        Number of the track that each row lists; a track may stand in several.
    tree : GenreTree or None
        The family tree that was given.
    corrections : ReviewedLabels or None
        Rows on whose label a person decided; None where no decisions were given.
    is_test : ndarray of bool, shape (n_tracks,), or None
        The rows of the test lists; None where no list was given.
    """

    checked: CheckedTable
    rows: NDArray[np.int64]
    features: tuple[Feature, ...]
    inputs: pd.DataFrame
    labels: NDArray[np.str_]
    tracks: NDArray[np.int64]
    tree: GenreTree | None = None
    corrections: ReviewedLabels | None = None
    is_test: NDArray[np.bool_] | None = None
