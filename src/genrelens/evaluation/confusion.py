"""Count which genre was taken for which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.evaluation.results import Confusion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

__all__ = ["count_confusion"]


def count_confusion(
    codes: NDArray[np.int64], proba: NDArray[np.float64], genres: Sequence[str]
) -> Confusion:
    """Count true against predicted genres.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_tracks,)
        True genre of each track.
    proba : ndarray of float64, shape (n_tracks, n_genres)
        Probabilities; the most probable genre is the predicted one, of equal
        ones the first.
    genres : sequence of str, length n_genres
        Names in the order of the codes.

    Examples
    --------
    >>> import numpy as np
    >>> proba = np.array([[0.9, 0.1], [0.6, 0.4]])
    >>> count_confusion(np.array([0, 1]), proba, ["dub", "house"]).counts
    array([[1, 0],
           [1, 0]])
    """
    counts = np.zeros((len(genres), len(genres)), dtype=np.int64)
    np.add.at(counts, (codes, proba.argmax(axis=1)), 1)
    return Confusion(genres=tuple(genres), counts=counts)
