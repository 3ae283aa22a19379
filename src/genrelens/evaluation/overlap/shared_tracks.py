"""Count the tracks that stand under two genres at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array

from genrelens.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["count_shared", "share_of_smaller"]


def count_shared(
    codes: NDArray[np.int64], tracks: NDArray[np.int64], n_genres: int
) -> NDArray[np.int64]:
    """Count distinct tracks under each pair of genres.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.
    tracks : ndarray of int64, shape (n_rows,)
        Number of each row's track; negative where it is not known, which makes
        the row a track of its own.
    n_genres : int
        Number of genres.

    Returns
    -------
    ndarray of int64, shape (n_genres, n_genres)
        On the diagonal, the distinct tracks of each genre.

    Raises
    ------
    InputError
        If there is not one track number a row.
    """
    if codes.shape != tracks.shape:
        raise InputError(
            f"{len(tracks):,} track numbers and {len(codes):,} genres do not fit. "
            "Give one number a row."
        )
    each = np.where(tracks >= 0, tracks, -1 - np.arange(len(tracks)))
    _, place = np.unique(each, return_inverse=True)
    n_tracks = int(place.max()) + 1
    is_under = csr_array(
        (np.ones(len(codes), dtype=np.int64), (codes, place)), (n_genres, n_tracks)
    )
    is_under.sum_duplicates()
    is_under.data[:] = 1
    return np.asarray((is_under @ is_under.T).toarray(), dtype=np.int64)


def share_of_smaller(shared: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give shared tracks as a share of the genre with fewer, 0 on the diagonal.

    Parameters
    ----------
    shared : ndarray of int64, shape (n_genres, n_genres)
        From `count_shared`.

    Returns
    -------
    ndarray of float64, shape (n_genres, n_genres)
    """
    sizes = np.diag(shared)
    smaller = np.minimum.outer(sizes, sizes)
    shares = np.zeros(shared.shape)
    np.divide(shared, smaller, out=shares, where=smaller > 0)
    np.fill_diagonal(shares, 0.0)
    return shares
