"""What is learnt of a track whose own tags give it several genres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["GenreRules", "SeveralGenres"]

SeveralGenres = Literal["first", "most-frequent", "keep"]
"""Which of several genres is learnt: the first that has enough tracks, the one with
the most tracks in the table, or the whole list as one label."""


@dataclass(frozen=True, slots=True)
class GenreRules:
    """How the cells of a genre column are read.

    Parameters
    ----------
    several : "first", "most-frequent" or "keep"
        Which genre of several is learnt.
    min_tracks : int
        Tracks that a genre needs to be chosen as the first.
    tree : GenreTree, optional
        Where it is given, the first that it knows is preferred, and a name that it
        knows is never taken apart.
    from_tags : bool
        Whether the cells were read from files' own tags, where words such as
        ``Unknown`` and ``Other`` stand for no genre at all.
    """

    several: SeveralGenres = "first"
    min_tracks: int = 5
    tree: GenreTree | None = None
    from_tags: bool = False
