"""Say where whole groups kept genres from being spread evenly over the folds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import printable

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.evaluation.splitting import Folds

__all__ = ["tell_balance"]

_TOLERATED = 0.05  # of a genre's rows in one fold, beyond what whole rows force
_SHOWN = 3


def tell_balance(
    folds: Folds, codes: NDArray[np.int64], genres: NDArray[np.str_]
) -> list[str]:
    """Name the genres that a fold lacks or holds too many of, the worst first.

    Parameters
    ----------
    folds : Folds
        A division of the rows.
    codes : ndarray of int64, shape (n_rows,)
        Genre of each row.
    genres : ndarray of str, shape (n_genres,)
        Names in the order of the codes.

    Returns
    -------
    list of str
        At most two sentences; none where all genres are spread as evenly as their
        numbers of rows allow, but for 5 % of a genre.
    """
    counts = np.zeros((folds.n_folds, len(genres)), dtype=np.int64)
    np.add.at(counts, (folds.fold, codes), 1)
    totals = counts.sum(axis=0)
    lacking = [
        (str(genres[code]), np.flatnonzero(counts[:, code] == 0))
        for code in np.flatnonzero((counts == 0).any(axis=0) & (totals > 0))
    ]
    told = []
    if lacking:
        shown = "; ".join(
            f"'{printable(name, limit=40)}' is missing from "
            f"{_name_folds(missing)} of {folds.n_folds}"
            for name, missing in sorted(lacking, key=lambda pair: -len(pair[1]))[
                :_SHOWN
            ]
        )
        more = len(lacking) - _SHOWN
        told.append(f"{shown}{f'; and {more:,} more genres' if more > 0 else ''}.")
    even = np.ceil(totals / folds.n_folds)
    beyond = (counts.max(axis=0) - even) / totals.clip(min=1)
    worst = int(np.argmax(beyond))
    if beyond[worst] > _TOLERATED:
        share = counts[:, worst].max() / totals[worst]
        told.append(
            "Whole groups are kept together, so genres are not spread quite evenly; "
            f"furthest off is '{printable(str(genres[worst]), limit=40)}', with "
            f"{share:.0%} of its {totals[worst]:,} tracks in one fold "
            f"({1 / folds.n_folds:.0%} would be even)."
        )
    return told


def _name_folds(missing: NDArray[np.int64]) -> str:
    numbers = ", ".join(str(fold + 1) for fold in missing)
    return f"fold{'s' if len(missing) > 1 else ''} {numbers}"
