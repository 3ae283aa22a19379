"""Count each track once, however many rows of the table it stands in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.scores import HeldOut

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["mark_once", "narrow", "weigh_rows"]


def mark_once(codes: NDArray[np.int64], tracks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Choose the one row that stands for each track.

    A track that is listed several times would otherwise be scored several times,
    and one listed under several genres could never be right everywhere. The row
    is of the genre under which the track is listed most often; of genres listed
    equally often, and of rows of one genre, it is the first.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.
    tracks : ndarray of int64, shape (n_rows,)
        Number of each row's track.

    Returns
    -------
    ndarray of bool, shape (n_rows,)
        True for one row of every track.

    Examples
    --------
    >>> import numpy as np
    >>> mark_once(np.array([0, 1, 1, 2]), np.array([7, 7, 7, 8])).tolist()
    [False, True, False, True]
    """
    n_rows = len(codes)
    pairs = np.column_stack([tracks, codes])
    _, place, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    listed = counts[place.reshape(-1)]
    order = np.lexsort((np.arange(n_rows), -listed, tracks))
    is_first = np.append(True, np.diff(tracks[order]) != 0)[:n_rows]
    stands = np.zeros(n_rows, dtype=bool)
    stands[order[is_first]] = True
    return stands


def weigh_rows(
    codes: NDArray[np.int64], tracks: NDArray[np.int64]
) -> NDArray[np.float64]:
    """Weigh rows so that a track's copies weigh no more than a single row.

    Rows of one track under several genres are no copies: each genre keeps its
    weight, for each is something to be learnt.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.
    tracks : ndarray of int64, shape (n_rows,)
        Number of each row's track.

    Returns
    -------
    ndarray of float64, shape (n_rows,)
        One over the number of rows with this track and genre.

    Examples
    --------
    >>> import numpy as np
    >>> weigh_rows(np.array([0, 0, 1, 0]), np.array([7, 7, 7, 8])).tolist()
    [0.5, 0.5, 1.0, 1.0]
    """
    pairs = np.column_stack([tracks, codes])
    _, place, counts = np.unique(pairs, axis=0, return_inverse=True, return_counts=True)
    return np.asarray(1 / counts[place.reshape(-1)])


def narrow(held_out: HeldOut, is_kept: NDArray[np.bool_]) -> HeldOut:
    """Give the predictions of some rows only.

    Parameters
    ----------
    held_out : HeldOut
        Predictions.
    is_kept : ndarray of bool, shape (n_rows,)
        Rows to keep.

    Returns
    -------
    HeldOut
        Groups without a row are gone, and the others numbered anew; all rows
        where all are kept.
    """
    if is_kept.all():
        return held_out
    _, units = np.unique(held_out.units[is_kept], return_inverse=True)
    return HeldOut.of(
        held_out.codes[is_kept],
        held_out.proba[is_kept],
        folds=held_out.folds[is_kept],
        units=units,
    )
