"""Give the genre of every row as a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Labels", "label_rows"]


@dataclass(frozen=True, slots=True)
class Labels:
    """The genres of a table, over the rows that training uses.

    Parameters
    ----------
    codes : ndarray of int64, shape (n_rows,)
        Position in `genres`; -1 for a row without genre or left out.
    genres : tuple of str
        In alphabetical order.
    """

    codes: NDArray[np.int64]
    genres: tuple[str, ...]

    @property
    def rows(self) -> NDArray[np.int64]:
        """Positions of the rows that have a genre."""
        return np.flatnonzero(self.codes >= 0)

    @property
    def counts(self) -> NDArray[np.int64]:
        """Rows of each genre, shape (n_genres,)."""
        counted = np.bincount(self.codes[self.rows], minlength=len(self.genres))
        return np.asarray(counted, dtype=np.int64)


def label_rows(cells: pd.Series, *, is_left_out: NDArray[np.bool_]) -> Labels:
    """Give the genres of the rows that are not left out as numbers.

    Examples
    --------
    >>> label_rows(pd.Series(["pop", None, "edm"]), is_left_out=np.zeros(3, bool))
    Labels(codes=array([ 1, -1,  0]), genres=('edm', 'pop'))
    """
    codes, genres = pd.factorize(cells.mask(is_left_out), sort=True)
    return Labels(np.asarray(codes, dtype=np.int64), tuple(str(g) for g in genres))
