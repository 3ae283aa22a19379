"""Count the genres of the other tracks by each track's artists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import csr_array, diags_array

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["OtherTracks", "count_other_tracks"]


@dataclass(frozen=True, slots=True)
class OtherTracks:
    """Genres of the other tracks by the same artists.

    Parameters
    ----------
    counts : csr_array of float64, shape (n_rows, n_genres)
        Tracks by genre; a track under several genres counts in parts. A track
        that shares two artists counts twice.
    totals : ndarray of float64, shape (n_rows,)
        Their sums over genres.
    """

    counts: csr_array
    totals: NDArray[np.float64]


def count_other_tracks(
    codes: NDArray[np.int64],
    tracks: NDArray[np.int64],
    artists: csr_array,
    *,
    n_genres: int,
) -> OtherTracks:
    """Count, for each row, the other tracks of its artists by genre.

    Copies of the same track are no other tracks.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row, as labelled.
    tracks : ndarray of int64, shape (n_rows,)
        Rows of one track carry one number.
    artists : csr_array, shape (n_rows, n_artists)
        One where the row credits the artist.
    n_genres : int
        Number of genres.

    Returns
    -------
    OtherTracks

    Examples
    --------
    >>> artists = csr_array(np.array([[1], [1], [1]]))
    >>> found = count_other_tracks(
    ...     np.array([0, 1, 1]), np.array([0, 1, 2]), artists, n_genres=2
    ... )
    >>> found.counts.toarray()
    array([[0., 2.],
           [1., 1.],
           [1., 1.]])
    """
    _, place, sizes = np.unique(tracks, return_inverse=True, return_counts=True)
    rows, n_tracks = np.arange(len(codes)), len(sizes)
    genres = csr_array((1 / sizes[place], (place, codes)), shape=(n_tracks, n_genres))
    member = csr_array((np.ones(len(rows)), (place, rows)), (n_tracks, len(rows)))
    credited = csr_array(member @ csr_array(artists, dtype=np.float64))
    credited.data[:] = 1.0
    of_all = csr_array(credited @ csr_array(credited.T @ genres))
    n_credits = np.asarray(credited.sum(axis=1)).ravel()
    others = csr_array(of_all - diags_array(n_credits) @ genres)
    others.data[others.data < 1e-9] = 0.0  # noqa: PLR2004 - rounding of parts
    others.eliminate_zeros()
    counts = csr_array(others[place])
    return OtherTracks(counts, np.asarray(counts.sum(axis=1)).ravel())
