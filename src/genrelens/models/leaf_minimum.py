"""Choose how many tracks a leaf must hold, from the number of genres."""

from __future__ import annotations

__all__ = ["choose_leaf_minimum"]

_FEW_GENRES = 10
_MANY_GENRES = 30


def choose_leaf_minimum(n_genres: int) -> int:
    """Give the leaf minimum that ``"auto"`` stands for.

    The measurements behind the rule are in decision record 0003.

    Parameters
    ----------
    n_genres : int
        Genres in training.

    Returns
    -------
    int
        Fewest training tracks in a leaf.

    Examples
    --------
    >>> [choose_leaf_minimum(n) for n in (2, 10, 11, 30, 114)]
    [3, 3, 4, 5, 5]
    """
    if n_genres <= _FEW_GENRES:
        return 3
    if n_genres < _MANY_GENRES:
        return 4
    return 5
