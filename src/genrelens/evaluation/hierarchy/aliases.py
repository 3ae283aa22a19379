"""Replace other names of genres by the names that a tree gives them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from genrelens.schema.genre_tree import GenreTree

__all__ = ["AppliedAliases", "apply_aliases"]


@dataclass(frozen=True, slots=True)
class AppliedAliases:
    """Genres after other names were replaced, and how often each was.

    Parameters
    ----------
    labels : ndarray of str, shape (n_tracks,)
        The genres.
    replaced : tuple of (str, str, int)
        Other name, genre, and number of tracks; the most frequent first.
    missing : tuple of str
        Genres of the tracks that the tree does not hold.
    """

    labels: NDArray[Any]
    replaced: tuple[tuple[str, str, int], ...]
    missing: tuple[str, ...]


def apply_aliases(labels: NDArray[Any], tree: GenreTree) -> AppliedAliases:
    """Replace other names of genres by the genres they stand for.

    Names are compared as they are spelt; nothing is guessed.

    Parameters
    ----------
    labels : ndarray of str, shape (n_tracks,)
        The genre of each track.
    tree : GenreTree
        Holds the aliases.

    Returns
    -------
    AppliedAliases

    Examples
    --------
    >>> from genrelens.schema.genre_tree import GenreTree
    >>> tree = GenreTree.of({"hip hop": "urban"}, {"hiphop": "hip hop"})
    >>> applied = apply_aliases(np.array(["hiphop", "hip hop", "polka"]), tree)
    >>> applied.labels.tolist(), applied.replaced, applied.missing
    (['hip hop', 'hip hop', 'polka'], (('hiphop', 'hip hop', 1),), ('polka',))
    """
    each, place, counts = np.unique(
        np.asarray(labels, dtype=str), return_inverse=True, return_counts=True
    )
    meant = [tree.resolve(str(name)) for name in each]
    replaced = sorted(
        (
            (str(name), genre, int(count))
            for name, genre, count in zip(each, meant, counts, strict=True)
            if name != genre
        ),
        key=lambda row: (-row[2], row[0]),
    )
    return AppliedAliases(
        np.array(meant, dtype=str)[place],
        tuple(replaced),
        tree.missing(sorted(set(meant))),
    )
