"""Choose which of the several genres of a cell is learnt."""

from __future__ import annotations

import heapq
from collections import defaultdict
from typing import TYPE_CHECKING, Literal

from genrelens.schema.spelling import genre_key

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from genrelens.cleaning.genre_lists.cutting import GenreCell
    from genrelens.schema.genre_rules import GenreRules, SeveralGenres
    from genrelens.schema.genre_tree import GenreTree

__all__ = ["Chosen", "How", "choose_genres"]

How = Literal["only", "first", "later", "most-frequent"]
"""Why a genre was chosen: it is the only one of its cell; the first; a later one,
because those before it are unknown or too rare; or the most frequent."""

Chosen = tuple[str, How]
"""A genre of the cell, as it stands there (empty where it has none), and why."""


def choose_genres(
    cells: Sequence[GenreCell], counts: NDArray[np.int64], rules: GenreRules
) -> list[Chosen]:
    """Choose one genre for every different cell.

    By the rule ``first`` it is the first that the tree knows (where there is one) and
    that at least `GenreRules.min_tracks` tracks end up with; where none of the cell
    does, the most frequent of it. By the rule ``most-frequent`` it is always that.
    A genre is as frequent as the tracks that carry it anywhere in their list, other
    names of one genre counted together; of equally frequent ones the first is taken.

    Parameters
    ----------
    cells : sequence of GenreCell, length n_levels
    counts : ndarray of int64, shape (n_levels,)
        Rows of each.
    rules : GenreRules

    Returns
    -------
    list of Chosen, length n_levels

    Examples
    --------
    >>> import numpy as np
    >>> from genrelens.cleaning.genre_lists.cutting import cut_cells
    >>> from genrelens.schema.genre_rules import GenreRules
    >>> texts, counts = ["Rock", "Seen live; Rock", "Rock; Pop"], np.array([8, 1, 2])
    >>> choose_genres(cut_cells(texts, counts), counts, GenreRules())
    [('Rock', 'only'), ('Rock', 'later'), ('Rock', 'first')]
    """
    keys = [_keys_of(cell, rules.tree) for cell in cells]
    carried: dict[str, int] = defaultdict(int)
    for own, count in zip(keys, counts.tolist(), strict=True):
        for key in set(own):
            carried[key] += count
    frequent = [_most_frequent(own, carried) for own in keys]
    if rules.several == "most-frequent":
        places = frequent
    else:
        known = _known_keys(rules.tree)
        places = _first_with_enough(keys, counts.tolist(), known, rules.min_tracks)
    return [
        _say(cell, place, best, rules.several)
        for cell, place, best in zip(cells, places, frequent, strict=True)
    ]


def _keys_of(cell: GenreCell, tree: GenreTree | None) -> list[str]:
    """Fold each genre, other names of the tree brought to the genre they mean."""
    if tree is None:
        return [genre_key(item) for item in cell.items]
    meant = {genre_key(alias): genre_key(name) for alias, name in tree.aliases.items()}
    folded = [genre_key(item) for item in cell.items]
    return [meant.get(key, key) for key in folded]


def _known_keys(tree: GenreTree | None) -> frozenset[str] | None:
    return None if tree is None else frozenset(map(genre_key, tree.names))


def _most_frequent(own: Sequence[str], carried: dict[str, int]) -> int:
    if not own:
        return -1
    return max(range(len(own)), key=lambda place: (carried[own[place]], -place))


def _first_with_enough(
    keys: Sequence[Sequence[str]],
    counts: Sequence[int],
    known: frozenset[str] | None,
    least: int,
) -> list[int]:
    """Give each cell its first genre that keeps enough tracks; -1 where none does.

    The rarest genre that falls short is given up first, and its cells pass to the
    next genre of their list, until none that is left falls short. A cell passes on at
    most once for each of its genres, so the work is linear in what the cells list.
    """
    waiting = [_usable(own, known) for own in keys]
    own_cells: dict[str, list[int]] = defaultdict(list)
    tracks: dict[str, int] = defaultdict(int)
    for cell, places in enumerate(waiting):
        if places:
            key = keys[cell][places[0]]
            own_cells[key].append(cell)
            tracks[key] += counts[cell]
    heap = [(n_tracks, key) for key, n_tracks in tracks.items()]
    heapq.heapify(heap)
    given_up: set[str] = set()
    while heap:
        n_tracks, key = heapq.heappop(heap)
        if n_tracks != tracks[key] or key in given_up:
            continue  # it has grown since, and waits at another place
        if n_tracks >= least:
            break
        given_up.add(key)
        for cell in own_cells.pop(key):
            left = waiting[cell]
            while left and keys[cell][left[0]] in given_up:
                left.pop(0)
            if left:
                heir = keys[cell][left[0]]
                own_cells[heir].append(cell)
                tracks[heir] += counts[cell]
                heapq.heappush(heap, (tracks[heir], heir))
    return [places[0] if places else -1 for places in waiting]


def _usable(own: Sequence[str], known: frozenset[str] | None) -> list[int]:
    """Give the places of the genres that may be chosen; an only one always may."""
    if known is None or len(own) == 1:
        return list(range(len(own)))
    return [place for place, key in enumerate(own) if key in known]


def _say(cell: GenreCell, place: int, best: int, several: SeveralGenres) -> Chosen:
    if not cell.items:
        return "", "only"
    if len(cell.items) == 1:
        return cell.items[0], "only"
    if several == "most-frequent" or place < 0:
        return cell.items[best], "most-frequent"
    return cell.items[place], "first" if place == 0 else "later"
