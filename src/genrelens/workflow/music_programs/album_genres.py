"""Sum up the genres of an album's tracks."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["genres_of_album"]


def genres_of_album(tracks: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Give the genres that at least half of an album's tracks carry.

    Parameters
    ----------
    tracks : sequence of sequence of str
        Genres of each track.

    Returns
    -------
    tuple of str
        The most frequent first, then in the order of the tracks; empty where none is
        carried by half of them.

    Examples
    --------
    >>> genres_of_album([["Rock"], ["Rock", "Metal"], ["Metal"], ["Pop"]])
    ('Rock', 'Metal')
    >>> genres_of_album([["Rock"], ["Pop"], ["Jazz"]])
    ()
    """
    counts = Counter(genre for track in tracks for genre in dict.fromkeys(track))
    return tuple(
        genre for genre, count in counts.most_common() if 2 * count >= len(tracks)
    )
