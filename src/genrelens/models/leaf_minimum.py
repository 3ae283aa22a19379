"""Choose how many tracks a leaf must hold, from the size of the genres."""

from __future__ import annotations

__all__ = ["MOST_PER_LEAF", "choose_leaf_minimum"]

MOST_PER_LEAF = 3
"""What ``"auto"`` means where there are tracks enough."""

_LEAVES_PER_GENRE = 30


def choose_leaf_minimum(n_genres: int, n_tracks: int) -> int:
    """Give the leaf minimum that ``"auto"`` stands for.

    Three, or fewer where the mean genre would then have tracks for less than
    thirty leaves. The measurements behind the rule are in decision record 0003.

    Parameters
    ----------
    n_genres : int
        Genres in training.
    n_tracks : int
        Tracks in training.

    Returns
    -------
    int
        Fewest training tracks in a leaf.

    Examples
    --------
    >>> choose_leaf_minimum(6, 28_000), choose_leaf_minimum(6, 60)
    (3, 1)
    """
    per_genre = n_tracks // max(n_genres, 1)
    return max(1, min(MOST_PER_LEAF, per_genre // _LEAVES_PER_GENRE))
