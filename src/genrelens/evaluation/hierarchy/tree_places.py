"""Lay the genres of a model over a tree: which names hold which genres."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from genrelens.errors import InputError, printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from genrelens.schema.genre_tree import GenreTree

__all__ = ["MAX_ABOVE", "TreePlaces", "place_genres"]

MAX_ABOVE = 1_000
"""Names that may stand above a model's genres; each costs a column of sums."""


@dataclass(frozen=True, slots=True)
class TreePlaces:
    """Which genres of a model lie under which names of a tree.

    Parameters
    ----------
    names : tuple of str, length n_names
        The genres first, in the model's order; then the names above any of them,
        those with the fewest genres first, of equal ones the deeper first.
    holds : ndarray of bool, shape (n_names, n_genres)
        Whether the name is the genre, or stands above it. A genre with genres
        below it has two rows: one for the genre alone, and one for the family of
        the same name.
    is_top : ndarray of bool, shape (n_names,)
        Whether the name stands directly under the root: each genre lies under at
        least one such name.
    missing : tuple of str
        Genres that the tree does not hold.
    """

    names: tuple[str, ...]
    holds: NDArray[np.bool_]
    is_top: NDArray[np.bool_]
    missing: tuple[str, ...]

    @property
    def n_genres(self) -> int:
        """Number of genres."""
        return int(self.holds.shape[1])


def place_genres(tree: GenreTree, genres: Sequence[str]) -> TreePlaces:
    """Find the names above each genre.

    Parameters
    ----------
    tree : GenreTree
        Found or given.
    genres : sequence of str
        The genres of a model, in its order; other names (aliases) must have been
        replaced before.

    Returns
    -------
    TreePlaces

    Raises
    ------
    InputError
        If a genre is an alias, or more than 1,000 names stand above the genres.
    """
    aliases = [genre for genre in genres if genre in tree.aliases]
    if aliases:
        raise InputError(
            f"{len(aliases)} of {len(genres)} genres are other names in the genre "
            f"tree, e.g. '{printable(aliases[0])}' for "
            f"'{printable(tree.resolve(aliases[0]))}'. Replace them before training "
            "(apply_aliases)."
        )
    under: dict[str, list[int]] = {}
    for code, genre in enumerate(genres):
        for name in (genre, *tree.ancestors(genre)):
            under.setdefault(name, []).append(code)
        _refuse_more(len(under) - code - 1)
    own = {genre: code for code, genre in enumerate(genres)}
    above = [name for name in under if name not in own or len(under[name]) > 1]
    depth = {name: len(tree.ancestors(name)) for name in above}
    above.sort(key=lambda name: (len(under[name]), -depth[name]))
    holds = np.zeros((len(genres) + len(above), len(genres)), dtype=bool)
    holds[np.arange(len(genres)), np.arange(len(genres))] = True
    for row, name in enumerate(above, start=len(genres)):
        holds[row, under[name]] = True
    names = (*genres, *above)
    is_top = np.array([not tree.parents.get(name, ()) for name in names], dtype=bool)
    has_row_as_family = np.array([name in above for name in genres], dtype=bool)
    is_top[: len(genres)] &= ~has_row_as_family
    return TreePlaces(names, holds, is_top, tree.missing(genres))


def _refuse_more(n_above: int) -> None:
    """Stop at the first genre that brings more names than can be answered with."""
    if n_above > MAX_ABOVE:
        raise InputError(
            f"More than {MAX_ABOVE:,} names of the genre tree stand above the genres. "
            "Keep the families that matter."
        )
